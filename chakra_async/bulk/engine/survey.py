"""What a list of phone numbers looks like before the first call: whether it is national, and of which countries."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import orjson

from chakra_async import phone
from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.masking import masked
from chakra_async._phone import table
from chakra_async.bulk.errors import InputError, JournalError
from chakra_async.bulk.rows import RowState, place
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from chakra_async.bulk.journal.base import Identity, Journal
    from chakra_async.bulk.rows import Row
    from chakra_async.bulk.sources.base import Source

__all__ = ["NationalCheck", "check_country_change", "countries_of"]

_FEWEST: Final = 3
_SHARE: Final = 0.1
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
    """

    def __init__(self) -> None:
        """Begin with no rows."""
        self.rows = 0
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
            if table.is_plain(
                row.value
            ):  # nearly every row; what `phone.parse` would find, without the object
                self.bare += 1
                self.doubtful += table.is_mistakable(row.value)
                if len(self._sample) < _SAMPLE:
                    self._sample.append(row.value)
                continue
            try:
                number = phone.parse(row.value)
            except phone.PhoneNumberError as error:
                if error.problem not in _NATIONAL:
                    continue
                self.national += 1
            else:
                if number.understood == "unmistakable":
                    self.bare += 1
                    self.doubtful += table.is_mistakable(number.digits)
            if len(self._sample) < _SAMPLE:
                self._sample.append(row.value)

    @property
    def problem(self) -> str | None:
        """What is wrong with the list and what to do, or None."""
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
        """Refuse a list that looks national.

        Raises:
            InputError: It does.

        """
        if self.problem is not None:
            raise InputError(self.problem)


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
