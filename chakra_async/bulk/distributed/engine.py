"""What an engine is: it places slices on workers and says when it is done with each. Safety does not depend on it.

An engine may lose a slice, run it twice, or run it again hours later: what may be sent is decided by the journal. So an engine needs
to do its best only, and the rounds of `supervising` do the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import attrs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

__all__ = ["Ended", "Engine"]


@attrs.frozen(kw_only=True)
class Ended:
    """That an engine is done with a slice.

    Attributes:
        slice: Its number.
        problem: Why the engine gave it up, or None. What became of its rows is in the journal.

    """

    slice: int
    problem: str | None = None


class Engine(Protocol):
    """What runs slices on workers.

    Each worker of it calls `work_slice(run, slice, client=...)`; it needs the package, the address of the database in `CHAKRA_JOURNAL`,
    and the access token, in its own environment.
    """

    def submit(self, run: str, slices: Sequence[int]) -> AsyncIterator[Ended]:
        """Run slices, and give each as it ends or is given up.

        Args:
            run: The name of the run.
            slices: Their numbers.

        """
        ...

    async def cancel(self) -> None:
        """Give up what has not begun. What is under way ends by itself: the journal grants it no further row."""
        ...
