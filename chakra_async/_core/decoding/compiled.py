"""The decoder of a model, compiled from its attributes when the first object of its kind arrives."""

from __future__ import annotations

import sys
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, Final, cast, get_args, get_origin

import attrs

from chakra_async._core.decoding import makers
from chakra_async._core.decoding.makers import is_enum, is_literal, is_union, json_type_of
from chakra_async.unset import UnsetType

if TYPE_CHECKING:
    from chakra_async._core.decoding.makers import Decoder, Lookup, OnMismatch
    from chakra_async.model import Model

__all__ = ["model_decoder"]

_MISSING: Final = object()


def model_decoder(kind: type[Model], lookup: Lookup, on_mismatch: OnMismatch) -> Decoder:
    """Return the compiled decoder of a model class.

    The source is written out member by member and fills the slots itself: a loop over 58 members, or a call with 58
    keywords, would cost more than the rest of the call. An object with every member present, which is the usual case,
    takes the fast source; the first missing member leads to the complete source, which is compiled only then.
    """
    members = [member for member in attrs.fields(kind) if member.name not in ("extra", "_absent")]
    types = _types(kind, members)
    wires = [member.metadata.get("wire", member.name) for member in members]

    def not_an_object(value: Any) -> Any:
        on_mismatch(kind.__name__, f"is {json_type_of(value)}")
        return value

    space: dict[str, Any] = {"model": kind, "new": object.__new__, "missing": _MISSING, "none": frozenset()}
    space |= {"known": frozenset(wires), "misfit": not_an_object}
    fast = [
        "def decode(given, _kind):",
        "    if given.__class__ is not dict:",
        "        return misfit(given)",
    ]
    fast += ["    made = new(model)", "    try:"]
    complete = ["def complete(given):", "    made = new(model)", "    absent = []", "    get = given.get"]
    readers: dict[Any, _Member] = {}  # most members of a model are of a few types
    for index, (member, wire) in enumerate(zip(members, wires, strict=True)):
        place = f"{kind.__name__}.{wire}"
        known = readers.get(member.type)
        if known is None:
            known = readers[member.type] = _Member(place, member.name, types[index], lookup, on_mismatch)
        reader = known.named(place, member.name)
        space |= {
            f"reader{index}": reader,
            f"member{index}": reader.members.get,
            f"strings{index}": reader.strings,
        }
        space |= {f"decode{index}": reader.decode, f"kind{index}": reader.kind}
        decoding = reader.source(index)
        complete += [f"    value = get({wire!r}, missing)", "    if value is missing:"]
        complete += [f"        value = reader{index}(value, absent)", "    else:"]
        complete += [f"        {line}" for line in decoding] or ["        pass"]
        complete += [f"    made.{member.name} = value"]
        if decoding:
            fast += [f"        value = given[{wire!r}]", *(f"        {line}" for line in decoding)]
        fast += [f"        made.{member.name} = " + ("value" if decoding else f"given[{wire!r}]")]
    rest = f"    made.extra = {{}} if len(given) == {len(members)} - len(absent) else "
    rest += "{name: value for name, value in given.items() if name not in known}"
    complete += [rest, "    made._absent = frozenset(absent)", "    return made"]
    fast += ["    except KeyError:", "        return complete(given)", rest.replace(" - len(absent)", "")]
    fast += ["    made._absent = none", "    return made"]

    def compile_complete(given: Any) -> Any:
        exec("\n".join(complete), space)  # noqa: S102 - our own source, made of names of our own classes
        return space["complete"](given)

    space["complete"] = compile_complete  # replaced by what it compiles
    exec("\n".join(fast), space)  # noqa: S102 - as above
    decode: Decoder = space["decode"]
    return decode


def _types(kind: type[Model], members: list[attrs.Attribute[Any]]) -> list[Any]:
    """Return the types of a model's members; each annotation is evaluated once, however many members have it."""
    own = get_annotations(kind)
    if any(member.name not in own or not isinstance(member.type, str) for member in members):
        attrs.resolve_types(kind)
        fields = attrs.fields_dict(kind)
        return [fields[member.name].type for member in members]
    space = vars(sys.modules[kind.__module__])
    known: dict[Any, Any] = {}
    for member in members:
        if member.type not in known:
            known[member.type] = eval(str(member.type), space)  # noqa: S307 - an annotation of our own class
    return [known[member.type] for member in members]


class _Member:
    """How a member is read that is absent, null, nested, or of an unexpected type.

    Attributes:
        decode: The decoder of a nested value; None where its class is enough.
        kind: The type that it decodes to.
        members: The values of an open enumeration and what they become; empty for any other type.
        strings: The possible strings, where only a few are; empty for any other type.

    """

    __slots__ = (
        "_name",
        "_nullable",
        "_on_mismatch",
        "_place",
        "_plain",
        "decode",
        "kind",
        "members",
        "strings",
    )

    def __init__(self, place: str, name: str, kind: Any, lookup: Lookup, on_mismatch: OnMismatch) -> None:
        options = makers.branches(kind) if is_union(kind) else [kind]
        inner = [option for option in options if option is not type(None)]
        enums = [option for option in inner if is_enum(option)]
        self._place = place
        self._name = name
        self._on_mismatch = on_mismatch
        absent = (UnsetType, type(None))
        self._nullable = Any in inner or (
            is_union(kind) and any(option in absent for option in get_args(kind))
        )
        self.members: dict[str, Any] = {}
        self.strings: frozenset[str] = frozenset()
        if enums and all(option is str or option in enums for option in inner):
            self.members = {member.value: member for enum in enums for member in enum}
            inner = [str]
        elif len(inner) == 1 and is_literal(inner[0]):
            self.strings = frozenset(get_args(inner[0]))
            inner = [str]
        self.kind = inner[0] if len(inner) == 1 else kind
        self._plain = _plain_class(self.kind)
        self.decode = None if Any in inner or self._plain else lookup(self.kind)

    def named(self, place: str, name: str) -> _Member:
        """Return the reader of another member of the same type."""
        other = _Member.__new__(_Member)
        for slot in self.__slots__:
            setattr(other, slot, getattr(self, slot))
        other._place, other._name = place, name  # noqa: SLF001 - of the same class
        return other

    def source(self, index: int) -> list[str]:
        """Return the lines that decode `value`, which is present."""
        if self.decode is None and self._plain is None:
            return []
        if self.decode is not None:
            called = f"value = decode{index}(value, kind{index})"
            return [
                "if value is not None:",
                f"    {called}",
                "else:",
                f"    value = reader{index}(value, None)",
            ][: 2 if self._nullable else 4]
        nullable = "value is not None" if self._nullable else ""
        other_class = f"value.__class__ is not {self._plain.__name__}" if self._plain else ""
        condition = " and ".join(filter(None, (nullable, other_class)))
        lines = [f"if {condition}:", f"    value = reader{index}(value, None)"]
        if self.members:
            lines += ["elif value is not None:", f"    value = member{index}(value, value)"]
        if self.strings:
            lines += [
                f"elif value is not None and value not in strings{index}:",
                f"    value = reader{index}.other(value)",
            ]
        return lines

    def other(self, value: Any) -> Any:
        """Keep a string that is not one of the possible ones."""
        self._on_mismatch(self._place, "is another string")
        return value

    def __call__(self, value: Any, absent: list[str] | None) -> Any:
        if value is _MISSING and absent is not None:
            absent.append(self._name)
            if not self._nullable:
                self._on_mismatch(self._place, "is missing")
            return None
        self._on_mismatch(self._place, f"is {json_type_of(value)}")
        return value


def _plain_class(kind: Any) -> type | None:
    """Return the class whose instances need no further look, or None."""
    if kind in (str, int, bool):
        return cast("type", kind)
    return dict if get_origin(kind) is dict and get_args(kind)[1] is Any else None
