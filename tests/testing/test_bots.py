"""A bot on a sandbox: each kind of receiver, application and inbox, and what a crash leaves behind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import ChakraError, SettingsError
from chakra_async.webhooks import (
    MemoryInbox,
    Router,
    SQLiteInbox,
    TextReceived,
    WebhookReceiver,
    match,
)
from chakra_async.webhooks.inbox import EventState

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox, SandboxClock
    from chakra_async.testing import Bots, Customers
    from chakra_async.webhooks import Talk

greeter = Router()


@greeter.on(TextReceived, match.text("fail"))
async def fail(event: TextReceived) -> None:
    raise ConnectionError(event.text)


@greeter.on(TextReceived)
async def greet(event: TextReceived, talk: Talk) -> None:
    await talk.say(f"Hello {event.sender.name}")


def receiver_of(chakra: Chakra, **options: Any) -> WebhookReceiver:
    receiver = WebhookReceiver(chakra, **options)
    receiver.include(greeter)
    return receiver


class App:
    """An ASGI application with a receiver at `/hooks`, which may have a lifespan."""

    def __init__(self, receiver: WebhookReceiver, *, lifespan: bool) -> None:
        self.receiver = receiver
        self.lifespan = lifespan
        self.seen: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" and not self.lifespan:
            raise RuntimeError("this application has no lifespan")
        self.seen.append(scope.get("path", "lifespan"))
        await self.receiver(scope, receive, send)
        self.seen.append("ended")


INBOXES = {
    "in memory": lambda _: None,
    "a path": lambda folder: str(folder / "bot.db"),
    "a store in memory": lambda _: MemoryInbox(),
    "a store in a file": lambda folder: SQLiteInbox(folder / "bot.db"),
}


@pytest.mark.parametrize("inbox", INBOXES.values(), ids=INBOXES)
async def test_a_crash_in_the_middle_of_a_reply_doubles_nothing_and_names_what_is_unknown(
    chakra_bot: Bots, chakra_customer: Customers, chakra_sandbox: Sandbox, tmp_path: Path, inbox: Any
) -> None:
    async with chakra_bot(greeter, inbox=inbox(tmp_path)) as bot:
        chakra_sandbox.fault("messages.send", latency=60, latency_at="after", times=1)
        chakra_customer.says("after it was sent")
        await chakra_sandbox.wait_for_arrivals(1)
        await bot.crash()
        assert not bot.running
        await bot.restart()
        assert [heard.text for heard in chakra_customer.heard] == ["Hello Asha"]
        assert await bot.parked() == [], "the conversation proves that it was sent"
        chakra_sandbox.fault("messages.send", latency=60, times=1)
        chakra_customer.says("before it was sent")
        await chakra_sandbox.wait_for_arrivals(chakra_sandbox.arrived + 1)
        await bot.crash()
        await bot.restart()
        (record,) = await bot.parked()
        assert record.problem is not None
        assert record.problem.code == "EffectUnknown"
        assert len(chakra_customer.heard) == 1
        await bot.receiver.inbox.redrive(now=bot.clock(), resend_unknown=True)
        bot.wake()
        await bot.quiet()
        assert len(chakra_customer.heard) == 2
        assert chakra_customer.doubled == []


async def test_what_fails_for_good_is_parked_and_can_be_read_while_the_bot_is_down(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock, tmp_path: Path
) -> None:
    async with chakra_bot(greeter, inbox=tmp_path / "bot.db") as bot:
        await chakra_customer.says("fail")
        for _ in range(10):
            await chakra_clock.advance(minutes=10)
        (record,) = await bot.parked()
        await bot.crash()
        assert [one.id for one in await bot.parked()] == [record.id]
    assert [one.problem for one in await bot.parked()] == [record.problem]


async def test_what_comes_while_the_bot_is_down_comes_again(
    chakra_bot: Bots, chakra_customer: Customers, chakra_clock: SandboxClock
) -> None:
    async with chakra_bot(receiver_of) as bot:
        await bot.crash()
        await chakra_customer.says("hi")
        await chakra_clock.advance(hours=1)
        assert chakra_customer.heard == []
        await bot.restart()
        await chakra_clock.advance(hours=1)
        await chakra_customer.hears("Hello Asha")
        await bot.restart()
        await chakra_customer.says("hi")
        await chakra_customer.hears("Hello Asha")
        before = chakra_clock.milliseconds()
        assert before <= bot.receiver.clock() <= chakra_clock.milliseconds()


@pytest.mark.parametrize("lifespan", [True, False])
async def test_an_application_is_run_with_its_lifespan_and_path(
    chakra_bot: Bots, chakra_customer: Customers, lifespan: Any
) -> None:
    apps: list[App] = []

    def make(receiver: WebhookReceiver) -> App:
        apps.append(App(receiver, lifespan=lifespan))
        return apps[-1]

    async with chakra_bot(receiver_of, app=make, path="/hooks/in") as bot:
        await chakra_customer.says("hi")
        await chakra_customer.hears("Hello Asha")
        await bot.crash()
        await bot.restart()
        await chakra_customer.says("hi")
        await chakra_customer.hears("Hello Asha")
        assert len(apps) == 2
        assert apps[0].receiver is not apps[1].receiver
    assert {"/hooks/in"} == {path for app in apps for path in app.seen} - {"lifespan", "ended"}
    assert apps[1].seen[:1] == (["lifespan"] if lifespan else ["/hooks/in"])
    assert apps[1].seen[-1] == "ended"


async def test_an_application_that_cannot_start_is_an_error(chakra_bot: Bots) -> None:
    def make(receiver: WebhookReceiver) -> Any:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            del scope
            await receive()
            await send({"type": "lifespan.startup.failed", "message": "the database is away"})

        del receiver
        return app

    with pytest.raises(SettingsError, match="the database is away"):
        async with chakra_bot(greeter, app=make):
            pass


@pytest.mark.parametrize("wrong", [7, None, "bot:receiver"])
async def test_what_is_not_a_receiver_is_refused(chakra_bot: Bots, wrong: Any) -> None:
    with pytest.raises(SettingsError, match="needs a WebhookReceiver, a Router"):
        chakra_bot(wrong)


async def test_a_function_that_makes_something_else_is_refused(chakra_bot: Bots) -> None:
    wrong: Any = lambda chakra, **options: {"chakra": chakra, **options}  # noqa: E731 - what a user may give
    with pytest.raises(SettingsError, match="returned dict"):
        async with chakra_bot(wrong):
            pass


async def test_only_what_runs_can_crash(chakra_bot: Bots) -> None:
    async with chakra_bot(greeter) as bot:
        await bot.crash()
        with pytest.raises(SettingsError, match="does not run"):
            await bot.crash()
    with pytest.raises(SettingsError, match="does not run"):
        _ = bot.receiver


async def test_a_bot_that_crashed_sends_and_records_nothing_in_its_last_moments(
    chakra_bot: Bots, chakra_customer: Customers, chakra_sandbox: Sandbox
) -> None:
    begun, last = asyncio.Event(), list[BaseException]()

    def make(chakra: Chakra, **options: Any) -> WebhookReceiver:
        receiver = WebhookReceiver(chakra, **options)

        @receiver.on(TextReceived)
        async def stubborn(event: TextReceived, talk: Talk) -> None:
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                try:
                    await talk.say(f"{event.text} is over")
                except BaseException as error:
                    last.append(error)
                    raise

        return receiver

    async with chakra_bot(make) as bot:
        chakra_customer.says("it")
        await begun.wait()
        inbox = bot.receiver.inbox
        await bot.crash()
        assert chakra_customer.heard == []
        assert isinstance(last[0], asyncio.CancelledError | ChakraError)
        assert chakra_sandbox.arrived == 0
        with pytest.raises(asyncio.CancelledError):
            await inbox.stats()


async def test_a_receiver_with_other_options_has_the_same_handlers(
    chakra_client: Chakra, chakra_sandbox: Sandbox, chakra_customer: Customers
) -> None:
    unused = MemoryInbox()
    first = WebhookReceiver(chakra_client, secrets="first", inbox=unused, stop_words=iter(["STOP"]))
    first.include(greeter)

    @first.conversation(match.text("book"))
    async def booking(talk: Talk) -> None:
        await talk.say("Which day?")

    inbox = MemoryInbox()
    second = first.with_options(chakra_client, secrets=chakra_sandbox.webhooks.secret, inbox=inbox)
    chakra_sandbox.webhooks.to(second)
    async with second:
        for words in ("book", "hi", "stop"):
            await chakra_customer.says(words)
        assert [heard.text for heard in chakra_customer.heard][:2] == ["Which day?", "Hello Asha"]
        assert await second.opt_outs.contains(chakra_customer.phone_number)
    settled = (await inbox.stats()).states[EventState.SETTLED]
    assert settled >= 3  # and the statuses of the answers that came in before the end
    assert not any((await unused.stats()).states.values())
    with pytest.raises(TypeError, match="inboxes"):
        first.with_options(chakra_client, inboxes=inbox)
