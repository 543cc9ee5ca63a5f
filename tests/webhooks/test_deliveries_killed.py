"""A receiver behind a server, killed again and again while deliveries of both formats arrive: each event is handled, nothing twice."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import pytest

from chakra_async.sandbox import Sandbox
from chakra_async.webhooks.inbox import EffectState, EventState, PostgresInbox, SQLiteInbox
from tests.support.deliveries import chakra_event, pass_through, signed
from tests.support.ports import reserved_port
from tests.webhooks import processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chakra_async.webhooks.inbox import Inbox

ALL = os.environ.get("CHAKRA_TEST_KILLS") == "all"
DELIVERIES = int(os.environ.get("CHAKRA_TEST_DELIVERIES", "20000" if ALL else "500"))
KILLS = int(os.environ.get("CHAKRA_TEST_KILL_COUNT", "10" if ALL else "3"))
PEOPLE = 400 if ALL else 25
SENDERS = 24


def person_of(number: int) -> str:
    return f"9197{number:08}"


class Plan:
    """What is delivered: messages of people in their order, some in both formats, some together, some out of order, some twice."""

    def __init__(self, chance: random.Random, phone_number_id: str) -> None:
        self._chance = chance
        self._phone_number_id = phone_number_id
        self.expected: dict[str, list[str]] = {}
        self.statuses: set[tuple[str, str]] = set()
        self.bodies: list[tuple[str, bytes]] = []
        for index in range(DELIVERIES):
            person = person_of(chance.randrange(PEOPLE))
            if index % 5 == 4:
                self._status(index, person)
            else:
                self._messages(index, person, 2 if index % 10 == 3 else 1)
        self._reorder()

    def _reorder(self) -> None:
        """Let one delivery in twenty arrive after the next one of its person; what arrives first comes first."""
        last: dict[str, int] = {}
        for position, (person, _) in enumerate(self.bodies):
            before = last.get(person)
            if before is not None and self._chance.random() < 0.05:
                self.bodies[before], self.bodies[position] = self.bodies[position], self.bodies[before]
            last[person] = position
        for person in self.expected:
            arriving = (body for other, body in self.bodies if other == person)
            self.expected[person] = list(
                dict.fromkeys(words for body in arriving for words in words_in(body))
            )

    def _messages(self, index: int, person: str, count: int) -> None:
        sent = self.expected.setdefault(person, [])
        messages: list[dict[str, Any]] = []
        for _ in range(count):
            words = f"{person[-4:]} {len(sent)}"
            sent.append(words)
            messages.append(
                {
                    "from": person,
                    "id": f"wamid.{person}-{len(sent)}",
                    "timestamp": "1756322278",
                    "type": "text",
                    "text": {"body": words},
                }
            )
        together = pass_through(messages=messages).replace(b"694794789348887", self._phone_number_id.encode())
        each_alone = [
            chakra_event(
                "message", wabaId="83784929738012", externalId=one["id"], timestamp=1756322278000, message=one
            )
            for one in messages
        ]
        bodies = [together] if index % 2 else each_alone
        if self._chance.random() < 0.1:  # once more, in the other format and batched differently
            bodies = [*bodies, *(each_alone if index % 2 else [together])]
        self.bodies += [(person, body) for body in bodies]

    def _status(self, index: int, person: str) -> None:
        status = ("sent", "delivered", "read")[index % 3]
        message_id = f"wamid.out{index}"
        self.statuses.add((message_id, status))
        report = {"id": message_id, "status": status, "timestamp": "1756322278", "recipient_id": person}
        body = pass_through(statuses=[report])
        self.bodies += [(person, body)] * (2 if self._chance.random() < 0.1 else 1)


def words_in(body: bytes) -> list[str]:
    """Return the texts of a delivery's messages."""
    found = orjson.loads(body)
    if "payload" in found:
        return [found["payload"]["message"]["text"]["body"]]
    value = found["entry"][0]["changes"][0]["value"]
    return [each["text"]["body"] for each in value.get("messages", [])]


async def deliver_all(plan: Plan, address: str, chance: random.Random) -> int:
    """Deliver as the sender does: each body until it gets a 200, one after the other for a person, people side by side."""
    queues: dict[str, list[bytes]] = {}
    for person, body in plan.bodies:
        queues.setdefault(person, []).append(body)
    waiting = list(queues.values())
    chance.shuffle(waiting)
    accepted = 0

    async def one(session: aiohttp.ClientSession) -> None:
        nonlocal accepted
        while waiting:
            for body in waiting.pop():
                while True:
                    try:
                        async with session.post(address, data=body, headers=signed(body)) as answer:
                            if answer.status == 200:
                                accepted += 1
                                break
                    except (aiohttp.ClientError, TimeoutError):
                        pass
                    await asyncio.sleep(0.05)

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        await asyncio.gather(*(one(session) for _ in range(SENDERS)))
    return accepted


@pytest.fixture
def port() -> Iterator[int]:
    with reserved_port() as number:
        yield number


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("store", ["file", "postgres"])
async def test_deliveries_through_kills_are_each_handled_once_in_order(
    request: pytest.FixtureRequest, tmp_path: Path, record_property: Any, port: int, store: str
) -> None:
    spawning = multiprocessing.get_context("forkserver")
    spawning.set_forkserver_preload(["tests.webhooks.processes"])
    chance = random.Random(11)
    log = tmp_path / "handled.log"
    path = request.getfixturevalue("inbox_address") if store == "postgres" else str(tmp_path / "inbox.db")
    async with Sandbox(keep_arrivals=None) as sandbox:
        options = {
            "token": sandbox.token,
            "base_url": sandbox.url,
            "plugin_id": sandbox.plugin_id,
            "phone_number_id": sandbox.phone_number_id,
        }
        plan = Plan(chance, sandbox.phone_number_id)
        for person in plan.expected:
            sandbox.customer(person).says("hi")

        def start(life: int) -> Any:
            # Each life is a minute later than the one before: the leases of that one have ended.
            process = spawning.Process(
                target=processes.serve, args=(path, str(log), options, port, life * 60_000)
            )
            process.start()
            return process

        process = start(0)
        delivering = asyncio.create_task(deliver_all(plan, f"http://127.0.0.1:{port}/hooks", chance))
        inbox = PostgresInbox(path) if store == "postgres" else SQLiteInbox(path)
        await asyncio.sleep(1.5)
        await inbox.open()
        for life in range(1, KILLS + 1):
            # Kills are spread over the deliveries, whatever the speed of this machine.
            goal = len(plan.bodies) * life * 0.8 / (KILLS + 1)
            while not delivering.done():
                stats = await inbox.stats()
                if sum(stats.states.values()) >= goal:
                    break
                await asyncio.sleep(0.05)
            await asyncio.sleep(chance.random() * 0.3)
            process.kill()
            process.join()
            assert process.exitcode == -signal.SIGKILL
            process = start(life)
        assert await delivering == len(plan.bodies)
        until = time.monotonic() + 900
        while time.monotonic() < until:
            states = (await inbox.stats()).states
            if not states.get(EventState.NEW) and not states.get(EventState.RUNNING):
                break
            await asyncio.sleep(0.1)
        process.kill()
        process.join()
        await check(plan, sandbox, inbox, log.read_text().splitlines(), record_property)
        await inbox.close()


async def check(plan: Plan, sandbox: Sandbox, inbox: Inbox, log: list[str], record_property: Any) -> None:
    distinct = sum(map(len, plan.expected.values())) + len(plan.statuses)
    stats = await inbox.stats()
    unknown = await inbox.effects(states=[EffectState.UNKNOWN, EffectState.INTENT], limit=100_000)
    parked = await inbox.events(states=[EventState.PARKED], limit=100_000)
    # Nothing is lost: every event is settled or parked, and every parked one is named by its unknown effect.
    assert sum(stats.states.values()) == distinct
    named = {each.event for each in unknown}
    assert {each.id for each in parked} == named, Counter(
        str(each.problem)
        for each in parked
        if each.id not in named  # with the codes and the reasons
    )
    lost_words = {words for each in parked for words in words_in(each.payload)}
    handled: dict[str, list[str]] = {}
    seen_statuses: Counter[tuple[str, str]] = Counter()
    for line in log:
        first, rest = line.split(" ", 1)
        if first == "status":
            seen_statuses[tuple(rest.split())] += 1  # type: ignore[index]
        else:
            handled.setdefault(first, []).append(rest)
    assert set(seen_statuses) == plan.statuses
    for person, expected in plan.expected.items():
        wanted = [words for words in expected if words not in lost_words]
        # An event whose worker was killed behind the handler's last line is handled again: its lines are next to each other.
        assert [words for words, _ in itertools.groupby(handled.get(person, []))] == wanted
    sent: Counter[tuple[str, str]] = Counter()
    for arrival in sandbox.arrivals:
        if arrival.operation == "messages.send":
            body = arrival.body
            sent[body["to"], body["text"]["body"]] += 1
    assert max(sent.values()) == 1
    assert not [
        each
        for each in sent
        if each[1].removeprefix("Answer ") not in plan.expected[each[0].removeprefix("+")]
    ]
    record_property("distinct", distinct)
    record_property("unknown", len(unknown))
    print(  # noqa: T201 - the figures of the run
        f"{len(plan.bodies)} deliveries, {distinct} distinct events, {KILLS} kills: handled {distinct - len(parked)}, "
        f"sent twice {sum(count > 1 for count in sent.values())}, unknown and named {len(unknown)}"
    )
