"""The helpers as a user of them writes, for mypy and pyright in strict mode; it also runs, once, as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from chakra_async import Chakra, Timeouts
from chakra_async.models import (
    ChatMessage,
    ImageHeader,
    ListRow,
    ListSection,
    MediaReference,
    ReplyButton,
    ReplyButtonContent,
    SentMessage,
    Template,
    TemplateMapping,
)
from chakra_async.sandbox import Sandbox

if TYPE_CHECKING:
    from chakra_async.types import TemplateFilling

NUMBER = "919901258433"
URL = "https://example.com/a.png"


async def texts(chakra: Chakra) -> str:
    sent = await chakra.messages.send_text(NUMBER, "Hi", preview_url=True, reply_to="wamid.IN", tag="4711")
    assert_type(sent, SentMessage)
    await chakra.messages.reply(NUMBER, "wamid.IN", "Yes", timeouts=Timeouts(total=5))
    await chakra.messages.send_image(NUMBER, URL, caption="A cat", plugin_id=None)
    await chakra.messages.send_location(NUMBER, 12, 77.59, name="Shop")
    await chakra.messages.send_contacts(NUMBER, [{"name": {"formatted_name": "Ada", "first_name": "Ada"}}])
    await chakra.messages.react(NUMBER, "wamid.IN", "👍")
    return assert_type(sent.message_id, str)


async def choices(chakra: Chakra) -> None:
    header = ImageHeader(image=MediaReference(link=URL))
    button = ReplyButton(reply=ReplyButtonContent(id="yes", title="Yes"))
    await chakra.messages.send_buttons(NUMBER, "?", {"yes": "Yes"}, header=header, footer="Below")
    await chakra.messages.send_buttons(NUMBER, "?", ["Yes", "No"], header="Above")
    await chakra.messages.send_buttons(NUMBER, "?", [button])
    await chakra.messages.send_list(NUMBER, "?", "Choose", {"Morning": {"9": "Nine"}})
    await chakra.messages.send_list(
        NUMBER, "?", "Choose", [ListSection(title="Morning", rows=[ListRow(id="9", title="Nine")])]
    )
    await chakra.messages.send_url_button(NUMBER, "?", "Look", URL, whatsapp_api_version="v22.0")


async def from_templates(chakra: Chakra) -> None:
    template = await chakra.templates.find("order_update", language="pt_BR", timeouts=Timeouts(total=5))
    assert_type(template, Template)
    filling: TemplateFilling = {"mapping": {"1": "Ted", "2": "segunda"}}
    chakra.templates.check(template, **filling)
    chakra.templates.check(template, mapping={"1": "Ted", "2": "segunda"})
    assert_type(await chakra.messages.send_checked_template(NUMBER, template, **filling), ChatMessage)
    values = [TemplateMapping(schema_property_name="1", schema_property_value="John")]
    await chakra.messages.send_template(
        NUMBER, template_name="christmas_promo_23", mapping=values, image_url=URL
    )


async def test_what_type_checkers_allow_runs() -> None:
    async with Sandbox() as sandbox:
        async with Chakra(
            base_url=sandbox.url,
            token=sandbox.token,
            plugin_id=sandbox.plugin_id,
            phone_number_id=sandbox.phone_number_id,
            waba_id=sandbox.waba_id,
            whatsapp_api_version="v22.0",
        ) as chakra:
            assert (await texts(chakra)).startswith("wamid.")
            await choices(chakra)
            await from_templates(chakra)
            await chakra.messages.mark_read(sandbox.customer(NUMBER).says("Hello?").wamid, typing=True)
        assert {arrival.status for arrival in sandbox.arrivals} == {200}
