"""What is not text for a person makes a row invalid, and a list is judged as a whole before its first row is sent."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from chakra_async import InvalidRequestError, SettingsError, phone
from chakra_async.bulk import (
    CreateLead,
    Enrol,
    InputError,
    Row,
    Run,
    SendMessage,
    SendTemplate,
    UpdateByKey,
    dry_run,
    read,
)
from chakra_async.bulk.actions.fields import Pattern
from chakra_async.bulk.actions.words import is_visible, missing_word
from chakra_async.bulk.engine.survey import countries_of
from chakra_async.bulk.sources.columns import column_names
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

FILLING: dict[str, Any] = {"mapping": {"1": "{Name}", "2": "Monday"}}
ERRORS = [
    *(
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#ERROR!",
        "#N/A N/A",
    ),
    *(
        "#NV",
        "#BEZUG!",
        "#WERT!",
        "#ZAHL!",
        "#ÜBERLAUF!",
        "#¡REF!",
        "#¿NOMBRE?",
        "#VALEUR!",
        "#NOM?",
        "#N/D",
        "Err:502",
    ),
    *("####", "########", "#GETTING_DATA", "#FIELD!", "#UNKNOWN!", "#CONNECT!"),
]
MISSING = [
    "NaN",
    "nan",
    "-nan",
    "None",
    "null",
    "NULL",
    "(null)",
    "NaT",
    "<NA>",
    "NA",
    "N/A",
    "n/a",
    "undefined",
    "nil",
    "\\N",
]
UNSEEN = [
    "",
    " ",
    "\t \t",
    "\u00a0",
    "\u200b",
    "\u200b\u200d \ufeff",
    "\u3164",
    "\u2800\u2800",
    "\u2060",
    "\u00ad",
    "\ufe0f",
    "\x00",
]
NAMES = [
    "Nan",
    "Na",
    "Nancy",
    "Noné",
    "Null-Smith",
    "#1 fan",
    "#winner",
    "# 5",
    "Error",
    "Nathan",
    "Inf.",
    "Ana",
    "A",
    "李",
    "अनु",
    "👍",
    "e",
    "#",
    *("=)", "=D", "= 5", "==", "C#", "issue #NAME", "a=b", "#REFUND", "x = A1"),
]


def table(path: Path, names: list[str]) -> Path:
    """Write people with these names as CSV or XLSX."""
    rows = [["phone", "Name"], *([f"91990125{n:04}", name] for n, name in enumerate(names, 1))]
    if path.suffix == ".xlsx":
        book = Workbook()
        sheet: Any = book.active
        for row in rows:
            sheet.append(row)
        book.save(path)
        return path
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, escapechar="\\", doublequote=True).writerows(rows)
    return path


def names_sent(sandbox: Sandbox) -> list[str]:
    return [str(arrival.body) for arrival in sandbox.arrivals if "Monday" in str(arrival.body)]


@pytest.mark.parametrize("text", ERRORS + MISSING)
def test_an_error_or_a_word_for_a_missing_value_is_refused_and_can_be_allowed(text: str) -> None:
    row = Row(7, "919901258433", {"Name": f" {text} "})
    with pytest.raises(InvalidRequestError, match=r"mapping: the column 'Name' has .*allow_words"):
        Pattern("Dear {Name}", "mapping").fill(row)
    assert Pattern("Dear {Name}", "mapping", frozenset({text})).fill(row) == f"Dear {text}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mr #N/A", "with an error"),
        ("see #REF!.", "with an error"),
        ("total: #DIV/0!", "with an error"),
        ("=A1", "a formula"),
        ('=VLOOKUP(A2,"x",1)', "a formula"),
        ("=1+1", "a formula"),
        ("='My sheet'!A1", "a formula"),
        ('="a"&B2', "a formula"),
        ("=-SUM(A1:A3)", "a formula"),
        ("Jos\ufffd", "damaged"),
        ("\ufffd\ufffd", "damaged"),
    ],
)
def test_what_a_person_is_not_meant_to_read_is_refused_inside_text_as_well(text: str, kind: str) -> None:
    with pytest.raises(InvalidRequestError, match=kind):
        Pattern("{Name}", "mapping").fill(Row(1, "919901258433", {"Name": text}))
    assert Pattern("{Name}", "mapping", frozenset({text})).fill(Row(1, "9", {"Name": text})) == text


@pytest.mark.parametrize("text", UNSEEN)
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert not is_visible(text)
    with pytest.raises(InvalidRequestError, match="'Name' is empty"):
        Pattern("{Name}", "mapping").fill(Row(1, "919901258433", {"Name": text}))


@pytest.mark.parametrize("text", NAMES)
def test_a_name_stays_a_name(text: str) -> None:
    assert (is_visible(text), missing_word(text)) == (True, None)


def test_what_the_program_itself_writes_is_not_a_cell() -> None:
    assert Pattern("NA {Name} None", "mapping").fill(Row(1, "9", {"Name": "Ann"})) == "NA Ann None"


MAKERS: list[Any] = [
    partial(SendTemplate, "order_update", language="pt_BR", **FILLING),
    partial(SendMessage, "Dear {Name}"),
    partial(CreateLead, {"name": "{Name}", "tags": ["{Name}"]}),
    partial(UpdateByKey, "lead", "lead_id", key="{Name}", data={"a": "b"}),
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.func.__name__)
def test_every_action_that_reads_columns_refuses_such_cells(make: Any) -> None:
    row = Row(1, "919901258433", {"Name": "#N/A"})
    for judge in (make().key, make().check_values):
        with pytest.raises(InvalidRequestError, match="#N/A"):
            judge(row)
    assert make(allow_words=["#N/A"]).key(row)
    assert make(allow_words=["#N/A"]).validation != make().validation
    with pytest.raises(SettingsError, match="allow_words"):
        make(allow_words="#N/A")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_person_is_not_addressed_by_an_error(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, kind: str
) -> None:
    path = table(
        tmp_path / f"a.{kind}", ["Ann", "#N/A", "Ben", "None", "\u200b", "Cam", "#DIV/0!", "Dan", "Eve"]
    )
    action = SendTemplate("order_update", language="pt_BR", **FILLING)
    report = await Run(chakra, action, rows=read(path), journal=tmp_path / "a.journal").finish()
    assert (report.done, report.invalid) == (5, 4)
    assert [row.number for row in report.problems()] == [2, 4, 5, 7]
    assert len(names_sent(sandbox)) == 5
    again = SendTemplate("order_update", language="pt_BR", allow_words=["None"], **FILLING)
    report = await Run(chakra, again, rows=read(path), journal=tmp_path / "a.journal").finish()
    assert (report.done, report.invalid) == (6, 3)
    assert len(names_sent(sandbox)) == 6


async def test_a_list_most_of_whose_rows_cannot_be_sent_is_refused_before_the_first_message(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.csv", ["Ann", "Ben", *["#N/A"] * 5, "Cam"])
    action = SendTemplate("order_update", language="pt_BR", **FILLING)
    journal = tmp_path / "a.journal"
    with pytest.raises(InputError, match=r"5 of 8 rows cannot be sent.*row 3 \(line 4\).*check_first=False"):
        await Run(chakra, action, rows=read(path), journal=journal).finish()
    assert names_sent(sandbox) == []
    assert not journal.exists()
    report = await Run(chakra, action, rows=read(path), journal=journal, check_first=False).finish()
    assert (report.done, report.invalid) == (3, 5)
    # The list is known now, so it is not read twice again.
    report = await Run(chakra, action, rows=read(path), journal=journal).finish()
    assert (report.done, report.invalid, len(names_sent(sandbox))) == (3, 5, 3)


async def test_every_row_is_checked_before_the_first_is_sent(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    checked: list[tuple[int, int]] = []

    class Watched(SendMessage):
        def check_values(self, row: Row) -> None:
            checked.append((row.number, len(sandbox.arrivals)))
            super().check_values(row)

    rows = [{"phone": f"+91990125{n:04}", "Name": f"Ann {n}"} for n in range(600)]
    run = Run(chakra, Watched("Dear {Name}"), rows=rows, journal=tmp_path / "a.journal", limit=5)
    await run.finish()
    assert checked[:600] == [(n, 0) for n in range(1, 601)]


async def test_rows_that_can_be_read_once_are_checked_as_they_come(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    def rows() -> Iterator[dict[str, str]]:
        for n in range(6):
            yield {"phone": f"+91990125{n:04}", "Name": "#REF!" if n else "Ann"}

    action = SendTemplate("order_update", language="pt_BR", **FILLING)
    report = await Run(chakra, action, rows=rows(), journal=tmp_path / "a.journal").finish()
    assert (report.done, report.invalid) == (1, 5)


async def test_a_dry_run_names_such_cells(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["Ann", "NaN"])
    found: list[Any] = []
    await dry_run(SendMessage("Dear {Name}"), read(path), problem=found.append)
    assert [(row.number, row.line, "'NaN'" in row.reason) for row in found] == [(2, 3, True)]


def test_numbers_of_a_shared_country_code_are_counted_apart() -> None:
    keys = {"447700900123": 5, "447700300001": 2, "447700200000": 3, "447781000000": 1, "919901258433": 4}
    assert countries_of(keys) == {"GB": 5, "IN": 4, "+44": 3, "JE": 2, "GG": 1}


async def test_a_list_of_british_numbers_is_counted_as_british_wherever_it_stops(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    rows = [f"07700 900{n:03}" for n in range(100, 130)]
    enrol = SendMessage("Hello", country="GB")
    assert sandbox.url
    report = await Run(chakra, enrol, rows=rows, journal=tmp_path / "a.journal", limit=10).finish()
    assert set(report.countries) == {"GB"}


_IN_USE = st.tuples(
    st.sampled_from(["91", "44", "39", "1", "49", "52", "521", "54", "549", "55", "7", "966", "972", "33"]),
    st.sampled_from(["", "0", "00"]),
    st.text("0123456789", min_size=6, max_size=12),
).map("".join)


@given(_IN_USE, st.sampled_from(["", "+", "00", "++", " "]), st.sampled_from([None, "IN", "GB", "IT", "US"]))
def test_the_key_of_a_row_is_the_person_whom_the_phone_module_finds(
    digits: str, before: str, country: str | None
) -> None:
    value = before + digits
    action = Enrol(CAMPAIGN_ID, country=country)
    try:
        expected = phone.parse(value, country).key
    except phone.PhoneNumberError as error:
        with pytest.raises(phone.PhoneNumberError, match=re.escape(str(error))):
            action.key(Row(1, value))
    else:
        assert action.key(Row(1, value)) == expected


def test_an_action_with_numbers_of_its_own_keeps_them() -> None:
    class Other(Enrol):
        def phone_number(self, row: Row) -> phone.PhoneNumber:
            return phone.parse("919901258433")

    assert Other(CAMPAIGN_ID).key(Row(1, "447700900123")) == "919901258433"


async def test_a_dry_run_reports_a_list_that_a_run_would_refuse(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["Ann", "NaN", "None", "#REF!", "=A1+1"])
    report = await dry_run(SendMessage("Dear {Name}"), read(path))
    assert report.invalid == 4
    assert report.stopped_because is not None
    assert "4 of 5 rows cannot be sent because of their values" in report.stopped_because


@pytest.mark.parametrize("head", ["name,name", "Name, name ", "name,name,name (1)", "name,name,NAME."])
async def test_a_column_name_that_several_columns_have_means_none_of_them(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, head: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{head},phone\nAnn,Rao{',x' if head.count(',') > 1 else ''},919901258433\n")
    name = "Name" if head.startswith("N") else "name"
    run = Run(chakra, SendMessage("Dear {name}"), rows=read(path), journal=tmp_path / "a.journal")
    if "Name" in head:  # names that differ in case are two names, and one is exactly this one
        assert (await run.finish()).done == 1
        return
    with pytest.raises(InputError, match=f"several columns are named '{name}'"):
        await run.finish()
    assert not sandbox.arrivals


def test_columns_with_one_name_are_counted_apart() -> None:
    assert column_names(["a", "a", "b", "", "", "a (1)"]) == ["a (2)", "a (3)", "b", "", "", "a (1)"]
