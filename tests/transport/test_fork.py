"""A forked child makes connections of its own, and does not touch its parent's."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

ROOT = Path(__file__).parents[2]
PRELUDE = f"""
import asyncio, gc, logging, os, sys, threading, warnings
sys.path.insert(0, {str(ROOT)!r})
from tests.support import faultserver
from chakra_async import Chakra, Limits, RateLimitedError
warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
asyncio.base_events.logger.setLevel(logging.ERROR)  # waiting for a child blocks the loop, which would be logged
ready, begun = threading.Event(), []
async def serve():
    async with faultserver.FaultServer() as server:
        begun.append(server)
        ready.set()
        await asyncio.sleep(3600)
threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
ready.wait()
server = begun[0]

def in_a_child(act):
    '''Fork, act in the child, end it without ceremony, and assert that it came to its end.'''
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            if code:
                sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0

def connections():
    return [arrival.connection for arrival in server.arrivals]
"""


def run(script: str) -> None:
    """Run a script in a new process with every check on; it must say nothing on stderr."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", PRELUDE + textwrap.dedent(script)]
    command[-1] += "\nsys.stdout.flush()\nos._exit(0)\n"  # the server's thread has no other end
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize(
    "loop_in_the_child",
    [
        "asyncio.run(child())",
        "loop.run_until_complete(child())",
        "(loop.run_until_complete(child()), loop.run_until_complete(loop.shutdown_asyncgens()))",
    ],
)
def test_a_child_does_not_use_its_parents_connections(loop_in_the_child: str) -> None:
    run(f"""
        chakra = Chakra(token="t", base_url=server.url)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(chakra.config.get())
        async def child():
            await chakra.config.get()
            await chakra.config.get()
            await chakra.close()
        in_a_child(lambda: {loop_in_the_child})
        loop.run_until_complete(asyncio.wait_for(chakra.config.get(), 10))
        assert connections() == [1, 2, 2, 1], connections()
        loop.run_until_complete(chakra.close())
        loop.close()
    """)


def test_a_fork_during_calls_disturbs_neither_process() -> None:
    run("""
        chakra = Chakra(token="t", base_url=server.url, limits=Limits(concurrency=3))
        gate = chakra._caller.gate
        async def child():
            assert (gate.in_flight, gate.waiting) == (0, 0)
            await asyncio.gather(*(chakra.config.get() for _ in range(20)))
            assert gate.in_flight == 0
            gc.collect()
        async def main():
            await asyncio.gather(*(chakra.config.get() for _ in range(3)))
            server.script = [faultserver.later(0.5, faultserver.json(faultserver.CONFIG))] * 3
            tasks = [asyncio.create_task(chakra.config.get()) for _ in range(9)]
            while len(server.arrivals) < 6:
                await asyncio.sleep(0.001)
            assert (gate.in_flight, gate.waiting) == (3, 6)
            await asyncio.to_thread(lambda: None)
            in_a_child(lambda: asyncio.run(child()))
            assert (gate.in_flight, gate.waiting) == (3, 6)
            await asyncio.gather(*tasks)
            await chakra.config.get()
            await chakra.close()
        asyncio.run(main())
        assert len(server.arrivals) == 3 + 9 + 20 + 1
        theirs, ours = set(connections()[6:26]), set(connections()[:6] + connections()[26:])
        assert len(ours) == 3, ours
        assert theirs.isdisjoint(ours), (theirs, ours)
    """)


def test_a_lock_held_by_another_thread_at_the_fork_does_not_hang_the_child() -> None:
    run("""
        chakra = Chakra(token="t", base_url=server.url)
        held, over = threading.Event(), threading.Event()
        def hold():
            with chakra._caller.gate._lock:
                held.set()
                over.wait()
        thread = threading.Thread(target=hold)
        thread.start()
        held.wait()
        in_a_child(lambda: asyncio.run(asyncio.wait_for(chakra.config.get(), 20)))
        over.set()
        thread.join()
        asyncio.run(chakra.config.get())
        assert len(server.arrivals) == 2
    """)


def test_a_child_that_drops_the_client_closes_nothing_of_its_parent() -> None:
    run("""
        def drop():
            global chakra
            chakra = None
            gc.collect()
        async def main():
            global chakra
            chakra = Chakra(token="t", base_url=server.url)
            await chakra.config.get()
            in_a_child(drop)
            await chakra.config.get()
            await chakra.close()
        asyncio.run(main())
        assert connections() == [1, 1]
    """)
