"""A sandbox and a client whose setup is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async import Chakra, Retry
from chakra_async.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def chakra(sandbox: Sandbox) -> AsyncIterator[Chakra]:
    async with Chakra(
        base_url=sandbox.url,
        token=sandbox.token,
        plugin_id=sandbox.plugin_id,
        phone_number_id=sandbox.phone_number_id,
        waba_id=sandbox.waba_id,
        retry=Retry(attempts=1),
    ) as client:
        yield client
