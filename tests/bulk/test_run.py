# ruff: noqa: ASYNC240 - small files of the test's own, and nobody waits meanwhile
# pyright: reportPrivateUsage=false
"""A run against the sandbox: what becomes of each row, what is sent again and what never is, and how it ends early."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import (
    Chakra,
    InvalidRequestError,
    Limits,
    Outcome,
    Retry,
    SettingsError,
    Timeouts,
)
from chakra_async.bulk import (
    Enrol,
    InputError,
    JournalError,
    Report,
    Row,
    RowState,
    Run,
    action,
    dry_run,
    read,
)
from chakra_async.sandbox.record import phone_number_in
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

ADD = "campaigns.add_phone_number"


def number(n: int) -> str:
    return f"91110{n:07}"


def numbers(count: int) -> list[str]:
    return [number(n) for n in range(count)]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "run.journal"


@pytest.fixture
def enrol(sandbox: Sandbox) -> Enrol:
    return Enrol(campaign_id=sandbox.campaign_id)


def arrived(sandbox: Sandbox) -> Counter[str]:

    return Counter(
        phone_number_in(each.body) for each in sandbox.arrivals if each.operation == ADD
    )


def id_of(row: Row) -> str:
    return str(row.fields["id"])


def counts(report: Report) -> dict[str, int]:
    assert report.total == report.rows
    names = ("done", "refused", "unknown", "invalid", "duplicate", "pending")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


async def test_every_row_is_enrolled_once_and_the_second_run_sends_nothing(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path, states: Callable[[Path], dict[str, int]]
) -> None:
    rows = [*numbers(300), "+91 11000 00005", "bad", ""]
    report = await Run(chakra, enrol, rows=rows, journal=journal).finish()
    assert counts(report) == {"done": 300, "invalid": 2, "duplicate": 1}
    assert (report.created, report.existing, report.sent, report.exit_code) == (300, 0, 300, 1)
    assert states(journal) == {"done": 300, "invalid": 2, "duplicate": 1}
    again = await Run(chakra, enrol, rows=rows, journal=journal).finish()
    assert counts(again) == counts(report)
    assert (again.sent, again.created) == (0, 300)
    assert arrived(sandbox) == Counter(numbers(300))


async def test_a_number_that_was_there_before_is_reused(chakra: Chakra, enrol: Enrol, tmp_path: Path) -> None:
    await Run(chakra, enrol, rows=numbers(3), journal=tmp_path / "1.journal").finish()
    report = await Run(chakra, enrol, rows=numbers(5), journal=tmp_path / "2.journal").finish()
    assert (report.created, report.existing, report.exit_code) == (2, 3, 0)


async def test_each_row_ends_as_what_happened_to_it(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path
) -> None:
    sandbox.fault(ADD, match=number(1), status=422, errors=["no consent"])
    sandbox.fault(ADD, match=number(2), reset="after")
    sandbox.fault(ADD, match=number(3), status=500)
    sandbox.fault(ADD, match=number(4), status=429, retry_after=0, times=5)
    sandbox.fault(ADD, match=number(5), cut_body=True)
    run = Run(chakra, enrol, rows=numbers(8), journal=journal, stop_error_rate=None)
    results = {result.number - 1: result async for result in run}
    report = await run.finish()
    assert {n: result.state.value for n, result in results.items()} == {
        0: "done",
        1: "refused",
        2: "unknown",
        3: "unknown",
        4: "done",
        5: "unknown",
        6: "done",
        7: "done",
    }
    assert results[2].outcome is Outcome.UNKNOWN
    assert results[4].attempts > 1
    assert {row.number - 1: row.state.value for row in report.problems()} == {
        1: "refused",
        2: "unknown",
        3: "unknown",
        5: "unknown",
    }
    assert counts(report) == {"done": 4, "refused": 1, "unknown": 3}
    for text in (str(report), repr(report), repr(list(report.problems())), repr(results)):
        assert number(2) not in text


async def test_unknown_rows_are_held_and_sent_again_only_when_told(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path
) -> None:
    sandbox.fault(ADD, match=number(2), reset="after", times=1)
    await Run(chakra, enrol, rows=numbers(4), journal=journal).finish()
    held = await Run(chakra, enrol, rows=numbers(4), journal=journal).finish()
    assert (held.unknown, held.sent) == (1, 0)
    told = await Run(chakra, enrol, rows=numbers(4), journal=journal, on_unknown="retry").finish()
    assert (told.unknown, told.done, told.sent, told.existing) == (0, 4, 1, 1)
    assert arrived(sandbox)[number(2)] == 2


async def test_under_a_ceiling_with_retry_after_every_row_settles(
    sandbox: Sandbox, enrol: Enrol, journal: Path
) -> None:
    sandbox.faults.add_ceiling(50)
    async with Chakra(base_url=sandbox.url, token=sandbox.token, limits=Limits(concurrency=20)) as chakra:
        report = await Run(chakra, enrol, rows=numbers(150), journal=journal).finish()
    assert counts(report) == {"done": 150}
    assert sum(arrival.worked for arrival in sandbox.arrivals) == 150


@pytest.mark.parametrize(("status", "word"), [(401, "401"), (402, "402"), (403, "403")])
async def test_an_error_that_every_row_would_meet_ends_the_run_with_the_rows_unsent(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path, status: int, word: str
) -> None:
    fault = sandbox.fault(ADD, skip=20, status=status)
    report = await Run(chakra, enrol, rows=numbers(600), journal=journal).finish()
    assert word in str(report.stopped_because)
    assert (report.done, report.refused, report.unknown, report.exit_code) == (20, 0, 0, 3)
    assert not report.complete
    assert sandbox.arrived <= 20 + 2 * 8
    sandbox.faults.clear(fault)
    again = await Run(chakra, enrol, rows=numbers(600), journal=journal).finish()
    assert (counts(again), again.sent) == ({"done": 600}, 580)


async def test_too_many_failures_end_the_run(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path
) -> None:
    sandbox.fault(ADD, skip=100, status=400)
    run = Run(chakra, enrol, rows=numbers(600), journal=journal, stop_error_rate=0.5, stop_window=40)
    report = await run.finish()
    assert "of the last 40 rows" in str(report.stopped_because)
    assert 20 <= report.refused <= 20 + 8
    assert report.pending > 0


async def test_a_server_that_cannot_be_reached_ends_the_run_with_every_row_unsent(
    enrol: Enrol, sandbox: Sandbox, journal: Path
) -> None:
    limits, retry = Limits(concurrency=4), Retry(attempts=1)
    async with Chakra(
        base_url="http://127.0.0.1:9", token=sandbox.token, limits=limits, retry=retry
    ) as nowhere:
        report = await Run(nowhere, enrol, rows=numbers(50), journal=journal).finish()
    assert "cannot be reached" in str(report.stopped_because)
    assert counts(report) == {"pending": 50}
    async with Chakra(base_url=sandbox.url, token=sandbox.token) as chakra:
        report = await Run(chakra, enrol, rows=numbers(50), journal=journal).finish()
    assert counts(report) == {"done": 50}


async def test_stop_lets_calls_under_way_end_and_the_next_run_goes_on(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path
) -> None:
    run = Run(chakra, enrol, rows=numbers(400), journal=journal)
    seen = 0
    async for result in run:
        seen += 1
        assert result.state is RowState.DONE
        if seen == 100:
            run.stop()
    report = await run.finish()
    assert (report.unknown, report.interrupted, report.exit_code) == (0, True, 130)
    assert 100 <= report.done <= 100 + 16
    report = await Run(chakra, enrol, rows=numbers(400), journal=journal).finish()
    assert counts(report) == {"done": 400}
    assert arrived(sandbox) == Counter(numbers(400))


async def test_abort_makes_calls_under_way_unknown(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path, states: Callable[[Path], dict[str, int]]
) -> None:
    sandbox.fault(ADD, skip=40, latency=60, latency_at="after")
    run = Run(chakra, enrol, rows=numbers(400), journal=journal)
    task = asyncio.create_task(run.finish())
    await sandbox.wait_for_arrivals(48)
    run.abort()
    report = await task
    assert (report.done, report.unknown, report.interrupted, report.exit_code) == (40, 8, True, 130)
    assert len(list(report.problems(RowState.UNKNOWN))) == 8
    assert states(journal)["unknown"] == 8
    sandbox.faults.clear()
    report = await Run(chakra, enrol, rows=numbers(400), journal=journal).finish()
    assert counts(report) == {"done": 392, "unknown": 8}
    assert max(arrived(sandbox).values()) == 1


async def test_cancelling_finish_aborts_the_run_and_leaves_nothing_behind(
    nobody: Any, journal: Path, states: Callable[[Path], dict[str, int]]
) -> None:
    started = asyncio.Event()

    async def hang(_: Chakra, row: Row) -> None:
        started.set()
        await asyncio.sleep(60)

    before = asyncio.all_tasks()
    finishing = asyncio.create_task(Run(nobody, action(hang), rows=numbers(100), journal=journal).finish())
    await started.wait()
    finishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await finishing
    assert asyncio.all_tasks() == before
    assert states(journal) == {"unknown": 8, "pending": 92}


def test_a_loop_that_ends_in_the_middle_leaves_a_journal_to_go_on_with(
    nobody: Any, journal: Path, states: Callable[[Path], dict[str, int]]
) -> None:
    async def hang(_: Chakra, row: Row) -> None:
        if row.number > 10:
            await asyncio.sleep(60)

    async def main() -> None:
        run = Run(nobody, action(hang), rows=numbers(50), journal=journal)
        async for result in run:
            if result.number == 10:
                await asyncio.sleep(0.1)
                return

    asyncio.run(main())
    gc.collect()
    found = states(journal)
    assert found["done"] == 10
    assert found["unknown"] + found["pending"] == 40


async def test_leaving_the_iteration_early_does_not_end_the_run(nobody: Any, journal: Path) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    run = Run(nobody, action(work), rows=(str(n) for n in range(1500)), journal=journal)
    async for _ in run:
        break
    assert counts(await run.finish()) == {"done": 1500}


async def test_a_slow_reader_holds_the_run_back_and_misses_nothing(nobody: Any, journal: Path) -> None:
    sent = 0

    async def work(_: Chakra, row: Row) -> None:
        nonlocal sent
        sent += 1

    run = Run(nobody, action(work), rows=(str(n) for n in range(4000)), journal=journal)
    seen: set[int] = set()
    async for result in run:
        seen.add(result.number)
        if len(seen) == 1:
            await asyncio.sleep(0.3)
            assert sent < 2000
    assert len(seen) == 4000


async def test_what_a_custom_action_raises_decides(nobody: Any, journal: Path) -> None:
    async def work(_: Chakra, row: Row) -> None:
        if row.value == "bug":
            raise ZeroDivisionError("oops")
        if row.value == "unusable":
            raise InvalidRequestError("it has no name.")
        if row.value == "cancelled":
            raise asyncio.CancelledError

    rows = ["fine", "bug", "unusable", "cancelled", "fine too"]
    report = await Run(nobody, action(work), rows=rows, journal=journal).finish()
    assert counts(report) == {"done": 2, "unknown": 2, "invalid": 1}
    assert [row.reason for row in report.problems(RowState.INVALID)] == ["it has no name."]
    assert "ZeroDivisionError: oops" in [row.reason for row in report.problems(RowState.UNKNOWN)]


@pytest.mark.parametrize("key", ["id", id_of, None])
async def test_the_key_decides_what_is_the_same_row(nobody: Any, journal: Path, key: Any) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    rows = [{"id": "1", "phone": "1"}, {"id": "1", "phone": "1"}, {"phone": ""}]
    report = await Run(nobody, action(work, key=key), rows=rows, journal=journal).finish()
    assert counts(report) == {"done": 1, "duplicate": 1, "invalid": 1}


async def test_rows_that_fail_to_come_end_the_run_with_the_reason(nobody: Any, journal: Path) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    async def rows() -> AsyncIterator[str]:
        yield "1"
        yield "2"
        raise OSError("the queue is gone")

    report = await Run(nobody, action(work), rows=rows(), journal=journal).finish()
    assert "the queue is gone" in str(report.stopped_because)
    assert (report.done + report.pending, report.exit_code) == (2, 3)


async def test_other_rows_than_the_journal_knows_are_noticed(nobody: Any, journal: Path) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    await Run(nobody, action(work), rows=["1", "2", "3"], journal=journal).finish()
    other = await Run(nobody, action(work), rows=["1", "4", "3"], journal=journal).finish()
    assert "row 2" in str(other.stopped_because)
    fewer = await Run(nobody, action(work), rows=["1"], journal=journal).finish()
    assert "knows 3 rows" in str(fewer.stopped_because)
    more = await Run(nobody, action(work), rows=["1", "2", "3", "4"], journal=journal).finish()
    assert (counts(more), more.sent) == ({"done": 4}, 1)


async def test_a_changed_file_or_campaign_is_refused(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, tmp_path: Path
) -> None:
    table, journal = tmp_path / "a.csv", tmp_path / "a.journal"
    table.write_text(f"phone\n{number(1)}\n")
    await Run(chakra, enrol, rows=read(table), journal=journal).finish()
    other = Enrol(campaign_id="00000000-0000-0000-0000-000000000000")
    with pytest.raises(JournalError, match="its campaign id is"):
        await Run(chakra, other, rows=read(table), journal=journal).finish()
    table.write_text(f"phone\n{number(1)}\n{number(2)}\n")
    with pytest.raises(JournalError, match="the file has changed"):
        await Run(chakra, enrol, rows=read(table), journal=journal).finish()
    assert sandbox.arrived == 1


async def test_a_country_given_later_sends_the_rows_that_lacked_it_and_no_other(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    table, journal = tmp_path / "a.csv", tmp_path / "a.journal"
    table.write_text("phone\n07700 900001\n+44 7700 900002\n07700 900002\n")
    first = await Run(chakra, Enrol(sandbox.campaign_id), rows=read(table), journal=journal).finish()
    assert counts(first) == {"done": 1, "invalid": 2}
    enrol = Enrol(sandbox.campaign_id, country="GB")
    dry = await dry_run(enrol, read(table), journal=journal)
    assert counts(dry) == {"done": 1, "pending": 1, "duplicate": 1}
    second = await Run(chakra, enrol, rows=read(table), journal=journal).finish()
    assert counts(second) == {"done": 2, "duplicate": 1}
    assert arrived(sandbox) == Counter({"447700900001": 1, "447700900002": 1})


async def test_checking_sends_nothing_and_leaves_no_file(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("phone\n+44 7700 900001\n+44 7700 900001\nx\n")
    found: list[int] = []
    enrol = Enrol(CAMPAIGN_ID)
    report = await dry_run(enrol, read(table), problem=lambda result: found.append(result.number))
    assert counts(report) == {"pending": 1, "duplicate": 1, "invalid": 1}
    assert (found, list(tmp_path.iterdir())) == ([3], [table])


async def test_bad_input_is_an_error_and_leaves_no_journal(
    chakra: Chakra, enrol: Enrol, tmp_path: Path
) -> None:
    table, journal = tmp_path / "a.csv", tmp_path / "a.journal"
    table.write_bytes(b"phone\n\xff\n")
    with pytest.raises(InputError, match="line 2"):
        await Run(chakra, enrol, rows=read(table), journal=journal).finish()
    assert list(tmp_path.iterdir()) == [table]


@pytest.mark.parametrize(
    "arguments",
    [
        {"on_unknown": "maybe"},
        {"concurrency": 0},
        {"stop_error_rate": 0},
        {"stop_error_rate": 2},
        {"stop_window": 0},
    ],
)
def test_arguments_that_cannot_be_used_are_refused(
    nobody: Any, journal: Path, arguments: dict[str, Any]
) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    with pytest.raises(SettingsError):
        Run(nobody, action(work), rows=[], journal=journal, **arguments)


def test_the_journal_must_not_be_the_file_of_the_rows(nobody: Any, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("")
    with pytest.raises(SettingsError, match="another file"):
        Run(nobody, Enrol(CAMPAIGN_ID), rows=read(table), journal=table)


async def test_a_slow_rate_does_not_let_rows_time_out_in_the_line(
    sandbox: Sandbox, enrol: Enrol, journal: Path
) -> None:
    limits, timeouts = Limits(concurrency=50, rate=0.1), Timeouts(total=60)
    async with Chakra(base_url=sandbox.url, token=sandbox.token, limits=limits, timeouts=timeouts) as chakra:
        assert Run(chakra, enrol, rows=numbers(9), journal=journal)._workers == 3


async def test_many_rows_of_a_generator_pass_through(nobody: Any, journal: Path) -> None:
    most = 0

    async def work(_: Chakra, row: Row) -> None:
        nonlocal most
        most = max(most, produced - row.number)

    produced = 0

    def rows() -> Iterator[str]:
        nonlocal produced
        for n in range(4_000):
            produced = n
            yield str(n)

    report = await Run(nobody, action(work), rows=rows(), journal=journal).finish()
    assert counts(report) == {"done": 4_000}
    assert most < 1500
