from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.naming import BUILTINS, attribute_name, class_name, parameter_name, snake


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("wasCreated", "was_created"),
        ("nextSlaActionAt", "next_sla_action_at"),
        ("isSLAMet", "is_sla_met"),
        ("phone_number", "phone_number"),
        ("text-or-number", "text_or_number"),
        ("_data", "data"),
        ("2fa", "n2fa"),
        ("messaging_product", "messaging_product"),
    ],
)
def test_wire_names_become_snake_case(wire: str, name: str) -> None:
    assert snake(wire) == name


@given(st.text(max_size=30))
def test_any_wire_name_gives_a_name_python_can_have(wire: str) -> None:
    for name in (attribute_name(wire), parameter_name(wire)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")
    assert attribute_name(wire) not in {*BUILTINS, "extra", "to_dict"}


def test_a_resource_gives_its_class() -> None:
    assert class_name("business_accounts") == "BusinessAccounts"
