"""A database that is away for a while: no row becomes unknown by it, and none is sent twice."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import bulk
from chakra_async.bulk import JournalAddress, JournalError, Result, RowState
from chakra_async.bulk.journal.base import Group, Identity
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.reader import describe
from tests.support.tcpproxy import TCPProxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.postgres import Database, PostgresServer

IDENTITY = Identity(entries={"action": "enrol"}, validation={})
NUMBERS = [f"9199{n:08}" for n in range(1, 61)]


@pytest.fixture
def proxy(postgres: Database) -> Iterator[TCPProxy]:
    with TCPProxy(port_of(postgres.address)) as proxy:
        yield proxy


@pytest.fixture
def through(postgres: Database, proxy: TCPProxy) -> JournalAddress:
    return JournalAddress.parse(f"{proxy.address(postgres.address, port_of(postgres.address))}#july")


@pytest.fixture
def direct(postgres: Database) -> JournalAddress:
    return JournalAddress.parse(f"{postgres.address}#july")


def port_of(address: str) -> int:
    return int(address.split("@")[1].split("/", maxsplit=1)[0].split(":")[1])


def begun(address: JournalAddress, rows: int = 6, **given: Any) -> PostgresJournal:
    journal = PostgresJournal.open(address, slice_size=4, **given)
    journal.begin(IDENTITY)
    journal.apply(Group(added=[(n, None, str(n), "pending", None, None) for n in range(1, rows + 1)]))
    return journal


def done(number: int) -> Result:
    return Result(number=number, state=RowState.DONE)


def soon(do: Callable[[], None], after: float = 0.3) -> None:
    timer = threading.Timer(after, do)
    timer.daemon = True
    timer.start()


def states(address: JournalAddress) -> dict[str, int]:
    return {state.value: count for state, count in describe(address)[1].items()}


def test_a_cut_connection_is_made_anew_and_nothing_is_lost(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress
) -> None:
    journal = begun(through)
    journal.apply(Group(sending=[1, 2]))
    proxy.cut()
    applied = journal.apply(Group(ended=[done(1)], sending=[3]))
    assert (applied.refused, applied.late) == (frozenset(), [])
    assert states(direct) == {"done": 1, "sending": 2, "pending": 3}
    assert journal.apply(Group(ended=[done(2), done(3)])).late == []
    assert states(direct) == {"done": 3, "pending": 3}
    journal.close()


def test_a_database_that_is_away_for_a_while_is_waited_for(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress
) -> None:
    journal = begun(through)
    journal.apply(Group(sending=[1]))
    proxy.refuses = True
    proxy.cut()

    def back() -> None:
        proxy.refuses = False

    soon(back)
    assert journal.apply(Group(ended=[done(1)], sending=[2])).refused == frozenset()
    assert states(direct) == {"done": 1, "sending": 1, "pending": 4}
    journal.close()


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_commit_whose_answer_was_lost_neither_loses_nor_doubles(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress, times: int
) -> None:
    journal = begun(through)
    journal.apply(Group(sending=[1, 2]))
    proxy.swallows = times
    applied = journal.apply(Group(ended=[done(1), done(2)], sending=[3, 4]))
    assert proxy.swallows == 0
    assert (applied.refused, applied.late, applied.stop) == (frozenset(), [], None)
    assert states(direct) == {"done": 2, "sending": 2, "pending": 2}
    assert journal.apply(Group(ended=[done(3), done(4)], sending=[5])).late == []
    assert states(direct) == {"done": 4, "sending": 1, "pending": 1}
    journal.close()


def test_a_group_is_one_round_trip(proxy: TCPProxy, through: JournalAddress) -> None:
    journal = begun(through)
    for group, trips in (
        (Group(sending=[1, 2]), 1),
        (Group(ended=[done(1), done(2)], sending=[3, 4]), 1),
        (Group(ended=[done(3), Result(number=4, state=RowState.PENDING)], sending=[5, 6]), 1),
        (Group(ended=[done(5), done(6)]), 1),
    ):
        before = proxy.trips
        assert journal.apply(group).refused == frozenset()
        assert proxy.trips - before == trips
    journal.close()


CUTS = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0]


@pytest.mark.parametrize("direction", ["asks", "answers"])
def test_a_connection_cut_at_any_point_of_a_group_neither_loses_nor_doubles(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress, direction: str
) -> None:
    rows = 4 * len(CUTS) + 4
    journal = begun(through, rows=rows)
    asked, answered = proxy.asked, proxy.answered
    journal.apply(Group(sending=[1, 2]))
    journal.apply(Group(ended=[done(1), done(2)], sending=[3, 4]))
    size = (proxy.asked - asked if direction == "asks" else proxy.answered - answered) // 2
    under_way = [3, 4]
    for place, share in enumerate(CUTS, 1):
        sending = [4 * place + 1, 4 * place + 2]
        setattr(proxy, direction, max(1, int(share * size)))
        applied = journal.apply(Group(ended=[done(n) for n in under_way], sending=sending))
        assert (applied.refused, applied.late, applied.stop) == (frozenset(), [], None)
        under_way = sending
        known = states(direct)
        assert (known["done"], known["sending"], known.get("unknown", 0)) == (2 + 2 * place, 2, 0)
    journal.close()


@pytest.mark.parametrize("direction", ["asks", "answers"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
def test_what_was_asked_for_in_a_group_that_was_cut_for_good_is_not_granted(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress, direction: str, share: float
) -> None:
    clock = itertools.count()
    journal = begun(through, rows=20, patience=8, clock=lambda: float(next(clock)))
    asked, answered = proxy.asked, proxy.answered
    journal.apply(Group(sending=[1, 2]))
    size = proxy.asked - asked if direction == "asks" else proxy.answered - answered
    setattr(proxy, direction, max(1, int(share * size)))
    proxy.refuses = True
    with pytest.raises(JournalError, match="is away"):
        journal.apply(Group(ended=[done(1), done(2)], sending=[3, 4]))
    proxy.refuses = False
    # The ends were kept, and are written once it is there; what was not granted is pending, or unknown to the next worker.
    assert journal.apply(Group(ended=[done(1), done(2)])).late == []
    assert states(direct) == {"done": 2, "pending": 18}
    journal.close()


def test_a_statement_that_fails_within_a_group_leaves_nothing_of_it(
    postgres: Database, direct: JournalAddress
) -> None:
    journal = begun(direct)
    journal.apply(Group(sending=[1]))
    postgres.execute(
        "ALTER TABLE chakra.rows ADD CONSTRAINT broken CHECK (state <> 'sending' OR number <> 2)"
    )
    with pytest.raises(JournalError, match="cannot be used"):
        journal.apply(Group(ended=[done(1)], sending=[2]))
    assert states(direct) == {"sending": 1, "pending": 5}
    assert journal.apply(Group(ended=[done(1)], sending=[3])).refused == frozenset()
    assert states(direct) == {"done": 1, "sending": 1, "pending": 4}
    journal.close()


def test_rows_added_by_a_commit_whose_answer_was_lost_are_there_once(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress
) -> None:
    journal = begun(through, rows=1)
    proxy.swallows = 1
    rows = [(2, None, "2", "pending", None, None), (3, None, "1", "pending", None, None)]
    added = journal.apply(Group(added=rows)).added
    assert added.duplicates == {3: 1}
    assert states(direct) == {"pending": 2, "duplicate": 1}
    journal.close()


def test_a_half_open_connection_is_given_up(
    proxy: TCPProxy, postgres: Database, through: JournalAddress, direct: JournalAddress
) -> None:
    journal = begun(through)
    journal.apply(Group(sending=[1]))
    proxy.silent = True

    def back() -> None:
        proxy.cut()
        proxy.silent = False

    soon(back)
    assert journal.apply(Group(ended=[done(1)], sending=[2])).refused == frozenset()
    assert states(direct) == {"done": 1, "sending": 1, "pending": 4}
    journal.close()


def test_a_slice_that_another_worker_took_meanwhile_stays_with_it(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress
) -> None:
    journal = begun(through)
    journal.apply(Group(sending=[1]))
    proxy.cut()
    other = PostgresJournal.open(direct)
    other.take(1)
    applied = journal.apply(Group(ended=[done(1)], sending=[2, 5]))
    assert (applied.refused, applied.late) == ({2}, [])
    assert "taken over" in str(applied.stop)
    assert other.apply(Group(sending=[2, 3])).refused == frozenset()
    for each in (journal, other):
        each.close()


def test_one_that_stays_away_ends_the_run_after_its_patience(
    proxy: TCPProxy, through: JournalAddress, direct: JournalAddress
) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0
        return now[0]

    journal = begun(through, patience=3.0, clock=clock)
    journal.apply(Group(sending=[1]))
    proxy.refuses = True
    proxy.cut()
    with pytest.raises(JournalError, match="is away"):
        journal.apply(Group(ended=[done(1)]))
    proxy.refuses = False
    assert journal.apply(Group(ended=[done(1)])).late == []
    assert states(direct) == {"done": 1, "pending": 5}
    journal.close()


def test_a_crash_of_the_database_costs_no_unknown_row(own_postgres: PostgresServer) -> None:
    address = JournalAddress.parse(f"{own_postgres.address()}#july")
    journal = begun(address)
    journal.apply(Group(sending=[1, 2]))
    own_postgres.stop("immediate")
    soon(own_postgres.start)
    assert journal.apply(Group(ended=[done(1)], sending=[3])).refused == frozenset()
    assert journal.apply(Group(ended=[done(2), done(3)])).late == []
    assert states(address) == {"done": 3, "pending": 3}
    journal.close()


async def test_a_run_goes_on_when_its_database_was_away(
    nobody: Any, proxy: TCPProxy, postgres: Database, direct: JournalAddress
) -> None:
    calls: list[str] = []

    def allow() -> None:
        proxy.refuses = False

    async def call(_: Any, row: bulk.Row) -> None:
        calls.append(row.value)
        if len(calls) in (10, 30):
            proxy.swallows += 1
        if len(calls) == 20:
            proxy.refuses = True
            proxy.cut()
            asyncio.get_running_loop().call_later(0.5, allow)
        await asyncio.sleep(0.005)

    address = f"{proxy.address(postgres.address, port_of(postgres.address))}#july"
    report = await bulk.Run(nobody, bulk.action(call), rows=NUMBERS, journal=address).finish()
    assert sorted(calls) == NUMBERS
    assert (report.done, report.unknown, report.stopped_because) == (60, 0, None)
    assert states(direct) == {"done": 60}


async def test_a_row_whose_intent_grew_old_is_given_back_and_sent_later(
    nobody: Any, direct: JournalAddress
) -> None:
    calls: list[str] = []

    async def call(_: Any, row: bulk.Row) -> None:
        calls.append(row.value)

    run = bulk.Run(nobody, bulk.action(call), rows=NUMBERS, journal=direct)
    asked = 0

    def clock() -> float:
        # Every seventh look finds that the process was stopped for a minute.
        nonlocal asked
        asked += 1
        return time.clock_gettime(time.CLOCK_BOOTTIME) + (60.0 if asked % 7 == 0 else 0.0)

    run._limits = bulk_limits(run._limits, clock)  # pyright: ignore[reportPrivateUsage]
    report = await run.finish()
    assert asked > len(NUMBERS)
    assert sorted(calls) == NUMBERS
    assert (report.done, report.unknown, report.pending) == (60, 0, 0)


def bulk_limits(limits: Any, clock: Callable[[], float]) -> Any:
    import attrs  # noqa: PLC0415 - only here

    return attrs.evolve(limits, boot_clock=clock)
