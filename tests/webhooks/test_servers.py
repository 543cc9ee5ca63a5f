"""A receiver behind real servers: what is answered, and that what was answered with 200 is handled."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from chakra_async import Chakra, SettingsError
from chakra_async.webhooks import (
    Event,
    MessageReceived,
    StatusChanged,
    TextReceived,
    UnknownEvent,
    WebhookReceiver,
)
from tests.support.deliveries import SECRET, chakra_event, pass_through, signed, text
from tests.webhooks.servers import SERVERS, uvicorn_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SAMPLE = json.dumps(
    {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "83784929738012",
                "changes": [
                    {
                        "field": "messages",
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {
                                "display_phone_number": "917259775805",
                                "phone_number_id": "694794789348887",
                            },
                            "contacts": [{"profile": {"name": "John"}, "wa_id": "919911223344"}],
                            "messages": [
                                {
                                    "from": "919911223344",
                                    "id": "wamid.HBgMOTEST3AxMjU4NDMzFQIAEhgUM0VCMDM3RjlEQTNDQTBEMjQ2Q275",
                                    "timestamp": "1756322278",
                                    "type": "text",
                                    "text": {"body": "Hi, can you please help me out with an issue"},
                                }
                            ],
                        },
                    }
                ],
            }
        ],
    }
).encode()
"""The sample of https://apidocs.chakrahq.com/doc-919167."""


class Bot:
    """A receiver that keeps what its handlers got."""

    def __init__(self, inbox: Any = ":memory:", **options: Any) -> None:
        self.chakra = Chakra(token="t")  # noqa: S106 - nothing is sent
        self.receiver = WebhookReceiver(self.chakra, secrets=SECRET, inbox=inbox, **options)
        self.got: list[Event] = []

        @self.receiver.on(Event)
        async def keep(event: Event) -> None:
            self.got.append(event)


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot(tmp_path / "inbox.db", max_body=64 * 1024)


@pytest.fixture(params=list(SERVERS))
async def address(request: pytest.FixtureRequest, bot: Bot) -> AsyncIterator[str]:
    async with SERVERS[request.param](bot.receiver) as found:
        yield found


async def post(address: str, body: bytes, headers: Any = None, **options: Any) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            address, data=io.BytesIO(body), headers=signed(body) if headers is None else headers, **options
        ) as answer,
    ):
        return answer.status, await answer.text()


async def test_the_documented_sample_reaches_the_handler(address: str, bot: Bot) -> None:
    assert await post(address, SAMPLE) == (200, "ok\n")
    await bot.receiver.settled()
    [event] = bot.got
    assert isinstance(event, TextReceived)
    assert event.text == "Hi, can you please help me out with an issue"
    assert (event.sender.name, event.sender.phone_number) == ("John", "919911223344")
    assert event.number.phone_number_id == "694794789348887"


async def test_a_user_without_a_number_reaches_the_handler_in_both_formats(address: str, bot: Bot) -> None:
    message = {
        "from_user_id": "IN.13491208655302741918",
        "id": "wamid.U",
        "type": "text",
        "text": {"body": "Hi"},
    }
    contact = {"profile": {"name": "Ann", "username": "ann"}, "user_id": "IN.13491208655302741918"}
    assert (await post(address, pass_through(messages=[message], contacts=[contact])))[0] == 200
    own = chakra_event("message", message=message | {"id": "wamid.V"}, contacts=[contact])
    assert (await post(address, own))[0] == 200
    await bot.receiver.settled()
    assert [(event.sender.phone_number, event.sender.user_id) for event in bot.got] == [
        (None, "IN.13491208655302741918")
    ] * 2
    assert {event.sender.username for event in bot.got} == {"ann"}
    assert len({event.lane for event in bot.got}) == 1


async def test_a_broken_item_costs_its_neighbours_nothing(address: str, bot: Bot) -> None:
    body = pass_through(
        messages=[
            text(wamid="wamid.1"),
            {"id": "wamid.2", "type": "text", "text": 7},
            9,
            text(wamid="wamid.3"),
        ],
        statuses=[{"id": "wamid.4", "status": "read"}, {"status": "read"}],
    )
    assert (await post(address, body))[0] == 200
    await bot.receiver.settled()
    messages = [event.id for event in bot.got if isinstance(event, MessageReceived)]
    statuses = [event.id for event in bot.got if isinstance(event, StatusChanged)]
    broken = [event for event in bot.got if isinstance(event, UnknownEvent)]
    assert (sorted(messages), statuses, len(broken)) == (["wamid.1", "wamid.3"], ["wamid.4"], 3)
    assert all(event.reason and not event.reason.startswith("reading it failed") for event in broken)


async def test_one_event_in_both_formats_and_batched_anew_is_handled_once(address: str, bot: Bot) -> None:
    for body in (
        pass_through(messages=[text(wamid="wamid.1")]),
        chakra_event("message", externalId="wamid.1", message=text(wamid="wamid.1")),
        pass_through(messages=[text(wamid="wamid.2"), text(wamid="wamid.1")]),
        pass_through(messages=[text(wamid="wamid.1")]),
    ):
        assert (await post(address, body))[0] == 200
    await bot.receiver.settled()
    assert [event.id for event in bot.got] == ["wamid.1", "wamid.2"]
    assert bot.receiver.counters["duplicates"] == 3
    assert bot.receiver.counters["secret_1"] == 4


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (SAMPLE, {}, 401),
        (SAMPLE, {"X-Chakra-Signature-256": "é" * 32}, 401),
        (SAMPLE, signed(SAMPLE, "other"), 401),
        (SAMPLE, signed(SAMPLE + b" "), 401),
        (SAMPLE, [*signed(SAMPLE).items(), ("x-chakra-signature-256", "0" * 64)], 401),
        (SAMPLE, {"X-Hub-Signature-256": "sha256=" + "0" * 64}, 401),
        (b"{", signed(b"{"), 400),
        (b"", signed(b""), 400),
        (b"\xff\xfe\x00", signed(b"\xff\xfe\x00"), 400),
        (b"[" * 10_000 + b"]" * 10_000, signed(b"[" * 10_000 + b"]" * 10_000), 400),
        (b" " * (64 * 1024 + 1), signed(b" " * (64 * 1024 + 1)), 413),
        (gzip.compress(SAMPLE), signed(gzip.compress(SAMPLE)) | {"Content-Encoding": "gzip"}, 415),
        (gzip.compress(SAMPLE), signed(gzip.compress(SAMPLE)), 400),
    ],
    ids=lambda value: "" if isinstance(value, bytes | dict | list) else str(value),
)
async def test_bad_deliveries_get_the_right_status_one_log_line_and_no_reason(
    address: str, bot: Bot, body: bytes, headers: Any, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="chakra_async.webhooks"):
        answered, said = await post(address, body, headers)
    assert (answered, said) == (status, "Not accepted.\n")
    lines = [one for one in caplog.records if one.name == "chakra_async.webhooks"]
    assert len(lines) == 1
    assert SECRET not in lines[0].getMessage()
    await bot.receiver.settled()
    assert bot.got == []
    assert bot.receiver.counters["refused"] == 1


@pytest.mark.parametrize("server", list(SERVERS))
async def test_a_body_of_four_mebibytes_is_accepted_and_one_byte_more_is_not(
    server: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(tmp_path / "inbox.db")
    most = 4 * 1024 * 1024
    async with SERVERS[server](bot.receiver) as address:
        body = SAMPLE + b" " * (most - len(SAMPLE))
        with caplog.at_level(logging.INFO, logger="chakra_async.webhooks"):
            assert await post(address, body) == (200, "ok\n")
            assert await post(address, body + b" ") == (413, "Not accepted.\n")
        await bot.receiver.settled()
        assert len([one for one in caplog.records if one.name == "chakra_async.webhooks"]) == 1
    assert len(bot.got) == 1


async def test_the_right_signature_twice_is_one_signature(address: str, bot: Bot) -> None:
    name, value = next(iter(signed(SAMPLE).items()))
    assert await post(address, SAMPLE, [(name, value), (name.lower(), value)]) == (200, "ok\n")
    await bot.receiver.settled()
    assert len(bot.got) == 1


async def test_events_of_any_year_and_with_ids_of_any_length_are_handled(address: str, bot: Bot) -> None:
    long = "wamid." + "x" * 10_000
    times = ["1", "946684800", "4102444800", "99999999999999999", "-5", "soon", ""]
    messages = [text(wamid=f"wamid.{number}", at=at) for number, at in enumerate(times)]
    messages += [text(wamid=f"{long}{end}", sender="9" * 3_000) for end in "ab"]
    statuses = [{"id": f"{long}{end}", "status": "read", "recipient_id": "9" * 3_000} for end in "ab"]
    body = pass_through(messages=messages, statuses=statuses)
    for _ in range(2):
        assert await post(address, body) == (200, "ok\n")
    await bot.receiver.settled()
    read = [event for event in bot.got if isinstance(event, MessageReceived)]
    assert sorted(event.id for event in read) == sorted(each["id"] for each in messages)
    assert len([event for event in bot.got if isinstance(event, StatusChanged)]) == 2
    assert bot.receiver.counters["duplicates"] == len(messages) + len(statuses)
    assert [event for event in bot.got if isinstance(event, UnknownEvent)] == []


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"{}",
        b'{"object": "whatsapp_business_account"}',
        b'{"object": "page", "entry": []}',
        b'{"object": "whatsapp_business_account", "entry": null}',
        b'{"object": "whatsapp_business_account", "entry": [{"changes": {}}, [], null, 7]}',
        b'{"event": null, "payload": null}',
        b'{"event": "message", "payload": []}',
        b'{"event": "' + b"x" * 10_000 + b'", "payload": {}}',
        b'{"event": "message", "payload": {"message": {"id": "\\u0000", "type": "text", "text": {"body": "\\ud800"}}}}',
        b'{"event": "message", "event": "status", "payload": {"externalId": "a", "externalId": ["b"]}}',
        b'{"event": "status", "payload": {"externalId": 1e400, "deliveryStatus": "READ"}}',
        b'{"event": "status", "payload": {"externalId": "a", "deliveryStatus": "READ", "timestamp": 1'
        + b"0" * 400
        + b"}}",
    ],
)
async def test_a_signed_delivery_of_any_shape_is_stored_or_refused_and_never_an_error_of_the_server(
    address: str, bot: Bot, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answered, said = await post(address, body)
    assert (answered, said) in ((200, "ok\n"), (400, "Not accepted.\n"))
    await bot.receiver.settled()
    assert (answered == 200) == (bot.receiver.counters.get("accepted", 0) == 1)
    assert not [one for one in caplog.records if one.exc_info]
    events = bot.receiver.counters.get("events", 0)
    assert len(bot.got) == events
    assert await post(address, SAMPLE) == (200, "ok\n")


async def test_a_body_without_a_length_is_read_up_to_the_cap(address: str, bot: Bot) -> None:
    async def pieces(size: int) -> AsyncIterator[bytes]:
        for _ in range(size // 1024):
            yield b" " * 1024

    async with aiohttp.ClientSession() as session:
        async with session.post(address, data=pieces(200 * 1024)) as answer:
            assert answer.status == 413
        body = SAMPLE + b" " * 1024

        async def right() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 100):
                yield body[start : start + 100]

        async with session.post(address, data=right(), headers=signed(body)) as answer:
            assert answer.status == 200
    await bot.receiver.settled()
    assert len(bot.got) == 1


async def test_the_content_type_does_not_matter_where_the_signature_is_right(address: str, bot: Bot) -> None:
    for number, kind in enumerate(("text/plain", "application/x-www-form-urlencoded", "nonsense", "")):
        body = pass_through(messages=[text(wamid=f"wamid.{number}")])
        assert (await post(address, body, signed(body) | {"Content-Type": kind}))[0] == 200
    await bot.receiver.settled()
    assert len(bot.got) == 4


async def test_other_methods_are_refused_and_a_get_says_what_this_is(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        for method in ("PUT", "DELETE", "PATCH"):
            async with session.request(method, address) as answer:
                assert answer.status == 405
                assert answer.headers["Allow"] == "GET, POST"
        async with session.get(address) as answer:
            assert (answer.status, await answer.text()) == (200, "This address receives webhooks.\n")
        async with session.head(address) as answer:
            assert answer.status == 200
        async with session.get(f"{address}?hub.mode=subscribe&hub.verify_token=&hub.challenge=7") as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("hub.mode=subscribe&hub.verify_token=tök&hub.challenge=1158201444", 200, "1158201444"),
        ("hub.mode=subscribe&hub.verify_token=other&hub.challenge=1", 403, "Not accepted.\n"),
        ("hub.mode=unsubscribe&hub.verify_token=tök&hub.challenge=1", 403, "Not accepted.\n"),
        ("hub.mode=subscribe&hub.challenge=1", 403, "Not accepted.\n"),
        ("hub.mode=subscribe&hub.verify_token=tök&hub.challenge=%3Cscript%3E", 200, "<script>"),
        ("hub.mode=subscribe&hub.verify_token=tök&hub.challenge=%00", 400, "Not accepted.\n"),
    ],
)
@pytest.mark.parametrize("server", list(SERVERS))
async def test_the_handshake_echoes_the_challenge_to_one_that_knows_the_token(
    server: str, query: str, status: int, said: str
) -> None:
    bot = Bot(verify_token="tök")  # noqa: S106 - of a test
    async with (
        SERVERS[server](bot.receiver) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}?{query}") as answer,
    ):
        assert (answer.status, await answer.text()) == (status, said)
        assert answer.content_type == "text/plain"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_mounted_receiver_without_a_lifespan_starts_with_one_warning(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    from starlette.applications import Starlette  # noqa: PLC0415 - only here

    bot = Bot(tmp_path / "inbox.db")
    app = Starlette()
    app.mount("/hooks", bot.receiver)
    async with uvicorn_server(app, "/hooks/") as address:
        for number in range(3):
            body = pass_through(messages=[text(wamid=f"wamid.{number}")])
            assert (await post(address, body))[0] == 200
        await bot.receiver.settled()
        assert len(bot.got) == 3
        warnings = [one for one in caplog.records if "lifespan" in one.getMessage()]
        assert len(warnings) == 1
        await bot.receiver.close()


async def test_a_websocket_is_refused_and_an_unknown_scope_ignored() -> None:
    bot = Bot()
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    await bot.receiver({"type": "websocket"}, receive, send)
    await bot.receiver({"type": "other"}, receive, send)
    assert [one["type"] for one in sent] == ["websocket.close"]


async def test_a_sender_that_goes_away_in_the_middle_is_not_an_event(tmp_path: Path) -> None:
    bot = Bot(tmp_path / "inbox.db")
    async with SERVERS["aiohttp"](bot.receiver) as address:
        port = int(address.split(":")[2].split("/")[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /hooks HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{")
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert (await post(address, SAMPLE))[0] == 200
        await bot.receiver.settled()
    assert len(bot.got) == 1


async def test_a_server_does_not_start_with_a_receiver_that_cannot(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CHAKRA_WEBHOOK_SECRET", raising=False)
    receiver = WebhookReceiver(Chakra(token="t"), inbox=":memory:")  # noqa: S106 - nothing is sent
    with pytest.raises(RuntimeError, match="did not start"):
        async with uvicorn_server(receiver):
            pass
    assert "CHAKRA_WEBHOOK_SECRET" in capfd.readouterr().err
    with pytest.raises(SettingsError, match="CHAKRA_WEBHOOK_SECRET"):
        async with SERVERS["aiohttp"](receiver):
            pass


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"\x1f\x8bgarbage"), ("deflate", b'{"event": "message"}'), ("br", b"abc"), ("zstd", b"abc")],
)
async def test_a_body_that_is_not_what_its_encoding_says_is_refused_by_the_receiver_itself(
    bot: Bot, encoding: str, body: bytes
) -> None:
    app = web.Application()
    bot.receiver.add_to(app, "/hooks")
    runner = web.AppRunner(app, auto_decompress=False)  # as docs/webhooks.md says
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        headers = {**signed(body), "Content-Encoding": encoding}
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                f"http://127.0.0.1:{runner.addresses[0][1]}/hooks", data=body, headers=headers
            ) as answer,
        ):
            assert (answer.status, await answer.text()) == (415, "Not accepted.\n")
    finally:
        await runner.cleanup()
