"""The bots in `examples/bot/`, run as a person would use them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from chakra_async import Chakra
    from chakra_async.sandbox import SandboxClock
    from chakra_async.testing import Bots, Customers

EXAMPLES = Path(__file__).parents[2] / "examples" / "bot"


def example(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_the_booking_bot_books_across_a_crash(chakra_bot: Bots, chakra_customer: Customers) -> None:
    async with chakra_bot(example("booking").booking_bot) as bot:
        await chakra_customer.says("hello")
        await chakra_customer.says("Book")
        await chakra_customer.taps("Tuesday")
        await bot.crash()
        await bot.restart()
        await chakra_customer.says("Asha")
        await chakra_customer.says("book")
        await chakra_customer.says("cancel")
        assert [heard.text.partition(". ")[0] for heard in chakra_customer.heard] == [
            "Write `book` to book.",
            "Which day?",
            "In what name?",
            "Booked for Tuesday, Asha",
            "Which day?",
            "Nothing was booked.",
        ]
        assert not await bot.parked()


async def test_answers_to_a_campaign_move_leads(
    chakra_bot: Bots, chakra_client: Chakra, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    number = chakra_customer.phone_number
    await chakra_client.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=number)

    async def state() -> str:
        (lead,) = [each async for each in chakra_client.processes.list("lead")]
        return str(lead.state)

    async def ask() -> None:
        await chakra_client.messages.send_buttons(
            number, "Interested?", {"interested": "Yes", "not_interested": "No"}
        )

    async with chakra_bot(example("campaign_answers").answers_bot) as bot:
        await ask()
        new = await state()
        await chakra_customer.taps("Yes")
        qualified = await state()
        await chakra_customer.hears("Thank you! We call you today.")
        await chakra_customer.taps("No")
        lost = await state()
        assert len({new, qualified, lost}) == 3
        await chakra_customer.taps("Yes")
        assert await state() == qualified
        await chakra_customer.says("stop")
        assert await state() == lost
        assert await bot.receiver.opt_outs.contains(number)
        chakra_customer.blocks()
        sent = await chakra_client.messages.send_text(number, "Are you there?")
        await chakra_clock.advance(seconds=1)
        assert (await bot.receiver.statuses.get(sent.message_id)).code == 131026
        assert not await bot.parked()
