# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `keepers`."""

from __future__ import annotations

from datetime import datetime

import attrs

from chakra_async.model import Model, datetime_of
from chakra_async.unset import UNSET, UnsetType

__all__ = ["Keeper"]


@attrs.define(kw_only=True, eq=False, repr=False)
class Keeper(Model):
    """One who looks after animals; part of requests and of answers.

    Evidence: Documented. Source: https://zoo.example/keepers

    """

    phone_number: str = attrs.field(metadata={"wire": "phoneNumber", "bounds": {"kind": "string"}})
    """The phone number."""

    hired_at: int | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "hiredAt",
            "bounds": {"kind": "integer", "check": "epoch-milliseconds"},
        },
    )
    """When the keeper was hired. Epoch milliseconds."""

    left_at: int | None | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "leftAt", "bounds": {"check": "epoch-milliseconds"}},
    )
    """When the keeper left. Epoch milliseconds."""

    email: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "email", "bounds": {"kind": "string"}}
    )
    """The e-mail address."""

    guides: Guest | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "guides", "bounds": {"kind": "object", "tag": "kind"}},
    )
    """Whom the keeper guides."""

    @property
    def hired_at_datetime(self) -> datetime | None:
        """`hired_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.hired_at)

    @property
    def left_at_datetime(self) -> datetime | None:
        """`left_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.left_at)


from .tours import Guest
