"""Processes that are killed, and several on one file: nothing is heard twice, nothing is lost, what is unknown is named."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.sandbox import Sandbox
from chakra_async.webhooks.inbox import EffectState, EventState, InboxError, NewRecord
from chakra_async.webhooks.parsing import parse
from chakra_async.webhooks.stored import record_of
from tests.support.deliveries import pass_through, text
from tests.webhooks import processes

if TYPE_CHECKING:
    from pathlib import Path

ALL = os.environ.get("CHAKRA_TEST_KILLS") == "all"
STEP = 1 if ALL else 9
"""Of how many awaits one is tried."""
STOPS = 10 if ALL else 2
"""How often a process is stopped."""
LATER = 120_000
"""How much later the next process starts: the leases of the killed one have ended."""


@pytest.fixture(scope="module")
def spawning() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.webhooks.processes"])
    return context


async def ended(process: Any) -> int:
    return await asyncio.get_running_loop().run_in_executor(None, processes.run, process)


def started(process: Any) -> Any:
    process.start()
    return process


def message(person: str, wamid: str, **content: Any) -> bytes:
    made = {"from": person, "id": wamid, "timestamp": str(int(time.time())), **content}  # noqa: TID251 - of now
    return pass_through(contacts=[{"profile": {"name": "Asha"}, "wa_id": person}], messages=[made])


def conversation_of(sandbox: Sandbox, person: str, take: int = 1) -> list[bytes]:
    tap = {"type": "button_reply", "button_reply": {"id": "mon", "title": "Monday"}}
    bodies = [
        message(person, f"wamid.{person}1.{take}", type="text", text={"body": "book"}),
        message(person, f"wamid.{person}2.{take}", type="interactive", interactive=tap),
        message(person, f"wamid.{person}3.{take}", type="text", text={"body": "Asha"}),
    ]
    return [each.replace(b"694794789348887", sandbox.phone_number_id.encode()) for each in bodies]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("store", ["file", "postgres"])
async def test_a_conversation_killed_at_any_await_says_nothing_twice_and_names_what_is_unknown(
    request: pytest.FixtureRequest, tmp_path: Path, spawning: Any, store: str
) -> None:
    address = request.getfixturevalue("inbox_address") if store == "postgres" else ""

    def place(name: str) -> str:
        return f"{address}_{name}" if address else str(tmp_path / f"{name}.db")

    async with Sandbox() as sandbox:
        options = {"token": sandbox.token, "base_url": sandbox.url, "plugin_id": sandbox.plugin_id}
        options |= {"phone_number_id": sandbox.phone_number_id}

        async def talk(path: str, bodies: list[bytes], offset: int, kill_at: int) -> tuple[int, int]:
            counted = spawning.Value("i", 0)
            arguments = (path, options, bodies, offset, kill_at, counted)
            return await ended(
                started(spawning.Process(target=processes.converse, args=arguments))
            ), counted.value

        sandbox.customer("919900000000").says("hi")
        code, total = await talk(place("count"), conversation_of(sandbox, "919900000000"), 0, 0)
        assert (code, heard(sandbox, "919900000000")) == (0, processes.QUESTIONS)
        assert total > 60
        named = 0
        step = STEP if ALL or not address else 4 * STEP
        for kill_at in range(1, total + 1, step):
            person = f"9199{kill_at:08}"
            path = place(str(kill_at))
            sandbox.customer(person).says("hi")
            bodies = conversation_of(sandbox, person)
            assert (await talk(path, bodies, 0, kill_at))[0] == -signal.SIGKILL
            assert (await talk(path, bodies, LATER, 0))[0] == 0
            inbox = processes.inbox_of(path)
            await inbox.open()
            unknown = await inbox.effects(states=[EffectState.UNKNOWN, EffectState.INTENT])
            parked = await inbox.events(states=[EventState.PARKED])
            said = heard(sandbox, person)
            assert len(said) == len(set(said)), (kill_at, said)
            assert bool(unknown) == bool(parked), (kill_at, unknown, parked)
            if unknown:
                named += 1
                assert len(unknown) == 1 or {each.kind for each in unknown} == {"call", "step"}
                # It was not done, as a look at the chat shows: now it is asked for, and what was answered before that is answered again.
                await inbox.redrive(now=0, resend_unknown=True)
                again = conversation_of(sandbox, person, take=2)[1:]
                assert (await talk(path, [*bodies, *again], 2 * LATER, 0))[0] == 0
                said = heard(sandbox, person)
            assert said == processes.QUESTIONS, (kill_at, said)
            assert await inbox.events(states=[EventState.NEW, EventState.RUNNING, EventState.PARKED]) == []
            await inbox.close()
        assert named or not ALL
    print(  # noqa: T201 - the figures of the run
        f"{store}: {total} points, a kill at {len(range(1, total + 1, step))} of them: heard twice 0, unknown and named {named}"
    )


def heard(sandbox: Sandbox, person: str) -> list[str]:
    messages = sandbox.customer(person).messages
    return [each.text for each in reversed(messages) if each.direction == "OUTBOUND"]


@pytest.mark.parametrize("store", ["file", "postgres"])
async def test_four_processes_on_one_inbox_handle_no_event_twice_and_keep_each_persons_order(
    request: pytest.FixtureRequest, tmp_path: Path, spawning: Any, store: str
) -> None:
    log = tmp_path / "handled.log"
    path = request.getfixturevalue("inbox_address") if store == "postgres" else str(tmp_path / "inbox.db")
    people = [f"9198{n:08}" for n in range(25)]
    inbox = processes.inbox_of(path)
    await inbox.open()

    def events(number: int) -> list[NewRecord]:
        bodies = (
            pass_through(messages=[text(str(number), wamid=f"wamid.{person}-{number}", sender=person)])
            for person in people
        )
        return [record_of(event) for body in bodies for event in parse(body)]

    for number in range(12):
        await inbox.append(events(number), now=1)
    stop = spawning.Event()
    workers = [
        started(spawning.Process(target=processes.work, args=(path, str(log), stop))) for _ in range(4)
    ]
    count = 12
    while count < 24 or len({worker for _, _, _, worker in handlings(log)}) < 2:
        await inbox.append(events(count), now=2)
        count += 1
        await asyncio.sleep(0.05)
    await handled(inbox)
    stop.set()
    for worker in workers:
        assert await ended(worker) == 0
    await inbox.close()
    lines = handlings(log)
    ends = Counter((person, number) for kind, person, number, _ in lines if kind == "end")
    assert set(ends.values()) == {1}
    for person in people:
        own = [(kind, int(number)) for kind, other, number, _ in lines if other == person]
        assert own == [(kind, number) for number in range(count) for kind in ("begin", "end")]


def handlings(log: Path) -> list[list[str]]:
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []


class Crowd:
    """People who write to an inbox all the time."""

    def __init__(self, sandbox: Sandbox, inbox: Any, people: list[str]) -> None:
        self._sandbox = sandbox
        self._inbox = inbox
        self._people = people
        self.count = 0
        for person in people:
            sandbox.customer(person).says("hi")

    async def write(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            bodies = [
                message(
                    person,
                    f"wamid.{person}-{self.count}",
                    type="text",
                    text={"body": f"{person} {self.count}"},
                ).replace(b"694794789348887", self._sandbox.phone_number_id.encode())
                for person in self._people
            ]
            records = [record_of(event) for body in bodies for event in parse(body)]
            stored = False
            # As a sender does that got a 503, such as where a stopped process holds the inbox.
            while not stored:
                with contextlib.suppress(InboxError):
                    await self._inbox.append(records, now=now())
                    stored = True
            self.count += 1
            await asyncio.sleep(0.25)


def now() -> int:
    return round(time.time() * 1000)  # noqa: TID251 - an inbox has times of the wall


async def handled(inbox: Any) -> None:
    while {EventState.NEW, EventState.RUNNING} & (await inbox.stats()).states.keys():  # noqa: ASYNC110 - of other processes
        await asyncio.sleep(0.1)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("store", ["file", "postgres"])
async def test_a_process_that_is_stopped_beyond_its_leases_and_woken_sends_nothing_twice(
    request: pytest.FixtureRequest, tmp_path: Path, spawning: Any, store: str
) -> None:
    log = tmp_path / "handled.log"
    path = request.getfixturevalue("inbox_address") if store == "postgres" else str(tmp_path / "inbox.db")
    people = [f"9198{n:08}" for n in range(20)]
    chance = random.Random(7)
    inbox = processes.inbox_of(path)
    async with Sandbox(keep_arrivals=None) as sandbox:
        options = {"token": sandbox.token, "base_url": sandbox.url, "plugin_id": sandbox.plugin_id}
        options |= {"phone_number_id": sandbox.phone_number_id}
        sandbox.fault(
            "messages.send", latency=0.1, latency_at="after"
        )  # so that a stop finds calls under way
        await inbox.open()
        stop = spawning.Event()
        workers = [
            started(spawning.Process(target=processes.answer, args=(path, str(log), options, stop)))
            for _ in range(4)
        ]
        crowd = Crowd(sandbox, inbox, people)
        await crowd.write(2)
        for _ in range(STOPS):
            await crowd.write(chance.random())
            os.kill(workers[0].pid, signal.SIGSTOP)
            await crowd.write(1.5 * processes.LEASE_MS / 1000)
            os.kill(workers[0].pid, signal.SIGCONT)
        await crowd.write(1)
        await handled(inbox)
        parked = await inbox.events(states=[EventState.PARKED], limit=10_000)
        assert {each.problem.code for each in parked if each.problem} <= {"EffectUnknown"}
        # What was found since in the chats is not sent again, and what is not there is sent on a word.
        for resend_unknown in (False, True):
            await inbox.redrive(now=now(), resend_unknown=resend_unknown)
            await handled(inbox)
        stop.set()
        for worker in workers:
            assert await ended(worker) == 0
        settled = await inbox.events(states=[EventState.SETTLED], limit=100_000)
        assert len(settled) == crowd.count * len(people) == sum((await inbox.stats()).states.values())
        await inbox.close()
        sent = [
            arrival.body["text"]["body"].removeprefix("Answer ")
            for arrival in sandbox.arrivals
            if arrival.operation == "messages.send"
        ]
    assert set(Counter(sent).values()) == {1}
    assert set(sent) == {f"{person} {each}" for person in people for each in range(crowd.count)}
    late = {each.key for each in parked}
    for person in people:
        own = [int(each.split()[1]) for each in sent if each.startswith(person)]
        in_time = [each for each in own if not any(key.endswith(f"wamid.{person}-{each}") for key in late)]
        assert in_time == sorted(in_time)
    assert any(line.startswith(f"{workers[0].pid} ") for line in log.read_text().splitlines())
    print(  # noqa: T201 - the figures of the run
        f"{store}: {len(sent)} answers by 4 processes, one stopped {STOPS} times: taken over "
        f"{sum(each.attempts > 1 for each in settled)}, sent twice 0, unknown and named {len(parked)}"
    )
