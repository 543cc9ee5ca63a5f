"""Whether an address of a file can be fetched from outside: http(s), without credentials, at a public host.

Meta fetches the files of messages and of template headers itself, so an address of this machine, of a private network
or of a local name fails for every recipient. Hosts are read as browsers and libraries read them: `127.1`, `0x7f000001`
and `[::ffff:127.0.0.1]` are all 127.0.0.1. A name is not looked up.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

__all__ = ["accept_origin", "address_problem", "file_address_problem"]

_SCHEMES: Final = ("http", "https")
_LOCAL_NAMES: Final = frozenset(
    {"corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost"}
)
"""Last labels that are reserved for, or in common use on, local networks only."""
_LOCAL_SUFFIXES: Final = (".home.arpa",)
_LABEL: Final = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
_NUMBER: Final = r"0x[0-9a-f]*|[0-9]+"
_NAT64: Final = "64:ff9b::/96"
_MAX_PARTS: Final = 4
_ACCEPTED: Final[set[tuple[str, str]]] = set()
_BYTE: Final = 256
_THIS_MACHINE: Final = "is this machine"


def address_problem(value: object) -> str | None:
    """Return why a value is not an http(s) address, as the rest of a sentence, or None where it is one.

    Example:
        >>> address_problem("example.com/a")
        'it does not begin with http:// or https://'

    """
    if not isinstance(value, str):
        return f"it is {type(value).__name__}, not a string"
    if re.search(r"\s", value) or not value.isprintable():
        return "it contains a blank or a control character"
    if "\\" in value:
        return "it contains a backslash"
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises where it is not a port
    except ValueError:
        return "it cannot be read as an address"
    if parts.scheme not in _SCHEMES:
        return "it does not begin with http:// or https://"
    return None if parts.hostname else "it does not name a host"


def accept_origin(base_url: str) -> None:
    """Accept files at the API's own address where that is on this machine, as a sandbox is.

    What `media.upload_public` returns can then be sent to the same sandbox.
    """
    if address_problem(base_url) is None:
        parts = urlsplit(base_url)
        if (_host_problem(parts.hostname or "") or "").endswith(_THIS_MACHINE):
            _ACCEPTED.add((parts.scheme, parts.netloc.lower()))


def file_address_problem(value: object, *, https: bool = False) -> str | None:
    """Return why an address cannot be fetched from outside, as the rest of a sentence, or None where it can.

    Args:
        value: The address.
        https: Whether http without TLS is refused.

    Example:
        >>> file_address_problem("http://127.1:8000/a.png")
        '127.1 is this machine'

    """
    problem = address_problem(value)
    if problem is not None:
        return problem
    parts = urlsplit(str(value))
    if (parts.scheme, parts.netloc.lower()) in _ACCEPTED:
        return None
    if https and parts.scheme != "https":
        return "it is http without TLS"
    if "@" in parts.netloc:
        return "it contains credentials"
    return _host_problem(parts.hostname or "")


def _host_problem(host: str) -> str | None:
    if ":" in host:
        return _version_6_problem(host)
    name = unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower().removesuffix(".")
    labels = name.split(".")
    if re.fullmatch(_NUMBER, labels[-1]):
        return _version_4_problem(host, labels)
    if not all(map(_is_label, labels)):
        return f"{shown(host)} is not a host name"
    if labels[-1] == "localhost":
        return f"{host[:80]} {_THIS_MACHINE}"
    if len(labels) == 1 or labels[-1] in _LOCAL_NAMES or name.endswith(_LOCAL_SUFFIXES):
        return f"{host[:80]} is a name of a local network"
    return None


def _is_label(label: str) -> bool:
    if label.isascii():
        return re.fullmatch(_LABEL, label) is not None
    return all(
        character.isalnum() or character in "-_" or unicodedata.category(character) in ("Mn", "Mc")
        for character in label
    )


def _version_4_problem(host: str, labels: list[str]) -> str | None:
    from ipaddress import IPv4Address  # noqa: PLC0415 - few addresses need it

    number = _version_4(labels)
    if number is None:
        return f"{shown(host)} is not an IP address"
    return _ip_problem(host, IPv4Address(number))


def _version_4(labels: list[str]) -> int | None:
    """Return the number of an IPv4 address in any spelling: one to four parts, each decimal, octal or hexadecimal."""
    if len(labels) > _MAX_PARTS or not all(re.fullmatch(_NUMBER, label) for label in labels):
        return None
    try:
        values = [_part(label) for label in labels]
    except ValueError:
        return None
    *front, last = values
    if any(value >= _BYTE for value in front) or last >= _BYTE ** (_MAX_PARTS + 1 - len(values)):
        return None
    return last + sum(value << 8 * (3 - index) for index, value in enumerate(front))


def _part(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label[0] == "0" else 10)


def _version_6_problem(host: str) -> str | None:
    from ipaddress import IPv4Address, IPv6Address, IPv6Network  # noqa: PLC0415 - few addresses need it

    try:
        address = IPv6Address(host)
    except ValueError:
        return f"{shown(host)} is not an IP address"
    if address.scope_id is not None:
        return f"{host[:80]} is an address of a local network"
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if inner is None and (address in IPv6Network(_NAT64) or int(address) >> 32 == 0):
        inner = IPv4Address(int(address) & 0xFFFFFFFF) if int(address) > 1 else None
    return _ip_problem(host, address if inner is None else inner)


def _ip_problem(host: str, address: IPv4Address | IPv6Address) -> str | None:
    if address.is_loopback or address.is_unspecified:
        return f"{host[:80]} {_THIS_MACHINE}"
    if not address.is_global or address.is_multicast or address.is_reserved:
        return f"{host[:80]} is an address of a private network"
    return None
