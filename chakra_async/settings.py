"""Settings as frozen, checked values: the client's own, timeouts, retries and limits, with their defaults.

A bad value raises `SettingsError` when the object is made, before anything is sent. The client's settings come from
its arguments and, for what is not given there, from the environment.
"""

from __future__ import annotations

import math
import os
import re
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

import attrs

from chakra_async.errors import SettingsError
from chakra_async.network import Proxy, proxy_of, tls_context
from chakra_async.secret import Secret, hidden

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
    "hidden",
    "problem_of",
]

DEFAULT_BASE_URL: Final = "https://api.chakrahq.com"
DEFAULT_WHATSAPP_API_VERSION: Final = "v24.0"
"""What ChakraHQ's own n8n node takes by default; https://github.com/chakrahq/n8n-nodes-send-whatsapp-message."""

ENVIRONMENT: Final = {
    "token": "CHAKRA_ACCESS_TOKEN",
    "base_url": "CHAKRA_BASE_URL",
    "plugin_id": "CHAKRA_PLUGIN_ID",
    "phone_number_id": "CHAKRA_PHONE_NUMBER_ID",
    "waba_id": "CHAKRA_WABA_ID",
    "whatsapp_api_version": "CHAKRA_WHATSAPP_API_VERSION",
}
"""The environment variable behind each setting that may come from there."""

_LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PATTERNS: Final = {
    "plugin_id": (r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a UUID"),
    "phone_number_id": (r"[0-9]+", "digits (Meta's id of the number, not the number)"),
    "waba_id": (r"[0-9]+", "digits"),
    "whatsapp_api_version": (r"v[0-9]+\.[0-9]+", "of the form v22.0"),
}


def _is_visible(text: str) -> bool:
    """Return whether a text is made of visible ASCII characters alone; compiling a pattern for it takes longer."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def _number(*, least: float, whole: bool = False, optional: bool = False, above: bool = False) -> Any:
    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        where = f"{type(instance).__name__}.{attribute.name}"
        if value is None and optional:
            return
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not _finite(value):
            raise SettingsError(
                f"{where} must be {'a whole' if whole else 'a finite'} number, not {value!r}."
            )
        if value < least or (above and value == least):
            raise SettingsError(
                f"{where} must be {'above' if above else 'at least'} {least:g}, not {value!r}."
            )

    return check


@attrs.frozen(kw_only=True)
class Timeouts:
    """Time limits of a call, in seconds; None switches one off.

    Attributes:
        connect: For name lookup, TCP and TLS together.
        read: Between two pieces of an answer, the first included.
        total: For the whole call: queueing, every attempt and every pause. It interrupts an attempt.

    """

    connect: float | None = attrs.field(default=10.0, validator=_number(least=0, above=True, optional=True))
    read: float | None = attrs.field(default=30.0, validator=_number(least=0, above=True, optional=True))
    total: float | None = attrs.field(default=300.0, validator=_number(least=0, above=True, optional=True))


@attrs.frozen(kw_only=True)
class Retry:
    """When and how long to wait before a call is tried again. Only what is surely safe is repeated.

    Attributes:
        attempts: Tries of one call at the most; 1 never repeats.
        first_wait: Upper bound of the first wait in seconds; it doubles from wait to wait, with full jitter.
        longest_wait: Upper bound of any wait that the server did not ask for, in seconds.
        longest_pause: The longest pause of the server's that is obeyed, in seconds; a longer one raises at once.
        budget: Repeats that all calls of a client and its copies together may make, as a share of their number, on
            top of a reserve of 100 that fills up again by one a second. Where it is used up, a call raises at once.
            What the server itself has put off, as with `Retry-After` or a 429, costs nothing. None for no budget.

    """

    attempts: int = attrs.field(default=4, validator=_number(least=1, whole=True))
    first_wait: float = attrs.field(default=0.5, validator=_number(least=0))
    longest_wait: float = attrs.field(default=8.0, validator=_number(least=0))
    longest_pause: float = attrs.field(default=120.0, validator=_number(least=0))
    budget: float | None = attrs.field(default=0.1, validator=_number(least=0, optional=True))


def _rate(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value == "adaptive":
        return
    if isinstance(value, str):
        raise SettingsError(
            f'Limits.{attribute.name} must be a number of calls per second or "adaptive", not {value!r}.'
        )
    _number(least=0, above=True, optional=True)(instance, attribute, value)


@attrs.frozen(kw_only=True)
class Limits:
    """How much a client sends.

    Attributes:
        concurrency: Calls under way at once at the most.
        rate: Calls begun per second at the most, evenly spaced; None for no limit; `"adaptive"` starts slow and
            finds the server's own ceiling from what it refuses. The API's limits are not published.
        key_rate: The same for each sending phone number by itself, besides `rate`; calls that send nothing are not
            counted. A number that is slow or paused holds up no other.

    """

    concurrency: int = attrs.field(default=50, validator=_number(least=1, whole=True))
    rate: float | Literal["adaptive"] | None = attrs.field(default=None, validator=_rate)
    key_rate: float | Literal["adaptive"] | None = attrs.field(default=None, validator=_rate)


def _token(value: str | Secret | None) -> Secret:
    # The text itself stays out of this frame, since tools show the locals of a traceback.
    secret = value = hidden(value)
    problem = "No access token" if secret is None else _token_problem(secret)
    if secret is None or problem is not None:
        raise SettingsError(
            f"{problem}: set {ENVIRONMENT['token']} in the environment, or pass token=. "
            "A token is made in the app's admin area under API Keys."
        )
    return Secret(secret.reveal().strip())


def _token_problem(secret: Secret) -> str | None:
    text = secret.reveal().strip()
    if not text:
        return "No access token"
    if text.lower().startswith("bearer "):
        return "The access token must be given without the word Bearer"
    if not _is_visible(text):
        return "The access token holds a space, a line break or a character outside ASCII"
    return None


def _base_url(value: object) -> str:
    url = value.strip().rstrip("/") if isinstance(value, str) else ""
    if not _is_visible(url) or "\\" in url:
        raise SettingsError(
            "base_url must be an address such as https://api.chakrahq.com, in printable ASCII."
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SettingsError(f"base_url cannot be read as an address: {error}.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError("base_url must begin with https:// and name a host.")
    if parts.username is not None or parts.password is not None:
        raise SettingsError("base_url must not hold a user name or password.")
    if "?" in url or "#" in url:
        raise SettingsError("base_url must not hold a query or a fragment.")
    return url


def problem_of(name: str, value: object) -> str | None:
    """Return what is wrong with a value for one of the settings that calls can be given too; None where it is right.

    Example:
        >>> problem_of("waba_id", "83784929738012"), problem_of("whatsapp_api_version", "22")
        (None, "whatsapp_api_version must be of the form v22.0, not '22'.")

    """
    pattern, shape = _PATTERNS[name]
    if isinstance(value, str) and re.fullmatch(pattern, value):
        return None
    shown = value[:40] if isinstance(value, str) else value
    return f"{name} must be {shape}, not {shown!r}."


def _observers(value: Any) -> tuple[Observer, ...]:
    try:
        observers: tuple[Observer, ...] = tuple(value)
    except TypeError:
        raise SettingsError("observers must be a list, such as observers=[LoggingObserver()].") from None
    for observer in observers:
        if not callable(observer):
            raise SettingsError("observers must hold callables that take one event.")
        if iscoroutinefunction(observer) or iscoroutinefunction(type(observer).__call__):
            raise SettingsError("observers must be plain functions: a coroutine function is not awaited.")
    return observers


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

    token: Secret = attrs.field(converter=_token)
    base_url: str = attrs.field(default=DEFAULT_BASE_URL, converter=_base_url)
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
    download_cap: int = attrs.field(default=128 * 1024 * 1024, validator=_number(least=1, whole=True))
    observers: tuple[Observer, ...] = attrs.field(default=(), converter=_observers, repr=False)

    def __attrs_post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme == "http" and parts.hostname not in _LOCAL_HOSTS and not self.allow_http:
            raise SettingsError(
                "base_url is plain http, which shows the token to the network: use https, "
                "or pass allow_http=True if you are sure."
            )
        for name in _PATTERNS:
            value = getattr(self, name)
            if value is not None and (problem := problem_of(name, value)):
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
        given["token"] = hidden(given.get("token"))
        values = {name: value for name, value in given.items() if value is not None}
        for name, variable in ENVIRONMENT.items():
            text = os.environ.get(variable, "").strip()
            if name not in values and text:
                values[name] = Secret(text) if name == "token" else text
            del text
        values.setdefault("token", "")
        return cls(**values)
