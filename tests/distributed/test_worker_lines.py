"""Who did what of a run on several workers: in the report, on its page, and while it goes on."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING

import pytest

from chakra_async import bulk
from chakra_async.bulk.distributed.local import LocalWorkers
from tests.distributed.test_workers import Here, journal, made

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

__all__ = ["journal"]  # the fixture: a database for each test, and small slices

HERE = f"{socket.gethostname()} process {os.getpid()}"


@pytest.mark.timeout(120)
async def test_each_process_has_its_line_and_the_rows_add_up(
    sandbox: Sandbox, journal: str, tmp_path: Path
) -> None:
    there = {"CHAKRA_BASE_URL": sandbox.url, "CHAKRA_ACCESS_TOKEN": sandbox.token}
    async with sandbox.client() as chakra:
        engine = LocalWorkers(2, bulk.JournalAddress.parse(journal), environment=there)
        report = await made(chakra, journal).finish(engine=engine)
    assert report.done == 200
    assert sorted((each.rows, each.slices, each.finished) for each in report.workers) == [
        (100, 2, 2),
        (100, 2, 2),
    ]
    names = {each.name for each in report.workers}
    assert len(names) == 2
    assert HERE not in names  # it loaded the list, and sent none of it
    assert all(name.startswith(f"{socket.gethostname()} process ") for name in names)
    assert {each["name"] for each in json.loads(json.dumps(report.to_dict()))["workers"]} == names
    again = bulk.report_of(bulk.JournalAddress.parse(journal))
    assert again.workers == report.workers
    page = report.save(tmp_path / "run.html").read_text(encoding="utf-8")
    assert "<h2>Workers</h2>" in page
    assert all(name in page for name in names)
    assert "91990000" not in page
    assert sandbox.token not in page


async def test_a_run_in_one_process_on_a_file_has_no_workers(sandbox: Sandbox, tmp_path: Path) -> None:
    async with sandbox.client() as chakra:
        report = await made(chakra, str(tmp_path / "a.journal"), 3).finish()
    assert report.workers == []
    assert "workers" not in report.to_dict()
    assert "<h2>Workers</h2>" not in report.save(tmp_path / "run.html").read_text(encoding="utf-8")


async def test_an_engine_of_this_process_is_one_worker(sandbox: Sandbox, journal: str) -> None:
    async with sandbox.client() as chakra:
        report = await made(chakra, journal).finish(engine=Here(sandbox, 2))
    assert [(each.name, each.rows, each.slices, each.finished) for each in report.workers] == [
        (HERE, 200, 4, 4)
    ]
