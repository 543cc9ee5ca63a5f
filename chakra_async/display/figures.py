"""What a page about a run is made of, read from its report and its journal in one pass of bounded memory."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.journal.reader import count_deliveries, describe, read_history, read_rows
from chakra_async.bulk.measures import Latency, RunRecord
from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.bulk.report import Report

__all__ = ["Figures", "Group", "figures_of", "shown_key"]

_SHOWN_ROWS: Final = 50
_MOST_GROUPS: Final = 200
_OTHER: Final = "other reasons"
_DIFFERENT: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\b\d[\d*]*\d\b|\*+\w*")
"""What differs from row to row in reasons that are the same: quoted and masked values, and numbers."""
_LOOKED_AT: Final = (RowState.REFUSED, RowState.UNKNOWN, RowState.SENDING, RowState.INVALID, RowState.PENDING)
_ORDER: Final = {state: place for place, state in enumerate((RowState.UNKNOWN, RowState.SENDING))}


@attrs.define(kw_only=True)
class Group:
    """Rows that did not end as done, for one reason.

    Attributes:
        state: Their state.
        code: The code of the error.
        error: The class of the error.
        reason: The reason; what differs from row to row is left out if it does.
        count: How many there are.
        rows: The first of them.

    """

    state: RowState
    code: str | None
    error: str | None = None
    reason: str
    count: int = 0
    rows: list[Result] = attrs.field(factory=list[Result])


@attrs.frozen(kw_only=True)
class Figures:
    """What is known of a journal.

    Attributes:
        entries: What the journal says of its run, by name; empty where the journal is gone.
        runs: Its runs.
        latency: How many answers took how long, over all runs.
        deliveries: Messages by how far they came, where the journal was given their deliveries.
        groups: Why rows did not end as done: what may have been done first, then the commonest.

    """

    entries: Mapping[str, str] = attrs.field(factory=dict[str, str])
    runs: list[RunRecord] = attrs.field(factory=list[RunRecord])
    latency: Latency = attrs.field(factory=Latency)
    deliveries: Mapping[str, int] = attrs.field(factory=dict[str, int])
    groups: list[Group] = attrs.field(factory=list[Group])


def figures_of(report: Report) -> Figures:
    """Return what the page of a report shows. Without its journal, as after a dry run, it is what the report holds.

    Raises:
        JournalError: The journal is there and cannot be read.

    """
    if isinstance(report.journal, Path) and not report.journal.is_file():
        groups = [
            Group(
                state=each.state,
                code=each.code,
                reason=each.reason,
                count=each.count,
                rows=[Result(number=number, state=each.state) for number in each.rows if number > 0],
            )
            for each in report.reasons
        ]
        return Figures(groups=groups)
    entries, _ = describe(report.journal)
    runs = read_history(report.journal)
    latency = Latency()
    for run in runs:
        latency.add(run.latency)
    return Figures(
        entries=entries,
        runs=runs,
        latency=latency,
        deliveries=count_deliveries(report.journal),
        groups=_groups(report),
    )


def shown_key(result: Result, *, show_numbers: bool) -> str:
    """Return what identifies a row: in full if that is asked for, else with all but its ends hidden."""
    return (result.key or "") if show_numbers else result.masked


def _groups(report: Report) -> list[Group]:
    found: dict[tuple[RowState, str | None, str], Group] = {}
    for result in read_rows(report.journal, _LOOKED_AT):
        if result.number < 0 or (result.state is RowState.PENDING and result.reason is None):
            continue  # not in the list any more, or simply not sent yet
        reason = result.reason or "under way, or the process was killed"
        key = (result.state, result.code, _general(reason))
        if key not in found and len(found) >= _MOST_GROUPS:
            reason, key = _OTHER, (result.state, None, _OTHER)
        group = found.get(key)
        if group is None:
            group = found[key] = Group(
                state=result.state, code=key[1], error=result.error_class, reason=reason
            )
        elif group.reason != reason:
            group.reason = key[2]
        group.count += 1
        if len(group.rows) < _SHOWN_ROWS:
            group.rows.append(result)
    return sorted(found.values(), key=lambda group: (_ORDER.get(group.state, len(_ORDER)), -group.count))


@lru_cache(maxsize=4096)
def _general(reason: str) -> str:
    return _DIFFERENT.sub("…", reason)
