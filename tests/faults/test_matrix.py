"""Every cell of the matrix: the error, the outcome, the arrivals, the attempts, and that everything is back."""

from __future__ import annotations

from typing import Any

import pytest

from .call_kinds import KINDS
from .document import FILE, render
from .harness import play
from .matrix import FAULTS
from .table import groups

CELLS = [
    pytest.param(fault, kind, row.cells[kind.name], id=f"{group}: {fault.name}, {kind.name}")
    for group, rows in groups().items()
    for fault, row in zip(FAULTS[group], rows, strict=True)
    for kind in KINDS
    if kind.name in row.cells
]


def test_the_table_names_every_fault_in_its_order() -> None:
    assert {group: [row.fault for row in rows] for group, rows in groups().items()} == {
        group: [fault.name for fault in faults] for group, faults in FAULTS.items()
    }
    assert len(CELLS) > 150


def test_the_page_in_the_documentation_is_what_the_matrix_says() -> None:
    expected = {group: {row.fault: row.cells for row in rows} for group, rows in groups().items()}
    assert FILE.read_text(encoding="utf-8") == render(expected), "run `nox -s faults`"


@pytest.mark.parametrize(("fault", "kind", "expected"), CELLS)
async def test_a_fault_has_the_outcome_of_the_table(fault: Any, kind: Any, expected: Any) -> None:
    assert await play(fault, kind) == expected
