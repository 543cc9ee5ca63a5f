"""The address of an inbox in PostgreSQL, such as `postgresql://db.example/bots#support`; its password is never shown."""

from __future__ import annotations

import re
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import attrs

from chakra_async.webhooks.inbox.errors import InboxError

__all__ = ["InboxAddress", "is_address"]

_SCHEMES: Final = ("postgresql", "postgres")
_NAME: Final = re.compile(r"[a-z0-9_]{1,40}")
_SECRET: Final = frozenset({"password", "sslpassword"})
_EXAMPLE: Final = "postgresql://user@host/database"


def is_address(given: str) -> bool:
    """Return whether an inbox is given as the address of a database, and not as a path."""
    return given.strip().partition("://")[0].lower() in _SCHEMES


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
            parts = urlsplit(text.strip())
            _ = parts.port
            query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
            if "@" in parts.path + parts.query:  # what is before it belongs to a password
                raise ValueError  # noqa: TRY301 - the same sentence for all that cannot be read
        except ValueError:
            raise InboxError(
                f"The inbox's address cannot be read: write it like {_EXAMPLE}, with special characters of the password "
                "percent-encoded."
            ) from None
        if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or query):
            raise InboxError(f"The inbox's address does not name a database: write it like {_EXAMPLE}.")
        if parts.fragment and not _NAME.fullmatch(parts.fragment):
            raise InboxError(
                "The name of the inbox, behind the # of its address, must be 1 to 40 lower-case letters, digits or underscores. A # "
                "in the password is written %23."
            )
        user, at, host = parts.netloc.rpartition("@")
        kept = urlencode([(name, value) for name, value in query if name not in _SECRET], safe="/:,")
        name = f"#{parts.fragment}" if parts.fragment else ""
        shown = (
            f"postgresql://{user.partition(':')[0]}{at}{host}{parts.path}{'?' if kept else ''}{kept}{name}"
        )
        conninfo = f"postgresql://{parts.netloc}{parts.path}{'?' if query else ''}{parts.query}"
        schema = f"chakra_inbox_{parts.fragment}" if parts.fragment else "chakra_inbox"
        return cls(conninfo, schema, shown)

    def __str__(self) -> str:
        return self.shown
