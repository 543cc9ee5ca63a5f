"""What an action is: what a run does with each row, and what those share that reach a person by a phone number.

An action has an identity (so that a journal of another one is noticed), makes a row's key (rows with an equal key are
done once), and makes the one call.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final, Protocol, Self

from chakra_async import phone
from chakra_async._phone import table
from chakra_async.bulk.rows import RedirectedRow
from chakra_async.bulk.sources.calling_codes import check_calling_code, code_columns
from chakra_async.bulk.sources.columns import no_value
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra
    from chakra_async.phone import PhoneNumber

__all__ = ["Action", "ToPerson"]

_LIBRARY: Final = __name__.partition(".")[0]


class Action(Protocol):
    """What a run does with each row."""

    @property
    def name(self) -> str:
        """Its name in the journal."""
        ...

    @property
    def identity(self) -> Mapping[str, str]:
        """The parameters that make it another action when they change, such as the campaign."""
        ...

    @property
    def validation(self) -> Mapping[str, str]:
        """The parameters that only decide which rows are valid; when they change, invalid rows are judged again."""
        ...

    def key(self, row: Row) -> str:
        """Return what identifies a row.

        Raises:
            InvalidRequestError: The row cannot be sent.

        """
        ...

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        """Make the call. An attribute `was_created` of what it returns is counted.

        An action may have more members: `outside_effects`, true if `send` does anything that is not a call of the
        client; `concerns_every_row(error)`, true if an error would meet every row, such as a missing campaign;
        `result_id(value)`, the id of what it made, which the journal keeps: by default a `message_id` or `id`;
        `prepare(client)`, a coroutine function that looks up what all rows share and returns the action to run;
        `phone_number(row)`, the number of the person that it reaches, which `exclude` and `only_to` need, and for which `row.value` is read;
        `check_columns(names)`, which refuses a table that lacks a column; `check_values(row)`, which refuses a row by its
        values, without an effect, so that a whole list can be checked before the first call; and `preview(row)`, what would be sent, in
        words.
        """
        ...


def _own_members(kind: type) -> tuple[str, ...]:
    """Return the members of this library's actions that a class derived from one defines anew."""
    foreign = [
        one for one in kind.__mro__ if one.__module__.partition(".")[0] != _LIBRARY and one is not object
    ]
    known = {
        name for one in kind.__mro__ if one not in foreign for name in dir(one) if not name.startswith("_")
    }
    return tuple(sorted(known.intersection(name for one in foreign for name in vars(one))))


class ToPerson:
    """What actions share that reach the person whose phone number identifies a row.

    Args:
        country: Two-letter code of the country whose national numbers are understood as well, such as `IN`; by default
            the client's. Without one a number must have its country code.

    Raises:
        SettingsError: The country does not exist.

    """

    outside_effects = False
    """Nothing is done for a row but calls of the client."""

    def __init__(self, country: str | None = None) -> None:
        """Check the country."""
        self.country = phone.check_country(country)

    def with_country(self, country: str | None) -> Self:
        """Return the same action with a client's country, unless it has one of its own."""
        if self.country is not None or country is None:
            return self
        other = copy(self)
        other.country = phone.check_country(country)
        return other

    @property
    def validation(self) -> Mapping[str, str]:
        """The country, and what a class of one's own defines anew, which cannot be known from a journal alone."""
        own = _own_members(type(self))
        return {"country": self.country or "", **({"own": ",".join(own)} if own else {})}

    def phone_number(self, row: Row) -> PhoneNumber:
        """Return the row's phone number.

        Raises:
            PhoneNumberError: It is not a phone number, or may be somebody else's.
            InvalidRequestError: A column with a country code contradicts it.

        """
        if not row.value and row.fields and row.line is None:
            raise InvalidRequestError(no_value(row.fields))
        number = phone.parse(row.value, self.country)
        if row.fields and not isinstance(row, RedirectedRow):
            check_calling_code(number, row.value, row.fields)
        return number

    def key(self, row: Row) -> str:
        """Return what identifies a row: the person. A class that returns something else here, such as an order's id, sends once for each."""
        return self.person(row)

    def person(self, row: Row) -> str:
        """Return the person that is reached: the phone number in digits, in one form where there are several."""
        return self._plain(row) or self.phone_number(row).key

    def address(self, row: Row) -> str:
        """Return the number to call with, in the form that the row has; it never comes from the row's key, which may be another number."""
        return f"+{self._plain(row) or self.phone_number(row).digits}"

    def _plain(self, row: Row) -> str | None:
        """Return a row's number in digits where that is plain: for nearly every row what `phone.parse` finds, without the object."""
        value = row.value
        plus = value[:1] == "+"
        # Only numbers of Mexico, Argentina and Brazil, whose codes begin with 5, have several forms.
        if (
            (plus or self.country is None)
            and table.is_plain(digits := value[1:] if plus else value)
            and digits[0] != "5"
            and type(self).phone_number is ToPerson.phone_number
            and not (row.fields and code_columns(tuple(row.fields)))
        ):
            return digits
        return None
