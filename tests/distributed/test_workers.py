"""Workers of one run on a real PostgreSQL: each row once whoever works, one pause, one rate, one stop, and no secret in a task."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, bulk
from chakra_async.bulk.distributed.work import work
from chakra_async.bulk.distributed.worker import Worker
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

OPERATION = "campaigns.add_phone_number"


class Here:
    """An engine of this process: some tasks, each with a client of its own."""

    def __init__(self, sandbox: Sandbox, tasks: int = 1, **options: Any) -> None:
        self._sandbox, self._tasks, self._options = sandbox, tasks, options

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[bulk.Ended]:
        left = iter(slices)

        async def one() -> list[bulk.Ended]:
            ends = []
            for number in left:
                async with self._sandbox.client() as chakra:
                    end = await bulk.work_slice(run, number, client=chakra, **self._options)
                ends.append(bulk.Ended(slice=number, problem=None if end.finished else end.stopped_because))
            return ends

        for end in itertools.chain(*await asyncio.gather(*(one() for _ in range(self._tasks)))):
            yield end

    async def cancel(self) -> None:
        pass


class LoadOnly:
    """An engine that does nothing, so that a run is loaded only."""

    async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[bulk.Ended]:
        for number in slices:
            yield bulk.Ended(slice=number, problem="not now")

    async def cancel(self) -> None:
        pass


@pytest.fixture(autouse=True)
def journal(postgres: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    from chakra_async.bulk.journal.postgres.journal import PostgresJournal  # noqa: PLC0415 - small slices

    monkeypatch.setitem(PostgresJournal.open.__func__.__kwdefaults__, "slice_size", 50)
    monkeypatch.setenv("CHAKRA_JOURNAL", postgres.address)
    return f"{postgres.address}#july"


def made(chakra: Chakra, journal: str, rows: int = 200, **options: Any) -> bulk.Run:
    numbers = [f"+91990{n:07}" for n in range(rows)]
    enrol = bulk.Enrol(CAMPAIGN_ID)
    return bulk.Run(chakra, enrol, rows=numbers, journal=journal, show_progress=False, **options)


async def load(chakra: Chakra, postgres: Database, journal: str, rows: int = 200) -> None:
    report = await made(chakra, journal, rows).finish(engine=LoadOnly())
    assert report.done == 0
    postgres.execute("UPDATE chakra.runs SET state = 'running', why = NULL")


def arrived(sandbox: Sandbox) -> list[str]:
    return [each.body["phoneNumber"] for each in sandbox.arrivals if each.operation == OPERATION]


async def test_an_engine_does_each_row_once_and_the_report_says_so(sandbox: Sandbox, journal: str) -> None:
    async with sandbox.client() as chakra:
        report = await made(chakra, journal).finish(engine=Here(sandbox, 2))
    assert (report.done, report.pending, report.complete, report.exit_code) == (200, 0, True, 0)
    assert len(arrived(sandbox)) == len(set(arrived(sandbox))) == 200


async def test_a_report_counts_rows_that_a_lost_worker_was_sending_as_pending(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    class Losing(LoadOnly):
        async def submit(self, run: str, slices: Sequence[int]) -> AsyncGenerator[bulk.Ended]:
            postgres.execute(
                "UPDATE chakra.rows SET state = 'sending', fence = 1 WHERE number BETWEEN 3 AND 7"
            )
            stopped.stop()
            async for end in super().submit(run, slices):
                yield end

    async with sandbox.client() as chakra:
        stopped = made(chakra, journal, 20)
        report = await stopped.finish(engine=Losing())
    assert (report.rows, report.pending, report.total, report.interrupted) == (20, 20, 20, True)


async def test_the_engine_of_a_file_is_refused(sandbox: Sandbox, tmp_path: Any) -> None:
    async with sandbox.client() as chakra:
        with pytest.raises(SettingsError, match="postgresql://"):
            await made(chakra, str(tmp_path / "a.journal")).finish(engine=LoadOnly())


async def test_slices_run_twice_at_the_same_time_and_again_later_send_each_row_once(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    sandbox.faults.add(OPERATION, latency=0.02)
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal)
        for _ in range(2):
            twice = [bulk.work_slice("july", number, client=chakra) for number in (1, 2, 3, 4, 1, 2, 3, 4)]
            await asyncio.gather(*twice)
        end = await work("july", client=chakra)
    assert end.stopped_because is None
    assert len(arrived(sandbox)) == len(set(arrived(sandbox))) == 200
    assert postgres.execute("SELECT count(*) FROM chakra.late")[0][0] == 0
    states = dict(postgres.execute("SELECT state, count(*) FROM chakra.rows GROUP BY 1"))
    assert sum(states.values()) == 200
    assert states.get("pending", 0) == 0


async def test_a_wrong_token_met_by_one_worker_stops_all_and_leaves_the_rest_pending(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    sandbox.faults.add(OPERATION, status=401, skip=60)
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, 400).finish(engine=Here(sandbox, 3))
    assert report.stopped_because is not None
    assert "401" in report.stopped_because or "token" in report.stopped_because.lower()
    state, why = postgres.execute("SELECT state, why FROM chakra.runs")[0]
    assert state == "stopping"
    assert why == report.stopped_because
    assert report.pending + report.done + report.refused + report.unknown == 400
    assert report.pending > 0
    before = len(arrived(sandbox))
    async with sandbox.client() as chakra:
        end = await work("july", client=chakra)
    assert end.stopped_because == why
    assert len(arrived(sandbox)) == before


async def test_the_error_rate_is_summed_over_workers_and_stops_the_run(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    sandbox.faults.add(OPERATION, status=422)
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, 400).finish(
            engine=Here(sandbox, 2, stop_window=60, concurrency=5)
        )
    assert report.stopped_because is not None
    assert "of all workers" in report.stopped_because
    assert report.pending > 0


async def test_a_pause_asked_of_one_worker_holds_up_all_and_no_row_waits_with_an_intent(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    sandbox.faults.add(OPERATION, status=429, retry_after=1, skip=40, times=1)
    sandbox.faults.add(OPERATION, latency=0.02)
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, 200).finish(engine=Here(sandbox, 2, concurrency=5))
    assert (report.done, report.unknown, report.refused) == (200, 0, 0)
    paused = postgres.execute("SELECT epoch FROM chakra.gates WHERE paused_until IS NOT NULL")
    assert paused == [(1,)]
    assert len(arrived(sandbox)) == 201


async def test_the_rate_is_that_of_all_workers_together(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with sandbox.client() as chakra:
        await made(chakra, journal, 100).finish(engine=Here(sandbox, 3, rate=50.0, concurrency=10))
    assert loop.time() - began >= 1.8
    (state,) = postgres.execute("SELECT state FROM chakra.gates WHERE state ? 'pace'")[0]
    assert state["limit"] == 50.0


async def test_two_workers_know_of_a_pause_without_calling(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 10)
        async with Worker("july", client=chakra) as one, Worker("july", client=chakra) as other:
            one._gate.pause(30.0)
            async with asyncio.timeout(20):
                while not other._gate.pause_left:  # noqa: ASYNC110 - it comes from another connection
                    await asyncio.sleep(0.01)
            assert 20 < other._gate.pause_left <= 30.5


async def test_a_worker_of_another_server_campaign_or_country_is_refused(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal)
        for action in (
            bulk.Enrol("00000000-0000-4000-8000-000000000000"),
            bulk.Enrol(CAMPAIGN_ID, country="IN"),
        ):
            with pytest.raises(bulk.JournalError, match="not the journal's"):
                await bulk.work_slice("july", 1, client=chakra, action=action)
        async with Chakra(token="t", base_url="https://api.example.com") as stranger:  # noqa: S106 - not a secret
            with pytest.raises(bulk.JournalError, match="another server"):
                await bulk.work_slice("july", 1, client=stranger)
        with pytest.raises(bulk.JournalError, match="does not exist"):
            await bulk.work_slice("august", 1, client=chakra)
    assert arrived(sandbox) == []


@pytest.mark.parametrize(
    ("client", "match"),
    [
        ("nowhere.at_all:client", "cannot be imported"),
        ("chakra_async", "import path"),
        ("os:getcwd", "must give a Chakra"),
    ],
)
async def test_what_a_worker_is_given_by_name_is_checked_in_words(client: str, match: str) -> None:
    with pytest.raises(SettingsError, match=match):
        await bulk.work_slice("july", 1, client=client)


async def test_a_worker_without_the_address_of_the_journal_says_which_variable_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CHAKRA_JOURNAL")
    with pytest.raises(SettingsError, match="CHAKRA_JOURNAL"):
        await bulk.work_slice("july", 1)


async def test_an_engine_refuses_a_client_itself_because_its_token_would_be_in_the_queue(
    sandbox: Sandbox,
) -> None:
    class Cluster:
        asynchronous = True
        submit = scheduler_info = None

    with pytest.raises(SettingsError, match="import path"):
        bulk.Dask(Cluster(), client=Chakra(token="t"))  # noqa: S106 - not a secret
    with pytest.raises(SettingsError, match="dask"):
        bulk.Dask(object())
    with pytest.raises(SettingsError, match="procrastinate"):
        bulk.Procrastinate(object())


async def test_rows_with_cells_are_sent_by_workers_with_what_was_loaded(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    rows = [{"phone": f"+91990{n:07}", "Name": f"Name {n}", "Day": "Monday", "Other": "x"} for n in range(20)]
    template = bulk.SendTemplate("order_update", language="pt_BR", mapping={"1": "{Name}", "2": "{Day}"})
    async with sandbox.client() as chakra:
        run = bulk.Run(chakra, template, rows=rows, journal=journal, show_progress=False)
        report = await run.finish(engine=Here(sandbox))
    assert report.done == 20
    sent = [each.body for each in sandbox.arrivals if each.operation == "messages.send_template"]
    assert sorted(str(body) for body in sent if "Name 7'" in str(body))
    (fields,) = postgres.execute("SELECT fields FROM chakra.rows WHERE number = 8")[0]
    assert fields == {"": "+919900000007", "Name": "Name 7", "Day": "Monday"}


async def test_limits_of_the_client_are_the_shared_ones(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client(limits=Limits(rate=400.0, concurrency=7)) as chakra:
        await load(chakra, postgres, journal, 50)
        await work("july", client=chakra)
    (state,) = postgres.execute("SELECT state FROM chakra.gates WHERE state ? 'pace'")[0]
    assert state["limit"] == 400.0


async def test_a_person_who_opted_out_after_the_list_was_loaded_is_left_out_by_workers(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 100)
        end = await bulk.work_slice("july", 1, client=chakra, exclude=["+91 99000 00007"])
        assert (end.finished, end.done) == (True, 49)
        await work("july", client=chakra, exclude=lambda number: number.endswith("0007"))
    assert "+919900000007" not in arrived(sandbox)
    assert len(arrived(sandbox)) == 99
    states = dict(postgres.execute("SELECT state, count(*) FROM chakra.rows GROUP BY 1"))
    assert states == {"done": 99, "excluded": 1}


async def test_what_reaches_no_person_cannot_leave_one_out(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async def call(_: Chakra, row: bulk.Row) -> None:
        raise AssertionError(row)

    action = bulk.action(call, key=lambda row: row.value)
    async with sandbox.client() as chakra:
        run = bulk.Run(chakra, action, rows=["a"], journal=journal, show_progress=False)
        await run.finish(engine=LoadOnly())
        with pytest.raises(SettingsError, match="reach a person"):
            await bulk.work_slice("july", 1, client=chakra, action=action, exclude=["+919900000007"])
