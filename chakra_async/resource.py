"""What every generated stub class stands on: from arguments to a call, and the client's defaults."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from chakra_async._core.decoding.json_shape import is_receipt
from chakra_async._core.masking import mask_numbers
from chakra_async._core.request import build
from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.settings import ENVIRONMENT
from chakra_async.settings.validators import setting_problem
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from chakra_async._core.operation import Operation, Options
    from chakra_async._core.response import Response
    from chakra_async._transport.caller import Caller

__all__ = ["Namespaces", "Resource"]

T = TypeVar("T")


class Resource:
    """The calls of one kind of object, made with a client's settings.

    Args:
        caller: What makes the calls.

    """

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _call(
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = UNSET,
        options: Options,
    ) -> Coroutine[Any, Any, Response[T]]:
        if operation.sends and is_receipt(body):
            operation = attrs.evolve(operation, sends=False, proves=False)
        request = build(operation, path=path, query=query, body=body, options=options)
        key = ""
        if operation.key:
            given = path if path and operation.key in path else body
            if options.extra_body is not None and given is body:
                given = {**body, **options.extra_body}
            key = str(given[operation.key])
        return self._caller.call(operation, request, timeouts=options.timeouts, key=key)

    def _default(self, name: str, value: str | None) -> str:
        """Return an argument, or the client's setting of its name where it was not given.

        Raises:
            InvalidRequestError: If the argument cannot be what its name says.
            SettingsError: If neither is there.

        """
        if value is not None:
            if problem := setting_problem(name, value):
                raise InvalidRequestError(mask_numbers(problem))
            return value
        default: str | None = getattr(self._caller.settings, name)
        if default is None:
            raise SettingsError(
                f"{name} is needed: pass {name}= to the call or to Chakra(), or set {ENVIRONMENT[name]}."
            )
        return default


class Namespaces:
    """Resources made on first use, each from its own module, so that what is not used is not imported.

    Args:
        caller: What makes the calls.

    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _resource(self, module: str, name: str) -> Any:
        kind: Callable[[Caller], Any] = getattr(import_module(f"chakra_async.{module}"), name)
        return kind(self._caller)
