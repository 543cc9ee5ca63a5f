"""Which country the national numbers of a list seem to be of: for advice, never applied."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from chakra_async._phone import table

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["country_of_most"]

_MOST: Final = 0.9
_ENOUGH: Final = 1000
"""Numbers looked at."""


def country_of_most(national: Sequence[str], countries: Sequence[str]) -> str | None:
    """Return the country in which nearly all of some national numbers are in use, or None where that is not one.

    Args:
        national: Numbers without a country code, digits only.
        countries: The countries of the numbers with one, which come first.

    """
    some = national[:_ENOUGH]
    if not some:
        return None
    for country, _ in Counter(filter(None, countries)).most_common(1):
        return country if _share(some, country) >= _MOST else None
    fitting = [country for country in table.countries() if _share(some, country) >= _MOST]
    return fitting[0] if len(fitting) == 1 else None


def _share(national: Sequence[str], country: str) -> float:
    return sum(_is_in_use(digits, country) for digits in national) / len(national)


def _is_in_use(digits: str, country: str) -> bool:
    code = table.code_of(country) or ""
    trunk = table.trunk_of(code)
    return table.country_of(code + digits) == country or (
        trunk != "" and digits.startswith(trunk) and table.country_of(code + digits[len(trunk) :]) == country
    )
