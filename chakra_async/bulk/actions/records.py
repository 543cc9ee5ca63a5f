"""Actions on processes: `CreateLead` makes a lead of each row, `UpdateByKey` changes the process that each row names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from chakra_async import phone
from chakra_async._core import arguments
from chakra_async.bulk.actions.base import ToPerson
from chakra_async.bulk.actions.fields import Pattern, check_columns, pattern_of
from chakra_async.bulk.actions.words import allowed_words
from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra

__all__ = ["CreateLead", "UpdateByKey"]

_PHONE_NUMBER: Final = "phone_number"
_NUMBERS: Final = (_PHONE_NUMBER, "phone_number_int")
"""The attributes of a lead that hold the number of its person."""


class CreateLead(ToPerson):
    """Makes a lead of each row: `leads.create`. Whether ChakraHQ merges it into a lead with the same number is not documented.

    Args:
        data: The lead's attributes by their shortIds: strings with columns in braces, lists and mappings of them, or other
            values as they are. A value that is nothing but a column keeps the cell's type. `phone_number` is the row's:
            where it is given, as `"{Mobile}"`, a row for which it is another person's number is invalid.
        country: Two-letter code of the country whose national numbers are understood as well; by default the client's.
        allow_words: Words that cells may be although programs write them for a missing value, such as `["NA"]`; without
            it a row with `#N/A`, `#REF!`, `NaN`, `None`, `null` or the like in such a cell is invalid.

    Raises:
        SettingsError: `data` is not a mapping, or its braces do not name columns.

    Example:
        >>> CreateLead({"name": "{Customer}", "email": "{E-mail}"}).name
        'create-lead'

    """

    name = "create-lead"

    def __init__(
        self, data: Mapping[str, Any], *, country: str | None = None, allow_words: Iterable[str] = ()
    ) -> None:
        """Read the patterns."""
        super().__init__(country)
        self._allowed = allowed_words(allow_words)
        self._data = _patterns(data, self._allowed)
        self._numbers = tuple(name for name in _NUMBERS if name in self._data)
        self._text = _json(data)

    @property
    def identity(self) -> Mapping[str, str]:
        """Nothing: the key is the person, and a lead is made once."""
        return {}

    @property
    def validation(self) -> Mapping[str, str]:
        """The country and the attributes."""
        return {**super().validation, "data": self._text, **_words(self._allowed)}

    def check_columns(self, names: Sequence[str]) -> None:
        """Refuse a table that lacks a column.

        Raises:
            InvalidRequestError: It does.

        """
        check_columns(_leaves(self._data), names)

    def key(self, row: Row) -> str:
        """Return the person's number, once the row's values are checked."""
        found = super().key(row)
        self.check_values(row)
        return found

    def check_values(self, row: Row) -> None:
        """Refuse a row whose values cannot fill the attributes.

        Raises:
            InvalidRequestError: A column is missing or empty, or the lead's number is another person's than the row's.

        """
        filled = cast("dict[str, Any]", _filled(self._data, row))
        for name in self._numbers:
            try:
                person = phone.parse(filled[name], self.country).key
            except phone.PhoneNumberError as error:
                raise InvalidRequestError(f"data[{name!r}]: {error.message}") from None
            if person != self.person(row):
                raise InvalidRequestError(
                    f"data[{name!r}] is another person's number than the row's: leave it out, or name its column as "
                    "that of the phone numbers."
                )

    async def send(self, client: Chakra, row: Row, key: str) -> object:  # noqa: ARG002 - the number is never taken from the key
        """Create the lead."""
        return await client.leads.create(data=self._of(row))

    def preview(self, row: Row) -> str:
        """Return the lead's attributes for a row."""
        return _json(self._of(row))

    def _of(self, row: Row) -> dict[str, Any]:
        number = self.address(row).removeprefix("+")
        return {_PHONE_NUMBER: number, **cast("dict[str, Any]", _filled(self._data, row))}

    def __repr__(self) -> str:
        return f"CreateLead({self._text}, country={self.country!r})"


class UpdateByKey:
    """Changes the process that each row names by its primary key: `processes.update_by_key`.

    It is idempotent, so a row of unknown outcome can be tried again with `retry={"unknown"}`.

    Args:
        procedure: The procedure's shortId, such as `lead`.
        attribute: The shortId of the attribute that is the procedure's primary key.
        key: The value of that attribute, with columns in braces, such as `"{Lead ID}"`.
        data: The attributes to change: strings with columns in braces, lists and mappings of them, or other values.
        status: The new status, with columns in braces.
        state: The shortId of the new state, with columns in braces.
        allow_words: Words that cells may be although programs write them for a missing value, such as `["NA"]`; without
            it a row with `#N/A`, `#REF!`, `NaN`, `None`, `null` or the like in such a cell is invalid.

    Raises:
        SettingsError: Nothing is to be changed, or braces do not name columns.

    Example:
        >>> UpdateByKey("lead", "lead_id", key="{Lead ID}", data={"city": "{City}"}).name
        'update-by-key'

    """

    name = "update-by-key"
    outside_effects = False
    """Nothing is done for a row but calls of the client."""

    def __init__(
        self,
        procedure: str,
        attribute: str,
        *,
        key: str,
        data: Mapping[str, Any] | None = None,
        status: str | None = None,
        state: str | None = None,
        allow_words: Iterable[str] = (),
    ) -> None:
        """Read the patterns."""
        if not data and status is None and state is None:
            raise SettingsError("UpdateByKey changes nothing: give data, status or state.")
        self._procedure = arguments.string(procedure, "procedure", 1)
        self._attribute = arguments.string(attribute, "attribute", 1)
        self._allowed = allowed_words(allow_words)
        self._key = Pattern(key, "key", self._allowed)
        self._data = _patterns(data or {}, self._allowed)
        self._members = {
            name: Pattern(value, name, self._allowed)
            for name, value in (("status", status), ("state", state))
            if value is not None
        }
        self._text = _json({"data": data or {}, "status": status, "state": state, "key": key})

    @property
    def identity(self) -> Mapping[str, str]:
        """The procedure and its primary key."""
        return {"procedure": self._procedure, "attribute": self._attribute}

    @property
    def validation(self) -> Mapping[str, str]:
        """What is changed."""
        return {"changes": self._text, **_words(self._allowed)}

    def check_columns(self, names: Sequence[str]) -> None:
        """Refuse a table that lacks a column.

        Raises:
            InvalidRequestError: It does.

        """
        check_columns([self._key, *self._members.values(), *_leaves(self._data)], names)

    def key(self, row: Row) -> str:
        """Return the value of the primary key, once the row's values are checked."""
        self._changes(row)
        return arguments.string(self._key.fill(row), "key", 1)

    def check_values(self, row: Row) -> None:
        """Refuse a row whose values cannot fill the changes.

        Raises:
            InvalidRequestError: A column is missing or empty.

        """
        self.key(row)

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        """Change the process."""
        return await client.processes.update_by_key(
            self._procedure, self._attribute, key, **self._changes(row)
        )

    def preview(self, row: Row) -> str:
        """Return the changes for a row."""
        changes = {name: value for name, value in self._changes(row).items() if value is not UNSET}
        return f"{self._procedure} {self._key.fill(row)}: {_json(changes)}"

    def _changes(self, row: Row) -> dict[str, Any]:
        filled = {name: pattern.fill(row) for name, pattern in self._members.items()}
        return {"data": _filled(self._data, row) if self._data else UNSET, **filled}

    def __repr__(self) -> str:
        return f"UpdateByKey({self._procedure!r}, {self._attribute!r}, key={self._key.text!r})"


def _words(allowed: frozenset[str]) -> dict[str, str]:
    return {"allow_words": _json(sorted(allowed))} if allowed else {}


def _patterns(data: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SettingsError(f"data must be a dict of attributes, not {type(data).__name__}.")
    return cast("dict[str, Any]", pattern_of(data, "data", allowed))


def _leaves(value: object) -> Iterator[Pattern]:
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, dict):
        for one in cast("dict[str, object]", value).values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _leaves(one)


def _filled(value: object, row: Row) -> object:
    if isinstance(value, Pattern):
        return value.value(row)
    if isinstance(value, dict):
        return {name: _filled(one, row) for name, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_filled(one, row) for one in cast("list[object]", value)]
    return value


def _json(value: object) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError as error:
        raise SettingsError(f"data has a value that is not JSON: {error}.") from None
