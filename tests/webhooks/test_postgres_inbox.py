"""What is particular to an inbox in PostgreSQL: its address, a database that is away, and what it refuses."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, Retry, SettingsError
from chakra_async.cli.app import run
from chakra_async.webhooks import TextReceived, WebhookReceiver
from chakra_async.webhooks.inbox import EventState, InboxError, NewRecord, PostgresInbox
from chakra_async.webhooks.inbox.opening import open_as_given
from chakra_async.webhooks.inbox.postgres import schema, store
from chakra_async.webhooks.inbox.postgres.address import InboxAddress
from tests.support.deliveries import SECRET, pass_through, text
from tests.support.postgres import PASSWORD
from tests.webhooks.test_handling import deliver
from tests.webhooks.world import world

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.webhooks import Talk
    from tests.support.postgres import Database, PostgresServer


@pytest.mark.parametrize(
    ("given", "schema_name", "shown"),
    [
        ("postgresql://bot:s3cret@db/bots", "chakra_inbox", "postgresql://bot@db/bots"),
        ("postgres://db:5433/bots#support", "chakra_inbox_support", "postgresql://db:5433/bots#support"),
        (
            "POSTGRESQL://db/bots?password=s3cret&sslmode=require",
            "chakra_inbox",
            "postgresql://db/bots?sslmode=require",
        ),
        (
            "postgresql:///bots?host=/run/postgresql",
            "chakra_inbox",
            "postgresql:///bots?host=/run/postgresql",
        ),
    ],
)
def test_an_address_is_shown_without_its_password(given: str, schema_name: str, shown: str) -> None:
    address = InboxAddress.parse(given)
    assert (address.schema, str(address)) == (schema_name, shown)
    assert "s3cret" not in repr(PostgresInbox(given)) + repr(address)


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://",
        "postgresql://db:port/bots",
        "postgresql://bot:p@ss/w@db/bots",
        "postgresql://db/bots#Support",
        "postgresql://db/bots#a-b",
        "postgresql://db/bots#" + "x" * 41,
        "postgresql://db/bots?sslmode",
        "mysql://db/bots#x",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises((InboxError, SettingsError), match="inbox") as caught:
        open_as_given(given)
    assert "p@ss" not in str(caught.value)


async def test_deliveries_are_refused_while_the_database_is_away_and_nothing_is_lost(
    own_postgres: PostgresServer,
) -> None:
    receiver = WebhookReceiver(
        Chakra(token="t"),  # noqa: S106 - nothing is sent
        secrets=SECRET,
        inbox=own_postgres.address(),
        retry=Retry(attempts=3, initial_wait=0.001, max_wait=0.001),
    )
    handled: list[str] = []
    begun, end = asyncio.Event(), asyncio.Event()

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        begun.set()
        await end.wait()
        handled.append(event.text)

    def body(number: int) -> bytes:
        return pass_through(messages=[text(str(number), wamid=f"wamid.{number}")])

    async with receiver:
        assert await deliver(receiver, body(1)) == 200
        await begun.wait()
        await asyncio.to_thread(own_postgres.stop, "immediate")
        assert [await deliver(receiver, body(number)) for number in (2, 3)] == [503, 503]
        assert not (await receiver.health()).ok
        end.set()  # the handler ends meanwhile: its end is recorded when the database is back
        await asyncio.to_thread(own_postgres.start)
        assert [await deliver(receiver, body(number)) for number in (2, 3, 2)] == [200, 200, 200]
        await receiver.settled()
        assert (await receiver.health()).ok
        settled = await receiver.inbox.events(states=[EventState.SETTLED])
    assert [each.key for each in settled] == [f"message/wamid.{number}" for number in (1, 2, 3)]
    assert sorted(set(handled)) == ["1", "2", "3"]


async def test_a_message_sent_while_the_database_is_away_is_known_when_it_is_back(
    own_postgres: PostgresServer,
) -> None:
    async with world(PostgresInbox(own_postgres.address())) as here:

        def register(receiver: WebhookReceiver) -> None:
            @receiver.on(TextReceived)
            async def greet(event: TextReceived, talk: Talk) -> None:
                del event
                await talk.say("Hello")

        stopped, back = asyncio.Event(), asyncio.Event()
        original = PostgresInbox.end_effect

        async def away_at_first(self: PostgresInbox, *arguments: Any, **named: Any) -> bool:
            if not stopped.is_set():
                stopped.set()
                await asyncio.to_thread(own_postgres.stop, "immediate")
                with pytest.raises(InboxError, match="cannot be used"):
                    await original(self, *arguments, **named)
                await asyncio.to_thread(own_postgres.start)
                back.set()
                raise InboxError("away")
            return await original(self, *arguments, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PostgresInbox, "end_effect", away_at_first)
            async with here.running(register) as receiver:
                here.customer.says("hi")
                body = pass_through(messages=[text("hi", at=str(here.now() // 1000))])
                body = body.replace(b"694794789348887", here.sandbox.phone_number_id.encode())
                assert await deliver(receiver, body) == 200
                await back.wait()
                await receiver.settled()
                assert (here.heard, await here.parked()) == (["Hello"], [])
                (sent,) = await here.inbox.effects()
                assert sent.message_id == here.message_ids[0]


async def test_a_worker_that_stops_while_it_holds_the_inbox_loses_it(
    inbox_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_LOCK", store._LOCK.replace("10s", "1s"))
    frozen = store.PostgresStore(InboxAddress.parse(inbox_address))
    frozen._run("BEGIN")
    frozen._run(store._LOCK, {"key": frozen._key})
    frozen._run("UPDATE $.meta SET value = 99 WHERE name = 'last'")
    monkeypatch.undo()
    inbox = PostgresInbox(inbox_address)
    await inbox.open()
    assert await inbox.append([NewRecord(key="a", lane="1", kind="text")], now=1) == [True]
    assert [each.id for each in await inbox.events(states=[EventState.NEW])] == [1]
    await inbox.close()
    with pytest.raises(frozen.errors):
        frozen._run("COMMIT")
    frozen.close()


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("synchronous_commit = off", "its synchronous_commit is off"),
        ("default_transaction_read_only = on", "the database is read-only"),
    ],
)
async def test_a_database_that_does_not_keep_what_it_is_given_is_refused(
    postgres: Database, setting: str, message: str
) -> None:
    postgres.execute(f"ALTER DATABASE {postgres.name} SET {setting}")
    with pytest.raises(InboxError, match=message):
        await PostgresInbox(postgres.address).open()


async def test_an_inbox_of_the_first_version_is_made_one_of_this_version(inbox_address: str) -> None:
    inbox = PostgresInbox(inbox_address)
    await inbox.open()
    await inbox.append([NewRecord(key="a", lane="1", kind="text")], now=0)
    for statement in (
        "ALTER TABLE $.events DROP COLUMN unended",
        "UPDATE $.meta SET value = 1 WHERE name = 'version'",
    ):
        await inbox._do(lambda book, text=statement: book._run(text, None))  # type: ignore[misc]
    await inbox.close()
    for _ in range(2):
        await inbox.open()
        (claim,) = (await inbox.take("w", now=0, lease=9, limit=9)).claims
        assert (claim.event.key, claim.event.tried) == ("a", 1)
        await inbox.defer(claim, until=0)
        await inbox.close()


async def test_an_inbox_of_a_newer_version_is_refused(inbox_address: str) -> None:
    inbox = PostgresInbox(inbox_address)
    await inbox.open()
    await inbox._do(
        lambda book: book._run(  # type: ignore[union-attr]
            "UPDATE $.meta SET value = %(v)s WHERE name = 'version'", {"v": schema.VERSION + 1}
        )
    )
    await inbox.close()
    with pytest.raises(InboxError, match="newer version"):
        await PostgresInbox(inbox_address).open()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("/postgres?", "/not_there?"), "the database does not exist"),
        ((PASSWORD, "wrong-secret"), "does not accept the role's password"),
        ((":{port}/", ":1/"), "cannot be used"),
    ],
)
async def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    own_postgres: PostgresServer, change: tuple[str, str], message: str
) -> None:
    before, after = change
    address = own_postgres.address().replace(before.format(port=own_postgres.port), after)
    with pytest.raises(InboxError, match=message) as caught:
        await PostgresInbox(address).open()
    assert PASSWORD not in str(caught.value)
    assert "wrong-secret" not in str(caught.value)


async def test_a_role_that_lacks_a_right_is_named_and_one_that_only_works_is_enough(
    postgres: Database,
) -> None:
    inbox = PostgresInbox(postgres.address)
    await inbox.open()
    await inbox.close()
    role = f"reader_{postgres.name}"
    postgres.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
    try:
        before, _, after = postgres.address.partition("@")
        scheme = before.partition("//")[0]
        limited = PostgresInbox(f"{scheme}//{role}:{PASSWORD}@{after}")
        with pytest.raises(InboxError, match="lacks a right"):
            await limited.open()
        for what in ("USAGE ON SCHEMA", "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA"):
            postgres.execute(f"GRANT {what} chakra_inbox TO {role}")
        await limited.open()
        assert await limited.append([NewRecord(key="a", lane="1", kind="text")], now=1) == [True]
        await limited.close()
    finally:
        postgres.execute(f"DROP OWNED BY {role}")
        postgres.execute(f"DROP ROLE {role}")


async def test_the_commands_work_on_an_address(
    inbox_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = PostgresInbox(inbox_address)
    await inbox.open()
    await inbox.append([NewRecord(key="a", lane="1", kind="text", identities=("phone:919",))], now=1)
    await inbox.close()
    assert await asyncio.to_thread(run, ["inbox", "show", "--inbox", inbox_address]) == 0
    monkeypatch.setenv("CHAKRA_INBOX", inbox_address)
    assert await asyncio.to_thread(run, ["inbox", "parked"]) == 0
    assert await asyncio.to_thread(run, ["inbox", "purge", "--person", "919"]) == 0
    out = capsys.readouterr().out
    assert "new: 1" in out
    assert "No event is parked." in out
    assert "changed: 2 rows" in out


def test_a_missing_driver_is_named(tmp_path: Path) -> None:
    script = (
        "import sys, asyncio; sys.modules['psycopg'] = None\n"
        "from chakra_async.webhooks import InboxError, PostgresInbox\n"
        "try: asyncio.run(PostgresInbox('postgresql://db/bots').open())\n"
        "except InboxError as error: print(error)\n"
    )
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "chakra-async[postgres]" in done.stdout
