# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `campaigns`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model

from .processes import Process

__all__ = ["Enrolment"]


@attrs.define(kw_only=True, eq=False, repr=False)
class Enrolment(Model):
    """What enrolling a phone number into a campaign did.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-27595176

    """

    process: Process = attrs.field(metadata={"wire": "process"})
    """The lead that is now in the campaign."""

    was_created: bool = attrs.field(metadata={"wire": "wasCreated"})
    """True where the lead is new, false where a lead with the number existed."""
