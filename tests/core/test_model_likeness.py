"""Models compare and show themselves as attrs would have written it for each of them."""

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
def test_a_model_is_shown_and_compared_as_attrs_does_it(kind: type[Model]) -> None:
    like = twin(kind)
    assert repr(filled(kind)) == repr(filled(like))
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


def test_what_was_missing_from_the_answer_makes_no_difference_and_is_not_shown() -> None:
    missing, null = decode(Success, {}), decode(Success, {"success": None})
    assert missing == null
    assert repr(missing) == repr(null) == "Success(extra={}, success=None)"
    assert missing.to_dict() != null.to_dict()


def test_a_model_that_holds_itself_can_be_shown() -> None:
    model = Success(success=None)
    model.extra["self"] = model
    assert repr(model) == "Success(extra={'self': ...}, success=None)"


def test_what_stands_inside_is_compared_as_well() -> None:
    one, other = (decode(Enrolment, {"process": {"id": name}, "wasCreated": True}) for name in ("a", "b"))
    assert one != other
    other.process.id = "a"
    assert one == other
