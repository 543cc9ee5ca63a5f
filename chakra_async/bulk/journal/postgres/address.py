"""The address of a journal in PostgreSQL, such as `postgresql://db.example/bulk#july`; its password is never shown."""

from __future__ import annotations

import re
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import attrs

from chakra_async.bulk.errors import JournalError

__all__ = ["JournalAddress", "is_address"]

_SCHEMES: Final = ("postgresql", "postgres")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_SECRET: Final = frozenset({"password", "sslpassword"})
_EXAMPLE: Final = "postgresql://user@host/database#july"


def is_address(journal: object) -> bool:
    """Return whether a journal is given as the address of a database, and not as a path."""
    return isinstance(journal, str) and journal.partition(":")[0].lower() in _SCHEMES


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
            parts = urlsplit(text.strip())
            _ = parts.port
            query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
            if (
                "@" in parts.path + parts.query
            ):  # what is before it belongs to a password, which is not to be shown
                raise ValueError  # noqa: TRY301 - the same sentence for all that cannot be read
        except ValueError:
            raise JournalError(
                f"The journal's address cannot be read: write it like {_EXAMPLE}, with special characters of the "
                "password percent-encoded."
            ) from None
        if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or query):
            raise JournalError(f"The journal's address does not name a database: write it like {_EXAMPLE}.")
        if not parts.fragment:
            raise JournalError(
                f"The journal's address does not name a run: add a name of your choice behind a #, as in {_EXAMPLE}."
            )
        if not _NAME.fullmatch(parts.fragment):
            raise JournalError(
                "The name of the run, behind the # of the journal's address, must be 1 to 63 letters, digits, dots, "
                "hyphens or underscores, the first a letter or digit. A # in the password is written %23."
            )
        user, at, host = parts.netloc.rpartition("@")
        shown_query = urlencode([(name, value) for name, value in query if name not in _SECRET], safe="/:,")
        shown = urlunsplit(
            ("postgresql", user.partition(":")[0] + at + host, parts.path, shown_query, parts.fragment)
        )
        conninfo = urlunsplit(("postgresql", parts.netloc, parts.path, parts.query, ""))
        return cls(conninfo, parts.fragment, shown)

    def __str__(self) -> str:
        return self.shown
