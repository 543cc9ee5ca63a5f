"""What bounds a run on all its workers, kept in the journal as strings: the hours, the rate, its growth, a limit, opt-outs.

They are those of the last command that loaded the run, and no argument of a task.
"""

from __future__ import annotations

import asyncio
import importlib
import math
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeVar

import attrs
import orjson

from chakra_async.bulk.distributed.gate_state import RampPlan
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.exclusions import Exclusions, OptOutStore
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.postgres.driver import connect, postgres_errors
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    from chakra_async.bulk.exclusions import Exclude
    from chakra_async.bulk.journal.location import Location

__all__ = ["RunOptions", "asks_meanwhile", "begun_with", "with_opt_outs"]

T = TypeVar("T")

_KEEP: Final = """
UPDATE chakra.runs SET identity = identity || %s::jsonb || jsonb_build_object('options_since', nextval('chakra.fences')::text)
WHERE name = %s
"""
_ADAPTIVE: Final = "adaptive"
_INBOX: Final = "CHAKRA_INBOX"
_YES: Final = "yes"


@attrs.frozen(kw_only=True)
class RunOptions:
    """What bounds a run.

    Attributes:
        limit: The most rows that end before the run stops, or None.
        ramp: Seconds in which the rate grows from one call a second to `rate`, or None.
        rate: Calls begun per second by all workers together, where neither a worker nor its client has one.
        between: The hours in which calls begin, where a worker has none.
        time_zone: Their time zone.
        opt_outs: Whether persons who opt out meanwhile are left out, so that a worker must be able to ask.
        since: The fence after which intents count for the limit, and which distinguishes one ramp from the next.

    """

    limit: int | None = None
    ramp: float | None = None
    rate: float | Literal["adaptive"] | None = None
    between: str | None = None
    time_zone: str | None = None
    opt_outs: bool = False
    since: int = 0

    @classmethod
    def read(cls, known: Mapping[str, str]) -> Self:
        """Return what the entries of a journal say.

        Raises:
            JournalError: They cannot be read.

        """
        given = {name: value for name, value in known.items() if value}
        try:
            rate: float | Literal["adaptive"] | None = None
            if "rate" in given:
                rate = "adaptive" if given["rate"] == _ADAPTIVE else _positive(given["rate"])
            return cls(
                limit=int(given["limit"]) if "limit" in given else None,
                ramp=_positive(given["ramp"]) if "ramp" in given else None,
                rate=rate,
                between=given.get("between"),
                time_zone=given.get("time_zone"),
                opt_outs=given.get("opt_outs") == _YES,
                since=int(given.get("options_since", "0")),
            )
        except ValueError:
            raise JournalError(
                "The options of the run cannot be read from its journal: run the command that loaded it once more, with the "
                "version of the library that the workers have."
            ) from None

    def plan(self, rate: float | Literal["adaptive"] | None) -> RampPlan | None:
        """Return how the rate of all workers grows at the start, None for not at all.

        Args:
            rate: The rate of the worker.

        Raises:
            SettingsError: There is not a rate to grow to.

        """
        if self.ramp is None:
            return None
        full = rate if isinstance(rate, int | float) else self.rate
        if not isinstance(full, int | float):
            raise SettingsError(
                "The rate of the run grows at its start (ramp), but there is not a rate to grow to: give the workers a rate in calls "
                "per second, or load the run without a ramp."
            )
        return RampPlan(run=self.since, rate=full, seconds=self.ramp)

    @property
    def entries(self) -> dict[str, str]:
        """What the journal keeps; an empty string takes back what an earlier command said."""
        return {
            "limit": "" if self.limit is None else str(self.limit),
            "ramp": "" if self.ramp is None else repr(float(self.ramp)),
            "rate": "" if self.rate is None else str(self.rate),
            "between": self.between or "",
            "time_zone": self.time_zone or "",
            "opt_outs": _YES if self.opt_outs else "",
        }


async def begun_with(options: RunOptions, journal: Location, begin: Callable[[], Awaitable[T]]) -> T:
    """Begin on a journal with the options kept in it, before the first worker can take a slice; a file keeps none.

    Raises:
        JournalError: The journal cannot be written.

    """
    if not isinstance(journal, JournalAddress):
        return await begin()
    # Of a run that exists before it runs again, else between its making and its first rows.
    kept = await asyncio.to_thread(_keep, journal, options)
    begun = await begin()
    if not kept:
        await asyncio.to_thread(_keep, journal, options)
    return begun


def _keep(address: JournalAddress, options: RunOptions) -> bool:
    """Write the options of a run if it exists, and return whether it does."""
    connection: Any = connect(address)
    try:
        with postgres_errors(address):
            found = connection.execute("SELECT to_regclass('chakra.runs') IS NOT NULL").fetchone()
            if not found[0]:
                return False
            entries = orjson.dumps(options.entries).decode()
            return bool(connection.execute(_KEEP, (entries, address.name)).rowcount)
    finally:
        connection.close()


def asks_meanwhile(exclude: Exclude | None) -> bool:
    """Return whether persons may be added to those that are left out while a run is on: those of a store of opt-outs."""
    if isinstance(exclude, Exclusions):
        return any(asks_meanwhile(each) for each in exclude.parts)
    return isinstance(exclude, OptOutStore)


@asynccontextmanager
async def with_opt_outs(
    exclude: Exclude | None, *, needed: bool, reaches: bool
) -> AsyncGenerator[Exclude | None]:
    """Give who is left out by a worker: those that it was given, and those who opted out in the inbox of its environment.

    Args:
        exclude: Those that it was given.
        needed: Whether the run was loaded with a store of opt-outs, so that the worker must be able to ask one.
        reaches: Whether the action reaches a person.

    Raises:
        SettingsError: The worker must be able to ask, and cannot; or the inbox does not exist.

    """
    if asks_meanwhile(exclude) or not reaches:
        yield exclude
        return
    inbox = os.environ.get(_INBOX)
    if not inbox:
        if needed and not _is_function(exclude):
            raise SettingsError(
                "The run leaves out persons who opt out while it is on, and this worker cannot find out who did: set "
                f"{_INBOX} to the address of the receiver's inbox in the environment of every worker. Nothing was sent by it."
            )
        yield exclude
        return
    # The receiver is beside the bulk engine and is loaded only where there is an inbox.
    module = importlib.import_module("chakra_async.webhooks.opened_opt_outs")
    async with module.opened_opt_outs(inbox) as opt_outs:
        yield opt_outs if exclude is None else Exclusions(exclude, opt_outs)


def _is_function(exclude: Exclude | None) -> bool:
    if isinstance(exclude, Exclusions):
        return any(_is_function(each) for each in exclude.parts)
    return callable(exclude)


def _positive(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value > 0):
        raise ValueError(text)
    return value
