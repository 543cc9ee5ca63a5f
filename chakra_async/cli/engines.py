"""The engine that a bulk command was asked to send with: a Dask cluster, or processes of this machine."""

from __future__ import annotations

import importlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from chakra_async.bulk import Dask, LocalWorkers
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.cli.options import rate_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chakra_async.bulk import Engine
    from chakra_async.bulk.distributed.options import WorkerOptions
    from chakra_async.bulk.journal.location import Location
    from chakra_async.cli.run_options import RunOptions
    from chakra_async.client import Chakra

__all__ = ["engine_of"]

_CONNECT_SECONDS = 30


@asynccontextmanager
async def engine_of(options: RunOptions, journal: Location, chakra: Chakra) -> AsyncGenerator[Engine | None]:
    """Connect to the engine, None where this process sends.

    Raises:
        SettingsError: Two engines are asked for, the journal is a file, or the cluster cannot be reached.

    """
    if options.dask is None and options.local_workers is None:
        yield None
        return
    if options.dask is not None and options.local_workers is not None:
        raise SettingsError("--dask and --local-workers are two engines: give one of the two.")
    if not isinstance(journal, JournalAddress):
        name = "--dask" if options.dask is not None else "--local-workers"
        raise SettingsError(
            f"{name} needs a journal that workers share: --journal postgresql://host/database#name."
        )
    given: WorkerOptions = {"between": options.between, "time_zone": options.tz}
    if options.concurrency is not None:
        given["concurrency"] = options.concurrency
    if options.rate not in (None, "unlimited"):
        given["rate"] = rate_of(options.rate)
    if options.local_workers is not None:
        environment = _environment(chakra)
        if options.inbox is not None:
            environment["CHAKRA_INBOX"] = options.inbox
        yield LocalWorkers(options.local_workers, journal, environment=environment, **given)
        return
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise SettingsError("--dask needs distributed: pip install 'chakra-async[dask]'.") from None
    try:
        cluster = await distributed.Client(
            options.dask, asynchronous=True, timeout=_CONNECT_SECONDS, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The Dask scheduler {options.dask} cannot be reached ({type(error).__name__})."
        ) from None
    try:
        yield Dask(cluster, **given)
    finally:
        await cluster.close()


def _environment(chakra: Chakra) -> dict[str, str]:
    """Return the variables by which a process of this machine makes the same client."""
    settings = chakra.settings
    given = {
        "CHAKRA_BASE_URL": settings.base_url,
        "CHAKRA_ACCESS_TOKEN": settings.token.reveal(),
        "CHAKRA_PLUGIN_ID": settings.plugin_id,
        "CHAKRA_PHONE_NUMBER_ID": settings.phone_number_id,
        "CHAKRA_WABA_ID": settings.waba_id,
        "CHAKRA_COUNTRY": settings.country,
    }
    return {name: str(value) for name, value in given.items() if value}
