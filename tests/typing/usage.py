"""A user's code as it must type: no cast, no ignore, no Any where the library knows better. It is read, never run."""

# pyright: strict

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, assert_type

from chakra_async import Chakra, ChakraError, Limits, Retry, Timeouts
from chakra_async._core.response import Response
from chakra_async._extras.bulk_jobs import BulkJobs
from chakra_async.downloads import Download, DownloadAnswer
from chakra_async.models.calling import CallPermissions, CallResult
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.chats import Chat, ChatMessage
from chakra_async.models.jobs import BackgroundJob
from chakra_async.models.media import PublicMedia
from chakra_async.models.messages import SentMessage, Text, TextMessage
from chakra_async.models.phone_numbers import PhoneNumber
from chakra_async.models.processes import NewProcess, Process, ProcessStatus
from chakra_async.models.templates import Template
from chakra_async.models.users import User
from chakra_async.outcomes import Attempt, Outcome
from chakra_async.pagination import Page, Pages


def client() -> Chakra:
    return Chakra(
        token="t",  # noqa: S106 - nobody runs this
        plugin_id=None,
        timeouts=Timeouts(connect=5, read=30, total=60),
        retry=Retry(attempts=3),
        limits=Limits(concurrency=10, rate="adaptive"),
    )


async def enrol(chakra: Chakra) -> None:
    enrolment = await chakra.campaigns.add_phone_number(campaign_id="c", phone_number="919901258433")
    assert_type(enrolment, Enrolment)
    assert_type(enrolment.process, Process)
    assert_type(enrolment.process.created_at_datetime, datetime | None)
    assert_type(enrolment.was_created, bool)
    assert_type(enrolment.extra, dict[str, Any])
    assert_type(enrolment.to_dict(), dict[str, Any])
    status = enrolment.process.status
    if isinstance(status, ProcessStatus):
        code: str = status.value
        assert code


async def pages(chakra: Chakra) -> None:
    leads = chakra.processes.list("lead", where={"status": "OPEN"}, limit=50)
    assert_type(leads, Pages[Process])
    async for lead in leads:
        assert_type(lead, Process)
    async for page in leads.pages():
        assert_type(page, Page[Process])
        assert_type(page.items, list[Process])
    assert_type(await leads.first(), Process | None)
    assert_type(await chakra.templates.list(name="hello").to_list(), list[Template])
    assert_type(await chakra.chats.list().to_list(limit=3), list[Chat])
    assert_type(
        await chakra.chats.messages_for_phone_number(phone_number="919901258433").first(), ChatMessage | None
    )
    raw = await chakra.with_raw_response.processes.list("lead")
    assert_type(raw, Response[list[Process]])


async def messages(chakra: Chakra) -> None:
    text = TextMessage(to="919901258433", text=Text(body="hello", preview_url=True))
    sent = await chakra.messages.send(text)
    assert_type(sent, SentMessage)
    assert_type(sent.message_id, str | None)
    mapping = {"messaging_product": "whatsapp", "to": "1", "type": "text", "text": {"body": "hello"}}
    assert_type(await chakra.messages.send(mapping, phone_number_id="1"), SentMessage)
    template = await chakra.messages.send_template(
        "919901258433", template_name="order_update", mapping={"1": "Ada"}, language="en_US"
    )
    assert_type(template, ChatMessage)


async def files(chakra: Chakra, path: Path) -> None:
    uploaded = await chakra.media.upload_public(path, filename="a.pdf", content_type="application/pdf")
    assert_type(uploaded, PublicMedia)
    assert_type(uploaded.public_media_url, str)
    await chakra.photos.upload(b"bytes", filename="a.png")
    download = chakra.media.download("1234567890")
    assert_type(download, Download)
    assert_type(await download.save(path), Path)
    assert_type(await download.read(cap=100), bytes)
    async with download as answer:
        assert_type(answer, DownloadAnswer)
        assert_type(answer.content_type, str)
        async for piece in answer:
            assert_type(piece, bytes)


async def rest(chakra: Chakra) -> None:
    users = await chakra.users.list()
    assert_type(users, list[User])
    assert_type(await chakra.users.update("u", first_name="Ada"), User)
    assert_type(await chakra.phone_numbers.list(), list[PhoneNumber])
    assert_type(await chakra.calling.get_permissions(user_wa_id="1"), CallPermissions)
    assert_type(await chakra.calling.call(action="accept", call_id="c"), CallResult)
    assert_type(await chakra.calling.update_settings(calling={"status": "ENABLED"}), dict[str, Any])
    job = await chakra.processes.bulk_create("ticket", items=[NewProcess(data={"a": 1}), {"data": {}}])
    assert_type(job, BulkJobs)
    assert_type(job.jobs, list[BackgroundJob])
    assert_type(job.id, str)


async def responses(chakra: Chakra) -> None:
    response = await chakra.with_raw_response.users.get("u", extra_headers={"X-Trace": "1"})
    assert_type(response, Response[User])
    assert_type(response.data, User)
    assert_type(response.status, int)
    for attempt in response.attempts:
        assert_type(attempt, Attempt)
    assert_type(await chakra.request("GET", "/v1/ext/config"), Response[Any])
    try:
        await chakra.with_options(timeouts=Timeouts(total=1)).health.check()
    except ChakraError as error:
        assert_type(error.outcome, Outcome)
