# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""A table that was appended to another is not read by the first one's header, and nobody above a header is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import InputError, Row, Run, SendMessage, read
from tests.support.workbooks import shared_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

FIRST = "Name,Phone,Agent Phone\nAsha,+919901258431,+919800000001\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "leads.csv"


async def rows_of(table: Path, text: str, **options: Any) -> list[Row]:
    table.write_text(text)
    source = read(table, **options)
    await source.check(None)
    return [row async for batch in source.batches(0) for row in batch]


@pytest.mark.parametrize(
    "header",
    [
        "Name,Agent Phone,Phone",
        "NAME, agent  phone ,PHONE",
        "Agent_Phone,Name,Phone",
        '"Phone","Name"',
        "Agent Phone,Phone,Name",
        "Agent Phone,Phone,City,Name",
        "Name,Agent Phone",
        "Name,Home,Agent Phone",
        "\ufeffPhone,Name,Agent Phone",
    ],
)
async def test_another_header_with_its_columns_in_another_order_refuses_the_table(
    table: Path, header: str
) -> None:
    with pytest.raises(
        InputError, match=r"line 3, is another header, .* in another order: put the two tables in"
    ):
        await rows_of(table, f"{FIRST}{header}\nRavi,+919800000001,+919901258432\n")


async def test_nothing_is_sent_of_a_table_with_another_header_far_below(
    chakra: Chakra, sandbox: Sandbox, table: Path, tmp_path: Path
) -> None:
    rows = "".join(f"Asha,+91990125{n:04},+919800000001\n" for n in range(600))
    table.write_text(
        f"Name,Phone,Agent Phone\n{rows}\nName,Agent Phone,Phone\nRavi,+919800000001,+919901258432\n"
    )
    run = Run(chakra, SendMessage("Hello {Name}"), rows=read(table), journal=tmp_path / "a.journal")
    with pytest.raises(InputError, match="line 603, is another header"):
        await run.finish()
    assert not sandbox.arrivals


@pytest.mark.parametrize("header", [["Name", "Agent Phone", "Phone"], ["Phone", "Name"]])
async def test_nothing_is_sent_of_a_sheet_with_another_header_far_below(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, header: list[str]
) -> None:
    first = [line.split(",") for line in FIRST.splitlines()]
    rows = [
        *first,
        *[["Asha", f"+91990125{n:04}", ""] for n in range(600)],
        header,
        ["Ravi", "+919901258432"],
    ]
    path = tmp_path / "leads.xlsx"
    path.write_bytes(shared_workbook({"Leads": dict(enumerate(rows, 1))}))
    run = Run(chakra, SendMessage("Hello {Name}"), rows=read(path), journal=tmp_path / "a.journal")
    with pytest.raises(InputError, match=r"row 603, is another header, .* on two sheets"):
        await run.finish()
    assert not sandbox.arrivals


async def test_a_header_that_is_repeated_on_a_sheet_is_a_row(tmp_path: Path) -> None:
    header, first = (line.split(",") for line in FIRST.splitlines())
    path = tmp_path / "leads.xlsx"
    path.write_bytes(shared_workbook({"Leads": {1: header, 2: first, 3: header, 4: first}}))
    source = read(path)
    await source.check(None)
    assert [len(batch) async for batch in source.batches(0)] == [3]


@pytest.mark.parametrize(
    "row",
    [
        "Name,Phone,Agent Phone",
        " NAME ,phone,agent-phone,",
        "Name,Phone",
        "Phone,x,y",
        "Name,no phone,x",
        "Name,,",
        "Phone",
        "Agent Phone,n/a,+919800000001",
    ],
)
async def test_a_repeated_header_and_words_of_it_are_rows(table: Path, row: str) -> None:
    rows = await rows_of(table, f"{FIRST}{row}\nRavi,+919901258432,+919800000001\n")
    assert len(rows) == 3
    assert rows[2].value == "+919901258432"


async def test_columns_with_one_name_may_be_repeated(table: Path) -> None:
    header = "Name,Phone,Name\n"
    assert len(await rows_of(table, f"{header}a,1,b\n{header}c,2,d\n")) == 3


PERSONS = [
    "Asha,+91 99012 58431 (M)",
    "Asha,+91 99012 58431 (M),",
    "Asha,tel: +91 99012 58431",
    "Asha,Mob. 9901258431",
    "Asha,9123 4567 (M)",
    "Asha,+65 9123-4567 home",
    "Asha,99012-58431 / 99012-58432",
    "Asha,(0)99012 58431 mobile",
    "+91 99012 58431 (M)",
    "+91 99012 58431 Asha",
    "Asha,+919901258431",
]
TITLES = [
    "Exported by +91 99012 58431",
    "Campaign,5ba0e13a-ac26-4656-afdd-643ea0813137",
    "Report,INV-20261128",
    "Generated,on 2026-01-02 14:30:59",
    "Generated,02/01/2026 14:30 by Asha",
    "Period,from 2026-01-01 to 2026-12-31",
    "Period,2026-2027 (12 months)",
    "Leads 20261128,Pune",
    "Version 1.2,rows 1200",
    "2026-01-02 Leads of December",
]


@pytest.mark.parametrize("person", PERSONS)
async def test_a_person_above_the_header_is_not_lost(table: Path, person: str) -> None:
    with pytest.raises(InputError, match=r"--header-row|begins with data") as caught:
        await rows_of(table, f"{person}\nName,Phone,City\nRavi,+919901258432,Pune\n")
    assert "9012" not in str(caught.value)
    text = f"Leads\n\n{person}\nName,Phone,City\nRavi,+919901258432,Pune\n"
    with pytest.raises(InputError):
        await rows_of(table, text)
    assert len(await rows_of(table, text, header_row=4)) == 1


@pytest.mark.parametrize("title", TITLES)
async def test_a_title_above_the_header_may_have_digits(table: Path, title: str) -> None:
    rows = await rows_of(table, f"{title}\nName,Phone,City\nRavi,+919901258432,Pune\n")
    assert [row.value for row in rows] == ["+919901258432"]
