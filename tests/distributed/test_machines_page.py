"""The blocks of docs/machines.md run as they are, with the names of a sandbox, a campaign and a database in the place of the examples'."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import shlex
import sys
import textwrap
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import bulk
from tests.support.pages import ROOT, blocks, commands
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

PAGE = "docs/machines.md"
PROGRAM = """
import asyncio
import distributed
from chakra_async import Chakra, bulk

async def main():
    there = distributed.Client(processes=False, n_workers=1, dashboard_address=None, asynchronous=True)
    async with Chakra() as chakra, there as dask_client:
{block}
    print(report.done, "done")

asyncio.run(main())
"""


def block(language: str, place: int = 0) -> str:
    return [each.code for each in blocks(PAGE) if each.language == language][place]


async def run(command: list[str], sandbox: Sandbox, database: Database, folder: Path) -> str:
    (folder / "leads.csv").write_text("name,phone\nAda,447700900123\nBo,447700900124\n", encoding="utf-8")
    (folder / "shop").mkdir()
    code = "from chakra_async import Chakra\n\n\ndef client() -> Chakra:\n    return Chakra()\n"
    (folder / "shop" / "chakra.py").write_text(code, encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "CHAKRA_BASE_URL": sandbox.url,
        "CHAKRA_ACCESS_TOKEN": sandbox.token,
        "CHAKRA_JOURNAL": database.address,
    }
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


def sent(sandbox: Sandbox) -> list[str]:
    found = (each for each in sandbox.arrivals if each.operation == "campaigns.add_phone_number")
    return sorted(each.body["phoneNumber"] for each in found)


@pytest.mark.timeout(200)
async def test_the_first_run_sends_each_row_once(
    sandbox: Sandbox, postgres: Database, tmp_path: Path
) -> None:
    (line,) = (each for each in block("bash").splitlines() if not each.startswith(("pip install", "export")))
    address = "postgresql://user@db/bulk#july"
    assert address in line
    line = line.replace(address, shlex.quote(f"{postgres.address}#july")).replace("UUID", CAMPAIGN_ID)
    await run(["bash", "-euo", "pipefail", "-c", line], sandbox, postgres, tmp_path)
    assert sent(sandbox) == ["447700900123", "447700900124"]


@pytest.mark.timeout(200)
async def test_a_list_is_loaded_and_sent_by_a_loop_of_processes(
    sandbox: Sandbox, postgres: Database, tmp_path: Path
) -> None:
    code = block("bash", 1)
    for part in ("postgresql://user@db/bulk#july", "chakra work july --share $share/3", "UUID"):
        assert part in code
    address = shlex.quote(f"{postgres.address}#july")
    code = code.replace("postgresql://user@db/bulk#july", address).replace("UUID", CAMPAIGN_ID)
    out = await run(["bash", "-euo", "pipefail", "-c", code], sandbox, postgres, tmp_path)
    assert "2 rows: 2 to send" in out
    assert out.count("by this process.") == 3
    assert sent(sandbox) == ["447700900123", "447700900124"]


@pytest.mark.timeout(200)
async def test_the_lines_for_kubernetes_and_slurm_send_the_share_of_their_index(
    sandbox: Sandbox, postgres: Database, tmp_path: Path
) -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    (kubernetes,) = re.findall(r"^ +- (exec chakra work july .+)$", page, re.MULTILINE)
    (slurm,) = re.findall(r"--wrap '(chakra work july .+)'", page)
    load = block("bash", 1).splitlines()[0].replace("UUID", CAMPAIGN_ID)
    load = load.replace("postgresql://user@db/bulk#july", shlex.quote(f"{postgres.address}#july"))
    code = f"{load}\nexport JOB_COMPLETION_INDEX=1\nsh -c {shlex.quote(kubernetes)}\n"
    code += f"export SLURM_ARRAY_TASK_ID=1\nsh -c {shlex.quote(slurm)}\n"
    out = await run(["bash", "-euo", "pipefail", "-c", code], sandbox, postgres, tmp_path)
    # The list is one slice, the first: of index 1, which counts from 0, it is not, and of task 1 it is.
    assert [line for line in out.splitlines() if "by this process" in line] == [
        "0 done, 0 refused, 0 unknown by this process.",
        "2 done, 0 refused, 0 unknown by this process.",
    ]
    assert sent(sandbox) == ["447700900123", "447700900124"]


@pytest.mark.timeout(200)
@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed is not installed")
async def test_the_program_sends_each_row_once_on_a_dask_cluster(
    sandbox: Sandbox, postgres: Database, tmp_path: Path
) -> None:
    code = textwrap.indent(block("python"), " " * 8)
    assert '"..."' in code
    code = code.replace('"..."', repr(CAMPAIGN_ID)).replace("postgresql://db/bulk", postgres.address)
    out = await run([sys.executable, "-c", PROGRAM.format(block=code)], sandbox, postgres, tmp_path)
    assert "2 done" in out
    assert sent(sandbox) == ["447700900123", "447700900124"]


def test_the_tasks_of_other_engines_are_python() -> None:
    tasks = [each.code for each in blocks(PAGE) if each.language == "text"]
    assert len(tasks) > 2
    for each in tasks:
        compile(each, PAGE, "exec")
        assert "bulk.work_slice(run, number" in each or "class OnRay" in each


async def test_the_engine_of_the_page_sends_each_row_once_and_says_what_was_given_up(
    sandbox: Sandbox, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tasks are those of this loop in the place of Ray's, and the first of them fails."""
    (code,) = (each.code for each in blocks(PAGE) if "class OnRay" in each.code)
    monkeypatch.setenv("CHAKRA_JOURNAL", postgres.address)
    failures = iter([True])

    class send_slice:  # noqa: N801 - the page's name
        @staticmethod
        def remote(run: str, number: int) -> asyncio.Task[object]:
            async def task() -> object:
                if next(failures, False):
                    raise ConnectionError("the worker is gone")
                return await bulk.work_slice(run, number, client=chakra)

            return asyncio.create_task(task())

    names: dict[str, Any] = {
        "bulk": bulk,
        "send_slice": send_slice,
        "Sequence": Sequence,
        "AsyncIterator": AsyncIterator,
    }
    exec(code, names)  # noqa: S102 - the page's own code
    async with sandbox.client() as chakra:
        rows = ["+447700900123", "+447700900124"]
        enrol = bulk.Enrol(CAMPAIGN_ID)
        given = bulk.Run(chakra, enrol, rows=rows, journal=f"{postgres.address}#july", show_progress=False)
        report = await given.finish(engine=names["OnRay"]())
    assert (report.done, report.exit_code) == (2, 0)
    assert sent(sandbox) == ["447700900123", "447700900124"]


def test_there_are_no_other_blocks_than_those_above_and_commands() -> None:
    others = [each for each in blocks(PAGE) if each.language not in ("bash", "python", "text")]
    assert all(commands(each) for each in others)
