"""What a run takes out of an answer without decoding it, and what a reader of its results gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import Enrol, RowState, Run
from chakra_async.bulk.actions import receipts
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.models.campaigns import Enrolment
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.bulk.rows import Row

NUMBERS = ["919901258433", "919901258434", "919901258433"]


@pytest.fixture(params=["lenient", "strict"])
def client(chakra: Chakra, request: pytest.FixtureRequest) -> Chakra:
    return chakra.with_options(strict=request.param == "strict")


async def test_a_reader_gets_what_the_call_returns(client: Chakra, tmp_path: Path) -> None:
    run = Run(client, Enrol(campaign_id=CAMPAIGN_ID), rows=NUMBERS, journal=tmp_path / "x.journal")
    results = [result async for result in run]
    done = [result for result in results if result.state is RowState.DONE]
    assert len(done) == 2
    for result in done:
        assert isinstance(result.value, Enrolment)
        assert (result.value.process.id, result.value.was_created) == (result.result_id, result.was_created)


async def test_without_a_reader_the_journal_has_the_id_and_whether_it_is_new(
    client: Chakra, tmp_path: Path
) -> None:
    there = await client.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=NUMBERS[0])
    run = Run(client, Enrol(campaign_id=CAMPAIGN_ID), rows=NUMBERS, journal=tmp_path / "x.journal")
    report = await run.finish()
    assert (report.done, report.created, report.existing) == (2, 1, 1)
    first, second = read_rows(tmp_path / "x.journal", [RowState.DONE])
    assert (first.result_id, first.was_created, second.was_created) == (there.process.id, False, True)
    assert second.result_id not in (None, first.result_id)


async def test_an_action_with_an_id_of_its_own_is_asked_for_it(client: Chakra, tmp_path: Path) -> None:
    class Named(Enrol):
        def result_id(self, value: object) -> str | None:
            assert isinstance(value, Enrolment)
            return f"lead {value.process.id}"

    run = Run(client, Named(campaign_id=CAMPAIGN_ID), rows=NUMBERS, journal=tmp_path / "x.journal")
    assert (await run.finish()).done == 2
    assert all(
        str(row.result_id).startswith("lead ") for row in read_rows(tmp_path / "x.journal", [RowState.DONE])
    )


async def test_an_action_built_on_it_may_look_at_the_answer(client: Chakra, tmp_path: Path) -> None:
    seen: list[str] = []

    class Watched(Enrol):
        async def send(self, client: Chakra, row: Row, key: str) -> object:
            made: Any = await super().send(client, row, key)
            seen.append(made.process.id)
            return made

    run = Run(client, Watched(campaign_id=CAMPAIGN_ID), rows=NUMBERS, journal=tmp_path / "x.journal")
    await run.finish()
    assert seen == [row.result_id for row in read_rows(tmp_path / "x.journal", [RowState.DONE])]


def test_the_names_are_those_of_the_description() -> None:
    assert receipts.wire_name(Enrolment, "was_created") == "wasCreated"
