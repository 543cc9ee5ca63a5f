# ruff: noqa: S603, ASYNC240 - the commands and files are the test's own
"""A journal whose files do not belong together, were changed or vanish is refused, and no row is sent twice."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import JournalError, RowState, Run, action, dry_run
from chakra_async.bulk.journal.reader import describe, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.bulk import Report, Row

ROWS = [f"k{n}" for n in range(300)]
KILLED = """
import asyncio, os, signal, sys
from types import SimpleNamespace as Plain
from chakra_async.bulk import Run, action
async def work(_, row):
    if row.number == 150:
        os.kill(os.getpid(), signal.SIGKILL)
client = Plain(settings=Plain(limits=Plain(concurrency=4, rate=None), base_url="http://localhost"))
rows = [f"k{n}" for n in range(300)]
asyncio.run(Run(client, action(work), rows=rows, journal=sys.argv[1]).finish())
"""


async def work(_: Chakra, row: Row) -> None:
    sent.append(row.value)


sent: list[str] = []


async def again(nobody: Any, path: Path) -> Report:
    sent.clear()
    return await Run(nobody, action(work), rows=ROWS, journal=path).finish()


def killed(path: Path) -> Path:
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -9
    return path


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def remove(path: Path) -> None:
    wal(path).unlink()
    path.with_name(path.name + "-shm").unlink()


def empty(path: Path) -> None:
    wal(path).write_bytes(b"")


def foreign(path: Path) -> None:
    other = killed(path.with_name("other.journal"))
    shutil.copy(wal(other), wal(path))
    path.with_name(path.name + "-shm").unlink()


def of_an_earlier_session(path: Path) -> None:
    shutil.copy(wal(path), path.with_name("kept"))
    with closing(sqlite3.connect(path)) as connection:  # as a later session would
        connection.execute("UPDATE meta SET value = 'x' || value WHERE name = 'session'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path.with_name("kept"), wal(path))


@pytest.mark.parametrize("damage", [remove, empty, foreign, of_an_earlier_session])
async def test_a_journal_that_was_not_closed_needs_its_own_wal(
    nobody: Any, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = killed(tmp_path / "a.journal")
    damage(path)
    with pytest.raises(JournalError, match="-wal"):
        await again(nobody, path)
    assert sent == []


@pytest.mark.parametrize("damage", [foreign, of_an_earlier_session])
async def test_a_refused_journal_is_not_changed(
    nobody: Any, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = killed(tmp_path / "a.journal")
    shutil.copy(wal(path), tmp_path / "kept")
    before = path.read_bytes()
    damage(path)
    if damage is of_an_earlier_session:
        before = path.read_bytes()
    with pytest.raises(JournalError):
        await again(nobody, path)
    assert path.read_bytes() == before
    assert wal(path).stat().st_size


async def test_a_killed_run_goes_on_after_a_start_with_something_else_was_refused(
    nobody: Any, tmp_path: Path
) -> None:
    path = killed(tmp_path / "a.journal")
    with pytest.raises(JournalError, match="belongs to another run"):
        await Run(nobody, action(work, name="other"), rows=ROWS, journal=path).finish()
    report = await again(nobody, path)
    assert report.done + report.unknown == len(ROWS)


async def test_with_its_wal_a_killed_run_goes_on_elsewhere(nobody: Any, tmp_path: Path) -> None:
    path = killed(tmp_path / "a.journal")
    (tmp_path / "there").mkdir()
    moved = tmp_path / "there" / path.name
    shutil.copy(path, moved)
    shutil.copy(wal(path), wal(moved))
    dry = await dry_run(action(work), ROWS, journal=moved)
    report = await again(nobody, moved)
    assert report.done + report.unknown == 300
    assert 0 < len(sent) == dry.pending < 160
    assert [each.name for each in (tmp_path / "there").iterdir()] == [path.name]


@pytest.mark.parametrize(
    "files", [["a.journal"], ["a.journal-wal"], ["a.journal", "a.journal-wal", "a.journal-shm"]]
)
async def test_a_journal_that_is_deleted_stops_the_run(nobody: Any, tmp_path: Path, files: list[str]) -> None:
    path = tmp_path / "a.journal"
    calls: list[int] = []

    async def delete(_: Chakra, row: Row) -> None:
        calls.append(row.number)
        if len(calls) == 50:
            for name in files:
                (tmp_path / name).unlink()

    report = await Run(nobody, action(delete), rows=ROWS, journal=path).finish()
    assert "was deleted or replaced" in str(report.stopped_because)
    assert report.exit_code == 3
    assert len(calls) < 100


async def test_a_journal_that_is_replaced_stops_the_run(nobody: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    calls: list[int] = []

    async def replace(_: Chakra, row: Row) -> None:
        calls.append(row.number)
        if len(calls) == 50:
            shutil.copy(path, tmp_path / "copy")
            (tmp_path / "copy").replace(path)

    report = await Run(nobody, action(replace), rows=ROWS, journal=path).finish()
    assert "was deleted or replaced" in str(report.stopped_because)
    assert len(calls) < 100


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN UPDATE rows SET state = 'pending'; END",
        "CREATE VIEW v AS SELECT * FROM rows",
        "CREATE TABLE other (x)",
        "CREATE INDEX i ON rows (state)",
        "ALTER TABLE rows ADD COLUMN more",
        "UPDATE rows SET state = 'dnne' WHERE number = 5",
        "UPDATE rows SET state = X'ff' WHERE number = 5",
    ],
)
async def test_a_journal_that_was_tampered_with_is_refused(
    nobody: Any, tmp_path: Path, statement: str
) -> None:
    path = tmp_path / "a.journal"
    await again(nobody, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(JournalError):
        await again(nobody, path)
    assert sent == []


@pytest.mark.parametrize("place", ["CREATE TABLE rows", "done", "SQLite format", "number INTEGER"])
async def test_flipped_bits_are_a_journal_error_or_nothing(nobody: Any, tmp_path: Path, place: str) -> None:
    path = tmp_path / "a.journal"
    await again(nobody, path)
    content = bytearray(path.read_bytes())
    at = bytes(content).rindex(place.encode())
    for bit in range(8):
        damaged = bytearray(content)
        damaged[at + 1] ^= 1 << bit
        path.write_bytes(damaged)
        with pytest.raises(JournalError):
            await again(nobody, path)
        with pytest.raises(JournalError):
            describe(path)
        assert sent == []


@pytest.mark.parametrize("link", [False, True])
async def test_a_file_that_was_there_before_is_never_removed(
    nobody: Any, tmp_path: Path, *, link: bool
) -> None:
    mine = tmp_path / "mine"
    mine.write_bytes(b"")
    path = tmp_path / "a.journal"
    path.symlink_to(mine) if link else mine.rename(path)
    other = action(work)

    class Unreadable:
        name = "x"
        stable = False
        expected = None

        async def check(self, _: object) -> dict[str, str]:
            raise ValueError("unreadable")

        def batches(self, _: int) -> None: ...

    rows: Any = Unreadable()
    with pytest.raises(ValueError, match="unreadable"):
        await Run(nobody, other, rows=rows, journal=path).finish()
    assert path.exists()
    assert path.stat().st_size == 0


async def test_nothing_is_left_beside_a_journal_after_a_clean_end(nobody: Any, tmp_path: Path) -> None:
    await again(nobody, tmp_path / "a.journal")
    assert [each.name for each in tmp_path.iterdir()] == ["a.journal"]


async def test_reading_a_closed_journal_leaves_nothing_beside_it(nobody: Any, tmp_path: Path) -> None:
    async def act(_: Any, row: Any) -> None:
        del row

    path = tmp_path / "a.journal"
    report = await Run(nobody, action(act), rows=["1", "2"], journal=path).finish()
    assert report.done == 2
    assert list(report.problems(RowState.DONE))
    assert describe(path)[1] == {RowState.DONE: 2}
    assert [file.name for file in tmp_path.iterdir()] == ["a.journal"]


async def test_a_run_that_begins_while_a_closed_journal_is_read_is_noticed(
    nobody: Any, tmp_path: Path
) -> None:
    async def act(_: Any, row: Any) -> None:
        del row

    path = tmp_path / "a.journal"
    await Run(nobody, action(act), rows=["1", "2"], journal=path).finish()
    rows = read_rows(path, [RowState.DONE])
    next(rows)
    await Run(nobody, action(act), rows=["1", "2", "3"], journal=path).finish()
    with pytest.raises(JournalError, match="read it again"):
        list(rows)
