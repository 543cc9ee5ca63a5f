"""`read`: the rows of a file, or of records, data frames and queries with the column that identifies them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.base import Source, source_of
from chakra_async.bulk.sources.files import FileSource

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
    *,
    sheet: str | int | None = None,
    member: str | None = None,
) -> FileSource: ...


@overload
def read(source: Iterable[Any] | AsyncIterable[Any], column: str | int | None = None) -> Source: ...


def read(
    source: str | os.PathLike[str] | Iterable[Any] | AsyncIterable[Any],
    column: str | int | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    header_row: int | None = None,
    *,
    sheet: str | int | None = None,
    member: str | None = None,
) -> Source:
    """Return the rows of a table, for `Run`: of a file, of records, of a data frame, or of a query.

    A file may be CSV or TSV, an Excel workbook (.xlsx, .xlsm), JSON Lines or a JSON array of records, Parquet or Arrow;
    each also compressed (.gz, .bz2, .xz, .zst) or in a zip archive. Its format is found from its content, whatever its
    name. It is read in batches during the run, and never held in memory. Titles above the header and blank rows are passed
    over, cells that are missing at the end of a row are empty. A problem of the file as a whole is found before anything
    is sent.

    Args:
        source: The path of the file; or an iterable or async iterable of records; a data frame, table or series of pandas,
            polars or Arrow; or a cursor of a database or a result of SQLAlchemy.
        column: Name of the column that identifies a row; upper and lower case, spaces and punctuation are ignored. Or
            its place: a number from 1 on, or the letter of a spreadsheet. By default the one that is named like a
            phone number's (phone, mobile, whatsapp ...).
        delimiter: The character between fields of a CSV file; by default that of a `sep=` line, else the one of comma,
            semicolon, tab and bar that the header uses most.
        encoding: The encoding of text; the default is UTF-8. A byte order mark decides, also that of UTF-16.
        header_row: The line of the text, or the row of the sheet, that names the columns, from 1 on; by default it is
            found.
        sheet: The sheet of a workbook, by name or by number from 1 on; by default the only visible one that has the column.
        member: The file in a zip archive, where it has several.

    Raises:
        InputError: If the file does not exist, or an argument or the frame cannot be used.

    Example:
        >>> read("examples/leads.csv").name
        'leads.csv'

    """
    if isinstance(source, str | os.PathLike):
        return FileSource(Path(source), column, delimiter, encoding, header_row, sheet=sheet, member=member)
    if isinstance(source, bytes):
        raise InputError("read() takes the path of a file or an iterable of records, not bytes.")
    if any(each is not None for each in (delimiter, header_row, sheet, member)):
        raise InputError(
            "delimiter, header_row, sheet and member are for files, not for rows that a program gives."
        )
    return source_of(source, column)
