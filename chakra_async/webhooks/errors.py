"""The errors of receiving webhooks."""

from __future__ import annotations

from chakra_async.errors import ChakraError

__all__ = ["BodyError", "DeliveryError", "SignatureError"]


class DeliveryError(ChakraError):
    """A delivery cannot be accepted. Nothing of it was handled."""


class SignatureError(DeliveryError):
    """A delivery is not signed with one of the secrets. Its sender must not learn why."""


class BodyError(DeliveryError):
    """The body of a delivery cannot be read: it is not JSON, too deeply nested, or has too many items."""
