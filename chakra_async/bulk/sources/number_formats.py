"""Numbers and text of a workbook as people see them: by the format of their cell. Pure functions.

Digits, leading zeros, thousands, decimals, percent, currencies and literals are as the format has them. What a spreadsheet
program shows in the manner of its user's country has one form here: thousands have a comma, decimals a point, and dates and
times are ISO 8601. A scientific format or a fraction would lose digits: such a number is written out.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.sources.date_formats import date_text, is_date_format

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "BUILT_IN",
    "exact",
    "general",
    "is_scientific",
    "may_show_nothing",
    "renderer",
    "shows_date",
    "text_renderer",
]

_CONTEXT: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_LONGEST: Final = 40
_SAFE: Final = 15
_LARGEST_EXPONENT: Final = 308
_KEPT: Final = 2048
_TEXT_SECTION: Final = 3
"""The place of the section of text among all four."""
_TEXT: Final = "\0"

BUILT_IN: Final = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0;\\-"$"#,##0',
    6: '"$"#,##0;\\-"$"#,##0',
    7: '"$"#,##0.00;\\-"$"#,##0.00',
    8: '"$"#,##0.00;\\-"$"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: '#,##0;\\-#,##0;"-"',
    42: '"$"#,##0;\\-"$"#,##0;"-"',
    43: '#,##0.00;\\-#,##0.00;"-"',
    44: '"$"#,##0.00;\\-"$"#,##0.00;"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((32, 34), "h:mm"),
    **dict.fromkeys((33, 35), "h:mm:ss"),
}
"""The formats that a file names by number only (ECMA-376 part 1, 18.8.30)."""

_TOKEN: Final = re.compile(
    r'(?P<meridiem>AM/PM|A/P)|"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<condition>[<>=]{1,2}-?[\d.]+)\]|\[[^\]]*\]|(?P<general>General)|(?P<science>E[+-])"
    r"|(?P<digit>[0#?])|(?P<mark>[.,%/@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_TIME: Final = re.compile(r"\d{4}(-\d\d){1,2}( \d\d:\d\d(:\d\d(\.\d+)?)?)?|\d+:\d\d(:\d\d(\.\d+)?)?")
_SIMPLE: Final = re.compile(r"(#,##)?(0+)(\.0+)?")
_CONDITION: Final = re.compile(r"([<>=]{1,2})(-?[\d.]+)")


def general(raw: str) -> str:
    """Return a number without a format: an integer as its digits, others with 15 of them.

    Example:
        >>> general("9.19901258431E+11"), general("0.30000000000000004")
        ('919901258431', '0.3')

    """
    if raw.isdigit() and len(raw) <= _SAFE:
        return raw
    try:
        value = Decimal(raw)
        if not value.is_finite():
            return raw
        if value != value.to_integral_value(context=_WIDE):
            value = _CONTEXT.plus(value)
    except InvalidOperation:
        return raw
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if len(text) <= _LONGEST else str(value)


def exact(raw: str, shown: str) -> str:
    """Return the text of a number that identifies a row: as it is shown, if that has all its digits and no others behind.

    A format may round, scale or hide digits; the number is another one then.

    Example:
        >>> exact("98765", "0098765"), exact("919901258431.4", "919901258431")
        ('0098765', '919901258431.4')

    """
    if shown == raw and raw.isdigit():
        return raw
    plain = general(raw)
    if not plain.isdigit() or _TIME.fullmatch(shown):
        return plain
    digits = "".join(filter(str.isdigit, shown))
    return shown if digits.endswith(plain) else plain


def is_scientific(code: str) -> bool:
    """Return whether a format shows numbers in the form 9.19E+11.

    Example:
        >>> is_scientific("0.00E+00"), is_scientific('0" E+"')
        (True, False)

    """
    return any(kind == "science" for section in _sections(code) for kind, _ in section.tokens)


def may_show_nothing(code: str) -> bool:
    """Return whether a format has a section that shows nothing of a number, as all of `;;;`.

    Example:
        >>> may_show_nothing(";;;"), may_show_nothing("0;;@"), may_show_nothing("0;-0;;@"), may_show_nothing("0;@")
        (True, True, True, False)

    """
    if ";" not in code:
        return False
    sections = _sections(code)
    return any(
        all(kind == "bracket" or not text.strip() for kind, text in section.tokens)
        for section in sections[:_TEXT_SECTION]
    )


@lru_cache(maxsize=_KEPT)
def text_renderer(code: str) -> Callable[[str], str] | None:
    """Return the function that makes the shown form of text, or None for a format that shows text as it is.

    Text has the fourth section of a format, or the last one if that has an `@`.

    Example:
        >>> [made and made("Asha") for made in map(text_renderer, ('"Dr. "@', ";;;", "0.00;@"))]
        ['Dr. Asha', '', None]

    """
    if "@" not in code and code.count(";") < _TEXT_SECTION:
        return None
    sections = _sections(code)
    tokens = sections[min(len(sections) - 1, _TEXT_SECTION)].tokens
    if len(sections) <= _TEXT_SECTION and ("mark", "@") not in tokens:
        return None
    shown = "".join(
        _TEXT if kind == "general" or (kind, text) == ("mark", "@") else text
        for kind, text in tokens
        if kind != "bracket"
    ).strip()
    return None if shown == _TEXT else lambda text: shown.replace(_TEXT, text)


def shows_date(shown: str) -> bool:
    """Return whether the shown text of a number is a date, with or without a time.

    Example:
        >>> shows_date("2026-12-03 14:30"), shows_date("14:30")
        (True, False)

    """
    return "-" in shown and _TIME.fullmatch(shown) is not None


@attrs.frozen
class _Section:
    """One section of a format, such as that of negative numbers."""

    tokens: list[tuple[str, str]]
    condition: tuple[str, Decimal] | None

    def fits(self, value: Decimal) -> bool:
        """Return whether the section's condition holds for a number."""
        if self.condition is None:
            return True
        sign, limit = self.condition
        return (
            ("<" in sign and value < limit and sign != "<>")
            or (">" in sign and value > limit and sign != "<>")
            or (sign == "<>" and value != limit)
            or (sign in ("=", "<=", ">=") and value == limit)
        )


def renderer(code: str, *, since_1904: bool = False) -> Callable[[str], str]:
    """Return the function that makes the shown text of a number.

    Args:
        code: The cell's format, such as `#,##0.00`.
        since_1904: Whether days are counted from 1904 on, as in workbooks of old Macintosh programs.

    Example:
        >>> renderer("0000000000")("98765"), renderer("0.0%")("0.125")
        ('0000098765', '12.5%')

    """
    if not code or code.casefold() in {"general", "@"}:
        return general
    simple = _simple(code)
    if simple is not None:
        return simple
    sections = _sections(code)

    @lru_cache(maxsize=_KEPT)  # dates occur again and again
    def render(raw: str) -> str:
        try:
            value = _CONTEXT.plus(Decimal(raw))
        except InvalidOperation:
            return raw
        if not _is_number(value):
            return raw
        whole = value
        section, value = _chosen(sections, value)
        if is_date_format(section.tokens):
            return date_text(value, section.tokens, since_1904=since_1904) or general(raw)
        plain = general(raw)
        try:
            return _number(section.tokens, value, plain if value == whole else plain.removeprefix("-"))
        except InvalidOperation:  # far beyond the digits of any format
            return plain

    return render


def _simple(code: str) -> Callable[[str], str] | None:
    """Return the function of a format that has nothing but digits, for the sake of speed; None for others."""
    found = _SIMPLE.fullmatch(code)
    if found is None:
        return None
    grouped, zeros, places = found[1], len(found[2]), len(found[3] or ".") - 1
    step = Decimal(1).scaleb(-places)

    def render(raw: str) -> str:
        if raw.isdigit() and not places and not grouped and len(raw) <= _SAFE:
            return raw.zfill(zeros)
        try:
            value = _CONTEXT.plus(Decimal(raw)).quantize(step, context=_WIDE)
        except InvalidOperation:
            return general(raw)
        if not _is_number(value):
            return raw
        if not value:
            value = abs(value)
        return (
            f"{value:,f}" if grouped else f"{value:0{zeros + (places + 1 if places else 0) + (value < 0)}f}"
        )

    return render


def _is_number(value: Decimal) -> bool:
    """Return whether a value is a number that a cell can have: finite, and not beyond a float's range."""
    return value.is_finite() and value.adjusted() <= _LARGEST_EXPONENT


def _sections(code: str) -> list[_Section]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup
        text = found[kind] if kind is not None else found[0]
        if kind == "other" and text == ";":
            sections.append(_Section(tokens, condition))
            tokens, condition = [], None
        elif kind == "condition":
            parts = _CONDITION.fullmatch(text)
            if parts is not None:
                condition = parts[1], Decimal(parts[2])
        elif kind in {"quoted", "escaped", "currency"}:
            tokens.append(("literal", text))
        elif kind is None and text.startswith("["):
            tokens.append(("bracket", text[1:-1].casefold()))
        elif kind is not None:
            tokens.append((kind, text))
    sections.append(_Section(tokens, condition))
    return sections


def _chosen(sections: list[_Section], value: Decimal) -> tuple[_Section, Decimal]:
    """Return the section for a number, and the number as the section shows it: without its sign where it has its own."""
    numeric = sections[:3]
    if any(section.condition is not None for section in numeric):
        found = next(
            (section for section in numeric if section.condition is not None and section.fits(value)), None
        )
        if found is None:
            found = next((section for section in reversed(numeric) if section.condition is None), numeric[-1])
        return found, value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:  # noqa: PLR2004 - positive, negative, zero
        return numeric[2], value
    return numeric[0], value


def _number(tokens: list[tuple[str, str]], value: Decimal, plain: str) -> str:
    kinds = {kind for kind, _ in tokens}
    marks = "".join(text for kind, text in tokens if kind == "mark")
    if "science" in kinds or ("/" in marks and "digit" in kinds):
        return plain
    if "general" in kinds or "@" in marks:
        number = f"{abs(value):f}" if plain.startswith("-") else plain
        shown = [
            number if kind == "general" or text == "@" else _literal(kind, text) for kind, text in tokens
        ]
        return ("-" if plain.startswith("-") else "") + "".join(shown).strip()
    if "digit" not in kinds:
        return "".join(
            text if kind in {"literal", "other"} or text == "%" else "" for kind, text in tokens
        ).strip()
    return _digits(tokens, value)


def _literal(kind: str, text: str) -> str:
    return text if kind in {"literal", "other"} or text in {"%", "/"} else ""


def _digits(tokens: list[tuple[str, str]], value: Decimal) -> str:
    last = max(place for place, (kind, _) in enumerate(tokens) if kind == "digit")
    point = next((place for place, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    last_of_integer = max((p for p, (kind, _) in enumerate(tokens[:point]) if kind == "digit"), default=-1)
    value = value.scaleb(2 * sum(token == ("mark", "%") for token in tokens), context=_WIDE)
    scale = _commas(tokens, last_of_integer + 1) if last_of_integer >= 0 else 0
    if point < len(tokens):
        scale += _commas(tokens, last + 1) if last > point else 0
    value = value.scaleb(-3 * scale, context=_WIDE)
    grouped = any(token == ("mark", ",") for token in tokens[: max(last_of_integer, 0)])
    places = [text for kind, text in tokens[point:] if kind == "digit"]
    rounded = abs(value).quantize(Decimal(1).scaleb(-len(places)), context=_WIDE)
    integer, _, fraction = f"{rounded:f}".partition(".")
    shown = _integer(tokens[:point], "" if integer == "0" else integer, grouped=grouped)
    if point < len(tokens):
        shown += _fraction(tokens[point + 1 :], fraction)
    negative = value < 0 and rounded != 0
    return ("-" if negative else "") + shown.strip()


def _commas(tokens: list[tuple[str, str]], place: int) -> int:
    count = 0
    while place + count < len(tokens) and tokens[place + count] == ("mark", ","):
        count += 1
    return count


def _integer(tokens: list[tuple[str, str]], digits: str, *, grouped: bool) -> str:
    first = next((place for place, (kind, _) in enumerate(tokens) if kind == "digit"), len(tokens))
    shown: list[str] = []
    count = 0
    for place in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[place]
        if kind != "digit":
            shown.append(_literal(kind, text))
            continue
        taken = digits if place == first else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or {"0": "0", "?": " "}.get(text, "")):
            if grouped and count and count % 3 == 0 and digit != " ":
                shown.append(",")
            shown.append(digit)
            count += 1
    if digits:  # a format without a place for them, such as `.00`
        shown.append(digits)
    return "".join(reversed(shown)) if len(shown) > 1 else "".join(shown)


def _fraction(tokens: list[tuple[str, str]], digits: str) -> str:
    needed = len(digits)
    places = [text for kind, text in tokens if kind == "digit"]
    while needed and digits[needed - 1] == "0" and places[needed - 1] != "0":
        needed -= 1
    shown = "." if needed or "0" in places else ""
    place = 0
    for kind, text in tokens:
        if kind == "digit":
            shown += digits[place] if place < needed else ""
            place += 1
        else:
            shown += _literal(kind, text)
    return shown
