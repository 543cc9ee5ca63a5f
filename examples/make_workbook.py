"""Makes `leads.xlsx`: a workbook of leads as people have them, always the same.

Run it as `python examples/make_workbook.py [FOLDER]`. It has a title above its header, numbers of phones as numbers, dates,
amounts of money, a row that a filter hides, and a sheet of notes. The numbers are those of `make_leads.py`.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FORMATS = ("General", "0", "#,##0.00", "dd/mm/yyyy")
NAMES = ("Asha Rao", "Ravi Kumar", "Zoë O'Brien", "José Núñez", "山田 太郎", "आशा राव", "Müller & Söhne")
CITIES = ("London", "Pune", "Dublin", "Köln")
HIDDEN = 9


def cell(place: str, value: float | str, style: int = 0) -> str:
    """Return the XML of a cell."""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr" s="{style}"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def leads() -> str:
    """Return the XML of the rows of the sheet of leads."""
    rows = [f'<row r="1">{cell("A1", "Leads of December")}</row>']
    header = ("Name", "Mobile number", "City", "Amount due", "Due on")
    named = "".join(cell(f"{letter}3", text) for letter, text in zip("ABCDE", header, strict=True))
    rows.append(f'<row r="3">{named}</row>')
    for n in range(40):
        at = n + 4
        hidden = ' hidden="1"' if at == HIDDEN else ""
        rows.append(
            f'<row r="{at}"{hidden}>{cell(f"A{at}", NAMES[n % 7])}{cell(f"B{at}", 447_700_900_100 + n, 1)}'
            f"{cell(f'C{at}', CITIES[n % 4])}{cell(f'D{at}', 1250.5 + 75 * n, 2)}{cell(f'E{at}', 46_357 + n % 20, 3)}</row>"
        )
    return "".join(rows)


def sheet(rows: str) -> str:
    """Return the XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def relations(targets: dict[str, str]) -> str:
    """Return the XML of the relations of a part: each target with its kind."""
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def parts() -> dict[str, str]:
    """Return the parts of the workbook."""
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(FORMATS))
    styles = "".join(f'<xf numFmtId="{164 + n}" applyNumberFormat="1"/>' for n in range(len(FORMATS)))
    kinds = {
        "workbook": "sheet.main",
        "worksheets/sheet1": "worksheet",
        "worksheets/sheet2": "worksheet",
        "styles": "styles",
    }
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(("Leads", "Notes"), 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            {
                "worksheets/sheet1.xml": "worksheet",
                "worksheets/sheet2.xml": "worksheet",
                "styles.xml": "styles",
            }
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">{codes}</numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(FORMATS)}">{styles}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet(leads()),
        "xl/worksheets/sheet2.xml": sheet(
            f'<row r="1">{cell("A1", "Row 9 is hidden: she asked not to be written to.")}</row>'
        ),
    }


def main(folder: Path) -> None:
    """Write the workbook."""
    with zipfile.ZipFile(folder / "leads.xlsx", "w") as archive:
        for name, content in parts().items():
            archive.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>\n{content}')


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
