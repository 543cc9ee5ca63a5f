"""Every JSON text with a meaning is read, exactly, and what was read can be copied, pickled, encoded and logged."""

from __future__ import annotations

import copy
import json
import math
import pickle
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.answers.envelope import Answer, read_answer
from chakra_async._core.answers.failure import Failure
from chakra_async._core.decoding.decoder import decode
from chakra_async._core.decoding.json_reader import MAX_DEPTH, read_json, without_surrogates
from chakra_async._core.operation import Operation
from chakra_async.models.campaigns import Enrolment
from chakra_async.outcomes import Outcome

ENROL = Operation[Any](name="x", method="POST", path="/x", repeatable=False, returns=Enrolment)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def read(body: bytes, operation: Operation[Any] = ENROL) -> Any:
    return read_answer(operation, status=200, headers={}, body=body, clock=lambda: 1 / 0, strict=False)  # type: ignore[arg-type, return-value]


@given(JSON)
def test_what_python_writes_is_read_the_same(value: Any) -> None:
    for written in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        again, deep = read_json(written.encode())
        assert (again, deep) == (value, False)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (rb'"Asha \ud83d"', "Asha \ufffd"),
        (rb'"\udc00 tail"', "\ufffd tail"),
        (rb'["\ud83d\ude00", "\ude00\ud83d"]', ["\U0001f600", "\ufffd\ufffd"]),
        (rb'{"\ud83d": {"\udfff": ["\ud800x"]}}', {"\ufffd": {"\ufffd": ["\ufffdx"]}}),
        (rb'"\\ud83d is quoted"', r"\ud83d is quoted"),
        (b'"caf\xe9"', "caf\ufffd"),
        (b"\xef\xbb\xbf[1]", [1]),
        ('["\u00e9"]'.encode("utf-16"), ["\u00e9"]),
        ('["\u00e9"]'.encode("utf-32-be"), ["\u00e9"]),
        (b"[1e400, -1e400, Infinity]", [math.inf, -math.inf, math.inf]),
        (b"18446744073709551615", 2**64 - 1),
        (b"18446744073709551616", 2**64),
        (b"[-9223372036854775808, -9223372036854775809]", [-(2**63), -(2**63) - 1]),
        (b'{"id": 340282366920938463463374607431768211456}', {"id": 2**128}),
        (b"1234567890123456789", 1234567890123456789),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": 1, "b": NaN, "a": 2, "b": 3}', {"a": 2, "b": 3}),
        (
            b'{"1234567890123456789012": "99999999999999999999"}',
            {"1234567890123456789012": "99999999999999999999"},
        ),
        (b"9" * 5000, math.inf),
    ],
)
def test_what_one_parser_refuses_or_rounds_is_read(written: bytes, value: Any) -> None:
    again, deep = read_json(written)
    assert (again, deep) == (value, False)
    assert type(again) is type(value)


def test_nan_is_read() -> None:
    assert math.isnan(read_json(b"NaN")[0])


@pytest.mark.parametrize(
    "written", [b"", b" ", b"{", b"[1,]", b"{'a': 1}", b"[1] x", b"ok", b"\x00", b"\xff\xfe", b"[" * 3000]
)
def test_what_is_not_json_is_refused(written: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_json(written)


@given(st.binary())
def test_any_bytes_are_read_or_refused(written: bytes) -> None:
    try:
        value, _ = read_json(written)
    except ValueError:
        return
    repr(value).encode()


@given(st.text())
def test_a_string_without_lone_surrogates_is_left_alone(text: str) -> None:
    assert without_surrogates(text) == text


NESTED = {
    "arrays": (b"[", b"]"),
    "objects": (b'{"a":', b"}"),
    "both": (b'[{"a":', b"}]"),
    "with siblings": (b'{"b":[],"a":', b',"c":{}}'),
    "with Infinity, for the other parser": (b'{"b":Infinity,"a":', b"}"),
}


@pytest.mark.parametrize("levels", [1, 100, 120, 600, 900, 1024, 2000, 100_000])
@pytest.mark.parametrize("shape", NESTED)
def test_a_nested_answer_can_be_used_or_is_an_error_with_its_outcome(shape: str, levels: int) -> None:
    before, behind = NESTED[shape]
    body = b'{"_data":{"process":{"id":"L1","data":' + before * levels + b"1" + behind * levels + b"}}}"
    result = read(body)
    if isinstance(result, Answer):
        made = decode(result.returns, result.value)
        assert levels < MAX_DEPTH
        assert made.process.id == "L1"
        assert copy.deepcopy(made).to_dict() == made.to_dict()
        assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own bytes
        assert repr(made)
    else:
        assert isinstance(result, Failure)
        assert levels > MAX_DEPTH / 3
        assert result.error.outcome is Outcome.UNKNOWN
        assert "nested too deeply" in str(result.error)


def test_a_message_that_was_sent_is_done_however_deep_its_answer_is() -> None:
    send = Operation[Any](name="x", method="POST", path="/x", repeatable=False, sends=True)
    body = b'{"messages":[{"id":"wamid.X"}],"more":' + b"[" * 600 + b"]" * 600 + b"}"
    assert read(body, send).error.outcome is Outcome.DONE


@pytest.mark.parametrize(
    "text", [rb"Asha \ud83d", rb"\udc00", rb"\ud83d\ud83d", rb"a\u0000b", b"caf\xe9", rb"\u202e\u0007"]
)
def test_a_strange_string_does_not_turn_a_done_call_into_an_error(text: bytes) -> None:
    answer = read(b'{"_data":{"process":{"id":"L1","data":{"name":"' + text + b'"}},"wasCreated":true}}')
    made = decode(answer.returns, answer.value)
    assert made.was_created is True
    orjson.dumps(made.to_dict())
    made.process.data["name"].encode()
