"""The faults of `chakra sandbox --fault`, as `OPERATION:NAME=VALUE,...`. Pure functions."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    _Kind: TypeAlias = tuple[Callable[[str], Any], str]

__all__ = ["WEBHOOKS", "parse_fault"]

WEBHOOKS: Final = "webhooks"
"""In place of an operation: a fault of deliveries."""

_FORM: Final = "must be OPERATION:NAME=VALUE,..., such as messages.send:status=429,retry_after=1,times=2"
_PARTS: Final = re.compile(r'(?:[^,"]|"[^"]*")+')
_FIRST_STATUS, _LAST_STATUS = 100, 599
_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})


def parse_fault(text: str) -> tuple[str, dict[str, Any]]:
    """Return the operation and the options of a fault.

    Args:
        text: The fault. The operation is `*` where it is left out, and `webhooks` for a fault of deliveries; a switch such as `html` needs no value; a value
            with a comma is put in double quotes.

    Raises:
        SettingsError: If it is not of this form, or an option does not exist or has an unfit value.

    Example:
        >>> parse_fault("messages.send:status=429,retry_after=1,times=2")
        ('messages.send', {'status': 429, 'retry_after': 1.0, 'times': 2})

    """
    operation, colon, rest = text.partition(":")
    if not colon and "=" in text.partition(",")[0]:
        operation, rest = "*", text
    operation = operation.strip() or "*"
    parts = [part.strip() for part in _PARTS.findall(rest)]
    if not any(parts):
        raise SettingsError(f"--fault {_FORM}, not {text!r}.")
    options: dict[str, Any] = {}
    for part in filter(None, parts):
        name, value = _option(part, _OF_WEBHOOKS if operation == WEBHOOKS else _OPTIONS)
        if name in options and name != "errors":
            raise SettingsError(f"--fault has {name} twice: {text!r}.")
        options[name] = [*options[name], *value] if name in options else value
    return operation, options


def _option(part: str, known: Mapping[str, _Kind]) -> tuple[str, Any]:
    name, equals, value = part.partition("=")
    name = name.strip().replace("-", "_")
    name = "errors" if name == "error" else name
    value = value.strip()
    if value[:1] == value[-1:] == '"':
        value = value[1:-1]
    if name not in known:
        near = get_close_matches(name, known, 1)
        advice = f"did you mean {near[0]}?" if near else f"the options are {', '.join(known)}."
        raise SettingsError(f"--fault has an unknown option {name!r}: {advice}")
    if not equals and name in _SWITCHES:
        return name, True
    if not value:
        raise SettingsError(f"--fault: {name} needs a value, as in {name}=VALUE.")
    convert, kind = known[name]
    try:
        return name, convert(value)
    except ValueError:
        raise SettingsError(f"--fault: {name} must be {kind}, not {value!r}.") from None


def _switch(value: str) -> bool:
    folded = value.casefold()
    if folded not in _TRUE | _FALSE:
        raise ValueError(value)
    return folded in _TRUE


def _seconds_or_string(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _status(value: str) -> int:
    status = int(value)
    if not _FIRST_STATUS <= status <= _LAST_STATUS:
        raise ValueError(value)
    return status


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 <= seconds < math.inf:
        raise ValueError(value)
    return seconds


def _moment(value: str) -> str:
    if value not in ("before", "after"):
        raise ValueError(value)
    return value


def _strings(value: str) -> list[str]:
    return [value]


_SWITCHES: Final = frozenset(
    {"cut_body", "empty_body", "html", "work", "reorder", "split", "drop", "cut", "wrong_secret"}
)
_IS_SWITCH: Final[_Kind] = (_switch, "true or false")
_OPTIONS: Final[dict[str, _Kind]] = {
    "status": (_status, "an HTTP status from 100 to 599"),
    "retry_after": (_seconds_or_string, "seconds"),
    "times": (int, "an integer"),
    "skip": (int, "an integer"),
    "every": (int, "an integer"),
    "probability": (float, "a number from 0 to 1"),
    "seed": (int, "an integer"),
    "match": (str, "a phone number"),
    "errors": (_strings, "a string"),
    "body": (str, "a string"),
    "latency": (_seconds, "seconds"),
    "latency_at": (_moment, "before or after"),
    "reset": (_moment, "before or after"),
    **dict.fromkeys(("cut_body", "empty_body", "html", "work"), _IS_SWITCH),
}
_OF_WEBHOOKS: Final[dict[str, _Kind]] = {
    "duplicate": (int, "an integer"),
    "reorder": _IS_SWITCH,
    "batch": (int, "an integer"),
    "split": _IS_SWITCH,
    "delay": (_seconds, "seconds"),
    "drop": _IS_SWITCH,
    "cut": _IS_SWITCH,
    "wrong_secret": _IS_SWITCH,
    "rate": (float, "a number above 0, at most 1"),
    "times": (int, "an integer"),
}
