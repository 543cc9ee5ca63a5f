"""The users of the team: two from the start. Requests name them by username, answers by id."""

from __future__ import annotations

from typing import Any, Final

from chakra_async.sandbox.ids import SEEDED_USERS, TEAM, named

__all__ = ["Users"]

_SINCE: Final = 1_631_817_298_100
_ROLE: Final = named("role admin")
_ROLE_NAME: Final = "Admin"
_CHANGEABLE: Final = ("firstName", "lastName", "middleName", "displayName", "gender", "bio", "timezone")


def _user(username: str, first_name: str, last_name: str) -> dict[str, Any]:
    """Return a user with the members of the documented example of a list, in its order."""
    identifier = SEEDED_USERS[username]
    return {
        "id": identifier,
        "createdAt": _SINCE,
        "updatedAt": _SINCE,
        "username": username,
        "firstName": first_name,
        "lastName": last_name,
        "middleName": "",
        "displayName": "",
        "gender": "",
        "dob": 0,
        "bio": "",
        "profileImageUrl": "",
        "coverImageUrl": "",
        "timezone": "+0530",
        "data": None,
        "onboardingData": None,
        "isActive": True,
        "isDeleted": False,
        "deletedAt": None,
        "availabilityStatus": "AVAILABLE",
        "team": TEAM,
        "role": _ROLE,
        "primaryEmail": {
            "id": named(f"email of {username}"),
            "createdAt": _SINCE,
            "updatedAt": _SINCE,
            "email": f"{username}@example.com",
            "normalizedEmail": f"{username}@example.com",
            "type": "",
            "isVerified": True,
            "user": identifier,
        },
        "primaryPhone": None,
        "profile": None,
    }


class Users:
    """All users of a sandbox."""

    def __init__(self) -> None:
        users = (_user("api", "API", "User"), _user("johndoe", "John", "Doe"))
        self._users: dict[str, dict[str, Any]] = {user["id"]: user for user in users}

    def list(self) -> list[dict[str, Any]]:
        """Return every user as a listing shows it."""
        return [dict(user) for user in self._users.values()]

    def get(self, identifier: str) -> dict[str, Any] | None:
        """Return one user as a fetch shows it, with phones, e-mails and reportees."""
        user = self._users.get(identifier.lower())
        if user is None:
            return None
        return {**user, "phones": [], "emails": [user["primaryEmail"]], "reportees": []}

    def change(self, identifier: str, body: dict[str, Any], now: int) -> None:
        """Change the members of a user that a body names; which ones the API allows is not documented."""
        user = self._users[identifier.lower()]
        user.update({name: value for name, value in body.items() if name in _CHANGEABLE})
        user["updatedAt"] = now

    @staticmethod
    def readable(user: dict[str, Any]) -> dict[str, Any]:
        """Return a user with the role's name instead of its id, as the documentation says of the second version."""
        return {**user, "role": _ROLE_NAME}
