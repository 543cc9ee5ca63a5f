"""The decoding hook of a model, compiled from its attributes when the first object of its kind arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast, get_args, get_origin

import attrs

from chakra_async._core.decoding import makers
from chakra_async._core.decoding.makers import is_enum, is_literal, is_union, named
from chakra_async.unset import UnsetType

if TYPE_CHECKING:
    from chakra_async._core.decoding.makers import Hook, Lookup, OnMismatch
    from chakra_async.model import Model

__all__ = ["model_hook"]

_MISSING: Final = object()


def model_hook(kind: type[Model], lookup: Lookup, tell: OnMismatch) -> Hook:
    """Return the compiled hook of a model class.

    The source is written out member by member and fills the slots itself, since a loop over 58 members, or a call with
    58 keywords, would cost more than the HTTP call leaves. An object with every member present, which is the usual
    case, takes the quick text; the first missing one leads to the patient text, which is compiled only then.
    """
    attrs.resolve_types(kind)
    members = [member for member in attrs.fields(kind) if member.name not in ("extra", "_absent")]
    wires = [member.metadata.get("wire", member.name) for member in members]

    def misfit(value: Any) -> Any:
        tell(kind.__name__, f"is {named(value)}")
        return value

    space: dict[str, Any] = {"model": kind, "new": object.__new__, "missing": _MISSING, "none": frozenset()}
    space |= {"known": frozenset(wires), "misfit": misfit}
    quick = ["def hook(given, _kind):", "    if given.__class__ is not dict:", "        return misfit(given)"]
    quick += ["    made = new(model)", "    try:"]
    patient = ["def patient(given):", "    made = new(model)", "    absent = []", "    get = given.get"]
    for index, (member, wire) in enumerate(zip(members, wires, strict=True)):
        odd = _Odd(f"{kind.__name__}.{wire}", member.name, member.type, lookup, tell)
        space |= {f"odd{index}": odd, f"member{index}": odd.members.get, f"texts{index}": odd.texts}
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
        texts: The texts that are possible, where only a few are; empty for any other type.

    """

    __slots__ = ("_name", "_nullable", "_place", "_plain", "_tell", "hook", "kind", "members", "texts")

    def __init__(self, place: str, name: str, kind: Any, lookup: Lookup, tell: OnMismatch) -> None:
        options = makers.branches(kind) if is_union(kind) else [kind]
        inner = [option for option in options if option is not type(None)]
        enums = [option for option in inner if is_enum(option)]
        self._place = place
        self._name = name
        self._tell = tell
        absent = (UnsetType, type(None))
        self._nullable = Any in inner or (
            is_union(kind) and any(option in absent for option in get_args(kind))
        )
        self.members: dict[str, Any] = {}
        self.texts: frozenset[str] = frozenset()
        if enums and all(option is str or option in enums for option in inner):
            self.members = {member.value: member for enum in enums for member in enum}
            inner = [str]
        elif len(inner) == 1 and is_literal(inner[0]):
            self.texts = frozenset(get_args(inner[0]))
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
        if self.texts:
            lines += [
                f"elif value is not None and value not in texts{index}:",
                f"    value = odd{index}.other(value)",
            ]
        return lines

    def other(self, value: Any) -> Any:
        """Keep a text that is none of those that it could be."""
        self._tell(self._place, "is another text")
        return value

    def __call__(self, value: Any, absent: list[str] | None) -> Any:
        if value is _MISSING and absent is not None:
            absent.append(self._name)
            if not self._nullable:
                self._tell(self._place, "is missing")
            return None
        self._tell(self._place, f"is {named(value)}")
        return value


def _plain_class(kind: Any) -> type | None:
    """Return the class whose instances need no further look, or None."""
    if kind in (str, int, bool):
        return cast("type", kind)
    return dict if get_origin(kind) is dict and get_args(kind)[1] is Any else None
