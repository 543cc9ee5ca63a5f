"""The bots on a sandbox, with the fixtures of `chakra_async.testing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booking import booking_bot
from campaign_answers import answers_bot

if TYPE_CHECKING:
    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox
    from chakra_async.testing import Bots, Customers


async def test_a_booking_goes_on_after_a_restart(chakra_bot: Bots, chakra_customer: Customers) -> None:
    async with chakra_bot(booking_bot) as bot:
        await chakra_customer.says("book")
        await chakra_customer.hears("Which day?")
        await bot.crash()
        await bot.restart()
        await chakra_customer.taps("Tuesday")
        await chakra_customer.hears("In what name?")
        await chakra_customer.says("Asha")
        assert "Booked for Tuesday, Asha" in (await chakra_customer.hears()).text
        assert chakra_customer.doubled == []


async def test_a_lead_that_opts_out_is_lost(
    chakra_bot: Bots, chakra_customer: Customers, chakra_client: Chakra, chakra_sandbox: Sandbox
) -> None:
    number = chakra_customer.phone_number
    await chakra_client.campaigns.add_phone_number(
        campaign_id=chakra_sandbox.campaign_id, phone_number=number
    )
    (before,) = [lead async for lead in chakra_client.processes.list("lead")]
    async with chakra_bot(answers_bot):
        await chakra_customer.says("stop")
    (after,) = [lead async for lead in chakra_client.processes.list("lead")]
    assert before.state != after.state
