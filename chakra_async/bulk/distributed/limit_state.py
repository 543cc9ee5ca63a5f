"""The limit of a run over all its workers: each is granted a number of rows of the slice that it has. Pure.

What a slice has used is counted in the journal, by the fences of its rows, so that a worker that is gone takes nothing with it: the worker that takes its
slice next begins with the true count.
"""

from __future__ import annotations

from typing import Any, Self, cast

import attrs

__all__ = ["SharedLimit"]


@attrs.frozen(kw_only=True)
class SharedLimit:
    """How many rows of which slice count against the limit.

    Attributes:
        limit: The most rows that end.
        since: Which limit it is; another begins anew.
        charged: Rows that a slice has used or been granted, by slice.
        held: The slices whose grant may not be used up yet, each with the fence of the claim that it was granted to.

    """

    limit: int
    since: int
    charged: dict[int, int] = attrs.field(factory=dict[int, int])
    held: dict[int, int] = attrs.field(factory=dict[int, int])

    @classmethod
    def read(cls, data: object, *, limit: int, since: int) -> Self:
        """Return what the database holds; of another limit, it begins anew.

        Raises:
            ValueError: It cannot be read.

        """
        given = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
        if not given or (given.get("limit"), given.get("since")) != (limit, since):
            return cls(limit=limit, since=since)
        try:
            charged = {int(name): int(count) for name, count in given["charged"].items()}
            held = {int(name): int(fence) for name, fence in given["held"].items()}
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("the state of a limit is not readable") from error
        return cls(limit=limit, since=since, charged=charged, held=held)

    def to_data(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "limit": self.limit,
            "since": self.since,
            "charged": {str(name): count for name, count in sorted(self.charged.items())},
            "held": {str(name): fence for name, fence in sorted(self.held.items())},
        }

    def grant(self, slice_: int, fence: int, *, used: int, pending: int) -> tuple[Self, int]:
        """Return the state after a slice was taken, and how many rows of it may end.

        Args:
            slice_: The slice.
            fence: The fence of the claim on it.
            used: Rows of it that were sent under this limit, as the journal says.
            pending: Rows of it that are left.

        """
        others = sum(count for name, count in self.charged.items() if name != slice_)
        granted = max(0, min(pending, self.limit - others - used))
        charged = {**self.charged, slice_: used + granted}
        held = self._without(slice_) | ({slice_: fence} if granted else {})
        return attrs.evolve(self, charged=charged, held=held), granted

    def give_back(self, slice_: int, fence: int, *, used: int) -> Self:
        """Return the state after the work on a slice ended; one that another claim has been granted meanwhile stays that one's."""
        if self.held.get(slice_) != fence:
            return self
        return attrs.evolve(self, charged={**self.charged, slice_: used}, held=self._without(slice_))

    def _without(self, slice_: int) -> dict[int, int]:
        return {name: fence for name, fence in self.held.items() if name != slice_}

    @property
    def reached(self) -> bool:
        """Whether the rows are used up, and no worker may still give some back."""
        return not self.held and sum(self.charged.values()) >= self.limit
