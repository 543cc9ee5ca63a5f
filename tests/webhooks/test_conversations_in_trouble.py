"""Conversations in less usual circumstances: two numbers of ours, changed code, times that end while nothing runs, wrong arguments."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import SettingsError
from chakra_async.webhooks import Talk, TextReceived, match
from chakra_async.webhooks.inbox import EventState, Value
from chakra_async.webhooks.talk.errors import AskTimeoutError
from tests.support.deliveries import chakra_event, pass_through, text
from tests.webhooks.world import World, world

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.webhooks import WebhookReceiver


# Two numbers of ours.

SALES, SUPPORT = "694794789348001", "694794789348002"


class TwoNumbers:
    """A person who writes to two numbers, and what each of them says."""

    def __init__(self, here: World) -> None:
        self.here = here
        self.said: list[str] = []
        self.count = 0

    def register(self, receiver: WebhookReceiver) -> None:
        async def note(words: str) -> None:
            self.said.append(words)

        async def questions(talk: Talk, name: str) -> None:
            await talk.step("hello", lambda: note(f"{name}: hello"))
            first = await talk.wait(TextReceived)
            try:
                second = await talk.wait(TextReceived, timeout=timedelta(hours=1))
            except AskTimeoutError:
                await talk.step("late", lambda: note(f"{name}: late"))
                return
            await talk.step("bye", lambda: note(f"{name}: {first.text} {second.text}"))

        @receiver.conversation(match.text("hi") & match.number(SALES))
        async def sales(talk: Talk) -> None:
            await questions(talk, "sales")

        @receiver.conversation(match.text("hi") & match.number(SUPPORT))
        async def support(talk: Talk) -> None:
            await questions(talk, "support")

        @receiver.on(TextReceived)
        async def rest(event: TextReceived) -> None:
            self.said.append(f"rest: {event.text}")

    async def writes(self, words: str, number: str | None) -> None:
        self.count += 1
        message = text(words, wamid=f"wamid.{self.count}", at=str(self.here.now() // 1000))
        if number is None:
            body = chakra_event("message", wabaId="83784929738012", externalId=message["id"], message=message)
        else:
            body = pass_through(messages=[message]).replace(b"694794789348887", number.encode())
        await self.here.deliver(body)


async def test_a_person_has_a_conversation_with_each_of_two_numbers(here: World) -> None:
    two = TwoNumbers(here)
    async with here.running(two.register):
        await two.writes("hi", SALES)
        await two.writes("hi", SUPPORT)
        for number, words in enumerate(("a", "b", "c", "d")):
            await two.writes(words, (SALES, SUPPORT)[number % 2])
        await two.writes("e", SALES)
    assert two.said == ["sales: hello", "support: hello", "sales: a c", "support: b d", "rest: e"]


async def test_what_goes_to_another_number_does_not_answer_a_question(here: World) -> None:
    two = TwoNumbers(here)
    async with here.running(two.register):
        await two.writes("hi", SALES)
        await two.writes("where is my order?", SUPPORT)
    async with here.running(two.register):
        await two.writes("a", SALES)
        await two.writes("b", SALES)
    assert two.said == ["sales: hello", "rest: where is my order?", "sales: a b"]


async def test_a_delivery_that_does_not_say_which_number_goes_to_the_conversation_that_asked_last(
    here: World,
) -> None:
    two = TwoNumbers(here)
    async with here.running(two.register):
        await two.writes("hi", SALES)
        here.offset += 1000
        await two.writes("hi", SUPPORT)
        here.offset += 1000
        await two.writes("a", None)
        here.offset += 1000
        await two.writes("b", None)
        await two.writes("c", None)
        await two.writes("d", SALES)
    assert two.said == ["sales: hello", "support: hello", "support: a b", "sales: c d"]


async def test_the_time_of_each_conversation_ends_by_itself(here: World) -> None:
    two = TwoNumbers(here)
    async with here.running(two.register):
        await two.writes("hi", SALES)
        await two.writes("hi", SUPPORT)
        await two.writes("a", SALES)
        here.offset += 1_800_000
        await two.writes("b", SUPPORT)
        await here.passes(0.6)
        assert two.said[2:] == ["sales: late"]
        await here.passes(0.5)
        assert two.said[2:] == ["sales: late", "support: late"]
        await two.writes("c", SALES)
    assert two.said[-1] == "rest: c"


async def test_a_conversation_that_an_older_version_of_this_library_left_open_goes_on(here: World) -> None:
    two = TwoNumbers(here)
    async with here.running(two.register):
        await two.writes("hi", SALES)
        (scope,) = {f"talk:{each.lane}" for each in await here.inbox.events(states=[EventState.SETTLED])}
        stored = json.loads((await here.inbox.values(scope))[f"conversation/{SALES}"])
        del stored["number"]
        values = [
            Value(scope=scope, name=f"conversation/{SALES}", data=None),
            Value(scope=scope, name="conversation", data=json.dumps(stored).encode()),
        ]
        await here.inbox.put(values, now=here.now())
        await two.writes("a", SALES)
        await two.writes("b", None)
        assert not [name for name in await here.inbox.values(scope) if name.startswith("conversation")]
    assert two.said == ["sales: hello", "sales: a b"]


# Code that changes while a conversation is under way.


async def before(talk: Talk) -> None:
    day = await talk.ask("Which day?")
    name = await talk.ask("Your name?")
    await talk.say(f"{day.text}, {name.text}.")


async def reworded(talk: Talk) -> None:
    day = await talk.ask("What day?")
    name = await talk.ask("Your name?")
    await talk.say(f"{day.text}, {name.text}!")


async def with_a_greeting(talk: Talk) -> None:
    await talk.say("Welcome.")
    await before(talk)


async def with_a_step(talk: Talk) -> None:
    day = await talk.ask("Which day?")
    await talk.step("look", talk.chakra.health.check)
    name = await talk.ask("Your name?")
    await talk.say(f"{day.text}, {name.text}.")


async def with_a_question_less(talk: Talk) -> None:
    name = await talk.ask("Your name?")
    await talk.say(f"{name.text}.")


async def another_way_round(talk: Talk) -> None:
    name = await talk.ask("Your name?")
    day = await talk.ask("Which day?")
    await talk.say(f"{day.text}, {name.text}.")


async def with_another_expectation(talk: Talk) -> None:
    day = await talk.ask("Which day?", expect=match.regex("mon|tue"))
    name = await talk.ask("Your name?")
    await talk.say(f"{day.text}, {name.text}.")


async def ends_early(talk: Talk) -> None:
    await talk.ask("Which day?")


async def with_another_end(talk: Talk) -> None:
    day = await talk.ask("Which day?")
    name = await talk.ask("Your name?")
    how = await talk.ask("How many?")
    await talk.say(f"{day.text}, {name.text}, {how.text}.")


def registered(function: Any, on_change: Any = "restart") -> Callable[[WebhookReceiver], None]:
    async def book(talk: Talk) -> None:
        await function(talk)

    book.__qualname__ = "book"

    def register(receiver: WebhookReceiver) -> None:
        receiver.conversation(match.text("book"), on_change=on_change)(book)

    return register


@pytest.mark.parametrize(
    "changed",
    [
        reworded,
        with_a_greeting,
        with_a_step,
        with_a_question_less,
        another_way_round,
        with_another_expectation,
    ],
)
async def test_changed_code_begins_again_or_parks_and_the_old_code_goes_on(changed: Any) -> None:
    async with world() as here:
        async with here.running(registered(before)):
            await here.says("book")
            await here.says("Monday")
        heard = ["Which day?", "Your name?"]
        async with here.running(registered(changed, "park")):
            await here.says("Asha")
            assert here.heard == heard
            assert [each.problem.code for each in await here.parked() if each.problem] == [
                "ConversationChanged"
            ]
        async with here.running(registered(before)) as receiver:
            await here.inbox.redrive(now=here.now())
            await receiver.settled()
            assert here.heard == [*heard, "Monday, Asha."]
            await here.says("book")
            await here.says("Tuesday")
        heard = [*here.heard]
        async with here.running(registered(changed)):
            await here.says("Ravi")  # with which it begins anew
            assert here.heard[: len(heard)] == heard
            assert here.heard[len(heard) :] in (
                [["What day?"], ["Welcome.", "Which day?"], ["Which day?"], ["Your name?"]]
            )
            assert await here.parked() == []


async def test_what_comes_after_the_open_question_may_change(here: World) -> None:
    async with here.running(registered(before)):
        await here.says("book")
        await here.says("Monday")
    async with here.running(registered(with_another_end, "park")):
        await here.says("Asha")
        await here.says("two")
    assert here.heard == ["Which day?", "Your name?", "How many?", "Monday, Asha, two."]


async def test_code_that_ends_before_the_open_question_does_not_take_the_message(here: World) -> None:
    async with here.running(registered(before)):
        await here.says("book")
        await here.says("Monday")
    async with here.running(registered(ends_early, "park")):
        await here.says("Asha")
        assert here.heard == ["Which day?", "Your name?"]
        assert [each.problem.code for each in await here.parked() if each.problem] == ["ConversationChanged"]


def in_task_groups(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("book"), cancel=match.text("cancel"))
    async def booking(talk: Talk) -> None:
        async with asyncio.TaskGroup() as group:
            name = group.create_task(talk.ask("Name?"))
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            group.create_task(_hello(name.result().text))
            day = group.create_task(talk.ask("Day?"))
        await talk.say(f"{name.result().text}, {day.result().text}")


async def _hello(name: str) -> None:
    if name == "nobody":
        raise ValueError(name)


async def test_two_questions_at_once_park_the_message_and_are_not_asked_again(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("book"))
        async def book(talk: Talk) -> None:
            name, day = await asyncio.gather(talk.ask("Name?"), talk.ask("Day?"))
            await talk.say(f"{name.text}, {day.text}")

    async with here.running(register):
        await here.says("book")
        (event,) = await here.parked()
        assert event.problem is not None
        assert (event.attempts, event.problem.code) == (1, "SeveralQuestions")
        await here.says("Asha")
        await here.says("Monday")
        assert len(here.heard) == len(set(here.heard))


async def test_a_title_that_two_options_have_chooses_neither(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("book"))
        async def book(talk: Talk) -> None:
            await talk.say(await talk.choose("Who?", {"1": "Asha", "2": "ASHA ", "3": "Ravi"}))

    async with here.running(register):
        await here.says("book")
        await here.says("asha")
        assert here.heard == ["Who?"]
        await here.taps("2", "ASHA ")
        assert here.heard == ["Who?", "2"]
        await here.says("book")
        await here.says("ravi")
        assert here.heard[-1] == "3"


async def _without_talk() -> None: ...


async def _with_more(talk: Talk, order: int) -> None: ...


async def _right(talk: Talk) -> None: ...


@pytest.mark.parametrize(
    ("function", "options"),
    [
        (_without_talk, {}),
        (_with_more, {}),
        (_right, {"version": "2"}),
        (_right, {"version": 0}),
        (_right, {"on_change": "again"}),
    ],
)
async def test_what_cannot_be_a_conversation_is_refused(function: Any, options: dict[str, Any]) -> None:
    def register(receiver: WebhookReceiver) -> None:
        with pytest.raises(SettingsError):
            receiver.conversation(match.text("book"), **options)(function)

    async with world() as here, here.running(register):
        pass


async def test_a_conversation_can_ask_in_a_task_group(here: World) -> None:
    async with here.running(in_task_groups):
        await here.says("book")
        await here.says("Asha")
        await here.says("Monday")
        assert here.heard == ["Name?", "Day?", "Asha, Monday"]
        await here.says("book")
        await here.says("cancel")
        await here.says("book")
        assert here.heard[3:] == ["Name?", "Name?"]
        assert await here.parked() == []
        await here.says("nobody")
        (event,) = await here.parked()
        assert event.problem is not None
        assert event.problem.code == "ExceptionGroup"


async def test_a_conversation_that_is_not_registered_any_more_waits_until_it_is(here: World) -> None:
    def other(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"Other {event.text}")

    async with here.running(registered(before)):
        await here.says("book")
    async with here.running(other):
        await here.says("hm")
    async with here.running(registered(before)):
        await here.says("Monday")
    assert here.heard == ["Which day?", "Other hm", "Your name?"]


async def test_the_time_of_a_conversation_that_is_not_registered_ends_when_it_is(here: World) -> None:
    def other(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"Other {event.text}")

    async with here.running(patient):
        await here.says("book")
    async with here.running(other):
        for hours in (1.1, 0.1, 30):
            await here.passes(hours)
            assert (await here.inbox.stats()).timers == 1
    assert here.heard == ["Name? (0)"]
    async with here.running(patient):
        await here.passes(24)
        assert here.heard == ["Name? (0)", "Name? (1)"]
        await here.passes(1.1)
        assert here.heard == ["Name? (0)", "Name? (1)", "Name? (2)"]


async def test_an_answer_ends_the_wait_for_a_conversation_that_was_not_registered(here: World) -> None:
    async with here.running(patient):
        await here.says("book")
    async with here.running(registered(before)):
        await here.passes(1.1)
    async with here.running(patient):
        await here.says("Asha")
        await here.passes(24)
        assert (await here.inbox.stats()).timers == 0
    assert here.heard == ["Name? (0)", "Hello Asha."]


# Times that end while nothing runs.


def patient(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("book"))
    async def book(talk: Talk) -> None:
        for attempt in range(3):
            try:
                name = await talk.ask(f"Name? ({attempt})", timeout=timedelta(hours=1))
            except AskTimeoutError:
                continue
            await talk.say(f"Hello {name.text}.")
            return
        await talk.say("Goodbye.")


async def test_each_time_of_a_conversation_ends_once_over_many_starts(here: World) -> None:
    async with here.running(patient):
        await here.says("book")
    for _ in range(3):
        here.offset += 5 * 3_600_000
        for _ in range(2):
            async with here.running(patient) as receiver:
                receiver.wake()
                await here.inbox.take("the clock", now=here.now(), lease=1, limit=0)
                await receiver.settled()
                assert await here.parked() == []
    assert here.heard == ["Name? (0)", "Name? (1)", "Name? (2)", "Goodbye."]


async def test_an_answer_that_arrives_together_with_the_end_of_its_time_is_taken_once(here: World) -> None:
    async with here.running(patient):
        await here.says("book")
    here.offset += 2 * 3_600_000  # the time ended, and nothing ran
    async with here.running(patient) as receiver:
        await here.says("Asha")
        await receiver.settled()
        await here.passes(3)
    assert here.heard[:1] == ["Name? (0)"]
    assert here.heard in (
        ["Name? (0)", "Hello Asha."],  # the answer was stored first
        ["Name? (0)", "Name? (1)", "Hello Asha."],
    )


async def test_times_of_many_years_and_of_a_moment_can_be_waited(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("book"))
        async def book(talk: Talk) -> None:
            try:
                await talk.ask("Soon?", timeout=timedelta(microseconds=1))
            except AskTimeoutError:
                await talk.ask("Ever?", timeout=timedelta.max)
                await talk.say("At last.")

    async with here.running(register):
        await here.says("book")
        await here.passes(0.01)
        assert here.heard == ["Soon?", "Ever?"]
    async with here.running(register):
        await here.says("yes")
    assert here.heard == ["Soon?", "Ever?", "At last."]


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda talk: talk.ask("Name?", timeout=7), "timeout must be a timedelta"),
        (lambda talk: talk.ask("Name?", timeout=timedelta(0)), "timeout must be more than 0"),
        (lambda talk: talk.choose("Day?", {"mon": "Monday"}, timeout=-1.5), "timeout must be a timedelta"),
        (lambda talk: talk.choose("Day?", {}), "without options"),
        (lambda talk: talk.wait(TextReceived, timeout="1h"), "timeout must be a timedelta"),
        (lambda talk: talk.ask("Name?", expect="yes"), "expect must be"),
        (lambda talk: talk.wait(None), "expect must be"),
        (lambda talk: talk.choose("Which?", ["Monday"]), "options must be titles by their ids"),
        (lambda talk: talk.choose("Which?", {"mon": 1}), "options must be strings"),
        (lambda talk: talk.choose("Which?", {1: "Monday"}), "options must be strings"),
    ],
)
async def test_arguments_that_cannot_be_used_are_named_before_anything_is_said(
    ask: Any, problem: str
) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("book"))
        async def book(talk: Talk) -> None:
            await ask(talk)

    async with world() as here, here.running(register):
        await here.says("book")
        assert here.heard == []
        [parked] = await here.parked()
        assert parked.problem is not None
        assert parked.problem.code == "SettingsError"
        assert problem in parked.problem.reason
