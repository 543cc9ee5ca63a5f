"""One test send: the first row that can be sent, to a number of your own."""

from __future__ import annotations

import atexit
from contextlib import aclosing
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from chakra_async.bulk.actions.persons import person_of
from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import RedirectedRow, place
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source
    from chakra_async.phone import PhoneNumber

__all__ = ["OnlyTo", "test_journal"]


class OnlyTo:
    """The first row of a source that can be sent, with another number.

    Args:
        source: The rows.
        number: The number that takes the place of the row's.
        action: Returns the action, once it is prepared.

    """

    stable = False
    expected: int | None = 1

    def __init__(self, source: Source, number: PhoneNumber, action: Callable[[], Action]) -> None:
        """Read these rows until one can be sent."""
        self.name = source.name
        self._source = source
        self._number = number
        self._action = action

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:  # noqa: ARG002 - it has a journal of its own
        """Check the rows' source."""
        await self._source.check(None)
        return {"source": "one row"}

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the one row, with its own place in the source."""
        if after:
            return
        action, why = self._action(), ""
        async with aclosing(self._source.batches(0)) as batches:
            async for batch in batches:
                for row in batch:
                    changed = RedirectedRow(1, self._number.e164, row.fields, row.line)
                    try:
                        problem = row.problem or self._refused(action, changed)
                    except InvalidRequestError as error:
                        problem = error.message
                    if problem is None:
                        yield [changed]
                        return
                    why = why or f": {place(row.number, row.line)}: {problem.rstrip('.')}"
        raise InputError(f"{self.name} does not have a row that can be sent{why}. Nothing was sent.")

    def _refused(self, action: Action, row: Row) -> str | None:
        """Return why a row whose value is the number of the test send is not sent, or None."""
        action.key(row)
        if person_of(action, row) == self._number.key:
            return None
        return (
            "the action takes the phone number from elsewhere than row.value, so the message would go to the row's "
            "person and not to only_to"
        )


def test_journal(name: str) -> Path:
    """Return the path of a new journal for a test send; it is removed when the process ends."""
    folder = mkdtemp(prefix="chakra-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return Path(folder) / name
