"""A user's mistakes: each marked line must be an error to a type checker, and no other line may be one."""

# pyright: strict

from __future__ import annotations

from chakra_async import Chakra, Limits, Timeouts
from chakra_async.models.messages import Text, TextMessage
from chakra_async.models.process_requests import NewProcess


async def arguments(chakra: Chakra) -> None:
    await chakra.campaigns.add_phone_number(campaign_id="c")  # error: phone_number is missing
    await chakra.campaigns.add_phone_number(campaign="c", phone_number="1")  # error: no such argument
    await chakra.campaigns.add_phone_number(campaign_id="c", phone_number=919901258433)  # error: not a string
    await chakra.campaigns.add_phone_number("c", "1")  # error: by name only
    await chakra.leads.create()  # error: data is missing
    await chakra.processes.get("ticket")  # error: process_id is missing
    await chakra.processes.update("ticket", "p", next_action_at="tomorrow")  # error: not epoch milliseconds
    await chakra.processes.bulk_create("ticket", [7])  # error: not a process
    await chakra.users.list(limit=1)  # error: no such argument
    await chakra.messages.send()  # error: the message is missing
    await chakra.messages.send("hello")  # error: a string is not a message
    await chakra.messages.send_template("919901258433")  # error: template_name is missing
    await chakra.messages.send_template("919901258433", template_name="t", mapping=7)  # error: not a mapping
    await chakra.media.upload_public(7)  # error: no content
    await chakra.templates.delete()  # error: name is missing
    await chakra.calling.update_settings(calling=7)  # error: not calling settings
    await chakra.users.get("u", timeouts="5")  # error: neither seconds nor Timeouts
    await chakra.messages.send_template(phone_number="1", template_name="t")  # error: the recipient is `to`
    await chakra.messages.send_text("1", "hello", phone_number="1")  # error: no such argument
    await chakra.messages.send_text("1")  # error: the text is missing
    await chakra.messages.send_text(text="hello")  # error: neither `to` nor `recipient`
    await chakra.messages.send_text(recipient="IN.1")  # error: the text is missing
    await chakra.messages.send_image("1", recipient=7)  # error: not a string


async def results(chakra: Chakra) -> None:
    lead = await chakra.processes.get("lead", "p")
    _ = lead.creation_time  # error: no such member
    _number: int = lead.id  # error: a string
    for _user in chakra.users.list():  # error: not awaited
        return
    for _page in await chakra.processes.list("lead"):  # error: a page is not a list
        return
    for _process in chakra.processes.list("lead"):  # error: without async
        return
    async for _text in chakra.media.download("m"):  # error: a download is opened first
        return
    response = await chakra.with_raw_response.processes.get("lead", "p")
    _ = response.id  # error: the answer is its data


def models() -> None:
    TextMessage(to="1")  # error: text is missing
    TextMessage(to="1", text="hello")  # error: not a Text
    Text(text="hello")  # error: no such member
    NewProcess({"a": 1})  # error: by name only
    Limits(rate="fast")  # error: neither a number nor adaptive
    Timeouts(connect="5")  # error: not a number
    Chakra(tokens="t")  # error: no such setting
    Chakra(timeout=3)  # error: it is called timeouts
    Chakra(timeouts="3")  # error: neither seconds nor Timeouts
    Chakra(limits=5)  # error: not Limits


def copies(chakra: Chakra) -> None:
    chakra.with_options(timeout=3)  # error: it is called timeouts
    chakra.with_options(timeouts="3")  # error: neither seconds nor Timeouts
    chakra.with_options(retries=3)  # error: no such setting
    chakra.with_options(observers=7)  # error: not observers
    chakra.with_options(tls=None)  # error: the connections are shared
