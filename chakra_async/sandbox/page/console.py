"""The console: the clock, and the tabs for requests, webhooks, data and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import htpy as h

from chakra_async.sandbox.page import data, faults, requests, webhooks
from chakra_async.sandbox.page.elements import Place, action, duration, live

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.sandbox.page.sources import Sources

__all__ = ["clock", "view"]

_STEPS: Final = {"60": "+1 min", "3600": "+1 h", "90000": "+25 h"}
_VIEWS: Final[dict[str, Callable[[Sources, Place], h.Element]]] = {
    "requests": requests.requests,
    "webhooks": webhooks.deliveries,
    "data": data.data,
    "faults": faults.faults,
}


def view(name: str, sources: Sources, place: Place) -> h.Element:
    """Return one of the tabs."""
    return _VIEWS[name](sources, place)


def clock(sources: Sources, place: Place) -> h.Element:
    """Return the time of the sandbox, and the buttons that move it."""
    now = sources.clock.now()
    moved = sources.clock.moved
    return live(
        "clock",
        place,
        h.p(".now")[
            h.span(".reader")["Time in the sandbox: "],
            h.time(
                "#now",
                datetime=now.isoformat(timespec="seconds"),
                data_epoch=str(sources.clock.milliseconds()),
            )[f"{now:%a %d %b %H:%M:%S}"],
            h.small[" UTC"],
            h.small(".moved")[f" moved by {duration(moved)}"] if moved else None,
        ],
        action(
            "advance",
            {},
            [h.button(type="submit", name="seconds", value=value)[title] for value, title in _STEPS.items()],
            class_="steps",
            aria_label="Move the clock",
        ),
        name="div",
    )
