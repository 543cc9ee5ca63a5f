"""`chakra journal load`, `stop`, `retry`, `purge`, `grant` and `show --follow`: for a journal that many processes share."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import attrs
import typer

from chakra_async._core.json_text import json_text
from chakra_async.bulk.distributed.supervising import Overview
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.postgres import admin
from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.bulk.journal.postgres.finishing import GOING
from chakra_async.bulk.journal.postgres.reading import run_state
from chakra_async.bulk.journal.postgres.workers import workers_of
from chakra_async.bulk.journal.reader import describe
from chakra_async.bulk.retrying import retried_of
from chakra_async.bulk.rows import RowState
from chakra_async.cli import journal_load, output
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from chakra_async.bulk.measures import WorkerShare

__all__ = ["add_commands", "follow", "late_rows", "state_of", "worker_line"]

_INSTEAD: Final = {
    "stop": "interrupt the process of its run with Ctrl-C",
    "retry": "run the command again with --retry",
    "purge": "delete the file",
    "grant": "set the rights of the file",
    "show --follow": "look at the line of its run, or show it again",
}

_LOOK_AGAIN: Final = 1.0
_WAIT_PER_COST: Final = 20.0
_SHOWN_WORKERS: Final = 20
_STOPPED: Final = 3

_Journal = Annotated[
    str,
    typer.Argument(
        help="The journal: postgresql://host/database#name.", show_default=False, metavar="ADDRESS"
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `chakra journal`."""
    app.command("load")(journal_load.command)
    app.command("stop")(stop)
    app.command("retry")(retry)
    app.command("purge")(purge)
    app.command("grant")(grant)


def stop(
    *,
    journal: _Journal,
    why: Annotated[str, typer.Option(help="The reason, for reports.")] = "it was stopped",
) -> int:
    """Stop a run on all machines: no worker begins a call any more, and calls under way end."""
    stopped = admin.stop(_address(journal, "stop"), why)
    output.line("The run is stopping." if stopped else "The run was not running.")
    return 0


def retry(
    *,
    journal: _Journal,
    state: Annotated[
        str,
        typer.Option(
            help="States of the rows: refused, unknown, as a comma list; unknown rows may be done twice."
        ),
    ] = "refused",
    code: Annotated[
        list[str] | None, typer.Option(help="Only rows with this code or class of error; may be repeated.")
    ] = None,
    settled_after: Annotated[
        float,
        typer.Option(
            min=0,
            help="Seconds for which a row must have been unknown; a worker that was frozen meanwhile may still send it.",
        ),
    ] = admin.SETTLED_AFTER,
) -> int:
    """Make rows that have ended pending again, for the workers to send."""
    states = [each.strip() for each in state.split(",") if each.strip()]
    retried = retried_of(states, code or ())
    count = admin.retry(_address(journal, "retry"), retried, settled_after=settled_after)
    output.line(f"{count} rows are pending again.")
    return 0


def purge(
    *,
    journal: _Journal,
    yes: Annotated[
        bool, typer.Option("--yes", help="Remove it: what was done under it is forgotten.")
    ] = False,
) -> int:
    """Remove a run from the database with all its rows, which are personal data."""
    address = _address(journal, "purge")
    if not yes:
        raise SettingsError(f"purge removes the journal {address} and what it knows of each row: add --yes.")
    output.line(f"{admin.purge(address)} rows were removed.")
    return 0


def grant(
    *,
    journal: _Journal,
    role: Annotated[str, typer.Argument(help="A role of the database.", show_default=False)],
) -> int:
    """Give a role the rights that a worker needs, and no more."""
    admin.grant_worker(_address(journal, "grant"), role)
    output.line(f"The role {output.printable(role)} can work on the runs of this database.")
    return 0


def follow(journal: str, *, as_json: bool) -> int:
    """Write the counts and the workers of a run whenever they change, until no row is pending, or it is stopped; 3 then."""
    address = _address(journal, "show --follow")
    describe(address)  # it is there
    overview = Overview(address)
    before = ""
    known = set[str]()
    while True:
        began = time.monotonic()
        state, why = overview.state()
        counts = overview.counts().states
        workers = workers_of(address)
        took = time.monotonic() - began
        shown = {each.value: counts[each] for each in RowState if counts.get(each)}
        stopped = None if state in GOING else (why or f"the run is {state}")
        lines = [worker_line(each) for each in workers]
        if as_json:
            seen = [attrs.asdict(each) for each in workers]
            line = json_text({"states": shown, "stopped_because": stopped, "workers": seen})
        else:
            now = ", ".join(f"{count} {name}" for name, count in shown.items()) or "no rows"
            line = now if stopped is None else f"{now}. Stopped: {output.printable(stopped)}"
        if line != before:
            output.line(line)
            for each in () if as_json else [each for each in lines if each not in known][:_SHOWN_WORKERS]:
                output.line(each)
            output.flush()
            before, known = line, set(lines)
        if stopped is not None:
            return _STOPPED
        if shown and RowState.PENDING not in shown:
            return 0
        time.sleep(max(_LOOK_AGAIN, took * _WAIT_PER_COST))


def worker_line(worker: WorkerShare) -> str:
    """Return what one worker did, in a line."""
    at = f"{datetime.fromtimestamp(worker.seen_at / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    left = worker.slices - worker.finished
    slices = f"{worker.slices} slices{f', {left} not finished' if left else ''}"
    return f"  {output.printable(worker.name)}: {worker.rows} rows, {slices}, seen {at}"


def late_rows(journal: str) -> list[int]:
    """Return the rows of a journal whose calls ended after the row had gone on without them; none of a file."""
    location = location_of(journal)
    if not isinstance(location, JournalAddress):
        return []
    return sorted({number for number, _, _ in admin.late_rows(location)})


def state_of(journal: str) -> dict[str, str]:
    """Return the state of a journal's run, and why it was stopped; nothing of a file."""
    location = location_of(journal)
    if not isinstance(location, JournalAddress):
        return {}
    state, why = run_state(location)
    return {"state": state} if why is None else {"state": state, "stopped_because": why}


def _address(journal: str, command: str) -> JournalAddress:
    location = location_of(journal)
    if isinstance(location, JournalAddress):
        return location
    raise SettingsError(f"{command} is for a journal in PostgreSQL; for a file, {_INSTEAD[command]}.")
