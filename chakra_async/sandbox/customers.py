"""The customers of a sandbox: what they send to the team, and the conversation with each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.errors import SettingsError
from chakra_async.sandbox.heard import Choice, Heard, NotHeardError, heard_of, transcript
from chakra_async.sandbox.stores.conversations import INBOUND, OUTBOUND
from chakra_async.sandbox.stores.media import PIXEL
from chakra_async.sandbox.webhooks import notices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from chakra_async.sandbox.people import Contact
    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.accounts import Account, VoiceCall
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["Customer", "Heard", "NotHeardError", "Samples", "add_samples"]

_KINDS: Final = frozenset({"image", "audio", "video"})
_READ: Final = "READ"
_ENDED: Final = "ended"


_SAMPLE_NUMBER: Final = "919901258433"


@attrs.frozen(kw_only=True)
class Samples:
    """What a customer did at the start, for trying the calls that need something to act on.

    Attributes:
        phone_number: The customer's phone number.
        message_id: The id (wamid) of a text message, for `messages.mark_read`, `reply` and `react`.
        media_id: Meta's id of an image that was sent, for `media.get` and `media.download`.
        call_id: The id of a call that is ringing, for `calling.accept` and the other actions.

    """

    phone_number: str
    message_id: str
    media_id: str
    call_id: str


class Customer:
    """A customer of the team, played by a test; made by `Sandbox.customer`.

    What the customer sends is delivered to the team's receivers (`Sandbox.webhooks`). It can be awaited: then they have
    handled it.

    Args:
        state: The data of the sandbox.
        clock: Gives the time in epoch seconds.
        contact: Who the customer is.
        settle: Waits until the team's receivers have handled everything.
        account: The account with the team's number that the customer writes to, and alone hears; None for the first account's
            number, and to hear all.

    Example:
        >>> from chakra_async.sandbox import Sandbox
        >>> customer = Sandbox().customer("919901258433")
        >>> customer.says("Hello?").text
        'Hello?'
        >>> [message.direction for message in customer.messages]
        ['INBOUND']

    """

    def __init__(
        self,
        state: State,
        clock: Callable[[], float],
        contact: Contact,
        settle: Callable[[], Awaitable[None]] | None = None,
        account: Account | None = None,
    ) -> None:
        self._state = state
        self._clock = clock
        self._contact = contact
        self._settle = settle
        self._only = "" if account is None else account.phone_number_id
        self._account = state.account if account is None else account

    def __repr__(self) -> str:
        return f"Customer({self._contact.handle!r})"

    @property
    def phone_number(self) -> str:
        """The customer's phone number, digits with the country code; empty for one without."""
        return self._contact.digits

    @property
    def user_id(self) -> str:
        """The customer's business-scoped user id (BSUID); empty where none was given."""
        return self._contact.user_id

    @property
    def name(self) -> str:
        """The name in the customer's WhatsApp profile; empty where none was given."""
        return self._contact.name

    @property
    def username(self) -> str:
        """The name that the customer chose on WhatsApp; empty where none was given."""
        return self._contact.username

    @property
    def messages(self) -> list[Message]:
        """The messages sent to the customer and those the customer sent, newest first."""
        self._state.advance(self._now())
        found = self._state.conversations.messages_for(self._contact.handle)
        return [one for one in found if self._only in ("", one.phone_number_id)]

    @property
    def heard(self) -> list[Heard]:
        """What the team sent to the customer and reached the phone, oldest first."""
        return [self._as_heard(message) for message in reversed(self.messages) if _reached(message)]

    @property
    def doubled(self) -> list[Heard]:
        """What the customer got twice without having written in between: an empty list, one hopes."""
        found: list[Heard] = []
        since: list[Heard] = []
        for message in reversed(self.messages):
            if message.direction == INBOUND:
                since.clear()
            elif _reached(message):
                one = self._as_heard(message)
                if any(one.same_as(other) for other in since):
                    found.append(one)
                since.append(one)
        return found

    @property
    def transcript(self) -> str:
        """The conversation as text, oldest first."""
        return transcript(self._state.whatsapp.templates, list(reversed(self.messages)))

    async def hears(self, text: str | None = None) -> Heard:
        """Return what the team has sent and was not returned before, once its receivers have handled everything.

        Args:
            text: What the message contains; messages before it are passed over. None for the next message, whatever it is.

        Returns:
            The message.

        Raises:
            NotHeardError: There is none; the error shows the conversation.

        Example:
            ```python
            await customer.says("book")
            assert (await customer.hears("Which day?")).buttons == ["Monday", "Tuesday"]
            ```

        """
        if self._settle is not None:
            await self._settle()
        heard = self.heard
        for index in range(self._contact.heard.get(self._only, 0), len(heard)):
            if text is None or text in heard[index].text:
                self._contact.heard[self._only] = index + 1
                return heard[index]
        wanted = "anything" if text is None else repr(text)
        raise NotHeardError(
            f"The customer has not heard {wanted}. The conversation so far:\n{self.transcript}"
        )

    def says(self, text: str) -> Message:
        """Send a text message to the team, which also opens the 24-hour window.

        Args:
            text: The text.

        Returns:
            The message; `wamid` is its id.

        """
        return self._inbound("text", {"body": text}, text)

    def replies(self, text: str, to: Message | Heard | None = None) -> Message:
        """Answer one of the team's messages with text.

        Args:
            text: The text.
            to: The message; by default the newest one.

        Raises:
            NotHeardError: The team has sent nothing.

        """
        about = self._one(to)
        return self._inbound("text", {"body": text}, text, about, in_reply_to=about.wamid)

    def reacts(self, emoji: str, to: Message | Heard | None = None) -> Message:
        """React to one of the team's messages; an empty emoji takes the reaction away.

        Raises:
            NotHeardError: The team has sent nothing.

        """
        about = self._one(to)
        body = {"reaction": {"message_id": about.wamid, **({"emoji": emoji} if emoji else {})}}
        return self._inbound("reaction", body, emoji, about)

    def taps(self, button: str) -> Message:
        """Tap a button: of a template, of a message with buttons, or of a card.

        Args:
            button: The text on it, or its id.

        Raises:
            NotHeardError: No message has such a button.

        """
        return self._chooses(button, ("button", "reply"), "button")

    def picks(self, row: str) -> Message:
        """Pick a row of a list.

        Args:
            row: Its title, or its id.

        Raises:
            NotHeardError: No message has such a row.

        """
        return self._chooses(row, ("row",), "row")

    def chooses(self, choice: Choice, of: Heard) -> Message:
        """Tap a button or pick a row of one message.

        Args:
            choice: One of the message's `choices`.
            of: The message.

        """
        body = choice.answer()
        about = of.message
        return self._inbound(next(iter(body)), body, choice.title, about, in_reply_to=about.wamid)

    def sends(
        self,
        data: bytes = b"",
        content_type: str = "",
        filename: str = "",
        *,
        voice: bool = False,
        location: tuple[float, float] | None = None,
        contact: str = "",
    ) -> Message:
        """Send a file, a location or an address card to the team, which also opens the 24-hour window.

        Args:
            data: The bytes of a file.
            content_type: Its media type, such as `image/jpeg`.
            filename: Its name, for a document.
            voice: Whether it is a voice note.
            location: Degrees north and east.
            contact: The phone number on an address card.

        Returns:
            The message; `media_id` is what `media.get` and `media.download` take.

        Raises:
            SettingsError: Nothing is given.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> Sandbox().customer("919901258433").sends(b"...", "image/jpeg").media_id
            '1013859600285442'

        """
        if location is not None:
            latitude, longitude = location
            return self._inbound("location", {"location": {"latitude": latitude, "longitude": longitude}}, "")
        if contact:
            card = {"name": {"formatted_name": contact}, "phones": [{"phone": contact}]}
            return self._inbound("contacts", {"contacts": [card]}, "")
        if not content_type:
            raise SettingsError("give the bytes of a file and its content_type, or a location, or a contact")
        media_id = self._state.whatsapp.media.receive(data, content_type, filename)
        main = content_type.partition("/")[0]
        kind = main if main in _KINDS else "document"
        more = ({"filename": filename} if filename else {}) | ({"voice": True} if voice else {})
        body = {kind: {"id": media_id, "mime_type": content_type, **more}}
        return self._inbound(kind, body, "", media_id=media_id)

    def edits(self, message: Message, text: str) -> Message:
        """Edit one of the customer's own text messages."""
        changed = {"type": "text", "text": {"body": text}}
        body = {"edit": {"original_message_id": message.wamid, "message": changed}}
        return self._inbound("edit", body, text, message)

    def revokes(self, message: Message) -> Message:
        """Delete one of the customer's own messages for everyone."""
        return self._inbound("revoke", {"revoke": {"original_message_id": message.wamid}}, "", message)

    def stops(self) -> None:
        """Opt out of marketing messages."""
        self._prefers("stop")

    def resumes(self) -> None:
        """Opt in to marketing messages again."""
        self._prefers("resume")

    def blocks(self) -> None:
        """Block the team's number: what it sends from now on fails with Meta's code 131026."""
        self._contact.blocked = True

    def unblocks(self) -> None:
        """Let the team's messages through again."""
        self._contact.blocked = False

    def fails(self, code: int | None, title: str = "Message undeliverable") -> None:
        """Let what the team sends from now on fail after it was accepted, as webhooks report it with an error.

        Args:
            code: Meta's code, such as 131049 for a marketing message that Meta holds back; None lets messages through again.
            title: Meta's words for it.

        """
        self._contact.failure = None if code is None else {"code": code, "title": title}

    def calls(self) -> str:
        """Call the team's number; return the call's id, as a webhook reports it."""
        call = self._account.add_call("ringing", self._contact)
        self._report_call(call, "connect")
        return call.id

    def hangs_up(self, call: str = "") -> None:
        """End a call that the customer made, whether the team has accepted it or not.

        That a webhook of the event `terminate` reports it is inferred from Meta's documentation; of a call that was accepted it
        has the duration.

        Args:
            call: The call's id, as `calls` returned it; by default the newest one that has not ended.

        Raises:
            SettingsError: The customer has no such call, or it has ended.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> customer = Sandbox().customer("919901258433")
            >>> customer.hangs_up(customer.calls())

        """
        known = [
            one
            for one in self._account.calls.values()
            if one.caller is self._contact and one.state != _ENDED and call in ("", one.id)
        ]
        if not known:
            raise SettingsError(
                f"the customer has no call {call!r} that has not ended: give the id that calls() returned"
                if call
                else "the customer has no call that has not ended: use calls() first"
            )
        known[-1].state = _ENDED
        self._report_call(known[-1], "terminate")

    def reads(self) -> list[Message]:
        """Read every message of the team that is unread; return these messages, newest first."""
        now = self._now()
        unread = [
            message
            for message in self.messages
            if message.direction == OUTBOUND and message.status not in {_READ, "FAILED"}
        ]
        for message in unread:
            self._state.conversations.set_status(message, _READ, now)
        for message in reversed(unread):
            self._state.report_status(message, _READ, now)
        return unread

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _report_call(self, call: VoiceCall, event: str) -> None:
        reporter = self._state.reporter
        if reporter.active:
            reporter.note(notices.call(self._account, self._contact, call, event, self._now()))

    def _prefers(self, value: str) -> None:
        reporter = self._state.reporter
        if reporter.active:
            reporter.note(notices.preference(self._account, self._contact, value, self._now()))

    def _as_heard(self, message: Message) -> Heard:
        return heard_of(self._state.whatsapp.templates, message)

    def _one(self, of: Message | Heard | None) -> Message:
        if of is not None:
            return of.message if isinstance(of, Heard) else of
        newest = next((message for message in self.messages if _reached(message)), None)
        if newest is None:
            raise NotHeardError(f"The team has sent nothing to {self._contact.handle}.")
        return newest

    def _chooses(self, named: str, kinds: tuple[str, ...], what: str) -> Message:
        for one in reversed(self.heard):
            for choice in one.choices:
                if choice.kind in kinds and named in (choice.title, choice.id):
                    return self.chooses(choice, one)
        raise NotHeardError(f"No message has a {what} {named!r}. The conversation so far:\n{self.transcript}")

    def _inbound(
        self,
        data_type: str,
        body: Mapping[str, object],
        text: str,
        about: Message | None = None,
        *,
        media_id: str = "",
        in_reply_to: str | None = None,
    ) -> Message:
        # What is about a message goes to the number that has the message.
        account = self._account if about is None else self._state.account_of(about.phone_number_id)
        return self._state.conversations.add_inbound(
            self._contact.handle,
            self._now(),
            plugin_id=account.plugin_id,
            phone_number_id=account.phone_number_id,
            data_type=data_type,
            body=body,
            text=text,
            media_id=media_id,
            in_reply_to=in_reply_to,
            settle=self._settle,
        )


def _reached(message: Message) -> bool:
    return message.direction == OUTBOUND and message.status != "FAILED" and message.data_type != "reaction"


def add_samples(state: State, clock: Callable[[], float]) -> Samples:
    """Let a customer write, send an image and call, so that there is something to read, to answer and to download."""
    customer = Customer(state, clock, state.conversations.contacts.find(_SAMPLE_NUMBER))
    return Samples(
        phone_number=customer.phone_number,
        message_id=customer.says("Hello, is my order ready?").wamid,
        media_id=customer.sends(PIXEL, "image/png").media_id,
        call_id=customer.calls(),
    )
