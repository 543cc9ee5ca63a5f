# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""A table that was appended to another is not read by the first one's header, and nobody above a header is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import InputError, Row, Run, SendMessage, read

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
