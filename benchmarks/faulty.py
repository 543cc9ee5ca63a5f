"""The benchmarks' server, as a bad day has it: one request in twenty is reset, left alone, cut short or failed.

`python -m benchmarks.faulty SEED` prints its address; `benchmarks.server.serving` starts it.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import sys
from functools import partial
from typing import Final

from benchmarks.server import ANSWER, Answering, serve

__all__ = ["SHARE"]

SHARE: Final = 0.05
"""The share of requests that something happens to."""

_FAILED: Final = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\n{}"


class _Misbehaving(Answering):
    """A connection of the bad day.

    Args:
        chance: Draws what happens.

    """

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    def answer(self, transport: asyncio.WriteTransport) -> None:
        """Answer one request, mostly."""
        if self._chance.random() >= SHARE:
            super().answer(transport)
            return
        fault = self._chance.randrange(4)
        if fault == 0:
            sock: socket.socket = transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        elif fault == 1:
            transport.write(_FAILED)
        elif fault == 2:  # noqa: PLR2004 - one of four
            transport.write(ANSWER[:-50])
            transport.close()
        # and where it is 3, the client waits until it has enough


if __name__ == "__main__":
    asyncio.run(serve(partial(_Misbehaving, random.Random(sys.argv[1]))))
