"""A user's code as it must type: no cast, no ignore, no Any where the library knows better. It is read, never run."""

# pyright: strict

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

from chakra_async import (
    Attempt,
    BulkJobs,
    BulkProgress,
    Chakra,
    ChakraError,
    Download,
    DownloadAnswer,
    JobProgress,
    Limits,
    Outcome,
    Page,
    Pages,
    Response,
    Retry,
    Timeouts,
)
from chakra_async.models.calling import CallPermissions, CallResult
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.chats import Chat, ChatMessage
from chakra_async.models.common import Success
from chakra_async.models.jobs import BackgroundJob
from chakra_async.models.media import PublicMedia
from chakra_async.models.messages import SentMessage, Text, TextMessage
from chakra_async.models.phone_numbers import PhoneNumber
from chakra_async.models.process_requests import NewProcess
from chakra_async.models.processes import Process, ProcessStatus
from chakra_async.models.templates import Template
from chakra_async.models.users import User

if TYPE_CHECKING:
    from chakra_async.resources import Messages, RawMessages
    from chakra_async.types import (
        Buttons,
        ClientOptions,
        FileContent,
        Sections,
        Sending,
        SendingToUser,
        TemplateFilling,
    )


def client() -> Chakra:
    return Chakra(
        token="t",  # noqa: S106 - never run
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
    assert_type(await leads, Page[Process])
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
    assert_type(sent.message_id, str)
    mapping = {"messaging_product": "whatsapp", "to": "1", "type": "text", "text": {"body": "hello"}}
    assert_type(await chakra.messages.send(mapping, phone_number_id="1"), SentMessage)
    template = await chakra.messages.send_template(
        "919901258433", template_name="order_update", mapping={"1": "Ada"}, language="en_US"
    )
    assert_type(template, ChatMessage)


async def helpers(helper: Messages, raw: RawMessages, template: Template) -> None:
    buttons: Buttons = {"yes": "Yes"}
    sections: Sections = {"Morning": {"9": "Nine"}}
    sending: Sending = {"reply_to": "wamid.IN", "timeouts": 5}
    assert_type(await helper.send_text("1", "hello", **sending), SentMessage)
    assert_type(await helper.send_buttons("1", "?", buttons), SentMessage)
    assert_type(await helper.send_list("1", "?", "Choose", sections), SentMessage)
    assert_type(await helper.send_text(recipient="IN.1", text="hello"), SentMessage)
    assert_type(await helper.send_text(None, "hello", recipient="IN.1"), SentMessage)
    to_user: SendingToUser = {"recipient": "IN.1", "tag": "t"}
    assert_type(await helper.send_buttons(text="?", buttons=buttons, **to_user), SentMessage)
    components: list[dict[str, Any]] = [{"type": "body", "parameters": []}]
    assert_type(
        await helper.send_template_components("1", "order_update", components, language="en"), SentMessage
    )
    assert_type(await helper.send_template_components(template=template, **to_user), SentMessage)
    sent = await raw.send_text("1", "hello", **sending)
    assert_type(sent, Response[SentMessage])
    assert_type(sent.data.message_id, str)
    filling: TemplateFilling = {"mapping": {"1": 7, "2": 0.5}}
    assert_type(await helper.send_checked_template("1", template, **filling), ChatMessage)
    assert_type(await raw.send_checked_template("1", template, **filling), Response[ChatMessage])
    assert_type(await raw.mark_read("wamid.IN"), Response[Any])


async def options(chakra: Chakra) -> Chakra:
    changes: ClientOptions = {"timeouts": 3, "limits": Limits(rate=5)}
    assert_type(chakra.with_options(**changes), Chakra)
    assert_type(chakra.with_options(token="t", retry=Retry(attempts=1), observers=[print]), Chakra)  # noqa: S106
    await chakra.users.get("u", timeouts=2.5)
    await chakra.request("GET", "/v1/ext/config", timeouts=1)
    return Chakra(timeouts=3, trust_env=True)


async def content(chakra: Chakra, file: FileContent) -> None:
    await chakra.media.upload_public(file)


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
    assert_type(await chakra.calling.update_settings(calling={"status": "ENABLED"}), Success)
    job = await chakra.processes.bulk_create("ticket", items=[NewProcess(data={"a": 1}), {"data": {}}])
    assert_type(job, BulkJobs)
    assert_type(job.jobs, list[BackgroundJob])
    assert_type(job.id, str)
    assert_type(await job.wait(timeout=1), BulkProgress)
    assert_type(await chakra.jobs.wait(job), JobProgress)
    assert_type(await chakra.with_raw_response.jobs.wait("j"), Response[JobProgress])
    assert_type(await chakra.with_raw_response.templates.find("t"), Response[Template])


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
