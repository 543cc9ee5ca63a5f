# ruff: noqa: S603 - the commands are the test's own
"""Ctrl-C once lets calls under way end, twice stops at once; both leave a journal to go on with. On a terminal and not."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import pytest

from chakra_async.bulk import RowState
from chakra_async.bulk.journal.reader import describe
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

COMMAND = [sys.executable, "-m", "chakra_async.cli", "enrol"]


SAYS_WHEN_SENT = """
import signal, sys
from chakra_async._transport.sent_requests import SentRequests
from chakra_async.cli import main

def add(self, method, add=SentRequests.add):
    add(self, method)
    print("left", file=sys.stderr, flush=True)

signal.signal(signal.SIGINT, signal.default_int_handler)
SentRequests.add = add
main(sys.argv[1:])
"""


INTERRUPTED_AT_THE_END = """
import asyncio, os, signal, sys
from chakra_async import Chakra
from chakra_async.cli import main

async def close(self, close=Chakra.close):
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(0)
    await close(self)

signal.signal(signal.SIGINT, signal.default_int_handler)
Chakra.close = close
main(sys.argv[1:])
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text("phone\n" + "".join(f"91110{n:07}\n" for n in range(3000)))
    return path


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(6000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it did not come to that")


def read_until(output: IO[str], words: str) -> None:
    while words not in (said := output.readline()):
        assert said, f"it ended without {words!r}"


def lines(path: Path) -> int:
    return len(path.read_bytes().splitlines()) if path.exists() else 0


@contextmanager
def started(command: list[str], environment: dict[str, str]) -> Generator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # as in a terminal, whatever started the tests
    try:
        process = subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
    finally:
        signal.signal(signal.SIGHUP, before)
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_once_lets_calls_under_way_end(
    table: Path, tmp_path: Path, serve: Callable[..., dict[str, str]], number: signal.Signals
) -> None:
    record = tmp_path / "record"
    environment = {**os.environ, **serve("--latency", "0.2", "--record", str(record))}
    command = [*COMMAND, str(table), "--campaign", CAMPAIGN_ID, "--json"]
    with started(command, environment) as process:
        wait_until(lambda: lines(record) >= 60)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    report = json.loads(out)
    assert (process.returncode, report["exit_code"], report["interrupted"]) == (130, 130, True)
    assert (report["unknown"], report["done"]) == (0, lines(record))
    assert "press Ctrl-C again" in err
    assert "Traceback" not in err


def test_under_nohup_a_run_outlives_the_terminal(
    table: Path, tmp_path: Path, serve: Callable[..., dict[str, str]]
) -> None:
    record = tmp_path / "record"
    environment = {**os.environ, **serve("--latency", "0.2", "--record", str(record))}
    command = ["nohup", *COMMAND, str(table), "--campaign", CAMPAIGN_ID, "--limit", "200"]
    with started(command, environment) as process:
        wait_until(lambda: lines(record) >= 60)
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, "200 done" in out) == (3, True)


def test_a_single_call_that_is_interrupted_says_that_its_outcome_is_unknown(
    serve: Callable[..., dict[str, str]],
) -> None:
    environment = {**os.environ, **serve("--latency", "30")}
    for arguments in (
        ["send", "919901258433", "hi"],
        ["request", "POST", "/v1/ext/procedure/lead/process", "--json", "{}"],
    ):
        command = [sys.executable, "-c", SAYS_WHEN_SENT, *arguments]
        with started(command, environment) as process:
            assert process.stderr is not None
            assert process.stderr.readline() == "left\n"
            process.send_signal(signal.SIGINT)
            err = process.stderr.read()
            process.wait(30)
        assert process.returncode == 130
        assert err.startswith("chakra: the request had left, and its outcome is unknown: look whether it was")
        assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["send", "919901258433", "hi"], 0, r"wamid\.\w+=*\n"),
        (["send", "919901258433"], 2, "chakra: Give either .*\n"),
        (
            ["request", "POST", "/v1/ext/x", "--json", "{}"],
            1,
            "chakra: POST /v1/ext/x: 404 .*nothing was done.*\n",
        ),
    ],
)
def test_an_interruption_that_comes_when_the_call_has_ended_hides_nothing_of_it(
    serve: Callable[..., dict[str, str]], arguments: list[str], code: int, said: str
) -> None:
    command = [sys.executable, "-c", INTERRUPTED_AT_THE_END, *arguments]
    done = subprocess.run(command, env={**os.environ, **serve()}, capture_output=True, text=True, check=False)
    assert (done.returncode, re.fullmatch(said, done.stdout + done.stderr) is not None) == (code, True), done


def test_twice_stops_at_once_and_names_the_rows_that_were_under_way(
    table: Path, serve: Callable[..., dict[str, str]]
) -> None:
    environment = {**os.environ, **serve("--latency", "5")}
    enrol = ["enrol", str(table), "--campaign", CAMPAIGN_ID, "--concurrency", "5"]
    command = [sys.executable, "-c", SAYS_WHEN_SENT, *enrol]
    with started(command, environment) as process:
        assert process.stderr is not None
        # The first row goes alone; the five after it are to be under way, and not in the journal alone.
        for _ in range(6):
            read_until(process.stderr, "left")
        process.send_signal(signal.SIGINT)
        read_until(process.stderr, "press Ctrl-C again")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "5 unknown" in out
    assert [f"row {n} (line {n + 1})  91********0{n - 1}" in out for n in range(2, 7)] == [True] * 5
    assert "Traceback" not in err
    assert describe(table.with_suffix(".journal"))[1][RowState.UNKNOWN] == 5


def test_on_a_terminal_there_is_a_bar_and_ctrl_c_works(
    table: Path, tmp_path: Path, serve: Callable[..., dict[str, str]]
) -> None:
    record = tmp_path / "record"
    environment = {**os.environ, **serve("--latency", "0.2", "--record", str(record)), "TERM": "xterm"}
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover - the child becomes the command
        os.execve(sys.executable, [*COMMAND, str(table), "--campaign", CAMPAIGN_ID], environment)  # noqa: S606 - no shell is meant
    wait_until(lambda: lines(record) >= 100)
    os.write(terminal, b"\x03")
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the end of a terminal
            break
        if not piece:
            break
        shown += piece
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 130
    text = shown.decode()
    assert " of 3000 rows" in text
    assert "press Ctrl-C again" in text
    assert "Traceback" not in text
