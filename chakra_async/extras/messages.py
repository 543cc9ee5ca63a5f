"""A method for each kind of message, over the one operation that sends them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.extras.interactive import Interactives
from chakra_async.models.messages import (
    AudioContent,
    AudioMessage,
    ContactsMessage,
    DocumentContent,
    DocumentMessage,
    ImageContent,
    ImageMessage,
    Location,
    LocationMessage,
    Reaction,
    ReactionMessage,
    StickerContent,
    StickerMessage,
    Text,
    TextMessage,
    VideoContent,
    VideoMessage,
)
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from chakra_async.extras.interactive import Sending
    from chakra_async.models.messages import ContactCard, SentMessage

__all__ = ["Messages"]


class Messages(Interactives):
    """WhatsApp messages, of every type.

    All but templates reach a user only within 24 hours of the user's last message; else Meta refuses them with 131047
    (`WindowClosedError`). Each method that sends takes, by name, `reply_to` (the wamid of the message it answers), `tag`
    (a text of yours for its status webhooks), `plugin_id`, `phone_number_id`, `whatsapp_api_version` and `timeouts`, and
    returns a `SentMessage`, whose `message_id` is the wamid. None is repeated when its outcome is unknown. What Meta
    would refuse whole, such as a text of more than 4096 characters, raises `InvalidRequestError` and is not sent.

    The facts are Meta's (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages), whose bodies
    ChakraHQ passes on (https://apidocs.chakrahq.com/api-11313675).
    """

    __slots__ = ()

    async def send_text(
        self, to: str, text: str, *, preview_url: bool = False, **sending: Unpack[Sending]
    ) -> SentMessage:
        """Send a text of at most 4096 characters.

        Args:
            to: The recipient's phone number with its country code.
            text: The text.
            preview_url: Whether WhatsApp shows a preview of the first link in it.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            sent = await chakra.messages.send_text("919901258433", "Hello!")
            print(sent.message_id)
            ```

        """
        content = Text(body=text, preview_url=preview_url or UNSET)
        return await self._deliver(TextMessage, to, sending, text=content)

    async def reply(
        self, to: str, message_id: str, text: str, *, preview_url: bool = False, **sending: Unpack[Sending]
    ) -> SentMessage:
        """Answer a message with a text; the message is shown quoted above it.

        Args:
            to: The recipient's phone number with its country code.
            message_id: The id (wamid) of the message that is answered.
            text: The text.
            preview_url: Whether WhatsApp shows a preview of the first link in it.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.reply("919901258433", "wamid.HBgM", "We open at nine.")
            ```

        """
        sending["reply_to"] = message_id
        return await self.send_text(to, text, preview_url=preview_url, **sending)

    async def send_image(
        self,
        to: str,
        link: str | None = None,
        *,
        media_id: str | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> SentMessage:
        """Send a picture.

        Args:
            to: The recipient's phone number with its country code.
            link: The picture's public address, such as `media.upload_public` gives.
            media_id: Meta's media id, instead of the address.
            caption: A text shown below, of at most 1024 characters.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_image("919901258433", "https://example.com/cat.png", caption="A cat")
            ```

        """
        content = ImageContent(id=_or_unset(media_id), link=_or_unset(link), caption=_or_unset(caption))
        return await self._deliver(ImageMessage, to, sending, image=content)

    async def send_video(
        self,
        to: str,
        link: str | None = None,
        *,
        media_id: str | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> SentMessage:
        """Send a video.

        Args:
            to: The recipient's phone number with its country code.
            link: The video's public address, such as `media.upload_public` gives.
            media_id: Meta's media id, instead of the address.
            caption: A text shown below, of at most 1024 characters.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_video("919901258433", "https://example.com/cat.mp4")
            ```

        """
        content = VideoContent(id=_or_unset(media_id), link=_or_unset(link), caption=_or_unset(caption))
        return await self._deliver(VideoMessage, to, sending, video=content)

    async def send_audio(
        self,
        to: str,
        link: str | None = None,
        *,
        media_id: str | None = None,
        voice: bool = False,
        **sending: Unpack[Sending],
    ) -> SentMessage:
        """Send a sound; it has no caption.

        Args:
            to: The recipient's phone number with its country code.
            link: The sound's public address, served with the content type of a sound.
            media_id: Meta's media id, instead of the address.
            voice: Whether it is shown as a voice note.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_audio("919901258433", "https://example.com/hello.ogg", voice=True)
            ```

        """
        content = AudioContent(id=_or_unset(media_id), link=_or_unset(link), voice=voice or UNSET)
        return await self._deliver(AudioMessage, to, sending, audio=content)

    async def send_document(
        self,
        to: str,
        link: str | None = None,
        *,
        media_id: str | None = None,
        filename: str | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> SentMessage:
        """Send a file.

        Args:
            to: The recipient's phone number with its country code.
            link: The file's public address, such as `media.upload_public` gives.
            media_id: Meta's media id, instead of the address.
            filename: The name the recipient sees; its ending decides which icon is shown.
            caption: A text shown below, of at most 1024 characters.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_document("919901258433", "https://example.com/a.pdf", filename="Offer.pdf")
            ```

        """
        content = DocumentContent(
            id=_or_unset(media_id),
            link=_or_unset(link),
            caption=_or_unset(caption),
            filename=_or_unset(filename),
        )
        return await self._deliver(DocumentMessage, to, sending, document=content)

    async def send_sticker(
        self, to: str, link: str | None = None, *, media_id: str | None = None, **sending: Unpack[Sending]
    ) -> SentMessage:
        """Send a sticker, a WebP picture.

        Args:
            to: The recipient's phone number with its country code.
            link: The sticker's public address.
            media_id: Meta's media id, instead of the address.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_sticker("919901258433", "https://example.com/wave.webp")
            ```

        """
        content = StickerContent(id=_or_unset(media_id), link=_or_unset(link))
        return await self._deliver(StickerMessage, to, sending, sticker=content)

    async def send_location(
        self,
        to: str,
        latitude: float,
        longitude: float,
        *,
        name: str | None = None,
        address: str | None = None,
        **sending: Unpack[Sending],
    ) -> SentMessage:
        """Send a place on a map.

        Args:
            to: The recipient's phone number with its country code.
            latitude: Degrees north, from -90 to 90.
            longitude: Degrees east, from -180 to 180.
            name: The place's name.
            address: Its address; WhatsApp shows it only together with the name.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_location("919901258433", 12.97, 77.59, name="Our shop")
            ```

        """
        content = Location(
            latitude=latitude, longitude=longitude, name=_or_unset(name), address=_or_unset(address)
        )
        return await self._deliver(LocationMessage, to, sending, location=content)

    async def send_contacts(
        self, to: str, contacts: Sequence[ContactCard | Mapping[str, Any]], **sending: Unpack[Sending]
    ) -> SentMessage:
        """Send address cards.

        Args:
            to: The recipient's phone number with its country code.
            contacts: The cards; each needs a name with `formatted_name` and one of its parts.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            card = {"name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"}}
            await chakra.messages.send_contacts("919901258433", [card])
            ```

        """
        return await self._deliver(ContactsMessage, to, sending, contacts=list(contacts))

    async def react(self, to: str, message_id: str, emoji: str, **sending: Unpack[Sending]) -> SentMessage:
        """Put an emoji on a message, or take it away.

        Args:
            to: The recipient's phone number with its country code.
            message_id: The id (wamid) of the message.
            emoji: The emoji; an empty text takes the reaction away.
            **sending: See the class.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.react("919901258433", "wamid.HBgM", "👍")
            ```

        """
        content = Reaction(message_id=message_id, emoji=emoji)
        return await self._deliver(ReactionMessage, to, sending, reaction=content)


def _or_unset(value: Any) -> Any:
    return UNSET if value is None else value
