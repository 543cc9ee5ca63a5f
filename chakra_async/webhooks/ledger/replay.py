"""What a second run does with what the first one recorded. Pure.

A handler's effects are recognized by what they are, in any order; those of a conversation by their place as well, because it is
replayed from its beginning at every turn.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from chakra_async.webhooks.inbox.records import EffectState
from chakra_async.webhooks.ledger.errors import (
    ConversationChangedError,
    HandlerChangedError,
    TooManyRecordsError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.webhooks.inbox.records import Effect

__all__ = ["Replay", "Verdict"]

_CERTAIN = (EffectState.NOT_SENT, EffectState.REFUSED)


class Verdict(enum.Enum):
    """What becomes of an effect that is recorded."""

    STORED = "stored"
    """Its result, or its error, is given again."""
    AGAIN = "again"
    """It was not done, so it is done now."""
    UNSURE = "unsure"
    """It may have been done."""


class Replay:
    """The effects of a scope, and which of them this run has come to.

    Args:
        known: What earlier runs recorded, by ordinal.
        ordered: Whether places must agree, as in a conversation.
        limit: How many records there may be; None for any number.
        moved_on: When the conversation began to wait where it waits now, in epoch milliseconds, or None.

    """

    def __init__(
        self,
        known: Sequence[Effect],
        *,
        ordered: bool = False,
        limit: int | None = None,
        moved_on: int | None = None,
    ) -> None:
        self._known = {each.ordinal: each for each in known}
        self._waiting = dict(self._known)
        self._ordered = ordered
        self._limit = limit
        self._moved_on = moved_on
        self._next = 0 if ordered else max(self._known, default=-1) + 1

    def place(self, kind: str, name: str, fingerprint: str) -> tuple[int, Effect | None]:
        """Return the ordinal of the next effect, and what is recorded of it.

        Raises:
            ParkError: This run does something else than the one before.

        """
        return (
            self._by_place(kind, name, fingerprint) if self._ordered else self._by_content(name, fingerprint)
        )

    def _by_place(self, kind: str, name: str, fingerprint: str) -> tuple[int, Effect | None]:
        ordinal = self._next
        if self._limit is not None and ordinal >= self._limit:
            raise TooManyRecordsError(
                f"The conversation has {self._limit} records, which is the most it may have: end it and begin another one."
            )
        known = self._waiting.get(ordinal)
        if known is not None and (known.kind, known.name, known.fingerprint) != (kind, name, fingerprint):
            raise ConversationChangedError(
                f"At its record {ordinal} the conversation did {known.name}, and its code now does {name}, or the same with other "
                "content. Give a changed conversation another version=, and take what differs from run to run from talk.step()."
            )
        self._next += 1
        self._waiting.pop(ordinal, None)
        return ordinal, known

    def _by_content(self, name: str, fingerprint: str) -> tuple[int, Effect | None]:
        same = next((each for each in self._waiting.values() if each.fingerprint == fingerprint), None)
        if same is not None:
            del self._waiting[same.ordinal]
            return same.ordinal, same
        done = [each for each in self._waiting.values() if each.state not in _CERTAIN]
        if done:
            raise HandlerChangedError(
                f"The handler ran before and did {done[0].name} ({done[0].state}); this run does {name}, or the same with other "
                "content, instead. Take what differs from run to run from talk.step(), and redrive the event."
            )
        ordinal = self._next
        self._next += 1
        return ordinal, None

    def verdict(self, effect: Effect) -> Verdict:
        """Return what becomes of an effect that is recorded."""
        if effect.state is EffectState.DONE or self._is_past(effect):
            return Verdict.STORED
        if effect.state in _CERTAIN or effect.repeatable:
            return Verdict.AGAIN
        return Verdict.UNSURE

    def _is_past(self, effect: Effect) -> bool:
        """Return whether the run went on after an effect that failed, and so has dealt with its error."""
        ended = effect.ended
        if ended is None or effect.result is None:
            return False
        if self._moved_on is not None and self._moved_on >= ended:
            return True
        return any(each.ordinal > effect.ordinal and each.began >= ended for each in self._known.values())
