"""The rows of a file, of whatever format its content shows.

The whole file is checked before the first row is used, so that what makes it unreadable is reported before anything is
sent. It is then read in batches in a thread. A digest of its bytes identifies it, so that a later run passes over what
was checked before.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import os
import stat
import sys
from contextlib import aclosing
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.archives import reading
from chakra_async.bulk.sources.batching import BATCH, in_thread
from chakra_async.bulk.sources.contained import content_of
from chakra_async.bulk.sources.contents import Format
from chakra_async.bulk.sources.encodings import codec_of
from chakra_async.bulk.sources.tables import Options

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping
    from pathlib import Path

    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.contained import Content
    from chakra_async.bulk.sources.tables import Table

__all__ = ["FileSource"]

_CHUNK: Final = 1 << 20


class FileSource:
    """The rows of a file; made by `read`.

    Args:
        path: The file.
        column: The column that identifies a row, by name or place; None for a phone number's.
        delimiter: The character between cells of a CSV file; None to find it.
        encoding: The encoding of text without a mark.
        header_row: The line of a CSV file, or the row of a sheet, that names the columns; None to find it.
        sheet: The sheet of a workbook, by name or number; None for the only one that has the column.
        member: The file in a zip archive; None for the only one.

    """

    stable = True

    def __init__(
        self,
        path: Path,
        column: str | int | None = None,
        delimiter: str | None = None,
        encoding: str = "utf-8-sig",
        header_row: int | None = None,
        *,
        sheet: str | int | None = None,
        member: str | None = None,
    ) -> None:
        """Check the arguments and that the file exists; its content is checked when the run begins."""
        self.path = path
        self.name = path.name
        self.expected: int | None = None
        self._options = Options(column, delimiter, codec_of(encoding), header_row, sheet)
        self._member = member
        self._table: Table | None = None
        self._stamp: tuple[int, ...] = ()
        self._unchanged = False
        self._known_line: tuple[int, int] | None = None
        with reading(str(path)):
            mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path} is a directory, not a file.")
        if not stat.S_ISREG(mode):
            raise InputError(
                f"{path} is not a regular file; it must be one that can be read again after a stop."
            )

    async def check(self, known: Mapping[str, str] | None) -> dict[str, str]:
        """Check the whole file and return its digest. See `Source`."""
        return await asyncio.to_thread(self._check, dict(known or {}))

    def pass_over(self, after: int, line: int) -> None:
        """Take in on which line a row begins, from an earlier reading of the same bytes by the same layout."""
        self._known_line = (after, line) if self._unchanged else None

    async def batches(self, after: int) -> AsyncGenerator[list[Row]]:
        """Read the rows that follow record number `after`. See `Source`."""
        if self._table is None:
            await self.check(None)
        known, self._known_line = self._known_line, None
        line = known[1] if known is not None and known[0] == after else None
        rows = self._opened().rows(after, line)
        try:
            async with aclosing(in_thread(lambda: self._batch(rows))) as batches:
                async for batch in batches:
                    yield batch
        finally:
            rows.close()

    def __repr__(self) -> str:
        rows = "" if self.expected is None else f", {self.expected} rows"
        return f"{type(self).__name__}({self.name!r}{rows})"

    def _opened(self) -> Table:
        if self._table is None:
            raise InputError(f"{self.path} has not been checked.")
        return self._table

    def _check(self, known: dict[str, str]) -> dict[str, str]:
        digest = self._digest()
        content = content_of(self.path, self._member)
        table = self._table = table_of(content, self._options)
        identity = {
            "source": "file",
            "file": self.name,
            "sha256": digest,
            "format": content.format.value,
            "member": content.member,
            **table.open(checked=known.get("sha256") == digest),
        }
        same = all(known.get(name) == value for name, value in identity.items() if name != "file")
        self._unchanged = same and known.get("rows", "").isdigit()
        if self._unchanged:
            self.expected = int(known["rows"])
        else:
            for _ in table.rows(sys.maxsize):
                pass
            self.expected = table.counted
        return {**identity, "rows": str(self.expected)}

    def _digest(self) -> str:
        digest = hashlib.sha256()
        with reading(str(self.path)), self.path.open("rb") as file:
            self._stamp = _stamp(os.fstat(file.fileno()))
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                digest.update(chunk)
        return digest.hexdigest()

    def _batch(self, rows: Generator[Row]) -> list[Row]:
        batch = list(islice(rows, BATCH))
        with reading(str(self.path)):
            now = _stamp(self.path.stat())
        if now != self._stamp:
            raise InputError(f"{self.path} was changed while it was being read; no more of it is used.")
        return batch


_TABLES: Final[Mapping[Format, tuple[str, str]]] = {
    Format.TEXT: ("text_table", "TextTable"),
    Format.WORKBOOK: ("workbook_table", "WorkbookTable"),
    Format.JSON: ("json_tables", "JsonArrayTable"),
    Format.JSON_LINES: ("json_tables", "JsonLinesTable"),
    Format.PARQUET: ("arrow_tables", "ArrowTable"),
    Format.ARROW: ("arrow_tables", "ArrowTable"),
    Format.ARROW_STREAM: ("arrow_tables", "ArrowTable"),
}
"""The module and the class of each format; imported when a file has it."""


def table_of(content: Content, options: Options) -> Table:
    """Return the table of a content.

    Raises:
        InputError: If an option does not fit its format.

    """
    module, name = _TABLES[content.format]
    made = getattr(importlib.import_module(f"chakra_async.bulk.sources.{module}"), name)
    return cast("Table", made(content, options))


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
