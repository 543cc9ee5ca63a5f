"""The whole page: its head, the three columns, and the tabs of the console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import htpy as h

from chakra_async.sandbox.page import chats, console, talk
from chakra_async.sandbox.page.elements import Place, address

if TYPE_CHECKING:
    from chakra_async.sandbox.page.sources import Sources

__all__ = ["document"]

_TABS: Final = {
    "requests": "Requests",
    "webhooks": "Webhooks",
    "data": "Data",
    "faults": "Faults",
}
_CONFIG: Final = (
    '{"includeIndicatorCSS": false, "history": false, "morphIgnore": ["data-htmx-powered", "open"],'
    ' "extensions": "sse", "sse": {"reconnect": true, "reconnectMaxDelay": 2000}}'
)


def document(sources: Sources, place: Place, nonce: str) -> h.Node:
    """Return the page.

    Args:
        sources: What it shows.
        place: Which conversation and which tab.
        nonce: What allows its scripts to run.

    """
    handle = place.get("customer", "")
    view = place.get("view", "")
    tab = view if view in _TABS else "requests"
    # On a phone one column is shown at a time.
    column = "console" if view in _TABS else "talk" if handle and view != "list" else "list"
    stream = address({"customer": handle}, "/_page/stream")
    return h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="htmx-config", content=_CONFIG),
            h.title["Chakra sandbox"],
            h.link(rel="icon", href="/_page/static/icon.svg", type="image/svg+xml"),
            h.link(rel="stylesheet", href="/_page/static/page.css"),
            # Not deferred: htmx begins after the document is read, and by then its extension must be there.
            [
                h.script(src=f"/_page/static/{name}", nonce=nonce)
                for name in ("htmx.min.js", "hx-sse.min.js", "page.js")
            ],
        ],
        h.body({"class": f"at-{column}", "hx-sse:connect": stream})[
            h.a(".skip", href="#main")["Skip to the conversation"],
            h.header(".top")[
                h.p(".brand")[h.span(".mark", aria_hidden="true"), h.span["Chakra ", h.b["sandbox"]]],
                console.clock(sources, place),
            ],
            h.div(".columns")[
                h.aside(".list", aria_label="Customers")[
                    h.h1["Conversations"],
                    chats.newcomer(place),
                    chats.chat_list(sources, place),
                ],
                h.main("#main.phone", tabindex="-1")[
                    [
                        chats.head(sources, place),
                        talk.conversation(sources, place),
                        talk.composer(sources, place),
                    ]
                    if handle
                    else h.div(".nothing")[
                        h.p[
                            "Choose a conversation, or be a customer: type a phone number and write to the team."
                        ]
                    ]
                ],
                h.aside(".console", aria_label="What the server did")[
                    h.nav(".tabs", aria_label="Views")[
                        [
                            h.a(
                                href=address(place, view=name, reply=""),
                                aria_current="page" if name == tab else None,
                            )[title]
                            for name, title in _TABS.items()
                        ]
                    ],
                    console.view(tab, sources, place),
                ],
            ],
            h.nav(".bottom", aria_label="Columns")[
                h.a(
                    href=address(place, view="list", reply=""),
                    aria_current="page" if column == "list" else None,
                )["Chats"],
                h.a(
                    href=address(place, view="", reply=""), aria_current="page" if column == "talk" else None
                )["Phone"]
                if handle
                else None,
                h.a(
                    href=address(place, view=tab, reply=""),
                    aria_current="page" if column == "console" else None,
                )["Console"],
            ],
            h.div("#problem", role="alert"),
            h.p("#lost", role="status", hidden=True)["The sandbox does not answer; trying again."],
        ],
    ]
