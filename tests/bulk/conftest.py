"""A stand-in for a client where no server is needed, a sandbox where one is, and a look into a journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Limits, Retry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def nobody() -> Any:
    """What a custom action needs of a client: its settings."""
    limits = SimpleNamespace(concurrency=8, rate=None)
    return SimpleNamespace(settings=SimpleNamespace(limits=limits, base_url="http://localhost:1"))


@pytest.fixture
def chakra_client_options() -> dict[str, Any]:
    return {
        "limits": Limits(concurrency=8),
        "retry": Retry(attempts=2, initial_wait=0.01, max_wait=0.02),
    }


@pytest.fixture
def states() -> Callable[[Path], dict[str, int]]:
    """Count the rows of a journal by state, past everything the library says about it."""

    def count(path: Path) -> dict[str, int]:
        with closing(sqlite3.connect(path)) as connection:
            return dict(connection.execute("SELECT state, count(*) FROM rows GROUP BY state"))

    return count
