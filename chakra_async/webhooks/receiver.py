"""The receiver of webhooks: an ASGI application, or a route of an aiohttp application, that handles every event once.

A delivery is answered with 200 when its events are in the inbox, and handled after that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self

from chakra_async.errors import SettingsError
from chakra_async.settings import Retry, Secret
from chakra_async.settings.secret import as_secret
from chakra_async.webhooks.asgi import serve
from chakra_async.webhooks.dispatch import Dispatcher
from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.opening import open_as_given
from chakra_async.webhooks.inbox.records import EventState
from chakra_async.webhooks.intake import Answer, Intake, Request, unavailable
from chakra_async.webhooks.opt_outs import checked_words
from chakra_async.webhooks.options import check_options, check_positive
from chakra_async.webhooks.reports import DeliveryAccepted, DeliveryRefused, EventHandled, Health
from chakra_async.webhooks.router import Router, Routes
from chakra_async.webhooks.signature import SecretsLike, WebhookSecrets
from chakra_async.webhooks.talk.talks import Conversations, Talks
from chakra_async.webhooks.upkeep import keep_for
from chakra_async.webhooks.windows import Windows

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
    from types import TracebackType

    from aiohttp import web

    from chakra_async.client import Chakra
    from chakra_async.webhooks.asgi import Receive, Scope, Send
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.match import Match
    from chakra_async.webhooks.opt_outs import OptOuts
    from chakra_async.webhooks.reports import ReceiverObserver, ReceiverReport
    from chakra_async.webhooks.statuses import StatusTracker
    from chakra_async.webhooks.talk.conversations import OnChange
    from chakra_async.webhooks.talk.talk import Talk

__all__ = ["WebhookReceiver"]

_log: Final = logging.getLogger("chakra_async.webhooks")
_RETRY: Final = Retry(attempts=10, initial_wait=1.0, max_wait=300.0)
_MAX_BODY: Final = 4 * 1024 * 1024
_GRACE: Final = 20.0
_OWN: Final = frozenset({"self", "chakra", "__class__"})
"""What `with_options` does not pass on."""


class WebhookReceiver(Router):
    """Receives deliveries, keeps their events in an inbox, and calls handlers.

    It is an ASGI application: run it as it is, or mount it and pass `receiver.lifespan` to the outer application.
    `add_to` makes it a route of an aiohttp application.

    Args:
        chakra: The client that handlers send with.
        secrets: The team's HMAC secret, several, or several by name; else `CHAKRA_WEBHOOK_SECRET`, with commas between
            them. Without one, the receiver does not start.
        inbox: The path of an SQLite file, or an `Inbox`; else `CHAKRA_INBOX`, else `inbox.db`. `:memory:` keeps nothing
            beyond the process.
        concurrency: How many events are handled at once.
        retry: How often and how soon a failed handler is called again: by default 10 attempts in about 4 minutes.
        max_body: Bytes of a delivery's body at most; Meta's have at most 3 MB.
        verify_token: The token of Meta's handshake; without one every handshake is refused. That ChakraHQ makes one is not
            known.
        handler_timeout: Seconds that a handler may take before it counts as failed; None for any.
        grace: Seconds that running handlers have to end when the receiver closes; then their events are given back.
        stop_words: Words that opt a person out who sends nothing else, such as `("STOP",)`; case and punctuation do not matter.
        start_words: Words that opt a person in again.
        pause_for_humans: For how long conversations, and handlers with a `talk`, leave a person to a human of the team who wrote
            to them; None for not at all.
        retention: How long settled events are kept, and how long a duplicate is recognized; None for ever. Meta sends a delivery
            again for up to 7 days.
        observers: Callables that get a report of each delivery and event, see `ReceiverReport`.
        clock: Returns the time in epoch milliseconds; for tests.

    Attributes:
        conversations: The conversations that are registered.

    Example:
        ```python
        receiver = WebhookReceiver(Chakra(), inbox="inbox.db")

        @receiver.on(TextReceived, match.text("hi"))
        async def greet(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"Hello {event.sender.name}!")

        app = FastAPI(lifespan=receiver.lifespan)
        app.mount("/hooks", receiver)
        ```

    """

    def __init__(
        self,
        chakra: Chakra,
        *,
        secrets: SecretsLike | WebhookSecrets = None,
        inbox: str | os.PathLike[str] | Inbox | None = None,
        concurrency: int = 16,
        retry: Retry | None = None,
        max_body: int = _MAX_BODY,
        verify_token: str | Secret | None = None,
        handler_timeout: float | None = 600.0,
        grace: float = _GRACE,
        stop_words: Iterable[str] = (),
        start_words: Iterable[str] = (),
        pause_for_humans: timedelta | None = None,
        retention: timedelta | None = timedelta(days=30),
        observers: Iterable[ReceiverObserver] = (),
        clock: Callable[[], int] | None = None,
    ) -> None:
        observers = tuple(observers)
        stop_words, start_words = (
            checked_words("stop_words", stop_words),
            checked_words("start_words", start_words),
        )
        self._options = {name: value for name, value in locals().items() if name not in _OWN}
        super().__init__()
        for name, value in (("concurrency", concurrency), ("max_body", max_body)):
            check_positive(name, value)
        check_options(
            retry=retry,
            handler_timeout=handler_timeout,
            grace=grace,
            pause_for_humans=pause_for_humans,
            retention=retention,
            clock=clock,
        )
        self.chakra = chakra
        self._secrets = _secrets(secrets)
        self._inbox = open_as_given(os.environ.get("CHAKRA_INBOX") or "inbox.db" if inbox is None else inbox)
        self._concurrency = concurrency
        self._retry = retry or _RETRY
        self._max_body = max_body
        self._verify_token = as_secret(verify_token, "verify_token")
        self._handler_timeout = handler_timeout
        self._grace = grace
        self._observers = observers
        self._now = clock or _now
        self._retention = retention
        self._upkeep: asyncio.Task[None] | None = None
        self.conversations = Conversations()
        self._talks = Talks(
            chakra=chakra,
            inbox=self._inbox,
            now=self._now,
            conversations=self.conversations,
            stop_words=stop_words,
            start_words=start_words,
            pause_for_humans=pause_for_humans,
        )
        self._counters: Counter[str] = Counter()
        self._lock: asyncio.Lock | None = None
        self._ended = False
        self._intake: Intake | None = None
        self._dispatcher: Dispatcher | None = None
        self._task: asyncio.Task[None] | None = None
        self._failed_observers: set[int] = set()

    def with_options(self, chakra: Chakra, **options: Any) -> WebhookReceiver:
        """Return another receiver with the same handlers, conversations and options, such as one on a sandbox.

        Args:
            chakra: The client that its handlers send with.
            **options: The options of `WebhookReceiver` that are different. An inbox that is an object is shared unless
                another is given.

        Raises:
            SettingsError: An option cannot be used.

        Example:
            ```python
            tried = receiver.with_options(sandbox.client(), secrets=sandbox.webhooks.secret, inbox=MemoryInbox())
            ```

        """
        made = WebhookReceiver(chakra, **{**self._options, **options})
        made.include(self)
        made.conversations.include(self.conversations)
        return made

    @property
    def clock(self) -> Callable[[], int]:
        """Returns the time in epoch milliseconds."""
        return self._now

    @property
    def inbox(self) -> Inbox:
        """The store of events."""
        return self._inbox

    @property
    def counters(self) -> Mapping[str, int]:
        """Counts since the start of the process, for metrics.

        `accepted` and `refused` deliveries, `refused_<reason>`; `events` and `duplicates`; `settled`, `unhandled`, `retry`,
        `parked`, `waiting`, `released` and `lost` ends of handling; `secret_<name>` matches of each secret.
        """
        secrets = {f"secret_{name}": count for name, count in self._secrets.matched.items()}
        return MappingProxyType({**self._counters, **secrets})

    @property
    def statuses(self) -> StatusTracker:
        """What became of messages that went out."""
        return self._talks.statuses

    @property
    def opt_outs(self) -> OptOuts:
        """Who does not want to be written to."""
        return self._talks.opt_outs

    @property
    def windows(self) -> Windows:
        """Who may be sent anything but a template."""
        return Windows(self._inbox, self._now)

    def conversation(
        self,
        when: Match[Any] | Callable[[Any], bool],
        *,
        version: int = 1,
        cancel: Match[Any] | Callable[[Any], bool] | None = None,
        on_change: OnChange = "restart",
    ) -> Callable[[Callable[[Talk], Awaitable[object]]], Callable[[Talk], Awaitable[object]]]:
        """Register a conversation: `async def booking(talk: Talk)`, which may ask and wait for days and over restarts.

        It runs from its beginning at every message; what it did is not done again. So what differs from run to run, such as the
        time or a random number, comes from `talk.now()` and `talk.step()`. A conversation is asked before the handlers.

        Args:
            when: What begins it.
            version: The version of its code; another one than that which began a conversation is a change.
            cancel: What ends it, at whatever question it is; it gets a `TalkEndedError` there.
            on_change: What becomes of a conversation that is under way when its code has changed: `restart` begins it again with
                the message that came, `park` parks the message.

        Raises:
            SettingsError: An argument cannot be used, or there is a conversation of that name.

        Example:
            ```python
            @receiver.conversation(match.text("book"), cancel=match.text("cancel"))
            async def booking(talk: Talk) -> None:
                day = await talk.choose("Which day?", {"mon": "Monday", "tue": "Tuesday"})
                await talk.say(f"Booked for {day}.")
            ```

        """
        return self.conversations.register(when, version=version, cancel=cancel, on_change=on_change)

    # Its life.

    async def start(self) -> None:
        """Open the inbox and begin to handle events; what is open stays as it is.

        Raises:
            SettingsError: Without a secret, or if a handler can never run.
            InboxError: If the inbox cannot be opened.

        """
        if self._lock is None:
            self._lock = asyncio.Lock()
        async with self._lock:
            if self._dispatcher is not None:
                return
            if not self._secrets:
                raise SettingsError(
                    "No webhook secret: set CHAKRA_WEBHOOK_SECRET in the environment, or pass secrets=. It is the team's "
                    "HMAC secret, in the app under Admin, Team, Secrets."
                )
            routes = Routes(self)
            self._talks.begin(handlers_talk=routes.want_talk)
            await self._inbox.open()
            dispatcher = Dispatcher(
                chakra=self.chakra,
                inbox=self._inbox,
                routes=routes,
                retry=self._retry,
                concurrency=self._concurrency,
                timeout=self._handler_timeout,
                now=self._now,
                report=self._report,
                talk=self._talks.talk,
                before=self._talks,
            )
            self._intake = Intake(
                secrets=self._secrets,
                inbox=self._inbox,
                max_body=self._max_body,
                verify_token=self._verify_token,
                now=self._now,
                report=self._report,
                hear=self._talks.hear,
                stored=dispatcher.wake,
            )
            self._task = asyncio.create_task(dispatcher.run(), name="chakra-webhooks")
            self._dispatcher = dispatcher
            self._ended = False
            if self._retention is not None:
                self._upkeep = asyncio.create_task(
                    keep_for(self._inbox, self._retention, self._now), name="chakra-webhooks-upkeep"
                )

    async def close(self) -> None:
        """Accept nothing more, let running handlers end, give back what does not end in time, and close the inbox."""
        if self._lock is None:
            return
        async with self._lock:
            intake, dispatcher, task = self._intake, self._dispatcher, self._task
            if intake is None or dispatcher is None or task is None:
                return
            self._ended = True
            intake.close()
            if self._upkeep is not None:
                self._upkeep.cancel()
                self._upkeep = None
            try:
                await dispatcher.stop(self._grace)
                await task
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._grace):
                        await intake.idle()
            finally:
                task.cancel()
                self._intake = self._dispatcher = self._task = None
                await self._inbox.close()

    async def abort(self) -> None:
        """Cancel everything at once, and neither wait nor close the inbox: for tests of what a crash leaves behind."""
        dispatcher, task, upkeep = self._dispatcher, self._task, self._upkeep
        self._intake = self._dispatcher = self._task = self._upkeep = None
        self._ended = True
        if upkeep is not None:
            upkeep.cancel()
        if dispatcher is not None and task is not None:
            task.cancel()
            await dispatcher.abort()
            await asyncio.wait([task])

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()

    @contextlib.asynccontextmanager
    async def lifespan(self, app: object = None) -> AsyncGenerator[None]:
        """Start and close with an outer application: `FastAPI(lifespan=receiver.lifespan)`."""
        del app
        async with self:
            yield

    def add_to(self, app: web.Application, path: str) -> None:
        """Make it a route of an aiohttp application, with which it starts and closes."""
        from chakra_async.webhooks.aiohttp_app import add_route  # noqa: PLC0415 - only with aiohttp as a server

        add_route(self, app, path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an ASGI connection."""
        await serve(self, scope, receive, send)

    async def respond(self, request: Request) -> Answer:
        """Return the answer to a request, for servers of another kind; it starts the receiver where nothing did."""
        if self._intake is None and not self._ended:
            try:
                await self._start_late()
            except (SettingsError, InboxError) as error:
                return unavailable(self._report, "start", f"The receiver cannot start: {error}")
        intake = self._intake
        if intake is None:
            return unavailable(self._report, "closing", "The receiver is closed.")
        return await intake.answer(request)

    async def _start_late(self) -> None:
        first = self._lock is None
        await self.start()
        if first:
            _log.warning(
                "The receiver was started by its first request, and nothing will close it: pass lifespan=receiver.lifespan to "
                "the application that it is mounted in."
            )

    # How it is.

    def wake(self) -> None:
        """Look for events now, as after moving the clock."""
        if self._dispatcher is not None:
            self._dispatcher.wake()

    async def settled(self, timeout: float | None = 30.0) -> None:  # noqa: ASYNC109 - what a test waits at most
        """Wait until every stored event was handled or parked, those that are to be tried again included.

        Raises:
            TimeoutError: If that takes longer than a number of seconds.

        """
        async with asyncio.timeout(timeout):
            while True:
                states = (await self._inbox.stats()).states
                if not states.get(EventState.NEW) and not states.get(EventState.RUNNING):
                    return
                if self._dispatcher is None:
                    raise SettingsError("The receiver is not started, so nothing handles its events.")
                await self._dispatcher.changed(0.2)

    async def quiet(self, timeout: float | None = 30.0) -> None:  # noqa: ASYNC109 - what a test waits at most
        """Wait until there is nothing to do at the time of its clock; what waits for a later time is left waiting.

        Unlike `settled`, it does not wait for a handler that failed and is to be tried again in a minute.

        Raises:
            TimeoutError: If that takes longer than a number of seconds.

        """
        async with asyncio.timeout(timeout):
            while self._dispatcher is not None and not await self._dispatcher.is_quiet():
                self.wake()
                await self._dispatcher.changed(0.05)

    async def health(self) -> Health:
        """Return how it is, for a health check."""
        if self._dispatcher is None or self._task is None or self._task.done():
            return Health(ok=False, problem="The receiver is not started.")
        try:
            stats = await self._inbox.stats()
        except InboxError as error:
            return Health(ok=False, problem=str(error))
        return Health(
            ok=True,
            waiting=stats.states.get(EventState.NEW, 0),
            running=stats.states.get(EventState.RUNNING, 0),
            parked=stats.states.get(EventState.PARKED, 0),
            lag=0.0 if stats.oldest is None else max(0.0, (self._now() - stats.oldest) / 1000),
        )

    def _report(self, report: ReceiverReport) -> None:
        if isinstance(report, DeliveryAccepted):
            self._counters["accepted"] += 1
            self._counters["events"] += report.events
            self._counters["duplicates"] += report.duplicates
        elif isinstance(report, DeliveryRefused):
            self._counters["refused"] += 1
            self._counters[f"refused_{report.reason}"] += 1
        elif isinstance(report, EventHandled):
            self._counters[report.result] += 1
        for number, observer in enumerate(self._observers):
            try:
                observer(report)
            except Exception:  # noqa: BLE001 - an observer must not cost an event
                if number not in self._failed_observers:
                    _log.exception("An observer of the receiver failed; that it fails again is not logged.")
                self._failed_observers.add(number)


def _now() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)


def _secrets(given: Any) -> WebhookSecrets:
    if isinstance(given, WebhookSecrets):
        return given
    return WebhookSecrets.from_environment() if given is None else WebhookSecrets(given)
