"""What inboxes in a database have in common: how claims are settled and effects begin and end. Runs inside a transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from chakra_async.webhooks.inbox import together
from chakra_async.webhooks.inbox.effects import beginning, recorded
from chakra_async.webhooks.inbox.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chakra_async.webhooks.inbox.errors import LeaseLostError
    from chakra_async.webhooks.inbox.records import (
        Claim,
        Effect,
        EffectState,
        NewEffect,
        Problem,
        Timer,
        Value,
    )

__all__ = ["StoredBook"]


class StoredBook(ABC):
    """Transitions that are the same on every database; a database gives what reads and writes its rows."""

    @abstractmethod
    def check(self, claim: Claim) -> None:
        """Raise `LeaseLostError` if a claim does not hold any more."""

    @abstractmethod
    def settle_claims(self, settlings: Sequence[Settling]) -> list[LeaseLostError | None]:
        """Settle claims without their values; for each the error if it does not hold any more."""

    @abstractmethod
    def put(self, values: Sequence[Value], *, now: int) -> None:
        """See `Inbox`."""

    @abstractmethod
    def _effect(self, scope: str, ordinal: int) -> Effect | None:
        """Return an effect that is recorded."""

    @abstractmethod
    def _write(self, effect: Effect) -> None:
        """Record an effect, in place of what is recorded of it."""

    @abstractmethod
    def _finish(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None,
        message_id: str,
        fenced: bool,
    ) -> bool:
        """Record an outcome: under the effect's own fence where it has none, or else only where it is unknown.

        The result is left out where the person was erased since the effect began.
        """

    def settle_all(self, settlings: Sequence[Settling]) -> list[LeaseLostError | None]:
        """Settle claims with what is recorded with them; for each the error if it does not hold any more."""
        errors = self.settle_claims(settlings)
        for error, each in zip(errors, settlings, strict=True):
            if error is None and each.values:
                self.put(each.values, now=each.now)
        return errors

    def settle(
        self,
        claim: Claim,
        *,
        now: int,
        values: Sequence[Value] = (),
        timers: Sequence[Timer] = (),
        cancel: Sequence[str] = (),
    ) -> None:
        """See `Inbox`."""
        (error,) = self.settle_all(
            [Settling(claim=claim, now=now, values=values, timers=timers, cancel=cancel)]
        )
        if error is not None:
            raise error

    @abstractmethod
    def park(self, claim: Claim, problem: Problem, *, now: int, hold: bool = False) -> None:
        """See `Inbox`."""

    def park_with(
        self, values: Sequence[Value], claim: Claim, problem: Problem, *, now: int, hold: bool = False
    ) -> None:
        """Put events aside, and set values with it."""
        self.park(claim, problem, now=now, hold=hold)
        self.put(values, now=now)

    @abstractmethod
    def values(self, scope: str) -> Mapping[str, bytes]:
        """See `Inbox`."""

    @abstractmethod
    def redrive(
        self,
        ids: Iterable[int] | None = None,
        *,
        now: int,
        code: str | None = None,
        resend_unknown: bool = False,
        payload: bytes | None = None,
    ) -> int:
        """Let parked events be handled again, each by itself."""

    @abstractmethod
    def discard(self, ids: Iterable[int], *, now: int) -> int:
        """Settle parked events, each by itself."""

    @abstractmethod
    def _parked(self, ids: Iterable[int] | None, code: str | None) -> list[tuple[int, str]]:
        """Return the ids and lanes of parked events."""

    def redrive_together(
        self,
        ids: Iterable[int] | None = None,
        *,
        now: int,
        code: str | None = None,
        resend_unknown: bool = False,
        payload: bytes | None = None,
    ) -> int:
        """See `Inbox.redrive`."""
        named = self._parked(ids, code)
        wanted, _ = together.expanded(named, self.values)
        chosen = [id_ for id_, _ in named]
        count = self.redrive(chosen, now=now, resend_unknown=resend_unknown, payload=payload)
        rest = sorted({*wanted} - {*chosen})
        return count + (self.redrive(rest, now=now, resend_unknown=resend_unknown) if rest else 0)

    def discard_together(self, ids: Iterable[int], *, now: int) -> int:
        """See `Inbox.discard`."""
        wanted, gone = together.expanded(self._parked(ids, None), self.values)
        self.put(gone, now=now)
        return self.discard(wanted, now=now)

    # Effects.

    def begin_effect(
        self, claim: Claim, effect: NewEffect, *, now: int, again: bool = False
    ) -> tuple[bool, Effect]:
        """See `Inbox`."""
        self.check(claim)
        known = self._effect(effect.scope, effect.ordinal)
        begins, now_recorded = beginning(known, claim, effect, now=now, again=again)
        if now_recorded is not known:
            self._write(now_recorded)
        return begins, now_recorded

    def end_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """See `Inbox`."""
        return self._finish(effect, state, now=now, result=result, message_id=message_id, fenced=True)

    def record_effect(self, claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
        """See `Inbox`."""
        self.check(claim)
        known = self._effect(effect.scope, effect.ordinal)
        if known is None:
            known = recorded(claim, effect, now=now, result=result)
            self._write(known)
        return known

    def resolve_effect(
        self,
        effect: Effect,
        state: EffectState,
        *,
        now: int,
        result: bytes | None = None,
        message_id: str = "",
    ) -> bool:
        """See `Inbox`."""
        return self._finish(effect, state, now=now, result=result, message_id=message_id, fenced=False)
