"""The client: settings in, resources out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import attrs

from chakra_async.core.masking import mask_numbers
from chakra_async.core.operation import NO_OPTIONS, Operation, Options
from chakra_async.core.request import build
from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.settings import Limits, Retry, Secret, Settings, Timeouts, hidden
from chakra_async.transport.caller import caller_for
from chakra_async.transport.gate import AsyncGate
from chakra_async.transport.pool import Pool
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from chakra_async.core.response import Response
    from chakra_async.events import Observer
    from chakra_async.extras.jobs import Jobs
    from chakra_async.resources.campaigns import Campaigns, RawCampaigns
    from chakra_async.resources.config import Config, RawConfig
    from chakra_async.resources.jobs import RawJobs
    from chakra_async.resources.leads import Leads, RawLeads
    from chakra_async.resources.processes import Processes, RawProcesses
    from chakra_async.transport.caller import Caller

__all__ = ["Chakra", "RawResponses"]

R = TypeVar("R")
_METHODS = frozenset({"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"})
_READS = frozenset({"GET", "HEAD"})


class _Resources:
    """Resources made on first use, each from its own module, so that what is not used is not imported."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _resource(self, module: str, name: str) -> Any:
        from importlib import import_module  # noqa: PLC0415 - put off with the modules it loads

        kind: Callable[[Caller], Any] = getattr(import_module(f"chakra_async.{module}"), name)
        return kind(self._caller)


class RawResponses(_Resources):
    """The same resources, whose calls return a `Response` with status, headers, attempts and `_meta`."""

    @cached_property
    def campaigns(self) -> RawCampaigns:
        """Campaigns."""
        return cast("RawCampaigns", self._resource("resources.campaigns", "RawCampaigns"))

    @cached_property
    def config(self) -> RawConfig:
        """The team's configuration."""
        return cast("RawConfig", self._resource("resources.config", "RawConfig"))

    @cached_property
    def jobs(self) -> RawJobs:
        """Background jobs."""
        return cast("RawJobs", self._resource("resources.jobs", "RawJobs"))

    @cached_property
    def leads(self) -> RawLeads:
        """Leads."""
        return cast("RawLeads", self._resource("resources.leads", "RawLeads"))

    @cached_property
    def processes(self) -> RawProcesses:
        """Processes."""
        return cast("RawProcesses", self._resource("resources.processes", "RawProcesses"))


class Chakra(_Resources):
    """A client of the ChakraHQ API.

    It can be used with `async with`, or without it: connections are made on the first call, per event loop, and
    closed by `close()` or with the loop by `asyncio.run`.

    Args:
        token: The access token; else `CHAKRA_ACCESS_TOKEN`.
        base_url: The API's address; else `CHAKRA_BASE_URL`, else https://api.chakrahq.com.
        plugin_id: UUID of the WhatsApp plugin for calls that need one; else `CHAKRA_PLUGIN_ID`.
        phone_number_id: Meta's id of the sending number; else `CHAKRA_PHONE_NUMBER_ID`.
        waba_id: The WhatsApp Business Account; else `CHAKRA_WABA_ID`.
        whatsapp_api_version: Version of Meta's API, such as `v22.0`; else `CHAKRA_WHATSAPP_API_VERSION`.
        timeouts: Time limits in seconds.
        retry: Waits and repeats.
        limits: Concurrency and rate.
        strict: Turn an answer that contradicts the description into an error; meant for contract tests.
        allow_http: Accept a plain http address of another machine.
        trust_env: Take proxies from the environment.
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
        observers: Iterable[Observer] = (),
    ) -> None:
        token = hidden(token)
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
            observers=observers,
        )
        super().__init__(caller_for(settings, Pool(trust_env=trust_env), AsyncGate(settings.limits)))

    @property
    def settings(self) -> Settings:
        """The settings this client works with."""
        return self._caller.settings

    @cached_property
    def with_raw_response(self) -> RawResponses:
        """The same calls, returning a `Response` around what they return here."""
        return RawResponses(self._caller)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Campaigns."""
        return cast("Campaigns", self._resource("resources.campaigns", "Campaigns"))

    @cached_property
    def config(self) -> Config:
        """The team's configuration."""
        return cast("Config", self._resource("resources.config", "Config"))

    @cached_property
    def jobs(self) -> Jobs:
        """Background jobs."""
        return cast("Jobs", self._resource("extras.jobs", "Jobs"))

    @cached_property
    def leads(self) -> Leads:
        """Leads."""
        return cast("Leads", self._resource("resources.leads", "Leads"))

    @cached_property
    def processes(self) -> Processes:
        """Processes."""
        return cast("Processes", self._resource("resources.processes", "Processes"))

    def with_options(self, **changes: Any) -> Chakra:
        """Return a copy with some settings changed, on the same connections.

        The gate is shared as well, unless `limits` is among the changes: then the copy has one of its own.

        Args:
            **changes: Any settings of the client, such as `timeouts=`, `retry=`, `limits=`, `token=`, `observers=`.

        Raises:
            SettingsError: If a name is unknown or a value cannot be used.

        Example:
            ```python
            patient = chakra.with_options(timeouts=Timeouts(total=600))
            ```

        """
        known = {attribute.name for attribute in attrs.fields(Settings)} - {"trust_env"}
        unknown = sorted(set(changes) - known)
        if unknown:
            raise SettingsError(
                f"with_options takes no {', '.join(unknown)}; it takes {', '.join(sorted(known))}."
            )
        if "token" in changes:
            changes["token"] = hidden(changes["token"])
        settings = attrs.evolve(self.settings, **changes)
        gate = AsyncGate(settings.limits) if "limits" in changes else self._caller.gate
        copy = object.__new__(type(self))
        _Resources.__init__(copy, caller_for(settings, self._caller.pool, gate))
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

        Returns:
            The answer with its JSON as `data`.

        Raises:
            InvalidRequestError: If method, path or body cannot be sent.
            ChakraError: As every call does.

        """
        method = str(method).upper()
        if method not in _METHODS:
            raise InvalidRequestError(
                f"method must be one of {', '.join(sorted(_METHODS))}, not {method[:20]!r}."
            )
        _check_path(path)
        reads = method in _READS
        operation = Operation[Any](
            name=f"{method} {mask_numbers(path.partition('?')[0])}",
            method=method,
            path=path,
            repeatable=reads if repeatable is None else repeatable,
            reads=reads,
            envelope=envelope,
        )
        options = NO_OPTIONS
        if extra_headers is not None or timeouts is not None:
            options = Options(extra_headers=extra_headers, timeouts=timeouts)
        request = build(operation, path=None, query=params, body=json, options=options)
        return await self._caller.call(operation, request, timeouts=timeouts)

    async def close(self) -> None:
        """Close the connections of the running loop; calls under way and later ones end with `ClientClosedError`.

        Copies made by `with_options` share the connections and are closed with it.
        """
        self._caller.gate.close()
        await self._caller.pool.close()

    async def __aenter__(self) -> Self:
        self._caller.pool.reopen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        caller = getattr(
            self, "_caller", None
        )  # tools show a client that is still being made, in a traceback
        address = "" if caller is None else f"base_url={caller.settings.base_url!r}, "
        return f"Chakra({address}token=******)"


def _check_path(path: object) -> None:
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise InvalidRequestError("path must begin with one slash, such as /v1/ext/config.")
    plain = path.partition("?")[0]
    if not (path.isascii() and path.isprintable()) or any(mark in path for mark in (" ", "#", "\\")):
        raise InvalidRequestError("path must be percent-encoded ASCII without spaces, '#' and backslashes.")
    if any(part.lower().replace("%2e", ".") in (".", "..") for part in plain.split("/")):
        raise InvalidRequestError("path must not hold '.' or '..' as a segment.")
