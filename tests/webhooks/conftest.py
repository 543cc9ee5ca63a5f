"""Inboxes in the session's PostgreSQL, and a world on each of the three stores."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.webhooks.inbox import MemoryInbox, PostgresInbox, SQLiteInbox
from tests.webhooks.world import World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture
def inbox_address(postgres_address: str) -> Iterator[str]:
    """The address of an inbox of the test's own: a schema, which is made faster than a database. Longer names are inboxes of it, too."""
    import psycopg  # noqa: PLC0415 - an extra

    name = f"t{uuid.uuid4().hex[:12]}"
    yield f"{postgres_address}#{name}"
    with psycopg.connect(postgres_address, autocommit=True) as connection:
        made = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", [f"chakra_inbox_{name}%"]
        )
        for (schema,) in made.fetchall():
            connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture(params=["memory", "file", "postgres"])
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A receiver's surroundings, with each kind of inbox."""
    inbox: Any = MemoryInbox()
    if request.param == "file":
        inbox = SQLiteInbox(tmp_path / "i.db", reserve=0)
    elif request.param == "postgres":
        inbox = PostgresInbox(request.getfixturevalue("inbox_address"))
    async with world(inbox) as made:
        yield made
