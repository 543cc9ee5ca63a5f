"""Files and flows' keys through the client: what is uploaded can be read, what was sent can be downloaded."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
import pytest

from chakra_async import APIError, Chakra, NotFoundError
from chakra_async.errors import WhatsAppError

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

PDF = b"%PDF-1.4 \x00\xff"
KEY = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"


@pytest.mark.parametrize("named", [True, False])
async def test_an_uploaded_file_can_be_read_without_a_token(
    chakra: Chakra,
    sandbox: Sandbox,
    tmp_path: Path,
    named: bool,  # noqa: FBT001 - a case
) -> None:
    path = tmp_path / "bill.pdf"
    path.write_bytes(PDF)
    if named:
        media = await chakra.media.upload_public(PDF, filename="bill.pdf", content_type="application/pdf")
    else:
        media = await chakra.media.upload_public(str(path))
    assert media.public_media_url.endswith(".pdf")
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.url + urlsplit(media.public_media_url).path) as answer,
    ):
        assert (answer.status, answer.content_type, await answer.read()) == (200, "application/pdf", PDF)


async def test_an_upload_to_another_accounts_plugin_is_refused(chakra: Chakra) -> None:
    with pytest.raises(NotFoundError, match="Plugin not found"):
        await chakra.media.upload_public(
            PDF, filename="bill.pdf", plugin_id="00000000-0000-4000-8000-000000000000"
        )


async def test_a_file_that_a_customer_sent_is_described_and_downloaded(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    identifier = sandbox.customer("919901258433").sends(PDF, "application/pdf", "bill.pdf").media_id
    details = await chakra.media.get(identifier)
    assert (details.id, details.mime_type, details.file_size) == (identifier, "application/pdf", len(PDF))
    assert details.sha256 == hashlib.sha256(PDF).hexdigest()
    assert await chakra.media.download(identifier).read() == PDF
    saved = await chakra.media.download(identifier).save(tmp_path / "saved.pdf")
    assert saved.read_bytes() == PDF
    async with chakra.media.download_attachment(mid=identifier, ext="1", digest="x") as answer:
        assert answer.content_type == "application/pdf"
        assert b"".join([chunk async for chunk in answer]) == PDF


async def test_a_file_is_downloaded_by_the_older_path_where_the_newer_is_unknown(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    identifier = sandbox.customer("919901258433").sends(PDF, "application/pdf", "bill.pdf").media_id
    sandbox.fault("media.download", status=404, html=True, times=2)
    cannot = {"statusCode": 404, "message": "Cannot GET /v2/whatsapp", "error": "Not Found"}
    sandbox.fault("media.download", status=404, body=cannot)
    async with chakra.media.download(identifier) as answer:
        assert b"".join([chunk async for chunk in answer]) == PDF
    first, second = answer.attempts
    assert (first.status, second.status) == (404, 200)
    assert "media.download_v1 was tried next" in (first.cause or "")
    assert second.started >= first.duration
    assert await chakra.media.download(identifier).read() == PDF
    saved = await chakra.with_raw_response.media.download(identifier).save(tmp_path / "a.pdf", cap=len(PDF))
    assert saved.read_bytes() == PDF
    assert [arrival.operation for arrival in sandbox.arrivals] == ["media.download", "media.download_v1"] * 3
    assert [arrival.path[:3] for arrival in sandbox.arrivals] == ["/v2", "/v1"] * 3


async def test_an_unknown_path_of_both_is_an_error_that_lists_both(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("media.download", status=404, html=True)
    sandbox.fault("media.download_v1", status=404, html=True)
    with pytest.raises(NotFoundError) as caught:
        await chakra.media.download("1013859600285441").read()
    assert [attempt.status for attempt in caught.value.attempts] == [404, 404]
    assert len(sandbox.arrivals) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_another_refusal_is_not_asked_again(chakra: Chakra, sandbox: Sandbox, status: int) -> None:
    sandbox.fault("media.download", status=status)
    with pytest.raises(APIError) as caught:
        await chakra.media.download("1013859600285441").read()
    assert len(caught.value.attempts) == len(sandbox.arrivals) == 1


async def test_a_file_that_meta_does_not_have_is_not_asked_again(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("media.download", status=404, body={"error": {"code": 100, "message": "media not found"}})
    with pytest.raises(APIError):
        await chakra.media.download("1013859600285441").read()
    assert len(sandbox.arrivals) == 1


async def test_the_address_of_a_file_takes_the_same_token(
    chakra: Chakra, session: aiohttp.ClientSession
) -> None:
    details = await chakra.media.get("1013859600285441")
    assert details.url is not None
    async with session.get(details.url) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    async with aiohttp.ClientSession() as stranger, stranger.get(details.url) as answer:
        assert answer.status == 401


async def test_a_missing_file_is_refused_with_metas_error(chakra: Chakra) -> None:
    with pytest.raises(WhatsAppError, match="does not exist"):
        await chakra.media.get("1")
    with pytest.raises(WhatsAppError, match="does not exist"):
        await chakra.media.download("1").read()


async def test_a_key_of_flows_comes_back(chakra: Chakra) -> None:
    assert (await chakra.flows.get_business_public_key()).data == []
    assert (await chakra.flows.set_business_public_key(business_public_key=KEY)).success
    keys = (await chakra.flows.get_business_public_key()).data or []
    assert [(one.business_public_key, one.business_public_key_signature_status) for one in keys] == [
        (KEY, "VALID")
    ]
    with pytest.raises(WhatsAppError, match="not a public key"):
        await chakra.flows.set_business_public_key(business_public_key="x")
