"""The processes of one procedure, kept small: a million enrolled leads fit in memory beside the test.

A row holds what every process has; what only some have (attributes given by the caller, a state, an assignee)
is in its `Details`, made when first needed. The answer with its 58 members is built from both when it is
requested (`representations`).
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox.ids import Sequence, named
from chakra_async.sandbox.people import digits_of, person_of
from chakra_async.sandbox.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.sandbox.where import Predicate

__all__ = ["PHONE_ATTRIBUTES", "Details", "Procedure", "Row", "phone_number_of"]

PHONE_ATTRIBUTES: Final = ("phone_number_int", "phone_number")
"""The attributes that hold a lead's phone number: the one in answers, the one Create a Lead takes."""

_FIRST_STATE: Final = "NEW"


def phone_number_of(data: object) -> str:
    """Return the digits of the phone number among a lead's attributes, empty where there is none."""
    if not is_object(data):
        return ""
    return next((digits for name in PHONE_ATTRIBUTES if (digits := digits_of(data.get(name)))), "")


class Details:
    """What only some processes have. Times are epoch milliseconds."""

    __slots__ = (
        "assigned_at",
        "assigned_to",
        "cancelled_at",
        "completed_at",
        "data",
        "deleted",
        "first_assigned_at",
        "first_assigned_to",
        "next_action_at",
        "previous_assigned_at",
        "previous_assigned_to",
        "record",
        "state",
        "state_changed_at",
        "status",
    )

    def __init__(self, created: int) -> None:
        self.data: dict[str, Any] = {}
        self.deleted = False
        self.status = "OPEN"
        self.state = _FIRST_STATE
        self.state_changed_at = created
        self.record: str | None = None
        self.next_action_at: int | None = None
        self.completed_at: int | None = None
        self.cancelled_at: int | None = None
        self.assigned_to: str | None = None
        self.assigned_at: int | None = None
        self.first_assigned_to: str | None = None
        self.first_assigned_at: int | None = None
        self.previous_assigned_to: str | None = None
        self.previous_assigned_at: int | None = None


class Row:
    """One process. Times are epoch milliseconds.

    Attributes:
        number: Its position in the procedure, from 1.
        digits: The digits of a lead's phone number, empty where there is none.
        created: When it was made.
        updated: When it last changed.
        campaign: The index of its campaign in the state's list, -1 without a campaign.
        enrolled: When it was put into that campaign.
        details: What only some processes have, None until needed.

    """

    __slots__ = ("campaign", "created", "details", "digits", "enrolled", "number", "updated")

    def __init__(self, number: int, digits: str, now: int) -> None:
        self.number = number
        self.digits = digits
        self.created = now
        self.updated = now
        self.campaign = -1
        self.enrolled = now
        self.details: Details | None = None

    @property
    def deleted(self) -> bool:
        """Whether it was deleted. It is kept, but no lookup finds it."""
        return self.details is not None and self.details.deleted


class Procedure:
    """The processes of one procedure, such as `lead`, and the ways to find one."""

    def __init__(self, short_id: str) -> None:
        self.short_id = short_id
        self.id = named(f"procedure {short_id}")
        self.key = f"{short_id}_id"
        """The primary key: the attribute that counts LEAD-00001, LEAD-00002 ..."""
        self._ids = Sequence(short_id)
        self._rows: list[Row] = []
        self._deleted = 0
        self._phones: dict[str, Row] = {}
        self._phones_shared = False
        self._indexes: dict[str, dict[str, Row]] = {}

    def __len__(self) -> int:
        return len(self._rows) - self._deleted

    def add(self, digits: str, now: int) -> Row:
        """Make a process, found by its phone number if it has one."""
        row = Row(len(self._rows) + 1, digits, now)
        self._rows.append(row)
        if digits:
            self._remember_phone(row)
        return row

    def id_of(self, row: Row) -> str:
        """Return the process id of a row."""
        return self._ids.id(row.number)

    def key_of(self, number: int) -> str:
        """Return the primary key that the row with this number has unless it was given another one."""
        return f"{self.short_id.upper()}-{number:05d}"

    def by_id(self, identifier: str) -> Row | None:
        """Find a process that is not deleted by its id."""
        number = self._ids.number(identifier)
        return None if number is None else self._alive(number)

    def by_phone(self, digits: str) -> Row | None:
        """Find a process that is not deleted by the digits of its phone number, in either form of it."""
        return self._phones.get(person_of(digits))

    def by_key(self, attribute: str, value: str) -> Row | None:
        """Find a process that is not deleted by the value of any attribute of its data, compared as strings."""
        if attribute == self.key:
            number = value.rpartition("-")[2]
            row = self._alive(int(number)) if number.isdecimal() and number.isascii() else None
            if row is not None and self.attribute(row, attribute) == value:
                return row
        elif attribute == PHONE_ATTRIBUTES[0]:
            row = self._phones.get(person_of(digits_of(value)))
            if row is not None and self.attribute(row, attribute) == value:
                return row
        row = self._index(attribute).get(value)
        if row is not None and (row.deleted or str(self.attribute(row, attribute)) != value):
            # The indexed row has changed since: another row may have the value now.
            del self._indexes[attribute]
            row = self._index(attribute).get(value)
        return row

    def attribute(self, row: Row, name: str) -> Any:
        """Return the value of one attribute of a row's data, None where it is missing."""
        if row.details is not None and name in row.details.data:
            return row.details.data[name]
        if name == self.key:
            return self.key_of(row.number)
        return f"+{row.digits}" if row.digits and name == PHONE_ATTRIBUTES[0] else None

    def data(self, row: Row) -> dict[str, Any]:
        """Return the whole data of a row."""
        data = dict(row.details.data) if row.details is not None else {}
        if row.digits:
            data.setdefault(PHONE_ATTRIBUTES[0], f"+{row.digits}")
        data.setdefault(self.key, self.key_of(row.number))
        return data

    def write(self, row: Row, data: dict[str, Any]) -> None:
        """Merge attributes into a row's data; those not given stay as they are."""
        details = self.details_of(row)
        details.data.update(data)
        for attribute in data.keys() & self._indexes.keys():
            self._indexes[attribute].setdefault(str(data[attribute]), row)

    def renumber(self, row: Row, digits: str) -> None:
        """Give a row another phone number."""
        self._forget_phone(row)
        row.digits = digits
        if digits:
            self._remember_phone(row)

    def delete(self, row: Row, now: int) -> None:
        """Mark a row as deleted; its phone number is free again."""
        self.details_of(row).deleted = True
        row.updated = now
        self._deleted += 1
        self._forget_phone(row)

    @staticmethod
    def details_of(row: Row) -> Details:
        """Return what only some processes have, made when first needed."""
        if row.details is None:
            row.details = Details(row.created)
        return row.details

    def newest(self, most: int) -> list[Row]:
        """Return the newest processes that are not deleted, newest first."""
        return list(islice((row for row in reversed(self._rows) if not row.deleted), most))

    def select(self, wanted: Predicate | None, skip: int, limit: int) -> tuple[list[Row], bool]:
        """Return a page of the processes that match, oldest first, and whether more follow."""
        if wanted is None and not self._deleted:
            page = self._rows[skip : skip + limit]
            return page, skip + limit < len(self._rows)
        found: Iterator[Row] = (row for row in self._rows if not row.deleted)
        if wanted is not None:
            found = self._filtered(found, wanted)
        page = list(islice(found, skip, skip + limit + 1))
        return page[:limit], len(page) > limit

    def _filtered(self, rows: Iterator[Row], wanted: Predicate) -> Iterator[Row]:
        for row in rows:
            if wanted(partial(self._field, row)):
                yield row

    def _field(self, row: Row, name: str) -> Any:
        # The root fields that the documentation names for filters; any other key is an attribute.
        if name == "createdAt":
            return row.created
        details = row.details
        if name == "status":
            return "OPEN" if details is None else details.status
        if name == "state":
            return _FIRST_STATE if details is None else details.state
        if name == "assignedTo":
            return None if details is None else details.assigned_to
        return self.attribute(row, name)

    def _alive(self, number: int) -> Row | None:
        if not 0 < number <= len(self._rows):
            return None
        row = self._rows[number - 1]
        return None if row.deleted else row

    def _index(self, attribute: str) -> dict[str, Row]:
        index = self._indexes.get(attribute)
        if index is None:
            index = self._indexes[attribute] = {}
            for row in self._rows:
                if row.details is not None and not row.details.deleted and attribute in row.details.data:
                    index.setdefault(str(row.details.data[attribute]), row)
        return index

    def _remember_phone(self, row: Row) -> None:
        if self._phones.setdefault(person_of(row.digits), row) is not row:
            self._phones_shared = True

    def _forget_phone(self, row: Row) -> None:
        person = person_of(row.digits)
        if self._phones.get(person) is not row:
            return
        del self._phones[person]
        if self._phones_shared:
            # An update may have given two leads one number; the other one is found by it from now on.
            for other in self._rows:
                if other is not row and not other.deleted and person_of(other.digits) == person:
                    self._phones.setdefault(person, other)
