"""Sending deliveries to a receiver, as ChakraHQ does: to try it, and to play recorded ones again."""

from __future__ import annotations

import http.client
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from chakra_async.errors import ConnectError, SettingsError
from chakra_async.webhooks.signature import SIGNATURE_HEADER, sign

if TYPE_CHECKING:
    from chakra_async.settings import Secret

__all__ = ["post"]

_SECONDS: Final = 10.0


def post(url: str, body: bytes, secret: str | Secret | None) -> int:
    """Send a delivery and return the status of the answer; it blocks, and does not follow redirects.

    Args:
        url: The receiver's address.
        body: The body.
        secret: What it is signed with; None for no signature.

    Raises:
        SettingsError: If the address cannot be used.
        ConnectError: If the receiver cannot be reached.

    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"{url!r} is not the address of a receiver: give one like https://your.host/hooks."
        )
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers[SIGNATURE_HEADER] = sign(body, secret)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection: http.client.HTTPConnection = (
            http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=_SECONDS, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(parts.hostname, parts.port, timeout=_SECONDS)
        )
        try:
            connection.request("POST", path, body=body, headers=headers)
            return connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ConnectError(f"The receiver at {parts.hostname} cannot be reached: {error}.") from None
