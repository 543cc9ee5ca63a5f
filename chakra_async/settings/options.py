"""Settings as frozen, checked values: the client's own, timeouts, retries and limits, with their defaults.

A bad value raises `SettingsError` when the object is created, before anything is sent. The client's settings come from
its arguments and, for what is not given there, from the environment.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict
from urllib.parse import urlsplit

import attrs

from chakra_async.errors import SettingsError
from chakra_async.settings.network import Proxy, proxy_of, tls_context
from chakra_async.settings.secret import Secret, as_secret
from chakra_async.settings.validators import (
    ENVIRONMENT,
    NAMED,
    as_address,
    as_country,
    as_observers,
    as_token,
    number,
    setting_problem,
    switch,
)
from chakra_async.settings.validators import (
    rate as rate_validator,
)
from chakra_async.settings.value import Value

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from chakra_async.events import Observer

__all__ = [
    "ClientOptions",
    "ConnectionOptions",
    "Limits",
    "Retry",
    "Settings",
    "Timeouts",
    "refuse_unknown",
    "timeouts_of",
]

DEFAULT_BASE_URL: Final = "https://api.chakrahq.com"
DEFAULT_WHATSAPP_API_VERSION: Final = "v24.0"
"""What ChakraHQ's own n8n node takes by default; https://github.com/chakrahq/n8n-nodes-send-whatsapp-message."""

_LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Timeouts(Value):
    """Time limits of a call, in seconds; None switches one off.

    Attributes:
        connect: For name lookup, TCP and TLS together.
        read: Between two pieces of an answer, the first included.
        total: For the whole call: queueing, every attempt and every pause. It interrupts an attempt.

    """

    connect: float | None = attrs.field(default=10.0, validator=number(least=0, above=True, optional=True))
    read: float | None = attrs.field(default=30.0, validator=number(least=0, above=True, optional=True))
    total: float | None = attrs.field(default=300.0, validator=number(least=0, above=True, optional=True))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Retry(Value):
    """When and how long to wait before a call is retried. Only what is surely safe is repeated.

    Attributes:
        attempts: Attempts of one call at most; 1 never retries.
        initial_wait: Upper bound of the first wait in seconds; it doubles from wait to wait, with full jitter.
        max_wait: Upper bound of any wait that the server did not ask for, in seconds.
        max_retry_after: The longest pause that a server may ask for, in seconds; a longer one raises at once.
        budget: Retries that all calls of a client and its copies together may make, as a share of their number, on
            top of a reserve of 100 that refills by one a second. Where it is used up, a call raises at once. What the
            server itself has put off, as with `Retry-After` or a 429, costs nothing. None switches it off.

    """

    attempts: int = attrs.field(default=4, validator=number(least=1, whole=True))
    initial_wait: float = attrs.field(default=0.5, validator=number(least=0))
    max_wait: float = attrs.field(default=8.0, validator=number(least=0))
    max_retry_after: float = attrs.field(default=120.0, validator=number(least=0))
    budget: float | None = attrs.field(default=0.1, validator=number(least=0, optional=True))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Limits(Value):
    """How much a client sends.

    Attributes:
        concurrency: Calls under way at once at most.
        rate: Calls begun per second at most, evenly spaced; None for unlimited; `"adaptive"` starts slow and
            finds the server's own ceiling from what it refuses. The API's limits are not published.
        rate_per_number: The same for each sending phone number by itself, besides `rate`; calls that send nothing are not
            counted. A number that is slow or paused does not delay the others.

    """

    concurrency: int = attrs.field(default=50, validator=number(least=1, whole=True))
    rate: float | Literal["adaptive"] | None = attrs.field(default=None, validator=rate_validator)
    rate_per_number: float | Literal["adaptive"] | None = attrs.field(default=None, validator=rate_validator)


def timeouts_of(value: object, base: Timeouts) -> Timeouts:
    """Return time limits from `Timeouts`, or from a number, which is the `total` in place of that of `base`.

    Raises:
        SettingsError: If it is neither, or not above 0.

    """
    if isinstance(value, Timeouts):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SettingsError(
            f"timeouts must be a number of seconds or Timeouts, not {type(value).__name__}: "
            "pass timeouts=30 or timeouts=Timeouts(total=30)."
        )
    return attrs.evolve(base, total=value)


def _as_timeouts(value: object) -> Timeouts:
    return timeouts_of(value, Timeouts())


class ClientOptions(TypedDict, total=False):
    """The settings of a client: what `Chakra()` and `with_options` take, by name.

    Attributes:
        token: The access token; else `CHAKRA_ACCESS_TOKEN`. It never shows.
        base_url: The API's address; else `CHAKRA_BASE_URL`, else https://api.chakrahq.com. https, unless the host is
            this machine or `allow_http` is set.
        plugin_id: UUID of the WhatsApp plugin for calls that need one; else `CHAKRA_PLUGIN_ID`.
        phone_number_id: Meta's id of the sending number; else `CHAKRA_PHONE_NUMBER_ID`.
        waba_id: The WhatsApp Business Account; else `CHAKRA_WABA_ID`.
        whatsapp_api_version: Version of Meta's API, such as `v22.0`, for the pass-through calls; else
            `CHAKRA_WHATSAPP_API_VERSION`, else the version that ChakraHQ's own n8n node uses, v24.0.
        country: Two-letter code of the country whose national numbers and exit code are understood wherever a call takes
            a phone number, such as `IN`; else `CHAKRA_COUNTRY`. Without one, a number needs `+`, or must be
            unmistakable; see `chakra_async.phone`.
        timeouts: Time limits; a number is the seconds of a whole call, with the other limits as they are.
        retry: Waits and retries.
        limits: Concurrency and rate.
        strict: Turn an answer that contradicts the description into an error; meant for contract tests.
        allow_http: Accept a plain http address of another machine.
        download_cap: Bytes of a download at most, counted after unpacking; 128 MiB by default. Meta's largest media
            are documents of 100 MB.
        observers: Callables that receive an event for each step of every call, see `chakra_async.events`.

    """

    token: str | Secret | None
    base_url: str | None
    plugin_id: str | None
    phone_number_id: str | None
    waba_id: str | None
    whatsapp_api_version: str | None
    country: str | None
    timeouts: Timeouts | float | None
    retry: Retry | None
    limits: Limits | None
    strict: bool
    allow_http: bool
    download_cap: int | None
    observers: Iterable[Observer]


class ConnectionOptions(ClientOptions, total=False):
    """What `Chakra()` takes besides `ClientOptions`; it holds for the connections, which copies of a client share.

    Attributes:
        tls: The path of a PEM file of CA certificates, which alone are trusted then, or an `ssl.SSLContext`, which is
            used as it is given, also one that does not verify. None for what the system trusts.
        proxy: Address of an http or https proxy, such as `http://user:password@proxy.example:3128`. Its credentials
            never show, and go to the proxy only.
        trust_env: Take proxies from the environment, where `proxy` is not given.

    """

    tls: ssl.SSLContext | str | os.PathLike[str] | None
    proxy: str | Secret | Proxy | None
    trust_env: bool


def refuse_unknown(names: Iterable[str], known: Iterable[str], call: str) -> None:
    """Refuse names of settings that a call does not take.

    Raises:
        SettingsError: If there is one; the text names the nearest that exists.

    """
    known = sorted(known)
    for name in sorted(set(names) - set(known)):
        from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

        near = get_close_matches(name, known, n=1)
        advice = f"did you mean {near[0]}=?" if near else f"it takes {', '.join(known)}."
        raise SettingsError(f"{call} does not take {name}=: {advice}")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Settings(Value):
    """All settings of a client, checked; `ClientOptions` and `ConnectionOptions` say what each of them means."""

    token: Secret = attrs.field(converter=as_token)
    base_url: str = attrs.field(default=DEFAULT_BASE_URL, converter=as_address)
    plugin_id: str | None = None
    phone_number_id: str | None = None
    waba_id: str | None = None
    whatsapp_api_version: str | None = DEFAULT_WHATSAPP_API_VERSION
    country: str | None = attrs.field(default=None, converter=as_country)
    timeouts: Timeouts = attrs.field(factory=Timeouts, converter=_as_timeouts)
    retry: Retry = attrs.field(factory=Retry)
    limits: Limits = attrs.field(factory=Limits)
    strict: bool = attrs.field(default=False, validator=switch)
    allow_http: bool = attrs.field(default=False, validator=switch)
    trust_env: bool = attrs.field(default=False, validator=switch)
    tls: ssl.SSLContext | None = attrs.field(default=None, converter=tls_context)
    proxy: Proxy | None = attrs.field(default=None, converter=proxy_of)
    download_cap: int = attrs.field(default=128 * 1024 * 1024, validator=number(least=1, whole=True))
    observers: tuple[Observer, ...] = attrs.field(default=(), converter=as_observers, repr=False)

    def __attrs_post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme == "http" and parts.hostname not in _LOCAL_HOSTS and not self.allow_http:
            raise SettingsError(
                "base_url is plain http, which shows the token to the network: use https, "
                "or pass allow_http=True if you are sure."
            )
        for name in NAMED:
            value = getattr(self, name)
            if value is not None and (problem := setting_problem(name, value)):
                raise SettingsError(problem)
        for name, kind in (("retry", Retry), ("limits", Limits)):
            if not isinstance(getattr(self, name), kind):
                raise SettingsError(f"{name} must be a {kind.__name__}, such as {name}={kind.__name__}().")

    def __copy__(self) -> Settings:
        return self  # frozen through and through

    def __deepcopy__(self, memo: object) -> Settings:
        return self

    @classmethod
    def from_environment(cls, **given: Any) -> Settings:
        """Return settings from what is given, and from the environment for what is None there.

        Raises:
            SettingsError: If the token is missing or a value cannot be used.

        """
        given["token"] = as_secret(given.get("token"))
        values = {name: value for name, value in given.items() if value is not None}
        taken: list[str] = []
        for name, variable in ENVIRONMENT.items():
            text = os.environ.get(variable, "").strip()
            if name not in values and text:
                values[name] = Secret(text) if name == "token" else text
                taken.append(name)
            del text
        values.setdefault("token", "")
        try:
            return cls(**values)
        except SettingsError as error:
            named = error.message.partition(" ")[0]
            if named not in taken:
                raise
            problem = f"{ENVIRONMENT[named]} in the environment: {error.message}"
        raise SettingsError(problem)
