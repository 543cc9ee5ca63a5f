"""An inbox in memory, for tests and for applications that may lose what they received when they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.webhooks.inbox.core import InboxCore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from chakra_async.webhooks.inbox.records import (
        Claim,
        Effect,
        EffectState,
        EventState,
        InboxStats,
        NewEffect,
        NewRecord,
        Problem,
        Purged,
        Record,
        Taken,
        Timer,
        Value,
    )

__all__ = ["MemoryInbox"]


class MemoryInbox:
    """An `Inbox` that lives as long as this object.

    Nothing of it survives the process. Its content stays when it is closed, so that a test can start a receiver on it again.

    Example:
        ```python
        receiver = WebhookReceiver(chakra, secrets="...", inbox=MemoryInbox())
        ```

    """

    def __init__(self) -> None:
        self._core = InboxCore()

    async def open(self) -> None:
        """See `Inbox`."""

    async def close(self) -> None:
        """See `Inbox`."""

    async def append(self, records: Sequence[NewRecord], *, now: int) -> Sequence[bool]:
        """See `Inbox`."""
        return self._core.append(records, now=now)

    async def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """See `Inbox`."""
        return self._core.take(owner, now=now, lease=lease, limit=limit)

    async def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> Sequence[bool]:
        """See `Inbox`."""
        return self._core.renew(claims, now=now, lease=lease)

    async def following(self, claim: Claim, *, limit: int) -> Sequence[Record]:
        """See `Inbox`."""
        return self._core.following(claim, limit=limit)

    async def join(self, claim: Claim, ids: Sequence[int]) -> Claim:
        """See `Inbox`."""
        return self._core.join(claim, ids)

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
        self._core.settle(claim, now=now, values=values, timers=timers, cancel=cancel)

    async def fail(self, claim: Claim, problem: Problem, *, now: int, retry_at: int) -> None:
        """See `Inbox`."""
        self._core.fail(claim, problem, now=now, retry_at=retry_at)

    async def defer(self, claim: Claim, *, until: int) -> None:
        """See `Inbox`."""
        self._core.defer(claim, until=until)

    async def park(
        self, claim: Claim, problem: Problem, *, now: int, hold: bool = False, values: Sequence[Value] = ()
    ) -> None:
        """See `Inbox`."""
        self._core.park(claim, problem, now=now, hold=hold, values=values)

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
        return self._core.redrive(ids, now=now, code=code, resend_unknown=resend_unknown, payload=payload)

    async def discard(self, ids: Iterable[int], *, now: int) -> int:
        """See `Inbox`."""
        return self._core.discard(ids, now=now)

    async def events(
        self, *, states: Iterable[EventState], after: int = 0, limit: int = 1000, person: str | None = None
    ) -> Sequence[Record]:
        """See `Inbox`."""
        return self._core.events(states=states, after=after, limit=limit, person=person)

    async def begin_effect(
        self, claim: Claim, effect: NewEffect, *, now: int, again: bool = False
    ) -> tuple[bool, Effect]:
        """See `Inbox`."""
        return self._core.begin_effect(claim, effect, now=now, again=again)

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
        return self._core.end_effect(effect, state, now=now, result=result, message_id=message_id)

    async def record_effect(self, claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
        """See `Inbox`."""
        return self._core.record_effect(claim, effect, now=now, result=result)

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
        return self._core.resolve_effect(effect, state, now=now, result=result, message_id=message_id)

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
        return self._core.effects(scope, states=states, event=event, message_ids=message_ids, limit=limit)

    async def values(self, scope: str) -> Mapping[str, bytes]:
        """See `Inbox`."""
        return self._core.values(scope)

    async def put(self, values: Sequence[Value], *, now: int) -> None:
        """See `Inbox`."""
        self._core.put(values, now=now)

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
        return self._core.update(scope, name, change, now=now, person=person)

    async def stats(self) -> InboxStats:
        """See `Inbox`."""
        return self._core.stats()

    async def purge(self, *, settled_before: int, keys_before: int | None = None) -> Purged:
        """See `Inbox`."""
        return self._core.purge(settled_before=settled_before, keys_before=keys_before)

    async def erase(self, person: str) -> int:
        """See `Inbox`."""
        return self._core.erase(person)
