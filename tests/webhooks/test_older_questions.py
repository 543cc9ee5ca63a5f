"""Taps and picks in a message that is not the open question: buttons of two questions may have one id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async.webhooks import ButtonTapped, Talk, TextReceived, match

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.webhooks import WebhookReceiver
    from tests.webhooks.world import World

YES_NO = {"yes": "Yes", "no": "No"}
FIVE = {"1": "One", "2": "Two", "3": "Three", "4": "Four", "5": "Five"}


def bot(*questions: str) -> Callable[[WebhookReceiver], None]:
    """A conversation that asks for a yes or a no several times, with a handler for what is left."""

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"), cancel=match.text("cancel"))
        async def ask(talk: Talk) -> None:
            answers = [await talk.choose(each, YES_NO) for each in questions]
            await talk.say(" ".join(answers))

        @receiver.on(ButtonTapped)
        async def rest(_event: ButtonTapped, talk: Talk) -> None:
            await talk.say("Which one?")

    return register


async def test_a_tap_on_an_older_question_does_not_answer_the_newer_one(here: World) -> None:
    async with here.running(bot("Delete the draft?", "Delete the account?")):
        await here.says("go")
        draft = here.message_ids[-1]
        await here.taps("no", of=draft)
        account = here.message_ids[-1]
        await here.taps("yes", of=draft)
        assert here.heard == ["Delete the draft?", "Delete the account?", "Which one?"]
        await here.taps("yes", of=account)
        assert here.heard[-1] == "no yes"
        assert await here.parked() == []


async def test_a_tap_on_the_question_of_a_conversation_that_is_over_does_not_answer_that_of_another(
    here: World,
) -> None:
    async with here.running(bot("Pay?")):
        await here.says("go")
        before = here.message_ids[-1]
        await here.says("cancel")
        await here.says("go")
        await here.taps("yes", of=before)
        assert here.heard == ["Pay?", "Pay?", "Which one?"]
        await here.taps("yes", of=here.message_ids[1])
        assert here.heard[-1] == "yes"


async def test_a_tap_on_the_same_question_asked_before_by_the_conversation_is_an_answer(here: World) -> None:
    async with here.running(bot("And this?", "And this?")):
        await here.says("go")
        first = here.message_ids[-1]
        await here.taps("no", of=first)
        await here.taps("yes", of=first)
        assert here.heard == ["And this?", "And this?", "no yes"]


async def test_a_row_of_an_older_list_is_not_an_answer_to_a_newer_one(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def ask(talk: Talk) -> None:
            rooms = await talk.choose("How many rooms?", FIVE)
            beds = await talk.choose("How many beds?", FIVE)
            await talk.say(f"{rooms} {beds}")

    async with here.running(register):
        await here.says("go")
        rooms = here.message_ids[-1]
        await here.picks("2", of=rooms)
        await here.picks("5", of=rooms)
        assert here.heard == ["How many rooms?", "How many beds?"]
        await here.picks("3", of=here.message_ids[-1])
        assert here.heard[-1] == "2 3"


async def test_a_tap_on_what_a_handler_sent_does_not_answer_a_question(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def ask(talk: Talk) -> None:
            tapped = await talk.ask("Delete it?", buttons=YES_NO, expect=ButtonTapped)
            await talk.say(tapped.button_id)

        @receiver.on(TextReceived)
        async def menu(_event: TextReceived, talk: Talk) -> None:
            await talk.say("Hungry?", buttons=YES_NO)

    async with here.running(register):
        await here.says("hi")
        await here.says("go")
        hungry, question = here.message_ids
        await here.taps("yes", of=hungry)
        assert here.heard == ["Hungry?", "Delete it?"]
        await here.taps("no", of=question)
        assert here.heard[-1] == "no"


@pytest.mark.parametrize("about", ["wamid.never-seen", None])
async def test_a_tap_that_names_no_message_that_is_known_is_an_answer(here: World, about: str | None) -> None:
    async with here.running(bot("Really?")):
        await here.says("go")
        await here.taps("yes", of=about)
        assert here.heard == ["Really?", "yes"]


async def test_a_text_that_quotes_an_older_message_is_an_answer(here: World) -> None:
    async with here.running(bot("Sure?", "Really sure?")):
        await here.says("go")
        await here.taps("yes", of=here.message_ids[0])
        await here.says("Yes")
        assert here.heard[-1] == "yes yes"
