"""One test send: the first row that can be sent, to a number of your own."""

from __future__ import annotations

import atexit
from contextlib import aclosing
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import RedirectedRow
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping

    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["OnlyTo", "test_journal"]


class OnlyTo:
    """The first row of a source that can be sent, with another number.

    Args:
        source: The rows.
        number: The number that takes the place of the row's.
        key: Makes a row's key; raises `InvalidRequestError` for a row that cannot be sent.

    """

    stable = False
    expected: int | None = 1

    def __init__(self, source: Source, number: str, key: Callable[[Row], str]) -> None:
        """Read these rows until one can be sent."""
        self.name = source.name
        self._source = source
        self._number = number
        self._key = key

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:  # noqa: ARG002 - it has a journal of its own
        """Check the rows' source."""
        await self._source.check(None)
        return {"source": "one row"}

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the one row, with its own place in the source."""
        if after:
            return
        async with aclosing(self._source.batches(0)) as batches:
            async for batch in batches:
                for row in batch:
                    if row.problem is not None:
                        continue
                    changed = RedirectedRow(1, self._number, row.fields, row.line)
                    try:
                        self._key(changed)
                    except InvalidRequestError:
                        continue
                    yield [changed]
                    return
        raise InputError(f"{self.name} does not have a row that can be sent. Nothing was sent.")


def test_journal(name: str) -> Path:
    """Return the path of a new journal for a test send; it is removed when the process ends."""
    folder = mkdtemp(prefix="chakra-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return Path(folder) / name
