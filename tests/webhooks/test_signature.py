"""Signatures: what is accepted, what is refused, and that nothing but our error escapes."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from chakra_async import ChakraError, Secret
from chakra_async.webhooks import SIGNATURE_HEADER, SignatureError, WebhookSecrets, sign, verify

SECRET = "s3cret"  # noqa: S105 - of a test
BODY = '{"event": "message", "name": "Jürgen 👍"}'.encode()
SIGNATURE = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()


def test_a_signature_is_the_hexadecimal_hmac_of_the_body() -> None:
    assert sign(BODY, SECRET) == SIGNATURE
    assert sign(bytearray(BODY), Secret(SECRET)) == sign(memoryview(BODY), SECRET) == SIGNATURE


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Chakra-Signature-256": SIGNATURE},
        {"x-chakra-signature-256": SIGNATURE.upper()},
        {"X-CHAKRA-SIGNATURE-256": f"sha256={SIGNATURE}"},
        {"X-Chakra-Signature-256": f"  SHA256={SIGNATURE.upper()}\t"},
        CIMultiDict({"X-Chakra-Signature-256": SIGNATURE}),
        CIMultiDict([("X-Chakra-Signature-256", SIGNATURE), ("x-chakra-signature-256", SIGNATURE)]),
        [(b"host", b"\xff\xfe"), (b"x-chakra-signature-256", SIGNATURE.encode())],
        [("X-Hub-Signature-256", "sha256=" + "0" * 64), (SIGNATURE_HEADER, SIGNATURE)],
    ],
)
def test_every_spelling_of_the_right_signature_is_accepted(headers: Any) -> None:
    assert verify(BODY, headers, SECRET) == "1"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": SIGNATURE},
        {SIGNATURE_HEADER: ""},
        {SIGNATURE_HEADER: SIGNATURE[:-1]},
        {SIGNATURE_HEADER: SIGNATURE + "0"},
        {SIGNATURE_HEADER: "é" * 64},
        {SIGNATURE_HEADER: "\ud800" * 64},
        {SIGNATURE_HEADER: "\u0660" * 64},
        {SIGNATURE_HEADER: f"{SIGNATURE},{SIGNATURE}"},
        {SIGNATURE_HEADER: f"sha512={SIGNATURE}"},
        {SIGNATURE_HEADER: f"sha256=sha256={SIGNATURE}"},
        {SIGNATURE_HEADER: f"{SIGNATURE}\n"},
        {SIGNATURE_HEADER: "A" * 44},
        {SIGNATURE_HEADER: 7},
        {7: SIGNATURE},
        [(SIGNATURE_HEADER, SIGNATURE), (SIGNATURE_HEADER, "0" * 64)],
        [(SIGNATURE_HEADER,)],
        [SIGNATURE_HEADER],
        [(SIGNATURE_HEADER, SIGNATURE, SIGNATURE)],
        7,
        None,
        "headers",
    ],
)
def test_anything_else_is_refused_with_our_error(headers: Any) -> None:
    with pytest.raises(SignatureError) as caught:
        verify(BODY, headers, SECRET)
    assert SECRET not in str(caught.value)
    assert isinstance(caught.value, ChakraError)


@pytest.mark.parametrize("secrets", [None, "", "  ", [], {}, [""], {"old": " "}, (), ["", "\t\n"]])
def test_without_a_secret_everything_is_refused(secrets: Any) -> None:
    for forged in ("", " ", "\n"):
        signature = hmac.new(forged.encode(), BODY, hashlib.sha256).hexdigest()
        with pytest.raises(SignatureError, match="No webhook secret is set"):
            verify(BODY, {SIGNATURE_HEADER: signature}, secrets)


@pytest.mark.parametrize("secrets", [7, {"a": 7}, [b"s3cret"], object()])
def test_what_is_not_a_secret_is_refused(secrets: Any) -> None:
    with pytest.raises(SignatureError):
        verify(BODY, {SIGNATURE_HEADER: SIGNATURE}, secrets)
    with pytest.raises(SignatureError):
        sign(BODY, secrets)


@pytest.mark.parametrize("body", [BODY.decode(), None, 7, ["a"], memoryview(BODY)[::2]])
def test_what_is_not_the_body_as_it_came_is_refused(body: Any) -> None:
    with pytest.raises(SignatureError):
        verify(body, {SIGNATURE_HEADER: SIGNATURE}, SECRET)


def test_several_secrets_are_counted_by_name() -> None:
    secrets = WebhookSecrets({"new": "n", "old": SECRET, "blank": ""})
    for _ in range(3):
        assert verify(BODY, {SIGNATURE_HEADER: SIGNATURE}, secrets) == "old"
    assert secrets.verify(BODY, {SIGNATURE_HEADER: sign(BODY, "n")}) == "new"
    with pytest.raises(SignatureError):
        secrets.verify(BODY, {SIGNATURE_HEADER: sign(BODY, "other")})
    assert dict(secrets.matched) == {"new": 1, "old": 3}
    assert repr(secrets) == "WebhookSecrets(new, old)"
    assert bool(secrets)
    assert not WebhookSecrets(None)


def test_secrets_come_from_the_environment_with_commas_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAKRA_WEBHOOK_SECRET", f" n, {SECRET} ,\n")
    secrets = WebhookSecrets.from_environment()
    assert secrets.verify(BODY, {SIGNATURE_HEADER: SIGNATURE}) == "2"
    assert dict(secrets.matched) == {"1": 0, "2": 1}
    monkeypatch.delenv("CHAKRA_WEBHOOK_SECRET")
    assert not WebhookSecrets.from_environment()


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_flipped_bit_of_body_or_signature_is_refused(body: bytes, data: st.DataObject) -> None:
    signature = sign(body, SECRET)
    assert verify(body, {SIGNATURE_HEADER: signature}, SECRET)
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    flipped = bytearray(body)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureError):
        verify(bytes(flipped), {SIGNATURE_HEADER: signature}, SECRET)
    bit = data.draw(st.integers(0, len(signature) * 8 - 1))
    spoilt = bytearray(signature.encode())
    spoilt[bit // 8] ^= 1 << bit % 8
    if spoilt.lower() == signature.encode():
        return  # the same digit in the other case
    with pytest.raises(SignatureError):
        verify(body, [(SIGNATURE_HEADER, bytes(spoilt))], SECRET)


@given(st.binary(), st.text() | st.binary(), st.text() | st.binary())
def test_nothing_but_our_error_escapes(body: bytes, name: str | bytes, value: str | bytes) -> None:
    for headers in ([(name, value)], [(SIGNATURE_HEADER, value)]):
        with pytest.raises(SignatureError):
            verify(body, headers, SECRET)
