"""The sandbox as its user holds it: start and stop, faults, record. The server is loaded when started."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from chakra_async.errors import SettingsError
from chakra_async.sandbox.clock import steady_clock
from chakra_async.sandbox.description import load
from chakra_async.sandbox.faults import Ceiling, Fault, Match
from chakra_async.sandbox.record import Arrival, Record
from chakra_async.sandbox.state import State

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from chakra_async.sandbox.server import Server

__all__ = ["Sandbox"]

_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
_PROCEDURES: Final = ("ticket", "fieldvisit")


class Sandbox:
    """A local ChakraHQ that has a memory and misbehaves on demand.

    It holds leads, processes, campaigns and jobs; checks every request against the description (a wrong one
    gets 400 with the reasons in `_errors`); and answers in the shapes of the API. What is not documented is
    chosen, and said to be inferred where it stands. Its state, faults and record live as long as the object:
    it can be stopped and started again, on the same port.

    Args:
        host: The address to listen on.
        port: The port; 0 lets the system choose a free one.
        token: The access token that is right; any other gets 401.
        campaign_id: The id of the campaign there is from the start.
        procedures: Short ids of the procedures there are beside `lead`; any other gets 404.
        record_path: A file that every arrival is appended to as a line of JSON before it is answered, so the
            record survives a crash of whatever is tested. Nothing in it is masked.
        rate_ceiling: How many requests may arrive in one second; more get 429. None for no ceiling. See
            `ceiling`.
        keep_arrivals: How many arrivals, the newest, to keep in memory (about 300 bytes each); None for all.
        entries_per_second: How many entries of a bulk job are done in one second.
        clock: Gives the time in epoch seconds. For tests that decide about the time themselves.
        description: Another description to serve than the one of the package, as a JSON file.

    Example:
        ```python
        from chakra_async import Chakra
        from chakra_async.sandbox import Sandbox

        async with Sandbox() as sandbox, Chakra(base_url=sandbox.url, token=sandbox.token) as chakra:
            sandbox.fault("leads.create", status=429, retry_after=1, times=1)
            await chakra.leads.create(data={"phone_number": "919901258433"})
            print([arrival.status for arrival in sandbox.arrivals])  # [429, 200]
        ```

    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = "sandbox-token",  # noqa: S107 - it opens nothing but this sandbox
        campaign_id: str = _CAMPAIGN,
        procedures: Iterable[str] = _PROCEDURES,
        record_path: str | os.PathLike[str] | None = None,
        rate_ceiling: int | None = None,
        keep_arrivals: int | None = 100_000,
        entries_per_second: float = 1000.0,
        clock: Callable[[], float] | None = None,
        description: str | os.PathLike[str] | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._token = token
        self._campaign_id = campaign_id
        self._state = State(procedures, [campaign_id], entries_per_second)
        self._record = Record(keep_arrivals, record_path)
        self._faults: list[Fault] = []
        self._ceilings: list[Ceiling] = [] if rate_ceiling is None else [Ceiling(rate_ceiling)]
        self._clock = clock or steady_clock()
        self._description = None if description is None else Path(description)
        self._server: Server | None = None
        self._stopped: asyncio.Event | None = None

    @property
    def url(self) -> str:
        """Where it listens, as a client's `base_url`.

        Raises:
            SettingsError: It has not been started yet, and no port was given.

        """
        if not self._port:
            raise SettingsError(
                "the sandbox has no address yet: start it first, with `async with Sandbox() as sandbox`"
            )
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def token(self) -> str:
        """The access token that is right."""
        return self._token

    @property
    def campaign_id(self) -> str:
        """The id of the campaign there is from the start."""
        return self._campaign_id

    @property
    def arrivals(self) -> list[Arrival]:
        """The arrivals kept in memory, oldest first: a new list each time."""
        return self._record.arrivals()

    @property
    def arrived(self) -> int:
        """How many requests arrived since it was made, those no longer kept included."""
        return self._record.total

    @property
    def leads(self) -> int:
        """How many leads there are."""
        return len(self._state.leads)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults in force, in the order they are asked."""
        return tuple(self._faults)

    def add_campaign(self, campaign_id: str) -> None:
        """Make another campaign known."""
        self._state.add_campaign(campaign_id)

    async def wait_for_arrivals(self, total: int) -> None:
        """Wait until so many requests have arrived since it was made, answered or not."""
        await self._record.wait_for(total)

    def clear_arrivals(self) -> None:
        """Forget the arrivals kept in memory; the record file is left as it is."""
        self._record.clear()

    def fault(
        self,
        operation: str = "*",
        *,
        times: int | None = None,
        skip: int = 0,
        every: int | None = None,
        probability: float | None = None,
        seed: int = 0,
        match: Match | None = None,
        status: int | None = None,
        retry_after: float | datetime | str | None = None,
        errors: Sequence[str] = (),
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        latency: float = 0.0,
        latency_at: Literal["before", "after"] = "before",
        reset: Literal["before", "after"] | None = None,
        cut_body: bool = False,
        empty_body: bool = False,
        html: bool = False,
        work: bool | None = None,
    ) -> Fault:
        """Let something go wrong from now on; the arguments are described at `Fault`.

        Faults are asked in the order they were made. Delays add up; the first fault that answers decides, and
        the later ones keep their turns: 429 twice and then 503 once is two faults with `times=2` and
        `times=1`.

        Returns:
            The fault, which counts what it met, and can be given to `clear_faults`.

        Raises:
            SettingsError: It would do nothing, or answer in two ways at once.

        Example:
            >>> sandbox = Sandbox()
            >>> sandbox.fault("leads.create", reset="after", times=1).kind
            'reset after'

        """
        fault = Fault(
            operation=operation,
            times=times,
            skip=skip,
            every=every,
            probability=probability,
            seed=seed,
            match=match,
            status=status,
            retry_after=retry_after,
            errors=tuple(errors),
            body=body,
            headers=headers or {},
            latency=latency,
            latency_at=latency_at,
            reset=reset,
            cut_body=cut_body,
            empty_body=empty_body,
            html=html,
            work=work,
        )
        self._faults.append(fault)
        return fault

    def clear_faults(self, *faults: Fault) -> None:
        """Take these faults away; without arguments, all of them and the rate ceilings."""
        if not faults:
            self._faults.clear()
            self._ceilings.clear()
        for fault in faults:
            self._faults.remove(fault)

    def ceiling(self, per_second: int, operation: str = "*", *, retry_after: bool = True) -> Ceiling:
        """Let at most so many requests arrive in each second of the clock; the others get 429.

        Args:
            per_second: How many.
            operation: The operation it counts; `*` counts them all together.
            retry_after: Whether the 429 carries the header `Retry-After`.

        """
        ceiling = Ceiling(per_second, operation, retry_after=retry_after)
        self._ceilings.append(ceiling)
        return ceiling

    async def start(self) -> Self:
        """Listen.

        Raises:
            SettingsError: It is running, an extra is not installed, or the description has an operation that
                the sandbox does not serve.
            OSError: The port is taken.

        """
        if self._server is not None:
            raise SettingsError("the sandbox is running already")
        from chakra_async.sandbox.server import Server  # noqa: PLC0415 - aiohttp, only where a sandbox runs
        from chakra_async.sandbox.service import Service  # noqa: PLC0415 - as above

        server = Server(
            service=Service(load(self._description), self._state, self._token),
            record=self._record,
            faults=self._faults,
            ceilings=self._ceilings,
            clock=self._clock,
        )
        self._record.open()
        try:
            self._port = await server.start(self._host, self._port)
        except BaseException:
            self._record.close()
            raise
        self._server = server
        self._stopped = asyncio.Event()
        return self

    async def stop(self) -> None:
        """Close every connection and stop listening; nothing happens where it does not run."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            await server.stop()
        finally:
            self._record.close()
            if self._stopped is not None:
                self._stopped.set()

    async def serve_forever(self) -> None:
        """Run until stopped or cancelled; started if need be, and stopped at the end in any case."""
        if self._server is None:
            await self.start()
        try:
            if self._stopped is not None:
                await self._stopped.wait()
        finally:
            await self.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
