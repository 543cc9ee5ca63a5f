"""Sets of digit strings agree with what `re` makes of the same patterns."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.languages import (
    EMPTY,
    EPSILON,
    any_of_lengths,
    concatenated,
    count,
    difference,
    intersection,
    labelled,
    matching,
    strings,
    union,
    without_prefix,
)

PIECES = st.sampled_from(
    ["1", r"\d", "[2-57]", "[09]", "(?:1|23)", "(?:4|5[6-8])?", r"[01]{2}", "7{0,2}", "0?", "(?:8|)"]
)
PATTERNS = st.lists(PIECES, max_size=3).map("".join)
ALTERNATIVES = st.lists(PATTERNS, min_size=1, max_size=3).map("|".join)
ALL = [text for size in range(4) for text in (f"{n:0{size}}" if size else "" for n in range(10**size))]


@given(ALTERNATIVES)
def test_a_set_has_what_the_pattern_matches(pattern: str) -> None:
    found = set(strings(matching(pattern)))
    assert count(matching(pattern)) == len(found)
    assert {text for text in found if len(text) < 4} == {text for text in ALL if re.fullmatch(pattern, text)}
    assert all(
        re.fullmatch(pattern, text) for text in random.Random(0).sample(sorted(found), min(len(found), 50))
    )


@given(ALTERNATIVES, ALTERNATIVES)
def test_sets_combine_as_sets_do(one: str, other: str) -> None:
    a, b = matching(one), matching(other)
    left, right = set(strings(a)), set(strings(b))
    assert set(strings(union(a, b))) == left | right
    assert set(strings(intersection(a, b))) == left & right
    assert set(strings(difference(a, b))) == left - right
    assert union(a, b) is union(b, a)
    assert (difference(a, b) is EMPTY) == (left <= right)


@given(PATTERNS, PATTERNS)
def test_behind_each_other_and_taken_off_again(one: str, other: str) -> None:
    both = concatenated(matching(one), matching(other))
    assert set(strings(both)) == {a + b for a in strings(matching(one)) for b in strings(matching(other))}
    assert without_prefix(concatenated(matching("12"), matching(other)), "12") is matching(other)
    assert without_prefix(matching("1"), "23") is EMPTY


def test_equal_sets_are_one_object_and_labels_make_them_others() -> None:
    assert matching("[0-9]{2}") is matching(r"\d\d") is any_of_lengths((2,))
    assert matching("") is EPSILON
    assert labelled(matching(r"\d\d"), 3) is not matching(r"\d\d")
    assert labelled(labelled(matching(r"\d\d"), 3), 1) is matching(r"\d\d")
    assert intersection(labelled(matching("12"), 3), matching(r"\d\d")) is labelled(matching("12"), 3)


@pytest.mark.parametrize("pattern", ["a", r"\D", "1+", "1*", ".", "(1", "1)", "^1"])
def test_what_no_plan_has_held_so_far_is_an_error(pattern: str) -> None:
    with pytest.raises(ValueError, match="in '"):
        matching(pattern)
