"""What a setting must be, one check or conversion for each kind; what cannot be used raises `SettingsError`."""

from __future__ import annotations

import math
import re
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from chakra_async.errors import SettingsError
from chakra_async.settings.secret import Secret, as_secret, shown

if TYPE_CHECKING:
    import attrs

    from chakra_async.events import Observer

__all__ = [
    "ENVIRONMENT",
    "NAMED",
    "as_address",
    "as_country",
    "as_observers",
    "as_token",
    "check_number",
    "check_switch",
    "number",
    "rate",
    "setting_problem",
    "switch",
]

ENVIRONMENT: Final = {
    "token": "CHAKRA_ACCESS_TOKEN",
    "base_url": "CHAKRA_BASE_URL",
    "plugin_id": "CHAKRA_PLUGIN_ID",
    "phone_number_id": "CHAKRA_PHONE_NUMBER_ID",
    "waba_id": "CHAKRA_WABA_ID",
    "whatsapp_api_version": "CHAKRA_WHATSAPP_API_VERSION",
    "country": "CHAKRA_COUNTRY",
}
"""The environment variable behind each setting that may come from there."""

NAMED: Final = {
    "plugin_id": (r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a UUID"),
    "phone_number_id": (r"[0-9]+", "digits (Meta's id of the number, not the number)"),
    "waba_id": (r"[0-9]+", "digits"),
    "whatsapp_api_version": (r"v[0-9]+\.[0-9]+", "of the form v22.0"),
}


def _is_visible(text: str) -> bool:
    """Return whether a string has visible ASCII characters only; compiling a pattern for it takes longer."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def number(*, least: float, whole: bool = False, optional: bool = False, above: bool = False) -> Any:
    """Return the check of a number: finite, `least` or more (only more if `above`), or None where that is `optional`."""

    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        where = f"{type(instance).__name__}.{attribute.name}"
        check_number(where, value, least=least, whole=whole, optional=optional, above=above)

    return check


def check_number(
    where: str,
    value: object,
    *,
    least: float,
    whole: bool = False,
    optional: bool = False,
    above: bool = False,
) -> None:
    """Refuse a value that is not such a number; see `number`.

    Args:
        where: What it is the value of.
        value: The value.
        least: The least number that is taken.
        whole: Whether it is an integer.
        optional: Whether None is taken.
        above: Whether `least` itself is refused.

    Raises:
        SettingsError: It is not.

    """
    if value is None and optional:
        return
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not _finite(value):
        raise SettingsError(
            f"{where} must be {'an integer' if whole else 'a finite number'}, not {shown(value)}."
        )
    if value < least or (above and value == least):
        raise SettingsError(
            f"{where} must be {'above' if above else 'at least'} {least:g}, not {shown(value)}."
        )


def switch(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Check that a switch is True or False: the string "false" of an environment would be taken for True."""
    del instance
    check_switch(attribute.name, value)


def check_switch(where: str, value: object, *, optional: bool = False) -> None:
    """Refuse a value that is neither True nor False.

    Args:
        where: What it is the value of.
        value: The value.
        optional: Whether None is taken.

    Raises:
        SettingsError: It is neither.

    """
    if not isinstance(value, bool) and not (optional and value is None):
        raise SettingsError(f"{where} must be True or False, not {shown(value)}.")


def rate(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Check a rate in calls per second, `"adaptive"`, or None."""
    if value == "adaptive":
        return
    if isinstance(value, str):
        raise SettingsError(
            f'Limits.{attribute.name} must be a number of calls per second or "adaptive", not {shown(value)}.'
        )
    number(least=0, above=True, optional=True)(instance, attribute, value)


def as_token(value: str | Secret | None) -> Secret:
    """Return an access token as a secret."""
    # The string itself stays out of this frame, since tools show the locals of a traceback.
    secret = value = as_secret(value)
    problem = "No access token" if secret is None else _token_problem(secret)
    if secret is None or problem is not None:
        raise SettingsError(
            f"{problem}: set {ENVIRONMENT['token']} in the environment, or pass token=. "
            "A token is created in the app's admin area under API Keys."
        )
    return Secret(secret.reveal().strip())


def _token_problem(secret: Secret) -> str | None:
    text = secret.reveal().strip()
    if not text:
        return "No access token"
    if text.lower().startswith("bearer "):
        return "The access token must be given without the word Bearer"
    if not _is_visible(text):
        return "The access token contains a space, a line break or a character outside ASCII"
    return None


def as_address(value: object) -> str:
    """Return the address of an API, without a slash at its end."""
    url = value.strip().rstrip("/") if isinstance(value, str) else ""
    if not _is_visible(url) or "\\" in url:
        raise SettingsError(
            "base_url must be an address such as https://api.chakrahq.com, in printable ASCII."
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise SettingsError(
            "base_url cannot be read as an address: give one such as https://api.chakrahq.com."
        ) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError("base_url must begin with https:// and name a host.")
    if parts.username is not None or parts.password is not None:
        raise SettingsError("base_url must not contain a user name or password.")
    if "?" in url or "#" in url:
        raise SettingsError("base_url must not contain a query or a fragment.")
    return url


def as_country(value: Any) -> str | None:
    """Return the code of a country in capitals, or None for none."""
    if value is None:
        return None
    from chakra_async.phone import check_country  # noqa: PLC0415 - loads a table, which many clients never need

    return check_country(value)


def setting_problem(name: str, value: object) -> str | None:
    """Return what is wrong with a value of a setting that is a call argument too; None where it is right.

    Example:
        >>> setting_problem("waba_id", "83784929738012"), setting_problem("whatsapp_api_version", "22")
        (None, "whatsapp_api_version must be of the form v22.0, not '22'.")

    """
    pattern, shape = NAMED[name]
    if isinstance(value, str) and re.fullmatch(pattern, value):
        return None
    return f"{name} must be {shape}, not {shown(value)}."


def as_observers(value: Any) -> tuple[Observer, ...]:
    """Return observers as a tuple."""
    try:
        observers: tuple[Observer, ...] = tuple(value)
    except TypeError:
        raise SettingsError("observers must be a list, such as observers=[LoggingObserver()].") from None
    for observer in observers:
        if not callable(observer):
            raise SettingsError("observers must be callables that take one event.")
        if iscoroutinefunction(observer) or iscoroutinefunction(type(observer).__call__):
            raise SettingsError("observers must be plain functions: a coroutine function is not awaited.")
    return observers
