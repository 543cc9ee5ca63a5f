"""An error answer that shows an effect of its call is unknown and never repeated, whatever its code says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import errors
from chakra_async._core.answers.effects import effect_of
from chakra_async._core.answers.envelope import read_answer
from chakra_async._core.answers.failure import Failure
from chakra_async._core.operation import Operation
from chakra_async._core.pacing.retry import repeats
from chakra_async.models.campaigns import Enrolment
from chakra_async.outcomes import Outcome

READ = Operation[Any](name="test.read", method="POST", path="/x", repeatable=True, reads=True)
WRITE = Operation[Any](name="test.write", method="PUT", path="/x", repeatable=True)
ENROL = Operation[Any](name="test.enrol", method="POST", path="/x", repeatable=False, returns=Enrolment)
SEND = Operation[Any](name="test.send", method="POST", path="/x", repeatable=False, sends=True)
SENT = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.X1"}]}
LEAD = {"process": {"id": "L1", "data": {}}, "wasCreated": True}


def read(document: Any, status: int, operation: Any, headers: Any = None) -> Any:
    failure = read_answer(
        operation,
        status=status,
        headers=headers or {},
        body=json.dumps(document).encode(),
        clock=lambda: 1 / 0,  # type: ignore[arg-type, return-value]
        strict=False,
    )
    assert isinstance(failure, Failure)
    return failure


ERRORS = [
    {"error": {"code": 130429}},
    {"error": {"code": 4, "message": "(#4) too much"}},
    {"_errors": [{"code": 80007}]},
    {"_errors": ["(#131056) slow down"]},
    {"_errors": ["bad"]},
    {"error": {"code": 131047}},
    {"error": "no"},
]
WITH_ID = [
    SENT,
    {"_data": SENT},
    {"data": SENT},
    {"whatsappMessageId": "wamid.X"},
    {"_data": {"whatsappMessageId": "wamid.X"}},
    {"externalId": "wamid.X"},
    {"_data": {"externalId": "any"}},
    {"_data": {"message": {"id": "wamid.X"}}},
    {"_data": [{"result": ["wamid.X"]}]},
    LEAD,
    {"_data": LEAD},
    {"data": {"process": {"id": 7}}},
    {"_data": {"id": "L1"}},
    {"_data": {"processId": "L1"}},
    {"result": {"job": {"id": "j"}}},
]


@pytest.mark.parametrize("status", [200, 201, 400, 404, 429, 500, 503])
@pytest.mark.parametrize("operation", [WRITE, ENROL, SEND], ids=lambda operation: operation.name)
@pytest.mark.parametrize("beside", WITH_ID, ids=json.dumps)
@pytest.mark.parametrize("error", ERRORS, ids=json.dumps)
def test_an_id_beside_an_error_is_unknown_and_never_repeated(
    error: Any, beside: Any, operation: Any, status: int
) -> None:
    failure = read({**beside, **error}, status, operation, {"retry-after": "1"})
    assert failure.error.outcome is Outcome.UNKNOWN
    assert not repeats(operation, failure)
    assert "beside the error" in str(failure.error)
    assert "look before calling again" in str(failure.error)


@pytest.mark.parametrize("code", [4, 80007, 130429, 131056, 1, 131047])
def test_an_error_inside_the_data_does_not_hide_what_is_beside_it(code: int) -> None:
    for data in (LEAD, SENT, {"id": "L1"}, {"contacts": [{"wa_id": "1"}]}, {"wasCreated": True}):
        failure = read({"_data": {**data, "error": {"code": code}}}, 200, ENROL)
        assert failure.error.outcome is Outcome.UNKNOWN
        assert not repeats(ENROL, failure)


@pytest.mark.parametrize(
    "beside",
    [
        {"_data": [1]},
        {"_data": {"id": 1}},
        {"_data": "queued"},
        {"_data": True},
        {"data": [{"x": 1}]},
        {"contacts": [{"wa_id": "1"}]},
        {"id": "T1"},
        {"wasCreated": True},
        {"result": {"x": 1}},
    ],
    ids=json.dumps,
)
def test_any_data_beside_an_error_in_a_success_is_unknown(beside: Any) -> None:
    for error in ERRORS:
        failure = read({**beside, **error}, 200, ENROL)
        assert failure.error.outcome is Outcome.UNKNOWN
        assert not repeats(ENROL, failure)


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"_data": []},
        {"_data": {}},
        {"_data": None},
        {"data": ""},
        {"_meta": {"requestId": "r"}},
        {"success": False, "status": "failed", "message": "no"},
        {"_data": {"retryAfterMs": 500, "code": 4, "message": "slow"}},
        {"messages": []},
        {"messages": ["only words"]},
        {"process": None},
        {"messaging_product": "whatsapp"},
    ],
    ids=json.dumps,
)
@pytest.mark.parametrize("status", [200, 400, 429])
def test_what_explains_an_error_is_not_an_effect(beside: Any, status: int) -> None:
    for error in ERRORS:
        document = {**beside, **error}
        assert effect_of(SEND, document) is None
        assert read(document, status, SEND).error.outcome is Outcome.REFUSED
    assert repeats(SEND, read({**beside, "error": {"code": 130429}}, status, SEND))


UUID = "5ba0e13a-ac26-4656-afdd-643ea0813137"
OF_THE_ERROR = [
    {"fbtrace_id": "AbCdEf"},
    {"error_id": "e-1"},
    {"errorId": UUID},
    {"requestId": UUID},
    {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"},
    {"correlationId": UUID},
    {"error_subcode": 2494055},
    {"error_data": {"messaging_product": "whatsapp", "details": "Too many messages from this number"}},
    {
        "details": [
            {"path": "/phone", "code": "type", "message": "must be string", "info": {"type": "string"}}
        ]
    },
    {"is_transient": True},
    {"type": "OAuthException", "error_user_title": "Limit", "error_user_msg": "Try later"},
    {"params": {"additionalProperty": "x"}, "instancePath": "/to", "keyword": "type"},
    {"name": ["is required by the schema"]},
    {"retryAfterMs": 27160},
    {"data": None, "id": None},
]


@pytest.mark.parametrize("member", OF_THE_ERROR, ids=json.dumps)
@pytest.mark.parametrize("status", [200, 400, 429])
def test_an_id_of_the_error_itself_does_not_keep_a_throttled_call_from_being_repeated(
    member: Any, status: int
) -> None:
    for error in ({"error": {"code": 4, **member}}, {"_data": {"error": {"code": 4, **member}}}):
        failure = read(error, status, SEND)
        assert failure.error.outcome is Outcome.REFUSED
        assert repeats(SEND, failure)


INSIDE_ERROR = [
    {"error_data": {"messages": [{"id": "wamid.X"}]}},
    {"error_data": {"details": "wamid.HBgMOTE"}},
    {"message": "sent as WAMID.HBGMOTE"},
    {"messageId": "m-1"},
    {"message_id": 17},
    {"leadId": "L1"},
    {"processId": UUID},
    {"data": {"id": "L1"}},
    {"data": {"process": {"name": "x"}}},
    {"details": {"id": 7}},
    {"lead": UUID},
    {"id": "L1"},
    {"code": UUID},
    {"contacts": [{"wa_id": "1"}]},
    {"created": True},
]


@pytest.mark.parametrize("member", INSIDE_ERROR, ids=json.dumps)
@pytest.mark.parametrize("status", [200, 400, 429])
def test_an_id_of_a_record_inside_an_error_is_unknown_and_never_repeated(member: Any, status: int) -> None:
    for error in (
        {"error": {"code": 4, **member}},
        {"_errors": [{"code": 130429, **member}]},
        {"_data": {"error": {"code": 4, **member}}},
    ):
        failure = read(error, status, SEND)
        assert failure.error.outcome is Outcome.UNKNOWN
        assert not repeats(SEND, failure)


BESIDE = [
    {"id": "L1"},
    {"id": 7},
    {"_id": "65f0c0ffee"},
    {"ID": "L1"},
    {"uuid": UUID},
    {"_data": UUID},
    {"_data": [UUID, UUID]},
    {"_data": True},
    {"_data": 1},
    {"_data": ["L1"]},
    {"_data": "queued for later"},
    {"_data": {"name": "Max Muster"}},
    {"_data": {"type": "lead"}},
    {"_data": {"status": "accepted"}},
    {"data": True},
    {"data": {"attributes": {"message": "hi"}}},
    {"result": {"created": True}},
    {"result": {"created": 1}},
    {"result": "L1"},
    {"result": {"message": "done"}},
    {"contacts": [{"input": "x", "wa_id": "1"}]},
    {"key": {"id": "3EB0"}},
    {"messages": [{"message_status": "accepted"}]},
    {"messages": ["3EB0C767D26A1D"]},
    {"message": {"key": {"id": "3EB0"}}},
    {"message": UUID},
    {"message": f"wamid.{'HBgM' * 4}"},
    {"status": "accepted"},
    {"status": "sent"},
    {"success": True},
    {"ok": True},
    {"_meta": {"jobId": "j"}},
    {"_meta": {"created": 1}},
    {"job": "started"},
    {"name": "Max Muster"},
    {"process": "not allowed"},
    {"anything": {"never": ["seen"]}},
    {"response": {"id": "L1"}},
    {"payload": [[{"x": "y"}]]},
    {"sent": 1},
]


@pytest.mark.parametrize("beside", BESIDE, ids=json.dumps)
@pytest.mark.parametrize("status", [200, 400, 429])
def test_whatever_is_not_known_to_belong_to_an_error_keeps_a_call_from_being_repeated(
    beside: Any, status: int
) -> None:
    for error in (
        {"error": {"code": 4, "message": "(#4) Application request limit reached"}},
        {"_errors": ["(#130429) Rate limit hit"]},
        {"errors": [{"message": "slow down"}], "error": {"code": 80007}},
    ):
        failure = read({**error, **beside}, status, ENROL, {"retry-after": "1"})
        assert failure.error.outcome is Outcome.UNKNOWN
        assert not repeats(ENROL, failure)
        assert "look before calling again" in str(failure.error)
    if status == 429:
        assert not repeats(ENROL, read(beside, status, ENROL))


KNOWN = [
    {"_data": [], "_errors": ["(#130429) Rate limit hit"]},
    {"_data": [], "_errors": ["(#131056) (Business Account, Consumer Account) pair rate limit hit"]},
    {"_errors": [{"message": "(#4) Application request limit reached", "code": 4}], "_meta": {}},
    {
        "error": {
            "message": "(#80007) Rate limit issues",
            "type": "OAuthException",
            "code": 80007,
            "fbtrace_id": "A",
        }
    },
    {
        "_data": {
            "error": {"message": "Rate limit hit", "code": 130429, "error_data": {"details": "slow down"}}
        }
    },
]
THROTTLING = [
    {},
    [],
    None,
    "Too many requests",
    "rate_limited",
    {"message": "Too Many Requests"},
    {"statusCode": 429, "message": "ThrottlerException: Too Many Requests", "error": "Too Many Requests"},
    {"code": "RATE_LIMITED", "message": "slow down", "retry_after_ms": 27160},
    {"status": 429, "title": "Too Many Requests", "type": "about:blank", "detail": "x", "instance": "/v1/x"},
    {"status": "error", "success": False, "error": "Too many requests", "retryAfter": "27"},
    {"name": "TooManyRequestsError", "message": "x", "limit": 10, "remaining": 0, "reset": 1764230400},
    {"_data": {"retryAfterMs": 20}, "_errors": ["slow down, retry after 20 ms"]},
    {"timestamp": "2026-11-27T10:00:00Z", "path": "/v1/x", "status": 429, "error": "Too Many Requests"},
    {"cloudflare_error": True, "ray_id": "8f0", "error_code": 1015, "retryable": True, "retry_after": 30},
    [{"error": {"code": 4}}],
]


@pytest.mark.parametrize("document", KNOWN, ids=json.dumps)
@pytest.mark.parametrize("status", [200, 400, 403, 429])
def test_a_throttling_error_in_a_shape_of_meta_is_repeated(document: Any, status: int) -> None:
    failure = read(document, status, SEND)
    assert failure.error.outcome is Outcome.REFUSED
    assert repeats(SEND, failure)


@pytest.mark.parametrize("document", THROTTLING, ids=json.dumps)
def test_a_bare_429_is_repeated_in_any_shape_that_errors_have(document: Any) -> None:
    failure = read(document, 429, SEND)
    assert failure.error.outcome is Outcome.REFUSED
    assert repeats(SEND, failure)


@pytest.mark.parametrize(
    "body", [b'{"messages":[{"id":"wamid.X"', b"wamid.X", b"<p>wamid.X</p>", b'{"process": {"id": 1}, x}']
)
def test_an_id_in_a_body_that_is_not_json_keeps_a_call_from_being_repeated(body: bytes) -> None:
    failure = read_answer(
        SEND, status=429, headers={}, body=body, clock=lambda: datetime.now(UTC), strict=False
    )
    assert isinstance(failure, Failure)
    assert failure.error.outcome is Outcome.UNKNOWN
    assert not repeats(SEND, failure)


@given(
    st.recursive(
        st.none() | st.just(False) | st.just(0) | st.just(""),  # noqa: FBT003 - a value of JSON
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )
)
def test_what_is_empty_or_false_shows_nothing(document: Any) -> None:
    assert effect_of(SEND, document) is None


@given(st.text(min_size=1), st.integers(min_value=1) | st.just(True) | st.uuids().map(str))  # noqa: FBT003 - JSON
def test_what_is_in_data_beside_an_error_always_shows_something(name: str, value: Any) -> None:
    known = {
        "code",
        "retry",
        "error",
        "limit",
        "wait",
        "second",
        "remaining",
        "reset",
        "backoff",
        "window",
        "time",
    }
    known |= {"status", "max", "min", "line", "id"}
    # Flags that say that it failed, and ids of the request.
    known |= {
        "exact",
        "exception",
        "expose",
        "fail",
        "fatal",
        "inclusive",
        "operational",
        "required",
        "throttle",
    }
    known |= {"transient", "ray", "trace", "instance"}
    if not any(word in name.lower() for word in known):
        assert effect_of(SEND, {"_data": {name: value}, "error": {"code": 4}}) is not None


@pytest.mark.parametrize("beside", WITH_ID, ids=json.dumps)
def test_a_read_has_no_effect_and_is_repeated_as_its_code_says(beside: Any) -> None:
    failure = read({**beside, "error": {"code": 130429}}, 200, READ)
    assert failure.error.outcome is Outcome.REFUSED
    assert repeats(READ, failure)


def test_a_throttling_answer_with_an_effect_still_pauses_the_others() -> None:
    failure = read({**SENT, "error": {"code": 4}}, 200, SEND, {"retry-after": "7"})
    assert isinstance(failure.error, errors.ThrottledError)
    assert (failure.throttled, failure.client_wide, failure.retry_after) == (True, True, 7.0)


def test_a_document_that_is_too_wide_to_be_searched_counts_as_one_with_an_effect() -> None:
    wide = {"_meta": {"message": ["no"] * 20_000}, "error": "no"}
    assert effect_of(SEND, wide) == "more than is searched"


EMPTY = [None, {}, [], "", "ok", 0, 7, True, [1]]


@pytest.mark.parametrize("data", EMPTY, ids=json.dumps)
@pytest.mark.parametrize("enveloped", [True, False])
def test_a_call_that_cannot_be_repeated_is_unknown_without_the_object_that_proves_it(
    data: Any,
    enveloped: bool,  # noqa: FBT001 - a table's column
) -> None:
    failure = read({"_data": data} if enveloped else data, 200, ENROL)
    assert isinstance(failure.error, errors.ResponseError)
    assert failure.error.outcome is Outcome.UNKNOWN
    assert "not the described object" in str(failure.error)
    assert not repeats(ENROL, failure)


@pytest.mark.parametrize("document", [{"_data": None}, {"_data": []}, {"_data": None, "_meta": {"total": 0}}])
def test_a_listing_of_null_is_an_empty_listing(document: Any) -> None:
    listing = Operation[Any](
        name="x", method="GET", path="/x", repeatable=True, reads=True, returns=list[Enrolment]
    )
    for strict in (True, False):
        answer: Any = read_answer(
            listing,
            status=200,
            headers={},
            body=json.dumps(document).encode(),
            clock=lambda: 1 / 0,  # type: ignore[arg-type, return-value]
            strict=strict,
        )
        assert answer.value == []
    bare = Operation[Any](
        name="x",
        method="GET",
        path="/x",
        repeatable=True,
        reads=True,
        envelope=False,
        returns=list[Enrolment],
    )
    answer = read_answer(
        bare,
        status=200,
        headers={},
        body=b'{"data": null}',
        clock=lambda: 1 / 0,
        strict=False,  # type: ignore[arg-type, return-value]
    )
    assert answer.value == []


@pytest.mark.parametrize("status", [200, 400, 429])
@pytest.mark.parametrize(
    "beside",
    [
        {"_data": {"whatsappMessageId": 12345}},
        {"messages": {"id": "abc"}},
        {"message": {"id": "abc"}},
        {"_data": {"process": "5ba0e13a-ac26-4656-afdd-643ea0813137"}},
        {"process": {"uuid": "x"}},
        {"leads": [{"id": "a"}]},
        {"tasks": {"id": "a"}},
        {"_data": {"wasCreated": True}},
    ],
)
def test_an_id_in_another_spelling_beside_a_throttling_error_is_never_repeated(
    beside: Any, status: int
) -> None:
    send = Operation[Any](name="x", method="POST", path="/", repeatable=False)
    document = {"error": {"code": 4, "message": "limit"}, **beside}
    assert effect_of(send, document) is not None


@pytest.mark.parametrize(
    "beside",
    [{"process": ""}, {"_data": {"wasCreated": False}}, {"leads": []}, {"message": "limit"}],
)
def test_an_explanation_of_the_same_name_is_not_an_effect(beside: Any) -> None:
    send = Operation[Any](name="x", method="POST", path="/", repeatable=False)
    assert effect_of(send, {"error": {"code": 4, "message": "limit"}, **beside}) is None
