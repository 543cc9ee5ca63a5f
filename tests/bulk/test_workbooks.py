# ruff: noqa: ASYNC240 - small files of the test, and no other task is waiting
"""Workbooks as people and programs make them: the text that is seen, hidden rows and sheets, formulas, damage."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from chakra_async import bulk
from chakra_async.bulk import InputError, Row, read
from tests.support.workbooks import MAIN, shared_workbook, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

A, B, C = "919901258431", "919901258432", "919901258433"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>phone</t></is></c><c r="B1" t="inlineStr"><is><t>note</t></is></c></row>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leads.xlsx"


async def rows_of(path: Path, content: bytes | None = None, **options: Any) -> list[Row]:
    if content is not None:
        path.write_bytes(content)
    source = read(path, **options)
    identity = await source.check(None)
    rows = [row async for batch in source.batches(0) for row in batch]
    assert identity["rows"] == str(len(rows))
    again = read(path, **options)
    assert await again.check(identity) == identity
    half = len(rows) // 2
    assert [row async for batch in again.batches(half) for row in batch] == rows[half:]
    return rows


def saved(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def note(cell: str) -> str:
    """Return rows with one cell of the second column."""
    return f'{HEADER}<row r="2"><c r="A2"><v>{A}</v></c>{cell}</row>'


async def test_cells_are_the_text_that_people_see(path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["Name", "Phone", "Amount", "Date", "Time", "Paid", "Share", "Code", "Hours"])
        sheet.append(
            ["Ann", int(A), 1234.5, date(2026, 12, 3), time(14, 30), True, 0.15, 42, timedelta(hours=30)]
        )
        sheet.append(["Bob", float(B), None, datetime(2026, 12, 3, 14, 30, 5), None, False, None, None, None])  # noqa: DTZ001
        sheet["C2"].number_format = "[$\u20b9-4009]#,##0.00"
        sheet["G2"].number_format = "0%"
        sheet["H2"].number_format = "00000"

    rows = await rows_of(path, saved(fill))
    assert [(row.number, row.line, row.value, row.problem) for row in rows] == [
        (1, 2, A, None),
        (2, 3, B, None),
    ]
    assert list(rows[0].fields.values()) == [
        *("Ann", A, "\u20b91,234.50", "2026-12-03", "14:30:00", "TRUE", "15%", "00042", "30:00:00"),
    ]
    assert list(rows[1].fields.values()) == ["Bob", B, "", "2026-12-03 14:30:05", "", "FALSE", "", "", ""]


async def test_numbers_of_people_keep_all_their_digits(path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["phone"])
        for value, number_format in [
            (float(A), "0.00E+00"),
            (int(A), "#,##0"),
            (98765, "0000000000"),
            (int(A) + 0.4, "0"),
            (9876543210, '"+91 "0'),
            (int(A), "0,"),
            (A, "General"),
        ]:
            sheet.append([value])
            sheet.cell(sheet.max_row, 1).number_format = number_format

    assert [row.value for row in await rows_of(path, saved(fill))] == [
        *(A, "919,901,258,431", "0000098765", f"{A}.4", "+91 9876543210", A, A),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (919901000000, "0.00E+00", "may have been rounded"),  # what a spreadsheet makes of 9.19901E+11
        (920000000000, "##0.0E+0", "may have been rounded"),
        (1234567890123450000, "0", "may have been rounded"),
        (date(2026, 11, 28), "yyyy-mm-dd", "is a date"),
        (46354.125, "dd/mm/yyyy hh:mm", "is a date"),  # the digits are a Norwegian mobile number
        (46354.125, "General", "with decimals"),
        (123.45678901, "0", "with decimals"),
        (-12.5, "0.0", "with decimals"),
    ],
)
async def test_a_number_that_is_not_the_one_that_was_typed_is_an_invalid_row(
    path: Path, value: object, number_format: str, words: str
) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["name", "phone", "also"])
        sheet.append(["Ann", value, value])
        sheet.append(["Bob", int(A), value])
        for column in (2, 3):
            sheet.cell(2, column).number_format = number_format

    bad, good = await rows_of(path, saved(fill))
    assert words in str(bad.problem)
    assert "cell B2 of sheet 'Sheet'" in str(bad.problem)
    assert (good.value, good.problem) == (A, None)


async def test_text_is_read_as_its_format_shows_it(path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["phone", "name", "code", "paid"])
        for phone, phone_format, name_format, code_format in [
            ("7025551234", '"+91 "@', '"Dr. "@', "00000"),
            (A, "@", "General", "0;-0;0;@"),
            (B, "[$-409]d-mmm-yy;@", ";;;", '0;-0;0;"see list"'),
        ]:
            sheet.append([phone, "Asha", "x7", True])
            for column, code in enumerate((phone_format, name_format, code_format, name_format), 1):
                sheet.cell(sheet.max_row, column).number_format = code

    rows = await rows_of(path, saved(fill))
    assert [(row.problem, *row.fields.values()) for row in rows] == [
        (None, "+91 7025551234", "Dr. Asha", "x7", "Dr. TRUE"),
        (None, A, "Asha", "x7", "TRUE"),
        (None, B, "", "see list", ""),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (A, ";;;", "text that its format hides or changes"),
        (A, '0;-0;0;"private"', "text that its format hides or changes"),
        (A, '@" 99"', "text that its format hides or changes"),
        (int(A), ";;;", "a number that its format hides"),
        (int(A), ";-0;0", "a number that its format hides"),
        (98765, ";;", "a number that its format hides"),
    ],
)
async def test_what_its_format_hides_does_not_identify_a_row(
    path: Path, value: object, number_format: str, words: str
) -> None:
    def fill(book: Any) -> None:
        book.active.append(["name", "phone"])
        book.active.append(["Ann", value])
        book.active.append(["Bob", A])
        book.active["B2"].number_format = number_format

    bad, good = await rows_of(path, saved(fill))
    assert f"cell B2 of sheet 'Sheet' has {words}: format the column as text" in str(bad.problem)
    assert (good.value, good.problem) == (A, None)


async def test_strings_of_every_kind_have_the_format_of_their_cell(path: Path) -> None:
    kinds = (
        '<c r="B2" s="1" t="s"><v>0</v></c>',
        '<c r="B2" s="1" t="str"><f>A2</f><v>Ann</v></c>',
        '<c r="B2" s="1" t="inlineStr"><is><t>Ann</t></is></c>',
    )
    for cell in kinds:
        content = workbook(note(cell), strings="<si><t>Ann</t></si>", formats=(r"\D\r\.\ @",))
        (row,) = await rows_of(path, content)
        assert row.fields["note"] == "Dr. Ann"
    error = '<c r="B2" s="1" t="e"><v>#N/A</v></c>'
    (row,) = await rows_of(path, workbook(note(error), formats=(";;;",)))
    assert row.fields["note"] == "#N/A"


async def test_a_sound_number_is_read_in_every_format(path: Path) -> None:
    numbers = [
        (919901000000, "0"),
        (919901000000, "General"),
        (919901258430, "0.00E+00"),
        (123456789012345, "0.00E+00"),
        (9876543210, "dd/mm/yyyy"),
    ]

    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["phone"])
        for number, number_format in numbers:
            sheet.append([number])
            sheet.cell(sheet.max_row, 1).number_format = number_format

    rows = await rows_of(path, saved(fill))
    assert [(row.value, row.problem) for row in rows] == [(str(number), None) for number, _ in numbers]


async def test_a_hidden_row_is_not_sent_and_is_named(path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "Leads"
        for value in ("phone", A, B, C):
            sheet.append([value])
        sheet.auto_filter.ref = "A1:A4"
        sheet.row_dimensions[3].hidden = True

    rows = await rows_of(path, saved(fill))
    assert [bool(row.problem) for row in rows] == [False, True, False]
    assert "row 3 of sheet 'Leads' is hidden" in str(rows[1].problem)


async def test_a_sheet_that_hides_its_rows_shows_those_that_say_so(path: Path) -> None:
    content = workbook(
        f'<row r="1" hidden="0"><c r="A1" t="str"><v>phone</v></c></row><row r="2"><c r="A2"><v>{A}</v></c></row>'
        f'<row r="3" hidden="0"><c r="A3"><v>{B}</v></c></row>'
        f'<row r="4" hidden="0" ht="0"><c r="A4"><v>{C}</v></c></row>',
        before='<sheetFormatPr zeroHeight="1"/>',
    )
    assert [(row.value, bool(row.problem)) for row in await rows_of(path, content)] == [
        *((A, True), (B, False), (C, True)),
    ]


@pytest.mark.parametrize(
    ("cell", "trusted", "value"),
    [
        ('<c r="B2"><f>A2</f><v>5</v></c>', True, "5"),
        ('<c r="B2" t="str"><f>A2</f><v>Ann</v></c>', True, "Ann"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', True, ""),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', True, "#DIV/0!"),
        ('<c r="B2"><f>A2</f></c>', True, None),
        ('<c r="B2"><f>A2</f><v></v></c>', True, None),
        ('<c r="B2"><f>A2</f><v/></c>', True, None),
        ('<c r="B2"><f t="shared" si="0"/></c>', True, None),
        ('<c r="B2"><f>A2</f><v>0</v></c>', False, None),
    ],
)
async def test_a_formula_without_a_value_costs_its_row_and_names_its_cell(
    path: Path,
    cell: str,
    trusted: bool,  # noqa: FBT001 - a column of the table
    value: str | None,
) -> None:
    book = "" if trusted else '<calcPr fullCalcOnLoad="1"/>'
    (row,) = await rows_of(path, workbook(note(cell), book=book))
    assert row.value == A
    if value is None:
        assert "cell B2 of sheet 'Leads' has a formula whose value is not in the file" in str(row.problem)
    else:
        assert (row.problem, row.fields["note"]) == (None, value)


async def test_formulas_of_openpyxl_have_no_values(path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.append(["phone", "note"])
        book.active.append([A, '="a"&"b"'])

    (row,) = await rows_of(path, saved(fill))
    assert "cell B2 of sheet 'Sheet' has a formula" in str(row.problem)


async def test_the_only_visible_sheet_with_the_column_is_read(path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "Notes"
        book.active.append(["How to use this workbook"])
        for name, state, rows in [
            ("Old", "hidden", [["phone"], [B]]),
            ("Secret", "veryHidden", [["phone"], [B]]),
            ("Leads ", "visible", [["Leads of December"], [], ["id", "mobile"], [1, A]]),
            ("Template", "visible", [["id", "mobile"]]),
        ]:
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            for row in rows:
                sheet.append(row)

    content = saved(fill)
    assert [(row.value, row.line) for row in await rows_of(path, content)] == [(A, 4)]
    for sheet in ("Old", "old"):
        assert [row.value for row in await rows_of(path, sheet=sheet)] == [B]
    for sheet in (2, "2"):
        with pytest.raises(InputError, match=r"sheet 2 may be 'Old' \(hidden\) or 'Leads ': name the one"):
            await rows_of(path, sheet=sheet)
    assert [row.value for row in await rows_of(path, sheet=4)] == [A]
    assert [row.value for row in await rows_of(path, sheet="leads")] == [A]
    with pytest.raises(InputError, match=r"no sheet 'Lead'; its sheets are 'Notes', 'Old' \(hidden\)"):
        await rows_of(path, sheet="Lead")
    with pytest.raises(InputError, match="no sheet 9"):
        await rows_of(path, sheet=9)
    with pytest.raises(InputError, match="sheet must be a name, or a number from 1 on"):
        read(path, sheet=0)
    with pytest.raises(InputError, match="sheet 'Notes' has no column named like phone"):
        await rows_of(path, sheet="Notes")
    with pytest.raises(InputError, match=r"no sheet with a column 'handy'.*'Notes', 'Leads ', 'Template'"):
        await rows_of(path, column="handy")


@pytest.mark.parametrize(
    ("states", "numbers"),
    [
        ("vvv", {1: "S1", 2: "S2", 3: "S3"}),
        ("vvh", {1: "S1", 2: "S2", 3: "S3"}),
        ("vhv", {1: "S1", 2: None, 3: "S3"}),
        ("hvv", {1: None, 2: None, 3: "S3"}),
        ("vhhv", {1: "S1", 2: None, 3: "S3", 4: "S4"}),
    ],
)
async def test_a_number_of_a_sheet_that_may_mean_two_is_refused(
    path: Path, states: str, numbers: dict[int, str | None]
) -> None:
    def fill(book: Any) -> None:
        book.remove(book.active)
        for number, state in enumerate(states, 1):
            sheet = book.create_sheet(f"S{number}")
            sheet.sheet_state = "visible" if state == "v" else "hidden"
            sheet.append(["phone", "sheet"])
            sheet.append([A, sheet.title])

    path.write_bytes(saved(fill))
    for number, expected in numbers.items():
        if expected is None:
            with pytest.raises(InputError, match=rf"sheet {number} may be .* or 'S.'.*by its name.*--sheet"):
                await rows_of(path, sheet=number)
        else:
            assert [row.fields["sheet"] for row in await rows_of(path, sheet=number)] == [expected]


async def test_the_sheet_of_a_chart_counts_where_a_number_may_mean_it(path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "Leads"
        book.active.append(["phone"])
        book.active.append([A])
        book.create_sheet("Old").append(["phone"])
        book["Old"].append([B])
        book.create_chartsheet("Chart", 0)

    content = saved(fill)
    with pytest.raises(InputError, match="sheet 2 may be 'Leads' or 'Old'"):
        await rows_of(path, content, sheet=2)
    assert [row.value for row in await rows_of(path, sheet=1)] == [A]
    assert [row.value for row in await rows_of(path, sheet=3)] == [B]


async def test_several_sheets_that_may_be_meant_are_named(path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "Leads"
        book.active.append(["phone"])
        book.active.append([A])
        book.create_sheet("Stop list").append(["mobile"])
        book["Stop list"].append([B])

    content = saved(fill)
    with pytest.raises(InputError, match=r"several sheets that may be meant, 'Leads', 'Stop list'.*--sheet"):
        await rows_of(path, content)
    assert [row.value for row in await rows_of(path, sheet="Stop list")] == [B]
    assert [row.value for row in await rows_of(path, column="phone")] == [A]


async def test_two_phone_columns_of_a_sheet_are_named(path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.append(["phone", "name", "WhatsApp"])
        book.active.append([A, "Ann", B])

    with pytest.raises(InputError, match=r"sheet 'Sheet' has several.*'WhatsApp' \(column 3\).*--column"):
        await rows_of(path, saved(fill))
    assert [row.value for row in await rows_of(path, column="C")] == [B]


async def test_merged_titles_headers_and_cells(path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"] = "Contacts of December"
        sheet.merge_cells("A1:C1")
        sheet["A2"], sheet["B2"] = "Phone", "Name"
        sheet.merge_cells("B2:C2")
        sheet["A3"], sheet["B3"] = A, "Ann"
        sheet.merge_cells("A3:A4")
        sheet["B4"] = "Bob"
        sheet["A5"], sheet["C5"] = C, "Cid"

    rows = await rows_of(path, saved(fill))
    assert [(row.line, row.value) for row in rows] == [(3, A), (4, ""), (5, C)]
    assert "cell C5 of sheet 'Sheet' is in none of them" in str(rows[2].problem)


async def test_strings_are_whole_whatever_they_are_made_of(path: Path) -> None:
    strings = (
        '<si><t>phone</t></si><si><r><rPr><b/></rPr><t>No</t></r><r><t xml:space="preserve"> te</t></r></si>'
        f'<si><t>{A}</t></si><si><t>\u6771\u4eac</t><rPh sb="0" eb="2"><t>\u30c8\u30a6</t></rPh></si>'
        "<si><t>two_x000D_\nlines _x005F_x0041_</t></si><si/><si><t>a &amp; b &lt;</t></si>"
    )
    numbers = [(0, 1), (2, 3), (2, 4), (2, 5), (2, 6)]
    rows = "".join(f'<row><c t="s"><v>{a}</v></c><c t="s"><v>{b}</v></c></row>' for a, b in numbers)
    found = await rows_of(path, workbook(rows, strings=strings))
    assert [row.fields["No te"] for row in found] == [
        "\u6771\u4eac",
        "two\r\nlines _x0041_",
        "",
        "a & b <",
    ]
    assert [row.line for row in found] == [2, 3, 4, 5]


async def test_shared_strings_of_several_sheets_are_not_taken_for_others(path: Path) -> None:
    notes = {n: [f"note {n}", f"more {n}"] for n in range(1, 30)}
    leads = {1: ["name", "phone"], 2: ["Ann", A], 3: ["note 7", B], 4: ["Bob", C]}
    content = shared_workbook({"Notes": notes, "Empty": {}, "Leads": leads, "Last": {1: ["x"]}})
    rows = await rows_of(path, content)
    assert [(row.value, row.fields["name"]) for row in rows] == [(A, "Ann"), (B, "note 7"), (C, "Bob")]
    assert [row.value for row in await rows_of(path, sheet="Leads")] == [A, B, C]


async def test_two_readings_of_a_sheet_at_once_do_not_disturb_each_other(path: Path) -> None:
    leads = {1: ["name", "phone"]} | {n: [f"name {n}", f"{int(A) + n}"] for n in range(2, 1500)}
    path.write_bytes(shared_workbook({"Leads": leads}))
    source = read(path)
    await source.check(None)
    first, second = source.batches(0), source.batches(700)
    found: list[Row] = []
    later: list[Row] = []
    async for batch in first:
        found += batch
        later += await anext(second, [])
    assert [row.value for row in found] == [f"{int(A) + n}" for n in range(2, 1500)]
    assert [row.value for row in later] == [row.value for row in found[700:]]
    fresh = read(path).batches(0)
    assert [row.value for row in await anext(fresh)] == [row.value for row in found[:250]]
    await fresh.aclose()


async def test_many_strings_are_read_from_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chakra_async.bulk.sources.shared_strings._IN_MEMORY", 1000)
    monkeypatch.setattr("chakra_async.bulk.sources.shared_strings._RECENT", 7)
    strings = "<si><t>phone</t></si><si><t>note</t></si>" + "".join(
        f"<si><t>string {n}</t></si>" for n in range(900)
    )
    rows = "".join(
        f'<row><c><v>{int(A) + n}</v></c><c t="s"><v>{2 + n * 7 % 900}</v></c></row>' for n in range(900)
    )
    header = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    found = await rows_of(path, workbook(header + rows, strings=strings))
    assert [row.fields["note"] for row in found] == [f"string {n * 7 % 900}" for n in range(900)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2" t="inlineStr"><is><t>Ann</t></is></c>', "Ann"),
        ('<c r="B2" t="inlineStr"><is><r><t>An</t></r><r><t>n</t></r><rPh><t>x</t></rPh></is></c>', "Ann"),
        ('<c r="B2" t="str"><v>a_x000A_b</v></c>', "a\nb"),
        ('<c r="B2" t="d"><v>2026-12-03T14:30:00</v></c>', "2026-12-03 14:30:00"),
        ('<c r="B2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B2"><v>9.19901258431E11</v></c>', "919901258431"),
        ('<c r="B2" s="0" cm="1" vm="1" ph="0"><v>1</v></c>', "1"),
        ('<c r="B2" t="s"><v></v></c>', ""),
        ('<c r="B2" t="n"><v> </v></c>', " "),
        ('<c r="B2" s="1"><v>46000</v></c>', "2025-12-09"),
        ('<c r="B2" s="99"><v>46000</v></c>', "46000"),
        ('<c r="B2" t="str"><v>="0123"</v></c>', "0123"),
        ('<c r="B2"><v>1.5</v><extLst><ext xmlns:x="u"><x:v>7</x:v></ext></extLst></c>', "1.5"),
        ("<!-- a comment --><c><v><![CDATA[5]]></v></c>", "5"),
    ],
)
async def test_every_kind_of_cell_is_read(path: Path, cell: str, value: str) -> None:
    (row,) = await rows_of(path, workbook(note(cell), formats=("yyyy-mm-dd",)))
    assert (row.problem, row.fields["note"]) == (None, value)


async def test_namespaces_may_have_prefixes_and_the_strict_form(path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = (
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>phone</x:t>'
        f'</x:is></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>{A}</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    for encoding in ("utf-8", "utf-16"):
        parts: dict[str, str | bytes | None] = {"xl/worksheets/sheet1.xml": sheet.encode(encoding)}
        assert [row.value for row in await rows_of(path, workbook("", parts=parts))] == [A]


async def test_days_from_1904_on(path: Path) -> None:
    def fill(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append(["phone", "day"])
        book.active.append([A, date(2026, 1, 2)])

    assert (await rows_of(path, saved(fill)))[0].fields["day"] == "2026-01-02"


async def test_blanks_between_the_cells_take_no_memory(path: Path) -> None:
    content = workbook(HEADER + " " * 50_000_000 + f"<row><c><v>{A}</v></c></row>")
    tracemalloc.start()
    try:
        rows = await rows_of(path, content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [row.value for row in rows] == [A]
    assert peak < 10_000_000


async def test_cells_far_away_cost_nothing_but_their_row(path: Path) -> None:
    content = workbook(f'{note("")}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    rows = await rows_of(path, content)
    assert [row.line for row in rows] == [2, 1_048_576]
    assert "cell XFD1048576" in str(rows[1].problem)


async def test_the_header_can_be_named_by_its_row(path: Path) -> None:
    def fill(book: Any) -> None:
        for row in ([C, "x"], ["kind", "other"], ["id", "phone"], [1, A]):
            book.active.append(row)

    content = saved(fill)
    assert [row.value for row in await rows_of(path, content, header_row=3)] == [A]
    with pytest.raises(InputError, match="sheet 'Sheet', row 2, has no column"):
        await rows_of(path, header_row=2)
    with pytest.raises(InputError, match="has no row 9 with cells"):
        await rows_of(path, header_row=9, sheet=1)


BOMB = f'<!DOCTYPE x [<!ENTITY a "{"b" * 1000}"><!ENTITY c "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            workbook("<row><c><v>1</v></c></row>", parts={"xl/worksheets/sheet1.xml": None}),
            "sheet1.xml is missing",
        ),
        (workbook("", parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}), "sheet 'Leads'"),
        (workbook("", parts={"xl/worksheets/sheet1.xml": "no XML"}), "sheet 'Leads'"),
        (workbook("", parts={"xl/worksheets/sheet1.xml": f"{BOMB}<worksheet/>"}), "document type"),
        (workbook("", parts={"xl/worksheets/sheet1.xml": f'<chart xmlns="{MAIN}"/>'}), "not a sheet"),
        (workbook("", strings=f"</sst>{BOMB}"), "is empty"),
        (workbook('<row><c t="s"><v>7</v></c></row>', strings="<si><t>x</t></si>"), "string number 7"),
        (workbook('<row><c t="s"><v>x</v></c></row>', strings=""), "string number x"),
        (workbook('<row><c t="s"><v>-1</v></c></row>', strings="<si><t>x</t></si>"), "string number -1"),
        (workbook('<row r="2"/><row r="1"/>'), "row 1 comes after row 2"),
        (workbook('<row r="1"><row r="2"/></row>'), "has a row in it"),
        (workbook('<row r="1"><c><v>1<v>2</v></v></c></row>'), "a value in a value"),
        (workbook("<row>" + "<x>" * 200), "nested too deeply"),
        (workbook("<row>" + "<c/>" * 20_000 + "</row>"), "more than 16384 columns"),
        (workbook(f'<row x="{"y" * 3_000_000}"/>'), "a tag or a comment of more than 512 KiB"),
        (workbook(f'<row><c t="str"><v>{"y" * 17_000_000}</v></c></row>'), "larger than 16 MiB"),
        (workbook('<row><c t="s"><v>0</v></c></row>', strings=f"<si><t>{'y' * 3_000_000}</t></si>"), "1 MiB"),
        (workbook('<row><c t="s"><v>0</v></c></row>', strings="<si>" + "<r>" * 200), "nested too deeply"),
        (workbook('<row r="99999999999"/>'), "a row has the number '99999999999'"),
        (workbook('<row r="x"/>'), "a row has the number 'x'"),
        (workbook('<row r="1"><c r="B1"/><c r="A1"/></row>'), "cell A1 is out of its order"),
        (workbook('<row r="1"><c r="ZZZZZZZZ1"/></row>'), "has the place"),
        (workbook('<row r="1"><c r="XFE1"/></row>'), "more than 16384 columns"),
        (workbook("", parts={"xl/workbook.xml": "<workbook"}), "damaged workbook"),
        (workbook("", parts={"xl/styles.xml": "<styles"}), "damaged workbook"),
        (workbook(""), "is empty"),
    ],
    ids=lambda value: (
        "workbook" if isinstance(value, bytes) else None
    ),  # its bytes contain the time of its making
)
async def test_a_broken_workbook_is_one_sentence(path: Path, content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        await rows_of(path, content)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


async def test_a_workbook_whose_data_is_damaged_or_cut(path: Path) -> None:
    rows = "".join(f"<row><c><v>{int(A) + n * n}</v></c></row>" for n in range(2000))
    content = workbook(HEADER + rows)
    for cut in (len(content) - 30, len(content) // 2):
        with pytest.raises(InputError, match="damaged or cut off"):
            await rows_of(path, content[:cut])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    place = sheet.header_offset + 60 + sheet.compress_size // 2
    with pytest.raises(InputError, match="damaged"):
        await rows_of(path, content[:place] + bytes(16) + content[place + 16 :])


async def test_a_workbook_under_another_name_in_an_archive_or_with_macros(path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("lists/leads.xlsm", workbook(note(""), parts={"xl/vbaProject.bin": b"x"}))
    assert [row.value for row in await rows_of(path.with_suffix(".csv"), data.getvalue())] == [A]


async def test_options_of_text_files_are_refused_for_a_workbook(path: Path) -> None:
    with pytest.raises(InputError, match=r"is a workbook: leave out delimiter= \(--delimiter\)"):
        await rows_of(path, workbook(note("")), delimiter=";")


async def test_a_run_over_a_sheet_goes_on_where_it_was(path: Path, nobody: Any) -> None:
    rows = "".join(f"<row><c><v>{int(A) + n}</v></c></row>" for n in range(700))
    path.write_bytes(workbook(HEADER + rows))
    sent: list[str] = []
    journal = path.with_suffix(".journal")

    async def send(client: Any, row: Row) -> None:
        sent.append(row.value)
        if len(sent) == 100:
            run.stop()

    run = bulk.Run(nobody, bulk.action(send, key="phone"), rows=read(path), journal=journal)
    first = await run.finish()
    assert 0 < first.done < 700
    report = await bulk.Run(nobody, bulk.action(send, key="phone"), rows=read(path), journal=journal).finish()
    assert (report.rows, report.done, report.complete) == (700, 700, True)
    assert len(sent) == len(set(sent)) == 700


async def test_the_same_rows_of_another_sheet_are_another_list(path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "May"
        book.active.append(["phone"])
        book.active.append([A])
        book.create_sheet("June").append(["phone"])
        book["June"].append([B])

    path.write_bytes(saved(fill))
    may = await read(path, sheet="May").check(None)
    assert await read(path, sheet="June").check(may) != may


async def test_a_workbook_of_libreoffice() -> None:
    rows = await rows_of(Path(__file__).parents[1] / "data" / "libreoffice.xlsx")
    assert [(row.line, row.value, bool(row.problem)) for row in rows] == [
        *((3, "919901258431", False), (4, "919901258432", False), (5, "919901258433", True)),
        *((6, "+91 9876543210", False), (7, "0919901258431", False), (8, "919901258436", False)),
        *((9, "919901258437", False), (10, "919901258438", False)),
    ]
    assert rows[1].fields == {
        "Name": "N1",
        "Phone": "919901258432",
        "Due": "12.50",
        "When": "2026-12-02",
        "Text": "N1 owes 12.50",
    }
    assert [row.fields["Text"] for row in rows[6:]] == ["#DIV/0!", "#N/A"]
    assert rows[5].fields["Due"] == "15%"
