"""The protocol of a table: what a file of rows is, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import attrs

from chakra_async.bulk.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator

    from chakra_async.bulk.rows import Row

__all__ = ["FIRST_ROWS", "Options", "Table"]

FIRST_ROWS: Final = 20
"""How many rows are searched for the header."""


@attrs.frozen
class Options:
    """What the caller says about a table; what is None is found.

    Attributes:
        column: The column that identifies a row, by name or place.
        delimiter: The character between cells.
        encoding: The codec of text, where no mark says another.
        header_row: The line or the sheet's row that names the columns, from 1 on.
        sheet: The workbook's sheet, by name or by number from 1 on.

    Raises:
        InputError: If one cannot be used.

    """

    column: str | int | None = None
    delimiter: str | None = None
    encoding: str = "utf-8-sig"
    header_row: int | None = None
    sheet: str | int | None = None

    def __attrs_post_init__(self) -> None:
        delimiter, header_row = self.delimiter, self.header_row
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise InputError(f"The delimiter must be a single character, not {delimiter!r}.")
        if header_row is not None and header_row < 1:
            raise InputError(f"header_row must be a line of the file, from 1 on, not {header_row}.")
        for name, value in (("column", self.column), ("sheet", self.sheet)):
            if isinstance(value, int) and value < 1:
                raise InputError(f"{name} must be a name, or a number from 1 on, not {value}.")

    def refuse(self, what: str, *names: str) -> None:
        """Refuse options that the format of a file has no use for.

        Raises:
            InputError: If one is given.

        """
        for name in names:
            if getattr(self, name) is not None:
                option = f"--{name.replace('_', '-')}"
                raise InputError(f"{what}: leave out {name}= ({option}).")


class Table(Protocol):
    """A table that can be read from its first row on, as often as needed."""

    @property
    def counted(self) -> int:
        """The number of rows; known when `rows` has come to its end."""
        ...

    def open(self, *, checked: bool) -> dict[str, str]:
        """Find the layout, and return what else than the bytes decides about the rows, such as the column.

        Args:
            checked: The same bytes were checked before, so that their content need not be checked again.

        Raises:
            InputError: If it cannot be read.

        """
        ...

    def rows(self, after: int, line: int | None = None) -> Generator[Row]:
        """Give the rows that follow row number `after`.

        Args:
            after: The number of the last row that is passed over.
            line: The line that row began on when the same bytes were read before, so that what is above it need not be
                read again.

        Raises:
            InputError: If it cannot be read on.

        """
        ...
