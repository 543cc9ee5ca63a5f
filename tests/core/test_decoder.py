"""Decoding a successful answer never raises, and nothing of the answer is lost."""

from __future__ import annotations

# ruff: noqa: PT017 - a property of whichever of the two comes
import inspect
import json
import logging
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import UNSET, models
from chakra_async._core.decoding import decoder
from chakra_async._core.decoding.decoder import Mismatch, decode, encode
from chakra_async.model import Model, datetime_of, wire_names
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.processes import Process, ProcessStatus

EXAMPLE = json.loads((Path(__file__).parent.parent / "data" / "enrolment.json").read_text(encoding="utf-8"))
MODELS = sorted(
    {
        found
        for domain in ("campaigns", "config", "jobs", "leads", "processes")
        for _, found in inspect.getmembers(import_module(f"chakra_async.models.{domain}"), inspect.isclass)
        if issubclass(found, Model) and found is not Model
    },
    key=lambda model: model.__name__,
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KINDS = [
    *MODELS,
    list[Process],
    dict[str, Process],
    Process | None,
    ProcessStatus | str,
    dict[str, int],
    int | None,
    float,
    str | int | None,
    list[int],
    object,
]


def objects_like(model: Any) -> Any:
    """JSON objects with the model's own member names, and anything for values."""
    wires = [wire for _, wire in wire_names(model)]
    return st.dictionaries(st.sampled_from(wires) | st.text(max_size=3), JSON)


def test_the_models_are_found() -> None:
    assert {"Enrolment", "Process", "BackgroundJob", "Config"} <= {model.__name__ for model in MODELS}


@given(st.data())
def test_decoding_a_model_never_raises_and_loses_nothing(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(MODELS))
    value = data.draw(objects_like(model))
    made = decode(model, value)
    assert type(made) is model
    assert made.to_dict() == value
    assert orjson.loads(encode(made)) == value
    assert repr(made)


@given(st.data())
def test_decoding_any_value_as_any_type_never_raises(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([kind for kind in KINDS if kind is not object]))
    value = data.draw(JSON)
    made = decode(kind, value)
    assert orjson.loads(encode(made)) == value


@given(st.data())
def test_strict_decodes_the_same_or_names_the_mismatch(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(MODELS))
    value = data.draw(objects_like(model))
    try:
        made = decode(model, value, strict=True)
    except Mismatch as mismatch:
        assert str(mismatch)
    else:
        assert made == decode(model, value)


def test_the_documented_example_decodes_completely_and_encodes_to_the_same() -> None:
    made = decode(Enrolment, EXAMPLE["_data"], strict=True)
    assert made.was_created is False
    process = made.process
    names = [
        attribute.name for attribute in attrs.fields(Process) if attribute.name not in ("extra", "_absent")
    ]
    assert len(names) == len(EXAMPLE["_data"]["process"]) == 58
    for name, wire in wire_names(Process):
        value, given_ = getattr(process, name), EXAMPLE["_data"]["process"][wire]
        assert (value.to_dict() if isinstance(value, Model) else value) == given_
    assert process.extra == {}
    assert process.status is ProcessStatus.OPEN
    assert process.created_at == 1765790485977
    assert process.created_at_datetime.isoformat() == "2025-12-15T09:21:25.977000+00:00"
    assert process.data["lead_id"] == "LEAD-005788"
    assert process.tags == ["7044e6d6-70ac-4b9a-b419-ec7bbc121ef2"]
    assert made.to_dict() == EXAMPLE["_data"]
    assert orjson.loads(encode(made)) == EXAMPLE["_data"]


@pytest.mark.parametrize("member", sorted(EXAMPLE["_data"]["process"]))
def test_any_member_may_be_missing_null_or_of_another_type(member: Any) -> None:
    whole = EXAMPLE["_data"]["process"]
    name = next(name for name, wire in wire_names(Process) if wire == member)
    without = {key: value for key, value in whole.items() if key != member}
    made = decode(Process, without)
    assert getattr(made, name) is None
    assert made.to_dict() == without
    for strange in (None, [[{}]], {"x": [1]}, "text", 1.5, False):
        made = decode(Process, {**whole, member: strange})
        assert made.to_dict() == {**whole, member: strange}


def test_absent_and_null_decode_the_same_but_encode_differently() -> None:
    absent, null = decode(Process, {"id": "x"}), decode(Process, {"id": "x", "meta": None})
    assert absent.meta is None
    assert null.meta is None
    assert absent.to_dict() == {"id": "x"}
    assert null.to_dict() == {"id": "x", "meta": None}
    absent.meta = {"a": 1}
    assert absent.to_dict() == {"id": "x", "meta": {"a": 1}}


def test_unknown_members_are_kept_and_an_unknown_status_stays_a_string() -> None:
    made = decode(Process, {"id": "x", "status": "NEWLY_INVENTED", "brandNew": {"a": [1]}})
    assert made.extra == {"brandNew": {"a": [1]}}
    assert made.status == "NEWLY_INVENTED"
    assert type(made.status) is str
    assert decode(Process, {"status": "OPEN"}).status is ProcessStatus.OPEN


def test_a_model_equals_another_with_the_same_members() -> None:
    assert decode(Process, {"id": "x"}) == decode(Process, {"id": "x"})
    assert decode(Process, {"id": "x"}) != decode(Process, {"id": "y"})


def test_a_mismatch_is_logged_once_without_the_value(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "_logged", set())
    decoder._converter.cache_clear()
    monkeypatch.setattr(decoder, "_DECODERS", {False: {}, True: {}})
    with caplog.at_level(logging.DEBUG, "chakra_async"):
        for _ in range(3):
            decode(Process, {"id": "x", "createdAt": "919901258433"})
    noted = [record for record in caplog.records if "createdAt" in record.getMessage()]
    assert len(noted) == 1
    assert "919901258433" not in caplog.text
    decoder._converter.cache_clear()


def test_cattrs_decodes_a_type_without_a_decoder_of_ours_and_our_decoders_its_members() -> None:
    first, second = decode(tuple[Enrolment, ...], [{"wasCreated": "odd", "new": 1}, {}])
    assert (first.was_created, first.extra, second.was_created) == ("odd", {"new": 1}, None)
    assert decode(tuple[int, str], ["60", 1]) == ("60", 1)
    with pytest.raises(Mismatch):
        decode(tuple[int, str], ["60", 1], strict=True)


@pytest.mark.parametrize("value", [1, -1, 1765790485977, 253402300799999, -62135596800000])
def test_milliseconds_become_aware_datetimes(value: Any) -> None:
    moment = datetime_of(value)
    assert moment is not None
    assert moment.utcoffset() is not None
    assert round(moment.timestamp() * 1000) == value


@pytest.mark.parametrize("value", [None, 0, True, "1765790485977", 1.5, 10**30, -(10**30), [], {}])
def test_a_value_that_is_not_a_time_and_the_0_of_what_has_not_happened_give_none(value: Any) -> None:
    assert datetime_of(value) is None


def test_encoding_leaves_out_unset_and_keeps_null() -> None:
    sendable = [model for model in MODELS if any(field.default is UNSET for field in attrs.fields(model))]
    assert sendable
    for model in sendable:
        required = {
            field.name: "x"
            for field in attrs.fields(model)
            if field.default is attrs.NOTHING and field.init and field.name != "extra"
        }
        made = model(**required)
        assert UNSET not in made.to_dict().values()
        assert len(made.to_dict()) == len(required)
        optional = next(field for field in attrs.fields(model) if field.default is UNSET)
        setattr(made, optional.name, None)
        assert made.to_dict()[dict(wire_names(model))[optional.name]] is None
        made.extra = {"more": {"a": UNSET, "b": 1}}
        assert orjson.loads(encode(decode(model, {}))) == {}


def test_models_are_imported_by_name() -> None:
    assert models.Process is Process
    with pytest.raises(AttributeError):
        _ = models.NoSuchModel


def test_an_integer_is_a_float_also_in_a_union_with_str() -> None:
    assert [decode(float | str, value, strict=True) for value in (1, 1.5, "1.5")] == [1, 1.5, "1.5"]
    with pytest.raises(Mismatch):
        decode(float | str, True, strict=True)  # noqa: FBT003 - the value that came
    assert decode(float | int | str, 1, strict=True) == 1
