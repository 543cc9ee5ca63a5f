"""What the inboxes on disk have in common: every transition is a job of a thread, and jobs that wait share a commit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.group import Appending, GroupThread
from chakra_async.webhooks.inbox.records import Purged
from chakra_async.webhooks.inbox.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from chakra_async.webhooks.inbox.group import Store
    from chakra_async.webhooks.inbox.postgres.book import PostgresBook
    from chakra_async.webhooks.inbox.records import (
        Claim,
        Effect,
        EffectState,
        EventState,
        NewEffect,
        NewRecord,
        Problem,
        Record,
        Taken,
        Timer,
        Value,
    )
    from chakra_async.webhooks.inbox.sqlite.book import SQLiteBook

    Book: TypeAlias = SQLiteBook | PostgresBook

__all__ = ["GroupedInbox"]

_PURGED_AT_ONCE: Final = 1000


class GroupedInbox(ABC):
    """An `Inbox` whose transitions are done by a thread, in groups.

    Args:
        shown: What messages call it.

    """

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self._thread: GroupThread | None = None

    @abstractmethod
    def _opened(self) -> Store:
        """Open the store; called in the thread."""

    async def open(self) -> None:
        """See `Inbox`."""
        if self._thread is not None:
            return
        thread = self._thread = GroupThread(self._opened)
        try:
            await thread.start()
        except BaseException:
            self._thread = None
            raise

    async def close(self) -> None:
        """See `Inbox`."""
        thread, self._thread = self._thread, None
        if thread is not None:
            await thread.stop()

    async def __aenter__(self) -> Self:
        """Open."""
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()

    async def append(self, records: Sequence[NewRecord], *, now: int) -> Sequence[bool]:
        """See `Inbox`."""
        found: Sequence[bool] = await self._do(Appending(records, now))
        return found

    async def settle(
        self,
        claim: Claim,
        *,
        now: int,
        values: Sequence[Value] = (),
        timers: Sequence[Timer] = (),
        cancel: Sequence[str] = (),
    ) -> None:
        """See `Inbox`."""
        await self._do(Settling(claim=claim, now=now, values=values, timers=timers, cancel=cancel))

    async def _do(self, work: Callable[[Book], Any] | Appending | Settling, *, reads: bool = False) -> Any:
        if self._thread is None:
            raise InboxError(f"The inbox {self.shown} is not open: call open() first.")
        return await self._thread.do(work, reads=reads)

    async def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """See `Inbox`."""
        found: Taken = await self._do(lambda book: book.take(owner, now=now, lease=lease, limit=limit))
        return found

    async def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> Sequence[bool]:
        """See `Inbox`."""
        found: Sequence[bool] = await self._do(lambda book: book.renew(claims, now=now, lease=lease))
        return found

    async def following(self, claim: Claim, *, limit: int) -> Sequence[Record]:
        """See `Inbox`."""
        found: Sequence[Record] = await self._do(lambda book: book.following(claim, limit=limit), reads=True)
        return found

    async def join(self, claim: Claim, ids: Sequence[int]) -> Claim:
        """See `Inbox`."""
        found: Claim = await self._do(lambda book: book.join(claim, ids))
        return found

    async def fail(self, claim: Claim, problem: Problem, *, now: int, retry_at: int) -> None:
        """See `Inbox`."""
        await self._do(lambda book: book.fail(claim, problem, now=now, retry_at=retry_at))

    async def defer(self, claim: Claim, *, until: int) -> None:
        """See `Inbox`."""
        await self._do(lambda book: book.defer(claim, until=until))

    async def park(
        self, claim: Claim, problem: Problem, *, now: int, hold: bool = False, values: Sequence[Value] = ()
    ) -> None:
        """See `Inbox`."""
        await self._do(lambda book: book.park_with(values, claim, problem, now=now, hold=hold))

    async def redrive(
        self,
        ids: Iterable[int] | None = None,
        *,
        now: int,
        code: str | None = None,
        resend_unknown: bool = False,
        payload: bytes | None = None,
    ) -> int:
        """See `Inbox`."""
        found: int = await self._do(
            lambda book: book.redrive_together(
                ids, now=now, code=code, resend_unknown=resend_unknown, payload=payload
            )
        )
        return found

    async def discard(self, ids: Iterable[int], *, now: int) -> int:
        """See `Inbox`."""
        found: int = await self._do(lambda book: book.discard_together(ids, now=now))
        return found

    async def events(
        self, *, states: Iterable[EventState], after: int = 0, limit: int = 1000, person: str | None = None
    ) -> Sequence[Record]:
        """See `Inbox`."""
        found: Sequence[Record] = await self._do(
            lambda book: book.events(states=states, after=after, limit=limit, person=person), reads=True
        )
        return found

    async def begin_effect(
        self, claim: Claim, effect: NewEffect, *, now: int, again: bool = False
    ) -> tuple[bool, Effect]:
        """See `Inbox`."""
        found: tuple[bool, Effect] = await self._do(
            lambda book: book.begin_effect(claim, effect, now=now, again=again)
        )
        return found

    async def end_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """See `Inbox`."""
        found: bool = await self._do(
            lambda book: book.end_effect(effect, state, now=now, result=result, message_id=message_id)
        )
        return found

    async def record_effect(self, claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
        """See `Inbox`."""
        found: Effect = await self._do(lambda book: book.record_effect(claim, effect, now=now, result=result))
        return found

    async def resolve_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """See `Inbox`."""
        found: bool = await self._do(
            lambda book: book.resolve_effect(effect, state, now=now, result=result, message_id=message_id)
        )
        return found

    async def effects(
        self,
        scope: str | None = None,
        *,
        states: Iterable[EffectState] | None = None,
        event: int | None = None,
        message_ids: Iterable[str] | None = None,
        limit: int = 1000,
    ) -> Sequence[Effect]:
        """See `Inbox`."""
        found: Sequence[Effect] = await self._do(
            lambda book: book.effects(
                scope, states=states, event=event, message_ids=message_ids, limit=limit
            ),
            reads=True,
        )
        return found

    async def values(self, scope: str) -> Mapping[str, bytes]:
        """See `Inbox`."""
        found: Mapping[str, bytes] = await self._do(lambda book: book.values(scope), reads=True)
        return found

    async def put(self, values: Sequence[Value], *, now: int) -> None:
        """See `Inbox`."""
        await self._do(lambda book: book.put(values, now=now))

    async def update(
        self,
        scope: str,
        name: str,
        change: Callable[[bytes | None], bytes | None],
        *,
        now: int,
        person: str = "",
    ) -> bytes | None:
        """See `Inbox`."""
        found: bytes | None = await self._do(
            lambda book: book.update(scope, name, change, now=now, person=person)
        )
        return found

    async def purge(self, *, settled_before: int, keys_before: int | None = None) -> Purged:
        """See `Inbox`. It goes on in small steps, between which events are stored."""
        events = effects = keys = 0
        while True:
            step: Purged = await self._do(
                lambda book: book.purge(
                    settled_before=settled_before, keys_before=keys_before, limit=_PURGED_AT_ONCE
                )
            )
            events, effects, keys = events + step.events, effects + step.effects, keys + step.keys
            if max(step.events, step.keys) < _PURGED_AT_ONCE:
                return Purged(events=events, effects=effects, keys=keys)

    async def erase(self, person: str) -> int:
        """See `Inbox`."""
        found: int = await self._do(lambda book: book.erase(person))
        return found
