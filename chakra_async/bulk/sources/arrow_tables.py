"""Rows of Parquet and Arrow (Feather) files, a batch of a row group at a time; values are as the file has them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.archives import damaged, reading
from chakra_async.bulk.sources.batching import BATCH
from chakra_async.bulk.sources.columns import choose_column, column_names
from chakra_async.bulk.sources.contents import Format
from chakra_async.bulk.sources.extras import optional
from chakra_async.bulk.sources.frames import arrow_values, refuse_narrow
from chakra_async.bulk.sources.items import ItemReader

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.contained import Content
    from chakra_async.bulk.sources.tables import Options

__all__ = ["ArrowTable"]

_BINARY = frozenset({"binary", "large_binary", "binary_view"})
_KIND = {
    Format.PARQUET: "a Parquet file",
    Format.ARROW: "an Arrow file",
    Format.ARROW_STREAM: "an Arrow file",
}


class ArrowTable:
    """A table of typed columns.

    Args:
        content: The content of the file.
        options: What the caller says about it.

    """

    def __init__(self, content: Content, options: Options) -> None:
        """Begin with nothing read."""
        self.counted = 0
        self._content = content
        self._where = content.where
        self._kind = _KIND[content.format]
        self._options = options
        self._names: list[str] = []
        self._index = 0
        self._items = ItemReader(None)
        options.refuse(f"{content.where} is {self._kind}, which names its columns", "header_row", "sheet")
        options.refuse(f"{content.where} is {self._kind}", "delimiter")

    def open(self, *, checked: bool) -> dict[str, str]:  # noqa: ARG002 - reading the rows is the check
        """Find the column. See `Table`."""
        with self._open() as (schema, _):
            given = [str(name) for name in schema.names]
            index = choose_column(given, self._options.column, self._where)
            refuse_narrow(self._where, given[index], schema.types[index])
        self._index = index
        self._names = column_names(given)
        self._items = ItemReader(self._names[index])
        return {"column": self._names[index]}

    def rows(self, after: int, line: int | None = None) -> Generator[Row]:  # noqa: ARG002 - rows are found by number
        """Give the rows that follow row number `after`. See `Table`."""
        number = 0
        names, items = self._names, self._items
        with self._open() as (_, batches):
            for batch in batches:
                if number + batch.num_rows <= after:
                    number += batch.num_rows
                    continue
                cells = list(map(arrow_values, batch.columns))
                if (
                    str(batch.schema.types[self._index]) in _BINARY
                ):  # strings without their mark, of old writers
                    cells[self._index] = list(map(_decoded, cells[self._index]))
                for values in zip(*cells, strict=True):
                    number += 1
                    if number > after:
                        yield items.row(number, dict(zip(names, values, strict=True)))
        self.counted = number

    @contextmanager
    def _open(self) -> Generator[tuple[Any, Iterator[Any]]]:
        """Open the file, and give its schema and its batches."""
        arrow = optional("pyarrow", f"{self._where}, {self._kind},")
        with self._content.open_seekable() as file, reading(self._where):
            try:
                if self._content.format is Format.PARQUET:
                    parquet = optional("pyarrow.parquet", self._kind)
                    with parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20) as opened:
                        yield opened.schema_arrow, opened.iter_batches(BATCH, use_threads=False)
                elif self._content.format is Format.ARROW:
                    with arrow.ipc.open_file(file) as opened:
                        yield opened.schema, _pieces(opened)
                else:
                    with arrow.ipc.open_stream(file) as opened:
                        yield opened.schema, _split(opened)
            except (arrow.ArrowException, OSError) as error:
                if isinstance(error, MemoryError) or getattr(error, "errno", None) is not None:
                    raise
                raise damaged(self._where, error) from error
            except UnicodeDecodeError as error:
                raise InputError(f"{self._where} has a column of strings that are not UTF-8.") from error


def _decoded(value: Any) -> Any:
    try:
        return value.decode() if isinstance(value, bytes) else value
    except UnicodeDecodeError:
        return value


def _pieces(opened: Any) -> Iterator[Any]:
    return _split(opened.get_batch(number) for number in range(opened.num_record_batches))


def _split(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        for first in range(0, batch.num_rows, BATCH):
            yield batch.slice(first, BATCH)
