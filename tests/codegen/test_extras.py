"""What the description says of hand-written classes in front of generated ones, as the generator takes it."""

from __future__ import annotations

from typing import Any

import pytest

from codegen import namespaces, resources
from codegen.description import DescriptionError, load


def test_a_resource_with_extras_has_a_base_class_and_users_get_the_extra(zoo: Any) -> None:
    zoo.edit(
        "zoo.yaml",
        "{name: keepers,",
        "{name: keepers, x-extra: staff.Keepers, x-raw-extra: staff.RawKeepers,",
    )
    description = load(zoo.root)
    source = resources.modules(description)["keepers"]
    assert "class KeepersBase(Resource):" in source
    assert "class RawKeepersBase(Resource):" in source
    exported = resources.exported(description)
    assert (exported["Keepers"], exported["RawKeepers"]) == (".._extras.staff", ".._extras.staff")
    assert exported["Animals"] == ".animals"
    reached = namespaces.source(description)
    assert 'self._resource("_extras.staff", "Keepers")' in reached
    assert 'self._resource("_extras.staff", "RawKeepers")' in reached


def test_the_raw_twin_of_an_extra_may_stay_generated(zoo: Any) -> None:
    zoo.edit("zoo.yaml", "{name: keepers,", "{name: keepers, x-extra: staff.Keepers,")
    description = load(zoo.root)
    source = resources.modules(description)["keepers"]
    assert "class KeepersBase(Resource):" in source
    assert "class RawKeepers(Resource):" in source
    assert resources.exported(description)["RawKeepers"] == ".keepers"


def test_a_raw_only_operation_is_left_out_of_the_plain_class_and_documented_in_the_raw_one(zoo: Any) -> None:
    zoo.edit(
        "paths/keepers.yaml", "    summary: Hire a keeper.\n", "    summary: Hire.\n    x-raw-only: true\n"
    )
    plain, raw = resources.modules(load(zoo.root))["keepers"].split("class RawKeepers")
    assert "def hire" not in plain
    assert "def hire" in raw
    assert "chakra.with_raw_response.keepers.hire(" in raw
    assert "phone_number: The phone number." in raw


def test_arguments_of_which_one_must_be_given_are_checked_in_both_classes(zoo: Any) -> None:
    zoo.edit(
        "paths/keepers.yaml",
        "    summary: Hire a keeper.\n",
        "    summary: Hire.\n    x-exactly-one: [badge, self]\n",
    )
    source = resources.modules(load(zoo.root))["keepers"]
    assert source.count("exactly_one(badge=badge, self_=self_)") == 2
    assert "Not exactly one of `badge` and `self_` was given" in source


@pytest.mark.parametrize("names", ["[phoneNumber, badge]", "[badge, wings]"])
def test_such_a_rule_names_optional_arguments_of_the_operation(zoo: Any, names: str) -> None:
    zoo.edit(
        "paths/keepers.yaml",
        "    summary: Hire a keeper.\n",
        f"    summary: Hire.\n    x-exactly-one: {names}\n",
    )
    with pytest.raises(DescriptionError, match=r"keepers\.hire: x-exactly-one names (phoneNumber|wings)"):
        load(zoo.root)
