# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `leads`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model
from chakra_async.unset import UNSET, UnsetType

__all__ = ["LeadData"]


@attrs.define(kw_only=True, eq=False, repr=False)
class LeadData(Model):
    """The attributes of a new lead. Three are documented; the rest differ from team to team, and are given in
    `extra` under their shortIds.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-21235605

    """

    name: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "name"})
    """The lead's name."""

    phone_number: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "phone_number"})
    """The lead's phone number. The form it must have is not documented, so it is sent as given."""

    email: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "email"})
    """The lead's e-mail address."""
