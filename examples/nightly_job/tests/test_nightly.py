"""The job as its scheduler starts it, against a sandbox."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

PROJECT = Path(__file__).parents[1]


async def job(sandbox: Sandbox, folder: Path, *arguments: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(PROJECT / "nightly.py"), *arguments),
        cwd=folder,
        env={**os.environ, "CHAKRA_BASE_URL": sandbox.url, "CHAKRA_ACCESS_TOKEN": sandbox.token},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    return process.returncode, printed.decode()


async def test_two_nights_enrol_each_person_once(chakra_sandbox: Sandbox, tmp_path: Path) -> None:
    table = Path(shutil.copy(PROJECT / "leads.csv", tmp_path))
    campaign = chakra_sandbox.campaign_id
    assert (await job(chakra_sandbox, tmp_path, "leads.csv", campaign))[0] == 0
    assert chakra_sandbox.leads == 2
    table.write_text(table.read_text() + "Di,+44 7700 900125\n")
    code, printed = await job(chakra_sandbox, tmp_path, "leads.csv", campaign)
    assert (code, chakra_sandbox.leads, chakra_sandbox.arrived) == (0, 3, 3), printed
    assert (tmp_path / "leads.html").stat().st_size


async def test_the_exit_code_says_what_is_to_be_done(chakra_sandbox: Sandbox, tmp_path: Path) -> None:
    campaign = chakra_sandbox.campaign_id
    (tmp_path / "leads.csv").write_text("name,phone\nAda,+447700900123\nBo,123\n")
    assert (await job(chakra_sandbox, tmp_path, "leads.csv", campaign))[0] == 1
    assert (await job(chakra_sandbox, tmp_path, "missing.csv", campaign))[0] == 2
    (tmp_path / "others.csv").write_text("phone\n+447700900126\n")
    other = "00000000-0000-4000-8000-000000000000"
    assert (await job(chakra_sandbox, tmp_path, "others.csv", other))[0] == 3


def test_the_schedulers_start_the_same_command() -> None:
    unit = (PROJECT / "enrol.service").read_text()
    (started,) = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    command = shlex.split(started.removeprefix("ExecStart=/srv/leads/"))
    assert shlex.join(command) in (PROJECT / "crontab").read_text()
    assert (PROJECT / command[1]).is_file()
    assert (PROJECT / command[2]).is_file()
