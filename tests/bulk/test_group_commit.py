"""How changes are gathered into groups before they are made durable."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.sqlite import SQLiteJournal

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.bulk.journal.base import Applied, Granted, Group


async def groups_of(path: Path, marks: list[list[int]], **options: Any) -> list[list[int]]:
    """Return the intents of each group in which they were made durable, when one mark follows another in the next turn of the loop."""
    executor, loop = ThreadPoolExecutor(1), asyncio.get_running_loop()
    groups: list[list[int]] = []

    class Counted(SQLiteJournal):
        def apply(self, group: Group) -> Applied:
            if group.sending:
                groups.append(list(group.sending))
            return super().apply(group)

    store = await loop.run_in_executor(executor, Counted.open, path)
    journal = GroupCommit(store, executor, **options)
    await journal.begin(Identity(entries={"action": "enrol"}, validation={}))
    rows = sum(map(len, marks))
    await journal.add([(n, None, str(n), "pending", None, None) for n in range(1, rows + 1)])
    left, over = rows, asyncio.Event()

    def answer(granted: Granted) -> None:
        nonlocal left
        left -= len(granted.numbers)
        if not left:
            over.set()

    for each in marks:
        journal.mark_sending(each, answer)
        await asyncio.sleep(0)
    await over.wait()
    await journal.close()
    return groups


async def test_intents_of_one_turn_are_made_durable_at_once(tmp_path: Path) -> None:
    groups = await groups_of(tmp_path / "a.journal", [[1], [2], [3], [4]], workers=50)
    assert groups[0] == [1]
    assert sorted(number for group in groups for number in group) == [1, 2, 3, 4]


async def test_intents_are_waited_for_where_many_processes_share_the_database(tmp_path: Path) -> None:
    # Not for the hour: every worker waits by then.
    groups = await groups_of(tmp_path / "a.journal", [[1], [2], [3], [4]], workers=4, gather=3600.0)
    assert groups == [[1, 2, 3, 4]]
