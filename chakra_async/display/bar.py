"""The progress of a run as one line of at most so many columns: words go before the bar does. Pure functions."""

from __future__ import annotations

from collections import deque
from typing import Final

import attrs

__all__ = ["Counts", "Speed", "duration", "line_of", "render"]

_MINUTE: Final = 60
_HOUR: Final = 3600
_SLOW: Final = 10.0
_SLOWEST: Final = 0.001
"""Rows per second below which a time left is not worth a number."""
_WIDEST_BAR: Final = 40
_BARS: Final = (10, 6)
"""The narrowest bars: beside long texts, and beside short ones."""


@attrs.frozen(kw_only=True)
class Counts:
    """The rows of a run.

    Attributes:
        ended: Rows that have ended.
        expected: All rows, or None where the number is not known.
        done: Rows that are done.
        refused: Rows that were refused.
        unknown: Rows whose outcome is unknown.
        invalid: Rows that cannot be sent.
        ceiling: Calls that may begin per second, or None without a limit.
        pause: Seconds for which nothing is sent; 0 without a pause.
        why: The reason of the pause.

    """

    ended: int
    expected: int | None
    done: int
    refused: int
    unknown: int
    invalid: int
    ceiling: float | None = None
    pause: float = 0.0
    why: str | None = None


class Speed:
    """Rows per second over the last seconds, so that a pause shows and the first rows are forgotten."""

    def __init__(self, seconds: float = 10.0) -> None:
        """Begin without a sample."""
        self._seconds = seconds
        self._samples: deque[tuple[float, int]] = deque()

    def note(self, now: float, ended: int) -> float | None:
        """Take a sample and return the rows per second, or None before the second sample.

        Args:
            now: The time of any clock that only grows, in seconds.
            ended: Rows that have ended by now.

        """
        samples = self._samples
        samples.append((now, ended))
        while len(samples) > 2 and samples[1][0] < now - self._seconds:  # noqa: PLR2004 - two make a speed
            samples.popleft()
        elapsed = now - samples[0][0]
        return (ended - samples[0][1]) / elapsed if elapsed > 0 else None


def duration(seconds: float) -> str:
    """Return a time left in words.

    Example:
        >>> duration(7), duration(65), duration(7260)
        ('7 s', '1 min 5 s', '2 h 1 min')

    """
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def line_of(counts: Counts, speed: float | None) -> str:
    """Return the progress as a line of a log, without a bar."""
    return _texts(counts, speed)[0]


def render(counts: Counts, speed: float | None, columns: int, marks: str = "#-") -> str:
    """Return the progress as a line that fits a terminal.

    Args:
        counts: The rows.
        speed: Rows per second, where they are known.
        columns: The width of the terminal; the last column stays free.
        marks: The characters of the bar's full and empty part.

    """
    room = max(columns - 1, 1)
    texts = _texts(counts, speed)
    if not counts.expected:
        return next((text for text in texts if len(text) <= room), texts[-1][:room])
    for index, text in enumerate(texts[:-1]):
        size = room - len(text) - 1
        if size >= _BARS[index > 1]:
            size = min(size, _WIDEST_BAR)
            full = min(counts.ended, counts.expected) * size // counts.expected
            return f"{marks[0] * full}{marks[1] * (size - full)} {text}"
    return next((text for text in texts if len(text) <= room), texts[-1][:room])


def _texts(counts: Counts, speed: float | None) -> list[str]:
    """Return the progress in words, the longest text first."""
    expected = counts.expected
    share = f"{min(100, counts.ended * 100 // expected)} % " if expected else ""
    problems = [(name, getattr(counts, name)) for name in ("refused", "unknown", "invalid")]
    problems = [(name, count) for name, count in problems if count]
    bad = sum(count for _, count in problems)
    words = "".join(f", {count} {name}" for name, count in problems)
    of = "" if expected is None else f" of {expected}"
    slash = "" if expected is None else f"/{expected}"
    long = f"{share}{counts.ended}{of} rows, {counts.done} done{words}"
    middle = f"{share}{counts.ended}{slash} rows, {counts.done} done{words}"
    short = f"{share}{counts.ended}{slash} ok {counts.done}"
    named = "".join(f" {name} {count}" for name, count in problems)
    counted = [f"{short}{named}", f"{short}{f' bad {bad}' if bad else ''}", f"{share}{counts.ended}{slash}"]
    last = share.strip() or f"{counts.ended}"
    if counts.pause > 0:
        paused = f"paused {duration(counts.pause)}"
        why = f": {counts.why.rstrip('.')}" if counts.why else ""
        return [
            f"{long}, {paused}{why}",
            f"{middle}, {paused}",
            *(f"{text} {paused}" for text in counted),
            counted[-1],
            last,
        ]
    rate, left = _speed(counts, speed)
    ceiling = f", limit {_per_second(counts.ceiling)}/s" if counts.ceiling is not None else ""
    return [
        f"{long}{rate and f', {rate} rows/s'}{ceiling}{left and f', {left} left'}",
        f"{middle}{left and f', {left} left'}",
        f"{short}{named}{rate and f' {rate}/s'}{left and f' {left} left'}",
        f"{short}{named}{left and f' {left} left'}",
        *counted,
        last,
    ]


def _speed(counts: Counts, speed: float | None) -> tuple[str, str]:
    if speed is None or speed < _SLOWEST:
        return "", ""
    rate = _per_second(speed)
    if counts.expected is None or counts.ended >= counts.expected:
        return rate, ""
    return rate, duration((counts.expected - counts.ended) / speed)


def _per_second(speed: float) -> str:
    return f"{speed:.0f}" if speed >= _SLOW else f"{speed:.1f}"
