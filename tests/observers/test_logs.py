"""One line for each call, a warning for what needs a look, and fields for those who parse."""

from __future__ import annotations

# ruff: noqa: S106 - planted tokens
import asyncio
import json
import logging
from typing import Any

import pytest

from chakra_async import Chakra, ChakraError, Limits, Outcome, Retry
from chakra_async.errors import SettingsError
from chakra_async.events import RequestFinished, Waiting
from chakra_async.observers import LoggingObserver
from chakra_async.testing import instant_waits
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

ABOUT: dict[str, Any] = {
    "call_id": 7,
    "operation": "campaigns.add_phone_number",
    "method": "POST",
    "path": "/v1/ext/x",
    "server": "api.chakrahq.com",
    "port": 443,
}


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return what the library logged: on a busy machine asyncio logs that a step took long."""
    return [record for record in caplog.records if record.name != "asyncio"]


def client_of(server: faultserver.FaultServer, **settings: Any) -> Chakra:
    settings.setdefault("observers", [LoggingObserver()])
    return Chakra(token="planted-secret", base_url=server.url, **settings)


async def send(chakra: Chakra) -> Any:
    return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number="919901258433")


async def test_a_successful_call_is_one_line_at_the_chosen_level(
    server: faultserver.FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("calls", "other", "mine"):
        caplog.set_level(logging.DEBUG, f"chakra_async.{name}")
    logger = logging.getLogger("chakra_async.mine")
    observers = [
        LoggingObserver(),
        LoggingObserver("chakra_async.other", logging.DEBUG),
        LoggingObserver(logger),
    ]
    async with client_of(server, observers=observers) as chakra:
        await send(chakra)
    assert [(record.name, record.levelno) for record in ours(caplog)] == [
        ("chakra_async.calls", logging.INFO),
        ("chakra_async.other", logging.DEBUG),
        ("chakra_async.mine", logging.INFO),
    ]
    assert "campaigns.add_phone_number #" in caplog.text
    assert "answered with status 200 in " in caplog.text


@pytest.mark.parametrize(
    ("step", "outcome", "status"),
    [
        (faultserver.json({"_errors": ["(#131047) too late"]}, 400), Outcome.REFUSED, 400),
        (faultserver.closed, Outcome.UNKNOWN, None),
        (faultserver.answer(204), Outcome.UNKNOWN, 204),
    ],
    ids=["refused", "lost", "empty"],
)
async def test_a_failed_call_is_a_warning_with_its_outcome(
    step: Any,
    outcome: Outcome,
    status: Any,
    server: faultserver.FaultServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.script = [step]
    async with client_of(server) as chakra:
        with pytest.raises(ChakraError) as caught:
            await send(chakra)
    (record,) = ours(caplog)
    fields = vars(record)
    assert record.levelno == logging.WARNING
    assert f"(outcome {outcome}: {caught.value.message})" in caplog.text
    assert (fields["chakra_outcome"], fields["chakra_status"]) == (outcome, status)
    assert fields["chakra_error"] == type(caught.value).__name__
    assert fields["chakra_meta_code"] == vars(caught.value).get("meta_code")
    fields_shown = {name: value for name, value in fields.items() if name.startswith("chakra_")}
    assert json.loads(json.dumps(fields_shown)) == fields_shown


async def test_a_pause_is_one_warning_however_many_wait(
    server: faultserver.FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "chakra_async.calls")
    server.script = [faultserver.json({}, 429, {"Retry-After": "60"})]
    async with client_of(server, limits=Limits(concurrency=1)) as chakra:
        with instant_waits():
            await asyncio.gather(*(send(chakra) for _ in range(6)))
    pauses = [record for record in ours(caplog) if record.levelno == logging.WARNING]
    assert [record.getMessage() for record in pauses] == [
        f"127.0.0.1 asked for a pause: calls wait {vars(pauses[0])['chakra_wait']:.1f} s"
    ]
    assert len(ours(caplog)) == 7
    assert sum("after 2 attempts" in record.getMessage() for record in ours(caplog)) == 1


def test_a_pause_on_a_key_is_logged_again_only_when_it_has_grown(caplog: pytest.LogCaptureFixture) -> None:
    observer = LoggingObserver()
    for seconds, key in ((60, "12*****89"), (59.9, "12*****89"), (60, "34*****89"), (90, "12*****89")):
        observer(Waiting(**ABOUT, why="pause", seconds=seconds, attempt=2, key=key))
    observer(Waiting(**ABOUT, why="backoff", seconds=3.0, attempt=2))
    observer(Waiting(**ABOUT, why="queue", seconds=None, attempt=1))
    assert [record.getMessage() for record in ours(caplog)] == [
        "api.chakrahq.com asked for a pause: calls for 12*****89 wait 60.0 s",
        "api.chakrahq.com asked for a pause: calls for 34*****89 wait 60.0 s",
        "api.chakrahq.com asked for a pause: calls for 12*****89 wait 90.0 s",
    ]


@pytest.mark.parametrize(
    ("outcome", "level"),
    [(Outcome.NOT_SENT, logging.INFO), (Outcome.UNKNOWN, logging.WARNING)],
)
def test_a_cancelled_call_is_a_warning_only_where_something_may_have_been_done(
    outcome: Outcome, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "chakra_async.calls")
    LoggingObserver()(
        RequestFinished(**ABOUT, duration=0.5, attempts=0, status=None, outcome=outcome, error="cancelled")
    )
    (record,) = ours(caplog)
    assert record.levelno == level
    assert (
        record.getMessage()
        == f"campaigns.add_phone_number #7 cancelled in 0.500 s after 0 attempts (outcome {outcome})"
    )


async def test_a_switched_off_logger_writes_nothing(
    server: faultserver.FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "chakra_async.calls")
    server.script = [faultserver.json({}, 500)]
    async with client_of(server, retry=Retry(attempts=1)) as chakra:
        with pytest.raises(ChakraError):
            await send(chakra)
        await send(chakra)
    assert ours(caplog) == []


FORGED = [
    "too late\nERROR root: paid",
    "too late\r\x1b[2K ok",
    "a\x07b\x9bc",
    "a\u2028b\u2029c\x85d",
    "\u202emoc.elgoog",
    "tab\tand \x00",
]


@pytest.mark.parametrize("text", FORGED)
async def test_a_call_is_one_line_whatever_the_server_says(
    text: str, server: faultserver.FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = [faultserver.json({"_errors": [text]}, 400)]
    async with client_of(server) as chakra:
        with pytest.raises(ChakraError):
            await send(chakra)
    (record,) = ours(caplog)
    assert record.getMessage().isprintable()


@pytest.mark.parametrize("level", ["INFO", None, 20.0, True], ids=repr)
def test_a_level_that_no_line_can_have_is_refused_at_once(level: Any) -> None:
    with pytest.raises(SettingsError, match=r"level must be an integer such as logging\.INFO, not "):
        LoggingObserver(level=level)


def test_a_logger_of_another_kind_is_refused_at_once() -> None:
    adapter: Any = logging.LoggerAdapter(logging.getLogger("x"), {})
    with pytest.raises(
        SettingsError, match=r"logger must be a logging\.Logger or the name of one, not LoggerAdapter"
    ):
        LoggingObserver(adapter)
