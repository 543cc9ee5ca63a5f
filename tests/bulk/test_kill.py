# ruff: noqa: S603 - the commands are the test's own
"""A run that is killed at random moments and started again: no number arrives twice, none is missing, none unnamed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk import RowState
from chakra_async.bulk.journal.reader import describe, read_rows
from tests.kill.trial import ACTIONS, Trial
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.timeout(3600)  # dozens of processes, on a machine that may be busy

KILLS = 20
ROWS = 6000
BYTES = 300
"""About the length of an arrival in the record."""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.jsonl"


@pytest.fixture
def server(record: Path) -> Iterator[dict[str, str]]:
    command = [sys.executable, "-m", "chakra_async.cli", "sandbox", "--port", "0", "--record", str(record)]
    with subprocess.Popen([*command, "--latency", "0.01"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        try:
            yield dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        finally:
            process.send_signal(signal.SIGTERM)


def arrivals(record: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in record.read_text().splitlines() if record.exists() else ():
        entry = json.loads(line)
        body = entry["body"]
        found[(json.loads(body) if isinstance(body, str) else body)["phoneNumber"]] += 1
    return found


def test_twenty_kills_do_nothing_twice_and_lose_nothing(
    tmp_path: Path, record: Path, server: dict[str, str]
) -> None:
    table, journal = tmp_path / "leads.csv", tmp_path / "leads.journal"
    numbers = [f"91110{n:07}" for n in range(ROWS)]
    table.write_text("phone\n" + "\n".join(numbers) + "\n")
    command = [
        sys.executable,
        "-m",
        "chakra_async.cli",
        "enrol",
        str(table),
        "--campaign",
        CAMPAIGN_ID,
        *("--rate", "unlimited"),
        "--json",
    ]
    environment = {**os.environ, **server}
    chance = random.Random(7)

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    killed = 0
    for _ in range(KILLS):
        before = record.stat().st_size if record.exists() else 0
        process = start()
        # Not before it sends, or the moment would always be one of reading; then after a share of the rows, so that
        # enough are left for every kill, whatever the speed of this machine.
        goal = before + chance.randrange(1, ROWS // KILLS) * BYTES
        while process.poll() is None:
            if record.exists() and record.stat().st_size >= goal:
                break
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert max(arrivals(record).values(), default=0) <= 1
    assert killed
    final = start()
    out, err = final.communicate()
    assert final.returncode in (0, 1), err
    report = json.loads(out)
    found = arrivals(record)
    unknown = {row.key for row in read_rows(journal, [RowState.UNKNOWN])}
    done = {row.key for row in read_rows(journal, [RowState.DONE])}
    assert max(found.values()) == 1
    assert done | unknown == set(numbers)
    assert done <= set(found)
    assert set(numbers) - set(found) <= unknown
    assert {row["row"] for row in report["unknown_rows"]} == {numbers.index(str(key)) + 1 for key in unknown}
    assert describe(journal)[1] == {
        state: n for state, n in ((RowState.DONE, len(done)), (RowState.UNKNOWN, len(unknown))) if n
    }
    # A kill can find each of the 50 workers with one row under way and one announced ahead of its turn.
    assert len(unknown) <= KILLS * 2 * 50
    # What was perhaps done is found out: everything that is unknown and arrived was done exactly once.
    again = subprocess.run(
        [*command, "--on-unknown", "retry"], env=environment, capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    assert set(arrivals(record)) == set(numbers)


@pytest.mark.parametrize("action", ACTIONS)
def test_among_faults_and_kills_nothing_is_done_twice_or_lost(tmp_path: Path, action: str) -> None:
    # A kill in the moment between the journal's end and the process's leaves no -wal, and a fast machine may be done before one.
    for seed in range(3, 23):
        folder = tmp_path / str(seed)
        folder.mkdir()
        trial = Trial(
            action, rows=2000, seed=seed, folder=folder, while_sending=1.0, without_wal=1.0, kills=3
        )
        outcome = trial.run()
        assert outcome.problems == []
        if outcome.refused_without_wal:
            return
    pytest.fail("no kill found the journal open")
