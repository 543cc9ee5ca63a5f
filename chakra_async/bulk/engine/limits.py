"""What bounds a run: how many rows, at which hours, how its rate begins, and who is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import attrs

from chakra_async._transport.boot_clock import boot_seconds
from chakra_async.bulk.engine.hours import Hours
from chakra_async.bulk.engine.ramp import Ramp
from chakra_async.errors import SettingsError
from chakra_async.settings.validators import check_number

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.bulk.rows import Row
    from chakra_async.settings import Limits

__all__ = ["RunLimits", "Turn"]


class Turn(Protocol):
    """What says when calls may begin, where processes share a rate or a pause."""

    async def reserve(self) -> float | None:
        """Wait until a call may be planned, with no intent, and return when it may begin on the loop's clock; None for never."""
        ...

    async def begins(self, start: float) -> bool:
        """Wait for a start that was reserved, with an intent, shortly; False if the row is to be given back."""
        ...

    def stopped(self, reason: str) -> None:
        """Take in that what a call met would meet every row, in other processes as well."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


@attrs.frozen(kw_only=True)
class RunLimits:
    """What bounds a run.

    Attributes:
        rows: The most rows that it ends, or None.
        hours: The hours in which calls begin, or None.
        ramp: The growth of the rate at the start, or None.
        clock: Returns the time of the day, aware of its zone.
        excluded: Whether a row's person is left out, or an awaitable of that; None where all are sent to.
        turn: Says when calls may begin, where processes share a rate or a pause; else None.
        boot_clock: Returns the seconds since the machine started, for how old an intent is.

    """

    rows: int | None = None
    hours: Hours | None = None
    ramp: Ramp | None = None
    clock: Callable[[], datetime] = _now
    excluded: Callable[[Row], bool | Awaitable[bool]] | None = None
    turn: Turn | None = None
    boot_clock: Callable[[], float] = boot_seconds

    @classmethod
    def of(
        cls,
        *,
        limit: int | None,
        between: str | None,
        time_zone: str | None,
        ramp: float | None,
        limits: Limits,
    ) -> RunLimits:
        """Read the arguments of a run.

        Raises:
            SettingsError: One cannot be used.

        """
        check_number("limit", limit, least=1, whole=True, optional=True)
        check_number("ramp", ramp, least=0, above=True, optional=True)
        if between is None and time_zone is not None:
            raise SettingsError(
                "time_zone is given without between: say between which times, such as 09:00-20:00."
            )
        if between is not None and time_zone is None:
            raise SettingsError("between needs the time zone of these hours, such as Asia/Kolkata.")
        if ramp is not None and not isinstance(limits.rate, int | float):
            raise SettingsError("ramp needs a rate in calls per second to grow to: set limits.rate (--rate).")
        return cls(
            rows=limit,
            hours=None if between is None else Hours.parse(between, time_zone),
            ramp=None
            if ramp is None or not isinstance(limits.rate, int | float)
            else Ramp(limits.rate, ramp),
        )
