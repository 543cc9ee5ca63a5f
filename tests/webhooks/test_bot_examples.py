"""The bots in `examples/bot/`, run as a person would use them."""

from __future__ import annotations

import contextlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.deliveries import SECRET
from tests.support.values import CAMPAIGN_ID
from tests.webhooks.world import SOON, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EXAMPLES = Path(__file__).parents[2] / "examples" / "bot"


def example(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.asynccontextmanager
async def bot(here: World, make: Any) -> AsyncIterator[None]:
    async with here.sandbox.client() as chakra:
        here.receiver = make(chakra, here.inbox, secrets=SECRET, clock=here.now, retry=SOON)
        async with here.receiver:
            yield


async def test_the_booking_bot_books_across_a_restart() -> None:
    make = example("booking").booking_bot
    async with world() as here:
        async with bot(here, make):
            await here.says("hello")
            await here.says("Book")
            await here.taps("tue", "Tuesday")
        async with bot(here, make):
            await here.says("Asha")
            await here.says("book")
            await here.says("cancel")
        assert [each.partition(". ")[0] for each in here.heard] == [
            "Write `book` to book.",
            "Which day?",
            "In what name?",
            "Booked for Tuesday, Asha",
            "Which day?",
            "Nothing was booked.",
        ]
        assert await here.parked() == []


async def test_answers_to_a_campaign_move_leads() -> None:
    async with world() as here, here.sandbox.client() as chakra:
        await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=here.person)

        async def state() -> str:
            (lead,) = [each async for each in chakra.processes.list("lead")]
            return str(lead.state)

        async with bot(here, example("campaign_answers").answers_bot):
            new = await state()
            await here.taps("interested", "Yes")
            qualified = await state()
            assert here.heard == ["Thank you! We call you today."]
            await here.taps("not_interested", "No")
            lost = await state()
            assert len({new, qualified, lost}) == 3
            await here.taps("interested", "Yes")
            assert await state() == qualified
            await here.says("stop")
            assert await state() == lost
            assert await here.receiver.opt_outs.contains(here.person)
            failed = {"code": 131026, "title": "Message undeliverable"}
            await here.status("wamid.campaign", "failed", errors=[failed])
            assert (await here.receiver.statuses.get("wamid.campaign")).code == 131026
        assert await here.parked() == []
