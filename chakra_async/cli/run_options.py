"""The options that every bulk command has, and the decorator that gives them to a command besides its own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container  # noqa: TC003 - as below
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import attrs
import typer

from chakra_async.bulk.journal.location import Location, location_of
from chakra_async.bulk.preparing import is_same_file
from chakra_async.cli import options
from chakra_async.display.saving import check_target
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits

__all__ = ["ADAPTIVE_FROM", "RunOptions", "bulk_command"]

ADAPTIVE_FROM: Final = 1000
"""Rows beyond which the rate is adaptive where none is given."""
_UNLIMITED: Final = "unlimited"
_RETRY: Final = "unknown rows may be done twice"


@attrs.frozen(kw_only=True)
class RunOptions:
    """What every bulk command can be asked for; the help of each option says what it does."""

    file: Annotated[
        Path, typer.Argument(help="Table: CSV, XLSX, JSON, Parquet, also compressed.", show_default=False)
    ]
    column: Annotated[
        str | None,
        typer.Option(
            help="Column of the phone numbers, by name, number or letter; by default the one named like it."
        ),
    ] = None
    country: Annotated[
        str | None,
        typer.Option(help="Country of numbers without country code, such as IN; by default CHAKRA_COUNTRY."),
    ] = None
    journal: Annotated[
        str | None,
        typer.Option(
            metavar="PATH|ADDRESS",
            help="The journal: a file, by default beside FILE, with the suffix .journal; or postgresql://host/database#name.",
        ),
    ] = None
    delimiter: Annotated[str | None, typer.Option(help="Delimiter; by default seen from the header.")] = None
    encoding: Annotated[str, typer.Option(help="Encoding of the file.")] = "utf-8-sig"
    header_row: Annotated[
        int | None,
        typer.Option(
            "--header-row", min=1, help="Line of the file that names the columns; by default found."
        ),
    ] = None
    sheet: Annotated[
        str | None,
        typer.Option(help="Sheet of a workbook, by name or number; by default the one with the column."),
    ] = None
    member: Annotated[str | None, typer.Option(help="File in a zip archive; by default the only one.")] = None
    concurrency: Annotated[
        int | None, typer.Option(help=f"Calls under way at once; by default {Limits().concurrency}.")
    ] = None
    rate: Annotated[
        str | None,
        typer.Option(help="Calls per second, adaptive (the default for more than 1,000 rows), or unlimited."),
    ] = None
    ramp: Annotated[
        float | None, typer.Option(help="Seconds in which the rate grows from 1 a second to --rate.")
    ] = None
    limit: Annotated[int | None, typer.Option(help="End after so many rows; the next run goes on.")] = None
    between: Annotated[
        str | None,
        typer.Option(help="Hours in which to send, such as 09:00-20:00; outside of them it waits."),
    ] = None
    tz: Annotated[
        str | None, typer.Option("--tz", help="Time zone of these hours, such as Asia/Kolkata.")
    ] = None
    exclude: Annotated[
        Path | None, typer.Option(help="Table of phone numbers to leave out, such as opt-outs.")
    ] = None
    inbox: Annotated[
        str | None,
        typer.Option(
            "--inbox",
            help="A receiver's inbox (file or postgresql:// address): who opted out there is left out; else CHAKRA_INBOX.",
        ),
    ] = None
    only_to: Annotated[
        str | None,
        typer.Option(
            "--only-to", help="Test send: the first row, to this number. The journal is not touched."
        ),
    ] = None
    retry: Annotated[
        str | None,
        typer.Option(
            help=f"Try rows again that are refused, unknown, invalid, excluded (a comma list), or all for the first three; {_RETRY}."
        ),
    ] = None
    retry_code: Annotated[
        str | None,
        typer.Option(
            "--retry-code",
            help="Only those with this code or class of error, such as PaymentError (a comma list); without --retry, refused ones.",
        ),
    ] = None
    on_unknown: Annotated[
        str, typer.Option(help=f"Rows whose outcome is unknown: hold, or retry; {_RETRY}.")
    ] = "hold"
    check_first: Annotated[
        bool,
        typer.Option(
            "--check-first/--no-check-first",
            help="Check the values of every row before the first call, and refuse a list if most cannot be sent.",
        ),
    ] = True
    accept_country_change: Annotated[
        bool,
        typer.Option(
            "--accept-country-change",
            help="Send rows again that were done under another number with the journal's country.",
        ),
    ] = False
    new_journal: Annotated[
        bool, typer.Option("--new-journal", help="Send all rows anew although a run lost its journal.")
    ] = False
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and judge every row, send nothing.")] = (
        False
    )
    report: Annotated[
        Path | None,
        typer.Option(help="Save the report: .html a page to show, .xlsx or .csv a table of all rows."),
    ] = None
    who: Annotated[
        str | None,
        typer.Option(
            help='Who runs it, for the journal and the report; by default user@machine, "" keeps none.'
        ),
    ] = None
    dask: Annotated[
        str | None,
        typer.Option(
            help="Address of a Dask scheduler whose workers send, such as tcp://host:8786; needs a journal in PostgreSQL."
        ),
    ] = None
    local_workers: Annotated[
        int | None,
        typer.Option(
            "--local-workers",
            min=1,
            help="Processes of this machine that send; needs a journal in PostgreSQL.",
        ),
    ] = None
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Send to a local sandbox, not to ChakraHQ.")] = (
        False
    )
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object on standard output.")] = (
        False
    )

    @property
    def limits(self) -> Any:
        """The client's limits."""
        return options.limits_of(self.concurrency, None if self.rate == _UNLIMITED else self.rate)

    @property
    def of_retry(self) -> dict[str, Any]:
        """The arguments of `Run` and of `dry_run` that say which rows are tried again.

        Raises:
            SettingsError: One cannot be used.

        """
        if self.on_unknown not in ("hold", "retry"):
            raise SettingsError(f"--on-unknown must be hold or retry, not {self.on_unknown!r}.")
        return {
            "on_unknown": self.on_unknown,
            "retry": _listed(self.retry),
            "retry_codes": _listed(self.retry_code),
        }

    @property
    def of_run(self) -> dict[str, Any]:
        """The arguments of `Run` that come from options alone.

        Raises:
            SettingsError: One cannot be used.

        """
        return {
            **self.of_retry,
            "limit": self.limit,
            "between": self.between,
            "time_zone": self.tz,
            "only_to": self.only_to,
            "ramp": self.ramp,
            "adaptive_from": ADAPTIVE_FROM if self.rate is None else None,
            "check_first": self.check_first,
            "accept_country_change": self.accept_country_change,
            "new_journal": self.new_journal,
            "who": self.who,
        }

    def check_report(self, journal: Location) -> None:
        """Check, before a run, that its report can be saved, and not over what the run reads or writes.

        Args:
            journal: Where the journal is.

        Raises:
            SettingsError: It cannot.

        """
        if self.report is None:
            return
        target = check_target(self.report)
        inbox = None if self.inbox is None else Path(self.inbox)
        used = {"FILE": self.file, "--journal": journal, "--exclude": self.exclude, "--inbox": inbox}
        for name, path in used.items():
            if is_same_file(target, path):
                raise SettingsError(
                    f"--report must be another file than that of {name}, which it would replace."
                )

    def journal_beside(self, name: str = "") -> Location:
        """Return where the journal is.

        Args:
            name: What distinguishes the journals of several actions on one table.

        Raises:
            SettingsError: FILE is a directory without a name.

        """
        if self.journal is not None:
            return location_of(self.journal)
        if not self.file.name:
            raise SettingsError(f"{self.file} is a directory, not a file: name the table.")
        between = f".{name}" if name else ""
        return self.file.with_suffix(f"{between}.sandbox.journal" if self.sandbox else f"{between}.journal")


def _listed(text: str | None) -> list[str]:
    return [] if text is None else [part.strip() for part in text.split(",") if part.strip()]


def bulk_command(function: Callable[..., int], *, without: Container[str] = ()) -> Callable[..., int]:
    """Return a command with the options of `RunOptions` besides the function's own; it gets them as its first argument.

    Args:
        function: The command. Arguments of its own come before FILE.
        without: Options of `RunOptions` that it does not have.

    """
    hints = get_type_hints(RunOptions, include_extras=True)
    shared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=hints[field.name],
            default=inspect.Parameter.empty if field.default is attrs.NOTHING else field.default,
        )
        for field in attrs.fields(RunOptions)
        if field.name not in without
    ]
    own_hints = get_type_hints(function, include_extras=True)
    own = [
        parameter.replace(annotation=own_hints[name])
        for name, parameter in list(inspect.signature(function).parameters.items())[1:]
    ]

    def command(**given: Any) -> int:
        mine = {parameter.name: given.pop(parameter.name) for parameter in own}
        return function(RunOptions(**given), **mine)

    command.__doc__ = function.__doc__
    arguments = [one for one in own if _is_argument(one)]
    parameters = [*arguments, shared[0], *(one for one in own if one not in arguments), *shared[1:]]
    command.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": int}
    return command


def _is_argument(parameter: inspect.Parameter) -> bool:
    details = getattr(parameter.annotation, "__metadata__", ())
    return any(type(one) is type(typer.Argument()) for one in details)
