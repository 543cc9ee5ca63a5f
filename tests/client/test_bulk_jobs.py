"""Any number of items goes out in chunks; whatever happens, what was accepted is known and nothing is sent twice."""

from __future__ import annotations

import asyncio
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chakra_async import (
    AuthenticationError,
    BulkJobsError,
    Chakra,
    ConnectionLostError,
    InvalidRequestError,
    NotFoundError,
    Outcome,
    RequestTimeoutError,
)
from chakra_async.sandbox import Sandbox
from tests.support import faultserver

if TYPE_CHECKING:
    from chakra_async import BulkJobs


def job(number: Any) -> Any:
    return faultserver.json({"_data": {"id": f"006af7f9-d5fb-4d1a-8b31-{number:012}"}})


def counts(**given: Any) -> Any:
    return faultserver.json({"_data": {"id": "j"}, "_meta": {"bjEntryCompletionStatusVsCount": given}})


def rows(count: Any) -> Any:
    return ({"lead_id": f"L-{number}"} for number in range(count))


async def slowly(count: Any) -> Any:
    for row in rows(count):
        await asyncio.sleep(0)
        yield row


def sent(server: Any) -> Any:
    return [[row["lead_id"] for row in arrival.json] for arrival in server.arrivals]


@pytest.mark.parametrize("source", [rows, slowly, lambda count: list(rows(count))])
async def test_every_item_goes_out_once_and_in_order(source: Any, server: Any, chakra: Any) -> None:
    server.script = [job(1), job(2), job(3)]
    handle = await chakra.processes.bulk_create("lead", source(7), chunk=3)
    assert sent(server) == [["L-0", "L-1", "L-2"], ["L-3", "L-4", "L-5"], ["L-6"]]
    assert [job.id[-1] for job in handle.jobs] == ["1", "2", "3"]
    assert handle.ranges == [range(3), range(3, 6), range(6, 7)]
    assert (len(handle), handle.sent) == (3, 7)


async def test_nothing_to_send_sends_nothing(server: Any, chakra: Any) -> None:
    handle = await chakra.processes.bulk_create("lead", [])
    assert (len(handle), handle.sent, server.connections) == (0, 0, 0)
    assert (await handle.wait()).total == 0


async def test_changes_go_the_same_way(server: Any, chakra: Any) -> None:
    server.script = [job(1), job(2)]
    changes = [{"lead_id": f"L-{n}", "update": {"data": {"n": n}}} for n in range(3)]
    handle = await chakra.processes.bulk_update("lead", iter(changes), chunk=2)
    assert [arrival.json["processes"] for arrival in server.arrivals] == [changes[:2], changes[2:]]
    assert [arrival.method for arrival in server.arrivals] == ["PATCH", "PATCH"]
    assert handle.sent == 3


FAILING = {
    "refused": (faultserver.json({"message": "no"}, 401), AuthenticationError, Outcome.REFUSED),
    "unknown": (faultserver.closed, ConnectionLostError, Outcome.UNKNOWN),
}


@pytest.mark.parametrize("case", FAILING)
async def test_a_failing_chunk_loses_nothing_that_was_accepted(case: Any, server: Any, chakra: Any) -> None:
    step, kind, outcome = FAILING[case]
    server.script = [job(1), job(2), step]
    read = []

    def source() -> Any:
        for row in rows(100):
            read.append(row)
            yield row

    with pytest.raises(BulkJobsError, match="items 4 to 5 failed") as caught:
        await chakra.processes.bulk_create("lead", source(), chunk=2)
    error = caught.value
    assert isinstance(error.__cause__, kind)
    assert error.outcome is outcome
    assert (error.items, error.jobs.sent, len(error.jobs)) == (range(4, 6), 4, 2)
    assert len(server.arrivals) == 3
    assert len(read) == 6  # no further than was sent
    server.usual = counts(SUCCESS=2)
    assert (await error.jobs.wait()).success == 4


async def test_items_that_raise_lose_nothing_that_was_accepted(server: Any, chakra: Any) -> None:
    own = NotFoundError("my own listing ended", outcome=Outcome.UNKNOWN)

    def source() -> Any:
        yield from rows(3)
        raise own

    server.script = [job(1)]
    with pytest.raises(BulkJobsError, match="going on at item 2") as caught:
        await chakra.processes.bulk_create("lead", source(), chunk=2)
    assert caught.value.__cause__ is own
    assert caught.value.outcome is Outcome.NOT_SENT
    assert (caught.value.items, caught.value.jobs.sent) == (range(2, 2), 2)


async def test_an_item_that_is_no_json_is_not_sent(server: Any, chakra: Any) -> None:
    server.script = [job(1)]
    with pytest.raises(BulkJobsError) as caught:
        await chakra.processes.bulk_create("lead", [{"a": 1}, {"b": {1, 2}}], chunk=1)
    assert isinstance(caught.value.__cause__, InvalidRequestError)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert len(server.arrivals) == 1


async def test_who_is_cancelled_has_heard_of_every_job(server: Any, chakra: Any) -> None:
    server.script = [job(1), job(2), faultserver.silent]
    heard: list[int] = []

    async def on_job(handle: BulkJobs) -> None:
        heard.append(handle.sent)

    task = asyncio.create_task(chakra.processes.bulk_create("lead", rows(9), chunk=2, on_job=on_job))
    await server.arrived(3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert heard == [2, 4]


async def test_a_listener_that_raises_loses_nothing(server: Any, chakra: Any) -> None:
    server.script = [job(1)]
    with pytest.raises(BulkJobsError, match="ZeroDivisionError") as caught:
        await chakra.processes.bulk_create("lead", rows(4), chunk=2, on_job=lambda _: 1 / 0)
    assert caught.value.jobs.sent == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.integers(0, 40), st.integers(1, 9), st.integers(0, 12))
async def test_accepted_failed_and_unsent_are_all_items(count: Any, chunk: Any, failing: Any) -> None:
    async with faultserver.FaultServer() as server:
        server.script = [*(job(number) for number in range(failing)), faultserver.closed]
        server.usual = job(99)
        chakra = Chakra(token="planted-secret", base_url=server.url)  # noqa: S106 - planted
        try:
            handle, part = await chakra.processes.bulk_create("lead", rows(count), chunk=chunk), range(0)
        except BulkJobsError as error:
            handle, part = error.jobs, error.items
        except ConnectionLostError:
            assert (failing, len(server.arrivals)) == (0, 1)  # as if it were one call
            return
        finally:
            await chakra.close()
    accepted = [number for items in handle.ranges for number in items]
    assert accepted == list(range(handle.sent))
    assert list(part) == list(range(handle.sent, handle.sent + len(part)))
    arrived = [name for chunk_sent in sent(server) for name in chunk_sent]
    assert arrived == [f"L-{number}" for number in [*accepted, *part]]


@pytest.mark.parametrize(
    "given",
    [{"chunk": 0}, {"chunk": True}, {"chunk": 1.5}, {"items": "abc"}, {"items": {"a": 1}}, {"items": 7}],
)
async def test_what_makes_no_chunks_is_refused(given: Any, server: Any, chakra: Any) -> None:
    with pytest.raises(InvalidRequestError, match=next(iter(given))):
        await chakra.processes.bulk_create("lead", **{"items": [], **given})
    assert server.connections == 0


async def test_jobs_are_waited_for_together(server: Any, chakra: Any) -> None:
    server.script = [
        job(1),
        job(2),
        counts(NOT_STARTED=2),
        counts(SUCCESS=2),
        counts(NOT_STARTED=1, ERROR=1),
        counts(INVALID=1, ERROR=1),
    ]
    handle = await chakra.processes.bulk_create("lead", rows(4), chunk=2)
    seen = []

    async def on_progress(progress: Any) -> None:
        seen.append((progress.waiting, progress.not_started, progress.total, progress.finished))

    progress = await handle.wait(poll=0.001, on_progress=on_progress)
    assert seen == [(1, 2, 2, False), (1, 0, 2, False), (0, 1, 4, False), (0, 0, 4, True)]
    assert progress.counts == {"SUCCESS": 2, "ERROR": 1, "INVALID": 1}
    assert (progress.success, progress.error, progress.invalid) == (2, 1, 1)
    assert progress.finished


async def test_waiting_that_fails_names_the_job_and_can_go_on(server: Any, chakra: Any) -> None:
    server.script = [job(7)]
    handle = await chakra.processes.bulk_create("lead", rows(2))
    server.script = [faultserver.json({"message": "no"}, 401)]
    with pytest.raises(AuthenticationError, match=handle.jobs[0].id):
        await handle.wait()
    server.usual = counts(NOT_STARTED=2)
    with pytest.raises(RequestTimeoutError, match=handle.jobs[0].id):
        await handle.wait(timeout=0.05, poll=0.01)
    server.usual = counts(SUCCESS=2)
    assert (await handle.wait()).success == 2


async def test_a_look_does_not_outlast_the_wait(server: Any, chakra: Any) -> None:
    server.usual = faultserver.silent
    with pytest.raises(RequestTimeoutError, match=r"goes on|not touched"):
        await asyncio.wait_for(chakra.jobs.wait("006af7f9-d5fb-4d1a-8b31-ac6f3a3a1dfc", timeout=0.1), 8)


async def test_the_error_pickles_without_its_client(server: Any, chakra: Any) -> None:
    server.script = [job(1), faultserver.json({}, 402)]
    with pytest.raises(BulkJobsError) as caught:
        await chakra.processes.bulk_create("lead", rows(2), chunk=1)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert copy.jobs.jobs == caught.value.jobs.jobs
    assert copy.items == range(1, 2)
    with pytest.raises(InvalidRequestError, match="pickle"):
        await copy.jobs.wait()


async def test_it_works_against_the_sandbox() -> None:
    async with Sandbox() as sandbox, Chakra(base_url=sandbox.url, token=sandbox.token) as chakra:
        items = [{"lead_id": f"L-{n}", "data": {"city": "Goa"}} for n in range(25)]
        handle = await chakra.processes.bulk_create("lead", items, chunk=10)
        progress = await handle.wait(poll=0.01, timeout=60)
        assert progress.total == 25
        assert len(await chakra.processes.list("lead", where={"city": "Goa"}).to_list()) == 25


async def test_what_cannot_be_called_after_a_chunk_is_refused_before_the_first(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    not_callable: Any = 5
    with pytest.raises(InvalidRequestError, match="on_job must be a function"):
        await chakra.processes.bulk_create("lead", rows(2), on_job=not_callable)
    assert server.arrivals == []
