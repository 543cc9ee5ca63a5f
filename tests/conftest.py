"""Settings of every test, and the two servers: one with faults by script, and the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from chakra_async.sandbox import Sandbox
from tests.support.faultserver import FaultServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Hypothesis judges what is true, never how fast this machine is.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running
