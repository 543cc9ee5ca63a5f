"""How long a server asks its callers to wait, in every form that was seen.

The header `Retry-After` with seconds or a date, which is measured from the answer's own `Date`; then `retry_after_ms`, `retryAfterMs`, `retry_after` and `retryAfter`
in the body's top level, its `_data`, its `data` or an error in it; then the words "retry after N ms" in a message. Which
of them the API sends is not documented; public clients look for all of them. The time is a minimum: jitter lengthens it.
"""

from __future__ import annotations

import math
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.decoding.json_shape import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

__all__ = ["jittered", "retry_after_of", "seconds_between"]

_JITTER: Final = 0.1
_MAX_JITTER: Final = 1.0
_MAX_ERRORS: Final = 100

_MILLISECONDS: Final = ("retry_after_ms", "retryAfterMs")
_SECONDS: Final = ("retry_after", "retryAfter")
_PHRASE: Final = r"(?i)retry[ _-]?after:?\s*(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|secs?|seconds?)\b"


def retry_after_of(
    headers: Mapping[str, str], body: object, texts: Iterable[str], clock: Callable[[], datetime]
) -> float | None:
    """Return the seconds that an answer asks to wait, or None where it names no usable time.

    Args:
        headers: The answer's headers; names compare without case, or are in lower case.
        body: The answer's JSON, or None.
        texts: The answer's error messages.
        clock: Returns the present time, aware; used only for a `Retry-After` that is a date in an answer without a
            `Date` of its own.

    Example:
        >>> from datetime import UTC, datetime
        >>> retry_after_of({"retry-after": "1.5"}, None, [], lambda: datetime.now(UTC))
        1.5

    """
    header = headers.get("retry-after")
    if header is not None:
        seconds = _seconds_or_date(header.strip(), headers.get("date"), clock)
        if seconds is not None:
            return seconds
    for member in _places(body):
        for names, scale in ((_MILLISECONDS, 0.001), (_SECONDS, 1.0)):
            for name in names:
                seconds = _number(member.get(name))
                if seconds is not None:
                    return seconds * scale
    for text in texts:
        match = re.search(_PHRASE, text)
        seconds = _number(match[1]) if match else None
        if match and seconds is not None:
            return seconds * (0.001 if match[2].lower().startswith("m") else 1.0)
    return None


def jittered(seconds: float, fraction: float) -> float:
    """Return the wait that a server asks for, lengthened so that not all callers come back at once.

    Args:
        seconds: The least wait.
        fraction: 0 to 1; the part of the jitter to add, which is a tenth of the wait and at most one second.

    """
    return seconds + fraction * min(seconds * _JITTER, _MAX_JITTER)


def _places(body: object) -> list[dict[str, Any]]:
    whole = as_object(body)
    data = as_object(whole.get("_data"))
    errors = [whole.get("error"), data.get("error"), *as_array(whole.get("_errors"))[:_MAX_ERRORS]]
    return [whole, data, as_object(whole.get("data")), *map(as_object, errors)]


def seconds_between(date: str, sent: str | None, clock: Callable[[], datetime]) -> float | None:
    """Return the seconds until an HTTP date, 0 for a past one, or None where it is not a date with a time zone.

    It is measured from the time at which the server sent its answer, so that the clock of this machine, which may be
    hours off, has no part in it.

    Args:
        date: The date.
        sent: The answer's own `Date`, or None.
        clock: Returns the present time, aware; used where `sent` is missing or not a date.

    Example:
        >>> from datetime import UTC, datetime
        >>> seconds_between(
        ...     "Mon, 23 Nov 2026 12:00:09 GMT", "Mon, 23 Nov 2026 12:00:02 GMT", lambda: datetime.now(UTC)
        ... )
        7.0

    """
    until = _aware(date)
    if until is None:
        return None
    since = None if sent is None else _aware(sent)
    return max(0.0, (until - (clock() if since is None else since)).total_seconds())


def _seconds_or_date(text: str, sent: str | None, clock: Callable[[], datetime]) -> float | None:
    seconds = _number(text)
    return seconds_between(text, sent, clock) if seconds is None else seconds


def _aware(date: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(date)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if parsed.tzinfo is None else parsed


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
