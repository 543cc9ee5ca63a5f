"""`read`: the rows of a file, or of records and data frames with the column that identifies them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.base import Source, source_of
from chakra_async.bulk.sources.csv import CsvSource

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable

__all__ = ["read"]


@overload
def read(
    source: str | os.PathLike[str],
    column: str | int | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    header_row: int | None = None,
) -> CsvSource: ...


@overload
def read(source: Iterable[Any] | AsyncIterable[Any], column: str | int | None = None) -> Source: ...


def read(
    source: str | os.PathLike[str] | Iterable[Any] | AsyncIterable[Any],
    column: str | int | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    header_row: int | None = None,
) -> Source:
    """Return the rows of a CSV or TSV file, of records or of a data frame, for `Run`.

    A file is read in batches during the run. It needs a header line; titles above it and blank rows are passed over,
    cells that are missing at the end of a row are empty. A problem of the file as a whole is found before anything is
    sent. Its kind is found from its content, whatever its name.

    Args:
        source: The path of the file; or an iterable of records, or a data frame or table of pandas, polars or Arrow.
        column: Name of the column that identifies a row; upper and lower case, spaces and punctuation are ignored. Or
            its place: a number from 1 on, or the letter of a spreadsheet. By default the one that is named like a
            phone number's (phone, mobile, whatsapp ...).
        delimiter: The character between fields; by default that of a `sep=` line, else the one of comma, semicolon,
            tab and bar that the header uses most.
        encoding: The file's encoding; the default is UTF-8. A byte order mark decides, also that of UTF-16.
        header_row: The line of the file that names the columns, from 1 on; by default it is found.

    Raises:
        InputError: If the file does not exist, or the encoding, the delimiter, the column or the frame cannot be used.

    Example:
        >>> read("examples/leads.csv").name
        'leads.csv'

    """
    if isinstance(source, str | os.PathLike):
        return CsvSource(Path(source), column, delimiter, encoding, header_row)
    if isinstance(source, bytes):
        raise InputError("read() takes the path of a file or an iterable of records, not bytes.")
    if delimiter is not None or header_row is not None:
        raise InputError("delimiter and header_row are for files, not for rows that a program gives.")
    return source_of(source, column)
