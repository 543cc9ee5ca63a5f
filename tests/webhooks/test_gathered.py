"""Events that a handler gathered, and that were parked together: what was sent for them was sent for all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.webhooks import (
    MessageReceived,
    ParkError,
    Quiet,
    Talk,
    TextReceived,
    WebhookReceiver,
    match,
)
from tests.support.deliveries import pass_through, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.webhooks.world import World


class Album:
    """A handler that answers photos together, and fails as long as it is told to."""

    def __init__(self, here: World) -> None:
        self.here = here
        self.fails = True
        self.got: list[list[str]] = []

    def register(self, receiver: WebhookReceiver) -> None:
        @receiver.on(match.text("bad"))
        async def bad(event: TextReceived) -> None:
            if self.fails:
                raise ParkError(event.text)

        @receiver.on(MessageReceived, gather=Quiet(0.2, at_most=1))
        async def album(events: Sequence[MessageReceived], talk: Talk) -> None:
            self.got.append([each.id for each in events])
            await talk.say("Thank you")
            if self.fails:
                raise ParkError("not now")

    async def burst(self, **texts: str) -> None:
        self.here.customer.says("hi")  # which opens the window at the sandbox
        at = str(self.here.now() // 1000)
        body = pass_through(messages=[text(words, wamid=each, at=at) for each, words in texts.items()])
        await self.here.deliver(body.replace(b"694794789348887", self.here.sandbox.phone_number_id.encode()))

    async def redrive(self, ids: Sequence[int] | None = None, payload: bytes | None = None) -> int:
        count = await self.here.inbox.redrive(ids, now=self.here.now(), payload=payload)
        self.here.receiver.wake()
        await self.here.receiver.settled()
        return count


@pytest.fixture
def album(here: World) -> Album:
    return Album(here)


@pytest.mark.parametrize("named", [0, 1, 2])
async def test_what_was_gathered_and_parked_is_handled_again_together(
    here: World, album: Album, named: int
) -> None:
    async with here.running(album.register):
        await album.burst(m1="a", m2="b", m3="c")
        ids = [each.id for each in await here.parked()]
        assert await album.redrive([ids[named]]) == 3
        assert [each.id for each in await here.parked()] == ids
        album.fails = False
        assert await album.redrive([ids[named]]) == 3
        assert await here.parked() == []
        await album.burst(m4="d")
    assert album.got == [["m1", "m2", "m3"]] * 3 + [["m4"]]
    assert here.heard == ["Thank you", "Thank you"]


async def test_groups_that_were_parked_apart_are_handled_apart(here: World, album: Album) -> None:
    async with here.running(album.register):
        await album.burst(m0="a")
        await album.burst(m1="a", m2="b")
        await album.burst(m3="bad", m4="c", m5="d")
        assert len(await here.parked()) == 6
        album.fails = False
        assert await album.redrive() == 6
        await album.burst(m6="e")
    apart = [["m0"], ["m1", "m2"], ["m4", "m5"]]
    assert album.got == [*apart, *apart, ["m6"]]
    assert here.heard == ["Thank you"] * 4


async def test_what_comes_meanwhile_is_not_gathered_with_what_is_handled_again(
    here: World, album: Album
) -> None:
    async with here.running(album.register):
        await album.burst(m1="a", m2="b")
    album.fails = False
    await here.inbox.open()
    await here.inbox.redrive(now=here.now())
    async with here.running(album.register):
        await album.burst(m3="c")
    assert album.got == [["m1", "m2"], ["m1", "m2"], ["m3"]]
    assert here.heard == ["Thank you", "Thank you"]


async def test_what_was_gathered_and_parked_is_discarded_together(here: World, album: Album) -> None:
    async with here.running(album.register):
        await album.burst(m1="a", m2="b")
        await album.burst(m3="c")
        ids = [each.id for each in await here.parked()]
        assert await here.inbox.discard([ids[1]], now=here.now()) == 2
        assert [each.id for each in await here.parked()] == [ids[2]]
        assert await here.inbox.discard([ids[2]], now=here.now()) == 1


async def test_another_content_is_given_to_the_one_that_is_named(here: World, album: Album) -> None:
    async with here.running(album.register):
        await album.burst(m1="a", m2="b")
        first, second = await here.parked()
        payload = second.payload.replace(b"m2", b"m9")
        album.fails = False
        assert await album.redrive([second.id], payload) == 2
        del first
    assert album.got[-1] == ["m1", "m9"]


async def test_what_was_written_to_two_numbers_of_ours_is_not_gathered(here: World) -> None:
    got: list[list[str]] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(MessageReceived, gather=Quiet(0.2, at_most=1))
        async def album(events: Sequence[MessageReceived]) -> None:
            got.append([each.id for each in events])

    async with here.running(register):
        at = str(here.now() // 1000)
        bodies: list[dict[str, Any]] = []
        for words, number in (("a", "111"), ("b", "111"), ("c", "222"), ("d", "111")):
            body = pass_through(messages=[text(words, wamid=f"wamid.{words}", at=at)])
            bodies.append(json.loads(body.replace(b"694794789348887", number.encode())))
        entries = [entry for body in bodies for entry in body["entry"]]
        await here.deliver(json.dumps({**bodies[0], "entry": entries}).encode())
        assert got == [["wamid.a", "wamid.b"], ["wamid.c"], ["wamid.d"]]
