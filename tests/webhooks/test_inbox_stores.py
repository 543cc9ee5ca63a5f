"""What every store of an inbox does, written once and run for each of them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import stat
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.sqlite import SQLiteJournal
from chakra_async.errors import ChakraError
from chakra_async.webhooks.inbox.errors import InboxError, InboxFullError, LeaseLostError
from chakra_async.webhooks.inbox.memory import MemoryInbox
from chakra_async.webhooks.inbox.postgres.inbox import PostgresInbox
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
from chakra_async.webhooks.inbox.sqlite.file import InboxFile
from chakra_async.webhooks.inbox.sqlite.inbox import SQLiteInbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.inbox.records import Claim

LEASE = 30_000
PROBLEM = Problem(code="ServerError", reason="it failed")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Inbox]:
    made: Inbox
    if request.param == "memory":
        made = MemoryInbox()
    elif request.param == "sqlite":
        made = SQLiteInbox(tmp_path / "inbox.db", reserve=0)
    else:
        made = PostgresInbox(request.getfixturevalue("inbox_address"))
    await made.open()
    yield made
    await made.close()


def record(key: str, *identities: str, lane: str = "1") -> NewRecord:
    return NewRecord(key=key, lane=lane, kind="text", number=lane, identities=identities, payload=b'{"a":1}')


async def take(inbox: Inbox, now: int = 0, owner: str = "w", limit: int = 100) -> list[Claim]:
    return list((await inbox.take(owner, now=now, lease=LEASE, limit=limit)).claims)


async def keys(inbox: Inbox, *states: EventState) -> list[str]:
    return [each.key for each in await inbox.events(states=states or tuple(EventState))]


async def test_an_event_that_was_stored_is_a_duplicate_when_it_comes_again(inbox: Inbox) -> None:
    assert await inbox.append([record("a"), record("b"), record("a")], now=1) == [True, True, False]
    assert await inbox.append([record("b"), record("c")], now=2) == [False, True]
    assert await keys(inbox) == ["a", "b", "c"]


async def test_an_event_stays_a_duplicate_after_it_was_settled(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=1)
    (claim,) = await take(inbox, 1)
    await inbox.settle(claim, now=2)
    assert await inbox.append([record("a")], now=3) == [False]
    assert await keys(inbox, EventState.SETTLED) == ["a"]


async def test_events_of_one_person_are_taken_one_at_a_time_in_order(inbox: Inbox) -> None:
    await inbox.append([record("a1", "A"), record("b1", "B"), record("a2", "A")], now=1)
    first = await take(inbox, 1)
    assert [each.event.key for each in first] == ["a1", "b1"]
    assert await take(inbox, 1) == []
    await inbox.settle(first[0], now=2)
    assert [each.event.key for each in await take(inbox, 2)] == ["a2"]


async def test_identities_that_came_together_are_one_person(inbox: Inbox) -> None:
    await inbox.append([record("a", "user-7")], now=1)
    await inbox.append([record("b", "919", "user-7")], now=2)
    await inbox.append([record("c", "919")], now=3)
    assert {each.person for each in await inbox.events(states=[EventState.NEW])} == {"user-7"}
    assert len(await take(inbox, 4)) == 1


async def test_two_people_who_turn_out_to_be_one_are_one_from_then_on(inbox: Inbox) -> None:
    await inbox.append([record("a", "919"), record("b", "user-7"), record("c", "user-7", "user-8")], now=1)
    await inbox.append([record("d", "919", "user-7")], now=2)
    await inbox.append([record("e", "user-8"), record("f", "user-7"), record("g", "919")], now=3)
    persons = {each.key: each.person for each in await inbox.events(states=[EventState.NEW])}
    assert persons == {"a": "919", "b": "user-7", "c": "user-7"} | dict.fromkeys("defg", "919")
    await inbox.erase("919")
    assert await keys(inbox) == []


async def test_an_expired_lease_lets_another_worker_in_and_the_first_one_is_refused(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (old,) = await take(inbox, 0, "first")
    assert await take(inbox, LEASE - 1, "second") == []
    (new,) = await take(inbox, LEASE, "second")
    assert (new.event.attempts, new.event.id) == (2, old.event.id)
    for work in (
        inbox.settle(old, now=LEASE),
        inbox.fail(old, PROBLEM, now=LEASE, retry_at=LEASE),
        inbox.park(old, PROBLEM, now=LEASE),
        inbox.defer(old, until=LEASE),
        inbox.begin_effect(old, effect(old), now=LEASE),
    ):
        with pytest.raises(LeaseLostError):
            await work
    assert await inbox.renew([old, new], now=LEASE, lease=LEASE) == [False, True]
    await inbox.settle(new, now=LEASE)


async def test_a_renewed_lease_lasts(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    assert await inbox.renew([claim], now=LEASE - 1, lease=LEASE) == [True]
    assert await take(inbox, LEASE + 1, "other") == []


async def test_a_failed_event_waits_and_its_lane_with_it(inbox: Inbox) -> None:
    await inbox.append([record("a", "A"), record("b", "A")], now=0)
    (claim,) = await take(inbox, 0)
    await inbox.fail(claim, PROBLEM, now=1, retry_at=5000)
    waiting = await inbox.take("w", now=4999, lease=LEASE, limit=9)
    assert (list(waiting.claims), waiting.next_at) == ([], 5000)
    (again,) = await take(inbox, 5000)
    assert (again.event.key, again.event.attempts, again.event.problem) == ("a", 2, PROBLEM)


async def test_a_deferred_event_was_not_tried(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    await inbox.defer(claim, until=100)
    assert await take(inbox, 99) == []
    (again,) = await take(inbox, 100)
    assert again.event.attempts == 1


async def test_an_attempt_whose_worker_ended_without_a_word_is_no_try(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    for count in range(4):
        (claim,) = await take(inbox, count * LEASE)
        found = claim.event
        assert (found.attempts, found.unended, found.tried) == (count + 1, count, 1)
    await inbox.fail(claim, PROBLEM, now=4 * LEASE, retry_at=4 * LEASE)
    (claim,) = await take(inbox, 4 * LEASE)
    assert (claim.event.attempts, claim.event.unended, claim.event.tried) == (5, 3, 2)
    await inbox.park(claim, PROBLEM, now=4 * LEASE)
    await inbox.redrive([claim.event.id], now=4 * LEASE)
    (claim,) = await take(inbox, 4 * LEASE)
    assert (claim.event.attempts, claim.event.unended) == (1, 0)


@pytest.mark.parametrize("hold", [False, True])
async def test_a_parked_event_lets_its_lane_go_on_or_holds_it(inbox: Inbox, hold: bool) -> None:  # noqa: FBT001
    await inbox.append([record("a", "A"), record("b", "A")], now=0)
    (claim,) = await take(inbox, 0)
    await inbox.park(claim, PROBLEM, now=1, hold=hold)
    assert [each.event.key for each in await take(inbox, 2)] == ([] if hold else ["b"])
    (parked,) = await inbox.events(states=[EventState.PARKED])
    assert (parked.problem, parked.ended) == (PROBLEM, 1)


async def test_a_redriven_event_is_handled_before_later_ones(inbox: Inbox) -> None:
    await inbox.append([record("a", "A"), record("b", "A")], now=0)
    (claim,) = await take(inbox, 0)
    await inbox.park(claim, PROBLEM, now=1)
    assert await inbox.redrive(now=2, code="Other") == 0
    assert await inbox.redrive(now=2, code="ServerError", payload=b'{"a":2}') == 1
    (again,) = await take(inbox, 3)
    assert (again.event.key, again.event.attempts, again.event.payload) == ("a", 1, b'{"a":2}')


async def test_a_held_lane_goes_on_when_its_event_is_redriven_or_discarded(inbox: Inbox) -> None:
    await inbox.append([record(each, "A") for each in "abc"], now=0)
    for _ in range(2):
        (claim,) = await take(inbox, 2)
        await inbox.park(claim, PROBLEM, now=1, hold=True)
        assert await inbox.redrive([claim.event.id], now=2) == 1
    (claim,) = await take(inbox, 2)
    await inbox.park(claim, PROBLEM, now=3, hold=True)
    assert await inbox.discard([claim.event.id], now=4) == 1
    assert [each.event.key for each in await take(inbox, 5)] == ["b"]


async def test_later_events_can_be_handled_together_with_the_first(inbox: Inbox) -> None:
    await inbox.append([record(each, "A") for each in "abcd"], now=0)
    (claim,) = await take(inbox, 0)
    waiting = await inbox.following(claim, limit=2)
    joined = await inbox.join(claim, [each.id for each in waiting])
    assert [each.key for each in joined.joined] == ["b", "c"]
    await inbox.settle(joined, now=1)
    assert [each.event.key for each in await take(inbox, 1)] == ["d"]


async def test_events_that_were_joined_come_back_when_their_worker_ends(inbox: Inbox) -> None:
    await inbox.append([record(each, "A") for each in "ab"], now=0)
    (claim,) = await take(inbox, 0)
    await inbox.join(claim, [claim.event.id + 1])
    (again,) = await take(inbox, LEASE)
    assert [each.key for each in await inbox.following(again, limit=9)] == ["b"]


async def test_a_due_timer_becomes_an_event_once(inbox: Inbox) -> None:
    await inbox.append([record("a", "A")], now=0)
    (claim,) = await take(inbox, 0)
    timer = Timer(
        key="t", due=500, person="A", record=NewRecord(key="timer:t", lane=claim.lane, kind="timer")
    )
    await inbox.settle(claim, now=1, timers=[timer])
    early = await inbox.take("w", now=499, lease=LEASE, limit=9)
    assert (list(early.claims), early.next_at) == ([], 500)
    (due,) = await take(inbox, 500)
    assert (due.event.kind, due.event.person, due.lane) == ("timer", "A", claim.lane)
    await inbox.settle(due, now=501)
    assert await take(inbox, 10_000) == []


async def test_a_cancelled_timer_does_not_come(inbox: Inbox) -> None:
    await inbox.append([record("a"), record("b")], now=0)
    (claim,) = await take(inbox, 0)
    timer = Timer(key="t", due=500, record=NewRecord(key="timer:t", lane="1", kind="timer"))
    await inbox.settle(claim, now=1, timers=[timer])
    (claim,) = await take(inbox, 1)
    await inbox.settle(claim, now=2, cancel=["t"])
    assert await take(inbox, 10_000) == []


def effect(claim: Claim, ordinal: int = 0, *, repeatable: bool = False) -> NewEffect:
    return NewEffect(
        scope=f"event:{claim.event.id}",
        ordinal=ordinal,
        kind="call",
        name="messages.send",
        fingerprint="f",
        target="919",
        content="Hello",
        repeatable=repeatable,
    )


async def test_an_effect_is_begun_once(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    granted, begun = await inbox.begin_effect(claim, effect(claim), now=1)
    assert granted
    assert await inbox.end_effect(begun, EffectState.DONE, now=2, result=b'{"id":1}', message_id="wamid.A")
    granted, known = await inbox.begin_effect(claim, effect(claim), now=3, again=True)
    assert (granted, known.result, known.message_id) == (False, b'{"id":1}', "wamid.A")
    assert [each.ordinal for each in await inbox.effects(message_ids=["wamid.A"])] == [0]


@pytest.mark.parametrize(
    ("state", "repeatable", "granted"),
    [
        (EffectState.NOT_SENT, False, True),
        (EffectState.REFUSED, False, True),
        (EffectState.UNKNOWN, False, False),
        (EffectState.UNKNOWN, True, True),
        (EffectState.DONE, True, False),
    ],
)
async def test_only_what_was_not_done_or_is_repeatable_is_begun_again(
    inbox: Inbox, state: EffectState, *, repeatable: bool, granted: bool
) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    wanted = effect(claim, repeatable=repeatable)
    _, begun = await inbox.begin_effect(claim, wanted, now=1)
    await inbox.end_effect(begun, state, now=2)
    assert (await inbox.begin_effect(claim, wanted, now=3))[0] is False
    assert (await inbox.begin_effect(claim, wanted, now=3, again=True))[0] is granted


async def test_an_effect_without_an_outcome_is_unknown_to_the_next_worker(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (old,) = await take(inbox, 0)
    _, begun = await inbox.begin_effect(old, effect(old), now=1)
    (new,) = await take(inbox, LEASE, "second")
    (known,) = await inbox.effects(states=[EffectState.UNKNOWN])
    assert known.target == "919"
    assert (await inbox.begin_effect(new, effect(new), now=LEASE, again=True))[0] is False
    # The first worker still knows what became of its own call.
    assert await inbox.end_effect(begun, EffectState.DONE, now=LEASE + 1, result=b"1", message_id="wamid.A")
    assert (await inbox.begin_effect(new, effect(new), now=LEASE, again=True))[1].state is EffectState.DONE


async def test_an_unknown_effect_is_done_again_on_a_persons_word_only(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    _, begun = await inbox.begin_effect(claim, effect(claim), now=1)
    await inbox.end_effect(begun, EffectState.UNKNOWN, now=2)
    await inbox.park(claim, PROBLEM, now=3)
    await inbox.redrive(now=4)
    (claim,) = await take(inbox, 4)
    assert (await inbox.begin_effect(claim, effect(claim), now=5, again=True))[0] is False
    await inbox.park(claim, PROBLEM, now=6)
    await inbox.redrive(now=7, resend_unknown=True)
    (claim,) = await take(inbox, 7)
    granted, again = await inbox.begin_effect(claim, effect(claim), now=8, again=True)
    assert (granted, again.attempts) == (True, 2)


async def test_an_unknown_effect_can_be_resolved_once(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    _, begun = await inbox.begin_effect(claim, effect(claim), now=1)
    assert not await inbox.resolve_effect(begun, EffectState.DONE, now=2)
    await inbox.end_effect(begun, EffectState.UNKNOWN, now=2)
    assert await inbox.resolve_effect(begun, EffectState.DONE, now=3, message_id="wamid.A")
    assert not await inbox.resolve_effect(begun, EffectState.NOT_SENT, now=4)


async def test_what_needs_no_intent_is_recorded_once(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    first = await inbox.record_effect(claim, effect(claim), now=1, result=b"1")
    second = await inbox.record_effect(claim, effect(claim), now=2, result=b"2")
    assert (first.result, second.result) == (b"1", b"1")


async def test_values_are_recorded_with_the_event_or_not_at_all(inbox: Inbox) -> None:
    await inbox.append([record("a", "A")], now=0)
    (old,) = await take(inbox, 0)
    (new,) = await take(inbox, LEASE)
    values = [Value(scope="s", name="state", data=b"1", person="A")]
    with pytest.raises(LeaseLostError):
        await inbox.settle(old, now=LEASE, values=values)
    assert await inbox.values("s") == {}
    await inbox.settle(new, now=LEASE, values=values)
    assert await inbox.values("s") == {"state": b"1"}
    await inbox.put([Value(scope="s", name="state", data=None)], now=LEASE)
    assert await inbox.values("s") == {}


async def test_a_value_is_changed_by_what_it_is_now(inbox: Inbox) -> None:
    def count(known: bytes | None) -> bytes:
        return str(int(known or b"0") + 1).encode()

    await asyncio.gather(*(inbox.update("s", "n", count, now=1) for _ in range(50)))
    assert (await inbox.values("s"))["n"] == b"50"


async def test_an_error_in_a_change_leaves_the_value_and_the_inbox_as_they_were(inbox: Inbox) -> None:
    await inbox.put([Value(scope="s", name="n", data=b"1")], now=1)

    def broken(_known: bytes | None) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await inbox.update("s", "n", broken, now=1)
    assert await inbox.values("s") == {"n": b"1"}


async def test_settled_events_are_purged_and_their_keys_by_their_own_age(inbox: Inbox) -> None:
    await inbox.append([record("a"), record("b")], now=0)
    (claim,) = await take(inbox, 0)
    await inbox.begin_effect(claim, effect(claim), now=1)
    await inbox.settle(claim, now=10)
    purged = await inbox.purge(settled_before=11)
    assert (purged.events, purged.effects, purged.keys) == (1, 1, 0)
    assert await inbox.append([record("a")], now=12) == [False]
    assert (await inbox.purge(settled_before=11, keys_before=11)).keys == 1
    assert await inbox.append([record("a"), record("b")], now=13) == [True, False]


async def test_effects_of_an_open_conversation_are_not_purged(inbox: Inbox) -> None:
    await inbox.append([record("a")], now=0)
    (claim,) = await take(inbox, 0)
    _, begun = await inbox.begin_effect(claim, effect(claim), now=1)
    await inbox.settle(claim, now=2, values=[Value(scope=begun.scope, name="open", data=b"1")])
    assert (await inbox.purge(settled_before=10)).effects == 0


async def test_a_person_is_erased_by_any_identity(inbox: Inbox) -> None:
    await inbox.append([record("a", "919", "user-1"), record("b", "919"), record("c", "918")], now=0)
    claims = await take(inbox, 0)
    _, begun = await inbox.begin_effect(claims[0], effect(claims[0]), now=1)
    await inbox.end_effect(begun, EffectState.DONE, now=1, result=b'"secret"', message_id="wamid.A")
    await inbox.put([Value(scope="s", name="n", data=b'"theirs"', person="919")], now=1)
    assert await inbox.erase("user-1") >= 4
    assert await keys(inbox) == ["c"]
    assert await inbox.values("s") == {}
    (left,) = await inbox.effects()
    assert (left.state, left.target, left.content, left.result) == (EffectState.DONE, "", "", None)
    with pytest.raises(LeaseLostError):
        await inbox.settle(claims[0], now=2)
    assert await inbox.append([record("a", "919")], now=3) == [False]


@pytest.mark.parametrize("state", [EffectState.DONE, EffectState.REFUSED, EffectState.NOT_SENT])
async def test_what_a_running_handler_records_after_its_person_was_erased_contains_nothing_of_them(
    inbox: Inbox, state: EffectState
) -> None:
    await inbox.append([record("a", "919", "user-1"), record("b", "918")], now=0)
    claims = await take(inbox, 0)
    begun = [(await inbox.begin_effect(each, effect(each), now=1))[1] for each in claims]
    await inbox.erase("919")
    for each in begun:
        assert await inbox.end_effect(each, state, now=2, result=b'"to 919"', message_id="wamid.A")
    (claim, other) = claims
    with pytest.raises(LeaseLostError):
        await inbox.begin_effect(claim, effect(claim, 1), now=3)
    with pytest.raises(LeaseLostError):
        await inbox.record_effect(claim, effect(claim, 1), now=3, result=b'"919"')
    values = [Value(scope="talk", name="phone_number", data=b'"919"', person="919")]
    with pytest.raises(LeaseLostError):
        await inbox.settle(claim, now=3, values=values)
    assert await inbox.values("talk") == {}
    assert [(each.state, each.result) for each in await inbox.effects()] == [
        (state, None),
        (state, b'"to 919"'),
    ]
    await inbox.settle(other, now=3)


async def test_counts(inbox: Inbox) -> None:
    await inbox.append([record("a", "A"), record("b", "B"), record("c", "C")], now=5)
    first, second, _ = await take(inbox, 6)
    await inbox.settle(first, now=7)
    await inbox.park(second, PROBLEM, now=7)
    stats = await inbox.stats()
    assert stats.states == {EventState.SETTLED: 1, EventState.PARKED: 1, EventState.RUNNING: 1}
    assert (stats.lanes, stats.oldest) == (1, 5)


HOSTILE = ["x" * 10_000, "nul\0in", "half \ud83d pair", "'; DROP TABLE events; --", "नमस्ते", "\U0001f600" * 50]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_a_sender_writes_is_kept_or_replaced_but_never_lost(inbox: Inbox, text: str) -> None:
    made = NewRecord(
        key=text,
        lane=text,
        kind=text,
        number=text,
        identities=(text,),
        at=10**40,
        payload=b"\xff" + text.encode("utf-8", "replace"),
    )
    assert await inbox.append([made, made], now=1) == [True, False]
    (claim,) = await take(inbox, 1)
    assert claim.event.payload == made.payload
    await inbox.settle(claim, now=2)


# What only a file can do.


async def reopened(path: Path, reserve: int = 64 * 1024 * 1024) -> SQLiteInbox:
    inbox = SQLiteInbox(path, reserve=reserve)
    await inbox.open()
    return inbox


async def test_what_was_stored_is_there_after_a_new_start(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.append([record("a")], now=1)
    await inbox.close()
    again = await reopened(tmp_path / "i.db")
    assert await again.append([record("a")], now=2) == [False]
    assert await keys(again) == ["a"]
    await again.close()


async def test_the_file_is_readable_for_its_owner_alone(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.close()
    assert stat.S_IMODE((tmp_path / "i.db").stat().st_mode) == 0o600


async def test_many_appends_share_a_flush_and_each_is_answered(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    answers = await asyncio.gather(
        *(inbox.append([record(f"k{n % 300}", f"p{n % 7}")], now=n) for n in range(600))
    )
    assert sum(each == [True] for each in answers) == 300
    await inbox.close()


async def test_an_inbox_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.close()
    connection = sqlite3.connect(tmp_path / "i.db")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(InboxError, match="newer version"):
        await reopened(tmp_path / "i.db")


async def test_a_file_of_the_first_version_is_made_one_of_this_version(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.append([record("a", "A"), record("b", "B")], now=0)
    (first, second) = await take(inbox, 0)
    await inbox.settle(first, now=1)
    await inbox.defer(second, until=0)
    await inbox.close()
    connection = sqlite3.connect(tmp_path / "i.db")
    connection.executescript("ALTER TABLE events DROP COLUMN unended; PRAGMA user_version = 1")
    connection.close()
    for _ in range(2):
        inbox = await reopened(tmp_path / "i.db")
        assert await keys(inbox) == ["a", "b"]
        (claim,) = await take(inbox, 10 * LEASE)
        assert (claim.event.key, claim.event.tried) == ("b", 1)
        await inbox.defer(claim, until=0)
        await inbox.close()


async def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be read as one" * 20)
    before = (tmp_path / "text.db").read_bytes()
    with pytest.raises(InboxError, match="not an SQLite file"):
        await reopened(tmp_path / "text.db")
    assert (tmp_path / "text.db").read_bytes() == before
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(InboxError, match="another kind"):
        await reopened(tmp_path / "other.db")


async def test_a_directory_and_a_missing_one_are_named(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="is a directory"):
        await reopened(tmp_path)
    with pytest.raises(InboxError, match="does not exist"):
        await reopened(tmp_path / "no" / "i.db")


async def test_a_locked_inbox_stores_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chakra_async.webhooks.inbox.sqlite.file._BUSY_SECONDS", 0.1)
    inbox = await reopened(tmp_path / "i.db")
    blocker = sqlite3.connect(tmp_path / "i.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(InboxError, match="locked by another program"):
        await inbox.append([record("a")], now=1)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert await inbox.append([record("a")], now=2) == [True]
    await inbox.close()


async def test_a_disk_with_too_little_space_stores_nothing_new_and_lets_the_rest_be_handled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.append([record("a")], now=1)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1024))
    with pytest.raises(InboxFullError, match="MiB free"):
        await inbox.append([record("b")], now=2)
    (claim,) = await take(inbox, 2)
    await inbox.settle(claim, now=3)
    monkeypatch.undo()
    assert await inbox.append([record("b")], now=4) == [True]
    await inbox.close()


async def test_a_full_disk_is_an_error_and_nothing_of_the_group_is_stored(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db", reserve=0)
    assert inbox._thread is not None
    await inbox._do(lambda book: book._connection.execute("PRAGMA max_page_count = 40").fetchone())
    big = NewRecord(key="big", lane="1", kind="text", payload=b'"' + b"x" * 500_000 + b'"')
    with pytest.raises(InboxFullError, match="disk is full"):
        await inbox.append([record("a"), big], now=1)
    assert await keys(inbox) == []
    assert await inbox.append([record("a")], now=2) == [True]
    await inbox.close()


async def test_a_deleted_file_is_noticed_before_anything_is_acknowledged(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    (tmp_path / "i.db").unlink()
    with pytest.raises(InboxError, match="deleted or replaced"):
        await inbox.append([record("a")], now=1)
    await inbox.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
async def test_a_read_only_file_is_named(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.close()
    (tmp_path / "i.db").chmod(0o400)
    with pytest.raises(InboxError, match="cannot be"):
        await reopened(tmp_path / "i.db")


async def test_a_closed_inbox_says_so(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.close()
    await inbox.close()
    with pytest.raises(ChakraError, match="not open"):
        await inbox.append([record("a")], now=1)


async def test_opening_twice_does_nothing(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db")
    await inbox.open()
    assert await inbox.append([record("a")], now=1) == [True]
    await inbox.close()


async def test_what_a_worker_began_and_did_not_end_is_unknown_when_it_gives_its_event_back(
    inbox: Inbox,
) -> None:
    await inbox.append([record(each) for each in "abcd"], now=0)
    ends: tuple[Callable[[Claim], Awaitable[None]], ...] = (
        lambda claim: inbox.settle(claim, now=1),
        lambda claim: inbox.fail(claim, PROBLEM, now=1, retry_at=1),
        lambda claim: inbox.park(claim, PROBLEM, now=1),
        lambda claim: inbox.defer(claim, until=1),
    )
    for number, end in enumerate(ends):
        (claim,) = await take(inbox, 1)
        await inbox.begin_effect(claim, effect(claim, number), now=1)
        await end(claim)
        assert await inbox.effects(states=[EffectState.INTENT]) == []


async def test_old_statuses_are_purged(inbox: Inbox) -> None:
    values = [Value(scope=f"status:{n}", name=name, data=b"1") for n, name in enumerate(("status", "other"))]
    await inbox.put(values, now=5)
    await inbox.purge(settled_before=6)
    assert [dict(await inbox.values(f"status:{n}")) for n in range(2)] == [{}, {"other": b"1"}]


async def test_a_large_purge_leaves_what_is_younger(tmp_path: Path) -> None:
    inbox = SQLiteInbox(tmp_path / "i.db", synchronous="normal", reserve=0)
    await inbox.open()
    await inbox.append([record(str(n), f"p{n}") for n in range(2500)], now=0)
    for claim in await take(inbox, 0, limit=2500):
        await inbox.settle(claim, now=1 if claim.event.id % 2 else 9)
    purged = await inbox.purge(settled_before=5, keys_before=5)
    assert (purged.events, purged.keys) == (1250, 1250)
    assert (await inbox.stats()).states == {EventState.SETTLED: 1250}
    await inbox.close()


def test_statements_that_run_for_every_event_use_an_index() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in schema.CREATE.split(";\n"):
        connection.execute(statement)
    for statement, arguments in (
        (schema.TAKE, (2, 3, "w", 1, 4)),
        (schema.STOP_RUNNING, ("[]",)),
        (schema.RUN, ("[]",)),
        (schema.LOSE_EFFECTS, ("[]",)),
        (schema.VALID_CLAIMS, ("[]",)),
        *((each, {"ids": "[]", "now": 1}) for each in schema.MOVE),
        (schema.RELEASE, (1, "[]")),
        *((each, ("[]",)) for each in schema.HOLD),
    ):
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", arguments)]
        scanned = [each for each in plan if each.startswith("SCAN") and "json_each" not in each]
        assert scanned == [], (statement, plan)
    connection.close()


def test_what_is_asked_for_with_every_event_uses_an_index() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in schema.CREATE.split(";\n"):
        connection.execute(statement)
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    book = SQLiteBook(connection)
    book.effects("s")
    book.effects(event=1)
    book.effects(message_ids=["wamid.A"])
    book.effects(states=[EffectState.UNKNOWN, EffectState.INTENT])
    book.events(states=list(EventState), person="919")
    book.values("s")
    connection.set_trace_callback(None)
    for statement in asked:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        scanned = [
            each
            for each in plan
            if each.startswith("SCAN") and "json_each" not in each and "effects_unsure" not in each
        ]
        assert scanned == [], (statement, plan)
    connection.close()


@pytest.mark.parametrize("killed", [True, False])
def test_a_journal_that_is_named_as_the_inbox_is_left_as_it_is(tmp_path: Path, *, killed: bool) -> None:
    (tmp_path / "run").mkdir()
    journal = SQLiteJournal.open(tmp_path / "run" / "leads.journal")
    journal.begin(Identity(entries={"action": "enrol"}, validation={}))
    if not killed:
        journal.close()
    shutil.copytree(tmp_path / "run", tmp_path / "left")
    before = {each.name: each.read_bytes() for each in (tmp_path / "left").iterdir()}
    assert ("leads.journal-wal" in before) == killed
    with pytest.raises(InboxError, match="of another kind"):
        InboxFile(tmp_path / "left" / "leads.journal", synchronous="full", reserve=0)
    assert {each.name: each.read_bytes() for each in (tmp_path / "left").iterdir()} == before
    if killed:
        journal.discard()


@pytest.mark.parametrize("in_use", [True, False])
async def test_an_inbox_that_was_copied_without_its_wal_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, in_use: bool
) -> None:
    monkeypatch.setattr("chakra_async.webhooks.inbox.sqlite.wal._OPENING", 0.05)
    inbox = await reopened(tmp_path / "i.db", reserve=0)
    await inbox.append([record("a")], now=1)
    if not in_use:
        await inbox.close()
        assert os.listdir(tmp_path) == ["i.db"]  # noqa: PTH208 - names alone
    copy = tmp_path / "copy.db"
    shutil.copyfile(tmp_path / "i.db", copy)
    if not in_use:
        closed = await reopened(copy, reserve=0)
        assert await keys(closed) == ["a"]
        await closed.close()
        return
    with pytest.raises(InboxError, match=r"copy.db-wal beside it is missing"):
        await reopened(copy, reserve=0)
    shutil.copyfile(tmp_path / "i.db-wal", tmp_path / "copy.db-wal")
    whole = await reopened(copy, reserve=0)
    assert await keys(whole) == ["a"]
    await whole.close()
    await inbox.close()


async def test_the_last_of_several_that_close_leaves_one_whole_file(tmp_path: Path) -> None:
    several = [await reopened(tmp_path / "i.db", reserve=0) for _ in range(4)]
    for number, each in enumerate(several):
        await each.append([record(str(number))], now=1)
    await asyncio.gather(*(each.close() for each in several))
    assert os.listdir(tmp_path) == ["i.db"]  # noqa: PTH208 - names alone
    again = await reopened(tmp_path / "i.db", reserve=0)
    assert await keys(again) == ["0", "1", "2", "3"]
    await again.close()


async def test_what_ends_while_an_inbox_closes_leaves_one_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = await reopened(tmp_path / "i.db", reserve=0)
    await inbox.append([record("a")], now=1)
    other = sqlite3.connect(tmp_path / "i.db", check_same_thread=False)
    other.execute("SELECT count(*) FROM sqlite_schema").fetchall()

    def pause(seconds: float) -> None:
        del seconds
        other.close()

    monkeypatch.setattr("chakra_async.webhooks.inbox.sqlite.wal.time", SimpleNamespace(sleep=pause))
    await inbox.close()
    monkeypatch.undo()
    assert os.listdir(tmp_path) == ["i.db"]  # noqa: PTH208 - names alone
    again = await reopened(tmp_path / "i.db", reserve=0)
    assert await keys(again) == ["a"]
    await again.close()


async def test_an_inbox_that_was_removed_while_it_was_open_is_not_made_again(tmp_path: Path) -> None:
    inbox = await reopened(tmp_path / "i.db", reserve=0)
    with contextlib.closing(sqlite3.connect(tmp_path / "i.db")) as other:
        other.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        for name in os.listdir(tmp_path):  # noqa: PTH208 - names alone
            os.unlink(tmp_path / name)  # noqa: PTH108 - as above
        await inbox.close()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names alone


async def test_a_file_of_another_program_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (x)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(InboxError, match="of another kind"):
        await reopened(path)
    assert path.read_bytes() == before
