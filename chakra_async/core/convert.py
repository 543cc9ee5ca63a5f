"""JSON to models and back, through cattrs with hooks of our own.

Reading is lenient: a value of an unexpected type is kept as it came and noted once in the log, because a successful
answer that turns into an exception gets sent again. With `strict=True` it is an error instead. Each model's hook is
compiled once, when the first answer of its type arrives.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast, get_origin

import cattrs
import orjson

from chakra_async.core import hooks
from chakra_async.core.hooks import Surprise
from chakra_async.model import Model
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Surprise", "decode", "encode"]

_log: Final = logging.getLogger("chakra_async")
_HOOKS: Final[dict[bool, dict[Any, hooks.Hook]]] = {False: {}, True: {}}
_noted: Final[set[tuple[str, str]]] = set()


def decode(kind: Any, value: Any, *, strict: bool = False) -> Any:
    """Return a JSON value as the type that the description promises, as far as it fits.

    Args:
        kind: A model class, a primitive type, `list[...]`, `dict[str, ...]`, a union of these, or Any.
        value: The JSON value.
        strict: Raise where the value contradicts the type.

    Raises:
        Surprise: Only if `strict`.

    """
    hook = _HOOKS[strict].get(kind)
    if hook is None:
        converter = _converter(strict)
        hook = _HOOKS[strict][kind] = converter.get_structure_hook(kind)
    return hook(value, kind)


def encode(value: Any) -> bytes:
    """Return a value as JSON; models go under their wire names, `UNSET` members are left out.

    Raises:
        TypeError: If something in it is no JSON value, a whole number has more than 64 bits, or a text holds half a
            surrogate pair.
        ValueError: If a number in it is NaN or infinite; the text names its place.

    """
    written = orjson.dumps(value, _plain)
    if b"null" in written:  # which orjson also writes for what is no number: nobody has meant that
        _refuse_endless(value, "")
    return written


def _plain(value: object) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(cast("Mapping[Any, Any]", value))  # type: ignore[redundant-cast] # pyright needs it
    if value is UNSET.value:
        raise TypeError("UNSET cannot stand inside a nested mapping or list")
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _refuse_endless(value: Any, place: str) -> None:
    """Raise if a NaN or an infinity stands anywhere in a value."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{place.lstrip('.') or 'it'} is {value}, which JSON has no number for")
    for inside, member in _members(value):
        _refuse_endless(member, place + inside)


def _members(value: Any) -> Iterable[tuple[str, Any]]:
    """Return what a value that could be written as JSON is made of, each part with its place in it."""
    if isinstance(value, Model):
        value = value.to_dict()
    if isinstance(value, Mapping):
        members = cast("Mapping[Any, Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        return [(f".{name}", member) for name, member in members.items()]
    if isinstance(value, list | tuple):
        return [(f"[{index}]", item) for index, item in enumerate(cast("list[Any]", value))]
    if isinstance(value, Enum):
        return [("", value.value)]
    if is_dataclass(value):
        return [(f".{member.name}", getattr(value, member.name)) for member in fields(value)]
    return ()


def _note(place: str, problem: str) -> None:
    if (place, problem) not in _noted:
        _noted.add((place, problem))
        _log.info("%s: %s; kept as it came. The description may be out of date.", place, problem)


def _refuse(place: str, problem: str) -> None:
    raise Surprise(f"{place}: {problem}")


@cache
def _converter(strict: bool) -> cattrs.Converter:  # noqa: FBT001 - a cache key, called from one place
    """Return a converter in which every kind of type we use has a hook of ours."""
    converter = cattrs.Converter(detailed_validation=False)
    tell = _refuse if strict else _note

    def register(
        fits: Callable[[Any], bool], make: Callable[[Any, hooks.Lookup, hooks.Tell], hooks.Hook]
    ) -> None:
        def build(kind: Any) -> hooks.Hook:
            return make(kind, converter.get_structure_hook, tell)

        converter.register_structure_hook_factory(fits, build)

    for primitive in (str, int, float, bool):  # cattrs looks these up by class, before any predicate
        hook = hooks.exact(primitive, converter.get_structure_hook, tell)
        converter.register_structure_hook(primitive, hook)
    register(hooks.is_enum, hooks.member_of)
    register(lambda kind: get_origin(kind) is list, hooks.items_of)
    register(lambda kind: get_origin(kind) is dict, hooks.values_of)
    register(hooks.is_union, hooks.one_of)
    register(lambda kind: isinstance(kind, type) and issubclass(kind, Model), hooks.model_hook)
    return converter
