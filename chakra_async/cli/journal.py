"""`chakra journal`: what is in a journal, also while a run writes it."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import sys
import tempfile
from contextlib import aclosing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import attrs
import typer

from chakra_async.bulk import Result, RowState, check_unknown, read, report_of, rows_to_fix
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres.workers import workers_of
from chakra_async.bulk.journal.reader import count_deliveries, describe, read_rows
from chakra_async.bulk.safe_cells import safe_cell
from chakra_async.bulk.sources.columns import column_names
from chakra_async.cli import output, shared_journal
from chakra_async.cli.options import client
from chakra_async.display.saving import check_target
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import IO

    from chakra_async.bulk import FileSource

__all__ = ["app"]

_COLUMNS: Final = (
    *("row", "line", "key", "state", "outcome", "code", "reason", "was_created", "attempts", "at"),
    *("result_id", "error", "delivery", "delivery_at", "failed_at", "failed_reason"),
)
_HIDDEN: Final = frozenset({"validation", "rows", "source", "options_since", "opt_outs"})
_MILLISECONDS: Final = 1000
_REASON: Final = "reason"

_Path = Annotated[
    str,
    typer.Argument(
        help="The journal: a file, or postgresql://host/database#name.", show_default=False, metavar="JOURNAL"
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]

app = typer.Typer(help="Read the journal of a run.", no_args_is_help=True, rich_markup_mode=None)
shared_journal.add_commands(app)


@app.command("show")
def show(
    *,
    path: _Path,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow",
            help="Write a line whenever the counts of a run in PostgreSQL change, until no row is pending or the run is stopped.",
        ),
    ] = False,
    as_json: _Json = False,
) -> int:
    """Show which run a journal belongs to, and how many rows are in which state."""
    if follow:
        return shared_journal.follow(path, as_json=as_json)
    entries, counts = describe(location_of(path))
    shown = {name: value for name, value in entries.items() if name not in _HIDDEN and value}
    states = {state.value: counts.get(state, 0) for state in RowState}
    deliveries = count_deliveries(location_of(path))
    late = shared_journal.late_rows(path)
    shown |= shared_journal.state_of(path)
    workers = workers_of(location_of(path))
    if as_json:
        figures = {
            "rows": sum(states.values()),
            "states": states,
            "deliveries": deliveries,
            **({"late": late} if late else {}),
            **({"workers": [attrs.asdict(each) for each in workers]} if workers else {}),
        }
        output.as_json({**shown, **figures})
        return 0
    for name, value in shown.items():
        output.line(f"{name.replace('_', ' ')}: {output.printable(value)}")
    output.line(f"rows: {sum(states.values())}")
    for state, count in states.items():
        if count:
            output.line(f"  {state}: {count}")
    if deliveries:
        output.line("messages by how far they came:")
        for stage, count in deliveries.items():
            output.line(f"  {stage}: {count}")
    for worker in workers:
        output.line(shared_journal.worker_line(worker))
    if late:
        output.line(
            f"perhaps done twice, since a call ended after its row had been sent again: rows {', '.join(map(str, late))}"
        )
    return 0


@app.command("report")
def report(
    *,
    path: _Path,
    to: Annotated[Path, typer.Argument(help="Where to: .html, .xlsx or .csv.", show_default=False)],
    show_numbers: Annotated[bool, typer.Option("--show-numbers", help="Show phone numbers in full.")] = False,
) -> int:
    """Save the report of a journal, with the deliveries that were recorded in it since."""
    check_target(to)
    output.line(f"Report: {report_of(location_of(path)).save(to, show_numbers=show_numbers)}")
    return 0


@app.command("export")
def export(
    path: _Path,
    state: Annotated[list[str] | None, typer.Option(help="Only rows in this state; may be repeated.")] = None,
) -> int:
    """Write the rows as CSV to standard output, phone numbers in full."""
    wanted = _states(state) if state else tuple(RowState)
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for result in read_rows(location_of(path), wanted):
        writer.writerow(_cells(result))
        output.write(line.getvalue())
        line.seek(0)
        line.truncate()
    output.write(line.getvalue())
    return 0


@app.command("unknown")
def unknown(
    *,
    path: _Path,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Look them up by calls that only read, and settle those that are proven to have been done.",
        ),
    ] = False,
    as_json: _Json = False,
) -> int:
    """List the rows that were perhaps done; exit with 1 if there are any that are not proven to have been done."""
    if check:
        return asyncio.run(_check(path, as_json=as_json))
    rows: list[dict[str, object]] = []
    count = 0
    for result in read_rows(location_of(path), (RowState.UNKNOWN, RowState.SENDING)):
        count += 1
        reason = result.reason or "under way, or the run was killed"
        if as_json:
            rows.append(_row(result, reason=result.reason))
        else:
            output.line(f"{result.place}  {result.masked}  {output.printable(reason)}")
    if as_json:
        output.as_json(rows)
    elif not count:
        output.line("No row's outcome is unknown.")
    return int(bool(count))


async def _check(path: str, *, as_json: bool) -> int:
    rows: list[dict[str, object]] = []
    proven = left = 0
    async with (
        client(Limits(), sandbox=False) as chakra,
        aclosing(check_unknown(chakra, location_of(path))) as findings,
    ):
        async for finding in findings:
            proven += finding.proven
            left += not finding.proven
            if as_json:
                rows.append(_row(finding.row, proven=finding.proven, reason=finding.reason))
            else:
                word = "done" if finding.proven else "not proven"
                what = f"{word}: {output.printable(finding.reason)}"
                output.line(f"{finding.row.place}  {finding.row.masked}  {what}")
    if as_json:
        output.as_json(rows)
    else:
        output.line(
            f"{proven} rows are proven to have been done, and the journal has them as done; {left} are not."
            if proven or left
            else "No row's outcome is unknown."
        )
    return int(bool(left))


def _row(result: Result, **more: object) -> dict[str, object]:
    return {"row": result.number, "line": result.line, "number": result.masked, **more}


@app.command("fix")
def fix(
    *,
    path: _Path,
    source: Annotated[Path, typer.Option(help="The table that was run.", show_default=False)],
    state: Annotated[
        str, typer.Option(help="States of the rows wanted, as a comma list.")
    ] = "invalid,refused",
    target: Annotated[
        Path | None, typer.Option("-o", "--output", help="CSV file to write; by default standard output.")
    ] = None,
    column: Annotated[str | None, typer.Option(help="Column of the phone numbers, as for the run.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Delimiter, as for the run.")] = None,
    encoding: Annotated[str, typer.Option(help="Encoding, as for the run.")] = "utf-8-sig",
    header_row: Annotated[int | None, typer.Option("--header-row", min=1, help="As for the run.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook, as for the run.")] = None,
    member: Annotated[str | None, typer.Option(help="File in a zip archive, as for the run.")] = None,
) -> int:
    """Write the rows that were not done as CSV: the columns of the table, and the reason. Correct them and run that file.

    The cells are as they were read, so that what is sent after the correction is what the table says. A spreadsheet program may take
    one that begins with =, +, - or @ for a formula, as it would in the table: open a file of others as text.
    """
    if target is not None and any(
        os.path.realpath(target) == os.path.realpath(one) for one in (path, source)
    ):
        raise SettingsError("--output must be another file than the journal and the table.")
    table = read(source, column, delimiter, encoding, header_row, sheet=sheet, member=member)
    count = asyncio.run(_fix(path, table, _states(state.split(",")), target))
    if target is not None:
        output.line(f"{count} rows are in {output.printable(str(target))}.")
    return 0


async def _fix(path: str, table: FileSource, states: tuple[RowState, ...], target: Path | None) -> int:
    count = 0
    with _writer(target) as write:
        async with aclosing(rows_to_fix(location_of(path), table, states)) as rows:
            async for row in rows:
                if not count:
                    write([*row.cells, column_names([*row.cells, _REASON])[-1]])
                count += 1
                reason = row.result.reason or row.result.state.value
                # The table's own cells are what is sent once they are corrected: an apostrophe in front would be sent as well.
                write([*row.cells.values(), safe_cell(output.printable(reason))])
    return count


@contextmanager
def _writer(target: Path | None) -> Generator[Callable[[list[str]], None]]:
    """Give a function that writes a row of CSV; a file can be read by its owner only, and what was there stays until it is whole."""
    if target is None:
        line = io.StringIO()
        to_line = csv.writer(line, lineterminator="\n")
        is_terminal = sys.stdout is not None and sys.stdout.isatty()  # pyright: ignore[reportUnnecessaryComparison] - None where it is closed

        def write(cells: list[str]) -> None:
            to_line.writerow([output.printable(cell) for cell in cells] if is_terminal else cells)
            output.write(line.getvalue())
            line.seek(0)
            line.truncate()

        yield write
        return
    try:
        if target.exists() and not target.is_file():  # such as a pipe
            with target.open("w", encoding="utf-8-sig", newline="") as file:
                yield csv.writer(file).writerow
            return
        with _replaced(Path(os.path.realpath(target))) as whole:
            yield csv.writer(whole).writerow
    except OSError as error:
        raise SettingsError(f"--output {target} cannot be written: {error.strerror or error}.") from None


@contextmanager
def _replaced(target: Path) -> Generator[IO[str]]:
    """Give a file beside a path, for its owner only, that takes its place once it is whole."""
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(number, "w", encoding="utf-8-sig", newline="") as file:
            yield file
        os.replace(name, target)  # noqa: PTH105 - a name of this function's own
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _states(names: list[str]) -> tuple[RowState, ...]:
    names = [name.strip() for name in names if name.strip()]
    unknown = sorted(set(names) - {each.value for each in RowState})
    if unknown or not names:
        what = repr(unknown[0]) if unknown else "nothing"
        raise SettingsError(f"--state must be one of {', '.join(RowState)}, not {what}.")
    return tuple(RowState(name) for name in names)


def _cells(result: Result) -> list[object]:
    created = "" if result.was_created is None else str(result.was_created).lower()
    return [
        *(result.number, result.line, _text(result.key), result.state.value, _text(result.outcome)),
        *(_text(result.code), _text(result.reason), created, result.attempts, _time(result.at)),
        *(_text(result.result_id), _text(result.error_class), _text(result.delivery)),
        *(_time(result.delivery_at), _time(result.failed_at), _text(result.failed_reason)),
    ]


def _text(value: object) -> str:
    return "" if value is None else safe_cell(output.printable(str(value)))


def _time(at: int | None) -> str:
    if at is None:
        return ""
    try:
        return datetime.fromtimestamp(at / _MILLISECONDS, UTC).isoformat()
    except (ValueError, OverflowError, OSError):  # a delivery's, in another unit
        return str(at)
