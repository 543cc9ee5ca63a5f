"""The ids of the sandbox: UUIDs that are computed instead of stored.

A fixed name always has the same id (`named`). The objects of a sequence have ids of one prefix that end in
their number (`Sequence`), so a million leads need no index from id to lead, and a test's ids are the same in
every run.
"""

from __future__ import annotations

import re
import uuid
from functools import lru_cache
from typing import Final

__all__ = ["API_USER", "SEEDED_USERS", "TEAM", "Sequence", "named", "user_id"]

_NAMESPACE: Final = uuid.UUID("8f2f1c4e-51d0-4c39-9f0a-6a1c2b7a9d10")
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@lru_cache(maxsize=4096)
def named(name: str) -> str:
    """Return the id of an object that has a fixed name.

    Example:
        >>> named("team") == named("team") != named("lead")
        True

    """
    return str(uuid.uuid5(_NAMESPACE, name))


TEAM: Final = named("team")
"""The one team of the sandbox; every object carries it."""
API_USER: Final = named("user of the access token")
"""The user that the access token belongs to."""
SEEDED_USERS: Final = {
    "api": API_USER,
    "johndoe": "9763caa1-cef3-497f-b3b2-f551456b2831",
}
"""The ids of the seeded users, by their usernames."""


def user_id(username: str) -> str:
    """Return the id of the user with this name."""
    return SEEDED_USERS.get(username) or named(f"user {username}")


class Sequence:
    """Ids for the objects 1, 2, 3 ... of one kind.

    Example:
        >>> ids = Sequence("lead")
        >>> ids.number(ids.id(42))
        42

    """

    __slots__ = ("_prefix",)

    def __init__(self, kind: str) -> None:
        self._prefix = named(f"sequence of {kind}")[:24]

    def id(self, number: int) -> str:
        """Return the id of the object with this number."""
        return f"{self._prefix}{number:012x}"

    def number(self, identifier: str) -> int | None:
        """Return the number of the object with this id, or None if it is not an id of this sequence."""
        identifier = identifier.lower()
        if not identifier.startswith(self._prefix) or _UUID.fullmatch(identifier) is None:
            return None
        return int(identifier[24:], 16)
