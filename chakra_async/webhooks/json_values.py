"""JSON values of a delivery, read without trust: what is not of the expected type is nothing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "as_mapping",
    "digest",
    "is_array",
    "is_object",
    "json_of",
    "limited",
    "objects",
    "string",
    "utc",
]

_LONGEST_KEY: Final = 256


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


def string(value: object) -> str | None:
    """Return a string that is not empty, an integer as a string, and None for anything else."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def objects(value: object) -> list[Mapping[str, Any]]:
    """Return the objects in an array, and nothing for anything else."""
    return [item for item in value if is_object(item)] if is_array(value) else []


def as_mapping(value: object) -> Mapping[str, Any]:
    """Return a JSON object as it is, and an empty one for anything else."""
    return value if is_object(value) else {}


def json_of(value: Any) -> bytes:
    """Return JSON values as bytes; integers of any size are written."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        import json  # noqa: PLC0415 - for what orjson refuses

        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """Return the hash of a JSON value: the same whatever the order of its members."""
    return hashlib.sha256(json_of(value)).hexdigest()[:32]


def limited(key: str) -> str:
    """Return a key as it is, or its beginning and a hash where it is very long."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:64]}~{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def utc(seconds: object) -> datetime | None:
    """Return the aware time of an epoch: seconds, or milliseconds where the number is large; None where it is not one."""
    if isinstance(seconds, str) and len(seconds) <= 20 and seconds.strip().isascii():  # noqa: PLR2004 - 64 bits
        try:
            seconds = int(seconds)
        except ValueError:
            return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= 1e11 else seconds, UTC)  # noqa: PLR2004 - year 5138
    except (OverflowError, OSError, ValueError):
        return None
