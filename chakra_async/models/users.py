# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `users`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs

from chakra_async.model import Model, datetime_of

__all__ = ["AvailabilityStatus", "Email", "User"]


class AvailabilityStatus(StrEnum):
    """Whether a user takes work; only this value is documented. A value that is not listed stays a plain string.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531149

    """

    AVAILABLE = "AVAILABLE"


@attrs.define(kw_only=True, eq=False, repr=False)
class Email(Model):
    """An e-mail address of a user.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531158

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The address's id."""

    created_at: int | None = attrs.field(default=None, metadata={"wire": "createdAt"})
    """When the address was added. Epoch milliseconds."""

    updated_at: int | None = attrs.field(default=None, metadata={"wire": "updatedAt"})
    """When the address last changed. Epoch milliseconds."""

    email: str | None = attrs.field(default=None, metadata={"wire": "email"})
    """The address as it was given."""

    normalized_email: str | None = attrs.field(default=None, metadata={"wire": "normalizedEmail"})
    """The address in the form that is compared."""

    type: str | None = attrs.field(default=None, metadata={"wire": "type"})
    """The kind of address; empty in the documented example."""

    is_verified: bool | None = attrs.field(default=None, metadata={"wire": "isVerified"})
    """Whether the address was verified."""

    user: str | None = attrs.field(default=None, metadata={"wire": "user"})
    """The id of the user it belongs to."""

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)


@attrs.define(kw_only=True, eq=False, repr=False)
class User(Model):
    """A member of the team. The members are those of the documented examples; what is always null there has no
    known type.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531158

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The user's id."""

    created_at: int | None = attrs.field(default=None, metadata={"wire": "createdAt"})
    """When the user was created. Epoch milliseconds."""

    updated_at: int | None = attrs.field(default=None, metadata={"wire": "updatedAt"})
    """When the user last changed. Epoch milliseconds."""

    username: str | None = attrs.field(default=None, metadata={"wire": "username"})
    """The name that requests call the user by."""

    first_name: str | None = attrs.field(default=None, metadata={"wire": "firstName"})
    """The first name."""

    last_name: str | None = attrs.field(default=None, metadata={"wire": "lastName"})
    """The last name."""

    middle_name: str | None = attrs.field(default=None, metadata={"wire": "middleName"})
    """The middle name."""

    display_name: str | None = attrs.field(default=None, metadata={"wire": "displayName"})
    """The name that is shown."""

    gender: str | None = attrs.field(default=None, metadata={"wire": "gender"})
    """The gender; empty in the documented example."""

    dob: int | None = attrs.field(default=None, metadata={"wire": "dob"})
    """The date of birth; 0 in the documented example, in a unit that is not said."""

    bio: str | None = attrs.field(default=None, metadata={"wire": "bio"})
    """Text about the user."""

    profile_image_url: str | None = attrs.field(default=None, metadata={"wire": "profileImageUrl"})
    """The address of the image; may be empty."""

    cover_image_url: str | None = attrs.field(default=None, metadata={"wire": "coverImageUrl"})
    """The address of the background image; may be empty."""

    timezone: str | None = attrs.field(default=None, metadata={"wire": "timezone"})
    """The offset from UTC, such as `+0530`."""

    data: Any = attrs.field(default=None, metadata={"wire": "data"})
    """Null in the documented example; what else it can hold is not described."""

    onboarding_data: Any = attrs.field(default=None, metadata={"wire": "onboardingData"})
    """Null in the documented example; what else it can hold is not described."""

    is_active: bool | None = attrs.field(default=None, metadata={"wire": "isActive"})
    """Whether the user can work."""

    is_deleted: bool | None = attrs.field(default=None, metadata={"wire": "isDeleted"})
    """Whether the user is deleted."""

    deleted_at: int | None = attrs.field(default=None, metadata={"wire": "deletedAt"})
    """When the user was deleted. Epoch milliseconds. Inferred, not documented: null in the documented example;
    the type follows from the name."""

    availability_status: AvailabilityStatus | str | None = attrs.field(
        default=None, metadata={"wire": "availabilityStatus"}
    )
    """Whether the user takes work."""

    team: str | None = attrs.field(default=None, metadata={"wire": "team"})
    """The id of the team the user belongs to."""

    role: str | None = attrs.field(default=None, metadata={"wire": "role"})
    """The id of the user's role; `config.get` names the roles."""

    primary_email: Email | None = attrs.field(default=None, metadata={"wire": "primaryEmail"})
    """The first e-mail address. Inferred, not documented: the documented example has a value; that it can be
    null follows from its meaning."""

    primary_phone: Any = attrs.field(default=None, metadata={"wire": "primaryPhone"})
    """Null in the documented example; what else it can hold is not described."""

    profile: Any = attrs.field(default=None, metadata={"wire": "profile"})
    """Null in the documented example; what else it can hold is not described."""

    phones: list[Any] | None = attrs.field(default=None, metadata={"wire": "phones"})
    """The phones; empty in the documented example, so that the kind of an item is not known."""

    emails: list[Email] | None = attrs.field(default=None, metadata={"wire": "emails"})
    """The e-mail addresses. By the page, only where the user is fetched alone."""

    reportees: list[str] | None = attrs.field(default=None, metadata={"wire": "reportees"})
    """The users who report to this one. By the page, only where the user is fetched alone. Empty in the
    documented example."""

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)

    @property
    def deleted_at_datetime(self) -> datetime | None:
        """`deleted_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.deleted_at)
