"""Which person an action reaches with a row. The key of a row may be something else, such as the id of an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from chakra_async import phone
from chakra_async.bulk.actions.base import ToPerson
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.actions.base import Action
    from chakra_async.bulk.rows import Row

__all__ = ["left_out_by_person", "person_of", "reaches_person"]


def reaches_person(action: Action) -> bool:
    """Return whether an action says which person it reaches: by a method `phone_number(row)`, not by a value of that name."""
    return callable(getattr(action, "phone_number", None))


def person_of(action: Action, row: Row) -> str:
    """Return the person that an action reaches with a row: the number in digits, in one form where there are several.

    Raises:
        InvalidRequestError: The row does not have a phone number.
        SettingsError: The action's `phone_number` does not return one.

    """
    if isinstance(action, ToPerson):
        return action.person(row)
    found: object = cast("Any", action).phone_number(row)
    if isinstance(found, phone.PhoneNumber):
        return found.key
    if isinstance(found, str):
        return phone.parse(found).key
    raise SettingsError(
        f"phone_number(row) of {action.name!r} must return the row's phone number, such as phone.parse(row.value), "
        f"not {type(found).__name__}."
    )


def left_out_by_person(
    action: Action, excluded: Callable[[str], bool | Awaitable[bool]]
) -> Callable[[Row], bool | Awaitable[bool]]:
    """Return what says of a row whether its person is left out.

    Args:
        action: The action, which reaches a person.
        excluded: Says it of a number in digits.

    """

    def check(row: Row) -> bool | Awaitable[bool]:
        return excluded(person_of(action, row))

    return check
