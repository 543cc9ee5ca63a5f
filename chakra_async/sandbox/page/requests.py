"""The log of requests: what was asked, what became of it, which attempt it was, and which fault it met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import htpy as h
import orjson

from chakra_async.sandbox.page.elements import Place, live, plain, time_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.record import Arrival

__all__ = ["attempts_of", "outcome_of", "requests"]

_SHOWN: Final = 80
_BODY: Final = 4_000


def requests(sources: Sources, place: Place) -> h.Element:
    """Return the newest requests, the latest first."""
    newest = sources.record.newest(_SHOWN * 3)
    attempts = attempts_of(newest)
    rows = [_row(arrival, attempts[id(arrival)]) for arrival in newest[:_SHOWN]]
    return live(
        "requests",
        place,
        h.h2[f"Requests ({sources.record.total})"],
        h.ol(".log")[rows] if rows else h.p(".note")["No requests yet. Point a client at this sandbox."],
        h.p(".note")[f"The newest {_SHOWN} are shown."] if sources.record.total > _SHOWN else None,
    )


def outcome_of(arrival: Arrival) -> tuple[str, str]:
    """Return what became of a request in a word, and in a sentence.

    The word is `done`, `refused`, `lost` (done, and its client cannot know), `broken` (not done, and its client cannot
    know) or `open`.
    """
    status = arrival.status
    if not arrival.settled:
        return "open", "not answered yet"
    if status is not None and status < 300:  # noqa: PLR2004 - the end of the 2xx
        if arrival.operation is None:
            return "done", "a file was read"
        return ("done", "done") if arrival.worked else ("broken", "answered as done, and not done")
    if arrival.worked:
        return "lost", "done, but its answer was lost"
    if status is None:
        return "broken", "not done, and not answered"
    return "refused", "not done"


def attempts_of(newest: Sequence[Arrival]) -> dict[int, int]:
    """Return which attempt each arrival is, by its identity; equal requests are attempts of one until it succeeds.

    Args:
        newest: The arrivals, newest first.

    """
    found: dict[int, int] = {}
    counts: dict[tuple[str, str, str, bytes], int] = {}
    for arrival in reversed(newest):
        key = (arrival.method, arrival.path, arrival.query, arrival.content)
        counts[key] = found[id(arrival)] = counts.get(key, 0) + 1
        if outcome_of(arrival)[0] == "done":
            del counts[key]
    return found


def _row(arrival: Arrival, attempt: int) -> h.Element:
    word, sentence = outcome_of(arrival)
    status = "\u2014" if arrival.status is None else str(arrival.status)
    return h.li(f".{word}", id=f"r-{arrival.at}")[
        h.details[
            h.summary[
                h.span(".status")[status],
                h.span(".what")[plain(arrival.operation or f"{arrival.method} {arrival.path}")],
                h.span(".chips")[
                    h.span(".chip")[f"attempt {attempt}"] if attempt > 1 else None,
                    h.span(".chip.fault")[plain(arrival.fault)] if arrival.fault else None,
                ],
                h.span(".outcome")[sentence],
                time_of(arrival.at * 1000),
            ],
            h.p(".path")[
                plain(arrival.method),
                " ",
                plain(arrival.path),
                plain(f"?{arrival.query}" if arrival.query else ""),
            ],
            h.pre(tabindex="0")[_body(arrival)] if arrival.size else None,
        ]
    ]


def _body(arrival: Arrival) -> str:
    if not arrival.content:
        return f"{arrival.size} bytes, no longer kept"
    if len(arrival.content) > _BODY:
        return plain(arrival.content[:_BODY].decode(errors="replace")) + f"\n... {arrival.size} bytes in all"
    try:
        text = orjson.dumps(orjson.loads(arrival.content), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        text = arrival.content.decode(errors="replace")
    return plain(text)
