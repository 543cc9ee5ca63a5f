"""Inboxes in the session's PostgreSQL."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


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
