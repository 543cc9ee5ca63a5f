"""A number and a user id that turn out to be one person's: what was known under one of them counts under both."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs
import pytest

from chakra_async.webhooks import Event, Talk, TextReceived, WebhookReceiver, match
from chakra_async.webhooks.talk.errors import AskTimeoutError
from tests.support.deliveries import of_field, pass_through

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.webhooks.world import World

PHONE, USER = "919911223344", "IN.7"
SHOWN, HIDDEN = {"from": PHONE}, {"from_user_id": USER}
BOTH = {**SHOWN, **HIDDEN}
_numbers = itertools.count(1)


@attrs.define
class Named:
    name: str = ""


async def says(here: World, words: str, who: dict[str, str]) -> None:
    at = str(here.now() // 1000)
    message = {"id": f"wamid.t{next(_numbers)}", "timestamp": at, "type": "text", "text": {"body": words}}
    here.offset += 1000
    body = pass_through(messages=[{**message, **who}])
    await here.deliver(body.replace(b"694794789348887", here.sandbox.phone_number_id.encode()))


async def shows(here: World, who: dict[str, str]) -> None:
    """Let the person send a photo, which no handler takes."""
    photo = {"id": f"wamid.t{next(_numbers)}", "type": "image", "image": {"id": "1"}}
    await here.deliver(pass_through(messages=[{"timestamp": str(here.now() // 1000), **photo, **who}]))


async def prefers(here: World, value: str, **person: str) -> None:
    one = {"category": "marketing_messages", "value": value, "timestamp": str(here.now() // 1000), **person}
    await here.deliver(of_field("user_preferences", {"user_preferences": [one]}))


def sent(here: World) -> list[str]:
    bodies = [each.json for each in here.sandbox.arrivals if each.operation == "messages.send"]
    return [body["text"]["body"] for body in bodies]


def bot(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("book"))
    async def book(talk: Talk) -> None:
        try:
            answer = await talk.ask("Which day?", timeout=timedelta(hours=2))
        except AskTimeoutError:
            await talk.say("You did not answer")
        else:
            await talk.say(f"Booked for {answer.text}")

    @receiver.on(match.regex(r"I am (?P<name>\w+)"))
    async def called(event: TextReceived, talk: Talk, name: str) -> None:
        del event
        talk.state(Named).name = name

    @receiver.on(match.text("pause"))
    async def pause(event: TextReceived, talk: Talk) -> None:
        del event
        talk.pause(hours=24)

    @receiver.on(TextReceived)
    async def hello(event: TextReceived, talk: Talk) -> None:
        del event
        await talk.say(f"Hello {talk.state(Named).name}")


def listens(receiver: WebhookReceiver) -> None:
    @receiver.on(Event)
    async def rest(event: Event) -> None:
        del event


@pytest.mark.parametrize("register", [bot, listens])
async def test_an_opt_out_under_the_user_id_counts_for_the_number_once_both_were_shown(
    here: World, register: Callable[[WebhookReceiver], None]
) -> None:
    async with here.running(register) as receiver:
        await says(here, "hi", SHOWN)
        await says(here, "hi", HIDDEN)
        await prefers(here, "stop", user_id=USER)
        assert not await receiver.opt_outs.contains(PHONE)
        await says(here, "hi", BOTH)
        assert await receiver.opt_outs.phone_numbers() == [PHONE]
        here.offset += 5000
        await prefers(here, "resume", wa_id=PHONE, user_id=USER)
        assert await receiver.opt_outs.phone_numbers() == []


@pytest.mark.parametrize("register", [bot, listens])
async def test_a_status_shows_both_as_well(here: World, register: Callable[[WebhookReceiver], None]) -> None:
    async with here.running(register) as receiver:
        await prefers(here, "stop", user_id=USER)
        report = {"id": "wamid.x", "status": "read", "recipient_id": PHONE, "recipient_user_id": USER}
        await here.deliver(pass_through(statuses=[report]))
        assert await receiver.opt_outs.phone_numbers() == [PHONE]


async def test_an_open_conversation_goes_on_once_both_were_shown(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await shows(here, SHOWN)
        await says(here, "I am Asha", HIDDEN)
        await says(here, "book", HIDDEN)
        await says(here, "monday", BOTH)
        await here.passes(3)
        await says(here, "hi", SHOWN)
        assert await here.parked() == []
    assert sent(here) == ["Which day?", "Booked for monday", "Hello Asha"]


async def test_the_time_of_a_conversation_that_was_taken_over_ends(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "hi", SHOWN)
        await says(here, "book", HIDDEN)
        await shows(here, BOTH)
        await here.passes(3)
        await here.passes(3)
    assert sent(here) == ["Hello ", "Which day?", "You did not answer"]


async def test_of_two_open_conversations_the_newer_one_goes_on(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "book", SHOWN)
        await says(here, "book", HIDDEN)
        await says(here, "monday", BOTH)
        await says(here, "hi", BOTH)
        await here.passes(3)
    assert sent(here) == ["Which day?", "Which day?", "Booked for monday", "Hello "]


async def test_a_pause_counts_once_both_were_shown_and_the_state_of_the_lane_stays(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "I am Asha", SHOWN)
        await says(here, "I am Ravi", HIDDEN)
        await says(here, "pause", HIDDEN)
        await says(here, "hi", BOTH)
        assert sent(here) == []
        await here.passes(25)
        here.customer.says("hi")
        await says(here, "hi", BOTH)
    assert sent(here) == ["Hello Asha"]


# A number that is somebody else's now.


async def test_what_another_user_writes_from_the_number_is_no_answer(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "book", BOTH)
        await says(here, "monday", {"from": PHONE, "from_user_id": "IN.8"})
        await here.passes(3)
    assert sent(here) == ["Which day?", "Hello "]


NEW = "919911220000"


async def moves(here: World, old: str, new: str, **more: str) -> None:
    """Let WhatsApp report that a person has another number."""
    here.sandbox.customer(new).says("hi")
    notice = {"id": f"wamid.t{next(_numbers)}", "type": "system", "from": old, **more}
    notice |= {"timestamp": str(here.now() // 1000), "system": {"type": "user_changed_number", "wa_id": new}}
    body = pass_through(messages=[notice])
    await here.deliver(body.replace(b"694794789348887", here.sandbox.phone_number_id.encode()))


@pytest.mark.parametrize("user", [{}, HIDDEN])
@pytest.mark.parametrize("stranger", [{}, {"from_user_id": "IN.9"}])
async def test_whoever_writes_from_a_number_that_its_person_left_is_somebody_else(
    here: World, user: dict[str, str], stranger: dict[str, str]
) -> None:
    async with here.running(bot, stop_words=("stop",)) as receiver:
        here.customer.says("hi")
        await says(here, "I am Asha", SHOWN | user)
        await says(here, "book", SHOWN | user)
        await moves(here, PHONE, NEW, **user)
        await says(here, "hi", SHOWN | stranger)
        await says(here, "I am Ravi", SHOWN | stranger)
        await says(here, "hi", SHOWN | stranger)
        await says(here, "monday", {"from": NEW} | user)  # it begins again, at the number that she has now
        await says(here, "tuesday", {"from": NEW} | user)
        await says(here, "hi", {"from": NEW} | user)
        assert sent(here)[1:] == ["Hello ", "Hello Ravi", "Which day?", "Booked for tuesday", "Hello Asha"]
        await says(here, "stop", {"from": NEW} | user)
        assert await receiver.opt_outs.phone_numbers() == [NEW]
        await says(here, "stop", SHOWN | stranger)
        assert sorted(await receiver.opt_outs.phone_numbers()) == sorted([NEW, PHONE])
        assert await here.parked() == []


async def test_a_number_may_be_left_again_and_again(here: World) -> None:
    third = "919911220003"
    async with here.running(bot):
        here.customer.says("hi")
        for name, new in (("Asha", NEW), ("Ravi", third), ("Mira", "919911220004")):
            await says(here, "hi", SHOWN)
            await says(here, f"I am {name}", SHOWN)
            await moves(here, PHONE, new)
        await moves(here, PHONE, NEW)  # of which WhatsApp reports once more, and nobody wrote meanwhile
        for number in (PHONE, NEW, third, "919911220004"):
            await says(here, "hi", {"from": number})
    assert sent(here) == ["Hello "] * 4 + ["Hello Asha", "Hello Ravi", "Hello Mira"]


async def test_a_number_that_somebody_has_already_stays_theirs(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "I am Ravi", {"from": NEW})
        await says(here, "I am Asha", SHOWN)
        await moves(here, PHONE, NEW)
        await says(here, "hi", {"from": NEW})
        await says(here, "hi", SHOWN)
    assert sent(here) == ["Hello Ravi", "Hello "]


async def test_everything_is_erased_of_all_who_had_a_number(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "I am Asha", SHOWN)
        await moves(here, PHONE, NEW)
        await says(here, "I am Ravi", SHOWN)
        await here.inbox.erase(f"phone:{PHONE}")
        assert sum((await here.inbox.stats()).states.values()) == 0
        await says(here, "hi", SHOWN)
        await says(here, "hi", {"from": NEW})
    assert sent(here) == ["Hello ", "Hello "]


async def test_a_user_whose_id_changed_goes_on(here: World) -> None:
    async with here.running(bot):
        here.customer.says("hi")
        await says(here, "book", BOTH)
        notice = {"user_id": {"previous": USER, "current": "IN.8"}, "wa_id": PHONE}
        await here.deliver(of_field("user_id_update", {"user_id_update": [notice]}))
        await says(here, "monday", {"from": PHONE, "from_user_id": "IN.8"})
    assert sent(here) == ["Which day?", "Booked for monday"]
