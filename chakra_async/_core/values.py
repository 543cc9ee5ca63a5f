"""The rules of single values of a request, used wherever such a value is given: as an argument, in a model, in a mapping.

Each function returns why a value cannot be sent, as the rest of a sentence that begins with its place, or None. Those
that convert return what is sent.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from chakra_async._core.decoding.json_shape import INTEGER_LIMIT
from chakra_async._core.public_address import address_problem, file_address_problem
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

__all__ = [
    "CHECKS",
    "emoji_problem",
    "id_text",
    "is_user_id",
    "milliseconds",
    "number_problem",
    "number_text",
    "surrogate_problem",
    "template_text_problem",
    "text_problem",
    "type_name",
    "user_id_problem",
]

_EPOCH: Final[datetime] = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MILLISECOND: Final = timedelta(milliseconds=1)
_FIRST_TIME: Final = 631_152_000_000  # 1990-01-01, which as seconds is the year 21970
_LAST_TIME: Final = 4_102_444_800_000  # 2100-01-01, which as microseconds is 1970
_UNITS: Final = ((1, "seconds"), (1_000_000, "microseconds"), (1_000_000_000, "nanoseconds"))
_LINE_BREAKS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BLANK_CATEGORIES: Final = ("Zs", "Zl", "Zp", "Cc", "Cf")
_MAX_SPACES: Final = 4
_ZERO_WIDTH_JOINER: Final = "\u200d"
_INFORMATION: Final = "\u2139"  # a letter to Unicode, and an emoji
_KEYCAP: Final = "\u20e3"
_JOINING: Final = ("Mn", "Me", "Cf")
_USER_ID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")


def type_name(value: object) -> str:
    """Return the name of a value's type, for an error; `None` for None.

    Example:
        >>> type_name(5), type_name(b""), type_name(None)
        ('int', 'bytes', 'None')

    """
    return str(value) if value is None or value is UNSET else type(value).__name__


def id_text(value: object) -> object:
    """Return an id as a string where it is given as an integer or a UUID; any other value as it is."""
    if isinstance(value, UUID) or (
        isinstance(value, int) and not isinstance(value, bool) and 0 <= value < INTEGER_LIMIT
    ):
        return str(value)
    return value


def number_text(value: float | Decimal) -> str | None:
    """Return a number as people write it, or None where it is not finite or has more than 64 bits.

    Example:
        >>> number_text(2.5), number_text(4711.0), number_text(1e-7), number_text(float("nan"))
        ('2.5', '4711', '0.0000001', None)

    """
    from decimal import Decimal  # noqa: PLC0415 - few calls send one

    if isinstance(value, Decimal) and not value.is_finite():
        return None
    if not -INTEGER_LIMIT < value < INTEGER_LIMIT:
        return None
    if isinstance(value, int):
        return str(int(value))
    text = f"{Decimal(repr(value)) if isinstance(value, float) else value:f}"
    text = text.rstrip("0").rstrip(".") if isinstance(value, float) and "." in text else text
    return "0" if text == "-0" else text


def template_text_problem(value: object) -> str | None:
    r"""Return why Meta refuses a string as the value of a template's placeholder, or None.

    Example:
        >>> template_text_problem("Ted\nLee")
        'contains a line break; Meta refuses it in a placeholder: write it in one line'

    """
    if not isinstance(value, str):
        return f"must be a string, not {type_name(value)}"
    if all(unicodedata.category(character) in _BLANK_CATEGORIES for character in value):
        return "is empty; Meta refuses an empty placeholder"
    if value.isascii() and value.isprintable() and " " * (_MAX_SPACES + 1) not in value:
        return None
    return _layout_problem(value) or surrogate_problem(value)


def _layout_problem(value: str) -> str | None:
    if any(character in _LINE_BREAKS for character in value):
        return "contains a line break; Meta refuses it in a placeholder: write it in one line"
    if "\t" in value:
        return "contains a tab; Meta refuses it in a placeholder: write a space"
    if re.search(rf"\s{{{_MAX_SPACES + 1}}}", value):
        return f"contains more than {_MAX_SPACES} consecutive spaces, which Meta refuses in a placeholder"
    if any(unicodedata.category(character) == "Cc" for character in value):
        return "contains a control character, which no phone shows: remove it"
    return None


def text_problem(value: object) -> str | None:
    """Return why a string cannot be the text of a message, or None.

    Example:
        >>> text_problem(" "), text_problem("Hello!")
        ('is blank: give some text', None)

    """
    if not isinstance(value, str):
        return f"must be a string, not {type_name(value)}"
    if value.isascii() and value.isprintable() and value[:1] not in ("", " "):
        return None
    if all(unicodedata.category(character) in _BLANK_CATEGORIES for character in value):
        return "is blank: give some text"
    if "\0" in value:
        return "contains a NUL character, at which many programs stop reading: remove it"
    return surrogate_problem(value)


def number_problem(value: object, low: float | None, high: float | None) -> str | None:
    """Return why a value that may be given as a number or a string of one is not within two bounds, or None.

    Example:
        >>> number_problem("12.97", -90, 90), number_problem(91, -90, 90)
        (None, 'must be a number from -90 to 90')

    """
    wanted = f"must be a number from {low} to {high}"
    if low is None or high is None:
        wanted = (
            f"must be a number of at least {low}" if high is None else f"must be a number of at most {high}"
        )
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        advice = ": pass float(...) of it" if type(value).__name__ == "Decimal" else ""
        return f"{wanted}, not {type_name(value)}{advice}"
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return wanted
    fits = (low is None or number >= low) and (high is None or number <= high)  # nan is neither
    return None if fits and math.isfinite(number) else wanted


def surrogate_problem(value: str) -> str | None:
    """Return that a string contains half a surrogate pair, which cannot be sent as UTF-8, or None."""
    if value.isascii():
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return "contains half of a character (a lone surrogate), which cannot be sent: decode the text again"
    return None


def milliseconds(value: object) -> tuple[int | None, str]:
    """Return a time in epoch milliseconds, or None and why it is not one.

    Args:
        value: Integer epoch milliseconds from 1990 until 2100, or an aware datetime.

    Example:
        >>> milliseconds(datetime.fromisoformat("2026-09-21T14:13:20+00:00"))
        (1790000000000, '')

    """
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            return None, (
                "must be an aware datetime; this one has no time zone: "
                "pass datetime.now(UTC), or value.astimezone() for the time zone of this machine"
            )
        number = (value - _EPOCH) // _MILLISECOND
    elif isinstance(value, bool) or not isinstance(value, int):
        advice = ": pass int(...) of it" if isinstance(value, float) else ""
        return None, (
            f"must be integer epoch milliseconds or an aware datetime, not {type_name(value)}{advice}"
        )
    else:
        number = value
    if _FIRST_TIME <= number <= _LAST_TIME:
        return number, ""
    return None, f"must be epoch milliseconds from 1990 until 2100; {_reading(number)}"


def _reading(value: int) -> str:
    """Return what a time in milliseconds that cannot be meant is, and in which unit it would be a likely one."""
    try:
        date = f"in {(_EPOCH + value * _MILLISECOND).year}"
    except OverflowError:
        date = "beyond all dates"
    for per_second, unit in _UNITS:
        if _FIRST_TIME <= value * 1000 // per_second <= _LAST_TIME:
            year = (_EPOCH + value * 1000 // per_second * _MILLISECOND).year
            factor = (
                f"multiply by {1000 // per_second}" if per_second == 1 else f"divide by {per_second // 1000}"
            )
            return f"this is {date} as milliseconds and in {year} as {unit}: {factor}"
    return f"this is {date}"


def emoji_problem(value: object) -> str | None:
    """Return why a string cannot be a reaction, or None; the empty string, which removes one, can.

    Refused is what is certainly not one emoji: letters, blanks, digits without a keycap, two emoji.

    Example:
        >>> emoji_problem("yes"), emoji_problem("\U0001f44d")
        ('must be one emoji, or empty to remove the reaction', None)

    """
    if not isinstance(value, str):
        return f"must be a string, not {type_name(value)}"
    if value == "" or _is_emoji(value):
        return None
    return "must be one emoji, or empty to remove the reaction"


def _is_emoji(value: str) -> bool:
    bases = 0
    previous = ""
    flags = 0
    for character in value:
        category = unicodedata.category(character)
        if category in _JOINING or "\U0001f3fb" <= character <= "\U0001f3ff":
            if not previous:
                return False
        elif previous == _ZERO_WIDTH_JOINER:
            pass
        elif "\U0001f1e6" <= character <= "\U0001f1ff":
            flags += 1
            bases += flags % 2
        else:
            bases += 1
        if (category[0] in "LZ" and character != _INFORMATION) or category == "Cc":
            return False
        previous = character
    ascii_bases = [character for character in value if character.isascii()]
    if ascii_bases:
        return len(ascii_bases) == 1 and ascii_bases[0] in "0123456789#*" and _KEYCAP in value and bases == 1
    return bases == 1


def is_user_id(value: object) -> bool:
    """Return whether a value has the form of a business-scoped user id (BSUID), or of a parent id.

    Example:
        >>> is_user_id("IN.13491208655302741918"), is_user_id("919901258433")
        (True, False)

    """
    return isinstance(value, str) and _USER_ID.fullmatch(value) is not None


def user_id_problem(value: object) -> str | None:
    """Return why a value cannot be a user id, or None.

    Example:
        >>> user_id_problem(919901258433)
        'must be a string, not int'

    """
    if not isinstance(value, str):
        return f"must be a string, not {type_name(value)}"
    if is_user_id(value):
        return None
    return (
        "must be a business-scoped user id as webhooks have it, such as IN.13491208655302741918; "
        "pass a phone number as `to`"
    )


def _file_address(value: object) -> str | None:
    problem = file_address_problem(value)
    return problem and f"must be a public http(s) address that Meta can fetch; {problem}"


def _header_address(value: object) -> str | None:
    problem = file_address_problem(value, https=True)
    return problem and f"must be a public https address that Meta can fetch; {problem}"


def _link(value: object) -> str | None:
    problem = address_problem(value)
    return problem and f"must be an http(s) address; {problem}"


def _id(value: object) -> str | None:
    text = id_text(value)
    if not isinstance(text, str):
        return f"must be a string, not {type_name(value)}"
    return (
        "is not an id" if (text and text.isspace()) or (text == "0" and value.__class__ is not str) else None
    )


def _time(value: object) -> str | None:
    return milliseconds(value)[1] or None


CHECKS: Final[dict[str, Callable[[Any], str | None]]] = {
    "emoji": emoji_problem,
    "epoch-milliseconds": _time,
    "file-address": _file_address,
    "header-address": _header_address,
    "id": _id,
    "link": _link,
    "template-text": template_text_problem,
    "text": text_problem,
    "user-id": user_id_problem,
}
"""The rule of a value by the name that `x-check` or `x-unit` has for it in the description."""
