"""Handlers by the class of the event and by filters: the first that matches gets the event.

A router collects handlers; a receiver is one, and takes in others with `include`. What can never run is an error when the
receiver starts, not a surprise later.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar, cast, overload

import attrs

from chakra_async.errors import SettingsError
from chakra_async.settings.validators import number as number_validator
from chakra_async.webhooks.events import Event
from chakra_async.webhooks.match import Captures, Facts, Filter, Match, Predicate, as_match

__all__ = ["Around", "Quiet", "Router", "Routes"]

E = TypeVar("E", bound=Event)
P = ParamSpec("P")

Around: TypeAlias = Callable[[Event, Callable[[], Awaitable[None]]], Awaitable[object]]
"""A function that is called in place of a handler, with the event and with what calls the handler."""

_CONVERTED: Final[dict[object, type]] = {int: int, "int": int, float: float, "float": float}


@attrs.frozen
class Quiet:
    """Gathers events of one person: the handler gets them together once no other has come for a while.

    Attributes:
        seconds: How long no other event may have come.
        at_most: How long the first one waits at most, in seconds.

    Example:
        >>> Quiet(8, at_most=45)
        Quiet(seconds=8, at_most=45)

    """

    seconds: float = attrs.field(validator=number_validator(least=0, above=True))
    at_most: float = attrs.field(default=60.0, kw_only=True, validator=number_validator(least=0, above=True))


@attrs.frozen(kw_only=True, eq=False)
class Route:
    """A handler and what it is for.

    Attributes:
        kinds: The classes of events.
        match: The filter, or None.
        handler: The function.
        critical: Whether the person's later events wait where it fails for good.
        gather: How events are gathered, or None.
        arguments: What the handler takes beside the event, by name, and how a string becomes it.
        wants_talk: Whether it takes a `talk`.
        around: The functions around it, outermost first.

    """

    kinds: tuple[type[Event], ...]
    match: Match[Any] | None
    handler: Callable[..., Awaitable[object]]
    critical: bool = False
    gather: Quiet | None = None
    arguments: dict[str, type] = attrs.field(factory=dict[str, type])
    wants_talk: bool = False
    around: tuple[Around, ...] = ()

    @property
    def name(self) -> str:
        """The handler's name, with its module."""
        handler = self.handler
        return f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__qualname__)}"

    def find(self, event: Event, facts: Facts) -> Captures | None:
        """Return what the handler gets of an event beside it, or None where it is not for this event."""
        if not isinstance(event, self.kinds):
            return None
        return {} if self.match is None else self.match(event, facts)

    def converted(self, captures: Captures) -> dict[str, Any]:
        """Return what was found as the handler's arguments."""
        return {name: kind(captures.get(name, "")) for name, kind in self.arguments.items()}

    def covers(self, other: Route) -> bool:
        """Return whether another route, behind this one, can never get an event."""
        if not all(issubclass(kind, self.kinds) for kind in other.kinds):
            return False
        if self.match is None:
            return True
        return other.match is not None and self.match.covers(other.match)


class Router:
    """Collects handlers, to be taken in by a receiver.

    Example:
        >>> from chakra_async.webhooks import TextReceived, match
        >>> router = Router()
        >>> @router.on(TextReceived, match.text("hi"))
        ... async def greet(event: TextReceived) -> None: ...

    """

    def __init__(self) -> None:
        self._entries: list[Route | Router] = []
        self._around: list[Around] = []

    @overload
    def on(
        self, kind: Match[E], *, critical: bool = False, gather: None = None
    ) -> Callable[
        [Callable[Concatenate[E, P], Awaitable[object]]], Callable[Concatenate[E, P], Awaitable[object]]
    ]: ...
    @overload
    def on(
        self, kind: Match[E], *, critical: bool = False, gather: Quiet
    ) -> Callable[
        [Callable[Concatenate[Sequence[E], P], Awaitable[object]]],
        Callable[Concatenate[Sequence[E], P], Awaitable[object]],
    ]: ...
    @overload
    def on(
        self, kind: type[E], when: Filter | None = None, *, critical: bool = False, gather: None = None
    ) -> Callable[
        [Callable[Concatenate[E, P], Awaitable[object]]], Callable[Concatenate[E, P], Awaitable[object]]
    ]: ...
    @overload
    def on(
        self, kind: type[E], when: Filter | None = None, *, critical: bool = False, gather: Quiet
    ) -> Callable[
        [Callable[Concatenate[Sequence[E], P], Awaitable[object]]],
        Callable[Concatenate[Sequence[E], P], Awaitable[object]],
    ]: ...
    @overload
    def on(
        self, kind: type[Event], when: Match[E], *, critical: bool = False, gather: None = None
    ) -> Callable[
        [Callable[Concatenate[E, P], Awaitable[object]]], Callable[Concatenate[E, P], Awaitable[object]]
    ]: ...
    @overload
    def on(
        self, kind: type[Event], when: Match[E], *, critical: bool = False, gather: Quiet
    ) -> Callable[
        [Callable[Concatenate[Sequence[E], P], Awaitable[object]]],
        Callable[Concatenate[Sequence[E], P], Awaitable[object]],
    ]: ...
    @overload
    def on(
        self, kind: type[E], when: Callable[[E], bool], *, critical: bool = False, gather: None = None
    ) -> Callable[
        [Callable[Concatenate[E, P], Awaitable[object]]], Callable[Concatenate[E, P], Awaitable[object]]
    ]: ...
    @overload
    def on(
        self, kind: type[E], when: Callable[[E], bool], *, critical: bool = False, gather: Quiet
    ) -> Callable[
        [Callable[Concatenate[Sequence[E], P], Awaitable[object]]],
        Callable[Concatenate[Sequence[E], P], Awaitable[object]],
    ]: ...
    def on(
        self,
        kind: type[Event] | Match[Any],
        when: Match[Any] | Predicate | None = None,
        *,
        critical: bool = False,
        gather: Quiet | None = None,
    ) -> Any:
        """Register a handler: `async def handler(event)`, or `async def handler(event, talk)`.

        The first handler that matches gets the event, so that what takes every event of a class comes last. The named groups
        of `match.regex` are arguments of the handler; one that is annotated with `int` or `float` is converted.

        Args:
            kind: The class of the events; `MessageReceived` stands above all messages. A filter that is for one class may
                be given in its place.
            when: A filter made with `match`, or a function of the event.
            critical: Where the handler fails for good, let the person's later events wait until somebody decides.
            gather: Let the handler have a person's events together, as a list.

        Raises:
            SettingsError: If the handler is not a coroutine function, takes what it does not get, or can never match.

        """

        def register(handler: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
            self._entries.append(_route(kind, when, handler, critical=critical, gather=gather))
            return handler

        return register

    def around(self, function: Around) -> Around:
        """Register a function that is called around every handler of this router, of those included as well.

        Example:
            ```python
            @receiver.around
            async def timed(event: Event, handle: Callable[[], Awaitable[None]]) -> None:
                started = time.monotonic()
                await handle()
                log.info("%s took %s s", event.kind, time.monotonic() - started)
            ```

        """
        if not inspect.iscoroutinefunction(function):
            raise SettingsError(f"{_named(function)} must be a coroutine function: async def.")
        self._around.append(function)
        return function

    def include(self, router: Router) -> None:
        """Take in the handlers of another router, behind those that are registered already.

        Raises:
            SettingsError: If it contains this router.

        """
        if router is self or self in router.inside():
            raise SettingsError("A router cannot include itself.")
        self._entries.append(router)

    def inside(self) -> list[Router]:
        """Return the routers that are included, and those in them."""
        found: list[Router] = []
        for entry in self._entries:
            if isinstance(entry, Router):
                found += [entry, *entry.inside()]
        return found

    def routes(self) -> list[Route]:
        """Return the handlers in their order, with what is around them."""
        around = tuple(self._around)
        found: list[Route] = []
        for entry in self._entries:
            inner = entry.routes() if isinstance(entry, Router) else [entry]
            found += [attrs.evolve(route, around=around + route.around) for route in inner]
        return found


class Routes:
    """The handlers of a receiver, checked, and found for an event.

    Args:
        router: The router with all of them.

    Raises:
        SettingsError: If a handler can never run because one before it takes all of its events.

    """

    def __init__(self, router: Router) -> None:
        self._routes = router.routes()
        for index, route in enumerate(self._routes):
            before = next((one for one in self._routes[:index] if one.covers(route)), None)
            if before is not None:
                raise SettingsError(
                    f"{route.name} never gets an event: {before.name}, which is registered before it, takes all of them. "
                    "Register the one for fewer events first."
                )
        self.want_talk = any(route.wants_talk for route in self._routes)
        self.needs_facts = any(route.match is not None and route.match.needs_facts for route in self._routes)

    def __len__(self) -> int:
        return len(self._routes)

    def find(self, event: Event, facts: Facts) -> tuple[Route, Captures] | None:
        """Return the handler for an event with what its filter found, or None without one."""
        for route in self._routes:
            captures = route.find(event, facts)
            if captures is not None:
                return route, captures
        return None


def _route(kind: Any, when: Any, handler: Any, *, critical: bool, gather: Quiet | None) -> Route:
    if isinstance(kind, Match):
        if when is not None:
            raise SettingsError(
                "`on` takes a class of events and a filter, or one filter: join two with `&`."
            )
        kind, when = Event, cast("Match[Any]", kind)
    name = _named(handler)
    if not (isinstance(kind, type) and issubclass(kind, Event)):
        raise SettingsError(f"{name}: `on` takes a class of events, such as TextReceived, not {kind!r}.")
    match = None if when is None else as_match(when)
    kinds = _narrowed(kind, match.kinds if match is not None else (kind,))
    if not kinds:
        raise SettingsError(f"{name} never gets an event: {match!r} matches no {kind.__name__}.")
    if not inspect.iscoroutinefunction(handler) and not inspect.iscoroutinefunction(
        getattr(handler, "__call__", None)  # noqa: B004 - whether it is a coroutine function
    ):
        raise SettingsError(f"{name} must be a coroutine function: async def.")
    if gather is not None and not isinstance(gather, Quiet):  # pyright: ignore[reportUnnecessaryIsInstance] - whatever a caller gave
        raise SettingsError(f"{name}: gather must be a Quiet, such as Quiet(8), not {gather!r}.")
    arguments, wants_talk = _arguments(name, handler, match.names if match is not None else frozenset())
    if gather is not None and arguments:
        raise SettingsError(
            f"{name} gathers events, so it cannot take {', '.join(arguments)} of one of them."
        )
    return Route(
        kinds=kinds,
        match=match,
        handler=handler,
        critical=critical,
        gather=gather,
        arguments=arguments,
        wants_talk=wants_talk,
    )


def _narrowed(kind: type[Event], kinds: tuple[type[Event], ...]) -> tuple[type[Event], ...]:
    found = [
        one if issubclass(one, kind) else kind
        for one in kinds
        if issubclass(one, kind) or issubclass(kind, one)
    ]
    return tuple(dict.fromkeys(found))


def _arguments(name: str, handler: Any, known: frozenset[str]) -> tuple[dict[str, type], bool]:
    parameters = list(inspect.signature(handler).parameters.values())
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    if not parameters or parameters[0].kind not in positional:
        raise SettingsError(f"{name} must take the event as its first argument.")
    arguments: dict[str, type] = {}
    wants_talk = False
    for parameter in parameters[1:]:
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            continue
        if parameter.name == "talk" and parameter.kind in positional:
            wants_talk = True
        elif parameter.name in known:
            arguments[parameter.name] = _CONVERTED.get(parameter.annotation, str)
        elif parameter.default is inspect.Parameter.empty:
            raise SettingsError(
                f"{name} takes {parameter.name!r}, which it does not get: a handler gets the event, a `talk`, and the named "
                "groups of its filter."
            )
    return arguments, wants_talk


def _named(function: object) -> str:
    return str(getattr(function, "__qualname__", None) or type(function).__qualname__)
