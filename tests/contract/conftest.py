"""A strict client of a sandbox with something of everything in it, and the tally of what was called."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import Retry
from tests.contract.cases import DESCRIPTION

_CALLED: set[tuple[str, str]] = set()
_CALLS: list[str] = []


@pytest.fixture
def chakra_client_options() -> dict[str, Any]:
    return {"strict": True, "retry": Retry(attempts=1)}


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
