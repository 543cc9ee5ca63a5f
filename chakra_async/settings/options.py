"""Settings as frozen, checked values: the client's own, timeouts, retries and limits, with their defaults.

A bad value raises `SettingsError` when the object is made, before anything is sent. The client's settings come from
its arguments and, for what is not given there, from the environment.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

import attrs

from chakra_async.errors import SettingsError
from chakra_async.settings.network import Proxy, proxy_of, tls_context
from chakra_async.settings.secret import Secret, as_secret
from chakra_async.settings.validators import (
    ENVIRONMENT,
    NAMED,
    a_number,
    a_rate,
    as_address,
    as_observers,
    as_token,
    setting_problem,
)

if TYPE_CHECKING:
    import ssl

    from chakra_async.events import Observer

__all__ = [
    "ENVIRONMENT",
    "Limits",
    "Proxy",
    "Retry",
    "Secret",
    "Settings",
    "Timeouts",
    "as_secret",
    "setting_problem",
]

DEFAULT_BASE_URL: Final = "https://api.chakrahq.com"
DEFAULT_WHATSAPP_API_VERSION: Final = "v24.0"
"""What ChakraHQ's own n8n node takes by default; https://github.com/chakrahq/n8n-nodes-send-whatsapp-message."""

_LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@attrs.frozen(kw_only=True)
class Timeouts:
    """Time limits of a call, in seconds; None switches one off.

    Attributes:
        connect: For name lookup, TCP and TLS together.
        read: Between two pieces of an answer, the first included.
        total: For the whole call: queueing, every attempt and every pause. It interrupts an attempt.

    """

    connect: float | None = attrs.field(default=10.0, validator=a_number(least=0, above=True, optional=True))
    read: float | None = attrs.field(default=30.0, validator=a_number(least=0, above=True, optional=True))
    total: float | None = attrs.field(default=300.0, validator=a_number(least=0, above=True, optional=True))


@attrs.frozen(kw_only=True)
class Retry:
    """When and how long to wait before a call is tried again. Only what is surely safe is repeated.

    Attributes:
        attempts: Tries of one call at the most; 1 never repeats.
        initial_wait: Upper bound of the first wait in seconds; it doubles from wait to wait, with full jitter.
        max_wait: Upper bound of any wait that the server did not ask for, in seconds.
        max_retry_after: The longest pause of the server's that is obeyed, in seconds; a longer one raises at once.
        budget: Repeats that all calls of a client and its copies together may make, as a share of their number, on
            top of a reserve of 100 that fills up again by one a second. Where it is used up, a call raises at once.
            What the server itself has put off, as with `Retry-After` or a 429, costs nothing. None for no budget.

    """

    attempts: int = attrs.field(default=4, validator=a_number(least=1, whole=True))
    initial_wait: float = attrs.field(default=0.5, validator=a_number(least=0))
    max_wait: float = attrs.field(default=8.0, validator=a_number(least=0))
    max_retry_after: float = attrs.field(default=120.0, validator=a_number(least=0))
    budget: float | None = attrs.field(default=0.1, validator=a_number(least=0, optional=True))


@attrs.frozen(kw_only=True)
class Limits:
    """How much a client sends.

    Attributes:
        concurrency: Calls under way at once at the most.
        rate: Calls begun per second at the most, evenly spaced; None for no limit; `"adaptive"` starts slow and
            finds the server's own ceiling from what it refuses. The API's limits are not published.
        rate_per_number: The same for each sending phone number by itself, besides `rate`; calls that send nothing are not
            counted. A number that is slow or paused holds up no other.

    """

    concurrency: int = attrs.field(default=50, validator=a_number(least=1, whole=True))
    rate: float | Literal["adaptive"] | None = attrs.field(default=None, validator=a_rate)
    rate_per_number: float | Literal["adaptive"] | None = attrs.field(default=None, validator=a_rate)


@attrs.frozen(kw_only=True)
class Settings:
    """All settings of a client.

    Attributes:
        token: The access token; it never shows.
        base_url: The API's address, without a slash at its end. https, unless the host is this machine or
            `allow_http` is set.
        plugin_id: UUID of the WhatsApp plugin that calls use where none is given.
        phone_number_id: Meta's id of the sending number that calls use where none is given.
        waba_id: The WhatsApp Business Account that calls use where none is given.
        whatsapp_api_version: Version of Meta's API, such as `v22.0`, for the pass-through calls. Without one, the
            version that ChakraHQ's own n8n node takes.
        timeouts: Time limits.
        retry: Waits and repeats.
        limits: Concurrency and rate.
        strict: Turn an answer that contradicts the description into an error; meant for contract tests.
        allow_http: Accept a plain http address of another machine.
        trust_env: Take proxies from the environment, where `proxy` is not given.
        tls: The path of a PEM file of CA certificates, which alone are trusted then, or an `ssl.SSLContext` of your
            own; one that does not verify is taken too, since it was asked for. None for what the system trusts.
        proxy: Address of an http or https proxy, such as `http://user:password@proxy.example:3128`. Its credentials
            never show, and go to the proxy only.
        download_cap: Bytes of a download that are taken at the most, counted after unpacking. Meta's largest media
            are documents of 100 MB; the default of 128 MiB leaves room above.
        observers: Callables that are told of every call.

    """

    token: Secret = attrs.field(converter=as_token)
    base_url: str = attrs.field(default=DEFAULT_BASE_URL, converter=as_address)
    plugin_id: str | None = None
    phone_number_id: str | None = None
    waba_id: str | None = None
    whatsapp_api_version: str | None = DEFAULT_WHATSAPP_API_VERSION
    timeouts: Timeouts = attrs.field(factory=Timeouts)
    retry: Retry = attrs.field(factory=Retry)
    limits: Limits = attrs.field(factory=Limits)
    strict: bool = False
    allow_http: bool = False
    trust_env: bool = False
    tls: ssl.SSLContext | None = attrs.field(default=None, converter=tls_context)
    proxy: Proxy | None = attrs.field(default=None, converter=proxy_of)
    download_cap: int = attrs.field(default=128 * 1024 * 1024, validator=a_number(least=1, whole=True))
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
        for name, kind in (("timeouts", Timeouts), ("retry", Retry), ("limits", Limits)):
            if not isinstance(getattr(self, name), kind):
                raise SettingsError(f"{name} must be a {kind.__name__}, such as {name}={kind.__name__}().")

    def __copy__(self) -> Settings:
        return self  # frozen through and through

    def __deepcopy__(self, memo: object) -> Settings:
        return self

    @classmethod
    def from_environment(cls, **given: Any) -> Settings:
        """Return settings made of what is given, and of the environment for what is None there.

        Raises:
            SettingsError: If the token is missing or a value cannot be used.

        """
        given["token"] = as_secret(given.get("token"))
        values = {name: value for name, value in given.items() if value is not None}
        for name, variable in ENVIRONMENT.items():
            text = os.environ.get(variable, "").strip()
            if name not in values and text:
                values[name] = Secret(text) if name == "token" else text
            del text
        values.setdefault("token", "")
        return cls(**values)
