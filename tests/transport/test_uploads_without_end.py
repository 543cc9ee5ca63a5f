"""Timeouts.total ends an upload whose content never begins or never ends, and nothing holds up the process then."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import Any

import pytest

from chakra_async import InvalidRequestError, Outcome, RequestTimeoutError, Timeouts
from chakra_async._transport.upload import Upload
from tests.support import faultserver

PLUGIN = "5ba0e13a-ac26-4656-afdd-643ea0813137"


async def never() -> Any:
    await asyncio.sleep(3600)
    yield b"x"


async def stubborn_from_the_start() -> Any:
    try:
        await asyncio.sleep(3600)
        yield b"x"
    finally:
        await asyncio.sleep(3600)


async def stubborn() -> Any:
    try:
        yield b"x" * 1000
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(3600)


async def deaf_to_cancellation() -> Any:
    yield b"x" * 1000
    for _ in range(3):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            continue


CONTENTS = {
    "an iterator that never begins": (never, Outcome.NOT_SENT),
    "an iterator that never begins and never ends": (stubborn_from_the_start, Outcome.NOT_SENT),
    "an iterator with endless clean-up": (stubborn, Outcome.UNKNOWN),
    "an iterator that ignores its cancellation": (deaf_to_cancellation, Outcome.UNKNOWN),
}


async def end_background() -> None:
    """End what the contents above never end."""
    current = asyncio.current_task()
    for _ in range(6):
        for task in asyncio.all_tasks() - {current}:
            if "upload" in repr(task):
                task.cancel()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("content", CONTENTS)
async def test_the_total_limit_ends_an_upload_without_end(
    content: str, server: faultserver.FaultServer, chakra: Any
) -> None:
    make, outcome = CONTENTS[content]
    server.usual = faultserver.Early(faultserver.deaf)  # type: ignore[assignment]
    client = chakra.with_options(plugin_id=PLUGIN, timeouts=Timeouts(read=None, total=0.3))
    async with asyncio.timeout(20):
        with pytest.raises(RequestTimeoutError, match=r"Timeouts\.total") as caught:
            await client.media.upload_public(make(), filename="a.bin")
    assert caught.value.outcome is outcome
    assert client._caller.gate.in_flight == 0
    await end_background()


REFUSAL = faultserver.raw(
    faultserver.head(400, {"Content-Type": "application/json", "Content-Length": "18"})
    + b'{"_errors":["no"]}',
    then="close",
)


async def test_an_attempt_that_ended_before_the_clean_up_is_recorded_once(
    server: faultserver.FaultServer, chakra: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(_: Upload) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(Upload, "close", slow)  # as on a machine that is short of processors
    server.usual = faultserver.json({"_errors": ["no"]}, 400)
    client = chakra.with_options(plugin_id=PLUGIN, timeouts=Timeouts(read=None, total=0.3))
    async with asyncio.timeout(20):
        with pytest.raises(RequestTimeoutError) as caught:
            await client.media.upload_public(b"x", filename="a.bin")
    assert [(attempt.status, attempt.outcome) for attempt in caught.value.attempts] == [
        (400, Outcome.REFUSED)
    ]
    assert caught.value.outcome is Outcome.REFUSED


@pytest.mark.parametrize("buffering", [0, -1])
async def test_the_total_limit_ends_an_upload_from_a_pipe_without_content(
    chakra: Any, buffering: int
) -> None:
    reading, writing = os.pipe()
    client = chakra.with_options(plugin_id=PLUGIN, timeouts=Timeouts(total=0.3))
    with os.fdopen(reading, "rb", buffering=buffering) as pipe, os.fdopen(writing, "wb") as other:
        async with asyncio.timeout(20):
            with pytest.raises(RequestTimeoutError, match="beginning of the content") as caught:
                await client.media.upload_public(pipe, filename="a.bin")
        assert caught.value.outcome is Outcome.NOT_SENT
        await asyncio.sleep(0.3)  # the thread ends, and has taken nothing
        other.write(b"later")
        other.flush()
        assert pipe.read(5) == b"later"


async def test_closing_the_client_ends_an_upload_that_never_begins(chakra: Any) -> None:
    client = chakra.with_options(plugin_id=PLUGIN)
    uploading = asyncio.create_task(client.media.upload_public(never(), filename="a.bin"))
    await asyncio.sleep(0)
    await chakra.close()
    with pytest.raises(Exception, match="closed"):
        await uploading


async def test_a_named_pipe_is_refused_without_opening_it(chakra: Any, tmp_path: Any) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidRequestError, match="not a regular file"):
        await chakra.with_options(plugin_id=PLUGIN).media.upload_public(tmp_path / "pipe")


@pytest.mark.parametrize("content", ["Blocking()", "os.fdopen(os.pipe()[0], 'rb')", "sys.stdin.buffer"])
def test_a_content_that_blocks_does_not_hold_up_the_end_of_the_process(content: str) -> None:
    script = f"""
import asyncio, os, sys
from chakra_async import Chakra, Timeouts, RequestTimeoutError
class Blocking:
    def read(self, size):
        return os.read(os.pipe()[0], 1)
async def main():
    async with Chakra(token="planted-secret", base_url="http://127.0.0.1:9", plugin_id="{PLUGIN}",
                      timeouts=Timeouts(total=0.2)) as chakra:
        try:
            await chakra.media.upload_public({content}, filename="a.bin")
        except RequestTimeoutError as error:
            print(error.outcome)
asyncio.run(main())
"""
    reading, writing = os.pipe()
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", script],
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(reading)
        os.close(writing)
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("not_sent", "", 0)
