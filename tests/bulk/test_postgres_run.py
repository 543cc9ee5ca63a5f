"""A run on a journal in PostgreSQL does what a run on a file does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import bulk
from chakra_async.bulk import JournalError, RowState
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.reader import describe, read_rows
from tests.support.postgres import PASSWORD

if TYPE_CHECKING:
    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

CAMPAIGN = "5ba0e13a-ac26-4656-afdd-643ea0813137"
NUMBERS = [f"9199{n:08}" for n in range(1, 41)]


@pytest.fixture
def address(postgres: Database) -> str:
    return f"{postgres.address}#july"


def counting(calls: list[str]) -> bulk.Action:
    async def call(_: Any, row: bulk.Row) -> None:
        await asyncio.sleep(0)
        calls.append(str(row.value))

    return bulk.action(call)


async def test_a_list_is_sent_once_and_its_journal_read_again(
    chakra: Chakra, sandbox: Sandbox, address: str
) -> None:
    enrol = bulk.Enrol(campaign_id=CAMPAIGN)
    rows = [*NUMBERS, NUMBERS[0], "12"]
    report = await bulk.Run(chakra, enrol, rows=rows, journal=address).finish()
    assert (report.done, report.duplicate, report.invalid, report.pending) == (40, 1, 1, 0)
    again = await bulk.Run(chakra, enrol, rows=rows, journal=address).finish()
    assert (again.done, again.sent, again.created) == (40, 0, 40)
    assert sandbox.arrived == len(NUMBERS)
    results = {result.key: result.result_id for result in read_rows(location_of(address), [RowState.DONE])}
    assert set(results) == set(NUMBERS)
    assert all(results.values())
    assert PASSWORD not in f"{report}{report!r}{report.to_dict()}{again.journal!r}"
    past = bulk.report_of(address)
    assert (past.done, past.duplicate, past.invalid, past.complete) == (40, 1, 1, True)


async def test_a_run_that_was_stopped_goes_on(nobody: Any, address: str) -> None:
    calls: list[str] = []
    first = bulk.Run(nobody, counting(calls), rows=NUMBERS, journal=address, limit=7, adaptive_from=None)
    assert (await first.finish()).done == 7
    report = await bulk.Run(nobody, counting(calls), rows=NUMBERS, journal=address).finish()
    assert (report.done, report.complete) == (40, True)
    assert sorted(calls) == NUMBERS


async def test_a_newer_run_of_the_same_list_takes_over_and_no_row_is_sent_twice(
    nobody: Any, address: str
) -> None:
    calls: list[str] = []
    began, taken = asyncio.Event(), asyncio.Event()

    def calling(sets: asyncio.Event) -> Any:
        async def call(_: Any, row: bulk.Row) -> None:
            calls.append(str(row.value))
            sets.set()
            await taken.wait()  # so that calls of the first run are under way until the second one has begun

        return bulk.action(call)

    first = bulk.Run(nobody, calling(began), rows=NUMBERS, journal=address, concurrency=2)
    task = asyncio.ensure_future(first.finish())
    await began.wait()
    # Written otherwise, as if in another process: runs of one process wait for each other.
    there = address.replace("#july", "&connect_timeout=9#july")
    second = bulk.Run(nobody, calling(taken), rows=NUMBERS, journal=there)
    report = await second.finish()
    stopped = await task
    assert "taken over" in str(stopped.stopped_because)
    assert sorted(calls) == NUMBERS
    # A row under way in the first run when the second began is unknown there, and done once its call has ended.
    assert describe(location_of(address))[1] == {RowState.DONE: len(NUMBERS)}
    assert report.done + report.unknown == len(NUMBERS)


async def test_a_journal_of_another_action_is_refused(nobody: Any, address: str) -> None:
    await bulk.Run(nobody, counting([]), rows=NUMBERS[:1], journal=address).finish()

    async def other(_: Any, row: bulk.Row) -> None:
        raise AssertionError(row)

    with pytest.raises(JournalError, match=r"its action is call, not other.*behind the #"):
        await bulk.Run(nobody, bulk.action(other), rows=NUMBERS, journal=address).finish()


async def test_two_runs_with_two_names_share_a_database(nobody: Any, postgres: Database) -> None:
    calls: list[str] = []
    for name in ("july", "august"):
        await bulk.Run(
            nobody, counting(calls), rows=NUMBERS[:3], journal=f"{postgres.address}#{name}"
        ).finish()
    assert len(calls) == 6
    assert postgres.execute("SELECT name FROM chakra.runs ORDER BY run") == [("july",), ("august",)]


async def test_a_row_that_may_still_be_under_way_elsewhere_is_not_tried_again_yet(
    nobody: Any, address: str, postgres: Database
) -> None:
    calls: list[str] = []

    async def call(_: Any, row: bulk.Row) -> None:
        calls.append(row.value)

    def run() -> bulk.Run:
        action = bulk.action(call, name="greet", outside_effects=True)
        return bulk.Run(nobody, action, rows=NUMBERS[:2], journal=address, retry={"unknown"})

    await run().finish()
    postgres.execute("UPDATE chakra.rows SET state = 'unknown' WHERE number = 1")
    assert (await run().finish()).unknown == 1
    postgres.execute("UPDATE chakra.rows SET at = at - 1000000 WHERE number = 1")
    assert (await run().finish()).unknown == 0


async def test_a_full_disk_of_the_database_ends_the_run_in_words_and_the_next_one_goes_on(
    nobody: Any, address: str, postgres: Database
) -> None:
    calls: list[str] = []

    async def call(_: Any, row: bulk.Row) -> None:
        calls.append(row.value)
        if len(calls) == 5:
            postgres.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$"
            )
            postgres.execute(
                "CREATE TRIGGER full_disk BEFORE UPDATE ON chakra.rows_1 FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )

    action = bulk.action(call)
    report = await bulk.Run(nobody, action, rows=NUMBERS, journal=address).finish()
    assert "disk is full" in str(report.stopped_because)
    first = len(calls)
    assert first < len(NUMBERS)
    postgres.execute("DROP FUNCTION full_disk CASCADE")
    again = await bulk.Run(nobody, action, rows=NUMBERS, journal=address).finish()
    assert (again.done + again.unknown, again.pending) == (len(NUMBERS), 0)
    assert again.unknown <= 16
    assert sorted(set(calls)) == sorted(calls)
