"""What is remembered of a person as classes of the application: each has its own, and what it holds is read as what it was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import attrs
import pytest

from chakra_async.webhooks import Talk, TextReceived, match
from chakra_async.webhooks.inbox import EventState, Value
from chakra_async.webhooks.talk.states import structured, unstructured
from chakra_async.webhooks.turn import ParkError
from tests.webhooks.world import world

if TYPE_CHECKING:
    from chakra_async.webhooks import WebhookReceiver
    from tests.webhooks.world import World


class Colour(Enum):
    RED = "red"


@attrs.define
class Item:
    name: str = "tea"
    price: Decimal = Decimal("1.20")


@attrs.define
class Everything:
    at: datetime = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    local: datetime | None = datetime(2026, 1, 2)  # noqa: DTZ001 - without a zone
    day: date = date(2026, 1, 2)
    clock: time = time(3, 4)
    lasts: timedelta = timedelta(days=400, microseconds=1)
    id: UUID = attrs.field(factory=lambda: UUID(int=7))
    price: Decimal = Decimal("1.20")
    no_price: Decimal | None = None
    colour: Colour = Colour.RED
    sizes: tuple[int, ...] = (1, 2)
    names: frozenset[str] = frozenset({"a"})
    items: list[Item] = attrs.field(factory=lambda: [Item()])
    days: dict[date, int] = attrs.field(factory=lambda: {date(2026, 1, 2): 3})
    counts: dict[int, str] = attrs.field(factory=lambda: {1: "one"})
    ids: dict[UUID, Colour] = attrs.field(factory=lambda: {UUID(int=8): Colour.RED})
    more: dict[str, Any] = attrs.field(factory=lambda: {"a": [1, None, {"b": True}]})


def test_what_a_state_holds_is_read_as_what_it_was() -> None:
    before = Everything()
    after = structured(Everything, json.loads(json.dumps(unstructured(before))))
    assert after == before
    assert after.at.tzinfo is not None


@attrs.define
class Anything:
    value: Any = None


@pytest.mark.parametrize("value", [object(), {1: "one"}, 2**70, "\ud800", {("a", 1): 2}, lambda: 1])
def test_what_cannot_be_stored_is_refused(value: Any) -> None:
    with pytest.raises(ParkError, match="The state Anything cannot be stored") as caught:
        unstructured(Anything(value))
    assert caught.value.code == "UnstorableState"


@attrs.define
class Cart:
    items: list[str] = attrs.field(factory=list)


@attrs.define
class Visits:
    count: int = 0
    last: datetime | None = None


def shop(receiver: WebhookReceiver) -> None:
    @receiver.conversation(match.text("order"))
    async def order(talk: Talk) -> None:
        talk.state(Cart).items.append((await talk.ask("What?")).text)
        talk.state(Cart).items.append((await talk.ask("And?")).text)
        talk.state(Visits).count += 10
        await talk.say(f"{talk.state(Cart).items}, {talk.state(Visits).count}")

    @receiver.on(TextReceived, match.text("cart"))
    async def cart(event: TextReceived, talk: Talk) -> None:
        del event
        talk.state(Cart).items.append("tea")
        await talk.say(f"Cart: {talk.state(Cart).items}")

    @receiver.on(TextReceived)
    async def visit(event: TextReceived, talk: Talk) -> None:
        visits = talk.state(Visits)
        visits.count += 1
        visits.last = event.at
        await talk.say(f"Visit {visits.count}")


async def test_each_class_has_a_state_of_its_own(here: World) -> None:
    async with here.running(shop):
        for words in ("hi", "hi", "cart", "hi", "cart", "order", "nuts", "rice", "hi"):
            await here.says(words)
        assert await here.parked() == []
    assert here.heard == [
        "Visit 1",
        "Visit 2",
        "Cart: ['tea']",
        "Visit 3",
        "Cart: ['tea', 'tea']",
        "What?",
        "And?",
        "['tea', 'tea', 'nuts', 'rice'], 13",
        "Visit 14",
    ]


async def scope_of(here: World) -> str:
    (scope,) = {f"talk:{each.lane}" for each in await here.inbox.events(states=[EventState.SETTLED])}
    return scope


async def as_an_older_version_stored(here: World, state: dict[str, Any]) -> None:
    """Put one state for any class, as it was stored before each class had its own."""
    scope = await scope_of(here)
    names = [each for each in await here.inbox.values(scope) if each.startswith("state/")]
    values = [Value(scope=scope, name=each, data=None) for each in names]
    await here.inbox.put(
        [*values, Value(scope=scope, name="state", data=json.dumps(state).encode())], now=here.now()
    )


async def test_the_state_that_an_older_version_of_this_library_stored_is_that_of_the_class_that_fits(
    here: World,
) -> None:
    async with here.running(shop):
        await here.says("hi")
        await as_an_older_version_stored(here, {"count": 7, "last": "2026-01-02T03:04:05+00:00"})
        for words in ("cart", "hi", "cart", "hi"):
            await here.says(words)
        assert here.heard[1:] == ["Cart: ['tea']", "Visit 8", "Cart: ['tea', 'tea']", "Visit 9"]
        assert await here.parked() == []


async def test_a_conversation_that_an_older_version_began_keeps_its_state() -> None:
    async with world() as here, here.running(shop):
        await here.says("order")
        scope = await scope_of(here)
        name = f"conversation/{here.sandbox.phone_number_id}"
        waiting = json.loads((await here.inbox.values(scope))[name])
        del waiting["states"], waiting["by"]
        waiting["state"] = {"count": 7, "last": None}
        value = Value(scope=scope, name=name, data=json.dumps(waiting).encode())
        await here.inbox.put([value], now=here.now())
        await as_an_older_version_stored(here, waiting["state"])
        await here.says("nuts")
        await here.says("rice")
        assert here.heard[-1] == "['nuts', 'rice'], 17"


async def test_a_state_that_cannot_be_stored_or_read_parks_the_event_and_is_named(here: World) -> None:
    mended = False

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(TextReceived)
        async def handler(event: TextReceived, talk: Talk) -> None:
            del event
            talk.state(Anything).value = 1 if mended else object()
            talk.state(Visits).count += 1
            await talk.say(f"Visit {talk.state(Visits).count}")

    async with here.running(register) as receiver:
        await here.says("hi")
        (event,) = await here.parked()
        assert event.problem is not None
        assert (event.problem.code, event.attempts) == ("UnstorableState", 1)
        mended = True
        await here.inbox.redrive(now=here.now())
        receiver.wake()
        await receiver.settled()
        assert (here.heard, await here.parked()) == (["Visit 1"], [])
        await as_an_older_version_stored(here, {"count": "many"})
        await here.says("hi")
        (event,) = await here.parked()
        assert event.problem is not None
        assert event.problem.code == "UnreadableState"
        assert "in count" in event.problem.reason
        assert here.heard == ["Visit 1"]
