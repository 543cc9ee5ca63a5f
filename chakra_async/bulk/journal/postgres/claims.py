"""What a worker has of a run: its name, and the rows of its slice."""

from __future__ import annotations

import os
import socket
from typing import Any

import attrs

__all__ = ["StoredRow", "owner_name"]


@attrs.frozen
class StoredRow:
    """A pending row of a slice.

    Attributes:
        number: Its number.
        line: The line of the file it begins on, or None.
        key: Its key.
        fields: Its cells by column name, and under the empty name its value, where they were loaded; else None.

    """

    number: int
    line: int | None
    key: str
    fields: dict[str, Any] | None


def owner_name() -> str:
    """Return the name of this process, for messages."""
    return f"{socket.gethostname()} process {os.getpid()}"
