"""Talks and conversations on a sandbox: what a person hears, also when the handler runs again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from chakra_async import ChakraError, SettingsError
from chakra_async.webhooks import (
    ButtonTapped,
    InboxError,
    MessageReceived,
    OptedOutError,
    Quiet,
    StatusChanged,
    TextReceived,
    match,
)
from chakra_async.webhooks.inbox import (
    EffectState,
    EventState,
    MemoryInbox,
    NewEffect,
    Problem,
)
from chakra_async.webhooks.talk.errors import AskTimeoutError, TalkEndedError
from tests.support.deliveries import chakra_event, pass_through, text
from tests.webhooks.world import World, world

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chakra_async.webhooks import WebhookReceiver
    from chakra_async.webhooks.talk.talk import Talk


async def unknown(here: World) -> list[Any]:
    return list(await here.inbox.effects(states=[EffectState.UNKNOWN, EffectState.INTENT]))


def hello(receiver: WebhookReceiver) -> None:
    @receiver.on(TextReceived)
    async def greet(event: TextReceived, talk: Talk) -> None:
        await talk.say(f"Hello {event.sender.name}!")


async def test_a_handler_answers(here: World) -> None:
    async with here.running(hello):
        await here.says("hi")
        assert here.heard == ["Hello Asha!"]
        assert (await here.inbox.stats()).states == {EventState.SETTLED: 1}
        (sent,) = await here.inbox.effects()
        assert (sent.state, sent.message_id) == (EffectState.DONE, here.message_ids[0])


async def test_a_handler_that_fails_after_a_message_does_not_send_it_again(here: World) -> None:
    ids: list[str] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            ids.append((await talk.say("One")).message_id)
            ids.append((await talk.say("Two")).message_id)
            if len(ids) < 6:
                raise ValueError("not yet")
            await talk.say("Three")

    async with here.running(register):
        await here.says("hi")
        assert here.heard == ["One", "Two", "Three"]
        assert ids[:2] == ids[2:4] == ids[4:6] == here.message_ids[:2]


class SilentAtFirst(MemoryInbox):
    """Records what it is given a number of times without an answer, as a database whose connection broke at its commit."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def begin_effect(self, claim: Any, effect: Any, *, now: int, again: bool = False) -> Any:
        found = await super().begin_effect(claim, effect, now=now, again=again)
        if self.times:
            self.times -= 1
            raise InboxError("the connection was closed")
        return found


@pytest.mark.parametrize("times", [1, 2])
async def test_an_intent_that_was_recorded_without_an_answer_is_not_unknown(times: int) -> None:
    async with world(SilentAtFirst(times)) as here, here.running(hello):
        await here.says("hi")
        assert (here.heard, await here.parked()) == (["Hello Asha!"], [])
        (sent,) = await here.inbox.effects()
        assert (sent.state, sent.attempts) == (EffectState.DONE, 1)


class Freezing(MemoryInbox):
    """Lets the process stop for a time between the record of an intent and the call."""

    def __init__(self, meanwhile: Any) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    async def begin_effect(self, claim: Any, effect: Any, *, now: int, again: bool = False) -> Any:
        found = await super().begin_effect(claim, effect, now=now, again=again)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile(self, now)
        return found


@pytest.mark.parametrize(("seconds", "calls"), [(9.0, 1), (11.0, 2), (86_400.0, 2)])
async def test_a_process_that_was_stopped_between_an_intent_and_its_call_begins_it_anew(
    monkeypatch: pytest.MonkeyPatch, seconds: float, calls: int
) -> None:
    clock = 1000.0
    monkeypatch.setattr("chakra_async.webhooks.ledger.ledger.boot_seconds", lambda: clock)
    monkeypatch.setattr("chakra_async.webhooks.dispatch._AFTER_STORE_MS", 1)

    async def stopped(_inbox: Any, _now: int) -> None:
        nonlocal clock
        await asyncio.sleep(0)
        clock += seconds

    async with world(Freezing(stopped)) as here, here.running(hello):
        await here.says("hi")
        assert (here.heard, await here.parked()) == (["Hello Asha!"], [])
        (sent,) = await here.inbox.effects()
        assert (sent.state, sent.attempts) == (EffectState.DONE, calls)


async def test_a_process_that_wakes_after_its_call_was_allowed_to_another_does_not_make_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = 1000.0
    monkeypatch.setattr("chakra_async.webhooks.ledger.ledger.boot_seconds", lambda: clock)
    others: list[Any] = []

    async def stopped(inbox: Any, now: int) -> None:
        nonlocal clock
        later = now + 60_000
        (claim,) = (await inbox.take("another", now=later, lease=30_000, limit=9)).claims
        await inbox.park(claim, Problem(code="EffectUnknown", reason=""), now=later)
        await inbox.redrive(now=later, resend_unknown=True)
        (claim,) = (await inbox.take("another", now=later, lease=30_000, limit=9)).claims
        (known,) = await inbox.effects()
        wanted = NewEffect(
            scope=known.scope, ordinal=0, kind="call", name=known.name, fingerprint=known.fingerprint
        )
        granted, _ = await inbox.begin_effect(claim, wanted, now=later, again=True)
        assert granted
        others.append(claim)
        clock += 60

    async with world(Freezing(stopped)) as here, here.running(hello) as receiver:
        here.customer.says("hi")
        delivering = asyncio.create_task(here.message(text("hi", wamid="wamid.1")))
        while not receiver.counters.get("lost"):  # noqa: ASYNC110 - of the receiver's own tasks
            await asyncio.sleep(0.01)
        assert here.heard == []
        (known,) = await here.inbox.effects()
        assert (known.state, known.fence) == (EffectState.INTENT, others[0].fence)
        await here.inbox.settle(others[0], now=here.now())
        await delivering
        assert here.heard == []


async def test_the_same_sentence_twice_in_one_handler_is_said_twice_and_not_more(here: World) -> None:
    runs: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            for _ in range(2):
                await talk.say("Same")
            runs.append(1)
            if len(runs) < 3:
                raise ValueError("again")

    async with here.running(register):
        await here.says("hi")
        assert here.heard == ["Same", "Same"]


@pytest.mark.parametrize("fault", [{"reset": "before"}, {"status": 429}, {"status": 403}], ids=str)
async def test_what_was_not_done_is_tried_again(here: World, fault: dict[str, Any]) -> None:
    here.sandbox.fault("messages.send", times=1, **fault)

    async with here.running(hello):
        await here.says("hi")
        assert here.heard == ["Hello Asha!"] or fault.get("reset")
        assert await here.parked() == [] or fault.get("reset")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"status": 400}, "BadRequestError"),
        ({"status": 422}, "UnprocessableError"),
        ({"status": 200, "errors": ["(#131026) Message undeliverable"]}, "UndeliverableError"),
        ({"status": 200, "errors": ["(#131047) Re-engagement message"]}, "WindowClosedError"),
        ({"status": 200, "errors": ["(#132001) Template name does not exist"]}, "TemplateError"),
    ],
    ids=str,
)
async def test_a_definite_refusal_parks_the_event_at_its_first_attempt(
    here: World, fault: dict[str, Any], code: str
) -> None:
    here.sandbox.fault("messages.send", times=1, **fault)
    async with here.running(hello):
        await here.says("hi")
        (event,) = await here.parked()
        assert event.problem is not None
        assert (event.attempts, event.problem.code, here.heard) == (1, code, [])
        await here.inbox.redrive(now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        assert here.heard == ["Hello Asha!"]


@pytest.mark.parametrize("words", ["", "x" * 4097, "a\0b"])
async def test_a_message_that_cannot_be_sent_parks_the_event_at_its_first_attempt(
    here: World, words: str
) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def say(event: TextReceived, talk: Talk) -> None:
            del event
            await talk.say(words)

    async with here.running(register):
        await here.says("hi")
        (event,) = await here.parked()
        assert event.problem is not None
        assert (event.attempts, event.problem.code, here.heard) == (1, "InvalidRequestError", [])


async def test_a_message_of_unknown_outcome_parks_the_event_and_is_named(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    async with here.running(hello):
        await here.says("hi")
        assert here.heard == []
        (event,) = await here.parked()
        assert event.problem is not None
        assert event.problem.code == "EffectUnknown"
        assert "messages.send to 91********44" in event.problem.reason
        assert [each.target for each in await unknown(here)] == ["919911223344"]
        # A person looked, and says so.
        await here.inbox.redrive(now=here.now(), resend_unknown=True)
        here.receiver.wake()
        await here.receiver.settled()
        assert here.heard == ["Hello Asha!"]


async def test_a_message_that_was_sent_though_its_answer_was_lost_is_found_in_the_chat(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="after")
    async with here.running(hello):
        await here.says("hi")
        assert here.heard == ["Hello Asha!"]
        assert await here.parked() == []
        (sent,) = await here.inbox.effects()
        assert (sent.state, sent.message_id) == (EffectState.DONE, here.message_ids[0])


async def test_a_message_that_was_sent_is_recognized_by_its_status(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    here.sandbox.fault("chats.messages_for_phone_number", status=500)
    async with here.running(hello):
        await here.says("hi")
        assert len(await here.parked()) == 1
        await here.status("wamid.theirs", "sent")
        await here.inbox.redrive(now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        assert (await here.parked(), here.heard) == ([], [])
        (sent,) = await here.inbox.effects()
        assert (sent.state, sent.message_id) == (EffectState.DONE, "wamid.theirs")


async def test_the_status_of_a_campaign_does_not_prove_that_an_answer_was_sent(here: World) -> None:
    here.customer.says("hi")
    async with here.sandbox.client() as campaign:
        sent = await campaign.messages.send_text(f"+{here.person}", "Our offer of today")
    here.sandbox.fault("messages.send", times=1, reset="before")
    async with here.running(hello):
        await here.says("yes, please")
        assert len(await here.parked()) == 1
        await here.status(sent.message_id, "delivered")
        await here.inbox.redrive(now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        assert len(await here.parked()) == 1
        assert here.heard == ["Our offer of today"]


async def test_a_status_from_before_the_answer_proves_nothing_where_the_chat_cannot_be_read(
    here: World,
) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    here.sandbox.fault("chats.messages_for_phone_number", status=500)
    async with here.running(hello):
        at = str(here.now() // 1000 - 5)
        report = {"id": "wamid.campaign", "status": "sent", "timestamp": at, "recipient_id": here.person}
        await here.deliver(pass_through(statuses=[report]))
        await here.says("yes, please")
        await here.inbox.redrive(now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        assert len(await here.parked()) == 1


@pytest.mark.parametrize("statuses", [1, 2])
async def test_a_status_that_two_unknown_messages_could_claim_proves_neither(
    here: World, statuses: int
) -> None:
    here.sandbox.fault("messages.send", times=2, reset="before")
    here.sandbox.fault("chats.messages_for_phone_number", status=500)
    async with here.running(hello):
        await here.says("hi")
        await here.says("hi")
        assert len(await here.parked()) == 2
        for number in range(statuses):
            await here.status(f"wamid.theirs{number}", "sent")
        for _ in range(2):
            await here.inbox.redrive(now=here.now())
            here.receiver.wake()
            await here.receiver.settled()
        assert len(await here.parked()) == 2
        assert {each.state for each in await here.inbox.effects()} == {EffectState.UNKNOWN}


async def test_two_unknown_messages_of_one_text_claim_one_message_of_the_chat_each(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="after")
    here.sandbox.fault("messages.send", times=1, reset="before")
    async with here.running(hello):
        await here.says("hi")
        await here.says("hi")
        await here.status(here.message_ids[0], "delivered")
        await here.inbox.redrive(now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        assert here.heard == ["Hello Asha!"]
        assert len(await here.parked()) == 1
        states = sorted((each.state.value, each.message_id) for each in await here.inbox.effects())
        assert states == [("done", here.message_ids[0]), ("unknown", "")]


async def test_a_settled_event_is_not_redriven(here: World) -> None:
    async with here.running(hello) as receiver:
        await here.says("hi")
        (event,) = await here.inbox.events(states=[EventState.SETTLED])
        for resend_unknown in (False, True):
            again = await here.inbox.redrive([event.id, 999], now=here.now(), resend_unknown=resend_unknown)
            assert again == 0
        receiver.wake()
        await receiver.settled()
        await here.says("hi", wamid="wamid.again")
        await here.says("hi", wamid="wamid.again")
    assert here.heard == ["Hello Asha!"] * 2


async def test_catching_the_error_does_not_hide_what_is_unknown(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, reset="before")
    runs: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            runs.append(1)
            if len(runs) == 1:
                await talk.say("Hello!")
            try:
                await talk.say("Hello!")
            except ChakraError:
                return

    async with here.running(register):
        await here.says("hi")
        assert [each.problem.code for each in await here.parked() if each.problem] == ["EffectUnknown"]


async def test_a_refusal_that_the_handler_dealt_with_is_not_tried_again(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, status=400)
    runs: list[int] = []
    outcomes: set[str] = set()

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            try:
                await talk.say("A")
            except ChakraError as error:
                outcomes.add(error.outcome)
                await talk.say("B")
            runs.append(1)
            if len(runs) < 3:
                raise ValueError("again")

    async with here.running(register):
        await here.says("hi")
        assert (here.heard, outcomes) == (["B"], {"refused"})


async def test_a_handler_that_says_something_else_on_its_second_run_is_parked(here: World) -> None:
    runs: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            runs.append(1)
            await talk.say(f"Run {len(runs)}")
            raise ValueError("again")

    async with here.running(register):
        await here.says("hi")
        assert here.heard == ["Run 1"]
        assert [each.problem.code for each in await here.parked() if each.problem] == ["HandlerChanged"]


async def test_a_step_is_done_once_and_its_result_kept(here: World) -> None:
    runs: list[int] = []
    seen: list[Any] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event

            async def draw() -> int:
                runs.append(1)
                return len(runs)

            number = await talk.step("draw", draw)
            lead = await talk.step(
                "lead", lambda: talk.chakra.processes.create("lead", data={"name": "Asha"})
            )
            seen.append((number, lead.id, type(lead).__name__))
            await talk.say(f"You are number {number}")
            if len(seen) < 3:
                raise ValueError("again")

    async with here.running(register):
        await here.says("hi")
        assert await here.parked() == []
        assert (len(runs), len(set(seen)), here.heard) == (1, 1, ["You are number 1"])
        created = [each for each in here.sandbox.arrivals if each.method == "POST" and "process" in each.path]
        assert len(created) == 1


async def test_a_step_that_failed_half_way_parks_the_event_unless_it_may_be_repeated(here: World) -> None:
    runs: list[str] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            async def charge() -> None:
                runs.append(event.text)
                if len(runs) < 3:
                    raise OSError("the other side went away")

            await talk.step("charge", charge, repeatable=event.text == "safe")

    async with here.running(register):
        await here.says("safe")
        assert (runs, await here.parked()) == (["safe"] * 3, [])
        runs.clear()
        await here.says("unsafe")
        assert runs == ["unsafe"]
        assert [each.problem.code for each in await here.parked() if each.problem] == ["EffectUnknown"]


async def test_a_handler_of_more_than_a_thousand_calls_goes_on_where_it_failed() -> None:
    runs: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            runs.append(1)
            for number in range(1003):
                await talk.step(f"step {number}", count)
                if number == 1001 and len(runs) == 1:
                    raise ValueError("not yet")
            await talk.say(f"{len(done)}")

    done: list[int] = []

    async def count() -> None:
        done.append(1)

    async with world() as here, here.running(register):
        await here.says("hi")
        assert (here.heard, await here.parked(), len(runs)) == (["1003"], [], 2)


class Forgetful(MemoryInbox):
    """Does not list what is recorded."""

    async def effects(self, *_args: Any, **_options: Any) -> Any:
        return []


@pytest.mark.parametrize(("second", "parked"), [("One", []), ("Other", ["HandlerChanged"])])
async def test_what_is_done_is_never_called_unknown(second: str, parked: list[str]) -> None:
    words = ["One", second, second]

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event
            await talk.say(words.pop(0))
            if len(words) == 2:
                raise ValueError("not yet")

    async with world(Forgetful()) as here, here.running(register):
        await here.says("hi")
        assert here.heard == ["One"]
        assert [each.problem.code for each in await here.parked() if each.problem] == parked


async def test_calls_in_a_step_are_not_made_again_with_it(here: World) -> None:
    runs: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            del event

            async def both() -> None:
                runs.append(1)
                await talk.say("First")
                if len(runs) == 1:
                    here.sandbox.fault("messages.send", times=1, status=403)
                await talk.say("Second")

            await talk.step("both", both, repeatable=True)

    async with here.running(register):
        await here.says("hi")
        assert (here.heard, await here.parked()) == (["First", "Second"], [])


@pytest.mark.parametrize(
    "fault",
    [{"status": 403}, {"status": 429}, {"status": 400}, {"status": 500}, {"reset": "before"}],
    ids=str,
)
async def test_a_step_in_which_a_call_failed_is_not_done_again_by_itself(
    here: World, fault: dict[str, Any]
) -> None:
    charges: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def pay(event: TextReceived, talk: Talk) -> None:
            del event

            async def charge() -> None:
                charges.append(500)
                await talk.say("You were charged 500.")

            await talk.step("charge", charge)

    here.sandbox.fault("messages.send", times=9, **fault)
    async with here.running(register):
        await here.says("pay")
        assert (charges, here.heard, len(await here.parked())) == ([500], [], 1)
        here.sandbox.faults.clear()
        await here.inbox.redrive(now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        (event,) = await here.parked()
        assert event.problem is not None
        assert event.problem.code == "EffectUnknown"
        assert "charge may have been done already" in event.problem.reason
        assert charges == [500]
        # A person looked, and says so.
        await here.inbox.redrive(now=here.now(), resend_unknown=True)
        here.receiver.wake()
        await here.receiver.settled()
        assert (charges, here.heard, await here.parked()) == ([500, 500], ["You were charged 500."], [])


async def test_a_copy_of_the_client_is_journaled_as_well(here: World) -> None:
    runs: list[int] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            patient = talk.chakra.with_options(timeouts=50)
            raw = await patient.with_raw_response.messages.send_text(f"+{event.sender.phone_number}", "Once")
            runs.append(raw.status)
            async with talk.chakra as same:
                await same.messages.send_text(f"+{event.sender.phone_number}", "Too")
            if len(runs) < 3:
                raise ValueError("again")

    async with here.running(register):
        await here.says("hi")
        assert here.heard == ["Once", "Too"]


async def test_state_is_recorded_with_the_event(here: World) -> None:
    @attrs.define
    class Visits:
        count: int = 0

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            visits = talk.state(Visits)
            visits.count += 1
            if event.text == "fail":
                raise ValueError("not counted")
            await talk.say(f"Visit {visits.count}")

    async with here.running(register):
        for words in ("a", "fail", "b"):
            await here.says(words)
        assert here.heard == ["Visit 1", "Visit 2"]


async def test_the_window_is_known_from_what_the_person_wrote(here: World) -> None:
    seen: list[Any] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            seen.append((talk.window_ends_at, event.at))

    async with here.running(register):
        await here.says("hi")
    assert seen[0][0] - seen[0][1] == timedelta(hours=24)


async def test_a_message_of_a_time_to_come_opens_the_window_for_a_day(here: World) -> None:
    seen: list[Any] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def greet(event: TextReceived, talk: Talk) -> None:
            seen.append((talk.window_ends_at, event.at))

    async with here.running(register) as receiver:
        await here.message(text("hi", at="4102444800"))  # in the year 2100
        (ends, at), (record,) = seen[0], await here.inbox.events(states=[EventState.SETTLED])
        assert at.year == 2100
        assert round(ends.timestamp() * 1000) == record.received + 24 * 3_600_000
        assert await receiver.windows.ends_at(here.person) == ends
        known = await receiver.windows.snapshot()
        assert known(here.person) is True
        here.offset += 25 * 3_600_000
        assert known(here.person) is False


# Conversations.


def booking(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("book"), cancel=match.text("cancel"))
    async def book(talk: Talk) -> None:
        day = await talk.choose("Which day?", {"mon": "Monday", "tue": "Tuesday"})
        try:
            name = await talk.ask("Your name?", timeout=timedelta(hours=2))
        except AskTimeoutError:
            await talk.say("Another time, then.")
            return
        lead = await talk.step(
            "lead", lambda: talk.chakra.processes.create("lead", data={"day": day, "name": name.text})
        )
        await talk.say(f"Booked, {name.text}: {day} {bool(lead.id)}")

    hello(receiver)


async def test_a_conversation_goes_on_from_message_to_message(here: World) -> None:
    async with here.running(booking):
        await here.says("book")
        assert here.heard == ["Which day?"]
        await here.taps("tue", "Tuesday")
        await here.says("Asha")
        assert here.heard == ["Which day?", "Your name?", "Booked, Asha: tue True"]
        await here.says("hi")
        assert here.heard[-1] == "Hello Asha!"
        assert await here.parked() == []


async def test_a_conversation_goes_on_in_another_process(here: World) -> None:
    async with here.running(booking):
        await here.says("book")
    async with here.running(booking):
        await here.says("monday")
    async with here.running(booking):
        await here.says("Asha")
        assert here.heard == ["Which day?", "Your name?", "Booked, Asha: mon True"]


async def test_what_does_not_fit_is_left_to_the_other_handlers_and_the_question_stays_open(
    here: World,
) -> None:
    async with here.running(booking):
        await here.says("book")
        await here.says("what do you mean?")
        assert here.heard == ["Which day?", "Hello Asha!"]
        await here.taps("mon")
        assert here.heard[-1] == "Your name?"


async def test_a_question_without_an_answer_times_out_while_nothing_runs(here: World) -> None:
    async with here.running(booking):
        await here.says("book")
        await here.taps("mon")
    here.offset += 3 * 3_600_000
    async with here.running(booking):
        await here.passes(0)
        await here.says("hi")
        assert here.heard == ["Which day?", "Your name?", "Another time, then.", "Hello Asha!"]
        assert (await here.inbox.stats()).timers == 0


async def test_an_answer_in_time_cancels_the_timeout(here: World) -> None:
    async with here.running(booking):
        await here.says("book")
        await here.taps("mon")
        await here.passes(1)
        await here.says("Asha")
        assert (await here.inbox.stats()).timers == 0
        await here.passes(5)
        assert here.heard[-1] == "Booked, Asha: mon True"


async def test_a_person_can_cancel(here: World) -> None:
    goodbye: list[str] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("order"), cancel=match.text("cancel"))
        async def order(talk: Talk) -> None:
            try:
                await talk.ask("What?")
            except TalkEndedError:
                await talk.say("Cancelled.")
                goodbye.append("said")

        booking(receiver)

    async with here.running(register):
        await here.says("order")
        await here.says("cancel")
        await here.says("book")
        await here.says("cancel")
        await here.says("hi")
        assert here.heard == ["What?", "Cancelled.", "Which day?", "Hello Asha!"]


async def test_a_changed_version_begins_again_or_parks(here: World) -> None:
    def made(version: int, on_change: Any) -> Any:
        def register(receiver: WebhookReceiver) -> None:
            @receiver.conversation(match.text("go"), version=version, on_change=on_change)
            async def talked(talk: Talk) -> None:
                await talk.ask(f"Question of version {version}?")
                await talk.say("Done")

        return register

    async with here.running(made(1, "restart")):
        await here.says("go")
    async with here.running(made(2, "restart")):
        await here.says("answer")
        assert here.heard == ["Question of version 1?", "Question of version 2?"]
    async with here.running(made(3, "park")):
        await here.says("answer")
        (event,) = await here.parked()
        assert event.problem is not None
        assert event.problem.code == "ConversationChanged"
        assert len(here.heard) == 2


async def test_changed_code_is_seen_without_a_new_version(here: World) -> None:
    def made(question: str, on_change: Any) -> Any:
        def register(receiver: WebhookReceiver) -> None:
            @receiver.conversation(match.text("go"), on_change=on_change)
            async def talked(talk: Talk) -> None:
                await talk.ask(question)
                await talk.say("Done")

        return register

    async with here.running(made("Old?", "park")):
        await here.says("go")
    async with here.running(made("New?", "park")):
        await here.says("answer")
        assert [each.problem.code for each in await here.parked() if each.problem] == ["ConversationChanged"]
    async with here.running(made("New?", "restart")):
        await here.says("answer")
        await here.says("answer")
        assert here.heard == ["Old?", "New?", "Done"]


async def test_a_conversation_that_never_ends_is_stopped_at_its_limit(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chakra_async.webhooks.talk.conversations.MOST_RECORDS", 5)

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def talked(talk: Talk) -> None:
            while True:
                await talk.ask("More?")

    async with here.running(register):
        for words in ("go", "a", "b"):
            await here.says(words)
        assert [each.problem.code for each in await here.parked() if each.problem] == ["TooManyRecords"]


async def test_a_refusal_that_a_conversation_dealt_with_is_the_same_at_every_turn(here: World) -> None:
    here.sandbox.fault("messages.send", times=1, status=400)

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def talked(talk: Talk) -> None:
            try:
                await talk.say("Refused")
            except ChakraError:
                await talk.wait(MessageReceived)
            await talk.say("End")

    async with here.running(register):
        await here.says("go")
        await here.says("on")
        assert here.heard == ["End"]


async def test_state_in_a_conversation_is_not_counted_twice(here: World) -> None:
    @attrs.define
    class Count:
        value: int = 0

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def talked(talk: Talk) -> None:
            for _ in range(3):
                talk.state(Count).value += 1
                await talk.ask(f"Turn {talk.state(Count).value}")

        @receiver.on(TextReceived)
        async def after(event: TextReceived, talk: Talk) -> None:
            del event
            await talk.say(f"Sum {talk.state(Count).value}")

    async with here.running(register):
        for words in ("go", "a", "b", "c", "d"):
            await here.says(words)
        assert here.heard == ["Turn 1", "Turn 2", "Turn 3", "Sum 3"]


async def test_the_time_is_the_same_at_every_turn(here: World) -> None:
    seen: list[list[Any]] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def talked(talk: Talk) -> None:
            times = [talk.now()]
            seen.append(times)
            await talk.ask("A?")
            times.append(talk.now())
            await talk.ask("B?")
            times.append(talk.now())

    async with here.running(register):
        for words in ("go", "a", "b"):
            await here.passes(1)
            await here.says(words)
    assert seen[0] == seen[2][:1]
    assert seen[1] == seen[2][:2]
    assert timedelta(minutes=59) < seen[2][2] - seen[2][1] < timedelta(minutes=61)


async def test_reads_in_a_conversation_give_the_same_at_every_turn(here: World) -> None:
    seen: list[str] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def talked(talk: Talk) -> None:
            lead = await talk.chakra.processes.create("lead", data={"name": "Asha"})
            await talk.chakra.processes.get("lead", lead.id or "")
            seen.append(lead.id or "")
            await talk.ask("A?")

    async with here.running(register):
        await here.says("go")
        await here.says("a")
    assert len(set(seen)) == 1
    assert sum(each.method == "GET" for each in here.sandbox.arrivals) == 1


async def test_asking_outside_of_a_conversation_or_in_a_step_says_where_to_ask(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("go"))
        async def talked(talk: Talk) -> None:
            with pytest.raises(SettingsError, match="outside of it"):
                await talk.step("ask", lambda: talk.ask("A?"), repeatable=True)

        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            del event
            with pytest.raises(SettingsError, match="conversation"):
                await talk.wait(ButtonTapped)

    async with here.running(register):
        await here.says("hi")
        await here.says("go")
        assert await here.parked() == []


# Humans, opt-outs and statuses.


async def test_a_human_of_the_team_is_not_talked_over(here: World) -> None:
    async with here.running(booking, pause_for_humans=timedelta(hours=12)):
        await here.says("book")
        await here.echo("wamid.human")
        await here.says("monday")
        await here.says("hi")
        assert here.heard == ["Which day?"]
        await here.passes(13)
        await here.says("monday")
        assert here.heard[-1] == "Your name?"


@pytest.mark.parametrize(
    ("event", "content", "paused"),
    [
        ("message_echo", {"type": "template", "template": {"name": "offer"}}, False),
        ("message_echo", {"type": "text", "text": {"body": "A human here"}}, True),
        ("smb_message_echo", {"type": "text", "text": {"body": "A human here"}}, True),
        ("smb_message_echo", {"type": "image", "image": {"id": "1"}}, True),
        ("message_echo", {"type": "interactive"}, True),
    ],
)
async def test_a_human_who_writes_during_a_question_is_not_talked_over_and_a_campaign_is_not_a_human(
    event: str, content: dict[str, Any], *, paused: bool
) -> None:
    async with world() as here, here.running(booking, pause_for_humans=timedelta(hours=12)):
        await here.says("book")
        at = here.now()
        echo = {"to": here.person, "id": "wamid.echo", "timestamp": str(at // 1000), **content}
        await here.deliver(
            chakra_event(event, wabaId="1", externalId="wamid.echo", timestamp=at, message=echo)
        )
        await here.taps("mon", "Monday")
        assert here.heard == ["Which day?", *([] if paused else ["Your name?"])]
        await here.passes(13)
        if paused:
            await here.taps("mon", "Monday")
        assert "Your name?" in here.heard


async def test_an_echo_of_ones_own_message_is_not_taken_for_a_human(here: World) -> None:
    async with here.running(booking, pause_for_humans=timedelta(hours=12)):
        await here.says("book")
        await here.echo(here.message_ids[0], "Which day?")
        await here.says("monday")
        assert here.heard == ["Which day?", "Your name?"]


async def test_a_timeout_in_a_pause_comes_after_it(here: World) -> None:
    async with here.running(booking, pause_for_humans=timedelta(hours=12)):
        await here.says("book")
        await here.taps("mon")
        await here.echo("wamid.human")
        await here.passes(3)
        assert here.heard[-1] == "Your name?"
        await here.passes(10)
        assert here.heard[-1] == "Another time, then."


async def test_a_stop_word_opts_out_and_ends_what_is_asked(here: World) -> None:
    async with here.running(booking, stop_words=("STOP",), start_words=("START",)) as receiver:
        await here.says("book")
        await here.says(" stop! ")
        assert await receiver.opt_outs.contains("919911223344")
        assert await receiver.opt_outs.phone_numbers() == ["919911223344"]
        await here.says("monday")
        assert here.heard == ["Which day?", "Hello Asha!", "Hello Asha!"]
        await here.inbox.erase("phone:919911223344")
        assert await receiver.opt_outs.contains("919911223344")
        await here.says("Start")
        assert not await receiver.opt_outs.contains("919911223344")


def gathering(got: list[list[str]]) -> Callable[[WebhookReceiver], None]:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("book"))
        async def book(talk: Talk) -> None:
            day = await talk.choose("Which day?", {"mon": "Monday", "tue": "Tuesday"})
            await talk.say(f"Booked for {day}.")

        @receiver.on(MessageReceived, gather=Quiet(0.3, at_most=2))
        async def album(events: Sequence[MessageReceived]) -> None:
            got.append([each.id for each in events])

        @receiver.on(StatusChanged, gather=Quiet(0.3, at_most=2))
        async def statuses(events: Sequence[StatusChanged]) -> None:
            got.append([each.status for each in events])

    return register


async def burst(here: World, **texts: str) -> None:
    """Deliver messages of the person that came in together."""
    here.customer.says("hi")  # which opens the window at the sandbox
    at = str(here.now() // 1000)
    messages = [text(words, wamid=wamid, at=at) for wamid, words in texts.items()]
    body = pass_through(messages=messages)
    await here.deliver(body.replace(b"694794789348887", here.sandbox.phone_number_id.encode()))


async def test_a_stop_word_among_gathered_messages_opts_out(here: World) -> None:
    got: list[list[str]] = []
    async with here.running(gathering(got), stop_words=("STOP",)) as receiver:
        await burst(here, m1="hello", m2="STOP", m3="please")
        assert await receiver.opt_outs.contains("919911223344")
    assert got == [["m1", "m2", "m3"]]


async def test_what_begins_or_answers_a_conversation_is_not_gathered_with_other_messages(here: World) -> None:
    got: list[list[str]] = []
    async with here.running(gathering(got)):
        await burst(here, m1="hello", m2="book", m3="hm", m4="monday")
    assert got == [["m1"], ["m3"]]
    assert here.heard == ["Which day?", "Booked for mon."]


async def test_gathered_statuses_are_all_known(here: World) -> None:
    got: list[list[str]] = []
    async with here.running(gathering(got)) as receiver:
        reports = [
            {"id": "wamid.x", "status": status, "timestamp": "1756322278", "recipient_id": "919911223344"}
            for status in ("sent", "delivered", "read")
        ]
        await here.deliver(pass_through(statuses=reports))
        known = await receiver.statuses.get("wamid.x")
    assert got == [["sent", "delivered", "read"]]
    assert (known.status, sorted(known.times)) == ("read", ["delivered", "read", "sent"])


async def test_no_template_goes_to_a_person_who_opted_out(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            del event
            await talk.template("christmas_promo_23")

    async with here.running(register) as receiver:
        await receiver.opt_outs.add("919911223344")
        await here.says("hi")
        assert [each.problem.code for each in await here.parked() if each.problem] == ["OptedOutError"]
        assert here.heard == []


async def test_an_opt_out_that_a_conversation_dealt_with_is_the_same_at_every_turn(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("offer"))
        async def offer(talk: Talk) -> None:
            await talk.say("One moment.")
            try:
                await talk.template("hello_world", language="en_US")
            except OptedOutError:
                answer = await talk.ask("Do you want offers?")
                await talk.say(f"You said {answer.text}.")

    async with here.running(register) as receiver:
        await receiver.opt_outs.add(here.person)
        await here.says("offer")
        await receiver.opt_outs.remove(here.person)
        await here.says("yes")
        assert here.heard == ["One moment.", "Do you want offers?", "You said yes."]
        assert await here.parked() == []


async def test_a_template_that_was_sent_stays_sent_where_the_person_opts_out_after_it(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("offer"))
        async def offer(talk: Talk) -> None:
            await talk.template("hello_world", language="en_US")
            answer = await talk.ask("Do you like it?")
            await talk.say(f"You said {answer.text}.")

    async with here.running(register) as receiver:
        await here.says("offer")
        await receiver.opt_outs.add(here.person)
        await here.says("yes")
        assert here.heard[1:] == ["Do you like it?", "You said yes."]
        assert await here.parked() == []


async def test_a_template_that_was_refused_is_not_sent_again_once_the_person_opted_out(here: World) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            del event
            await talk.template("hello_world", language="en_US")

    here.sandbox.fault("messages.send_template", times=3, status=403)
    async with here.running(register) as receiver:
        await here.says("hi")
        await receiver.opt_outs.add(here.person)
        await here.inbox.redrive(now=here.now())
        receiver.wake()
        await receiver.settled()
        assert [each.problem.code for each in await here.parked() if each.problem] == ["OptedOutError"]
        await receiver.opt_outs.remove(here.person)
        await here.inbox.redrive(now=here.now())
        receiver.wake()
        await receiver.settled()
        assert (len(here.heard), await here.parked()) == (1, [])


async def test_statuses_never_go_back_whatever_their_order(here: World) -> None:
    async with here.running(hello) as receiver:
        await here.status("wamid.x", "read")
        await here.status("wamid.x", "sent")
        await here.status("wamid.x", "delivered")
        known = await receiver.statuses.get("wamid.x")
        assert (known.status, known.failed) == ("read", False)
        assert set(known.times) == {"sent", "delivered", "read"}


async def test_a_status_before_the_answer_to_its_call_is_kept(here: World) -> None:
    async with here.running(hello) as receiver:
        await here.says("hi")
        await here.status(here.message_ids[0], "delivered")
        assert (await receiver.statuses.get(here.message_ids[0])).status == "delivered"
        assert (await receiver.statuses.get("wamid.other")).status is None


async def test_what_is_older_than_the_retention_is_purged_when_the_receiver_starts(here: World) -> None:
    async with here.running(hello):
        await here.says("hi")
    here.offset += 31 * 24 * 3_600_000
    async with here.running(hello):
        while (await here.inbox.stats()).states:  # noqa: ASYNC110 - another program would do it
            await asyncio.sleep(0.01)
    with pytest.raises(SettingsError, match="8 days"):
        async with here.running(hello, retention=timedelta(days=1)):
            pass
