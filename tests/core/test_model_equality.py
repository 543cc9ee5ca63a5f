"""Equality of models is what attrs would write for each of them; their repr leaves out what is empty."""

from __future__ import annotations

import inspect
from typing import Any

import attrs
import pytest

from chakra_async import models
from chakra_async._core.decoding.decoder import decode
from chakra_async.model import Model
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.common import Success

CLASSES = [
    found
    for name in models.__all__
    if inspect.isclass(found := getattr(models, name)) and issubclass(found, Model)
]


def twin(kind: type[Model]) -> type[Any]:
    """Return a class of attrs' own with the same name and attributes."""
    members = [member for member in attrs.fields(kind) if member.name != "_absent"]
    return attrs.make_class(kind.__name__, {one.name: attrs.field() for one in members}, kw_only=True)


def filled(kind: type[Any], first: int = 0) -> Any:
    names = [member.name for member in attrs.fields(kind) if member.name != "_absent"]
    return kind(**{name: f"it's {number}" for number, name in enumerate(names, first)})


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_equality_is_that_of_attrs_and_repr_has_every_member_once(kind: type[Model]) -> None:
    like = twin(kind)
    shown = repr(filled(kind))
    assert shown.startswith(f"{kind.__name__}(")
    assert sorted(shown.removeprefix(f"{kind.__name__}(")[:-1].split(", ")) == sorted(
        repr(filled(like)).removeprefix(f"{kind.__name__}(")[:-1].split(", ")
    )
    assert shown.rpartition(", ")[2].rpartition("(")[2].startswith("extra=")
    assert filled(kind) == filled(kind)
    for name in (member.name for member in attrs.fields(like)):
        other = filled(kind)
        setattr(other, name, None)
        assert other != filled(kind), name
    with pytest.raises(TypeError, match="unhashable"):
        hash(filled(kind))


def test_only_models_of_the_same_class_are_equal() -> None:
    class More(Success):
        pass

    assert Success(success=True) != More(success=True)
    assert Success(success=True) != {"success": True}
    assert Model() != Success()


def test_absent_members_do_not_affect_equality_and_repr() -> None:
    missing, null = decode(Success, {}), decode(Success, {"success": None})
    assert missing == null
    assert repr(missing) == repr(null) == "Success()"
    assert missing.to_dict() != null.to_dict()


def test_a_model_that_contains_itself_has_a_repr() -> None:
    model = Success(success=None)
    model.extra["self"] = model
    assert repr(model) == "Success(extra={'self': ...})"


def test_nested_models_are_compared() -> None:
    one, other = (decode(Enrolment, {"process": {"id": name}, "wasCreated": True}) for name in ("a", "b"))
    assert one != other
    other.process.id = "a"
    assert one == other
