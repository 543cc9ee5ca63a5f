"""Loops, threads and processes around a client: made before them, used across them, dropped without a word."""

from __future__ import annotations

# ruff: noqa: S106, ASYNC110 - planted tokens; threads set no event
import asyncio
import gc
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

from chakra_async import Chakra, ClientClosedError, ConnectError, Limits, Outcome, Retry
from tests.support import faultserver

ROOT = Path(__file__).parents[2]
PRELUDE = f"""
import asyncio, gc, logging, sys, threading
# How long a step takes is the machine's affair.
logging.getLogger("asyncio").addFilter(lambda record: not record.getMessage().startswith("Executing "))
sys.path.insert(0, {str(ROOT)!r})
from tests.support import faultserver
from chakra_async import Chakra, Limits

class Serving:
    '''The fault server in a thread of its own, so that it outlives the loops under test.'''
    def __enter__(self):
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.main()))
        self.thread.start()
        self.ready.wait()
        return self.server
    async def main(self):
        async with faultserver.FaultServer() as self.server:
            self.loop, self.end = asyncio.get_running_loop(), asyncio.Event()
            self.ready.set()
            await self.end.wait()
    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.end.set)
        self.thread.join()

def client(server):
    return Chakra(token="planted-secret", base_url=server.url)
"""


def run(script: str, *options: str) -> str:
    """Run a script in a new process with every check on; it must say nothing on stderr."""
    command = [sys.executable, "-X", "dev", "-W", "error", *options, "-c", PRELUDE + textwrap.dedent(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


def test_three_runs_in_a_row_without_close_print_nothing() -> None:
    out = run("""
        with Serving() as server:
            chakra = client(server)  # made outside any loop
            async def use():
                await asyncio.gather(*(chakra.config.get() for _ in range(5)))
                return len(chakra._caller.pool._loops)
            for _ in range(3):
                assert asyncio.run(use()) == 1
                assert not chakra._caller.pool._loops
            print(len(server.arrivals))
            del chakra
            gc.collect()
    """)
    assert out.strip() == "15"


def test_a_client_dropped_while_its_loop_runs_on_prints_nothing() -> None:
    run("""
        with Serving() as server:
            async def use():
                asyncio.get_running_loop().slow_callback_duration = 60  # collecting takes what it takes
                for _ in range(3):
                    await client(server).config.get()
                    gc.collect()
                    while server.open > 1:
                        await asyncio.sleep(0.01)
            asyncio.run(use())
    """)


def test_a_run_that_ends_during_calls_prints_nothing() -> None:
    run("""
        with Serving() as server:
            server.usual = faultserver.silent
            chakra = client(server).with_options(limits=Limits(concurrency=2))
            async def use():
                for _ in range(6):
                    asyncio.get_running_loop().create_task(chakra.config.get())
                while len(server.arrivals) < 2:
                    await asyncio.sleep(0.01)
            asyncio.run(use())
            assert chakra._caller.gate.in_flight == 0
            assert chakra._caller.gate.waiting == 0
            server.usual = None
            asyncio.run(chakra.config.get())
    """)


def test_closing_during_calls_prints_nothing() -> None:
    run("""
        with Serving() as server:
            server.usual = faultserver.silent
            chakra = client(server).with_options(limits=Limits(concurrency=2))
            async def use():
                tasks = [asyncio.create_task(chakra.config.get()) for _ in range(6)]
                while len(server.arrivals) < 2:
                    await asyncio.sleep(0.01)
                await chakra.close()
                found = await asyncio.gather(*tasks, return_exceptions=True)
                assert {type(one).__name__ for one in found} == {"ClientClosedError"}, found
                assert sorted(one.outcome for one in found) == ["not_sent"] * 4 + ["unknown"] * 2
                del found, tasks
                gc.collect()
            asyncio.run(use())
    """)


def test_a_loop_closed_by_hand_does_not_block_the_gate() -> None:
    # Its tasks and connections are lost and say so; what matters is that later loops are not held up.
    with_loss = """
        import warnings
        warnings.simplefilter("ignore")
        asyncio.base_events.logger.disabled = True
        with Serving() as server:
            server.usual = faultserver.silent
            chakra = client(server).with_options(limits=Limits(concurrency=1))
            loop = asyncio.new_event_loop()
            loop.create_task(chakra.config.get())
            waiting = loop.create_task(chakra.config.get())
            loop.run_until_complete(asyncio.sleep(0.2))
            gate = chakra._caller.gate
            assert (gate.in_flight, gate.waiting) == (1, 1)
            loop.close()
            server.usual = None
            (slot,) = gate._slots
            gate.leave(slot())  # the call under way can no longer do it itself
            asyncio.run(asyncio.wait_for(chakra.config.get(), 10))
            assert (gate.in_flight, gate.waiting) == (0, 0), (gate.in_flight, gate.waiting)
            print("through")
        sys.stdout.flush()
        __import__("os")._exit(0)  # what the dead loop left behind is not the subject
    """
    assert run(with_loss).strip() == "through"


def test_uvloop_works_as_well() -> None:
    pytest.importorskip("uvloop")
    run("""
        import uvloop
        with Serving() as server:
            chakra = client(server).with_options(limits=Limits(concurrency=3, rate=200))
            async def use():
                server.script = [faultserver.json({}, 429, {"Retry-After": "0.1"})]
                await asyncio.gather(*(chakra.config.get() for _ in range(20)))
            for _ in range(2):
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    runner.run(use())
            assert len(server.arrivals) == 42
    """)


async def test_two_loops_at_the_same_time_share_client_and_gate(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    client = chakra.with_options(limits=Limits(concurrency=2))
    flying = most = 0

    async def count(connection: faultserver.Connection) -> None:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await asyncio.sleep(0.002)
        flying -= 1
        await faultserver.json(faultserver.CONFIG)(connection)

    server.usual = count
    problems = []

    async def many() -> None:
        await asyncio.gather(*(client.config.get() for _ in range(30)))

    def elsewhere() -> None:
        try:
            asyncio.run(many())
        except BaseException as problem:  # noqa: BLE001 - shown by the test
            problems.append(problem)

    threads = [threading.Thread(target=elsewhere) for _ in range(2)]
    for thread in threads:
        thread.start()
    await many()
    while any(thread.is_alive() for thread in threads):
        await asyncio.sleep(0.01)
    assert problems == []
    assert len(server.arrivals) == 90
    assert most <= 2
    assert client._caller.gate.in_flight == 0
    assert client._caller.gate.waiting == 0


async def test_async_with_may_be_entered_again(server: faultserver.FaultServer) -> None:
    chakra = Chakra(token="t", base_url=server.url)
    for _ in range(2):
        async with chakra as same:
            assert same is chakra
            await chakra.config.get()
        with pytest.raises(ClientClosedError) as caught:
            await chakra.config.get()
        assert caught.value.outcome is Outcome.NOT_SENT
        assert caught.value.operation == "config.get"
    assert len(server.arrivals) == 2
    await chakra.close()
    await chakra.close()


async def test_closing_closes_every_connection(server: faultserver.FaultServer) -> None:
    async with Chakra(token="t", base_url=server.url) as chakra:
        await asyncio.gather(*(chakra.config.get() for _ in range(5)))
        assert server.open > 1
    async with asyncio.timeout(20):
        while server.open:
            await asyncio.sleep(0.002)


async def test_a_connection_is_kept_between_calls(server: faultserver.FaultServer, chakra: Chakra) -> None:
    for _ in range(5):
        await chakra.config.get()
    assert server.connections == 1


async def test_copies_share_one_session(server: faultserver.FaultServer, chakra: Chakra) -> None:
    for _ in range(20):
        await chakra.with_options(retry=Retry(attempts=1)).config.get()
    connections = await chakra._caller.pool.connections(asyncio.get_running_loop())
    assert len(connections.sessions) == 1
    assert server.connections == 1


async def test_a_copy_works_after_its_original_is_gone(server: faultserver.FaultServer) -> None:
    gc.freeze()  # late in a long test run, a collection of everything takes longer than a connection is kept
    try:
        chakra = Chakra(token="t", base_url=server.url)
        copy = chakra.with_options(retry=Retry(attempts=1))
        await chakra.config.get()
        del chakra
        gc.collect()
    finally:
        gc.unfreeze()
    await copy.config.get()
    assert server.connections == 1
    await copy.close()


@pytest.fixture
def no_proxy_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def test_a_proxy_of_the_environment_is_used_only_when_asked_for(
    server: faultserver.FaultServer, monkeypatch: pytest.MonkeyPatch, no_proxy_at_all: Any
) -> None:
    monkeypatch.setenv("https_proxy", f"http://user:word@127.0.0.1:{server.port}")
    server.script = [faultserver.answer(502)]
    once = Retry(attempts=1)
    for trust_env in (False, True):
        async with Chakra(
            token="t", base_url="https://nowhere.invalid", retry=once, trust_env=trust_env
        ) as chakra:
            with pytest.raises(ConnectError):
                await chakra.config.get()
        assert len(server.arrivals) == trust_env
    (arrival,) = server.arrivals
    assert (arrival.method, arrival.target) == ("CONNECT", "nowhere.invalid:443")
    assert arrival.headers["proxy-authorization"].startswith("Basic ")
    assert "authorization" not in arrival.headers


async def test_passwords_of_a_netrc_file_are_not_used(
    server: faultserver.FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_proxy_at_all: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    async with Chakra(token="t", base_url=server.url, trust_env=True) as chakra:
        await chakra.config.get()
    assert server.arrivals[0].headers["authorization"] == "Bearer t"
