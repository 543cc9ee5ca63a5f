"""How the API is reached: which certificates are trusted, and through which proxy. Checked before anything is sent."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import SplitResult, unquote, urlsplit

import attrs

from chakra_async.errors import SettingsError
from chakra_async.settings.secret import Secret, as_secret, shown_path
from chakra_async.settings.value import Value

if TYPE_CHECKING:
    import ssl

__all__ = ["Proxy", "proxy_of", "tls_context"]

_PRINTABLE: Final = r"[\x21-\x7e]+"  # compiled on first use
_SHAPE: Final = "such as http://proxy.example:3128 or http://user:password@proxy.example:3128"


@attrs.frozen(eq=False, repr=False)
class Proxy(Value):
    """A proxy; its credentials never show.

    Attributes:
        address: Scheme, host and port.
        login: The value of `Proxy-Authorization`, or None where the proxy asks for none. Sent to the proxy only.

    """

    address: str
    login: Secret | None = None


def proxy_of(value: str | Secret | Proxy | None) -> Proxy | None:
    """Return a proxy from its address, which may contain a user name and a password, both percent-encoded.

    Raises:
        SettingsError: If it is not an http or https address of a host; the message does not repeat it.

    """
    if value is None or isinstance(value, Proxy):
        return value
    secret = value = as_secret(value, "proxy")  # so that no variable here keeps a password as a string
    parsed = _parsed(secret) if secret is not None else "proxy is empty"
    if isinstance(parsed, str):
        raise SettingsError(f"{parsed}: give an address {_SHAPE}.")
    return parsed


def _parsed(secret: Secret) -> Proxy | str:
    """Return the proxy, or what is wrong; it never raises, since tools show the variables of a traceback."""
    text = secret.reveal().strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "proxy cannot be read as an address (percent-encode what is special in the password)"
    if not re.fullmatch(_PRINTABLE, text) or parts.scheme not in ("http", "https") or not host:
        return "proxy must begin with http:// or https:// and name a host, in printable ASCII"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return "proxy must not contain a path, a query or a fragment (percent-encode what is special in the password)"
    if parts.username is not None and ":" in unquote(parts.username):
        return "proxy must not contain ':' inside the user name"
    shown = f"[{host}]" if ":" in host else host
    return Proxy(f"{parts.scheme}://{shown}{'' if port is None else f':{port}'}", _login(parts))


def _login(parts: SplitResult) -> Secret | None:
    if parts.username is None and parts.password is None:
        return None
    pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return Secret(f"Basic {b64encode(pair.encode()).decode()}")


def tls_context(value: object) -> ssl.SSLContext | None:
    """Return the TLS context to use, or None for the usual one.

    Args:
        value: A context, which is used as it is, also one that verifies nothing: the caller asked
            for it. Or the path of a PEM file of CA certificates; these alone are trusted then.

    Raises:
        SettingsError: If the file cannot be read, contains no certificate, or it is something else.

    """
    if value is None:
        return None
    import ssl  # noqa: PLC0415 - costs milliseconds, which `import chakra_async` has not got

    if isinstance(value, ssl.SSLContext):
        if value.protocol is ssl.PROTOCOL_TLS_SERVER:
            raise SettingsError("tls is a context for servers: create one with ssl.create_default_context().")
        return value
    if not isinstance(value, str | os.PathLike) or not os.fspath(value):
        raise SettingsError(
            "tls must be the path of a PEM file of CA certificates or an ssl.SSLContext. "
            "Verifying is switched off only by a context of your own that does not verify."
        )
    path = cast("str | os.PathLike[str]", value)
    try:
        return ssl.create_default_context(cafile=os.fspath(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or type(error).__name__
        raise SettingsError(
            f"tls: no CA certificates can be read from {shown_path(path)} ({reason}): give a PEM file."
        ) from None
