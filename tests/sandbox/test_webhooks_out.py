"""What a sandbox delivers to a receiver: both formats, signatures, repetitions, faults, and its clock."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from chakra_async import Chakra, SettingsError
from chakra_async.sandbox import NotHeardError, Sandbox
from chakra_async.webhooks import (
    ButtonTapped,
    CallEvent,
    Event,
    LocationReceived,
    MemoryInbox,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    PreferenceChanged,
    ReactionReceived,
    RecordChanged,
    StatusChanged,
    TemplateStatusChanged,
    TextReceived,
    UnknownEvent,
    WebhookReceiver,
    parse,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NUMBER = "919901258433"
USER_ID = "IN.13491208655302741918"


class Team:
    """A sandbox with a receiver in the same process that keeps every event."""

    def __init__(self, sandbox: Sandbox, chakra: Chakra, receiver: WebhookReceiver) -> None:
        self.sandbox = sandbox
        self.chakra = chakra
        self.receiver = receiver
        self.events: list[Event] = []

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    async with Sandbox(seed=7) as sandbox, sandbox.client() as chakra:
        receiver = WebhookReceiver(
            chakra,
            secrets=sandbox.webhooks.secret,
            inbox=MemoryInbox(),
            clock=sandbox.clock.milliseconds,
        )
        team = Team(sandbox, chakra, receiver)

        @receiver.on(Event)
        async def keep(event: Event) -> None:
            team.events.append(event)

        async with receiver:
            yield team


async def test_each_event_arrives_once_though_it_comes_in_both_formats(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    await team.sandbox.customer(NUMBER, name="Asha").says("Hello")
    formats = Counter(delivery.format for delivery in team.sandbox.webhooks.deliveries)
    assert formats == {"pass_through": 1, "chakra": 1}
    (event,) = team.events
    assert isinstance(event, TextReceived)
    assert (event.text, event.sender.phone_number, event.sender.name) == ("Hello", NUMBER, "Asha")


async def test_everything_a_customer_does_is_an_event_of_its_kind(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    customer = team.sandbox.customer(NUMBER, user_id=USER_ID, name="Asha")
    sent = await team.chakra.messages.send_text(NUMBER, "Good morning")
    await team.sandbox.clock.advance(seconds=2)
    said = await customer.says("Hello")
    await customer.sends(b"...", "image/jpeg")
    await customer.sends(b"...", "audio/ogg", voice=True)
    await customer.sends(location=(12.97, 77.59))
    await customer.sends(contact="919845000002")
    reacted = await customer.reacts("👍")
    replied = await customer.replies("Yes")
    await customer.edits(said, "Hullo")
    await customer.revokes(said)
    customer.calls()
    customer.stops()
    customer.reads()
    await team.sandbox.webhooks.settled()
    kinds = [type(event).__name__ for event in team.events if not isinstance(event, StatusChanged)]
    assert kinds == [
        "TextReceived",
        "ImageReceived",
        "AudioReceived",
        "LocationReceived",
        "ContactsReceived",
        "ReactionReceived",
        "TextReceived",
        "MessageEdited",
        "MessageRevoked",
        "CallEvent",
        "PreferenceChanged",
    ]
    assert [event.status for event in team.of(StatusChanged)] == ["sent", "delivered", "read"]
    assert {event.message_id for event in team.of(StatusChanged)} == {sent.message_id}
    assert team.of(ReactionReceived)[0].message_id == sent.message_id
    assert team.of(TextReceived)[1].reply_to == sent.message_id
    assert team.of(LocationReceived)[0].latitude == 12.97
    assert team.of(MessageEdited)[0].text == "Hullo"
    assert team.of(MessageRevoked)[0].original_id == said.wamid
    assert team.of(PreferenceChanged)[0].stopped
    assert team.of(CallEvent)[0].event == "connect"
    assert all(event.sender.user_id == USER_ID for event in team.of(MessageReceived))
    assert reacted.in_reply_to is None
    assert replied.in_reply_to == sent.message_id
    assert team.of(UnknownEvent) == []


async def test_a_customer_without_a_number_is_heard_and_answered(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    customer = team.sandbox.customer(user_id=USER_ID, name="Asha", username="asha")
    await customer.says("Hello")
    (event,) = team.events
    assert (event.sender.phone_number, event.sender.user_id, event.sender.username) == (None, USER_ID, "asha")
    await team.chakra.messages.send_text(recipient=USER_ID, text="Hi Asha")
    await team.sandbox.clock.advance(seconds=2)
    assert (await customer.hears()).text == "Hi Asha"
    assert [one.status for one in team.of(StatusChanged)] == ["sent", "delivered"]
    assert team.of(StatusChanged)[0].sender.user_id == USER_ID


async def test_buttons_rows_and_template_buttons_can_be_chosen(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    customer = team.sandbox.customer(NUMBER)
    await team.chakra.messages.send_buttons(NUMBER, "Which day?", buttons={"mon": "Monday", "tue": "Tuesday"})
    assert (await customer.hears()).buttons == ["Monday", "Tuesday"]
    await customer.taps("Tuesday")
    tapped = team.of(ButtonTapped)[-1]
    assert (tapped.button_id, tapped.title) == ("tue", "Tuesday")
    with pytest.raises(
        NotHeardError, match=r"No message has a button 'Sunday'[\s\S]*team: Which day\? \[Monday\]"
    ):
        customer.taps("Sunday")


async def test_what_was_not_heard_shows_the_conversation(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    customer = team.sandbox.customer(NUMBER)
    await customer.says("Hello?")
    with pytest.raises(NotHeardError, match=r"not heard 'Hi'[\s\S]*customer: Hello\?"):
        await customer.hears("Hi")
    await team.chakra.messages.send_text(NUMBER, "Hi there")
    assert (await customer.hears("Hi")).text == "Hi there"
    with pytest.raises(NotHeardError):
        await customer.hears()


async def test_a_text_twice_in_a_row_is_doubled(team: Team) -> None:
    customer = team.sandbox.customer(NUMBER)
    await team.chakra.messages.send_text(NUMBER, "Hi")
    customer.says("Hello")
    await team.chakra.messages.send_text(NUMBER, "Hi")
    assert customer.doubled == []
    await team.chakra.messages.send_text(NUMBER, "Hi")
    assert [one.text for one in customer.doubled] == ["Hi"]


async def test_what_goes_to_one_who_blocked_the_team_fails(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    customer = team.sandbox.customer(NUMBER)
    customer.blocks()
    await team.chakra.messages.send_text(NUMBER, "Hi")
    await team.sandbox.clock.advance(seconds=2)
    (event,) = team.of(StatusChanged)
    assert event.failed
    assert event.errors[0].code == 131026
    assert customer.heard == []


async def test_the_review_of_a_template_ends_by_the_clock(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver)
    await team.chakra.templates.create(
        name="late", category="UTILITY", language="en", components=[{"type": "BODY", "text": "Hello."}]
    )
    await team.sandbox.webhooks.settled()
    assert team.events == []
    await team.sandbox.clock.advance(minutes=1)
    (event,) = team.of(TemplateStatusChanged)
    assert (event.name, event.status) == ("late", "APPROVED")


async def test_records_are_reported_to_those_who_ask(team: Team) -> None:
    team.sandbox.webhooks.to(team.receiver, formats=["records"])
    lead = await team.chakra.leads.create(data={"name": "Ada"})
    await team.chakra.processes.update("lead", str(lead.id), status="COMPLETED")
    await team.sandbox.webhooks.settled()
    assert [(event.event, event.record["status"]) for event in team.of(RecordChanged)] == [
        ("process.created", "OPEN"),
        ("process.updated", "COMPLETED"),
    ]


FAULTS: dict[str, dict[str, Any]] = {
    "twice": {"duplicate": 2},
    "out of order": {"reorder": True},
    "five at once, and again one by one": {"batch": 5, "split": True},
    "late": {"delay": 3},
    "lost": {"drop": True},
    "cut": {"cut": True},
    "signed with another secret": {"wrong_secret": True},
    "some": {"duplicate": 3, "drop": True, "reorder": True, "rate": 0.5},
}


@pytest.mark.parametrize("options", FAULTS.values(), ids=FAULTS)
async def test_no_fault_loses_or_doubles_an_event(team: Team, options: dict[str, Any]) -> None:
    team.sandbox.webhooks.to(team.receiver)
    fault = team.sandbox.webhooks.fault(**options)
    customers = [team.sandbox.customer(f"9199012584{number}") for number in range(10, 14)]
    for number in range(5):
        for customer in customers:
            customer.says(f"{number}")
    await team.sandbox.clock.advance(minutes=10)
    texts = Counter((event.sender.phone_number, event.text) for event in team.of(TextReceived))
    assert texts == Counter(
        (customer.phone_number, str(number)) for customer in customers for number in range(5)
    )
    assert fault.met > 0
    assert all(delivery.done for delivery in team.sandbox.webhooks.deliveries)


async def test_an_address_gets_signed_deliveries_until_it_answers_200() -> None:
    got: list[tuple[bytes, str]] = []

    async def handle(request: web.Request) -> web.Response:
        body = await request.read()
        got.append((body, verify(body, request.headers, {"own": "s3cret"})))
        return web.Response(status=200 if len(got) > 2 else 503)

    app = web.Application()
    app.router.add_post("/hooks", handle)
    async with TestServer(app) as server, Sandbox(webhook_secret="s3cret") as sandbox:  # noqa: S106 - a test's
        sandbox.webhooks.to(str(server.make_url("/hooks")), formats="chakra")
        sandbox.customer(NUMBER).says("Hello")
        for _ in range(3):
            await sandbox.clock.advance(minutes=5)
        (delivery,) = sandbox.webhooks.deliveries
        assert [attempt.status for attempt in delivery.attempts] == [503, 503, 200]
    assert {name for _, name in got} == {"own"}
    assert len({body for body, _ in got}) == 1
    (event,) = parse(got[0][0])
    assert isinstance(event, TextReceived)


async def test_a_target_that_is_away_is_tried_for_seven_days() -> None:
    async with Sandbox() as sandbox:
        sandbox.webhooks.to("http://127.0.0.1:9/hooks", formats="chakra")
        sandbox.customer(NUMBER).says("Hello")
        for _ in range(40):
            await sandbox.clock.advance(hours=6)
        (delivery,) = sandbox.webhooks.deliveries
        assert not delivery.done
        assert delivery.due is None
        assert 6 * 86_400_000 < delivery.attempts[-1].at - delivery.attempts[0].at < 8 * 86_400_000
        assert "ClientConnectorError" in delivery.attempts[0].error


@pytest.mark.parametrize("target", ["ftp://x", "hooks", "http://", 7])
async def test_a_target_that_is_none_is_refused(target: Any) -> None:
    with pytest.raises(SettingsError, match="must be an http address or an ASGI application"):
        Sandbox().webhooks.to(target)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "does nothing"),
        ({"times": 3}, "does nothing"),
        ({"duplicate": 0}, "must be 1 or more"),
        ({"drop": True, "rate": 0}, "above 0"),
        ({"split": True}, "give batch="),
    ],
)
async def test_a_fault_that_cannot_work_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Sandbox().webhooks.fault(**options)


async def test_the_clock_moves_the_window_too() -> None:
    async with Sandbox(session_windows=True) as sandbox, sandbox.client() as chakra:
        sandbox.customer(NUMBER).says("Hello")
        await chakra.messages.send_text(NUMBER, "Hi")
        await sandbox.clock.advance(hours=25)
        with pytest.raises(Exception, match="131047"):
            await chakra.messages.send_text(NUMBER, "Are you there?")


def test_the_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="cannot go back"):
        Sandbox().clock.advance(hours=-1)


# Addresses that a client sets.


async def test_webhooks_go_to_the_addresses_in_the_configuration_of_the_plugin() -> None:
    got: list[tuple[str, Event]] = []

    async def handle(request: web.Request) -> web.Response:
        body = await request.read()
        verify(body, request.headers, "s3cret")
        got.extend((request.path, event) for event in parse(body))
        return web.Response()

    app = web.Application()
    app.router.add_post("/{name}", handle)
    sandbox = Sandbox(webhook_secret="s3cret")  # noqa: S106 - a test's
    async with TestServer(app) as server, sandbox, sandbox.client() as chakra:
        customer = sandbox.customer(NUMBER)
        await customer.says("before")
        await chakra.plugins.update_config(
            pass_through_webhook_url=str(server.make_url("/meta")),
            chakra_webhook_url=str(server.make_url("/own")),
            which_chakra_webhook_events_to_send=["status"],
        )
        await customer.says("one")
        assert [(path, event.kind) for path, event in got] == [("/meta", "text")]
        got.clear()
        await chakra.plugins.update_config(enable_chakra_webhook=True)
        await chakra.messages.send_text(NUMBER, "Hi")
        await customer.says("two")
        await sandbox.clock.advance(seconds=2)
        assert Counter((path, event.kind) for path, event in got) == {
            ("/meta", "text"): 1,
            ("/meta", "status"): 2,
            ("/own", "status"): 2,
        }
        got.clear()
        await chakra.plugins.update_config(
            pass_through_webhook_url=str(server.make_url("/other")), enable_chakra_webhook=False
        )
        await customer.says("three")
        assert [path for path, _ in got] == ["/other"]


async def test_an_account_gets_its_own_events_only() -> None:
    sandbox = Sandbox()
    ids = {
        "plugin_id": "0c9c9f2e-5a2f-4c7e-9a53-3c3d2d6e9f10",
        "phone_number_id": "222222222222222",
        "waba_id": "33333333333333",
    }
    sandbox.add_tenant("other", **ids)
    given: Any = {"token": "other", **ids}
    async with sandbox, sandbox.client(**given) as chakra:
        await chakra.plugins.update_config(pass_through_webhook_url="http://127.0.0.1:9/hooks")  # noqa: S106 - an address
        await sandbox.customer(NUMBER).says("to the first account")
        assert sandbox.webhooks.deliveries == []
        await chakra.messages.send_text(NUMBER, "Hi")
        await sandbox.clock.advance(seconds=2)
        assert {delivery.notices[0].waba_id for delivery in sandbox.webhooks.deliveries} == {ids["waba_id"]}


@pytest.mark.parametrize(
    ("url", "hosts", "delivers"),
    [
        ("https://shop.example/hooks", (), False),
        ("https://shop.example/hooks", ("Shop.example",), True),
        ("http://10.0.0.7/hooks", ("shop.example",), False),
        ("http://localhost:9/hooks", (), True),
        ("http://127.0.0.1.example/hooks", (), False),
        ("http://[", (), False),
        ("ftp://localhost/hooks", (), False),
        ("hooks", (), False),
    ],
)
async def test_no_configuration_lets_a_sandbox_deliver_to_strangers(
    url: str, hosts: tuple[str, ...], delivers: Any
) -> None:
    async with Sandbox(webhook_hosts=hosts) as sandbox, sandbox.client() as chakra:
        await chakra.plugins.update_config(pass_through_webhook_url=url)
        assert (await chakra.plugins.get_config()).pass_through_webhook_url == url
        assert sandbox.webhooks.active is delivers
