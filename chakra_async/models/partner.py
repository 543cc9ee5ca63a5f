# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `partner`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model

__all__ = ["ConnectToken"]


@attrs.define(kw_only=True, eq=False, repr=False)
class ConnectToken(Model):
    """What ChakraHQ's browser script needs to connect a customer's WhatsApp account.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/api-28220708

    """

    connect_token: str = attrs.field(metadata={"wire": "connectToken"})
    """The token. It is a secret of the customer's session; do not log it."""
