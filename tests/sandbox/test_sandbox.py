"""The server around the operations: who may call, what is recorded, how it starts and stops."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import chakra_async.sandbox
from chakra_async.errors import SettingsError
from chakra_async.sandbox import Arrival, Sandbox

ENROL = "/v1/ext/procedure/lead/add-phone-number-to-campaign"


def authorized(sandbox: Sandbox) -> dict[str, str]:
    return {"Authorization": f"Bearer {sandbox.token}"}


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "sandbox-token", "Basic c2FuZGJveA=="])
async def test_without_the_valid_token_nothing_is_done(sandbox: Any, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    fault = sandbox.fault(status=500)
    body = {"campaignId": sandbox.campaign_id, "phoneNumber": "919901258433"}
    async with (
        aiohttp.ClientSession(sandbox.url, headers=headers) as session,
        session.post(ENROL, json=body) as answer,
    ):
        assert answer.status == 401
        assert await answer.json() == {"code": "UNAUTHORIZED", "message": "the access token is not valid"}
    assert (sandbox.leads, fault.seen) == (0, 0)
    sandbox.faults.clear()
    assert (sandbox.arrivals[0].status, sandbox.arrivals[0].worked) == (401, False)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/ext/nothing"), ("DELETE", "/v1/ext/config"), ("GET", "/")]
)
async def test_an_unknown_path_gets_plain_text(call: Any, sandbox: Any, method: str, path: str) -> None:
    got = await call(method, path)
    assert (got.status, got.raw) == (404, b"Not Found")
    assert got.headers["Content-Type"].startswith("text/plain")
    assert sandbox.arrivals[0].operation is None


async def test_an_arrival_holds_the_request_and_its_result(enrol: Any, sandbox: Any, clock: Any) -> None:
    await enrol("919901258433")
    (arrival,) = sandbox.arrivals
    assert (arrival.operation, arrival.method, arrival.path) == ("campaigns.add_phone_number", "POST", ENROL)
    assert arrival.json == {"campaignId": sandbox.campaign_id, "phoneNumber": "919901258433"}
    assert arrival.phone_number == "919901258433"
    assert (arrival.at, arrival.datetime.timestamp()) == (clock.now, clock.now)
    assert (arrival.settled, arrival.status, arrival.fault, arrival.worked) == (True, 200, None, True)
    assert "919901258433" not in repr(arrival)


async def test_a_path_is_recorded_as_sent_without_the_query(call: Any, sandbox: Any) -> None:
    await call("DELETE", "/v1/ext/procedure/lead/process/lead_id/LEAD-00009?x=1")
    assert sandbox.arrivals[0].path == "/v1/ext/procedure/lead/process/lead_id/LEAD-00009"
    assert (sandbox.arrivals[0].json, sandbox.arrivals[0].phone_number) == (None, "")


async def test_the_oldest_arrivals_are_forgotten_and_still_counted(clock: Any) -> None:
    async with (
        Sandbox(clock=clock, keep_arrivals=3) as sandbox,
        aiohttp.ClientSession(sandbox.url, headers=authorized(sandbox)) as session,
    ):
        for number in range(5):
            await (await session.get(f"/nowhere/{number}")).read()
        assert [arrival.path for arrival in sandbox.arrivals] == ["/nowhere/2", "/nowhere/3", "/nowhere/4"]
        assert sandbox.arrived == 5
        sandbox.clear_arrivals()
        assert (sandbox.arrivals, sandbox.arrived) == ([], 5)


async def test_the_file_has_a_line_of_each_arrival_before_its_answer_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "arrivals.jsonl"
    path.write_text('{"kept": true}\n')
    async with (
        Sandbox(record_path=path, clock=lambda: 12.5) as sandbox,
        aiohttp.ClientSession(sandbox.url, headers=authorized(sandbox)) as session,
    ):
        sandbox.fault(reset="after", match="912")
        sandbox.fault(latency=60.0, latency_at="after", match="913")
        bodies = [
            {"campaignId": sandbox.campaign_id, "phoneNumber": number} for number in ("911", "912", "913")
        ]
        async with session.post(ENROL, json=bodies[0]) as answer:
            assert answer.status == 200
            assert len(path.read_text().splitlines()) == 2
        with pytest.raises(aiohttp.ClientOSError):
            await session.post(ENROL, json=bodies[1])
        waiting = asyncio.ensure_future(session.post(ENROL, json=bodies[2]))
        await sandbox.wait_for_arrivals(3)
        waiting.cancel()
        await (await session.post(ENROL, data="no\njson")).read()
        lines = [json.loads(line) for line in path.read_text().splitlines()]
    common = {
        "at": 12.5,
        "operation": "campaigns.add_phone_number",
        "method": "POST",
        "path": ENROL,
        "query": "",
        "tenant": sandbox.plugin_id,
    }
    assert lines == [
        {"kept": True},
        {**common, "body": bodies[0], "status": 200, "fault": None, "worked": True},
        {**common, "body": bodies[1], "status": None, "fault": "reset after", "worked": True},
        {**common, "body": bodies[2], "status": 200, "fault": "latency after", "worked": True},
        {**common, "body": "no\njson", "status": 400, "fault": None, "worked": False},
    ]


async def test_arrivals_can_be_waited_for(sandbox: Any, enrol: Any) -> None:
    await asyncio.gather(
        sandbox.wait_for_arrivals(1), sandbox.wait_for_arrivals(2), enrol("911"), enrol("912")
    )
    await sandbox.wait_for_arrivals(2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(sandbox.wait_for_arrivals(3), 0.01)
    await enrol("913")
    await sandbox.wait_for_arrivals(3)


async def test_it_stops_at_once_although_clients_are_connected_and_wait(tmp_path: Path) -> None:
    path = tmp_path / "arrivals.jsonl"
    before = asyncio.all_tasks()
    sandbox = Sandbox(record_path=path)
    await sandbox.start()
    async with aiohttp.ClientSession(sandbox.url, headers=authorized(sandbox)) as session:
        answers = await asyncio.gather(*(session.get("/v1/ext/config") for _ in range(5)))
        for answer in answers:
            await answer.read()
        sandbox.fault("jobs.get", latency=3600.0)
        waiting = asyncio.ensure_future(session.get(f"/v1/ext/background-job/{sandbox.campaign_id}"))
        await sandbox.wait_for_arrivals(6)
        await asyncio.wait_for(sandbox.stop(), 10)
        with pytest.raises(aiohttp.ClientConnectionError):
            await waiting
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get("/v1/ext/config")
    gc.collect()
    assert asyncio.all_tasks() == before
    last = json.loads(path.read_text().splitlines()[-1])
    assert (last["operation"], last["status"], last["worked"]) == ("jobs.get", None, False)
    await sandbox.stop()


async def test_a_client_that_goes_away_in_the_middle_of_a_request_leaves_no_trace(sandbox: Any) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {ENROL} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {sandbox.token}\r\n"
    writer.write(head.encode() + b"Content-Length: 100\r\n\r\n{")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    async with aiohttp.ClientSession(sandbox.url, headers=authorized(sandbox)) as session:
        assert (await session.get("/v1/ext/config")).status == 200
    assert [arrival.operation for arrival in sandbox.arrivals] == ["config.get"]


async def test_it_starts_again_on_its_port_with_its_data() -> None:
    sandbox = Sandbox()
    body = {"campaignId": sandbox.campaign_id, "phoneNumber": "919901258433"}
    created: list[bool] = []
    urls: set[str] = set()
    for _ in range(2):
        async with (
            sandbox,
            aiohttp.ClientSession(sandbox.url, headers=authorized(sandbox)) as session,
            session.post(ENROL, json=body) as answer,
        ):
            created.append((await answer.json())["_data"]["wasCreated"])
            urls.add(sandbox.url)
    assert created == [True, False]
    assert len(urls) == 1


async def test_it_is_not_started_twice(sandbox: Sandbox) -> None:
    with pytest.raises(SettingsError, match="running already"):
        await sandbox.start()
    async with aiohttp.ClientSession(sandbox.url, headers=authorized(sandbox)) as session:
        assert (await session.get("/v1/ext/config")).status == 200


async def test_a_port_that_is_taken_is_an_error_and_leaves_nothing_open(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sandbox = Sandbox(port=taken.getsockname()[1], record_path=tmp_path / "arrivals.jsonl")
        with pytest.raises(OSError, match="address already in use"):
            await sandbox.start()
    async with sandbox:
        assert sandbox.url.startswith("http://127.0.0.1:")


async def until_running(sandbox: Sandbox) -> None:
    while sandbox._server is None:  # noqa: ASYNC110 - a sandbox does not notify when it runs; `start` returns then
        await asyncio.sleep(0.001)


async def test_it_serves_until_it_is_stopped_or_cancelled() -> None:
    sandbox = Sandbox()
    serving = asyncio.ensure_future(sandbox.serve_forever())
    await until_running(sandbox)
    await sandbox.stop()
    await asyncio.wait_for(serving, 10)
    again = asyncio.ensure_future(sandbox.serve_forever())
    await until_running(sandbox)
    again.cancel()
    with pytest.raises(asyncio.CancelledError):
        await again
    assert sandbox._server is None


async def test_settings_take_effect(clock: Any) -> None:
    campaign = "00000000-0000-4000-8000-000000000000"
    async with (
        Sandbox(
            token="t",  # noqa: S106 - it opens nothing but this sandbox
            campaign_id=campaign,
            procedures=["journey"],
            rate_ceiling=2,
            clock=clock,
        ) as sandbox,
        aiohttp.ClientSession(sandbox.url, headers={"Authorization": "Bearer t"}) as session,
    ):
        body = {"campaignId": campaign, "phoneNumber": "919901258433"}
        answers = [
            await session.post(path, json=body) for path in (ENROL, "/v1/ext/procedure/journey/process")
        ]
        assert [answer.status for answer in answers] == [200, 200]
        assert (await session.get("/v1/ext/config")).status == 429


def test_before_it_is_started_it_has_no_address() -> None:
    with pytest.raises(SettingsError, match="start it first"):
        _ = Sandbox().url
    assert Sandbox(port=8080).url == "http://127.0.0.1:8080"
    assert Sandbox(host="::1", port=8080).url == "http://[::1]:8080"


async def test_without_the_extra_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(SettingsError, match=r"pip install 'chakra-async\[sandbox\]'"):
        await Sandbox().start()


def test_importing_it_loads_neither_aiohttp_nor_jsonschema() -> None:
    program = (
        "import sys, chakra_async.sandbox as s; s.Sandbox();"
        "print(sorted({'aiohttp', 'jsonschema', 'referencing'} & sys.modules.keys()))"
    )
    root = Path(chakra_async.sandbox.__file__).parents[2]
    ran = subprocess.run(  # noqa: S603 - the interpreter that runs this test
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_the_public_names_are_these() -> None:
    assert chakra_async.sandbox.__all__ == [
        "Advance",
        "Arrival",
        "Attempt",
        "Ceiling",
        "Chat",
        "Choice",
        "Contact",
        "Customer",
        "Delivery",
        "ExposedSandboxWarning",
        "Fault",
        "FaultControls",
        "FaultOptions",
        "Heard",
        "Match",
        "Message",
        "NotHeardError",
        "Notice",
        "Samples",
        "Sandbox",
        "SandboxClock",
        "UnfiredFaultWarning",
        "WebhookFault",
        "WebhookFaultOptions",
        "Webhooks",
        "fault_from_text",
    ]


def test_a_public_class_names_the_public_module() -> None:
    classes = [
        each
        for name in chakra_async.sandbox.__all__
        if isinstance(each := getattr(chakra_async.sandbox, name), type)
    ]
    assert {each.__module__ for each in classes} == {"chakra_async.sandbox"}


def test_the_phone_number_of_an_arrival_is_found_where_operations_have_it() -> None:
    def phone_number(body: bytes) -> str:
        return Arrival(at=0.0, operation=None, method="POST", path="/", content=body).phone_number

    assert phone_number(b'{"phoneNumber": "919901258433"}') == "919901258433"
    assert phone_number(b'{"data": {"phone_number": "+91 99012"}}') == "9199012"
    assert phone_number(b'{"data": []}') == phone_number(b"[]") == phone_number(b"\xff") == ""


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/a", b'{"phoneNumber":"+91 99012 58433"}'),
        ("/a", b'{"to":"919901258433"}'),
        ("/a", b'{"customerPhoneNumber":"919901258433"}'),
        ("/a", b'{"data":{"phone_number":"919901258433"}}'),
        ("/v1/phoneNumber/%2B919901258433/send-template-message", b"{}"),
    ],
)
def test_an_arrival_has_the_number_it_is_about_wherever_it_is_sent(path: str, body: bytes) -> None:
    arrival = Arrival(at=1.0, operation=None, method="POST", path=path, content=body)
    assert arrival.phone_number == "919901258433"
