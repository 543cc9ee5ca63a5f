"""`Run`: an action for every row, each once, with a journal."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self

import attrs

from chakra_async import phone
from chakra_async._views import view
from chakra_async.bulk.actions.persons import left_out_by_person, reaches_person
from chakra_async.bulk.distributed.loading import distribute, worked_by
from chakra_async.bulk.distributed.run_options import RunOptions, asks_meanwhile, begun_with
from chakra_async.bulk.engine.checks import check_rows
from chakra_async.bulk.engine.limits import RunLimits
from chakra_async.bulk.engine.policy import Health, reason_of
from chakra_async.bulk.engine.runner import Runner
from chakra_async.bulk.engine.survey import countries_of
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.exclusions import excluded_persons
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.location import location_of, place_of
from chakra_async.bulk.journal.marker import JournalLostError
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.sqlite import server_of
from chakra_async.bulk.only_to import OnlyTo, test_journal
from chakra_async.bulk.preparing import (
    check_columns,
    country_of,
    identity_of,
    is_same_file,
    prepared,
    settled_after,
    with_adaptive_rate,
    with_country,
    worker_count,
)
from chakra_async.bulk.report import Report
from chakra_async.bulk.result_ids import result_id_of
from chakra_async.bulk.retrying import retried_of
from chakra_async.bulk.rows import RowState
from chakra_async.bulk.run_arguments import check_arguments
from chakra_async.bulk.showing import (
    begin_display,
    end_display,
    outcome_of,
    pace_of,
    template_of,
    user_of_system,
)
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.distributed.engine import Engine
    from chakra_async.bulk.engine.progress import Progress
    from chakra_async.bulk.engine.sampler import Pace
    from chakra_async.bulk.engine.survey import NationalCheck
    from chakra_async.bulk.exclusions import Exclude
    from chakra_async.bulk.journal.base import Journal, JournalCounts
    from chakra_async.bulk.journal.location import Location
    from chakra_async.bulk.rows import Result
    from chakra_async.bulk.sources.base import AnyRow, Source
    from chakra_async.client import Chakra

__all__ = ["Run", "running"]

_DRAIN_SECONDS: Final = 30.0
"""The longest time that calls under way are waited for when a run is left."""


class Run:
    """Does an action with every row, once, and keeps a journal of it.

    Started again on the same journal it goes on where it was: what is done, refused, invalid or a duplicate stays so,
    what was never sent is sent, and what was under way when the last run ended is unknown.

    Args:
        client: The client that makes the calls.
        action: What to do with a row: `Enrol(...)` or `action(...)`.
        rows: `read(path)`, or an iterable or async iterable of phone numbers, mappings or `Row`s.
        journal: Path of the journal, or an address in PostgreSQL such as `postgresql://user@host/database#july`; it is made where
            it does not exist.
        on_unknown: `"hold"` leaves rows of unknown outcome alone; `"retry"` sends them again, which may do them twice.
        retry: States of rows that ended in earlier runs and are tried again: `"refused"`, `"unknown"` (which may do
            them twice), `"invalid"`, or `"all"` for these; and `"excluded"`.
        retry_codes: Only those of them whose error has one of these codes or classes, such as `"131042"` or
            `"PaymentError"`; without `retry`, refused ones.
        limit: The most rows that end in this run; the next run on the journal goes on.
        between: The hours in which calls begin, such as `"09:00-20:00"`; outside of them the run waits.
        time_zone: The time zone of these hours, such as `"Asia/Kolkata"`.
        exclude: Persons that are left out, such as opt-outs: the path of a table, rows, a function of a number in digits, a
            store that is asked before each call, such as `WebhookReceiver.opt_outs`, or several of these as `Exclusions`. They
            are matched by person, whatever the spelling.
        only_to: A number of your own: the first row that can be sent goes there, once for each such run, and no other
            row is sent. The journal is not touched.
        ramp: Seconds in which the rate grows from one call a second to the client's `limits.rate`.
        adaptive_from: With more rows than this, and a client without a rate, the rate is `"adaptive"`.
        concurrency: Calls under way at once; by default the client's `limits.concurrency`, and with a slow
            `limits.rate` or `rate_per_number` no more than can be under way in 30 seconds.
        stop_error_rate: Share of refused and unknown rows among the last `stop_window` that ends the run; None never.
        stop_window: Number of ended rows of which that share is taken.
        new_journal: Send all rows anew where the journal is missing although a run that was writing it did not close it;
            without it such a run stops before its first call. A journal that exists is used as it is.
        check_first: Read the whole list and check the values of each row before the first call, once for each list, where
            its rows can be read twice; a list most of whose rows cannot be sent is refused. Rows of a generator are
            checked as they come. False leaves this out.
        accept_country_change: Go on with another country than the journal's although rows that are done or unknown
            have another number with it; these rows are sent to the other number as well.
        show_progress: Show a live line while it runs: in a notebook as an output of its cell, else on standard error. By
            default only in a notebook.
        who: Who runs it, for the journal and the report's page; by default the user and the machine, such as
            `ann@laptop`. It is personal data of an employee: `""` keeps none.

    Raises:
        SettingsError: An argument cannot be used.
        InputError: `rows` can give no rows.

    Example:
        ```python
        async with Chakra() as chakra:
            enrol = bulk.Enrol(campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137")
            run = bulk.Run(chakra, enrol, rows=bulk.read("leads.csv"), journal="leads.journal")
            report = await run.finish()
        print(report)
        ```

    """

    def __init__(
        self,
        client: Chakra,
        action: Action,
        *,
        rows: Source | Iterable[AnyRow] | AsyncIterable[AnyRow],
        journal: str | os.PathLike[str] | JournalAddress,
        on_unknown: Literal["hold", "retry"] = "hold",
        retry: Iterable[str] = (),
        retry_codes: Iterable[str] = (),
        concurrency: int | None = None,
        stop_error_rate: float | None = 0.5,
        stop_window: int = 200,
        new_journal: bool = False,
        check_first: bool = True,
        accept_country_change: bool = False,
        limit: int | None = None,
        between: str | None = None,
        time_zone: str | None = None,
        exclude: Exclude | None = None,
        only_to: str | None = None,
        ramp: float | None = None,
        adaptive_from: int | None = None,
        show_progress: bool | None = None,
        who: str | None = None,
    ) -> None:
        """Check the arguments; nothing is read or opened yet."""
        check_arguments(client=client, action=action, journal=journal, show_progress=show_progress, who=who)
        check_arguments(concurrency=concurrency, limit=limit, ramp=ramp, adaptive_from=adaptive_from)
        check_arguments(stop_error_rate=stop_error_rate, stop_window=stop_window, new_journal=new_journal)
        check_arguments(check_first=check_first, accept_country_change=accept_country_change)
        self._workers = worker_count(client.settings.limits) if concurrency is None else concurrency
        self._source = source_of(rows)
        self._path: Location = location_of(journal)
        if is_same_file(self._path, getattr(self._source, "path", None)):
            raise SettingsError("The journal must be another file than the rows'.")
        self._country = getattr(client.settings, "country", None)
        action = with_country(action, self._country)
        self._options = RunOptions(limit=limit, ramp=ramp, between=between, time_zone=time_zone)
        self._limits = RunLimits.of(
            limit=limit, between=between, time_zone=time_zone, ramp=ramp, limits=client.settings.limits
        )
        if (exclude is not None or only_to is not None) and not reaches_person(action):
            name = "only_to" if exclude is None else "exclude"
            raise SettingsError(f"{name} is for actions that reach a person, and {action.name!r} does not.")
        self._exclude = exclude
        if only_to is not None:
            number = phone.parse(only_to, country_of(action))
            self._source = OnlyTo(self._source, number, lambda: self._action)
            self._path = test_journal(self._path.name)
        self._client = client
        self._adaptive_from = adaptive_from
        self._action = action
        self._accept_country_change = accept_country_change
        self._check_first = check_first
        self._new_journal = new_journal
        self._server = server_of(client.settings.base_url)
        self._retried = retried_of(retry, retry_codes, on_unknown=on_unknown)
        self._runner = Runner(
            workers=self._workers,
            limit=limit,
            outside_effects=getattr(action, "outside_effects", None),
            concerns_every_row=getattr(action, "concerns_every_row", None),
            client_pace=lambda: pace_of(self._client),
            result_id=getattr(action, "result_id", None) or result_id_of,
            health=Health(workers=self._workers, stop_error_rate=stop_error_rate, window=stop_window),
        )
        self._task: asyncio.Task[Report] | None = None
        self._engine: Engine | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._journal: Journal | None = None
        self._done_before = 0
        self._show_progress = show_progress
        self._who = (user_of_system() if who is None else who) or None
        self._check: NationalCheck | None = None

    @property
    def progress(self) -> Progress:
        """The counts up to now, for a progress display."""
        return self._runner.progress

    @property
    def expected(self) -> int | None:
        """How many rows the input has, once that is known."""
        return self._source.expected

    @property
    def in_flight(self) -> int:
        """Calls under way now; one that waits for its turn, under a rate or in a pause, is not."""
        return self._runner.in_flight

    @property
    def pace(self) -> Pace:
        """How fast the run may go now: the present limit of calls per second, and a pause with its reason."""
        return self._runner.sampler.pace

    def stop(self) -> None:
        """Send nothing new; calls under way end, and those that wait for their turn are not made. `finish` then gives the report."""
        self._runner.state.interrupt()

    def abort(self) -> None:
        """Stop now, without waiting for a database: rows whose calls are under way become unknown. `finish` then gives the report."""
        self._runner.abort()
        if self._journal is not None:
            self._journal.hurry()

    async def finish(self, *, engine: Engine | None = None) -> Report:
        """Run to the end and return the report.

        With an engine, such as `Dask(...)`, its workers send the rows, slice by slice; this process reads the list into the journal,
        which must be in PostgreSQL, submits slices and waits.

        Failures of the server, of the network and of the disk end in the report. When this coroutine is cancelled, as by an interrupted
        notebook cell, no new rows are sent and calls under way end, for 30 seconds at most; the `CancelledError` then holds the report
        as its message, and `finish` can be awaited again. A second cancellation aborts.

        Args:
            engine: What runs slices of the list in other processes; None for this one.

        Raises:
            InputError: The rows cannot be read; nothing was sent.
            JournalError: The journal cannot be opened or is of something else; nothing was sent.
            SettingsError: An engine is given, and the journal is a file.

        """
        if engine is not None and not isinstance(self._source, OnlyTo):  # a test send needs no worker
            if isinstance(self._path, Path):
                raise SettingsError(
                    "An engine needs a journal that its workers share: give journal='postgresql://host/database#name'."
                )
            self._engine = engine
        task = self._begun()
        self._runner.stream.leave(stopping=self._runner.state.stopping)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise
            await self._end(task)
            raise asyncio.CancelledError(outcome_of(task)) from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the run if it goes on: no new rows are sent and calls under way end, for 30 seconds at most."""
        if self._task is not None:
            await self._end(self._task)

    def __aiter__(self) -> AsyncIterator[Result]:
        """Start the run and give each row's result as it ends, in any order.

        The run waits for a slow reader. Leaving the loop early, by `break`, an error or an interrupt, stops the run: no new
        rows are sent, and calls that are under way end. `finish` then gives the report.
        """
        return self._results()

    async def _results(self) -> AsyncGenerator[Result]:
        stream = self._runner.stream
        stream.listen(begun=self._journal is not None)
        task = self._begun()
        try:
            while (result := await stream.get()) is not None:
                yield result
        except asyncio.CancelledError:
            await self._end(task)
            raise asyncio.CancelledError(outcome_of(task)) from None
        finally:
            stream.mute()
            if not task.done():
                self.stop()
        task.result()

    async def _end(self, task: asyncio.Task[Report]) -> None:
        """Stop the run and wait until calls under way have ended; abort it when that takes too long, or when cancelled."""
        self._runner.stream.mute()
        if task.done():
            return
        self.stop()
        try:
            await asyncio.wait([task], timeout=_DRAIN_SECONDS)
        finally:
            if not task.done():
                self.abort()
                await asyncio.wait([task])

    def _begun(self) -> asyncio.Task[Report]:
        if self._task is None:
            self._task = asyncio.create_task(self._main(), name=f"bulk run on {self._path.name}")
            self._task.add_done_callback(lambda _: self._runner.stream.end())
            self._loop = asyncio.get_running_loop()
        return self._task

    async def _main(self) -> Report:
        loop = asyncio.get_running_loop()
        started = loop.time()
        path = place_of(self._path)
        await self._wait_for_predecessor(path)
        try:
            journal: Journal = await self._open_journal()
        except JournalLostError as error:
            return self._refused(str(error))
        _RUNNING[path] = self
        self._journal = journal
        try:
            counts = await self._begin(journal)
            state = self._runner.state
            display = begin_display(self, asked=self._show_progress)
            try:
                self._done_before = counts.states.get(RowState.DONE, 0)
                await self._work(journal, counts)
            finally:
                self._runner.sampler.record(
                    ended=True,
                    stopped_because=state.stopped_because,
                    interrupted=state.interrupted,
                    complete=state.complete,
                )
                closing = await journal.close()
                await end_display(display)
        finally:
            del _RUNNING[path]
        if state.error is not None:
            raise state.error
        if closing.failure is not None:
            state.stop(reason_of(closing.failure).rstrip("."))
        stale = self._engine is not None or not state.complete
        if closing.counts is not None and stale and not closing.unrecorded:
            self.progress.begin(closing.counts)  # rows that were not read again count as well
        unfinished = bool(self.progress.pending) or not state.complete or state.aborting
        return Report.of(
            self.progress,
            complete=state.complete,
            elapsed=loop.time() - started,
            journal=self._path,
            stopped_because=state.stopped_because,
            interrupted=state.interrupted and unfinished,
            before=max(min(self._done_before, self.progress.done - self._runner.sampler.timeline.done), 0),
            absent=closing.absent,
            reasons=list(closing.summary.reasons),
            countries=countries_of(closing.summary.prefixes) if reaches_person(self._action) else {},
            unrecorded=closing.unrecorded,
            late=closing.late,
            workers=[] if closing.counts is None else await worked_by(self._path),
            timeline=self._runner.sampler.timeline.intervals(),
        )

    async def _work(self, journal: Journal, counts: JournalCounts) -> None:
        action, limits, check = self._action, self._limits, self._check
        if self._engine is not None and isinstance(self._path, JournalAddress):
            rows = (self._source, action, journal, counts, self._runner)
            await distribute(self._engine, self._path, *rows, limits=limits, check=check)
            return
        await self._runner.run(
            journal,
            counts,
            self._source,
            key=action.key,
            send=partial(action.send, self._client),
            limits=limits,
            check=check,
            template=template_of(action),
            who=self._who,
        )

    async def _open_journal(self) -> Journal:
        if isinstance(self._path, Path):
            return await GroupCommit.open(self._path, workers=self._workers, new=self._new_journal)
        opener = partial(PostgresJournal.open, self._path, settled_after=settled_after(self._client))
        return await GroupCommit.over(opener, workers=self._workers)

    def _refused(self, reason: str) -> Report:
        """Return the report of a run that does not begin."""
        return Report.of(
            self.progress, complete=False, elapsed=0.0, journal=self._path, stopped_because=reason.rstrip(".")
        )

    async def _wait_for_predecessor(self, path: str) -> None:
        """Wait for a run of this process on the same journal if it is ending.

        Raises:
            JournalError: It goes on.

        """
        if path in _RUNNING:
            for _ in range(2):  # a loop over its results that was left by `break` stops it in the next turn
                await asyncio.sleep(0)
        other = _RUNNING.get(path)
        if other is None:
            return
        if other._runner.state.stopping and other._loop is self._loop and other._task is not None:  # noqa: SLF001 - a run as well
            await asyncio.wait([other._task], timeout=_DRAIN_SECONDS)  # noqa: SLF001 - as above
            if _RUNNING.get(path) is not other:
                return
        raise JournalError(
            f"The journal {self._path} is in use by another run of this process, {other!r}: await its finish(), or stop "
            "it first. bulk.running() lists the runs of this process: bulk.running()[0].stop()."
        )

    async def _prepare(self) -> None:
        """Look up what all rows share, and check that the table has what the action reads.

        Raises:
            ChakraError: The action cannot be done with any row.

        """
        expected = self._source.expected
        if self._adaptive_from is not None and expected is not None and expected > self._adaptive_from:
            self._client = with_adaptive_rate(self._client)
        self._action = await prepared(self._action, self._client)
        await check_columns(self._action, self._source)
        if self._exclude is not None:
            excluded = await excluded_persons(self._exclude, country_of(self._action))
            self._limits = attrs.evolve(self._limits, excluded=left_out_by_person(self._action, excluded))

    def _repr_html_(self) -> str:
        """Return what a notebook shows: how far the run is."""
        shown: str = view("run.html")(self)
        return shown

    def __repr__(self) -> str:
        of = "" if self.expected is None else f" of {self.expected}"
        ended = self.progress.rows - self.progress.pending
        return f"Run({self._path.name}: {ended}{of} rows, {self.in_flight} calls under way)"

    async def _begin(self, journal: Journal) -> JournalCounts:
        try:
            source = await self._source.check(journal.known or None)
            await self._prepare()
            identity = identity_of(self._action, self._server, source, stable=self._source.stable)
            accepts, first = self._accept_country_change, self._check_first
            self._check = await check_rows(
                journal, identity, self._source, self._action, accepts=accepts, first=first
            )
            rate, asks = self._client.settings.limits.rate, asks_meanwhile(self._exclude)
            options = attrs.evolve(self._options, rate=rate, opt_outs=asks)
            begin = partial(journal.begin, identity, retry=self._retried)
            return await begun_with(options, self._path, begin)
        except BaseException:
            await journal.discard()
            raise


_RUNNING: Final[dict[str, Run]] = {}
"""The runs of this process that have a journal open, by its path."""


def running() -> list[Run]:
    """Return the runs of this process that are going on, such as one whose variable a notebook has lost.

    Example:
        >>> for run in running():
        ...     run.stop()

    """
    return list(_RUNNING.values())
