"""Property tests have the same examples at each run of the suite."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from hypothesis import given
from hypothesis import strategies as st

import chakra_async


def drawn() -> list[tuple[int, str, float]]:
    examples: list[tuple[int, str, float]] = []

    @given(st.integers(), st.text(), st.floats(allow_nan=False))
    def prop(number: int, text: str, fraction: float) -> None:
        examples.append((number, text, fraction))

    prop()
    return examples


def test_a_property_has_the_same_examples_each_time() -> None:
    assert drawn() == drawn()


@given(st.none())
def test_constants_are_drawn_from_the_whole_package(nothing: None) -> None:
    assert nothing is None
    names = {module.name for module in pkgutil.walk_packages(chakra_async.__path__, "chakra_async.")}
    for name in sorted(names - sys.modules.keys()):
        if not name.endswith("__main__"):
            try:
                importlib.import_module(name)
            except ImportError:
                continue
            raise AssertionError(f"{name} was not imported before the tests began")
