"""The address of a journal in PostgreSQL, such as `postgresql://db.example/bulk#july`; its password is never shown."""

from __future__ import annotations

import re
from typing import Final, Self

import attrs

from chakra_async._core.database_address import read_database_address
from chakra_async.bulk.errors import JournalError

__all__ = ["JournalAddress"]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_EXAMPLE: Final = "postgresql://user@host/database#july"


@attrs.frozen
class JournalAddress:
    """Which journal in which database.

    Attributes:
        conninfo: The address for libpq, password included.
        name: The name of the run in the database.
        shown: The address without its password, for messages.

    """

    conninfo: str = attrs.field(repr=False)
    name: str
    shown: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address: libpq's form, and behind `#` the name of the run.

        Args:
            text: Such as `postgresql://user:secret@host/database?sslmode=verify-full#july`. TLS is set by libpq's
                parameters `sslmode` and `sslrootcert`; a password may also come from `PGPASSWORD` or a `.pgpass` file.

        Raises:
            JournalError: It cannot be read; the message does not repeat it.

        """
        try:
            found = read_database_address(text, of="journal", example=_EXAMPLE)
        except ValueError as error:
            raise JournalError(str(error)) from None
        if not found.name:
            raise JournalError(
                f"The journal's address does not name a run: add a name of your choice behind a #, as in {_EXAMPLE}."
            )
        if not _NAME.fullmatch(found.name):
            raise JournalError(
                "The name of the run, behind the # of the journal's address, must be 1 to 63 letters, digits, dots, "
                "hyphens or underscores, the first a letter or digit. A # in the password is written %23."
            )
        return cls(found.conninfo, found.name, found.shown)

    def __str__(self) -> str:
        return self.shown
