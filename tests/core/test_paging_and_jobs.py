"""Pages are asked for without gaps, and a job's counts are read as they come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import UNSET, InvalidRequestError, ResponseError
from chakra_async._core.decoding.decoder import decode
from chakra_async._core.paging.cursor import PageCursor
from chakra_async._core.paging.job_progress import progress_of
from chakra_async._core.paging.styles import After, NextPath, PageFacts, PageNumber, SkipLimit
from chakra_async.models.jobs import BackgroundJob

STYLE = SkipLimit(limit_default=10, limit_maximum=100)
PATH = "/v1/ext/background-job/7/entries"


def facts(received: Any, meta: Any = None, position: Any = None) -> PageFacts:
    return PageFacts(
        received=received,
        position=received if position is None else position,
        meta=meta or {},
        path=PATH,
        address="https://api.chakrahq.com",
    )


def items(first: Any, count: Any) -> Any:
    return [{"id": number} for number in range(first, first + count)]


def walked(walk: PageCursor, answer: Any) -> tuple[list[Any], ResponseError | None]:
    """Walk to the end against a server's answer to a page's parameters; give what was delivered, and the error."""
    found: list[Any] = []
    for _ in range(2000):
        if walk.asked is None:
            return found, None
        page, meta = answer(walk.asked)
        try:
            walk.advance(page, meta)
        except ResponseError as error:
            return found, error
        found.extend(item["id"] for item in page)
        if walk.pending_error is not None:
            return found, walk.pending_error
    raise AssertionError("the walk does not end")


TELLS = st.sampled_from(
    [
        lambda more, _: {"hasMore": more},
        lambda more, _: {"hasMore": str(more).lower()},
        lambda more, _: {"hasMore": int(more)},
        lambda _, total: {"total": total},
        lambda _, total: {"total": str(total), "hasMore": None},
        lambda _, total: {"totalCount": total},
    ]
)


@given(st.integers(0, 300), st.integers(0, 50), st.integers(1, 100), TELLS, st.data())
def test_by_position_nothing_is_lost_or_doubled_however_large_the_pages_come(
    rows: Any, skip: Any, limit: Any, tells: Any, data: Any
) -> None:
    def answer(asked: Any) -> Any:
        left = max(0, rows - asked["skip"])
        given = min(left, data.draw(st.integers(1, asked["limit"])))
        return items(asked["skip"], given), tells(given < left, rows)

    walk = PageCursor(STYLE, STYLE.first({"skip": skip, "limit": limit, "where": {}}))
    assert walked(walk, answer) == (list(range(skip, rows)), None)


@given(st.integers(0, 300), st.integers(1, 60), st.none() | st.integers(1, 100), st.none() | TELLS)
def test_by_page_number_nothing_is_lost_or_doubled(rows: Any, cap: Any, limit: Any, tells: Any) -> None:
    """The server counts pages in the smaller of its own and the asked limit, and may say nothing at all."""
    asked_for = []

    def answer(asked: Any) -> Any:
        asked_for.append(asked)
        size = cap if asked["limit"] is UNSET else min(cap, asked["limit"])
        begin = (asked["page"] - 1) * size
        page = items(begin, max(0, min(size, rows - begin)))
        return page, {} if tells is None else tells(begin + len(page) < rows, rows)

    if tells is None and limit is not None:
        cap = max(cap, limit)  # pages shorter than asked for, without a word, are the end
    style = PageNumber()
    walk = PageCursor(style, style.first({} if limit is None else {"limit": limit}))
    assert walked(walk, answer) == (list(range(rows)), None)
    assert [asked["page"] for asked in asked_for] == list(range(1, len(asked_for) + 1))
    assert len({asked["limit"] for asked in asked_for}) == 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_by_cursor_empty_and_short_pages_are_no_end(sizes: Any) -> None:
    starts = [sum(sizes[:index]) for index in range(len(sizes))]

    def answer(asked: Any) -> Any:
        index = int(asked.get("after", "0"))
        last = index + 1 == len(sizes)
        paging = {"cursors": {"after": str(index + 1)}}  # the last page may still carry one
        return items(starts[index], sizes[index]), {
            "paging": paging if last else {**paging, "next": "https://graph"}
        }

    walk = PageCursor(After(), After().first({"fields": "name"}))
    assert walked(walk, answer) == (list(range(sum(sizes))), None)


@given(st.integers(1, 200), st.integers(1, 50), st.sampled_from(["next", "nextPage", "links.next", "path"]))
def test_by_path_only_the_query_is_taken(rows: Any, size: Any, name: Any) -> None:
    def answer(asked: Any) -> Any:
        assert asked["kind"] == "ERROR"
        begin = int(asked.get("offset", 0))
        page = items(begin, min(size, rows - begin))
        meta: Any = {"total": rows, "previousPath": f"{PATH}?offset=0"}
        if begin + size < rows:
            value = f"{PATH}?offset={begin + size}&size={size}"
            meta.update({"links": {"next": value}} if "." in name else {name: value})
        return page, meta

    walk = PageCursor(
        NextPath(), NextPath().first({"kind": "ERROR"}), path=PATH, address="https://api.chakrahq.com"
    )
    assert walked(walk, answer) == (list(range(rows)), None)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.data())
def test_a_server_that_leads_in_circles_ends_in_an_error_and_never_in_an_endless_walk(
    targets: Any, data: Any
) -> None:
    """Whatever page a cursor leads to, the walk ends, and no page is given twice."""

    def answer(asked: Any) -> Any:
        index = int(asked.get("after", "0"))
        after = str(data.draw(st.sampled_from(targets)))
        return items(index * 10, 2), {"paging": {"cursors": {"after": after}, "next": "x"}}

    found, error = walked(PageCursor(After(), After().first({"after": "0"})), answer)
    assert len(found) == len(set(found))
    assert error is not None
    assert "already" in error.message


def test_a_page_is_the_same_by_its_ids_also_where_the_rest_changes() -> None:
    walk = PageCursor(STYLE, STYLE.first({"limit": 2}))
    walk.advance([{"id": 1, "seen": 1}, {"id": 2, "seen": 1}], {"hasMore": True})
    with pytest.raises(ResponseError, match="same page"):
        walk.advance([{"id": 1, "seen": 2}, {"id": 2, "seen": 2}], {"hasMore": True})


def test_endless_empty_pages_are_an_error() -> None:
    count = iter(range(1000))
    found, error = walked(
        PageCursor(After(), After().first({})),
        lambda _: ([], {"paging": {"cursors": {"after": str(next(count))}, "next": "x"}}),
    )
    assert found == []
    assert error is not None
    assert "empty" in error.message


@pytest.mark.parametrize(
    ("received", "meta", "more"),
    [
        (100, {"hasMore": True}, True),
        (3, {"hasMore": True}, True),
        (3, {"hasMore": "true"}, True),
        (100, {"hasMore": False}, False),
        (100, {}, True),
        (99, {}, False),
        (120, {}, True),
        (0, {"hasMore": True}, False),
        (0, {}, False),
        (100, {"hasMore": None}, True),
        (99, {"hasMore": None}, False),
        (99, {"hasMore": "false"}, False),
        (99, {"total": 100}, True),
        (99, {"total": 99}, False),
        (100, {"total": 100}, True),  # what a total counts is not documented
        (0, {"total": 100}, False),
        (99, {"total": "100"}, True),
        (99, {"total": True}, False),
        (99, {"hasMore": False, "total": 200}, False),
    ],
)
def test_the_end_is_where_the_server_says_or_a_page_is_not_full(received: Any, meta: Any, more: Any) -> None:
    assert (STYLE.following(STYLE.first({}), facts(received, meta)) is not None) is more
    numbered = PageNumber(limit_maximum=100)
    if received:
        assert (numbered.following(numbered.first({}), facts(received, meta)) is not None) is more


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example" + PATH + "?offset=2",
        "//evil.example" + PATH + "?offset=2",
        "http://api.chakrahq.com" + PATH + "?offset=2",
        "https://api.chakrahq.com:444" + PATH + "?offset=2",
        "https://user@api.chakrahq.com" + PATH + "?offset=2",
        "/v1/ext/users?offset=2",
        PATH + "/../../8/entries?offset=2",
        "/v1/ext/background-job/8/entries?offset=2",
        "https://[bad/",
    ],
)
def test_a_next_path_elsewhere_is_an_error_after_what_came(path: Any) -> None:
    walk = PageCursor(NextPath(), {}, path=PATH, address="https://api.chakrahq.com")
    found, error = walked(walk, lambda _: (items(0, 2), {"next": path}))
    assert found == [0, 1]
    assert error is not None
    assert "not followed" in error.message


@pytest.mark.parametrize(
    ("meta", "query"),
    [
        ({"next": PATH + "?offset=2&id=1&id=2&empty="}, {"offset": "2", "id": ["1", "2"], "empty": ""}),
        ({"next": "https://api.chakrahq.com" + PATH + "?offset=2"}, {"offset": "2"}),
        ({"next": "?offset=2"}, {"offset": "2"}),
        ({"nextPage": None, "hasMore": False}, None),
        ({"next": ""}, None),
        ({"prev": PATH + "?offset=0"}, None),
        ({"total": 2}, None),
        ({}, None),
    ],
)
def test_a_next_path_is_found_under_any_name(meta: Any, query: Any) -> None:
    assert NextPath().following({}, facts(2, meta)) == query


@pytest.mark.parametrize("meta", [{"hasMore": True}, {"hasNext": "true"}, {"total": 3}])
def test_more_without_a_path_is_an_error_and_no_silent_end(meta: Any) -> None:
    with pytest.raises(ResponseError, match="not under which path"):
        NextPath().following({}, facts(2, meta))


def test_whole_pages_are_asked_for_where_no_size_is_given() -> None:
    assert STYLE.first({"skip": UNSET, "limit": UNSET}) == {"skip": 0, "limit": 100}
    assert PageNumber().first({}) == {"page": 1, "limit": UNSET}
    assert PageNumber(limit_maximum=1000).first({}) == {"page": 1, "limit": 1000}
    assert After(limit_maximum=1000).first({}) == {"limit": 1000}


@pytest.mark.parametrize(
    ("style", "name", "value"),
    [
        (STYLE, "skip", -1),
        (STYLE, "skip", 1.0),
        (STYLE, "skip", True),
        (STYLE, "skip", "1"),
        (STYLE, "skip", None),
        (STYLE, "limit", 0),
        (STYLE, "limit", 101),
        (STYLE, "limit", None),
        (STYLE, "limit", "10"),
        (STYLE, "limit", False),
        (PageNumber(), "page", 0),
        (PageNumber(), "limit", 0),
        (PageNumber(limit_maximum=10), "limit", 11),
        (After(), "limit", -1),
    ],
)
def test_a_bad_size_is_refused_by_name(style: Any, name: Any, value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=name):
        style.first({name: value})


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
