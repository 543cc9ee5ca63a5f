"""Events that were gathered and parked together: they are redriven and discarded together, because their effects are those of the group. Pure.

Which ones they are is kept as values of their lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from chakra_async.webhooks.inbox.records import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from chakra_async.webhooks.inbox.records import Claim

__all__ = ["expanded", "group_with", "groups", "scope", "values"]


def scope(lane: str) -> str:
    """Return the scope of the values that name the groups of a lane."""
    return f"gathered:{lane}"


def values(claim: Claim, *, keep: bool) -> list[Value]:
    """Return what records that a claim's events belong together, or that they need not any more."""
    if not claim.joined:
        return []
    data = orjson.dumps(claim.ids) if keep else None
    return [Value(scope=scope(claim.lane), name=str(claim.event.id), data=data, person=claim.event.person)]


def groups(stored: Mapping[str, bytes]) -> list[frozenset[int]]:
    """Return the groups of a lane."""
    return [frozenset(orjson.loads(data)) for data in stored.values()]


def group_with(known: Iterable[frozenset[int]], event: int) -> frozenset[int]:
    """Return the group that an event belongs to, empty without one."""
    none: frozenset[int] = frozenset()
    return next((each for each in known if event in each), none)


def expanded(
    parked: Iterable[tuple[int, str]], stored: Callable[[str], Mapping[str, bytes]]
) -> tuple[list[int], list[Value]]:
    """Return events, given by id and lane, with those that belong to them, and what forgets their groups."""
    wanted: set[int] = set()
    gone: list[Value] = []
    for lane, ids in _by_lane(parked).items():
        wanted |= ids
        for name, data in stored(scope(lane)).items():
            group = set(orjson.loads(data))
            if group & ids:
                wanted |= group
                gone.append(Value(scope=scope(lane), name=name, data=None))
    return sorted(wanted), gone


def _by_lane(parked: Iterable[tuple[int, str]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for id_, lane in parked:
        found.setdefault(lane, set()).add(id_)
    return found
