"""The deliveries to the team's receivers, each with its attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import htpy as h

from chakra_async.sandbox.page.elements import Place, clock_of, duration, live, plain, time_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.webhooks.notices import Notice
    from chakra_async.sandbox.webhooks.outbox import Delivery

__all__ = ["deliveries"]

_SHOWN: Final = 80


def deliveries(sources: Sources, place: Place) -> h.Element:
    """Return the newest deliveries, the latest first."""
    total = sources.webhooks.total
    now = sources.clock.milliseconds()
    rows = [_row(delivery, now) for delivery in sources.webhooks.newest(_SHOWN)]
    targets = sources.webhooks.targets
    return live(
        "webhooks",
        place,
        h.h2[f"Webhooks ({total})"],
        h.p(".note")["To ", plain(", ".join(targets))]
        if targets
        else h.p(".note")[
            "No receiver. Start the sandbox with --webhook URL, or call sandbox.webhooks.to(...)."
        ],
        h.ol(".log")[rows] if rows else None,
        h.p(".note")[f"The newest {_SHOWN} are shown."] if total > _SHOWN else None,
    )


def _row(delivery: Delivery, now: int) -> h.Element:
    last = delivery.attempts[-1] if delivery.attempts else None
    if delivery.done:
        word, sentence = "done", "delivered"
    elif last is None:
        word, sentence = "open", f"due in {duration(max(0, (delivery.due or now) - now) / 1000)}"
    elif delivery.due is not None:
        word, sentence = "broken", f"again at {clock_of(delivery.due)}"
    else:
        word, sentence = "refused", "given up"
    kinds = ", ".join(dict.fromkeys(_about(notice) for notice in delivery.notices))
    status = "\u2026" if last is None else "\u2014" if last.status is None else str(last.status)
    return h.li(f".{word}", id=f"d-{delivery.number}")[
        h.details[
            h.summary[
                h.span(".status")[status],
                h.span(".what")[plain(kinds)],
                h.span(".chips")[
                    h.span(".chip")[delivery.format.replace("_", "-")],
                    h.span(".chip")[f"{len(delivery.notices)} in one"] if len(delivery.notices) > 1 else None,
                    h.span(".chip.fault")["repeated"] if delivery.again else None,
                    h.span(".chip")[f"{len(delivery.attempts)} attempts"]
                    if len(delivery.attempts) > 1
                    else None,
                ],
                h.span(".outcome")[sentence],
                time_of(min(notice.at for notice in delivery.notices)),
            ],
            h.ol(".attempts")[
                [
                    h.li[
                        time_of(attempt.at),
                        f" {attempt.status or 'no answer'}",
                        h.span(".chip.fault")[attempt.fault.replace("_", " ")] if attempt.fault else None,
                        plain(f" {attempt.error}") if attempt.error else None,
                    ]
                    for attempt in delivery.attempts[-20:]
                ]
            ],
        ]
    ]


def _about(notice: Notice) -> str:
    """Return what a notice reports, in a few words: its kind, and the status or the kind of message."""
    change: Mapping[str, Any] = notice.change or {}
    value: Mapping[str, Any] = change.get("value") or {}
    for name, member in (("statuses", "status"), ("messages", "type"), ("calls", "event")):
        first = next(iter(value.get(name) or ()), None)
        if first is not None:
            return f"{notice.kind}: {first.get(member, '')}"
    return f"{notice.kind}: {value['event']}" if isinstance(value.get("event"), str) else notice.kind
