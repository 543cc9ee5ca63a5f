"""Reading a table of a million rows in each format: rows a second, CPU time, and the most memory.

`python -m benchmarks.tables [--rows N] [--formats xlsx,parquet]` writes the tables and reads each in a process of its own: the check before a
run, all rows, and what a later run does before its first call when all rows but the last thousand are done.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from benchmarks.memory import peak
from chakra_async import bulk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

FORMATS: Final = ("csv", "csv.gz", "jsonl", "json", "xlsx", "parquet")
SHEET_ROWS: Final = 1_048_576
"""Rows of the longest sheet of a workbook, its header among them."""

_CITIES: Final = ("Pune", "Goa", "Delhi", "Mumbai", "Chennai", "Surat", "Agra", "Kochi", "Jaipur", "Indore")
_NAMES: Final = ("Name", "Phone", "City", "Amount", "Date")
_LEFT: Final = 1000
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def _row(number: int) -> tuple[str, int, str, float, int]:
    """Return a row: name, phone number, city, amount, and day of a workbook's calendar."""
    return (
        f"Customer Number {number}",
        919_900_000_000 + number * 37,
        _CITIES[number % 10],
        number * 7919 % 999_900 / 100,
        46_000 + number % 700,
    )


def _records(rows: int) -> Iterator[dict[str, Any]]:
    return (dict(zip(_NAMES, _row(number), strict=True)) for number in range(rows))


def write(path: Path, rows: int) -> None:
    """Write a table of the format that the file's name says."""
    if path.suffix == ".xlsx":
        _write_sheet(path, rows)
    elif path.suffix == ".parquet":
        _write_parquet(path, rows)
    elif path.suffix == ".json":
        with path.open("w") as file:
            file.write("[")
            for number, record in enumerate(_records(rows)):
                file.write(f"{',' if number else ''}\n{json.dumps(record)}")
            file.write("\n]\n")
    elif path.suffix == ".jsonl":
        with path.open("w") as file:
            file.writelines(f"{json.dumps(record)}\n" for record in _records(rows))
    else:
        opened: Any = gzip.open if path.suffix == ".gz" else open
        with opened(path, "wt") as file:
            file.write(",".join(_NAMES) + "\n")
            file.writelines(",".join(map(str, _row(number))) + "\n" for number in range(rows))


def _write_parquet(path: Path, rows: int) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    columns = zip(*map(_row, range(rows)), strict=True)
    pq.write_table(pa.table(dict(zip(_NAMES, map(list, columns), strict=True))), path, row_group_size=rows)


def _write_sheet(path: Path, rows: int) -> None:
    """Write a sheet as Excel does: names and cities are shared strings, amounts and days have formats."""
    strings = [*_NAMES, *_CITIES]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="Leads" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        kinds = {"r1": "worksheet", "r2": "styles", "r3": "sharedStrings"}
        parts = {"r1": "worksheets/sheet1.xml", "r2": "styles.xml", "r3": "sharedStrings.xml"}
        relations = "".join(
            f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{parts[key]}"/>'
            for key, kind in kinds.items()
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="1"/><xf numFmtId="4"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        )
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as file:
            file.write(f'<sst xmlns="{_MAIN}">'.encode())
            _write_pieces(file, (f"<si><t>{text}</t></si>" for text in strings))
            _write_pieces(file, (f"<si><t>{_row(number)[0]}</t></si>" for number in range(rows)))
            file.write(b"</sst>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            file.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            _write_pieces(file, _sheet_rows(rows, len(strings)))
            file.write(b"</sheetData></worksheet>")


def _sheet_rows(rows: int, strings: int) -> Iterator[str]:
    header = "".join(f'<c r="{letter}1" t="s"><v>{place}</v></c>' for place, letter in enumerate("ABCDE"))
    yield f'<row r="1" spans="1:5">{header}</row>'
    for number in range(rows):
        _, phone, _, amount, day = _row(number)
        at = number + 2
        yield (
            f'<row r="{at}" spans="1:5"><c r="A{at}" t="s"><v>{strings + number}</v></c><c r="B{at}" s="1"><v>{phone}</v></c>'
            f'<c r="C{at}" t="s"><v>{len(_NAMES) + number % 10}</v></c><c r="D{at}" s="2"><v>{amount}</v></c>'
            f'<c r="E{at}" s="3"><v>{day}</v></c></row>'
        )


def _write_pieces(file: IO[bytes], pieces: Iterator[str]) -> None:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == 5000:  # noqa: PLR2004 - a piece of a megabyte
            file.write("".join(held).encode())
            held.clear()
    file.write("".join(held).encode())


async def _read(path: Path, after: int) -> tuple[int, dict[str, float]]:
    """Read a table, and return its rows and what it took."""
    figures: dict[str, float] = {"before": peak() / 1024}
    begin, cpu = time.perf_counter(), time.process_time()

    def lap(name: str) -> None:
        nonlocal begin, cpu
        now, spent = time.perf_counter(), time.process_time()
        figures[name], figures[f"{name}_cpu"] = now - begin, spent - cpu
        begin, cpu = now, spent

    source = bulk.read(path)
    identity = await source.check(None)
    lap("check")
    count, line = 0, None
    async for batch in source.batches(0):
        count += len(batch)
        if batch[0].number <= after <= count:
            line = batch[after - batch[0].number].line
    lap("read")
    del source
    again = bulk.read(path)
    await again.check(identity)
    left = 0
    if line is not None:  # as a run does, with the line that its journal has
        again.pass_over(after, line)
    async for batch in again.batches(after):
        left += len(batch)
    lap("resume")
    if left != count - after:
        raise SystemExit(f"{left} rows after row {after} of {count}")
    figures["peak"] = peak() / 1024
    return count, figures


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark, and print a line for each format."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("--rows", type=int, default=SHEET_ROWS - 1)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--directory", type=Path)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.read is not None:
        count, figures = asyncio.run(_read(options.read, max(0, options.rows - _LEFT)))
        print(json.dumps({"rows": count, **figures}))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="chakra-tables-", dir=options.directory))
    try:
        print(
            f"{'format':8} {'MB':>5} {'check s':>8} {'read s':>8} {'rows/s':>8} {'resume s':>8} {'peak MiB':>8} {'growth':>7}"
        )
        for form in options.formats.split(","):
            path = folder / f"leads.{form}"
            write(path, options.rows)
            command = [
                sys.executable,
                "-m",
                "benchmarks.tables",
                "--rows",
                str(options.rows),
                "--read",
                str(path),
            ]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
            print(
                f"{form:8} {path.stat().st_size / 1e6:5.0f} {found['check_cpu']:8.2f} {found['read_cpu']:8.2f} "
                f"{found['rows'] / found['read_cpu']:8.0f} {found['resume_cpu']:8.2f} {found['peak']:8.0f} "
                f"{found['peak'] - found['before']:7.0f}",
                flush=True,
            )
            path.unlink()
        print("Seconds are CPU seconds; resume: checked before, all rows but the last 1,000 are done.")
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
