"""The workers of a receiver: they take events from the inbox, call the handlers, and record what came of it.

One event of a lane is handled at a time. A handler that fails is called again after a wait, and its lane waits with it; what
fails for good, or with a refusal that another attempt cannot change, is parked with its error. A worker that ends without a word loses its lanes when its lease ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from chakra_async._core.pacing.retry import backoff_waits
from chakra_async.webhooks.errors import BodyError
from chakra_async.webhooks.failures import is_being_cancelled, is_by_store, problem_of
from chakra_async.webhooks.inbox import together
from chakra_async.webhooks.inbox.errors import InboxError, LeaseLostError
from chakra_async.webhooks.inbox.records import Claim, EventState
from chakra_async.webhooks.match import Captures, Facts
from chakra_async.webhooks.messages import MessageReceived
from chakra_async.webhooks.refusals import is_definite
from chakra_async.webhooks.reports import EventHandled, EventStarted, HandlingResult
from chakra_async.webhooks.stored import event_of
from chakra_async.webhooks.talk.errors import TalkPausedError
from chakra_async.webhooks.turn import ParkError, Turn

if TYPE_CHECKING:
    from chakra_async.client import Chakra
    from chakra_async.settings import Retry
    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.inbox.records import Problem, Record
    from chakra_async.webhooks.reports import ReceiverReport
    from chakra_async.webhooks.router import Route, Routes
    from chakra_async.webhooks.turn import Before

__all__ = ["LEASE_MS", "Dispatcher", "TalkMaker"]

TalkMaker: TypeAlias = Callable[[Turn], Awaitable[object]]
"""Makes the `talk` that a handler gets."""

_log: Final = logging.getLogger("chakra_async.webhooks")
LEASE_MS: Final = 30_000
"""How long a worker that ended without a word keeps its events, in milliseconds."""
_RENEW_MS: Final = LEASE_MS // 3
_POLL: Final = 5.0
_AFTER_STORE_ERROR: Final = 1.0
_AFTER_STORE_MS: Final = 5_000
_GATHERED_AT_MOST: Final = 500
_CRASHES: Final = 3
_ALL: Final = (EventState.NEW, EventState.RUNNING, EventState.SETTLED, EventState.PARKED)


class _Deferred(Exception):  # noqa: N818 - no error: the events wait for more
    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


@attrs.define(eq=False)
class _Work:
    """What a worker does with a claim, and what came of it; `handled` while it is being settled."""

    claim: Claim
    turn: Turn | None = None
    task: asyncio.Task[None] | None = None
    handled: bool = False
    lost: bool = False
    route: Route | None = None
    critical: bool = False
    result: HandlingResult = "settled"
    error: BaseException | None = None


class Dispatcher:
    """Runs the handlers for what the inbox has.

    Args:
        chakra: The client that handlers send with.
        inbox: The store, open.
        routes: The handlers.
        retry: How often and how soon a failed handler is called again.
        concurrency: How many events are handled at once.
        timeout: Seconds that a handler may take; None for any.
        now: Returns the time in epoch milliseconds.
        report: Called with every report.
        talk: Makes the `talk` of handlers that take one.
        before: Is asked before the handlers.

    """

    def __init__(
        self,
        *,
        chakra: Chakra,
        inbox: Inbox,
        routes: Routes,
        retry: Retry,
        concurrency: int,
        timeout: float | None,
        now: Callable[[], int],
        report: Callable[[ReceiverReport], None],
        talk: TalkMaker,
        before: Before,
    ) -> None:
        self._chakra = chakra
        self._inbox = inbox
        self._routes = routes
        self._retry = retry
        self._concurrency = concurrency
        self._timeout = timeout
        self._now = now
        self._report = report
        self._talk = talk
        self._before = before
        self._owner = secrets.token_hex(8)
        self._running: dict[int, _Work] = {}
        self._wake = asyncio.Event()
        self._changed = asyncio.Event()
        self._renewed_at = self._held_at = now()
        self._renewal_due = asyncio.Event()
        self._stopping = False
        self._taking = False
        self._ended = 0
        self._store_failed = False

    @property
    def running(self) -> int:
        """How many lanes are worked on now."""
        return len(self._running)

    def wake(self) -> None:
        """Look for events and leases now: something was stored, or the clock was moved."""
        self._wake.set()
        if self._now() - self._renewed_at >= _RENEW_MS:
            self._renewal_due.set()

    async def changed(self, seconds: float) -> None:
        """Wait until an event was handled, or for a time."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    async def is_quiet(self) -> bool:
        """Return whether nothing is handled, and nothing can be at this time; due timers become events here."""
        ended = self._ended
        taken = await self._inbox.take(self._owner, now=self._now(), lease=LEASE_MS, limit=0)
        due = taken.next_at is not None and taken.next_at <= self._now()
        return not (due or self._running or self._taking or ended != self._ended)

    async def abort(self) -> None:
        """Cancel what is running."""
        self._stopping = True
        tasks = [one.task for one in self._running.values() if one.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def run(self) -> None:
        """Take events and handle them until `stop`."""
        renewing = asyncio.create_task(self._renew(), name="chakra-webhooks-renew")
        try:
            while not self._stopping:
                self._wake.clear()
                try:
                    pause = await self._take()
                except Exception:  # noqa: BLE001 - the workers must go on, whatever a store of another make raises
                    _log.exception("Taking events failed; it is tried again.")
                    pause = _AFTER_STORE_ERROR
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
        finally:
            renewing.cancel()

    async def stop(self, grace: float) -> None:
        """Take nothing more; wait for what is running, and after a time give it back."""
        self._stopping = True
        self._wake.set()
        tasks = [one.task for one in self._running.values() if one.task is not None]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _take(self) -> float:
        """Take what can be handled now; return for how many seconds there is nothing more to do."""
        free = self._concurrency - sum(not one.handled for one in self._running.values())
        if free <= 0:
            return _POLL
        now = self._now()
        self._taking = True
        try:
            return await self._begin(now, free)
        finally:
            self._taking = False

    async def _begin(self, now: int, free: int) -> float:
        """Begin with what can be taken; return for how many seconds there is nothing more to do."""
        try:
            if now - self._held_at >= LEASE_MS - _RENEW_MS:
                await self._renew_running(now)  # else it would take away from itself what still runs here
            taken = await self._inbox.take(self._owner, now=now, lease=LEASE_MS, limit=free)
        except InboxError as error:
            if not self._store_failed:
                _log.error("The inbox cannot be read; events wait: %s", error)
            self._store_failed = True
            return _AFTER_STORE_ERROR
        self._store_failed = False
        for claim in taken.claims:
            if self._stopping:  # it began to stop meanwhile
                await self._inbox.defer(claim, until=now)
                continue
            one = _Work(claim)
            self._running[claim.event.id] = one
            one.task = asyncio.create_task(self._work(one), name=f"chakra-webhooks-{claim.event.kind}")
        if taken.next_at is None:
            return _POLL
        return min(_POLL, max(0.0, (taken.next_at - now) / 1000) + 0.001)

    async def _renew(self) -> None:
        """Prolong the leases of what is running, three times in each lease, for as long as it runs."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_RENEW_MS / 1000):
                    await self._renewal_due.wait()
            self._renewal_due.clear()
            self._renewed_at = now = self._now()
            try:
                await self._renew_running(now)
            except InboxError as error:
                _log.warning("Leases could not be prolonged: %s", error)

    async def _renew_running(self, now: int) -> None:
        """Prolong the leases of what is running; what was given to another worker is cancelled."""
        running = list(self._running.values())
        if running:
            held = await self._inbox.renew([one.claim for one in running], now=now, lease=LEASE_MS)
            for one, holds in zip(running, held, strict=True):
                if not holds and one.task is not None and self._running.get(one.claim.event.id) is one:
                    one.lost = True
                    one.task.cancel()
        self._held_at = now

    async def _work(self, work: _Work) -> None:
        record = work.claim.event
        clock = asyncio.get_running_loop().time
        started = clock()
        lag = max(0.0, (self._now() - record.received) / 1000)
        self._report(EventStarted(kind=record.kind, key=record.key, attempt=record.attempts, lag=lag))
        try:
            await self._attempt(work)
        except _Deferred as deferred:
            until = deferred.until
            work.result = "waiting"
            await self._store(work, lambda: self._inbox.defer(work.claim, until=until))
        except asyncio.CancelledError as cancelled:
            if not (work.lost or self._stopping or is_being_cancelled()):
                await self._failed(
                    work, cancelled
                )  # the handler's own: something that it awaited was cancelled
                return
            # By `stop`, or because the claim was lost.
            work.result, work.error = ("lost" if work.lost else "released"), cancelled
            if not work.lost:
                await self._store(work, lambda: self._inbox.defer(work.claim, until=self._now()))
        except LeaseLostError as lost:
            work.result, work.error = "lost", lost
        except (Exception, BaseExceptionGroup) as failed:  # noqa: BLE001 - whatever a handler raises is recorded with the event
            await self._failed(work, failed)
        finally:
            self._running.pop(work.claim.event.id, None)
            self._ended += 1
            self._wake.set()
            self._changed.set()
            self._report(
                EventHandled(
                    kind=record.kind,
                    key=record.key,
                    handler="" if work.route is None else work.route.name,
                    result=work.result,
                    attempt=record.attempts,
                    duration=clock() - started,
                    error=None if work.error is None else type(work.error).__name__,
                    events=1 + len(work.claim.joined),
                )
            )

    async def _attempt(self, work: _Work) -> None:
        """Handle the events of a claim, and record that they were."""
        record = work.claim.event
        event = _event_of(record)
        turn = Turn(
            chakra=self._chakra,
            inbox=self._inbox,
            claim=work.claim,
            events=[] if event is None else [event],
            now=self._now,
        )
        work.turn = turn
        await self._before.note(turn)
        found = None if event is None else self._routes.find(event, await self._facts(record, event))
        work.critical = turn.critical = found is not None and found[0].critical
        if record.unended >= self._retry.attempts + _CRASHES:
            raise ParkError(
                f"{record.unended} times the process ended while it was handled: look whether it ends the process.",
                code="NeverEnded",
            )
        async with asyncio.timeout(self._timeout):
            handled = await self._before.intercept(turn)
            if not handled and found is not None:
                work.route, captures = found
                await self._gather(work, turn)
                try:
                    await self._call(turn, work.route, captures)
                except TalkPausedError:
                    work.result = "paused"
        if turn.blocked is not None:
            raise turn.blocked
        for finish in turn.finish:
            finish()
        if not handled and found is None:
            work.result = "unhandled"
            if event is None and len(record.payload) > len(b"{}"):
                raise ParkError(
                    "The stored record cannot be read, and no handler takes it.", code="Unreadable"
                )
        if len(work.claim.ids) > 1:  # they may have been parked together before
            turn.values += together.values(work.claim, keep=False)
        work.handled = True
        self._wake.set()  # the commit that settles this event is also that which takes the next one
        await self._store(
            work,
            lambda: self._inbox.settle(
                work.claim, now=self._now(), values=turn.values, timers=turn.timers, cancel=turn.cancel
            ),
        )

    async def _call(self, turn: Turn, route: Route, captures: Captures) -> None:
        async def handle() -> None:
            given = turn.events if route.gather is not None else turn.event
            if route.wants_talk:
                await route.handler(given, await self._talk(turn), **route.converted(captures))
            else:
                await route.handler(given, **route.converted(captures))

        call: Callable[[], Awaitable[object]] = handle
        for around in reversed(route.around):
            call = functools.partial(around, turn.event, call)  # type: ignore[arg-type] # what it returns is ignored
        await call()

    async def _gather(self, work: _Work, turn: Turn) -> None:
        """Join the events that the handler gets together, or raise `_Deferred` while more may come."""
        route, claim = work.route, work.claim
        if route is None or route.gather is None:
            return
        first = claim.event
        more: list[tuple[Record, Event]] = []
        groups = together.groups(await self._inbox.values(together.scope(claim.lane)))
        own = together.group_with(groups, first.id)
        complete = len(own) > 0
        for record in await self._inbox.following(claim, limit=_GATHERED_AT_MOST):
            event = _event_of(record)
            if together.group_with(groups, record.id) != own:
                complete = True  # they were parked together, and are handled together again
                break
            found = None if event is None else self._routes.find(event, Facts())
            other = found is None or found[0] is not route or _elsewhere(record, first)
            if event is None or other or self._before.may_take(turn, event):
                complete = True  # what comes behind it is not gathered with these
                break
            more.append((record, event))
        last = more[-1][0].received if more else first.received
        quiet, at_most = round(route.gather.seconds * 1000), round(route.gather.at_most * 1000)
        ready = min(last + quiet, first.received + at_most)
        if not complete and len(more) < _GATHERED_AT_MOST and self._now() < ready:
            raise _Deferred(ready)
        if more:
            work.claim = turn.claim = await self._inbox.join(claim, [record.id for record, _ in more])
            for _, event in more:
                await self._before.take_in(turn, event)
            turn.events = [*turn.events, *(event for _, event in more)]

    async def _facts(self, record: Record, event: Event) -> Facts:
        """Return what the filters need to know of an event, as far as they need it."""
        if not self._routes.needs_facts or not isinstance(event, MessageReceived) or not record.person:
            return Facts()
        after = 0
        while True:
            earlier = await self._inbox.events(states=_ALL, after=after, limit=100, person=record.person)
            for one in earlier:
                if one.id >= record.id:
                    return Facts(first_contact=True)
                if one.kind in MessageReceived.kinds():
                    return Facts()
            if not earlier:
                return Facts(first_contact=True)
            after = earlier[-1].id

    async def _failed(self, work: _Work, failed: BaseException) -> None:
        """Record that the handler failed: to be tried again, or parked."""
        record = work.claim.event
        work.error = failed
        problem = problem_of(failed)
        now = self._now()
        name = "The handling" if work.route is None else work.route.name
        definite = isinstance(failed, ParkError) or is_definite(failed)
        if not definite and is_by_store(failed):
            await self._postponed(work, problem, now)
            return
        if definite or record.tried >= self._retry.attempts:
            work.result = "parked"
            _log.error(
                "%s failed for good, the event %d is parked: %s: %s",
                name,
                record.id,
                problem.code,
                problem.reason,
            )
            noted = [*together.values(work.claim, keep=True), *([] if work.turn is None else work.turn.noted)]
            await self._store(
                work,
                lambda: self._inbox.park(work.claim, problem, now=now, hold=work.critical, values=noted),
            )
            return
        work.result = "retry"
        wait = next(itertools.islice(backoff_waits(self._retry), record.tried - 1, None))
        _log.warning(
            "%s failed, attempt %d of %d follows in %.1f s: %s: %s",
            *(name, record.tried + 1, self._retry.attempts, wait, problem.code, problem.reason),
        )
        retry_at = now + max(1, round(wait * 1000))
        await self._store(work, lambda: self._inbox.fail(work.claim, problem, now=now, retry_at=retry_at))

    async def _postponed(self, work: _Work, problem: Problem, now: int) -> None:
        """Give the event back as not tried: the store failed, and not the handler."""
        work.result = "retry"
        _log.warning(
            "The inbox failed while the event %d was handled; it is handled again in %.1f s: %s: %s",
            *(work.claim.event.id, _AFTER_STORE_MS / 1000, problem.code, problem.reason),
        )
        await self._store(work, lambda: self._inbox.defer(work.claim, until=now + _AFTER_STORE_MS))

    async def _store(self, work: _Work, call: Callable[[], Awaitable[None]]) -> None:
        """Record the end of a claim, also where the store fails for a moment or the worker is cancelled."""
        for wait in (0.05, 0.2, 1.0, 3.0, None):
            try:
                await asyncio.shield(asyncio.ensure_future(call()))
            except LeaseLostError as lost:
                work.result, work.error = "lost", lost
            except InboxError as error:
                work.error = error
                if wait is not None:
                    await asyncio.sleep(wait)
                    continue
                work.result = "lost"
                _log.error("The end of event %d cannot be recorded: %s", work.claim.event.id, error)
            return


def _elsewhere(record: Record, first: Record) -> bool:
    """Return whether an event is of another number of ours than the first one, so that one answer is not for both."""
    return bool(record.number and first.number) and record.number != first.number


def _event_of(record: Record) -> Event | None:
    try:
        return event_of(record)
    except BodyError:
        return None
