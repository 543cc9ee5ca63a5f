# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `news`."""

from __future__ import annotations

from datetime import datetime

import attrs

from chakra_async.model import Model, datetime_of

from .tours import Guest

__all__ = ["Happening"]


@attrs.define(kw_only=True, eq=False, repr=False)
class Happening(Model):
    """What the zoo tells of.

    Evidence: Inferred, not documented. Source: https://zoo.example/news

    """

    event: str = attrs.field(metadata={"wire": "event"})
    """What happened."""

    time: int | None = attrs.field(default=None, metadata={"wire": "time"})
    """When it happened. Epoch milliseconds."""

    who: Guest | None = attrs.field(default=None, metadata={"wire": "who"})
    """Who was there."""

    @property
    def time_datetime(self) -> datetime | None:
        """`time` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.time)
