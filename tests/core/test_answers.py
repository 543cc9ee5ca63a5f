"""Each error shape that was seen becomes its class, with Meta's code and every message, and each answer has its outcome."""

from __future__ import annotations

import json
import math
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import errors
from chakra_async._core.answers.envelope import Answer, cut_short, read_answer, too_large
from chakra_async._core.answers.error_answers import error_items, has_errors
from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.operation import Operation
from chakra_async._core.pacing.retry import repeats
from chakra_async.outcomes import Outcome

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
READ = Operation[Any](name="test.read", method="GET", path="/x", repeatable=True, reads=True)
WRITE = Operation[Any](name="test.write", method="PUT", path="/x", repeatable=True)
SEND = Operation[Any](name="test.send", method="POST", path="/x", repeatable=False)
GUESSED = Operation[Any](name="test.guess", method="POST", path="/x", repeatable=False, evidence="inferred")
NO, MAYBE, DID = Outcome.REFUSED, Outcome.UNKNOWN, Outcome.DONE


def read(
    document: Any, status: Any = 400, operation: Any = SEND, headers: Any = None, *, strict: Any = False
) -> Any:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_answer(
        operation, status=status, headers=headers or {}, body=body, clock=lambda: NOW, strict=strict
    )


def error_of(document: Any, status: Any = 400, operation: Any = SEND, headers: Any = None) -> Any:
    failure = read(document, status, operation, headers)
    assert isinstance(failure, Failure)
    return failure.error


def meta(code: Any, **more: Any) -> Any:
    return {"error": {"message": f"Message for {code}", "type": "OAuthException", "code": code, **more}}


SHAPES = [
    # body, status, class, Meta's code, messages
    (
        {"_data": [], "_errors": ["(#131009) Parameter value is not valid"]},
        400,
        errors.WhatsAppError,
        131009,
        ["(#131009) Parameter value is not valid"],
    ),
    (
        {"_errors": ["violated JSON schema constraint 'required'"]},
        400,
        errors.BadRequestError,
        None,
        ["violated JSON schema constraint 'required'"],
    ),
    (
        {"_errors": ["plugin abc not found", "and more"]},
        404,
        errors.NotFoundError,
        None,
        ["plugin abc not found", "and more"],
    ),
    ({"_errors": [{"message": "no", "code": "X"}]}, 409, errors.ConflictError, None, ["no"]),
    ({"_errors": "one text"}, 422, errors.UnprocessableError, None, ["one text"]),
    ({"_errors": {"message": "an object"}}, 400, errors.BadRequestError, None, ["an object"]),
    ({"_errors": [None, 5, ["nested"], ""]}, 400, errors.BadRequestError, None, ["5", "['nested']"]),
    ({"errors": ["elsewhere"]}, 400, errors.BadRequestError, None, ["elsewhere"]),
    ({"code": "UNAUTHORIZED", "message": "bad token"}, 401, errors.AuthenticationError, None, ["bad token"]),
    ({"message": "upgrade"}, 402, errors.PlanError, None, ["upgrade"]),
    ({"message": "no role"}, 403, errors.PermissionDeniedError, None, ["no role"]),
    (b"Not Found", 404, errors.NotFoundError, None, []),
    (b'"a bare text"', 404, errors.NotFoundError, None, ["a bare text"]),
    (b"", 413, errors.PayloadTooLargeError, None, []),
    (b"<html>Bad Gateway</html>", 502, errors.ServerError, None, []),
    ({}, 418, errors.APIError, None, []),
    (meta(131047), 400, errors.WindowClosedError, 131047, ["Message for 131047"]),
    (meta(131026), 400, errors.UndeliverableError, 131026, ["Message for 131026"]),
    (meta(131042), 400, errors.PaymentError, 131042, ["Message for 131042"]),
    (meta(131048), 400, errors.SpamLimitError, 131048, ["Message for 131048"]),
    (meta(131049), 400, errors.MarketingLimitError, 131049, ["Message for 131049"]),
    (meta(131062), 400, errors.UserIdNotAllowedError, 131062, ["Message for 131062"]),
    (meta(132000), 400, errors.TemplateError, 132000, ["Message for 132000"]),
    (meta(132999), 400, errors.TemplateError, 132999, ["Message for 132999"]),
    (meta(4), 400, errors.ThrottledError, 4, ["Message for 4"]),
    (meta(80007), 400, errors.ThrottledError, 80007, ["Message for 80007"]),
    (meta(130429), 429, errors.ThrottledError, 130429, ["Message for 130429"]),
    (meta(131056), 400, errors.ThrottledError, 131056, ["Message for 131056"]),
    (meta(4), 403, errors.ThrottledError, 4, ["Message for 4"]),
    (meta(190), 401, errors.AuthenticationError, 190, ["Message for 190"]),
    (meta(131000), 500, errors.ServerError, 131000, ["Message for 131000"]),
    (meta(4), 500, errors.ServerError, 4, ["Message for 4"]),
    (meta(100), 404, errors.NotFoundError, 100, ["Message for 100"]),
    ({"_data": meta(131047)}, 200, errors.WindowClosedError, 131047, ["Message for 131047"]),
    ({"_data": {}, "_errors": ["(#131026) no"]}, 200, errors.UndeliverableError, 131026, ["(#131026) no"]),
    ({"error": "a text"}, 200, errors.APIError, None, ["a text"]),
    ({"error": True}, 200, errors.APIError, None, ["True"]),
    (meta(code=True), 400, errors.BadRequestError, None, ["Message for True"]),
    (
        {"error": {"code": 131047, "message": "m", "error_data": {"details": "d"}, "error_user_msg": "u"}},
        400,
        errors.WindowClosedError,
        131047,
        ["m: d: u"],
    ),
    ({"error": {"code": 131047, "message": 5, "error_data": "x"}}, 400, errors.WindowClosedError, 131047, []),
]


@pytest.mark.parametrize(("body", "status", "kind", "code", "messages"), SHAPES)
def test_an_error_shape_becomes_its_class(
    body: Any, status: Any, kind: Any, code: Any, messages: Any
) -> None:
    error = error_of(body, status)
    assert type(error) is kind
    assert error.meta_code == code
    assert error.messages == messages
    assert error.status == status
    assert error.operation == "test.send"
    assert str(status) in str(error)
    assert all(message in str(error) for message in messages)


def test_the_subcode_the_code_and_the_headers_are_kept() -> None:
    error = error_of(
        meta(131009, error_subcode=2494010), 400, headers={"X-Request-Id": "r-1", "Retry-After": "3"}
    )
    assert error.meta_subcode == 2494010
    assert error.request_id == "r-1"
    assert error.headers == {"x-request-id": "r-1", "retry-after": "3"}
    assert error_of({"code": "UNAUTHORIZED"}, 401).code == "UNAUTHORIZED"
    assert error_of({"code": 7}, 401).code is None
    assert error_of(meta(131009, error_subcode="x")).meta_subcode is None


def test_the_body_is_cut_and_phone_numbers_are_masked_everywhere() -> None:
    words = "no lead 919901258433 (#131026)"
    error = error_of({"_errors": [words], "message": "+91 99012 58433", "pad": "x" * 10_000}, 400)
    for text in (str(error), repr(error), error.body, *error.messages, *map(str, error.args)):
        assert "9901258433" not in text
        assert "99012 58433" not in text
    assert 1900 < len(error.body) <= 2000
    assert error.messages[0] == "no lead 91********33 (#131026)"


def test_the_message_says_what_to_do() -> None:
    assert "check the access token" in str(error_of({}, 401))
    assert "inferred" in str(error_of(b"", 404, GUESSED))
    assert "inferred" not in str(error_of(b"", 404, SEND))
    assert "HTML page" in str(error_of(b"<html>", 502, headers={"content-type": "text/html"}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["_data", "_errors", "_meta", "error", "errors", "message", "code", "error_data", "details"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.integers(200, 599), st.sampled_from([READ, WRITE, SEND]))
def test_any_json_is_an_answer_or_a_failure(document: Any, status: Any, operation: Any) -> None:
    result = read(document, status, operation)
    if isinstance(result, Failure):
        assert isinstance(result.error, errors.ChakraError)
        assert result.error.outcome is not None
        assert str(result.error)
    else:
        assert 200 <= status < 300
        assert not error_items(document)


@given(st.binary(), st.integers(100, 999), st.sampled_from([READ, WRITE, SEND]))
def test_any_bytes_are_an_answer_or_a_failure(body: Any, status: Any, operation: Any) -> None:
    result = read_answer(operation, status=status, headers={}, body=body, clock=lambda: NOW, strict=False)
    assert isinstance(result, Failure | Answer)


@given(JSON)
def test_has_errors_agrees_with_error_items(document: Any) -> None:
    assert has_errors(document) == bool(error_items(document))


@pytest.mark.parametrize("depth", [100, 900, 1020])
def test_a_deeply_nested_error_is_an_api_error(depth: Any) -> None:
    body = b'{"_errors": [' + b"[" * depth + b"]" * depth + b"]}"
    assert isinstance(error_of(body), errors.BadRequestError)


# Outcomes: status x operation

TABLE = [
    # status, headers, body; outcome of read, write, send; may be repeated by read, write, send
    (101, {}, b"", (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (400, {}, {}, (NO, NO, NO), (0, 0, 0)),
    (401, {}, {}, (NO, NO, NO), (0, 0, 0)),
    (404, {}, {}, (NO, NO, NO), (0, 0, 0)),
    (408, {}, {}, (NO, NO, NO), (0, 0, 0)),
    (429, {}, {}, (NO, NO, NO), (1, 1, 1)),
    (429, {"retry-after": "7"}, {}, (NO, NO, NO), (1, 1, 1)),
    (400, {}, {"_errors": ["(#130429)"]}, (NO, NO, NO), (1, 1, 1)),
    (503, {"retry-after": "7"}, {}, (NO, NO, NO), (1, 1, 1)),
    (503, {}, {"retry_after_ms": 7000}, (NO, NO, NO), (1, 1, 1)),
    (503, {}, {}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (500, {}, {}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (500, {"retry-after": "7"}, {}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (500, {}, {"error": {"code": 4}}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (502, {"retry-after": "7"}, {"_errors": ["(#130429) slow down"]}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (503, {}, {"error": {"code": 80007}}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (503, {"retry-after": "7"}, {"error": {"code": 4}}, (NO, NO, NO), (1, 1, 1)),
    (504, {}, {}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (999, {}, {}, (MAYBE, MAYBE, MAYBE), (1, 1, 0)),
    (301, {"location": "/x"}, {}, (NO, MAYBE, MAYBE), (0, 0, 0)),
    (307, {"location": "/x"}, {}, (NO, NO, NO), (0, 0, 0)),
    (200, {}, b"", (DID, DID, MAYBE), (1, 0, 0)),
    (200, {}, b"   ", (DID, DID, MAYBE), (1, 0, 0)),
    (200, {}, b"<html>", (DID, DID, MAYBE), (1, 0, 0)),
    (200, {}, b"\xef\xbb\xbf{", (DID, DID, MAYBE), (1, 0, 0)),
    (200, {}, {"_data": [], "_errors": ["no"]}, (NO, NO, NO), (0, 0, 0)),
    (200, {}, {"_data": None, "_errors": ["no"]}, (NO, NO, NO), (0, 0, 0)),
    (200, {}, {"_data": {"id": 1}, "_errors": ["part"]}, (NO, MAYBE, MAYBE), (0, 0, 0)),
    (200, {}, {"_data": [1], "_errors": ["part"]}, (NO, MAYBE, MAYBE), (0, 0, 0)),
    (200, {}, {"_data": {"id": 1}, "_errors": ["(#130429)"]}, (NO, MAYBE, MAYBE), (1, 0, 0)),
    (200, {}, {"_data": {"error": {"code": 1}}}, (NO, NO, NO), (0, 0, 0)),
]


@pytest.mark.parametrize(("status", "headers", "body", "outcomes", "again"), TABLE)
def test_outcome_and_retry_safety_follow_from_status_and_body(
    status: Any, headers: Any, body: Any, outcomes: Any, again: Any
) -> None:
    for operation, outcome, may in zip((READ, WRITE, SEND), outcomes, again, strict=True):
        failure = read(body, status, operation, headers)
        assert failure.error.outcome is outcome, operation.name
        assert repeats(operation, failure) is bool(may), operation.name
        if failure.retry_safety is RetrySafety.ALWAYS:
            assert failure.error.outcome is NO  # what anyone may repeat was surely not done


def test_the_head_of_a_cut_answer_counts() -> None:
    for status in (429, 503):
        failure = cut_short(SEND, status, 7.0)
        assert (failure.error.outcome, failure.retry_after, failure.throttled) == (NO, 7.0, True)
        assert repeats(SEND, failure)
    assert not repeats(SEND, cut_short(SEND, 500, 7.0))


def test_a_wait_in_a_plain_text_body_is_found() -> None:
    failure = read(b"Too many requests, retry after 700 ms", 429, SEND, {"content-type": "text/plain"})
    assert failure.retry_after == pytest.approx(0.7)


@pytest.mark.parametrize("status", [200, 201, 301, 302, 400, 404, 429, 500, 503])
def test_the_outcome_of_a_cut_or_too_large_answer_follows_from_its_status(status: Any) -> None:
    for operation in (READ, WRITE, SEND):
        for failure in (cut_short(operation, status), too_large(operation, status, 16)):
            if 400 <= status < 500:
                assert failure.error.outcome is NO
            elif 200 <= status < 300:
                assert failure.error.outcome is (DID if operation.repeatable else MAYBE)
            else:
                assert failure.error.outcome is MAYBE
            assert not repeats(SEND, failure) or status == 429


def test_success_gives_data_and_meta() -> None:
    answer = read({"_data": {"a": 1}, "_meta": {"total": 2}, "_errors": []}, 200)
    assert isinstance(answer, Answer)
    assert (answer.value, answer.meta) == ({"a": 1}, {"total": 2})
    assert read({"a": 1}, 200).value == {"a": 1}  # no envelope after all: the whole answer, not nothing
    assert read([1], 200).value == [1]
    assert read({"_data": None}, 200).value is None
    assert read({"_data": 1, "_meta": "x"}, 200).meta == {}
    assert read(b'\xef\xbb\xbf{"_data": 1}', 200).value == 1
    bare = Operation[Any](name="x", method="GET", path="/x", repeatable=True, envelope=False)
    assert read({"_data": 1}, 200, bare).value == {"_data": 1}


@pytest.mark.parametrize("status", [204, 205])
def test_no_content_is_a_success_where_the_description_has_none(status: Any) -> None:
    for operation in (READ, WRITE, SEND):
        assert read(b"", status, operation).value is None
        described = read(b"", status, operation.changed(returns=list[str]))
        assert described.error.outcome is (DID if operation.repeatable else MAYBE)
    assert read(b"", status, SEND.changed(sends=True, returns=dict[str, str])).error.outcome is MAYBE


def test_an_answer_to_head_has_no_body() -> None:
    head = Operation[Any](name="x", method="HEAD", path="/x", repeatable=True, reads=True)
    answer = read(b"", 200, head)
    assert isinstance(answer, Answer)
    assert answer.value is None


def test_strict_turns_a_mismatch_into_an_error_with_the_outcome_done() -> None:
    strange = Operation[Any](name="x", method="POST", path="/x", repeatable=False, returns=dict[str, int])
    answer = read({"_data": {"a": "b"}}, 200, strange)
    assert answer.value == {"a": "b"}
    failure = read({"_data": {"a": "b"}}, 200, strange, strict=True)
    assert type(failure.error) is errors.ResponseError
    assert failure.error.outcome is DID
    assert not repeats(READ, failure)


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("https://evil.example:444/a?b#c", "https://evil.example,"),
        ("//evil.example/x", "//evil.example,"),
        ("/elsewhere", "another path"),
        ("", "another path"),
        ("https://[bad", "unreadable"),
        ("https://user:word@evil.example", "https://evil.example,"),
        ("javascript:alert(1)", "another path"),
        ("http://[::1]:99999/", "http://::1"),
    ],
)
def test_a_redirect_names_only_the_origin(location: Any, place: Any) -> None:
    failure = read(b"", 302, headers={"location": location})
    assert place in str(failure.error)
    assert "word" not in str(failure.error)


def test_big_numbers_nan_and_repeated_keys_are_read() -> None:
    assert read(b'{"_data": 123456789012345678901234567890}', 200).value == 123456789012345678901234567890
    assert math.isnan(read(b'{"_data": NaN}', 200).value)
    assert read(b'{"_data": {"a": 1, "a": 2}}', 200).value == {"a": 2}


@pytest.mark.parametrize(
    "text",
    [
        "The address 'Flat (#4), Main Road' is not allowed",
        "no lead (#130429)",
        "name '(#80007)' is taken",
        "#4",
        "(# 4) x",
        "error (#131047) quoted",
    ],
)
def test_a_code_that_is_quoted_in_a_message_is_not_the_errors_code(text: str) -> None:
    for document in ({"_errors": [text]}, {"error": {"message": text}}, {"message": text}, text):
        failure = read(document, 400)
        assert failure.error.meta_code is None
        assert not failure.throttled
        assert not repeats(SEND, failure)


@pytest.mark.parametrize("text", ["(#4) too much", " (#4)", "\n(#4) x", "(#4)"])
def test_a_code_at_the_beginning_of_a_message_is_the_errors_code(text: str) -> None:
    assert read({"_errors": [text]}, 400).error.meta_code == 4
    assert read({"error": {"message": text}}, 400).error.meta_code == 4


MANY = {
    "strings": {"_errors": ["x" * 12] * 1_000_000},
    "long strings": {"_errors": ["919901258433 " * 100_000] * 10},
    "objects": {"_errors": [{"message": "no 919901258433", "code": 100}] * 300_000},
    "another member": {"error": "no", "errors": ["no"] * 1_000_000, "message": "y" * 1_000_000},
    "an object": {"error": {"message": "m" * 5_000_000, "error_data": {"details": "d" * 5_000_000}}},
    "nested": {"error": [[list(range(1000))] * 1000]},
    "numbers": {"error": list(range(1_000_000))},
}


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("document", MANY.values(), ids=MANY)
def test_what_an_error_keeps_is_bounded(document: Any, status: int) -> None:
    error = error_of(document, status, headers={"x-long": "h" * 100_000})
    assert len(error.messages) <= 100
    assert all(len(message) <= 1000 for message in error.messages)
    assert len(str(error)) < 1000
    assert len(error.body) <= 2000
    assert len(error.headers["x-long"]) <= 1000
    assert len(pickle.dumps(error)) < 400_000


def test_an_effect_is_seen_in_an_error_that_is_too_large_to_be_parsed() -> None:
    document = {"_errors": ["x" * 2_000_000], "_data": {"process": {"id": "L1"}}}
    assert error_of(document, 400).outcome is MAYBE
    assert error_of(document, 400, READ).outcome is NO
    assert error_of({"_errors": ["x" * 2_000_000]}, 400).outcome is NO


@pytest.mark.parametrize("status", [200, 400, 429, 500, 302])
def test_an_error_is_one_printable_line_without_numbers(status: int) -> None:
    evil = "\x1b]0;PWNED\x07\x1b[2J no\n2026 INFO approved \u009b31m \u202e +91 99012\u201158433 \ud83d"
    document = {"_errors": [evil, {"message": evil}], "code": evil, "error": evil}
    failure = read(
        document, status, headers={"x-evil": "a\x1bb\u202e", "location": "https://x\x1b\u202e.example/"}
    )
    error = failure.error
    shown = [str(error), *error.args]
    if isinstance(error, errors.APIError):
        shown += [*error.messages, error.body, error.code or "", *error.headers.values()]
    for text in shown:
        assert "58433" not in text
        assert all(character.isprintable() for character in text)


def test_the_id_that_was_asked_for_is_shown_and_a_number_is_not() -> None:
    operation = Operation[Any](
        name="x", method="POST", path="/v1/{whatsappPhoneNumberId}/to/{phoneNumber}", repeatable=False
    )
    failure = read_answer(
        operation,
        status=404,
        headers={},
        body=b'{"_errors": ["whatsapp phone number 775966265503012 not found for 919901258433"]}',
        clock=lambda: NOW,
        strict=False,
        target="/v1/775966265503012/to/919901258433?x=1",
    )
    assert "phone number 775966265503012 not found for 91********33" in str(failure.error)  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 413, 418, 422, 429, 500, 503])
def test_every_error_says_what_to_do(status: int) -> None:
    for document in (
        {},
        {"_errors": ["no"]},
        meta(131047),
        meta(132001),
        meta(131026),
        meta(131042),
        meta(4),
    ):
        message = error_of(document, status).message
        assert len(message.rpartition(": ")[2].split()) >= 3, message
