"""What is wrong with a shared run, its database or a worker is said in a sentence; nothing is sent twice, and nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from chakra_async import bulk
from chakra_async.bulk.distributed.work import work
from tests.distributed.test_workers import OPERATION, arrived, journal, load
from tests.support.pages import ROOT
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox
    from tests.support.postgres import Database

__all__ = ["journal"]  # the fixture: a database for each test, and small slices

SHIFTED = """
import datetime
import os
import time

shift = float(os.environ["SHIFT"])
clock = time.time
time.time = lambda: clock() + shift


class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=shift)


datetime.datetime = Shifted
"""


def states(database: Database) -> dict[str, int]:
    return dict(database.execute("SELECT state, count(*) FROM chakra.rows GROUP BY 1"))


async def start(
    *command: str, sandbox: Sandbox, database: Database, **more: str
) -> asyncio.subprocess.Process:
    there = {
        **os.environ,
        "CHAKRA_BASE_URL": sandbox.url,
        "CHAKRA_ACCESS_TOKEN": sandbox.token,
        "CHAKRA_JOURNAL": database.address,
        **more,
    }
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chakra_async", *command), env=there, stdout=pipe, stderr=pipe
    )


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("UPDATE chakra.version SET version = 99", "UPDATE chakra.version SET version = 1", "format 99"),
        (
            "ALTER DATABASE {name} SET default_transaction_read_only = on",
            "ALTER DATABASE {name} RESET default_transaction_read_only",
            "read-only",
        ),
        ("ALTER TABLE chakra.gates RENAME TO gone", "ALTER TABLE chakra.gone RENAME TO gates", "incomplete"),
    ],
)
async def test_a_database_that_a_worker_cannot_use_is_named_and_nothing_is_sent_until_it_can(
    sandbox: Sandbox, journal: str, postgres: Database, wrong: str, right: str, says: str
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 60)
        postgres.execute(wrong.format(name=postgres.name))
        with pytest.raises(bulk.JournalError, match=says):
            await bulk.work_slice("july", 1, client=chakra)
        assert arrived(sandbox) == []
        postgres.execute("SET transaction_read_only = off; " + right.format(name=postgres.name))
        assert (await work("july", client=chakra)).stopped_because is None
    assert len(arrived(sandbox)) == len(set(arrived(sandbox))) == 60


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"validation": '{"country":"","later":"1"}'}, "cannot be made again from its journal"),
        ({"action": "send-later"}, "cannot be made again from its journal"),
        ({"validation": "not JSON"}, "cannot be made again from its journal"),
        ({"limit": "ten"}, "options of the run cannot be read"),
        ({"server": "https://other.example"}, "another server"),
    ],
)
async def test_a_worker_of_another_version_than_the_loader_says_what_it_cannot_do_and_sends_nothing(
    sandbox: Sandbox, journal: str, postgres: Database, change: dict[str, str], says: str
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 10)
        postgres.execute(
            "UPDATE chakra.runs SET identity = identity || %s::jsonb", orjson.dumps(change).decode()
        )
        with pytest.raises(bulk.JournalError, match=says):
            await bulk.work_slice("july", 1, client=chakra)
    assert arrived(sandbox) == []
    assert states(postgres) == {"pending": 10}


async def test_a_worker_that_reads_another_number_from_a_row_is_refused(
    sandbox: Sandbox, journal: str, postgres: Database
) -> None:
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 10)
        postgres.execute("UPDATE chakra.rows SET key = '919900099999' WHERE number = 4")
        end = await bulk.work_slice("july", 1, client=chakra)
    assert not end.finished
    assert end.stopped_because is not None
    assert "Row 4 has another key here" in end.stopped_because
    assert "+919900000003" not in arrived(sandbox)
    assert "919900099999" not in str(arrived(sandbox))


@pytest.mark.timeout(200)
async def test_two_runs_of_one_list_at_the_same_time_send_each_row_once(
    sandbox: Sandbox, journal: str, postgres: Database, tmp_path: Path
) -> None:
    sandbox.faults.add(OPERATION, latency=0.05)
    table = tmp_path / "leads.csv"
    table.write_text("phone\n" + "".join(f"+91990{n:07}\n" for n in range(300)), encoding="utf-8")
    command = ("enrol", str(table), "--campaign", CAMPAIGN_ID, "--journal", journal, "--local-workers", "1")
    two = [await start(*command, sandbox=sandbox, database=postgres) for _ in range(2)]
    ends = await asyncio.gather(*(each.communicate() for each in two))
    said = " ".join((out + err).decode() for out, err in ends)
    assert "Traceback" not in said
    third = await start(*command, "--json", sandbox=sandbox, database=postgres)
    out, err = await third.communicate()
    assert third.returncode == 0, (out + err + said.encode()).decode()
    assert json.loads(out)["done"] == 300
    assert Counter(Counter(arrived(sandbox)).values()) == {1: 300}
    assert postgres.execute("SELECT count(*) FROM chakra.late") == [(0,)]


@pytest.mark.timeout(200)
async def test_with_clocks_of_workers_an_hour_apart_only_the_clock_of_the_database_counts(
    sandbox: Sandbox, journal: str, postgres: Database, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(SHIFTED, encoding="utf-8")
    async with sandbox.client() as chakra:
        await load(chakra, postgres, journal, 200)
    now = datetime.now(UTC)

    async def share(place: int, shift: int, hours: str) -> tuple[asyncio.subprocess.Process, Any]:
        process = await start(
            *("work", "july", "--share", f"{place}/2", "--between", hours, "--tz", "UTC", "--json"),
            sandbox=sandbox,
            database=postgres,
            SHIFT=str(shift),
            PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}",
        )
        return process, asyncio.create_task(process.communicate())

    # Open on the workers' clocks, and not on the database's.
    early, late = (f"{now + timedelta(minutes=each):%H:%M}" for each in (40, 80))
    process, output = await share(1, 3600, f"{early}-{late}")
    until = asyncio.get_running_loop().time() + 60
    while not postgres.execute(
        "SELECT 1 FROM chakra.slices JOIN chakra.runs USING (run) WHERE fence > claim"
    ):
        assert asyncio.get_running_loop().time() < until
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.0)
    assert arrived(sandbox) == []
    process.terminate()
    await output

    # Open on the database's clock, and not on theirs.
    early, late = (f"{now + timedelta(minutes=each):%H:%M}" for each in (-25, 25))
    workers = [await share(1, 3600, f"{early}-{late}"), await share(2, -3600, f"{early}-{late}")]
    for process, output in workers:
        out, err = await output
        assert process.returncode == 0, (out + err).decode()
    assert states(postgres) == {"done": 200}
    assert len(arrived(sandbox)) == len(set(arrived(sandbox))) == 200
    ((oldest, newest),) = postgres.execute(
        "SELECT extract(epoch FROM clock_timestamp()) - min(at) / 1000.0, extract(epoch FROM clock_timestamp()) - max(at) / 1000.0 "
        "FROM chakra.rows"
    )
    assert -5 < newest <= oldest < 600
