"""The page of a sandbox in a real browser: a bot answers a customer who is played on it, by mouse and by keyboard."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe

from chakra_async import ChakraError
from chakra_async.sandbox import Sandbox
from chakra_async.webhooks import (
    ButtonTapped,
    ListPicked,
    MemoryInbox,
    Talk,
    TextReceived,
    WebhookReceiver,
    match,
)
from tests.support.browser import Browser, browser
from tests.support.crowd import talk_of_many

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from chakra_async import Chakra

pytestmark = pytest.mark.timeout(240)

NUMBER: Final = "919901258433"
InBrowser: TypeAlias = Callable[[Callable[[Browser], None]], Awaitable[None]]
SERIOUS: Final = {"serious", "critical"}


@asynccontextmanager
async def booking() -> AsyncIterator[Sandbox]:
    """A sandbox with a bot that asks, offers a list, and ends with a template."""
    async with Sandbox(page=True, session_windows=True) as sandbox, sandbox.client() as chakra:
        receiver = WebhookReceiver(
            chakra, secrets=sandbox.webhooks.secret, inbox=MemoryInbox(), clock=sandbox.clock.milliseconds
        )

        @receiver.on(TextReceived, match.text("book"))
        async def ask(event: TextReceived, talk: Talk) -> None:
            await talk.chakra.messages.send_buttons(
                event.sender.phone_number or "", "Which day?", {"mon": "Monday", "tue": "Tuesday"}
            )

        @receiver.on(ButtonTapped)
        async def offer(event: ButtonTapped, talk: Talk) -> None:
            if event.title == "Cancel it":
                await talk.say("Cancelled.")
                return
            await talk.chakra.messages.send(
                {
                    "messaging_product": "whatsapp",
                    "to": event.sender.phone_number or "",
                    "type": "interactive",
                    "interactive": {
                        "type": "list",
                        "body": {"text": f"*{event.title}*: when?"},
                        "action": {
                            "button": "See the times",
                            "sections": [
                                {
                                    "title": "Morning",
                                    "rows": [{"id": "9", "title": "Nine", "description": "with tea"}],
                                },
                                {"title": "Evening", "rows": [{"id": "18", "title": "Six"}]},
                            ],
                        },
                    },
                }
            )

        @receiver.on(ListPicked)
        async def confirm(event: ListPicked, talk: Talk) -> None:
            await order_update(talk.chakra, event.title)

        @receiver.on(TextReceived)
        async def echo(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"You said: {event.text}")

        sandbox.webhooks.to(receiver)
        async with receiver:
            yield sandbox


async def order_update(chakra: Chakra, when: str) -> None:
    text = {"type": "text", "text": when}
    await chakra.messages.send(
        {
            "messaging_product": "whatsapp",
            "to": NUMBER,
            "type": "template",
            "template": {
                "name": "order_update",
                "language": {"code": "en_US"},
                "components": [
                    {"type": "header", "parameters": [{"type": "text", "text": "4711"}]},
                    {"type": "body", "parameters": [{"type": "text", "text": "Asha"}, text]},
                    {
                        "type": "button",
                        "sub_type": "url",
                        "index": "0",
                        "parameters": [{"type": "text", "text": "1"}],
                    },
                ],
            },
        }
    )


@pytest.fixture(scope="module")
def in_browser() -> Iterator[InBrowser]:
    """What runs something with the browser of this file, in a thread of its own.

    The loop of playwright cannot run inside another one, and is bound to its thread.
    """
    opened = browser()
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(opened.__enter__).result()

        async def run(look_at: Callable[[Browser], None]) -> None:
            await asyncio.get_running_loop().run_in_executor(thread, look_at, running)

        try:
            yield run
        finally:
            thread.submit(opened.__exit__, None, None, None).result()


def said(page: Any, text: str) -> Any:
    """Return what is in a bubble."""
    return page.locator(".bubble .body, .bubble .head").filter(has_text=text)


def serious(page: Any) -> list[str]:
    """Return the serious findings of axe-core, in light and dark; only contrast depends on that."""
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    contrast = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
    found += Axe().run(page, options=contrast).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


async def test_a_bot_answers_a_customer_who_is_played_on_the_page(in_browser: InBrowser) -> None:
    async with booking() as sandbox:

        def play(running: Any) -> None:
            with running.visit(sandbox.url + "/") as look:
                page = look.page
                page.get_by_label("Phone number with country code").fill(f"+{NUMBER}")
                page.get_by_label("Name (optional)").fill("Asha")
                page.get_by_role("button", name="Start").click()
                page.get_by_label("Message to the team").fill("<b>hi</b>")
                page.get_by_role("button", name="Send", exact=True).click()
                said(page, "You said: <b>hi</b>").wait_for()
                assert page.get_by_label("Message to the team").input_value() == ""
                page.get_by_label("Message to the team").fill("book")
                page.keyboard.press("Enter")
                page.get_by_role("button", name="Tuesday").click()
                page.locator("summary", has_text="See the times").click()
                page.get_by_role("button", name="Six").click()
                said(page, "your order comes on Six").wait_for()
                said(page, "Order 4711").wait_for()
                page.get_by_role("button", name="Cancel it").click()
                said(page, "Cancelled.").wait_for()
                page.get_by_role("button", name="Read all").click()
                page.locator(".tick.read").first.wait_for()
                page.get_by_role("link", name="Webhooks").click()
                page.get_by_text("message: interactive").first.wait_for()
                assert look.messages == []
                assert look.requests == []
                assert look.overflow <= 0

        await in_browser(play)
        texts = [one.text for one in sandbox.customer(NUMBER).messages if one.direction == "INBOUND"]
        assert texts == ["Cancel it", "Six", "Tuesday", "book", "<b>hi</b>"]
        assert sandbox.customer(NUMBER).doubled == []


async def test_what_happens_elsewhere_comes_to_an_open_page_and_leaves_what_is_typed(
    in_browser: InBrowser,
) -> None:
    async with booking() as sandbox, sandbox.client() as chakra:
        sandbox.customer(NUMBER).says("echo me")
        loop = asyncio.get_running_loop()

        def do(work: Any) -> None:
            asyncio.run_coroutine_threadsafe(work, loop).result()

        async def add_fault() -> None:
            sandbox.fault("leads.create", status=429, retry_after=0, times=1)
            await chakra.leads.create(data={"phone_number": NUMBER})

        def watch(running: Any) -> None:
            with running.visit(f"{sandbox.url}/?customer={NUMBER}") as look:
                page = look.page
                said(page, "You said: echo me").wait_for()
                page.get_by_label("Message to the team").fill("half a sent")
                page.get_by_label("Message to the team").focus()
                page.get_by_label("What to do with this message").first.click()
                page.get_by_label("Edit the message").fill("echo you")
                do(chakra.messages.send_text(NUMBER, "From the team"))
                said(page, "From the team").wait_for()
                assert page.get_by_label("Message to the team").input_value() == "half a sent"
                assert page.locator("details.menu[open]").count() == 1
                assert page.get_by_label("Edit the message").input_value() == "echo you"
                page.get_by_role("button", name="Save").click()
                said(page, "echo you").wait_for()
                do(add_fault())
                page.get_by_text("attempt 2").wait_for()
                page.get_by_text("status 429").wait_for()
                page.get_by_role("button", name="+25 h").click()
                page.get_by_text("24-hour window closed").wait_for()
                assert look.messages == []

        await in_browser(watch)


async def test_the_page_is_used_by_keyboard_alone(in_browser: InBrowser) -> None:
    async with booking() as sandbox:

        def play(running: Any) -> None:
            with running.visit(sandbox.url + "/", scheme="dark") as look:
                page = look.page

                def tab_to(name: str, most: int = 80) -> None:
                    for _ in range(most):
                        page.keyboard.press("Tab")
                        focused = page.evaluate(
                            "(e => e === document.body ? '' : e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent)(document.activeElement)"
                        )
                        if name in re.sub(r"\s+", " ", focused):
                            return
                    pytest.fail(f"{name} cannot be reached with the Tab key")

                tab_to("Phone number with country code")
                page.keyboard.type(NUMBER)
                page.keyboard.press("Enter")
                page.get_by_label("Message to the team").wait_for()
                page.wait_for_function("document.activeElement.id === 'say'")
                page.keyboard.type("book")
                page.keyboard.press("Enter")
                page.get_by_role("button", name="Monday").wait_for()
                page.evaluate("document.activeElement.blur()")
                tab_to("Monday")
                page.keyboard.press("Enter")
                page.locator("summary", has_text="See the times").wait_for()
                tab_to("See the times")
                page.keyboard.press("Enter")
                tab_to("Nine")
                page.keyboard.press("Enter")
                said(page, "your order comes on Nine").wait_for()
                page.evaluate("document.activeElement.blur()")
                tab_to("What to do with this message")
                page.keyboard.press("Enter")
                assert page.locator("details.menu[open]").count() == 1
                page.keyboard.press("Escape")
                assert page.locator("details.menu[open]").count() == 0
                assert page.evaluate("document.activeElement.tagName") == "SUMMARY"

        await in_browser(play)


async def test_the_page_has_no_serious_finding_of_accessibility_in_light_and_dark(
    in_browser: InBrowser,
) -> None:
    async with booking() as sandbox, sandbox.client() as chakra:
        sandbox.add_tenant(
            "second",
            plugin_id="11111111-1111-4111-8111-111111111111",
            phone_number_id="1001",
            waba_id="2001",
        )
        customer = sandbox.customer(NUMBER, name="Asha")
        await customer.says("book")
        await customer.taps("Tuesday")
        customer.sends(b"x", "audio/ogg", voice=True)
        customer.sends(location=(12.97, 77.59))
        await order_update(chakra, "Monday")
        customer.reacts("\U0001f44d")
        sandbox.customer("919845000002").says("hi")
        sandbox.customer("919845000002").blocks()
        await chakra.messages.send_text("919845000002", "Are you there?")
        sandbox.fault("leads.create", reset="after", times=1)
        with pytest.raises(ChakraError):
            await chakra.leads.create(data={"phone_number": NUMBER})
        sandbox.fault("campaigns.add_phone_number", status=429, retry_after=0, times=1)
        await chakra.campaigns.add_phone_number(phone_number=NUMBER, campaign_id=sandbox.campaign_id)

        def look_at(running: Any) -> None:
            views = ((390, ""), (1400, "requests"), (1400, "webhooks"), (1400, "data"), (1400, "faults"))
            for number, (width, view) in enumerate(views):
                handle = "919845000002" if number % 2 else NUMBER
                with running.visit(f"{sandbox.url}/?customer={handle}&view={view}", width) as look:
                    assert serious(look.page) == [], (width, view)
                    assert look.overflow <= 0, (width, view)
            with running.visit(f"{sandbox.url}/", 1400) as look:
                assert serious(look.page) == []

        await in_browser(look_at)


async def test_the_page_stays_live_and_flat_while_many_customers_talk() -> None:
    # The loop's debug mode keeps a stack for each callback, which is what would be measured.
    asyncio.get_running_loop().set_debug(False)
    figures = await talk_of_many(customers=60, seconds=8)
    assert figures.messages == 60 * 2 * 2
    assert figures.updates >= 2
    assert figures.server_bytes < 2**19
    assert max(figures.nodes) < 20_000
    assert figures.heap[1] < figures.heap[0] + 4 * 2**20
