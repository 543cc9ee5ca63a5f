"""A strict client of a sandbox with something of everything in it, and the tally of what was called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.cases import DESCRIPTION
from tests.support.clients import sandbox_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

_CALLED: set[tuple[str, str]] = set()
_CALLS: list[str] = []


@pytest.fixture
async def chakra(sandbox: Sandbox) -> AsyncIterator[Chakra]:
    async with sandbox_client(sandbox, strict=True) as client:
        yield client


@pytest.fixture(scope="session")
def tally() -> tuple[set[tuple[str, str]], list[str]]:
    """Give what was called, as pairs of operation and form, and every single call."""
    return _CALLED, _CALLS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _CALLS:
        return
    plain, raw = ({name for name, form in _CALLED if form == each} for each in ("plain", "raw"))
    terminalreporter.write_line(
        f"contract: {len(plain)} plain and {len(raw)} raw stubs of {len(DESCRIPTION.operations)} "
        f"described operations were driven, in {len(_CALLS)} calls"
    )
