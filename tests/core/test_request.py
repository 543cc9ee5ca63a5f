"""Requests have exactly the segments, queries, bodies and headers of their arguments."""

from __future__ import annotations

# ruff: noqa: PT017 - a property of whichever of the two comes
import collections
import dataclasses
import enum
import math
import types
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from chakra_async import UNSET, InvalidRequestError, Outcome
from chakra_async._core.operation import NO_OPTIONS, Operation, Options
from chakra_async._core.request import build, path_segment
from chakra_async.model import Model
from chakra_async.models.process_requests import NewRecord
from chakra_async.models.processes import ProcessStatus

OPERATION = Operation[Any](name="test.call", method="POST", path="/v1/{one}/mid/{two}", repeatable=False)
PLAIN = Operation[Any](name="test.call", method="POST", path="/v1/plain", repeatable=False)


def made(body: Any = UNSET, query: Any = None, **options: Any) -> Any:
    return build(
        PLAIN, path=None, query=query, body=body, options=Options(**options) if options else NO_OPTIONS
    )


@given(st.text(), st.text())
def test_the_number_of_segments_never_changes(one: Any, two: Any) -> None:
    try:
        request = build(OPERATION, path={"one": one, "two": two}, query=None, body=UNSET, options=NO_OPTIONS)
    except InvalidRequestError as error:
        assert error.outcome is Outcome.NOT_SENT
        return
    segments = request.target.split("/")
    assert len(segments) == 5
    assert [unquote(segments[2]), unquote(segments[4])] == [one, two]
    sent = URL("http://host" + request.target, encoded=True)
    assert sent.raw_path_qs == request.target
    assert URL("http://host" + request.target).parts[1:] == (
        "v1",
        one,
        "mid",
        two,
    )  # nothing resolves it away


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "..",
        "a/b",
        "/",
        "../x",
        "a\\b",
        "\ud800",
        None,
        True,
        1.5,
        b"x",
        [],
        {},
        UNSET,
        pytest.param(10**5000, id="huge"),
    ],
)
def test_an_id_that_changes_the_path_is_refused_by_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="the_id"):
        path_segment(value, "the_id")


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("LEAD 1", "LEAD%201"),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c", "a%3Fb%23c"),
        (7, "7"),
        ("ä", "%C3%A4"),
        ("a\r\nb", "a%0D%0Ab"),
        ("...", "..."),
        (" ", "%20"),
        ("\x00", "%00"),
        ("a;b", "a%3Bb"),
    ],
)
def test_an_id_is_percent_encoded_as_one_segment(value: Any, segment: Any) -> None:
    assert path_segment(value, "the_id") == segment


def test_a_missing_path_parameter_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="two"):
        build(OPERATION, path={"one": "a"}, query=None, body=UNSET, options=NO_OPTIONS)


def test_a_phone_number_in_a_refused_id_does_not_show() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        path_segment("919901258433/x", "the_id")
    assert "9901258433" not in str(caught.value)


# Queries


def test_a_query_leaves_out_what_is_not_given_and_writes_the_rest() -> None:
    query = {
        "a": "x y&z",
        "b": True,
        "c": False,
        "d": 5,
        "e": 1.5,
        "f": UNSET,
        "g": None,
        "h": ["1", 2],
        "i": "ä",
        "j": ProcessStatus.OPEN if hasattr(ProcessStatus, "OPEN") else "OPEN",
    }
    target = made(query=query).target
    path, _, text = target.partition("?")
    assert path == "/v1/plain"
    assert parse_qsl(text) == [
        ("a", "x y&z"),
        ("b", "true"),
        ("c", "false"),
        ("d", "5"),
        ("e", "1.5"),
        ("h", "1"),
        ("h", "2"),
        ("i", "ä"),
        ("j", "OPEN"),
    ]
    assert "+" not in text


@given(st.dictionaries(st.text(min_size=1), st.text(min_size=1), min_size=1))
def test_any_query_string_arrives_unchanged(query: Any) -> None:
    try:
        target = made(query=query).target
    except InvalidRequestError:
        assert any("\ud800" <= character <= "\udfff" for pair in query.items() for character in "".join(pair))
        return
    assert target.isascii()
    assert dict(parse_qsl(target.partition("?")[2], keep_blank_values=True)) == query


def test_an_empty_query_leaves_the_path_alone() -> None:
    assert made(query={"a": UNSET, "b": None}).target == "/v1/plain"
    assert made(query={"a": []}).target == "/v1/plain"


def test_a_query_is_added_to_that_of_the_path() -> None:
    operation = Operation[Any](name="x", method="GET", path="/v1/x?a=1", repeatable=True)
    assert (
        build(operation, path=None, query={"b": 2}, body=UNSET, options=NO_OPTIONS).target == "/v1/x?a=1&b=2"
    )


@pytest.mark.parametrize("value", [{}, (1,), b"x", object(), [[1]], pytest.param(10**5000, id="huge")])
def test_a_query_value_of_another_type_is_refused_by_name(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="the_name"):
        made(query={"the_name": value})


def test_extra_params_win_over_the_calls_own() -> None:
    assert made(query={"a": 1}, extra_params={"a": 2, "b": 3}).target == "/v1/plain?a=2&b=3"


# Bodies


def test_unset_is_left_out_and_none_is_sent() -> None:
    assert orjson.loads(made({"a": UNSET, "b": None, "c": 0, "d": ""}).body) == {"b": None, "c": 0, "d": ""}


def test_no_body_is_none_and_not_null() -> None:
    assert made().body is None
    assert made(None).body == b"null"
    assert made({}).body == b"{}"


@pytest.mark.parametrize(
    "body", [{"a": {"b": UNSET}}, {"a": [UNSET]}, [UNSET], {"a": {"b": {"c": (UNSET,)}}}]
)
def test_a_nested_unset_is_refused_and_never_sent_as_a_string(body: Any) -> None:
    with pytest.raises(InvalidRequestError, match="UNSET"):
        made(body)


def test_models_enums_datetimes_and_read_only_mappings_are_written() -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    body = {
        "record": NewRecord(extra={"seen": 1}),
        "status": ProcessStatus("OPEN"),
        "at": moment,
        "view": types.MappingProxyType({"a": types.MappingProxyType({"b": 1})}),
        "chain": collections.ChainMap({"c": 1}),
        "tuple": (1, 2),
    }
    assert orjson.loads(made(body).body) == {
        "record": {"seen": 1},
        "status": "OPEN",
        "at": "2026-01-02T00:00:00+00:00",
        "view": {"a": {"b": 1}},
        "chain": {"c": 1},
        "tuple": [1, 2],
    }


class Odd:
    """Like an array of numpy: comparing gives no boolean."""

    def __eq__(self, other: object) -> None:
        raise ValueError("ambiguous")

    __hash__ = None


class NoJson(enum.Enum):
    X = object()


def loop() -> Any:
    endless = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize(
    "body",
    [
        {"a": object()},
        {"a": {1, 2}},
        {"a": b"x"},
        {"a": "\ud800"},
        {"a": 2**64},
        {1: 2},
        {"a": Odd()},
        {"a": 1j},
        {"a": NoJson.X},
        {"a": loop()},
    ],
)
def test_a_body_that_is_not_json_is_refused(body: Any) -> None:
    with pytest.raises(InvalidRequestError, match="JSON") as caught:
        made(body)
    assert caught.value.outcome is Outcome.NOT_SENT


def test_extra_body_wins_and_needs_an_object() -> None:
    assert orjson.loads(made({"a": 1, "b": 2}, extra_body={"b": 3, "c": 4}).body) == {"a": 1, "b": 3, "c": 4}
    assert orjson.loads(made(extra_body={"c": 4}).body) == {"c": 4}
    model = Model(extra={"a": 1, "b": 2})
    assert orjson.loads(made(model, extra_body={"b": 3}).body) == {"a": 1, "b": 3}
    assert orjson.loads(made(types.MappingProxyType({"a": 1}), extra_body={"b": 3}).body) == {"a": 1, "b": 3}
    with pytest.raises(InvalidRequestError, match="extra_body"):
        made([1], extra_body={"c": 4})


def test_a_request_does_not_show_its_body() -> None:
    assert "919901258433" not in repr(
        made({"phoneNumber": "919901258433"}, extra_headers={"X-Key": "919901258433"})
    )


# Headers


@pytest.mark.parametrize(
    "value", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "\x00", "ä", "\u2028", "\x7f", 5, None, b"x"]
)
def test_a_header_value_that_could_be_misread_is_refused_and_not_shown(value: Any) -> None:
    with pytest.raises(InvalidRequestError, match="X-Mine") as caught:
        made(extra_headers={"X-Mine": value})
    assert "Evil" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"data": {"tags": {1}}}, r"JSON: data\.tags: set is not a JSON value\."),
        (
            {"data": [{"a": 1}, {"b": (1, object())}]},
            r"JSON: data\[1\]\.b\[1\]: object is not a JSON value\.",
        ),
        ({"data": {"price": Decimal("1.1")}}, r"JSON: data\.price: Decimal is not a JSON value\."),
        ({"data": {5: "a"}}, r"JSON: a name in data is not a string\."),
        ({"data": {"a": UNSET}}, r"JSON: data\.a: UNSET is not allowed inside"),
        (b"x", r"JSON: bytes is not a JSON value\."),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(body: Any, place: str) -> None:
    with pytest.raises(InvalidRequestError, match=place):
        made(body)


def test_a_value_that_contains_itself_many_times_is_refused_at_once() -> None:
    body: dict[str, Any] = {}
    body.update({"a": body, "b": [body, body]})
    with pytest.raises(InvalidRequestError, match="JSON"):
        made(body)


@pytest.mark.parametrize("name", ["extra_headers", "extra_params", "extra_body"])
@pytest.mark.parametrize("value", [[("X-Mine", "1")], "X-Mine: 1", 5, [1], {1}], ids=repr)
def test_what_is_no_mapping_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=f"{name} must be a mapping of names to values, not "):
        made({"a": 1}, **{name: value})


@pytest.mark.parametrize("name", ["", "X Mine", "X-Mine:", "X\r\nEvil", "Ä", 5, "X\x00"])
def test_a_header_name_that_could_be_misread_is_refused(name: Any) -> None:
    with pytest.raises(InvalidRequestError, match="extra_headers"):
        made(extra_headers={name: "1"})


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "HOST",
        "Content-Length",
        "Transfer-Encoding",
        "Cookie",
        "Connection",
        "Upgrade",
    ],
)
def test_a_header_that_the_client_sets_is_refused(name: Any) -> None:
    with pytest.raises(InvalidRequestError, match="client itself"):
        made(extra_headers={name: "1"})


def test_a_valid_header_is_sent() -> None:
    assert made(extra_headers={"X-Mine": "one two"}).headers == {"X-Mine": "one two"}
    assert made().headers is None


@dataclasses.dataclass
class Priced:
    price: float


class Odds(enum.Enum):
    EVEN = math.nan


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"price": math.nan}, "price is nan"),
        ({"items": [{}, {"data": {"price": math.inf}}]}, r"items\[1\]\.data\.price is inf"),
        ([1.0, (2.0, -math.inf)], r"\[1\]\[1\] is -inf"),
        ({"record": NewRecord(extra={"score": math.nan})}, r"record\.score is nan"),
        ({"view": types.MappingProxyType({"a": math.nan})}, r"view\.a is nan"),
        ({"a": Priced(math.inf)}, r"a\.price is inf"),
        ({"odds": Odds.EVEN}, "odds is nan"),
        (math.nan, "it is nan"),
        ({"919901258433": math.nan}, r"91\*+33 is nan"),
    ],
)
def test_a_number_that_is_not_finite_is_refused_by_its_place_and_never_sent_as_null(
    body: Any, place: str
) -> None:
    with pytest.raises(InvalidRequestError, match=place) as caught:
        made(body)
    assert caught.value.outcome is Outcome.NOT_SENT


@given(st.recursive(st.none() | st.floats() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3)))
def test_what_is_sent_as_null_was_none(body: Any) -> None:
    def endless(value: Any) -> bool:
        if isinstance(value, list):
            return any(map(endless, value))
        return isinstance(value, float) and not math.isfinite(value)

    try:
        sent = orjson.loads(made(body).body)
    except InvalidRequestError:
        assert endless(body)
    else:
        assert sent == body


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_query_number_that_is_not_finite_is_refused_by_name(value: float) -> None:
    with pytest.raises(InvalidRequestError, match="the_name"):
        made(query={"the_name": value})
