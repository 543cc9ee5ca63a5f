"""The team's users, in both versions of their operations."""

from __future__ import annotations

from typing import Any

from chakra_async.sandbox.calls import Answer, Call, Refusal
from chakra_async.sandbox.stores.users import People

__all__ = ["get", "get_v2", "list_all", "list_all_v2", "update"]


def list_all(call: Call) -> Answer:
    """Show every user."""
    return Answer(call.state.people.list())


def list_all_v2(call: Call) -> Answer:
    """Show every user, the role by its name (how the second version looks is not documented)."""
    return Answer([People.readable(user) for user in call.state.people.list()])


def get(call: Call) -> Answer:
    """Show a user."""
    return Answer(_user(call))


def get_v2(call: Call) -> Answer:
    """Show a user, the role by its name (how the second version looks is not documented)."""
    return Answer(People.readable(_user(call)))


def update(call: Call) -> Answer:
    """Change what the body names of a user, and show it."""
    _user(call)
    call.state.people.change(call.path["userId"], call.body or {}, call.now)
    return Answer(_user(call))


def _user(call: Call) -> dict[str, Any]:
    user = call.state.people.get(call.path["userId"])
    if user is None:
        raise Refusal(404, f"user {call.path['userId']} not found")
    return user
