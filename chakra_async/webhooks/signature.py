"""Signatures of deliveries: HMAC-SHA256 over the body as it came, in hexadecimal, with the team's HMAC secret.

The header and the encoding are seen in code, https://apidocs.chakrahq.com/doc-919167 is cited for them: lower-case
hexadecimal without a prefix. Upper case and a `sha256=` in front are accepted as well.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from chakra_async.settings.secret import Secret
from chakra_async.webhooks.errors import SignatureError

__all__ = ["SIGNATURE_HEADER", "Headers", "SecretsLike", "WebhookSecrets", "sign", "verify"]

SIGNATURE_HEADER: Final = "X-Chakra-Signature-256"
"""The name of the header that has the signature."""
_ENVIRONMENT: Final = "CHAKRA_WEBHOOK_SECRET"
_VALUE: Final = re.compile(rb"(?:sha256=)?([0-9a-f]{64})")
_HEADER: Final = SIGNATURE_HEADER.lower().encode()

Headers: TypeAlias = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""The headers of a request: a mapping, in any case, or pairs, such as those of ASGI."""


class WebhookSecrets:
    """The secrets that deliveries may be signed with, by name, and how often each one matched.

    During a rotation there are two; when the counter of the old one stands still, it can go. A blank secret is left out:
    anyone can sign with it. Without any secret, every delivery is refused.

    Args:
        secrets: A secret, several, or several by name; names are given as `1`, `2`, ... where there are none.

    Example:
        >>> secrets = WebhookSecrets({"new": "s3cret", "old": "b4"})
        >>> secrets.verify(b"{}", {SIGNATURE_HEADER: sign(b"{}", "b4")})
        'old'
        >>> dict(secrets.matched)
        {'new': 0, 'old': 1}

    """

    __slots__ = ("_matched", "_secrets")

    def __init__(self, secrets: SecretsLike) -> None:
        self._secrets = _named(secrets)
        self._matched = dict.fromkeys(self._secrets, 0)

    @classmethod
    def from_environment(cls) -> WebhookSecrets:
        """Return the secrets in `CHAKRA_WEBHOOK_SECRET`, with commas between them."""
        return cls(os.environ.get(_ENVIRONMENT, "").split(","))

    @property
    def matched(self) -> Mapping[str, int]:
        """How many deliveries each secret verified, by name."""
        return MappingProxyType(self._matched)

    def verify(self, body: bytes | bytearray | memoryview, headers: Headers) -> str:
        """Return the name of the secret that a delivery is signed with, and count it.

        Raises:
            SignatureError: If it is not signed with any of them.

        """
        given = _signature_of(headers)
        if not self._secrets:
            raise SignatureError(
                f"No webhook secret is set, so every delivery is refused: set {_ENVIRONMENT}, or pass secrets=."
            )
        found: str | None = None
        for (
            name,
            secret,
        ) in self._secrets.items():  # all of them, so that the time does not depend on which one matches
            if hmac.compare_digest(_digest(body, secret), given) and found is None:
                found = name
        if found is None:
            raise SignatureError(
                "The signature is of another secret or another body: pass the team's HMAC secret, and the body's bytes as "
                "they came."
            )
        self._matched[found] += 1
        return found

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def __repr__(self) -> str:
        return f"WebhookSecrets({', '.join(self._secrets)})"


SecretsLike: TypeAlias = "str | Secret | Iterable[str | Secret] | Mapping[str, str | Secret] | None"
"""One secret, several, or several by name."""


def sign(body: bytes | bytearray | memoryview, secret: str | Secret) -> str:
    """Return the signature of a body, as `X-Chakra-Signature-256` has it; for tests of a receiver.

    Raises:
        SignatureError: If the secret is blank, or the body is not bytes.

    Example:
        >>> sign(b'{"event": "message"}', "s3cret")
        '38c29fba47f2aed2d4f59c8956464d7a94b463ab33ee6c789d52f4b26b73ca7a'

    """
    named = _named(secret)
    if not named:
        raise SignatureError("The secret is blank: pass the team's HMAC secret.")
    return _digest(body, next(iter(named.values()))).decode()


def verify(
    body: bytes | bytearray | memoryview, headers: Headers, secrets: SecretsLike | WebhookSecrets
) -> str:
    """Return the name of the secret that a delivery is signed with.

    Args:
        body: The body's bytes as they came, before anything decoded them.
        headers: The request's headers.
        secrets: One secret, several, or several by name; a `WebhookSecrets` counts its matches.

    Raises:
        SignatureError: If the delivery is not signed with one of them. Nothing of it may be used, and its sender must not
            learn why.

    Example:
        >>> verify(b"{}", {"x-chakra-signature-256": sign(b"{}", "s3cret")}, {"july": "s3cret"})
        'july'

    """
    known = secrets if isinstance(secrets, WebhookSecrets) else WebhookSecrets(secrets)
    return known.verify(body, headers)


def _digest(body: Any, secret: Secret) -> bytes:
    if not isinstance(body, bytes | bytearray | memoryview):
        raise SignatureError("The body is not bytes: pass it as it came, before anything decoded it.")
    try:
        data = bytes(body)  # pyright: ignore[reportUnknownArgumentType] - whatever it consists of
        return hmac.digest(secret.reveal().encode("utf-8", "surrogatepass"), data, "sha256").hex().encode()
    except (BufferError, TypeError, ValueError):
        raise SignatureError("The body cannot be read as bytes: pass it as it came.") from None


def _named(secrets: Any) -> dict[str, Secret]:
    """Return secrets by name, without blank ones; whatever is not a string is refused."""
    if secrets is None:
        return {}
    if isinstance(secrets, str | Secret):
        secrets = [secrets]
    try:
        pairs: list[tuple[Any, Any]] = (
            list(secrets.items())  # pyright: ignore[reportUnknownArgumentType] - whatever a caller gave
            if isinstance(secrets, Mapping)
            else [(str(number), secret) for number, secret in enumerate(secrets, 1)]
        )
    except TypeError:
        raise SignatureError("The secrets are neither a string nor several of them.") from None
    found: dict[str, Secret] = {}
    for name, secret in pairs:
        if isinstance(secret, str):
            secret = Secret(secret.strip())  # noqa: PLW2901 - the string itself must not stay in this frame
        if not isinstance(secret, Secret):
            raise SignatureError(f"The secret {name} is not a string.")
        if secret.reveal().strip():
            found[str(name)] = secret
    return found


def _signature_of(headers: Any) -> bytes:
    """Return the signature that the headers have, in lower case."""
    try:
        pairs = list(headers.items() if hasattr(headers, "items") else headers)
        values = {
            _bytes(value).strip(b" \t").lower() for name, value in pairs if _bytes(name).lower() == _HEADER
        }
    except (TypeError, ValueError):
        raise SignatureError("The headers are neither a mapping nor pairs of names and values.") from None
    if not values:
        raise SignatureError(f"The delivery has no {SIGNATURE_HEADER}: it is not signed.")
    if len(values) > 1:
        raise SignatureError(f"The delivery has {len(values)} different signatures.")
    matched = _VALUE.fullmatch(values.pop())
    if matched is None:
        raise SignatureError("The signature is not the 64 hexadecimal digits of HMAC-SHA256.")
    return matched[1]


def _bytes(text: object) -> bytes:
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    if isinstance(text, bytes):
        return text
    raise TypeError
