"""Conversations: functions that ask and wait, over days and restarts, with nothing of them in memory between two messages.

At every turn the function runs from its beginning. What it did is in the ledger and is given again; the answers are there as well; where
it comes to a question without an answer, the turn ends. So a conversation is as durable as the inbox, and any worker can go on with it.
"""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import attrs
import orjson

from chakra_async.errors import SettingsError
from chakra_async.webhooks.inbox.records import EVERY, NewRecord, Timer
from chakra_async.webhooks.ledger.errors import ConversationChangedError
from chakra_async.webhooks.ledger.ledger import Ledger
from chakra_async.webhooks.ledger.work import fingerprint
from chakra_async.webhooks.messages import ButtonTapped, ListPicked
from chakra_async.webhooks.options import check_positive
from chakra_async.webhooks.parsing import event_from_raw
from chakra_async.webhooks.talk.errors import AskTimeoutError, Suspended, TalkEndedError
from chakra_async.webhooks.talk.memory import Waiting
from chakra_async.webhooks.talk.talk import Talk, Waiter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import timedelta

    from chakra_async.models.messages import SentMessage
    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox.records import Record
    from chakra_async.webhooks.ledger.work import Reconciler
    from chakra_async.webhooks.match import Match
    from chakra_async.webhooks.opt_outs import OptOuts
    from chakra_async.webhooks.talk.memory import Memory
    from chakra_async.webhooks.turn import Turn

__all__ = [
    "MOST_RECORDS",
    "TIMER",
    "AroundConversation",
    "Conversation",
    "ConversationRun",
    "ConversationTurn",
    "OnChange",
    "conversation_of",
    "later",
    "taken_by",
    "timer_of",
]

OnChange: TypeAlias = Literal["restart", "park"]

MOST_RECORDS: Final = 200
"""Records that a conversation may have: each turn replays all of them."""

TIMER: Final = "timer"
"""The kind of the record by which a question's time ends."""

_AHEAD: Final = 60_000
"""Milliseconds by which an answer may have been stored before its question was sent: people write several messages at once. What is
older was written in view of something else, and is handled late, such as an event that was redriven."""

_log: Final = logging.getLogger("chakra_async.webhooks")


@attrs.frozen(kw_only=True, eq=False)
class Conversation:
    """A function that was registered as a conversation.

    Attributes:
        name: Its name, the same at every start.
        function: The function.
        match: What begins it.
        version: The version of its code.
        cancel: What ends it, or None.
        on_change: What becomes of one that is under way when its code changes.

    """

    name: str
    function: Callable[[Talk], Awaitable[object]]
    match: Match[Any]
    version: int = 1
    cancel: Match[Any] | None = None
    on_change: OnChange = "restart"


@attrs.frozen(kw_only=True)
class ConversationTurn:
    """One run of a conversation's function, from its beginning to where it waits or ends.

    Attributes:
        name: The conversation's name.
        key: What the event that it goes on with is known by: a message, or a time that ended.
        kind: The kind of that event; `timer` for a time that ended.
        talk: The talk; its `event` is the one that began the conversation.

    """

    name: str
    key: str
    kind: str
    talk: Talk


AroundConversation: TypeAlias = Callable[
    [ConversationTurn, Callable[[], Awaitable[object]]], Awaitable[object]
]
"""Is called around each turn of a conversation, and awaits what it is given."""


@attrs.define
class _Given:
    """What this turn brings: the person's message, or the end of a question's time."""

    event: Event | None = None
    timer: int | None = None
    used: bool = False


class ConversationRun(Waiter):
    """One turn of a conversation.

    Args:
        conversation: The conversation.
        turn: The turn.
        memory: What is remembered of the person.
        opt_outs: Who opted out.
        reconcile: Looks for proof about messages of unknown outcome.
        around: Are called around the function, the first one outermost.

    """

    def __init__(
        self,
        conversation: Conversation,
        turn: Turn,
        memory: Memory,
        opt_outs: OptOuts,
        reconcile: Reconciler | None,
        around: Sequence[AroundConversation] = (),
    ) -> None:
        self._around = around
        self._conversation = conversation
        self._turn = turn
        self._memory = memory
        self._opt_outs = opt_outs
        self._reconcile = reconcile
        self._given = _Given()
        self._waiting = Waiting(id="", name="")
        self._time = turn.claim.event.received
        self._ledger: Ledger | None = None
        self._moved = False
        """Whether the conversation has left the place where it waited when the turn began."""

    @property
    def _id(self) -> str:
        """The id of a conversation that the turn's event begins."""
        return _id_of(self._turn, self._conversation.name)

    async def begin(self, *, instead_of: Waiting | None = None) -> None:
        """Begin the conversation with the turn's event, also in place of an open one; but not once more where it is over."""
        event, record = self._turn.event, self._turn.claim.event
        again = instead_of is not None and instead_of.id == self._id
        if not again and await self._turn.inbox.effects(self._id, limit=1):
            return
        waiting = Waiting(
            id=self._id,
            name=self._conversation.name,
            version=self._conversation.version,
            started=event.to_bytes().decode(),
            received=record.received,
            states=self._memory.stored_states,
            number=event.number.phone_number_id or "",
            to=event.sender.phone_number or self._memory.phone_number or "",
            by=record.id,
        )
        await self._memory.begin(waiting, instead_of=instead_of)
        await self._run(waiting, event, _Given(event=event, used=True))

    async def go_on(self, waiting: Waiting) -> bool:
        """Go on with the turn's event; return whether the conversation took it.

        Where the answer to the open question is recorded already, because the event that brought it was parked, it goes on with that
        answer, and this event is not taken for one.

        Raises:
            ConversationChangedError: Its code has changed, and it is registered to be parked then.

        """
        record = self._turn.claim.event
        if record.kind == TIMER:
            _, ordinal = timer_of(record)
            if ordinal != waiting.ordinal:
                return True  # the answer was there first
            given = _Given(timer=ordinal)
        else:
            # The event that began it does not answer anything, where it is handled once more.
            given = _Given(event=self._turn.event, used=waiting.id == self._id)
        started = event_from_raw(
            waiting.started.encode(), received_at=datetime.fromtimestamp(waiting.received / 1000, UTC)
        )
        states = self._memory.stored_states
        try:
            self._check_version(waiting)
            self._check_person(waiting, started)
            await self._run(waiting, started, given)
        except ConversationChangedError as changed:
            self._memory.begin_with_states(states)
            if self._conversation.on_change == "park":
                raise
            self._turn.blocked = None
            _log.warning("A conversation begins again: %s", changed)
            if given.event is None:
                self._memory.end(waiting)
            else:
                await self.begin(instead_of=waiting)
            return True
        if not given.used and not self._moved:
            self._memory.begin_with_states(states)
        elif not given.used:
            self._memory.take_other_states(states)
        return given.used

    def _check_version(self, waiting: Waiting) -> None:
        if waiting.version != self._conversation.version:
            raise ConversationChangedError(
                f"The conversation {waiting.name} was begun by version {waiting.version}, and version "
                f"{self._conversation.version} is registered now."
            )

    def _check_person(self, waiting: Waiting, started: Event) -> None:
        """Refuse to write to a number or a user id that the person had when it began, and has not now."""
        to = started.sender.phone_number if waiting.to is None else waiting.to
        now = self._turn.event.sender.user_id if self._turn.events else None
        left = self._memory.has_left(to) if to else now is not None and now != started.sender.user_id
        if left:
            raise ConversationChangedError(
                f"The person of the conversation {waiting.name} has another phone number or user id than when it began."
            )

    async def _run(self, waiting: Waiting, started: Event, given: _Given) -> None:
        self._given, self._waiting, self._time = given, waiting, waiting.received
        self._memory.begin_with_states(waiting.began_with)
        ledger = self._ledger = Ledger(
            self._turn,
            waiting.id,
            reconcile=self._reconcile,
            ordered=True,
            limit=MOST_RECORDS,
            moved_on=waiting.since or None,
        )
        to = waiting.to
        if to is None:
            to = started.sender.phone_number or self._memory.phone_number
        talk = Talk(self._turn, started, ledger, self._memory, self, self._opt_outs, to=to)
        try:
            await self._call(talk)
        except Suspended:
            return
        except TalkEndedError:
            pass  # it does not want to say goodbye
        except BaseExceptionGroup as group:  # of a task group in which it asked
            rest = group.split((Suspended, TalkEndedError))[1]
            if rest is not None:
                raise rest from None
            if group.subgroup(Suspended) is not None:
                return
        if waiting.since and not self._moved:
            raise ConversationChangedError(
                f"The conversation {waiting.name} ends before the question that is open: its code has changed."
            )
        self._moved = True
        self._cancel_timer()
        self._memory.keep_states()
        self._memory.end(waiting)

    async def _call(self, talk: Talk) -> None:
        record = self._turn.claim.event
        turn = ConversationTurn(name=self._conversation.name, key=record.key, kind=record.kind, talk=talk)
        call: Callable[[], Awaitable[object]] = functools.partial(self._conversation.function, talk)
        for around in reversed(self._around):
            call = functools.partial(around, turn, call)
        await call()

    # Waiting.

    async def wait(
        self,
        wanted: Callable[[Event], bool],
        name: str,
        timeout: timedelta | None,
        *,
        question: SentMessage | None = None,
    ) -> Event:
        """Return the next event that is wanted: the recorded one, or that of this turn; else end the turn."""
        ledger = self._ledger
        assert ledger is not None  # noqa: S101 - set by _run
        mark = fingerprint("wait", name)
        ordinal, known = await ledger.record("wait", "wait", mark)
        if known is None:
            answer = await self._answer(ordinal, wanted, question)
            if answer is None:
                self._suspend(ledger, ordinal, timeout)
                raise Suspended
            answer |= {"by": self._turn.claim.event.id, "received": self._turn.claim.event.received}
            known = await ledger.write(ordinal, "wait", "wait", mark, answer)
        self._moved = self._moved or self._was_open(ordinal)
        return self._read(orjson.loads(known))

    async def _answer(
        self, ordinal: int, wanted: Callable[[Event], bool], question: SentMessage | None
    ) -> dict[str, Any] | None:
        given, event, cancel = self._given, self._given.event, self._conversation.cancel
        if given.used:
            return None
        if given.timer is not None:
            given.used = self._was_open(ordinal)
            return {"timeout": True} if given.used else None
        record, open_ = self._turn.claim.event, self._waiting
        if event is None or record.id <= open_.by:  # it was parked, and is older than the question
            return None
        if cancel is not None and cancel(event) is not None:
            given.used = True
            return {"ended": True}
        given.used = (
            wanted(event)
            and await self._came_after(ordinal, question)
            and not await self._chooses_elsewhere(event, question)
        )
        return {"event": event.to_bytes().decode()} if given.used else None

    def _was_open(self, ordinal: int) -> bool:
        """Return whether the conversation waited at a place when the turn began."""
        return bool(self._waiting.since) and self._waiting.ordinal == ordinal

    async def _came_after(self, ordinal: int, question: SentMessage | None) -> bool:
        """Return whether the turn's event came in view of a question: of one that was open, or that is only now known to have been sent."""
        open_, received, ahead = self._was_open(ordinal), self._turn.claim.event.received, 0
        if open_:
            if received >= self._waiting.since - _AHEAD:
                return True
            ahead = _AHEAD
        if question is None:
            return False
        sent = await self._turn.inbox.effects(message_ids=[question.message_id])
        return any(each.scope == self._waiting.id and received >= each.began - ahead for each in sent)

    async def _chooses_elsewhere(self, event: Event, question: SentMessage | None) -> bool:
        """Return whether an event is a choice in another message of ours than the question: buttons of two questions may have one id.

        The same question, asked by the conversation before, is as good. A message that the inbox does not know proves nothing.
        """
        about = event.reply_to if isinstance(event, (ButtonTapped, ListPicked)) else None
        if about is None or question is None or about == question.message_id:
            return False
        asked = {
            each.message_id: (each.scope, each.fingerprint)
            for each in await self._turn.inbox.effects(message_ids=[about, question.message_id])
        }
        return about in asked and asked[about] != asked.get(question.message_id)

    def _read(self, answer: dict[str, Any]) -> Event:
        self._time = answer["received"]
        if answer["by"] == self._turn.claim.event.id:
            self._given.used = True  # by a run that ended before it could say so
        if "timeout" in answer:
            raise AskTimeoutError("No answer came in time.")
        if "ended" in answer:
            raise TalkEndedError("The person ended the conversation.")
        return event_from_raw(
            answer["event"].encode(), received_at=datetime.fromtimestamp(self._time / 1000, UTC)
        )

    def _suspend(self, ledger: Ledger, ordinal: int, timeout: timedelta | None) -> None:
        """Record what is waited for. Nothing after it may be done in this turn."""
        ledger.ended = Suspended()
        before = self._waiting
        if self._was_open(ordinal):
            return  # it waits on, for what was not for it
        self._moved = True
        turn = self._turn
        now = turn.now()
        self._cancel_timer()
        deadline = None if timeout is None else now + round(timeout.total_seconds() * 1000)
        self._memory.wait(
            attrs.evolve(before, ordinal=ordinal, since=now, deadline=deadline, by=turn.claim.event.id)
        )
        if deadline is not None:
            turn.timers.append(_timer(turn, before.id, ordinal, deadline))

    def _cancel_timer(self) -> None:
        before = self._waiting
        if before.deadline is not None:
            self._turn.cancel.append(_timer_key(before.id, before.ordinal))

    def time(self) -> int:
        """Return the time of the event that the conversation is at, in epoch milliseconds."""
        return self._time


def _id_of(turn: Turn, name: str) -> str:
    return f"conversation:{turn.claim.event.id}:{name}"


async def taken_by(turn: Turn, names: Iterable[str]) -> Collection[str]:
    """Return the ids of the conversations that the turn's event began, or answered, before it was parked and redriven."""
    begun = {_id_of(turn, name) for name in names}
    known = await turn.inbox.effects(event=turn.claim.event.id, limit=EVERY)
    return {each.scope for each in known if each.kind == "wait" or each.scope in begun}


def _timer_key(conversation: str, ordinal: int) -> str:
    return f"{conversation}/{ordinal}"


def _timer(turn: Turn, conversation: str, ordinal: int, deadline: int) -> Timer:
    record = turn.claim.event
    return Timer(
        key=_timer_key(conversation, ordinal),
        due=deadline,
        person=record.person,
        record=NewRecord(
            key=f"{TIMER}/{_timer_key(conversation, ordinal)}",
            lane=record.lane,
            kind=TIMER,
            number=record.number,
            at=deadline,
            payload=orjson.dumps({"conversation": conversation, "ordinal": ordinal}),
        ),
    )


def later(record: Record, due: int) -> Timer:
    """Return the timer of a record that came at a bad time, for a later one."""
    return Timer(
        key=record.key,
        due=due,
        person=record.person,
        record=NewRecord(
            key=f"{record.key}/{due}",
            lane=record.lane,
            kind=record.kind,
            number=record.number,
            at=due,
            payload=record.payload,
        ),
    )


def timer_of(record: Record) -> tuple[str, int | None]:
    """Return which conversation's time has ended, and at which of its records; an empty string if that cannot be read."""
    try:
        found: dict[str, Any] = orjson.loads(record.payload)
    except ValueError:
        return "", None
    return found.get("conversation", ""), found.get("ordinal")


def conversation_of(
    function: Callable[[Talk], Awaitable[object]],
    match: Match[Any],
    *,
    version: int,
    cancel: Match[Any] | None,
    on_change: OnChange,
) -> Conversation:
    """Return a function as a conversation.

    Raises:
        SettingsError: An argument cannot be used.

    """
    name: str = getattr(function, "__qualname__", type(function).__qualname__)
    if on_change not in ("restart", "park"):
        raise SettingsError(f"on_change of {name} must be 'restart' or 'park', not {on_change!r}.")
    check_positive(f"version of {name}", version)
    try:
        inspect.signature(function).bind(None)
    except TypeError:
        raise SettingsError(
            f"{name} must take the talk as its one argument: async def {name}(talk)."
        ) from None
    return Conversation(
        name=name, function=function, match=match, version=version, cancel=cancel, on_change=on_change
    )
