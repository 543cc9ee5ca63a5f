"""`chakra enrol`: the phone numbers of a table into a campaign, each once."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - read by typer from the annotations
from typing import Annotated, Final

import typer

from chakra_async.bulk import Enrol, read
from chakra_async.cli import options, runs
from chakra_async.errors import SettingsError

__all__ = ["command"]

_SANDBOX_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"


def command(
    *,
    file: Annotated[Path, typer.Argument(help="CSV or TSV file with a header line.", show_default=False)],
    campaign: Annotated[str | None, typer.Option(help="UUID of the campaign.", show_default=False)] = None,
    column: Annotated[
        str | None,
        typer.Option(
            help="Column of the phone numbers, by name, number or letter; by default the one named like it."
        ),
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
    header_row: Annotated[
        int | None,
        typer.Option(
            "--header-row", min=1, help="Line of the file that names the columns; by default found."
        ),
    ] = None,
    concurrency: Annotated[int | None, typer.Option(help="Calls under way at once.")] = None,
    rate: Annotated[str | None, typer.Option(help="Calls per second, or adaptive.")] = None,
    on_unknown: Annotated[
        str, typer.Option(help="Rows whose outcome is unknown: hold, or retry, which may enrol them twice.")
    ] = "hold",
    accept_country_change: Annotated[
        bool,
        typer.Option(
            "--accept-country-change",
            help="Send rows again that were done under another number with the journal's country.",
        ),
    ] = False,
    new_journal: Annotated[
        bool,
        typer.Option("--new-journal", help="Send all rows anew although a run lost its journal."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and judge every row, send nothing.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(help="Save the report: .html a page to show, .xlsx or .csv a table of all rows."),
    ] = None,
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
    bulk_command = runs.BulkCommand(
        source=read(file, column, delimiter, encoding, header_row),
        action=Enrol(campaign, country=country),
        journal=file.with_suffix(".sandbox.journal" if sandbox else ".journal")
        if journal is None
        else journal,
        limits=options.limits_of(concurrency, rate),
        retry_unknown=on_unknown == "retry",
        sandbox=sandbox,
        as_json=as_json,
        accept_country_change=accept_country_change,
        new_journal=new_journal,
        report=report,
    )
    return runs.execute(bulk_command, dry_run=dry_run)
