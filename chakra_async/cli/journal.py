"""`chakra journal`: what is in a journal, also while a run writes it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from chakra_async.bulk import Result, RowState, report_of
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.safe_cells import safe_cell
from chakra_async.cli import output
from chakra_async.display.saving import check_target
from chakra_async.errors import SettingsError

__all__ = ["app"]

_COLUMNS: Final = (
    *("row", "line", "key", "state", "outcome", "code", "reason", "was_created", "attempts", "at"),
)
_HIDDEN: Final = frozenset({"validation", "rows", "source"})
_MILLISECONDS: Final = 1000
"""What a cell begins with that a spreadsheet runs; the full-width signs are taken like the plain ones."""

_Path = Annotated[Path, typer.Argument(help="The journal.", show_default=False)]
_Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]

app = typer.Typer(help="Read the journal of a run.", no_args_is_help=True, rich_markup_mode=None)


@app.command("show")
def show(*, path: _Path, as_json: _Json = False) -> int:
    """Show which run a journal belongs to, and how many rows are in which state."""
    entries, counts = describe(path)
    shown = {name: value for name, value in entries.items() if name not in _HIDDEN and value}
    states = {state.value: counts.get(state, 0) for state in RowState}
    if as_json:
        output.as_json({**shown, "rows": sum(states.values()), "states": states})
        return 0
    for name, value in shown.items():
        output.line(f"{name.replace('_', ' ')}: {value}")
    output.line(f"rows: {sum(states.values())}")
    for state, count in states.items():
        if count:
            output.line(f"  {state}: {count}")
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
    output.line(f"Report: {report_of(path).save(to, show_numbers=show_numbers)}")
    return 0


@app.command("export")
def export(
    path: _Path,
    state: Annotated[list[str] | None, typer.Option(help="Only rows in this state; may be repeated.")] = None,
) -> int:
    """Write the rows as CSV to standard output, phone numbers in full."""
    wanted = tuple(RowState)
    if state:
        unknown = sorted(set(state) - {each.value for each in RowState})
        if unknown:
            raise SettingsError(f"--state must be one of {', '.join(RowState)}, not {unknown[0]!r}.")
        wanted = tuple(RowState(each) for each in state)
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for result in read_rows(path, wanted):
        writer.writerow(_cells(result))
        output.write(line.getvalue())
        line.seek(0)
        line.truncate()
    output.write(line.getvalue())
    return 0


@app.command("unknown")
def unknown(*, path: _Path, as_json: _Json = False) -> int:
    """List the rows that were perhaps done; exit with 1 if there are any."""
    found = read_rows(path, (RowState.UNKNOWN, RowState.SENDING))
    rows: list[dict[str, object]] = []
    count = 0
    for result in found:
        count += 1
        if as_json:
            rows.append(
                {"row": result.number, "line": result.line, "number": result.masked, "reason": result.reason}
            )
        else:
            output.line(
                f"{result.place}  {result.masked}  {output.printable(result.reason or 'under way, or the run was killed')}"
            )
    if as_json:
        output.as_json(rows)
    elif not count:
        output.line("No row's outcome is unknown.")
    return int(bool(count))


def _cells(result: Result) -> list[object]:
    at = "" if result.at is None else datetime.fromtimestamp(result.at / _MILLISECONDS, UTC).isoformat()
    created = "" if result.was_created is None else str(result.was_created).lower()
    names = (result.key, result.state.value, result.outcome, result.code, result.reason)
    texts = ["" if value is None else safe_cell(output.printable(str(value))) for value in names]
    return [result.number, result.line, *texts, created, result.attempts, at]
