"""What an inbox is: the protocol between a receiver and its store.

Times are arguments, in epoch milliseconds, so that a test or a sandbox can move them. No time is part of the safety argument: a lease
that expired too early lets another worker in, and then the fence refuses what the first one records.

How a worker uses it::

    taken = await inbox.take(owner, now=now, lease=30_000, limit=free)      # due timers become events here
    for each claim, in a task of its own:
        renew it while it runs; on False stop: another worker has the lane
        handle claim.event; every effect through begin_effect and end_effect
        settle(claim) | fail(claim, problem, retry_at=...) | park(claim, problem) | defer(claim, until=...)

A worker that ends without a word loses its lanes when the lease ends. The next one gets the same event with one attempt more, and effects
that were begun and have no outcome are then `unknown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

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

__all__ = ["Inbox"]


class Inbox(Protocol):
    """A store of events that survives its process.

    Every method raises `InboxError` if the store cannot be read or written. What a method records is durable when it returns, and
    is recorded as a whole or not at all.
    """

    async def open(self) -> None:
        """Open or make the store; opening an open one does nothing.

        Raises:
            InboxError: It is of a newer version, is not an inbox, or cannot be written.

        """
        ...

    async def close(self) -> None:
        """Finish what was begun and close; closing a closed one does nothing."""
        ...

    # Events.

    async def append(self, records: Sequence[NewRecord], *, now: int) -> Sequence[bool]:
        """Store events in their order; only after it returned may they be acknowledged.

        Returns:
            For each record whether it is new; False for a duplicate of one that was stored before, which is durable as well.

        Raises:
            InboxFullError: The disk is too full.
            InboxError: Nothing was stored.

        """
        ...

    async def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """Take the first events of lanes in which none is running, those that wait longest first.

        Timers that are due become events first. A lane whose lease has ended is taken from its worker.

        Args:
            owner: The worker, by a random id.
            now: The time.
            lease: How long the claims last without being renewed, in milliseconds.
            limit: How many claims at most.

        """
        ...

    async def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> Sequence[bool]:
        """Prolong claims; for each claim whether it still holds."""
        ...

    async def following(self, claim: Claim, *, limit: int) -> Sequence[Record]:
        """Return the next events of a claim's lane that wait, in their order."""
        ...

    async def join(self, claim: Claim, ids: Sequence[int]) -> Claim:
        """Take later events of the lane, so that they are handled together with the claim's.

        Raises:
            LeaseLostError: The claim does not hold any more.

        """
        ...

    async def settle(
        self,
        claim: Claim,
        *,
        now: int,
        values: Sequence[Value] = (),
        timers: Sequence[Timer] = (),
        cancel: Sequence[str] = (),
    ) -> None:
        """Record that a claim's events were handled, and with it values, timers, and timers that are not wanted any more.

        Raises:
            LeaseLostError: The claim does not hold any more; nothing is recorded.

        """
        ...

    async def fail(self, claim: Claim, problem: Problem, *, now: int, retry_at: int) -> None:
        """Give the events back; their lane waits until `retry_at`.

        Raises:
            LeaseLostError: The claim does not hold any more.

        """
        ...

    async def defer(self, claim: Claim, *, until: int) -> None:
        """Give the events back as if they had not been taken; their lane waits until a time.

        Raises:
            LeaseLostError: The claim does not hold any more.

        """
        ...

    async def park(
        self, claim: Claim, problem: Problem, *, now: int, hold: bool = False, values: Sequence[Value] = ()
    ) -> None:
        """Put the claim's events aside for a person's decision.

        Args:
            claim: The claim.
            problem: Why.
            now: The time.
            hold: Whether the lane waits for them; otherwise its later events are handled.
            values: What is set with it.

        Raises:
            LeaseLostError: The claim does not hold any more; nothing is recorded.

        """
        ...

    async def redrive(
        self,
        ids: Iterable[int] | None = None,
        *,
        now: int,
        code: str | None = None,
        resend_unknown: bool = False,
        payload: bytes | None = None,
    ) -> int:
        """Let parked events be handled again, before later events of their lanes, with those that were gathered and parked with them.

        Args:
            ids: Which; by default all.
            now: The time.
            code: Only those parked with this code.
            resend_unknown: Do effects of unknown outcome again; a person may then get a message twice.
            payload: Another content for one event.

        Returns:
            How many.

        """
        ...

    async def discard(self, ids: Iterable[int], *, now: int) -> int:
        """Settle parked events, and those that were gathered and parked with them, without handling them; return how many."""
        ...

    async def events(
        self, *, states: Iterable[EventState], after: int = 0, limit: int = 1000, person: str | None = None
    ) -> Sequence[Record]:
        """Return events by state, in order of arrival, from behind an id.

        Args:
            states: Which.
            after: The id of the last event that is not wanted.
            limit: How many at most.
            person: Only those of a person, by any identity.

        """
        ...

    # Effects.

    async def begin_effect(
        self, claim: Claim, effect: NewEffect, *, now: int, again: bool = False
    ) -> tuple[bool, Effect]:
        """Record that something is about to be done.

        It is granted if nothing is recorded at its place yet. With `again`, it is granted as well if what is recorded
        was not done: `not_sent`, `refused`, or `unknown` and repeatable.

        Returns:
            Whether it may be done now, and what is recorded at its place.

        Raises:
            LeaseLostError: The claim does not hold any more: it must not be done.

        """
        ...

    async def end_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """Record the outcome of an effect that was granted.

        It is accepted from a worker that lost its claim, too: it knows what became of its own call.

        Returns:
            Whether it was accepted; False if the effect went on without it.

        """
        ...

    async def record_effect(self, claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
        """Record something that needs no intent, such as the answer that a conversation got, and return what is at its place.

        Raises:
            LeaseLostError: The claim does not hold any more.

        """
        ...

    async def resolve_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """Record what was found out about an effect of unknown outcome; whether it still was unknown."""
        ...

    async def effects(
        self,
        scope: str | None = None,
        *,
        states: Iterable[EffectState] | None = None,
        event: int | None = None,
        message_ids: Iterable[str] | None = None,
        limit: int = 1000,
    ) -> Sequence[Effect]:
        """Return effects that fit everything that is given, by scope and ordinal."""
        ...

    # What is kept beside the events.

    async def values(self, scope: str) -> Mapping[str, bytes]:
        """Return the values of a scope by name."""
        ...

    async def put(self, values: Sequence[Value], *, now: int) -> None:
        """Set or remove values."""
        ...

    async def update(
        self,
        scope: str,
        name: str,
        change: Callable[[bytes | None], bytes | None],
        *,
        now: int,
        person: str = "",
    ) -> bytes | None:
        """Change one value by a function of what it is now, with nothing in between; return what it is then.

        Args:
            scope: The value's scope.
            name: Its name.
            change: A quick function without effects, which may be called in another thread; None removes the value.
            now: The time.
            person: The person whose data it is.

        """
        ...

    # Upkeep.

    async def stats(self) -> InboxStats:
        """Return counts."""
        ...

    async def purge(self, *, settled_before: int, keys_before: int | None = None) -> Purged:
        """Remove settled events with their effects, and keys.

        Effects of a scope that has a value named `open` stay. Values named `status` and `unclaimed` go by their own age.

        Args:
            settled_before: Events that were settled before this time go.
            keys_before: Keys that were first seen before this time go; by default those of the events that go stay, so that
                their duplicates are still recognized.

        """
        ...

    async def erase(self, person: str) -> int:
        """Remove what is known about a person: events, values, what effects hold of them; return how many rows were changed.

        Keys stay as digests, so that duplicates are recognized, and effects stay with their state and without content.

        Args:
            person: Any identity of the person.

        """
        ...
