"""Slices on a Dask cluster: `dask.distributed`, extra `dask`.

Dask runs a task again, up to three times, when its worker dies, and finished ones too whose results died with it; the journal makes that
harmless. A slice whose task is given up (`KilledWorker`) is submitted again in the next round. The scheduler forgets everything when it dies:
calling `finish` again goes on. The package must be installed on the scheduler as well, which unpickles the graph.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any, Final, Unpack

from chakra_async.bulk.distributed.engine import Ended
from chakra_async.bulk.distributed.supervising import in_words
from chakra_async.bulk.distributed.tasks import checked, slice_task
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from chakra_async.bulk.distributed.options import WorkerOptions

__all__ = ["Dask"]

_GONE: Final = "the scheduler dropped it"


class Dask:
    """An engine on a Dask cluster.

    Args:
        dask_client: A `distributed.Client`, asynchronous or not.
        **options: See `WorkerOptions`: `client="shop.chakra:client"`, `action`, `concurrency`, `between`, `time_zone`, `stop_error_rate`,
            `stop_window`. Every worker has `CHAKRA_JOURNAL` and the access token in its own environment.

    Raises:
        SettingsError: The first argument is not a Dask client, or an option is not an import path.

    Example:
        ```python
        async with Client("tcp://scheduler:8786", asynchronous=True) as dask:
            report = await run.finish(engine=bulk.Dask(dask, client="shop.chakra:client"))
        ```

    """

    def __init__(self, dask_client: Any, /, **options: Unpack[WorkerOptions]) -> None:
        """Check the arguments; nothing is submitted yet."""
        if not hasattr(dask_client, "submit") or not hasattr(dask_client, "scheduler_info"):
            raise SettingsError(
                "Dask needs a client of a cluster, distributed.Client(...): pip install 'chakra-async[dask]'."
            )
        self._client = dask_client
        self._options = checked(options)
        self._futures: dict[Any, int] = {}

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[Ended]:
        """See `Engine`."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Queue[Any] = asyncio.Queue()
        round_ = uuid.uuid4().hex[:8]
        self._futures = {}
        for number in slices:
            # Not pure, and with a name of its own: an older task's result is never taken for this one's.
            future = self._client.submit(
                slice_task, run, number, self._options, pure=False, key=f"chakra-{run}-{number}-{round_}"
            )
            self._futures[future] = number
        for future in list(self._futures):
            future.add_done_callback(lambda one: loop.call_soon_threadsafe(ended.put_nowait, one))
        left = len(self._futures)
        while left:
            future = await ended.get()
            left -= 1
            number = self._futures.pop(future)
            yield Ended(slice=number, problem=await self._problem(future))

    async def _problem(self, future: Any) -> str | None:
        if future.status != "finished":
            if future.status != "error":
                return _GONE
            error = await self._answer(future.exception)
            return in_words(error) if isinstance(error, BaseException) else _GONE
        result = await self._answer(future.result)
        return result if isinstance(result, str) else None

    async def _answer(self, ask: Any) -> Any:
        """Return what a method of a future gives, whatever kind of client it is of."""
        try:
            if not self._client.asynchronous:
                return await asyncio.to_thread(ask)
            return await ask()
        except Exception as error:  # noqa: BLE001 - the connection, or the task's own error
            return in_words(error)

    async def cancel(self) -> None:
        """See `Engine`."""
        futures = list(self._futures)
        if not futures:
            return
        if self._client.asynchronous:
            await self._client.cancel(futures)
        else:
            await asyncio.to_thread(self._client.cancel, futures)
