"""Dates and times of a workbook, which are numbers of days, as ISO 8601. Pure functions.

A format decides which parts are shown: `dd/mm/yyyy` gives `2026-12-03`, `mmm yyyy` gives `2026-12`, `h:mm` gives `14:30`,
and both together `2026-12-03 14:30`. The order of day and month in a format is not used, since a program shows its
built-in one in the order of its user's country.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["date_text", "is_date_format", "iso_text"]

_LETTERS: Final = "ymdhsegb"
_ELAPSED: Final = frozenset({"h", "hh", "m", "mm", "s", "ss"})
_DAY: Final = 86_400_000
_LEAP_DAY: Final = 60
"""The serial number of 29 February 1900, a day that spreadsheet programs have and the calendar has not."""
_LAST: Final = 2_958_465
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)


def is_date_format(tokens: list[tuple[str, str]]) -> bool:
    """Return whether a section of a number format shows a date, a time or a duration."""
    return any(
        (kind == "other" and text.casefold() in _LETTERS) or (kind == "bracket" and text in _ELAPSED)
        for kind, text in tokens
    ) and not any(kind == "general" for kind, _ in tokens)


def date_text(value: Decimal, tokens: list[tuple[str, str]], *, since_1904: bool) -> str | None:
    """Return the date, the time or the duration that a number of days is; None where it is none."""
    parts = _parts(tokens)
    milliseconds = int((value * _DAY).to_integral_value())
    elapsed = next((part for part in parts if part.startswith("[")), None)
    if elapsed is not None:
        return _duration(milliseconds, elapsed, parts)
    if milliseconds < 0:
        return None
    days, rest = divmod(milliseconds, _DAY)
    shown: list[str] = []
    if parts & {"y", "month", "d"}:
        day = _date(days, since_1904=since_1904)
        if day is None:
            return None
        timed = parts & {"h", "minute", "s"}
        shown.append(day if timed or "d" in parts else day[:7] if "month" in parts else day[:4])
    if parts & {"h", "minute", "s"}:
        shown.append(_clock(rest, parts))
    return " ".join(shown)


def iso_text(value: str) -> str:
    """Return a date that a file has in ISO 8601 already: without a time if that is midnight, and with a blank before it.

    Example:
        >>> iso_text("2026-12-03T00:00:00"), iso_text("2026-12-03T14:30:00.000Z")
        ('2026-12-03', '2026-12-03 14:30:00')

    """
    day, _, clock = value.strip().removesuffix("Z").partition("T")
    clock = clock.removesuffix(".000")
    return day if clock in {"", "00:00:00"} else f"{day} {clock}".strip()


def _parts(tokens: list[tuple[str, str]]) -> set[str]:
    """Return which parts are shown: y, month, d, h, minute, s, fraction, and in brackets what is counted up."""
    runs: list[str] = []
    previous = ""
    for kind, text in tokens:
        letter = text.casefold() if kind == "other" and text.casefold() in _LETTERS else ""
        if kind == "bracket" and text in _ELAPSED:
            runs.append(f"[{text[0]}]")
        elif letter and letter != previous:
            runs.append(letter)
        previous = letter
    parts = {"y" if run in "egb" else run for run in runs if run != "m"}
    for before, run, after in zip(["", *runs], runs, [*runs[1:], ""], strict=False):
        if run == "m":
            parts.add("minute" if before in {"h", "[h]"} or after == "s" else "month")
    if any(kind == "digit" for kind, _ in tokens):  # as in `ss.000`
        parts.add("fraction")
    return parts


def _date(days: int, *, since_1904: bool) -> str | None:
    if since_1904:
        return (_EPOCH_1904 + timedelta(days)).isoformat() if days <= _LAST - 1462 else None
    if not 1 <= days <= _LAST:
        return None
    if days == _LEAP_DAY:
        return "1900-02-29"
    return (_EPOCH + timedelta(days + (days < _LEAP_DAY))).isoformat()


def _clock(milliseconds: int, parts: set[str]) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    if "s" in parts and "h" not in parts and not parts & {"y", "month", "d"}:
        return f"00:{seconds // 60 % 60:02}:{seconds % 60:02}"
    shown = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    if "s" in parts:
        shown += f":{seconds % 60:02}" + (f".{rest:03}" if "fraction" in parts else "")
    return shown


def _duration(milliseconds: int, unit: str, parts: set[str]) -> str:
    sign = "-" if milliseconds < 0 else ""
    seconds = abs(milliseconds) // 1000
    if unit == "[s]":
        return f"{sign}{seconds}"
    minutes, seconds = divmod(seconds, 60)
    tail = f":{seconds:02}" if "s" in parts else ""
    if unit == "[m]":
        return f"{sign}{minutes}{tail}"
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}{tail}" if parts & {"minute", "s"} else f"{sign}{hours}"
