"""`chakra enrol`: the phone numbers of a table into a campaign, each once."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path  # noqa: TC003 - read by typer from the annotations
from typing import TYPE_CHECKING, Annotated, Final

import attrs
import typer

from chakra_async import bulk
from chakra_async.bulk import CsvSource, Enrol, Result, RowState, Run, read
from chakra_async.cli import options, progress
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chakra_async.settings import Limits

__all__ = ["command"]

_SANDBOX_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
_SHOWN: Final = 20


@attrs.frozen(kw_only=True)
class _Order:
    source: CsvSource
    action: Enrol
    journal: Path
    limits: Limits
    retry_unknown: bool
    sandbox: bool
    as_json: bool


def command(
    *,
    file: Annotated[Path, typer.Argument(help="CSV or TSV file with a header line.", show_default=False)],
    campaign: Annotated[str | None, typer.Option(help="UUID of the campaign.", show_default=False)] = None,
    column: Annotated[
        str | None, typer.Option(help="Column of the phone numbers; by default the one named like it.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Country of numbers without country code, such as IN.")
    ] = None,
    journal: Annotated[
        Path | None,
        typer.Option(help="The journal; by default FILE with the suffix .journal, or .sandbox.journal."),
    ] = None,
    delimiter: Annotated[str | None, typer.Option(help="Delimiter; by default seen from the header.")] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of the file.")] = "utf-8-sig",
    concurrency: Annotated[int | None, typer.Option(help="Calls under way at once.")] = None,
    rate: Annotated[str | None, typer.Option(help="Calls per second, or adaptive.")] = None,
    on_unknown: Annotated[
        str, typer.Option(help="Rows whose outcome is unknown: hold, or retry, which may enrol them twice.")
    ] = "hold",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and judge every row, send nothing.")
    ] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Send to a local sandbox, not to ChakraHQ.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="End with one JSON object on standard output.")
    ] = False,
) -> int:
    """Enrol the phone numbers of FILE into a campaign, each once.

    Started again, it goes on where it was: the journal knows what was done. Exit codes: 0 every row is done, 1 some
    are refused, unknown, invalid or unsent, 2 usage, settings or input, 3 stopped by a condition, 130 interrupted.
    """
    if on_unknown not in ("hold", "retry"):
        raise SettingsError(f"--on-unknown must be hold or retry, not {on_unknown!r}.")
    if campaign is None:
        if not sandbox:
            raise SettingsError("--campaign is missing: the UUID on the campaign's details page in the app.")
        campaign = _SANDBOX_CAMPAIGN
    order = _Order(
        source=read(file, column, delimiter, encoding),
        action=Enrol(campaign, country=country),
        journal=file.with_suffix(".sandbox.journal" if sandbox else ".journal")
        if journal is None
        else journal,
        limits=options.limits_of(concurrency, rate),
        retry_unknown=on_unknown == "retry",
        sandbox=sandbox,
        as_json=as_json,
    )
    return asyncio.run(_check(order) if dry_run else _run(order))


async def _run(order: _Order) -> int:
    async with options.client(order.limits, sandbox=order.sandbox) as chakra:
        run = Run(
            chakra,
            order.action,
            rows=order.source,
            journal=order.journal,
            on_unknown="retry" if order.retry_unknown else "hold",
        )
        _listen(run)
        async with progress.shown(run):
            report = await run.finish()
    unknown = list(report.problems(RowState.UNKNOWN, RowState.SENDING)) if report.unknown else []
    if order.as_json:
        options.as_json({**report.to_dict(), "unknown_rows": [_row(result) for result in unknown]})
        return report.exit_code
    typer.echo(str(report))
    _show("Unknown, perhaps done, not sent again without --on-unknown retry", unknown, order.journal)
    for state, title in ((RowState.REFUSED, "Refused"), (RowState.INVALID, "Invalid")):
        if getattr(report, state.value):
            _show(title, report.problems(state), order.journal, most=_SHOWN)
    for result in report.unrecorded:
        typer.echo(f"Not recorded: {result.place}  {result.masked}  {result.state}")
    return report.exit_code


async def _check(order: _Order) -> int:
    found: list[Result] = []
    report = await bulk.dry_run(order.action, order.source, journal=order.journal, problem=found.append)
    bad = [result for result in found if result.state is RowState.INVALID]
    if order.as_json:
        options.as_json(
            {**report.to_dict(), "exit_code": int(bool(bad)), "invalid_rows": [_row(each) for each in bad]}
        )
        return int(bool(bad))
    typer.echo(
        f"{report.pending} of {report.rows} rows would be sent, {report.invalid} cannot be, "
        f"{report.duplicate} are duplicates, {report.done} are done already. Nothing was sent."
    )
    _show("Invalid", bad, order.journal)
    return int(bool(bad))


def _row(result: Result) -> dict[str, object]:
    return {"row": result.number, "line": result.line, "number": result.masked, "reason": result.reason}


def _show(title: str, results: Iterable[Result], journal: Path, most: int | None = None) -> None:
    for count, result in enumerate(results):
        if count == 0:
            typer.echo(f"{title}:")
        if most is not None and count == most:
            typer.echo(f"  ... the rest is in the journal: chakra journal export {journal}")
            return
        parts = [result.place, result.masked, result.reason or ""]
        typer.echo("  " + "  ".join(part for part in parts if part))


def _listen(run: Run) -> None:
    """Take the first Ctrl-C as a wish to end, and the second as an order."""
    asked = 0

    def interrupt() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            run.abort()
            return
        run.stop()
        sys.stderr.write(
            f"\nStopping: {run.in_flight} calls under way will end; press Ctrl-C again to stop at once.\n"
        )

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, interrupt)
        loop.add_signal_handler(signal.SIGTERM, interrupt)
