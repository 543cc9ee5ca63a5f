"""From a request to the true reply, without a network: token, checks, the operation's handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async.description.routes import Route, Routes
from chakra_async.errors import SettingsError
from chakra_async.sandbox.calls import JSON, Binary, Call, Refusal, Reply, refused
from chakra_async.sandbox.forms import FormError, Part, parse_form
from chakra_async.sandbox.handlers import HANDLERS
from chakra_async.sandbox.meta_errors import INVALID_VALUE
from chakra_async.sandbox.validation import FORM, Checks, Problem, compiler, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.accounts import Account

__all__ = ["NOT_FOUND", "UNAUTHORIZED", "Request", "Service"]

NOT_FOUND: Final = Reply(404, b"Not Found", "text/plain; charset=utf-8")
"""The answer to a path that is no operation's: plain text, as seen in the wild."""
UNAUTHORIZED: Final = Reply(
    401, orjson.dumps({"code": "UNAUTHORIZED", "message": "the access token is not valid"})
)
"""The answer to a missing or wrong token: the one refusal that has no `_errors`."""

_BULK: Final = frozenset({"processes.bulk_create", "processes.bulk_update"})
"""Operations whose items are judged one by one: a wrong one is counted, the others are worked."""
_PASSED_ON: Final = "messages.send"
"""The operation whose body is Meta's: what goes beyond Meta's limits is refused as Meta does it."""


@attrs.frozen(kw_only=True)
class Request:
    """A request as the service needs it.

    Attributes:
        route: The operation.
        account: What its token opens.
        path: Its path parameters, decoded.
        query: Its query parameters, decoded.
        body: The body's bytes.
        json: The body as JSON, None where it is empty or no JSON.
        content_type: The header `Content-Type`, empty where there is no body.

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

    def account(self, authorization: str | None) -> Account | None:
        """Return what the token in the header `Authorization` opens, None where it is no right one."""
        if authorization == self._authorization:
            return self._state.account
        scheme, _, token = (authorization or "").partition(" ")
        return self._state.tenants.get(token) if scheme == "Bearer" else None

    def elsewhere(self, method: str, path: str) -> Reply:
        """Return what stands at a path that is no operation's: a public file, for anybody, or nothing."""
        file = self._state.whatsapp.media.public(path) if method in {"GET", "HEAD"} else None
        return NOT_FOUND if file is None else Reply(200, file.data, file.content_type)

    def reply(self, request: Request, now: float) -> Reply:
        """Check a request and do its work, at this time (epoch seconds)."""
        milliseconds = int(now * 1000)
        self._state.jobs.advance(milliseconds)
        form: dict[str, Part] = {}
        problems = self._problems(request, form)
        invalid: frozenset[int] = frozenset()
        if problems and request.route.operation in _BULK:
            invalid, problems = _by_item(problems)
        if problems:
            # A limit of Meta's is told in Meta's words, as it was seen; what is wrong stands behind them.
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
            return Reply(200, orjson.dumps(answer.data), JSON)
        envelope = {"_data": answer.data}
        if answer.meta is not None:
            envelope["_meta"] = answer.meta
        return Reply(200, orjson.dumps(envelope), JSON)

    def _problems(self, request: Request, form: dict[str, Part]) -> list[Problem]:
        checks = self._checks[request.route.operation]
        problems = [*checks.path(request.path), *checks.query(request.query)]
        if checks.takes is None:
            return problems
        if not request.body:
            return [*problems, Problem((), "body: is required")] if checks.needs_body else problems
        given = request.content_type.partition(";")[0].strip().lower()
        if given != checks.takes:
            text = f"Content-Type: is {given or 'missing'}, and the body is read as {checks.takes}"
            return [*problems, Problem((), text)]
        if checks.takes == FORM:
            return [*problems, *_read_form(request, checks, form)]
        if request.json is None:
            return [*problems, Problem((), "body: is not JSON, or null")]
        problems += checks.body(request.json)
        # A lead is made by an operation of its own, on a path that is one of processes too: both must allow it.
        for other in sorted(request.route.names - {request.route.operation}):
            problems += (
                problem for problem in self._checks[other].body(request.json) if problem not in problems
            )
        return problems


def _read_form(request: Request, checks: Checks, form: dict[str, Part]) -> list[Problem]:
    """Put the fields of a form into `form`; return what is wrong with them."""
    try:
        form.update(parse_form(request.content_type, request.body))
    except FormError as error:
        return [Problem((), f"body: {error}")]
    return checks.body({name: part.text for name, part in form.items()})


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
