"""What every generated stub class stands on: from arguments to a call, and the client's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from chakra_async.core.request import build
from chakra_async.errors import SettingsError
from chakra_async.settings import ENVIRONMENT
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from chakra_async.core.operation import Operation, Options
    from chakra_async.core.response import Response
    from chakra_async.transport.caller import Caller

__all__ = ["Resource"]

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
        request = build(operation, path=path, query=query, body=body, options=options)
        key = str(path[operation.key]) if operation.key and path is not None else ""
        return self._caller.call(operation, request, timeouts=options.timeouts, key=key)

    def _default(self, name: str, value: str | None) -> str:
        """Return an argument, or the client's setting of its name where it was not given.

        Raises:
            SettingsError: If neither is there.

        """
        if value is not None:
            return value
        default: str | None = getattr(self._caller.settings, name)
        if default is None:
            raise SettingsError(
                f"{name} is needed: pass {name}= to the call or to Chakra(), or set {ENVIRONMENT[name]}."
            )
        return default
