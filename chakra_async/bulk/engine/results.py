"""Results on their way to the code that iterates over a run; a run waits for a reader that is far behind."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chakra_async.bulk.rows import Result

__all__ = ["ResultStream"]


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

    def listen(self) -> None:
        """Keep results from now on, for a reader."""
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
        """Return the next result, or None when there will be no more."""
        while not self._results:
            if self._ended:
                return None
            self._news.clear()
            await self._news.wait()
        result = self._results.popleft()
        if len(self._results) < self._most:
            self._room.set()
        return result

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
