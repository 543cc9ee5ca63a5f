"""What the options of a receiver may be: one that cannot be used is refused where it is given, not at the first event."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any, Final

from chakra_async.errors import SettingsError
from chakra_async.settings import Retry

__all__ = ["check_options", "check_positive"]

_LEAST_RETENTION: Final = timedelta(days=8)


def check_positive(name: str, value: object) -> None:
    """Refuse what is not an integer of at least 1.

    Raises:
        SettingsError: It is not.

    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise SettingsError(f"{name} must be an integer of at least 1, not {value!r}.")


def check_options(
    *,
    retry: Any,
    handler_timeout: Any,
    grace: Any,
    pause_for_humans: Any,
    retention: Any,
    clock: Any,
) -> None:
    """Refuse options of a receiver that cannot be used; their meaning is that of `WebhookReceiver`.

    Raises:
        SettingsError: One cannot be used.

    """
    if retry is not None and not isinstance(retry, Retry):
        raise SettingsError(f"retry must be a Retry, such as Retry(attempts=5), not {retry!r}.")
    if handler_timeout is not None and not (_is_number(handler_timeout) and handler_timeout > 0):
        raise SettingsError(
            f"handler_timeout must be a number of seconds above 0, or None, not {handler_timeout!r}."
        )
    if not (_is_number(grace) and grace >= 0):
        raise SettingsError(f"grace must be a number of seconds, 0 or more, not {grace!r}.")
    _check_time("pause_for_humans", pause_for_humans)
    _check_time("retention", retention)
    if retention is not None and retention < _LEAST_RETENTION:
        raise SettingsError(
            f"retention must be at least 8 days, not {retention}: a delivery may come again for 7 days, and would be handled again."
        )
    if clock is not None and not callable(clock):
        raise SettingsError(
            f"clock must be a function that returns the time in epoch milliseconds, not {clock!r}."
        )


def _check_time(name: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, timedelta):
        raise SettingsError(
            f"{name} must be a timedelta, such as timedelta(days=30), or None, not {value!r}."
        )
    if value < timedelta(0):
        raise SettingsError(f"{name} must be 0 or more, not {value}.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
