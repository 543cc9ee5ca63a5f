"""The sentinel for "not given", which is neither null nor a value of the API."""

from __future__ import annotations

import enum
from typing import Final, Literal

__all__ = ["UNSET", "UnsetType"]


class UnsetType(enum.Enum):
    """The type of `UNSET`, to be used in annotations as `str | UnsetType`.

    An enum with a single member: compared by `is`, narrowed by type checkers, safe to pickle and copy.
    """

    # Not a string: orjson writes an enum by its value, and a nested UNSET must be refused, not sent as "UNSET".
    UNSET = ...

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = UnsetType.UNSET
"""Not given. A member that is `UNSET` is left out of a request; one that is `None` is sent as null."""
