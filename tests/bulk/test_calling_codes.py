"""A column with a country code that contradicts the number which is read makes its row invalid."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import Enrol, InputError, Row, Run, SendMessage, dry_run, read
from chakra_async.errors import InvalidRequestError
from chakra_async.sandbox.record import phone_number_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

CAMPAIGN_ID = "5ba0e13a-ac26-4656-afdd-643ea0813137"
ROWS: list[dict[str, object]] = [
    {"Name": "Asha", "Country Code": "+91", "Phone": "9901258431"},
    {"Name": "Bob", "Country Code": "+1", "Phone": "7025551234"},
]


def key(fields: dict[str, object], country: str | None = None) -> str:
    return Enrol(CAMPAIGN_ID, country=country).key(Row(1, str(fields["Phone"]), fields))


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def given(folder: Path, how: str, database: sqlite3.Connection) -> Any:
    if how == "csv":
        table = folder / "a.csv"
        lines = [",".join(map(str, row.values())) for row in ROWS]
        table.write_text("\n".join([",".join(ROWS[0]), *lines]))
        return read(table)
    if how == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        book.active.append(list(ROWS[0]))
        book.active.append(["Asha", 91, 9901258431])
        book.active.append(["Bob", 1, 7025551234])
        book.save(folder / "a.xlsx")
        return read(folder / "a.xlsx")
    if how == "frame":
        pandas = pytest.importorskip("pandas")
        return pandas.DataFrame(
            {"Country Code": [91.0, 1.0, None], "Phone": [9901258431, 7025551234, 9901258432]}
        )
    if how == "query":
        return database.execute(
            "SELECT '+91' AS isd, 9901258431 AS mobile UNION ALL SELECT '+1', 7025551234 ORDER BY mobile DESC"
        )
    return ROWS


@pytest.mark.parametrize("how", ["csv", "xlsx", "mappings", "frame", "query"])
async def test_a_number_of_another_country_than_its_row_says_is_not_sent(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, database: sqlite3.Connection, how: str
) -> None:
    enrol = Enrol(sandbox.campaign_id, country="IN")
    run = Run(chakra, enrol, rows=given(tmp_path, how, database), journal=tmp_path / "j")
    results = [result async for result in run]
    report = await run.finish()
    assert (report.invalid, report.done) == (1, len(results) - 1)
    (bad,) = [result for result in results if result.state == "invalid"]
    assert bad.number == 2
    assert bad.reason is not None
    assert "7025551234" not in bad.reason
    for words in (
        "of the country code +91",
        "'1'" if how in ("xlsx", "frame") else "'+1'",
        "write the number with +",
    ):
        assert words in bad.reason
    for column in ("mobile", "isd") if how == "query" else ("Phone", "Country Code"):
        assert f"the column {column!r}" in bad.reason
    assert all(phone_number_in(each.body).startswith("9199012584") for each in sandbox.arrivals)


async def test_a_bare_number_that_is_in_use_elsewhere_is_not_sent_against_its_code() -> None:
    rows: list[dict[str, object]] = [
        {"Name": f"n{n}", "Country Code": "+91", "Phone": f"9199012584{n:02}"} for n in range(10)
    ]
    rows.append({"Name": "Li", "Country Code": "+86", "Phone": "13802345678"})
    report = await dry_run(Enrol(CAMPAIGN_ID), rows)
    assert (report.pending, report.invalid) == (10, 1)
    assert "+86" in str(report.reasons)


@pytest.mark.parametrize(
    "name",
    [
        "country code",
        "COUNTRY_CODE",
        "Dial Code",
        "Dialling code",
        "dialing-code",
        "ISD",
        "Isd Code",
        "Phone Country Code",
    ],
)
@pytest.mark.parametrize(
    "cell", ["+1", "1", "001", 1, 1.0, "1.0", "(+1)", "+ 1", "+1-684", "+1684", "US", "ca"]
)
def test_a_code_is_compared_however_it_is_written(name: str, cell: object) -> None:
    with pytest.raises(InvalidRequestError, match=r"country code \+91"):
        key({name: cell, "Phone": "9901258431"}, "IN")
    with pytest.raises(InvalidRequestError, match=r"country code \+91"):
        key({name: cell, "Phone": "919901258431"})
    assert key({name: cell, "Phone": "17025551234"}) == "17025551234"
    assert key({name: cell, "Phone": "702 555 1234"}, "US") == "17025551234"


@pytest.mark.parametrize("phone", ["+919901258431", "0091 9901258431", "https://wa.me/919901258431"])
def test_a_number_with_its_country_code_for_certain_agrees_with_a_code_and_not_with_the_letters_of_an_address(
    phone: str,
) -> None:
    with pytest.raises(InvalidRequestError, match=r"'Country Code' has '\+971'"):
        key({"Country Code": "+971", "Phone": phone}, "IN")
    assert key({"Country Code": "AE", "Phone": phone}, "IN") == "919901258431"
    assert key({"Country Code": "+91", "Phone": phone}, "IN") == "919901258431"


@pytest.mark.parametrize(
    "cell", ["", " ", None, "India", "n/a", "NA", "ZZ", "IND", "999", "0", "-", "1234", "020", float("nan")]
)
def test_what_is_not_a_code_says_nothing(cell: object) -> None:
    assert key({"Country Code": cell, "Phone": "9901258431"}, "IN") == "919901258431"


def test_other_columns_are_not_read_as_codes() -> None:
    fields: dict[str, object] = {"Country": "US", "Postal code": "1", "Code": "1", "Phone": "9901258431"}
    assert key(fields, "IN") == "919901258431"
    assert key({"Country Code": "44", "Phone": "07700 900123"}, "GB") == "447700900123"
    assert key({"Country Code": "52", "Phone": "+52 1 55 5555 0123"}) == "525555550123"


async def test_every_action_that_reaches_a_person_compares_the_code() -> None:
    report = await dry_run(SendMessage("Hello {Name}", country="IN"), ROWS)
    assert (report.pending, report.invalid) == (1, 1)


async def test_persons_to_leave_out_are_not_read_as_others_than_their_rows_say() -> None:
    with pytest.raises(
        InputError, match=r"row 2: the column 'Phone' .* 'Country Code' has '\+1'.*Nothing was sent"
    ):
        await dry_run(Enrol(CAMPAIGN_ID, country="IN"), ["+919901258431"], exclude=ROWS)


async def test_a_test_send_goes_to_the_other_number_whatever_the_row_says(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    run = Run(chakra, Enrol(sandbox.campaign_id), rows=ROWS, journal=tmp_path / "j", only_to="+4915112345678")
    report = await run.finish()
    assert report.done == 1
    assert [phone_number_in(each.body) for each in sandbox.arrivals] == ["4915112345678"]
