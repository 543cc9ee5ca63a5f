"""The parts of an Excel workbook (.xlsx, .xlsm): its sheets, the formats of its cells, its strings. ECMA-376, both forms."""

from __future__ import annotations

import posixpath
from typing import IO, TYPE_CHECKING, Final

import attrs

from chakra_async.bulk.errors import InputError
from chakra_async.bulk.sources.number_formats import BUILT_IN
from chakra_async.bulk.sources.sheet_layout import SheetLayout, read_layout
from chakra_async.bulk.sources.sheet_skip import skipped_to, without_rows
from chakra_async.bulk.sources.sheet_xml import read_sheet, read_strings
from chakra_async.bulk.sources.xml_events import XmlError, make_parser, parse

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Generator, Iterator

    from chakra_async.bulk.sources.sheet_xml import SheetRow

__all__ = ["Sheet", "Workbook", "names_of", "sheet_named"]

_LARGEST_PART: Final = 64 << 20
_TRUE: Final = frozenset({"1", "true", "on"})


@attrs.frozen
class Sheet:
    """A sheet.

    Attributes:
        name: Its name.
        visible: Whether it is shown in the workbook's tabs.
        part: The file of it in the archive.
        place: Its place among all sheets, from 1 on; those of a chart count as well.
        tab: Its place among the visible ones, from 1 on; 0 if it is hidden.

    """

    name: str
    visible: bool
    part: str
    place: int
    tab: int


class Workbook:
    """An open workbook.

    Args:
        archive: The workbook's archive.

    Attributes:
        sheets: Its sheets in their order.
        formats: The number format of each style.
        since_1904: Whether days are counted from 1904 on.
        trust_formulas: Whether the values of formulas were computed by a spreadsheet program; a program that writes
            workbooks only says that they must be computed when the workbook is opened.

    Raises:
        XmlError: A part cannot be read.

    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read what is small; sheets and strings are read later."""
        self._archive = archive
        self._parts = {name.replace("\\", "/").lstrip("/").casefold(): name for name in archive.namelist()}
        self.sheets: list[Sheet] = []
        self.since_1904 = False
        self.trust_formulas = True
        roots = [target for _, kind, target in self._relations("") if kind == "officeDocument"]
        self._root = roots[0] if roots else "xl/workbook.xml"
        relations = list(self._relations(self._root))
        self._read_root({number: target for number, kind, target in relations if kind == "worksheet"})
        by_kind = {kind: target for _, kind, target in relations}
        self._strings_part = by_kind.get("sharedStrings")
        self.formats: list[str] = self._read_formats(by_kind["styles"]) if "styles" in by_kind else []

    def rows(self, sheet: Sheet, begin: int | None = None) -> Generator[SheetRow]:
        """Give the rows of a sheet that have cells.

        Args:
            sheet: The sheet.
            begin: The number of a row; rows above it may be left out.

        Raises:
            XmlError: It cannot be read.

        """
        if begin is not None:
            with self._open(sheet.part) as stream:
                rest = skipped_to(stream, begin)
                if rest is not None:
                    yield from read_sheet(rest, trust_formulas=self.trust_formulas)
                    return
        with self._open(sheet.part) as stream:
            yield from read_sheet(stream, trust_formulas=self.trust_formulas)

    def layout(self, sheet: Sheet) -> SheetLayout:
        """Return which columns of a sheet are hidden, and which of its cells are merged.

        Raises:
            XmlError: It cannot be read.

        """
        with self._open(sheet.part) as stream:
            rest = without_rows(stream)
            if rest is not None:
                return read_layout(rest)
        with self._open(sheet.part) as stream:
            return read_layout(stream)

    def strings(self) -> Generator[str]:
        """Give the strings that cells name by number.

        Raises:
            XmlError: They cannot be read.

        """
        if self._strings_part is not None:
            with self._open(self._strings_part) as stream:
                yield from read_strings(stream)

    def _open(self, part: str) -> IO[bytes]:
        name = self._parts.get(part.casefold())
        if name is None:
            raise XmlError(f"its part {part} is missing")
        return self._archive.open(name)

    def _elements(self, part: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Give the elements of a part without their namespaces, each with its attributes."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            found.append((_local(name), {_local(key): value for key, value in attributes.items()}))

        with self._open(part) as stream:
            for _ in parse(stream, make_parser(start), most=_LARGEST_PART):
                yield from found
                found.clear()

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Give the id, the kind and the target of each relation of a part."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations.casefold() not in self._parts:
            return
        for element, attributes in self._elements(relations):
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = attributes.get("Target", "").replace("\\", "/")
                target = target if target.startswith("/") else posixpath.join(folder, target)
                yield attributes.get("Id", ""), kind, posixpath.normpath(target).lstrip("/")

    def _read_root(self, targets: dict[str, str]) -> None:
        place = tabs = 0
        for element, attributes in self._elements(self._root):
            if element == "workbookPr":
                self.since_1904 = attributes.get("date1904", "0") in _TRUE
            elif element == "calcPr":
                self.trust_formulas = attributes.get("fullCalcOnLoad", "0") not in _TRUE
            elif element == "sheet":
                visible = attributes.get("state", "visible") == "visible"
                place, tabs = place + 1, tabs + visible
                target = targets.get(attributes.get("id", ""))
                if target is not None:
                    tab = tabs if visible else 0
                    self.sheets.append(Sheet(attributes.get("name", ""), visible, target, place, tab))

    def _read_formats(self, part: str) -> list[str]:
        codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
        styles: list[str] = []
        inside = False
        for element, attributes in self._elements(part):
            if element == "numFmt" and "formatCode" in attributes:
                codes[attributes.get("numFmtId", "")] = attributes["formatCode"]
            elif element in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                inside = element == "cellXfs"
            elif element == "xf" and inside:
                styles.append(attributes.get("numFmtId", "0"))
        return [codes.get(number, "General") for number in styles]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def names_of(sheets: list[Sheet], between: str = ", ") -> str:
    """Return the names of sheets for a message."""
    return between.join(f"{sheet.name!r}{'' if sheet.visible else ' (hidden)'}" for sheet in sheets)


def sheet_named(sheets: list[Sheet], wanted: str | int, where: str) -> Sheet:
    """Return a sheet by its name, or by its number from 1 on.

    Raises:
        InputError: There is no such sheet, or its number is another one's where hidden sheets are not counted.

    """
    if isinstance(wanted, int):
        found = [sheet for n, sheet in enumerate(sheets, 1) if wanted in (n, sheet.place, sheet.tab)]
        if len(found) > 1:
            raise InputError(
                f"{where} has hidden sheets or charts, so that sheet {wanted} may be {names_of(found, ' or ')}: name the one "
                "to read by its name with sheet= (--sheet)."
            )
    else:
        plain = wanted.strip().casefold()
        found = [sheet for sheet in sheets if sheet.name == wanted] or [
            sheet for sheet in sheets if sheet.name.strip().casefold() == plain
        ]
        if not found and plain.isascii() and plain.isdigit():
            return sheet_named(sheets, int(plain), where)
    if len(found) != 1:
        raise InputError(f"{where} has no sheet {wanted!r}; its sheets are {names_of(sheets)}.")
    return found[0]
