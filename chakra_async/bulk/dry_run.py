"""A dry run: every row is read and validated, none is sent, so that problems are known beforehand."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal

from chakra_async._core.masking import masked
from chakra_async.bulk.actions.persons import left_out_by_person, reaches_person
from chakra_async.bulk.engine.first_pass import ValueCheck
from chakra_async.bulk.engine.intake import Intake
from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.engine.progress import Progress
from chakra_async.bulk.engine.survey import NationalCheck, check_country_change, countries_of
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.exclusions import excluded_persons
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.reader import journal_errors, opened, read_rows
from chakra_async.bulk.preparing import check_columns, identity_of, prepared, with_country
from chakra_async.bulk.report import Report
from chakra_async.bulk.retrying import retried_of
from chakra_async.bulk.rows import RowState, place
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import ChakraError, SettingsError

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterable, Callable, Iterable, Mapping

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.engine.state import QueuedRow
    from chakra_async.bulk.exclusions import Exclude
    from chakra_async.bulk.journal.base import Identity
    from chakra_async.bulk.journal.location import Location
    from chakra_async.bulk.rows import Result, Row
    from chakra_async.bulk.sources.base import AnyRow, Source
    from chakra_async.client import Chakra

__all__ = ["dry_run"]

_PREVIEWS: Final = 3


async def dry_run(
    action: Action,
    rows: Source | Iterable[AnyRow] | AsyncIterable[AnyRow],
    *,
    journal: str | os.PathLike[str] | JournalAddress | None = None,
    problem: Callable[[Result], None] | None = None,
    country: str | None = None,
    client: Chakra | None = None,
    exclude: Exclude | None = None,
    preview: Callable[[str], None] | None = None,
    retry: Iterable[str] = (),
    retry_codes: Iterable[str] = (),
    on_unknown: Literal["hold", "retry"] = "hold",
    accept_country_change: bool = False,
) -> Report:
    """Read all rows and validate them, without sending anything.

    Args:
        action: What would be done with each row.
        rows: The rows, as for `Run`.
        journal: A journal that may know some of the rows already; it is copied, and not changed.
        problem: Called at the end with every row that is invalid, refused or of unknown outcome.
        country: The client's country, for an action without one of its own.
        client: Looks up what all rows share, such as a template; without it that is not checked.
        exclude: Persons that would be left out, as for `Run`.
        preview: Called with the first three messages, filled, as far as the action can show them.
        retry: Rows of the journal that would be tried again, as for `Run`.
        retry_codes: Only those with one of these codes or classes of errors, as for `Run`.
        on_unknown: Whether rows of unknown outcome would be sent again, as for `Run`.
        accept_country_change: Whether another country than the journal's would be accepted, as for `Run`.

    Returns:
        A report whose `pending` rows are the ones a run would send. `stopped_because` says if a run would refuse the list.

    Raises:
        InputError: The rows cannot be read.
        JournalError: The journal is of something else.
        SettingsError: A state or a class of errors does not exist.

    Example:
        ```python
        report = await bulk.dry_run(bulk.Enrol(campaign_id="..."), bulk.read("leads.csv"))
        print(report.pending, "rows would be sent,", report.invalid, "cannot be")
        ```

    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    retried = retried_of(retry, retry_codes, on_unknown=on_unknown)
    source = source_of(rows)
    action = with_country(action, country)
    if client is not None:
        action = await prepared(with_country(action, client.settings.country), client)
    leave_out = None if exclude is None else await _left_out(exclude, action)
    numbers = reaches_person(action)
    check = NationalCheck(national=not action.validation.get("country")) if numbers else None
    values = getattr(action, "check_values", None)
    fit = None if values is None else ValueCheck(values)

    def note(rows: list[Row]) -> None:
        if check is not None:
            check.note(rows)
        if fit is not None and can_reread:
            fit.note(rows)

    can_reread = source.stable or source.expected is not None
    with TemporaryDirectory(prefix="chakra-") as folder:
        path = Path(folder) / "dry-run.journal"
        if journal is not None:
            await asyncio.to_thread(_copy, location_of(journal), path)
        progress = Progress()
        opened = await GroupCommit.open(path, workers=1)
        try:
            server = opened.known.get("server", "")
            found = await source.check(opened.known or None)
            await check_columns(action, source)
            identity = identity_of(action, server, found, stable=source.stable)
            compared = numbers and not accept_country_change
            changed = await _country_problem(
                opened if compared else None, identity, source, action, can_reread=can_reread
            )
            counts = await opened.begin(identity, retry=retried)
            if not counts.compare:
                progress.begin(counts)
            queued = _Queued(action, progress, leave_out, preview)
            intake = Intake(
                source,
                action.key,
                opened,
                progress,
                queue=queued.take,
                room=queued.judge,
                ended=_ignore_result,
                check=note,
            )
            try:
                await intake.read(counts)
            finally:
                await intake.finish_recording()
        finally:
            closing = await opened.close()
        if problem is not None:
            for result in read_rows(path, (RowState.INVALID, RowState.REFUSED, RowState.UNKNOWN)):
                problem(result)
    prefixes: Mapping[str, int] = closing.summary.prefixes if numbers else {}
    return Report.of(
        progress,
        complete=True,
        elapsed=loop.time() - started,
        journal=path,
        before=progress.done,
        absent=closing.absent,
        reasons=list(closing.summary.reasons),
        countries=countries_of(prefixes),
        stopped_because=_refusal(changed, check, fit),
    )


async def _country_problem(
    journal: GroupCommit | None, identity: Identity, source: Source, action: Action, *, can_reread: bool
) -> str | None:
    """Return why a run would refuse the country on a journal, or None."""
    if journal is None or not journal.known:
        return None
    try:
        await check_country_change(journal, identity, source, action.key, can_reread=can_reread)
    except JournalError as error:
        return error.message
    return None


def _refusal(changed: str | None, *checks: NationalCheck | ValueCheck | None) -> str | None:
    """Return the first problem for which a run would refuse the list, or None."""
    problems = [changed, *(check.problem for check in checks if check is not None)]
    return next((problem.rstrip(".") for problem in problems if problem), None)


async def _left_out(exclude: Exclude, action: Action) -> Callable[[Row], bool | Awaitable[bool]]:
    if not reaches_person(action):
        raise SettingsError(f"exclude is for actions that reach a person, and {action.name!r} does not.")
    country = action.validation.get("country") or None
    return left_out_by_person(action, await excluded_persons(exclude, country, live=False))


class _Queued:
    """Takes the rows that a run would send: counts those that would be left out, and shows the first of the others."""

    def __init__(
        self,
        action: Action,
        progress: Progress,
        excluded: Callable[[Row], bool | Awaitable[bool]] | None,
        preview: Callable[[str], None] | None,
    ) -> None:
        self._show = getattr(action, "preview", None)
        self._progress = progress
        self._excluded = excluded
        self._preview = preview
        self._left = _PREVIEWS
        self._taken: list[QueuedRow] = []

    def take(self, rows: list[QueuedRow]) -> None:
        """Take rows, to judge them before the next ones are read."""
        self._taken += rows

    async def judge(self) -> None:
        """Count and show the rows that were taken."""
        rows, self._taken = self._taken, []
        for queued in rows:
            left_out = self._excluded is not None and self._excluded(queued.row)
            if isinstance(left_out, Awaitable):
                left_out = await left_out
            if left_out:
                self._progress.note(RowState.EXCLUDED)
            elif self._left and self._preview is not None and self._show is not None:
                self._left -= 1
                try:
                    shown = self._show(queued.row)
                except ChakraError as error:  # such as a message that was made for another number
                    shown = f"It cannot be sent: {reason_of(error)}"
                self._preview(
                    f"{place(queued.row.number, queued.row.line)} to {masked(queued.key)}:\n{shown}"
                )


async def _ignore_result(result: Result) -> None:
    pass


def _copy(path: Location, to: Path) -> None:
    if isinstance(path, JournalAddress):
        raise InputError(
            f"A dry run compares its rows with a journal in a file, and {path} is in a database: leave the journal out."
        )
    with journal_errors(path):  # a name that is too long
        is_there = path.is_file()
    if not is_there:
        return
    with journal_errors(path), opened(path) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new)
        (tables,) = new.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()
        if tables:  # the copy is whole, although the journal may be open
            new.execute("UPDATE meta SET value = 'closed' WHERE name = 'status'")
            new.commit()
