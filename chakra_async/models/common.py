# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `common`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model

__all__ = ["Success"]


@attrs.define(kw_only=True, eq=False, repr=False)
class Success(Model):
    """Whether a call did what it was asked to.

    Evidence: Seen in public code, not documented. Source: https://apidocs.chakrahq.com/api-34338973

    """

    success: bool | None = attrs.field(default=None, metadata={"wire": "success"})
    """Whether it was done."""
