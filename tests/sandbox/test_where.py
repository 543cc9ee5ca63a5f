from __future__ import annotations

import operator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.sandbox.where import QueryError, compile_where

NAMES = st.sampled_from(["status", "city", "score", "flag"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, 2.0]),
    st.sampled_from(["", "A", "B", "1"]),
)
LISTS = st.lists(SCALARS, max_size=3)
CONDITIONS = st.one_of(
    SCALARS,
    LISTS,
    st.dictionaries(st.sampled_from(["=", "!="]), st.one_of(SCALARS, LISTS), max_size=2),
    st.dictionaries(st.sampled_from([">", ">=", "<", "<="]), SCALARS, max_size=3),
)
QUERIES = st.recursive(
    st.dictionaries(NAMES, CONDITIONS, max_size=3),
    lambda inner: st.builds(
        lambda plain, combined: {**plain, **combined},
        st.dictionaries(NAMES, CONDITIONS, max_size=2),
        st.dictionaries(st.sampled_from(["or", "and"]), st.lists(inner, max_size=3), max_size=2),
    ),
    max_leaves=6,
)
PROCESSES = st.dictionaries(NAMES, SCALARS, max_size=4)

ORDER = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values: numbers by value, anything else by kind and value."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def naive(query: dict[str, Any], process: dict[str, Any]) -> bool:
    """The filter, read word by word each time it is asked."""
    for key, condition in query.items():
        if key == "or":
            holds = any(naive(each, process) for each in condition)
        elif key == "and":
            holds = all(naive(each, process) for each in condition)
        else:
            signs = condition if isinstance(condition, dict) else {"=": condition}
            holds = all(naive_sign(process.get(key), sign, value) for sign, value in signs.items())
        if not holds:
            return False
    return True


def naive_sign(actual: Any, sign: str, value: Any) -> bool:
    choices = value if isinstance(value, list) else [value]
    if sign == "=":
        return any(same(actual, choice) for choice in choices)
    if sign == "!=":
        return not any(same(actual, choice) for choice in choices)
    kinds = {
        "text" if type(each) is str else "number" if type(each) in {int, float} else "neither"
        for each in (actual, value)
    }
    return kinds in ({"text"}, {"number"}) and bool(ORDER[sign](actual, value))


@given(QUERIES, PROCESSES)
def test_a_compiled_query_agrees_with_the_grammar(query: dict[str, Any], process: dict[str, Any]) -> None:
    assert compile_where(query)(process.get) is naive(query, process)


@given(QUERIES, QUERIES, PROCESSES)
def test_and_is_the_product_and_or_the_sum(
    left: dict[str, Any], right: dict[str, Any], process: dict[str, Any]
) -> None:
    each = [compile_where(query)(process.get) for query in (left, right)]
    assert compile_where({"and": [left, right]})(process.get) is all(each)
    assert compile_where({"or": [left, right]})(process.get) is any(each)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - the offset is drawn below
    st.integers(-14 * 60, 14 * 60),
)
def test_a_time_is_compared_as_the_moment_it_is_whatever_its_offset(
    naive_time: datetime, minutes: int
) -> None:
    moment = naive_time.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    milliseconds = int(moment.timestamp() * 1000)
    query = {"createdAt": {">=": moment.isoformat(), "<=": moment.isoformat()}}
    assert compile_where(query)({"createdAt": milliseconds}.get)
    assert not compile_where(query)({"createdAt": milliseconds + 1}.get)
    assert not compile_where(query)({"createdAt": milliseconds - 1}.get)


def test_the_documented_example_is_understood() -> None:
    wanted = compile_where(
        {
            "status": "OPEN",
            "state": "NEW",
            "createdAt": {">": "2023-09-01T06:27:30+05:30", "<": "2023-09-10T06:27:30+05:30"},
            "or": [{"email": "test@example.com"}, {"phone_number": "7701214822"}],
        }
    )
    process = {"status": "OPEN", "state": "NEW", "createdAt": 1_693_900_000_000, "phone_number": "7701214822"}
    assert wanted(process.get)
    assert not wanted({**process, "phone_number": "7701214823"}.get)
    assert not wanted({**process, "state": "CONVERTED"}.get)


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("pair", [(True, True), (1, True), (False, 0), ("1", 1), (None, None), ("a", None)])
def test_values_without_an_order_are_neither_above_nor_below(sign: str, pair: tuple[Any, Any]) -> None:
    actual, bound = pair
    assert not compile_where({"x": {sign: bound}})({"x": actual}.get)


def test_queries_may_be_nested_and_not_without_end() -> None:
    query: dict[str, Any] = {"x": 1}
    for _ in range(50):
        query = {"or": [query]}
    assert compile_where(query)({"x": 1}.get)
    with pytest.raises(QueryError, match="nested more than 50 deep"):
        compile_where({"and": [query]})


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ([], "a query must be an object, not an array"),
        ({"score": {"~": 1}}, "unknown operator '~'"),
        ({"or": {"score": 1}}, "`or` takes a list of queries, not an object"),
        ({"and": [1]}, "a query must be an object, not a number"),
        ({"or": True}, "`or` takes a list of queries, not a boolean"),
        ({"or": None}, "`or` takes a list of queries, not null"),
        ("status", "a query must be an object, not a string"),
        ({"createdAt": {">": 1_693_900_000_000}}, "not a number"),
        ({"createdAt": {">": "yesterday"}}, "is not an ISO-8601 time"),
        ({"createdAt": "2023-09-01T06:27:30"}, "has no offset"),
    ],
)
def test_a_query_that_cannot_be_understood_is_refused_with_the_reason(query: Any, part: str) -> None:
    with pytest.raises(QueryError, match=part):
        compile_where(query)
