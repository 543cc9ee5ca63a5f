# ruff: noqa: S603, S607 - the commands are the test's own
# pyright: reportPrivateUsage=false
"""A disk that fills up: nothing more is sent, what was under way is told, and nothing is done twice afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import RowState, Run, action
from chakra_async.bulk.journal.sqlite import SQLiteJournal

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.bulk import Row

ROWS = [f"{n:0100}" for n in range(2000)]


async def test_a_journal_that_cannot_grow_ends_the_run_and_the_next_one_goes_on(
    nobody: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.journal"
    sent: Counter[str] = Counter()

    async def work(_: Chakra, row: Row) -> None:
        sent[row.value] += 1

    begin_session = SQLiteJournal._begin_session

    def small(journal: SQLiteJournal, *arguments: Any) -> None:
        begin_session(journal, *arguments)
        journal._connection.execute("PRAGMA max_page_count = 40")

    with monkeypatch.context() as patched:
        patched.setattr(SQLiteJournal, "_begin_session", small)
        report = await Run(nobody, action(work), rows=ROWS, journal=path).finish()
    assert "the disk is full" in str(report.stopped_because)
    assert report.exit_code == 3
    assert report.total == report.rows
    assert report.done == sum(sent.values()) > 0
    assert len(report.unrecorded) <= 8
    lost = {result.number for result in report.unrecorded}
    report = await Run(nobody, action(work), rows=ROWS, journal=path).finish()
    assert report.stopped_because is None
    assert {row.number for row in report.problems(RowState.UNKNOWN)} == lost
    assert report.done + report.unknown == len(ROWS)
    assert max(sent.values()) == 1


SCRIPT = """
import asyncio, os, resource, sys
from types import SimpleNamespace as Plain
from chakra_async.bulk import Run, action
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
log = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
async def work(_, row):
    os.write(log, row.value.encode())
client = Plain(settings=Plain(limits=Plain(concurrency=8, rate=None), base_url="http://localhost"))
rows = [f"{n:0100}" for n in range(2000)]
report = asyncio.run(Run(client, action(work), rows=rows, journal=sys.argv[1]).finish())
print(report.exit_code, report.total == report.rows, report.stopped_because)
"""


def test_a_file_size_limit_of_the_system_is_told_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    journal, log = tmp_path / "a.journal", tmp_path / "sent"

    def run(limit: int) -> str:
        command = [sys.executable, "-c", SCRIPT, str(journal), str(log), str(limit)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert not done.stderr
        return done.stdout

    assert run(300_000).startswith("3 True The journal")
    first = len(log.read_bytes()) // 100
    assert 0 < first < 2000
    out = run(100_000_000)
    assert out.startswith(("0 True None", "1 True None"))
    sent = Counter(log.read_bytes()[start : start + 100] for start in range(0, log.stat().st_size, 100))
    assert max(sent.values()) == 1
    assert len(sent) >= 2000 - 8


def test_a_disk_that_is_really_full_is_told_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip("not allowed to mount a small disk")
    try:
        journal, log = mount / "a.journal", tmp_path / "sent"
        ballast = mount / "ballast"
        ballast.write_bytes(b"x" * 700_000)

        def run() -> str:
            command = [sys.executable, "-c", SCRIPT, str(journal), str(log), "100000000"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
            # A journal that cannot even begin is an error, and sends nothing.
            assert not done.returncode or "JournalError: The journal" in done.stderr, done.stderr
            return done.stdout

        out = run()
        assert out.startswith("3 True The journal")
        assert "full" in out or "disk" in out
        ballast.unlink()
        while not run().startswith(("0 True None", "1 True None")):
            assert log.stat().st_size < 100 * 2001
            subprocess.run(["mount", "-o", "remount,size=10m", str(mount)], check=True)
        sent = Counter(log.read_bytes()[start : start + 100] for start in range(0, log.stat().st_size, 100))
        assert max(sent.values()) == 1
    finally:
        subprocess.run(["umount", str(mount)], check=True)
