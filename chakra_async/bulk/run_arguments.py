"""What each argument of a run must be, whatever the others are: a value of another kind is named with its argument."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from chakra_async.bulk.journal.postgres.address import JournalAddress
from chakra_async.errors import SettingsError
from chakra_async.settings.secret import shown
from chakra_async.settings.validators import check_number, check_switch

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["check_arguments"]


def check_arguments(**given: object) -> None:
    """Refuse arguments of a run, by their names.

    Raises:
        SettingsError: One is of another kind, or out of its bounds.

    Example:
        >>> check_arguments(limit=5, check_first=True)

    """
    for name, value in given.items():
        _CHECKS[name](name, value)


def _client(name: str, value: object) -> None:
    if not hasattr(value, "settings"):
        raise SettingsError(f"{name} must be a Chakra, not {shown(value)}.")


def _action(name: str, value: object) -> None:
    if not all(callable(getattr(value, method, None)) for method in ("key", "send")):
        raise SettingsError(
            f"{name} must be an action, such as bulk.Enrol(...) or bulk.action(function), not {shown(value)}."
        )


def _journal(name: str, value: object) -> None:
    given: object = os.fspath(cast("os.PathLike[str]", value)) if isinstance(value, os.PathLike) else value
    if not isinstance(given, str | JournalAddress):
        raise SettingsError(f"{name} must be the path of a file or an address, not {shown(given)}.")


def _text(name: str, value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise SettingsError(f"{name} must be a string, not {shown(value)}.")


def _share(name: str, value: object) -> None:
    check_number(name, value, least=0, above=True, optional=True)
    if isinstance(value, int | float) and value > 1:
        raise SettingsError(f"{name} must be above 0 and at most 1, not {shown(value)}.")


_count: Final = partial(check_number, least=1, whole=True)
_CHECKS: Final[dict[str, Callable[[str, object], None]]] = {
    "client": _client,
    "action": _action,
    "journal": _journal,
    "concurrency": partial(_count, optional=True),
    "limit": partial(_count, optional=True),
    "stop_window": _count,
    "adaptive_from": partial(check_number, least=0, whole=True, optional=True),
    "stop_error_rate": _share,
    "ramp": partial(check_number, least=0, above=True, optional=True),
    "new_journal": check_switch,
    "check_first": check_switch,
    "accept_country_change": check_switch,
    "show_progress": partial(check_switch, optional=True),
    "who": _text,
}
