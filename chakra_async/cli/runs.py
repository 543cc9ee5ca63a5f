"""What every bulk command shares: a run with its progress, report and Ctrl-C, and a dry run, for any action."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

import attrs

from chakra_async import bulk
from chakra_async.bulk import Result, RowState, Run, read
from chakra_async.bulk.journal.location import Location  # noqa: TC001 - attrs reads it
from chakra_async.cli import output, problems
from chakra_async.cli.engines import engine_of
from chakra_async.cli.exclusions import exclusions
from chakra_async.cli.options import client
from chakra_async.display.progress import Bar, Events, Lines, Screen, is_terminal, shown
from chakra_async.errors import ChakraError, SettingsError

if TYPE_CHECKING:
    from chakra_async.bulk import Action, FileSource
    from chakra_async.cli.run_options import RunOptions

__all__ = ["execute"]


@attrs.frozen(kw_only=True)
class _Command:
    """What a bulk command was asked to do.

    Attributes:
        options: The options that every one has.
        source: The rows.
        action: What to do with each.
        journal: Where the journal is.

    """

    options: RunOptions
    source: FileSource
    action: Action
    journal: Location

    @property
    def as_json(self) -> bool:
        """Whether the report is written as JSON."""
        return self.options.as_json


def execute(options: RunOptions, action: Action, journal: Location) -> int:
    """Run an action for the rows of a table, or only check them, and return the exit code of the command."""
    if options.report is not None:
        options.check_report(journal)
        if options.dry_run and options.report.suffix.lower() != ".html":
            raise SettingsError("--report of a dry run must end in .html: its table is not kept.")
    if options.dry_run and options.only_to is not None:
        raise SettingsError("--dry-run sends nothing, and --only-to sends one message: give one of the two.")
    source = read(
        options.file,
        options.column,
        options.delimiter,
        options.encoding,
        options.header_row,
        sheet=options.sheet,
        member=options.member,
    )
    command = _Command(options=options, source=source, action=action, journal=journal)
    return asyncio.run(_check(command) if options.dry_run else _run(command))


def _save(report: bulk.Report, command: _Command) -> None:
    """Save the report if that is asked for; a failure is reported, and the run keeps its exit code."""
    if command.options.report is None:
        return
    show = output.note if command.as_json else output.line
    try:
        show(f"Report: {report.save(command.options.report)}")
    except ChakraError as error:
        output.note(f"The report could not be saved: {error}")


def _screen(command: _Command) -> Screen:
    if is_terminal():
        return Bar(output.draw)
    return Events(_log) if command.as_json else Lines(_log)


def _log(line: str) -> None:
    output.note(line)
    output.flush()


async def _run(command: _Command) -> int:
    given = command.options.of_run
    async with (
        client(command.options.limits, sandbox=command.options.sandbox) as chakra,
        exclusions(command.options.exclude, command.options.inbox) as exclude,
    ):
        run = Run(
            chakra, command.action, rows=command.source, journal=command.journal, exclude=exclude, **given
        )
        _listen(run)
        async with (
            engine_of(command.options, command.journal, chakra) as engine,
            shown(run, _screen(command)),
        ):
            report = await run.finish(engine=engine)
    unknown = list(report.problems(RowState.UNKNOWN, RowState.SENDING)) if report.unknown else []
    if command.as_json:
        output.as_json({**report.to_dict(), "unknown_rows": [_row(result) for result in unknown]})
        _save(report, command)
        return report.exit_code
    for state, title in ((RowState.INVALID, "Invalid"), (RowState.REFUSED, "Refused")):
        if getattr(report, state.value):
            problems.show_grouped(title, report.problems(state), state.value, report.journal)
    problems.show_all("Unknown, perhaps done, not sent again without --retry unknown", unknown)
    for result in report.unrecorded:
        output.line(f"Not recorded: {result.place}  {result.masked}  {result.state}")
    if command.options.only_to is not None:
        for result in report.problems(RowState.DONE):
            output.line(f"Sent to {result.masked}: {output.printable(result.result_id or 'no id')}")
    output.line(str(attrs.evolve(report, reasons=[])))  # they are in the list above
    _save(report, command)
    return report.exit_code


async def _check(command: _Command) -> int:
    found: list[Result] = []
    options = command.options
    shown: list[str] = []
    async with contextlib.AsyncExitStack() as stack:
        chakra = None
        if hasattr(command.action, "prepare"):
            chakra = await stack.enter_async_context(client(options.limits, sandbox=options.sandbox))
        exclude = await stack.enter_async_context(exclusions(options.exclude, options.inbox))
        report = await bulk.dry_run(
            command.action,
            command.source,
            journal=command.journal,
            problem=found.append,
            country=os.environ.get("CHAKRA_COUNTRY") or None,
            client=chakra,
            exclude=exclude,
            preview=shown.append,
            accept_country_change=options.accept_country_change,
            **options.of_retry,
        )
    bad = [result for result in found if result.state is RowState.INVALID]
    code = int(bool(bad) or report.stopped_because is not None)
    if command.as_json:
        output.as_json(
            {
                **report.to_dict(),
                "exit_code": code,
                "invalid_rows": [_row(each) for each in bad],
                "previews": shown,
            }
        )
        _save(report, command)
        return code
    for message in shown:
        output.line(f"{message}\n")
    problems.show_all("Invalid", bad)
    if report.countries:
        output.line(f"Countries: {', '.join(f'{name} {rows}' for name, rows in report.countries.items())}.")
    if report.stopped_because is not None:
        output.line(f"A run would refuse this list: {report.stopped_because}.")
    excluded = f", {report.excluded} would be left out" if report.excluded else ""
    if options.limit is not None and options.limit < report.pending:
        excluded += f"; one run with --limit {options.limit} sends {options.limit} of them"
    output.line(
        f"{report.pending} of {report.rows} rows would be sent, {report.invalid} cannot be, "
        f"{report.duplicate} are duplicates, {report.done} are done already{excluded}. Nothing was sent."
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
        if (
            signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
        ):  # nohup has it ignored: the run outlives the terminal
            loop.add_signal_handler(signal.SIGHUP, interrupt)
