"""The address of an inbox in PostgreSQL, such as `postgresql://db.example/bots#support`; its password is never shown."""

from __future__ import annotations

import re
from typing import Final, Self

import attrs

from chakra_async._core.database_address import read_database_address
from chakra_async.webhooks.inbox.errors import InboxError

__all__ = ["InboxAddress"]

_NAME: Final = re.compile(r"[a-z0-9_]{1,40}")
_EXAMPLE: Final = "postgresql://user@host/database"


@attrs.frozen
class InboxAddress:
    """Which inbox in which database.

    Attributes:
        conninfo: The address for libpq, password included.
        schema: The schema that the inbox's tables are in.
        shown: The address without its password, for messages.

    """

    conninfo: str = attrs.field(repr=False)
    schema: str
    shown: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address: libpq's form, and optionally behind `#` the name of the inbox in the database.

        Args:
            text: Such as `postgresql://user:secret@host/database?sslmode=verify-full#support`. TLS is set by libpq's parameters
                `sslmode` and `sslrootcert`; a password may also come from `PGPASSWORD` or a `.pgpass` file.

        Raises:
            InboxError: It cannot be read; the message does not repeat it.

        """
        try:
            found = read_database_address(text, of="inbox", example=_EXAMPLE)
        except ValueError as error:
            raise InboxError(str(error)) from None
        if found.name and not _NAME.fullmatch(found.name):
            raise InboxError(
                "The name of the inbox, behind the # of its address, must be 1 to 40 lower-case letters, digits or underscores. A # "
                "in the password is written %23."
            )
        schema = f"chakra_inbox_{found.name}" if found.name else "chakra_inbox"
        return cls(found.conninfo, schema, found.shown)

    def __str__(self) -> str:
        return self.shown
