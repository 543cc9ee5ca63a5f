"""What becomes of a conversation whose answer was parked: it goes on with that answer, and what comes later is not taken for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs
import pytest

from chakra_async.webhooks import AskTimeoutError, Talk, TalkEndedError, TextReceived, match
from chakra_async.webhooks.inbox import EventState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.webhooks import WebhookReceiver
    from tests.webhooks.world import World


@attrs.define
class Bookings:
    count: int = 0


class Bot:
    """A booking, an order whose code has a bug at first, and a handler for what is left."""

    def __init__(self) -> None:
        self.bug = True
        self.reserved: list[str] = []
        self.left: list[str] = []
        self.counts: list[int] = []

    def __call__(self, receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("book"), cancel=match.text("cancel"))
        async def book(talk: Talk) -> None:
            try:
                day = await talk.ask("Which day?", timeout=timedelta(hours=30))
            except AskTimeoutError:
                await talk.say("Another time.")
                return
            except TalkEndedError:
                await talk.say("Cancelled.")
                return

            async def reserve() -> int:
                self.reserved.append(day.text)
                return len(self.reserved)

            number = await talk.step("reserve", reserve)
            talk.state(Bookings).count += 1
            await talk.say(f"Booked for {day.text}, number {number}.")

        @receiver.conversation(match.text("order"), cancel=match.text("cancel"))
        async def order(talk: Talk) -> None:
            size = await talk.ask("Which size?")
            if self.bug:
                raise ValueError("a bug that is mended later")
            talk.state(Bookings).count += 1
            sure = await talk.ask("Pay 5,000 now?", timeout=timedelta(hours=2))
            await talk.say(f"Size {size.text}; pay 5,000: {sure.text!r}")

        @receiver.conversation(match.text("greet"))
        async def greet(talk: Talk) -> None:
            await talk.say("Welcome.")
            name = await talk.ask("Your name?")
            await talk.say(f"Hello {name.text}.")

        @receiver.on(TextReceived)
        async def rest(event: TextReceived, talk: Talk) -> None:
            self.left.append(event.text)
            self.counts.append(talk.state(Bookings).count)


def refuse(here: World) -> None:
    here.sandbox.fault("messages.send", times=3, status=403)


async def redrive(here: World, ids: Sequence[int] | None = None) -> None:
    await here.inbox.redrive(ids, now=here.now())
    here.receiver.wake()
    await here.receiver.settled()


async def parked(here: World) -> list[int]:
    return [each.id for each in await here.parked()]


async def test_the_message_after_a_parked_answer_does_not_begin_the_conversation_again(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("book")
        refuse(here)
        await here.says("Monday")
        assert len(await parked(here)) == 1
        await here.says("hello?")
        await here.says("what?")
        assert here.heard == ["Which day?", "Booked for Monday, number 1."]
        assert (bot.reserved, bot.left, bot.counts) == (["Monday"], ["hello?", "what?"], [1, 1])
        assert (await here.inbox.stats()).timers == 0
        await redrive(here)
        assert await parked(here) == []
        assert here.heard == ["Which day?", "Booked for Monday, number 1."]
        assert (bot.reserved, bot.left) == (["Monday"], ["hello?", "what?"])


async def test_a_message_does_not_answer_a_question_that_it_preceded(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("order")
        await here.says("large")
        bot.bug = False
        await here.says("are you there?")
        assert here.heard == ["Which size?", "Pay 5,000 now?"]
        assert (bot.left, bot.counts) == (["are you there?"], [1])
        await redrive(here)
        assert here.heard == ["Which size?", "Pay 5,000 now?"]
        await here.says("no")
        assert here.heard[2:] == ["Size large; pay 5,000: 'no'"]
        await here.says("hi")
        assert (bot.left, bot.counts) == (["are you there?", "hi"], [1, 1])
        assert await parked(here) == []


async def test_messages_that_are_redriven_together_do_not_answer_each_others_questions(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("order")
        await here.says("large")
        await here.says("are you there?")
        assert len(await parked(here)) == 2
        bot.bug = False
        here.offset += 3_600_000
        await redrive(here)
        assert here.heard == ["Which size?", "Pay 5,000 now?"]
        assert bot.left == ["are you there?"]
        await here.says("yes")
        assert here.heard[2:] == ["Size large; pay 5,000: 'yes'"]


async def test_a_cancellation_after_a_parked_answer_counts_at_the_next_question(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("order")
        await here.says("large")
        bot.bug = False
        await here.says("cancel")
        await here.says("yes")
        assert here.heard == ["Which size?", "Pay 5,000 now?"]
        assert bot.left == ["yes"]


async def test_a_cancellation_whose_goodbye_is_refused_ends_the_conversation(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("book")
        refuse(here)
        await here.says("cancel")
        await here.says("hello?")
        await redrive(here)
        assert here.heard == ["Which day?", "Cancelled."]
        assert (bot.left, await parked(here)) == (["hello?"], [])


async def test_a_time_that_ended_and_was_parked_does_not_begin_the_conversation_again(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("book")
        refuse(here)
        await here.passes(31)
        assert len(await parked(here)) == 1
        await here.says("hello?")
        assert here.heard == ["Which day?", "Another time."]
        await redrive(here)
        await here.says("thanks")
        assert here.heard == ["Which day?", "Another time."]
        assert (bot.left, await parked(here)) == (["hello?", "thanks"], [])


async def test_a_time_that_ends_after_a_parked_answer_lets_the_conversation_go_on_with_the_answer(
    here: World,
) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("book")
        refuse(here)
        await here.says("Monday")
        await here.passes(31)
        assert here.heard == ["Which day?", "Booked for Monday, number 1."]
        await redrive(here)
        assert here.heard == ["Which day?", "Booked for Monday, number 1."]
        assert (bot.reserved, bot.left, await parked(here)) == (["Monday"], [], [])


async def test_the_message_that_finds_a_conversation_over_can_begin_another_one(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("book")
        refuse(here)
        await here.says("Monday")
        await here.says("book")
        assert here.heard == ["Which day?", "Booked for Monday, number 1.", "Which day?"]
        await redrive(here)
        assert here.heard[3:] == []
        await here.says("Tuesday")
        assert here.heard[3:] == ["Booked for Tuesday, number 2."]
        await here.says("hi")
        assert (bot.reserved, bot.counts) == (["Monday", "Tuesday"], [2])
        assert await parked(here) == []


async def test_a_parked_beginning_goes_on_with_the_next_message_and_is_not_begun_again(here: World) -> None:
    bot = Bot()
    refuse(here)
    async with here.running(bot):
        await here.says("greet")
        assert len(await parked(here)) == 1
        await here.says("hello?")
        assert (here.heard, bot.left) == (["Welcome.", "Your name?"], ["hello?"])
        await here.says("Asha")
        await redrive(here)
        assert here.heard == ["Welcome.", "Your name?", "Hello Asha."]
        assert await parked(here) == []


async def test_an_answer_that_is_redriven_does_not_answer_the_question_of_a_later_conversation(
    here: World,
) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("order")
        await here.says("large")
        await here.says("large, please")
        first, second = await parked(here)
        bot.bug = False
        await here.says("cancel")
        await here.says("greet")
        await redrive(here, [first])
        await redrive(here, [second])
        assert here.heard == ["Which size?", "Pay 5,000 now?", "Welcome.", "Your name?"]
        await here.says("Asha")
        assert here.heard[4:] == ["Hello Asha."]
        assert bot.left == ["large, please"]


async def test_an_answer_that_is_redriven_after_the_person_opted_out_is_over(here: World) -> None:
    bot = Bot()
    async with here.running(bot, stop_words=("STOP",)):
        await here.says("book")
        refuse(here)
        await here.says("Monday")
        await here.says("STOP")
        await redrive(here)
        assert (here.heard, await parked(here)) == (["Which day?"], [])
        assert bot.left == ["STOP"]


async def test_the_parked_answer_alone_goes_on_when_it_is_redriven(here: World) -> None:
    bot = Bot()
    async with here.running(bot):
        await here.says("book")
        refuse(here)
        await here.says("Monday")
    async with here.running(bot):
        await redrive(here)
        assert here.heard == ["Which day?", "Booked for Monday, number 1."]
        assert bot.reserved == ["Monday"]
        assert not await here.inbox.events(states=[EventState.PARKED, EventState.NEW, EventState.RUNNING])


@pytest.mark.parametrize("first", ["answer", "beginning"])
async def test_an_answer_to_a_question_that_is_only_later_known_to_have_been_sent_counts(
    here: World, first: str
) -> None:
    bot = Bot()
    async with here.running(bot):
        here.sandbox.fault("messages.send", times=1, reset="after")
        here.sandbox.fault("chats.messages_for_phone_number", times=2, status=403)
        await here.says("book")
        assert here.heard == ["Which day?"]
        assert [each.problem.code for each in await here.parked() if each.problem] == ["EffectUnknown"]
        await here.passes(1)
        if first == "beginning":
            await redrive(here)
        await here.says("Monday")
        await here.passes(2)
        await redrive(here)
        assert here.heard == ["Which day?", "Booked for Monday, number 1."]
        assert (bot.left, await parked(here)) == ([], [])
