"""An error answer that shows an effect of its call is unknown and never repeated, whatever its code says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chakra_async import errors
from chakra_async._core.answers.effects import effect_of
from chakra_async._core.answers.envelope import read_answer
from chakra_async._core.answers.failure import Failure
from chakra_async._core.operation import Operation
from chakra_async._core.pacing.retry import repeats
from chakra_async.models.campaigns import Enrolment
from chakra_async.outcomes import Outcome

READ = Operation(name="test.read", method="POST", path="/x", repeatable=True, reads=True)
WRITE = Operation(name="test.write", method="PUT", path="/x", repeatable=True)
ENROL = Operation(name="test.enrol", method="POST", path="/x", repeatable=False, returns=Enrolment)
SEND = Operation(name="test.send", method="POST", path="/x", repeatable=False, sends=True)
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
        assert effect_of(SEND, status, document) is None
        assert read(document, status, SEND).error.outcome is Outcome.REFUSED
    assert repeats(SEND, read({**beside, "error": {"code": 130429}}, status, SEND))


def test_an_id_inside_an_error_is_not_beside_it() -> None:
    quoted = {"error": {"code": 100, "error_data": {"messages": [{"id": "wamid.X"}]}}}
    assert effect_of(SEND, 400, quoted) is None


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
    wide = {"_meta": {"x": [[] for _ in range(5000)]}, "error": "no"}
    assert effect_of(SEND, 400, wide) == "more than is searched"


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
    listing = Operation(
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
        assert answer.data == []
    bare = Operation(
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
    assert answer.data == []


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
    assert effect_of(send, status, document) is not None


@pytest.mark.parametrize(
    "beside",
    [{"process": "not allowed"}, {"_data": {"wasCreated": False}}, {"leads": []}, {"message": "limit"}],
)
def test_an_explanation_of_the_same_name_is_not_an_effect(beside: Any) -> None:
    send = Operation[Any](name="x", method="POST", path="/", repeatable=False)
    assert effect_of(send, 429, {"error": {"code": 4, "message": "limit"}, **beside}) is None
