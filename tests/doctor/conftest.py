"""A client whose setup is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clients import sandbox_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox


@pytest.fixture
async def chakra(sandbox: Sandbox) -> AsyncIterator[Chakra]:
    async with sandbox_client(sandbox) as client:
        yield client
