"""The client: settings in, resources out."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, cast

import attrs

from chakra_async._core.masking import mask_numbers
from chakra_async._core.operation import NO_OPTIONS, Operation, Options
from chakra_async._core.public_address import accept_origin
from chakra_async._core.request import build, check_mapping, check_path, checked_method
from chakra_async._transport.caller import Caller
from chakra_async._transport.connections import Pool
from chakra_async._transport.gate import AsyncGate
from chakra_async.errors import InvalidRequestError
from chakra_async.namespaces import RawResources, Resources
from chakra_async.settings import ClientOptions, ConnectionOptions, Proxy, Settings
from chakra_async.settings.network import proxy_of
from chakra_async.settings.options import refuse_unknown, timeouts_of
from chakra_async.settings.secret import as_secret
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Unpack

    from chakra_async._core.response import Response
    from chakra_async.settings import Timeouts

__all__ = ["Chakra"]

_READS = frozenset({"GET", "HEAD"})


def _known(given: dict[str, Any], options: type, call: str) -> dict[str, Any]:
    """Return the settings of a call with its secrets hidden, and empty what it was given: tracebacks show variables."""
    for name, title in (("token", "The access token"), ("proxy", "proxy")):
        if name in given and not isinstance(given[name], Proxy):
            given[name] = as_secret(given[name], title)
    names = list(given)
    hidden = {name: given.pop(name) for name in names if name in options.__annotations__}
    given.clear()  # a secret under a misspelt name
    refuse_unknown(names, options.__annotations__, call)
    return hidden


def _described(options: type) -> inspect.Signature:
    """Return the signature of a call that takes a `TypedDict` of options, for help() and completion in notebooks."""
    this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature(
        [this, *(inspect.Parameter(name, kind, default=None) for name in options.__annotations__)]
    )


def caller_for(settings: Settings, pool: Pool, gate: AsyncGate, *, copy: bool = False) -> Caller:
    """Return a caller; with observers, one that emits events."""
    accept_origin(settings.base_url)
    if not settings.observers:
        return Caller(settings, pool, gate, copy=copy)
    from chakra_async._transport.observed import ObservedCaller  # noqa: PLC0415 - loaded where it is used

    return ObservedCaller(settings, pool, gate, copy=copy)


class Chakra(Resources):
    """A client of the ChakraHQ API.

    It can be used with `async with`, or without it: connections are opened on the first call, per event loop, and
    closed by `close()` or with the loop by `asyncio.run`. It may be used after a fork: the child opens connections of
    its own and counts its calls by itself, so limits hold for each process.

    Args:
        **options: The settings by name, such as `token=`, `plugin_id=`, `timeouts=`, `retry=` and `limits=`;
            `chakra_async.settings.ClientOptions` and `ConnectionOptions` describe each of them. What is not given
            comes from the environment (`CHAKRA_ACCESS_TOKEN` ...), else it has a default.

    Raises:
        SettingsError: If the token is missing, a name is unknown or a value cannot be used.

    Example:
        ```python
        async with Chakra() as chakra:
            enrolment = await chakra.campaigns.add_phone_number(
                campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137", phone_number="919901258433"
            )
            print(enrolment.process.id, enrolment.was_created)
        ```

    """

    __module__ = "chakra_async"

    def __init__(self, **options: Unpack[ConnectionOptions]) -> None:
        given = _known(cast("dict[str, Any]", options), ConnectionOptions, "Chakra()")
        given["proxy"] = proxy_of(given.get("proxy"))
        settings = Settings.from_environment(**given)
        pool = Pool(trust_env=settings.trust_env, tls=settings.tls, proxy=settings.proxy)
        super().__init__(caller_for(settings, pool, AsyncGate(settings.limits)))

    @property
    def settings(self) -> Settings:
        """The settings this client works with."""
        return self._caller.settings

    @cached_property
    def with_raw_response(self) -> RawResources:
        """The same calls, returning a `Response` around what they return here."""
        return RawResources(self._caller)

    def with_options(self, **changes: Unpack[ClientOptions]) -> Chakra:
        """Return a copy with some settings changed, on the same connections.

        It shares the retry budget and the gate, unless `limits` is among the changes: then the copy has its own gate.

        Args:
            **changes: Settings by name, such as `timeouts=`, `retry=`, `limits=`, `token=` and `observers=`; see
                `ClientOptions`. A number as `timeouts=` replaces only the total. None removes an id, as
                `plugin_id=None` does, and is refused for other settings.

        Raises:
            SettingsError: If a name is unknown or a value cannot be used.

        Example:
            ```python
            patient = chakra.with_options(timeouts=600)
            ```

        """
        given = _known(cast("dict[str, Any]", changes), ClientOptions, "with_options")
        if "timeouts" in given:
            given["timeouts"] = timeouts_of(given["timeouts"], self.settings.timeouts)
        settings = attrs.evolve(self.settings, **given)
        gate = AsyncGate(settings.limits) if "limits" in given else self._caller.gate
        return self._over(self._caller.copied(caller_for(settings, self._caller.pool, gate, copy=True)))

    def _over(self, caller: Caller) -> Chakra:
        """Return a client whose calls are made by a caller."""
        copy = object.__new__(type(self))
        Resources.__init__(copy, caller)
        return copy

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = UNSET,
        params: Mapping[str, Any] | None = None,
        repeatable: bool | None = None,
        envelope: bool = True,
        extra_headers: Mapping[str, str] | None = None,
        timeouts: Timeouts | float | None = None,
        limit_key: str = "",
    ) -> Response[Any]:
        """Call any path with the same token, gate, retries, envelope and errors as every other call.

        Args:
            method: The HTTP method.
            path: The path below the base URL, beginning with a slash, its ids percent-encoded.
            json: The JSON body, if there is one.
            params: Query parameters.
            repeatable: Whether doing it twice equals doing it once; by default True only for GET and HEAD.
            envelope: Whether `_data` holds the answer; without `_data`, the whole answer is returned.
            extra_headers: Headers besides the client's own.
            timeouts: Time limits, or the seconds of the whole call, instead of the client's.
            limit_key: What pauses and `Limits.rate_per_number` are shared over: for a send, the id of the sending number.

        Returns:
            The answer with its JSON as `data`.

        Raises:
            InvalidRequestError: If method, path or body cannot be sent.
            ChakraError: As every call does.

        """
        method = checked_method(method)
        check_path(path)
        if params is not None:
            check_mapping(params, "params")
        if not isinstance(cast("Any", limit_key), str):
            raise InvalidRequestError(f"limit_key must be a string, not {type(limit_key).__name__}.")
        reads = method in _READS
        operation = Operation[Any](
            name=f"{method} {mask_numbers(path.partition('?')[0])}",
            method=method,
            path=path,
            repeatable=reads if repeatable is None else repeatable,
            reads=reads,
            envelope=envelope,
        )
        options = NO_OPTIONS if extra_headers is None else Options(extra_headers=extra_headers)
        request = build(operation, path=None, query=params, body=json, options=options)
        limits = None if timeouts is None else timeouts_of(timeouts, self.settings.timeouts)
        return await self._caller.call(operation, request, timeouts=limits, key=limit_key)

    async def close(self) -> None:
        """Close the connections of the running loop; calls under way and later ones end with `ClientClosedError`.

        Copies made by `with_options` share the connections and are closed with it. Closing a copy ends the calls of that
        copy alone.
        """
        await self._caller.close()

    async def __aenter__(self) -> Self:
        self._caller.reopen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        caller = getattr(self, "_caller", None)  # a traceback may show a client whose __init__ has not ended
        address = "" if caller is None else f"base_url={caller.settings.base_url!r}, "
        return f"Chakra({address}token=******)"


for _method, _options in ((Chakra.__init__, ConnectionOptions), (Chakra.with_options, ClientOptions)):
    setattr(_method, "__signature__", _described(_options))  # noqa: B010 - functions have it at run time only


def through_gate(client: Chakra, gate: AsyncGate, **changes: Unpack[ClientOptions]) -> Chakra:
    """Return a copy of a client, with some settings changed, whose calls pass another gate."""
    settings = client.with_options(**changes).settings
    caller = client._caller  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 - copies of a client are made here
    return client._over(caller.copied(caller_for(settings, caller.pool, gate, copy=True)))  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 - as above
