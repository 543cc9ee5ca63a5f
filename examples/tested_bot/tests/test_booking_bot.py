"""The bot on a sandbox: crashes, customers who do not answer, and servers that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from booking_bot import booking_bot

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox, SandboxClock
    from chakra_async.testing import Bots, Customers


async def test_a_booking_survives_a_crash(
    chakra_bot: Bots, chakra_customer: Customers, chakra_sandbox: Sandbox
) -> None:
    async with chakra_bot(booking_bot) as bot:
        await chakra_customer.says("book")
        assert (await chakra_customer.hears("Which day?")).buttons == ["Monday", "Tuesday"]
        await bot.crash()
        chakra_customer.taps("Monday")  # which finds no one
        await bot.restart()
        await chakra_sandbox.clock.advance(minutes=5)  # ChakraHQ delivers it again
        await chakra_customer.hears("Booked for Monday.")
        assert chakra_customer.doubled == []
        assert chakra_sandbox.leads == 1


async def test_a_crash_in_the_middle_of_a_reply_doubles_nothing(
    chakra_bot: Bots, chakra_customer: Customers, chakra_sandbox: Sandbox
) -> None:
    chakra_sandbox.fault("messages.send", latency=60, latency_at="after", times=1)
    async with chakra_bot(booking_bot) as bot:
        chakra_customer.says("book")
        await chakra_sandbox.wait_for_arrivals(1)  # the question is sent, and its answer not here yet
        await bot.crash()
        await bot.restart()
        await chakra_customer.taps("Tuesday")
        await chakra_customer.hears("Booked for Tuesday.")
        assert [heard.text for heard in chakra_customer.heard] == ["Which day?", "Booked for Tuesday."]


@pytest.mark.chakra_fault("webhooks", duplicate=3, reorder=True)
@pytest.mark.chakra_fault("messages.send", status=429, retry_after=0, times=1)
async def test_duplicates_and_refusals_do_not_matter(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    async with chakra_bot(booking_bot):
        chakra_customer.says("hello")
        await chakra_clock.advance(seconds=5)
        assert [heard.text for heard in chakra_customer.heard] == ["Write `book` to book."]


async def test_a_customer_who_does_not_answer_hears_of_it(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    async with chakra_bot(booking_bot):
        await chakra_customer.says("book")
        await chakra_clock.advance(hours=3)
        await chakra_customer.hears("Write `book` when you have time.")


@pytest.mark.chakra_record("recorded.jsonl")
async def test_what_people_wrote_last_week_is_answered(
    chakra_bot: Bots, chakra_customer: Customers, chakra_sandbox: Sandbox
) -> None:
    async with chakra_bot(booking_bot) as bot:
        assert not await bot.parked()
    assert chakra_customer("911100000003").heard[0].text == "Write `book` to book."
    assert chakra_sandbox.transcript.count("team: Write `book` to book.") == 3
