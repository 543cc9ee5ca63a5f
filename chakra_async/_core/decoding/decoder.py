"""JSON to models and back: hooks of our own for every kind of type that is generated, and cattrs for any other.

Reading is lenient: a value of an unexpected type is kept as it came and noted once in the log, because a successful
answer that turns into an exception gets sent again. With `strict=True` it is an error instead. Each model's hook is
compiled once, when the first answer of its type arrives. cattrs, whose import is a sixth of what a first call of ours
would cost, is loaded only for a type that no hook of ours reads.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from chakra_async._core.decoding import makers
from chakra_async._core.decoding.compiled import model_hook
from chakra_async._core.decoding.makers import Mismatch
from chakra_async.model import Model
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable

    import cattrs

__all__ = ["Mismatch", "decode", "decode_argument", "encode"]

_log: Final = logging.getLogger("chakra_async")
_HOOKS: Final[dict[bool | None, dict[Any, makers.Hook]]] = {False: {}, True: {}, None: {}}
_noted: Final[set[tuple[str, str]]] = set()


def decode(kind: Any, value: Any, *, strict: bool = False) -> Any:
    """Return a JSON value as the type that the description promises, as far as it fits.

    Args:
        kind: A model class, a primitive type, `list[...]`, `dict[str, ...]`, a union of these, or Any.
        value: The JSON value.
        strict: Raise where the value contradicts the type.

    Raises:
        Mismatch: Only if `strict`.

    """
    hook = _HOOKS[strict].get(kind) or _hook(kind, strict=strict)
    return hook(value, kind)


def decode_argument(kind: Any, value: Any) -> Any:
    """Return an argument as a type, as far as it fits: as `decode` does, but nothing is noted and nothing raised."""
    hook = _HOOKS[None].get(kind) or _hook(kind, strict=None)
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
    raise Mismatch(f"{place}: {problem}")


def _pass_over(_place: str, _problem: str) -> None:
    """Say nothing: the value is a caller's own, and what calls will say what is wrong with it."""


_TELLS: Final[dict[bool | None, makers.OnMismatch]] = {False: _note, True: _refuse, None: _pass_over}


def _hook(kind: Any, *, strict: bool | None) -> makers.Hook:
    """Return what reads a type, made on first use."""
    found = _HOOKS[strict].get(kind)
    if found is None:
        make = _maker(kind) or _foreign
        lookup = _LOOKUPS[strict]
        if make is model_hook:  # a model can hold others of its own kind
            _HOOKS[strict][kind] = lambda value, kind: lookup(kind)(value, kind)
        found = _HOOKS[strict][kind] = make(kind, lookup, _TELLS[strict])
    return found


def _maker(kind: Any) -> _Maker | None:
    """Return what makes the hook of a type, or None where we have none."""
    return next((make for fits, make in _MAKERS if fits(kind)), None)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


_Maker = Callable[[Any, makers.Lookup, makers.OnMismatch], makers.Hook]
_MAKERS: Final[tuple[tuple[Callable[[Any], bool], _Maker], ...]] = (
    (lambda kind: kind in (str, int, float, bool), makers.exact),
    (_is_model, model_hook),
    (makers.is_tagged, makers.tagged_of),
    (makers.is_union, makers.one_of),
    (makers.is_literal, makers.literal_of),
    (makers.is_object, makers.values_of),
    (makers.is_array, makers.items_of),
    (makers.is_enum, makers.member_of),
    (lambda kind: kind is Any, makers.anything),
)
"""Which types each maker of hooks is for."""

_LOOKUPS: Final = {strict: partial(_hook, strict=strict) for strict in _TELLS}


def _foreign(kind: Any, lookup: makers.Lookup, _tell: makers.OnMismatch) -> makers.Hook:
    return _converter(lookup).get_structure_hook(kind)


@cache
def _converter(lookup: makers.Lookup) -> cattrs.Converter:
    """Return a converter for the types we have no hook for, which reads what stands inside them with ours."""
    import cattrs  # noqa: PLC0415 - see above

    converter = cattrs.Converter(detailed_validation=False)
    for primitive in (str, int, float, bool):  # cattrs looks these up by class, before any predicate
        converter.register_structure_hook(primitive, lookup(primitive))
    converter.register_structure_hook_factory(lambda kind: _maker(kind) is not None, lookup)
    return converter
