"""How people, spreadsheets and programs write phone numbers: from a value to digits, or to why there are none. Pure.

Nothing here knows which numbers exist. What a spelling says for certain is kept: whether a `+` was in front (or a form that has
the country code by definition, such as `wa.me/...`), and whether a zero was in brackets behind the country code.
"""

from __future__ import annotations

import operator
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, cast

from chakra_async._phone.errors import refusal

if TYPE_CHECKING:
    from typing import SupportsIndex

__all__ = ["ROUNDED_DIGITS", "Spelled", "read"]

ROUNDED_DIGITS: Final = 5
"""Digits that are missing at the end of a number which a program has rounded: those of 9.19901E+11, at least."""

_LONGEST_LINK: Final = 2048
_LONGEST_TEXT: Final = 64
_EXACT: Final = 10**15
"""Up to here every integer has a float of its own."""

# Compiled on first use and kept by `re`: most numbers need few of these.
_QUOTED: Final = r'="(.*)"|\'(.*)'
_JID: Final = r"\+?(\d+)(?:\.\d+)?(?::\d+)?@(?:s\.whatsapp\.net|c\.us)"
_LINK: Final = (
    r"(?:https?://)?(?:www\.)?(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?|whatsapp\.com/send/?\?)(.*)"
    r"|whatsapp://send/?\?(.*)"
)
_QUERY_NUMBER: Final = r"(?:.*&)?phone=([^&#]*).*"
_PATH_NUMBER: Final = r"((?:\+|%2b)?[\d\s().\-]+?)/?(?:[?#].*)?"
_SCHEME: Final = r"(tel|callto|sms|whatsapp):(?://)?(.*)"
_CONTEXT: Final = r";phone-context=(\+[\d().\-]+)(?:;|$)"
_EXPONENT: Final = r"[+-]?\d+(?:[.,]\d*)?\s*[eE]\s*[+-]?\d+"
_FLOAT: Final = r"(\+?\d{7,15})[.,]0{1,2}"
_DECIMALS: Final = r"[^.,/]*\d[.,]\d{1,2}|\d{7,}[.,]\d+|(?:0|[1-9]\d?)[.,]\d{7,}|[1-9]\d{2,5}[.,]\d{8,}"
_THOUSANDS: Final = r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}"
_IN_BRACKETS: Final = r"\([\d,\s]+\)"
_DATE: Final = (
    r"(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?:[T ].*)?"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d(?: .*)?"
)
_EXTENSION: Final = r"\d[\s,;.]*(?:#|extn|extension|ext|x|poste|ramal|int|interno|anexo|dw)[\s.:=]*\d+"
_TWO: Final = r"\d{4,}[\s()]*(?:;|,|\||&|/|\n|\r|\bor\b|\band\b)[\s()+]*\d[\d\s().\-]{4,}"
_SHAPE: Final = r"[ \t(]*(\+?)([\d \t().\-/]*)"
_AREA_SLASH: Final = r"\d{1,6}/\d{5,}"  # 0171/1234567, and not 30 12345/12346
_LIST_NUMBER: Final = r"[1-9]\d{0,2}[ \t]*\.[ \t]+[^.]*"
_NUMBERED: Final = r"(?:\([ \t]*[1-9]\d{0,2}[ \t]*\)|[1-9]\d{0,2}(?:[ \t]*[\t/]|[ \t]*-+[ \t]))(.*)"
"""What a row of a list may begin with, or a country code: (7), 7 -, 7/."""
_BRACKETED: Final = r"[ \t(]*\([ \t]*(\d+)[ \t]*\)"
_ZERO: Final = r"\([ \t]*0[ \t]*\)"
_HYPHENS: Final = "\u2212\u2043\u02d7\u30fc\u2500"
_DOTS: Final = "\u00b7\u2022\u2027\u2219\u22c5\u30fb"
_SLASHES: Final = "\u2044\u2215"
_PLUSES: Final = "\u2795\ufe62"
_DROPPED: Final = "\u20e3"  # the frame around a digit's emoji
_LINE_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_WITH_CODE: Final = "write it as +<country code><number>"


class Spelled(NamedTuple):
    """What was written.

    Attributes:
        digits: The digits, without `+`.
        plus: Whether they begin with a country code for certain.
        without_zero: The digits without the zero in brackets behind the country code; None where there is none.
        without_first: The digits without the first ones, where these may be the number of a row of a list; None where they are not.
        groups: The digits as they are grouped; empty where they are written as one.
        bracketed: The first digits, where they alone are in brackets; None where they are not.

    """

    digits: str
    plus: bool
    without_zero: str | None
    without_first: str | None = None
    groups: tuple[str, ...] = ()
    bracketed: str | None = None


def read(value: object) -> Spelled:
    """Return what a value spells.

    Raises:
        PhoneNumberError: It is not one phone number.

    """
    text = value if isinstance(value, str) else _written_out(value)
    if text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= _LONGEST_TEXT:
        return Spelled(text, plus=False, without_zero=None)
    text = _plain(text)
    if text[0] == "+":
        digits = text[1:].replace(" ", "").replace("-", "")
        if (
            digits.isascii()  # isdigit() alone is true of marks such as \u00b9 and \u2460
            and digits.isdigit()
            and digits.strip("0")
            and text[-1] != "-"
            and len(digits) <= _LONGEST_TEXT
        ):
            return Spelled(digits, plus=True, without_zero=None)
    if "@" in text:
        return Spelled(_of_jid(text), plus=True, without_zero=None)
    if link := re.fullmatch(_LINK, text, re.DOTALL | re.IGNORECASE):
        return Spelled(_of_link(text, link), plus=True, without_zero=None)
    if scheme := re.fullmatch(_SCHEME, text, re.DOTALL | re.IGNORECASE):
        text = _of_scheme(scheme[1].lower(), scheme[2].strip())
    if text[:3].lower() == "%2b":
        text = f"+{text[3:]}"
    if len(text) > _LONGEST_TEXT:
        raise refusal("", "too_long", f"is {len(text)} characters long: give the number alone")
    return _of_number(_restored(text))


def _plain(text: str) -> str:
    """Return a string in ASCII, without blanks and quotes around it."""
    if len(text) > _LONGEST_LINK:
        raise refusal("", "too_long", f"is {len(text)} characters long: give the number alone")
    text = (text if text.isascii() else _ascii(text)).strip().rstrip(",; ")
    if quoted := re.fullmatch(_QUOTED, text, re.DOTALL):
        text = (quoted[1] or quoted[2] or "").strip()
    if not text:
        raise refusal("", "empty", f"is empty: {_WITH_CODE}")
    return text


def _written_out(value: object) -> str:
    """Return a number of a numeric type as text, where it is exact."""
    kind = type(value).__name__
    if value is None or kind in ("NAType", "NaTType"):
        raise refusal("", "empty", f"is {value}: {_WITH_CODE}")
    if isinstance(value, float) or kind == "Decimal":
        return _of_float(cast("float", value), kind)
    if not kind.startswith("bool") and hasattr(type(value), "__index__"):
        with suppress(TypeError):
            return str(operator.index(cast("SupportsIndex", value)))
    raise refusal("", "type", f"is of type {kind}, not a string: {_WITH_CODE}")


def _of_float(value: float, kind: str) -> str:
    try:
        whole = int(value)
    except ValueError:
        raise refusal("", "empty", f"is NaN, as empty cells are: {_WITH_CODE}") from None
    except OverflowError:
        raise refusal("", "type", f"is infinite: {_WITH_CODE}") from None
    mantissa, written, power = str(value).partition("E+") if kind == "Decimal" else ("", "", "")
    if written and int(power) - len(mantissa.partition(".")[2]) >= ROUNDED_DIGITS:
        raise refusal(
            "",
            "scientific",
            "is a Decimal in the form 9.19E+11, without its last digits: give it as a string",
        )
    if whole != value or abs(whole) >= _EXACT:
        raise refusal(
            "", "decimals", f"is a {kind} that has decimals or is too large to be exact: give it as a string"
        )
    return str(whole)


def _ascii(text: str) -> str:
    import unicodedata  # noqa: PLC0415 - an extension module; few numbers need it

    out: list[str] = []
    for character in text:
        kind = unicodedata.category(character)
        if character.isascii():
            out.append(character)
        elif kind == "Nd":
            out.append(str(unicodedata.decimal(character)))
        elif kind == "Pd" or character in _HYPHENS:
            out.append("-")
        elif character in _LINE_ENDS:
            out.append("\n")
        elif kind == "Cf" or character in _DROPPED or "\ufe00" <= character <= "\ufe0f":
            continue
        elif character.isspace():
            out.append(" ")
        elif "\uff01" <= character <= "\uff5e":
            out.append(chr(ord(character) - 0xFEE0))
        else:
            out.append(_sign(character))
    return "".join(out)


def _sign(character: str) -> str:
    for signs, plain in ((_DOTS, "."), (_SLASHES, "/"), (_PLUSES, "+"), ("\u2018\u2019", "'")):
        if character in signs:
            return plain
    return character


def _of_jid(text: str) -> str:
    """Return the number of a WhatsApp address such as `919901258433:12@s.whatsapp.net`."""
    address = re.fullmatch(_JID, text)
    if address is not None:
        return address[1]
    server = text.rpartition("@")[2].lower()
    if server == "g.us":
        raise refusal("", "not_a_person", "is the address of a group: give the number of one of its members")
    if server == "lid":
        raise refusal(
            "", "not_a_person", "is a hidden WhatsApp id (@lid), which has no number: give the number"
        )
    if server in ("broadcast", "newsletter"):
        raise refusal("", "not_a_person", f"is the address of a {server}: give the number of a person")
    raise refusal("", "letters", "has an @, as e-mail addresses have: give a phone number")


def _of_link(text: str, link: re.Match[str]) -> str:
    """Return the number of `wa.me/...`, `api.whatsapp.com/send?phone=...` or `whatsapp://send?phone=...`."""
    rest = link[1] if link[1] is not None else link[2]
    in_path = "wa.me/" in text.lower().split("?", 1)[0]
    found = re.fullmatch(_PATH_NUMBER if in_path else _QUERY_NUMBER, rest, re.DOTALL | re.IGNORECASE)
    digits = re.sub(r"(?i)%2b|%20|[\s+().\-]", "", found[1]) if found else ""
    if not (digits.isascii() and digits.isdigit()):
        raise refusal("", "not_a_person", "is a link that does not hold a number: give the number")
    return digits


def _of_scheme(scheme: str, rest: str) -> str:
    """Return the number of `tel:...` (RFC 3966) and the like."""
    number, semicolon, parameters = rest.partition(";")
    if re.search(r"(?:^|;)(?:ext|isub|postd)=", parameters, re.IGNORECASE):
        raise refusal(number, "extension", "has an extension, which cannot be reached: give the number alone")
    if scheme == "tel" and not number.lstrip().startswith("+"):
        context = re.search(_CONTEXT, semicolon + parameters, re.IGNORECASE)
        if context is not None:
            return context[1] + number
    if scheme in ("sms", "whatsapp"):
        number = number.partition("?")[0]
    return number.strip() or "-"


def _restored(text: str) -> str:
    """Undo what a spreadsheet did to a number, where nothing was lost."""
    if text.startswith(("=", "#")):
        raise refusal(text, "formula", "is a formula or a spreadsheet's error: give the number as text")
    if re.fullmatch(_EXPONENT, text):
        raise refusal(
            "",
            "scientific",
            "is in the form 9.19E+11, and a spreadsheet has dropped its last digits: "
            "format the column as text and export it again",
        )
    if (
        re.match(r"[(\s]*-[\s(.]*\d", text)
        or re.fullmatch(r"\d[\d\s,.]*-", text)
        or re.fullmatch(_IN_BRACKETS, text)
    ):
        raise refusal(
            text,
            "minus",
            "is negative, which no phone number is; a spreadsheet may have computed it: format the column as text and type it again",
        )
    if lossless := re.fullmatch(_FLOAT, text):
        return lossless[1]
    if re.fullmatch(_DATE, text):
        raise refusal("", "date", "is a date: give the number, and format the column as text")
    if re.fullmatch(_DECIMALS, text):
        raise refusal(
            text,
            "decimals",
            "has decimals, so it is not the number that was typed: format the column as text",
        )
    return text.replace(",", "") if re.fullmatch(_THOUSANDS, text) else text


def _of_number(text: str) -> Spelled:
    shape = re.fullmatch(_SHAPE, text)
    if shape is None:
        _refuse_signs(text)
    plus, rest = shape[1] == "+", shape[2]
    if "/" in rest and not re.fullmatch(_AREA_SLASH, re.sub(r"[^\d/]", "", rest)):
        raise refusal(text, "several", "may be two numbers: keep one")
    if ")" in text and "(" not in text[: text.index(")")]:
        raise refusal(
            text, "signs", "has a ) without a ( before it, as the numbers of a list have: give digits only"
        )
    if re.fullmatch(_LIST_NUMBER, text):
        raise refusal(
            text, "signs", f"begins with a number and a point, as the numbers of a list do: {_WITH_CODE}"
        )
    groups = re.findall(r"\d+", rest)
    digits = "".join(groups)
    if not digits:
        raise refusal(text, "empty", f"has no digits: {_WITH_CODE}")
    if not digits.strip("0"):
        raise refusal(text, "too_short", f"has no digits but zeros: {_WITH_CODE}")
    zero = re.search(_ZERO, rest)
    without_zero = None
    if zero is not None and re.search(r"\d", rest[: zero.start()]):
        without_zero = re.sub(r"\D", "", rest[: zero.start()] + rest[zero.end() :])
    if plus or len(groups) == 1:
        return Spelled(digits, plus, without_zero)
    numbered = re.fullmatch(_NUMBERED, text)
    bracketed = re.match(_BRACKETED, text)
    return Spelled(
        digits,
        plus,
        without_zero,
        re.sub(r"\D", "", numbered[1]) if numbered else None,
        tuple(groups),
        bracketed[1] if bracketed else None,
    )


def _refuse_signs(text: str) -> NoReturn:
    if re.search(_EXTENSION, text, re.IGNORECASE):
        raise refusal(text, "extension", "has an extension, which cannot be reached: give the number alone")
    if text.count("+") > 1 or re.search(_TWO, text, re.IGNORECASE):
        raise refusal(text, "several", "is more than one number: keep one")
    if any(character.isalpha() for character in text):
        raise refusal(text, "letters", "has letters: give digits only, with + and the country code in front")
    if "+" in text.lstrip(" \t(")[1:]:
        raise refusal(text, "signs", "has a + that is not in front: write it as +<country code><number>")
    if "\n" in text or "\r" in text:
        raise refusal(text, "several", "has more than one line: keep one number")
    strange = next(character for character in text if character not in "+0123456789 \t().-/")
    raise refusal(text, "signs", f"has {strange!r}, which no phone number has: give digits only")
