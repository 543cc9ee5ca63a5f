"""What cells hold where a person's text is missing: errors of a spreadsheet, a program's words for a missing value, nothing visible. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, cast

from chakra_async._core.text import encodable
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["allowed_words", "is_visible", "missing_word"]

_ERROR: Final = re.compile(
    r"#[¡¿]?[^\W\d_][\w/]*[!?]|#N/?[ADV]|#N/A N/A|#(?:GETTING_DATA|ERR(?:OR)?)|#{2,}|[Ee]rr:\d{3}"
)
"""An error of a formula, in the languages of spreadsheet programs, or a column that was too narrow when it was saved."""
_ERROR_INSIDE: Final = re.compile(r"(?<![\w#])#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)(?!\w)")
_FORMULA: Final = re.compile(
    r"""=\s*[-+(]*(?:"|'[^']*'!|\w+!|[A-Za-z_][\w.]*\(|\$?[A-Za-z]{1,3}\$?\d+\b|\d[\d.,]*\s*[-+*/^&%])"""
)
"""The begin of a formula that was saved instead of its value."""
_WORDS: Final = frozenset(
    {
        *(
            "NaN",
            "nan",
            "NAN",
            "-NaN",
            "-nan",
            "NaT",
            "nat",
            "NAT",
            "<NA>",
            "<na>",
            "NA",
            "N/A",
            "n/a",
            "N/a",
        ),
        *(
            "None",
            "none",
            "NONE",
            "null",
            "NULL",
            "Null",
            "(null)",
            "(NULL)",
            "<null>",
            "[null]",
            "[NULL]",
            "\\N",
        ),
        *("nil", "<nil>", "undefined", "Undefined", "UNDEFINED", "NOT_SET", "inf", "-inf", "[object Object]"),
        *(
            "1.#IND",
            "-1.#IND",
            "1.#QNAN",
            "-1.#QNAN",
            "#VALUE",
            "#REF",
            "#NAME",
            "(blank)",
            "(empty)",
            "<empty>",
        ),
    }
)
"""What programs write where a value is missing; not `Nan` and `Na`, which are names."""
_BLANK: Final = frozenset("\u2800\u3164\u115f\u1160\uffa0\ufffc")
"""Letters and symbols that show nothing, such as the blank of Braille."""


def missing_word(text: str) -> str | None:
    """Return what a cell's text is where a person is not meant to read it, or None.

    Args:
        text: The text without blanks around it, which is not empty.

    Example:
        >>> missing_word("#REF!"), missing_word("None"), missing_word("Nan")
        ('an error of a spreadsheet', 'a word for a missing value', None)

    """
    if text in _WORDS:
        return "a word for a missing value"
    if text[:1] in "#eE" and _ERROR.fullmatch(text) is not None:
        return "an error of a spreadsheet"
    if text[0] == "=" and _FORMULA.match(text) is not None:
        return "a formula without its value"
    if "#" in text and _ERROR_INSIDE.search(text) is not None:
        return "text with an error of a spreadsheet"
    return "text that was damaged when it was converted" if "\ufffd" in text else None


def is_visible(text: str) -> bool:
    """Return whether a string shows anything: more than blanks, and characters without width."""
    if text.isascii() and text.isprintable():  # nearly every text
        return bool(text) and not text.isspace()
    return any(
        unicodedata.category(character)[0] not in "ZCM" and character not in _BLANK for character in text
    )


def allowed_words(words: Iterable[str]) -> frozenset[str]:
    """Return the words that an action takes as they are.

    Raises:
        SettingsError: They are not a list of strings.

    """
    if isinstance(words, str):
        raise SettingsError(f"allow_words must be a list of strings, such as ['NA'], not {words!r}.")
    found = list(words)
    for word in found:
        if not isinstance(cast("object", word), str):
            raise SettingsError(f"allow_words must be strings, not {type(word).__name__}.")
        if encodable(word) != word:
            raise SettingsError(f"allow_words has {word!r}, which is not text: decode it again.")
    return frozenset(found)
