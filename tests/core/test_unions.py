"""An object of a union becomes the class of its kind, unexpected values are kept, and it encodes to the same JSON."""

from __future__ import annotations

# ruff: noqa: RUF009 - attrs reads what `wired` gives, as it does its own fields
import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias

import attrs
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.decoding import decoder
from chakra_async._core.decoding.decoder import Mismatch, decode, encode
from chakra_async.model import Model, Tagged
from chakra_async.unset import UNSET, UnsetType


def wired(name: str, **more: Any) -> Any:
    return attrs.field(metadata={"wire": name}, **more)


@attrs.define(kw_only=True)
class Note(Model):
    type: Literal["note"] = wired("type", default="note")
    words: str = wired("words")


@attrs.define(kw_only=True)
class Square(Model):
    type: Literal["shape"] = wired("type", default="shape")
    shape: Literal["square"] = wired("shape", default="square")
    side: int = wired("side")


@attrs.define(kw_only=True)
class Circle(Model):
    type: Literal["shape"] = wired("type", default="shape")
    shape: Literal["circle"] = wired("shape", default="circle")


Shape: TypeAlias = Annotated[
    Square | Circle | Mapping[str, Any], Tagged("shape", {"square": Square, "circle": Circle})
]


@attrs.define(kw_only=True)
class Box(Model):
    type: Literal["box"] | UnsetType = wired("type", default=UNSET)
    first: Thing | UnsetType = wired("first", default=UNSET)
    all: Sequence[Thing] | UnsetType = wired("all", default=UNSET)
    by_name: dict[str, Thing] | UnsetType | None = wired("byName", default=UNSET)
    note: Note | Mapping[str, Any] | UnsetType = wired("note", default=UNSET)
    notes: Sequence[Note | Mapping[str, Any]] | UnsetType | None = wired("notes", default=UNSET)
    text_or_thing: str | Thing | UnsetType | None = wired("textOrThing", default=UNSET)


Thing: TypeAlias = Annotated[
    Note | Shape | Box | Mapping[str, Any],
    Tagged("type", {"note": Note, "shape": Shape, "box": Box, "crate": Box}),
]

SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["note", "square", "box", "", "?"])
WIRES = st.sampled_from(
    ["type", "shape", "side", "words", "first", "all", "byName", "note", "notes", "textOrThing", "more"]
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WIRES, inner, max_size=4),
    max_leaves=10,
)
NOTES = st.fixed_dictionaries({"type": st.just("note"), "words": st.text(max_size=3)})
SHAPES = st.fixed_dictionaries(
    {"type": st.just("shape"), "shape": st.just("square"), "side": st.integers(0, 9)}
) | st.just({"type": "shape", "shape": "circle"})


def boxes(inner: Any) -> Any:
    return st.fixed_dictionaries(
        {"type": st.just("box")},
        optional={
            "first": inner,
            "all": st.lists(inner, max_size=3),
            "byName": st.none() | st.dictionaries(st.text(max_size=2), inner, max_size=2),
            "note": NOTES,
            "notes": st.none() | st.lists(NOTES, max_size=2),
            "textOrThing": st.none() | st.text(max_size=3) | inner,
            "more": SCALARS,
        },
    )


THINGS = st.recursive(NOTES | SHAPES, boxes, max_leaves=8)


def raw_objects(value: Any) -> list[Any]:
    """The mappings that stayed mappings, wherever they stand in what was read; `extra` is not looked into."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [found for item in value for found in raw_objects(item)]
    if not isinstance(value, Model):
        return []
    return [
        found
        for field in attrs.fields(type(value))
        if field.name not in ("extra", "_absent", "by_name")
        for found in raw_objects(getattr(value, field.name))
    ]


@given(ANYTHING, st.sampled_from([Thing, Shape, Thing | None, list[Thing], dict[str, Thing], Box]))
def test_any_value_decodes_without_an_error_and_encodes_to_the_same(value: Any, kind: Any) -> None:
    made = decode(kind, value)
    assert orjson.loads(encode(made)) == value
    if isinstance(made, Model):
        assert made.to_dict() == value


@given(THINGS)
def test_described_objects_decode_completely_and_strictly(value: Any) -> None:
    made = decode(Thing, value, strict=True)
    assert raw_objects(made) == []
    assert made == decode(Thing, value)
    assert made.to_dict() == value
    assert orjson.loads(encode(made)) == value


@given(ANYTHING)
def test_strict_decodes_the_same_or_names_the_mismatch(value: Any) -> None:
    try:
        made = decode(Thing, value, strict=True)
    except Mismatch as mismatch:
        assert str(mismatch)  # noqa: PT017 - a property of whichever of the two comes
    else:
        assert made == decode(Thing, value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"type": "note", "words": "x"}, Note),
        ({"type": "shape", "shape": "square", "side": 1}, Square),
        ({"type": "shape", "shape": "circle"}, Circle),
        ({"type": "crate"}, Box),
        ({"type": "note"}, Note),
        ({"type": "shape", "shape": "star"}, dict),
        ({"type": "?"}, dict),
        ({"words": "x"}, dict),
        ({"type": None}, dict),
        ({"type": ["note"]}, dict),
        ({"type": {"note": 1}}, dict),
        ([{"type": "note"}], list),
        ("note", str),
        (None, type(None)),
    ],
)
def test_the_discriminator_decides(value: Any, kind: type) -> None:
    made = decode(Thing, value)
    assert type(made) is kind
    assert orjson.loads(encode(made)) == value


@pytest.mark.parametrize(
    "value",
    [
        {"type": "?"},
        {"words": "x"},
        {"type": ["note"]},
        "note",
        None,
        {"type": "shape", "shape": "star"},
        {"type": "box", "all": [{"type": "?"}]},
        {"type": "crate"},  # read as a box, whose own type is another text
    ],
)
def test_strict_refuses_an_unknown_kind(value: Any) -> None:
    with pytest.raises(Mismatch):
        decode(Thing, value, strict=True)


def test_undescribed_members_of_a_kind_are_kept() -> None:
    made = decode(Thing, {"type": "note", "words": "x", "colour": "red"})
    assert made.extra == {"colour": "red"}
    made.words = "y"
    assert made.to_dict() == {"type": "note", "words": "y", "colour": "red"}


def test_null_is_decoded_where_allowed_and_logged_elsewhere() -> None:
    made = decode(Box, {"type": "box", "byName": None, "notes": None, "textOrThing": None}, strict=True)
    assert (made.by_name, made.notes, made.text_or_thing) == (None, None, None)
    assert decode(Box, {"type": "box", "all": [None]}).all == [None]
    with pytest.raises(Mismatch):
        decode(Box, {"type": "box", "all": [None]}, strict=True)


@pytest.mark.parametrize(
    "given_",
    [
        Note(words="x"),
        {"type": "note", "words": "x"},
        MappingProxyType({"type": "note", "words": "x"}),
    ],
)
def test_any_mapping_is_accepted_in_place_of_a_model(given_: Any) -> None:
    note = {"type": "note", "words": "x"}
    box = Box(first=given_, all=[given_], by_name={"a": given_}, note=given_, notes=(given_,))
    expected = {"first": note, "all": [note], "byName": {"a": note}, "note": note, "notes": [note]}
    assert box.to_dict() == expected
    assert orjson.loads(encode(box)) == expected
    assert orjson.loads(encode({"deep": [box, given_]})) == {"deep": [expected, note]}


def test_an_unknown_kind_is_logged_once_without_its_content(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "_logged", set())
    with caplog.at_level(logging.DEBUG, "chakra_async"):
        for number in range(3):
            decode(Thing, {"type": f"91990125843{number}"})
    assert len(caplog.records) == 1
    assert "`type`" in caplog.text
    assert "91990125843" not in caplog.text
