"""What strange answers do to a program: nothing is sent twice, nothing done is lost, nothing secret or dangerous is shown."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from chakra_async import (
    APIError,
    Chakra,
    ChakraError,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
    ResponseError,
    Retry,
    SettingsError,
    Timeouts,
    bulk,
)
from chakra_async.observers import LoggingObserver
from tests.support import faultserver
from tests.support.clients import client_of
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PHONE = "919901258433"
PLUGIN_ID = "d83e1d23-50b8-4d87-8f92-842a0ac516f6"
PHONE_NUMBER_ID = "775966265503012"
SENT = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.X1"}]}
LEAD = {"process": {"id": "L1", "data": {}}, "wasCreated": True}
IDS = {"plugin_id": PLUGIN_ID, "phone_number_id": PHONE_NUMBER_ID}


@pytest.fixture
async def chakra(server: faultserver.FaultServer) -> AsyncIterator[Chakra]:
    async with client_of(server, **IDS) as client:
        yield client


async def enrol(chakra: Chakra) -> Any:
    return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=PHONE)


async def send(chakra: Chakra) -> Any:
    return await chakra.messages.send_text(PHONE, "hi")


CONTRADICTIONS: list[tuple[Any, Any]] = [
    (send, {**SENT, "error": {"code": 130429}}),
    (send, {**SENT, "_errors": [{"code": 130429}]}),
    (send, {"_data": {**SENT, "error": {"code": 4}}}),
    (send, {"whatsappMessageId": "wamid.X", "error": "(#131056) slow down"}),
    (send, {"_data": {"externalId": "x"}, "_errors": ["(#80007) too much"]}),
    (enrol, {"_data": {**LEAD, "error": {"code": 4}}}),
    (enrol, {**LEAD, "_errors": [{"code": 4}]}),
    (enrol, {"_data": LEAD, "error": "(#130429)"}),
    (enrol, {"data": LEAD, "_errors": ["(#4)"]}),
]


@pytest.mark.parametrize("status", [200, 429])
@pytest.mark.parametrize(("call", "document"), CONTRADICTIONS)
async def test_an_effect_beside_an_error_is_unknown_and_sent_once(
    server: faultserver.FaultServer, chakra: Chakra, call: Any, document: Any, status: int
) -> None:
    server.usual = faultserver.json(document, status)
    with pytest.raises(APIError) as caught:
        await call(chakra)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1


async def test_a_bulk_row_with_an_effect_beside_its_error_is_unknown_and_sent_once(
    server: faultserver.FaultServer, chakra: Chakra, tmp_path: Path
) -> None:
    server.usual = faultserver.json({"_data": {**LEAD, "error": {"code": 4}}})
    action = bulk.Enrol(campaign_id=CAMPAIGN_ID)
    report = await bulk.Run(chakra, action, rows=[PHONE], journal=tmp_path / "j").finish()
    assert (report.unknown, report.pending) == (1, 0)
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("name", [rb"Asha \ud83d", rb"\udc00", rb"\ud83d\ud83d\ude00", b"caf\xe9"])
async def test_a_cut_emoji_makes_neither_a_page_nor_an_enrolment_unreadable(
    server: faultserver.FaultServer, chakra: Chakra, name: bytes
) -> None:
    page = b'{"_data":[{"id":"a"},{"id":"b","data":{"name":"' + name + b'"}}],"_meta":{"hasMore":false}}'
    one = b'{"_data":{"process":{"id":"L1","data":{"name":"' + name + b'"}},"wasCreated":true}}'
    server.script = [faultserver.answer(200, page), faultserver.answer(200, one)]
    listed = await chakra.processes.list("lead").to_list()
    assert [item.id for item in listed] == ["a", "b"]
    json.dumps(listed[1].to_dict()).encode()
    assert (await enrol(chakra)).was_created


async def test_listings_of_null_are_empty(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.usual = faultserver.json({"_data": None})
    assert await chakra.processes.list("lead").to_list() == []
    assert await chakra.chats.list().to_list() == []
    assert await chakra.users.list() == []


@pytest.mark.parametrize("answer", ["null", "{}", "[]", '"ok"', '{"_data": null}', '{"_data": []}'])
async def test_an_enrolment_without_a_process_says_that_it_may_have_been_done(
    server: faultserver.FaultServer, chakra: Chakra, answer: str
) -> None:
    server.usual = faultserver.answer(200, answer.encode())
    with pytest.raises(ResponseError, match="look before calling again") as caught:
        await enrol(chakra)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("skew", [-400, -1, 1, 400])
async def test_a_date_to_wait_for_is_not_measured_by_this_machines_clock(
    server: faultserver.FaultServer, chakra: Chakra, skew: int
) -> None:
    sent = datetime.now(UTC) + timedelta(hours=skew)
    headers = {
        "Date": format_datetime(sent, usegmt=True),
        "Retry-After": format_datetime(sent + timedelta(seconds=7), usegmt=True),
    }
    server.usual = faultserver.json({}, 429, headers)
    with pytest.raises(RateLimitedError) as caught:
        await chakra.with_options(retry=Retry(attempts=1)).config.get()
    assert caught.value.retry_after == 7


async def test_a_quoted_code_neither_repeats_a_call_nor_pauses_others(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.json({"_errors": ["The address 'Flat (#4), Main Road' is not allowed"]}, 400)
    with pytest.raises(APIError, match=r"Flat \(#4\)") as caught:
        await enrol(chakra)
    assert caught.value.meta_code is None
    assert len(server.arrivals) == 1


TOKEN = "SECRETtoken+/" + "x9" * 20
SPELLINGS = {
    "escaped": "".join(f"\\u{ord(character):04x}" for character in TOKEN),
    "plus as .NET writes it": TOKEN.replace("+", "\\u002B").replace("/", "\\/"),
    "percent-encoded": quote(TOKEN, safe=""),
    "percent-encoded in lower case": quote(TOKEN, safe="").lower(),
    "base64": b64encode(TOKEN.encode()).decode(),
    "base64 of the header's value": b64encode(f"Bearer {TOKEN}".encode()).decode(),
    "URL-safe base64": b64encode(TOKEN.encode()).decode().replace("+", "-").replace("/", "_").rstrip("="),
    "hexadecimal": TOKEN.encode().hex(),
    "upper case": TOKEN.upper(),
}


@pytest.mark.parametrize("status", [200, 400, 401, 500])
@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
async def test_the_token_is_in_no_error_however_it_comes_back(
    server: faultserver.FaultServer, spelling: str, status: int
) -> None:
    body = b'{"_errors": ["bad token: %s", {"message": "%s"}], "code": "%s"}' % ((spelling.encode(),) * 3)
    headers = {"X-Request-Id": spelling, "X-Echo": f"Bearer {spelling}"}
    server.usual = faultserver.answer(status, body, headers=headers)
    async with client_of(server, token=TOKEN) as chakra:
        with pytest.raises(APIError) as caught:
            await enrol(chakra)
    error = caught.value
    shown = " ".join(
        [str(error), repr(vars(error)), repr(pickle.dumps(error)), error.request_id or ""]
    ).lower()
    plain = json.loads(f'"{spelling}"').lower()
    for part in (TOKEN, TOKEN[-20:], spelling, spelling[-20:], plain, plain[-20:]):
        assert part.lower() not in shown


@pytest.mark.parametrize("name", ["phone_number_id", "waba_id", "plugin_id"])
@pytest.mark.parametrize("number", ["+" + PHONE, "+91 99012 58433", "91-99012-58433", "+91.990.125.8433"])
def test_a_number_given_as_a_setting_is_masked(name: str, number: str) -> None:
    for make in (
        lambda: Chakra(token="t", **{name: number}),  # noqa: S106
        lambda: Chakra(token="t").with_options(**{name: number}),  # noqa: S106
    ):
        with pytest.raises(SettingsError, match=name) as caught:
            make()
        digits = "".join(character for character in str(caught.value) if character.isdigit())
        assert digits == "9133"


async def test_the_number_id_that_was_not_found_is_shown(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.json({"_errors": [f"whatsapp phone number {PHONE_NUMBER_ID} not found"]}, 404)
    with pytest.raises(APIError, match=f"whatsapp phone number {PHONE_NUMBER_ID} not found"):
        await send(chakra)


async def test_a_servers_control_characters_reach_neither_error_nor_log(
    server: faultserver.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    evil = "\x1b]0;PWNED\x07\x1b[2J no\n2026-01-01 INFO payment approved \u009b31m\u202e"
    server.usual = faultserver.json({"_errors": [evil]}, 400)
    with caplog.at_level(logging.DEBUG, "chakra_async"), pytest.raises(APIError) as caught:
        await chakra.with_options(observers=[LoggingObserver()]).config.get()
    assert str(caught.value).isprintable()
    for record in caplog.records:
        assert record.getMessage().isprintable()


async def test_megabytes_of_errors_are_bounded(server: faultserver.FaultServer, chakra: Chakra) -> None:
    for status in (200, 400, 500):
        server.usual = faultserver.json({"_errors": ["x" * 10] * 900_000}, status)
        with pytest.raises(APIError) as caught:
            await chakra.with_options(retry=Retry(attempts=1), timeouts=Timeouts(total=30)).config.get()
        assert len(pickle.dumps(caught.value)) < 100_000
    server.usual = faultserver.json({"_data": {}})
    await chakra.config.get()  # and the client goes on


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda chakra: chakra.messages.send_text(PHONE, "cut \ud83d"), "body"),
        (lambda chakra: chakra.leads.create(data={"name": "\udc00"}), "data.name"),
        (lambda chakra: chakra.request("POST", "/v1/x", json={"a": [{"b": "\ud83d"}]}), r"a\[0\].b"),
        (lambda chakra: chakra.request("GET", "/v1/x", params={"where": "\ud83d"}), "where"),
    ],
)
async def test_half_an_emoji_in_an_argument_is_refused_by_its_name_before_anything_is_sent(
    server: faultserver.FaultServer, chakra: Chakra, call: Any, place: str
) -> None:
    with pytest.raises(InvalidRequestError, match=place) as caught:
        await call(chakra)
    assert "surrogate" in str(caught.value)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert server.arrivals == []


async def test_a_strange_answer_to_many_calls_at_once_is_an_error_of_ours(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    for body in (
        b"[" * 5000,
        b'{"_data":' + b"[" * 900 + b"]" * 900 + b"}",
        b"\xff\xfe",
        b'{"_data": "\\ud83d"}',
    ):
        server.usual = faultserver.answer(200, body)
        results = await asyncio.gather(*(enrol(chakra) for _ in range(5)), return_exceptions=True)
        assert all(isinstance(result, ChakraError) for result in results)
        assert {result.outcome for result in results if isinstance(result, ChakraError)} == {Outcome.UNKNOWN}
