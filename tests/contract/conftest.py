"""A strict client of a sandbox with something of everything in it, and the tally of what was called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

_HERE = str(Path(__file__).parent)
if _HERE not in sys.path:  # tests are no package; shared modules are beside them
    sys.path.insert(0, _HERE)

from contract_cases import DESCRIPTION  # noqa: E402 - found only now

from chakra_async import Chakra, Retry  # noqa: E402 - after the path
from chakra_async.sandbox import Sandbox  # noqa: E402 - after the path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_CALLED: set[tuple[str, str]] = set()
_CALLS: list[str] = []


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
        strict=True,
    ) as client:
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
