"""`chakra work`: one process's share of a run whose journal is in PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from chakra_async.bulk.distributed.slices import ALL, Share
from chakra_async.bulk.distributed.work import WorkEnd, work
from chakra_async.cli import output
from chakra_async.cli.exclusions import exclusions
from chakra_async.cli.options import rate_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from chakra_async.bulk import Exclude
    from chakra_async.bulk.distributed.options import WorkerOptions
    from chakra_async.bulk.distributed.worker import Worker

__all__ = ["command"]

_INTERRUPTED = 130
_STOPPED = 3


def command(
    run: Annotated[
        str,
        typer.Argument(
            help="Name of the run, in the database of CHAKRA_JOURNAL; or its address.", show_default=False
        ),
    ],
    *,
    all_: Annotated[bool, typer.Option("--all", help="Every slice: the only process that works.")] = False,
    share: Annotated[
        str | None, typer.Option(help="A share of the slices, such as 3/40: the third of forty processes.")
    ] = None,
    client: Annotated[
        str | None,
        typer.Option(
            help="Import path of a function that returns the client; by default from the environment."
        ),
    ] = None,
    action: Annotated[
        str | None, typer.Option(help="Import path of the action, where the journal cannot give it.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Calls under way at once in this process.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(help="Calls per second of all workers together, or adaptive.")
    ] = None,
    between: Annotated[str | None, typer.Option(help="Hours in which to send, such as 09:00-20:00.")] = None,
    tz: Annotated[str | None, typer.Option("--tz", help="Time zone of these hours.")] = None,
    stop_error_rate: Annotated[
        float,
        typer.Option("--stop-error-rate", help="Share of failed rows of all workers that stops the run."),
    ] = 0.5,
    exclude: Annotated[
        Path | None,
        typer.Option(help="Table of phone numbers to leave out, besides those that were when it was loaded."),
    ] = None,
    inbox: Annotated[
        str | None,
        typer.Option(
            help="A receiver's inbox (file or postgresql:// address): who opted out there is left out; else CHAKRA_INBOX.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> int:
    """Do a share of the rows of a run that was loaded into PostgreSQL, each once.

    It may be killed and started again at any time, here or elsewhere. Exit codes: 0 its slices are finished, 1 some rows were refused or
    are unknown, 2 usage or settings, 3 the run was stopped, 130 interrupted.
    """
    if all_ == (share is not None):
        raise SettingsError("Give --all, or --share 3/40 for the third of forty processes.")
    options: WorkerOptions = {
        "client": client,
        "action": action,
        "concurrency": concurrency,
        "rate": rate_of(rate),
        "between": between,
        "time_zone": tz,
        "stop_error_rate": stop_error_rate,
    }
    end = asyncio.run(
        _work(run, ALL if share is None else Share.parse(share), exclusions(exclude, inbox), options)
    )
    _show(end, as_json=as_json)
    if end.interrupted:
        return _INTERRUPTED
    if end.stopped_because is not None:
        return _STOPPED
    return int(bool(end.refused or end.unknown))


async def _work(
    run: str,
    share: Share,
    excluded: AbstractAsyncContextManager[Exclude | None],
    options: WorkerOptions,
) -> WorkEnd:
    async with excluded as exclude:
        return await work(run, share, started=_listen, exclude=exclude, **options)


def _show(end: WorkEnd, *, as_json: bool) -> None:
    if end.stopped_because is not None:
        output.note(f"Stopped: {end.stopped_because}.")
    if end.run_stopped:
        output.note(
            "The run is stopped for all workers. To let it go on, run the command that loaded it once more, and start the workers again."
        )
    if as_json:
        output.as_json(
            {
                "done": end.done,
                "refused": end.refused,
                "unknown": end.unknown,
                "interrupted": end.interrupted,
                "stopped_because": end.stopped_because,
                "run_stopped": end.run_stopped,
            }
        )
        return
    output.line(f"{end.done} done, {end.refused} refused, {end.unknown} unknown by this process.")


def _listen(worker: Worker) -> None:
    """End at the first Ctrl-C or SIGTERM once the calls under way have ended, and at the second at once."""
    asked = 0

    def interrupt() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            worker.abort()
            return
        worker.interrupt()
        with contextlib.suppress(OSError):
            output.note(
                f"Stopping: {worker.in_flight} calls under way will end; press Ctrl-C again to stop at once."
            )

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, interrupt)
