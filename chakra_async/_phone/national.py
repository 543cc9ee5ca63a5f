"""Numbers as they are written at home, without a country code: the only module that imports the `phonenumbers` library.

It comes with the extra `[bulk]` and is imported with the first number that needs it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from chakra_async._phone import table
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["groups_at_home", "number_at_home"]

_OLD_MEXICAN: Final = r"(?:01|044|045|1)(\d{10})"
"""What was dialled in Mexico before a number until 2019, or is left of +52 1, and is still in lists."""


@cache
def _library() -> ModuleType:
    try:
        import phonenumbers  # noqa: PLC0415 - an extra, and slow to import; loaded with the first national number
    except ImportError:
        raise SettingsError(
            "Reading national phone numbers needs the phonenumbers library: pip install 'chakra-async[bulk]', "
            "or write each number as +<country code><number>."
        ) from None
    return phonenumbers


def number_at_home(digits: str, country: str) -> str | None:
    """Return country code and number of what somebody in a country would dial, or None if no such number is in use there.

    Raises:
        SettingsError: The `phonenumbers` library is not installed.

    """
    library = _library()
    if country == "MX" and (old := re.fullmatch(_OLD_MEXICAN, digits)):
        digits = old[1]
    try:
        number = library.parse(digits, country, keep_raw_input=True)
    except library.NumberParseException:
        return None
    if number.country_code_source != library.CountryCodeSource.FROM_DEFAULT_COUNTRY:
        return None  # the library saw an exit code or the country code; both are judged elsewhere
    written: str = library.format_number(number, library.PhoneNumberFormat.E164)[1:]
    return written if table.SHORTEST <= len(written) <= table.LONGEST and table.country_of(written) else None


def groups_at_home(number: str) -> list[str]:
    """Return the groups in which a number, given with its country code, is usually written, without the country code."""
    library = _library()
    written = library.format_number(library.parse(f"+{number}"), library.PhoneNumberFormat.INTERNATIONAL)
    return re.findall(r"\d+", written)[1:]
