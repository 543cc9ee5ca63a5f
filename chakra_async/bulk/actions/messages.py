"""`SendMessage`: text or any other message to each row's phone number, within 24 hours of the person's last message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from chakra_async import phone
from chakra_async._core import arguments
from chakra_async.bulk.actions.base import ToPerson
from chakra_async.bulk.actions.fields import Pattern, check_columns
from chakra_async.bulk.actions.words import allowed_words
from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.model import Model, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra
    from chakra_async.models.messages import OutgoingMessage

__all__ = ["SendMessage"]

_MOST_TEXT: Final = 4096


class SendMessage(ToPerson):
    """Sends each row's phone number a message that is not a template: `messages.send_text` or `messages.send`.

    It reaches only people who wrote within the last 24 hours; for others Meta refuses it (`WindowClosedError`), and the
    row is refused.

    Args:
        message: Text with columns in braces, such as `"Hello {Customer}"`; or a function that makes the message of a row,
            with the row's number in `to`.
        preview_url: Whether WhatsApp shows a preview of the first link in text.
        in_window: Called with a person's number in digits; False where the person is known not to have written within 24
            hours, so that the row is invalid and costs no call; None where that is not known.
        name: What the journal knows the message by: another name is another run. By default the text, or the name of the
            function.
        country: Two-letter code of the country whose national numbers are understood as well; by default the client's.
        plugin_id: The id of the WhatsApp plugin; by default the client's.
        phone_number_id: Meta's id of the number to send from; by default the client's.
        allow_words: Words that cells may be although programs write them for a missing value, such as `["NA"]`; without
            it a row with `#N/A`, `#REF!`, `NaN`, `None`, `null` or the like in such a cell is invalid.

    Raises:
        SettingsError: The message is neither, or its braces do not name columns.

    Example:
        >>> SendMessage("Hello {Customer}, we open at nine.").name
        'send-message'

    """

    name = "send-message"

    def __init__(
        self,
        message: str | Callable[[Row], OutgoingMessage],
        *,
        preview_url: bool = False,
        in_window: Callable[[str], bool | None] | None = None,
        name: str | None = None,
        country: str | None = None,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        allow_words: Iterable[str] = (),
    ) -> None:
        """Read the text."""
        super().__init__(country)
        if not isinstance(message, str) and not callable(message):
            raise SettingsError("message must be a string, or a function that makes the message of a row.")
        if isinstance(message, str) and not message.strip():
            raise SettingsError("message is empty.")
        self._allowed = allowed_words(allow_words)
        self._text = Pattern(message, "message", self._allowed) if isinstance(message, str) else None
        self._build = None if isinstance(message, str) else message
        self._preview_url = preview_url
        self._in_window = in_window
        own = (
            message if isinstance(message, str) else str(getattr(message, "__name__", type(message).__name__))
        )
        self._message_name = name or own
        self._sending: dict[str, Any] = {"plugin_id": plugin_id, "phone_number_id": phone_number_id}

    @property
    def identity(self) -> Mapping[str, str]:
        """The message's name."""
        return {"message": self._message_name}

    @property
    def validation(self) -> Mapping[str, str]:
        """The country, and the words that are allowed."""
        allowed = {"allow_words": orjson.dumps(sorted(self._allowed)).decode()} if self._allowed else {}
        return {**super().validation, **allowed}

    def check_columns(self, names: Sequence[str]) -> None:
        """Refuse a table that lacks a column.

        Raises:
            InvalidRequestError: It does.

        """
        check_columns([] if self._text is None else [self._text], names)

    def key(self, row: Row) -> str:
        """Return the person's number, once the row's text is checked."""
        found = super().key(row)
        self.check_values(row)
        if self._in_window is not None and self._in_window(found) is False:
            raise InvalidRequestError(
                "the person has not written within 24 hours: only a template can be sent."
            )
        return found

    def check_values(self, row: Row) -> None:
        """Refuse a row whose values cannot fill the text; a message that a function makes is not made for it.

        Raises:
            InvalidRequestError: A column is missing or empty, or the text is too long.

        """
        if self._text is not None:
            arguments.string(self._text.fill(row), "message", 1, _MOST_TEXT)

    async def send(self, client: Chakra, row: Row, key: str) -> object:  # noqa: ARG002 - the number is never taken from the key
        """Send the message, made from the row."""
        if self._text is not None:
            return await client.messages.send_text(
                self.address(row), self._text.fill(row), preview_url=self._preview_url, **self._sending
            )
        return await client.messages.send(self._built(row), **self._sending)

    def preview(self, row: Row) -> str:
        """Return the message for a row in words.

        Raises:
            InvalidRequestError: A column is missing or empty, or the message goes to somebody else.

        """
        if self._text is not None:
            return self._text.fill(row)
        return orjson.dumps(self._built(row), option=orjson.OPT_INDENT_2).decode()

    def _built(self, row: Row) -> dict[str, Any]:
        """Return the message that the function makes as it is sent, if it goes to the person of the row."""
        assert self._build is not None  # noqa: S101 - one of the two is given
        message = cast("object", self._build(row))
        body: dict[str, Any] = plain(message) if isinstance(message, Model | Mapping) else {}
        to = body.get("to")
        if not isinstance(to, str):
            raise InvalidRequestError("the message that was made for it does not have a number in to.")
        if phone.parse(to, self.country).key != self.person(row):
            raise InvalidRequestError(
                "the message that was made for it goes to another number than the row's."
            )
        return body

    def __repr__(self) -> str:
        return f"SendMessage({self._message_name!r}, country={self.country!r})"
