"""The effects of events and their transitions: `intent -> done | not_sent | refused | unknown`. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from chakra_async.webhooks.inbox.records import Effect, EffectState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chakra_async.webhooks.inbox.records import Claim, NewEffect

__all__ = ["EffectBook", "beginning", "recorded"]


def begun(claim: Claim, effect: NewEffect, now: int, attempts: int) -> Effect:
    """Return an effect as it is recorded when it is begun."""
    return Effect(
        **attrs.asdict(effect, filter=lambda field, _: field.name in _OWN),
        event=claim.event.id,
        person=claim.event.person,
        fence=claim.fence,
        attempts=attempts,
        began=now,
    )


def may_repeat(effect: Effect) -> bool:
    """Return whether an effect was not done, or may be done twice."""
    return effect.state in (EffectState.NOT_SENT, EffectState.REFUSED) or (
        effect.state is EffectState.UNKNOWN and effect.repeatable
    )


def beginning(
    known: Effect | None, claim: Claim, effect: NewEffect, *, now: int, again: bool
) -> tuple[bool, Effect]:
    """Decide whether an effect begins: where nothing is recorded, or again where what is recorded was not done.

    Returns:
        Whether it begins, and what is to be recorded of it; `known` itself where nothing changes.

    """
    if known is not None and known.state is EffectState.INTENT and known.fence != claim.fence:
        known = attrs.evolve(known, state=EffectState.UNKNOWN)
    if known is not None and not (again and may_repeat(known)):
        return False, known
    return True, begun(claim, effect, now, known.attempts + 1 if known else 1)


def recorded(claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
    """Return an effect that is done by being recorded."""
    return attrs.evolve(begun(claim, effect, now, 1), state=EffectState.DONE, ended=now, result=result)


_OWN = frozenset(
    {"scope", "ordinal", "kind", "name", "fingerprint", "target", "number", "content", "repeatable"}
)


class EffectBook:
    """Effects by scope and ordinal."""

    def __init__(self) -> None:
        self._effects: dict[tuple[str, int], Effect] = {}

    def begin(self, claim: Claim, effect: NewEffect, *, now: int, again: bool) -> tuple[bool, Effect]:
        """Begin an effect where nothing is recorded, or again where what is recorded was not done."""
        place = (effect.scope, effect.ordinal)
        begins, self._effects[place] = beginning(
            self._effects.get(place), claim, effect, now=now, again=again
        )
        return begins, self._effects[place]

    def end(
        self, effect: Effect, state: EffectState, *, now: int, result: bytes | None, message_id: str
    ) -> bool:
        """Record the outcome under the fence that it was begun with."""
        known = self._effects.get((effect.scope, effect.ordinal))
        if (
            known is None
            or known.fence != effect.fence
            or known.state not in (EffectState.INTENT, EffectState.UNKNOWN)
        ):
            return False
        kept = result if known.person == effect.person else None  # the person was erased meanwhile
        self._effects[known.scope, known.ordinal] = attrs.evolve(
            known, state=state, ended=now, result=kept, message_id=message_id
        )
        return True

    def record(self, claim: Claim, effect: NewEffect, *, now: int, result: bytes) -> Effect:
        """Record something that is done by being recorded."""
        place = (effect.scope, effect.ordinal)
        if place not in self._effects:
            self._effects[place] = recorded(claim, effect, now=now, result=result)
        return self._effects[place]

    def resolve(
        self, effect: Effect, state: EffectState, *, now: int, result: bytes | None, message_id: str
    ) -> bool:
        """Record what was found out about an unknown effect."""
        known = self._effects.get((effect.scope, effect.ordinal))
        if known is None or known.state is not EffectState.UNKNOWN:
            return False
        kept = result if known.person == effect.person else None  # the person was erased meanwhile
        self._effects[known.scope, known.ordinal] = attrs.evolve(
            known, state=state, ended=now, result=kept, message_id=message_id
        )
        return True

    def lose(self, event: int) -> None:
        """Note that an event's effects without an outcome will not get one from their worker."""
        for place, known in self._effects.items():
            if known.event == event and known.state is EffectState.INTENT:
                self._effects[place] = attrs.evolve(known, state=EffectState.UNKNOWN)

    def allow(self, event: int) -> None:
        """Let an event's unknown effects be done again."""
        for place, known in self._effects.items():
            if known.event == event and known.state is EffectState.UNKNOWN:
                self._effects[place] = attrs.evolve(known, state=EffectState.NOT_SENT)

    def find(
        self,
        scope: str | None,
        *,
        states: Iterable[EffectState] | None,
        event: int | None,
        message_ids: Iterable[str] | None,
    ) -> list[Effect]:
        """Return the effects that fit, by scope and ordinal."""
        wanted = None if states is None else set(states)
        ids = None if message_ids is None else set(message_ids)
        return [
            each
            for _, each in sorted(self._effects.items())
            if (scope is None or each.scope == scope)
            and (wanted is None or each.state in wanted)
            and (event is None or each.event == event)
            and (ids is None or each.message_id in ids)
        ]

    def counts(self) -> dict[EffectState, int]:
        """Return the number of effects by state."""
        return dict(Counter(each.state for each in self._effects.values()))

    def purge(self, events: set[int], kept: set[str]) -> int:
        """Remove the effects of events, unless their scope is to be kept; return how many."""
        gone = [
            place for place, each in self._effects.items() if each.event in events and each.scope not in kept
        ]
        for place in gone:
            del self._effects[place]
        return len(gone)

    def erase(self, names: set[str]) -> int:
        """Remove what effects hold of a person, by all names; return how many there were."""
        theirs = [place for place, each in self._effects.items() if each.person in names]
        for place in theirs:
            self._effects[place] = attrs.evolve(
                self._effects[place], person="", target="", content="", result=None
            )
        return len(theirs)
