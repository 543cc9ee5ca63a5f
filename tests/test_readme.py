"""README's code runs as it stands, against the sandbox."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from chakra_async.sandbox import Sandbox

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
ENDINGS = {
    "async def main": "",
    "async def enrol": "asyncio.run(enrol())",
    "async def careful": (
        "async def all_of_it():\n"
        "    async with Chakra() as chakra:\n"
        "        await careful(chakra, '5ba0e13a-ac26-4656-afdd-643ea0813137', '447700900123')\n"
        "asyncio.run(all_of_it())"
    ),
    "async def talk": "async def all_of_it():\n    async with Chakra() as chakra:\n        await talk(chakra)\nasyncio.run(all_of_it())",
    "async def rehearse": "asyncio.run(rehearse())",
    "import phone\n": "",
}
SILENT = ("async def rehearse", "import phone\n")
"""Blocks that make no call to the server of this test."""


def test_every_block_is_run_here() -> None:
    assert len(BLOCKS) == len(ENDINGS)
    assert all(sum(start in block for start in ENDINGS) == 1 for block in BLOCKS)


@pytest.mark.parametrize("start", ENDINGS)
async def test_block_runs_without_a_warning(start: str, tmp_path: Path) -> None:
    block = next(block for block in BLOCKS if start in block)
    (tmp_path / "leads.csv").write_text("name,phone\nAda,447700900123\nBo,447700900124\n", encoding="utf-8")
    (tmp_path / "shop.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    async with Sandbox(review_seconds=0) as sandbox:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error", "-c", f"import asyncio\n{block}\n{ENDINGS[start]}\n"),
            cwd=tmp_path,
            env={
                **os.environ,
                "CHAKRA_BASE_URL": sandbox.url,
                "CHAKRA_ACCESS_TOKEN": sandbox.token,
                "CHAKRA_PLUGIN_ID": sandbox.plugin_id,
                "CHAKRA_PHONE_NUMBER_ID": sandbox.phone_number_id,
                "CHAKRA_WABA_ID": sandbox.waba_id,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        assert err == b""
        assert sandbox.arrived > 0 or start in SILENT
        assert out or start == "async def careful"


def test_the_two_commands_are_marked_and_single() -> None:
    for mark in ("run-command", "test-command"):
        found = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)```", README, re.DOTALL)
        assert len(found) == 1
        assert len(found[0].strip().splitlines()) == 1
