"""Reasons that differ only in values of their rows, taken together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.journal.base import ReasonCount
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["group_reasons"]

_DIFFERENT: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\b\d[\d*]*\d\b|\*+\w*")
"""What differs from row to row in reasons that are the same: quoted and masked values, and numbers."""
_SHOWN_ROWS: Final = 3
_MOST_REASONS: Final = 50


def group_reasons(
    records: Iterable[Any], first_rows: Callable[[str, str | None, str], list[int]]
) -> list[ReasonCount]:
    """Return the reasons by how often they occur.

    Args:
        records: State, code, reason and count of each, and the first row.
        first_rows: Returns the first rows with a state, code and reason.

    """
    reasons: dict[tuple[str, str | None, str], list[tuple[int, str]]] = {}
    for state, code, reason, count, _ in records:
        reasons.setdefault((state, code, _DIFFERENT.sub("…", reason)), []).append((count, reason))
    found: list[ReasonCount] = []
    for (state, code, general), members in sorted(
        reasons.items(), key=lambda item: -sum(n for n, _ in item[1])
    ):
        rows: list[int] = []
        for _, reason in members[:_SHOWN_ROWS]:
            rows += first_rows(state, code, reason)
        text = members[0][1] if len(members) == 1 else general
        count = sum(count for count, _ in members)
        shown = tuple(sorted(rows, key=abs)[:_SHOWN_ROWS])
        found.append(ReasonCount(state=RowState(state), code=code, reason=text, count=count, rows=shown))
        if len(found) == _MOST_REASONS:
            break
    return found
