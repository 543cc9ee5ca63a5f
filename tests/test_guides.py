"""The guides' code runs as it stands, against the sandbox."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from chakra_async.sandbox import Sandbox

GUIDE = (Path(__file__).parents[1] / "docs" / "observers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
SAID = {
    "def count": "config.get done 1 attempts",
    "LoggingObserver(level": "INFO chakra_async.calls config.get #1 answered with status 200",
    "OpenTelemetryObserver()": "",
    "asyncio.run(test_": "",
    "def waits": "",
}


def test_every_block_is_run_here() -> None:
    assert len(BLOCKS) == len(SAID)
    assert all(sum(mark in block for mark in SAID) == 1 for block in BLOCKS)


@pytest.mark.parametrize("mark", SAID)
async def test_a_block_runs_without_a_warning(mark: str, tmp_path: Path) -> None:
    block = next(block for block in BLOCKS if mark in block)
    async with Sandbox() as sandbox:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error", "-c", block),
            cwd=tmp_path,
            env={**os.environ, "CHAKRA_BASE_URL": sandbox.url, "CHAKRA_ACCESS_TOKEN": sandbox.token},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        assert process.returncode == 0, out.decode()
        assert SAID[mark] in out.decode()
        assert bool(sandbox.arrived) == ("config.get" in block)


async def test_the_fixture_of_the_guide_works_in_pytest(tmp_path: Path) -> None:
    fixture = next(block for block in BLOCKS if "def waits" in block)
    test = (
        "import asyncio\n"
        "from chakra_async.transport.waiting import rest\n"
        "def test_it(waits):\n"
        "    asyncio.run(rest(3600))\n"
        "    assert waits.total == 3600\n"
    )
    (tmp_path / "test_fixture.py").write_text(fixture + test, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "test_fixture.py")),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    assert b"1 passed" in out
