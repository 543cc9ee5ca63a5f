"""Shares of a run: together they are all slices, and no slice is in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.distributed.slices import ALL, Share
from chakra_async.errors import SettingsError


@given(slices=st.sets(st.integers(0, 10_000), max_size=300), total=st.integers(1, 60))
def test_the_shares_of_one_total_have_each_slice_once(slices: set[int], total: int) -> None:
    shared = [number for place in range(1, total + 1) for number in Share(place, total).of(sorted(slices))]
    assert sorted(shared) == sorted(slices)


@given(slices=st.sets(st.integers(0, 1000), max_size=100), gone=st.sets(st.integers(0, 1000), max_size=100))
def test_a_slice_stays_in_its_share_when_others_are_finished(slices: set[int], gone: set[int]) -> None:
    share = Share(2, 7)
    assert share.of(sorted(slices - gone)) == [one for one in share.of(sorted(slices)) if one not in gone]


def test_all_is_every_slice() -> None:
    assert ALL.of([5, 6, 9]) == [5, 6, 9]
    assert Share.parse(" 3 / 40 ") == Share(3, 40)
    assert str(Share(3, 40)) == "3/40"


@pytest.mark.parametrize(
    "text", ["", "3", "/", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3", "1.5/2", "٣/٤", "1/99999999999"]
)
def test_what_is_not_a_share_is_refused_in_words(text: str) -> None:
    with pytest.raises(SettingsError, match="share"):
        Share.parse(text)
