"""Reading JSON leniently: orjson reads it, and the standard library reads what orjson refuses or rounds.

A success whose answer cannot be read is sent again by somebody, so everything that has a meaning is read: half of a
surrogate pair (JavaScript writes one for a string that is cut inside an emoji) becomes U+FFFD, so that the string can be
encoded and logged; bytes that are not UTF-8 become U+FFFD as well; NaN, Infinity and 1e400 become floats; integers of
more than 64 bits, which orjson would round, stay exact; a byte order mark is skipped, and UTF-16 and UTF-32 are decoded.
Of repeated keys the last one wins.
"""

from __future__ import annotations

import re
from typing import Any, Final, cast

import orjson

from chakra_async._core.decoding.json_shape import as_array

__all__ = ["MAX_DEPTH", "read_json", "without_surrogates"]

MAX_DEPTH: Final = 254
"""Levels of objects and arrays that orjson writes, and that Python copies and pickles within its recursion limit."""

_DIGITS: Final = bytes(48 if chr(byte).isdecimal() and byte < 128 else 32 for byte in range(256))  # noqa: PLR2004 - ASCII
_ROUNDED: Final = rb"[0-9]{19}"  # orjson reads integers of up to 18 digits exactly, whatever they are
_ROUNDED_SAMPLE: Final = b"0" * 9  # what every second byte of 19 digits in a row holds at least


def read_json(body: bytes) -> tuple[Any, bool]:
    r"""Return the value of a JSON text, and whether it is nested in more than `MAX_DEPTH` levels.

    Raises:
        ValueError: If it is not JSON, or nested too deeply for any parser; the message says what is wrong.

    Example:
        >>> read_json(b'{"name": "Asha \\ud83d", "count": 18446744073709551616}')
        ({'name': 'Asha �', 'count': 18446744073709551616}, False)

    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return _read_leniently(body, error.msg)
    try:
        if orjson.dumps(value) == body:  # usually: nothing was rounded, and the depth can be written
            return value, False
    except TypeError:  # "Recursion limit reached": nothing else that was read cannot be written
        return value, True
    if _ROUNDED_SAMPLE in body[::2].translate(_DIGITS) and re.search(_ROUNDED, body):
        return _read_leniently(body, "")
    return value, False


def without_surrogates(text: str) -> str:
    """Return a string with U+FFFD in place of every lone surrogate, so that it can be encoded."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read_leniently(body: bytes, problem: str) -> tuple[Any, bool]:
    import json  # noqa: PLC0415 - few answers need it

    try:
        text = body.decode(json.detect_encoding(body), "replace").removeprefix("\ufeff")
        value = json.loads(text, parse_int=_integer)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(problem or error.msg) from None
    value = _clean(value)
    return value, _is_deep(value)


def _integer(digits: str) -> int | float:
    try:
        return int(digits)
    except ValueError:  # more digits than Python converts
        return float(digits)


def _clean(value: Any) -> Any:
    """Replace the lone surrogates of a value in place, without recursion."""
    if isinstance(value, str):
        return without_surrogates(value)
    containers = [value]
    while containers:
        container = containers.pop()
        if isinstance(container, dict):
            members = cast("dict[str, Any]", container)
            unclean = [key for key in members if without_surrogates(key) != key]
            if unclean:
                cleaned = {without_surrogates(key): member for key, member in members.items()}
                members.clear()
                members.update(cleaned)
        for place, item in _places(container):
            if isinstance(item, str):
                container[place] = without_surrogates(item)
            elif item.__class__ in (dict, list):
                containers.append(item)
    return value


def _places(container: Any) -> list[tuple[Any, Any]]:
    if isinstance(container, dict):
        return list(cast("dict[str, Any]", container).items())
    return list(enumerate(as_array(container)))


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [item for container in level for _, item in _places(container)]
        if not level:
            return False
    return True
