"""Below every generated stub: from arguments to a call, and the client's defaults."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from chakra_async._core.decoding.json_shape import is_receipt
from chakra_async._core.operation import NO_OPTIONS, Options
from chakra_async._core.request import build
from chakra_async._core.response import Response
from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.settings import ENVIRONMENT
from chakra_async.settings.options import timeouts_of
from chakra_async.settings.validators import setting_problem
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from chakra_async._core.operation import Operation
    from chakra_async._transport.caller import Caller
    from chakra_async.settings import Timeouts

__all__ = ["CallOptions", "Namespaces", "Resource", "exactly_one", "send", "with_data"]

T = TypeVar("T")


class CallOptions(TypedDict, total=False):
    """What a call of an operation takes besides its own arguments.

    Attributes:
        extra_headers: Headers to send besides the client's own.
        extra_params: Query parameters to send besides the call's own.
        extra_body: Members to add to the body; they win over the call's own.
        timeouts: Time limits of this call, instead of the client's; a number is the seconds of the whole call.

    """

    extra_headers: Mapping[str, str] | None
    extra_params: Mapping[str, Any] | None
    extra_body: Mapping[str, Any] | None
    timeouts: Timeouts | float | None


def send(
    caller: Caller,
    operation: Operation[T],
    *,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, Any] | None = None,
    body: Any = UNSET,
    extra_headers: Mapping[str, str] | None = None,
    extra_params: Mapping[str, Any] | None = None,
    extra_body: Mapping[str, Any] | None = None,
    timeouts: Timeouts | float | None = None,
) -> Coroutine[Any, Any, Response[T]]:
    """Return the call of an operation, its arguments checked.

    Args:
        caller: What makes the call.
        operation: The operation.
        path: Path parameters by their wire names.
        query: Query parameters by their wire names; `UNSET` ones are left out.
        body: The JSON body, or a form; `UNSET` for none.
        extra_headers: Headers to send besides the client's own.
        extra_params: Query parameters to send besides the call's own.
        extra_body: Members to add to the body; they win over the call's own.
        timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

    Raises:
        InvalidRequestError: An argument cannot be used.
        SettingsError: `timeouts` cannot be used.

    """
    if operation.sends and is_receipt(body):
        operation = operation.changed(sends=False, proves=False)
    options = NO_OPTIONS
    if extra_headers is not None or extra_params is not None or extra_body is not None:
        options = Options(extra_headers=extra_headers, extra_params=extra_params, extra_body=extra_body)
    request = build(operation, path=path, query=query, body=body, options=options)
    key = ""
    if operation.key:
        given = path if path and operation.key in path else body
        if extra_body is not None and given is body:
            given = {**body, **extra_body}
        key = str(given[operation.key])
    limits = None if timeouts is None else timeouts_of(timeouts, caller.settings.timeouts)
    return caller.call(operation, request, timeouts=limits, key=key)


def with_data(response: Response[Any], data: T) -> Response[T]:
    """Return a response around other data."""
    return Response(
        data=data,
        meta=response.meta,
        status=response.status,
        headers=response.headers,
        attempts=response.attempts,
        elapsed=response.elapsed,
    )


def exactly_one(**given: object) -> None:
    """Refuse arguments of which not exactly one is given.

    Raises:
        InvalidRequestError: None is given, or more than one.

    """
    if sum(value is not UNSET and value is not None for value in given.values()) != 1:
        raise InvalidRequestError(f"give exactly one of {' and '.join(given)}.")


class Resource:
    """The calls of one kind of object, made with a client's settings.

    Args:
        caller: What makes the calls.

    """

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    if not TYPE_CHECKING:  # type checkers would take any name for one that exists

        def __getattr__(self, name: str) -> Any:
            raise AttributeError(_missing(self, name))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(_public_names(self))})"

    def _default(self, name: str, value: str | None) -> str:
        """Return an argument, or the client's setting of its name where it was not given.

        Raises:
            InvalidRequestError: If the argument cannot be what its name says.
            SettingsError: If neither is there.

        """
        if value is not None:
            if problem := setting_problem(name, value):
                raise InvalidRequestError(problem)
            return value
        default: str | None = getattr(self._caller.settings, name)
        if default is None:
            raise SettingsError(
                f"{name} is needed: pass {name}= to the call or to Chakra(), or set {ENVIRONMENT[name]}."
            )
        return default


def _public_names(value: object) -> list[str]:
    return [name for name in dir(type(value)) if not name.startswith("_")]


def _missing(value: object, name: str) -> str:
    """Return what to say of an attribute that does not exist: the nearest one that does, if there is one."""
    message = f"{type(value).__name__!r} object has no attribute {name!r}"
    if name.startswith("_"):
        return message
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    near = get_close_matches(name, _public_names(value), n=1)
    return f"{message}; did you mean {near[0]!r}?" if near else message


class Namespaces:
    """Resources made on first use, each from its own module, so that what is not used is not imported.

    Args:
        caller: What makes the calls.

    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    if not TYPE_CHECKING:  # as above

        def __getattr__(self, name: str) -> Any:
            raise AttributeError(_missing(self, name))

    def _resource(self, module: str, name: str) -> Any:
        kind: Callable[[Caller], Any] = getattr(import_module(f"chakra_async.{module}"), name)
        return kind(self._caller)
