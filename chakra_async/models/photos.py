# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `photos`."""

from __future__ import annotations

from datetime import datetime

import attrs

from chakra_async.model import Model, datetime_of

__all__ = ["Photo"]


@attrs.define(kw_only=True, eq=False, repr=False)
class Photo(Model):
    """What is known of a photo; its bytes are fetched by `photos.get`.

    Evidence: Documented. Source: https://docs.chakrahq.com/docs/platform/api/photo/upload-photo

    """

    id: str = attrs.field(metadata={"wire": "id"})
    """The photo's id, which an attribute of the type photo takes."""

    created_at: int | None = attrs.field(default=None, metadata={"wire": "createdAt"})
    """When the photo was uploaded. Epoch milliseconds."""

    updated_at: int | None = attrs.field(default=None, metadata={"wire": "updatedAt"})
    """When the photo last changed. Epoch milliseconds."""

    filetype: str | None = attrs.field(default=None, metadata={"wire": "filetype"})
    """The type of image, such as `png`."""

    filename: str | None = attrs.field(default=None, metadata={"wire": "filename"})
    """The name it is kept under."""

    height: int | None = attrs.field(default=None, metadata={"wire": "height"})
    """The height in pixels. Inferred, not documented: null in the documented example; the type follows from the
    name."""

    width: int | None = attrs.field(default=None, metadata={"wire": "width"})
    """The width in pixels. Inferred, not documented: null in the documented example; the type follows from the
    name."""

    is_public: bool | None = attrs.field(default=None, metadata={"wire": "isPublic"})
    """Whether anyone can see it."""

    team: str | None = attrs.field(default=None, metadata={"wire": "team"})
    """The id of the team the photo belongs to."""

    user: str | None = attrs.field(default=None, metadata={"wire": "user"})
    """The id of the user the photo shows or belongs to. Inferred, not documented: null in the documented
    example; the type follows from the name."""

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC, or None where there is none."""
        return datetime_of(self.updated_at)
