"""Data frames and tables of pandas, polars and Arrow as rows: by what they can do, so that none of them is imported."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.batching import BATCH
from chakra_async.bulk.sources.columns import choose_column, column_names
from chakra_async.bulk.sources.values import is_missing, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FrameRows", "arrow_values", "is_frame", "refuse_narrow", "refuse_unfit"]

_NARROW: Final = frozenset({"float16", "float32", "float", "halffloat"})
"""Types of numbers, as pandas, polars and Arrow call them, that hold fewer digits than a phone number has."""
_DOUBLE: Final = 8
"""Bytes of the narrowest float that holds a phone number."""
_INNER: Final = ("pyarrow_dtype", "subtype", "categories", "value_type", "dtype")
"""Where a type of values has the type of what it holds: those of Arrow in pandas, sparse ones, categories, dictionaries."""
_DEEPEST: Final = 5


def is_frame(rows: object) -> bool:
    """Return whether an object is a data frame or a table of one of the three libraries."""
    return any(
        all(hasattr(rows, name) for name in names)
        for names in (
            ("itertuples", "columns", "dtypes"),  # pandas
            ("iter_rows", "columns", "schema"),  # polars
            ("num_rows", "slice", "columns", "schema"),  # a table or a record batch of Arrow
        )
    )


def refuse_unfit(rows: Any) -> None:
    """Refuse an object that holds columns or numbers and cannot be read as rows.

    Raises:
        InputError: If it is a lazy frame, an array of more than one dimension, or of numbers that are not exact.

    """
    kind = type(rows).__name__
    if hasattr(rows, "collect") and hasattr(rows, "collect_schema") and not is_frame(rows):
        raise InputError(f"rows is a {kind}, which is not computed yet: give rows.collect().")
    if hasattr(rows, "read_next_batch"):
        raise InputError(f"rows is a {kind}, which gives batches and not rows: give rows.read_all().")
    if getattr(rows, "ndim", 1) != 1 and not is_frame(rows):
        raise InputError(f"rows is a {kind} without column names: give a data frame, or one column of it.")
    number = getattr(rows, "dtype", getattr(rows, "type", ""))
    if type(rows) in (array, memoryview):
        code = getattr(rows, "typecode", getattr(rows, "format", ""))
        number = "float32" if code.lstrip("@") in ("e", "f") else ""
    if _is_narrow(number):
        raise InputError(
            f"rows is a {kind} of {str(number).casefold()}, which cannot hold a phone number exactly: use strings or int64."
        )


def _is_narrow(kind: Any) -> bool:
    """Return whether a type of values holds numbers of fewer digits than a phone number has."""
    for _ in range(_DEEPEST):
        if str(kind).casefold() in _NARROW:
            return True
        if getattr(kind, "kind", "") == "f" and getattr(kind, "itemsize", _DOUBLE) < _DOUBLE:
            return True  # of NumPy in another order of bytes, such as >f4
        inner = next((found for name in _INNER if (found := getattr(kind, name, None)) is not None), None)
        if inner is None:
            return False
        kind = inner
    return False


class FrameRows:
    """The records of a data frame, read piece by piece; missing values are None.

    Args:
        frame: The frame.
        column: The column that identifies a row, by name or place; None for a phone number's.

    Raises:
        InputError: If there is no such column, or it holds numbers that are not exact.

    """

    def __init__(self, frame: Any, column: str | int | None) -> None:
        """Choose the column."""
        self._frame = frame
        kind = type(frame).__name__
        arrow = not hasattr(frame, "itertuples") and not hasattr(frame, "iter_rows")
        self._read = _arrow if arrow else _polars if hasattr(frame, "iter_rows") else _pandas
        given = list(frame.schema.names if arrow else frame.columns)
        self.names = column_names([str(name) for name in given])
        try:
            index = choose_column([str(name) for name in given], column, f"the {kind}")
        except InputError as error:
            levels = [
                name for name in getattr(getattr(frame, "index", None), "names", ()) if name is not None
            ]
            if not levels:
                raise
            raise InputError(f"{error} Its index is not a column: see reset_index().") from None
        self.column = self.names[index]
        self._index = index
        types = list(frame.schema.types) if arrow else _types(frame)
        refuse_narrow(f"the {kind}", self.column, types[index])

    def __len__(self) -> int:
        return int(self._frame.num_rows) if self._read is _arrow else len(self._frame)

    def __iter__(self) -> Iterator[dict[str, object]]:
        names, index = self.names, self._index
        for cells in self._read(self._frame):
            values = [plain(cell) for cell in cells]
            if values[index].__class__ is float and not isinstance(cells[index], float):
                values[index] = cells[index]  # one that may be too narrow, in a column of objects
            yield {
                name: None if is_missing(value) else value for name, value in zip(names, values, strict=True)
            }


def refuse_narrow(where: str, column: str, kind: object) -> None:
    """Refuse a column of numbers that hold fewer digits than a phone number has.

    Raises:
        InputError: It is one.

    """
    if _is_narrow(kind):
        raise InputError(
            f"column {column!r} of {where} is of type {kind}, which cannot hold a phone number exactly: "
            "write it as strings or int64."
        )


def _types(frame: Any) -> list[Any]:
    dtypes: Any = frame.dtypes
    return list(dtypes)


def _pandas(frame: Any) -> Iterator[tuple[object, ...]]:
    rows: Iterator[tuple[object, ...]] = frame.itertuples(index=False, name=None)
    return rows


def _polars(frame: Any) -> Iterator[tuple[object, ...]]:
    rows: Iterator[tuple[object, ...]] = frame.iter_rows()
    return rows


def _arrow(table: Any) -> Iterator[tuple[object, ...]]:
    for first in range(0, table.num_rows, BATCH):
        yield from zip(*map(arrow_values, table.slice(first, BATCH).columns), strict=True)


def arrow_values(column: Any) -> list[Any]:
    """Return the values of a column of Arrow; as strings where Python has no such value, such as nanoseconds."""
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError):
        values = column.cast("string").to_pylist()
    return values
