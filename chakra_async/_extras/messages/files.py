"""Messages that carry a file: images, videos, audio, documents and stickers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from chakra_async._extras.messages.sender import MessageSender, or_unset
from chakra_async.models.messages import (
    AudioContent,
    AudioMessage,
    DocumentContent,
    DocumentMessage,
    ImageContent,
    ImageMessage,
    StickerContent,
    StickerMessage,
    VideoContent,
    VideoMessage,
)
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Unpack

    from chakra_async._extras.messages.sender import Sending, SendingToUser

__all__ = ["FileMessages"]

R = TypeVar("R")


class FileMessages(MessageSender[R]):
    """Messages that carry a file, by its public address or by Meta's media id."""

    __slots__ = ()

    @overload
    def send_image(
        self,
        to: str | None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_image(
        self,
        *,
        link: str | None = None,
        media_id: str | int | None = None,
        caption: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_image(
        self,
        to: str | None = None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send an image.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            link: The image's public address, such as `media.upload_public` gives.
            media_id: Meta's media id, instead of the address.
            caption: Text shown below it, of at most 1024 characters.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_image("919901258433", "https://example.com/cat.png", caption="A cat")
            ```

        """
        content = ImageContent(id=or_unset(media_id), link=or_unset(link), caption=or_unset(caption))
        return self._deliver(ImageMessage, to, sending, image=content)

    @overload
    def send_video(
        self,
        to: str | None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_video(
        self,
        *,
        link: str | None = None,
        media_id: str | int | None = None,
        caption: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_video(
        self,
        to: str | None = None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send a video.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            link: The video's public address, such as `media.upload_public` gives.
            media_id: Meta's media id, instead of the address.
            caption: Text shown below it, of at most 1024 characters.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_video("919901258433", "https://example.com/cat.mp4")
            ```

        """
        content = VideoContent(id=or_unset(media_id), link=or_unset(link), caption=or_unset(caption))
        return self._deliver(VideoMessage, to, sending, video=content)

    @overload
    def send_audio(
        self,
        to: str | None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        voice: bool = False,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_audio(
        self,
        *,
        link: str | None = None,
        media_id: str | int | None = None,
        voice: bool = False,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_audio(
        self,
        to: str | None = None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        voice: bool = False,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send audio; it has no caption.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            link: The audio's public address, served with an audio content type.
            media_id: Meta's media id, instead of the address.
            voice: Whether it is shown as a voice note.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_audio("919901258433", "https://example.com/hello.ogg", voice=True)
            ```

        """
        content = AudioContent(id=or_unset(media_id), link=or_unset(link), voice=voice or UNSET)
        return self._deliver(AudioMessage, to, sending, audio=content)

    @overload
    def send_document(
        self,
        to: str | None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        filename: str | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_document(
        self,
        *,
        link: str | None = None,
        media_id: str | int | None = None,
        filename: str | None = None,
        caption: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_document(
        self,
        to: str | None = None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        filename: str | None = None,
        caption: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send a document.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            link: The document's public address, such as `media.upload_public` gives.
            media_id: Meta's media id, instead of the address.
            filename: The name the recipient sees; its ending decides which icon is shown.
            caption: Text shown below it, of at most 1024 characters.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_document("919901258433", "https://example.com/a.pdf", filename="Offer.pdf")
            ```

        """
        content = DocumentContent(
            id=or_unset(media_id),
            link=or_unset(link),
            caption=or_unset(caption),
            filename=or_unset(filename),
        )
        return self._deliver(DocumentMessage, to, sending, document=content)

    @overload
    def send_sticker(
        self,
        to: str | None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_sticker(
        self,
        *,
        link: str | None = None,
        media_id: str | int | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_sticker(
        self,
        to: str | None = None,
        link: str | None = None,
        *,
        media_id: str | int | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send a sticker, a WebP image.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            link: The sticker's public address.
            media_id: Meta's media id, instead of the address.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: Meta would refuse it; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            await chakra.messages.send_sticker("919901258433", "https://example.com/wave.webp")
            ```

        """
        content = StickerContent(id=or_unset(media_id), link=or_unset(link))
        return self._deliver(StickerMessage, to, sending, sticker=content)
