# ruff: noqa: S603 - the command is the test's own
"""The short form of `nox -s kill-shared`: workers of each engine are killed, and no row is done twice or lost; without a journal they are."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from tests.kill_shared.trial import ENGINES
from tests.support import postgres


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("engine", "naive_kills"), [(engine, 6 if engine == "dask" else 0) for engine in ENGINES]
)
def test_killed_workers_do_nothing_twice_lose_nothing_and_name_what_is_unknown(
    engine: str, naive_kills: int
) -> None:
    if (why := postgres.unavailable()) is not None:
        pytest.skip(why)
    if engine != "work" and importlib.util.find_spec({"dask": "distributed"}.get(engine, engine)) is None:
        pytest.skip(f"{engine} is not installed")
    command = [sys.executable, "-m", "tests.kill_shared", "--engine", engine, "--rows", "400", "--kills", "2"]
    command += ["--naive-kills", str(naive_kills), "--pause", "0.4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=postgres.ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "journal 400 rows" in done.stdout
    assert ("naive" in done.stdout) == bool(naive_kills)
