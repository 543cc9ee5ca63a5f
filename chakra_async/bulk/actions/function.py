"""`action`: anything that a coroutine function can do with a row."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from chakra_async.bulk.sources.values import as_string, problem_of
from chakra_async.errors import InvalidRequestError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from chakra_async.bulk.actions.base import Action
    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra

__all__ = ["action"]


def action(
    function: Callable[[Chakra, Row], Awaitable[object]],
    *,
    key: str | Callable[[Row], str] | None = None,
    name: str | None = None,
    parameters: Mapping[str, str] | None = None,
    outside_effects: bool | None = None,
    result_id: Callable[[object], str | None] | None = None,
) -> Action:
    """Return an action that awaits a function of your own for each row.

    What the function raises decides what becomes of the row: a `ChakraError` by its outcome, unless an earlier call of the
    same row had left. Anything else leaves it unknown if a request had left, because the work may have been done before
    the error, and pending if none had. Raised before any row was done, it ends the run and is raised by `finish`. So
    catch what you can judge yourself, and raise `InvalidRequestError`, before the call, for a row that cannot be used.

    Args:
        function: Called with the client and the row.
        key: What identifies a row, so that it is done once: a column's name or a function of the row. By default the
            row's value, stripped.
        name: Its name in the journal; by default the function's name.
        parameters: What makes it another action when it changes, such as a template's name.
        outside_effects: Whether the function does anything for a row that is not a call of the client, such as a
            request of another library. If true, an error that is not a `ChakraError` always leaves the row unknown. If
            false, a row that is cancelled before a request has left is pending as well.
        result_id: Returns the id of what the function returned, which the journal keeps: by default its `message_id`, the
            `id` of its `process`, or its `id`.

    Example:
        >>> async def greet(chakra, row): ...
        >>> action(greet, key="phone").name
        'greet'

    """
    return _Function(function, key, name, parameters, outside_effects=outside_effects, result_id=result_id)


class _Function:
    def __init__(
        self,
        function: Callable[[Chakra, Row], Awaitable[object]],
        key: str | Callable[[Row], str] | None,
        name: str | None,
        parameters: Mapping[str, str] | None,
        *,
        outside_effects: bool | None,
        result_id: Callable[[object], str | None] | None,
    ) -> None:
        if not callable(function):
            raise SettingsError("action() takes a coroutine function of the client and the row.")
        self._function = function
        self._key = key
        self.name: str = name or str(getattr(function, "__name__", type(function).__name__))
        self.identity: Mapping[str, str] = dict(parameters or {})
        self.validation: Mapping[str, str] = {}
        self.outside_effects = outside_effects
        self.result_id = result_id

    def key(self, row: Row) -> str:
        if self._key is None:
            return row.value.strip()
        if isinstance(self._key, str):
            if self._key not in row.fields:
                raise InvalidRequestError(f"it has no member {self._key!r}.")
            value = row.fields[self._key]
            problem = problem_of(value)
            if problem is not None and not isinstance(value, bool):
                raise InvalidRequestError(f"its member {self._key!r} cannot be its key: {problem}")
            return as_string(value).strip()
        return self._key(row)

    async def send(self, client: Chakra, row: Row, key: str) -> object:  # noqa: ARG002 - the row holds what it is made of
        made = self._function(client, row)
        if not inspect.isawaitable(made):
            # Not an error of the library's: the function may have done something outside of the client.
            raise TypeError(
                f"{self.name} returned {type(made).__name__}, which cannot be awaited: write it with async def"
            )
        return await made

    def __repr__(self) -> str:
        return f"action({self.name})"
