"""Columns with the country code of a row's phone number, which contradict a number that was read as another country's.

The two cells are never put together to one number: which of them is wrong, and whether the code is in the number already, would be
a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import masked
from chakra_async._phone import table
from chakra_async.bulk.sources.columns import find_column, plain_name
from chakra_async.bulk.sources.values import as_string
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.phone import PhoneNumber

__all__ = ["check_calling_code", "code_columns"]

_CODES: Final = frozenset(
    {
        *(
            "countrycode",
            "countrycallingcode",
            "countrydialcode",
            "countrydialingcode",
            "countrydiallingcode",
        ),
        *("callingcode", "dialcode", "dialingcode", "diallingcode", "internationaldialingcode"),
        *("internationaldiallingcode", "isd", "isdcode", "countryisdcode", "idd", "iddcode"),
        *("phonecode", "phonecountrycode", "countryphonecode", "telephonecountrycode"),
        *("mobilecountrycode", "whatsappcountrycode"),
        *("ländervorwahl", "landesvorwahl", "indicatifpays", "códigodepaís", "codigodepais", "códigodopaís"),
    }
)
_CODE: Final = re.compile(r"(\+|00)?([1-9]\d{0,6})(?:\.0)?")
_BETWEEN: Final = str.maketrans("", "", " \u00a0\u202f()-'")
_LETTERS: Final = 2
_MISSING: Final = "NA"
"""Namibia, and what programs write for a missing value."""
_OTHER_NAMES: Final = {"UK": "GB"}


@lru_cache(maxsize=64)
def code_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which columns are named like a country code's.

    Example:
        >>> code_columns(("Name", "Country Code", "Phone"))
        ('Country Code',)

    """
    return tuple(filter(_is_code_column, names))


@lru_cache(maxsize=1024)
def _is_code_column(name: object) -> bool:
    return isinstance(name, str) and plain_name(name) in _CODES


def check_calling_code(number: PhoneNumber, value: str, fields: Mapping[str, object]) -> None:
    """Refuse a number of another country code than its row says in a column of its own.

    A country's two letters, which may be those of an address, say nothing against a number that has its country code for certain.

    Args:
        number: The number, as it was read.
        value: The cell that it was read from.
        fields: All cells of the row by column name.

    Raises:
        InvalidRequestError: It is.

    """
    for name in code_columns(tuple(fields)):
        cell = as_string(fields[name]).strip()
        code = _code_in(cell, certain=number.understood in ("international", "exit_code"))
        if code is None or number.digits.startswith(code):
            continue
        column = _column_of(value, fields, name)
        found = table.calling_code(number.digits)
        raise InvalidRequestError(
            f"the column {column!r} has a number that is read as {masked(number.digits)}, of the country code +{found}, but the "
            f"column {name!r} has {cell!r}: write the number with + and its country code, or name its country, and correct the "
            f"other cell."
        )


@lru_cache(maxsize=512)
def _code_in(cell: str, *, certain: bool) -> str | None:
    """Return the calling code that a cell states, or None where it states none."""
    if len(cell) == _LETTERS and cell.isalpha():
        country = cell.upper()
        return None if certain or country == _MISSING else table.code_of(_OTHER_NAMES.get(country, country))
    bare = cell.translate(_BETWEEN)
    found = _CODE.fullmatch(bare)
    if found is None:
        return None
    code = table.calling_code(found[2])
    # +1-684 or +44 1481 begins with the calling code; bare digits must be one.
    return code if code == found[2] or found[1] or "-" in cell else None


def _column_of(value: str, fields: Mapping[str, object], other: str) -> str:
    """Return the name of the column that a number was read from."""
    names = [name for name in fields if name != other and as_string(fields[name]).strip() == value.strip()]
    return find_column(names) or (names[0] if names else "phone")
