"""What happens with an event before its handler: statuses and opt-outs are recorded, humans are made room for, conversations go on."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import attrs

from chakra_async.errors import SettingsError
from chakra_async.webhooks.events import Event, MessageEcho, StatusChanged, UserIdChanged
from chakra_async.webhooks.inbox.persons import is_own_name
from chakra_async.webhooks.inbox.records import EVERY, EffectState, EventState
from chakra_async.webhooks.ledger.ledger import Ledger
from chakra_async.webhooks.ledger.reconcile import Reconciliation
from chakra_async.webhooks.match import Facts, as_match
from chakra_async.webhooks.messages import MessageReceived
from chakra_async.webhooks.opt_outs import OptOuts
from chakra_async.webhooks.parsing import event_from_raw
from chakra_async.webhooks.people import Person
from chakra_async.webhooks.statuses import StatusTracker
from chakra_async.webhooks.talk.conversations import (
    TIMER,
    Conversation,
    ConversationRun,
    conversation_of,
    later,
    taken_by,
    timer_of,
)
from chakra_async.webhooks.talk.errors import TalkPausedError
from chakra_async.webhooks.talk.memory import Memory
from chakra_async.webhooks.talk.talk import Talk, Waiter, person_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
    from datetime import timedelta

    from chakra_async.client import Chakra
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.inbox.records import Record, Timer
    from chakra_async.webhooks.match import Match
    from chakra_async.webhooks.talk.conversations import AroundConversation, OnChange
    from chakra_async.webhooks.talk.memory import Waiting
    from chakra_async.webhooks.turn import Turn

__all__ = ["Conversations", "Talks"]

_log: Final = logging.getLogger("chakra_async.webhooks")
_MOST_JOINED: Final = 65_536
_ASKED_AGAIN_MS: Final = 60_000
_DAY_MS: Final = 24 * 3_600_000


class Conversations:
    """The conversations of a receiver, in the order in which they were registered.

    Attributes:
        arounds: What is called around each of their turns, the first one outermost.

    """

    def __init__(self) -> None:
        self._known: dict[str, Conversation] = {}
        self.arounds: list[AroundConversation] = []

    def register(
        self,
        match: Match[Any] | Callable[[Any], bool],
        *,
        version: int = 1,
        cancel: Match[Any] | Callable[[Any], bool] | None = None,
        on_change: OnChange = "restart",
    ) -> Callable[[Callable[[Talk], Awaitable[object]]], Callable[[Talk], Awaitable[object]]]:
        """Register a conversation: `async def booking(talk: Talk)`.

        Args:
            match: What begins it.
            version: The version of its code; another one than that which began a conversation is a change.
            cancel: What ends it, at whatever question it is.
            on_change: What becomes of a conversation that is under way when its code has changed: `restart` begins it again with
                the message that came, `park` parks the message.

        Raises:
            SettingsError: An argument cannot be used, or there is a conversation of that name.

        """

        def add(function: Callable[[Talk], Awaitable[object]]) -> Callable[[Talk], Awaitable[object]]:
            if not inspect.iscoroutinefunction(function):
                raise SettingsError("A conversation must be a coroutine function: async def.")
            made = conversation_of(
                function,
                as_match(match),
                version=version,
                cancel=None if cancel is None else as_match(cancel),
                on_change=on_change,
            )
            if made.name in self._known:
                raise SettingsError(f"There is a conversation of the name {made.name} already.")
            self._known[made.name] = made
            return function

        return add

    def include(self, other: Conversations) -> None:
        """Take in the conversations of another receiver, and what is called around them."""
        self._known.update(other._known)
        self.arounds += other.arounds

    def around(self, function: AroundConversation) -> AroundConversation:
        """Register a coroutine function that is called around each turn of every conversation."""
        self.arounds.append(function)
        return function

    def __len__(self) -> int:
        return len(self._known)

    @property
    def names(self) -> Collection[str]:
        """The names of all."""
        return self._known.keys()

    def get(self, name: str) -> Conversation | None:
        """Return a conversation by its name."""
        return self._known.get(name)

    def beginning_with(self, event: Event, facts: Facts) -> Conversation | None:
        """Return the first conversation that an event begins."""
        found = (each for each in self._known.values() if each.match(event, facts) is not None)
        return next(found, None)


def _known_as(turn: Turn, memory: Memory) -> list[str]:
    """Return what the person of a turn is known by besides what its event shows."""
    number, person = memory.phone_number, turn.claim.event.person
    known = Person(phone_number=number).identities if number else ()
    return [*_own_name(person, left=memory.moved_from(person)), *known]


def _own_name(person: str, *, left: bool = False) -> list[str]:
    """Return the name of a person as what they are known by: not where it is a number that is somebody else's now, or was."""
    return [person] if person and is_own_name(person) and not left else []


def _may_converse(event: Event, memory: Memory) -> bool:
    """Return whether an event may be part of a conversation; what a person writes in a group is said to others."""
    return isinstance(event, MessageReceived) and event.group_id is None and memory.paused_until is None


def _in_lane(record: Record, lane: str, due: int) -> Timer:
    """Return the timer of a conversation that goes on in another lane."""
    moved = later(attrs.evolve(record, key=f"{record.key}/moved"), due)
    return attrs.evolve(moved, record=attrs.evolve(moved.record, lane=lane))


def _asked_again(turn: Turn, waiting: Waiting) -> Timer:
    """Return the timer of a conversation that this process does not know: soon, and, the longer its time is over, the later."""
    now = turn.now()
    waited = now - (waiting.deadline or now)
    record = turn.claim.event
    first = attrs.evolve(record, key=f"{TIMER}/{waiting.id}/{waiting.ordinal}")
    return later(first, now + min(max(waited, _ASKED_AGAIN_MS), _DAY_MS))


def _is_of_another(waiting: Waiting, event: Event, memory: Memory) -> bool:
    """Return whether a conversation was begun under another user id than an event shows, and nothing says that both are one person's."""
    now = event.sender.user_id
    if now is None:
        return False
    began = event_from_raw(waiting.started.encode(), received_at=event.at).sender.user_id
    return began is not None and not memory.are_one(began, now)


class _Now(Waiter):
    """The time in a handler: that of its event."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def time(self) -> int:
        return self._turn.claim.event.received


class Talks:
    """Makes the talks of a receiver, and lets its conversations go on.

    Args:
        chakra: The client.
        inbox: The inbox.
        now: Returns the time in epoch milliseconds.
        conversations: The conversations.
        stop_words: Words that opt a person out.
        start_words: Words that opt a person in again.
        pause_for_humans: How long to leave a person to a human of the team who wrote to them; None for not at all.

    Attributes:
        statuses: The statuses of messages.
        opt_outs: Who does not want to be written to.

    """

    def __init__(
        self,
        *,
        chakra: Chakra,
        inbox: Inbox,
        now: Callable[[], int],
        conversations: Conversations,
        stop_words: Iterable[str] = (),
        start_words: Iterable[str] = (),
        pause_for_humans: timedelta | None = None,
    ) -> None:
        self.statuses = StatusTracker(inbox, now)
        self.opt_outs = OptOuts(inbox, now, stop_words=stop_words, start_words=start_words)
        self._inbox = inbox
        self._conversations = conversations
        self._pause_for_humans = pause_for_humans
        self._reconcile = Reconciliation(chakra, inbox, self.statuses)
        self._are_wanted = True
        self._joined: set[tuple[str, ...]] = set()
        self._memories: WeakKeyDictionary[Turn, Memory] = WeakKeyDictionary()

    def begin(self, *, handlers_talk: bool) -> None:
        """Note whether any handler takes a `talk`; without one, conversations and words, people need not be remembered."""
        self._are_wanted = handlers_talk or len(self._conversations) > 0 or self.opt_outs.has_words

    async def talk(self, turn: Turn) -> Talk:
        """Return the talk for a handler.

        Raises:
            TalkPausedError: A human writes to the person.

        """
        memory = self._memories.get(turn)
        if memory is None:  # a status, whose lane is not that of the person
            memory = self._memories[turn] = await Memory.load_beside(self._inbox, turn)
        if memory.paused_until is not None:
            raise TalkPausedError("The talk is paused.")
        ledger = Ledger(turn, f"event:{turn.claim.event.id}", reconcile=self._reconcile)
        to = person_of(turn.event).phone_number or memory.phone_number
        return Talk(turn, turn.event, ledger, memory, _Now(turn), self.opt_outs, to=to)

    async def hear(self, events: Sequence[Event]) -> None:
        """Note who does not want to be written to as soon as their events are stored: these may wait for others of their lane.

        It is noted again when they are handled, in their order.
        """
        for event in events:
            if self.opt_outs.wish(event) is not None:
                await self.opt_outs.apply(event, known_as=await self._names(event.sender))

    async def _names(self, person: Person) -> list[str]:
        """Return what a person is known by besides what an event shows."""
        if person.user_id is None or person.phone_number is not None:
            return []
        found = await self._inbox.events(states=tuple(EventState), person=person.key, limit=1)
        number = await Memory.phone_number_of(self._inbox, found[0].person) if found else None
        return list(Person(phone_number=number).identities) if number else []

    async def note(self, turn: Turn) -> None:
        """Note what the event of a turn says, before anything that may fail with it."""
        is_status = len(turn.events) > 0 and isinstance(turn.event, StatusChanged)
        if self._are_wanted and not is_status:
            self._memories[turn] = await Memory.load(self._inbox, turn)
        if turn.events:
            await self._noted(turn, turn.event)

    async def intercept(self, turn: Turn) -> bool:
        """Do what comes before the handlers; return whether the event is handled with that."""
        is_timer = turn.claim.event.kind == TIMER
        memory = self._memories.get(turn)
        if memory is None:
            return is_timer
        if is_timer:
            await self._timer(turn, memory)
            return True
        if not turn.events or not _may_converse(turn.event, memory) or self.opt_outs.wish(turn.event):
            return False
        return await self._converse(turn, memory, Facts(first_contact=not memory.is_known))

    def may_take(self, turn: Turn, event: Event) -> bool:
        """Return whether a conversation may take a later event of a turn's person."""
        memory = self._memories.get(turn)
        if memory is None or not _may_converse(event, memory):
            return False
        if memory.waiting_at(event.number.phone_number_id or "") is not None:
            return True
        return self._conversations.beginning_with(event, Facts()) is not None

    async def take_in(self, turn: Turn, event: Event) -> None:
        """Note what a later event says that a handler gets together with that of the turn."""
        await self._noted(turn, event)

    async def _noted(self, turn: Turn, event: Event) -> None:
        """Note what an event of a turn's person says. It is the same where the event is handled once more."""
        memory = self._memories.get(turn)
        if isinstance(event, StatusChanged):
            await self._status(event)
            await self._join(event.sender.identities)
        elif memory is None:
            await self._opt_out(event, _own_name(turn.claim.event.person))
        else:
            with turn.noting():
                await self._remember(turn, memory, event)

    async def _remember(self, turn: Turn, memory: Memory, event: Event) -> None:
        if isinstance(event, MessageEcho):
            await self._echo(event, turn, memory)
            return
        if isinstance(event, MessageReceived) and memory.note(event):
            await self._take_over(turn, memory, event.sender)
            waiting = memory.waiting_at(event.number.phone_number_id or "")
            if waiting is not None and _is_of_another(waiting, event, memory):
                memory.end(waiting)  # the number is somebody else's now: what they write does not answer
        if await self._opt_out(event, _known_as(turn, memory)):
            memory.end_all()  # nothing more is asked
        if isinstance(event, UserIdChanged):
            memory.rename(event.previous.user_id, event.current.user_id)
            memory.move(event.current.phone_number)

    async def _opt_out(self, event: Event, known_as: list[str]) -> bool:
        """Note whether a person opts out or in; return whether they opted out."""
        wish = await self.opt_outs.apply(event, known_as=known_as)
        if wish is True:
            self._joined.clear()
        elif wish is None:
            await self.opt_outs.join(event.sender.identities)
        return wish is True

    async def _join(self, identities: tuple[str, ...]) -> None:
        """Let an opt-out count under all identities that a status shows: from then on they are of one person. There are many statuses."""
        if len(identities) > 1 and identities not in self._joined:
            await self.opt_outs.join(identities)
            if len(self._joined) >= _MOST_JOINED:
                self._joined.clear()
            self._joined.add(identities)

    async def _take_over(self, turn: Turn, memory: Memory, person: Person) -> None:
        """Join what was known of a person under another identity: an opt-out, and what is remembered where nothing comes any more."""
        record = turn.claim.event
        await self.opt_outs.join(
            [*person.identities, *_own_name(record.person, left=memory.moved_from(record.person))]
        )
        for identity in person.identities:
            lane = f"{Event.stream}/{identity}"
            if lane == record.lane or not record.lane.startswith(f"{Event.stream}/"):
                continue
            found = await self._inbox.events(states=tuple(EventState), person=identity, limit=1)
            if found and found[0].person == record.person:  # so the inbox has joined both
                await memory.take_over(lane)

    async def _timer(self, turn: Turn, memory: Memory) -> None:
        waiting = memory.waiting_as(timer_of(turn.claim.event)[0])
        if waiting is None:
            if memory.moved_to is not None:
                turn.timers.append(_in_lane(turn.claim.event, memory.moved_to, turn.now()))
            return
        until = memory.paused_until
        if until is not None:  # while a human writes nothing is said; the time ends after that
            turn.timers.append(later(turn.claim.event, until))
            return
        if self._conversations.get(waiting.name) is None:  # another process may have it, or the next one here
            self._not_registered(waiting)
            turn.timers.append(_asked_again(turn, waiting))
            return
        await self._go_on(turn, memory, waiting)

    async def _converse(self, turn: Turn, memory: Memory, facts: Facts) -> bool:
        taken = await taken_by(turn, self._conversations.names) if len(self._conversations) else ()
        if taken:
            known = next(filter(None, map(memory.waiting_as, taken)), None)
            return known is None or await self._go_on(turn, memory, known)
        ended = None
        while (waiting := memory.waiting_at(turn.event.number.phone_number_id or "")) is not None:
            if await self._go_on(turn, memory, waiting):
                return True
            if memory.waiting_as(waiting.id) is not None:
                return False
            ended = waiting  # by an answer that was parked: this event finds it over
        beginning = self._conversations.beginning_with(turn.event, facts)
        if beginning is None:
            return False
        await self._run_of(beginning, turn, memory).begin(instead_of=ended)
        return True

    def _run_of(self, conversation: Conversation, turn: Turn, memory: Memory) -> ConversationRun:
        return ConversationRun(
            conversation,
            turn,
            memory,
            self.opt_outs,
            self._reconcile,
            around=self._conversations.arounds,
        )

    async def _go_on(self, turn: Turn, memory: Memory, waiting: Waiting) -> bool:
        conversation = self._conversations.get(waiting.name)
        if conversation is None:
            self._not_registered(waiting)
            return False
        run = self._run_of(conversation, turn, memory)
        taken = await run.go_on(waiting)
        if turn.blocked is not None:
            raise turn.blocked
        return taken

    def _not_registered(self, waiting: Waiting) -> None:
        _log.warning("The conversation %s is under way, and none of that name is registered.", waiting.name)

    async def _status(self, event: StatusChanged) -> None:
        await self.statuses.apply(event)
        if not await self._inbox.effects(message_ids=[event.message_id], limit=1):
            await self.statuses.keep_unclaimed(event)

    async def _echo(self, event: MessageEcho, turn: Turn, memory: Memory) -> None:
        """Leave the person to a human who wrote to them; a message of ours does not come from a human."""
        if self._pause_for_humans is None:
            return
        if not event.from_app and event.is_template:
            return  # it is of a campaign, whose answers are for the bot; the phone app has no templates
        if await self._inbox.effects(message_ids=[event.id], limit=1):
            return
        unsure = await self._inbox.effects(states=[EffectState.INTENT, EffectState.UNKNOWN], limit=EVERY)
        if not event.from_app and any(each.person == turn.claim.event.person for each in unsure):
            return  # it may be the message whose outcome is not known
        memory.leave_to_human(
            turn.claim.event.received + round(self._pause_for_humans.total_seconds() * 1000)
        )
