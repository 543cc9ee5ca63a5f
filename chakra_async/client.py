"""The client: settings in, resources out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import attrs

from chakra_async._core.masking import mask_numbers
from chakra_async._core.operation import NO_OPTIONS, Operation, Options
from chakra_async._core.request import build, check_path, checked_method
from chakra_async._transport.caller import Caller
from chakra_async._transport.connections import Pool
from chakra_async._transport.gate import AsyncGate
from chakra_async.errors import SettingsError
from chakra_async.namespaces import RawResources, Resources
from chakra_async.settings import Limits, Proxy, Retry, Secret, Settings, Timeouts
from chakra_async.settings.network import proxy_of
from chakra_async.settings.secret import as_secret
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    import os
    import ssl
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from chakra_async._core.response import Response
    from chakra_async.events import Observer

__all__ = ["Chakra"]

_READS = frozenset({"GET", "HEAD"})


def caller_for(settings: Settings, pool: Pool, gate: AsyncGate, *, copy: bool = False) -> Caller:
    """Return a caller; with observers, one that emits events."""
    if not settings.observers:
        return Caller(settings, pool, gate, copy=copy)
    from chakra_async._transport.observed import ObservedCaller  # noqa: PLC0415 - loaded where it is used

    return ObservedCaller(settings, pool, gate, copy=copy)


class Chakra(Resources):
    """A client of the ChakraHQ API.

    It can be used with `async with`, or without it: connections are made on the first call, per event loop, and
    closed by `close()` or with the loop by `asyncio.run`. It may be used after a fork: the child makes connections of
    its own and counts its calls by itself, so limits hold for each process.

    Args:
        token: The access token; else `CHAKRA_ACCESS_TOKEN`.
        base_url: The API's address; else `CHAKRA_BASE_URL`, else https://api.chakrahq.com.
        plugin_id: UUID of the WhatsApp plugin for calls that need one; else `CHAKRA_PLUGIN_ID`.
        phone_number_id: Meta's id of the sending number; else `CHAKRA_PHONE_NUMBER_ID`.
        waba_id: The WhatsApp Business Account; else `CHAKRA_WABA_ID`.
        whatsapp_api_version: Version of Meta's API, such as `v22.0`; else `CHAKRA_WHATSAPP_API_VERSION`, else the
            version that ChakraHQ's own n8n node takes, v24.0.
        timeouts: Time limits in seconds.
        retry: Waits and repeats.
        limits: Concurrency and rate.
        strict: Turn an answer that contradicts the description into an error; meant for contract tests.
        allow_http: Accept a plain http address of another machine.
        trust_env: Take proxies from the environment, where `proxy` is not given.
        tls: The path of a PEM file of CA certificates, which alone are trusted then, or an `ssl.SSLContext`, which is
            taken as it is given, also one that does not verify.
        proxy: Address of an http or https proxy, with its credentials if it asks for some; they never show.
        download_cap: Bytes of a download that are taken at the most; 128 MiB by default.
        observers: Callables that are told of every call, see `chakra_async.events`.

    Raises:
        SettingsError: If the token is missing or a setting cannot be used.

    Example:
        ```python
        async with Chakra() as chakra:
            enrolment = await chakra.campaigns.add_phone_number(
                campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137", phone_number="919901258433"
            )
            print(enrolment.process.id, enrolment.was_created)
        ```

    """

    def __init__(
        self,
        *,
        token: str | Secret | None = None,
        base_url: str | None = None,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        waba_id: str | None = None,
        whatsapp_api_version: str | None = None,
        timeouts: Timeouts | None = None,
        retry: Retry | None = None,
        limits: Limits | None = None,
        strict: bool = False,
        allow_http: bool = False,
        trust_env: bool = False,
        tls: ssl.SSLContext | str | os.PathLike[str] | None = None,
        proxy: str | Secret | Proxy | None = None,
        download_cap: int | None = None,
        observers: Iterable[Observer] = (),
    ) -> None:
        token = as_secret(token)
        proxy = proxy if isinstance(proxy, Proxy) else as_secret(proxy, "proxy")
        settings = Settings.from_environment(
            token=token,
            base_url=base_url,
            plugin_id=plugin_id,
            phone_number_id=phone_number_id,
            waba_id=waba_id,
            whatsapp_api_version=whatsapp_api_version,
            timeouts=timeouts,
            retry=retry,
            limits=limits,
            strict=strict,
            allow_http=allow_http,
            trust_env=trust_env,
            tls=tls,
            proxy=proxy_of(proxy),
            download_cap=download_cap,
            observers=observers,
        )
        pool = Pool(trust_env=trust_env, tls=settings.tls, proxy=settings.proxy)
        super().__init__(caller_for(settings, pool, AsyncGate(settings.limits)))

    @property
    def settings(self) -> Settings:
        """The settings this client works with."""
        return self._caller.settings

    @cached_property
    def with_raw_response(self) -> RawResources:
        """The same calls, returning a `Response` around what they return here."""
        return RawResources(self._caller)

    def with_options(self, **changes: Any) -> Chakra:
        """Return a copy with some settings changed, on the same connections.

        So are the retry budget and the gate, unless `limits` is among the changes: then the copy has its own gate.

        Args:
            **changes: Any settings of the client, such as `timeouts=`, `retry=`, `limits=`, `token=`, `observers=`.

        Raises:
            SettingsError: If a name is unknown or a value cannot be used.

        Example:
            ```python
            patient = chakra.with_options(timeouts=Timeouts(total=600))
            ```

        """
        known = {attribute.name for attribute in attrs.fields(Settings)} - {"trust_env", "tls", "proxy"}
        unknown = sorted(set(changes) - known)
        if unknown:
            raise SettingsError(
                f"with_options takes no {', '.join(unknown)}; it takes {', '.join(sorted(known))}."
            )
        if "token" in changes:
            changes["token"] = as_secret(changes["token"])
        settings = attrs.evolve(self.settings, **changes)
        gate = AsyncGate(settings.limits) if "limits" in changes else self._caller.gate
        copy = object.__new__(type(self))
        Resources.__init__(copy, caller_for(settings, self._caller.pool, gate, copy=True))
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
        timeouts: Timeouts | None = None,
        limit_key: str = "",
    ) -> Response[Any]:
        """Call any path with the same token, gate, retries, envelope and errors as every other call.

        Args:
            method: The HTTP method.
            path: The path below the base URL, beginning with a slash, its ids percent-encoded.
            json: The JSON body; left out for none.
            params: Query parameters.
            repeatable: Whether doing it twice equals doing it once; by default True only for GET and HEAD.
            envelope: Whether `_data` holds the answer; where there is no `_data`, the whole answer is returned.
            extra_headers: Headers besides the client's own.
            timeouts: Time limits instead of the client's.
            limit_key: What pauses and `Limits.rate_per_number` are shared over: for a send, the id of the sending number.

        Returns:
            The answer with its JSON as `data`.

        Raises:
            InvalidRequestError: If method, path or body cannot be sent.
            ChakraError: As every call does.

        """
        method = checked_method(method)
        check_path(path)
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
        return await self._caller.call(operation, request, timeouts=timeouts, key=limit_key)

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
        caller = getattr(self, "_caller", None)  # a traceback may show a client that is still being made
        address = "" if caller is None else f"base_url={caller.settings.base_url!r}, "
        return f"Chakra({address}token=******)"
