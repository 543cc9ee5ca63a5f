# ruff: noqa: S603 - the command is the test's own
"""The short form of `nox -s kill-shared`: workers are killed, and no row is done twice or lost; without a journal rows are done twice.

`CHAKRA_TEST_KILLS=all` tries the workers of each engine; otherwise those of `chakra work`, which need no server besides the database.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys

import pytest

from tests.kill_shared.trial import ENGINES
from tests.support import postgres

ALL = os.environ.get("CHAKRA_TEST_KILLS") == "all"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ENGINES if ALL else ("work",))
def test_killed_workers_do_nothing_twice_lose_nothing_and_name_what_is_unknown(
    engine: str, postgres_address: str
) -> None:
    if engine != "work" and importlib.util.find_spec({"dask": "distributed"}.get(engine, engine)) is None:
        pytest.skip(f"{engine} is not installed")
    command = [sys.executable, "-m", "tests.kill_shared", "--engine", engine, "--rows", "600", "--kills", "2"]
    command += ["--naive-kills", "2" if engine == "work" else "6", "--pause", "0.1"]
    there = {**os.environ, postgres.ADDRESS: postgres_address}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=postgres.ROOT, env=there)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"journal 600 rows, [12] kills", done.stdout)
    assert re.search(r"naive   \d+ rows, [1-6] kills: twice [1-9]", done.stdout)
