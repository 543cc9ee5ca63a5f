"""Addresses of databases, such as `postgresql://user:secret@host/database#name`; their passwords are never shown."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import attrs

__all__ = ["DatabaseAddress", "is_database_address", "read_database_address"]

_SCHEMES: Final = ("postgresql", "postgres")
_SECRET: Final = frozenset({"password", "sslpassword"})


@attrs.frozen
class DatabaseAddress:
    """A database, and a name in it.

    Attributes:
        conninfo: The address for libpq, password included.
        name: What is behind the `#`; empty where nothing is.
        shown: The address without its password, for messages.

    """

    conninfo: str = attrs.field(repr=False)
    name: str
    shown: str


def is_database_address(given: object) -> bool:
    """Return whether something is given as the address of a database, and not as a path."""
    if not isinstance(given, str):
        return False
    scheme, colon, _ = given.strip().partition(":")
    return bool(colon) and scheme.lower() in _SCHEMES


def read_database_address(text: str, *, of: str, example: str) -> DatabaseAddress:
    """Read an address in libpq's form.

    Args:
        text: The address.
        of: What it is the address of, for messages.
        example: How one is written, for messages.

    Raises:
        ValueError: It cannot be read. The message says what to do, and does not repeat the address.

    """
    unreadable = f"The {of}'s address cannot be read: write it like {example}, with special characters of the password percent-encoded."
    try:
        parts = urlsplit(text.strip())
        _ = parts.port
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise ValueError(unreadable) from None
    if "@" in parts.path + parts.query:  # what is before it belongs to a password, which is not to be shown
        raise ValueError(unreadable)
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or query):
        raise ValueError(f"The {of}'s address does not name a database: write it like {example}.")
    user, at, host = parts.netloc.rpartition("@")
    kept = urlencode([(name, value) for name, value in query if name not in _SECRET], safe="/:,")
    # Not `urlunsplit`: without a host it writes one slash, which libpq does not take for an address.
    name = f"#{parts.fragment}" if parts.fragment else ""
    seen = f"postgresql://{user.partition(':')[0]}{at}{host}{parts.path}{'?' if kept else ''}{kept}{name}"
    conninfo = f"postgresql://{parts.netloc}{parts.path}{'?' if query else ''}{parts.query}"
    return DatabaseAddress(conninfo=conninfo, name=parts.fragment, shown=seen)
