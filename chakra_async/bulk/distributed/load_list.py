"""A list into a journal in PostgreSQL, by COPY, and nothing sent: workers send it afterwards."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, cast

from chakra_async.bulk.actions.persons import left_out_by_person, reaches_person
from chakra_async.bulk.distributed.run_options import RunOptions, asks_meanwhile, begun_with
from chakra_async.bulk.engine.first_pass import first_pass
from chakra_async.bulk.engine.limits import RunLimits
from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.engine.survey import NationalCheck, countries_of
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.exclusions import excluded_persons
from chakra_async.bulk.journal.base import is_same_list
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.postgres.loading import load
from chakra_async.bulk.journal.sqlite import server_of
from chakra_async.bulk.preparing import (
    check_columns,
    country_of,
    identity_of,
    prepared,
    with_adaptive_rate,
    with_country,
)
from chakra_async.bulk.report import Report
from chakra_async.bulk.rows import RowState
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.exclusions import Exclude
    from chakra_async.bulk.journal.base import Identity
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source
    from chakra_async.client import Chakra

    T = TypeVar("T")

__all__ = ["load_list"]


async def load_list(
    client: Chakra,
    action: Action,
    source: Source,
    address: JournalAddress,
    *,
    exclude: Exclude | None = None,
    check_first: bool = True,
    limit: int | None = None,
    ramp: float | None = None,
    between: str | None = None,
    time_zone: str | None = None,
    adaptive_from: int | None = None,
) -> Report:
    """Load a list; one that was loaded in part is gone on with, and one that is loaded already is not read again.

    Args:
        client: Looks up what all rows share; nothing else is asked of the server.
        action: What workers do with each row.
        source: The rows.
        address: The journal.
        exclude: Persons that are left out; see `Run`.
        check_first: Whether a list most of whose rows cannot be sent is refused.
        limit: The most rows that end before the run stops.
        ramp: Seconds in which the rate grows to the client's.
        between: The hours in which calls begin.
        time_zone: The time zone of these hours.
        adaptive_from: With more rows than this, and a client without a rate, the rate is `"adaptive"`.

    Returns:
        A report whose `pending` rows are those that workers will send.

    Raises:
        InputError: The rows cannot be read, look national, or most of them cannot be sent.
        JournalError: The journal is of another run or list, or cannot be written.
        SettingsError: An option cannot be used.

    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    RunLimits.of(limit=limit, between=between, time_zone=time_zone, ramp=ramp, limits=client.settings.limits)
    reaches_persons = reaches_person(action)
    if exclude is not None and not reaches_persons:
        raise SettingsError(f"exclude is for actions that reach a person, and {action.name!r} does not.")
    action = with_country(action, client.settings.country)
    with ThreadPoolExecutor(1, thread_name_prefix="chakra-journal") as executor:

        async def run(do: Callable[[], T]) -> T:
            return await loop.run_in_executor(executor, do)

        journal = await run(partial(PostgresJournal.open, address))
        try:
            found = await source.check(journal.known or None)
            expected = source.expected
            if adaptive_from is not None and expected is not None and expected > adaptive_from:
                client = with_adaptive_rate(client)
            action = await prepared(action, client)
            await check_columns(action, source)
            identity = identity_of(action, server_of(client.settings.base_url), found, stable=source.stable)
            if journal.known:
                _check_list(journal, identity)
            elif source.stable or expected is not None:
                values = getattr(action, "check_values", None) if check_first else None
                numbers = NationalCheck(national=not country_of(action)) if reaches_persons else None
                await first_pass(source, numbers=numbers, values=values)
            excluded: Callable[[Row], bool] | None = None
            if exclude is not None:
                found_out = await excluded_persons(exclude, country_of(action), live=False)
                excluded = cast("Callable[[Row], bool]", left_out_by_person(action, found_out))
            options = RunOptions(
                limit=limit,
                ramp=ramp,
                rate=client.settings.limits.rate,
                between=between,
                time_zone=time_zone,
                opt_outs=asks_meanwhile(exclude),
            )
            await begun_with(options, address, partial(run, partial(journal.register, identity)))
            columns: tuple[str, ...] | None = getattr(action, "columns", None)
            await load(journal, identity, source, action.key, columns=columns, excluded=excluded)
            counts, absent, summary = await run(journal.summary)
        finally:
            await run(journal.close)
    under_way = counts.states.pop(RowState.SENDING, 0)
    counts.states[RowState.PENDING] = counts.states.get(RowState.PENDING, 0) + under_way
    progress = Progress()
    progress.begin(counts)
    return Report.of(
        progress,
        complete=True,
        elapsed=loop.time() - began,
        journal=address,
        before=progress.done,
        absent=absent,
        reasons=list(summary.reasons),
        countries=countries_of(summary.prefixes) if reaches_persons else {},
    )


def _check_list(journal: PostgresJournal, identity: Identity) -> None:
    if not is_same_list(journal.known, identity):
        raise JournalError(
            f"The journal {journal.address} is of another list, another version of it, or of other values or another country: "
            "load this one under another name behind the #, or run its command again, which compares the two row by row."
        )
