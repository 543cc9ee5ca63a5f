"""The pytest plugin in projects of others: each combination is really run, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# The runs end before the time of a test is over, and say what hung.
pytestmark = pytest.mark.timeout(300)
MOST: Final = 120
"""The seconds that a run may take, on a busy machine too."""

BOT = """
    from chakra_async import Chakra
    from chakra_async.webhooks import MemoryInbox, TextReceived, WebhookReceiver, match

    receiver = WebhookReceiver(Chakra(token="never-used"), secrets="never-used", inbox=MemoryInbox())


    @receiver.conversation(match.text("book"))
    async def booking(talk):
        day = await talk.choose("Which day?", {"mon": "Monday", "tue": "Tuesday"})
        await talk.say(f"Booked for {day}.")


    @receiver.on(TextReceived)
    async def other(event, talk):
        await talk.say(f"Hello {event.sender.name}")
"""
TESTS = """
    import pytest
    from bot import receiver


    @pytest.mark.chakra_fault("webhooks", duplicate=2)
    @pytest.mark.chakra_fault("messages.send", status=429, retry_after=0, times=1)
    async def test_a_booking_survives_a_crash(chakra_bot, chakra_customer, chakra_clock):
        async with chakra_bot(receiver) as bot:
            await chakra_customer.says("book")
            await chakra_clock.advance(seconds=5)
            await chakra_customer.hears("Which day?")
            await bot.crash()
            await bot.restart()
            await chakra_customer.taps("Monday")
            await chakra_customer.hears("Booked for mon")
            assert not chakra_customer.doubled
            assert not await bot.parked()


    async def test_two_customers(chakra_bot, chakra_customer):
        ravi = chakra_customer("919845000002", name="Ravi")
        async with chakra_bot(receiver):
            await ravi.says("hi")
            assert (await ravi.hears()).text == "Hello Ravi"
            await chakra_customer.says("hi")
            assert (await chakra_customer.hears()).text == "Hello Asha"


    async def test_calls(chakra_client, chakra_sandbox):
        await chakra_client.messages.send_text("919901258433", "Hello")
        assert chakra_sandbox.customer("919901258433").heard[0].text == "Hello"
"""

OPTIONS = """
        import pytest
        from chakra_async import Retry, WindowClosedError

        @pytest.fixture
        def chakra_sandbox_options():
            return {"session_windows": True, "token": "own"}

        @pytest.fixture
        def chakra_client_options():
            return {"retry": Retry(attempts=1)}

        @pytest.fixture
        async def greeted(chakra_client, chakra_customer):
            chakra_customer.says("Hello")
            yield await chakra_client.messages.send_text(chakra_customer.phone_number, "Hi")

        async def test_them(greeted, chakra_client, chakra_customer, chakra_clock, chakra_sandbox):
            assert chakra_sandbox.token == "own"
            assert chakra_client.settings.retry.attempts == 1
            assert (await chakra_customer.hears("Hi")).message.wamid == greeted.message_id
            await chakra_clock.advance(hours=25)
            with pytest.raises(WindowClosedError):
                await chakra_client.messages.send_text(chakra_customer.phone_number, "Still there?")
"""


class Project:
    """A folder with tests and settings, and the runs of pytest in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("bot.py", BOT)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(textwrap.dedent(text), encoding="utf-8")

    def settings(self, **values: str) -> None:
        given = {"filterwarnings": "error", "addopts": "-p no:cacheprovider", "timeout": "60", **values}
        self.write(
            "pytest.ini", "\n".join(["[pytest]", *(f"{name} = {value}" for name, value in given.items())])
        )

    def run(self, *arguments: str) -> str:
        """Run a module of Python, by default pytest, and return what it wrote; one that hangs fails the test."""
        command = [sys.executable, "-m", *(arguments or ("pytest",))]
        with subprocess.Popen(  # noqa: S603 - the test's own
            command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                return process.communicate(timeout=MOST)[0]
            except BaseException as error:
                # Its own processes too, which would keep the pipe open.
                os.killpg(process.pid, signal.SIGKILL)
                if not isinstance(error, subprocess.TimeoutExpired):
                    raise
            wrote = process.communicate()[0]
        pytest.fail(f"{' '.join(command)} did not end in {MOST} seconds; it wrote:\n{wrote}")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


AUTO = {"asyncio_mode": "auto", "asyncio_default_fixture_loop_scope": "function"}
STRICT = {**AUTO, "asyncio_mode": "strict"}
ASYNCIO_BACKEND = 'anyio_backend = pytest.fixture(lambda: "asyncio")'


def marked(head: str) -> str:
    return textwrap.dedent(TESTS).replace("receiver\n", f"receiver\n\n{head}\n", 1)


def test_the_fixtures_work_in_the_strict_mode_of_pytest_asyncio_and_with_anyio_beside_it(
    project: Project,
) -> None:
    project.settings(**STRICT)
    project.write("test_strict.py", marked("pytestmark = pytest.mark.asyncio"))
    project.write("test_one_loop.py", marked('pytestmark = pytest.mark.asyncio(loop_scope="module")'))
    project.write("test_anyio.py", marked(f"pytestmark = pytest.mark.anyio\n{ASYNCIO_BACKEND}"))
    project.write(
        "test_without.py",
        """
        import pytest

        def test_plain(chakra_sandbox):
            pass

        @pytest.mark.anyio
        @pytest.mark.parametrize("anyio_backend", ["trio"])
        async def test_trio(chakra_sandbox):
            pass
        """,
    )
    out = project.run()
    assert "9 passed, 2 errors" in out, out
    assert "make it a coroutine" in out
    assert "runs on asyncio, and not on trio" in out
    assert "warning" not in out, out


def test_in_the_auto_mode_of_pytest_asyncio_none_are_left_to_anyio_and_coverage_sees_the_bot(
    project: Project,
) -> None:
    project.settings(**AUTO)
    project.write("test_auto.py", TESTS)
    project.write("test_anyio.py", marked(f"pytestmark = pytest.mark.anyio\n{ASYNCIO_BACKEND}"))
    project.write("test_options.py", OPTIONS)
    project.write(".coveragerc", "[run]\nsource = .\n")
    out = project.run("coverage", "run", "-m", "pytest")
    assert "4 passed, 3 errors" in out, out
    assert "pytest-asyncio and anyio both run this test" in out
    assert "warning" not in out, out
    report = project.run("coverage", "report", "--include", "bot.py")
    assert "100%" in report, report


def test_the_fixtures_work_with_anyio_alone(project: Project) -> None:
    project.settings(anyio_mode="auto", addopts="-p no:asyncio -p no:cacheprovider")
    project.write(
        "test_bot.py", marked('anyio_backend = pytest.fixture(lambda: ("asyncio", {"debug": True}))')
    )
    out = project.run()
    assert "3 passed" in out, out
    assert "warning" not in out, out


def test_they_work_on_several_processes_with_one_loop_for_all(project: Project) -> None:
    project.settings(**AUTO, asyncio_default_test_loop_scope="session")
    project.write("test_bot.py", TESTS)
    out = project.run("pytest", "-n", "2", "--chakra-transcript")
    assert "3 passed" in out, out
    assert "team: Which day? [Monday] [Tuesday]" in out, out
    assert "91********33 Asha:" in out


def test_what_has_shown_nothing_fails(project: Project) -> None:
    project.settings(**AUTO)
    project.write(
        "test_faults.py",
        """
        import pytest

        @pytest.mark.chakra_fault("leads.create", status=500)
        async def test_unfired(chakra_client):
            await chakra_client.messages.send_text("919901258433", "Hello")

        @pytest.mark.chakra_fault("webhooks", drop=True)
        async def test_no_delivery(chakra_sandbox):
            chakra_sandbox.customer("919901258433").says("Hello")

        @pytest.mark.chakra_fault("leads.create", status=500)
        async def test_no_sandbox():
            pass

        @pytest.mark.chakra_record("talks.jsonl")
        async def test_no_bot(chakra_customer):
            pass

        async def test_added_in_the_test(chakra_sandbox):
            chakra_sandbox.fault("config.get", status=500)

        @pytest.mark.chakra_fault("messages.sent", status=500)
        async def test_misspelt(chakra_sandbox):
            pass

        @pytest.mark.chakra_fault("leads.create", status=500)
        async def test_skipped(chakra_sandbox):
            pytest.skip("not now")

        @pytest.mark.chakra_fault("leads.create", probability=0.001, status=500)
        async def test_by_chance(chakra_sandbox):
            pass

        async def test_unheard(chakra_customer, chakra_sandbox):
            chakra_sandbox.webhooks.to("http://127.0.0.1:9/", formats="chakra")
            await chakra_customer.says("Hello?")
            await chakra_customer.hears("Hi")
        """,
    )
    out = project.run()
    assert "1 passed, 1 skipped, 1 error" in out, out
    assert "6 failed" in out, out
    assert "'status 500' for leads.create (0 requests matched it)" in out
    assert "'drop' for webhooks (of 0 deliveries)" in out
    assert "the mark chakra_fault does nothing without one of the chakra fixtures" in out
    assert "talks.jsonl was not played" in out
    assert "messages.send" in out
    assert "not heard 'Hi'. The conversation so far" in out
    assert "Captured chakra transcript call" in out
    assert "not taken: a delivery of message (chakra): ClientConnectorError" in out


def test_the_library_is_not_loaded_for_tests_that_do_not_use_it(project: Project) -> None:
    project.settings(**AUTO)
    project.write(
        "conftest.py",
        """
        import sys

        def pytest_unconfigure():
            own = sorted(name for name in sys.modules if name.partition(".")[0] == "chakra_async")
            print("loaded:", ",".join(own), "aiohttp" in sys.modules, "attr" in sys.modules)
    """,
    )
    project.write("test_other.py", "def test_it():\n    pass\n")
    out = project.run("pytest", "--collect-only", "-q")
    assert (
        "loaded: chakra_async,chakra_async.testing,chakra_async.testing.asyncio_fixtures,chakra_async.testing.plugin "
        "False" in out
    ), out
