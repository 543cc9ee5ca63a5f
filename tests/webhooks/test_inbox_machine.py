"""The transitions of an inbox under any interleaving of workers, and the same ones in SQL, step by step."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, cast

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from chakra_async.webhooks.inbox.core import InboxCore
from chakra_async.webhooks.inbox.errors import InboxError, LeaseLostError
from chakra_async.webhooks.inbox.postgres.address import InboxAddress
from chakra_async.webhooks.inbox.postgres.store import PostgresStore
from chakra_async.webhooks.inbox.records import (
    EffectState,
    EventState,
    NewEffect,
    NewRecord,
    Problem,
    Timer,
    Value,
)
from chakra_async.webhooks.inbox.sqlite import schema
from chakra_async.webhooks.inbox.sqlite.book import SQLiteBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.webhooks.inbox.records import Claim, Effect

PEOPLE = st.sampled_from([("phone:919",), ("phone:919", "user-1"), ("user-1",), ("phone:918",), ()])
OWNERS = st.sampled_from(["a", "b", "c"])
LEASE = 30_000
EVERY = tuple(EventState)


def file_book() -> SQLiteBook:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in schema.CREATE.split(";\n"):
        connection.execute(statement)
    return SQLiteBook(connection)


class Machine(RuleBasedStateMachine):
    claims: Bundle[Claim] = Bundle("claims")
    begun: Bundle[Effect] = Bundle("begun")

    def __init__(self, book: Any = None) -> None:
        super().__init__()
        self.core = InboxCore()
        self.book = book or file_book()
        self.now = 1_000_000
        self.stored: set[str] = set()
        self.sent: dict[tuple[str, int], int] = {}
        self.allowed: dict[tuple[str, int], int] = {}
        self.handled: list[str] = []
        self.discarded: set[int] = set()

    def teardown(self) -> None:
        if isinstance(self.book, SQLiteBook):
            self.book._connection.close()

    def both(self, work: Callable[[Any], Any]) -> Any:
        """Do the same on the model and on the file; answers and refusals must be equal."""
        answers: list[Any] = []
        for each in (self.core, self.book):
            try:
                answers.append(work(each))
            except InboxError as error:
                answers.append(error)
        first, second = answers
        if isinstance(first, Exception):
            assert type(first) is type(second)
            assert str(first) == str(second)
            raise first
        assert without_fence(first) == without_fence(second)
        # Fences only need to differ; each side goes on with its own.
        return first, second

    @rule(
        keys=st.lists(st.sampled_from("abcdefghijklmnop"), min_size=1, max_size=4),
        identities=PEOPLE,
        number=st.sampled_from(["1", "2"]),
        moves=st.booleans(),
    )
    def append(self, keys: list[str], identities: tuple[str, ...], number: str, moves: bool) -> None:  # noqa: FBT001 - drawn
        numbers = [each for each in identities if moves and each.startswith("phone:")]
        gains = tuple("phone:917" for _ in numbers)
        records = [
            NewRecord(
                key=each,
                lane=number,
                kind="text",
                number=number,
                identities=identities,
                gains=gains,
                leaves=tuple(numbers),
            )
            for each in keys
        ]
        fresh, _ = self.both(lambda each: each.append(records, now=self.now))
        for key, is_new in zip(keys, fresh, strict=True):
            assert is_new == (key not in self.stored)
            self.stored.add(key)

    @rule(target=claims, owner=OWNERS, limit=st.integers(1, 3))
    def take(self, owner: str, limit: int) -> Any:
        ours, theirs = self.both(lambda each: each.take(owner, now=self.now, lease=LEASE, limit=limit))
        pairs = {each.lane: each for each in theirs.claims}
        return multiple(*((each, pairs[each.lane]) for each in ours.claims))

    @rule(seconds=st.integers(1, 40))
    def pass_time(self, seconds: int) -> None:
        self.now += seconds * 1000

    def held(self, claim: Any, work: Callable[[Any, Claim], Any]) -> Any:
        sides = iter(claim)
        try:
            return self.both(lambda each: work(each, next(sides)))
        except LeaseLostError:
            return None

    @rule(claim=claims)
    def renew(self, claim: Any) -> None:
        sides = iter(claim)
        self.both(lambda each: each.renew([next(sides)], now=self.now, lease=LEASE))

    @rule(claim=consumes(claims), keep=st.booleans(), timer=st.booleans())
    def settle(self, claim: Any, keep: bool, timer: bool) -> None:  # noqa: FBT001 - drawn
        event = claim[0].event
        values = [Value(scope=event.lane, name="state", data=b"1" if keep else None, person=event.person)]
        timers = [
            Timer(
                key=f"t{event.id}",
                due=self.now + 5000,
                record=NewRecord(key=f"timer:{event.id}", lane=event.lane, kind="timer"),
                person=event.person,
            )
        ]
        given = timers if timer else []
        if self.held(claim, lambda each, own: each.settle(own, now=self.now, values=values, timers=given)):
            self.handled += [each.key for each in (event, *claim[0].joined)]
            if timer:
                self.stored.add(f"timer:{event.id}")

    @rule(claim=consumes(claims), seconds=st.integers(0, 60))
    def fail(self, claim: Any, seconds: int) -> None:
        problem = Problem(code="ServerError", reason="it failed")
        at = self.now + seconds * 1000
        self.held(claim, lambda each, own: each.fail(own, problem, now=self.now, retry_at=at))

    @rule(claim=consumes(claims), seconds=st.integers(0, 60))
    def defer(self, claim: Any, seconds: int) -> None:
        self.held(claim, lambda each, own: each.defer(own, until=self.now + seconds * 1000))

    @rule(claim=consumes(claims), hold=st.booleans(), code=st.sampled_from(["A", "B"]))
    def park(self, claim: Any, hold: bool, code: str) -> None:  # noqa: FBT001 - drawn
        problem = Problem(code=code, reason="why")
        self.held(claim, lambda each, own: each.park(own, problem, now=self.now, hold=hold))

    @rule(target=claims, claim=consumes(claims))
    def join(self, claim: Any) -> Any:
        waiting, _ = self.both(lambda each: each.following(claim[0], limit=5))
        ids = [each.id for each in waiting][:2]
        joined = self.held(claim, lambda each, own: each.join(own, ids))
        return claim if joined is None else joined

    @rule(code=st.sampled_from([None, "A"]), resend=st.booleans(), one=st.integers(0, 12))
    def redrive(self, code: str | None, resend: bool, one: int) -> None:  # noqa: FBT001 - drawn
        ids = None if one > 8 else [one]
        parked = {each.id for each in self.core.events(states=[EventState.PARKED])}
        if resend:
            for effect in self.core.effects(states=[EffectState.UNKNOWN]):
                event = next(
                    (
                        each
                        for each in self.core.events(states=[EventState.PARKED])
                        if each.id == effect.event
                    ),
                    None,
                )
                wanted = event is not None and (ids is None or event.id in ids)
                if (
                    wanted
                    and event is not None
                    and (code is None or (event.problem and event.problem.code == code))
                ):
                    place = (effect.scope, effect.ordinal)
                    self.allowed[place] = self.allowed.get(place, 1) + 1
        count, _ = self.both(lambda each: each.redrive(ids, now=self.now, code=code, resend_unknown=resend))
        assert count <= len(parked)

    @rule(one=st.integers(1, 12))
    def discard(self, one: int) -> None:
        self.both(lambda each: each.discard([one], now=self.now))

    @rule(target=begun, claim=claims, ordinal=st.integers(0, 1), again=st.booleans())
    def begin(self, claim: Any, ordinal: int, again: bool) -> Any:  # noqa: FBT001 - drawn
        begun = self.begin_for(claim, ordinal, again=again)
        return multiple() if begun is None else begun

    def begin_for(self, claim: Any, ordinal: int, *, again: bool) -> Any:
        effect = NewEffect(
            scope=f"event:{claim[0].event.id}",
            ordinal=ordinal,
            kind="call",
            name="messages.send",
            fingerprint="f",
        )
        found = self.held(claim, lambda each, own: each.begin_effect(own, effect, now=self.now, again=again))
        if found is None or not found[0][0]:
            return None
        place = (effect.scope, ordinal)
        self.sent[place] = self.sent.get(place, 0) + 1
        return found[0][1], found[1][1]

    @rule(
        claim=claims,
        ordinal=st.integers(0, 1),
        first=st.sampled_from([EffectState.NOT_SENT, EffectState.UNKNOWN, EffectState.DONE, None]),
        later=st.booleans(),
        again=st.booleans(),
    )
    def begin_end_and_begin_again(
        self,
        claim: Any,
        ordinal: int,
        first: EffectState | None,
        later: bool,  # noqa: FBT001 - drawn
        again: bool,  # noqa: FBT001 - drawn
    ) -> None:
        """What a worker, or the one that takes its lane over, does around a call."""
        begun = self.begin_for(claim, ordinal, again=True)
        if begun is not None and first is not None:
            self.end_of(begun, first)
        if later:
            self.now += 40_000
            ours, theirs = self.both(lambda each: each.take("late", now=self.now, lease=LEASE, limit=9))
            pairs = {each.lane: each for each in theirs.claims}
            same = [each for each in ours.claims if each.event.id == claim[0].event.id]
            claim = (same[0], pairs[same[0].lane]) if same else claim
        self.begin_for(claim, ordinal, again=again)
        if begun is not None and later:
            self.end_of(begun, EffectState.DONE)  # it knows what became of its call

    @rule(
        effect=consumes(begun),
        state=st.sampled_from([EffectState.DONE, EffectState.NOT_SENT, EffectState.UNKNOWN]),
    )
    def end(self, effect: Any, state: EffectState) -> None:
        self.end_of(effect, state)

    def end_of(self, effect: Any, state: EffectState) -> None:
        sides = iter(effect)
        accepted, _ = self.both(
            lambda each: each.end_effect(next(sides), state, now=self.now, result=b"{}", message_id="wamid.1")
        )
        if accepted and state is EffectState.NOT_SENT:
            place = (effect[0].scope, effect[0].ordinal)
            self.sent[place] -= 1  # it did not leave

    @rule(state=st.sampled_from([EffectState.DONE]))
    def resolve(self, state: EffectState) -> None:
        unknown = self.core.effects(states=[EffectState.UNKNOWN])
        if unknown:
            self.both(lambda each: each.resolve_effect(unknown[0], state, now=self.now, result=b"{}"))

    @rule(person=st.sampled_from(["phone:918", "phone:919", "user-1"]))
    def erase(self, person: str) -> None:
        self.both(lambda each: each.erase(person))
        for each in self.core.events(states=EVERY):
            assert each.person != person

    @rule(minutes=st.integers(0, 2), keys=st.booleans())
    def purge(self, minutes: int, keys: bool) -> None:  # noqa: FBT001 - drawn
        before = self.now - minutes * 60_000
        self.both(lambda each: each.purge(settled_before=before, keys_before=before if keys else None))
        self.stored &= set(self.core._keys)
        self.handled = [each for each in self.handled if each in self.stored]

    @invariant()
    def both_are_equal(self) -> None:
        ours, theirs = (each.events(states=EVERY) for each in (self.core, self.book))
        assert ours == theirs
        assert self.core.stats() == self.book.stats()
        assert without_fence(self.core.effects()) == without_fence(self.book.effects())

    @invariant()
    def events_run_only_in_lanes_that_one_worker_holds(self) -> None:
        for event in self.core.events(states=[EventState.RUNNING]):
            assert self.core._lanes[event.lane].fence

    @invariant()
    def an_effect_is_begun_once_unless_it_was_not_done_or_a_person_asked(self) -> None:
        for place, count in self.sent.items():
            assert count <= self.allowed.get(place, 1)

    @invariant()
    def an_effect_without_an_outcome_is_of_a_claim_that_holds(self) -> None:
        for effect in self.core.effects(states=[EffectState.INTENT]):
            assert effect.fence in {lane.fence for lane in self.core._lanes.values()}

    @invariant()
    def nothing_is_handled_twice(self) -> None:
        assert len(self.handled) == len(set(self.handled))

    @invariant()
    def an_open_event_can_be_taken_or_is_held(self) -> None:
        for event in self.core.events(states=[EventState.NEW, EventState.RUNNING]):
            assert event.id in self.core._lanes[event.lane].open


def without_fence(value: Any) -> Any:
    """Leave out what may differ between two stores: fences, and the order of claims."""
    if isinstance(value, tuple):
        return tuple(without_fence(each) for each in value)
    if isinstance(value, list):
        return [without_fence(each) for each in value]
    if attrs.has(type(value)) and hasattr(value, "claims"):
        claims = sorted((without_fence(each) for each in value.claims), key=lambda each: each.event.id)
        return claims, value.next_at
    return attrs.evolve(value, fence=0) if hasattr(value, "fence") else value


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=120, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.timeout(600)
def test_the_statements_for_postgres_do_the_same(inbox_address: str) -> None:
    store = PostgresStore(InboxAddress.parse(inbox_address))
    tables = [name for (name,) in store._run("SELECT tablename FROM pg_tables WHERE schemaname = '$'")]

    def machine() -> Machine:
        store._rollback()
        store._run("BEGIN")
        store._run(f"TRUNCATE {', '.join(f'$.{name}' for name in tables if name != 'meta')}")
        return Machine(store.book)

    try:
        run_state_machine_as_test(
            cast("Any", machine),
            settings=settings(
                max_examples=25,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        store.close()


@pytest.mark.parametrize("make", [InboxCore, file_book])
def test_an_event_of_a_lane_waits_for_the_one_before_it(make: Callable[[], Any]) -> None:
    inbox = make()
    inbox.append([NewRecord(key=each, lane="1", kind="text", identities=("919",)) for each in "ab"], now=0)
    (first,) = inbox.take("w", now=1, lease=LEASE, limit=9).claims
    assert not inbox.take("v", now=2, lease=LEASE, limit=9).claims
    inbox.settle(first, now=3)
    (second,) = inbox.take("v", now=3, lease=LEASE, limit=9).claims
    assert (first.event.key, second.event.key) == ("a", "b")
    if isinstance(inbox, SQLiteBook):
        inbox._connection.close()
