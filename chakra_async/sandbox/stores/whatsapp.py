"""The WhatsApp data of the sandbox besides the chats: templates, files and keys, and the options of its behaviour."""

from __future__ import annotations

from typing import Final

import attrs

from chakra_async.sandbox.stores.media import Media
from chakra_async.sandbox.stores.templates import Templates

__all__ = ["WINDOW", "WhatsApp"]

WINDOW: Final = 24 * 3600 * 1000
"""Milliseconds after a customer's message in which the business may send messages that are not templates."""


@attrs.define(kw_only=True, eq=False)
class WhatsApp:
    """The WhatsApp side of a sandbox.

    Attributes:
        review: Milliseconds that the review of a template takes.
        windows: Whether a message that is not a template needs a customer's message in the last 24 hours.
        templates: The templates of all accounts.
        media: The files.
        public_keys: The keys of flows, by the phone number's id.

    """

    review: int = 0
    windows: bool = False
    templates: Templates = attrs.field(factory=Templates)
    media: Media = attrs.field(factory=Media)
    public_keys: dict[str, str] = attrs.field(factory=dict[str, str])
