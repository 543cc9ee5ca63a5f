"""Which addresses a sandbox is reached by: no web page of another site may use it, and exposing it is a warning.

A page in a browser on this machine can send requests to a local server, and, by DNS rebinding, read the answers under a
name of its own. Such requests have a foreign `Host` or `Origin`, and are refused.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AllowedHosts", "ExposedSandboxWarning", "is_loopback", "reachable"]

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_UNSPECIFIED: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - named, not listened on


class ExposedSandboxWarning(UserWarning):
    """A sandbox listens on an address that other machines can reach."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address to listen on.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
        (True, False)

    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def reachable(host: str) -> str:
    """Return the address that a client on this machine uses for one to listen on.

    Example:
        >>> reachable("0.0.0.0"), reachable("192.168.1.5")
        ('127.0.0.1', '192.168.1.5')

    """
    return _UNSPECIFIED.get(host, host)


class AllowedHosts:
    """The hosts that a request may name: this machine, the address that is listened on, and further ones.

    Args:
        hosts: The address that is listened on, and further names of this server.

    """

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = _LOOPBACK | {host.strip("[]").lower() for host in hosts}

    def foreign(self, hosts: Iterable[str], origins: Iterable[str], local_address: str) -> str:
        """Return the first host or origin of a request that is foreign, an empty string if none is.

        Args:
            hosts: The headers `Host`.
            origins: The headers `Origin`.
            local_address: The address of this machine that the request was sent to.

        """
        allowed = self._hosts | {local_address.lower()}
        for host in hosts:
            if _name_of(f"//{host}") not in allowed:
                return f"Host {host!r}"
        for origin in origins:
            if not origin.startswith(("http://", "https://")) or _name_of(origin) not in allowed:
                return f"Origin {origin!r}"
        return ""


def _name_of(address: str) -> str:
    """Return the host of an address, in lower case; an empty string if it cannot be read."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None:
        return ""
    return (parts.hostname or "").removesuffix(".")
