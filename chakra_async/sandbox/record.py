"""The record of what arrived: the newest arrivals in memory, and all of them in a file if one is named.

The record is for tests: **nothing in it is masked**, phone numbers are in it as they were sent. Keep the file
where the data of the test may be kept.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections import deque
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import attrs
import orjson

from chakra_async.sandbox.people import digits_of
from chakra_async.sandbox.stores.rows import phone_number_of
from chakra_async.sandbox.values import is_object

__all__ = ["KEEP_BYTES", "Arrival", "Record", "phone_number_in"]

_NO_BODY: Final = b""
KEEP_BYTES: Final = 64 * 2**20
"""How many bytes of the arrivals' bodies are kept in memory unless another number is given."""


_NAMES: Final = ("phoneNumber", "to", "customerPhoneNumber")
"""The members of a body that hold the customer's phone number."""
_IN_PATH: Final = re.compile(r"/phoneNumber/([^/]+)")


def phone_number_in(body: Any, path: str = "") -> str:
    """Return the digits of the phone number that a request is about, empty without one.

    Args:
        body: Its JSON body, None without one.
        path: Its path, percent-encoded.

    """
    if found := _IN_PATH.search(path):
        return digits_of(unquote(found[1]))
    if not is_object(body):
        return ""
    name = next((name for name in _NAMES if name in body), None)
    return digits_of(body[name]) if name is not None else phone_number_of(body.get("data"))


@attrs.define(kw_only=True, eq=False)
class Arrival:
    """One request that reached the sandbox, with its result.

    It is in the record as soon as its body was read, or it was refused without reading it (a foreign host, an unknown
    path, an invalid token, a body that is too large). `status`, `fault` and `worked` are set before the answer is
    sent; from then on `settled` is true.

    Attributes:
        at: When it arrived, epoch seconds of the sandbox's clock.
        operation: The operation's name, None for an unknown path.
        method: GET, POST ...
        path: The path as sent, without the query.
        query: The query, decoded except for `&`, `=` and `+` in its values; empty without one.
        content: The bytes of the body; empty if it was not read, or is no longer kept.
        size: How many bytes of the body were read.
        tenant: The plugin id of the account of the request's token; empty for an invalid token.
        settled: Whether its result is final.
        status: The status of the answer; None without an answer.
        fault: The faults that met it, in words ("reset after"), or "ceiling"; None without a fault.
        worked: Whether the work was done: the lead enrolled, the process changed, the list read.

    """

    at: float
    operation: str | None
    method: str
    path: str
    query: str = ""
    content: bytes = attrs.field(default=_NO_BODY, repr=False)
    size: int = attrs.field(default=attrs.Factory(lambda self: len(self.content), takes_self=True))
    tenant: str = ""
    settled: bool = False
    status: int | None = None
    fault: str | None = None
    worked: bool = False

    @property
    def body(self) -> Any:
        """The body as parsed JSON; its bytes if it is empty or not JSON."""
        try:
            return orjson.loads(self.content)
        except orjson.JSONDecodeError:
            return self.content

    @property
    def json(self) -> Any:
        """The body as parsed JSON; None if it is empty or not JSON."""
        body = self.body
        return None if isinstance(body, bytes) else body

    @property
    def phone_number(self) -> str:
        """The digits of the phone number it is about, empty without one."""
        return phone_number_in(self.json, self.path)

    @property
    def user_id(self) -> str:
        """The business-scoped user id (BSUID) that a message or a call goes to, empty without one."""
        body = self.json
        return str(body["recipient"]) if is_object(body) and "recipient" in body else ""

    @property
    def datetime(self) -> datetime:
        """When it arrived, aware, UTC."""
        return datetime.fromtimestamp(self.at, UTC)


class Record:
    """The store of arrivals.

    Args:
        keep: How many of the newest to keep in memory; None for all.
        keep_bytes: How many bytes of their bodies to keep in memory; the oldest bodies are dropped first.
        path: The file that each arrival is appended to as a line of JSON, None for no file.

    Attributes:
        total: How many arrived.
        changes: How often an arrival was added or settled.

    """

    def __init__(
        self, keep: int | None, path: str | os.PathLike[str] | None, keep_bytes: int = KEEP_BYTES
    ) -> None:
        self.total = 0
        self.changes = 0
        self._keep_bytes = keep_bytes
        self._bytes = 0
        self._with_body: deque[Arrival] = deque()
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._kept: deque[Arrival] = deque(maxlen=keep)
        self._path = None if path is None else Path(path)
        self._file: int | None = None

    def open(self) -> None:
        """Open the file, created if missing, for appending."""
        if self._path is not None and self._file is None:
            self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def arrivals(self) -> list[Arrival]:
        """Return the arrivals in memory, oldest first."""
        return list(self._kept)

    def newest(self, most: int) -> list[Arrival]:
        """Return the newest arrivals in memory, newest first."""
        return list(islice(reversed(self._kept), most))

    def clear(self) -> None:
        """Forget the arrivals in memory; the file and the total stay."""
        self._kept.clear()
        self._with_body.clear()
        self._bytes = 0

    def add(self, arrival: Arrival) -> None:
        """Keep an arrival."""
        self.total += 1
        self.changes += 1
        if self._kept.maxlen is not None and len(self._kept) == self._kept.maxlen:
            self._forget(self._kept.popleft() if self._kept else arrival)
        self._kept.append(arrival)
        if arrival.content:
            self._with_body.append(arrival)
            self._bytes += len(arrival.content)
        if self._waiting:
            self._wake()

    async def wait_for(self, total: int) -> None:
        """Wait until so many have arrived."""
        if self.total >= total:
            return
        waiter = (total, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        try:
            await waiter[1]
        finally:
            self._waiting.remove(waiter)

    def _wake(self) -> None:
        for total, future in self._waiting:
            if self.total >= total and not future.done():
                future.set_result(None)

    def _forget(self, arrival: Arrival) -> None:
        if self._with_body and self._with_body[0] is arrival:
            self._with_body.popleft()
            self._bytes -= len(arrival.content)

    def _bound(self) -> None:
        """Drop the oldest bodies beyond the bytes to keep, but for those of requests in progress."""
        in_progress: list[Arrival] = []
        while self._bytes > self._keep_bytes and self._with_body:
            oldest = self._with_body.popleft()
            if oldest.settled:
                self._bytes -= len(oldest.content)
                oldest.content = _NO_BODY
            else:
                in_progress.append(oldest)
        self._with_body.extendleft(reversed(in_progress))

    def settle(self, arrival: Arrival) -> None:
        """Mark the result of an arrival as final: its line is in the file when this returns."""
        arrival.settled = True
        self.changes += 1
        if self._file is not None:
            self._write(self._file, arrival)
        self._bound()

    @staticmethod
    def _write(file: int, arrival: Arrival) -> None:
        body = arrival.json if arrival.content else None
        line = orjson.dumps(
            {
                "at": arrival.at,
                "operation": arrival.operation,
                "method": arrival.method,
                "path": arrival.path,
                "query": arrival.query,
                "tenant": arrival.tenant,
                "body": arrival.content.decode(errors="replace")
                if body is None and arrival.content
                else body,
                "status": arrival.status,
                "fault": arrival.fault,
                "worked": arrival.worked,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        # One write to an O_APPEND file: lines of several sandboxes do not mix, and a kill loses none of them.
        written = os.write(file, line)
        while written < len(line):
            written += os.write(file, line[written:])
