"""Results on their way to the code that iterates over a run; a run waits for a reader that is far behind."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from chakra_async.bulk.rows import Result

__all__ = ["ResultStream"]

_UNHEARD: Final = (
    "the run goes on already, or has ended, and its results were not kept: begin the loop over the run before its finish() is "
    "awaited, or beside it. What became of each row is in the report of finish() (Report.to_frame, Report.problems)."
)
_GIVEN_UP: Final = (
    "finish() was awaited in this loop over the run, so that its further results were not kept: await it after the loop, or in "
    "another task."
)


class ResultStream:
    """A queue of results that is filled only while there is a reader.

    Args:
        most: Results that may wait for the reader; with more of them the run waits.

    """

    def __init__(self, most: int) -> None:
        """Begin without a reader."""
        self._most = most
        self.listening = False
        """Whether there is a reader."""
        self._results: deque[Result] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._waits = True
        self._ended = False
        self._given_up = False
        self._reader: asyncio.Task[Any] | None = None

    def listen(self, *, begun: bool) -> None:
        """Keep results from now on, for a reader.

        Args:
            begun: Whether rows may have ended already.

        Raises:
            SettingsError: They may have, and their results were not kept.

        """
        if begun and not self.listening:
            raise SettingsError(_UNHEARD)
        self.listening = True

    async def put(self, result: Result) -> None:
        """Hand on a result; wait while the reader is far behind."""
        if not self.listening:
            return
        self._results.append(result)
        self._news.set()
        if self._waits and len(self._results) >= self._most:
            self._room.clear()
            await self._room.wait()

    async def get(self) -> Result | None:
        """Return the next result, or None when there will be no more.

        Raises:
            SettingsError: The reader itself waited for the end of the run, and results were dropped meanwhile.

        """
        if self._given_up:
            raise SettingsError(_GIVEN_UP)
        self._reader = asyncio.current_task()
        while not self._results:
            if self._ended:
                return None
            self._news.clear()
            await self._news.wait()
        result = self._results.popleft()
        if len(self._results) < self._most:
            self._room.set()
        return result

    def leave(self, *, stopping: bool) -> None:
        """Take in that the running task waits for the end of the run: nothing is kept for it, so that it does not wait for itself.

        A reader in another task reads on. One whose task has ended is gone, or reads each result in a task of its own.

        Args:
            stopping: Whether only calls under way are still to end; then there is room for all their results.

        """
        if not self.listening or self._reader is None:
            return
        mine = self._reader is asyncio.current_task()
        if mine and stopping:
            self.stop_waiting()
        elif mine or self._reader.done():
            self._given_up = True
            self.mute()

    def stop_waiting(self) -> None:
        """Do not wait for the reader any more; the run is ending."""
        self._waits = False
        self._room.set()

    def end(self) -> None:
        """Report that there will be no more results."""
        self._ended = True
        self._news.set()

    def mute(self) -> None:
        """Drop what was not taken: the reader is gone."""
        self.listening = False
        self._results.clear()
        self._room.set()
