"""Where a journal is: the path of a file, or the address of a database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from chakra_async._core.database_address import is_database_address
from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["Location", "location_of", "place_of"]

Location: TypeAlias = Path | JournalAddress
"""A file, or a run in a database. Both have a `name`."""


def location_of(journal: str | os.PathLike[str] | JournalAddress) -> Location:
    """Return where a journal is.

    Raises:
        JournalError: It begins like the address of a database, and is not one.

    """
    if isinstance(journal, JournalAddress):
        return journal
    if isinstance(journal, str) and is_database_address(journal):
        return JournalAddress.parse(journal)
    return Path(journal)


def place_of(location: Location) -> str:
    """Return what a journal is known by in this process, the same however its path is written."""
    return os.path.realpath(location) if isinstance(location, Path) else str(location)
