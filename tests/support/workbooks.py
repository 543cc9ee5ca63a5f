"""Workbooks written by hand, part by part, as programs other than openpyxl write them."""

from __future__ import annotations

import io
import zipfile
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["MAIN", "shared_workbook", "workbook"]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(
    rows: str,
    *,
    strings: str | None = None,
    formats: tuple[str, ...] = (),
    before: str = "",
    after: str = "",
    book: str = "",
    parts: dict[str, str | bytes | None] | None = None,
) -> bytes:
    """Return a workbook of one sheet, `Leads`.

    Args:
        rows: The XML of its rows.
        strings: The XML of its shared strings.
        formats: The number formats of the styles 1, 2 and so on.
        before: XML before the rows.
        after: XML behind the rows.
        book: XML in the workbook's part, before its sheets.
        parts: Further parts, or None for a part that is left out.

    """
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>'.replace("&", "&amp;")
        for n, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    made: dict[str, str | bytes | None] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">{book}<sheets>'
        '<sheet name="Leads" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
        + (
            f'<Relationship Id="r3" Type="{_RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
            if strings is not None
            else ""
        )
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="9"/>'
        f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
    }
    if strings is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    made |= parts or {}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            if content is not None:
                archive.writestr(name, content)
    return data.getvalue()


def shared_workbook(sheets: dict[str, dict[int, list[str]]]) -> bytes:
    """Return a workbook whose cells are shared strings, as Excel writes them.

    Args:
        sheets: The cells of each row by its number, for each sheet by its name.

    """
    strings: dict[str, int] = {}
    parts: dict[str, str | bytes | None] = {}
    for number, grid in enumerate(sheets.values(), 1):
        rows = "".join(
            f'<row r="{line}">'
            + "".join(
                f'<c r="{_letters(column)}{line}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
                for column, text in enumerate(cells)
                if text
            )
            + "</row>"
            for line, cells in grid.items()
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}">{relations}<Relationship Id="s" Type="{_RELATIONS}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'
    )
    texts = "".join(
        f'<si><t xml:space="preserve">{escape(text.replace("_x", "_x005F_x"), {chr(13): "&#13;"})}</t></si>'
        for text in strings
    )
    return workbook("", strings=texts, parts=parts)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
