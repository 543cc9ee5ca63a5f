"""A planted token and a planted phone number are looked for wherever a program shows things."""

from __future__ import annotations

# ruff: noqa: S105, S106 - planted tokens
import asyncio
import logging
import pickle
import traceback
import warnings
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chakra_async import (
    Chakra,
    ChakraError,
    ClientClosedError,
    ConnectionLostError,
    Retry,
    SettingsError,
    Timeouts,
)
from chakra_async.events import RequestFinished
from chakra_async.observers import LoggingObserver, OpenTelemetryObserver
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

TOKEN = "planted/secret+Zq7"
PHONE = "919901258433"
ECHO = {
    "_errors": [f"no such contact {PHONE} for Bearer {TOKEN}", {"message": f"+{PHONE}\n{TOKEN}", "code": 100}]
}
ESCAPED = faultserver.answer(400, b'{"_errors": ["planted\\/secret+Zq7 \\u002B919901258433\\n919901258433"]}')

FAULTS = {
    "said back in an error": [faultserver.json(ECHO, 400, {"X-Echo": f"Bearer {TOKEN}"})],
    "said back, escaped": [ESCAPED],
    "said back as text": [faultserver.answer(500, f"boom {TOKEN} {PHONE}".encode())],
    "said back in a 200": [faultserver.json({**ECHO, "_data": []})],
    "said back, throttled": [faultserver.json(ECHO, 429, {"Retry-After": "0.001"})] * 3,
    "redirected with it": [
        faultserver.answer(302, headers={"Location": f"https://x.example/{PHONE}?t={TOKEN}"})
    ],
    "closed": [faultserver.closed],
    "cut": [faultserver.cut()],
    "not JSON": [faultserver.answer(200, f"<p>{TOKEN} {PHONE}".encode())],
    "no HTTP": [faultserver.raw(f"{TOKEN} {PHONE}\r\n\r\n".encode(), then="close")],
    "silent": [faultserver.silent],
}


@pytest.fixture
async def chakra(server: faultserver.FaultServer) -> AsyncIterator[Any]:
    client = Chakra(
        token=TOKEN,
        base_url=server.url,
        retry=Retry(attempts=2, initial_wait=0.001),
        timeouts=Timeouts(read=0.2),
    )
    yield client
    await client.close()


def looked_at(error: Any) -> Iterator[Any]:
    yield "str", str(error)
    yield "repr", repr(error)
    yield "pickle", repr(pickle.dumps(error))
    yield "attributes", repr({name: repr(value) for name, value in vars(error).items()})
    yield "plain traceback", "".join(traceback.format_exception(error))


@pytest.mark.parametrize("script", FAULTS.values(), ids=FAULTS)
async def test_neither_shows_in_errors_logs_or_tracebacks(
    script: Any, server: faultserver.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = list(script)
    asyncio.get_running_loop().slow_callback_duration = 0  # asyncio's debug log tells of every step
    with caplog.at_level(logging.DEBUG):
        for name in ("asyncio", "aiohttp", "aiohttp.client", "aiohttp.internal", "chakra_async"):
            caplog.set_level(logging.DEBUG, name)
        with pytest.raises(ChakraError) as caught:
            await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=PHONE)
        logging.getLogger("app").error("failed", exc_info=caught.value)
    error = caught.value
    for place, text in looked_at(error):
        assert "planted" not in text.replace("planted_", ""), place
        assert PHONE not in text, place
        assert TOKEN not in text, place
    assert TOKEN not in caplog.text
    assert PHONE not in caplog.text
    assert_no_token_in_frames(error)


def assert_no_token_in_frames(error: Any) -> None:
    """Nothing planted is in a variable of any frame but the test's."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    chain = [shown]
    while chain:
        part = chain.pop()
        for frame in part.stack:
            if "/tests/" not in frame.filename:
                assert TOKEN not in repr(frame.locals), frame
                assert PHONE not in repr(frame.locals), frame
        linked = part.__cause__ or (None if part.__suppress_context__ else part.__context__)
        if linked is not None:
            chain.append(linked)


@pytest.mark.parametrize(
    "send",
    [
        lambda chakra: chakra.messages.send_text(PHONE, "planted words"),
        lambda chakra: chakra.messages.send_buttons(PHONE, "planted words", ["planted"]),
        lambda chakra: chakra.messages.send_image(PHONE, "https://example.com/planted.png"),
        lambda chakra: chakra.messages.send({"to": PHONE, "type": "text", "text": {"body": "planted words"}}),
        lambda chakra: chakra.messages.send_template(
            PHONE, template_name="x", mapping={"1": "planted words"}
        ),
        lambda chakra: chakra.with_raw_response.messages.send_template(PHONE, template_name="x"),
        lambda chakra: chakra.calling.connect({"sdp_type": "offer", "sdp": "planted words"}, to=PHONE),
    ],
)
async def test_a_failed_message_shows_neither_number_nor_words_in_the_variables_of_its_frames(
    server: faultserver.FaultServer, chakra: Chakra, send: Any
) -> None:
    server.usual = faultserver.closed
    ours = chakra.with_options(
        plugin_id="d83e1d23-50b8-4d87-8f92-842a0ac516f6", phone_number_id="775966265503012"
    )
    with pytest.raises(ConnectionLostError) as caught:
        await send(ours)
    assert_no_token_in_frames(caught.value)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    for frame in shown.stack:
        if "/tests/" not in frame.filename:
            assert "planted words" not in repr(frame.locals), frame


async def test_a_cancelled_call_shows_no_token_in_the_variables_of_its_frames(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.silent
    with pytest.raises(TimeoutError) as caught:
        async with asyncio.timeout(0.1):
            await chakra.config.get()
    assert caught.value.__cause__ or caught.value.__context__  # the former from Python 3.11.3 on
    assert_no_token_in_frames(caught.value)
    task = asyncio.create_task(chakra.config.get())
    await server.arrived(2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert_no_token_in_frames(cancelled.value)


async def test_a_closed_clients_call_shows_no_token(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.usual = faultserver.silent
    task = asyncio.create_task(chakra.config.get())
    await server.arrived(1)
    await chakra.close()
    with pytest.raises(ClientClosedError) as caught:
        await task
    assert_no_token_in_frames(caught.value)


async def test_nothing_the_client_is_made_of_shows_the_token(chakra: Chakra) -> None:
    await chakra.config.get()
    things = [
        chakra,
        chakra.settings,
        chakra._caller,
        chakra._caller.context.http,
        chakra._caller.pool,
        chakra.config,
        chakra.with_raw_response,
        chakra._caller.gate,
        vars(chakra._caller)["settings"],
    ]
    for thing in things:
        assert TOKEN not in repr(thing)
        assert TOKEN not in str(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    caller = chakra._caller
    for inside in (caller, caller.context.http, caller.pool, caller._held[3], caller._held[2]):
        assert TOKEN not in repr(vars(inside))
    assert TOKEN not in repr(caller._held[3].headers)


@pytest.mark.parametrize(
    "options",
    [{"tokn": TOKEN}, {"token": TOKEN, "timeout": 3}, {"token": TOKEN, "timeouts": -1}, {"proxy": TOKEN}],
)
def test_a_refused_option_shows_no_secret_in_the_variables_of_the_librarys_frames(options: Any) -> None:
    with pytest.raises(SettingsError) as caught:
        Chakra(**options)
    assert TOKEN not in str(caught.value)
    assert_no_token_in_frames(caught.value)
    with pytest.raises(SettingsError) as caught:
        Chakra(token="t").with_options(**options)
    assert_no_token_in_frames(caught.value)


async def test_a_number_in_a_path_is_in_no_variable_of_the_frames_that_send_it(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.silent
    with pytest.raises(ChakraError) as caught:
        await chakra.messages.send_template(
            PHONE, template_name="hello", plugin_id=CAMPAIGN_ID, phone_number_id="123456789012345"
        )
    assert PHONE in server.arrivals[0].target
    assert_no_token_in_frames(caught.value)


async def test_the_name_of_a_free_request_hides_phone_numbers(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.script = [faultserver.answer(404, b"Not Found")]
    with pytest.raises(ChakraError) as caught:
        await chakra.request("GET", f"/v1/ext/plugin/phoneNumber/{PHONE}/thing")
    assert PHONE not in str(caught.value)
    assert server.arrivals[0].target == f"/v1/ext/plugin/phoneNumber/{PHONE}/thing"


async def test_no_log_line_of_a_good_call_shows_either(
    server: faultserver.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    asyncio.get_running_loop().slow_callback_duration = 0
    with caplog.at_level(logging.DEBUG):
        for name in ("asyncio", "aiohttp", "aiohttp.client", "chakra_async"):
            caplog.set_level(logging.DEBUG, name)
        await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=PHONE)
    assert TOKEN not in caplog.text
    assert PHONE not in caplog.text


async def test_a_stand_in_for_a_token_does_not_garble_answers(server: faultserver.FaultServer) -> None:
    server.script = [faultserver.json({"_errors": ["wait"], "retry_after_ms": 10}, 429)]
    async with Chakra(token="t", base_url=server.url, retry=Retry(attempts=1)) as chakra:
        with pytest.raises(ChakraError, match="429 wait") as caught:
            await chakra.config.get()
    assert vars(caught.value)["retry_after"] == 0.01


class Watching:
    """A client with every observer there is, one of them broken, and all that they show."""

    def __init__(self, chakra: Chakra, caplog: pytest.LogCaptureFixture) -> None:
        self.spans = InMemorySpanExporter()
        self.metrics = InMemoryMetricReader()
        tracers = TracerProvider()
        tracers.add_span_processor(SimpleSpanProcessor(self.spans))
        self.events: list[Any] = []
        self.caplog = caplog
        otel = OpenTelemetryObserver(tracers, MeterProvider([self.metrics]))
        self.chakra = chakra.with_options(
            observers=[self.events.append, LoggingObserver(level=logging.DEBUG), otel, self.broken]
        )

    def broken(self, event: Any) -> None:
        raise ValueError(event)

    def shown(self) -> Iterator[tuple[str, str]]:
        assert isinstance(self.events[-1], RequestFinished)
        for event in self.events:
            yield "event", repr(event)
            yield "event's values", str(attrs.astuple(event))
        yield "log lines", self.caplog.text
        for record in self.caplog.records:
            yield "log fields", repr(vars(record))
            if record.exc_info and record.exc_info[1] is not None:
                broken = traceback.TracebackException.from_exception(record.exc_info[1], capture_locals=True)
                yield "an observer's traceback", "".join(broken.format())
        spans = self.spans.get_finished_spans()
        assert spans
        for span in spans:
            yield "span", span.to_json()
            yield "span's events", repr([(event.name, event.attributes) for event in span.events])
            yield "span's status", str(span.status.description)
        yield "metrics", str(self.metrics.get_metrics_data())


def assert_nothing_planted(shown: Iterator[tuple[str, str]]) -> None:
    places = set()
    for place, text in shown:
        places.add(place)
        assert "Zq7" not in text, place  # the token's end, in whichever way it is escaped
        assert PHONE not in text, place
        assert CAMPAIGN_ID not in text or place not in ("span", "event"), place
    assert {"event", "log fields", "span", "metrics", "an observer's traceback"} <= places


@pytest.mark.parametrize("script", FAULTS.values(), ids=FAULTS)
async def test_neither_shows_in_what_observers_are_told(
    script: Any, server: faultserver.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chakra_async")
    watching = Watching(chakra, caplog)
    server.script = list(script)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(ChakraError) as caught:
            await watching.chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=PHONE)
        assert_no_token_in_frames(caught.value)
        await watching.chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=PHONE)
    assert warned == []
    assert_nothing_planted(watching.shown())


async def test_neither_shows_of_a_free_request_whose_path_and_query_hold_them(
    server: faultserver.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chakra_async")
    watching = Watching(chakra, caplog)
    server.script = [faultserver.json(ECHO, 404), faultserver.json({"_data": PHONE})]
    path = f"/v1/ext/numbers/{PHONE}/campaigns/{CAMPAIGN_ID}/+{PHONE}"
    with pytest.raises(ChakraError):
        await watching.chakra.request("GET", path, params={"phone": PHONE, "token": TOKEN})
    await watching.chakra.request(
        "POST", path, json={"to": PHONE, "token": TOKEN}, extra_headers={"X-To": PHONE, "X-Key": TOKEN}
    )
    assert_nothing_planted(watching.shown())
    assert watching.events[-1].path == "/v1/ext/numbers/{}/campaigns/{}/{}"


async def test_neither_shows_where_calls_are_cancelled_or_the_client_is_closed(
    server: faultserver.FaultServer, chakra: Chakra, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chakra_async")
    watching = Watching(chakra.with_options(timeouts=Timeouts()), caplog)
    server.usual = faultserver.silent
    tasks = [
        asyncio.create_task(
            watching.chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=PHONE)
        )
        for _ in range(2)
    ]
    await server.arrived(2)
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    await chakra.close()
    await asyncio.gather(*tasks, return_exceptions=True)
    ends = [event.error for event in watching.events if isinstance(event, RequestFinished)]
    assert ends == ["cancelled", "ClientClosedError"]
    assert_nothing_planted(watching.shown())
