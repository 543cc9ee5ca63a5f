"""A fault server, and events as a client would make them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

_TESTS = str(Path(__file__).parent.parent)
if _TESTS not in sys.path:  # the tests are not a package; what several folders share lies beside them
    sys.path.insert(0, _TESTS)

from faultserver import FaultServer  # noqa: E402 - found only now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running
