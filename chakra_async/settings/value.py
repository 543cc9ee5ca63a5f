"""The base of settings: comparing, hashing and showing, written once, where attrs would compile each for every class."""

from __future__ import annotations

import attrs

__all__ = ["Value"]


class Value:
    """What settings have in common: objects of one class with equal fields are equal."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        kind = self.__class__
        if other.__class__ is not kind:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _names(kind))

    def __hash__(self) -> int:
        return hash((self.__class__, *(getattr(self, name) for name in _names(self.__class__))))

    def __repr__(self) -> str:
        kind = self.__class__
        # A traceback may show one whose __init__ has failed.
        shown = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in _names(kind, shown=True))
        return f"{kind.__name__}({shown})"


def _names(kind: type, *, shown: bool = False) -> list[str]:
    return [field.name for field in attrs.fields(kind) if field.repr or not shown]
