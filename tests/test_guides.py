"""The guides' code runs as it stands, against the sandbox."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from chakra_async import Chakra
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
        "from chakra_async._transport.clock import sleep\n"
        "def test_it(waits):\n"
        "    asyncio.run(sleep(3600))\n"
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


# The guide to messages: a program, then pieces of one coroutine.

MESSAGES = (Path(__file__).parents[1] / "docs" / "messages.md").read_text(encoding="utf-8")
WHOLE, *PIECES = re.findall(r"^```python\n(.*?)^```$", MESSAGES, re.DOTALL | re.MULTILINE)
TO = "919901258433"
ARRIVE = [2, 7, 1, 3, 3, 2, 4, 5, 3, 2, 2, 0, 1]
"""How many requests each piece makes."""


def settings(sandbox: Sandbox) -> dict[str, Any]:
    return {
        "token": sandbox.token,
        "base_url": sandbox.url,
        "plugin_id": sandbox.plugin_id,
        "phone_number_id": sandbox.phone_number_id,
        "waba_id": sandbox.waba_id,
        "whatsapp_api_version": "v22.0",
    }


def said(printed: str) -> list[str]:
    """Return what the guide says is printed, of what was."""
    return [
        line for line in printed.splitlines() if line and f"prints `{line}`" in " ".join(MESSAGES.split())
    ]


async def test_the_first_message_is_a_program_of_its_own(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        named = {f"CHAKRA_{name.upper()}": value for name, value in settings(sandbox).items()}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error", "-c", WHOLE),
            cwd=tmp_path,
            env={**os.environ, **named, "CHAKRA_ACCESS_TOKEN": sandbox.token},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        assert process.returncode == 0, out.decode()
        assert out.decode().strip() == sandbox.customer(TO).messages[0].wamid


def test_the_guide_has_as_many_pieces_as_are_tried() -> None:
    assert len(PIECES) == len(ARRIVE)
    assert MESSAGES.count("This prints `") == 2


@pytest.mark.parametrize(("piece", "arrive"), list(zip(PIECES, ARRIVE, strict=True)))
async def test_a_piece_runs_in_a_coroutine_and_the_server_takes_it(
    piece: str, arrive: int, capsys: pytest.CaptureFixture[str]
) -> None:
    space: dict[str, Any] = {}
    exec(f"async def piece(chakra, to, message_id):\n{textwrap.indent(piece, '    ')}", space)  # noqa: S102 - the guide's own
    async with Sandbox() as sandbox:
        message_id = sandbox.customer(TO).says("Hello?").wamid
        async with Chakra(**settings(sandbox)) as chakra:
            await space["piece"](chakra, TO, message_id)
        assert [arrival.status for arrival in sandbox.arrivals] == [200] * arrive
    printed = capsys.readouterr().out
    assert len(said(printed)) == len(printed.splitlines()) == piece.count("print(error)")
