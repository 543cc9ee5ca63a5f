# ruff: noqa: S603 - the commands are the test's own
"""`chakra work` that is interrupted once and twice, and on a run that was stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.postgres import Database

COMMAND = [sys.executable, "-m", "chakra_async.cli"]


@pytest.fixture
def environment(postgres: Database, serve: Callable[..., dict[str, str]], tmp_path: Path) -> dict[str, str]:
    """A list of which one row was sent, on a server that answers slowly."""
    table = tmp_path / "leads.csv"
    table.write_text("phone\n" + "".join(f"+91990{n:07}\n" for n in range(40)), encoding="utf-8")
    there = {**os.environ, **serve("--fault", "campaigns.add_phone_number:latency=600,skip=1")}
    there["CHAKRA_JOURNAL"] = postgres.address
    command = [*COMMAND, "enrol", str(table), "--campaign", CAMPAIGN_ID, "--limit", "1"]
    command += ["--journal", f"{postgres.address}#july"]
    assert subprocess.run(command, env=there, capture_output=True, check=False).returncode in (0, 1, 3)
    return there


def under_way(database: Database) -> int:
    return int(database.execute("SELECT count(*) FROM chakra.rows WHERE state = 'sending'")[0][0])


@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_second_signal_ends_it_at_once_and_the_rows_under_way_are_unknown(
    environment: dict[str, str], postgres: Database, number: signal.Signals
) -> None:
    command = [*COMMAND, "work", "july", "--all", "--concurrency", "5", "--json"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            while not under_way(postgres):
                assert process.poll() is None
                time.sleep(0.05)
            process.send_signal(number)
            assert "press Ctrl-C again" in process.stderr.readline()
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, json.loads(out)["interrupted"]) == (130, True)
    assert "Traceback" not in err
    states = dict(postgres.execute("SELECT state, count(*) FROM chakra.rows GROUP BY 1"))
    assert "sending" not in states
    assert states["done"] == 1
    assert sum(states.values()) == 40


def test_on_a_run_that_was_stopped_it_says_how_to_go_on(
    environment: dict[str, str], postgres: Database
) -> None:
    stop = [*COMMAND, "journal", "stop", f"{postgres.address}#july", "--why", "lunch"]
    subprocess.run(stop, env=environment, capture_output=True, check=True)
    done = subprocess.run(
        [*COMMAND, "work", "july", "--all"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Stopped: lunch." in done.stderr) == (3, True)
    assert "run the command that loaded it once more" in done.stderr
