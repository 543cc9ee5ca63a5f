"""What a handler talks with: messages that are sent once, questions that wait for days, and what is known of the person."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from chakra_async.errors import InvalidRequestError, SettingsError
from chakra_async.webhooks.events import Event, UserIdChanged
from chakra_async.webhooks.ledger.caller import journaled
from chakra_async.webhooks.match import Match
from chakra_async.webhooks.messages import ButtonTapped, ListPicked, MessageReceived, TextReceived
from chakra_async.webhooks.opt_outs import OptedOutError
from chakra_async.webhooks.people import Person
from chakra_async.webhooks.talk.memory import WINDOW_MS
from chakra_async.webhooks.turn import ParkError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from typing import Unpack

    from chakra_async._core.messages.template_check import TemplateFilling
    from chakra_async.client import Chakra
    from chakra_async.models.chats import ChatMessage
    from chakra_async.models.messages import SentMessage
    from chakra_async.webhooks.ledger.ledger import Ledger
    from chakra_async.webhooks.opt_outs import OptOuts
    from chakra_async.webhooks.talk.memory import Memory
    from chakra_async.webhooks.turn import Turn

__all__ = ["Talk", "Waiter", "person_of"]

E = TypeVar("E", bound=Event)
S = TypeVar("S")
T = TypeVar("T")

_MOST_BUTTONS: Final = 3


class Waiter(ABC):
    """Waits for a person's events in a conversation; outside of one it refuses to."""

    async def wait(
        self,
        wanted: Callable[[Event], bool],
        name: str,
        timeout: timedelta | None,
        *,
        question: SentMessage | None = None,
    ) -> Event:
        """Return the next event that is wanted, but no tap on another message of ours than the question.

        Raises:
            SettingsError: This is not a conversation.

        """
        del wanted, name, timeout, question
        raise SettingsError(
            "Only a conversation can wait for an answer: register the function with @receiver.conversation(...)."
        )

    @abstractmethod
    def time(self) -> int:
        """Return the time of the event that the conversation is at, in epoch milliseconds."""


class Talk:
    """The talk with the person that an event is from.

    Everything it sends is recorded before and after: when the handler runs again, after an error or a crash, what was sent is not
    sent again and gives the same `message_id`.

    Attributes:
        person: The person; of a `UserIdChanged`, as known from now on.
        event: The event that the handler is for; in a conversation, the one that began it.

    Example:
        ```python
        @receiver.on(TextReceived, match.text("hi"))
        async def greet(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"Hello {event.sender.name}!")
        ```

    """

    def __init__(
        self,
        turn: Turn,
        event: Event,
        ledger: Ledger,
        memory: Memory,
        waiter: Waiter,
        opt_outs: OptOuts,
        *,
        to: str | None,
    ) -> None:
        self._turn = turn
        self._ledger = ledger
        self._memory = memory
        self._waiter = waiter
        self._opt_outs = opt_outs
        self._chakra = journaled(turn.chakra, ledger)
        self._chakra_for_templates = journaled(turn.chakra, ledger, check=self._refuse_opted_out)
        self._number = event.number.phone_number_id
        self._phone_number = to
        self._asks = False
        self.event = event
        self.person: Person = person_of(event)

    @property
    def chakra(self) -> Chakra:
        """The client. Its calls are recorded, and are made once over all runs of the handler."""
        return self._chakra

    # Saying.

    async def say(
        self, text: str, *, buttons: Mapping[str, str] | None = None, reply_to: str | None = None
    ) -> SentMessage:
        """Send text.

        Args:
            text: The text, of at most 4096 characters.
            buttons: Titles of up to three reply buttons by their ids.
            reply_to: The id (wamid) of the message that it answers.

        Raises:
            ChakraError: It failed; the event is tried again if nothing was sent, and parked if that is not known.

        """
        messages = self._chakra.messages
        number = self._number
        if buttons:
            return await messages.send_buttons(
                self._to(),
                text,
                buttons,
                recipient=self._user_id(),
                phone_number_id=number,
                reply_to=reply_to,
            )
        return await messages.send_text(
            self._to(), text, recipient=self._user_id(), phone_number_id=number, reply_to=reply_to
        )

    async def image(
        self, link: str | None = None, *, media_id: str | None = None, caption: str | None = None
    ) -> SentMessage:
        """Send an image.

        Args:
            link: Its public address, or None where `media_id` is given.
            media_id: Its id, as an upload gave it.
            caption: Text below it.

        """
        return await self._chakra.messages.send_image(
            self._to(),
            link,
            media_id=media_id,
            caption=caption,
            recipient=self._user_id(),
            phone_number_id=self._number,
        )

    async def template(
        self, name: str, *, language: str | None = None, **filling: Unpack[TemplateFilling]
    ) -> ChatMessage:
        """Send a template, which may also go to a person that has not written for 24 hours.

        Args:
            name: The template's name.
            language: Its language's code, such as `en_US`; needed where it exists in several.
            **filling: What fills it, under the names that `messages.send_template` has for it.

        Raises:
            OptedOutError: The person does not want to be written to. Where that was dealt with, it is the same when the handler runs again.

        """
        number = self._known_number()
        options: dict[str, Any] = dict(filling)
        if language is not None:
            options["language"] = language
        if number is None:
            raise InvalidRequestError(
                "The person's phone number is not known: no message of theirs has shown it. Templates go to phone numbers only."
            )
        return await self._chakra_for_templates.messages.send_template(
            number, template_name=name, phone_number_id=self._number, **options
        )

    async def _refuse_opted_out(self) -> None:
        number = self._known_number()
        known = Person(phone_number=None if number is None else number.removeprefix("+"))
        if any([await self._opt_outs.contains(each) for each in (self.person, known)]):
            raise OptedOutError(
                "The person opted out, so no template is sent: catch OptedOutError, or ask them to opt in again."
            )

    def _known_number(self) -> str | None:
        return self._to() or _dialled(self._memory.phone_number)

    def _to(self) -> str | None:
        return _dialled(self._phone_number)

    def _user_id(self) -> str | None:
        return None if self._to() is not None else self.person.user_id

    # Asking.

    @overload
    async def ask(
        self,
        text: str,
        *,
        timeout: timedelta | None = None,
        buttons: Mapping[str, str] | None = None,
    ) -> TextReceived: ...
    @overload
    async def ask(
        self,
        text: str,
        *,
        expect: type[E] | Match[E],
        timeout: timedelta | None = None,
        buttons: Mapping[str, str] | None = None,
    ) -> E: ...
    async def ask(
        self,
        text: str,
        *,
        expect: Any = TextReceived,
        timeout: timedelta | None = None,
        buttons: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a question and return the answer. Only in a conversation.

        What does not fit is left to the other handlers, and the question stays open. A tap on a button of an older message does not fit.

        Args:
            text: The question.
            expect: The class of the answer, or a filter.
            timeout: How long to wait; by default for ever.
            buttons: Titles of up to three reply buttons by their ids; expect `ButtonTapped` then.

        Raises:
            AskTimeoutError: No answer came in time.
            TalkEndedError: The person cancelled the conversation.

        """
        self._refuse(expect, timeout)
        wanted, name = _wanted(expect)
        with self._asking():
            question = await self.say(text, buttons=buttons)
            return await self._waiter.wait(wanted, name, timeout, question=question)

    async def choose(
        self,
        text: str,
        options: Mapping[str, str],
        *,
        button: str = "Choose",
        timeout: timedelta | None = None,
    ) -> str:
        """Send a choice, and return the id of what was chosen. Only in a conversation.

        Up to three options are buttons, up to ten a list. An option's title that is typed counts as well, whatever its case, unless several
        options have it. A choice in an older message is not an answer, whatever its id: it is left to the other handlers.

        Args:
            text: The question.
            options: The titles by their ids.
            button: What is on the button that opens a list.
            timeout: How long to wait; by default for ever.

        Raises:
            AskTimeoutError: No answer came in time.
            TalkEndedError: The person cancelled the conversation.

        """
        self._refuse(MessageReceived, timeout)
        _check_options(options)
        typed = _by_title(options)

        def chosen(event: Event) -> str | None:
            if isinstance(event, ButtonTapped):
                return event.button_id if event.button_id in options else None
            if isinstance(event, ListPicked):
                return event.row_id if event.row_id in options else None
            return typed.get(event.text.strip().casefold()) if isinstance(event, TextReceived) else None

        with self._asking():
            if len(options) <= _MOST_BUTTONS:
                question = await self.say(text, buttons=options)
            else:
                question = await self._chakra.messages.send_list(
                    self._to(),
                    text,
                    button,
                    {"": dict(options)},
                    recipient=self._user_id(),
                    phone_number_id=self._number,
                )
            name = f"choose:{','.join(options)}"
            answer = await self._waiter.wait(
                lambda event: chosen(event) is not None, name, timeout, question=question
            )
        return chosen(answer) or ""

    @overload
    async def wait(self, expect: type[E] | Match[E], *, timeout: timedelta | None = None) -> E: ...
    @overload
    async def wait(
        self, expect: Callable[[Event], bool], *, timeout: timedelta | None = None
    ) -> MessageReceived: ...
    async def wait(
        self,
        expect: Any = MessageReceived,
        *,
        timeout: timedelta | None = None,
    ) -> Any:
        """Return the person's next event that fits. Only in a conversation.

        Args:
            expect: The class of the event, a filter, or any function of an event.
            timeout: How long to wait; by default for ever.

        Raises:
            AskTimeoutError: None came in time.
            TalkEndedError: The person cancelled the conversation.

        """
        self._refuse(expect, timeout)
        wanted, name = _wanted(expect)
        with self._asking():
            return await self._waiter.wait(wanted, name, timeout)

    @contextmanager
    def _asking(self) -> Generator[None]:
        """Refuse a second question beside one: which of them a message answers would be chance, and be another one in the next turn."""
        if self._asks:
            raise self._ledger.refused(
                ParkError(
                    "A conversation asks one question at a time: await the answer before it asks the next one.",
                    code="SeveralQuestions",
                )
            )
        self._asks = True
        try:
            yield
        finally:
            self._asks = False

    def _refuse(self, expect: Any, timeout: object) -> None:
        """Refuse to wait in a step, or for what cannot come, before anything is said."""
        if timeout is not None and not isinstance(timeout, timedelta):
            raise SettingsError(f"timeout must be a timedelta, such as timedelta(hours=2), not {timeout!r}.")
        if timeout is not None and timeout <= timedelta(0):
            raise SettingsError(f"timeout must be more than 0, not {timeout}.")
        if not callable(expect):
            raise SettingsError(f"expect must be a class of events, a filter or a function, not {expect!r}.")
        if self._ledger.current() is not self._ledger:
            raise SettingsError("A step cannot wait for an answer: ask outside of it.")

    # Doing and remembering.

    async def step(self, name: str, function: Callable[[], Awaitable[T]], *, repeatable: bool = False) -> T:
        """Do something else than sending, once, and return what it gave, also when the handler runs again.

        If it raises an error, also that of a call which was refused, or never ends, it is not known what of it was done: the event is parked
        when the handler runs again. Do one thing in a step, and do not send in it.

        Args:
            name: Its name, the same at every run.
            function: Does it; its result must be JSON values or a model of this library.
            repeatable: Whether it may be done again when it is not known whether it was done. Calls of the client that were made in it
                are not made again.

        """
        return await self._ledger.step(name, function, repeatable=repeatable)

    def state(self, kind: type[S]) -> S:
        """Return what the application remembers of the person, as an attrs class whose fields have defaults.

        Each class has a state of its own, kept under the name of its module and class. The fields are JSON values, dates, times, UUID,
        Decimal, enumerations, other attrs classes, and lists and dictionaries of them with their types given.

        Change it in place. It is recorded in the same transaction as the event: with it, or not at all. In a conversation it is
        replayed: it begins at every turn with what it was when the conversation began, so what a handler, or a conversation with
        another number of ours, changes meanwhile is replaced.

        Example:
            ```python
            @attrs.define
            class Visits:
                count: int = 0

            talk.state(Visits).count += 1
            ```

        """
        return self._memory.state(kind)

    def now(self) -> datetime:
        """Return the time of the event that the handler, or the conversation, is at; the same when it runs again."""
        return datetime.fromtimestamp(self._waiter.time() / 1000, UTC)

    def pause(self, *, hours: float) -> None:
        """Leave the person to a human: neither conversations nor handlers with a `talk` get their messages meanwhile."""
        self._memory.pause(self._waiter.time() + round(hours * 3_600_000))

    def resume(self) -> None:
        """End a pause."""
        self._memory.pause(None)

    @property
    def window_ends_at(self) -> datetime | None:
        """Until when anything but templates can be sent to the person, in UTC; None if they never wrote to this number."""
        number = self.event.number
        last = self._memory.last_message(number.phone_number_id or number.waba_id or "")
        return None if last is None else datetime.fromtimestamp((last + WINDOW_MS) / 1000, UTC)


def _check_options(options: object) -> None:
    if not isinstance(options, Mapping):
        raise SettingsError(
            f"options must be titles by their ids, such as {{'mon': 'Monday'}}, not {options!r}."
        )
    pairs: list[tuple[object, object]] = list(options.items())  # pyright: ignore[reportUnknownArgumentType] - whatever a caller gave
    if not pairs:
        raise SettingsError("A choice without options cannot be answered: give options.")
    for pair in pairs:
        if not all(isinstance(each, str) for each in pair):
            raise SettingsError(f"options must be strings by strings: {pair!r} is not.")


def _by_title(options: Mapping[str, str]) -> dict[str, str]:
    """Return the ids by what a person may type, without titles that several options have."""
    titles = [title.strip().casefold() for title in options.values()]
    return {title: each for each, title in zip(options, titles, strict=True) if titles.count(title) == 1}


def person_of(event: Event) -> Person:
    """Return the person that an answer to an event goes to: one who changed the number is not at the old one any more."""
    return event.current if isinstance(event, UserIdChanged) else event.sender


def _dialled(number: str | None) -> str | None:
    return f"+{number.removeprefix('+')}" if number else None


def _wanted(expect: Any) -> tuple[Callable[[Event], bool], str]:
    if isinstance(expect, type):
        return (lambda event: isinstance(event, expect)), expect.__name__
    if isinstance(expect, Match):
        match: Match[Any] = expect  # pyright: ignore[reportUnknownVariableType]
        return (lambda event: match(event) is not None), match.shown
    return (lambda event: bool(expect(event))), getattr(expect, "__qualname__", "a function")
