"""Observers get every event of a call, from its start to its one end, and cannot change the call."""

from __future__ import annotations

# ruff: noqa: S106 - planted tokens
import asyncio
import collections
import gc
import logging
import random
import sys
from typing import Any

import pytest

from chakra_async import (
    Chakra,
    ChakraError,
    ClientClosedError,
    InvalidRequestError,
    Limits,
    Outcome,
    Retry,
    Settings,
    SettingsError,
    Timeouts,
)
from chakra_async._core.operation import Operation
from chakra_async._core.request import Request
from chakra_async._transport.caller import Caller
from chakra_async._transport.observed import CallEvents, ObservedCall, template_of
from chakra_async.events import AttemptFinished, RequestFinished, RequestStarted, Waiting
from tests.support import faultserver

THROTTLED = faultserver.json({}, 429, {"Retry-After": "0.02"})
STEPS: dict[str, Any] = {
    "answered": faultserver.json(faultserver.PROCESS),
    "429": THROTTLED,
    "503": faultserver.json({}, 503, {"Retry-After": "0.01"}),
    "500": faultserver.json({"_errors": ["boom"]}, 500),
    "400": faultserver.json({"_errors": ["(#131047) too late"]}, 400),
    "errors in a 200": faultserver.json({"_errors": ["no"]}),
    "redirected": faultserver.answer(302, headers={"Location": "https://x.example/"}),
    "closed": faultserver.closed,
    "reset": faultserver.reset,
    "cut": faultserver.cut(),
    "no JSON": faultserver.answer(200, b"<p>"),
    "no HTTP": faultserver.raw(b"what?\r\n\r\n", then="close"),
    "silent": faultserver.silent,
    "early": faultserver.Early(faultserver.closed),
}


def checked(events: list[Any]) -> RequestFinished:
    """Assert that the events of one call are in order and agree with each other, and give the last one."""
    assert len({event.call_id for event in events}) == 1
    assert len({(event.operation, event.method, event.path, event.server) for event in events}) == 1
    first, *between, last = events
    assert isinstance(first, RequestStarted)
    assert isinstance(last, RequestFinished)
    assert all(isinstance(event, AttemptFinished | Waiting) for event in between)
    attempts = [event for event in between if isinstance(event, AttemptFinished)]
    assert [event.attempt for event in attempts] == list(range(1, len(attempts) + 1))
    assert last.attempts == len(attempts)
    assert last.status == (attempts[-1].status if attempts else None)
    assert all(event.cause is not None for event in attempts[:-1])
    assert last.duration >= sum(event.duration for event in attempts)
    tried = 0
    for event in between:
        assert event.attempt == tried + 1
        tried += isinstance(event, AttemptFinished)
    if last.error is None:
        assert (last.outcome, last.cause) == (Outcome.DONE, None)
        assert attempts[-1].outcome is Outcome.DONE
    return last


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
async def test_each_end_of_a_call_is_reported_once_and_as_the_caller_sees_it(
    step: Any, server: faultserver.FaultServer, kind: Any, chakra: Any
) -> None:
    events: list[Any] = []
    client = chakra.with_options(observers=[events.append], timeouts=Timeouts(read=0.1))
    server.script = [step]
    error: ChakraError | None = None
    try:
        await kind.call(client)
    except ChakraError as caught:
        error = caught
    last = checked(events)
    if error is None:
        assert last.error is None
    else:
        assert last.error == type(error).__name__
        assert last.outcome is error.outcome
        assert last.cause == error.message
        assert last.attempts == len(error.attempts)
        assert last.meta_code == getattr(error, "meta_code", None)
    assert last.attempts == len(server.arrivals)


@pytest.mark.parametrize("seed", range(8))
async def test_every_start_has_exactly_one_end(
    seed: int, server: faultserver.FaultServer, kind: Any, chakra: Any
) -> None:
    chance = random.Random(seed)
    shared = chakra.with_options(
        limits=Limits(concurrency=3, rate=chance.choice([None, 300])),
        timeouts=Timeouts(read=0.1, total=chance.choice([0.15, 20])),
    )
    server.script = [chance.choice(list(STEPS.values())) for _ in range(40)]
    reported: list[list[Any]] = []
    tasks: list[asyncio.Task[Any]] = []
    for _ in range(20):
        events: list[Any] = []
        reported.append(events)
        tasks.append(asyncio.create_task(kind.call(shared.with_options(observers=[events.append]))))
    for task in chance.sample(tasks, 7):
        await asyncio.sleep(chance.random() * 0.02)
        task.cancel()
    if chance.random() < 0.5:
        await asyncio.sleep(0.02)
        await chakra.close()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for events, result in zip(reported, results, strict=True):
        if not events:  # cancelled before its first step
            assert isinstance(result, asyncio.CancelledError)
            continue
        last = checked(events)
        if isinstance(result, asyncio.CancelledError):
            assert last.error == "cancelled"
        elif isinstance(result, ChakraError):
            assert (last.error, last.outcome) == (type(result).__name__, result.outcome)
            assert last.attempts == len(result.attempts)
        else:
            assert last.error is None


async def test_a_cancelled_send_under_way_is_reported_as_unknown(
    server: faultserver.FaultServer, send: Any, chakra: Any
) -> None:
    events: list[Any] = []
    server.script = [THROTTLED, faultserver.silent]
    task = asyncio.create_task(send(chakra.with_options(observers=[events.append])))
    await server.arrived(2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    last = checked(events)
    assert (last.error, last.outcome, last.attempts) == ("cancelled", Outcome.UNKNOWN, 2)
    assert [type(event).__name__ for event in events] == [
        *("RequestStarted", "AttemptFinished", "Waiting", "AttemptFinished", "RequestFinished")
    ]


async def test_a_send_cancelled_in_the_queue_is_reported_as_not_sent(
    server: faultserver.FaultServer, send: Any, chakra: Any
) -> None:
    narrow = chakra.with_options(limits=Limits(concurrency=1))
    server.script = [faultserver.silent]
    first = asyncio.create_task(send(narrow))
    await server.arrived(1)
    events: list[Any] = []
    second = asyncio.create_task(send(narrow.with_options(observers=[events.append])))
    await asyncio.sleep(0.01)
    assert isinstance(events[-1], Waiting)
    assert (events[-1].why, events[-1].seconds) == ("queue", None)
    for task in (first, second):
        task.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    last = checked(events)
    assert (last.error, last.outcome, last.attempts) == ("cancelled", Outcome.NOT_SENT, 0)


async def test_a_call_of_a_closed_client_has_a_start_and_an_end(chakra: Any, read: Any) -> None:
    events: list[Any] = []
    client = chakra.with_options(observers=[events.append])
    await client.close()
    with pytest.raises(ClientClosedError):
        await read(client)
    assert (checked(events).error, checked(events).outcome) == ("ClientClosedError", Outcome.NOT_SENT)


async def test_arguments_that_make_no_request_start_no_call(chakra: Any) -> None:
    events: list[Any] = []
    with pytest.raises(InvalidRequestError):
        await chakra.with_options(observers=[events.append]).processes.get("lead", "..")
    assert events == []


async def test_waits_are_reported_before_they_begin(
    server: faultserver.FaultServer, read: Any, chakra: Any
) -> None:
    events: list[Any] = []
    server.script = [faultserver.json({}, 429, {"Retry-After": "0.2"}), faultserver.json({}, 500)]
    await read(chakra.with_options(observers=[events.append], retry=Retry(attempts=3, initial_wait=0.01)))
    waits: list[Any] = [event for event in events if isinstance(event, Waiting)]
    pause, backoff = waits
    assert (pause.why, pause.attempt) == ("pause", 2)
    assert 0 < pause.seconds <= 0.22
    assert (backoff.why, backoff.attempt) == ("backoff", 3)
    assert 0 <= backoff.seconds <= 0.02  # the second of the doubling bounds
    assert events.index(pause) == 2
    assert events.index(backoff) == 4


@pytest.mark.parametrize(("key", "shown"), [("", ""), ("106540352242922", "106540352242922")])
async def test_a_pause_names_the_key_that_it_is_shared_over(key: str, shown: str, chakra: Any) -> None:
    events: list[Any] = []
    client = chakra.with_options(observers=[events.append])
    client._caller.gate.pause(key, 0.1)
    operation = Operation[Any](
        name="config.get", method="GET", path="/v1/ext/config", repeatable=True, reads=True
    )
    request = Request(operation=operation, target=operation.path, body=None, headers=None)
    await client._caller.call(operation, request, key=key)
    assert [(event.why, event.key) for event in events if isinstance(event, Waiting)] == [("pause", shown)]


class SulkingError(Exception):
    pass


async def test_an_observer_that_raises_changes_nothing_and_is_logged_once(
    server: faultserver.FaultServer, kind: Any, chakra: Any, caplog: pytest.LogCaptureFixture, at_rest: Any
) -> None:
    def sulk(event: Any) -> None:
        raise SulkingError(type(event).__name__)

    events: list[Any] = []
    client = chakra.with_options(observers=[sulk, events.append])
    plain = await kind.call(chakra)
    assert await kind.call(client) == plain
    server.script = [faultserver.json({"_errors": ["no"]}, 400)]
    with pytest.raises(ChakraError):
        await kind.call(client.with_options(strict=True))
    (record,) = (record for record in caplog.records if record.name != "asyncio")
    assert (record.name, record.levelno) == ("chakra_async.observers", logging.ERROR)
    assert "SulkingError" in caplog.text
    assert [type(event) for event in events] == [RequestStarted, AttemptFinished, RequestFinished] * 2
    await at_rest()


class EnoughError(BaseException):
    pass


@pytest.mark.parametrize("kept", [RequestStarted, AttemptFinished, Waiting])
async def test_an_exception_that_ends_the_program_is_raised_and_the_call_has_one_end(
    kept: Any, server: faultserver.FaultServer, kind: Any, chakra: Any, at_rest: Any
) -> None:
    def enough(event: Any) -> None:
        if isinstance(event, kept):
            raise EnoughError

    events: list[Any] = []
    server.script = [THROTTLED]
    with pytest.raises(EnoughError):
        await kind.call(chakra.with_options(observers=[events.append, enough]))
    last = checked(events)
    assert last.error == "EnoughError"
    if last.attempts and not kind.reads:
        assert last.outcome is Outcome.REFUSED
    assert last.attempts == len(server.arrivals) == (kept is not RequestStarted)
    await at_rest()


async def test_a_bug_of_the_library_is_reported_and_raised(
    server: faultserver.FaultServer, send: Any, chakra: Any, monkeypatch: pytest.MonkeyPatch, at_rest: Any
) -> None:
    events: list[Any] = []
    client = chakra.with_options(observers=[events.append])
    with monkeypatch.context() as patched:
        patched.setattr("chakra_async._transport.call.read_answer", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await send(client)
    last = checked(events)
    assert (last.error, last.outcome, last.attempts) == ("ZeroDivisionError", Outcome.UNKNOWN, 1)
    await at_rest()


async def test_a_successful_call_leaves_nothing_to_the_garbage_collector(send: Any, chakra: Any) -> None:
    client = chakra.with_options(observers=[lambda _: None])
    await send(client)
    gc.collect()
    gc.disable()
    try:
        await send(client)
        left = [thing for thing in gc.get_objects() if isinstance(thing, CallEvents | ObservedCall)]
    finally:
        gc.enable()
    assert left == []


async def test_a_client_without_observers_makes_plain_calls_and_loads_nothing_for_them() -> None:
    script = (
        "import sys\n"
        "from chakra_async import Chakra\n"
        "Chakra(token='t').with_options(observers=[]).config\n"
        "print(*(name for name in sys.modules if name.startswith('chakra_async.')))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    loaded = set(out.decode().split())
    assert "chakra_async._transport.caller" in loaded
    assert loaded.isdisjoint(
        {f"chakra_async.{name}" for name in ("events", "observers", "testing", "_transport.observed")}
    )


async def test_the_calls_of_one_client_have_increasing_numbers(chakra: Any, read: Any) -> None:
    events: list[Any] = []
    client = chakra.with_options(observers=[events.append])
    await asyncio.gather(*(read(client) for _ in range(10)))
    counts = collections.Counter(event.call_id for event in events)
    assert set(counts.values()) == {3}
    starts = [event.call_id for event in events if isinstance(event, RequestStarted)]
    assert starts == sorted(starts)


async def test_an_event_names_server_and_template_but_no_id(
    server: faultserver.FaultServer, send: Any, chakra: Any
) -> None:
    events: list[Any] = []
    client = chakra.with_options(observers=[events.append])
    await client.processes.get("lead", "23a743bb-4671-440d-b491-3cac40eab852")
    await client.request("GET", "/v1/ext/plugin/23a743bb/numbers/919901258433/x?phone=919901258433")
    stub, free = (event for event in events if isinstance(event, RequestStarted))
    assert (stub.server, stub.port) == ("127.0.0.1", server.port)
    assert stub.operation == "processes.get"
    assert "{" in stub.path
    assert free.path == "/v1/ext/plugin/{}/numbers/{}/x"
    assert free.operation == f"GET {free.path}"
    assert "919901" not in repr(events)
    assert "23a743bb" not in repr(events)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/v1/ext/config", "/v1/ext/config"),
        ("/v22.0/messages", "/v22.0/messages"),
        ("/v1/a-b_c/", "/v1/a-b_c/"),
        ("/v1/%61da", "/v1/{}"),
        ("/v1/ada%40x.com", "/v1/{}"),
        ("/v1/" + "a" * 41, "/v1/{}"),
        ("/v919901258433/x", "/{}/x"),
        ("/x?to=919901258433", "/x"),
    ],
)
def test_what_may_be_an_id_is_not_part_of_a_template(path: str, template: str) -> None:
    assert template_of(path) == template


async def _coroutine(event: Any) -> None:
    del event


class _Asynchronous:
    async def __call__(self, event: Any) -> None:
        del event


@pytest.mark.parametrize("wrong", [print, 5, "log", [3], [_coroutine], [_Asynchronous()]])
def test_what_cannot_be_called_with_an_event_is_refused(wrong: Any) -> None:
    with pytest.raises(SettingsError, match="observers"):
        Chakra(token="planted-secret", observers=wrong)


def test_observers_are_kept_as_given_and_can_be_taken_away() -> None:
    client = Chakra(token="planted-secret", observers=iter([print]))
    assert client.settings.observers == (print,)
    assert client.with_options(plugin_id=None).settings.observers == (print,)
    plain = client.with_options(observers=[])
    assert plain.settings.observers == ()
    assert type(plain._caller) is Caller
    assert type(client._caller) is not Caller
    assert Settings(token="planted-secret").observers == ()
