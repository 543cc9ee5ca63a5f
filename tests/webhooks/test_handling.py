"""How events are handled: in order for a person, side by side for others, again after a failure, and never lost."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, Retry, SettingsError
from chakra_async.webhooks import (
    ButtonTapped,
    DeliveryAccepted,
    DeliveryRefused,
    Event,
    EventHandled,
    EventStarted,
    InboxError,
    MemoryInbox,
    MessageReceived,
    ParkError,
    Quiet,
    Request,
    Router,
    StatusChanged,
    TextReceived,
    WebhookReceiver,
    match,
    parse,
)
from chakra_async.webhooks.inbox import EventState, InboxFullError, SQLiteInbox
from chakra_async.webhooks.stored import record_of
from tests.support.deliveries import SECRET, of_field, pass_through, signed, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from chakra_async.webhooks.inbox import Claim

SOON = Retry(attempts=3, initial_wait=0.001, max_wait=0.001)


class Clock:
    def __init__(self) -> None:
        self.ms = 1_800_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture(params=["memory", "file"])
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemoryInbox() if request.param == "memory" else tmp_path / "inbox.db"


def receiver_of(inbox: Any, **options: Any) -> WebhookReceiver:
    return WebhookReceiver(
        Chakra(token="t"),  # noqa: S106 - nothing is sent
        **{"secrets": SECRET, "inbox": inbox, "retry": SOON, **options},
    )


async def deliver(receiver: WebhookReceiver, body: bytes) -> int:
    async def chunks() -> AsyncIterator[bytes]:
        yield body

    headers = [(name.lower().encode(), value.encode()) for name, value in signed(body).items()]
    answer = await receiver.respond(Request(method="POST", query={}, headers=headers, chunks=chunks()))
    return answer.status


async def parked(receiver: WebhookReceiver) -> list[Any]:
    return list(await receiver.inbox.events(states=[EventState.PARKED]))


async def test_events_of_a_person_are_handled_one_at_a_time_in_order_and_people_side_by_side(
    inbox: Any,
) -> None:
    receiver = receiver_of(inbox)
    order: dict[str, list[str]] = {}
    at_once: dict[str, int] = {}
    most = 0

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        nonlocal most
        person = event.sender.key
        at_once[person] = at_once.get(person, 0) + 1
        assert at_once[person] == 1
        most = max(most, sum(at_once.values()))
        await asyncio.sleep(0.002)
        order.setdefault(person, []).append(event.text)
        at_once[person] -= 1

    async with receiver:
        for number in range(10):
            messages = [
                text(str(number), wamid=f"wamid.{who}.{number}", sender=f"9199112233{who}")
                for who in range(10, 14)
            ]
            assert await deliver(receiver, pass_through(messages=messages)) == 200
        await receiver.settled()
    assert set(order) == {f"phone:9199112233{who}" for who in range(10, 14)}
    assert all(texts == [str(number) for number in range(10)] for texts in order.values())
    assert most > 1


async def test_no_more_handlers_run_at_once_than_allowed(inbox: Any) -> None:
    receiver = receiver_of(inbox, concurrency=3)
    now, most = 0, 0

    @receiver.on(Event)
    async def handle(event: Event) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1

    async with receiver:
        people = [text(wamid=f"wamid.{who}", sender=f"9199112233{who}") for who in range(10, 40)]
        await deliver(receiver, pass_through(messages=people))
        await receiver.settled()
    assert most == 3
    assert receiver.counters["settled"] == 30


async def test_statuses_do_not_wait_for_a_slow_conversation(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    read = asyncio.Event()

    @receiver.on(TextReceived)
    async def slow(event: TextReceived) -> None:
        await read.wait()

    @receiver.on(StatusChanged)
    async def status(event: StatusChanged) -> None:
        read.set()

    async with receiver:
        await deliver(receiver, pass_through(messages=[text()]))
        state = {"id": "wamid.Z", "status": "read", "recipient_id": "919911223344"}
        await deliver(receiver, pass_through(statuses=[state]))
        await receiver.settled()
    assert receiver.counters["settled"] == 2


async def test_a_failed_handler_is_called_again_and_the_persons_later_events_wait(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    seen: list[str] = []

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        seen.append(event.text)
        if seen.count("1") < 3 and event.text == "1":
            raise ValueError("not yet")

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="a"), text("2", wamid="b")]))
        await receiver.settled()
        assert seen == ["1", "1", "1", "2"]
        assert await parked(receiver) == []
    assert receiver.counters["retry"] == 2


@pytest.mark.parametrize("critical", [False, True])
async def test_what_fails_for_good_is_parked_with_error_and_attempts(
    inbox: Any,
    critical: bool,  # noqa: FBT001 - a table's column
    caplog: pytest.LogCaptureFixture,
) -> None:
    receiver = receiver_of(inbox)
    seen: list[str] = []
    broken = True

    @receiver.on(TextReceived, critical=critical)
    async def handle(event: TextReceived) -> None:
        seen.append(event.text)
        if event.text == "1" and broken:
            raise ValueError("no lead with 919911223344")

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="a"), text("2", wamid="b")]))
        while not (lines := await parked(receiver)):  # noqa: ASYNC110 - what the store holds has no event
            await asyncio.sleep(0.01)
        if not critical:
            await receiver.settled()
        [record] = lines
        assert (record.key, record.attempts, record.problem.code) == ("message/a", 3, "ValueError")
        assert record.problem.reason == "no lead with 91********44"
        assert seen == (["1"] * 3 if critical else ["1", "1", "1", "2"])
        assert "919911223344" not in caplog.text
        broken = False
        assert await receiver.inbox.redrive([record.id], now=record.ended or 0) == 1
        receiver.wake()
        await receiver.settled()
        assert seen[-2:] == (["1", "2"] if critical else ["2", "1"])
        assert (await receiver.health()).parked == 0


async def test_a_handler_that_ends_with_a_cancellation_of_its_own_has_failed(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    calls = 0

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        nonlocal calls
        calls += 1
        inner = asyncio.ensure_future(asyncio.sleep(60))
        inner.cancel()
        await inner

    async with receiver:
        await deliver(receiver, pass_through(messages=[text()]))
        await receiver.settled()
        (event,) = await parked(receiver)
    assert calls == 3
    assert event.problem.code == "CancelledError"
    assert "was cancelled" in event.problem.reason
    assert (receiver.counters["retry"], receiver.counters.get("released", 0)) == (2, 0)


async def test_an_event_is_parked_whatever_characters_its_error_has(inbox: Any) -> None:
    receiver = receiver_of(inbox)

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        raise ValueError("no file \udcff\0.pdf")

    async with receiver:
        await deliver(receiver, pass_through(messages=[text()]))
        await receiver.settled()
        (event,) = await parked(receiver)
    assert event.problem.reason == "no file ?\ufffd.pdf"


async def test_an_error_that_says_so_parks_at_once(inbox: Any) -> None:
    receiver = receiver_of(inbox)

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        raise ParkError("its outcome is unknown", code="Unknown")

    async with receiver:
        await deliver(receiver, pass_through(messages=[text()]))
        await receiver.settled()
        [record] = await parked(receiver)
    assert (record.attempts, record.problem.code) == (1, "Unknown")


async def test_a_handler_that_does_not_end_fails_at_its_time_limit(inbox: Any) -> None:
    receiver = receiver_of(inbox, handler_timeout=0.02, retry=Retry(attempts=1))

    @receiver.on(TextReceived)
    async def hangs(event: TextReceived) -> None:
        await asyncio.Event().wait()

    async with receiver:
        await deliver(receiver, pass_through(messages=[text()]))
        await receiver.settled()
        [record] = await parked(receiver)
    assert record.problem.code == "TimeoutError"


class Renewed(MemoryInbox):
    """Says when leases were prolonged."""

    def __init__(self) -> None:
        super().__init__()
        self.renewals: asyncio.Queue[Sequence[bool]] = asyncio.Queue()

    async def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> Sequence[bool]:
        held = await super().renew(claims, now=now, lease=lease)
        self.renewals.put_nowait(held)
        return held


async def test_a_handler_that_runs_longer_than_its_lease_keeps_its_event() -> None:
    clock, inbox = Clock(), Renewed()
    receiver = receiver_of(inbox, clock=clock)
    begun, end = asyncio.Event(), asyncio.Event()

    @receiver.on(TextReceived)
    async def slow(event: TextReceived) -> None:
        begun.set()
        await end.wait()

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="1"), text("2", wamid="2")]))
        await begun.wait()
        for _ in range(6):  # a minute, twice the lease
            clock.ms += 10_000
            receiver.wake()
            assert await inbox.renewals.get() == [True]
            taken = await inbox.take("another", now=clock.ms, lease=30_000, limit=9)
            assert list(taken.claims) == []
        end.set()
        await receiver.settled()
    assert receiver.counters["settled"] == 2


async def test_a_handler_whose_event_was_given_to_another_worker_is_cancelled() -> None:
    clock, inbox = Clock(), Renewed()
    receiver = receiver_of(inbox, clock=clock)
    begun, cancelled = asyncio.Event(), asyncio.Event()

    @receiver.on(TextReceived)
    async def slow(event: TextReceived) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="1")]))
        await begun.wait()
        clock.ms += 30_000  # it was frozen, so that nothing was prolonged
        (claim,) = (await inbox.take("another", now=clock.ms, lease=30_000, limit=9)).claims
        receiver.wake()
        assert await inbox.renewals.get() == [False]
        await cancelled.wait()
        await inbox.settle(claim, now=clock.ms)
        await receiver.settled()
    assert receiver.counters["lost"] == 1


async def test_gathered_events_come_together_after_a_quiet_time(inbox: Any) -> None:
    clock = Clock()
    receiver = receiver_of(inbox, clock=clock)
    got: list[list[str]] = []
    taps: list[str] = []

    @receiver.on(TextReceived, gather=Quiet(8, at_most=45))
    async def handle(events: Sequence[TextReceived]) -> None:
        got.append([event.text for event in events])

    @receiver.on(ButtonTapped)
    async def tapped(event: ButtonTapped) -> None:
        taps.append(event.button_id)

    async def at(seconds: float, *messages: Any) -> None:
        clock.ms = 1_800_000_000_000 + round(seconds * 1000)
        if messages:
            assert await deliver(receiver, pass_through(messages=list(messages))) == 200
        await receiver.quiet()

    async def handled(count: int) -> None:
        """Wait until so many calls of the handler have ended: the clock may not outrun the lease of one under way."""
        while len(got) < count or (await receiver.inbox.stats()).states.get(EventState.RUNNING):  # noqa: ASYNC110 - the state is in the store
            await asyncio.sleep(0.01)

    tap = {"from": "919911223344", "id": "t", "type": "button", "button": {"payload": "yes", "text": "Yes"}}
    async with receiver:
        await at(0, text("1", wamid="1"))
        await at(5, text("2", wamid="2"))
        await at(12, text("3", wamid="3"))
        await at(19)
        assert got == []
        await at(20.1)
        await handled(1)
        assert got == [["1", "2", "3"]]
        for number in range(10):
            await at(100 + number * 6, text(str(number), wamid=f"n{number}"))
            if number == 8:
                await handled(2)
        await at(200)
        await handled(3)
        # The first of them came 45 seconds before the receiver was at the eighth or the ninth.
        assert [*got[1], *got[2]] == [str(number) for number in range(10)]
        assert len(got[1]) in {8, 9}
        await at(300, text("x", wamid="x"), tap)
        await receiver.settled()
        assert (got[3], taps) == (["x"], ["yes"])


async def test_gathered_events_are_all_handled_again_after_a_failure(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    got: list[list[str]] = []

    @receiver.on(TextReceived, gather=Quiet(0.05, at_most=1))
    async def handle(events: Sequence[TextReceived]) -> None:
        got.append([event.text for event in events])
        if len(got) == 1:
            raise ValueError

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="1"), text("2", wamid="2")]))
        await receiver.settled()
    assert got == [["1", "2"], ["1", "2"]]


async def test_the_first_handler_that_matches_gets_the_event(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    inner = Router()
    got: list[tuple[str, str]] = []

    @receiver.on(TextReceived, match.text("hi", "hello"))
    async def greet(event: TextReceived) -> None:
        got.append(("greet", event.text))

    @inner.on(match.regex(r"order (?P<order>\d+)"))
    async def order(event: TextReceived, order: int) -> None:
        got.append(("order", repr(order)))

    @inner.on(match.command("start"))
    async def start(event: TextReceived, rest: str) -> None:
        got.append(("start", rest))

    receiver.include(inner)

    @receiver.on(MessageReceived)
    async def rest(event: MessageReceived) -> None:
        got.append(("rest", event.kind))

    async with receiver:
        texts = ["Hi", " HELLO ", "my order 17 please", "/start now", "what?"]
        await deliver(
            receiver,
            pass_through(
                messages=[text(one, wamid=str(number)) for number, one in enumerate(texts)],
                statuses=[{"id": "s", "status": "sent"}],
            ),
        )
        await receiver.settled()
    assert got == [("greet", "Hi"), ("greet", " HELLO "), ("order", "17"), ("start", "now"), ("rest", "text")]
    assert receiver.counters["unhandled"] == 1


async def test_functions_around_handlers_are_called_outermost_first(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    inner = Router()
    said: list[str] = []

    def around(name: str) -> Callable[[Event, Callable[[], Awaitable[None]]], Awaitable[None]]:
        async def call(event: Event, handle: Callable[[], Awaitable[None]]) -> None:
            said.append(f"{name} before")
            await handle()
            said.append(f"{name} after")

        return call

    receiver.around(around("outer"))
    inner.around(around("inner"))

    @inner.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        said.append(event.text)

    receiver.include(inner)
    async with receiver:
        await deliver(receiver, pass_through(messages=[text("x")]))
        await receiver.settled()
    assert said == ["outer before", "inner before", "x", "inner after", "outer after"]


async def test_first_contact_is_the_first_message_of_a_person_also_on_a_second_attempt(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    got: list[str] = []

    @receiver.on(TextReceived, match.first_contact())
    async def first(event: TextReceived) -> None:
        got.append(f"first {event.text}")
        if len(got) == 1:
            raise ValueError

    @receiver.on(TextReceived)
    async def later(event: TextReceived) -> None:
        got.append(event.text)

    async with receiver:
        state = {"id": "s", "status": "sent", "recipient_id": "919911223344"}
        await deliver(receiver, pass_through(statuses=[state]))
        await deliver(receiver, pass_through(messages=[text("1", wamid="1"), text("2", wamid="2")]))
        await receiver.settled()
        assert got == ["first 1", "first 1", "2"]
        await deliver(receiver, pass_through(messages=[text("3", wamid="3", sender="919900000009")]))
        await receiver.settled()
    assert got[-1] == "first 3"


async def test_a_person_with_another_user_id_or_number_stays_the_same_and_who_has_the_old_number_is_another_one(
    inbox: Any,
) -> None:
    receiver = receiver_of(inbox)

    @receiver.on(Event)
    async def handle(event: Event) -> None: ...

    def said(wamid: str, **sender: str) -> dict[str, Any]:
        return {"id": wamid, "type": "text", "text": {"body": "x"}, **sender}

    notice = {"user_id": {"previous": "IN.1", "current": "IN.2"}}
    moved = {"type": "system", "system": {"type": "user_changed_number", "wa_id": "919900000002"}}
    async with receiver:
        await deliver(receiver, pass_through(messages=[said("1", from_user_id="IN.1")]))
        await deliver(receiver, of_field("user_id_update", {"user_id_update": [notice]}))
        await deliver(receiver, pass_through(messages=[said("2", from_user_id="IN.2")]))
        await deliver(receiver, pass_through(messages=[{**said("3", **{"from": "919900000001"}), **moved}]))
        await deliver(receiver, pass_through(messages=[said("4", **{"from": "919900000002"})]))
        await deliver(receiver, pass_through(messages=[said("5", **{"from": "919900000001"})]))
        await receiver.settled()
        records = await receiver.inbox.events(states=[EventState.SETTLED])
    lanes = [record.lane for record in records]
    assert lanes[0] == lanes[1] == lanes[2]
    assert lanes[3] == lanes[4] != lanes[5]


async def test_what_was_running_at_the_end_is_given_back_and_handled_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db"
    started = asyncio.Event()
    receiver = receiver_of(path, grace=0.05)

    @receiver.on(TextReceived)
    async def hangs(event: TextReceived) -> None:
        started.set()
        await asyncio.Event().wait()

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="1"), text("2", wamid="2")]))
        await started.wait()
    assert receiver.counters["released"] == 1
    again = receiver_of(path)
    got: list[str] = []

    @again.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        got.append(event.text)

    async with again:
        await again.settled()
    assert got == ["1", "2"]


async def test_a_receiver_that_closes_lets_running_handlers_end(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    ended: list[str] = []
    started = asyncio.Event()

    @receiver.on(TextReceived)
    async def slow(event: TextReceived) -> None:
        started.set()
        await asyncio.sleep(0.05)
        ended.append(event.text)

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1")]))
        await started.wait()
    assert ended == ["1"]
    assert receiver.counters["settled"] == 1


class Slow(MemoryInbox):
    """Takes events only when it may, as a store that is busy."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.may = asyncio.Event(), asyncio.Event()

    async def take(self, owner: str, *, now: int, lease: int, limit: int) -> Any:
        if (await self.stats()).states.get(EventState.NEW):
            self.asked.set()
            await self.may.wait()
        return await super().take(owner, now=now, lease=lease, limit=limit)


async def test_what_was_taken_while_it_began_to_close_is_given_back() -> None:
    inbox = Slow()
    receiver = receiver_of(inbox)
    got: list[str] = []

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        got.append(event.text)

    await receiver.start()
    await deliver(receiver, pass_through(messages=[text("1")]))
    await inbox.asked.wait()
    closing = asyncio.create_task(receiver.close())
    await asyncio.sleep(0.01)
    inbox.may.set()
    await closing
    states = (await inbox.stats()).states
    assert (got, states.get(EventState.NEW, 0), states.get(EventState.RUNNING, 0)) == ([], 1, 0)
    async with receiver:
        await receiver.settled()
    assert got == ["1"]


class Away(MemoryInbox):
    """Fails a number of times where a handler uses it."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def put(self, values: Any, *, now: int) -> None:
        if self.times:
            self.times -= 1
            raise InboxError("away")
        await super().put(values, now=now)


class OwnError(Exception):
    pass


@pytest.mark.parametrize("wrapped", [None, OwnError, ExceptionGroup])
async def test_an_event_is_not_parked_however_often_the_inbox_failed(wrapped: Any) -> None:
    clock, inbox = Clock(), Away(20)
    receiver = receiver_of(inbox, clock=clock)
    got: list[str] = []

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        got.append(event.text)
        try:
            await inbox.put([], now=clock.ms)
        except InboxError as error:
            if wrapped is None:
                raise
            raise (wrapped("several", [error]) if wrapped is ExceptionGroup else wrapped()) from error

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="a"), text("2", wamid="b")]))
        for _ in range(20):
            await receiver.quiet()
            clock.ms += 5_000
            receiver.wake()
        await receiver.settled()
        settled = await inbox.events(states=[EventState.SETTLED])
        assert [each.attempts for each in settled] == [1, 1]
        assert await parked(receiver) == []
    assert got == ["1"] * 21 + ["2"]


async def test_a_handler_fails_as_often_as_it_may_beside_failures_of_the_inbox_and_ends_of_processes() -> (
    None
):
    clock, inbox = Clock(), Away(4)
    receiver = receiver_of(inbox, clock=clock)
    calls = 0

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        nonlocal calls
        calls += 1
        await inbox.put([], now=clock.ms)
        raise ValueError("not yet")

    await inbox.open()
    await inbox.append([record_of(each) for each in parse(pass_through(messages=[text()]))], now=clock.ms)
    for _ in range(5):  # processes that are killed while they handle it
        assert len((await inbox.take("killed", now=clock.ms, lease=30_000, limit=9)).claims) == 1
        clock.ms += 30_000
    async with receiver:
        while not (lines := await parked(receiver)):
            await receiver.quiet()
            clock.ms += 5_000
            receiver.wake()
        [record] = lines
    assert calls == 4 + 3
    assert (record.tried, record.unended, record.problem.code) == (3, 5, "ValueError")


async def test_an_event_that_ends_every_process_is_parked() -> None:
    clock, inbox = Clock(), MemoryInbox()
    receiver = receiver_of(inbox, clock=clock)
    await inbox.open()
    await inbox.append([record_of(each) for each in parse(pass_through(messages=[text()]))], now=clock.ms)
    for _ in range(3 + 3):
        assert len((await inbox.take("killed", now=clock.ms, lease=30_000, limit=9)).claims) == 1
        clock.ms += 30_000

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        raise AssertionError

    async with receiver:
        await receiver.settled()
        [record] = await parked(receiver)
    assert record.problem.code == "NeverEnded"


class Broken(Renewed):
    """Is away, as a database that is restarted, whenever a worker asks for events or prolongs its leases."""

    away = False

    async def take(self, owner: str, *, now: int, lease: int, limit: int) -> Any:
        if self.away:
            raise InboxError("away")
        return await super().take(owner, now=now, lease=lease, limit=limit)

    async def renew(self, claims: Sequence[Claim], *, now: int, lease: int) -> Sequence[bool]:
        if self.away:
            raise InboxError("away")
        return await super().renew(claims, now=now, lease=lease)


async def test_a_worker_keeps_what_it_handles_while_the_inbox_is_away_for_longer_than_a_lease() -> None:
    clock, inbox = Clock(), Broken()
    receiver = receiver_of(inbox, clock=clock)
    begun, end = asyncio.Event(), asyncio.Event()
    calls = 0

    @receiver.on(TextReceived)
    async def slow(event: TextReceived) -> None:
        nonlocal calls
        calls += 1
        begun.set()
        await end.wait()

    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="1")]))
        await begun.wait()
        inbox.away = True
        clock.ms += 60_000
        receiver.wake()
        await asyncio.sleep(0.01)
        inbox.away = False
        while inbox.renewals.empty():
            receiver.wake()
            await asyncio.sleep(0.01)
        assert inbox.renewals.get_nowait() == [True]
        end.set()
        await receiver.settled()
        [record] = await inbox.events(states=[EventState.SETTLED])
    assert (calls, record.attempts) == (1, 1)


class Failing(MemoryInbox):
    def __init__(self, error: InboxError) -> None:
        super().__init__()
        self.error: InboxError | None = error

    async def append(self, records: Any, *, now: int) -> Any:
        if self.error is not None:
            raise self.error
        return await super().append(records, now=now)


@pytest.mark.parametrize("error", [InboxError("locked"), InboxFullError("the disk is full")])
async def test_what_cannot_be_stored_is_answered_with_503_and_accepted_later(error: InboxError) -> None:
    inbox = Failing(error)
    receiver = receiver_of(inbox)
    got: list[str] = []

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        got.append(event.text)

    async with receiver:
        assert await deliver(receiver, pass_through(messages=[text("1")])) == 503
        inbox.error = None
        assert await deliver(receiver, pass_through(messages=[text("1")])) == 200
        await receiver.settled()
    assert got == ["1"]
    assert receiver.counters["refused_store"] == 1


async def test_a_file_that_lost_its_room_answers_503(tmp_path: Path) -> None:
    receiver = receiver_of(SQLiteInbox(tmp_path / "inbox.db", reserve=2**62))
    async with receiver:
        assert await deliver(receiver, pass_through(messages=[text("1")])) == 503


async def test_nothing_is_accepted_without_a_start_that_works(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "inbox.db").write_bytes(b"not a database" * 100)
    receiver = receiver_of(tmp_path / "inbox.db")
    with caplog.at_level(logging.INFO):
        assert await deliver(receiver, pass_through(messages=[text("1")])) == 503
    assert "cannot start" in caplog.text
    with pytest.raises(InboxError):
        await receiver.start()
    assert not (await receiver.health()).ok


async def test_it_does_not_start_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAKRA_WEBHOOK_SECRET", raising=False)
    receiver = receiver_of(":memory:", secrets=None)
    with pytest.raises(SettingsError, match="CHAKRA_WEBHOOK_SECRET"):
        await receiver.start()
    monkeypatch.setenv("CHAKRA_WEBHOOK_SECRET", f"other,{SECRET}")
    receiver = receiver_of(":memory:", secrets=None)
    async with receiver:
        assert await deliver(receiver, pass_through(messages=[text()])) == 200
    assert receiver.counters["secret_2"] == 1


async def test_what_can_never_run_is_an_error_at_the_start() -> None:
    receiver = receiver_of(":memory:")

    @receiver.on(MessageReceived)
    async def everything(event: MessageReceived) -> None: ...

    @receiver.on(TextReceived, match.text("hi"))
    async def greet(event: TextReceived) -> None: ...

    with pytest.raises(SettingsError, match=r"greet never gets an event: .*everything"):
        await receiver.start()


async def test_observers_get_reports_and_a_failing_one_costs_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reports: list[Any] = []

    def failing(report: object) -> None:
        raise ValueError("observer")

    receiver = receiver_of(":memory:", observers=[failing, reports.append])

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None: ...

    async with receiver:
        await deliver(receiver, pass_through(messages=[text()]))
        await deliver(receiver, b"{")
        await receiver.settled()
    kinds = [type(report) for report in reports]
    assert sorted(kind.__name__ for kind in kinds) == [
        "DeliveryAccepted",
        "DeliveryRefused",
        "EventHandled",
        "EventStarted",
    ]
    accepted = next(one for one in reports if isinstance(one, DeliveryAccepted))
    assert (accepted.events, accepted.duplicates, accepted.secret) == (1, 0, "1")
    refused = next(one for one in reports if isinstance(one, DeliveryRefused))
    assert (refused.status, refused.reason) == (400, "body")
    handled = next(one for one in reports if isinstance(one, EventHandled))
    assert (handled.result, handled.error, handled.kind) == ("settled", None, "text")
    assert handled.handler.endswith("handle")
    assert any(isinstance(one, EventStarted) for one in reports)
    assert "919911223344" not in repr(reports)
    assert caplog.text.count("An observer of the receiver failed") == 1


async def test_health_says_how_much_waits(inbox: Any) -> None:
    clock = Clock()
    receiver = receiver_of(inbox, clock=clock)
    hold = asyncio.Event()

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        await hold.wait()

    assert not (await receiver.health()).ok
    async with receiver:
        await deliver(receiver, pass_through(messages=[text("1", wamid="1"), text("2", wamid="2")]))
        clock.ms += 7000
        while (health := await receiver.health()).running != 1:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        assert (health.ok, health.waiting, health.parked, health.problem) == (True, 1, 0, None)
        assert health.lag == pytest.approx(7.0)
        hold.set()
        await receiver.settled()
        assert (await receiver.health()).lag == 0


async def test_events_of_years_ago_and_ahead_are_handled(inbox: Any) -> None:
    receiver = receiver_of(inbox)
    got: list[int] = []

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        got.append(event.at.year)

    async with receiver:
        times = ["1", "946684800", "4102444800", "99999999999999999", "-5", "x", ""]
        messages = [text(wamid=str(number), at=at) for number, at in enumerate(times)]
        assert await deliver(receiver, pass_through(messages=messages)) == 200
        await receiver.settled()
    assert len(got) == 7
    assert got[:3] == [1970, 2000, 2100]


@pytest.mark.parametrize(
    "options",
    [
        {"concurrency": 0},
        {"concurrency": True},
        {"concurrency": "3"},
        {"max_body": 0},
        {"inbox": 7},
        {"retry": 5},
        {"handler_timeout": 0},
        {"handler_timeout": -1},
        {"handler_timeout": "60"},
        {"handler_timeout": float("nan")},
        {"grace": "20"},
        {"grace": -1},
        {"retention": 30},
        {"retention": timedelta(days=7)},
        {"pause_for_humans": 12},
        {"pause_for_humans": timedelta(hours=-1)},
        {"clock": 1_800_000_000_000},
    ],
)
def test_bad_settings_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        receiver_of(options.pop("inbox", ":memory:"), **options)


@pytest.mark.parametrize("inbox", ["", "  ", "redis://db/inbox"])
def test_an_inbox_of_no_known_kind_is_refused(inbox: str) -> None:
    with pytest.raises(SettingsError):
        receiver_of(inbox)
