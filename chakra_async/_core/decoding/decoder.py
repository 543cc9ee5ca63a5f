"""JSON to models and back: our own decoders for every kind of type that is generated, and cattrs for any other.

Reading is lenient: a value of an unexpected type is kept as it came and logged once, because a successful answer that
raises an exception is sent again. With `strict=True` it is an error instead. Each model's decoder is compiled once, when
the first answer of its type arrives. cattrs, whose import is a sixth of the cost of a first call, is loaded only for a
type without a decoder of ours.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from chakra_async._core.decoding import makers
from chakra_async._core.decoding.compiled import model_decoder
from chakra_async._core.decoding.json_reader import MAX_DEPTH, without_surrogates
from chakra_async._core.decoding.json_shape import INTEGER_LIMIT
from chakra_async._core.decoding.makers import Mismatch
from chakra_async.model import Model
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import cattrs

__all__ = ["DECODED", "Mismatch", "decode", "decode_argument", "encode"]


class _Decoded:
    """A class and not an object, so that it stays the same one when it is pickled or copied."""


DECODED: Final = _Decoded
"""In the place of a type: what is with it is decoded already."""
_log: Final = logging.getLogger("chakra_async")
_DECODERS: Final[dict[bool | None, dict[Any, makers.Decoder]]] = {False: {}, True: {}, None: {}}
_logged: Final[set[tuple[str, str]]] = set()


def decode(kind: Any, value: Any, *, strict: bool = False) -> Any:
    """Return a JSON value as its described type, as far as it fits.

    Args:
        kind: A model class, a primitive type, `list[...]`, `dict[str, ...]`, a union of these, or Any.
        value: The JSON value.
        strict: Raise where the value contradicts the type.

    Raises:
        Mismatch: Only if `strict`.

    """
    read = _DECODERS[strict].get(kind) or _decoder_of(kind, strict=strict)
    return read(value, kind)


def decode_argument(kind: Any, value: Any) -> Any:
    """Return an argument as a type, as far as it fits: like `decode`, but without logging or raising."""
    read = _DECODERS[None].get(kind) or _decoder_of(kind, strict=None)
    return read(value, kind)


def encode(value: Any) -> bytes:
    """Return a value as JSON; models go under their wire names, `UNSET` members are left out.

    Raises:
        TypeError: If something in it is not a JSON value, an integer has more than 64 bits, or a string has a lone
            surrogate; the message names its place.
        ValueError: If a number in it is NaN or infinite; the message names its place.

    """
    try:
        written = orjson.dumps(value, _to_json)
    except TypeError as error:
        reason = str(error.__cause__ or error)
        if "ecursion" in reason:  # a value that contains itself has no end to look for
            raise
        raise TypeError(next(_problems(value, "", 0), reason)) from None
    if b"null" in written:  # which orjson also writes for NaN and infinities
        _refuse_non_finite(value, "")
    return written


def _to_json(value: object) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(cast("Mapping[Any, Any]", value))  # type: ignore[redundant-cast] # pyright needs it
    if value is UNSET.value:
        raise TypeError("UNSET is not allowed inside a nested mapping or list")
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _refuse_non_finite(value: Any, place: str) -> None:
    """Raise if there is a NaN or an infinity anywhere in a value."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{place.lstrip('.') or 'it'} is {value}, which JSON cannot write")
    for inside, member in _members(value):
        _refuse_non_finite(member, place + inside)


def _problems(value: Any, place: str, depth: int) -> Iterator[str]:
    """Give what cannot be written in a value, each with its place."""
    where = place.lstrip(".") or "it"
    if isinstance(value, str) and without_surrogates(value) != value:
        yield f"{where} contains half of a surrogate pair, such as an emoji cut in two: remove it"
    elif isinstance(value, int) and not -(INTEGER_LIMIT // 2) <= value < INTEGER_LIMIT:
        yield f"{where} is an integer of more than 64 bits: send it as a string"
    elif isinstance(value, Mapping) and not all(isinstance(name, str) for name in cast("Any", value)):
        yield f"a name in {where} is not a string"
    elif not isinstance(value, Model | Mapping | list | tuple):
        try:
            orjson.dumps(value, _to_json)
        except TypeError as error:
            yield f"{f'{where}: ' if place else ''}{error.__cause__ or error}"
    elif depth <= MAX_DEPTH:
        for inside, member in _members(value):
            if without_surrogates(inside) != inside:
                yield f"a name in {where} contains half of a surrogate pair: remove it"
            else:
                yield from _problems(member, place + inside, depth + 1)


def _members(value: Any) -> Iterable[tuple[str, Any]]:
    """Return the members of a value that can be written as JSON, each with its place in it."""
    if isinstance(value, Model):
        value = value.to_dict()
    if isinstance(value, Mapping):
        members = cast("Mapping[Any, Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        return [(f".{name}", member) for name, member in members.items()]
    if isinstance(value, list | tuple):
        return [(f"[{index}]", item) for index, item in enumerate(cast("list[Any]", value))]
    if isinstance(value, Enum):
        return [("", value.value)]
    from dataclasses import fields, is_dataclass  # noqa: PLC0415 - for mistakes only

    if is_dataclass(value):
        return [(f".{member.name}", getattr(value, member.name)) for member in fields(value)]
    return ()


def _log_once(place: str, problem: str) -> None:
    if (place, problem) not in _logged:
        _logged.add((place, problem))
        _log.info("%s: %s; kept as it came. The description may be out of date.", place, problem)


def _raise(place: str, problem: str) -> None:
    raise Mismatch(f"{place}: {problem}")


def _ignore(_place: str, _problem: str) -> None:
    """Ignore mismatches: this is an argument, and our caller reports its errors."""


_ON_MISMATCH: Final[dict[bool | None, makers.OnMismatch]] = {False: _log_once, True: _raise, None: _ignore}


def _decoder_of(kind: Any, *, strict: bool | None) -> makers.Decoder:
    """Return the decoder of a type, made on first use."""
    found = _DECODERS[strict].get(kind)
    if found is None:
        make = _maker(kind) or _by_cattrs
        lookup = _LOOKUPS[strict]
        if make is model_decoder:  # a model can hold others of its own kind
            _DECODERS[strict][kind] = lambda value, kind: lookup(kind)(value, kind)
        found = _DECODERS[strict][kind] = make(kind, lookup, _ON_MISMATCH[strict])
    return found


def _maker(kind: Any) -> _Maker | None:
    """Return the maker of a type's decoder, or None without one of ours."""
    return next((make for fits, make in _MAKERS if fits(kind)), None)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


_Maker = Callable[[Any, makers.Lookup, makers.OnMismatch], makers.Decoder]
_MAKERS: Final[tuple[tuple[Callable[[Any], bool], _Maker], ...]] = (
    (lambda kind: kind in (str, int, float, bool), makers.primitive),
    (_is_model, model_decoder),
    (makers.is_tagged, makers.tagged_of),
    (makers.is_union, makers.union_of),
    (makers.is_literal, makers.literal_of),
    (makers.is_object, makers.object_of),
    (makers.is_array, makers.array_of),
    (makers.is_enum, makers.enum_of),
    (lambda kind: kind is Any, makers.undescribed),
)
"""The types that each maker is for."""

_LOOKUPS: Final = {strict: partial(_decoder_of, strict=strict) for strict in _ON_MISMATCH}


def _by_cattrs(kind: Any, lookup: makers.Lookup, _on_mismatch: makers.OnMismatch) -> makers.Decoder:
    return _converter(lookup).get_structure_hook(kind)


@cache
def _converter(lookup: makers.Lookup) -> cattrs.Converter:
    """Return a converter for types without a decoder of ours, which reads their members with ours."""
    import cattrs  # noqa: PLC0415 - see above

    converter = cattrs.Converter(detailed_validation=False)
    for primitive in (str, int, float, bool):  # cattrs looks these up by class, before any predicate
        converter.register_structure_hook(primitive, lookup(primitive))
    converter.register_structure_hook_factory(lambda kind: _maker(kind) is not None, lookup)
    return converter
