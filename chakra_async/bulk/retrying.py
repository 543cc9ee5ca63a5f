"""Which rows that have ended a run tries again: by their state, and by the code or class of their error. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final, cast

from chakra_async import errors
from chakra_async.bulk.journal.base import Retried
from chakra_async.bulk.rows import RowState
from chakra_async.errors import ChakraError, SettingsError
from chakra_async.settings.secret import shown

__all__ = ["retried_of"]

_NEAR: Final = 0.8
_STATES: Final = (RowState.REFUSED, RowState.UNKNOWN, RowState.INVALID)


def retried_of(states: Iterable[str], codes: Iterable[str] = (), *, on_unknown: str = "hold") -> Retried:
    """Return which rows are tried again.

    Args:
        states: `refused`, `unknown`, `invalid`, `excluded`, or `all` for the first three.
        codes: Codes, or classes of errors; without states, of rows that were refused.
        on_unknown: `retry` adds the state `unknown`.

    Raises:
        SettingsError: A state or a class does not exist.

    Example:
        >>> sorted(retried_of(["refused"], ["RateLimitedError", "131026"]).codes)
        ['131026', 'RateLimitedError', 'ThrottledError']

    """
    if on_unknown not in ("hold", "retry"):
        raise SettingsError(f'on_unknown must be "hold" or "retry", not {on_unknown!r}.')
    found: set[RowState] = set()
    for state in _listed(states, "retry"):
        if state == "all":
            found.update(_STATES)
        elif state in (*_STATES, RowState.EXCLUDED):
            found.add(RowState(state))
        else:
            raise SettingsError(f"retry must be refused, unknown, invalid, excluded or all, not {state!r}.")
    wanted = {code for given in _listed(codes, "retry_codes") for code in _codes(given)}
    if on_unknown == "retry":
        found.add(RowState.UNKNOWN)
    elif wanted and not found:
        found.add(RowState.REFUSED)
    return Retried(states=frozenset(found), codes=frozenset(wanted))


def _listed(values: object, name: str) -> list[str]:
    if isinstance(values, str):
        raise SettingsError(f"{name} must be a list or a set of strings, not the string {values!r}.")
    if not isinstance(values, Iterable):
        raise SettingsError(f"{name} must be a list or a set of strings, not {shown(values)}.")
    return [str(value).strip() for value in cast("Iterable[object]", values)]


def _codes(given: str) -> set[str]:
    """Return a code as it is, and a class of errors with its subclasses."""
    if not given:
        raise SettingsError("A code of retry_codes is empty.")
    kind = getattr(errors, given, None)
    if isinstance(kind, type) and issubclass(kind, ChakraError):
        return {one.__name__ for one in _with_subclasses(kind)}
    if near := get_close_matches(given, errors.__all__, n=1, cutoff=_NEAR):
        raise SettingsError(f"{given!r} of retry_codes is not a class of errors: did you mean {near[0]!r}?")
    return {given}


def _with_subclasses(kind: type[ChakraError]) -> list[type[ChakraError]]:
    return [kind, *(one for direct in kind.__subclasses__() for one in _with_subclasses(direct))]
