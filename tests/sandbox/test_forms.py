from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.sandbox.forms import FormError, parse_form

TYPE = "multipart/form-data; boundary=edge"


def form(*parts: bytes) -> bytes:
    return b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"


@given(st.binary(max_size=200).filter(lambda data: b"\r\n--edge" not in data))
def test_a_file_comes_out_byte_for_byte(data: bytes) -> None:
    head = (
        b'Content-Disposition: form-data; name="photo"; filename="a b.png"\r\nContent-Type: image/png\r\n\r\n'
    )
    fields = parse_form(
        TYPE, form(b'Content-Disposition: form-data; name="kind"\r\n\r\nr\xc3\xa9d', head + data)
    )
    assert list(fields) == ["kind", "photo"]
    assert (fields["kind"].text, fields["kind"].filename, fields["kind"].content_type) == ("réd", None, "")
    photo = fields["photo"]
    assert (photo.data, photo.filename, photo.content_type) == (data, "a b.png", "image/png")


def test_a_filename_beyond_ascii_is_understood_in_its_encoded_form() -> None:
    head = b"Content-Disposition: form-data; name=photo; filename*=UTF-8''r%C3%A9d.png\r\n\r\n"
    assert parse_form(TYPE, form(head + b"x"))["photo"].filename == "réd.png"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", form(b"\r\n")),
        ("multipart/form-data", form(b"\r\n")),
        (TYPE, b""),
        (TYPE, b"--edge\r\nContent-Disposition: form-data; name=a\r\n\r\nx"),
        (TYPE, form(b"Content-Disposition: form-data\r\n\r\nx")),
        (TYPE, form(b"Content-Disposition: form-data; name=a")),
    ],
)
def test_an_incomplete_form_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(FormError):
        parse_form(content_type, body)
