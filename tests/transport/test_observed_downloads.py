"""Observers hear of a download when its content has ended, not when it begins."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import Chakra, ChakraError, Outcome, Timeouts
from chakra_async.events import AttemptFinished, RequestFinished, RequestStarted
from tests.support import faultserver

CONTENT = faultserver.answer(200, b"x" * 1000, {"Content-Type": "image/png"})
LONGER = faultserver.head(200, {"Content-Length": "2000", "Content-Type": "image/png"}) + b"x" * 1000


async def stalls(connection: faultserver.Connection) -> None:
    await connection.send(LONGER)
    await faultserver.silent(connection)


@pytest.fixture
def events() -> list[Any]:
    return []


@pytest.fixture
def client(chakra: Chakra, events: list[Any]) -> Chakra:
    return chakra.with_options(observers=[events.append], timeouts=Timeouts(read=0.2))


def download(client: Chakra) -> Any:
    return client.media.download("1234567890")


def kinds(events: list[Any]) -> list[type]:
    return [type(event) for event in events]


async def test_a_complete_download_emits_the_last_event(
    server: faultserver.FaultServer, client: Chakra, events: list[Any]
) -> None:
    server.script = [CONTENT]
    async with download(client) as answer:
        assert kinds(events) == [RequestStarted, AttemptFinished]
        assert len([piece async for piece in answer]) > 0
        assert kinds(events) == [RequestStarted, AttemptFinished, RequestFinished]
    assert len(events) == 3
    last = events[-1]
    assert (last.error, last.outcome, last.status, last.attempts) == (None, Outcome.DONE, 200, 1)


@pytest.mark.parametrize("step", [stalls, faultserver.raw(LONGER, then="close")], ids=["stalls", "cut"])
async def test_a_download_that_breaks_off_is_reported_as_the_caller_sees_it(
    step: Any, server: faultserver.FaultServer, client: Chakra, events: list[Any]
) -> None:
    server.script = [step]
    with pytest.raises(ChakraError) as caught:
        await download(client).read()
    assert kinds(events) == [RequestStarted, AttemptFinished, RequestFinished]
    last, error = events[-1], caught.value
    assert (last.error, last.outcome, last.cause) == (type(error).__name__, error.outcome, error.message)


async def test_a_download_above_the_cap_is_reported_as_an_error(
    server: faultserver.FaultServer, client: Chakra, events: list[Any]
) -> None:
    server.script = [CONTENT]
    with pytest.raises(ChakraError, match="larger than 10 bytes"):
        await download(client).read(cap=10)
    assert events[-1].error == "ResponseError"
    assert len(events) == 3


async def test_a_download_left_early_is_reported_as_left(
    server: faultserver.FaultServer, client: Chakra, events: list[Any]
) -> None:
    server.script = [CONTENT]
    async with download(client):
        pass
    last = events[-1]
    assert (last.error, last.outcome, last.cause) == ("cancelled", Outcome.DONE, "left before its end")
    assert kinds(events) == [RequestStarted, AttemptFinished, RequestFinished]


async def test_an_error_instead_of_a_content_emits_the_last_event_at_once(
    server: faultserver.FaultServer, client: Chakra, events: list[Any]
) -> None:
    server.usual = faultserver.json({"_errors": ["no such media"]}, 404)
    with pytest.raises(ChakraError):
        await download(client).read()
    assert kinds(events) == [RequestStarted, AttemptFinished, RequestFinished]
    assert events[-1].error == "NotFoundError"
