# ruff: noqa: S603, S607 - the commands are the test's own
# pyright: reportPrivateUsage=false
"""A receiver behind a real server whose inbox cannot be written: 503, one line in the log, and what is sent again is handled once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from starlette.applications import Starlette

from chakra_async import Chakra
from chakra_async.webhooks import InboxError, TextReceived, WebhookReceiver
from chakra_async.webhooks.inbox import SQLiteInbox
from chakra_async.webhooks.inbox.sqlite import schema
from tests.support.deliveries import PERSON, SECRET, pass_through, signed, text
from tests.webhooks.servers import SERVERS, uvicorn_server

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator
    from pathlib import Path

BIG = "x" * 60_000


class Bot:
    """A receiver that keeps the texts its handler got."""

    def __init__(self, inbox: Any) -> None:
        self.receiver = WebhookReceiver(Chakra(token="t"), secrets=SECRET, inbox=inbox)  # noqa: S106 - sends nothing
        self.got: list[str] = []

        @self.receiver.on(TextReceived)
        async def keep(event: TextReceived) -> None:
            self.got.append(event.id)


def delivery(number: int, words: str = "Hi") -> bytes:
    return pass_through(messages=[text(words, wamid=f"wamid.{number}")])


async def post(address: str, body: bytes) -> int:
    """Deliver, and check that a refusal says nothing to the sender."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=signed(body)) as answer,
    ):
        said = await answer.text()
        assert said == ("ok\n" if answer.status == 200 else "Not accepted.\n")
        assert ("Retry-After" in answer.headers) == (answer.status == 503)
        return answer.status


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines of the log about refused deliveries; there is not one about anything else that went on for each of them."""
    lines = [one.getMessage() for one in caplog.records if one.name == "chakra_async.webhooks"]
    others = [line for line in lines if not line.startswith("A delivery was answered with 503")]
    assert len(others) == len(set(others)) <= 2, others
    assert not any(BIG[:100] in line or SECRET in line or PERSON in line for line in lines)
    return [line for line in lines if line not in others]


@contextlib.asynccontextmanager
async def mounted(receiver: WebhookReceiver) -> AsyncGenerator[str]:
    """Mount a receiver in an application that does not start it."""
    app = Starlette()
    app.mount("/hooks", receiver)
    try:
        async with uvicorn_server(app, "/hooks/") as address:
            yield address
    finally:
        await receiver.close()


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    """Return a disk of 2 MiB."""
    mount = tmp_path / "disk"
    mount.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(mount)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip("not allowed to mount a small disk")
    try:
        yield mount
    finally:
        subprocess.run(["umount", "--lazy", str(mount)], check=True)


def resize(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


@pytest.mark.parametrize("server", list(SERVERS))
async def test_deliveries_to_a_disk_that_is_full_are_handled_once_it_has_room(
    server: str, disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(SQLiteInbox(disk / "inbox.db", reserve=0))
    async with SERVERS[server](bot.receiver) as address:
        assert await post(address, delivery(0)) == 200
        number, refused = 1, 0
        with caplog.at_level(logging.INFO):
            while refused < 2:  # what ended in between may have made room for one more
                if await post(address, delivery(number, BIG)) == 503:
                    refused += 1
                else:
                    number += 1
                assert number < 200
        lines = refusals(caplog)
        assert len(lines) == 2
        assert all("the disk is full" in line for line in lines)
        resize(disk, "64m")
        for _ in range(2):
            assert await post(address, delivery(number, BIG)) == 200
        await bot.receiver.settled()
        assert (await bot.receiver.health()).ok
    assert bot.got == [f"wamid.{each}" for each in range(number + 1)]
    assert bot.receiver.counters["refused_store"] == 2
    assert bot.receiver.counters["duplicates"] == 1


@pytest.mark.parametrize("server", list(SERVERS))
async def test_deliveries_below_the_reserve_of_a_disk_are_refused_before_it_is_full(
    server: str, disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    resize(disk, "70m")
    bot = Bot(disk / "inbox.db")
    async with SERVERS[server](bot.receiver) as address:
        assert await post(address, delivery(0)) == 200
        await bot.receiver.settled()
        (disk / "ballast").write_bytes(b"x" * (8 * 1024 * 1024))
        with caplog.at_level(logging.INFO):
            assert await post(address, delivery(1)) == 503
        [line] = refusals(caplog)
        assert "MiB free" in line
        (disk / "ballast").unlink()
        for _ in range(2):
            assert await post(address, delivery(1)) == 200
        await bot.receiver.settled()
    assert bot.got == ["wamid.0", "wamid.1"]


SCRIPT = """
import asyncio, os, resource, signal, sys
from aiohttp import web
from chakra_async import Chakra
from chakra_async.webhooks import TextReceived, WebhookReceiver
from chakra_async.webhooks.inbox import SQLiteInbox

resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
receiver = WebhookReceiver(
    Chakra(token="t"), secrets=sys.argv[2], inbox=SQLiteInbox(sys.argv[1], reserve=0)
)

@receiver.on(TextReceived)
async def keep(event):
    print(event.id, flush=True)

async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    loop.add_signal_handler(signal.SIGUSR1, resource.setrlimit, resource.RLIMIT_FSIZE, unlimited)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    app = web.Application()
    receiver.add_to(app, "/hooks")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await stop.wait()
    await receiver.settled()
    await runner.cleanup()

asyncio.run(main())
"""


async def test_a_limit_of_the_system_on_the_size_of_files_costs_no_delivery(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "inbox.db"), SECRET]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        address = f"http://127.0.0.1:{int(await process.stdout.readline())}/hooks"
        number = 0
        while await post(address, delivery(number, BIG)) == 200:
            number += 1
            assert number < 100
        process.send_signal(signal.SIGUSR1)
        for _ in range(2):
            assert await post(address, delivery(number, BIG)) == 200
        process.send_signal(signal.SIGTERM)
        out, complaints = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert out.decode().split() == [f"wamid.{each}" for each in range(number + 1)]
    assert complaints.decode().count("A delivery was answered with 503") == 1
    assert "Traceback" not in complaints.decode()


LOCKING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
"""


@contextlib.contextmanager
def locked(path: Path) -> Generator[Callable[[], None]]:
    """Lock a file from another process; yield what unlocks it."""
    command = [sys.executable, "-c", LOCKING, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"

        def unlock() -> None:
            process.communicate(b"\n")

        yield unlock
        if process.returncode is None:
            unlock()


@pytest.mark.parametrize("server", list(SERVERS))
async def test_deliveries_to_a_file_that_another_process_locks_are_handled_once_it_is_free(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("chakra_async.webhooks.inbox.sqlite.file._BUSY_SECONDS", 0.2)
    bot = Bot(tmp_path / "inbox.db")
    async with SERVERS[server](bot.receiver) as address:
        assert await post(address, delivery(0)) == 200
        await bot.receiver.settled()
        with caplog.at_level(logging.INFO), locked(tmp_path / "inbox.db") as unlock:
            assert [await post(address, delivery(number)) for number in (1, 2)] == [503, 503]
            lines = refusals(caplog)
            assert len(lines) == 2
            assert all("locked by another program" in line for line in lines)
            unlock()
        for number in (1, 1, 2):
            assert await post(address, delivery(number)) == 200
        await bot.receiver.settled()
    assert bot.got == ["wamid.0", "wamid.1", "wamid.2"]


async def test_a_file_that_becomes_read_only_in_use_refuses_and_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = SQLiteInbox(tmp_path / "inbox.db", reserve=0)
    bot = Bot(inbox)
    async with SERVERS["aiohttp"](bot.receiver) as address:

        async def read_only(switch: int) -> None:
            def change(book: Any) -> None:
                book._connection.execute(f"PRAGMA query_only = {switch}")

            await inbox._do(change, reads=True)

        await read_only(1)
        with caplog.at_level(logging.INFO):
            assert await post(address, delivery(1)) == 503
        [line] = refusals(caplog)
        assert "read-only" in line
        await read_only(0)
        for _ in range(2):
            assert await post(address, delivery(1)) == 200
        await bot.receiver.settled()
    assert bot.got == ["wamid.1"]


@contextlib.contextmanager
def unwritable(place: Path) -> Generator[None]:
    """Make a directory and the inbox in it read-only, also for root."""
    if os.geteuid():
        (place / "inbox.db").chmod(0o400)
        place.chmod(0o500)
        try:
            yield
        finally:
            place.chmod(0o700)
            (place / "inbox.db").chmod(0o600)
        return
    bound = subprocess.run(["mount", "--bind", str(place), str(place)], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("root may write everything, and is not allowed to mount here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _newer(path: Path, by: int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + by}")


@contextlib.contextmanager
def of_a_newer_version(place: Path) -> Generator[None]:
    _newer(place / "inbox.db", 1)
    yield
    _newer(place / "inbox.db", 0)


@contextlib.contextmanager
def locked_file(place: Path) -> Generator[None]:
    with locked(place / "inbox.db"):
        yield


@contextlib.contextmanager
def damaged(place: Path) -> Generator[None]:
    kept = (place / "inbox.db").read_bytes()
    (place / "inbox.db").write_bytes(b"not a database " * 1000)
    yield
    (place / "inbox.db").write_bytes(kept)


@contextlib.contextmanager
def missing(place: Path) -> Generator[None]:
    place.rename(place.with_name("away"))
    yield
    place.with_name("away").rename(place)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (unwritable, "cannot be (written|opened|used)"),
        (of_a_newer_version, "newer version"),
        (locked_file, "locked by another program"),
        (damaged, "is damaged"),
        (missing, "does not exist"),
    ],
)
async def test_an_inbox_that_cannot_be_opened_keeps_a_server_from_starting_and_a_mounted_receiver_answers_503(
    broken: Callable[[Path], contextlib.AbstractContextManager[None]],
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("chakra_async.webhooks.inbox.sqlite.file._BUSY_SECONDS", 0.2)
    place = tmp_path / "place"
    place.mkdir()
    bot = Bot(place / "inbox.db")
    async with SERVERS["aiohttp"](bot.receiver) as address:
        assert await post(address, delivery(0)) == 200
        await bot.receiver.settled()
    late = Bot(place / "inbox.db")
    async with mounted(late.receiver) as address:
        with broken(place):
            with pytest.raises(InboxError, match=reason):
                async with SERVERS["aiohttp"](Bot(place / "inbox.db").receiver):
                    pass
            for server in ("uvicorn", "fastapi"):
                with pytest.raises(RuntimeError, match="did not start"):
                    async with SERVERS[server](Bot(place / "inbox.db").receiver):
                        pass
            caplog.clear()
            with caplog.at_level(logging.INFO, logger="chakra_async.webhooks"):
                for _ in range(2):
                    assert await post(address, delivery(1)) == 503
            assert len(refusals(caplog)) == 2
            assert not (await late.receiver.health()).ok
            assert late.receiver.counters["refused_start"] == 2
        for number in (0, 1, 1):
            assert await post(address, delivery(number)) == 200
        await late.receiver.settled()
    assert late.got == ["wamid.1"]
    assert bot.got == ["wamid.0"]


async def test_a_receiver_that_was_closed_accepts_nothing_until_it_is_started_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(tmp_path / "inbox.db")
    app = Starlette()
    app.mount("/hooks", bot.receiver)
    async with uvicorn_server(app, "/hooks/") as address:
        async with bot.receiver:
            assert await post(address, delivery(0)) == 200
            await bot.receiver.settled()
        with caplog.at_level(logging.INFO):
            assert await post(address, delivery(1)) == 503
        assert len(refusals(caplog)) == 1
        assert not (await bot.receiver.health()).ok
        async with bot.receiver:
            assert await post(address, delivery(1)) == 200
            await bot.receiver.settled()
    assert bot.got == ["wamid.0", "wamid.1"]
