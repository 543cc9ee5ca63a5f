"""A bot on a sandbox: a receiver that gets the sandbox's webhooks, and that can crash and start again on its inbox."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from chakra_async.errors import SettingsError
from chakra_async.testing.mortal import MortalInbox
from chakra_async.webhooks import MemoryInbox, Router, WebhookReceiver
from chakra_async.webhooks.dispatch import LEASE_MS
from chakra_async.webhooks.inbox import EventState
from chakra_async.webhooks.inbox.opening import open_as_given
from chakra_async.webhooks.inbox.records import EVERY

if TYPE_CHECKING:
    import os
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping
    from pathlib import Path
    from types import TracebackType

    from chakra_async.client import Chakra
    from chakra_async.sandbox import Sandbox
    from chakra_async.webhooks import Inbox
    from chakra_async.webhooks.inbox import Record

    ASGIApp: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
    Receivers: TypeAlias = "WebhookReceiver | Router | Callable[..., WebhookReceiver]"

__all__ = ["Bot", "Bots"]

_FORMATS: Final = ("pass_through", "chakra")


class Bot:
    """A receiver that gets a sandbox's webhooks while it runs; made by the fixture `chakra_bot`.

    Each start makes a new receiver with the handlers of the given one, a new client, and the same inbox, as a new process
    would. While it is down, the sandbox's deliveries fail and are made again later, by the sandbox's clock.

    Args:
        sandbox: The sandbox.
        receiver: A receiver or router, whose handlers are used, or a function that makes a receiver, which is called with the
            client, `inbox=`, `secrets=` and `clock=`.
        app: Makes an ASGI application around the receiver that it is given; None to deliver to the receiver itself.
        path: The path that deliveries have in the application.
        inbox: The path of an inbox, or an `Inbox`; by default one in memory, which survives crashes of the bot.
        formats: The formats of the deliveries, see `Webhooks.to`.
        recordings: Files whose deliveries it gets when it starts; they are removed from the list then.
        options: Further options of the receiver.

    Example:
        ```python
        async def test_booking(chakra_bot, chakra_customer):
            async with chakra_bot(receiver) as bot:
                await chakra_customer.says("book")
                await bot.crash()
                await bot.restart()
                assert (await chakra_customer.hears("Which day?")).buttons == ["Monday", "Tuesday"]
        ```

    """

    def __init__(
        self,
        sandbox: Sandbox,
        receiver: Receivers,
        *,
        app: Callable[[WebhookReceiver], ASGIApp] | None = None,
        path: str = "/",
        inbox: str | os.PathLike[str] | Inbox | None = None,
        formats: Iterable[str] = _FORMATS,
        recordings: list[Path] | None = None,
        **options: Any,
    ) -> None:
        if not isinstance(receiver, Router) and not callable(receiver):
            raise SettingsError(
                "chakra_bot needs a WebhookReceiver, a Router, or a function that makes a receiver, not "
                f"{type(receiver).__name__}. For an application, give its receiver, and app= a function that makes the "
                "application around it."
            )
        self._sandbox = sandbox
        self._source: Any = receiver
        self._make_app = app
        self._path = path
        self._given: str | os.PathLike[str] | Inbox = MemoryInbox() if inbox is None else inbox
        self._formats = tuple(formats)
        self._recordings: list[Path] = [] if recordings is None else recordings
        self._options = options
        self._inbox: Inbox | None = None
        self._mortal: MortalInbox | None = None
        self._client: Chakra | None = None
        self._receiver: WebhookReceiver | None = None
        self._app: ASGIApp | None = None
        self._lifespan: _Lifespan | None = None

    @property
    def receiver(self) -> WebhookReceiver:
        """The receiver that runs now.

        Raises:
            SettingsError: It does not run.

        """
        if self._receiver is None:
            raise SettingsError("the bot does not run: use `async with chakra_bot(...)`, or restart it")
        return self._receiver

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._receiver is not None

    @property
    def clock(self) -> Callable[[], int]:
        """The sandbox's clock, which the receiver has."""
        return self._sandbox.clock.milliseconds

    async def parked(self) -> list[Record]:
        """Return the events that failed for good, with the problem of each; also while it is down."""
        inbox = open_as_given(self._given)
        await inbox.open()
        try:
            return list(await inbox.events(states=[EventState.PARKED], limit=EVERY))
        finally:
            if inbox is not self._given or not self.running:
                await inbox.close()

    async def crash(self) -> None:
        """End at once, as by `kill -9`: what is under way stops where it is, and nothing more is recorded or sent.

        Raises:
            SettingsError: It does not run.

        """
        receiver, mortal = self.receiver, self._mortal
        if mortal is not None:
            mortal.cut_off()
        self._receiver = self._app = None
        await receiver.abort()
        if self._lifespan is not None:
            await self._lifespan.kill()
        await self._release()

    async def restart(self) -> None:
        """Start it again on its inbox; one that runs is closed first, as by an operator.

        What a crash cut off is free for the new receiver when its lease ends, so the sandbox's clock is advanced by the lease
        (30 seconds) if there is any. What had failed to be delivered comes when it is due by the clock.

        Raises:
            SettingsError: The receiver cannot start.

        """
        await self._close()
        await self._start()
        if (await self.receiver.inbox.stats()).states.get(EventState.RUNNING):
            await self._sandbox.clock.advance(seconds=LEASE_MS / 1000 + 0.001)
        await self._sandbox.webhooks.settled()

    def wake(self) -> None:
        """Look for events now, as after moving the clock."""
        if self._receiver is not None:
            self._receiver.wake()

    async def quiet(self) -> None:
        """Wait until there is nothing to do at the time of the clock."""
        if self._receiver is not None:
            await self._receiver.quiet()

    async def __aenter__(self) -> Self:
        """Start it, and let the sandbox deliver to it what happens from now on."""
        await self._start()
        self._sandbox.webhooks.to(self, formats=self._formats)
        try:
            while self._recordings:
                await self._sandbox.webhooks.replay(self._recordings.pop(0))
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        await self._close()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Serve a delivery of the sandbox.

        Raises:
            ConnectionRefusedError: It does not run.

        """
        app = self._app
        if app is None:
            raise ConnectionRefusedError("the bot does not run")
        path = self._path
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)

    async def _start(self) -> None:
        self._client = self._sandbox.client()
        self._inbox = open_as_given(self._given)
        self._mortal = MortalInbox(self._inbox)
        wiring: dict[str, Any] = {
            "inbox": self._mortal,
            "secrets": self._sandbox.webhooks.secret,
            "clock": self._sandbox.clock.milliseconds,
            **self._options,
        }
        try:
            receiver = self._made(self._client, wiring)
            if self._make_app is None:
                self._app = receiver
            else:
                self._app = self._make_app(receiver)
                self._lifespan = _Lifespan(self._app)
                await self._lifespan.start()
            await receiver.start()
        except BaseException:
            self._app = None
            await self._release()
            raise
        self._receiver = receiver

    def _made(self, client: Chakra, wiring: dict[str, Any]) -> WebhookReceiver:
        if isinstance(self._source, WebhookReceiver):
            return self._source.with_options(client, **wiring)
        if isinstance(self._source, Router):
            routed = WebhookReceiver(client, **wiring)
            routed.include(self._source)
            return routed
        made: Any = self._source(client, **wiring)
        if not isinstance(made, WebhookReceiver):
            raise SettingsError(
                f"the function given to chakra_bot returned {type(made).__name__}, not a WebhookReceiver"
            )
        return made

    async def _close(self) -> None:
        receiver, self._receiver, self._app = self._receiver, None, None
        try:
            if self._lifespan is not None:
                await self._lifespan.stop()
            if receiver is not None:
                await receiver.close()
        finally:
            await self._release()

    async def _release(self) -> None:
        client, inbox = self._client, self._inbox
        self._client = self._inbox = self._mortal = self._lifespan = None
        if client is not None:
            await client.close()
        if inbox is not None and inbox is not self._given:
            await inbox.close()


class Bots:
    """Makes the bots of a test: the fixture `chakra_bot`.

    Args:
        sandbox: The sandbox.
        recordings: Files whose deliveries the first bot gets when it starts; they are removed from the list then.

    """

    def __init__(self, sandbox: Sandbox, recordings: list[Path] | None = None) -> None:
        self._sandbox = sandbox
        self._recordings: list[Path] = [] if recordings is None else recordings

    def __call__(
        self,
        receiver: Receivers,
        *,
        app: Callable[[WebhookReceiver], ASGIApp] | None = None,
        path: str = "/",
        inbox: str | os.PathLike[str] | Inbox | None = None,
        formats: Iterable[str] = _FORMATS,
        **options: Any,
    ) -> Bot:
        """Return a bot, to be used with `async with`; the arguments are those of `Bot`."""
        return Bot(
            self._sandbox,
            receiver,
            app=app,
            path=path,
            inbox=inbox,
            formats=formats,
            recordings=self._recordings,
            **options,
        )


class _Lifespan:
    """The lifespan of an ASGI application, as its server runs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._inbound: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._outbound: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        self._task = asyncio.ensure_future(self._app(scope, self._inbound.get, self._outbound.put))
        answer = await self._exchange("lifespan.startup")
        if answer is not None and answer["type"] == "lifespan.startup.failed":
            raise SettingsError(f"the application cannot start: {answer.get('message', '')}")

    async def stop(self) -> None:
        await self._exchange("lifespan.shutdown")

    async def kill(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _exchange(self, kind: str) -> MutableMapping[str, Any] | None:
        """Send a message and return the answer; None of an application that has no lifespan."""
        task = self._task
        if task is None or task.done():
            return None
        self._inbound.put_nowait({"type": kind})
        answer = asyncio.ensure_future(self._outbound.get())
        await asyncio.wait([answer, task], return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        with contextlib.suppress(Exception):
            task.result()
        return None
