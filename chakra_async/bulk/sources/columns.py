"""The header of a table: its delimiter, and the column of the phone number. Pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import mask_numbers
from chakra_async.bulk.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["choose_column", "find_column", "sniff_delimiter"]

_DELIMITERS: Final = (",", ";", "\t", "|")
_SHOWN: Final = 20
_DIGITS_OF_DATA: Final = 7
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_QUOTED: Final = re.compile(r'"[^"]*"?')
_PHONE: Final = frozenset(
    {
        *("phone", "phoneno", "phonenr", "phonenum", "phonenumber", "telephone", "telephonenumber", "tel"),
        *("mobile", "mobileno", "mobilenum", "mobilenumber", "mobilephone", "mobilephonenumber"),
        *("cell", "cellno", "cellnumber", "cellphone", "cellphonenumber", "msisdn", "contactnumber"),
        *("whatsapp", "whatsappno", "whatsappnumber", "whatsappphone", "whatsappphonenumber", "wanumber"),
    }
)


def sniff_delimiter(header: str) -> str:
    """Return the delimiter that a header line uses most outside quotes; a comma where it uses none.

    Example:
        >>> sniff_delimiter('"name, first";phone;city')
        ';'

    """
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)


def find_column(names: Sequence[str]) -> str | None:
    """Return the one column that is named like a phone number's, or None where none or several are."""
    found = [name for name in names if _plain(name) in _PHONE]
    return found[0] if len(found) == 1 else None


def choose_column(names: Sequence[str], wanted: str | None, where: str) -> int:
    """Return the index of the column that identifies a row.

    Args:
        names: The columns in their order.
        wanted: The column's name, upper and lower case and spaces aside; None to look for a phone number's.
        where: What to call the table in the error.

    Raises:
        InputError: If there is no such column, or more than one.

    """
    if wanted is None:
        found = [index for index, name in enumerate(names) if _plain(name) in _PHONE]
    else:
        found = [index for index, name in enumerate(names) if name == wanted]
        if not found:
            found = [index for index, name in enumerate(names) if _plain(name) == _plain(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(repr(names[index]) for index in found)
        if wanted is None:
            raise InputError(
                f"{where} has several columns that may hold the phone number, {several}: "
                "name the one to use with column= (--column)."
            )
        raise InputError(f"{where} has more than one column named {wanted!r}: {several}.")
    if any(sum(map(str.isdigit, name)) >= _DIGITS_OF_DATA for name in names):
        raise InputError(f"{where} begins with data: its first line must name the columns.")
    shown = ", ".join(repr(mask_numbers(name)) for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    if wanted is not None:
        raise InputError(f"{where} has no column {wanted!r}; its columns are {shown}{more}.")
    raise InputError(
        f"{where} has no column named like phone, mobile or whatsapp; its columns are {shown}{more}: "
        "name the one to use with column= (--column)."
    )


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub("", name.casefold())
