"""The decoding hooks behind `convert`: one maker per kind of type, and the compiled one for models.

A hook takes a JSON value and the type, and gives the value back in that type. It never raises by itself: what does
not fit is told to `tell(place, problem)`, which notes it or raises, and is kept as it came.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, Union, cast, get_args, get_origin

import attrs

from chakra_async.unset import UnsetType

if TYPE_CHECKING:
    from chakra_async.model import Model

__all__ = [
    "Hook",
    "Surprise",
    "anything",
    "exact",
    "is_enum",
    "is_union",
    "items_of",
    "member_of",
    "model_hook",
    "one_of",
    "values_of",
]

Hook = Callable[[Any, Any], Any]
Lookup = Callable[[Any], Hook]
Tell = Callable[[str, str], None]

_MISSING: Final = object()
_JSON_NAMES: Final[dict[Any, str]] = {
    dict: "an object",
    list: "an array",
    str: "a text",
    int: "a whole number",
    bool: "a boolean",
}


class Surprise(ValueError):  # noqa: N818 - internal; becomes a ResponseError before a user sees it
    """A value that contradicts the description, where that is to be an error."""


def is_enum(kind: Any) -> bool:
    """Return whether a type is an enumeration."""
    return isinstance(kind, type) and issubclass(kind, Enum)


def is_union(kind: Any) -> bool:
    """Return whether a type is a union."""
    return get_origin(kind) in (Union, UnionType)


def exact(kind: Any, _lookup: Lookup, tell: Tell) -> Hook:
    """Return the hook of a primitive type, which accepts that very type; a whole number may stand for a float."""
    fitting = (float, int) if kind is float else (kind,)

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ not in fitting:
            tell(f"a value of type {kind.__name__}", f"is {_named(value)}")
        return value

    return hook


def anything(_kind: Any, _lookup: Lookup, _tell: Tell) -> Hook:
    """Return the hook of what is not described, which keeps it."""
    return _keep


def member_of(kind: Any, _lookup: Lookup, tell: Tell) -> Hook:
    """Return the hook of an open enumeration: a known value becomes its member, another one stays a text."""
    members: dict[str, Any] = {member.value: member for member in kind}

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is str:
            return members.get(value, value)
        tell(f"a value of {kind.__name__}", f"is {_named(value)}")
        return value

    return hook


def items_of(kind: Any, lookup: Lookup, tell: Tell) -> Hook:
    """Return the hook of a list; anything but an array is kept, a text is never taken apart."""
    (item,) = get_args(kind)
    inner = _inner(item, lookup)

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is not list:
            tell("an array", f"is {_named(value)}")
            return value
        return value if inner is None else [inner(member, item) for member in value]

    return hook


def values_of(kind: Any, lookup: Lookup, tell: Tell) -> Hook:
    """Return the hook of a map with text keys."""
    _, item = get_args(kind)
    inner = _inner(item, lookup)

    def hook(value: Any, _kind: Any) -> Any:
        if value.__class__ is not dict:
            tell("an object", f"is {_named(value)}")
            return value
        return value if inner is None else {key: inner(member, item) for key, member in value.items()}

    return hook


def one_of(kind: Any, lookup: Lookup, tell: Tell) -> Hook:
    """Return the hook of a union: null passes where it is allowed, the rest goes by the JSON type of the value."""
    options = [option for option in get_args(kind) if option is not UnsetType]
    by_class: dict[type, tuple[Hook, Any]] = {}
    # Enumerations come last, so that `Status | str` reads texts as members where it can.
    for option in sorted(options, key=is_enum):
        if option is Any:
            return lambda value, _kind: value
        keep = option is type(None)
        by_class[_json_class(option)] = (_keep if keep else lookup(option), option)

    def hook(value: Any, _kind: Any) -> Any:
        found = by_class.get(value.__class__)
        if found is None:
            tell("a value of several possible types", f"is {_named(value)}")
            return value
        return found[0](value, found[1])

    return hook


def model_hook(kind: type[Model], lookup: Lookup, tell: Tell) -> Hook:
    """Return the compiled hook of a model class.

    The source is written out member by member and fills the slots itself, since a loop over 58 members, or a call with
    58 keywords, would cost more than the HTTP call leaves. An object with every member present, which is the usual
    case, takes the quick text; the first missing one leads to the patient text, which is compiled only then.
    """
    attrs.resolve_types(kind)
    members = [member for member in attrs.fields(kind) if member.name not in ("extra", "_absent")]
    wires = [member.metadata.get("wire", member.name) for member in members]

    def misfit(value: Any) -> Any:
        tell(kind.__name__, f"is {_named(value)}")
        return value

    space: dict[str, Any] = {"model": kind, "new": object.__new__, "missing": _MISSING, "none": frozenset()}
    space |= {"known": frozenset(wires), "misfit": misfit}
    quick = ["def hook(given, _kind):", "    if given.__class__ is not dict:", "        return misfit(given)"]
    quick += ["    made = new(model)", "    try:"]
    patient = ["def patient(given):", "    made = new(model)", "    absent = []", "    get = given.get"]
    for index, (member, wire) in enumerate(zip(members, wires, strict=True)):
        odd = _Odd(f"{kind.__name__}.{wire}", member.name, member.type, lookup, tell)
        space |= {f"odd{index}": odd, f"member{index}": odd.members.get}
        space |= {f"hook{index}": odd.hook, f"kind{index}": odd.kind}
        fitted = odd.source(index)
        patient += [f"    value = get({wire!r}, missing)", "    if value is missing:"]
        patient += [f"        value = odd{index}(value, absent)", "    else:"]
        patient += [f"        {line}" for line in fitted] or ["        pass"]
        patient += [f"    made.{member.name} = value"]
        if fitted:
            quick += [f"        value = given[{wire!r}]", *(f"        {line}" for line in fitted)]
        quick += [f"        made.{member.name} = " + ("value" if fitted else f"given[{wire!r}]")]
    rest = f"    made.extra = {{}} if len(given) == {len(members)} - len(absent) else "
    rest += "{name: value for name, value in given.items() if name not in known}"
    patient += [rest, "    made._absent = frozenset(absent)", "    return made"]
    quick += ["    except KeyError:", "        return patient(given)", rest.replace(" - len(absent)", "")]
    quick += ["    made._absent = none", "    return made"]

    def compile_patient(given: Any) -> Any:
        exec("\n".join(patient), space)  # noqa: S102 - our own text, made of names of our own classes
        return space["patient"](given)

    space["patient"] = compile_patient  # until it is replaced by what it compiles
    exec("\n".join(quick), space)  # noqa: S102 - as above
    hook: Hook = space["hook"]
    return hook


class _Odd:
    """What to do with a member that is not simply of its type: absent, null, nested, or a surprise.

    Attributes:
        hook: What reads a nested value; None where its class tells enough.
        kind: The type that the hook reads.
        members: The values of an open enumeration and what they become; empty for any other type.

    """

    __slots__ = ("_name", "_nullable", "_place", "_plain", "_tell", "hook", "kind", "members")

    def __init__(self, place: str, name: str, kind: Any, lookup: Lookup, tell: Tell) -> None:
        options = get_args(kind) if is_union(kind) else (kind,)
        inner = [option for option in options if option not in (UnsetType, type(None))]
        enums = [option for option in inner if is_enum(option)]
        self._place = place
        self._name = name
        self._tell = tell
        self._nullable = len(inner) < len(options) or Any in inner
        self.members: dict[str, Any] = {}
        if enums and all(option is str or option in enums for option in inner):
            self.members = {member.value: member for enum in enums for member in enum}
            inner = [str]
        self.kind = inner[0] if len(inner) == 1 else kind
        self._plain = _plain_class(self.kind)
        self.hook = None if Any in inner or self._plain else lookup(self.kind)

    def source(self, index: int) -> list[str]:
        """Return the lines that turn `value`, which is present, into what it is to become."""
        if self.hook is None and self._plain is None:
            return []
        if self.hook is not None:
            called = f"value = hook{index}(value, kind{index})"
            return [
                "if value is not None:",
                f"    {called}",
                "else:",
                f"    value = odd{index}(value, None)",
            ][: 2 if self._nullable else 4]
        nullable = "value is not None" if self._nullable else ""
        unfit = f"value.__class__ is not {self._plain.__name__}" if self._plain else ""
        condition = " and ".join(filter(None, (nullable, unfit)))
        lines = [f"if {condition}:", f"    value = odd{index}(value, None)"]
        if self.members:
            lines += ["elif value is not None:", f"    value = member{index}(value, value)"]
        return lines

    def __call__(self, value: Any, absent: list[str] | None) -> Any:
        if value is _MISSING and absent is not None:
            absent.append(self._name)
            if not self._nullable:
                self._tell(self._place, "is missing")
            return None
        self._tell(self._place, f"is {_named(value)}")
        return value


def _inner(kind: Any, lookup: Lookup) -> Hook | None:
    return None if kind is Any else lookup(kind)


def _keep(value: Any, _kind: Any) -> Any:
    return value


def _json_class(kind: Any) -> type:
    if kind is type(None):
        return type(None)
    origin: type = get_origin(kind) or kind
    if origin in (dict, list, int, bool, float):
        return origin
    return str if origin is str or is_enum(origin) else dict


def _plain_class(kind: Any) -> type | None:
    """Return the class whose instances need no further look, or None."""
    if kind in (str, int, bool):
        return cast("type", kind)
    return dict if get_origin(kind) is dict and get_args(kind)[1] is Any else None


def _named(value: object) -> str:
    return "null" if value is None else _JSON_NAMES.get(type(value), "a number")
