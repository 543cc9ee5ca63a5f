"""Reading in small batches, so that the event loop gets a turn every millisecond or two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar

from chakra_async.bulk.errors import InputError

__all__ = ["BATCH", "in_batches", "in_thread"]

_T = TypeVar("_T")

BATCH: Final = 250
"""Rows in a batch: a millisecond or two of work between two turns of the event loop."""


async def in_thread(read: Callable[[], list[_T]]) -> AsyncGenerator[list[_T]]:
    """Call a blocking function in a thread until it returns an empty batch, and give each batch.

    Args:
        read: Returns the next rows. It is never called twice at once, and never left running.

    """
    while True:
        reading = asyncio.ensure_future(asyncio.to_thread(read))
        try:
            batch = await asyncio.shield(reading)
        finally:
            # The thread cannot be stopped; what it reads from belongs to it until it is through.
            if not reading.done():
                await asyncio.wait([reading])
        if not batch:
            return
        yield batch


async def in_batches(
    rows: Iterable[_T] | AsyncIterable[_T], take: Callable[[_T], _T]
) -> AsyncGenerator[list[_T]]:
    """Read an iterable on the event loop, batch by batch.

    A slow asynchronous producer does not delay the rows it has given already, and a fast one is not read one by one.

    Args:
        rows: The iterable.
        take: Called with each item that is not a string, before the iterable is asked for the next one; returns what is kept of it.

    """
    if not isinstance(rows, AsyncIterable):
        iterator = iter(rows)
        while batch := _next_batch(iterator, take):
            yield batch
            await asyncio.sleep(0)
        return
    queue: asyncio.Queue[Any] = asyncio.Queue()
    room = asyncio.Semaphore(BATCH)
    reader = asyncio.create_task(_fill(queue, room, rows, take))
    try:
        ended = False
        while not ended:
            items = [await queue.get()]
            while len(items) < BATCH and not queue.empty():
                items.append(queue.get_nowait())
            ended = items[-1] is _END
            for _ in items:
                room.release()
            if batch := [item for item in items if item is not _END]:
                yield batch
        await reader
    finally:
        reader.cancel()
        await asyncio.wait([reader])


_END: Final = object()
"""Marks the end of the rows in the queue."""


def _next_batch(iterator: Iterator[_T], take: Callable[[_T], _T]) -> list[_T]:
    try:
        return [row if row.__class__ is str else take(row) for row in islice(iterator, BATCH)]
    except (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt) as error:
        raise _ended_by(error) from error


async def _fill(
    queue: asyncio.Queue[Any], room: asyncio.Semaphore, rows: AsyncIterable[_T], take: Callable[[_T], _T]
) -> None:
    task = asyncio.current_task()
    try:
        async for row in rows:
            taken = take(row)  # now, since the wait gives the producer time to change it
            await room.acquire()
            queue.put_nowait(taken)
    except (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt) as error:
        if task is not None and task.cancelling():
            raise
        raise _ended_by(error) from error
    finally:
        queue.put_nowait(_END)


def _ended_by(error: BaseException) -> InputError:
    return InputError(f"the rows could not be read on: they raised {type(error).__name__}.")
