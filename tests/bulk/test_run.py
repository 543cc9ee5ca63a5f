# ruff: noqa: ASYNC240 - small files of the test's own, and nobody waits meanwhile
# pyright: reportPrivateUsage=false
"""A run against the sandbox: what becomes of each row, what is sent again and what never is, and how it ends early."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
    Result,
    Row,
    RowState,
    Run,
    action,
    dry_run,
    read,
    running,
)
from chakra_async.bulk import run as run_module
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.sandbox.record import phone_number_in
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from chakra_async import ChakraError
    from chakra_async.sandbox import Sandbox


async def work_of_a_program(_: Chakra, __: Row) -> None: ...


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

    return Counter(phone_number_in(each.body) for each in sandbox.arrivals if each.operation == ADD)


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


@pytest.fixture
def short_drain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "_DRAIN_SECONDS", 0.2)


async def hang(_: Chakra, row: Row) -> None:
    if row.number > 1:
        await asyncio.sleep(60)


async def under_way(run: Run, calls: int) -> None:
    while run.in_flight < calls:  # noqa: ASYNC110 - any turn of the loop is meant
        await asyncio.sleep(0.001)


@pytest.mark.parametrize("second", [True, False])
async def test_a_second_cancellation_or_a_call_that_takes_too_long_aborts_and_leaves_nothing_behind(
    nobody: Any,
    journal: Path,
    states: Callable[[Path], dict[str, int]],
    request: pytest.FixtureRequest,
    *,
    second: bool,
) -> None:
    if not second:
        request.getfixturevalue("short_drain")
    before = asyncio.all_tasks()
    run = Run(nobody, action(hang), rows=numbers(100), journal=journal)
    finishing = asyncio.create_task(run.finish())
    await under_way(run, 8)
    finishing.cancel()
    if second:
        await asyncio.sleep(0.01)
        assert not finishing.done()
        finishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await finishing
    assert asyncio.all_tasks() == before
    assert states(journal) == {"done": 1, "unknown": 8, "pending": 91}
    report = await run.finish()
    assert (report.interrupted, report.unknown) == (True, 8)


class Slow:
    """A client whose calls take a moment, and all whose calls are counted."""

    def __init__(self) -> None:
        self.began = 0
        self.ended = 0

    async def call(self, _: Chakra, row: Row) -> None:
        self.began += 1
        await asyncio.sleep(0.02)
        self.ended += 1


async def cancelled_finish(run: Run, slow: Slow) -> None:
    task = asyncio.create_task(run.finish())
    await until(slow, 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError, match=r"rows: .* done"):
        await task


async def cancelled_loop(run: Run, slow: Slow) -> None:
    async def loop() -> None:
        async for _ in run:
            pass

    task = asyncio.create_task(loop())
    await until(slow, 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError, match=r"rows: .* done"):
        await task


async def cancelled_body(run: Run, slow: Slow) -> None:
    async def loop() -> None:
        async for _ in run:
            if slow.began >= 20:
                await asyncio.sleep(60)

    task = asyncio.create_task(loop())
    await until(slow, 20)
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def broken_off(run: Run, slow: Slow) -> None:
    async for _ in run:
        if slow.began >= 20:
            break


async def failed_body(run: Run, slow: Slow) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the body of the loop is what raises
        async for _ in run:
            if slow.began >= 20:
                raise ZeroDivisionError


async def left_block(run: Run, slow: Slow) -> None:
    async with run:
        async for _ in run:
            if slow.began >= 20:
                break
    assert run.in_flight == 0


async def failed_block(run: Run, slow: Slow) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - as above
        async with run:
            async for _ in run:
                if slow.began >= 20:
                    raise ZeroDivisionError
    assert run.in_flight == 0


async def timed_out(run: Run, slow: Slow) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await run.finish()
    assert slow.began < 100


async def one_result(run: Run, slow: Slow) -> None:
    await anext(aiter(run))


async def until(slow: Slow, calls: int) -> None:
    while slow.began < calls:  # noqa: ASYNC110 - any turn of the loop is meant
        await asyncio.sleep(0.001)


@pytest.mark.parametrize(
    "leave",
    [
        cancelled_finish,
        cancelled_loop,
        cancelled_body,
        broken_off,
        failed_body,
        left_block,
        failed_block,
        timed_out,
        one_result,
    ],
)
async def test_leaving_a_run_in_any_way_stops_it_and_lets_calls_under_way_end(
    nobody: Any, journal: Path, leave: Callable[[Run, Slow], Awaitable[None]]
) -> None:
    slow = Slow()
    run = Run(nobody, action(slow.call), rows=numbers(1000), journal=journal)
    await leave(run, slow)
    await asyncio.sleep(0)  # the loop closes a generator that was left in its next turn
    await asyncio.sleep(0)
    began = slow.began
    report = await run.finish()
    assert slow.began == slow.ended <= began + 8
    assert began < 200
    assert (report.unknown, report.done, report.interrupted) == (0, slow.ended, True)
    again = await Run(
        nobody, action(slow.call), rows=numbers(1000), journal=journal, concurrency=500
    ).finish()
    assert (again.done, slow.ended) == (1000, 1000)


async def test_a_new_run_waits_for_one_that_is_ending_and_names_one_that_goes_on(
    nobody: Any, journal: Path
) -> None:
    slow = Slow()
    run = Run(nobody, action(slow.call), rows=numbers(500), journal=journal)
    async for _ in run:
        break
    assert (
        await Run(nobody, action(slow.call), rows=numbers(500), journal=journal, concurrency=250).finish()
    ).done == 500
    other = Run(nobody, action(slow.call), rows=numbers(500), journal=journal.with_name("b.journal"))
    task = asyncio.create_task(other.finish())
    while not running():  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.001)
    same = Run(nobody, action(slow.call), rows=numbers(500), journal=journal.with_name("b.journal"))
    with pytest.raises(
        JournalError, match=r"Run\(b.journal: .* calls under way\).*bulk.running\(\)\[0\].stop"
    ):
        await same.finish()
    assert running() == [other]
    running()[0].stop()
    assert (await task).interrupted
    assert running() == []


def test_a_loop_that_ends_in_the_middle_leaves_a_journal_to_go_on_with(
    nobody: Any, journal: Path, states: Callable[[Path], dict[str, int]]
) -> None:
    async def work(_: Chakra, row: Row) -> None:
        if row.number > 10:
            await asyncio.sleep(60)

    async def main() -> None:
        run = Run(nobody, action(work), rows=numbers(50), journal=journal)
        async for result in run:
            if result.number == 10:
                await asyncio.sleep(0.1)
                return

    asyncio.run(main())
    gc.collect()
    found = states(journal)
    assert found["done"] == 10
    assert found["unknown"] + found["pending"] == 40


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
            assert sent <= 3 * 8  # as many results wait as there are workers, and each worker has one more
    assert len(seen) == 4000


class Judges(Enrol):
    """An enrolment whose judgement of errors fails."""

    def concerns_every_row(self, error: ChakraError) -> bool:
        raise TypeError("a bug")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"status": 400, "errors": ["no such number"]}, RowState.REFUSED),
        ({"status": 500}, RowState.UNKNOWN),
        ({"status": 429, "retry_after": 1}, RowState.PENDING),
    ],
)
@pytest.mark.parametrize("before", [0, 2])
async def test_what_became_of_a_row_is_recorded_although_the_judgement_of_its_error_fails(
    sandbox: Sandbox,
    journal: Path,
    states: Callable[[Path], dict[str, int]],
    answer: dict[str, Any],
    state: RowState,
    before: int,
) -> None:
    sandbox.fault(ADD, skip=before, **answer)
    async with sandbox.client(retry=Retry(attempts=1)) as chakra:
        run = Run(chakra, Judges(sandbox.campaign_id), rows=numbers(4), journal=journal, concurrency=1)
        with pytest.raises(TypeError, match="a bug"):
            await run.finish()
    expected = Counter({"done": before, "pending": 3 - before})
    expected[state] += 1
    assert Counter(states(journal)) == expected


@pytest.mark.parametrize("outside", [None, True])
async def test_what_a_custom_action_raises_decides(
    nobody: Any, journal: Path, *, outside: bool | None
) -> None:
    async def work(_: Chakra, row: Row) -> None:
        if row.value == "bug":
            raise ZeroDivisionError("oops")
        if row.value == "unusable":
            raise InvalidRequestError("it has no name.")
        if row.value == "cancelled":
            raise asyncio.CancelledError

    rows = ["fine", "bug", "unusable", "cancelled", "fine too"]
    act = action(work, outside_effects=outside)
    report = await Run(nobody, act, rows=rows, journal=journal).finish()
    expected = (
        {"done": 2, "unknown": 2, "invalid": 1}
        if outside
        else {"done": 2, "unknown": 1, "invalid": 1, "pending": 1}
    )
    assert counts(report) == expected
    assert [row.reason for row in report.problems(RowState.INVALID)] == ["it has no name."]
    bugs = report.problems(RowState.UNKNOWN if outside else RowState.PENDING)
    assert "ZeroDivisionError: oops" in [row.reason for row in bugs]


def before_the_call(row: Row) -> object:
    return row.fields["nmae"]


def by_attribute(row: Row) -> object:
    cell: Any = row.value
    return cell.nmae


def by_type(row: Row) -> object:
    cell: Any = row.value
    return cell + 1


def by_assertion(row: Row) -> object:
    raise AssertionError(row.number)


@pytest.mark.parametrize("bug", [before_the_call, by_attribute, by_type, by_assertion])
async def test_a_bug_before_the_first_request_is_raised_and_no_row_counts_as_sent(
    chakra: Chakra, sandbox: Sandbox, journal: Path, bug: Callable[[Row], object]
) -> None:
    faulty = True

    async def work(client: Chakra, row: Row) -> object:
        if faulty:
            bug(row)
        return await client.campaigns.add_phone_number(
            campaign_id=sandbox.campaign_id, phone_number=row.value
        )

    run = Run(chakra, action(work, name="work"), rows=numbers(200), journal=journal)
    with pytest.raises((KeyError, AttributeError, TypeError, AssertionError)) as caught:
        await run.finish()
    assert bug.__name__ in [entry.name for entry in caught.traceback]
    assert sandbox.arrived == 0
    faulty = False
    report = await Run(chakra, action(work, name="work"), rows=numbers(200), journal=journal).finish()
    assert (counts(report), report.requests, sandbox.arrived) == ({"done": 200}, 200, 200)


class MuteError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("nothing to say")


class Touchy:
    @property
    def was_created(self) -> bool:
        raise RuntimeError("do not look")


async def test_what_an_action_returns_or_raises_cannot_break_the_run(nobody: Any, journal: Path) -> None:
    async def work(_: Chakra, row: Row) -> object:
        if row.number == 2:
            raise MuteError
        return Touchy()

    run = Run(nobody, action(work, outside_effects=True), rows=["a", "b", "c"], journal=journal)
    assert counts(await run.finish()) == {"done": 2, "unknown": 1}
    assert [each.reason for each in read_rows(journal, (RowState.UNKNOWN,))] == ["MuteError"]


async def test_a_function_that_is_not_asynchronous_is_named(nobody: Any, journal: Path) -> None:
    def work(_: Chakra, row: Row) -> int:
        return row.number

    synchronous: Any = work
    with pytest.raises(
        TypeError, match="work returned int, which cannot be awaited: write it with async def"
    ):
        await Run(nobody, action(synchronous), rows=["a"], journal=journal).finish()


async def test_a_bug_in_some_rows_leaves_them_pending_and_one_after_the_call_unknown(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    async def work(client: Chakra, row: Row) -> None:
        if row.number == 5:
            raise KeyError("Name")
        await client.campaigns.add_phone_number(campaign_id=sandbox.campaign_id, phone_number=row.value)
        if row.number == 6:
            raise KeyError("After")

    report = await Run(chakra, action(work), rows=numbers(10), journal=journal).finish()
    assert counts(report) == {"done": 8, "unknown": 1, "pending": 1}
    assert (report.sent, report.requests) == (9, 9)
    assert [row.number for row in report.problems(RowState.UNKNOWN)] == [6]


async def test_an_action_of_two_calls_is_not_made_again_when_only_the_second_did_nothing(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    sandbox.fault("config.get", skip=1, status=429, retry_after=0)

    async def work(client: Chakra, row: Row) -> None:
        await client.campaigns.add_phone_number(campaign_id=sandbox.campaign_id, phone_number=row.value)
        await client.config.get()

    report = await Run(chakra, action(work), rows=numbers(3), journal=journal).finish()
    assert counts(report) == {"done": 1, "unknown": 2}
    assert arrived(sandbox) == Counter(numbers(3))


async def test_an_action_that_reads_before_it_writes_is_judged_by_its_write(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    sandbox.fault(ADD, skip=1, status=400)

    async def work(client: Chakra, row: Row) -> None:
        await client.config.get()
        await client.campaigns.add_phone_number(campaign_id=sandbox.campaign_id, phone_number=row.value)

    report = await Run(chakra, action(work), rows=numbers(3), journal=journal).finish()
    assert counts(report) == {"done": 1, "refused": 2}


@pytest.mark.parametrize("status", [401, 402, 403, 404])
async def test_what_is_wrong_for_every_row_costs_one_call(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, journal: Path, status: int
) -> None:
    fault = sandbox.fault(ADD, status=status)
    report = await Run(chakra, enrol, rows=numbers(100), journal=journal).finish()
    assert str(status) in str(report.stopped_because)
    assert (counts(report), report.exit_code, sandbox.arrived) == ({"pending": 100}, 3, 1)
    sandbox.faults.clear(fault)
    assert counts(await Run(chakra, enrol, rows=numbers(100), journal=journal).finish()) == {"done": 100}


async def test_a_campaign_that_is_not_there_costs_one_call(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    enrol = Enrol("11111111-1111-4111-8111-111111111111")
    report = await Run(chakra, enrol, rows=numbers(100), journal=journal).finish()
    assert "404" in str(report.stopped_because)
    assert sandbox.arrived == 1


@pytest.mark.parametrize("key", ["id", id_of, None])
async def test_the_key_decides_what_is_the_same_row(nobody: Any, journal: Path, key: Any) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    rows = [{"id": "1", "phone": "1"}, {"id": "1", "phone": "1"}, {"phone": ""}]
    report = await Run(nobody, action(work, key=key), rows=rows, journal=journal).finish()
    assert counts(report) == {"done": 1, "duplicate": 1, "invalid": 1}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (5, "of type int"),
        (True, "of type bool"),
        (("a", 1), "of type tuple"),
        (b"a", "of type bytes"),
        (None, "is empty"),
        ("a\ud800", "half of a character"),
        ("a\0", "a NUL"),
    ],
)
async def test_a_key_that_is_not_a_string_or_cannot_be_kept_makes_its_row_invalid(
    nobody: Any, journal: Path, key: Any, words: str
) -> None:
    async def work(_: Chakra, row: Row) -> None: ...

    def key_of(row: Row) -> Any:
        return key if row.number == 2 else row.value

    report = await Run(nobody, action(work, key=key_of), rows=["a", "b", "c"], journal=journal).finish()
    assert (counts(report), report.complete) == ({"done": 2, "invalid": 1}, True)
    assert words in str(next(iter(report.problems(RowState.INVALID))).reason)


async def test_names_that_are_not_utf_8_are_kept_escaped(nobody: Any, journal: Path, tmp_path: Path) -> None:
    async def work(_: Chakra, row: Row) -> None: ...

    table = tmp_path / "le\udcffads.csv"
    table.write_text("phone\na\nb\n")
    named = action(work, name="w\udcff\0", parameters={"which": "\ud800"})
    for sent in (2, 0):
        report = await Run(nobody, named, rows=read(table, "phone"), journal=journal, who="a\udcff").finish()
        assert (report.sent, report.done, report.stopped_because) == (sent, 2, None)
    assert describe(journal)[0]["action"] == "w\\udcff\\x00"
    rows = [Row(1, "a", problem="bad \ud800"), Row(2, "b")]
    report = await Run(nobody, action(work), rows=rows, journal=tmp_path / "b.journal").finish()
    assert counts(report) == {"invalid": 1, "done": 1}


@pytest.mark.parametrize("kind", [asyncio.CancelledError, GeneratorExit, KeyboardInterrupt, StopIteration])
@pytest.mark.parametrize("asynchronous", [True, False])
async def test_rows_that_raise_what_ends_a_program_end_the_run_with_the_reason(
    nobody: Any, journal: Path, kind: type[BaseException], *, asynchronous: bool
) -> None:
    async def work(_: Chakra, row: Row) -> None:
        pass

    class Rows:
        def __init__(self) -> None:
            self.given = 0

        def __iter__(self) -> Rows:
            return self

        def __next__(self) -> str:
            self.given += 1
            if self.given > 300:
                raise kind
            return str(self.given)

    async def rows() -> AsyncIterator[str]:
        for n in range(300):
            yield str(n)
        raise kind

    given: Any = rows() if asynchronous else Rows()
    async with asyncio.timeout(20):
        report = await Run(nobody, action(work), rows=given, journal=journal).finish()
    if kind is StopIteration and not asynchronous:
        assert (report.done, report.complete) == (300, True)
        return
    assert "could not be read on" in str(report.stopped_because)
    assert (report.exit_code, report.complete) == (3, False)


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


class Lists:
    """What becomes of lists of keys, one after the other, on one journal."""

    def __init__(self, client: Any, folder: Path, *, as_file: bool) -> None:
        self.client = client
        self.folder = folder
        self.as_file = as_file
        self.sent: list[str] = []

    async def call(self, _: Chakra, row: Row) -> None:
        self.sent.append(row.value)

    async def run(self, keys: list[str]) -> Report:
        rows: Any = keys
        if self.as_file:
            table = self.folder / "a.csv"
            table.write_text("phone,other\n" + "".join(f"{key},x\n" for key in keys))
            rows = read(table)
        self.sent.clear()
        return await Run(
            self.client, action(self.call, key=key_of), rows=rows, journal=self.folder / "j"
        ).finish()


def key_of(row: Row) -> str:
    if not row.value.isdigit():
        raise InvalidRequestError("it is not a number.")
    return row.value


@pytest.fixture(params=[False, True], ids=["iterable", "file"])
def lists(nobody: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Lists:
    return Lists(nobody, tmp_path, as_file=request.param)


@pytest.mark.parametrize(
    ("second", "sent", "found", "absent"),
    [
        (["1", "2", "3", "4", "5"], ["4", "5"], {"done": 5}, 0),  # extended
        (["0", "1", "2", "3"], ["0"], {"done": 4}, 0),  # a row before the others
        (["3", "1", "2"], [], {"done": 3}, 0),  # another order
        (["1", "7", "3"], ["7"], {"done": 3}, 1),  # a row replaced
        (["1"], [], {"done": 1}, 2),  # shorter
        (["8", "9"], ["8", "9"], {"done": 2}, 3),  # another list
        (["1", "1", "2", "3", "2"], [], {"done": 3, "duplicate": 2}, 0),
        (["x", "3", "2", "1", "y", "4"], ["4"], {"done": 4, "invalid": 2}, 0),
    ],
)
async def test_a_list_that_was_changed_is_taken_up_by_key(
    lists: Lists, second: list[str], sent: list[str], found: dict[str, int], absent: int
) -> None:
    await lists.run(["1", "2", "3"])
    report = await lists.run(second)
    assert (sorted(lists.sent), counts(report), report.absent) == (sent, found, absent)
    again = await lists.run(second)
    assert (lists.sent, counts(again), again.absent) == ([], found, absent)
    back = await lists.run(["1", "2", "3"])
    assert (lists.sent, counts(back)) == ([], {"done": 3})


async def test_rows_that_are_not_in_the_list_any_more_do_not_count_as_done_before(
    nobody: Any, journal: Path, tmp_path: Path
) -> None:
    async def work(_: Chakra, row: Row) -> None: ...

    table = tmp_path / "leads.csv"
    found: list[tuple[int, int, int]] = []
    for keys in ("abc", "a", "ad", ""):
        table.write_text("phone\n" + "".join(f"{key}\n" for key in keys))
        report = await Run(nobody, action(work), rows=read(table), journal=journal).finish()
        found.append((report.done, report.before, report.absent))
    assert found == [(3, 0, 0), (1, 1, 2), (2, 1, 2), (0, 0, 4)]
    assert "this run -" not in str(report)


@pytest.mark.parametrize(
    ("first", "second", "sent"),
    [
        (["1", "2x", "3"], ["1", "2", "3"], ["2"]),
        (["x", "y", "3"], ["1", "2", "3"], ["1", "2"]),
        (["1", "2x", "3"], ["1", "3", "3"], []),  # corrected to a number that is there already
        (["1", "2x", "3"], ["1", "2x", "3", "2"], ["2"]),
    ],
)
async def test_a_row_that_was_corrected_is_judged_again(
    lists: Lists, first: list[str], second: list[str], sent: list[str]
) -> None:
    await lists.run(first)
    report = await lists.run(second)
    assert lists.sent == sent
    assert report.total == report.rows == len(second)


@example([["x", "0"], ["0", "0"]])
@given(st.lists(st.lists(st.integers(0, 9).map(str) | st.just("x"), max_size=12), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_whatever_becomes_of_a_list_each_key_is_sent_once(versions: list[list[str]]) -> None:
    limits = SimpleNamespace(concurrency=3, rate=None)
    client = SimpleNamespace(settings=SimpleNamespace(limits=limits, base_url="http://localhost:1"))
    sent: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        lists = Lists(client, Path(folder), as_file=False)
        for version in versions:
            report = asyncio.run(lists.run(version))
            sent.update(lists.sent)
            valid = {key for key in version if key != "x"}
            assert max(sent.values(), default=0) <= 1
            assert valid <= set(sent)
            assert (report.rows, report.done) == (len(version), len(valid))
            assert report.invalid == version.count("x")
            assert report.total == report.rows


async def test_a_changed_list_that_was_not_read_to_its_end_is_compared_again(lists: Lists) -> None:
    await lists.run([str(n) for n in range(1000)])
    second = [str(n) for n in [*range(400), *range(1200, 1500), *range(400, 1000)]]
    lists.sent.clear()

    async def stop_early(client: Chakra, row: Row) -> None:
        await Lists.call(lists, client, row)
        run.stop()

    rows: Any = second
    if lists.as_file:
        table = lists.folder / "a.csv"
        table.write_text("phone,other\n" + "".join(f"{key},x\n" for key in second))
        rows = read(table)
    run = Run(
        lists.client, action(stop_early, key=key_of, name="call"), rows=rows, journal=lists.folder / "j"
    )
    report = await run.finish()
    assert (report.complete, len(lists.sent)) == (False, 1)
    first = set(lists.sent)
    report = await lists.run(second)
    assert (counts(report), len(lists.sent)) == ({"done": 1300}, 299)
    assert first.isdisjoint(lists.sent)


async def test_another_campaign_or_column_is_refused(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, tmp_path: Path
) -> None:
    table, journal = tmp_path / "a.csv", tmp_path / "a.journal"
    table.write_text(f"phone,second\n{number(1)},{number(2)}\n")
    await Run(chakra, enrol, rows=read(table), journal=journal).finish()
    other = Enrol(campaign_id="00000000-0000-0000-0000-000000000000")
    with pytest.raises(JournalError, match="its campaign id is"):
        await Run(chakra, other, rows=read(table), journal=journal).finish()
    with pytest.raises(JournalError, match="its column is phone, not second"):
        await Run(chakra, enrol, rows=read(table, column="second"), journal=journal).finish()
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


@pytest.mark.parametrize(
    ("again", "pending"),
    [
        ({}, 0),
        ({"retry": ["refused"]}, 1),
        ({"retry": ["all"]}, 2),
        ({"retry_codes": ["BadRequestError"]}, 1),
        ({"retry_codes": ["ConflictError"]}, 0),
        ({"on_unknown": "retry"}, 1),
    ],
)
async def test_a_dry_run_counts_the_rows_that_would_be_tried_again(
    chakra: Chakra, sandbox: Sandbox, enrol: Enrol, tmp_path: Path, again: dict[str, Any], pending: int
) -> None:
    journal, rows = tmp_path / "a.journal", [f"+44770090000{n}" for n in range(3)]
    sandbox.faults.add("campaigns.add_phone_number", status=400, times=1)
    sandbox.faults.add("campaigns.add_phone_number", reset="after", times=1)
    ran = await Run(chakra, enrol, rows=rows, journal=journal, concurrency=1).finish()
    assert counts(ran) == {"refused": 1, "unknown": 1, "done": 1}
    dry = await dry_run(enrol, rows, journal=journal, **again)
    assert (dry.pending, dry.pending + dry.refused + dry.unknown, dry.done) == (pending, 2, 1)
    assert counts(await Run(chakra, enrol, rows=rows, journal=journal).finish()) == counts(ran)
    tried = await Run(chakra, enrol, rows=rows, journal=journal, **again).finish()
    assert tried.done == 1 + pending


async def test_bad_input_is_an_error_and_leaves_no_journal(
    chakra: Chakra, enrol: Enrol, tmp_path: Path
) -> None:
    table, journal = tmp_path / "a.csv", tmp_path / "a.journal"
    table.write_bytes(b"phone\n\xff\n")
    with pytest.raises(InputError, match="line 2"):
        await Run(chakra, enrol, rows=read(table), journal=journal).finish()
    assert list(tmp_path.iterdir()) == [table]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("client", [None, "a token"]),
        ("action", [None, "enrol", work_of_a_program]),
        ("journal", [None, 5, b"a.journal"]),
        ("on_unknown", ["maybe", 5, ["retry"]]),
        ("retry", ["refused", 5, None, ["done"]]),
        ("retry_codes", ["131042", 5, [""]]),
        ("concurrency", [0, -1, "5", 2.5, True]),
        ("limit", [0, "5", 2.5, True, float("nan")]),
        ("stop_error_rate", [0, 2, "0.5", True, float("nan")]),
        ("stop_window", [0, None, "200", 2.5, True]),
        ("adaptive_from", [-1, "x", 2.5, True]),
        ("ramp", [0, -1.0, "60", float("inf"), True]),
        ("new_journal", ["false", 0, 1, None]),
        ("check_first", ["no", 0, None]),
        ("accept_country_change", ["yes", 1, None]),
        ("show_progress", ["x", 0]),
        ("between", [("09:00", "20:00"), "9 to 5", 5]),
        ("time_zone", [5.5, "Mars/Phobos", ["UTC"]]),
        ("who", [5, b"ann"]),
    ],
)
async def test_arguments_that_cannot_be_used_are_refused_by_name(
    sandbox: Sandbox, journal: Path, name: str, values: list[Any]
) -> None:
    async with sandbox.client(limits=Limits(rate=5.0)) as chakra:
        for value in values:
            arguments: dict[str, Any] = {
                "client": chakra,
                "action": Enrol(CAMPAIGN_ID),
                "rows": [],
                "journal": journal,
                "between": "09:00-20:00",
                "time_zone": "UTC",
                name: value,
            }
            expected = "time zone" if name == "time_zone" and isinstance(value, str) else name
            with pytest.raises(SettingsError, match=expected):
                Run(arguments.pop("client"), arguments.pop("action"), **arguments)


async def test_arguments_at_their_bounds_are_taken(sandbox: Sandbox, journal: Path) -> None:
    async with sandbox.client(limits=Limits(rate=50.0)) as chakra:
        run = Run(
            chakra,
            Enrol(sandbox.campaign_id),
            rows=["N/A"],
            journal=str(journal),
            concurrency=1,
            limit=1,
            stop_error_rate=1,
            stop_window=1,
            adaptive_from=0,
            ramp=1,
            show_progress=False,
            who="",
            retry={"refused"},
            retry_codes=("131042",),
        )
        assert (await run.finish()).invalid == 1


@pytest.mark.skipif(sys.platform == "win32", reason="it has no named pipes in folders")
async def test_a_journal_that_is_a_pipe_or_a_device_is_refused(nobody: Any, tmp_path: Path) -> None:
    async def work(_: Chakra, row: Row) -> None: ...

    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(JournalError, match="is a pipe or a device, not a file"):
            await Run(nobody, action(work), rows=["a"], journal=path).finish()
    assert (await dry_run(action(work), ["a"], journal=tmp_path / "pipe")).pending == 1
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


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


async def test_a_loop_over_the_results_beside_finish_gets_every_result_in_either_order(
    nobody: Any, journal: Path
) -> None:
    for first in ("finish", "loop"):
        run = Run(nobody, action(work_a_little), rows=numbers(100), journal=journal.with_name(first))
        saved: list[Result] = []

        async def save(run: Run = run, saved: list[Result] = saved) -> None:
            async for result in run:
                await asyncio.sleep(0)
                saved.append(result)

        both = [run.finish(), save()] if first == "finish" else [save(), run.finish()]
        await asyncio.gather(*both)
        assert sorted(result.number for result in saved) == list(range(1, 101))


async def work_a_little(_: Chakra, __: Row) -> None:
    await asyncio.sleep(0)


async def test_finish_beside_a_loop_that_has_begun_leaves_the_loop_its_results(
    nobody: Any, journal: Path
) -> None:
    run = Run(nobody, action(work_a_little), rows=numbers(100), journal=journal)
    finishing: asyncio.Task[Report] | None = None
    seen = 0
    async for _ in run:
        seen += 1
        finishing = finishing or asyncio.create_task(run.finish())
    assert finishing is not None
    assert (await finishing).done == seen == 100


async def test_finish_in_the_loop_over_the_results_does_not_wait_for_the_loop_and_says_what_it_drops(
    nobody: Any, journal: Path
) -> None:
    run = Run(nobody, action(work_a_little), rows=numbers(100), journal=journal)
    results = aiter(run)
    await anext(results)
    assert (await run.finish()).done == 100
    with pytest.raises(SettingsError, match=r"finish\(\) was awaited in this loop"):
        await anext(results)


async def test_finish_in_a_loop_that_was_stopped_leaves_the_results_of_what_was_under_way(
    nobody: Any, journal: Path
) -> None:
    run = Run(nobody, action(work_a_little), rows=numbers(400), journal=journal)
    seen: list[Result] = []
    report: Report | None = None
    async for result in run:
        seen.append(result)
        if len(seen) == 20:
            run.stop()
            report = await run.finish()
    assert report is not None
    assert len(seen) == report.done < 400


async def test_a_loop_over_a_run_that_was_not_heard_is_refused(nobody: Any, journal: Path) -> None:
    run = Run(nobody, action(hang), rows=numbers(20), journal=journal)
    task = asyncio.create_task(run.finish())
    await under_way(run, 8)
    with pytest.raises(SettingsError, match="begin the loop over the run before"):
        async for _ in run:
            pass
    assert not task.done()
    run.abort()
    await task
    with pytest.raises(SettingsError, match="its results were not kept"):
        async for _ in run:
            pass
