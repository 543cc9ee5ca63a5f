"""`chakra journal load`: a table into a journal in PostgreSQL, and nothing sent; `chakra work` sends it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import typer

from chakra_async.bulk import Enrol, RowState, read
from chakra_async.bulk.distributed.load_list import load_list
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.cli import output, problems, send_template
from chakra_async.cli.exclusions import exclusions
from chakra_async.cli.options import client
from chakra_async.cli.run_options import ADAPTIVE_FROM, RunOptions, bulk_command
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from chakra_async.bulk import Action, FileSource, Report

__all__ = ["command"]

_WITHOUT: Final = frozenset(
    {
        *("journal", "concurrency", "only_to", "retry", "retry_code", "on_unknown", "accept_country_change"),
        *("new_journal", "dry_run", "who", "dask", "local_workers", "sandbox"),
    }
)


def _command(
    options: RunOptions,
    *,
    journal: Annotated[
        str,
        typer.Argument(
            help="The journal: postgresql://host/database#name.", show_default=False, metavar="ADDRESS"
        ),
    ],
    campaign: Annotated[
        str | None, typer.Option(help="UUID of the campaign to enrol in.", show_default=False)
    ] = None,
    template: Annotated[
        str | None, typer.Option(help="Name of the template to send.", show_default=False)
    ] = None,
    language: Annotated[str | None, typer.Option(help=send_template.LANGUAGE_HELP)] = None,
    values: Annotated[list[str] | None, typer.Option("--set", help=send_template.VALUES_HELP)] = None,
    allow_words: Annotated[
        str | None, typer.Option("--allow-words", help=send_template.ALLOW_WORDS_HELP)
    ] = None,
) -> int:
    """Load FILE into a journal in PostgreSQL without sending anything; `chakra work` sends it then, on any machine.

    Killed and started again, it goes on where it was, and no row is loaded twice. A list that is loaded already is not read
    again: the run goes on with the options given now. Exit codes: 0 loaded, 1 loaded and some rows are invalid, 2 usage, settings
    or input.
    """
    if (campaign is None) == (template is None):
        raise SettingsError("Give --campaign to enrol in, or --template to send, and not both.")
    if campaign is not None and (language is not None or values or allow_words is not None):
        raise SettingsError("--language, --set and --allow-words are for --template.")
    address = location_of(journal)
    if not isinstance(address, JournalAddress):
        raise SettingsError(
            "load is for a journal in PostgreSQL, postgresql://host/database#name; a journal in a file is made by the command that sends."
        )
    options.check_report(address)
    action: Action
    if template is not None:
        action = send_template.template_action(template, language, options.country, values, allow_words)
    else:
        action = Enrol(campaign or "", country=options.country)
    source = read(
        options.file,
        options.column,
        options.delimiter,
        options.encoding,
        options.header_row,
        sheet=options.sheet,
        member=options.member,
    )
    report = asyncio.run(_load(options, action, source, address))
    _show(report, options, address)
    return int(bool(report.invalid))


command = bulk_command(_command, without=_WITHOUT)


async def _load(options: RunOptions, action: Action, source: FileSource, address: JournalAddress) -> Report:
    async with (
        client(options.limits, sandbox=False) as chakra,
        exclusions(options.exclude, options.inbox) as exclude,
    ):
        return await load_list(
            chakra,
            action,
            source,
            address,
            exclude=exclude,
            check_first=options.check_first,
            limit=options.limit,
            ramp=options.ramp,
            between=options.between,
            time_zone=options.tz,
            adaptive_from=ADAPTIVE_FROM if options.rate is None else None,
        )


def _show(report: Report, options: RunOptions, address: JournalAddress) -> None:
    if options.as_json:
        output.as_json({**report.to_dict(), "exit_code": int(bool(report.invalid))})
    else:
        problems.show_grouped("Invalid", report.problems(RowState.INVALID), "invalid", address)
        if report.countries:
            named = ", ".join(f"{name} {rows}" for name, rows in report.countries.items())
            output.line(f"Countries: {named}.")
        output.line(
            f"{report.rows} rows: {report.pending} to send, {report.invalid} invalid, {report.duplicate} duplicates, "
            f"{report.excluded} left out, {report.done + report.refused + report.unknown} sent before. Nothing was sent."
        )
        output.line(
            f"To send them: chakra work {address.name} --all, with the database's address in CHAKRA_JOURNAL."
        )
    if options.report is not None:
        show = output.note if options.as_json else output.line
        show(f"Report: {report.save(options.report)}")
