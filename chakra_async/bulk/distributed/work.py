"""`work_slice`, which every engine calls, and `work`, which does the share of one process."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final, Unpack

import attrs

from chakra_async.bulk.distributed.engine import Ended
from chakra_async.bulk.distributed.places import address_of
from chakra_async.bulk.distributed.slices import ALL, Share
from chakra_async.bulk.distributed.supervising import Overview, supervise
from chakra_async.bulk.distributed.worker import SliceEnd, Worker
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres.finishing import GOING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from chakra_async.bulk.distributed.options import WorkerOptions
    from chakra_async.bulk.exclusions import Exclude

__all__ = ["WorkEnd", "work", "work_slice"]

_REASONLESS: Final = "the slice was left"


@attrs.frozen(kw_only=True)
class WorkEnd:
    """How the work of one process ended.

    Attributes:
        done: Rows that it did.
        refused: Rows that were refused.
        unknown: Rows of unknown outcome.
        interrupted: Whether it was interrupted.
        stopped_because: Why it ended before its slices were finished, or None.
        run_stopped: Whether that holds for all workers: the run itself was stopped, and goes on once it is loaded again.

    """

    done: int
    refused: int
    unknown: int
    interrupted: bool = False
    stopped_because: str | None = None
    run_stopped: bool = False


async def work_slice(
    journal: str,
    slice: int,  # noqa: A002 - the field's word
    *,
    exclude: Exclude | None = None,
    **options: Unpack[WorkerOptions],
) -> SliceEnd:
    """Do the rows of one slice of a run, each once. Every engine calls this; anything that can run a coroutine is an engine.

    It may be called twice for a slice, at the same time or later, by any process: a row is never sent twice by it. The last call has the
    slice; the others get no further row.

    Args:
        journal: The name of the run, in the database of `CHAKRA_JOURNAL`; or its whole address.
        slice: The number of the slice.
        exclude: Persons that are left out, besides those that were when the list was loaded, such as opt-outs since then; see `Run`.
        **options: See `WorkerOptions`: `client`, `action`, `concurrency`, `between`, `time_zone`, `stop_error_rate`, `stop_window`.

    Raises:
        SettingsError: An option cannot be used, or the environment lacks something.
        JournalError: The journal cannot be used, or is of another action.

    Example:
        ```python
        @celery.task(acks_late=True, reject_on_worker_lost=True)
        def send_slice(run: str, number: int) -> None:
            asyncio.run(bulk.work_slice(run, number, client="shop.chakra:client"))
        ```

    """
    async with Worker(journal, exclude=exclude, **options) as worker:
        return await worker.work(slice)


class _Here:
    """The engine that is this process."""

    def __init__(self, worker: Worker, note: Callable[[SliceEnd], None]) -> None:
        self._worker = worker
        self._note = note

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[Ended]:  # noqa: ARG002 - the worker has it
        for number in slices:
            if self._worker.interrupted:
                return
            end = await self._worker.work(number)
            self._note(end)
            yield Ended(slice=number, problem=None if end.finished else end.stopped_because or _REASONLESS)

    async def cancel(self) -> None:
        self._worker.interrupt()


async def work(
    journal: str,
    share: Share = ALL,
    *,
    started: Callable[[Worker], None] | None = None,
    exclude: Exclude | None = None,
    **options: Unpack[WorkerOptions],
) -> WorkEnd:
    """Do a share of the slices of a run in this process, until they are finished or the run stops.

    Args:
        journal: The name of the run, in the database of `CHAKRA_JOURNAL`; or its whole address.
        share: Which slices. Processes that work at the same time have different shares.
        started: Called with the worker, so that it can be interrupted.
        exclude: Persons that are left out, besides those that were when the list was loaded; see `Run`.
        **options: See `WorkerOptions`.

    Raises:
        SettingsError: An option cannot be used, or the environment lacks something.
        JournalError: The journal cannot be used, or is of another action.

    """
    ends: list[SliceEnd] = []
    async with Worker(journal, exclude=exclude, **options) as worker:
        if started is not None:
            started(worker)
        address = address_of(journal)
        stopped = await supervise(
            _Here(worker, ends.append),
            address,
            share=share,
            stopping=lambda: worker.interrupted,
            given_up=lambda: worker.aborting,
        )
        state = "running"
        if stopped is not None:
            with contextlib.suppress(JournalError):
                state, _ = await asyncio.to_thread(Overview(address, lambda: True).state)
        return WorkEnd(
            done=sum(end.done for end in ends),
            refused=sum(end.refused for end in ends),
            unknown=sum(end.unknown for end in ends),
            interrupted=worker.interrupted,
            stopped_because=stopped,
            run_stopped=state not in GOING,
        )
