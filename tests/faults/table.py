"""The expected result of each cell, from `expected.txt`.

A cell is `ARRIVALS OUTCOME` or, where the number of attempts is not that of arrivals, `ARRIVALSxATTEMPTS OUTCOME`, and
after that the error if it is another than the row's. `answer` stands for a good end, `-` for a cell that cannot be.
A row's statuses are those of its attempts, one after another; the last one is that of all further ones.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, repeat
from pathlib import Path

import attrs

from .harness import Seen

__all__ = ["GROUPS", "Row", "groups"]

FILE = Path(__file__).with_name("expected.txt")
GROUPS = ("connect", "send", "wait", "status", "hints", "body", "pace", "caller")


@attrs.frozen
class Row:
    """A row of the table: what must come of a fault, for each kind of call that it can meet."""

    fault: str
    cells: dict[str, Seen]


@cache
def groups() -> dict[str, list[Row]]:
    """Return the rows of the table, by the class of the fault."""
    header, *lines = FILE.read_text().splitlines()
    kinds = [name.strip() for name in header.split("|")][3:]
    found: dict[str, list[Row]] = {}
    group = ""
    for line in filter(None, lines):
        if line.startswith("# "):
            group = line[2:]
            found[group] = []
            continue
        fault, error, statuses, *cells = (text.strip() for text in line.split("|"))
        named = {
            kind: _seen(cell, error, statuses) for kind, cell in zip(kinds, cells, strict=True) if cell != "-"
        }
        found[group].append(Row(fault, named))
    return found


def _seen(cell: str, error: str, statuses: str) -> Seen:
    counts, outcome, *another = cell.split()
    arrivals, _, attempts = counts.partition("x")
    each = [None if status == "none" else int(status) for status in statuses.split()]
    named = None if outcome == "answer" else "".join(another) or error
    endless = chain(each, repeat(each[-1]))
    return Seen(named, outcome, int(arrivals), tuple(next(endless) for _ in range(int(attempts or arrivals))))
