"""Slices in processes of this machine: each runs `chakra work` on a share, and is started again in the next round if it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Final, Unpack

from chakra_async.bulk.distributed.engine import Ended
from chakra_async.bulk.distributed.places import JOURNAL
from chakra_async.bulk.distributed.slices import Share
from chakra_async.bulk.distributed.tasks import checked
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from chakra_async.bulk.distributed.options import WorkerOptions
    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["LocalWorkers"]

_FLAGS: Final = {
    "client": "--client",
    "action": "--action",
    "concurrency": "--concurrency",
    "rate": "--rate",
    "between": "--between",
    "time_zone": "--tz",
    "stop_error_rate": "--stop-error-rate",
}


class LocalWorkers:
    """An engine of processes on this machine.

    Args:
        processes: How many.
        address: The journal; its address is given to them in their environment, since a password in it must not be in the list of processes.
        environment: Further variables for them.
        **options: See `WorkerOptions`.

    Raises:
        SettingsError: The number is below 1, or an option is not an import path.

    """

    def __init__(
        self,
        processes: int,
        address: JournalAddress,
        *,
        environment: dict[str, str] | None = None,
        **options: Unpack[WorkerOptions],
    ) -> None:
        """Check the arguments; nothing is started yet."""
        if processes < 1:
            raise SettingsError(f"The number of local workers must be at least 1, not {processes}.")
        self._processes = processes
        self._environment = {**os.environ, **(environment or {}), JOURNAL: address.conninfo}
        self._options = checked(options)
        self._running: list[asyncio.subprocess.Process] = []

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[Ended]:
        """See `Engine`."""
        shares = [Share(place, self._processes) for place in range(1, self._processes + 1)]
        busy = [share for share in shares if share.of(slices)]
        self._running = [await self._start(run, share) for share in busy]
        try:
            outputs = await asyncio.gather(*(process.communicate() for process in self._running))
        finally:
            for process in self._running:
                if process.returncode is None:
                    process.send_signal(signal.SIGTERM)
        for share, process, (_, errors) in zip(busy, self._running, outputs, strict=True):
            said = errors.decode(errors="replace").strip().splitlines()
            problem = None
            if process.returncode:
                problem = (
                    f"its process ended with {process.returncode}: {said[-1][:200] if said else 'no message'}"
                )
            for number in share.of(slices):
                yield Ended(slice=number, problem=problem)

    async def cancel(self) -> None:
        """See `Engine`."""
        for process in self._running:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)

    async def _start(self, run: str, share: Share) -> asyncio.subprocess.Process:
        command = [sys.executable, "-m", "chakra_async", "work", run, "--share", str(share), "--json"]
        for name, value in self._options.items():
            command += [_FLAGS[name], str(value)] if name in _FLAGS else []
        kind: Any = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            *command, env=self._environment, stdout=asyncio.subprocess.DEVNULL, stderr=kind
        )
