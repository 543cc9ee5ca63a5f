"""The list of conversations, the form to be another customer, and the head of the open conversation."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import htpy as h

from chakra_async.sandbox.page.elements import Place, action, address, clock_of, live, name_of, plain, who
from chakra_async.sandbox.stores.conversations import INBOUND

if TYPE_CHECKING:
    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.people import Contact
    from chakra_async.sandbox.stores.conversations import Chat

__all__ = ["chat_list", "head", "newcomer"]

_SHOWN: Final = 100
_COLOURS: Final = 8
_PREVIEW: Final = 80


def chat_list(sources: Sources, place: Place) -> h.Element:
    """Return the conversations, the latest first."""
    sources.state.advance(sources.clock.milliseconds())
    conversations = sources.state.conversations
    wanted = place.get("q", "").casefold()
    chats = sorted(conversations.chats, key=lambda chat: chat.updated, reverse=True)
    found = [
        chat for chat in chats if not wanted or wanted in f"{chat.contact.name} {chat.handle}".casefold()
    ]
    handle = place.get("customer", "")
    chosen = conversations.contacts.find(handle) if handle else None
    several = len(sources.state.accounts) > 1
    listed: set[int] = set()
    items: list[h.Node] = []
    if chosen is not None and not conversations.chats_of(chosen):
        items.append(_item(place, chosen, None, chosen=True))
    for chat in found[:_SHOWN]:
        if id(chat.contact) not in listed:
            listed.add(id(chat.contact))
            # An open conversation is with the number that was used last.
            to = chat.messages[-1].phone_number_id if several and chat.messages else ""
            items.append(_item(place, chat.contact, chat, chosen=chat.contact is chosen, to=to))
    return live(
        "chats",
        place,
        h.ul[items] if items else h.p(".note")["No conversations. Be a customer and write to the team."],
        h.p(".note")[f"{len(found) - _SHOWN} more: search for a name or a number"]
        if len(found) > _SHOWN
        else None,
        name="nav",
        aria_label="Conversations",
    )


def newcomer(place: Place) -> h.Node:
    """Return the form to be a customer, and the search."""
    return [
        h.form(".search", method="get", action="/", role="search")[
            h.input(type="hidden", name="customer", value=place.get("customer", "")),
            h.label(".reader", for_="q")["Search for a name or a number"],
            h.input(
                "#q", type="search", name="q", value=place.get("q", ""), placeholder="Search conversations"
            ),
        ],
        h.details(".be", open=not place.get("customer"))[
            h.summary["Be a customer"],
            h.form(method="post", action="/_page/do/be")[
                h.label[
                    "Phone number with country code",
                    h.input(name="number", inputmode="tel", required=True, placeholder="919901258433"),
                ],
                h.label["Name (optional)", h.input(name="name", placeholder="Asha", maxlength="200")],
                h.button(type="submit")["Start"],
            ],
        ],
    ]


def head(sources: Sources, place: Place) -> h.Element:
    """Return who the customer is, and what else the customer can do."""
    handle = place["customer"]
    contact = sources.state.conversations.contacts.find(handle)
    hidden = who(place)
    return h.header(".head")[
        h.a(".back", href=address({"view": "list"}), aria_label="Conversations")["\u2039"],
        _avatar(contact),
        h.div(".name")[
            h.h2[plain(contact.name or contact.username or contact.handle)],
            h.p[plain(contact.digits or contact.user_id), " \u00b7 you are this customer"],
            _numbers(sources, place),
        ],
        action("read", hidden, h.button(type="submit")["Read all"]),
        h.details(".menu")[
            h.summary(aria_label="More")["\u22ee"],
            h.div(".pop")[
                action("call", hidden, h.button(type="submit")["Call the team"]),
                action("hang-up", hidden, h.button(type="submit")["Hang up"]),
                action("block", hidden, h.button(type="submit")["Block the team"]),
                action("unblock", hidden, h.button(type="submit")["Unblock the team"]),
                action("stop", hidden, h.button(type="submit")["Stop marketing messages"]),
                action("resume", hidden, h.button(type="submit")["Allow marketing messages"]),
            ],
        ],
    ]


def _numbers(sources: Sources, place: Place) -> h.Node:
    """Return the team's numbers, to choose the one to write to; nothing where there is only one."""
    accounts = sources.state.accounts
    if len(accounts) == 1:
        return None
    chosen = sources.number(place)
    return h.nav(".numbers", aria_label="The number of the team that you write to")[
        h.span["write to"],
        [
            h.a(
                href=address(place, to=one.phone_number_id, reply=""),
                aria_current="true" if one is chosen else None,
            )[plain(name_of(one))]
            for one in accounts
        ],
    ]


def _item(place: Place, contact: Contact, chat: Chat | None, *, chosen: bool, to: str = "") -> h.Element:
    newest = chat.messages[-1] if chat is not None and chat.messages else None
    preview = ""
    unread = 0
    if chat is not None and newest is not None:
        preview = newest.text.replace("\n", " ")[:_PREVIEW] or f"({newest.data_type})"
        for message in reversed(chat.messages):
            if message.direction == INBOUND or message.status == "READ":
                break
            unread += 1
    return h.li[
        h.a(
            class_={"chosen": chosen},
            href=address(
                {
                    **place,
                    "customer": contact.handle,
                    "to": to,
                    "reply": "",
                    "last": "",
                    "view": _console(place),
                }
            ),
            aria_current="page" if chosen else None,
        )[
            _avatar(contact),
            h.span(".who")[plain(contact.name or contact.username or contact.handle)],
            h.span(".when")[clock_of(newest.created) if newest is not None else ""],
            h.span(".preview")[
                "You: " if newest is not None and newest.direction == INBOUND else "", plain(preview)
            ],
            h.span(".count", aria_label=f"{unread} unread")[str(unread)] if unread else None,
        ]
    ]


def _console(place: Place) -> str:
    view = place.get("view", "")
    return "" if view == "list" else view


def _avatar(contact: Contact) -> h.Element:
    name = contact.name or contact.username
    letters = "".join(word[0] for word in name.split()[:2]).upper() if name else contact.handle[-2:]
    return h.span(f".avatar.c{zlib.crc32(contact.handle.encode()) % _COLOURS}", aria_hidden="true")[
        plain(letters)
    ]
