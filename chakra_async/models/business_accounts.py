# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `business_accounts`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model

__all__ = ["BusinessAccount"]


@attrs.define(kw_only=True, eq=False, repr=False)
class BusinessAccount(Model):
    """A WhatsApp Business Account (WABA).

    Evidence: Seen in public code, not documented: seen in client code; no page was found. Source:
    https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-business-account%22

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The account's id, which the calls take as `waba_id`."""

    name: str | None = attrs.field(default=None, metadata={"wire": "name"})
    """The account's name."""

    chakra_status: str | None = attrs.field(default=None, metadata={"wire": "chakraStatus"})
    """ChakraHQ's status of the account; `CONNECTED` was seen."""
