"""The header of a table: where it is, what its columns are called, and which one identifies a row. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import mask_numbers
from chakra_async.bulk.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "choose_column",
    "column_names",
    "find_column",
    "find_header",
    "has_column",
    "is_blank",
    "is_data",
    "is_number",
    "matching_columns",
    "no_value",
    "plain_name",
    "widest_header",
    "without_formula",
]

_SHOWN: Final = 20
_END_OF_FILE: Final = "\x1a"
_STRING_FORMULA: Final = re.compile(r'\s*="([^"]*)"\s*')
_DIGITS_OF_DATA: Final = 7
_DIGITS_AMONG_WORDS: Final = 9
_LETTERS: Final = 26
_LONGEST_NAME: Final = 60
_INVISIBLE: Final = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\0"
_REMOVE: Final = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff\0")
_SPACES: Final = re.compile(r"\s+")
_DATE: Final = re.compile(r"\s*\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ].*)?\s*")
_NUMBER: Final = re.compile(r"[\s'+()\d./\-\u2010-\u2015]+")
_WRITTEN: Final = re.compile(r"(?<![\w\-])(?:\+\s*)?\d[\s()./\-\u2010-\u2015\d]*\d(?!\w)")
"""Digits as of a phone number, which are not part of a word or a code."""
_DAY: Final = re.compile(
    r"(?<!\d)(?:\d{1,4}([-/.])\d{1,2}\1\d{1,4}|(?:19|20)\d\d(?:[-/\u2013](?:19|20)?\d\d|\d{4})?|\d{1,2}:\d\d(?::\d\d)?)(?!\d)"
)
"""A day, a year or a time, also as the beginning of a period."""
_PLACE: Final = re.compile(r"[A-Z]{1,3}")
_PHONE: Final = frozenset(
    {
        *("phone", "phoneno", "phonenr", "phonenum", "phonenumber", "telephone", "telephonenumber", "tel"),
        *("mobile", "mobileno", "mobilenum", "mobilenumber", "mobilephone", "mobilephonenumber"),
        *("cell", "cellno", "cellnumber", "cellphone", "cellphonenumber", "msisdn", "contactnumber"),
        *("whatsapp", "whatsappno", "whatsappnumber", "whatsappphone", "whatsappphonenumber", "wanumber"),
        *("telefon", "telefonnummer", "handynummer", "mobilnummer", "rufnummer", "téléphone"),
        *("numérodetéléphone", "teléfono", "telefono", "celular", "móvil", "telefone", "telemóvel"),
    }
)


def is_blank(cells: Sequence[str], text: str | None = None) -> bool:
    """Return whether all cells are empty, or hold blanks, invisible characters and the end mark of DOS only.

    Args:
        cells: The cells.
        text: The cells joined, where the caller has that.

    """
    if text is None:
        text = "".join(cells)
    if text.isascii() and text[:1] != _END_OF_FILE:
        return not text or text.isspace()
    return all(c.isspace() or c in _INVISIBLE or c == _END_OF_FILE for c in text)


def without_formula(cell: str) -> str:
    """Return the string of a cell such as `="0123"`, which keeps a spreadsheet program from reading a number."""
    found = _STRING_FORMULA.fullmatch(cell)
    return cell if found is None else found[1]


def column_names(cells: Sequence[str]) -> list[str]:
    """Return the names of the columns of a header row: composed, on one line, trimmed, and each one once.

    Where several have the same name, each has its count behind it, so that none of them is meant by the bare name.

    Example:
        >>> column_names([" Name", "Name", ""])
        ['Name (1)', 'Name (2)', '']

    """
    given = list(map(_clean, cells))
    totals = Counter(given)
    taken = {name for name, count in totals.items() if count == 1}
    counts: Counter[str] = Counter()
    names: list[str] = []
    for name in given:
        if not name or totals[name] == 1:
            names.append(name)
            continue
        counts[name] += 1
        while (counted := f"{name} ({counts[name]})") in taken:
            counts[name] += 1
        taken.add(counted)
        names.append(counted)
    return names


def find_column(names: Sequence[str]) -> str | None:
    """Return the one column that is named like a phone number's, or None where none or several are."""
    found = [name for name in names if _plain(name) in _PHONE]
    return found[0] if len(found) == 1 else None


def matching_columns(names: Sequence[str], name: str) -> list[int]:
    """Return the indexes of the columns with a name: exactly this one, or else upper and lower case and punctuation aside."""
    clean = _clean(name)
    found = [index for index, one in enumerate(names) if _clean(one) == clean]
    if not found and (plain := _plain(clean)):
        found = [index for index, one in enumerate(names) if _plain(_clean(one)) == plain]
    return found


def find_header(rows: Sequence[Sequence[str]], wanted: str | int | None) -> int | None:
    """Return which of a table's first rows is its header, or None where no row is surely one.

    It is the first row, if that holds the wanted column. Below titles it is the row that holds it and is fuller than
    each row above, has no cell that is a number, and no person's number above it that would be lost.

    Args:
        rows: The first rows that are not blank.
        wanted: The column's name, or its place from 1 on; None for a phone number's.

    """
    if not rows:
        return None
    named = has_column(rows[0], wanted)
    most = _filled(rows[0])
    if named and most > 1:
        return 0
    for index, row in enumerate(rows[1:], 1):
        if _may_be_a_person(rows[index - 1]):
            break
        filled = _filled(row)
        titled = filled > most or (filled == most == 1 and not named)
        if (
            titled
            and has_column(row, wanted)
            and not any(map(is_data, row))
            and _leads_to_numbers(rows[index:], wanted)
        ):
            return index
        most = max(most, filled)
    return 0 if named else None


def widest_header(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows has the most names, to show what columns there are."""
    named = [(0 if any(map(is_data, row)) else _filled(row), -index) for index, row in enumerate(rows)]
    return -max(named)[1]


def choose_column(names: Sequence[str], wanted: str | int | None, where: str, advice: str = "") -> int:
    """Return the index of the column that identifies a row.

    Args:
        names: The columns in their order, as they are in the header.
        wanted: The column's name, upper and lower case, spaces and punctuation aside; or its place: a number from 1
            on, or the letters of a spreadsheet. None to look for a phone number's.
        where: What to call the table in the error.
        advice: What else to do where no column is named like a phone number's.

    Raises:
        InputError: If there is no such column, or more than one.

    """
    found = _matches(names, wanted)
    if len(found) == 1:
        name = _clean(names[found[0]])
        if is_number(name) and name != _clean(
            str(wanted)
        ):  # chosen by its place: the first row would be lost
            raise InputError(f"{where} begins with data: its first line must name the columns.")
        return found[0]
    if found:
        several = ", ".join(f"{_shown(names[index])} (column {index + 1})" for index in found)
        what = "that may hold the phone number" if wanted is None else f"named {wanted!r}"
        raise InputError(
            f"{where} has several columns {what}, {several}: name the one to use with column= (--column), "
            "by its name or its number."
        )
    if any(sum(map(str.isdigit, name)) >= _DIGITS_OF_DATA for name in names):
        raise InputError(f"{where} begins with data: its first line must name the columns.")
    shown = ", ".join(_shown(name) for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    if wanted is not None:
        raise InputError(f"{where} has no column {_shown(str(wanted))}; its columns are {shown}{more}.")
    delimiter = (
        "name what is between the columns with delimiter= (--delimiter) if there are several, or "
        if len(names) == 1 and advice
        else ""
    )
    raise InputError(
        f"{where} has no column named like phone, mobile or whatsapp; its columns are {shown}{more}: {delimiter}"
        f"name the one to use with column= (--column){advice}."
    )


def _matches(cells: Sequence[str], wanted: str | int | None) -> list[int]:
    names = list(map(_clean, cells))
    if wanted is None:
        return [index for index, name in enumerate(names) if _plain(name) in _PHONE]
    if isinstance(wanted, int):
        return [wanted - 1] if 0 < wanted <= len(names) else []
    clean = _clean(wanted)
    found = [index for index, name in enumerate(names) if name == clean]
    if not found and (plain := _plain(clean)):
        found = [index for index, name in enumerate(names) if _plain(name) == plain]
    if not found and clean.isascii() and clean.isdigit():
        return _matches(names, int(clean))
    if not found and _PLACE.fullmatch(clean):
        place = 0
        for letter in clean:
            place = place * _LETTERS + ord(letter) - ord("A") + 1
        return _matches(names, place)
    return found


def has_column(row: Sequence[str], wanted: str | int | None) -> bool:
    """Return whether a header row has the wanted column, or several of them."""
    return bool(_matches(row, wanted))


def _leads_to_numbers(rows: Sequence[Sequence[str]], wanted: str | int | None) -> bool:
    """Return whether there are numbers in the column below a header; a column that was named may hold anything."""
    if wanted is not None or len(rows) == 1:
        return True
    places = _matches(rows[0], wanted)
    return any(is_data(row[place]) for row in rows[1:] for place in places if place < len(row))


def is_data(cell: str) -> bool:
    """Return whether a cell has as many digits as a phone number, and is not a date."""
    return sum(map(str.isdigit, cell)) >= _DIGITS_OF_DATA and _DATE.fullmatch(cell) is None


def is_number(cell: str) -> bool:
    """Return whether a cell is nothing but a number with as many digits as a phone number; a date is not."""
    return is_data(cell) and _NUMBER.fullmatch(cell) is not None


def _may_be_a_person(row: Sequence[str]) -> bool:
    """Return whether a row above a header may be a person's rather than a title: it has a phone number.

    Beside a number a cell may have words, as in `+91 99012 58431 (M)`. A title has words before its number, and is alone.
    """
    alone = _filled(row) == 1
    return any(map(is_number, row)) or any(_has_number(cell, first=alone) for cell in row)


def _has_number(cell: str, *, first: bool) -> bool:
    """Return whether a cell has a phone number among its words; as the first of them, if that is asked."""
    text = _DAY.sub(" : ", cell)
    for found in _WRITTEN.finditer(text):
        number = found[0]
        digits = sum(map(str.isdigit, number))
        leads = not text[: found.start()].strip(" '(")
        least = _DIGITS_OF_DATA if leads or number[0] == "+" else _DIGITS_AMONG_WORDS
        if digits >= least and (leads or not first):
            return True
    return False


def _filled(row: Sequence[str]) -> int:
    return sum(not is_blank([cell]) for cell in row)


def _clean(name: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", name).translate(_REMOVE)).strip(" " + _INVISIBLE)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(
        c for c in unicodedata.normalize("NFC", folded) if c.isalnum() or unicodedata.category(c)[0] == "M"
    )


def plain_name(name: str) -> str:
    """Return a column's name with upper and lower case, spaces and punctuation aside; as it is, if it has nothing else.

    Example:
        >>> plain_name(" Country-Code ")
        'countrycode'

    """
    return _plain(_clean(name)) or _clean(name)


def _shown(name: str) -> str:
    text = mask_numbers(_clean(name))
    return repr(text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}...")


def no_value(record: Mapping[str, object]) -> str:
    """Return why a record does not have a value in its phone number's column: it is empty, missing, or not the only one."""
    names = [str(name) for name in record]
    found = [name for name in names if _plain(name) in _PHONE]
    shown = ", ".join(map(_shown, (found if len(found) > 1 else names)[:_SHOWN]))
    if len(found) == 1:
        return f"its {_shown(found[0])} is empty."
    if found:
        return (
            f"its value is empty, or several members may hold the phone number, {shown}: "
            "name one with bulk.read(rows, column=)."
        )
    return (
        f"it has no member named like phone, mobile or whatsapp; its members are {shown}: "
        "name one with bulk.read(rows, column=)."
    )
