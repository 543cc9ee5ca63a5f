"""From what a user gives as `inbox=` to a store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from chakra_async._core.database_address import is_database_address
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from chakra_async.webhooks.inbox.base import Inbox

__all__ = ["existing_inbox", "open_as_given"]


def open_as_given(given: str | os.PathLike[str] | Inbox) -> Inbox:
    """Return the store for a path, an address or a store itself; it is not opened.

    Raises:
        SettingsError: If it is none of these.

    """
    if not isinstance(given, str | os.PathLike):
        if not hasattr(given, "append"):
            raise SettingsError(f"inbox must be a path, an address or an Inbox, not {type(given).__name__}.")
        return given
    text = os.fspath(given)
    if not text.strip():
        raise SettingsError("inbox is blank: give the path of a file.")
    if text == ":memory:":
        from chakra_async.webhooks.inbox.memory import MemoryInbox  # noqa: PLC0415 - one of them is used

        return MemoryInbox()
    if is_database_address(text):
        from chakra_async.webhooks.inbox.postgres.inbox import PostgresInbox  # noqa: PLC0415 - as above

        return PostgresInbox(text)
    if "://" in text:
        scheme = text.partition("://")[0]
        raise SettingsError(
            f"Addresses that begin with {scheme}:// are not supported as an inbox: give the path of a file, postgresql://..., or an "
            "Inbox."
        )
    from chakra_async.webhooks.inbox.sqlite.inbox import SQLiteInbox  # noqa: PLC0415 - as above

    return SQLiteInbox(text)


def existing_inbox(given: str | None) -> Inbox:
    """Return the store of a receiver for what works on it beside the receiver; it is not opened.

    Args:
        given: The path of a file or an address; else `CHAKRA_INBOX`, else `inbox.db`.

    Raises:
        SettingsError: There is not an inbox of that name.

    """
    name = given or os.environ.get("CHAKRA_INBOX") or "inbox.db"
    if "://" not in name and not Path(name).is_file():
        raise SettingsError(
            f"There is not an inbox at {name}: name its file or address with --inbox, or set CHAKRA_INBOX."
        )
    return open_as_given(name)
