"""What came of a trial, and the figures that all trials share."""

from __future__ import annotations

from typing import Final

import attrs

__all__ = ["CONCURRENCY", "MOST_HELD", "OPERATION", "RUN", "WORKERS", "Outcome"]

OPERATION: Final = "campaigns.add_phone_number"
RUN: Final = "july"
WORKERS: Final = 3
CONCURRENCY: Final = 10
MOST_HELD: Final = 2 * CONCURRENCY
"""Rows that one worker may have announced: those under way, and as many ahead."""


@attrs.define
class Outcome:
    """What came of a trial.

    Attributes:
        rows: Rows of the list.
        kills: How often harm was done, such as workers that were killed.
        arrivals: Requests that did something.
        twice: Numbers that this happened to more than once.
        missing: Numbers that it never happened to, and that no row names.
        done: Rows done.
        unknown: Rows of unknown outcome, by kills and by faults.
        held_by_kills: Those of them that were under way at a kill.
        restarts: Workers that ended by themselves, such as one that lost its scheduler, and were started again.
        taken_over: Slices of frozen workers that another worker took over before they were woken.
        came_back: Rows that were unknown when a frozen worker was woken, and whose end it then reported.
        given_up: Slices that the engine gave up, and that were submitted again.
        never_sent: Rows whose worker was killed after the COMMIT of their intent and before their request.
        swallowed: COMMITs whose answer was swallowed.
        calls: How often the run was called.
        seconds: How long it took.
        problems: What must not be; empty where all is well.

    """

    rows: int
    kills: int = 0
    arrivals: int = 0
    twice: int = 0
    missing: int = 0
    done: int = 0
    unknown: int = 0
    held_by_kills: int = 0
    restarts: int = 0
    taken_over: int = 0
    came_back: int = 0
    given_up: int = 0
    never_sent: int = 0
    swallowed: int = 0
    calls: int = 1
    seconds: float = 0.0
    problems: list[str] = attrs.field(factory=list[str])
