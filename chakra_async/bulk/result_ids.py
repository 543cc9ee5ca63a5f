"""The id of what a call made, out of the models that calls return. Pure."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["result_id_of"]

_PLACES: Final = ("message_id", "id")


def result_id_of(value: Any) -> str | None:
    """Return the id that webhooks and later calls name a result by: a message's wamid, a process's id; None without one.

    Example:
        >>> from types import SimpleNamespace
        >>> result_id_of(SimpleNamespace(process=SimpleNamespace(id="2c0f")))
        '2c0f'

    """
    for one in (value, getattr(value, "process", None)):
        for name in _PLACES:
            found = getattr(one, name, None)
            if isinstance(found, str) and found:
                return found
    return None
