"""The pieces of an answer's body as they come, unpacked where they are packed, with every way of breaking off noticed.

aiohttp itself takes a packed body that ends too early for a whole one; a file that is saved as whole must be whole.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from chakra_async._transport.error_mapping import next_piece

if TYPE_CHECKING:
    from chakra_async._transport.connections import Exchange

__all__ = ["Incoming"]

_PIECE: Final = 256 * 1024
_WINDOWS: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Incoming:
    """An answer's body.

    Args:
        response: The answer; aiohttp does not unpack it.

    Raises:
        aiohttp.ClientPayloadError: If it is packed in a way that was not asked for.

    """

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.encoding = response.headers.get("content-encoding", "").strip().lower() or "identity"
        self._unpacker = None if self.encoding == "identity" else self._new()
        self._packed = b""
        self._more = False
        self._begun = False

    async def piece(self, seconds: float | None = None, flight: Exchange | None = None) -> bytes:
        """Return the next piece, empty at the end.

        Args:
            seconds: How long to wait at the most; None without end.
            flight: The exchange to tell of what moves, if any.

        Raises:
            TimeoutError: If nothing came in time.
            OSError: If the connection broke.
            aiohttp.ClientError: If the body broke off.

        """
        while True:
            if self._packed or self._more:
                piece = self._unpacked()
                if piece:
                    return piece
                continue
            came = await next_piece(self._response, seconds)
            if flight is not None:
                flight.progress += 1
            if self._unpacker is None:
                return came
            if not came:
                if self._begun:
                    raise aiohttp.ClientPayloadError("the packed body ended too early")
                return b""
            self._packed = came

    def _unpacked(self) -> bytes:
        """Return what a part of the packed bytes gives, never much at once, so that a bomb does not burst."""
        unpacker = self._unpacker or self._new()
        try:
            piece = unpacker.decompress(self._packed, _PIECE)
        except zlib.error as error:
            raise aiohttp.ClientPayloadError(f"the packed body cannot be unpacked: {error}") from None
        self._packed = unpacker.unconsumed_tail
        self._more = len(piece) == _PIECE and not unpacker.eof
        self._begun = True
        if unpacker.eof:  # gzip may have several parts
            self._packed = unpacker.unused_data
            self._unpacker = self._new()
            self._begun = False
        return bytes(piece)

    def _new(self) -> Any:
        window = _WINDOWS.get(self.encoding)
        if window is None:
            raise aiohttp.ClientPayloadError(f"packed as {self.encoding[:20]!r}, which was not asked for")
        return zlib.decompressobj(window)
