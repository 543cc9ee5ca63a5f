"""Phone numbers as people keep them, turned into the API's form: country code and number, digits only. Pure.

What is taken: spaces, brackets, dots and dashes anywhere, a slash behind an area code; `+` or `00` in front; digits of any script; the
apostrophe or `="..."` that keeps a spreadsheet from meddling. Country code and length are judged by the `phonenumbers`
library, and by nothing stricter: whether a number of a possible length exists is for the API to say, so numbers
reserved for fiction pass.

Two cases are stricter, because a wrong guess is a message to a stranger. Bare digits (no `+`, no `00`) are read as
country code and number; with ten digits or fewer they look just like a national number, so they must be of a range
that is in use. And what a spreadsheet made of a number is taken only if nothing was lost: `919901258433.0` (a float
cell; every integer of up to 15 digits is exact in it) is the number, `9.19901E+11` has lost digits and is refused.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import masked
from chakra_async.errors import InvalidRequestError, SettingsError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["check_country", "digits_of"]

_AMBIGUOUS: Final = 10
_LONGEST_TEXT: Final = 64
_QUOTED: Final = re.compile(r'="(.*)"|\'(.*)', re.DOTALL)
_EXPONENT: Final = re.compile(r"[+-]?\d+(?:[.,]\d*)?[eE][+-]?\d+")
_FLOAT: Final = re.compile(r"(\+?\d{7,15})[.,]0{1,2}")
_DECIMALS: Final = re.compile(r"\+?\d{7,}[.,]\d{1,2}")
_THOUSANDS: Final = re.compile(r"\+?\d{1,3}(?:,\d{3})+")
_EXTENSION: Final = re.compile(r"\d[\s,;]*(?:#|extension|ext\.?|x)[\s.:=]*\d+", re.IGNORECASE)
_SHAPE: Final = re.compile(r"[\s(]*(\+?)([\d\s().\-/]*)")
_NOT_DIGITS: Final = re.compile(r"\D+")
_NOT_DIGITS_OR_SLASH: Final = re.compile(r"[^\d/]+")
_AREA_SLASH: Final = re.compile(r"\d{1,6}/\d{5,}")  # 0171/1234567, and not 30 12345/12346
_SIGNS: Final = {"\uff0b": "+", "\uff08": "(", "\uff09": ")", "\uff0e": ".", "\u2212": "-", "\uff0f": "/"}
_SEE: Final = "write it as +<country code><number>, or name the country"


def digits_of(text: str, country: str | None = None) -> str:
    """Return a phone number as the API takes it.

    Args:
        text: The number as somebody wrote it.
        country: Two-letter code of the country whose national form is understood as well, such as `IN`. Digits that
            make a number in use there are taken as that number before they are read as country code and number.

    Raises:
        InvalidRequestError: If it cannot be a phone number, or lacks its country code; the text says why.
        SettingsError: If the `phonenumbers` library is not installed.

    Example:
        >>> digits_of("(91) 99012-58433"), digits_of("099012 58433", "IN")
        ('919901258433', '919901258433')

    """
    plans = _plans()
    if text.isdigit() and text.isascii() and text[0] != "0" and len(text) <= _LONGEST_TEXT:
        digits, marked = text, False
    else:
        digits, marked = _cleaned(text)
    if marked or country is None:
        if digits[0] == "0":
            raise _refusal(digits, f"begins with 0, so its country code is missing: {_SEE}.")
        if (marked or len(digits) > _AMBIGUOUS) and plans.plain(digits):
            return digits
        number, reason = plans.international(digits, marked=marked)
    else:
        number, reason = plans.national(digits, country)
    if number:
        return str(number)
    raise _refusal(digits, f"{reason}." if marked else f"{reason}: {_SEE}.")


def check_country(country: str | None) -> str | None:
    """Return a two-letter country code in capitals, or None for None.

    Raises:
        SettingsError: If there is no such country, or the `phonenumbers` library is not installed.

    """
    plans = _plans()
    if country is None:
        return None
    code = country.strip().upper()
    if not plans.is_country(code):
        raise SettingsError(f"country must be a two-letter code such as IN or GB, not {country!r}.")
    return code


@cache
def _plans() -> ModuleType:
    try:
        from chakra_async.bulk import numbering  # noqa: PLC0415 - needs an extra; loaded with the first number
    except ImportError:
        raise SettingsError(
            "Reading phone numbers needs the phonenumbers library: pip install 'chakra-async[bulk]'."
        ) from None
    return numbering


def _cleaned(text: str) -> tuple[str, bool]:
    """Return the digits, and whether `+` or `00` stood in front (they are gone)."""
    text = (text if text.isascii() else _ascii(text)).strip()
    if quoted := _QUOTED.fullmatch(text):
        text = (quoted[1] or quoted[2] or "").strip()
    text = _mended(text)
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise _refusal(text, _what_is_wrong(text))
    if "/" in text and not _AREA_SLASH.fullmatch(_NOT_DIGITS_OR_SLASH.sub("", text)):
        raise _refusal(text, "may be two numbers in one cell: keep one.")
    digits = _NOT_DIGITS.sub("", shape[2])
    if not digits:
        raise _refusal(text, "holds no digits.")
    if shape[1]:
        return digits, True
    stripped = digits.removeprefix("00")
    if not stripped:
        raise _refusal(text, "holds nothing but zeros.")
    return stripped, stripped is not digits


def _mended(text: str) -> str:
    """Undo what a spreadsheet did to a number, where nothing was lost."""
    if not text:
        raise InvalidRequestError("the phone number is empty.")
    if len(text) > _LONGEST_TEXT:
        raise InvalidRequestError(f"the phone number is {len(text)} characters long.")
    if _EXPONENT.fullmatch(text):
        raise InvalidRequestError(
            "a spreadsheet turned the number into the form 9.19E+11 and its last digits are lost: "
            "format the column as text and export it again."
        )
    if lossless := _FLOAT.fullmatch(text):
        return lossless[1]
    if _DECIMALS.fullmatch(text):
        raise _refusal(text, "has decimals, so it is not the number somebody typed.")
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _ascii(text: str) -> str:
    out: list[str] = []
    for character in text:
        if character.isascii():
            out.append(character)
        elif character.isdecimal():
            out.append(str(unicodedata.decimal(character)))
        elif unicodedata.category(character) == "Pd":
            out.append("-")
        elif unicodedata.category(character) != "Cf":
            out.append(_SIGNS.get(character, " " if character.isspace() else character))
    return "".join(out)


def _what_is_wrong(text: str) -> str:
    if _EXTENSION.search(text):
        return "has an extension, which cannot be reached: give the number alone."
    if any(character.isalpha() for character in text):
        return "holds letters."
    if "+" in text:
        return "has a + that does not stand in front, or more than one number in the cell."
    strange = next(character for character in text if character not in "0123456789 ().-/")
    return f"holds {strange!r}, which no phone number has."


def _refusal(text: str, reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"{masked(text)!r} {reason}")
