# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
"""Models of the domain `tours`."""

from __future__ import annotations

import attrs

from chakra_async.model import Model, message_id_of

__all__ = ["Invitation", "Tour", "Word"]


@attrs.define(kw_only=True)
class Tour(Model):
    """A tour.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """Its id."""


@attrs.define(kw_only=True)
class Word(Model):
    """A word of an invitation.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    schema_property_name: str = attrs.field(metadata={"wire": "schemaPropertyName"})
    """Which one it stands for."""

    schema_property_value: str = attrs.field(metadata={"wire": "schemaPropertyValue"})
    """The word."""


@attrs.define(kw_only=True)
class Invitation(Model):
    """An invitation that was sent.

    Evidence: Documented. Source: https://zoo.example/tours

    """

    whatsapp_message_id: str | None = attrs.field(default=None, metadata={"wire": "whatsappMessageId"})
    """The id of the message."""

    @property
    def message_id(self) -> str | None:
        """The WhatsApp message id (wamid), wherever the answer has it, or None where it has none."""
        return message_id_of(self)
