"""A conversation as the customer's phone shows it, and what the customer can do in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import htpy as h

from chakra_async.sandbox.heard import Choice, heard_of
from chakra_async.sandbox.page.contents import Contents
from chakra_async.sandbox.page.elements import (
    Place,
    action,
    address,
    clock_of,
    duration,
    live,
    name_of,
    plain,
    who,
)
from chakra_async.sandbox.page.marks import MARKING, Marks
from chakra_async.sandbox.stores.conversations import INBOUND, OUTBOUND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["composer", "conversation"]

_SHOWN: Final = 60
_TICKS: Final = {"SENT": "\u2713", "DELIVERED": "\u2713\u2713", "READ": "\u2713\u2713", "FAILED": "!"}
_EMOJI: Final = ("\U0001f44d", "\u2764\ufe0f", "\U0001f602", "\U0001f62e", "\U0001f64f")
_ENDING: Final = 2 * 3600
"""Seconds before the end of the 24-hour window in which it is shown as closing."""


def conversation(sources: Sources, place: Place) -> h.Element:
    """Return the conversation with the customer of a place."""
    handle = place["customer"]
    now = sources.clock.milliseconds()
    sources.state.advance(now)
    messages = sources.state.conversations.messages_for(handle)[::-1]
    last = int(place.get("last") or _SHOWN)
    bubbles = [message for message in messages if message.data_type not in MARKING]
    marks = Marks(messages)
    earlier = len(bubbles) - last
    contact = sources.state.conversations.contacts.find(handle)
    return live(
        "talk",
        place,
        _window(sources, place),
        h.p(".note.banner", role="status")["You have blocked the team: its messages do not reach you."]
        if contact.blocked
        else None,
        h.div(".messages", role="log", aria_label="Messages", aria_live="polite", tabindex="0")[
            h.p(".earlier")[h.a(href=address(place, last=str(last + _SHOWN)))[f"{earlier} earlier messages"]]
            if earlier > 0
            else None,
            h.p(".note")["No messages yet. Write to the team, or let it send you a template."]
            if not bubbles
            else None,
            list(_by_day(sources, place, bubbles[-last:], marks)),
        ],
        name="div",
    )


def _window(sources: Sources, place: Place) -> h.Node:
    left = sources.window_left(place["customer"], place.get("to", "")) / 1000
    if left:
        state = "closing" if left < _ENDING else "open"
        text = f"The team can write freely for {duration(left)}"
    else:
        state = "closed"
        customer = sources.customer(place["customer"], sources.number(place).phone_number_id)
        written = any(message.direction == INBOUND for message in customer.messages)
        why = "24-hour window closed" if written else "The customer has not written"
        text = f"{why}: the team can send templates only"
    enforced = "" if sources.state.whatsapp.windows else " (not enforced: Sandbox(session_windows=True))"
    return h.p(f".window.{state}")[
        h.span(".dot", aria_hidden="true"), text, h.small[enforced] if not left else None
    ]


def _by_day(sources: Sources, place: Place, messages: list[Message], marks: Marks) -> Iterable[h.Node]:
    day = ""
    for message in messages:
        moment = datetime.fromtimestamp(message.created / 1000, UTC)
        if (today := f"{moment:%A, %d %B %Y}") != day:
            day = today
            yield h.p(".day")[day]
        yield _bubble(sources, place, message, marks)


def _bubble(sources: Sources, place: Place, message: Message, marks: Marks) -> h.Element:
    mine = message.direction == INBOUND
    heard = heard_of(sources.state.whatsapp.templates, message)
    choices = () if mine else heard.choices
    template = (
        None if message.template_id is None else sources.state.whatsapp.templates.known(message.template_id)
    )

    def tap(choice: Choice) -> h.Element:
        number = next(index for index, one in enumerate(choices) if one is choice)
        return action(
            "choose",
            {**who(place), "message": message.wamid, "choice": str(number)},
            h.button(".button", type="submit")[
                h.span[plain(choice.title)],
                h.small[plain(choice.description)] if choice.description else None,
            ],
        )

    failed = message.status == "FAILED"
    content: h.Node
    if message.wamid in marks.revoked:
        content = h.p(".note")["This message was deleted"]
    elif message.wamid in marks.edits:
        content = h.p(".body")[plain(marks.edits[message.wamid]), h.small(".edited")[" edited"]]
    else:
        content = Contents(sources.state.whatsapp.media, tap).of(message, template, choices)
    emojis = [emoji for emoji in marks.reactions.get(message.wamid, {}).values() if emoji]
    quoted = marks.texts.get(message.in_reply_to or "")
    return h.article(
        class_=["bubble", {"mine": mine, "failed": failed}],
        id=f"m-{message.id}",
        aria_label=f"{'You' if mine else 'The team'}, {clock_of(message.created)}",
    )[
        h.p(".who")[f"template {plain(template.name)}"] if template is not None else None,
        h.blockquote[plain(quoted)[:200]] if quoted else None,
        content,
        h.p(".stamp")[
            _number(sources, message, mine=mine),
            clock_of(message.created),
            None if mine else _ticks(message.status),
        ],
        h.p(".reactions")[emojis] if emojis else None,
        _menu(place, message, marks, mine=mine),
    ]


def _number(sources: Sources, message: Message, *, mine: bool) -> h.Node:
    """Return which number of the team a message is for or from, where the team has several."""
    if len(sources.state.accounts) == 1:
        return None
    account = sources.state.account_of(message.phone_number_id)
    return h.span[f"{'to' if mine else 'from'} {plain(name_of(account))}"]


def _ticks(status: str) -> h.Element:
    words = {"FAILED": "did not reach the phone"}.get(status, status.lower())
    return h.span(f".tick.{status.lower()}", title=words)[
        h.span(aria_hidden="true")[_TICKS.get(status, "")], h.span(".reader")[words]
    ]


def _menu(place: Place, message: Message, marks: Marks, *, mine: bool) -> h.Element:
    """Return what can be done with a message."""
    hidden = {**who(place), "message": message.wamid}
    items: list[h.Node] = []
    if not mine and message.status != "FAILED":
        items += [
            action(
                "react",
                hidden,
                [
                    h.button(type="submit", name="emoji", value=emoji, aria_label=f"React with {emoji}")[
                        emoji
                    ]
                    for emoji in _EMOJI
                ],
                h.button(type="submit", name="emoji", value="", aria_label="Take the reaction away")[
                    "\u2715"
                ],
                class_="emojis",
            ),
            h.a(href=address(place, reply=message.wamid) + "#say")["Reply"],
        ]
    if mine and message.data_type == "text" and message.wamid not in marks.revoked:
        text = marks.edits.get(message.wamid, message.text)
        items += [
            action(
                "edit",
                hidden,
                h.label[
                    "Edit the message",
                    h.textarea(name="text", rows="2", required=True, maxlength="4096")[
                        text if plain(text) == text else ""  # what is shown here would be sent
                    ],
                ],
                h.button(type="submit")["Save"],
                class_="edit",
            ),
            action("revoke", hidden, h.button(type="submit")["Delete for everyone"]),
        ]
    items.append(
        action(
            "fork",
            hidden,
            h.label[
                "Copy up to here for",
                h.input(name="number", inputmode="tel", required=True, placeholder="919845000002"),
            ],
            h.button(type="submit")["Fork"],
            class_="fork",
        )
    )
    return h.details(".menu")[
        h.summary(aria_label="What to do with this message")["\u22ef"], h.div(".pop")[items]
    ]


def composer(sources: Sources, place: Place) -> h.Element:
    """Return the form that writes as the customer."""
    reply = place.get("reply", "")
    answered = sources.state.conversations.message(reply) if reply else None
    hidden = who(place)
    return h.div("#composer")[
        h.p(".replying")[
            h.span["Reply to: ", plain(answered.text or answered.data_type)[:120]],
            h.a(href=address(place, reply=""), aria_label="Do not reply")["\u2715"],
        ]
        if answered is not None and answered.direction == OUTBOUND
        else None,
        h.div(".row")[
            h.details(".attach")[
                h.summary(aria_label="Attach something")["+"],
                h.div(".pop")[
                    action(
                        "file",
                        hidden,
                        h.label[
                            "Image, video, audio or document",
                            h.input(type="file", name="file", required=True),
                        ],
                        h.label(".check")[
                            h.input(type="checkbox", name="voice", value="1"), "as a voice message"
                        ],
                        h.button(type="submit")["Send the file"],
                        files=True,
                    ),
                    action(
                        "location",
                        hidden,
                        h.label[
                            "Latitude",
                            h.input(name="latitude", inputmode="decimal", required=True, value="12.9716"),
                        ],
                        h.label[
                            "Longitude",
                            h.input(name="longitude", inputmode="decimal", required=True, value="77.5946"),
                        ],
                        h.button(type="submit")["Send the location"],
                    ),
                    action(
                        "contact",
                        hidden,
                        h.label[
                            "Phone number of a contact",
                            h.input(name="number", inputmode="tel", required=True),
                        ],
                        h.button(type="submit")["Send the contact"],
                    ),
                ],
            ],
            action(
                "say",
                {**hidden, "reply": reply},
                h.label(".reader", for_="say")["Message to the team"],
                h.textarea(
                    "#say",
                    name="text",
                    rows="1",
                    required=True,
                    placeholder="Message",
                    autocomplete="off",
                    maxlength="4096",
                ),
                h.button(".send", type="submit")[
                    h.span(aria_hidden="true")["\u27a4"], h.span(".reader")["Send"]
                ],
                class_="say",
                data_reset="1",
            ),
        ],
    ]
