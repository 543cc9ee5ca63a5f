# ruff: noqa: S603, ASYNC221, ASYNC240 - the commands and files are the test's own
"""A journal that is lost while a run writes it is not begun anew, unless the user says so; a deleted one is."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import Run, action

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.bulk import Row

ROWS = [f"k{n}" for n in range(200)]
KILLED = """
import asyncio, os, signal, sys
from types import SimpleNamespace as Plain
from chakra_async.bulk import Run, action
async def act(_, row):
    if row.number == 50:
        os.kill(os.getpid(), signal.SIGKILL)
client = Plain(settings=Plain(limits=Plain(concurrency=4, rate=None), base_url="http://localhost"))
asyncio.run(Run(client, action(act), rows=[f"k{n}" for n in range(200)], journal=sys.argv[1]).finish())
"""


def main_file(path: Path) -> None:
    path.unlink()


def all_three(path: Path) -> None:
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)


def everything(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        if not each.name.endswith("-lock"):
            each.unlink()


def moved_away(path: Path) -> None:
    (path.parent / "away").mkdir()
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).rename(path.parent / "away" / (path.name + name))


@pytest.mark.parametrize("lose", [main_file, all_three, everything, moved_away])
async def test_a_journal_that_is_lost_in_mid_run_is_not_begun_anew(
    nobody: Any, tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.journal"
    seen: Counter[str] = Counter()
    lost: list[Path] = []

    async def act(_: Chakra, row: Row) -> None:
        seen[row.value] += 1
        if len(seen) == 40 and not lost:
            lost.append(path)
            lose(path)
        await asyncio.sleep(0.001)

    def run(**options: Any) -> Run:
        return Run(nobody, action(act), rows=ROWS, journal=path, concurrency=4, **options)

    first = await run().finish()
    assert first.exit_code == 3
    assert "deleted or replaced" in str(first.stopped_because)
    before = dict(seen)
    for _ in range(2):
        report = await run().finish()
        assert report.exit_code == 3
        assert "restore it from a copy" in str(report.stopped_because)
        assert "new_journal=True (--new-journal)" in str(report)
        assert [result async for result in run()] == []
    assert seen == before
    assert not path.exists()
    assert (await run(new_journal=True).finish()).done == 200
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.journal"]


def test_a_journal_that_is_deleted_after_a_crash_is_not_begun_anew(nobody: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode == -9
    all_three(path)
    seen: list[str] = []

    async def act(_: Chakra, row: Row) -> None:
        seen.append(row.value)

    report = asyncio.run(Run(nobody, action(act), rows=ROWS, journal=path).finish())
    assert report.exit_code == 3
    assert "is missing" in str(report.stopped_because)
    assert not seen


async def test_a_journal_that_is_emptied_is_not_begun_anew(nobody: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"

    async def act(_: Chakra, row: Row) -> None:
        if row.number == 20:
            all_three(path)
            path.touch()

    assert (await Run(nobody, action(act), rows=ROWS, journal=path).finish()).exit_code == 3
    assert (await Run(nobody, action(act), rows=ROWS, journal=path).finish()).exit_code == 3


async def test_a_crashed_run_goes_on_with_its_journal(nobody: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)

    async def act(_: Chakra, row: Row) -> None: ...

    report = await Run(
        nobody, action(act), rows=ROWS, journal=path, on_unknown="retry", new_journal=True
    ).finish()
    assert report.done == 200
    assert report.sent < 200
    assert [each.name for each in tmp_path.iterdir()] == ["a.journal"]


async def test_a_journal_that_is_deleted_after_a_clean_end_is_begun_anew(nobody: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"

    async def act(_: Chakra, row: Row) -> None: ...

    for _ in range(2):
        report = await Run(nobody, action(act), rows=ROWS, journal=path).finish()
        assert (report.done, report.sent) == (200, 200)
        path.unlink()
