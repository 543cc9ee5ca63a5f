"""Faults on demand, as plain decisions: which faults meet an arrival, and what they do to it.

Nothing here sleeps, sends or breaks a connection (`fault_injection` does). A `Fault` counts the arrivals it met,
so the same arrivals in the same order always get the same faults; chance comes from a seed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypedDict, cast

import attrs

from chakra_async.errors import SettingsError
from chakra_async.sandbox.people import digits_of, person_of

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "ANY",
    "Ceiling",
    "Fault",
    "FaultOptions",
    "Match",
    "Plan",
    "UnfiredFaultWarning",
    "decide",
    "fault_from_text",
]

Match: TypeAlias = str | Collection[str] | Callable[[Any], bool]
"""A phone number, several of them, or a function that takes a JSON body and returns whether it matches."""

ANY: Final = "*"
"""The name that means every operation."""

_FIRST_REFUSING_STATUS: Final = 300
_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})


class UnfiredFaultWarning(UserWarning):
    """A fault of a sandbox never met a request, so that it tested nothing."""


def _within(low: int, high: float = math.inf) -> Callable[[object, attrs.Attribute[Any], float | None], None]:
    def check(_: object, attribute: attrs.Attribute[Any], value: float | None) -> None:
        given: object = value  # a test may pass a string, which would be another fault than it means
        if value is None or (isinstance(given, int | float) and low <= value <= high):
            return
        bounds = f"at least {low}" if high == math.inf else f"from {low} to {high}"
        kind = "" if isinstance(given, int | float) else "a number, "
        raise SettingsError(f"`{attribute.name}` of a fault must be {kind}{bounds}, not {value!r}")

    return check


def _moment(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value not in ("before", "after", attribute.default):
        raise SettingsError(f"`{attribute.name}` of a fault must be 'before' or 'after', not {value!r}")


class FaultOptions(TypedDict, total=False):
    """The options of a `Fault` besides its operation; they are described there."""

    times: int | None
    skip: int
    every: int | None
    probability: float | None
    seed: int
    match: Match | None
    status: int | None
    retry_after: float | datetime | str | None
    errors: Iterable[str]
    body: Any
    headers: Mapping[str, str]
    latency: float
    latency_at: Literal["before", "after"]
    reset: Literal["before", "after"] | None
    cut_body: bool
    empty_body: bool
    html: bool
    work: bool | None


def _as_tuple(strings: Iterable[str]) -> tuple[str, ...]:
    return tuple(strings)


@attrs.define(kw_only=True, eq=False)
class Fault:
    """One thing that goes wrong, and when.

    Attributes:
        operation: The operation it is for, such as `campaigns.add_phone_number`, or the client's method that calls
            it, such as `messages.send_text`; `*` for every one.
        times: How many arrivals it meets before it is used up; None for no limit.
        skip: How many matching arrivals it lets through first.
        every: Meet only each n-th of the matching arrivals.
        probability: Meet a matching arrival with this chance, from 0 to 1.
        seed: Where the chance comes from; the same seed, the same arrivals.
        match: The phone number it is for (both forms of one number are equal), several of them, or a function of the JSON
            body.
        status: Answer with this status.
        retry_after: The header `Retry-After`: seconds, an aware datetime (sent as an HTTP date), or a string
            sent unchanged.
        errors: The strings in `_errors`, such as "(#131009) Parameter value is not valid". Without `status`:
            with 400.
        body: Answer with this instead: bytes or a string unchanged, anything else as JSON.
        headers: Further headers of the answer.
        latency: Seconds to wait.
        latency_at: Wait before the work is done, or after it.
        reset: Reset the TCP connection without an answer, before the work or after it.
        cut_body: Send the headers of the whole answer and half of its body, and close.
        empty_body: Answer with an empty body.
        html: Answer as a gateway does: 502 (or `status`) and a page of HTML.
        work: Whether the work is done. None for the default: not done for a status of at least 300, `errors`,
            `html` or a reset before the work; done for everything else.
        operations: The operations that `operation` means; empty for itself. `FaultControls` sets it.
        seen: How many arrivals matched it so far.
        met: How many of these it met.

    """

    operation: str = ANY
    times: int | None = attrs.field(default=None, validator=_within(1))
    skip: int = attrs.field(default=0, validator=_within(0))
    every: int | None = attrs.field(default=None, validator=_within(1))
    probability: float | None = attrs.field(default=None, validator=_within(0, 1))
    seed: int = 0
    match: Match | None = None
    status: int | None = attrs.field(default=None, validator=_within(200, 599))
    retry_after: float | datetime | str | None = None
    errors: tuple[str, ...] = attrs.field(default=(), converter=_as_tuple)
    body: Any = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    latency: float = attrs.field(default=0.0, validator=_within(0))
    latency_at: Literal["before", "after"] = attrs.field(default="before", validator=_moment)
    reset: Literal["before", "after"] | None = attrs.field(default=None, validator=_moment)
    cut_body: bool = False
    empty_body: bool = False
    html: bool = False
    work: bool | None = None
    operations: frozenset[str] = attrs.field(default=frozenset[str](), repr=False)
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
                f"a fault answers in one way, but this one names {' and '.join(ways)}: add two faults"
            )
        if not self.answers and not self.latency:
            raise SettingsError(
                "the fault does nothing: give it a status, a latency, a reset or a broken body"
            )
        self._chance = random.Random(self.seed)  # noqa: S311 - a repeatable test, nothing secret
        match = self.match
        if match is None or callable(match):
            self._numbers = None
        else:
            numbers = [match] if isinstance(match, str) else match
            self._numbers = frozenset(person_of(digits_of(number)) for number in numbers)

    @property
    def refuses(self) -> bool:
        """Whether its status replaces the true answer."""
        return self.status is not None and self.status >= _FIRST_REFUSING_STATUS

    @property
    def answers(self) -> bool:
        """Whether it decides the answer, rather than only delaying it."""
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
        """Whether the work is done when this fault decides the answer."""
        if self.work is not None:
            return self.work
        if self.reset is not None:
            return self.reset == "after"
        return not (self.errors or self.html or self.refuses)

    @property
    def kind(self) -> str:
        """What it does, in a word or two, as in `Arrival.fault`."""
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
        """Return whether it meets this arrival, and count it.

        Args:
            names: The names of the arrival's operation.
            phone_number: The digits of the phone number in it, empty without one.
            body: Its JSON body, None without one.

        """
        if self.times is not None and self.met >= self.times:
            return False
        if not self._fits(names, phone_number, body):
            return False
        self.seen += 1
        turn = self.seen - self.skip
        if turn < 1 or (self.every is not None and turn % self.every):
            return False
        if self.probability is not None and self._chance.random() >= self.probability:
            return False
        self.met += 1
        return True

    def _fits(self, names: Collection[str], phone_number: str, body: Any) -> bool:
        if not _is_for(self.operation, self.operations, names):
            return False
        if self._numbers is not None:
            return person_of(phone_number) in self._numbers
        return not callable(self.match) or bool(self.match(body))


def _is_for(operation: str, operations: frozenset[str], names: Collection[str]) -> bool:
    if operation == ANY:
        return True
    return not operations.isdisjoint(names) if operations else operation in names


def fault_from_text(text: str) -> tuple[str, FaultOptions]:
    """Return the operation and the options of a fault, from one string as a command line has it.

    Args:
        text: The operation or method, a colon, and options as `name=value` with commas between them. A flag such as
            `html` needs no value. `errors` takes one string. All options but `match`, `body` and `headers` can be used.

    Returns:
        The arguments of `FaultControls.add`.

    Raises:
        SettingsError: It cannot be understood; the message names the part.

    Example:
        >>> fault_from_text("messages.send:status=429,times=2")
        ('messages.send', {'status': 429, 'times': 2})

    """
    operation, colon, rest = text.partition(":")
    operation = operation.strip()
    if not operation or not colon or not rest.strip():
        raise SettingsError(
            f"a fault must be OPERATION:OPTION=VALUE,..., such as messages.send:status=429,times=2, not {text!r}"
        )
    options: dict[str, Any] = {}
    for part in rest.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        read = _READERS.get(name)
        if read is None:
            raise SettingsError(f"{name!r} is not an option of a fault; there are {', '.join(_READERS)}")
        if name in options:
            raise SettingsError(f"the option {name} of a fault is given twice")
        try:
            options[name] = read(value if equals or read is not _read_flag else "true")
        except ValueError as error:
            raise SettingsError(f"the option {name} of a fault cannot be {value!r}") from error
    return operation, cast("FaultOptions", options)


def _read_flag(value: str) -> bool:
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ValueError(value)


def _read_moment(value: str) -> str:
    if value not in {"before", "after"}:
        raise ValueError(value)
    return value


def _read_number(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _read_pause(value: str) -> float | str:
    try:
        return _read_number(value)
    except ValueError:
        return value


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "status": int,
    "times": int,
    "skip": int,
    "every": int,
    "probability": _read_number,
    "seed": int,
    "retry_after": _read_pause,
    "errors": lambda value: (value,),
    "latency": _read_number,
    "latency_at": _read_moment,
    "reset": _read_moment,
    "cut_body": _read_flag,
    "empty_body": _read_flag,
    "html": _read_flag,
    "work": _read_flag,
}


@attrs.frozen
class Plan:
    """What the faults do to one arrival.

    Attributes:
        before: Seconds to wait before the work.
        after: Seconds to wait after it.
        fault: The fault that decides the answer, None for the true answer.
        names: The kinds of all faults that met it, for the record; None without a fault.

    """

    before: float = 0.0
    after: float = 0.0
    fault: Fault | None = None
    names: str | None = None


_NOTHING = Plan()


def decide(faults: Iterable[Fault], names: Collection[str], phone_number: str, body: Any) -> Plan:
    """Try the faults in order: delays add up, the first that answers decides, later ones are not used up."""
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
        retry_after: Whether a refusal has the header `Retry-After`.
        operations: The operations that `operation` means; empty for itself.

    """

    def __init__(
        self,
        per_second: int,
        operation: str = ANY,
        *,
        retry_after: bool = True,
        operations: frozenset[str] = frozenset(),
    ) -> None:
        if per_second < 1:
            raise SettingsError(f"a rate ceiling must be at least 1 request per second, not {per_second}")
        self.per_second = per_second
        self.operation = operation
        self.operations = operations
        self.retry_after = retry_after
        self._second = -1
        self._passed = 0

    def admits(self, names: Collection[str], now: float) -> bool:
        """Return whether an arrival is let through at this time (seconds), and count it."""
        if not _is_for(self.operation, self.operations, names):
            return True
        second = int(now)
        if second != self._second:
            self._second, self._passed = second, 0
        if self._passed >= self.per_second:
            return False
        self._passed += 1
        return True
