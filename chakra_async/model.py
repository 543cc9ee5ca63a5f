"""The base of every generated model: unknown members, and the way back to the JSON that came.

A model's attribute names are snake_case; the name on the wire is in the field's metadata under `wire`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from reprlib import recursive_repr
from typing import Any, Final, cast

import attrs

from chakra_async._views import view
from chakra_async.errors import InvalidRequestError
from chakra_async.unset import UNSET

__all__ = ["Model", "Tagged", "datetime_of", "message_id_of", "plain", "wire_names"]

_MESSAGE_IDS: Final = (("whatsapp_message_id", "whatsappMessageId"), ("external_id", "externalId"))
_SCALARS: Final = frozenset({str, int, bool, float, type(None)})
_COMPARED: Final[dict[type[Model], tuple[str, ...]]] = {}
_OWN_NAMES: Final[dict[type[Model], dict[str, str]]] = {}
_WIRE_NAMES: Final[dict[type[Model], tuple[tuple[str, str], ...]]] = {}


@attrs.define(kw_only=True, eq=False, repr=False)
class Model:
    """What every object of the API has in common.

    `__eq__` and `__repr__` are written once for all models: attrs would compile both for every
    class, which is much of the cost of loading a module of models.

    Attributes:
        extra: Members that the description does not know, by their names on the wire. They are kept when an
            answer is read, and sent when the object is part of a request. One that the description knows is refused then.

    """

    extra: dict[str, Any] = attrs.field(factory=dict[str, Any])
    # An argument, although none to be given, so that `attrs.evolve` keeps it.
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", repr=False, eq=False)

    def __eq__(self, other: object) -> bool:
        """Return whether another object is of the same class and has the same members."""
        kind = self.__class__
        if other.__class__ is not kind:
            return NotImplemented
        names = _compared(kind)
        return all(getattr(self, name) == getattr(other, name) for name in names)

    __hash__ = None  # type: ignore[assignment] # models are mutable

    @recursive_repr("...")
    def __repr__(self) -> str:
        """Return the class with its members; those that are None, not given or empty are left out."""
        kind = self.__class__
        names = [*(name for name, _ in wire_names(kind)), "extra"]
        members = [(name, getattr(self, name)) for name in names]
        shown = ", ".join(f"{name}={_shown(value)}" for name, value in members if not _is_nothing(value))
        return f"{kind.__qualname__.rpartition('>.')[2]}({shown})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: phone numbers are masked, and what is None or empty is left out."""
        shown: str = view("model.html")(self)
        return shown

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this model, under the names of the wire.

        Members that are `UNSET`, and members that were missing from the answer this object was read from,
        are left out as long as they are None, also from a copy or from `attrs.evolve`; null stays null; unknown members come back as
        they came. For null in place of a member that was missing, change what this returns.

        Raises:
            InvalidRequestError: `extra` has a member of the class itself, which would be sent instead of its attribute.

        Example:
            >>> from chakra_async.model import Model
            >>> Model(extra={"seen": 1}).to_dict()
            {'seen': 1}

        """
        absent = self._absent
        out: dict[str, Any] = {}
        for name, wire in wire_names(type(self)):
            value = getattr(self, name)
            if value is UNSET or (value is None and name in absent):
                continue
            out[wire] = plain(value)
        if self.extra:
            own = _own_names(type(self))
            for wire, value in self.extra.items():
                if value is UNSET:
                    continue
                if wire in own:
                    kind = type(self).__qualname__.rpartition(">.")[2]
                    raise InvalidRequestError(
                        f"extra of {kind} has {wire!r}, which is a member of {kind} itself: set {own[wire]}= instead, so that only one "
                        "value of it is checked and sent."
                    )
                out[wire] = plain(value)
        return out


class Tagged:
    """The discriminator of a union of objects; it is in the alias, for the decoder to read.

    Args:
        member: The discriminating member, by its wire name; its string names the kind of the object.
        kinds: The type of each kind: a model, or another union.

    """

    __slots__ = ("kinds", "member")

    def __init__(self, member: str, kinds: Mapping[str, Any]) -> None:
        self.member = member
        self.kinds = kinds


def _shown(value: object) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)


def _is_nothing(value: object) -> bool:
    return value is None or value is UNSET or (isinstance(value, str | list | dict | tuple) and not value)


def _compared(model: type[Model]) -> tuple[str, ...]:
    """Return the names of the attributes that make two models equal, and that are shown."""
    names = _COMPARED.get(model)
    if names is None:
        names = _COMPARED[model] = tuple(
            attribute.name for attribute in attrs.fields(model) if attribute.name != "_absent"
        )
    return names


def wire_names(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of attribute name and wire name of a model's own members, in their order."""
    names = _WIRE_NAMES.get(model)
    if names is None:
        names = _WIRE_NAMES[model] = tuple(
            (attribute.name, attribute.metadata.get("wire", attribute.name))
            for attribute in attrs.fields(model)
            if attribute.name not in ("extra", "_absent")
        )
    return names


def _own_names(model: type[Model]) -> dict[str, str]:
    """Return the attribute names of a model's own members by their wire names."""
    names = _OWN_NAMES.get(model)
    if names is None:
        names = _OWN_NAMES[model] = {wire: name for name, wire in wire_names(model)}
    return names


def datetime_of(milliseconds: object) -> datetime | None:
    """Return the aware UTC datetime of an epoch-millisecond member, or None without one.

    0 is None as well: the API writes it for what has not happened yet. An aware datetime, as callers may give one, is
    returned in UTC.

    Example:
        >>> datetime_of(1765790485977).isoformat()
        '2025-12-15T09:21:25.977000+00:00'

    """
    if isinstance(milliseconds, datetime) and milliseconds.utcoffset() is not None:
        return milliseconds.astimezone(UTC)
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or milliseconds == 0:
        return None
    try:
        return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(
            microsecond=milliseconds % 1000 * 1000
        )
    except (OverflowError, OSError, ValueError):
        return None


def message_id_of(model: Model) -> str | None:
    """Return the WhatsApp message id (wamid) that an answer holds, wherever the API put it, or None.

    It is in `whatsappMessageId`, in `externalId`, or in the `id` of the first of `messages`, depending on the operation.

    Example:
        >>> message_id_of(Model(extra={"messages": [{"id": "wamid.HBgM"}]}))
        'wamid.HBgM'

    """
    for name, wire in _MESSAGE_IDS:
        found = _member(model, name, wire)
        if isinstance(found, str) and found:
            return found
    messages = _member(model, "messages", "messages")
    if not isinstance(messages, list) or not messages:
        return None
    found = _member(cast("list[object]", messages)[0], "id", "id")
    return found if isinstance(found, str) and found else None


def _member(value: object, name: str, wire: str) -> object:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).get(wire)
    if not isinstance(value, Model):
        return None
    found: object = getattr(value, name, None)
    return found or value.extra.get(wire)


def plain(value: Any) -> Any:
    """Return a value with the models, mappings and enumerations in it as plain JSON values; `UNSET` members are left out.

    Example:
        >>> plain({"inner": Model(extra={"seen": 1}), "texts": ("a", "b")})
        {'inner': {'seen': 1}, 'texts': ['a', 'b']}

    """
    if value.__class__ in _SCALARS:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple):
        return [plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {key: plain(item) for key, item in items if item is not UNSET}
    return value
