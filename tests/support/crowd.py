"""Two hundred customers who talk with a bot for a minute of the sandbox's clock, while a browser shows the page.

`python -m tests.support.crowd` prints the figures; `nox -s crowd` does so in an environment of its own.
"""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from time import perf_counter
from typing import Any

import attrs

from chakra_async.sandbox import Sandbox
from chakra_async.webhooks import MemoryInbox, Talk, TextReceived, WebhookReceiver
from tests.support.browser import browser

__all__ = ["Figures", "talk_of_many"]

WATCHED = "919901000000"
PAGE = ("*chakra_async/sandbox/page/*", "*aiohttp_sse*", "*htpy*", "*markupsafe*")


@attrs.frozen
class Figures:
    """What was measured.

    Attributes:
        messages: How many messages there were.
        updates: How often the list of conversations was fetched again.
        shown_after: The longest time in seconds until a message was on the page.
        server_bytes: How much more memory the page's own code held at the end than after a quarter.
        heap: The browser's JavaScript heap in bytes after a quarter, and at the end.
        nodes: The nodes of its document after a quarter, and at the end.

    """

    messages: int
    updates: int
    shown_after: float
    server_bytes: int
    heap: tuple[int, int]
    nodes: tuple[int, int]


async def talk_of_many(customers: int = 200, seconds: int = 60) -> Figures:
    """Let customers talk, each once in four seconds of the clock, and look at the page all the while."""
    async with Sandbox(page=True) as sandbox, sandbox.client() as chakra:
        receiver = WebhookReceiver(
            chakra, secrets=sandbox.webhooks.secret, inbox=MemoryInbox(), clock=sandbox.clock.milliseconds
        )

        @receiver.on(TextReceived)
        async def echo(event: TextReceived, talk: Talk) -> None:
            await talk.say(f"You said: {event.text}")

        sandbox.webhooks.to(receiver, formats=["pass_through"])
        loop = asyncio.get_running_loop()

        def watch() -> Figures:
            with browser() as running, running.visit(f"{sandbox.url}/?customer={WATCHED}") as look:
                return _watch(sandbox, loop, look.page, customers, seconds)

        async with receiver:
            return await asyncio.to_thread(watch)


def _watch(
    sandbox: Sandbox, loop: asyncio.AbstractEventLoop, page: Any, customers: int, seconds: int
) -> Figures:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    updates = [0]
    page.on(
        "requestfinished",
        lambda request: updates.__setitem__(0, updates[0] + ("/_page/chats" in request.url)),
    )

    async def step(second: int) -> None:
        for number in range(second % 4, customers, 4):
            sandbox.customer(f"9199010{number:05}", name=f"Customer {number}").says(f"Message {second}")
        await sandbox.clock.advance(seconds=1)

    def measured() -> tuple[int, int, int]:
        session.send("HeapProfiler.collectGarbage")
        values = {one["name"]: int(one["value"]) for one in session.send("Performance.getMetrics")["metrics"]}
        gc.collect()
        held = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, name) for name in PAGE])  # noqa: FBT003
        return sum(one.size for one in held.statistics("filename")), values["JSHeapUsedSize"], values["Nodes"]

    tracemalloc.start()
    slowest, before = 0.0, (0, 0, 0)
    try:
        for second in range(seconds):
            asyncio.run_coroutine_threadsafe(step(second), loop).result()
            if second % 4 == 0:
                begun = perf_counter()
                page.locator(".bubble .body", has_text=f"You said: Message {second}").last.wait_for()
                slowest = max(slowest, perf_counter() - begun)
            if second == seconds // 4:
                page.wait_for_timeout(500)
                before = measured()
        page.wait_for_timeout(500)
        after = measured()
    finally:
        tracemalloc.stop()
    return Figures(
        messages=len(sandbox._state.conversations.messages),
        updates=updates[0],
        shown_after=slowest,
        server_bytes=after[0] - before[0],
        heap=(before[1], after[1]),
        nodes=(before[2], after[2]),
    )


if __name__ == "__main__":
    found = asyncio.run(talk_of_many())
    print(found)  # noqa: T201 - a program that prints its figures
