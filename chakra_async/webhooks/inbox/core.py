"""What an inbox does, as a state machine: every transition of events, effects and timers, with time as an argument. Pure.

`MemoryInbox` keeps its rows in one of these; the stores on disk do the same in SQL and are tested against it.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from chakra_async.webhooks.inbox import together
from chakra_async.webhooks.inbox.effects import EffectBook
from chakra_async.webhooks.inbox.errors import InboxError, LeaseLostError
from chakra_async.webhooks.inbox.persons import LEFT, Joining
from chakra_async.webhooks.inbox.records import (
    NEVER,
    Claim,
    EffectState,
    EventState,
    InboxStats,
    NewRecord,
    Purged,
    Record,
    Taken,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from chakra_async.webhooks.inbox.records import Effect, NewEffect, Problem, Timer

__all__ = ["InboxCore", "lease_lost"]

_OPEN = (EventState.NEW, EventState.RUNNING)


def lease_lost(claim: Claim) -> LeaseLostError:
    """Return the error for a claim that does not hold any more."""
    return LeaseLostError(
        f"The event {claim.event.id} was given to another worker, because this one did not renew its lease in time."
    )


@attrs.define
class _Lane:
    ready: int
    """From when it may be taken."""
    fence: int = 0
    """That of its claim; 0 if it has none."""
    owner: str = ""
    open: list[int] = attrs.field(factory=list[int])
    """Its events that are not settled or put aside, in their order."""


class InboxCore:
    """The rows of an inbox and their transitions."""

    def __init__(self) -> None:
        self._effects = EffectBook()
        self._events: dict[int, Record] = {}
        self._keys: dict[str, int] = {}
        self._people: dict[str, str] = {}
        self._lanes: dict[str, _Lane] = {}
        self._timers: dict[str, Timer] = {}
        self._values: dict[tuple[str, str], tuple[Value, int]] = {}
        self._last = 0
        self._fence = 0

    # Events.

    def append(self, records: Sequence[NewRecord], *, now: int) -> list[bool]:
        """See `Inbox`."""
        return [self._append(record, now, None) for record in records]

    def _append(self, record: NewRecord, now: int, person: str | None) -> bool:
        self._last += 1
        if record.key in self._keys:
            return False
        self._keys[record.key] = now
        lane = record.lane
        if person is None:
            person = self._person(record)
            lane = f"{lane}/{person}" if person else lane
        self._events[self._last] = Record(
            id=self._last,
            key=record.key,
            lane=lane,
            kind=record.kind,
            number=record.number,
            person=person,
            at=record.at,
            received=now,
            payload=record.payload,
        )
        self._lanes.setdefault(lane, _Lane(ready=now)).open.append(self._last)
        return True

    def _person(self, record: NewRecord) -> str:
        people = self._people
        joining = Joining(lambda names: {each: people[each] for each in names if each in people})
        (person,) = joining.persons([record])
        for other, one in joining.merged.items():
            people.update({alias: one for alias, of in people.items() if of == other})
        people.update(joining.added)
        people.update(joining.left)
        return person

    def take(self, owner: str, *, now: int, lease: int, limit: int) -> Taken:
        """See `Inbox`."""
        for timer in sorted(self._timers.values(), key=lambda each: (each.due, each.key)):
            if timer.due <= now:
                del self._timers[timer.key]
                self._append(timer.record, now, timer.person)
        ready = sorted((lane.ready, lane.open[0], name) for name, lane in self._lanes.items())
        names = [name for at, _, name in ready if at <= now]
        claims = [self._claim(name, owner, now + lease) for name in names[:limit]]
        if len(names) > limit:
            return Taken(claims, now)
        later = [lane.ready for lane in self._lanes.values() if now < lane.ready < NEVER]
        return Taken(claims, min([*later, *(each.due for each in self._timers.values())], default=None))

    def _claim(self, name: str, owner: str, until: int) -> Claim:
        lane = self._lanes[name]
        for each in lane.open:
            if self._events[each].state is EventState.RUNNING:
                self._change(each, state=EventState.NEW, unended=self._events[each].unended + 1)
        self._fence += 1
        lane.ready, lane.fence, lane.owner = until, self._fence, owner
        event = self._change(
            lane.open[0], state=EventState.RUNNING, attempts=self._events[lane.open[0]].attempts + 1
        )
        self._effects.lose(event.id)
        return Claim(owner=owner, lane=name, fence=lane.fence, event=event)

    def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> list[bool]:
        """See `Inbox`."""
        held: list[bool] = []
        for claim in claims:
            holds = self._holds(claim)
            held.append(holds)
            if holds:
                self._lanes[claim.lane].ready = now + lease
        return held

    def following(self, claim: Claim, *, limit: int) -> list[Record]:
        """See `Inbox`."""
        lane = self._lanes.get(claim.lane)
        found = [self._events[each] for each in lane.open] if lane else []
        return [each for each in found if each.state is EventState.NEW][:limit]

    def join(self, claim: Claim, ids: Sequence[int]) -> Claim:
        """See `Inbox`."""
        lane = self._held(claim)
        joined = tuple(
            self._change(each, state=EventState.RUNNING, attempts=self._events[each].attempts + 1)
            for each in sorted(ids)
            if each in lane.open and self._events[each].state is EventState.NEW
        )
        return attrs.evolve(claim, joined=(*claim.joined, *joined))

    def settle(
        self,
        claim: Claim,
        *,
        now: int,
        values: Sequence[Value] = (),
        timers: Sequence[Timer] = (),
        cancel: Sequence[str] = (),
    ) -> None:
        """See `Inbox`."""
        self._held(claim)
        self._lose_effects(claim)
        for each in claim.ids:
            self._change(each, state=EventState.SETTLED, unended=0, problem=None, ended=now)
        self.put(values, now=now)
        for key in cancel:
            self._timers.pop(key, None)
        for timer in timers:
            self._timers[timer.key] = timer
        self._release(claim.lane, claim.ids, now)

    def fail(self, claim: Claim, problem: Problem, *, now: int, retry_at: int) -> None:
        """See `Inbox`."""
        del now
        self._held(claim)
        self._lose_effects(claim)
        for each in claim.ids:
            self._change(each, state=EventState.NEW, problem=problem)
        self._release(claim.lane, (), retry_at)

    def defer(self, claim: Claim, *, until: int) -> None:
        """See `Inbox`."""
        self._held(claim)
        self._lose_effects(claim)
        for each in claim.ids:
            self._change(each, state=EventState.NEW, attempts=max(0, self._events[each].attempts - 1))
        self._release(claim.lane, (), until)

    def park(
        self, claim: Claim, problem: Problem, *, now: int, hold: bool = False, values: Sequence[Value] = ()
    ) -> None:
        """See `Inbox`."""
        self._held(claim)
        self._lose_effects(claim)
        for each in claim.ids:
            self._change(each, state=EventState.PARKED, problem=problem, ended=now)
        self.put(values, now=now)
        self._release(claim.lane, () if hold else claim.ids, now)

    def redrive(
        self,
        ids: Iterable[int] | None = None,
        *,
        now: int,
        code: str | None = None,
        resend_unknown: bool = False,
        payload: bytes | None = None,
    ) -> int:
        """See `Inbox`."""
        named = self._parked(ids, code)
        if payload is not None and len(named) > 1:
            raise InboxError("Another content can be given to one event only: name its id.")
        wanted = self._together(named)
        for event in wanted:
            changed = event.payload if payload is None or event not in named else payload
            self._change(
                event.id,
                state=EventState.NEW,
                attempts=0,
                unended=0,
                problem=None,
                ended=None,
                payload=changed,
            )
            if resend_unknown:
                self._effects.allow(event.id)
            lane = self._lanes.setdefault(event.lane, _Lane(ready=now))
            if event.id not in lane.open:
                insort(lane.open, event.id)
            if not lane.fence and lane.ready == NEVER:
                lane.ready = now
        return len(wanted)

    def discard(self, ids: Iterable[int], *, now: int) -> int:
        """See `Inbox`."""
        wanted = self._together(self._parked(ids, None), forget=now)
        for event in wanted:
            self._change(event.id, state=EventState.SETTLED, unended=0, ended=now)
            lane = self._lanes.get(event.lane)
            if lane is not None and event.id in lane.open:
                if lane.fence:
                    lane.open.remove(event.id)
                else:
                    self._release(event.lane, (event.id,), now)
        return len(wanted)

    def _parked(self, ids: Iterable[int] | None, code: str | None) -> list[Record]:
        wanted = None if ids is None else set(ids)
        return [
            each
            for each in self._events.values()
            if each.state is EventState.PARKED
            and (wanted is None or each.id in wanted)
            and (code is None or (each.problem is not None and each.problem.code == code))
        ]

    def _together(self, parked: list[Record], *, forget: int | None = None) -> list[Record]:
        """Return parked events with those that were parked together with them."""
        wanted, gone = together.expanded([(each.id, each.lane) for each in parked], self.values)
        if forget is not None:
            self.put(gone, now=forget)
        return self._parked(wanted, None)

    def events(
        self, *, states: Iterable[EventState], after: int = 0, limit: int = 1000, person: str | None = None
    ) -> list[Record]:
        """See `Inbox`."""
        wanted = set(states)
        one = None if person is None else self._people.get(person, person)
        return [
            each
            for each in self._events.values()
            if each.state in wanted and each.id > after and (one is None or each.person == one)
        ][:limit]

    # Effects.

    def begin_effect(
        self, claim: Claim, effect: NewEffect, *, now: int, again: bool = False
    ) -> tuple[bool, Effect]:
        """See `Inbox`."""
        self._held(claim)
        return self._effects.begin(claim, effect, now=now, again=again)

    def end_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """See `Inbox`."""
        return self._effects.end(effect, state, now=now, result=result, message_id=message_id)

    def record_effect(self, claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
        """See `Inbox`."""
        self._held(claim)
        return self._effects.record(claim, effect, now=now, result=result)

    def resolve_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """See `Inbox`."""
        return self._effects.resolve(effect, state, now=now, result=result, message_id=message_id)

    def effects(
        self,
        scope: str | None = None,
        *,
        states: Iterable[EffectState] | None = None,
        event: int | None = None,
        message_ids: Iterable[str] | None = None,
        limit: int = 1000,
    ) -> list[Effect]:
        """See `Inbox`."""
        return self._effects.find(scope, states=states, event=event, message_ids=message_ids)[:limit]

    # What is kept beside the events.

    def values(self, scope: str) -> Mapping[str, bytes]:
        """See `Inbox`."""
        found = (each for each, _ in self._values.values() if each.scope == scope)
        return {each.name: each.data for each in found if each.data is not None}

    def put(self, values: Sequence[Value], *, now: int) -> None:
        """See `Inbox`."""
        for value in values:
            if value.data is None:
                self._values.pop((value.scope, value.name), None)
            else:
                self._values[value.scope, value.name] = (value, now)

    def update(
        self,
        scope: str,
        name: str,
        change: Callable[[bytes | None], bytes | None],
        *,
        now: int,
        person: str = "",
    ) -> bytes | None:
        """See `Inbox`."""
        known = self._values.get((scope, name))
        value = Value(scope=scope, name=name, data=change(known[0].data if known else None), person=person)
        self.put([value], now=now)
        return value.data

    # Upkeep.

    def stats(self) -> InboxStats:
        """See `Inbox`."""
        states = Counter(each.state for each in self._events.values())
        waiting = [each.received for each in self._events.values() if each.state in _OPEN]
        return InboxStats(
            states=dict(states),
            effects=self._effects.counts(),
            lanes=len(self._lanes),
            timers=len(self._timers),
            oldest=min(waiting, default=None),
        )

    def purge(self, *, settled_before: int, keys_before: int | None = None) -> Purged:
        """See `Inbox`."""
        gone = {
            each.id
            for each in self._events.values()
            if each.state is EventState.SETTLED and each.ended is not None and each.ended < settled_before
        }
        present = {each.key for each in self._events.values() if each.id not in gone}
        for each in gone:
            del self._events[each]
        for place in [
            (scope, name)
            for (scope, name), (_, at) in self._values.items()
            if name in ("status", "unclaimed") and at < settled_before
        ]:
            del self._values[place]
        kept = {scope for scope, name in self._values if name == "open"}
        effects = self._effects.purge(gone, kept)
        keys = [
            key
            for key, seen in self._keys.items()
            if keys_before is not None and seen < keys_before and key not in present
        ]
        for key in keys:
            del self._keys[key]
        return Purged(events=len(gone), effects=effects, keys=len(keys))

    def erase(self, person: str) -> int:
        """See `Inbox`."""
        one = self._people.get(person, person)
        aliases = [key for key, value in self._people.items() if value == one]
        names = {one, person, *aliases}  # what two people who turned out to be one left behind as well
        later = self._people.get(LEFT + person)
        if later is not None:  # the number is somebody else's now: both are meant
            names |= {later[1:], self._people.get(later[1:], later[1:])}
            aliases += [key for key, value in self._people.items() if value in names and key not in aliases]
        gone = [each for each in self._events.values() if each.person in names]
        for event in gone:
            self._effects.lose(event.id)  # its worker has lost the lane
            del self._events[event.id]
            lane = self._lanes.get(event.lane)
            if lane is not None and event.id in lane.open:
                lane.open.remove(event.id)
                if not lane.open:
                    del self._lanes[event.lane]
        values = [key for key, (value, _) in self._values.items() if value.person in names]
        timers = [key for key, timer in self._timers.items() if timer.person in names]
        for key in values:
            del self._values[key]
        for name in timers:
            del self._timers[name]
        for name in aliases:
            del self._people[name]
        return len(gone) + len(values) + len(timers) + len(aliases) + self._effects.erase(names)

    def _holds(self, claim: Claim) -> bool:
        lane = self._lanes.get(claim.lane)
        return lane is not None and lane.fence == claim.fence

    def _held(self, claim: Claim) -> _Lane:
        if not self._holds(claim):
            raise lease_lost(claim)
        return self._lanes[claim.lane]

    def _change(self, event: int, **changes: object) -> Record:
        changed = self._events[event] = attrs.evolve(self._events[event], **changes)  # type: ignore[arg-type]
        return changed

    def _lose_effects(self, claim: Claim) -> None:
        """Note that the worker is done with its events: what it began and did not end is unknown."""
        for each in claim.ids:
            self._effects.lose(each)

    def _release(self, name: str, gone: Sequence[int], ready: int) -> None:
        """Give a lane back without some of its events."""
        lane = self._lanes[name]
        lane.fence, lane.owner = 0, ""
        lane.open = [each for each in lane.open if each not in gone]
        if not lane.open:
            del self._lanes[name]
        elif self._events[lane.open[0]].state is EventState.PARKED:
            lane.ready = NEVER
        else:
            lane.ready = ready
