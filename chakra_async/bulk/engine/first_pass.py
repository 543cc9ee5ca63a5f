"""The first pass over a list: every row is read and judged before the first call, where the rows can be read twice.

It finds out what the whole list shows and a row alone does not: that numbers are national or rounded, or that most rows cannot fill
what is sent, because a column is another one than was meant.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import place
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chakra_async.bulk.engine.survey import NationalCheck
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["ValueCheck", "first_pass"]

_FEWEST: Final = 3
_SHOWN: Final = 3


class ValueCheck:
    """Counts the rows whose values cannot be sent, and refuses a list in which they are the most.

    Args:
        check: Refuses a row by its values, with `InvalidRequestError`.

    """

    def __init__(self, check: Callable[[Row], None]) -> None:
        """Begin with no rows."""
        self.rows = 0
        self.unfit = 0
        self._check = check
        self._shown: list[str] = []

    def note(self, rows: Iterable[Row]) -> None:
        """Check rows."""
        check = self._check
        for row in rows:
            if row.problem is not None:
                continue
            self.rows += 1
            try:
                check(row)
            except InvalidRequestError as error:
                self.unfit += 1
                if len(self._shown) < _SHOWN:
                    self._shown.append(f"{place(row.number, row.line)}: {error.message.rstrip('.')}")

    @property
    def problem(self) -> str | None:
        """What is wrong with the list and what to do, or None."""
        if self.unfit < _FEWEST or self.unfit * 2 <= self.rows:
            return None
        more = "; ..." if self.unfit > len(self._shown) else ""
        return (
            f"{self.unfit} of {self.rows} rows cannot be sent because of their values: {'; '.join(self._shown)}{more}. "
            "Nothing was sent. Correct the list or the columns that are named; check_first=False (--no-check-first) "
            "sends the other rows."
        )


async def first_pass(
    source: Source, *, numbers: NationalCheck | None, values: Callable[[Row], None] | None
) -> None:
    """Read a whole list, and refuse it for what all its rows show together.

    Args:
        source: The list.
        numbers: Refuses the list by its phone numbers; None where it has none.
        values: Refuses a row by its values; None where there is nothing to check.

    Raises:
        InputError: Many numbers look national or rounded, or most rows cannot be sent.

    """
    fit = None if values is None else ValueCheck(values)
    async with aclosing(source.batches(0)) as batches:
        async for batch in batches:
            if numbers is not None:
                numbers.note(batch)
            if fit is not None:
                fit.note(batch)
    if numbers is not None:
        numbers.check()
    if fit is not None and fit.problem is not None:
        raise InputError(fit.problem)
