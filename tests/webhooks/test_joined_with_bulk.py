"""A receiver and bulk work on the same people: what became of a run's messages, and who is left out of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from chakra_async import bulk
from chakra_async.cli.app import run
from chakra_async.sandbox import Sandbox
from chakra_async.webhooks import InboxError, OptOuts
from chakra_async.webhooks.inbox import SQLiteInbox
from chakra_async.webhooks.inbox.opening import open_as_given
from tests.support.deliveries import text
from tests.webhooks.world import world

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.webhooks import WebhookReceiver


def nothing(receiver: WebhookReceiver) -> None:
    """Register no handler: statuses are kept all the same."""


async def test_a_journal_says_what_became_of_its_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal, inbox = tmp_path / "run.journal", tmp_path / "inbox.db"
    people = ["919911223344", "919911223345", "919911223346"]
    async with world(SQLiteInbox(inbox)) as here, here.sandbox.client() as chakra:
        for person in people:
            here.sandbox.customer(person).says("hi")
        async with here.running(nothing) as receiver:
            await receiver.opt_outs.add(people[2])
            sending = bulk.Run(
                chakra,
                bulk.SendMessage("Hello!"),
                rows=people,
                journal=journal,
                exclude=await receiver.opt_outs.phone_numbers(),
            )
            async with sending:
                await sending.finish()
            with bulk.Deliveries(journal) as known:
                sent = [
                    message.wamid
                    for person in people[:2]
                    for message in here.sandbox.customer(person).messages
                    if message.direction == "OUTBOUND"
                ]
                rows = [known.row_by_result_id(each) for each in sent]
            assert [row.key if row else None for row in rows] == people[:2]
            await here.status(sent[0], "read")
            await here.status(sent[0], "sent")
            errors = [{"code": 131026, "title": "Undeliverable", "message": "Message undeliverable"}]
            await here.status(sent[1], "failed", errors=errors)
            await here.status("wamid.of.another.run", "sent")
    code = await asyncio.to_thread(run, ["inbox", "deliveries", str(journal), "--inbox", str(inbox)])
    assert code == 0
    assert "statuses: 4, of which new to the journal: " in capsys.readouterr().out
    first, second = (bulk.row_by_result_id(journal, each) for each in sent)
    assert first is not None
    assert second is not None
    assert (first.delivery, second.failed_reason) == ("read", "Message undeliverable")
    assert here.sandbox.customer(people[2]).messages[0].direction == "INBOUND"


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        address: str = request.getfixturevalue("inbox_address")
        return address
    return str(tmp_path / "inbox.db")


async def test_a_person_who_opts_out_while_a_run_is_under_way_is_left_out(tmp_path: Path, place: str) -> None:
    people = ["919911223344", "919911223345", "919911223346"]
    async with world(open_as_given(place)) as here, here.sandbox.client() as chakra:
        for person in people:
            here.sandbox.customer(person).says("hi")
        async with here.running(nothing, stop_words=["STOP"]) as receiver:
            table = tmp_path / "stop.csv"
            table.write_text("phone\n+91 99112 23345\n")
            await here.message(text("stop", wamid="wamid.S", sender=people[2]))
            async with bulk.Run(
                chakra,
                bulk.SendMessage("Hello!"),
                rows=people,
                journal=tmp_path / "run.journal",
                exclude=bulk.Exclusions(table, receiver.opt_outs),
            ) as sending:
                report = await sending.finish()
            assert (report.done, report.excluded) == (1, 2)
            checked = await bulk.dry_run(
                bulk.SendMessage("Hello!"), people, exclude=bulk.Exclusions(table, receiver.opt_outs)
            )
            assert (checked.pending, checked.excluded) == (1, 2)


async def test_a_run_stops_where_the_opt_outs_cannot_be_read_and_its_rows_are_not_sent(
    tmp_path: Path,
) -> None:
    inbox = SQLiteInbox(tmp_path / "inbox.db")
    async with Sandbox() as sandbox, sandbox.client() as chakra:
        sandbox.customer("919911223344").says("hi")
        async with inbox:
            run = bulk.Run(
                chakra,
                bulk.SendMessage("Hello!"),
                rows=["919911223344"],
                journal=tmp_path / "run.journal",
                exclude=OptOuts(inbox),
            )
        with pytest.raises(InboxError, match="is not open"):  # it was closed before the run
            async with run:
                await run.finish()
        assert [each for each in sandbox.arrivals if each.operation == "messages.send"] == []
        assert bulk.report_of(tmp_path / "run.journal").unknown == 0


async def test_somebody_who_opts_out_without_showing_a_number_is_found_by_the_number() -> None:
    async with world() as here, here.running(nothing, stop_words=["STOP"]) as receiver:
        both = {"from": "919911223344", "from_user_id": "IN.7"}
        await here.message({**both, "id": "wamid.1", "type": "text", "text": {"body": "hi"}})
        await here.message(
            {"from_user_id": "IN.7", "id": "wamid.2", "type": "text", "text": {"body": "stop"}}
        )
        assert await receiver.opt_outs.contains("919911223344")
        assert list(await receiver.opt_outs.phone_numbers()) == ["919911223344"]


async def test_the_commands_leave_out_who_opted_out_in_the_configured_inbox(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = open_as_given(place)
    await inbox.open()
    await OptOuts(inbox).add("919911223345")
    await inbox.close()
    table = tmp_path / "people.csv"
    table.write_text("phone\n+919911223344\n+919911223345\n")
    command = ["enrol", str(table), "--campaign", str(UUID(int=7)), "--dry-run"]
    assert await asyncio.to_thread(run, [*command, "--inbox", place]) == 0
    assert "1 would be left out" in capsys.readouterr().out
    monkeypatch.setenv("CHAKRA_INBOX", place)
    assert await asyncio.to_thread(run, command) == 0
    assert "1 would be left out" in capsys.readouterr().out
    assert await asyncio.to_thread(run, [*command, "--inbox", str(tmp_path / "none.db")]) == 2
    assert "There is not an inbox at" in capsys.readouterr().err


async def test_windows_are_known_from_what_came_in(tmp_path: Path, place: str) -> None:
    people = ["919911223344", "919911223345", "919911223346"]
    async with (
        world(open_as_given(place)) as here,
        here.sandbox.client() as chakra,
        here.running(nothing) as receiver,
    ):
        here.offset -= 25 * 3_600_000
        await here.message(text("old", wamid="wamid.1", sender=people[1], at=str(here.now() // 1000)))
        here.offset = 0
        at = here.now() // 1000
        await here.message(text("new", wamid="wamid.2", sender=people[0], at=str(at)))
        here.sandbox.customer(people[0]).says("new")
        ends = await receiver.windows.ends_at(f"+{people[0]}")
        assert ends == datetime.fromtimestamp(at, UTC) + timedelta(hours=24)
        assert await receiver.windows.ends_at(people[2]) is None
        known = await receiver.windows.snapshot()
        assert [known(each) for each in people] == [True, False, None]
        async with bulk.Run(
            chakra,
            bulk.SendMessage("Hello!", in_window=known),
            rows=people,
            journal=tmp_path / "run.journal",
        ) as sending:
            report = await sending.finish()
        # The one of whom nothing is known is left to the server, which decides.
        assert (report.done, report.invalid) == (2, 1)
