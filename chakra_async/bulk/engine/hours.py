"""The hours of the day in which a run may send, on the clock of a time zone. Pure: the time is an argument."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from chakra_async.errors import SettingsError
from chakra_async.settings.secret import shown

__all__ = ["Hours"]

_BETWEEN: Final = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
_MINUTES: Final = 60
_DAY: Final = 24 * _MINUTES
_MINUTE: Final = timedelta(minutes=1)
_DAYS_AHEAD: Final = 3


@attrs.frozen
class Hours:
    """The hours from one time of the day to another; past midnight where the second is earlier.

    Attributes:
        opens: The minute of the day from which calls may begin.
        closes: The minute of the day from which none may begin.
        zone: The time zone whose clock counts, summer time included.

    """

    opens: int
    closes: int
    zone: ZoneInfo

    @classmethod
    def parse(cls, between: object, zone: object) -> Hours:
        """Return the hours of a string such as `09:00-20:00`.

        Args:
            between: The two times; `24:00` is the end of the day.
            zone: The name of the time zone, such as `Asia/Kolkata`.

        Raises:
            SettingsError: Either cannot be used.

        Example:
            >>> Hours.parse("09:00-20:00", "Asia/Kolkata").opens
            540

        """
        found = _BETWEEN.fullmatch(between) if isinstance(between, str) else None
        opens, closes = (_minute(found[1], found[2]), _minute(found[3], found[4])) if found else (None, None)
        if opens is None or closes is None or opens == _DAY:
            raise SettingsError(f"between must be two times such as 09:00-20:00, not {shown(between)}.")
        if not isinstance(zone, str):
            raise SettingsError(
                f"time_zone must be the name of a time zone, such as Asia/Kolkata, not {shown(zone)}."
            )
        if opens == closes:
            raise SettingsError(
                f"between must be two different times, not {shown(between)}; 00:00-24:00 is the whole day."
            )
        try:
            return cls(opens, closes, ZoneInfo(zone))
        except (KeyError, ValueError, OSError):
            raise SettingsError(
                f"{zone!r} is not the name of a time zone that this machine knows: use one such as Asia/Kolkata or UTC."
            ) from None

    def is_open(self, now: datetime) -> bool:
        """Return whether calls may begin.

        Args:
            now: The time, aware of its zone.

        """
        local = now.astimezone(self.zone)
        minute = local.hour * _MINUTES + local.minute
        if self.opens < self.closes:
            return self.opens <= minute < self.closes
        return minute >= self.opens or minute < self.closes

    def opens_in(self, now: datetime) -> float:
        """Return the seconds until calls may begin, 0 if they may now.

        Args:
            now: The time, aware of its zone.

        """
        if self.is_open(now):
            return 0.0
        now = now.astimezone(UTC)
        opening = min(at for at in self._openings(now) if at > now and self.is_open(at))
        # Where summer time skips the hour of opening, calls may begin as soon as the clock has passed it.
        while opening - _MINUTE > now and self.is_open(opening - _MINUTE):
            opening -= _MINUTE
        return (opening - now).total_seconds()

    def _openings(self, now: datetime) -> list[datetime]:
        """Return when the clock shows the time of opening from today on, twice where summer time ends around it."""
        local = now.astimezone(self.zone)
        midnight = datetime(local.year, local.month, local.day)  # noqa: DTZ001 - a place on the clock of the zone
        found: list[datetime] = []
        for day in range(_DAYS_AHEAD):
            wall = midnight + timedelta(days=day, minutes=self.opens)
            found += [wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
        return found

    def __str__(self) -> str:
        return f"{_shown(self.opens)}-{_shown(self.closes)} {self.zone.key}"


def _minute(hour: str, minute: str) -> int | None:
    found = int(hour) * _MINUTES + int(minute)
    return found if int(minute) < _MINUTES and found <= _DAY else None


def _shown(minute: int) -> str:
    return f"{minute // _MINUTES:02}:{minute % _MINUTES:02}"
