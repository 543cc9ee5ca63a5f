"""A client of the fault server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clients import client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chakra_async import Chakra
    from tests.support.faultserver import FaultServer


@pytest.fixture
async def chakra(server: FaultServer) -> AsyncIterator[Chakra]:
    async with client_of(server) as client:
        yield client
