"""From a request to the reply without faults and network: token, validation, the operation's handler."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async.errors import SettingsError
from chakra_async.sandbox.calls import Binary, Call
from chakra_async.sandbox.forms import FormError, Part, parse_form
from chakra_async.sandbox.handlers import HANDLERS
from chakra_async.sandbox.meta_errors import INVALID_VALUE
from chakra_async.sandbox.replies import JSON, Refusal, Reply, refused
from chakra_async.sandbox.validation import FORM, Problem, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.description.routes import Route
    from chakra_async.sandbox.compiled import CompiledDescription
    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.accounts import Account
    from chakra_async.sandbox.validation import Checks

__all__ = ["NOT_FOUND", "UNAUTHORIZED", "Request", "Service"]

NOT_FOUND: Final = Reply(404, b"Not Found", "text/plain; charset=utf-8")
"""The answer to an unknown path: plain text, as seen in real answers."""
UNAUTHORIZED: Final = Reply(
    401, orjson.dumps({"code": "UNAUTHORIZED", "message": "the access token is not valid"})
)
"""The answer to a missing or wrong token: the one refusal without `_errors`."""

_INERT: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
"""The headers by which an uploaded file, opened in a browser, cannot act on the sandbox."""
_BULK: Final = frozenset({"processes.bulk_create", "processes.bulk_update"})
"""Operations whose items are validated one by one: an invalid one is counted, the others are done."""
_PASSED_ON: Final = "messages.send"
"""The operation whose body is Meta's: what exceeds Meta's limits is refused with Meta's error."""


@attrs.frozen(kw_only=True)
class Request:
    """A request as the service needs it.

    Attributes:
        route: The operation.
        account: The account of its token.
        path: Its path parameters, decoded.
        query: Its query parameters, decoded.
        body: The body's bytes.
        json: The body as JSON, None where it is empty or not JSON.
        content_type: The header `Content-Type`, empty without a body.

    """

    route: Route
    account: Account
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    json: Any
    content_type: str


class Service:
    """The operations of a description on a state.

    Args:
        description: The description.
        state: The data of the sandbox.
        token: The valid access token.

    Raises:
        SettingsError: An operation of the description has no handler.

    """

    def __init__(self, description: CompiledDescription, state: State, token: str) -> None:
        self.routes = description.routes
        missing = sorted(description.operations - HANDLERS.keys())
        if missing:
            raise SettingsError(
                f"the description has operations that the sandbox does not serve: {', '.join(missing)}"
            )
        self._description = description
        self._state = state
        self._authorization = f"Bearer {token}"

    def account(self, authorization: str | None) -> Account | None:
        """Return the account of the token in the header `Authorization`, None for a missing or wrong one."""
        if authorization == self._authorization:
            return self._state.account
        scheme, _, token = (authorization or "").partition(" ")
        return self._state.tenants.get(token) if scheme == "Bearer" else None

    def unknown_path(self, method: str, path: str) -> Reply:
        """Return the reply for a path without an operation: a public file, or 404."""
        file = self._state.whatsapp.media.public(path) if method in {"GET", "HEAD"} else None
        return NOT_FOUND if file is None else Reply(200, file.data, file.content_type, _INERT)

    def reply(self, request: Request, now: float) -> Reply:
        """Validate a request and execute it, at this time (epoch seconds)."""
        milliseconds = int(now * 1000)
        self._state.advance(milliseconds)
        form: dict[str, Part] = {}
        problems = self._problems(request, form)
        invalid: frozenset[int] = frozenset()
        if problems and request.route.operation in _BULK:
            invalid, problems = _by_item(problems)
        if problems:
            # Meta's own message comes first, as seen in real answers; the reasons follow it.
            passed_on = request.route.operation == _PASSED_ON and any(problem.limit for problem in problems)
            return refused(400, *([INVALID_VALUE] if passed_on else []), *sentences(problems))
        call = Call(
            state=self._state,
            account=request.account,
            now=milliseconds,
            path=request.path,
            query=request.query,
            body=request.json,
            form=form,
            invalid=invalid,
        )
        try:
            answer = HANDLERS[request.route.operation](call)
        except Refusal as refusal:
            return refusal.reply
        if isinstance(answer, Binary):
            return Reply(200, answer.data, answer.content_type, answer.headers)
        if not request.route.envelope:
            return Reply(200, _written(answer.data), JSON)
        envelope = {"_data": answer.data}
        if answer.meta is not None:
            envelope["_meta"] = answer.meta
        return Reply(200, _written(envelope), JSON)

    def _problems(self, request: Request, form: dict[str, Part]) -> list[Problem]:
        checks = self._description.checks(request.route.operation)
        problems = [*checks.path(request.path), *checks.query(request.query)]
        if checks.takes is None:
            return problems
        if not request.body:
            return [*problems, Problem((), "body: is required")] if checks.needs_body else problems
        given = request.content_type.partition(";")[0].strip().lower()
        if given != checks.takes:
            text = f"Content-Type: is {given or 'missing'}, and must be {checks.takes}"
            return [*problems, Problem((), text)]
        if checks.takes == FORM:
            return [*problems, *_read_form(request, checks, form)]
        if request.json is None:
            return [*problems, Problem((), "body: is not JSON, or null")]
        problems += checks.body(request.json)
        # Leads are created on a path that processes.create has as well: both descriptions must allow the body.
        for other in sorted(request.route.names - {request.route.operation}):
            problems += (
                problem
                for problem in self._description.checks(other).body(request.json)
                if problem not in problems
            )
        return problems


def _read_form(request: Request, checks: Checks, form: dict[str, Part]) -> list[Problem]:
    """Put the fields of a form into `form`; return the problems of them."""
    try:
        form.update(parse_form(request.content_type, request.body))
    except FormError as error:
        return [Problem((), f"body: {error}")]
    return checks.body({name: part.text for name, part in form.items()})


def _by_item(problems: list[Problem]) -> tuple[frozenset[int], list[Problem]]:
    # The first index in a problem's path is the item's.
    invalid: set[int] = set()
    rest: list[Problem] = []
    for problem in problems:
        index = next((part for part in problem.where if isinstance(part, int)), None)
        if index is None:
            rest.append(problem)
        else:
            invalid.add(index)
    return frozenset(invalid), rest


def _written(data: Any) -> bytes:
    """Return data as JSON; an integer of more than 64 bits, which orjson refuses, is written as it came."""
    try:
        return orjson.dumps(data)
    except TypeError:
        return json.dumps(data).encode()
