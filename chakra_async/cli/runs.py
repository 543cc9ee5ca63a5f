"""What every bulk command shares: a run with its progress, report and Ctrl-C, and a dry run, for any action."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path  # noqa: TC003 - attrs reads it
from typing import TYPE_CHECKING

import attrs

from chakra_async import bulk
from chakra_async.bulk import Result, RowState, Run
from chakra_async.cli import options, output, problems, progress
from chakra_async.display.saving import check_target
from chakra_async.errors import ChakraError, SettingsError

if TYPE_CHECKING:
    from chakra_async.bulk import Action, FileSource
    from chakra_async.settings import Limits

__all__ = ["BulkCommand", "execute"]


@attrs.frozen(kw_only=True)
class BulkCommand:
    """What a bulk command was asked to do.

    Attributes:
        source: The rows.
        action: What to do with each.
        journal: Path of the journal.
        limits: The client's limits.
        retry_unknown: Whether rows of unknown outcome are sent again.
        sandbox: Whether a sandbox of its own takes the calls.
        as_json: Whether the report is written as JSON.
        new_journal: Whether a journal that was lost is made anew.
        accept_country_change: Whether rows may be sent again to the number that they have in another country.
        report: Where the report is saved, or None.

    """

    source: FileSource
    action: Action
    journal: Path
    limits: Limits
    retry_unknown: bool
    sandbox: bool
    as_json: bool
    accept_country_change: bool = False
    new_journal: bool = False
    report: Path | None = None


def execute(command: BulkCommand, *, dry_run: bool) -> int:
    """Run a bulk command, or only check its rows, and return its exit code."""
    if command.report is not None:
        check_target(command.report)
        if dry_run and command.report.suffix.lower() != ".html":
            raise SettingsError("--report of a dry run must end in .html: its table is not kept.")
    return asyncio.run(_check(command) if dry_run else _run(command))


def _save(report: bulk.Report, command: BulkCommand) -> None:
    """Save the report if that is asked for; a failure is reported, and the run keeps its exit code."""
    if command.report is None:
        return
    show = output.note if command.as_json else output.line
    try:
        show(f"Report: {report.save(command.report)}")
    except ChakraError as error:
        output.note(f"The report could not be saved: {error}")


async def _run(command: BulkCommand) -> int:
    async with options.client(command.limits, sandbox=command.sandbox) as chakra:
        run = Run(
            chakra,
            command.action,
            rows=command.source,
            journal=command.journal,
            on_unknown="retry" if command.retry_unknown else "hold",
            accept_country_change=command.accept_country_change,
            new_journal=command.new_journal,
        )
        _listen(run)
        async with progress.shown(run):
            report = await run.finish()
    unknown = list(report.problems(RowState.UNKNOWN, RowState.SENDING)) if report.unknown else []
    if command.as_json:
        output.as_json({**report.to_dict(), "unknown_rows": [_row(result) for result in unknown]})
        _save(report, command)
        return report.exit_code
    for state, title in ((RowState.INVALID, "Invalid"), (RowState.REFUSED, "Refused")):
        if getattr(report, state.value):
            problems.show_grouped(title, report.problems(state), state.value, command.journal)
    problems.show_all("Unknown, perhaps done, not sent again without --on-unknown retry", unknown)
    for result in report.unrecorded:
        output.line(f"Not recorded: {result.place}  {result.masked}  {result.state}")
    output.line(str(attrs.evolve(report, reasons=[])))  # they are in the list above
    _save(report, command)
    return report.exit_code


async def _check(command: BulkCommand) -> int:
    found: list[Result] = []
    report = await bulk.dry_run(
        command.action,
        command.source,
        journal=command.journal,
        problem=found.append,
        country=os.environ.get("CHAKRA_COUNTRY") or None,
    )
    bad = [result for result in found if result.state is RowState.INVALID]
    code = int(bool(bad) or report.stopped_because is not None)
    if command.as_json:
        output.as_json({**report.to_dict(), "exit_code": code, "invalid_rows": [_row(each) for each in bad]})
        _save(report, command)
        return code
    problems.show_all("Invalid", bad)
    if report.countries:
        output.line(f"Countries: {', '.join(f'{name} {rows}' for name, rows in report.countries.items())}.")
    if report.stopped_because is not None:
        output.line(f"A run would refuse this list: {report.stopped_because}.")
    output.line(
        f"{report.pending} of {report.rows} rows would be sent, {report.invalid} cannot be, "
        f"{report.duplicate} are duplicates, {report.done} are done already. Nothing was sent."
    )
    _save(report, command)
    return code


def _row(result: Result) -> dict[str, object]:
    return {"row": result.number, "line": result.line, "number": result.masked, "reason": result.reason}


def _listen(run: Run) -> None:
    """Stop the run at the first Ctrl-C, abort it at the second."""
    asked = 0

    def interrupt() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            run.abort()
            return
        run.stop()
        with contextlib.suppress(OSError):  # the terminal is gone
            output.note(
                f"\nStopping: {run.in_flight} calls under way will end; press Ctrl-C again to stop at once."
            )

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, interrupt)
        loop.add_signal_handler(signal.SIGTERM, interrupt)
        loop.add_signal_handler(signal.SIGHUP, interrupt)
