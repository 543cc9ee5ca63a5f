"""Pages are asked for without gaps, and a job's counts are read as they come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import UNSET, InvalidRequestError
from chakra_async.core.convert import decode
from chakra_async.core.jobs import progress_of
from chakra_async.core.paging import SkipLimit
from chakra_async.models.jobs import BackgroundJob

STYLE = SkipLimit(limit_default=10, limit_maximum=100)


@given(st.lists(st.integers(0, 120), max_size=12), st.integers(0, 50), st.integers(1, 100))
def test_pages_follow_each_other_without_a_gap(sizes: Any, skip: Any, limit: Any) -> None:
    """Whatever sizes the server gives, the next page begins where the last one ended."""
    body = STYLE.first({"skip": skip, "limit": limit, "where": {}})
    received = 0
    for size in sizes:
        assert body == {"skip": skip + received, "limit": limit, "where": {}}
        received += size
        following = STYLE.following(body, size, {"hasMore": True})
        if size == 0:
            assert following is None
            return
        body = following


@pytest.mark.parametrize(
    ("received", "meta", "more"),
    [
        (100, {"hasMore": True}, True),
        (3, {"hasMore": True}, True),
        (100, {"hasMore": False}, False),
        (100, {}, True),
        (99, {}, False),
        (120, {}, True),
        (0, {"hasMore": True}, False),
        (0, {}, False),
        (100, {"hasMore": None}, True),
        (99, {"hasMore": None}, False),
        (99, {"hasMore": "false"}, False),
    ],
)
def test_the_end_is_where_the_server_says_or_a_page_is_not_full(received: Any, meta: Any, more: Any) -> None:
    body = STYLE.first({})
    assert (STYLE.following(body, received, meta) is not None) is more


def test_whole_pages_are_asked_for_where_no_size_is_given() -> None:
    assert STYLE.first({"skip": UNSET, "limit": UNSET}) == {"skip": 0, "limit": 100}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("skip", -1),
        ("skip", 1.0),
        ("skip", True),
        ("skip", "1"),
        ("skip", None),
        ("limit", 0),
        ("limit", 101),
        ("limit", None),
        ("limit", "10"),
        ("limit", False),
    ],
)
def test_a_bad_size_is_refused_by_name(name: Any, value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=name):
        STYLE.first({name: value})


def test_counts_become_progress() -> None:
    counts = {"NOT_STARTED": 2, "SUCCESS": 3, "ERROR": 1, "INVALID": 4, "NEW_KIND": 5}
    progress = progress_of(None, {"bjEntryCompletionStatusVsCount": counts})
    assert (progress.not_started, progress.success, progress.error, progress.invalid) == (2, 3, 1, 4)
    assert progress.total == 15
    assert progress.counts == counts
    assert not progress.finished
    done = progress_of(None, {"bjEntryCompletionStatusVsCount": {"SUCCESS": 3}})
    assert done.finished


@pytest.mark.parametrize(
    "meta",
    [
        {},
        {"bjEntryCompletionStatusVsCount": None},
        {"bjEntryCompletionStatusVsCount": {}},
        {"bjEntryCompletionStatusVsCount": {"SUCCESS": "3"}},
    ],
)
def test_a_job_without_counts_is_not_taken_for_finished(meta: Any) -> None:
    progress = progress_of(None, meta)
    assert not progress.finished
    assert progress.total == 0


@pytest.mark.parametrize(
    ("ended", "counts", "finished"),
    [
        (1700000000000, {}, True),
        (0, {}, False),
        (None, {}, False),
        ("1700000000000", {}, False),
        (1700000000000, {"NOT_STARTED": 1}, False),
        (0, {"SUCCESS": 1}, True),
    ],
)
def test_a_job_without_counts_is_finished_when_it_says_so(ended: Any, counts: Any, finished: Any) -> None:
    job = decode(BackgroundJob, {"id": "j-1", "completedAt": ended})
    assert progress_of(job, {"bjEntryCompletionStatusVsCount": counts}).finished is finished
