"""A free port for a program that takes the number of its port as an argument."""

from __future__ import annotations

import contextlib
import socket
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["reserved_port"]


@contextlib.contextmanager
def reserved_port() -> Generator[int]:
    """Reserve a port of 127.0.0.1 for a program that is started later, also more than once.

    While it is reserved, Linux gives it to no socket that asks for any port, and refuses connections to it. A program
    that asks for this number with SO_REUSEADDR, as servers do, gets it: two such sockets share an address as long as at
    most one of them listens. Elsewhere they do not, and the port is only known to have been free.
    """
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        if sys.platform != "linux":
            one.close()
        yield port
