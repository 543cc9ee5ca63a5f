"""Rules of values that JSON Schema cannot express: what `x-check` in the description names.

Meta fetches the files of messages itself, so their addresses must be reachable from outside. The rules are written here
on their own: what the client checks before sending is tested against them.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from chakra_async.sandbox.stores.media import PUBLIC_PATH

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES"]

_NAT64: Final = IPv6Network("64:ff9b::/96")
_LOCAL: Final = frozenset(
    {"corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private"}
)
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC: Final = re.compile(r"0x[0-9a-f]*|[0-9]+")
_DOTS: Final = re.compile("[\u3002\uff0e\uff61]")

_SKIN: Final = "[\U0001f3fb-\U0001f3ff]"
_FLAG: Final = "[\U0001f1e6-\U0001f1ff]{2}"
_KEYCAP: Final = "[0-9#*]\ufe0f?\u20e3"
_TAGS: Final = "[\U000e0020-\U000e007e]+\U000e007f"
_BASE: Final = f"([^\x00-\x7f])\ufe0f?(?:{_SKIN})?(?:{_TAGS})?"
_EMOJI: Final = re.compile(f"{_FLAG}|{_KEYCAP}|{_BASE}(?:\u200d{_BASE})*")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_SYMBOLS: Final = frozenset({"So", "Sm"})
_MORE_SYMBOLS: Final = frozenset("\u203c\u2049\u2139\u3030\u303d")


def _link(value: str) -> str:
    """Return what is wrong with an http(s) address, an empty string if nothing is."""
    if any(character.isspace() or not character.isprintable() for character in value) or "\\" in value:
        return "must not have blanks, control characters or backslashes"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return "must be an address"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "must begin with http:// or https:// and name a host"
    return ""


def _file_address(value: str) -> str:
    """Return what is wrong with the address of a file that Meta fetches, an empty string if nothing is."""
    problem = _link(value)
    if problem:
        return problem
    parts = urlsplit(value)
    if "@" in parts.netloc:
        return "must not have credentials"
    if _is_own_upload(value):
        return ""
    return "" if _is_public(parts.hostname or "") else "must have a host that is reachable from outside"


def _header_address(value: str) -> str:
    problem = _file_address(value)
    if problem:
        return problem
    return "" if urlsplit(value).scheme == "https" or _is_own_upload(value) else "must begin with https://"


def _is_own_upload(value: str) -> bool:
    """Whether this is the address of a file that was uploaded to a sandbox, which plays the public file server too."""
    return urlsplit(value).path.startswith(PUBLIC_PATH)


def _is_public(host: str) -> bool:
    address = _address(host)
    if address is not None:
        return _is_global(address)
    name = _DOTS.sub(".", unicodedata.normalize("NFKC", host).lower()).removesuffix(".")
    if name != host and _address(name) is not None:
        return _is_public(name)
    labels = name.split(".")
    try:
        plain = [label if label.isascii() else label.encode("idna").decode() for label in labels]
    except UnicodeError:
        return False
    if len(labels) == 1 or not all(_LABEL.fullmatch(label) for label in plain):
        return False
    return labels[-1] not in _LOCAL and labels[-2:] != ["home", "arpa"] and not _NUMERIC.fullmatch(labels[-1])


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host is, in any notation that resolvers take."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not all(_NUMERIC.fullmatch(part) for part in host.lower().removesuffix(".").split(".")):
        return None
    try:
        return IPv4Address(socket.inet_aton(host.removesuffix(".")))
    except OSError:
        return None


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            inner = address.teredo[1]
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_global(inner)
    return address.is_global and not address.is_multicast


def _emoji(value: str) -> str:
    """Return what is wrong with the emoji of a reaction, an empty string if nothing is."""
    if not value:
        return ""
    match = _EMOJI.fullmatch(value)
    bases = [group for group in match.groups() if group] if match else []
    if match is None or not all(
        base in _MORE_SYMBOLS or unicodedata.category(base) in _SYMBOLS for base in bases
    ):
        return "must be one emoji, or empty"
    return ""


def _text(value: str) -> str:
    """Return what is wrong with a string that people read, an empty string if nothing is."""
    if value and {unicodedata.category(character) for character in value} <= _INVISIBLE:
        return "must not be blank"
    return "must not contain a NUL character" if "\0" in value else ""


RULES: Final[dict[str, Callable[[str], str]]] = {
    "emoji": _emoji,
    "file-address": _file_address,
    "header-address": _header_address,
    "link": _link,
    "text": _text,
}
"""For each value of `x-check` that is a rule of strings: what is wrong with one, an empty string if nothing is."""
