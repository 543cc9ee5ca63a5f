"""Values as JSON text, for people and programs: what is shown is never lost for a character that UTF-8 lacks."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, cast

import orjson

from chakra_async._core.text import without_surrogates

__all__ = ["json_text"]


def json_text(value: object, *, indent: bool = False) -> str:
    r"""Return a value as JSON; what is not JSON is written as a string, and a lone surrogate as an escape in words.

    A name of a file that is not UTF-8 has lone surrogates, and most readers of JSON refuse one.

    Example:
        >>> print(json_text({"journal": "caf\udce9.journal"}))
        {"journal":"caf\\udce9.journal"}

    """
    option = orjson.OPT_INDENT_2 if indent else 0
    try:
        return orjson.dumps(value, default=str, option=option).decode()
    except TypeError:  # a lone surrogate, or an integer of more than 64 bits
        separators = None if indent else (",", ":")
        return json.dumps(
            _clean(value),
            default=_text,
            indent=2 if indent else None,
            separators=separators,
            ensure_ascii=False,
        )


def _text(value: object) -> str:
    return without_surrogates(value.isoformat() if isinstance(value, date) else str(value))


def _clean(value: object) -> Any:
    if isinstance(value, Enum):
        return _clean(value.value)
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {_clean(name): _clean(one) for name, one in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in cast("list[object]", value)]
    return value
