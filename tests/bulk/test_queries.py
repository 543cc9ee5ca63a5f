"""Rows of queries: cursors of DB-API, results of SQLAlchemy, synchronous or not; and a query that fails midway."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from chakra_async import bulk
from chakra_async.bulk import InputError, Row, RowState
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

A, B = "919901258431", "919901258432"


async def rows_of(rows: Any, **options: Any) -> list[Row]:
    source = bulk.read(rows, **options) if options else source_of(rows)
    return [row async for batch in source.batches(0) for row in batch]


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE leads (name, phone, other)")
        connection.executemany(
            "INSERT INTO leads VALUES (?, ?, ?)", [("Ann", A, 1), ("Bob", int(B), None), (None, None, 2.5)]
        )
        connection.commit()
        yield connection


EXPECTED = [
    (1, A, {"name": "Ann", "phone": A, "other": 1}),
    (2, B, {"name": "Bob", "phone": int(B), "other": None}),
    (3, "", {"name": None, "phone": None, "other": 2.5}),
]


def plain(rows: list[Row]) -> list[tuple[int, str, dict[str, object]]]:
    return [(row.number, row.value, dict(row.fields)) for row in rows]


class BareCursor:
    """A cursor with what PEP 249 demands, and no more: it is not iterable."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.description = cursor.description

    def execute(self, statement: str) -> None: ...

    def fetchmany(self, size: int) -> list[Any]:
        return self._cursor.fetchmany(size)


class AsyncCursor:
    """A cursor of an asynchronous driver: iterable, with coroutines for the rest."""

    def __init__(self, cursor: sqlite3.Cursor, fails_after: int | None = None) -> None:
        self._cursor = cursor
        self._fails_after = fails_after
        self.description = cursor.description

    async def execute(self, statement: str) -> None: ...

    async def fetchmany(self, size: int) -> list[Any]:
        return self._cursor.fetchmany(size)

    async def __aiter__(self) -> AsyncIterator[Any]:
        for number, row in enumerate(self._cursor):
            if number == self._fails_after:
                raise ConnectionError("the server closed the connection")
            yield row


async def test_a_cursor_gives_its_rows(database: sqlite3.Connection) -> None:
    assert plain(await rows_of(database.execute("SELECT * FROM leads"))) == EXPECTED
    assert plain(await rows_of(BareCursor(database.execute("SELECT * FROM leads")))) == EXPECTED
    assert plain(await rows_of(AsyncCursor(database.execute("SELECT * FROM leads")))) == EXPECTED
    database.row_factory = sqlite3.Row
    assert plain(await rows_of(database.execute("SELECT * FROM leads"))) == EXPECTED
    database.row_factory = lambda cursor, row: dict(
        zip([name for name, *_ in cursor.description], row, strict=True)
    )
    assert plain(await rows_of(database.execute("SELECT * FROM leads"))) == EXPECTED


async def test_a_result_of_sqlalchemy_gives_its_rows(database: sqlite3.Connection) -> None:
    engine = sa.create_engine("sqlite://", creator=lambda: database, poolclass=sa.StaticPool)
    with engine.connect() as connection:
        query = sa.text("SELECT * FROM leads")
        assert plain(await rows_of(connection.execute(query))) == EXPECTED
        assert plain(await rows_of(connection.execute(query).mappings())) == EXPECTED
        assert plain(await rows_of(connection.execute(query).all())) == EXPECTED
        streamed = connection.execution_options(yield_per=2).execute(query)
        assert plain(await rows_of(streamed)) == EXPECTED
        twice = connection.execute(sa.text("SELECT phone, name, name FROM leads LIMIT 1"))
        assert (await rows_of(twice))[0].fields == {"phone": A, "name (1)": "Ann", "name (2)": "Ann"}
        scalars = connection.execute(sa.text("SELECT phone FROM leads")).scalars()
        assert [row.value for row in await rows_of(scalars)] == [A, B, ""]
        with pytest.raises(InputError, match="gives no rows"):
            source_of(connection.execute(sa.text("UPDATE leads SET other = 1")))


async def test_a_large_result_is_fetched_in_groups(database: sqlite3.Connection) -> None:
    database.executemany("INSERT INTO leads VALUES ('x', ?, 0)", [(str(n),) for n in range(1000)])
    batches = [batch async for batch in source_of(database.execute("SELECT * FROM leads")).batches(3)]
    assert max(map(len, batches)) <= 250
    assert [row.value for batch in batches for row in batch] == [str(n) for n in range(1000)]


def test_columns_are_judged_before_anything_is_read(database: sqlite3.Connection) -> None:
    with pytest.raises(InputError, match=r"the query has no column named like phone.*'name', 'other'"):
        source_of(database.execute("SELECT name, other FROM leads"))
    with pytest.raises(InputError, match=r"'phone' \(column 1\), 'mobile' \(column 2\).*--column"):
        source_of(database.execute("SELECT phone, phone AS mobile FROM leads"))
    with pytest.raises(InputError, match="no column 'id'"):
        bulk.read(database.execute("SELECT * FROM leads"), column="id")
    with pytest.raises(InputError, match="execute a query"):
        source_of(database.cursor())
    with pytest.raises(InputError, match="execute a query"):
        source_of(database.execute("DELETE FROM leads"))


async def test_the_column_of_a_query_can_be_named(database: sqlite3.Connection) -> None:
    query = "SELECT phone AS p, other FROM leads"
    assert [row.value for row in await rows_of(database.execute(query), column="p")] == [A, B, ""]
    assert [row.value for row in await rows_of(database.execute(query), column=2)] == ["1", "", "2.5"]


def joined(database: sqlite3.Connection, how: str, select: str = "l.*, a.*") -> Any:
    """Return the rows of a join whose rows are mappings, which keep one of several columns with a name."""
    database.execute("CREATE TABLE agents (name, lead)")
    database.execute("INSERT INTO agents VALUES ('Zoe', 'Ann')")
    database.commit()
    query = f"SELECT {select} FROM leads l JOIN agents a ON a.lead = l.name"  # noqa: S608 - of the test
    if how == "sqlalchemy":
        engine = sa.create_engine("sqlite://", creator=lambda: database, poolclass=sa.StaticPool)
        return engine.connect().execute(sa.text(query)).mappings()
    cursor = database.cursor()
    cursor.row_factory = lambda one, row: {
        column[0]: value for column, value in zip(one.description, row, strict=True)
    }
    return cursor.execute(query)


@pytest.mark.parametrize("how", ["dict", "sqlalchemy"])
@pytest.mark.parametrize("pattern", ["Dear {name}", "Dear {Name}"])
async def test_a_column_that_a_mapping_lost_is_not_another_one_of_its_name(
    database: sqlite3.Connection, how: str, pattern: str
) -> None:
    report = await bulk.dry_run(bulk.SendMessage(pattern), joined(database, how))
    assert (report.pending, report.invalid) == (0, 1)
    assert "several columns of the query are named" in str(report.reasons)
    assert "with AS" in str(report.reasons)


@pytest.mark.parametrize("how", ["dict", "sqlalchemy"])
async def test_a_query_with_columns_of_one_name_is_read_where_they_are_not_used(
    database: sqlite3.Connection, how: str
) -> None:
    rows = await rows_of(joined(database, how))
    assert plain(rows) == [(1, A, {"phone": A, "other": 1, "lead": "Ann"})]
    with pytest.raises(InvalidRequestError, match="several columns of the query are named 'name'"):
        rows[0].fields["name"]
    assert rows[0].fields.get("name") is None
    with pytest.raises(KeyError):
        rows[0].fields["nothing"]


async def test_a_lost_column_is_named_in_a_record_with_missing_values_too(
    database: sqlite3.Connection,
) -> None:
    (row,) = await rows_of(joined(database, "dict", "l.*, a.*, NULL AS more"))
    assert row.fields["more"] is None
    with pytest.raises(InvalidRequestError, match="several columns of the query are named 'name'"):
        row.fields["name"]


class NamingCursor(BareCursor):
    """A cursor that gives mappings and names equal columns apart, as MySQL's drivers do."""

    def fetchmany(self, size: int) -> list[Any]:
        return [
            {"name": name, "phone": phone, "a.name": other} for name, phone, other in super().fetchmany(size)
        ]


async def test_a_driver_that_names_equal_columns_apart_itself_is_read_as_it_says(
    database: sqlite3.Connection,
) -> None:
    cursor = NamingCursor(database.execute("SELECT name, phone, name FROM leads LIMIT 1"))
    (row,) = await rows_of(cursor)
    assert row.fields == {"name": "Ann", "phone": A, "a.name": "Ann"}


class FailingCursor(BareCursor):
    """A cursor whose connection is lost after some groups of rows."""

    def __init__(self, cursor: sqlite3.Cursor, groups: int) -> None:
        super().__init__(cursor)
        self._groups = groups

    def fetchmany(self, size: int) -> list[Any]:
        self._groups -= 1
        if self._groups < 0:
            raise sqlite3.OperationalError("server closed the connection\nunexpectedly")
        return super().fetchmany(size)


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_query_that_fails_midway_loses_nothing_and_can_go_on(
    database: sqlite3.Connection, tmp_path: Path, nobody: Any, kind: str
) -> None:
    database.execute("DELETE FROM leads")
    database.executemany("INSERT INTO leads VALUES ('x', ?, 0)", [(str(n),) for n in range(600)])
    sent: list[str] = []

    async def send(client: Any, row: Row) -> None:
        sent.append(row.value)

    def rows(*, fails: bool) -> Any:
        cursor = database.execute("SELECT * FROM leads ORDER BY rowid")
        if kind == "sync":
            return FailingCursor(cursor, 2 if fails else 99)
        return AsyncCursor(cursor, fails_after=500 if fails else None)

    journal = tmp_path / "leads.journal"
    report = await bulk.Run(
        nobody, bulk.action(send, key="phone"), rows=rows(fails=True), journal=journal
    ).finish()
    assert not report.complete
    assert "the query failed after row 500 (" in str(report.stopped_because)
    assert "connection" in str(report.stopped_because)
    assert "run it again with the same query" in str(report)
    before = len(sent)
    assert report.done == before
    report = await bulk.Run(
        nobody, bulk.action(send, key="phone"), rows=rows(fails=False), journal=journal
    ).finish()
    assert report.complete
    assert (report.rows, report.done) == (600, 600)
    assert len(sent) == len(set(sent)) == 600
    assert before > 0
    assert not list(report.problems(RowState.UNKNOWN))


def test_frames_that_come_in_pieces_are_refused_with_what_to_do() -> None:
    arrow = pytest.importorskip("pyarrow")
    table = arrow.table({"phone": [A]})
    with pytest.raises(InputError, match=r"read_all\(\)"):
        source_of(table.to_reader())


async def test_frames_among_the_rows_are_refused() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(InputError, match="put the frames together"):
        await rows_of([pandas.DataFrame({"phone": [A]})])
