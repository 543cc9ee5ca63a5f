"""A receiver and bulk work on the same people: what became of a run's messages, and who is left out of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from chakra_async import bulk
from chakra_async.cli.app import run
from chakra_async.webhooks.inbox import SQLiteInbox
from tests.webhooks.world import world

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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
