"""What a worker is given by name: the journal by its run, the client and the action by an import path.

Secrets are never arguments of a task: queues and dashboards show these. So the address of the database and the access token
come from the worker's own environment.
"""

from __future__ import annotations

import importlib
import inspect
import os
from typing import Any, Final

from chakra_async._core.database_address import is_database_address
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.client import Chakra
from chakra_async.errors import SettingsError

__all__ = ["JOURNAL", "address_of", "client_of", "named"]

JOURNAL: Final = "CHAKRA_JOURNAL"
"""The environment variable with the address of the database, such as `postgresql://host/bulk`."""


def address_of(journal: str) -> JournalAddress:
    """Return the address of a journal that is named by its run, or by its whole address.

    Raises:
        SettingsError: The environment does not say in which database the run is.
        JournalError: The address cannot be read.

    """
    if is_database_address(journal):
        return JournalAddress.parse(journal)
    base = os.environ.get(JOURNAL, "")
    if not base:
        raise SettingsError(
            f"{JOURNAL} is not set: put the address of the journal's database in it, such as postgresql://host/bulk, in the "
            "environment of every worker."
        )
    return JournalAddress.parse(f"{base.partition('#')[0]}#{journal}")


def named(path: str, what: str) -> Any:
    """Return what an import path such as `shop.chakra:client` names; a function is called.

    Args:
        path: Module and name.
        what: What it is, for messages.

    Raises:
        SettingsError: It cannot be imported, or fails.

    """
    module, colon, name = path.partition(":")
    if not colon or not module or not name:
        raise SettingsError(f"{what} must be an import path such as shop.chakra:client, not {path[:80]!r}.")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"{what} {path!r} cannot be imported here ({type(error).__name__}): install its package on every worker."
        ) from None
    return found() if inspect.isroutine(found) else found


def client_of(client: Chakra | str | None) -> Chakra:
    """Return the client of a worker: the one given, the one that an import path names, or one by the environment.

    Raises:
        SettingsError: It is not a client, or its settings are missing.

    """
    if isinstance(client, Chakra):
        return client
    if client is None:
        return Chakra()
    made = named(client, "client")
    if not isinstance(made, Chakra):
        raise SettingsError(f"client {client!r} gives a {type(made).__name__}: it must give a Chakra.")
    return made
