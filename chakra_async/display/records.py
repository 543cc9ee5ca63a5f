"""Models as plain records for tables: snake_case names, aware datetimes, and nested members as columns of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Final, cast

from chakra_async.display.frames import frame
from chakra_async.model import Model, plain, wire_names
from chakra_async.unset import UNSET

__all__ = ["frame_of_items", "records_of"]

_MISSING: Final = object()
_DEEPEST: Final = 8
"""Members that are nested more deeply stay objects."""
_EMPTY: Final[tuple[object, ...]] = ("", [], {})


def records_of(items: Sequence[object]) -> list[dict[str, Any]]:
    """Return items as records that all have the same members; members that are empty in all of them are left out.

    A member that is an object becomes one for each of its own: `data` of a process with `Name` in it becomes `data.Name`.
    Epoch milliseconds become aware datetimes in UTC. Arrays stay arrays of plain values.

    Example:
        >>> records_of([{"name": "Ann", "tags": []}, {"name": "Bo", "city": "Oslo", "tags": []}])
        [{'name': 'Ann', 'city': None}, {'name': 'Bo', 'city': 'Oslo'}]

    """
    flat = [_flat(item) for item in items]
    names: dict[str, bool] = {}
    for record in flat:
        for name, value in record.items():
            names[name] = names.get(name, False) or not (value is None or value in _EMPTY)
    used = [name for name, is_used in names.items() if is_used]
    return [{name: record.get(name) for name in used} for record in flat]


def frame_of_items(items: Sequence[object], library: str | None = None) -> Any:
    """Return items as a data frame with the columns of `records_of`."""
    records = records_of(items)
    names = list(records[0]) if records else []
    columns = {name: [record[name] for record in records] for name in names}
    times = {
        name
        for name, values in columns.items()
        if all(value is None or isinstance(value, datetime) for value in values)
    }
    return frame(columns, library, times=times)


def _flat(item: object) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(item, Model):
        _add_model(found, item, "")
    elif isinstance(item, Mapping):
        _add_mapping(found, cast("Mapping[str, Any]", item), "")
    else:
        found["value"] = plain(item)
    return found


def _add_model(found: dict[str, Any], model: Model, prefix: str) -> None:
    for name, _ in wire_names(type(model)):
        at = getattr(model, f"{name}_datetime", _MISSING)
        _add(found, f"{prefix}{name}", getattr(model, name) if at is _MISSING else at)
    _add_mapping(found, model.extra, f"{prefix}extra.")


def _add_mapping(found: dict[str, Any], members: Mapping[str, Any], prefix: str) -> None:
    for name, value in members.items():
        _add(found, f"{prefix}{name}", value)


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    if isinstance(value, Model):
        _add_model(found, value, f"{name}.")
    elif isinstance(value, Mapping) and name.count(".") < _DEEPEST:
        _add_mapping(found, cast("Mapping[str, Any]", value), f"{name}.")
    else:
        while name in found:  # a member with a dot in its name is another one than a nested member
            name += "_"
        found[name] = None if value is UNSET else value.value if isinstance(value, Enum) else _plain(value)


def _plain(value: Any) -> Any:
    return value if isinstance(value, datetime) else plain(value)
