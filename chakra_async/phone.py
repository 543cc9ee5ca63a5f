"""The one reader of phone numbers: from what people write to the digits that the API takes, or to why not.

A wrong guess is a message to a stranger, so doubt is refused. What a number is read as:

- **international**, if it has `+` in front, or a form that has the country code by definition (`tel:+...`,
  `wa.me/...`, `...@s.whatsapp.net`): any number of a length that its country code has, in use or not.
- **after an exit code**, if it begins with what is dialled abroad in the country that is named (`00`, `011` in the
  United States, `0011` in Australia). `00` is understood as well where it is not that code, and without a country, if
  only one number in use can be meant.
- **national**, if a country is named: a number in use there. If the same digits are another number in use with their
  country code in front, they are refused.
- **unmistakable**, without any of these: country code and number, of a range that is in use, with more than ten
  digits. This is the form that the API itself writes, so `16505551234` needs no `+`. Some such digits are also a
  mobile number that somebody wrote without its country code (`13802345678` is in use in Ohio and in China):
  `may_be_national` finds them, for callers that see a whole list.

In use is what the metadata of the `phonenumbers` library say, what is reserved for fiction, and what WhatsApp itself
writes: Mexican numbers with a 1 behind 52, Argentinian ones with and without a 9 behind 54, Brazilian mobile numbers
with and without their ninth digit. Such forms of one number are equal: `PhoneNumber` compares by `key`.

Reading costs a few microseconds and imports a table; the library is imported for national numbers only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async._phone import readings, table
from chakra_async._phone.errors import PhoneNumberError, Problem, masked
from chakra_async._phone.readings import Understood
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "PhoneNumber",
    "PhoneNumberError",
    "Problem",
    "Understood",
    "check_country",
    "guess_country",
    "looks_national",
    "may_be_national",
    "parse",
    "problem",
]

_AMBIGUOUS: Final = 10
_WORLD: Final = "001"
_LONGEST_CODE: Final = 3


@attrs.frozen(repr=False)
class PhoneNumber:
    """A phone number; equal to another one of the same person.

    `str(number)` is `digits`; `repr` masks them.

    Example:
        >>> number = parse("+91 99012 58433")
        >>> number.digits, number.country, number.understood
        ('919901258433', 'IN', 'international')
        >>> number
        PhoneNumber('91********33', country='IN', understood='international')

    """

    key: str
    """What identifies the person: `digits`, in one form where WhatsApp writes a number in two."""

    digits: str = attrs.field(eq=False)
    """Country code and number as the API takes them, digits only, in the form in which they were given."""

    country: str | None = attrs.field(eq=False)
    """Two-letter code of its country, such as `IN`. None for numbers of no country, and where several share the country
    code and the number is in use in none of them."""

    understood: Understood = attrs.field(eq=False)
    """How it was understood: `international`, `exit_code`, `national` or `unmistakable`."""

    @property
    def e164(self) -> str:
        """The number with `+` in front."""
        return f"+{self.digits}"

    @property
    def masked(self) -> str:
        """The digits with all but the first and the last two hidden, for logs."""
        return masked(self.digits)

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked!r}, country={self.country!r}, understood={self.understood!r})"


def parse(value: object, country: str | None = None, *, international: bool = False) -> PhoneNumber:
    """Return the phone number that a value is.

    Args:
        value: A string, or an integer or integral float as spreadsheets and frames give them. A `PhoneNumber` is
            returned as it is.
        country: Two-letter code of the country whose national numbers and exit code are understood, such as `IN`.
        international: Whether the value begins with its country code for certain, as ids of WhatsApp users do
            (`wa_id`, `from`), so that nothing is ambiguous without `+`.

    Raises:
        PhoneNumberError: It is not a phone number, or may be somebody else's; `problem` says why as a word.
        SettingsError: There is no such country, or a national number is to be read and the `phonenumbers` library is not
            installed.

    Example:
        >>> parse("919901258433").digits, parse("98765 43210", country="IN").digits
        ('919901258433', '919876543210')
        >>> parse("+52 1 55 5555 0123") == parse("+52 55 5555 0123")
        True

    """
    if value.__class__ is str and country is None and not international:
        number = _plain(str(value))
        if number is not None:
            return number
    elif isinstance(value, PhoneNumber):
        return value
    from chakra_async._phone import spelling  # noqa: PLC0415 - plain digits, the usual case, do not need it

    home = check_country(country)
    spelled = spelling.read(value)
    if spelled.plus or international:
        return _number(*readings.international(spelled, "international"))
    if home is None:
        return _number(*readings.unmistakable(spelled))
    return _number(*readings.with_country(spelled, home))


def _plain(text: str) -> PhoneNumber | None:
    """Return the number of plain digits that are unmistakable, or None for anything else."""
    if not (_AMBIGUOUS < len(text) <= table.LONGEST and text.isascii() and text.isdigit()):
        return None
    country = table.country_of(text)
    return _number(text, country, "unmistakable") if country else None


def problem(value: object, country: str | None = None) -> str | None:
    """Return why a value is not a phone number, as a sentence with the number masked, or None if it is one.

    Raises:
        SettingsError: As for `parse`.

    Example:
        >>> problem("+91 99012 58433"), problem("+91 99012 58433 ext 5")
        (None, "phone number '+9***************** 5' has an extension, which cannot be reached: give the number alone.")

    """
    try:
        parse(value, country)
    except PhoneNumberError as error:
        return str(error)
    return None


def looks_national(value: object) -> bool:
    """Return whether a value is refused without a country only because its country code may be missing.

    Count these in a list before anything is sent: many of them say that a country has to be named.

    Example:
        >>> looks_national("98765 43210"), looks_national("+91 98765 43210"), looks_national("call Asha")
        (True, False, False)

    """
    try:
        parse(value)
    except PhoneNumberError as error:
        return error.problem in ("country_missing", "ambiguous")
    return False


def may_be_national(value: object) -> bool:
    """Return whether a value that is read without a country could also lack its country code.

    One such value proves nothing; a list in which many look national should not be read without a country.

    Example:
        >>> may_be_national("13802345678"), may_be_national("919901258433")
        (True, False)

    """
    try:
        number = parse(value)
    except PhoneNumberError:
        return looks_national(value)
    return number.understood == "unmistakable" and table.is_mistakable(number.digits)


def guess_country(values: Iterable[object]) -> str | None:
    """Return the country that a list's national numbers seem to be of, or None; for advice only, never to be applied.

    It is the commonest country of the list's own international numbers, if nearly all that look national are in use
    there; without international numbers, the only country in which nearly all of them are in use.

    Example:
        >>> guess_country(["+91 99012 58433", "98765 43210", "099012 58434"])
        'IN'

    """
    from chakra_async._phone import guess  # noqa: PLC0415 - needed once a run, if at all

    national: list[str] = []
    countries: list[str] = []
    for value in values:
        try:
            number = parse(value)
        except PhoneNumberError as error:
            if error.problem in ("country_missing", "ambiguous"):
                from chakra_async._phone import spelling  # noqa: PLC0415 - as above

                national.append(spelling.read(value).digits)
        else:
            countries.append(number.country or "")
    return guess.country_of_most(national, countries)


def check_country(country: str | None) -> str | None:
    """Return a two-letter country code in capitals, or None for None.

    Raises:
        SettingsError: There is no such country.

    Example:
        >>> check_country(" in ")
        'IN'

    """
    if country is None:
        return None
    code = country.strip().upper() if country.__class__ is str else ""
    if table.code_of(code) is None:
        hint = "; the United Kingdom's is GB" if code == "UK" else ""
        given = f", not {country!r}" if len(code) <= _LONGEST_CODE and code.isalpha() else ""
        raise SettingsError(f"country must be a two-letter code such as IN or GB{given}{hint}.")
    return code


def _number(digits: str, country: str | None, understood: Understood) -> PhoneNumber:
    key = (
        readings.key_of(digits) if digits[0] == "5" else digits
    )  # the codes of Mexico, Argentina and Brazil begin with 5
    return PhoneNumber(key, digits, None if country == _WORLD else country, understood)
