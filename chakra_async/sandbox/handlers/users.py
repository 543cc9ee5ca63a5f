"""The team's users, in both versions of their operations."""

from __future__ import annotations

from typing import Any

from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import Refusal
from chakra_async.sandbox.stores.users import Users

__all__ = ["get", "get_v2", "list_all", "list_all_v2", "update"]


def list_all(call: Call) -> Answer:
    """Return every user."""
    return Answer(call.state.users.list())


def list_all_v2(call: Call) -> Answer:
    """Return every user, the role by its name (the form of the second version is not documented)."""
    return Answer([Users.readable(user) for user in call.state.users.list()])


def get(call: Call) -> Answer:
    """Return a user."""
    return Answer(_user(call))


def get_v2(call: Call) -> Answer:
    """Return a user, the role by its name (the form of the second version is not documented)."""
    return Answer(Users.readable(_user(call)))


def update(call: Call) -> Answer:
    """Change the members of a user that the body names, and return the user."""
    _user(call)
    call.state.users.change(call.path["userId"], call.body or {}, call.now)
    return Answer(_user(call))


def _user(call: Call) -> dict[str, Any]:
    user = call.state.users.get(call.path["userId"])
    if user is None:
        raise Refusal(404, f"user {call.path['userId']} not found")
    return user
