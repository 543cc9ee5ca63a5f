from __future__ import annotations

# ruff: noqa: S106 - planted tokens
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

_TESTS = str(Path(__file__).parent.parent)
if _TESTS not in sys.path:  # tests are no package; what several folders share lies beside them
    sys.path.insert(0, _TESTS)

from chakra_async import Chakra, Retry, Timeouts  # noqa: E402 - after the path
from tests.support.faultserver import FaultServer  # noqa: E402 - found only now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


@pytest.fixture
async def chakra(server: FaultServer) -> AsyncIterator[Chakra]:
    client = Chakra(
        token="planted-secret",
        base_url=server.url,
        retry=Retry(attempts=3, initial_wait=0.001, max_wait=0.002),
        timeouts=Timeouts(connect=5, read=10, total=20),
    )
    yield client
    await client.close()
