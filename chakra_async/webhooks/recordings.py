"""Recorded deliveries: the JSON lines that `chakra inbox export` writes, read again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import orjson

from chakra_async.errors import SettingsError
from chakra_async.webhooks.json_values import is_object

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

__all__ = ["RecordedDelivery", "read_recording"]


@attrs.frozen(kw_only=True)
class RecordedDelivery:
    """A delivery that a receiver stored.

    Attributes:
        line: The line of the file that it is in, from 1 on.
        received: When it was stored, epoch milliseconds; None where that is not recorded.
        delivery: The delivery, as JSON.

    """

    line: int
    received: int | None
    delivery: Mapping[str, Any]


def read_recording(path: str | os.PathLike[str]) -> list[RecordedDelivery]:
    """Read a file that `chakra inbox export` wrote.

    Raises:
        SettingsError: It cannot be read, or a line is not of that form.

    """
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    return [_recorded(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _recorded(path: str | os.PathLike[str], number: int, line: bytes) -> RecordedDelivery:
    try:
        found: Any = orjson.loads(line)
        delivery, received = found["delivery"], found.get("received")
        at = None if received is None else datetime.fromisoformat(received)
    except (AttributeError, KeyError, TypeError, ValueError):
        delivery, at = None, None
    if not is_object(delivery) or (at is not None and at.tzinfo is None):
        raise SettingsError(f"{path}, line {number} is not what `chakra inbox export` writes.")
    milliseconds = None if at is None else round(at.astimezone(UTC).timestamp() * 1000)
    return RecordedDelivery(line=number, received=milliseconds, delivery=delivery)
