"""Received messages as events: a class for each kind, so that a handler's argument has exactly what the kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import attrs

from chakra_async.model import Model
from chakra_async.webhooks.events import Event
from chakra_async.webhooks.json_values import as_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.models.webhooks import InboundMedia, SharedCard

__all__ = [
    "AudioReceived",
    "ButtonTapped",
    "CallPermissionReplied",
    "ContactsReceived",
    "DocumentReceived",
    "FlowSubmitted",
    "ImageReceived",
    "ListPicked",
    "LocationReceived",
    "MediaReceived",
    "MessageReceived",
    "OrderReceived",
    "ReactionReceived",
    "StickerReceived",
    "SystemReceived",
    "TextReceived",
    "UnsupportedReceived",
    "VideoReceived",
    "WelcomeRequested",
]

_MAY_COME_AGAIN: Final = frozenset({"unsupported", "media_placeholder"})


@attrs.frozen(kw_only=True, repr=False)
class MessageReceived(Event):
    """A message came in; `id` is its id (wamid). Kinds that have no class of their own are of this class.

    Attributes:
        type: Meta's type of the message, such as `text` or `interactive`.
        message: The message as it came; a mapping where its type is not described.
        reply_to: The id (wamid) of the message that it answers, or None.
        forwarded: Whether it was forwarded.
        group_id: The group that it was written in, or None.

    """

    kind: ClassVar[str] = "message"
    family: ClassVar[str] = "message"

    type: str
    message: Model | Mapping[str, Any]
    reply_to: str | None = None
    forwarded: bool = False
    group_id: str | None = None

    @classmethod
    def kinds(cls) -> frozenset[str]:
        """Return the kinds of this class and of all below it."""
        return frozenset({cls.kind}).union(*(each.kinds() for each in cls.__subclasses__()))

    @property
    def referral(self) -> Mapping[str, Any]:
        """The advertisement or post that the conversation began with, as it came; empty without one."""
        message = self.message
        found = message.to_dict().get("referral") if isinstance(message, Model) else message.get("referral")
        return as_mapping(found)

    @property
    def _variant(self) -> tuple[str, ...]:
        # WhatsApp may deliver the content later, under the same id.
        return (self.type,) if self.type in _MAY_COME_AGAIN else ()


@attrs.frozen(kw_only=True, repr=False)
class TextReceived(MessageReceived):
    """Text came in.

    Attributes:
        text: The text.

    """

    kind: ClassVar[str] = "text"

    text: str


@attrs.frozen(kw_only=True, repr=False)
class MediaReceived(MessageReceived):
    """A file came in; `chakra.media.download(event.media.id)` fetches it.

    Attributes:
        media: The file.

    """

    kind: ClassVar[str] = "media"

    media: InboundMedia

    @property
    def caption(self) -> str | None:
        """The text that the user wrote to it, or None."""
        return self.media.caption if isinstance(self.media.caption, str) else None


@attrs.frozen(kw_only=True, repr=False)
class ImageReceived(MediaReceived):
    """An image came in."""

    kind: ClassVar[str] = "image"


@attrs.frozen(kw_only=True, repr=False)
class VideoReceived(MediaReceived):
    """A video came in."""

    kind: ClassVar[str] = "video"


@attrs.frozen(kw_only=True, repr=False)
class AudioReceived(MediaReceived):
    """Audio came in; `event.media.voice` says whether it is a voice note."""

    kind: ClassVar[str] = "audio"


@attrs.frozen(kw_only=True, repr=False)
class DocumentReceived(MediaReceived):
    """A document came in."""

    kind: ClassVar[str] = "document"


@attrs.frozen(kw_only=True, repr=False)
class StickerReceived(MediaReceived):
    """A sticker came in."""

    kind: ClassVar[str] = "sticker"


@attrs.frozen(kw_only=True, repr=False)
class LocationReceived(MessageReceived):
    """A location came in.

    Attributes:
        latitude: Degrees north.
        longitude: Degrees east.
        name: The location's name, or None.
        address: The location's address, or None.

    """

    kind: ClassVar[str] = "location"

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class ContactsReceived(MessageReceived):
    """Address cards came in.

    Attributes:
        contacts: The cards.

    """

    kind: ClassVar[str] = "contacts"

    contacts: tuple[SharedCard | Mapping[str, Any], ...]


@attrs.frozen(kw_only=True, repr=False)
class ReactionReceived(MessageReceived):
    """A user reacted to a message, or took a reaction away.

    Attributes:
        message_id: The id (wamid) of the message reacted to.
        emoji: The emoji; None where the reaction was taken away.

    """

    kind: ClassVar[str] = "reaction"

    message_id: str
    emoji: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class ButtonTapped(MessageReceived):
    """A user tapped a reply button: of a template, or of an interactive message.

    Attributes:
        button_id: What was sent with the button: a template button's payload, or the id of a reply button.
        title: The text on the button.

    """

    kind: ClassVar[str] = "button"

    button_id: str
    title: str = ""


@attrs.frozen(kw_only=True, repr=False)
class ListPicked(MessageReceived):
    """A user picked a row of a list.

    Attributes:
        row_id: The id that the row was sent with.
        title: The row's text.
        description: The row's smaller text, or None.

    """

    kind: ClassVar[str] = "list"

    row_id: str
    title: str = ""
    description: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class FlowSubmitted(MessageReceived):
    """A user submitted a flow, or an address form.

    Attributes:
        name: `flow`, `address_message` or another.
        answers: What was entered, by name; empty where it could not be read.
        response_json: What was entered, as JSON in a string, as it came.

    """

    kind: ClassVar[str] = "flow"

    name: str = "flow"
    answers: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    response_json: str = ""


@attrs.frozen(kw_only=True, repr=False)
class CallPermissionReplied(MessageReceived):
    """A user answered a request for permission to call.

    Attributes:
        accepted: Whether calls are allowed.
        permanent: Whether they are allowed until the user changes it.

    """

    kind: ClassVar[str] = "call_permission"

    accepted: bool
    permanent: bool = False


@attrs.frozen(kw_only=True, repr=False)
class OrderReceived(MessageReceived):
    """A user ordered products of the catalogue; `message.order` has them."""

    kind: ClassVar[str] = "order"


@attrs.frozen(kw_only=True, repr=False)
class SystemReceived(MessageReceived):
    """WhatsApp reports something about a user, such as a changed identity; `message.system` has it.

    A changed number or user id is a `UserIdChanged` instead.
    """

    kind: ClassVar[str] = "system"


@attrs.frozen(kw_only=True, repr=False)
class WelcomeRequested(MessageReceived):
    """A user opened the chat for the first time and has not written yet."""

    kind: ClassVar[str] = "welcome"


@attrs.frozen(kw_only=True, repr=False)
class UnsupportedReceived(MessageReceived):
    """A message whose content Meta does not pass on, such as a poll.

    Attributes:
        unsupported_type: What it was, such as `poll`, or None where Meta does not say.

    """

    kind: ClassVar[str] = "unsupported"

    unsupported_type: str | None = None
