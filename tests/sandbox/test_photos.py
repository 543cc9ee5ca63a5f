"""Photos: what is uploaded comes back byte for byte."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from chakra_async import (
    BadRequestError,
    Chakra,
    ConnectionLostError,
    InvalidRequestError,
    NotFoundError,
    Outcome,
)
from chakra_async.models import Photo

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

OWN = "f03ee609-cd2d-4e61-821d-9b0531e4ad8c"
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40 + b"\r\n--"


async def test_a_photo_comes_back_byte_for_byte_with_its_type(chakra: Chakra, tmp_path: Path) -> None:
    (tmp_path / "house.png").write_bytes(IMAGE)
    photo = await chakra.photos.upload(tmp_path / "house.png")
    assert isinstance(photo, Photo)
    assert photo.id
    assert (photo.filename, photo.filetype, photo.is_public) == ("house.png", "png", False)
    async with chakra.photos.get(photo.id) as answer:
        assert answer.content_type == "image/png"
        assert b"".join([piece async for piece in answer]) == IMAGE
    saved = await chakra.photos.get(photo.id).save(tmp_path / "back.png")
    assert saved.read_bytes() == IMAGE


async def test_a_photo_takes_the_name_and_kind_it_is_given(chakra: Chakra, sandbox: Sandbox) -> None:
    photo = await chakra.photos.upload(
        io.BytesIO(IMAGE), filename="mobile_screenshot", filetype="jpeg", content_type="image/jpeg"
    )
    assert photo.id
    assert (photo.filename, photo.filetype) == ("mobile_screenshot", "jpeg")
    assert await chakra.photos.get(photo.id).read() == IMAGE
    assert sandbox.arrivals[-1].operation == "photos.get"


async def test_a_photo_is_stored_under_the_callers_id(chakra: Chakra, sandbox: Sandbox) -> None:
    assert (await chakra.photos.upload_with_id(IMAGE, OWN, filename="a.png")).id == OWN
    assert await chakra.photos.get(OWN.upper()).read() == IMAGE
    again = await chakra.photos.upload_with_id(b"another", OWN, filename="b.png")
    assert (again.id, again.filename) == (OWN, "b.png")
    assert await chakra.photos.get(OWN).read() == b"another"
    with pytest.raises(InvalidRequestError, match="photo_id"):
        await chakra.photos.upload_with_id(IMAGE, "mine")
    assert sandbox.arrived == 4


async def test_a_missing_photo_is_not_found(chakra: Chakra) -> None:
    with pytest.raises(NotFoundError, match="photo"):
        await chakra.photos.get(OWN).read()


async def test_a_form_without_a_photo_is_refused(chakra: Chakra, sandbox: Sandbox) -> None:
    with pytest.raises(BadRequestError, match="Content-Type"):
        await chakra.request("POST", "/v1/ext/photo", json={"photo": "x"})
    assert sandbox.arrivals[-1].worked is False


async def test_an_upload_whose_outcome_is_unknown_is_not_repeated(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("photos.upload_with_id", reset="after", times=1)
    with pytest.raises(ConnectionLostError) as caught:
        await chakra.photos.upload_with_id(IMAGE, OWN)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert sandbox.arrived == 1
    assert await chakra.photos.get(OWN).read() == IMAGE
