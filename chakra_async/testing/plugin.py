"""The pytest plugin: fixtures with a sandbox, a client, a customer, a bot and a clock, and marks for faults and recordings.

It is loaded by pytest in every project that has this library installed, so nothing of the library is imported until a
fixture is used.
"""

from __future__ import annotations

import inspect
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from chakra_async.client import Chakra
    from chakra_async.sandbox import Sandbox, SandboxClock
    from chakra_async.testing.bots import Bots
    from chakra_async.testing.customers import Customers
    from chakra_async.testing.stage import Stage

_STAGE: pytest.StashKey[Stage] = pytest.StashKey()
_SECTION = "chakra transcript"
_MARKS = (
    "chakra_fault(operation, **options): a fault of the sandbox; one that never happens fails the test.",
    "chakra_record(path): deliveries that `chakra inbox export` wrote, which are delivered to the bot when it starts.",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("chakra").addoption(
        "--chakra-transcript",
        action="store_true",
        help="Show the conversations of all tests with a sandbox; without it, those of tests that failed.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks, and the fixtures for pytest-asyncio where that is in use."""
    for mark in _MARKS:
        config.addinivalue_line("markers", mark)
    if config.pluginmanager.hasplugin("asyncio"):
        with suppress(ImportError):
            from chakra_async.testing import asyncio_fixtures  # noqa: PLC0415 - only with pytest-asyncio

            config.pluginmanager.register(asyncio_fixtures, "chakra_async_asyncio_fixtures")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Fail a test whose faults or recordings did not happen, and keep the conversations of one that failed."""
    try:
        result = yield
        if problem := _problem(pyfuncitem):
            pytest.fail(problem, pytrace=False)
    except BaseException:
        _keep_transcript(pyfuncitem)
        raise
    if pyfuncitem.config.getoption("chakra_transcript"):
        _keep_transcript(pyfuncitem)
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the conversations of the tests that passed, where that is wanted."""
    if not config.getoption("chakra_transcript"):
        return
    shown = [
        (report.nodeid, content)
        for report in terminalreporter.stats.get("passed", [])
        for name, content in report.sections
        if _SECTION in name
    ]
    if shown:
        terminalreporter.section("chakra transcripts")
        for node, content in shown:
            terminalreporter.line(f"{node}\n{content}\n")


@pytest.fixture
def chakra_sandbox_options() -> dict[str, Any]:
    """Return options of the sandbox; define a fixture of this name to change them."""
    return {}


@pytest.fixture
def chakra_client_options() -> dict[str, Any]:
    """Return options of the client; define a fixture of this name to change them."""
    return {}


@pytest.fixture
def chakra_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Return a running sandbox of this test, with the faults of its marks."""
    return _stage(request).sandbox


@pytest.fixture
def chakra_client(
    request: pytest.FixtureRequest, chakra_sandbox: Sandbox, chakra_client_options: dict[str, Any]
) -> Chakra:
    """Return a client of the sandbox; it is closed at the end of the test."""
    del chakra_sandbox
    return _stage(request).client(**chakra_client_options)


@pytest.fixture
def chakra_customer(chakra_sandbox: Sandbox) -> Customers:
    """Return a customer of the sandbox; call it with a number for another one."""
    from chakra_async.testing.customers import Customers  # noqa: PLC0415 - only where it is used

    return Customers(chakra_sandbox)


@pytest.fixture
def chakra_clock(chakra_sandbox: Sandbox) -> SandboxClock:
    """Return the sandbox's clock, which moves the time of everything."""
    return chakra_sandbox.clock


@pytest.fixture
def chakra_bot(request: pytest.FixtureRequest, chakra_sandbox: Sandbox) -> Bots:
    """Return what makes a bot of a receiver, to be used with `async with`."""
    from chakra_async.testing.bots import Bots  # noqa: PLC0415 - only where it is used

    return Bots(chakra_sandbox, _stage(request).recordings)


@pytest.fixture
async def _chakra_stage_anyio(
    anyio_backend: Any, chakra_sandbox_options: dict[str, Any]
) -> AsyncGenerator[Stage]:
    del anyio_backend  # which makes anyio run this fixture
    from chakra_async.testing.stage import open_stage  # noqa: PLC0415 - only where it is used

    async with open_stage(chakra_sandbox_options) as stage:
        yield stage


def _stage(request: pytest.FixtureRequest) -> Stage:
    """Return what the test has; made when it is first asked for, on the event loop of the test."""
    item = request.node
    known: Stage | None = item.stash.get(_STAGE, None)
    if known is not None:
        return known
    stage: Stage = request.getfixturevalue(_fixture_for(request, item))
    item.stash[_STAGE] = stage
    request.addfinalizer(lambda: item.stash.__delitem__(_STAGE))
    stage.apply(reversed(list(item.iter_markers("chakra_fault"))))
    stage.recordings += (
        item.path.parent / mark.args[0] for mark in reversed(list(item.iter_markers("chakra_record")))
    )
    return stage


def _fixture_for(request: pytest.FixtureRequest, item: pytest.Item) -> str:
    """Return the name of the fixture that is made by the plugin which runs the test, on the loop that the test has."""
    plugins = request.config.pluginmanager
    function = getattr(item, "function", None)
    inner = getattr(getattr(function, "hypothesis", None), "inner_test", function)
    if not inspect.iscoroutinefunction(inner):
        pytest.fail(
            "the chakra fixtures live on the event loop of a test: make it a coroutine, `async def`",
            pytrace=False,
        )
    mark = item.get_closest_marker("asyncio")
    if mark is not None and plugins.hasplugin("asyncio"):
        if "anyio_backend" in request.fixturenames:
            pytest.fail(
                "pytest-asyncio and anyio both run this test, each with a loop of its own: take the mark anyio away, or set "
                "asyncio_mode to strict",
                pytrace=False,
            )
        scope = mark.kwargs.get("loop_scope") or mark.kwargs.get("scope")
        if scope is None:
            with suppress(ValueError):
                scope = request.config.getini("asyncio_default_test_loop_scope")
        return f"_chakra_stage_asyncio_{scope or 'function'}"
    if "anyio_backend" in request.fixturenames:
        backend = request.getfixturevalue("anyio_backend")
        name = backend if isinstance(backend, str) else backend[0]
        if name != "asyncio":
            pytest.fail(
                f"the sandbox runs on asyncio, and not on {name}: define a fixture anyio_backend that returns 'asyncio'",
                pytrace=False,
            )
        return "_chakra_stage_anyio"
    return pytest.fail(
        "the chakra fixtures need pytest-asyncio or anyio to run the test: install one of them, and mark the test with "
        "pytest.mark.asyncio or pytest.mark.anyio unless its mode is auto",
        pytrace=False,
    )


def _problem(item: pytest.Function) -> str:
    """Return what did not happen in a test that has passed otherwise, in words."""
    marks = sorted(
        {mark.name for mark in item.iter_markers() if mark.name in ("chakra_fault", "chakra_record")}
    )
    stage = item.stash.get(_STAGE, None)
    if stage is None:
        return f"the mark {marks[0]} does nothing without one of the chakra fixtures" if marks else ""
    if stage.recordings:
        return (
            f"{stage.recordings[0].name} was not played: start a bot with `async with chakra_bot(receiver)`"
        )
    unfired = stage.unfired()
    return (
        "a fault never happened, so this test has shown nothing of it: " + "; ".join(unfired)
        if unfired
        else ""
    )


def _keep_transcript(item: pytest.Function) -> None:
    stage = item.stash.get(_STAGE, None)
    transcript = "" if stage is None else stage.sandbox.transcript
    if transcript:
        item.add_report_section("call", _SECTION, transcript)
