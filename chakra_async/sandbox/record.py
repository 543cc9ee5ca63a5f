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
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import attrs
import orjson

from chakra_async.sandbox.stores.rows import digits_of, phone_number_of
from chakra_async.sandbox.values import is_object

__all__ = ["Arrival", "Record", "phone_number_in"]

_NO_BODY: Final = b""


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

    It is in the record as soon as its body was read. `status`, `fault` and `worked` are set before the answer is
    sent; from then on `settled` is true.

    Attributes:
        at: When it arrived, epoch seconds of the sandbox's clock.
        operation: The operation's name, None for an unknown path.
        method: GET, POST ...
        path: The path as sent, without the query.
        query: The query, decoded except for `&`, `=` and `+` in its values; empty without one.
        body: The body's bytes.
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
    body: bytes = attrs.field(default=_NO_BODY, repr=False)
    tenant: str = ""
    settled: bool = False
    status: int | None = None
    fault: str | None = None
    worked: bool = False

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is empty or not JSON."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None

    @property
    def phone_number(self) -> str:
        """The digits of the phone number it is about, empty without one."""
        return phone_number_in(self.json, self.path)

    @property
    def datetime(self) -> datetime:
        """When it arrived, aware, UTC."""
        return datetime.fromtimestamp(self.at, UTC)


class Record:
    """The store of arrivals.

    Args:
        keep: How many of the newest to keep in memory; None for all.
        path: The file that each arrival is appended to as a line of JSON, None for no file.

    """

    def __init__(self, keep: int | None, path: str | os.PathLike[str] | None) -> None:
        self.total = 0
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

    def clear(self) -> None:
        """Forget the arrivals in memory; the file and the total stay."""
        self._kept.clear()

    def add(self, arrival: Arrival) -> None:
        """Keep an arrival."""
        self.total += 1
        self._kept.append(arrival)
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

    def settle(self, arrival: Arrival) -> None:
        """Mark the result of an arrival as final: its line is in the file when this returns."""
        arrival.settled = True
        if self._file is None:
            return
        body = arrival.json if arrival.body else None
        line = orjson.dumps(
            {
                "at": arrival.at,
                "operation": arrival.operation,
                "method": arrival.method,
                "path": arrival.path,
                "query": arrival.query,
                "tenant": arrival.tenant,
                "body": arrival.body.decode(errors="replace") if body is None and arrival.body else body,
                "status": arrival.status,
                "fault": arrival.fault,
                "worked": arrival.worked,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        # One write to an O_APPEND file: lines of several sandboxes do not mix, and a kill loses none of them.
        written = os.write(self._file, line)
        while written < len(line):
            written += os.write(self._file, line[written:])
