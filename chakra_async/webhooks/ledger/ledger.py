"""The ledger of a turn: everything that a handler does passes it, once.

An intent is durable before anything leaves, the outcome after it. What a second run finds `done` gives its stored result; what was not
sent or refused is tried again; what is unknown is looked for, and if nothing proves what became of it the event is parked.
"""

from __future__ import annotations

import asyncio
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeVar

import attrs
import orjson

from chakra_async._core.masking import masked
from chakra_async._transport.boot_clock import boot_seconds
from chakra_async.errors import ChakraError
from chakra_async.outcomes import Outcome
from chakra_async.webhooks.inbox.errors import InboxError, LeaseLostError
from chakra_async.webhooks.inbox.records import EVERY, EffectState, NewEffect
from chakra_async.webhooks.ledger.errors import EffectUnknownError, HandlerChangedError, UnstorableResultError
from chakra_async.webhooks.ledger.replay import Replay, Verdict
from chakra_async.webhooks.ledger.stored import error_json, stored_error, stored_value, value_json
from chakra_async.webhooks.ledger.work import Work, fingerprint
from chakra_async.webhooks.turn import ParkError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.webhooks.inbox.records import Effect
    from chakra_async.webhooks.ledger.work import Reconciler
    from chakra_async.webhooks.turn import Turn

__all__ = ["Ledger"]

T = TypeVar("T")

_log: Final = logging.getLogger("chakra_async.webhooks")
_STATES: Final = {
    Outcome.NOT_SENT: EffectState.NOT_SENT,
    Outcome.REFUSED: EffectState.REFUSED,
    Outcome.UNKNOWN: EffectState.UNKNOWN,
    Outcome.DONE: EffectState.DONE,
}
_BEGIN_WAITS: Final = (0.05, 0.2, 1.0, 2.0, 4.0)
_RECORD_WAITS: Final = (0.05, 0.2, 1.0, 2.0, 4.0, *[8.0] * 15)
"""Two minutes: a database that is restarted, or replaced by its standby, is back by then."""
_BEGUN_WITHIN: Final = 10.0
"""Seconds after its intent was recorded in which a call is begun. A process that was stopped for longer may have lost its lease, and
a person may have let the call be made again since."""
_STEP: Final[ContextVar[Ledger | None]] = ContextVar("chakra_step", default=None)


class Ledger:
    """What is done in one turn.

    Args:
        turn: The turn.
        scope: What the effects belong to.
        reconcile: Looks for proof about effects of unknown outcome, or None.
        ordered: Whether it is replayed in order, as a conversation is.
        limit: How many records there may be.
        moved_on: When the conversation began to wait where it waits now, in epoch milliseconds.

    """

    def __init__(
        self,
        turn: Turn,
        scope: str,
        *,
        reconcile: Reconciler | None = None,
        ordered: bool = False,
        limit: int | None = None,
        moved_on: int | None = None,
    ) -> None:
        self.turn = turn
        self.scope = scope
        self.ordered = ordered
        self._reconcile = reconcile
        self._limit = limit
        self._moved_on = moved_on
        self._replay: Replay | None = None
        self._loading = asyncio.Lock()
        self.ended: BaseException | None = None
        """What every further effect of this turn raises: the turn is over."""

    def current(self) -> Ledger:
        """Return the ledger of the step that is running, or this one."""
        step = _STEP.get()
        return self if step is None or step.turn is not self.turn else step

    def check(self) -> None:
        """Raise what ended the turn, if it has ended."""
        if self.ended is not None:
            raise self.ended

    async def _place(self, kind: str, name: str, mark: str) -> tuple[int, Effect | None]:
        self.check()
        async with self._loading:
            if self._replay is None:
                known = await self.turn.inbox.effects(self.scope, limit=EVERY)
                self._replay = Replay(known, ordered=self.ordered, limit=self._limit, moved_on=self._moved_on)
            try:
                return self._replay.place(kind, name, mark)
            except Exception as error:
                self._end(error)
                raise

    def refused(self, error: ParkError) -> ParkError:
        """End the turn with an error, also where the handler catches it; return the error."""
        self._end(error)
        return error

    def _end(self, error: Exception) -> None:
        """Let every further effect of this turn raise an error, also where the handler catches it."""
        self.ended = error
        if isinstance(error, ParkError):
            self.turn.blocked = error

    async def once(
        self,
        work: Work,
        do: Callable[[Effect], Awaitable[T]],
        keep: Callable[[T], tuple[bytes, str]],
        read: Callable[[bytes], T],
    ) -> T:
        """Do something once, over all runs of the turn's event.

        Args:
            work: What.
            do: Does it.
            keep: Returns a result as it is kept, and the id of a message that was sent.
            read: Returns a result that was kept.

        Raises:
            ParkError: A person has to decide.
            ChakraError: It failed.

        """
        ordinal, known = await self._place(work.kind, work.name, work.fingerprint)
        if known is not None:
            verdict = self._verdict(known)
            if verdict is Verdict.UNSURE:
                known = await self._reconciled(known)
                verdict = Verdict.STORED
            if verdict is Verdict.STORED:
                return _stored(known, read)
        effect, until = await self._begin(ordinal, work)
        if effect.state is EffectState.DONE:
            return _stored(effect, read)
        if boot_seconds() >= until:
            await self._record(effect, EffectState.NOT_SENT, None, "")
            raise InboxError(
                f"{effect.name} was not begun: {_BEGUN_WITHIN:g} s passed since its record, as where the process was stopped."
            )
        return await self._do(effect, do, keep)

    def _verdict(self, known: Effect) -> Verdict:
        assert self._replay is not None  # noqa: S101 - made by _place
        return self._replay.verdict(known)

    async def _begin(self, ordinal: int, work: Work) -> tuple[Effect, float]:
        """Record an intent, also where the store fails for a moment: nothing leaves before that.

        Return the effect, and until when it may be begun, on the clock of `boot_seconds`. One that turns out to be done is returned as it is.
        """
        turn = self.turn
        wanted = NewEffect(scope=self.scope, ordinal=ordinal, **attrs.asdict(work))
        now = turn.now()
        failed = False
        waits = iter(_BEGIN_WAITS)
        while True:
            until = boot_seconds() + _BEGUN_WITHIN
            try:
                granted, effect = await turn.inbox.begin_effect(turn.claim, wanted, now=now, again=True)
            except InboxError as error:
                wait = next(waits, None)
                if wait is None or isinstance(error, LeaseLostError):
                    raise
                failed = True
                await asyncio.sleep(wait)
            else:
                break
        # It may have been recorded though the store could not say so: it is this turn's own, and nothing has left since.
        own = (EffectState.INTENT, turn.claim.fence, now, work.fingerprint)
        if granted or (failed and (effect.state, effect.fence, effect.began, effect.fingerprint) == own):
            return effect, until
        if effect.state is EffectState.DONE:
            if effect.fingerprint == work.fingerprint:
                return effect, until
            raise self.refused(
                HandlerChangedError(
                    f"Where this run does {work.name}, {effect.name} was done already, or the same with other content (record "
                    f"{effect.scope}:{effect.ordinal}). Take what differs from run to run from talk.step(), and redrive the event."
                )
            )
        self._end(_unknown(effect))
        raise _unknown(effect)

    async def _do(
        self, effect: Effect, do: Callable[[Effect], Awaitable[T]], keep: Callable[[T], tuple[bytes, str]]
    ) -> T:
        try:
            result = await do(effect)
        except Exception as error:
            await self._record(effect, _state_of(effect, error), error_json(error), "")
            raise
        try:
            kept, message_id = keep(result)
        except (TypeError, ValueError) as error:
            await self._record(effect, EffectState.DONE, None, "")
            unstorable = UnstorableResultError(
                f"The step {effect.name!r} was done, but its result cannot be kept: {error}. Return JSON values or models from it."
            )
            self._end(unstorable)
            raise unstorable from None
        await self._record(effect, EffectState.DONE, kept, message_id)
        return result

    async def _record(
        self, effect: Effect, state: EffectState, result: bytes | None, message_id: str
    ) -> None:
        """Record an outcome, also where the store fails for a moment: without it the effect is unknown."""
        turn = self.turn
        for wait in (*_RECORD_WAITS, None):
            try:
                accepted = await turn.inbox.end_effect(
                    effect, state, now=turn.now(), result=result, message_id=message_id
                )
            except InboxError as error:
                if wait is None:
                    self._end(_unknown(effect))
                    raise _unknown(effect) from error
                await asyncio.sleep(wait)
                continue
            if not accepted:
                _log.error(
                    "The outcome of %s (%s) came too late: another worker has gone on with event %d.",
                    *(effect.name, state, effect.event),
                )
                self._end(LeaseLostError("Another worker has gone on with this event."))
                raise LeaseLostError("Another worker has gone on with this event.")
            return

    async def _reconciled(self, known: Effect) -> Effect:
        found = None if self._reconcile is None else await self._reconcile(known)
        if found is not None:
            resolved = await self.turn.inbox.resolve_effect(
                known,
                EffectState.DONE,
                now=self.turn.now(),
                result=found.result,
                message_id=found.message_id,
            )
            if resolved:
                return attrs.evolve(known, state=EffectState.DONE, result=found.result)
        error = _unknown(known)
        self._end(error)
        raise error

    async def record(self, kind: str, name: str, mark: str) -> tuple[int, bytes | None]:
        """Return the place of something that is recorded when it is known, and what is recorded there."""
        ordinal, known = await self._place(kind, name, mark)
        return ordinal, None if known is None else known.result

    async def write(self, ordinal: int, kind: str, name: str, mark: str, result: object) -> bytes:
        """Record something at its place; return what is there."""
        turn = self.turn
        effect = NewEffect(scope=self.scope, ordinal=ordinal, kind=kind, name=name, fingerprint=mark)
        kept = await turn.inbox.record_effect(turn.claim, effect, now=turn.now(), result=orjson.dumps(result))
        return kept.result or b"null"

    async def step(self, name: str, function: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
        """Do a step of the application once, and keep what it gave."""
        return await self.current().run_step(name, function, repeatable=repeatable)

    async def run_step(self, name: str, function: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
        """Do a step in this very ledger."""
        work = Work(kind="step", name=name, fingerprint=fingerprint("step", name), repeatable=repeatable)

        async def run(effect: Effect) -> T:
            # Calls within the step have a ledger of their own, so that one that was made is not made again with it.
            inner = Ledger(self.turn, f"{effect.scope}/{effect.ordinal}", reconcile=self._reconcile)
            token = _STEP.set(inner)
            try:
                return await function()
            finally:
                _STEP.reset(token)

        return await self.once(work, run, lambda value: (value_json(value), ""), stored_value)


def _state_of(effect: Effect, error: Exception) -> EffectState:
    if effect.kind == "call" and isinstance(error, ChakraError):
        return _STATES[error.outcome]
    # The outcome of an error is that of one call; what else a step had done before is not known.
    return EffectState.NOT_SENT if effect.repeatable else EffectState.UNKNOWN


def _stored(known: Effect, read: Callable[[bytes], T]) -> T:
    error = stored_error(known.result)
    if error is not None:
        raise error
    if known.result is None:
        raise UnstorableResultError(f"{known.name} was done, but its result was not kept.")
    return read(known.result)


def _unknown(effect: Effect) -> ParkError:
    to = f" to {masked(effect.target)}" if effect.target else ""
    at = datetime.fromtimestamp(effect.began / 1000, UTC).isoformat(timespec="seconds")
    return EffectUnknownError(
        f"{effect.name}{to} may have been done already, at {at} (record {effect.scope}:{effect.ordinal}); nothing proves "
        "whether it was. Look, then redrive the event with resend_unknown, or resolve the effect."
    )
