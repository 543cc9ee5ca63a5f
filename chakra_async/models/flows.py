# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `flows`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model

__all__ = ["PublicKey", "PublicKeyResult", "PublicKeys"]


@attrs.define(kw_only=True, eq=False, repr=False)
class PublicKeyResult(Model):
    """Whether a public key was taken.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    success: bool | None = attrs.field(default=None, metadata={"wire": "success"})
    """Whether it was."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PublicKeys(Model):
    """The public keys of a phone number, of which there is one at most.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    data: list[PublicKey] | None = attrs.field(default=None, metadata={"wire": "data"})
    """The keys."""


@attrs.define(kw_only=True, eq=False, repr=False)
class PublicKey(Model):
    """The public key that flows encrypt what they send to the business with.

    Evidence: Inferred, not documented. Source: https://github.com/facebook/openapi

    """

    business_public_key: str | None = attrs.field(default=None, metadata={"wire": "business_public_key"})
    """The key, in PEM."""

    business_public_key_signature_status: str | None = attrs.field(
        default=None, metadata={"wire": "business_public_key_signature_status"}
    )
    """`VALID`, or `MISMATCH`: then the key must be set again."""
