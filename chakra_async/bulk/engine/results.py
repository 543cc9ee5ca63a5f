"""Results on their way to whoever iterates over the run; when nobody takes them, the run waits for a slow reader."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from chakra_async.bulk.rows import Result

__all__ = ["Stream"]

_MOST: Final = 1000


class Stream:
    """A queue that is only filled while somebody listens."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self.listening = False
        self._results: deque[Result] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._waits = True
        self._ended = False

    async def put(self, result: Result) -> None:
        """Hand on a result; wait while the reader is far behind."""
        if not self.listening:
            return
        self._results.append(result)
        self._news.set()
        if self._waits and len(self._results) > _MOST:
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
        if len(self._results) <= _MOST // 2:
            self._room.set()
        return result

    def hurry(self) -> None:
        """Let nobody wait for the reader any more; the run is ending."""
        self._waits = False
        self._room.set()

    def end(self) -> None:
        """Say that there will be no more."""
        self._ended = True
        self._news.set()

    def mute(self) -> None:
        """Drop what was not taken: nobody listens any more."""
        self.listening = False
        self._results.clear()
        self._room.set()
