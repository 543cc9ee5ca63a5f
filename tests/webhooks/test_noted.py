"""What an event says of its person counts whatever becomes of the event: filters and handlers that fail, and lanes that are held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from chakra_async.webhooks import (
    Event,
    MessageReceived,
    ParkError,
    PaymentStatusChanged,
    StatusChanged,
    Talk,
    TextReceived,
    WebhookReceiver,
    match,
)
from chakra_async.webhooks.talk.errors import AskTimeoutError
from tests.support.deliveries import of_field, pass_through

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.webhooks.world import World

OLD, NEW = "919911223344", "919911220000"


async def moves(here: World) -> None:
    """Let WhatsApp report that the person has another number."""
    notice = {"type": "user_changed_number", "body": "moved", "wa_id": NEW}
    at = str(here.now() // 1000)
    await here.message(
        {
            "from": OLD,
            "from_user_id": "IN.7",
            "id": "wamid.moved",
            "timestamp": at,
            "type": "system",
            "system": notice,
        }
    )


async def prefers(here: World, value: str, **person: str) -> None:
    preference = {
        "category": "marketing_messages",
        "value": value,
        "timestamp": str(here.now() // 1000),
        **(person or {"wa_id": here.person}),
    }
    await here.deliver(of_field("user_preferences", {"user_preferences": [preference]}))


async def redrive(here: World) -> None:
    await here.inbox.redrive(now=here.now())
    here.receiver.wake()
    await here.receiver.settled()


def sent(here: World) -> list[tuple[str, str]]:
    bodies = [each.json for each in here.sandbox.arrivals if each.operation == "messages.send"]
    return [(body.get("to") or body["recipient"], body["text"]["body"]) for body in bodies if "text" in body]


def polite(receiver: WebhookReceiver) -> None:
    """Asks when it hears "book", and says goodbye with a template, which is refused after an opt-out."""

    @receiver.conversation(match.text("book"))
    async def book(talk: Talk) -> None:
        try:
            answer = await talk.ask("Which day?", timeout=timedelta(hours=2))
        except AskTimeoutError:
            await talk.say("Are you still there?")
        else:
            await talk.say(f"Booked for {answer.text}.")

    @receiver.on(match.text("stop"))
    async def goodbye(event: TextReceived, talk: Talk) -> None:
        del event
        await talk.template("goodbye")

    @receiver.on(match.text("start"))
    async def welcome(event: TextReceived, talk: Talk) -> None:
        del event
        await talk.say("Welcome back.")


def fails_but_for_texts(receiver: WebhookReceiver) -> None:
    @receiver.on(TextReceived)
    async def hello(event: TextReceived, talk: Talk) -> None:
        await talk.say(f"You said {event.text}")

    @receiver.on(Event)
    async def rest(event: Event) -> None:
        raise ValueError(event.kind)


async def test_nothing_is_asked_after_an_opt_out_whose_handler_failed(here: World) -> None:
    async with here.running(polite, stop_words=("stop",)):
        await here.says("book")
        await here.says("stop")
        assert [each.problem.code for each in await here.parked() if each.problem] == ["OptedOutError"]
        await here.passes(3)
        await here.says("monday")
    assert here.heard == ["Which day?"]


async def test_an_opt_out_that_is_handled_again_does_not_end_what_began_after_it(here: World) -> None:
    async with here.running(polite, stop_words=("stop",), start_words=("start",)):
        await here.says("stop")
        here.offset += 5_000
        await here.says("start")
        await here.says("book")
        await redrive(here)
        await here.says("monday")
    assert here.heard == ["Welcome back.", "Which day?", "Booked for monday."]


async def test_an_answer_goes_to_the_number_that_a_person_has_now_also_where_the_notice_could_not_be_handled(
    here: World,
) -> None:
    async with here.running(fails_but_for_texts):
        await here.message(_said("hi", {"from": OLD, "from_user_id": "IN.7"}, here))
        await moves(here)
        assert [each.kind for each in await here.parked()] == ["user_id"]
        here.sandbox.customer(NEW).says("hi")
        await here.message(_said("where?", {"from_user_id": "IN.7"}, here))
    assert sent(here) == [(OLD, "You said hi"), (NEW, "You said where?")]


async def test_a_notice_that_is_handled_again_does_not_bring_an_older_number_back(here: World) -> None:
    async with here.running(fails_but_for_texts):
        await here.message(_said("hi", {"from": OLD, "from_user_id": "IN.7"}, here))
        await moves(here)
        here.sandbox.customer("919911220001").says("hi")
        await here.message(_said("again", {"from": "919911220001", "from_user_id": "IN.7"}, here))
        await redrive(here)
        await here.message(_said("where?", {"from_user_id": "IN.7"}, here))
    assert sent(here)[-1] == ("919911220001", "You said where?")


_count = iter(range(1, 10_000))


def _said(words: str, who: dict[str, str], here: World) -> dict[str, Any]:
    at = str(here.now() // 1000)
    return {"id": f"wamid.w{next(_count)}", "timestamp": at, "type": "text", "text": {"body": words}, **who}


async def test_a_human_is_not_talked_over_also_where_the_echo_could_not_be_handled(here: World) -> None:
    async with here.running(fails_but_for_texts, pause_for_humans=timedelta(hours=12)):
        await here.says("hi")
        await here.echo("wamid.human")
        await here.says("thanks")
        assert here.heard == ["You said hi"]
        await here.passes(13)
        await redrive(here)  # which begins no pause of its own
        await here.says("hello")
    assert here.heard == ["You said hi", "You said hello"]


async def test_a_first_contact_is_one_at_every_attempt(here: World) -> None:
    attempts: list[str] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.first_contact())
        async def hello(talk: Talk) -> None:
            attempts.append(talk.event.kind)
            if len(attempts) == 1:
                raise ParkError("not now")
            await talk.say("Hello!")

    async with here.running(register):
        await here.says("hi")
        assert len(await here.parked()) == 1
        await redrive(here)
        await here.says("hi")
    assert here.heard == ["Hello!"]


# Handlers of statuses and payments.


@attrs.define
class Account:
    paid: int = 0


def payments(receiver: WebhookReceiver) -> None:
    @receiver.on(TextReceived)
    async def balance(event: TextReceived, talk: Talk) -> None:
        del event
        await talk.say(f"Paid: {talk.state(Account).paid}")

    @receiver.on(PaymentStatusChanged)
    async def paid(event: PaymentStatusChanged, talk: Talk) -> None:
        talk.state(Account).paid += 1
        await talk.say(f"Payment {event.status}")

    @receiver.on(StatusChanged)
    async def read(event: StatusChanged, talk: Talk) -> None:
        await talk.say(f"You have {event.status} it")


async def reports(here: World, message_id: str, status: str, **more: Any) -> None:
    at = str(here.now() // 1000)
    report = {"id": message_id, "status": status, "timestamp": at, "recipient_id": here.person, **more}
    body = pass_through(statuses=[report])
    await here.deliver(body.replace(b"694794789348887", here.sandbox.phone_number_id.encode()))


async def pays(here: World, reference: str) -> None:
    payment = {"reference_id": reference, "transaction": {"id": reference}}
    await reports(here, f"wamid.{reference}", "captured", type="payment", payment=payment)


async def test_what_a_handler_of_payments_remembers_is_the_persons(here: World) -> None:
    async with here.running(payments):
        await here.says("balance")
        await pays(here, "a")
        await pays(here, "b")
        await here.says("balance")
    assert here.heard == ["Paid: 0", "Payment captured", "Payment captured", "Paid: 2"]


async def test_a_person_is_left_to_a_human_by_handlers_of_statuses_and_payments(here: World) -> None:
    async with here.running(payments, pause_for_humans=timedelta(hours=12)):
        await here.says("balance")
        await here.echo("wamid.human")
        await pays(here, "a")
        await reports(here, "wamid.x", "read")
        assert here.heard == ["Paid: 0"]
        await here.passes(13)
        await here.says("balance")
        await reports(here, "wamid.y", "read")
    assert here.heard == ["Paid: 0", "Paid: 0", "You have read it"]


@pytest.mark.parametrize("use", ["state", "pause", "resume"])
async def test_a_handler_of_statuses_is_told_that_nothing_of_the_person_can_be_kept_there(
    here: World, use: str
) -> None:
    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(StatusChanged)
        async def status(event: StatusChanged, talk: Talk) -> None:
            del event
            calls = {
                "state": lambda: talk.state(Account),
                "pause": lambda: talk.pause(hours=24),
                "resume": talk.resume,
            }
            calls[use]()

    async with here.running(register):
        await here.status("wamid.x", "read")
        (problem,) = [each.problem for each in await here.parked()]
    assert problem is not None
    assert (problem.code, f"talk.{use}()" in problem.reason) == ("SettingsError", True)


# Filters that fail, and lanes that are held.


def filter_fails(receiver: WebhookReceiver) -> None:
    @receiver.on(Event, lambda event: event.text.lower() == "hi")  # type: ignore[attr-defined]
    async def handler(event: Event) -> None:
        del event


@pytest.mark.parametrize("register", [filter_fails, fails_but_for_texts])
async def test_opt_outs_and_statuses_are_known_where_a_filter_or_a_handler_fails(
    here: World, register: Callable[[WebhookReceiver], None]
) -> None:
    async with here.running(register) as receiver:
        await prefers(here, "stop")
        await here.status("wamid.x", "delivered")
        assert len(await here.parked()) == 2
        assert await receiver.opt_outs.contains(here.person)
        assert (await receiver.statuses.get("wamid.x")).status == "delivered"
        here.offset += 5_000
        await prefers(here, "resume")
        assert not await receiver.opt_outs.contains(here.person)


def holds(receiver: WebhookReceiver) -> None:
    @receiver.on(match.text("cancel"), critical=True)
    async def cancel(event: TextReceived) -> None:
        raise ParkError(event.text)

    @receiver.on(MessageReceived)
    async def rest(event: MessageReceived, talk: Talk) -> None:
        del event, talk


async def arrives(here: World, deliver: Any) -> None:
    """Deliver what waits behind a held event, for which `settled` would wait as well."""
    settled = here.receiver.settled
    here.receiver.settled = here.receiver.quiet  # type: ignore[method-assign]
    try:
        await deliver
    finally:
        here.receiver.settled = settled  # type: ignore[method-assign]


async def test_who_opts_out_while_their_lane_is_held_is_opted_out_at_once(here: World) -> None:
    both = {"from": OLD, "from_user_id": "IN.7"}
    async with here.running(holds, stop_words=("stop",), start_words=("start",)) as receiver:
        await here.message(_said("cancel", both, here))
        await arrives(here, here.message(_said("stop", {"from": OLD}, here)))
        assert await receiver.opt_outs.contains(OLD)
        here.offset += 5_000
        await arrives(here, here.message(_said("start", {"from": OLD}, here)))
        assert not await receiver.opt_outs.contains(OLD)
        here.offset += 5_000
        await arrives(here, prefers(here, "stop", user_id="IN.7"))
        assert await receiver.opt_outs.phone_numbers() == [OLD]
        (held,) = await here.parked()
        await here.inbox.discard([held.id], now=here.now())
        here.receiver.wake()
        await here.receiver.settled()
        assert await receiver.opt_outs.phone_numbers() == [OLD]
