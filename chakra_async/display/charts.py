"""Charts as SVG: bars only, with the labels in HTML around them, so that they are as large on a phone as on a wide screen.

An SVG here is stretched to the room it has, so it holds no text. Colours come from the page's style sheet by class, so that
one chart is right in the light, in the dark and in print; nothing needs an inline style or a script, which the page's
content security policy refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.measures import EDGES, Interval
from chakra_async.display.markup import Markup, tag, thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chakra_async.bulk.measures import Pause

__all__ = ["Bar", "bars", "joined_intervals", "latency_bars", "share_bar", "timeline"]

_MOST_BARS: Final = 120
_HEIGHT: Final = 100
_GAP: Final = 0.12
_KINDS: Final = ("done", "refused", "unknown", "again")
_WORDS: Final = {"again": "to be repeated"}
_SECOND: Final = 1.0


@attrs.frozen
class Bar:
    """One labelled bar.

    Attributes:
        label: What it is.
        value: How long it is.
        kind: The class of its colour.

    """

    label: str
    value: int
    kind: str = "done"


def bars(values: Sequence[Bar], total: int | None = None) -> Markup:
    """Return horizontal bars as a table of label, bar and value.

    Args:
        values: The bars.
        total: What shares in per cent are taken of; None for no shares.

    """
    longest = max((bar.value for bar in values), default=0) or 1
    rows = [
        tag(
            "tr",
            tag("th", bar.label, scope="row"),
            tag("td", _horizontal(bar.value * 100 / longest, bar.kind), class_="track"),
            tag("td", thousands(bar.value), class_="figure"),
            None if total is None else tag("td", _share(bar.value, total), class_="figure share"),
        )
        for bar in values
    ]
    return tag("table", tag("tbody", *rows), class_="bars")


def share_bar(parts: Sequence[Bar]) -> Markup:
    """Return one bar that is divided by the values of its parts."""
    total = sum(part.value for part in parts) or 1
    rects: list[Markup] = []
    left = 0.0
    for part in parts:
        width = part.value * 100 / total
        if width:
            rects.append(
                tag(
                    "rect",
                    tag("title", f"{part.label}: {thousands(part.value)}"),
                    class_=part.kind,
                    x=_number(left),
                    y=0,
                    width=_number(width),
                    height=1,
                )
            )
        left += width
    named = ", ".join(f"{thousands(part.value)} {part.label}" for part in parts if part.value)
    return _svg("share-bar", "0 0 100 1", named, rects)


def joined_intervals(intervals: Sequence[Interval], most: int = _MOST_BARS) -> list[Interval]:
    """Return intervals joined so that there are at most so many; their counts add up to the same."""
    size = -(-len(intervals) // most) or 1
    found: list[Interval] = []
    for first in range(0, len(intervals), size):
        part = intervals[first : first + size]
        found.append(
            Interval(
                part[0].start,
                sum(each.seconds for each in part),
                *(sum(getattr(each, kind) for each in part) for kind in _KINDS),
            )
        )
    return found


def timeline(
    intervals: Sequence[Interval], pauses: Sequence[Pause], seconds: float, clock: Callable[[float], str]
) -> Markup:
    """Return what ended when as stacked bars, with the pauses behind them.

    Args:
        intervals: What ended when.
        pauses: When nothing was sent.
        seconds: How long the run was.
        clock: Returns a time of the run, in seconds from its start, as people read it.

    """
    shown = joined_intervals(intervals)
    end = max(seconds, (shown[-1].start + shown[-1].seconds) if shown else 0.0, _SECOND)
    highest = max((_sum(each) for each in shown), default=0) or 1
    rects = [
        tag(
            "rect",
            tag("title", f"Pause of {pause.seconds:.1f} s from {clock(pause.start)}: {pause.why}"),
            class_="pause",
            x=_number(pause.start * 1000 / end),
            y=0,
            width=_number(max(pause.seconds * 1000 / end, 1)),
            height=_HEIGHT,
        )
        for pause in pauses
    ]
    for each in shown:
        rects += _column(each, 1000 / end, _HEIGHT / highest, clock)
    width = shown[0].seconds if shown else _SECOND
    totals = ", ".join(
        f"{thousands(count)} {_WORDS.get(kind, kind)}"
        for kind in _KINDS
        if (count := sum(getattr(each, kind) for each in shown))
    )
    label = f"Calls that ended over time: {totals or 'none'}; {len(pauses)} pauses."
    return tag(
        "div",
        tag("p", f"at most {thousands(highest)} in {_stretch(width)}", class_="axis top"),
        _svg("timeline", f"0 0 1000 {_HEIGHT}", label, rects),
        tag(
            "p", tag("span", clock(0.0)), tag("span", clock(end / 2)), tag("span", clock(end)), class_="axis"
        ),
        class_="chart",
    )


def latency_bars(counts: Sequence[int]) -> list[Bar]:
    """Return how many answers took how long, a bar for each doubling of the time."""
    found = [
        Bar(f"up to {duration(EDGES[first])}", sum(counts[max(first - 1, 0) : first + 1]))
        for first in range(0, len(EDGES), 2)
    ]
    found.append(Bar("longer", sum(counts[len(EDGES) :])))
    filled = [index for index, bar in enumerate(found) if bar.value]
    return found[filled[0] : filled[-1] + 1] if filled else []


def duration(seconds: float) -> str:
    """Return a short time in words.

    Example:
        >>> duration(0.0226), duration(2.5), duration(95)
        ('23 ms', '2.5 s', '95 s')

    """
    if seconds < _SECOND:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 10 * _SECOND else f"{seconds:.0f} s"


def _column(each: Interval, scale: float, unit: float, clock: Callable[[float], str]) -> list[Markup]:
    if not _sum(each):
        return []
    words = ", ".join(
        f"{thousands(getattr(each, kind))} {_WORDS.get(kind, kind)}" for kind in _KINDS if getattr(each, kind)
    )
    title = tag("title", f"{clock(each.start)}, {_stretch(each.seconds)}: {words}")
    gap = each.seconds * scale * _GAP
    found: list[Markup] = []
    top = float(_HEIGHT)
    for kind in _KINDS:
        height = getattr(each, kind) * unit
        if not height:
            continue
        top -= height
        found.append(
            tag(
                "rect",
                title,
                class_=kind,
                x=_number(each.start * scale),
                y=_number(top),
                width=_number(each.seconds * scale - gap),
                height=_number(height),
            )
        )
    return found


def _sum(each: Interval) -> int:
    return each.done + each.refused + each.unknown + each.again


def _horizontal(width: float, kind: str) -> Markup:
    rect = tag("rect", class_=kind, width=_number(width), height=1) if width else Markup()
    return tag("svg", rect, viewBox="0 0 100 1", preserveAspectRatio="none", aria_hidden="true")


def _svg(kind: str, box: str, label: str, rects: Sequence[Markup]) -> Markup:
    return tag(
        "svg", *rects, class_=kind, viewBox=box, preserveAspectRatio="none", role="img", aria_label=label
    )


def _share(value: int, total: int) -> str:
    share = value * 100 / total if total else 0.0
    return "under 1 %" if 0 < share < 1 else f"{share:.0f} %"


def _stretch(seconds: float) -> str:
    return "a second" if seconds == _SECOND else f"{seconds:.0f} s"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
