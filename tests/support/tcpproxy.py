"""A TCP proxy before a server that can cut connections, keep silent, and swallow the answer to a COMMIT."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

__all__ = ["TCPProxy"]

_PIECE = 1 << 16


class TCPProxy:
    """Passes connections on to a port of this machine, from threads of its own.

    Args:
        port: The server's port.

    Attributes:
        port: The proxy's port.
        refuses: Whether new connections are cut at once.
        silent: Whether nothing is passed on in either direction: connections are half open.
        swallows: How many answers to a COMMIT are still to be swallowed, with their connections cut.
        asks: How many bytes are still passed on to the server before its connection is cut; None without limit.
        answers: The same for what comes from the server.
        trips: How often the server answered after something had been sent to it.
        asked: How many bytes were passed on to the server.
        answered: How many bytes were passed on from the server.

    """

    def __init__(self, port: int) -> None:
        self.refuses = self.silent = False
        self.swallows = 0
        self.asks: int | None = None
        self.answers: int | None = None
        self.trips = self.asked = self.answered = 0
        self._is_asking = False
        self._server_port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._committing: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone leaves a thread in `accept`, where a signal lets it go on with the listener of the next proxy.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        self.cut()

    def address(self, address: str, port: int) -> str:
        """Return the address of a server on a port with the proxy's port instead."""
        return address.replace(f":{port}/", f":{self.port}/")

    def cut(self) -> None:
        """Cut all connections."""
        with self._lock:
            connections, self._open = self._open, []
        for each in connections:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.refuses:
                    client.close()
                    continue
                try:
                    server = socket.create_connection(("127.0.0.1", self._server_port))
                except OSError:
                    client.close()
                    continue
                with self._lock:
                    self._open += [client, server]
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(source, target, server), daemon=True).start()

    def _counted(self, piece: bytes, *, asks: bool) -> bytes:
        with self._lock:
            if asks:
                piece = piece[: self.asks]
                self.asks = None if self.asks is None else self.asks - len(piece)
                self.asked += len(piece)
            else:
                # The first asks are not counted: a Flush that follows a Sync may come after the answer, and has none.
                self.trips += self._is_asking
                piece = piece[: self.answers]
                self.answers = None if self.answers is None else self.answers - len(piece)
                self.answered += len(piece)
            self._is_asking = asks
        return piece

    def _pass_on(self, source: socket.socket, target: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                if self.silent:
                    continue
                if source is not server and b"COMMIT" in piece and self.swallows > 0:
                    self._committing.add(server)
                elif source is server and server in self._committing:
                    # The server has answered: it is done, and the client does not hear of it.
                    self._committing.discard(server)
                    with self._lock:
                        # Several may have asked before the last one was swallowed.
                        swallowed = self.swallows > 0
                        self.swallows -= swallowed
                    if swallowed:
                        break
                target.sendall(self._counted(piece, asks=source is not server))
                if 0 in (self.asks, self.answers):
                    self.asks = self.answers = None  # the next connection is left alone
                    break
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        with self._lock:
            if source in self._open:
                self._open.remove(source)
        source.close()
