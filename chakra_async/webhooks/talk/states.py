"""What the application remembers of a person, as JSON and back. Pure."""

from __future__ import annotations

import functools
from dataclasses import fields, is_dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import attrs
import orjson

from chakra_async.webhooks.json_values import as_mapping
from chakra_async.webhooks.turn import ParkError

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["fits", "structured", "unstructured"]

S = TypeVar("S")


@functools.cache
def _converter() -> Converter:
    """Return one converter for both ways; of `cattrs`, for which only those pay that use it."""
    from cattrs.preconf.json import make_converter  # noqa: PLC0415

    made = make_converter()
    for kind in (Decimal, UUID):
        made.register_unstructure_hook(kind, str)
        made.register_structure_hook(kind, lambda value, to: to(value))
    made.register_unstructure_hook(time, time.isoformat)
    made.register_structure_hook(time, lambda value, _: time.fromisoformat(value))
    made.register_unstructure_hook(timedelta, lambda value: value // timedelta(microseconds=1))
    made.register_structure_hook(timedelta, lambda value, _: timedelta(microseconds=value))
    return made


def structured(kind: type[S], value: Any) -> S:
    """Return a JSON value as an object of the application.

    Raises:
        ParkError: It is not one.

    """
    try:
        return _converter().structure(value, kind)
    except Exception as error:
        raise ParkError(
            f"The state {kind.__qualname__} of the person cannot be read: {_problems(error)}. Let the class read what was stored by it.",
            code="UnreadableState",
        ) from error


def unstructured(value: object) -> Any:
    """Return an object of the application as a JSON value, which can be read as one again.

    Raises:
        ParkError: It cannot be stored.

    """
    kind = type(value)
    try:
        converted = _converter().unstructure(value, unstructure_as=kind)
        stored = orjson.loads(orjson.dumps(converted, option=orjson.OPT_NON_STR_KEYS))
        again = _converter().structure(stored, kind)
        try:
            orjson.dumps(converted)
        except TypeError:  # keys that are not strings
            if again != value:
                raise
    except Exception as error:
        raise ParkError(
            f"The state {kind.__qualname__} cannot be stored: {_problems(error)}. Its fields, and what is in their lists and "
            "dictionaries, must be JSON values, dates, times, UUID, Decimal, enumerations or attrs classes, and their annotations say which.",
            code="UnstorableState",
        ) from error
    return stored


def _problems(error: Exception) -> str:
    from cattrs import BaseValidationError, transform_error  # noqa: PLC0415

    if not isinstance(error, BaseValidationError):
        return str(error)
    return "; ".join(each.replace("@ $.", "in ").replace(" @ $", "") for each in transform_error(error))


def fits(kind: type[object], value: Any) -> bool:
    """Return whether a value, of which it is not known which class it was stored for, may be one of a class: they have a field in common."""
    if attrs.has(kind):
        names = {each.name for each in attrs.fields(kind)}
    elif is_dataclass(kind):
        names = {each.name for each in fields(kind)}
    else:
        return True
    return not names.isdisjoint(as_mapping(value))
