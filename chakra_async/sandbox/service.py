"""From a request to the true reply, without a network: token, checks, the operation's handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async.errors import SettingsError
from chakra_async.sandbox.calls import JSON, Call, Refusal, Reply, refused
from chakra_async.sandbox.description import Route, Routes
from chakra_async.sandbox.handlers import HANDLERS
from chakra_async.sandbox.validation import Checks, Problem, compiler, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.state import State

__all__ = ["NOT_FOUND", "UNAUTHORIZED", "Request", "Service"]

NOT_FOUND: Final = Reply(404, b"Not Found", "text/plain; charset=utf-8")
"""The answer to a path that is no operation's: plain text, as seen in the wild."""
UNAUTHORIZED: Final = Reply(
    401, orjson.dumps({"code": "UNAUTHORIZED", "message": "the access token is not valid"})
)
"""The answer to a missing or wrong token: the one refusal that has no `_errors`."""

_BULK: Final = frozenset({"processes.bulk_create", "processes.bulk_update"})
"""Operations whose items are judged one by one: a wrong one is counted, the others are worked."""


@attrs.frozen(kw_only=True)
class Request:
    """A request as the service needs it.

    Attributes:
        route: The operation.
        path: Its path parameters, decoded.
        body: The body's bytes.
        json: The body as JSON, None where it is empty or no JSON.
        content_type: The body's media type.

    """

    route: Route
    path: Mapping[str, str]
    body: bytes
    json: Any
    content_type: str


class Service:
    """The operations of a description on a state.

    Args:
        document: The description.
        state: What the sandbox holds.
        token: The access token that is right.

    Raises:
        SettingsError: The description has an operation that there is no handler for, or an extra is missing.

    """

    def __init__(self, document: Mapping[str, Any], state: State, token: str) -> None:
        self.routes = Routes(document)
        missing = sorted({route.operation for route in self.routes.all} - HANDLERS.keys())
        if missing:
            raise SettingsError(
                f"the description has operations that the sandbox does not serve: {', '.join(missing)}"
            )
        compile_check = compiler(document)
        self._checks = {route.operation: Checks(route, compile_check) for route in self.routes.all}
        self._state = state
        self._authorization = f"Bearer {token}"

    def authorized(self, authorization: str | None) -> bool:
        """Say whether the header `Authorization` carries the right token."""
        return authorization == self._authorization

    def reply(self, request: Request, now: float) -> Reply:
        """Check a request and do its work, at this time (epoch seconds)."""
        milliseconds = int(now * 1000)
        self._state.jobs.advance(milliseconds)
        problems = self._problems(request)
        invalid: frozenset[int] = frozenset()
        if problems and request.route.operation in _BULK:
            invalid, problems = _by_item(problems)
        if problems:
            return refused(400, *sentences(problems))
        call = Call(
            state=self._state, now=milliseconds, path=request.path, body=request.json, invalid=invalid
        )
        try:
            answer = HANDLERS[request.route.operation](call)
        except Refusal as refusal:
            return refused(refusal.status, *refusal.messages)
        envelope = {"_data": answer.data}
        if answer.meta is not None:
            envelope["_meta"] = answer.meta
        return Reply(200, orjson.dumps(envelope), JSON)

    def _problems(self, request: Request) -> list[Problem]:
        checks = self._checks[request.route.operation]
        problems = checks.path(request.path)
        if not checks.takes_body:
            return problems
        if not request.body:
            return [*problems, Problem((), "body: is required")] if checks.needs_body else problems
        if request.content_type != "application/json":
            given = request.content_type or "missing"
            text = f"Content-Type: is {given}, and the body is read as application/json"
            return [*problems, Problem((), text)]
        if request.json is None:
            return [*problems, Problem((), "body: is not JSON, or null")]
        return [*problems, *checks.body(request.json)]


def _by_item(problems: list[Problem]) -> tuple[frozenset[int], list[Problem]]:
    # The first list place on the way to a problem is the item's.
    invalid: set[int] = set()
    rest: list[Problem] = []
    for problem in problems:
        place = next((part for part in problem.where if isinstance(part, int)), None)
        if place is None:
            rest.append(problem)
        else:
            invalid.add(place)
    return frozenset(invalid), rest
