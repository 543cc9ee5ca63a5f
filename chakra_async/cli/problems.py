"""The rows with problems at the end of a run: grouped by reason, the first rows of each with their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async._core.text import path_in_command
from chakra_async.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chakra_async.bulk import Result

__all__ = ["show_all", "show_grouped"]

_ROWS: Final = 3
_GROUPS: Final = 8
_REASONS: Final = 1000
_VALUE: Final = re.compile(r"""(?:^|(?<=^phone number ))(?:'[^']*'|"[^"]*")\s+""")
_OTHER: Final = "other reasons"


@attrs.define
class _Group:
    first: list[Result] = attrs.field(factory=list["Result"])
    count: int = 0


def show_all(title: str, results: Iterable[Result]) -> None:
    """Print each row with its place and reason."""
    for count, result in enumerate(results):
        if count == 0:
            output.line(f"{title}:")
        output.line(_row(result))


def show_grouped(title: str, results: Iterable[Result], state: str, journal: object) -> None:
    """Print the first rows of each reason and how many more there are, the commonest reason first.

    Args:
        title: What these rows are.
        results: The rows, read one by one; a bounded number is kept.
        state: Their state, for the command that shows them all.
        journal: The journal that holds them all.

    """
    groups: dict[str, _Group] = {}
    for result in results:
        reason = _VALUE.sub("", result.reason or "")
        if reason not in groups and len(groups) >= _REASONS:
            reason = _OTHER
        group = groups.setdefault(reason, _Group())
        group.count += 1
        if len(group.first) < _ROWS:
            group.first.append(result)
    if not groups:
        return
    output.line(f"{title}:")
    complete = True
    ordered = sorted(groups.items(), key=lambda item: -item[1].count)
    for reason, group in ordered[:_GROUPS]:
        output.line(f"  {_rows(group.count)}: {output.printable(reason)}")
        first = ", ".join(_place(result) for result in group.first)
        more = group.count - len(group.first)
        complete = complete and not more
        output.line(f"    {first}{f' and {more} more' if more else ''}")
    if len(ordered) > _GROUPS:
        complete = False
        output.line(f"  {_rows(sum(group.count for _, group in ordered[_GROUPS:]))}: {_OTHER}")
    if not complete:
        output.line(f"  All of them: chakra journal export {path_in_command(str(journal))} --state {state}")


def _rows(count: int) -> str:
    return f"{count} row{'s' if count > 1 else ''}"


def _place(result: Result) -> str:
    return " ".join(output.printable(part) for part in (result.place, result.masked) if part)


def _row(result: Result) -> str:
    parts = [result.place, result.masked, result.reason or ""]
    return "  " + "  ".join(output.printable(part) for part in parts if part)
