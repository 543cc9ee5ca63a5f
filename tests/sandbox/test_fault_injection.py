"""Each kind of fault over the wire: what the client gets, whether the work was done, what the record says."""

from __future__ import annotations

import asyncio
import errno
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

LEADS = "/v1/ext/procedure/lead/process"


@pytest.mark.parametrize("status", [301, 402, 403, 409, 425, 429, 500, 503, 520])
async def test_a_status_is_answered_in_the_form_of_the_api_without_doing_the_work(
    enrol: Any, sandbox: Any, status: int
) -> None:
    sandbox.fault("campaigns.add_phone_number", status=status)
    got = await enrol(allow_redirects=False)
    assert (got.status, got.data, len(got.errors)) == (status, [], 1)
    assert sandbox.leads == 0
    arrival = sandbox.arrivals[0]
    assert (arrival.status, arrival.fault, arrival.worked) == (status, f"status {status}", False)


async def test_a_401_has_the_form_of_a_401(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(status=401)
    assert (await enrol()).json["code"] == "UNAUTHORIZED"


async def test_an_error_may_be_answered_although_the_work_was_done(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(status=500, work=True)
    assert (await enrol()).status == 500
    assert sandbox.leads == 1
    assert sandbox.arrivals[0].worked is True


async def test_a_success_may_have_another_status_and_stays_the_true_answer(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(status=201)
    got = await enrol()
    assert (got.status, got.data["wasCreated"]) == (201, True)


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (3, "3"),
        (0, "0"),
        (2.5, "2.5"),
        ("junk", "junk"),
        (datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC), "Wed, 02 Jan 2030 03:04:05 GMT"),
    ],
)
async def test_a_pause_is_demanded_in_seconds_as_a_date_or_as_anything(
    enrol: Any, sandbox: Any, retry_after: Any, header: str
) -> None:
    sandbox.fault(status=429, retry_after=retry_after, times=1)
    assert (await enrol()).headers["Retry-After"] == header
    assert "Retry-After" not in (await enrol()).headers


async def test_a_date_is_sent_in_utc_whatever_its_offset(enrol: Any, sandbox: Any) -> None:
    moment = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC).astimezone()
    sandbox.fault(status=429, retry_after=moment + timedelta(hours=1))
    assert (await enrol()).headers["Retry-After"] == "Wed, 02 Jan 2030 04:04:05 GMT"


async def test_errors_are_the_given_strings(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(errors=["(#131009) Parameter value is not valid"], times=1)
    got = await enrol()
    assert (got.status, got.json) == (
        400,
        {"_data": [], "_errors": ["(#131009) Parameter value is not valid"]},
    )
    sandbox.fault(status=200, errors=["(#131047) Re-engagement message"], times=1)
    got = await enrol()
    assert (got.status, got.errors) == (200, ["(#131047) Re-engagement message"])
    assert sandbox.leads == 0


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        (b"\xff\x00", b"\xff\x00"),
        ('{"_data": ', b'{"_data": '),
        ({"error": {"code": 131056}}, b'{"error":{"code":131056}}'),
        ([], b"[]"),
        ("", b""),
    ],
)
async def test_a_body_may_be_anything(sandbox: Any, session: Any, body: Any, raw: bytes) -> None:
    sandbox.fault("config.get", body=body, headers={"content-type": "text/x-test", "X-Request-Id": "r1"})
    async with session.get("/v1/ext/config") as answer:
        assert (answer.status, await answer.read()) == (200, raw)
        assert (answer.headers["Content-Type"], answer.headers["X-Request-Id"]) == ("text/x-test", "r1")
    assert sandbox.arrivals[0].worked is True


async def test_a_gateway_answers_with_a_page_of_html(call: Any, sandbox: Any) -> None:
    sandbox.fault(html=True, times=1)
    sandbox.fault(html=True, status=504)
    first, second = await call("GET", "/v1/ext/config"), await call("GET", "/v1/ext/config")
    assert (first.status, second.status) == (502, 504)
    assert first.headers["Content-Type"] == "text/html"
    assert first.raw.startswith(b"<html>")
    assert sandbox.arrivals[0].worked is False


async def test_an_empty_body_is_a_success_without_content(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(empty_body=True)
    got = await enrol()
    assert (got.status, got.raw, sandbox.leads) == (200, b"", 1)


async def test_a_cut_body_ends_before_what_was_announced(sandbox: Any, session: Any) -> None:
    sandbox.fault("leads.create", cut_body=True, times=1)
    async with session.post(LEADS, json={"data": {"name": "Ted"}}) as answer:
        announced = int(answer.headers["Content-Length"])
        received = await answer.content.readexactly(announced // 2)
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.content.read()
    assert answer.status == 200
    assert b'"_data"' in received
    assert sandbox.leads == 1
    assert (sandbox.arrivals[0].worked, sandbox.arrivals[0].status) == (True, 200)


@pytest.mark.parametrize(("when", "leads"), [("before", 0), ("after", 1)])
async def test_a_reset_breaks_the_connection_before_or_after_the_work(
    enrol: Any, sandbox: Any, when: Any, leads: int
) -> None:
    await enrol("919901258400")
    sandbox.fault(reset=when, times=1)
    with pytest.raises(aiohttp.ClientOSError) as failure:
        await enrol("919901258433")
    assert failure.value.errno == errno.ECONNRESET
    assert sandbox.leads == 1 + leads
    arrival = sandbox.arrivals[1]
    assert (arrival.status, arrival.fault, arrival.worked) == (None, f"reset {when}", bool(leads))
    assert (await enrol("919901258433")).data["wasCreated"] is not bool(leads)


async def test_a_delay_before_the_work_holds_the_work_too(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(latency=60.0)
    waiting = asyncio.ensure_future(enrol())
    await sandbox.wait_for_arrivals(1)
    assert (sandbox.leads, sandbox.arrivals[0].settled, sandbox.arrivals[0].fault) == (
        0,
        False,
        "latency before",
    )
    waiting.cancel()
    await asyncio.wait([waiting])


async def test_a_delay_after_the_work_holds_only_the_answer(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(latency=60.0, latency_at="after")
    waiting = asyncio.ensure_future(enrol())
    await sandbox.wait_for_arrivals(1)
    assert (sandbox.leads, waiting.done()) == (1, False)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert (sandbox.arrivals[0].settled, sandbox.arrivals[0].worked) == (True, True)


async def test_the_work_is_done_although_the_client_disconnected(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(latency=0.05, times=1)
    waiting = asyncio.ensure_future(enrol("911"))
    await sandbox.wait_for_arrivals(1)
    waiting.cancel()
    assert sandbox.leads == 0
    sandbox.fault(latency=0.1)
    assert (await enrol("911")).data["wasCreated"] is False
    assert [arrival.worked for arrival in sandbox.arrivals] == [True, True]


async def test_a_delayed_answer_comes(enrol: Any, sandbox: Any) -> None:
    sandbox.fault(latency=0.01)
    sandbox.fault(latency=0.01, latency_at="after")
    assert (await enrol()).status == 200
    assert sandbox.arrivals[0].fault == "latency before, latency after"


async def test_a_fault_is_for_one_phone_number(enrol: Any, sandbox: Any) -> None:
    fault = sandbox.fault(status=500, match="+91 99012 58434")
    assert [(await enrol(number)).status for number in ("919901258433", "919901258434")] == [200, 500]
    assert (fault.seen, fault.met) == (1, 1)


async def test_a_fault_for_making_processes_meets_leads_and_not_the_other_way_round(
    call: Any, sandbox: Any
) -> None:
    sandbox.fault("leads.create", status=500, times=1)
    assert (await call("POST", "/v1/ext/procedure/ticket/process", {})).status == 200
    assert (await call("POST", LEADS, {"data": {}})).status == 500
    sandbox.fault("processes.create", status=503, times=1)
    assert (await call("POST", LEADS, {"data": {}})).status == 503
    assert {arrival.operation for arrival in sandbox.arrivals} == {"processes.create", "leads.create"}


async def test_faults_are_removed_one_by_one_or_all_with_the_ceilings(enrol: Any, sandbox: Any) -> None:
    first, second = sandbox.fault(status=500), sandbox.fault(status=503)
    sandbox.faults.clear(first)
    assert list(sandbox.faults) == [second]
    assert (await enrol()).status == 503
    sandbox.faults.add_ceiling(1)
    sandbox.faults.clear()
    assert [(await enrol()).status for _ in range(3)] == [200, 200, 200]


async def test_a_ceiling_refuses_the_excess_of_one_second(enrol: Any, sandbox: Any, clock: Any) -> None:
    sandbox.faults.add_ceiling(2)
    first = [await enrol(f"91{number}") for number in range(4)]
    clock.now += 1
    second = [await enrol(f"92{number}") for number in range(3)]
    assert [got.status for got in (*first, *second)] == [200, 200, 429, 429, 200, 200, 429]
    assert first[2].headers["Retry-After"] == "1"
    assert first[2].errors == ["Too many requests: at most 2 per second"]
    assert sandbox.leads == 4
    arrival = sandbox.arrivals[2]
    assert (arrival.status, arrival.fault, arrival.worked) == (429, "ceiling", False)


async def test_a_ceiling_can_omit_retry_after_and_count_one_operation(
    enrol: Any, call: Any, sandbox: Any
) -> None:
    sandbox.faults.add_ceiling(1, "campaigns.add_phone_number", retry_after=False)
    assert [(await enrol()).status for _ in range(2)] == [200, 429]
    assert "Retry-After" not in (await enrol()).headers
    assert [(await call("GET", "/v1/ext/config")).status for _ in range(2)] == [200, 200]


async def test_a_wrong_request_under_a_fault_that_works_did_no_work(call: Any, sandbox: Any) -> None:
    sandbox.fault(empty_body=True)
    got = await call("POST", LEADS, {})
    assert (got.status, got.raw) == (400, b"")
    assert sandbox.arrivals[0].worked is False
