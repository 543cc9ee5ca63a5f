"""Listings are walked to their end and no further; jobs are waited for."""

from __future__ import annotations

# ruff: noqa: PT012 - what came before the error is looked at as well
import math
from typing import Any

import pytest

from chakra_async import (
    UNSET,
    InvalidRequestError,
    JobProgress,
    Outcome,
    Pages,
    RequestTimeoutError,
    ResponseError,
    ServerError,
)
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import After, NextPath
from tests.support import faultserver

JOB = "006af7f9-d5fb-4d1a-8b31-ac6f3a3a1dfc"


class Listing:
    """Rows that a server gives out by skip and limit."""

    def __init__(
        self, server: faultserver.FaultServer, rows: Any, *, page: Any = 100, more: Any = True
    ) -> None:
        self.rows = [{"id": f"p-{number}"} for number in range(rows)]
        self.asked = []
        self._page = page
        self._more = more
        server.usual = self.step

    async def step(self, connection: faultserver.Connection) -> None:
        asked = connection.arrival.json
        self.asked.append((asked["skip"], asked["limit"]))
        upto = asked["skip"] + min(asked["limit"], self._page)
        meta = {"hasMore": upto < len(self.rows)} if self._more else {}
        await faultserver.json({"_data": self.rows[asked["skip"] : upto], "_meta": meta})(connection)


async def ids(pages: Any) -> Any:
    return [process.id async for process in pages]


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 250])
@pytest.mark.parametrize("more", [True, False])
@pytest.mark.parametrize("page", [100, 30])
async def test_every_row_comes_once_and_in_order(
    rows: Any, more: Any, page: Any, server: faultserver.FaultServer, chakra: Any
) -> None:
    if not more and page < 100:
        return  # without hasMore a page that is not full is the end
    listing = Listing(server, rows, page=page, more=more)
    assert await ids(chakra.processes.list("lead")) == [row["id"] for row in listing.rows]
    assert len(listing.asked) <= rows // page + 1


async def test_nothing_is_asked_for_before_it_is_needed(server: faultserver.FaultServer, chakra: Any) -> None:
    listing = Listing(server, 500)
    pages = chakra.processes.list("lead", limit=10)
    assert listing.asked == []
    async for process in pages:
        if process.id == "p-5":
            break
    assert listing.asked == [(0, 10)]
    assert chakra._caller.gate.in_flight == 0


async def test_a_walk_can_begin_later_and_again(server: faultserver.FaultServer, chakra: Any) -> None:
    listing = Listing(server, 25)
    pages = chakra.processes.list("lead", skip=20, limit=3)
    assert await ids(pages) == ["p-20", "p-21", "p-22", "p-23", "p-24"]
    assert await ids(pages) == ["p-20", "p-21", "p-22", "p-23", "p-24"]
    assert listing.asked == [(20, 3), (23, 3)] * 2


async def test_pages_carry_their_answers(server: faultserver.FaultServer, chakra: Any) -> None:
    Listing(server, 5)
    found = [page async for page in chakra.processes.list("lead", limit=3).pages()]
    assert [len(page.items) for page in found] == [3, 2]
    assert [page.has_more for page in found] == [True, False]
    assert all(page.response.status == 200 for page in found)


async def test_first_and_to_list_ask_for_no_more_than_they_need(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    listing = Listing(server, 500)
    pages = chakra.processes.list("lead", limit=10)
    assert (await pages.first()).id == "p-0"
    assert len(listing.asked) == 1
    assert [process.id for process in await pages.to_list(limit=15)] == [
        f"p-{number}" for number in range(15)
    ]
    assert len(listing.asked) == 3
    assert await pages.to_list(limit=0) == []
    assert len(listing.asked) == 3
    assert len(await chakra.processes.list("lead").to_list()) == 500


async def test_first_of_nothing_is_none(server: faultserver.FaultServer, chakra: Any) -> None:
    Listing(server, 0)
    assert await chakra.processes.list("lead").first() is None


async def test_the_same_page_again_and_again_is_an_error_and_no_endless_walk(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.usual = faultserver.json({"_data": [{"id": "p-1"}], "_meta": {"hasMore": True}})
    walked = []
    with pytest.raises(ResponseError, match="same page") as caught:
        async for process in chakra.processes.list("lead"):
            walked.append(process.id)  # noqa: PERF401 - what came before the error counts
    assert walked == ["p-1"]
    assert len(server.arrivals) == 2
    assert caught.value.operation == "processes.list"


async def test_an_empty_page_ends_the_walk_whatever_the_server_says(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.usual = faultserver.json({"_data": [], "_meta": {"hasMore": True}})
    assert await ids(chakra.processes.list("lead")) == []
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("data", [{"id": "p-1"}, "text", 5])
async def test_a_listing_that_is_no_array_is_an_error(
    data: Any, server: faultserver.FaultServer, chakra: Any
) -> None:
    server.usual = faultserver.json({"_data": data})
    with pytest.raises(ResponseError, match="not an array"):
        await ids(chakra.processes.list("lead"))


async def test_a_failing_page_leaves_those_before_good(server: faultserver.FaultServer, chakra: Any) -> None:
    listing = Listing(server, 25)
    walked = []
    with pytest.raises(ServerError):
        async for process in chakra.processes.list("lead", limit=10):
            walked.append(process.id)
            if len(walked) == 10:
                server.usual = faultserver.json({}, 500)
    assert len(walked) == 10
    assert listing.asked == [(0, 10)]
    assert len(server.arrivals) == 4  # a listing changes nothing, so it was asked for three times


async def test_a_lost_page_is_asked_for_again(server: faultserver.FaultServer, chakra: Any) -> None:
    listing = Listing(server, 15)
    server.script = [faultserver.closed, faultserver.json({}, 502)]
    assert len(await ids(chakra.processes.list("lead", limit=10))) == 15
    assert listing.asked == [(0, 10), (10, 10)]


async def test_an_error_in_the_middle_says_where_the_walk_stood(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    Listing(server, 25)
    with pytest.raises(ServerError) as caught:
        async for page in chakra.processes.list("lead", skip=3, limit=10, where={"phone": "x"}).pages():
            assert (page.position, page.asked["skip"]) == (0, 3)
            server.usual = faultserver.json({}, 500)
    assert caught.value.__notes__ == [
        "processes.list: 10 items of 1 pages were returned before; next: skip=13, limit=10"
    ]


TEMPLATES = Operation[list[dict[str, Any]]](
    name="templates.list",
    method="GET",
    path="/v1/ext/plugin/whatsapp/api/{version}/{wabaId}/message_templates",
    repeatable=True,
    reads=True,
    envelope=False,
    returns=list[dict[str, Any]],
)
ENTRIES = Operation[list[Any]](
    name="jobs.entries",
    method="GET",
    path="/v1/ext/background-job/{id}/entries",
    repeatable=True,
    reads=True,
    returns=list[Any],
)


async def test_meta_s_own_listings_are_walked_by_their_cursor_and_never_by_their_address(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    def page(number: Any, after: Any = None) -> Any:
        elsewhere = {"next": "https://graph.facebook.com/v22.0/1/message_templates?access_token=x"}
        paging = {"cursors": {"after": after}, **elsewhere} if after else {}
        return faultserver.json({"data": [{"id": number}], "paging": paging})

    server.script = [page(1, "A"), page(2, "B"), page(3)]
    pages = Pages(
        chakra._caller,
        TEMPLATES,
        style=After(),
        path={"version": "v22.0", "wabaId": "1"},
        query={"limit": 5, "after": UNSET, "fields": "name"},
    )
    assert [item["id"] async for item in pages] == [1, 2, 3]
    path = "/v1/ext/plugin/whatsapp/api/v22.0/1/message_templates?limit=5&"
    assert [arrival.target for arrival in server.arrivals] == [
        f"{path}fields=name",
        f"{path}after=A&fields=name",
        f"{path}after=B&fields=name",
    ]
    assert {arrival.body for arrival in server.arrivals} == {b""}


async def test_a_next_path_elsewhere_ends_the_walk_with_an_error_after_all_that_came(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    own = f"/v1/ext/background-job/{JOB}/entries"
    server.script = [
        faultserver.json({"_data": [1, 2], "_meta": {"nextPage": f"{own}?page=2"}}),
        faultserver.json({"_data": [3], "_meta": {"nextPage": "https://evil.example/?page=3"}}),
    ]
    pages = Pages(chakra._caller, ENTRIES, style=NextPath(), path={"id": JOB})
    found = []
    with pytest.raises(ResponseError, match="not followed") as caught:
        async for entry in pages:
            found.append(entry)  # noqa: PERF401 - what came before the error counts
    assert found == [1, 2, 3]
    assert [arrival.target for arrival in server.arrivals] == [own, f"{own}?page=2"]
    assert caught.value.outcome is Outcome.DONE


@pytest.mark.parametrize("given", [{"limit": 0}, {"limit": 101}, {"skip": -1}])
def test_a_bad_page_size_is_refused_before_the_walk(given: Any, chakra: Any) -> None:
    with pytest.raises(InvalidRequestError):
        chakra.processes.list("lead", **given)


# Jobs


def job(**counts: Any) -> Any:
    return faultserver.json({"_data": {"id": JOB}, "_meta": {"bjEntryCompletionStatusVsCount": counts}})


async def test_a_job_is_waited_for_until_nothing_waits_in_it(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.script = [job(NOT_STARTED=2), job(NOT_STARTED=1, SUCCESS=1), job(SUCCESS=1, ERROR=1)]
    seen = []
    progress = await chakra.jobs.wait(JOB, poll=0.001, on_progress=seen.append)
    assert isinstance(progress, JobProgress)
    assert (progress.success, progress.error, progress.total) == (1, 1, 2)
    assert progress.job.id == JOB
    assert [one.not_started for one in seen] == [2, 1, 0]


@pytest.mark.parametrize("value", ["5", True, [], math.nan, math.inf], ids=repr)
@pytest.mark.parametrize("name", ["poll", "timeout"])
async def test_an_interval_or_a_limit_that_is_no_number_of_seconds_is_refused(
    name: str, value: Any, server: faultserver.FaultServer, chakra: Any
) -> None:
    with pytest.raises(InvalidRequestError, match=f"{name} must be a finite number of seconds, not "):
        await chakra.jobs.wait(JOB, **{name: value})
    assert server.arrivals == []


async def test_a_job_given_as_such_is_waited_for_by_its_id(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.script = [job(SUCCESS=1)] * 2
    given = await chakra.jobs.get(JOB)
    await chakra.jobs.wait(given)
    assert server.arrivals[1].target.endswith(JOB)


async def test_a_job_that_takes_too_long_is_left_to_go_on(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.usual = job(NOT_STARTED=2)
    with pytest.raises(RequestTimeoutError, match="2 entries") as caught:
        await chakra.jobs.wait(JOB, poll=0.01, timeout=0.1)
    assert caught.value.outcome is Outcome.DONE
    assert caught.value.operation == "jobs.wait"
    assert len(server.arrivals) >= 2


@pytest.mark.parametrize("poll", [0, -1, float("nan")])
async def test_a_senseless_poll_is_refused(poll: Any, server: faultserver.FaultServer, chakra: Any) -> None:
    with pytest.raises(InvalidRequestError, match="poll"):
        await chakra.jobs.wait(JOB, poll=poll)
    assert server.arrivals == []


async def test_a_job_without_an_id_is_refused(chakra: Any) -> None:
    with pytest.raises(InvalidRequestError):
        await chakra.jobs.wait("")
    with pytest.raises(InvalidRequestError):
        await chakra.jobs.wait("not-a-uuid")


async def test_a_job_that_never_shows_counts_is_not_waited_for_without_end(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.usual = job()
    with pytest.raises(ResponseError, match="neither counts nor an end") as caught:
        await chakra.jobs.wait(JOB, poll=1e-5)
    assert caught.value.operation == "jobs.wait"
    assert len(server.arrivals) == 20


async def test_counts_that_come_late_are_waited_for(server: faultserver.FaultServer, chakra: Any) -> None:
    server.script = [*[job()] * 19, job(NOT_STARTED=1), *[job()] * 9, job(SUCCESS=1)]
    assert (await chakra.jobs.wait(JOB, poll=1e-6)).success == 1


async def test_a_timeout_alone_ends_the_wait_where_one_is_given(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.script = [job()] * 25
    server.usual = job(SUCCESS=1)
    assert (await chakra.jobs.wait(JOB, poll=1e-6, timeout=60)).success == 1
