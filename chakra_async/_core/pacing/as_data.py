"""The state of a pace as data that JSON can hold, and back: for a rate that several processes share through a database. Pure.

It is never a pickle: anyone who can write the row could run code in every worker. What does not look like a state is refused.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Any, Final, cast

from chakra_async._core.pacing.adaptive import Adaptive
from chakra_async._core.pacing.pace import Pace

__all__ = ["adaptive_from", "adaptive_to_data", "pace_from", "pace_to_data"]

_NUMBERS: Final = (
    *("rate", "_held_before", "_growth", "_on_plateau", "_pause", "_decreased_at", "_began_at"),
)
_MAYBE: Final = ("_ceiling", "_resumed_at", "_sampled_at")
_FLAGS: Final = ("_hasty", "_binding")
_BEGUN: Final = "_begun"
_SAMPLES: Final = "_samples"
_GROWTH: Final = "_growth"


def adaptive_to_data(state: Adaptive) -> dict[str, Any]:
    """Return the state of a search; a time before every other time is null."""
    data: dict[str, Any] = {name.strip("_"): _out(getattr(state, name)) for name in (*_NUMBERS, *_MAYBE)}
    data |= {name.strip("_"): getattr(state, name) for name in _FLAGS}
    data["begun"] = getattr(state, _BEGUN)
    data["samples"] = [[at, begun] for at, begun in getattr(state, _SAMPLES)]
    return data


def adaptive_from(data: object) -> Adaptive:
    """Return the search that a state describes.

    Raises:
        ValueError: It is not the state of a search.

    """
    given = _mapping(data)
    state = Adaptive()
    for name in _NUMBERS:
        setattr(
            state,
            name,
            _number(given.get(name.strip("_")), absent=-math.inf if name.endswith("_at") else None),
        )
    for name in _MAYBE:
        value = given.get(name.strip("_"))
        setattr(state, name, None if value is None else _number(value))
    for name in _FLAGS:
        setattr(state, name, given.get(name.strip("_")) is True)
    if not state.rate > 0 or not getattr(state, _GROWTH) > 0:
        raise ValueError("its rate is not above 0")
    begun = given.get("begun")
    samples = given.get("samples")
    if not isinstance(begun, int) or isinstance(begun, bool) or begun < 0 or not isinstance(samples, list):
        raise ValueError("it does not count calls")
    read = [_sample(pair) for pair in cast("list[object]", samples)]
    setattr(state, _BEGUN, begun)
    setattr(state, _SAMPLES, deque(read, maxlen=getattr(state, _SAMPLES).maxlen))
    return state


def pace_to_data(pace: Pace) -> dict[str, Any]:
    """Return the state of a pace."""
    adaptive = None if pace.adaptive is None else adaptive_to_data(pace.adaptive)
    rate = pace.rate if adaptive is None else None
    return {"rate": rate, "adaptive": adaptive, "next_start": _out(pace.next_start), "held": pace.held}


def pace_from(data: object) -> Pace:
    """Return the pace that a state describes.

    Raises:
        ValueError: It is not the state of a pace.

    """
    given = _mapping(data)
    if given.get("adaptive") is None:
        rate = _number(given.get("rate"))
        if not rate > 0:
            raise ValueError("its rate is not above 0")
        pace = Pace(rate)
    else:
        pace = Pace("adaptive")
        pace.adaptive = adaptive_from(given["adaptive"])
    pace.next_start = _number(given.get("next_start"), absent=-math.inf)
    pace.held = given.get("held") is True
    return pace


def _out(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value


def _mapping(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise ValueError("it is not an object")  # noqa: TRY004 - every surprise is one error
    return cast("dict[str, object]", data)


def _number(value: object, *, absent: float | None = None) -> float:
    if value is None and absent is not None:
        return absent
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a number is missing")
    return float(value)


def _sample(pair: object) -> tuple[float, int]:
    match pair:
        case [int() | float() as at, int() as begun]:
            return float(at), begun
        case _:
            raise ValueError("a sample is not a time and a count")
