"""What a list of phone numbers looks like before the first call: whether it is national or rounded, and of which countries."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import orjson

from chakra_async import phone
from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.masking import masked
from chakra_async._phone import table
from chakra_async._phone.spelling import ROUNDED_DIGITS
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.rows import RowState, place
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from chakra_async.bulk.journal.base import Identity, Journal
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["NationalCheck", "check_country_change", "countries_of", "is_rounded"]

_FEWEST: Final = 3
_SHARE: Final = 0.1
_FEWEST_ROUNDED: Final = 2
_ROUNDED_SHARE: Final = 0.02
_SOME_ZEROS: Final = "000"
_ZEROS: Final = "0" * ROUNDED_DIGITS
_SHORTEST_ROUNDED: Final = 10
_FRACTION: Final = re.compile(r"[.,]0{1,2}$")
_SEPARATORS: Final = re.compile(r"[ ,'\u00a0\u202f]")
_FEWEST_DOUBTFUL: Final = 10
_DOUBTFUL_SHARE: Final = 0.95
_SAMPLE: Final = 2000
_SHOWN: Final = 5
_SETTLED: Final = (RowState.DONE, RowState.UNKNOWN, RowState.SENDING)
_NATIONAL: Final = ("country_missing", "ambiguous")


class NationalCheck:
    """Counts the rows that look like national numbers, and refuses a list that has many of them.

    Without a country such rows cannot be sent, and others of the same list may be strangers' numbers by chance. Nor is a
    list sent whose bare digits are nearly all mobile numbers somewhere without their country code: Chinese ones are
    numbers in use in North America as well.

    Nor one, with a country or without, of which several bare numbers end in zeros as no others do than those that a
    spreadsheet has rounded: 9.19901E+11 is 919901000000 wherever the column was given another format afterwards.

    Args:
        national: Whether national numbers are looked for, because a country is not named.

    """

    def __init__(self, *, national: bool = True) -> None:
        """Begin with no rows."""
        self.rows = 0
        self.rounded = 0
        self._national = national
        self.national = 0
        self.bare = 0
        self.doubtful = 0
        self._sample: list[str] = []

    def note(self, rows: Iterable[Row]) -> None:
        """Count rows."""
        for row in rows:
            if row.problem is not None:
                continue
            self.rows += 1
            value = row.value
            if _SOME_ZEROS in value and is_rounded(value):
                self.rounded += 1
            if not self._national:
                continue
            if table.is_plain(value):  # nearly every row; what `phone.parse` would find, without the object
                self.bare += 1
                self.doubtful += table.is_mistakable(value)
            elif not self._note_spelled(value):
                continue
            if len(self._sample) < _SAMPLE:
                self._sample.append(value)

    def _note_spelled(self, value: str) -> bool:
        """Count a number that is not plain digits, and return whether it is one."""
        try:
            number = phone.parse(value)
        except phone.PhoneNumberError as error:
            if error.problem not in _NATIONAL:
                return False
            self.national += 1
            return True
        if number.understood == "unmistakable":
            self.bare += 1
            self.doubtful += table.is_mistakable(number.digits)
        return True

    @property
    def problem(self) -> str | None:
        """What is wrong with the list and what to do, or None."""
        return _rounded_problem(self.rounded, self.rows) or self._national_problem()

    def _national_problem(self) -> str | None:
        looking = self.national
        if self.doubtful >= max(_FEWEST_DOUBTFUL, self.bare * _DOUBTFUL_SHARE):
            looking += self.doubtful
        if looking < max(_FEWEST, self.rows * _SHARE):
            return None
        country = phone.guess_country(self._sample)
        remedy = (
            f"add --country {country}" if country else "add --country with its two-letter code, such as IN,"
        )
        return (
            f"{looking} of {self.rows} rows look national: {remedy} (country=), or write the numbers with + and "
            "their country code. Nothing was sent because of them."
        )

    def check(self) -> None:
        """Refuse a list that looks national or rounded.

        Raises:
            InputError: It does.

        """
        if self.problem is not None:
            raise InputError(self.problem)


def is_rounded(value: str) -> bool:
    """Return whether digits without `+` end as those of a number that a spreadsheet has rounded to six or fewer.

    Example:
        >>> is_rounded("919901000000"), is_rounded("+919901000000"), is_rounded("919901258433")
        (True, False, False)

    """
    digits = _SEPARATORS.sub("", _FRACTION.sub("", value.strip()))
    return len(digits) >= _SHORTEST_ROUNDED and digits.isdecimal() and digits.endswith(_ZEROS)


def _rounded_problem(rounded: int, rows: int) -> str | None:
    """Return what is wrong with a list of which so many rows look rounded, and what to do, or None.

    Args:
        rounded: How many rows look rounded.
        rows: How many rows there are.

    """
    if rounded < max(_FEWEST_ROUNDED, rows * _ROUNDED_SHARE):
        return None
    return (
        f"{rounded} of {rows} rows end in {_ZEROS}, as phone numbers that a spreadsheet has rounded (9.19901E+11): export "
        "the list again from where its numbers are whole, with the column formatted as text; if they are right, write "
        "them with + and their country code. Nothing was sent because of them."
    )


async def check_country_change(
    journal: Journal,
    identity: Identity,
    source: Source,
    key: Callable[[Row], str],
    *,
    can_reread: bool,
) -> None:
    """Refuse another country than a journal's if rows that are done or unknown have another number with it.

    Raises:
        JournalError: There are such rows, or it cannot be found out.

    """
    old, new = country_in(journal.known.get("validation", "")), identity.validation.get("country", "")
    if old == new:
        return
    change = f"the journal's country is {old or 'none'}, and now it is {new or 'none'}"
    remedy = (
        "Nothing was sent. Go on with the journal's country, or accept that these rows are sent to the other number as "
        "well with accept_country_change=True (--accept-country-change)."
    )
    if not can_reread:
        raise JournalError(
            f"The rows can be read once only, and {change}: rows may be other numbers. {remedy}"
        )
    changed: list[str] = []
    count = 0
    async with aclosing(source.batches(0)) as batches:
        async for batch in batches:
            known = await journal.known_rows(batch[0].number, batch[-1].number)
            for row in batch:
                was = known.get(row.number)
                if was is None or was.key is None or was.state not in _SETTLED:
                    continue
                try:
                    now = key(row) if row.problem is None else None
                except InvalidRequestError:
                    now = None
                if now == was.key:
                    continue
                count += 1
                if len(changed) < _SHOWN:
                    other = "not a number" if now is None else masked(now)
                    changed.append(
                        f"{place(row.number, row.line)} is {was.state} as {masked(was.key)} and would be {other}"
                    )
    if count:
        more = f" and {count - len(changed)} more" if count > len(changed) else ""
        raise JournalError(
            f"{count} rows were done or may have been done under another number, because {change}: "
            f"{'; '.join(changed)}{more}. {remedy}"
        )


def country_in(validation: str) -> str:
    """Return the country among the parameters that a journal keeps; empty where there is none."""
    found = orjson.loads(validation or "{}")
    return str(as_object(found).get("country", ""))


def countries_of(keys: Mapping[str, int]) -> dict[str, int]:
    """Return the rows per country, the commonest first.

    Numbers of a range that is not in use are counted under their country code where several countries share it.

    Args:
        keys: Phone numbers in digits, each with the number of rows that begin like it.

    """
    found: Counter[str] = Counter()
    for key, rows in keys.items():
        try:
            country = phone.parse(key, international=True).country
        except phone.PhoneNumberError:
            found["other"] += rows
            continue
        if country is None:  # a range that is not in use: it is of no country in particular
            code = table.calling_code(key)
            country = "other" if code is None else table.sole_country_of(code) or f"+{code}"
        found[country] += rows
    return dict(found.most_common())
