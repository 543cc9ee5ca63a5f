# ruff: noqa: S603 - the process is the test's own
"""A process that is stopped with an intent, on any way to the network, and woken when another has its rows: it writes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import JournalAddress
from chakra_async.bulk.journal.postgres.journal import PostgresJournal
from chakra_async.bulk.journal.reader import describe
from tests.support.frozen import POINTS, STOPS, WITHIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

OPERATION = "campaigns.add_phone_number"
NUMBERS = [f"9199{n:08}" for n in range(1, 6)]
ELSEWHERE = "another process"


def arrived(sandbox: Sandbox) -> list[str]:
    return [each.body["phoneNumber"] for each in sandbox.arrivals if each.operation == OPERATION]


@pytest.fixture
def options(sandbox: Sandbox) -> dict[str, Any]:
    return {
        "base_url": sandbox.url,
        "token": sandbox.client().settings.token.reveal(),
        "plugin_id": sandbox.plugin_id,
        "phone_number_id": sandbox.phone_number_id,
        "waba_id": sandbox.waba_id,
        "allow_http": True,
    }


class Frozen:
    """A process that is run until it stops itself."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.support.frozen", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def announced(self) -> None:
        """Wait until it is about to stop itself: whatever else stops it before is not meant."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline().rstrip() == STOPS

    def is_stopped(self) -> bool:
        pid, status = os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)
        assert pid == 0 or os.WIFSTOPPED(status), f"it ended: {status}"
        return pid != 0

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> dict[str, int]:
        out, _ = self.process.communicate()
        assert self.process.returncode == 0
        return json.loads(out)


@pytest.fixture
def frozen(
    options: dict[str, Any], sandbox: Sandbox, postgres: Database, request: pytest.FixtureRequest
) -> Iterator[Frozen]:
    if "refusal" in request.param:
        sandbox.faults.add(OPERATION, status=429, times=1)
    made = Frozen(json.dumps(options), f"{postgres.address}#july", json.dumps(NUMBERS), request.param)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait()
        if made.process.stdout is not None:
            made.process.stdout.close()


@pytest.mark.parametrize("frozen", POINTS, indirect=True)
async def test_a_process_that_is_woken_after_its_intent_grew_old_writes_nothing(
    frozen: Frozen, sandbox: Sandbox, postgres: Database
) -> None:
    await asyncio.to_thread(frozen.announced)
    while not frozen.is_stopped():  # noqa: ASYNC110 - no event comes from a process that stops
        await asyncio.sleep(0.01)
    address = JournalAddress.parse(f"{postgres.address}#july")
    other = PostgresJournal.open(address, make=False)
    assert other.take(1, ELSEWHERE) is not None
    await asyncio.sleep(WITHIN + 0.2)
    before = arrived(sandbox)  # other rows' requests had left before it was stopped
    frozen.wake()
    report = await asyncio.to_thread(frozen.end)
    assert arrived(sandbox) == before
    left = {state.value: count for state, count in describe(address)[1].items()}
    assert left.get("unknown", 0) == report["unknown"]
    assert left.get("sending", 0) == 0
    other.close()
