"""What goes wrong on demand, as plain decisions: which faults meet an arrival, and what they make of it.

Nothing here sleeps, sends or breaks a connection (`misbehave` does). A `Fault` counts the arrivals it met, so
the same arrivals in the same order always fare the same; chance comes from a seed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import attrs

from chakra_async.errors import SettingsError
from chakra_async.sandbox.stores.rows import digits_of

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Ceiling", "Fault", "Match", "Plan", "decide"]

Match: TypeAlias = str | Collection[str] | Callable[[Any], bool]
"""A phone number, several of them, or a function that says whether a JSON body is meant."""

_FIRST_REFUSING_STATUS: Final = 300


def _within(low: int, high: float = math.inf) -> Callable[[object, attrs.Attribute[Any], float | None], None]:
    def check(_: object, attribute: attrs.Attribute[Any], value: float | None) -> None:
        if value is not None and not low <= value <= high:
            bounds = f"at least {low}" if high == math.inf else f"from {low} to {high}"
            raise SettingsError(f"`{attribute.name}` of a fault is {bounds}, not {value}")

    return check


@attrs.define(kw_only=True, eq=False)
class Fault:
    """One thing that goes wrong, and when.

    Attributes:
        operation: The operation it is for, such as `campaigns.add_phone_number`; `*` for every one.
        times: How many arrivals it meets before it is used up; None for no end.
        skip: How many arrivals that fit it lets pass first.
        every: Meet only each n-th of the arrivals that fit.
        probability: Meet an arrival that fits with this chance, from 0 to 1.
        seed: Where the chance comes from; the same seed, the same arrivals.
        match: The phone number it is for (digits are compared), several of them, or a function of the JSON
            body.
        status: Answer with this status.
        retry_after: The header `Retry-After`: seconds, an aware datetime (sent as an HTTP date), or a text as
            it is.
        errors: The texts in `_errors`, such as "(#131009) Parameter value is not valid". Alone: with status
            400.
        body: Answer with this instead: bytes or a text as they are, anything else as JSON.
        headers: Further headers of the answer.
        latency: Seconds to wait.
        latency_at: Wait before the work, or after it.
        reset: Reset the TCP connection without an answer, before the work or after it.
        cut_body: Announce the whole answer, send half of it, and close.
        empty_body: Answer with no body at all.
        html: Answer as a gateway does: 502 (or `status`) and a page of HTML.
        work: Whether the work is done. None for the natural thing: not for a status from 300 up, `errors`,
            `html` or a reset before; done for everything else.
        seen: How many arrivals fitted it so far.
        met: How many of these it met.

    """

    operation: str = "*"
    times: int | None = attrs.field(default=None, validator=_within(1))
    skip: int = attrs.field(default=0, validator=_within(0))
    every: int | None = attrs.field(default=None, validator=_within(1))
    probability: float | None = attrs.field(default=None, validator=_within(0, 1))
    seed: int = 0
    match: Match | None = None
    status: int | None = None
    retry_after: float | datetime | str | None = None
    errors: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    body: Any = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    latency: float = attrs.field(default=0.0, validator=_within(0))
    latency_at: Literal["before", "after"] = "before"
    reset: Literal["before", "after"] | None = None
    cut_body: bool = False
    empty_body: bool = False
    html: bool = False
    work: bool | None = None
    seen: int = attrs.field(init=False, default=0)
    met: int = attrs.field(init=False, default=0)
    _chance: random.Random = attrs.field(init=False, repr=False)
    _numbers: frozenset[str] | None = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        given = {
            "reset": self.reset is not None,
            "cut_body": self.cut_body,
            "empty_body": self.empty_body,
            "html": self.html,
            "body": self.body is not None,
            "errors": bool(self.errors),
        }
        ways = [name for name, is_given in given.items() if is_given]
        if len(ways) > 1:
            raise SettingsError(
                f"a fault answers in one way, and this names {' and '.join(ways)}: make two faults"
            )
        if not self.answers and not self.latency:
            raise SettingsError(
                "this fault does nothing: give it a status, a latency, a reset or a broken body"
            )
        self._chance = random.Random(self.seed)  # noqa: S311 - a repeatable test, nothing secret
        match = self.match
        if match is None or callable(match):
            self._numbers = None
        else:
            numbers = [match] if isinstance(match, str) else match
            self._numbers = frozenset(digits_of(number) for number in numbers)

    @property
    def refuses(self) -> bool:
        """Whether its status is one that does not carry the true answer."""
        return self.status is not None and self.status >= _FIRST_REFUSING_STATUS

    @property
    def answers(self) -> bool:
        """Whether it decides about the answer, or only delays it."""
        return bool(
            self.status is not None
            or self.reset is not None
            or self.errors
            or self.cut_body
            or self.empty_body
            or self.html
            or self.body is not None
        )

    @property
    def works(self) -> bool:
        """Whether the work is done when this fault decides about the answer."""
        if self.work is not None:
            return self.work
        if self.reset is not None:
            return self.reset == "after"
        return not (self.errors or self.html or self.refuses)

    @property
    def kind(self) -> str:
        """What it does, in a word or two, as the arrival will say it."""
        if self.reset is not None:
            return f"reset {self.reset}"
        for name, given in (
            ("cut body", self.cut_body),
            ("empty body", self.empty_body),
            ("html", self.html),
        ):
            if given:
                return name
        if self.status is not None:
            return f"status {self.status}"
        if self.errors:
            return "errors"
        return "body" if self.body is not None else f"latency {self.latency_at}"

    def meets(self, names: Collection[str], phone_number: str, body: Any) -> bool:
        """Say whether it meets this arrival, and count it.

        Args:
            names: The names the arrival's operation goes by.
            phone_number: The digits of the phone number in it, empty where there is none.
            body: Its JSON body, None where there is none.

        """
        if self.times is not None and self.met >= self.times:
            return False
        if not self._fits(names, phone_number, body):
            return False
        self.seen += 1
        place = self.seen - self.skip
        if place < 1 or (self.every is not None and place % self.every):
            return False
        if self.probability is not None and self._chance.random() >= self.probability:
            return False
        self.met += 1
        return True

    def _fits(self, names: Collection[str], phone_number: str, body: Any) -> bool:
        if self.operation != "*" and self.operation not in names:
            return False
        if self._numbers is not None:
            return phone_number in self._numbers
        return not callable(self.match) or bool(self.match(body))


@attrs.frozen
class Plan:
    """What the faults make of one arrival.

    Attributes:
        before: Seconds to wait before the work.
        after: Seconds to wait after it.
        fault: The fault that decides about the answer, None where the answer is the true one.
        names: The kinds of all that met it, for the record; None where none did.

    """

    before: float = 0.0
    after: float = 0.0
    fault: Fault | None = None
    names: str | None = None


_NOTHING = Plan()


def decide(faults: Iterable[Fault], names: Collection[str], phone_number: str, body: Any) -> Plan:
    """Ask the faults in their order: delays add up, the first that answers decides, later ones wait."""
    before = after = 0.0
    answer: Fault | None = None
    met: list[str] = []
    for fault in faults:
        if (answer is not None and fault.answers) or not fault.meets(names, phone_number, body):
            continue
        met.append(fault.kind)
        if fault.latency_at == "before":
            before += fault.latency
        else:
            after += fault.latency
        if fault.answers:
            answer = fault
    return Plan(before, after, answer, ", ".join(met)) if met else _NOTHING


class Ceiling:
    """At most so many arrivals in each second of the clock; the others are refused with 429.

    Args:
        per_second: How many.
        operation: The operation it is for; `*` counts every one.
        retry_after: Whether a refusal says how long to wait.

    """

    def __init__(self, per_second: int, operation: str = "*", *, retry_after: bool = True) -> None:
        if per_second < 1:
            raise SettingsError("a rate ceiling lets at least one arrival pass in a second")
        self.per_second = per_second
        self.operation = operation
        self.retry_after = retry_after
        self._second = -1
        self._passed = 0

    def admits(self, names: Collection[str], now: float) -> bool:
        """Say whether an arrival may pass at this time (seconds), and count it."""
        if self.operation != "*" and self.operation not in names:
            return True
        second = int(now)
        if second != self._second:
            self._second, self._passed = second, 0
        if self._passed >= self.per_second:
            return False
        self._passed += 1
        return True
