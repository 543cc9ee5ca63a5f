"""The clock of a sandbox moves the time of everything together, and no test sleeps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import WindowClosedError
from chakra_async.webhooks import (
    AskTimeoutError,
    Event,
    MemoryInbox,
    Quiet,
    StatusChanged,
    Talk,
    TemplateStatusChanged,
    TextReceived,
    WebhookReceiver,
    match,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox, SandboxClock
    from chakra_async.testing import Bots, Customers


@pytest.fixture
def chakra_sandbox_options() -> dict[str, Any]:
    return {"session_windows": True, "clock": lambda: 1_800_000_000.0}


async def test_one_step_moves_windows_statuses_reviews_jobs_questions_and_retries(
    chakra_bot: Bots,
    chakra_sandbox: Sandbox,
    chakra_client: Chakra,
    chakra_customer: Customers,
    chakra_clock: SandboxClock,
) -> None:
    events: list[Event] = []
    failures = 1

    def make(chakra: Chakra, **options: Any) -> WebhookReceiver:
        receiver = WebhookReceiver(chakra, **options)

        @receiver.conversation(match.text("book"))
        async def booking(talk: Talk) -> None:
            try:
                await talk.ask("Which day?", timeout=timedelta(hours=2))
            except AskTimeoutError:
                await talk.say("Another time, then.")

        @receiver.around
        async def failing(event: Event, handle: Callable[[], Awaitable[None]]) -> None:
            nonlocal failures
            if isinstance(event, TextReceived) and failures:
                failures -= 1
                raise ConnectionError("the database is away")
            await handle()

        @receiver.on(Event)
        async def keep(event: Event) -> None:
            events.append(event)

        return receiver

    def of(kind: type[Any]) -> list[Any]:
        return [event for event in events if isinstance(event, kind)]

    async with chakra_bot(make) as bot:
        await chakra_customer.says("book")
        await chakra_customer.hears("Which day?")
        await chakra_customer("919845000002").says("hello")
        assert of(TextReceived) == [], "its handler has failed, and is called again later"
        await chakra_client.templates.create(
            name="late", category="UTILITY", language="en", components=[{"type": "BODY", "text": "Hello."}]
        )
        await chakra_client.processes.bulk_create("lead", [{"data": {"name": f"{n}"}} for n in range(3000)])
        sent = await chakra_client.messages.send_text(chakra_customer.phone_number, "Good morning")
        assert of(StatusChanged) == of(TemplateStatusChanged) == []
        assert chakra_sandbox.leads == 0
        await chakra_clock.advance(hours=3)
        assert [event.text for event in of(TextReceived)] == ["hello"]
        assert [one.status for one in of(StatusChanged) if one.id == sent.message_id] == ["sent", "delivered"]
        assert of(TemplateStatusChanged)[0].status == "APPROVED"
        assert (await chakra_client.processes.list("lead").to_list())[0] is not None
        assert chakra_sandbox.leads == 3000
        await chakra_customer.hears("Another time, then.")
        await chakra_clock.advance(hours=22)
        with pytest.raises(WindowClosedError):
            await chakra_client.messages.send_text(chakra_customer.phone_number, "Still there?")
        assert failures == 0
        assert not await bot.parked()


async def test_the_clock_jumps_so_what_fails_again_waits_for_its_next_step(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    attempts: list[float] = []

    def make(chakra: Chakra, **options: Any) -> WebhookReceiver:
        receiver = WebhookReceiver(chakra, **options)

        @receiver.on(TextReceived)
        async def failing(event: TextReceived) -> None:
            del event
            attempts.append(chakra_clock())
            raise ConnectionError("the database is away")

        return receiver

    async with chakra_bot(make) as bot:
        await chakra_customer.says("hello")
        for count in range(1, 10):
            assert len(attempts) == count
            assert not await bot.parked()
            await chakra_clock.advance(hours=1)
        (record,) = await bot.parked()
        assert record.attempts == len(attempts) == 10
        assert attempts[-1] - attempts[0] == 9 * 3600


async def test_a_question_whose_time_ends_after_the_window_finds_it_closed(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    def make(chakra: Chakra, **options: Any) -> WebhookReceiver:
        receiver = WebhookReceiver(chakra, **options)

        @receiver.conversation(match.text("book"))
        async def booking(talk: Talk) -> None:
            try:
                await talk.ask("Which day?", timeout=timedelta(hours=25))
            except AskTimeoutError:
                await talk.template("hello_world", language="en_US")

        return receiver

    async with chakra_bot(make) as bot:
        await chakra_customer.says("book")
        await chakra_customer.hears("Which day?")
        await chakra_clock.advance(hours=24)
        assert len(chakra_customer.heard) == 1
        await chakra_clock.advance(hours=2)
        assert (await chakra_customer.hears()).template == "hello_world"
        assert not await bot.parked()


async def test_what_is_gathered_comes_when_the_clock_says_so(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    got: list[list[str]] = []

    def make(chakra: Chakra, **options: Any) -> WebhookReceiver:
        receiver = WebhookReceiver(chakra, **options)

        @receiver.on(TextReceived, gather=Quiet(8, at_most=45))
        async def all_of_them(events: Sequence[TextReceived]) -> None:
            got.append([event.text for event in events])

        return receiver

    async with chakra_bot(make):
        for word in ("one", "two", "three"):
            await chakra_customer.says(word)
            await chakra_clock.advance(seconds=3)
        assert got == []
        await chakra_clock.advance(seconds=8)
        assert got == [["one", "two", "three"]]


async def test_a_receiver_with_a_clock_of_its_own_is_waited_for_until_it_has_handled_everything(
    chakra_sandbox: Sandbox, chakra_client: Chakra, chakra_customer: Customers
) -> None:
    receiver = WebhookReceiver(chakra_client, secrets=chakra_sandbox.webhooks.secret, inbox=MemoryInbox())
    attempts = 0

    @receiver.on(TextReceived)
    async def late(event: TextReceived, talk: Talk) -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 2:
            raise ConnectionError("the database is away")
        await talk.say("Hello")

    async with receiver:
        chakra_sandbox.webhooks.to(receiver)
        await chakra_customer.says("hi")
        assert attempts == 2
