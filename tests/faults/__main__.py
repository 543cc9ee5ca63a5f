"""The command: `python -m tests.faults` runs the matrix, prints it, and writes `docs/faults.md`.

Its exit code is 1 if a cell is not what `expected.txt` says; the page is not written then.
"""

from __future__ import annotations

# ruff: noqa: T201 - it prints its table
import asyncio
import sys
from typing import TYPE_CHECKING

from .call_kinds import KINDS
from .document import FILE, cell, render
from .harness import Seen, play
from .matrix import FAULTS
from .table import groups

if TYPE_CHECKING:
    from .call_kinds import Kind
    from .harness import Fault


async def _try(fault: Fault, kind: Kind) -> Seen:
    try:
        return await play(fault, kind)
    except AssertionError as error:  # something was left behind: shown in the table as well
        return Seen(f"AssertionError: {error}", "left behind", 0, ())


async def _all() -> int:
    wrong = 0
    found: dict[str, dict[str, dict[str, Seen]]] = {}
    widths = [40, *(44 for _ in KINDS)]
    for group, rows in groups().items():
        print(f"\n{group:{widths[0]}}", *(f"{kind.name:{widths[1]}}" for kind in KINDS))
        for fault, row in zip(FAULTS[group], rows, strict=True):
            cells: dict[str, Seen] = {}
            shown: list[str] = []
            for kind in KINDS:
                expected = row.cells.get(kind.name)
                if expected is not None:
                    cells[kind.name] = await _try(fault, kind)
                seen = cells.get(kind.name)
                right = seen == expected
                wrong += not right
                shown.append(cell(seen) if right else f"{cell(seen)}, NOT {cell(expected)}")
            print(f"{fault.name:{widths[0]}}", *(f"{text:{widths[1]}}" for text in shown), flush=True)
            found.setdefault(group, {})[fault.name] = cells
    count = sum(len(cells) for rows in found.values() for cells in rows.values())
    print(f"\n{count} cells, {wrong} of them not as expected")
    if not wrong:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(render(found), encoding="utf-8")
        print(f"{FILE} is written")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(asyncio.run(_all()))
