# ruff: noqa: ASYNC240 - it waits for processes, and reads what they say of themselves
"""A planted token, a password and phone numbers, searched wherever an engine or a worker keeps or shows something."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chakra_async import bulk
from chakra_async.bulk.distributed.local import LocalWorkers
from tests.distributed.test_workers import Here, journal, made
from tests.support.pages import ROOT
from tests.support.postgres import PASSWORD
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

__all__ = ["journal"]  # the fixture: a database for each test, and small slices

OPERATION = "campaigns.add_phone_number"
PROGRAM = """
import asyncio
import json
import pickle
import sys

import distributed

from chakra_async import Chakra, bulk


def scheduler(dask_scheduler):
    tasks = dask_scheduler.tasks.values()
    specs = b"".join(pickle.dumps(task.run_spec) + repr(task.run_spec).encode() for task in tasks)
    state = json.dumps(dask_scheduler._to_dict(exclude=()), default=repr)
    return specs + state.encode() + repr(list(dask_scheduler._broker._topics.items())).encode()


def worker(dask_worker):
    return json.dumps(dask_worker._to_dict(exclude=()), default=repr)


async def main():
    campaign, journal = sys.argv[1:]
    there = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, asynchronous=True)
    found = []
    async with there as cluster, distributed.Client(cluster, asynchronous=True) as dask, Chakra() as chakra:
        numbers = [f"+91990{n:07}" for n in range(120)]
        run = bulk.Run(chakra, bulk.Enrol(campaign), rows=numbers, journal=journal, show_progress=False)
        task = asyncio.create_task(run.finish(engine=bulk.Dask(dask, concurrency=2, client="shop:client")))
        while not task.done():
            found.append(repr(await dask.run_on_scheduler(scheduler)))
            found += (await dask.run(worker)).values()
            await asyncio.sleep(0.2)
        found.append(repr(await dask.get_worker_logs()))
        found.append(repr(await dask.get_scheduler_logs()))
        print((await task).done, "done")
    with open("found.txt", "w") as file:
        file.write("\\n".join(found))


if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def slow(sandbox: Sandbox) -> None:
    sandbox.faults.add(OPERATION, latency=0.05)
    sandbox.faults.add(OPERATION, status=422, skip=20, times=3)  # so that there is something to log


def environment(sandbox: Sandbox, postgres: Database, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "CHAKRA_BASE_URL": sandbox.url,
        "CHAKRA_ACCESS_TOKEN": sandbox.token,
        "CHAKRA_JOURNAL": postgres.address,
    }


def secrets_in(text: str, sandbox: Sandbox) -> list[str]:
    secrets = {"the token": sandbox.token, "the password": PASSWORD, "a phone number": "9199000000"}
    return [name for name, secret in secrets.items() if secret in text]


@pytest.mark.timeout(200)
@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed is not installed")
async def test_neither_graph_nor_state_nor_logs_of_dask_have_them(
    sandbox: Sandbox, journal: str, postgres: Database, tmp_path: Path
) -> None:
    (tmp_path / "shop.py").write_text(
        "from chakra_async import Chakra\n\n\ndef client():\n    return Chakra()\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "dev", "-c", PROGRAM, CAMPAIGN_ID, journal),
        cwd=tmp_path,
        env=environment(sandbox, postgres, tmp_path),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out = (await process.communicate())[0].decode()
    assert process.returncode == 0, out
    assert "117 done" in out
    found = (tmp_path / "found.txt").read_text(encoding="utf-8")
    assert "slice_task" in found  # the search sees the graph
    assert "chakra-july-" in found
    assert "shop:client" in found
    assert secrets_in(found, sandbox) == []
    assert secrets_in(out, sandbox) == []


@pytest.mark.timeout(120)
async def test_neither_arguments_nor_messages_of_chakra_work_have_them(
    sandbox: Sandbox, journal: str, postgres: Database, tmp_path: Path
) -> None:
    async with sandbox.client() as chakra:
        there = {"CHAKRA_BASE_URL": sandbox.url, "CHAKRA_ACCESS_TOKEN": sandbox.token}
        engine = LocalWorkers(2, bulk.JournalAddress.parse(journal), environment=there)
        task = asyncio.create_task(made(chakra, journal, 150, limit=120).finish(engine=engine))
        seen: dict[int, str] = {}
        while not task.done():
            for process in engine._running:
                line = Path(f"/proc/{process.pid}/cmdline")
                if line.exists() and (text := line.read_bytes().replace(b"\0", b" ").decode()):
                    seen[process.pid] = text
            await asyncio.sleep(0.05)
        report = await task
    assert report.done + report.refused == 120
    assert any("chakra_async work july" in each for each in seen.values())
    assert secrets_in(" ".join(seen.values()), sandbox) == []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "dev", "-m", "chakra_async", "work", "july", "--all"),
        env={**environment(sandbox, postgres, tmp_path), "PYTHONASYNCIODEBUG": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out = (await process.communicate())[0].decode()
    assert "the limit of 120 rows is reached" in out
    assert secrets_in(out + str(report) + repr(report), sandbox) == []


@pytest.mark.timeout(120)
async def test_numbers_are_in_the_rows_of_the_journal_and_in_no_other_table(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        report = await made(chakra, journal, 60, limit=55).finish(engine=Here(sandbox, 2, rate=500.0))
    assert report.sent == 55
    tables = postgres.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    found: dict[str, list[str]] = {}
    for (table,) in tables:
        dump = postgres.execute(f"SELECT row_to_json(t)::text FROM {table} AS t")  # noqa: S608 - a name of the catalogue
        found[table] = secrets_in(str(dump), sandbox)
    rows = {table: found.pop(table) for table in list(found) if table.startswith("chakra.rows")}
    assert len(found) > 5
    assert all(each == [] for each in found.values())
    assert all(each == ["a phone number"] for each in rows.values())
