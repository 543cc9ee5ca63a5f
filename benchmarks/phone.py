"""What reading a phone number costs, against `phonenumbers.parse`, which only splits it and does not judge it.

Both read the same strings by turns in one process, so the ratio does not depend on the machine. Each spelling counts for
itself: plain digits without a country are what a call of every program passes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import attrs
import phonenumbers

from benchmarks.rounds import Spread
from chakra_async import phone

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Reading", "measure"]

_SPELLINGS: Final = {
    "plain digits": ("919901258433", None),
    "plain digits, its country named": ("919901258433", "IN"),
    "with + and spaces": ("+91 99012-58433", None),
    "brackets and a trunk zero": ("+44 (0)20 7946 0000", None),
    "national": ("099012 58433", "IN"),
}


@attrs.frozen
class Reading:
    """What reading one spelling costs.

    Attributes:
        spelling: How the number is written.
        ratio: CPU of `phone.parse` over that of `phonenumbers.parse`, of paired rounds.
        ours: Microseconds of CPU of `phone.parse`, the median, for orientation.

    """

    spelling: str
    ratio: Spread
    ours: float


def measure(*, quick: bool) -> list[Reading]:
    """Read each spelling with both by turns."""
    rounds, times = (3, 200) if quick else (21, 5000)
    return [_reading(spelling, *written, rounds, times) for spelling, written in _SPELLINGS.items()]


def _reading(spelling: str, text: str, country: str | None, rounds: int, times: int) -> Reading:
    international = text if text.startswith("+") or country else f"+{text}"

    def ours() -> object:
        return phone.parse(text, country)

    def theirs() -> object:
        return phonenumbers.parse(international, country)

    ours()
    theirs()
    one: list[float] = []
    other: list[float] = []
    for number in range(rounds):
        order = [(ours, one), (theirs, other)]
        for function, found in order if number % 2 else reversed(order):
            found.append(_cpu(function, times))
    return Reading(spelling, Spread.of_ratios(one, other), Spread.of(one).median / times * 1e6)


def _cpu(function: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        function()
    return time.process_time() - began
