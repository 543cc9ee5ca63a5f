"""Small tables as they occur, and what must become of each: the values of its rows, or the words of its error."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from typing import Any

import attrs
import pyarrow as pa

A, B, C = "919901258431", "919901258432", "919901258433"


@attrs.frozen
class Animal:
    """A table: `rows` are the expected values, a problem's words behind `!`; `error` are words of the error."""

    name: str
    content: bytes
    rows: tuple[str, ...] = ()
    error: tuple[str, ...] = ()
    options: dict[str, Any] = attrs.field(factory=dict)
    fields: dict[str, object] | None = None
    """The fields of the first row."""

    def __str__(self) -> str:
        return self.name


def good(
    name: str, content: str | bytes, *rows: str, fields: dict[str, object] | None = None, **options: Any
) -> Animal:
    content = content.encode() if isinstance(content, str) else content
    return Animal(name, content, rows, options=options, fields=fields)


def bad(name: str, content: str | bytes, *error: str, **options: Any) -> Animal:
    content = content.encode() if isinstance(content, str) else content
    return Animal(name, content, error=error, options=options)


def zipped(names: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return made.getvalue()


def twice(name: str, content: str) -> bytes:
    """Return a zip archive with two files of one name."""
    archive = zipped({name: content, "x" * len(name): content})
    return archive.replace(b"x" * len(name), name.encode())


TABLE = f"phone,name\r\n{A},Ann\r\n{B},Bob\r\n"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MANY = b"phone,name\n" + b"".join(b"9199%08d,%d\n" % (n, n * n) for n in range(2000))
WORDS = "some words\n" * 9_000
NFD = "Te\u0301le\u0301phone"


def _four_times(content: bytes) -> bytes:
    for _ in range(4):
        content = gzip.compress(content)
    return content


ZOO: list[Animal] = [
    # Short rows: cells that are missing at the end are empty.
    good("short rows", f"phone,name,city,notes\r\n{A},Ann,Pune,hi\r\n{B},Bob\r\n{C}\r\n", A, B, C),
    good(
        "short row keeps its fields",
        f"phone,name,city\n{A}\n",
        A,
        fields={"phone": A, "name": "", "city": ""},
    ),
    good("short row before the phone column", f"name,phone\nAnn\nBob,{B}\n", "", B),
    good("short rows of tabs", f"phone\tname\tcity\n{A}\n{B}\tBob\n", A, B),
    good("short rows of semicolons, no end of line", f"phone;name;city\n{A};Ann\n{B}", A, B),
    good("short row with a quoted cell", f'phone,name,city\n{A},"Rao, Asha"\n', A),
    # Long rows: empty cells beyond the header are passed over, others are an error of the row.
    good("long rows with empty cells", f"phone,name\n{A},Ann,,,\n{B},Bob, ,\n", A, B),
    good(
        "long row with a value",
        f"phone,name\n{A},Ann,Pune\n{B},Bob\n",
        f"{A}!3 cells where the header names 2",
        B,
    ),
    good("comma in a name", f"name,phone\nRao, Asha,{A}\nBob,{B}\n", " Asha!3 cells where", B),
    good("long row with a value after blanks", f"phone\n{A},,x\n", f"{A}!3 cells where the header names 1"),
    # Rows of delimiters or blanks are passed over like blank lines.
    good("rows of commas", f"phone,name,city\r\n{A},Ann,Pune\r\n,,\r\n{B},Bob,Goa\r\n,,\r\n,,\r\n", A, B),
    good("rows of blanks", f"phone,name\n{A},Ann\n , \n   \n{B},Bob\n", A, B),
    good(
        "rows of no-break and zero-width blanks", f"phone,name\n{A},x\n\u00a0,\u200b\n\ufeff\n{B},y\n", A, B
    ),
    good("rows of quoted nothing", f'phone,name\n"",""\n{A},Ann\n"  ",""\n', A),
    good("rows of tabs", f"phone\tname\n\t\n{A}\tAnn\n\t\t\t\n", A),
    good("blank rows above the header", f"\r\n,,\r\n\r\nphone,name\r\n{A},Ann\r\n", A),
    # A hint for the delimiter, in any form.
    good("hint", f"sep=;\nname;phone\nAnn;{A}\n", A),
    good("hint in quotes", f'"sep=;"\r\nname;phone\r\nAnn;{A}\r\n', A),
    good("hint in upper case", f"SEP=;\nname;phone\nAnn;{A}\n", A),
    good("hint padded", f"sep=,,\nname,phone,city\nAnn,{A},Pune\n", A),
    good("hint in quotes and padded", f'"Sep=|"||\nname|phone|city\nAnn|{A}|Pune\n', A),
    good("hint with blanks", f"  sep = ;  \nname;phone\nAnn;{A}\n", A),
    good("hint for a tab", f"sep=\t\nname\tphone\nAnn\t{A}\n", A),
    good("hint that spells a tab", f"sep=\\t\nname\tphone\nAnn\t{A}\n", A),
    good("hint behind a mark", f"\ufeffsep=;\nname;phone\nAnn;{A}\n", A),
    good("hint padded by another program", f"sep=;,\nname,phone\nAnn,{A}\n", A),
    good("hint that is wrong", f"sep=;\nname,phone\nAnn,{A}\n", A),
    good("hint without a delimiter", f"sep=\nname|phone\nAnn|{A}\n", A),
    good("hint for an odd delimiter", f"sep=^\nname^phone\nAnn^{A}\n", A),
    good("hint, then titles", f"sep=;\nLeads;;\nname;phone\nAnn;{A}\n", A),
    good("a column that is named sep", f"sep=x,phone\n1,{A}\n", A),
    # Large cells, and quotes that are not closed.
    good("large cell", f'phone,photo\r\n{A},"{"QUJD" * 50_000}"\r\n{B},\r\n', A, B),
    good("large cell without quotes", f"phone,photo\n{A},{'x' * 200_000}\n{B},y\n", A, B),
    good(
        "large cell of many lines",
        f'phone,note\n{A},"{WORDS}{"y" * 140_000}"\n{B},z\n',
        A,
        B,
    ),
    good("large cell with quotes inside", f'phone,note\n{A},"{"ab," * 40_000}"\n{B},z\n', A, B),
    bad(
        "quote never closed",
        f'phone,note\n{A},"x\n{"y,z" * 4}\n',
        "opened on line 2 (row 1)",
        "not closed before the end",
    ),
    bad(
        "quote never closed, large",
        f'phone\n{A}\n"2\n' + "3\n" * 300_000,
        "opened on line 3 (row 2)",
        "within 10000 lines",
    ),
    bad(
        "quote closed by another's",
        f'phone,name\n{A},"Ann\n{B},Bob\n{C},"Cid"\n',
        "line 2 (row 1)",
        "line 3, which is a row",
    ),
    bad(
        "quote that would swallow a row",
        f'phone,name\n{A},"Ann\n{B},Bob\n{C},Cid"\n',
        "line 2 (row 1)",
        "line 3",
    ),
    good("number behind a cell of two lines", f'name,phone\n"Asha\nRao",{A}\n"Bob\r\nLee",{B}\n', A, B),
    good(
        "a broken cell of two lines",
        f'name,phone\n"Asha\nRao"x,{A}\nBob,{B}\n',
        "!quotes are out of place on lines 2 to 3",
        B,
    ),
    bad("quote that swallows the last row", f'phone,name\n{A},"Ann\n{B},Bob"\n', "line 2 (row 1)", "line 3"),
    good(
        "quotes out of place", f'phone,name\n"{A}"x,Ann\n{B},Bob\n', "!quotes are out of place on line 2", B
    ),
    good("line breaks in a cell", f'phone,note\n{A},"one\ntwo, three\n\nfour"\n{B},x\n', A, B),
    good("quote inside a cell", f'phone,size\n{A},5" pipe\n{B},6"\n', A, B),
    good("formulas of strings", f'name,phone\nAnn,="{A}"\nBob,"=""{B}"""\n="0",x="y"\n', A, B, 'x="y"'),
    good("the end mark of DOS", f"phone,name\r\n{A},Ann\r\n\x1a", A),
    # Headers.
    good("composed and decomposed", f"{NFD},name\n{A},Ann\n", A, column="T\u00e9l\u00e9phone"),
    good("decomposed wanted", f"T\u00e9l\u00e9phone,name\n{A},Ann\n", A, column=NFD),
    good(
        "fields are composed", f"phone,Pre\u0301nom\n{A},Ann\n", A, fields={"phone": A, "Pr\u00e9nom": "Ann"}
    ),
    good("invisible marks", f"\u200bPhone\u00a0Number\ufeff ,name\n{A},x\n", A),
    good("full width", f"\uff30\uff48\uff4f\uff4e\uff45,name\n{A},x\n", A),
    good("case and sharp s", f"STRASSE,x\n{A},y\n", A, column="stra\u00dfe"),
    good(
        "marks of Devanagari",
        f"\u092b\u093c\u094b\u0928,\u092b\u0928\n{A},x\n",
        A,
        column="\u092b\u093c\u094b\u0928",
    ),
    good("line break in a header", f'"Phone\nNumber",name\n{A},x\n', A),
    good(
        "names that occur twice",
        f"name,phone,name\nAnn,{A},Rao\n",
        A,
        fields={"name (1)": "Ann", "phone": A, "name (2)": "Rao"},
    ),
    good("column by number", f"a,b\nx,{A}\n", A, column="2"),
    good("column by letter", f"a,b\nx,{A}\n", A, column="B"),
    good("a name goes before a number", f"b,2,1\nx,{A},y\n", A, column="2"),
    good("phone column twice, by number", f"phone,phone\n{A},{B}\n", B, column="2"),
    bad(
        "phone column twice",
        f"phone,phone\n{A},{B}\n",
        "'phone' (column 1)",
        "'phone' (column 2)",
        "--column",
    ),
    bad(
        "two phone columns",
        f"phone,name,WhatsApp\n{A},x,{B}\n",
        "'phone' (column 1), 'WhatsApp' (column 3)",
        "--column",
    ),
    bad("no phone column", "id,name\n1,Ann\n", "its columns are 'id', 'name'", "--column"),
    bad(
        "column that is not there",
        TABLE,
        "no column 'mobile'; its columns are 'phone', 'name'",
        column="mobile",
    ),
    bad("number of a column that is not there", TABLE, "no column '3'", column="3"),
    bad("no header, the column by its place", f"Ann,{A}\nBob,{B}\n", "begins with data", column=2),
    bad("no header, the column by its letter", f"Ann,+{A}\nBob,+{B}\n", "begins with data", column="B"),
    bad(
        "no header, and its line is named",
        f"Ann,{A}\nBob,{B}\n",
        "begins with data",
        column="2",
        header_row=1,
    ),
    good("a column named by a day, by its place", f"2026-11-28,phone\nx,{A}\n", "x", column=1),
    bad("no header", f"{A},Ann\n{B},Bob\n", "begins with data"),
    good("header alone", "phone,name\n"),
    good("header alone without an end of line", "phone"),
    bad("empty", b"", "is empty"),
    bad("blank lines alone", b"\r\n \r\n\t\r\n", "only blank lines"),
    bad("mark alone", b"\xef\xbb\xbf", "only blank lines"),
    bad("commas alone", b",,,\n,,,\n", "only blank lines"),
    # Titles above the header.
    good("title", f"Leads export December\nphone,name\n{A},Ann\n{B},Bob\n", A, B),
    good(
        "titles and a date", f"Leads;;;\nGenerated:;2026-01-02;;\n\nid;name;phone;city\n1;Ann;{A};Pune\n", A
    ),
    good(
        "title with a number in words", f"Exported by +91 99012 58430,,\nphone,name,city\n{A},Ann,Pune\n", A
    ),
    good("title like the column", f"WhatsApp\nname,phone\nAnn,{A}\n", A),
    good("title above one column", f"Leads\nphone\n{A}\n{B}\n", A, B),
    good("titles, header alone", "Leads\nid,phone,name\n"),
    good("title and a named column", f"Leads\nid,handy\n1,{A}\n", A, column="handy"),
    good("header row by its line", f"{C}\nname,nothing\nid,phone\n1,{A}\n", A, header_row=3),
    good(
        "header row by its line, with a hint", f"sep=;\nTitle, with comma\nid;phone\n1;{A}\n", A, header_row=3
    ),
    bad("header row that is blank", "a\n\nphone\n", "no row that begins on line 2", header_row=2),
    bad("header row that is not there", TABLE, "no row that begins on line 9", header_row=9),
    bad(
        "header row without the column", f"phone,a\nid,name\n1,{A}\n", "line 2,", "'id', 'name'", header_row=2
    ),
    bad(
        "number above what looks like a header",
        f"{A}\nmobile\n{B}\n",
        "no certain header: line 2",
        "--header-row",
    ),
    bad("data that is called mobile", f"id,kind\n1,phone\n2,mobile\n{A},x\n", "its columns are 'id', 'kind'"),
    bad(
        "data that is called mobile, fuller",
        "id\n1,mobile\n2,work\n",
        "no certain header: line 2",
        "--header-row",
    ),
    # Line ends.
    good("carriage returns alone", f"phone,name\r{A},Ann\r{B},Bob\r", A, B),
    good("mixed line ends", f"phone,name\n{A},Ann\r\n{B},Bob\r{C},Cid", A, B, C),
    good("doubled carriage returns", f"phone,name\r\r\n{A},Ann\r\r\n{B},Bob\r\r\n", A, B),
    good("line separators inside a cell", f"phone,name\n{A},a\u2028b\x0bc\x85d\n{B},x\n", A, B),
    # Encodings.
    good("UTF-8 with a mark", f"\ufeff{TABLE}", A, B),
    good("two marks", f"\ufeff\ufeff{TABLE}", A, B),
    good("UTF-16 with a mark", TABLE.encode("utf-16"), A, B),
    good("UTF-16, the other order", b"\xfe\xff" + TABLE.encode("utf-16-be"), A, B),
    good(
        "UTF-16 of tabs",
        f"name\tphone\r\nJos\u00e9\t{A}\r\n".encode("utf-16"),
        A,
        fields={"name": "Jos\u00e9", "phone": A},
    ),
    good("UTF-16 without a mark", TABLE.encode("utf-16-le"), A, B),
    good("UTF-16 without a mark, the other order", TABLE.encode("utf-16-be"), A, B),
    good("UTF-32 with a mark", TABLE.encode("utf-32"), A, B),
    good("a mark goes before a name", TABLE.encode("utf-16"), A, B, encoding="cp1252"),
    bad(
        "Windows-1252",
        f"phone,name\n{A},Jos\xe9\n".encode("cp1252"),
        "line 2 has bytes",
        "cp1252",
        "--encoding",
    ),
    bad("UTF-16 that is cut", TABLE.encode("utf-16")[:-1], "utf-16", "bytes that do not fit"),
    good("Windows-1252, named", f"phone,name\n{A},Jos\xe9\n".encode("cp1252"), A, encoding="cp1252"),
    # One NUL costs one row.
    good("a NUL in a row", f"phone,name\n{A},A\0nn\n{B},Bob\n", f"{A}!NUL", B),
    good("a NUL in the number", f"phone,name\n9199\0,Ann\n{B},Bob\n", "9199\0!NUL", B),
    good("NULs at the end", f"phone,name\n{A},Ann\n" + "\0" * 900, A, "\0" * 900 + "!NUL"),
    bad("NULs in the header", f"ph\0one,\0name\n{A},Ann\n", "header has NUL"),
    bad("binary", b"\x01\x00\x02\xff\xfe\x00\x03" * 50, "is not text"),
    # Other kinds of file, by their content.
    bad(
        "a workbook without its parts",
        zipped({"[Content_Types].xml": "<Types/>", "xl/other.xml": "<x/>"}),
        "damaged workbook",
        "xl/workbook.xml",
    ),
    bad("a workbook without sheets", zipped({"xl/workbook.xml": "<workbook/>"}), "no sheets"),
    bad("a zip archive with a name twice", twice("a.csv", TABLE), "several files 'a.csv'", "unpack"),
    bad("xlsb", zipped({"xl/workbook.bin": "x"}), "Excel binary workbook (.xlsb)", ".xlsx"),
    bad(
        "ods",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "OpenDocument workbook",
        "CSV",
    ),
    bad("docx", zipped({"word/document.xml": "<x/>"}), "Word document", "CSV"),
    good("zip", zipped({"leads.csv": TABLE}), A, B),
    good(
        "zip of a Macintosh",
        zipped({"leads.csv": TABLE, "__MACOSX/._leads.csv": "x", ".DS_Store": "y"}),
        A,
        B,
    ),
    good("zip with a folder", zipped({"lists/": "", "lists/leads.csv": TABLE}), A, B),
    good("zip of two, one named", zipped({"a.csv": "x", "lists/b.csv": TABLE}), A, B, member="lists/b.csv"),
    good(
        "zip of two, one named without its folder",
        zipped({"a.csv": "x", "l/b.csv": TABLE}),
        A,
        B,
        member="b.csv",
    ),
    good("zip of gzip", zipped({"leads.csv.gz": gzip.compress(TABLE.encode())}), A, B),
    good("zip of zip", zipped({"a.zip": zipped({"b.csv": TABLE})}), A, B),
    bad("zip of two", zipped({"a.csv": TABLE, "b.csv": TABLE}), "2 files, 'a.csv', 'b.csv'", "--member"),
    bad(
        "zip without that", zipped({"a.csv": TABLE}), "no file 'c.csv'; its files are 'a.csv'", member="c.csv"
    ),
    bad("zip of nothing", zipped({}), "without a file"),
    bad("zip of an empty file", zipped({"a.csv": ""}), "a.csv", "is empty"),
    bad("zip of a PDF", zipped({"a.csv": b"%PDF-1.7"}), "a.csv", "a PDF document"),
    bad("a member of a text", TABLE, "not a zip archive", "--member", member="a.csv"),
    bad("a sheet of a text", TABLE, "no sheets", "--sheet", sheet="Leads"),
    bad("damaged zip", zipped({"xl/workbook.xml": "x" * 999})[:200], "damaged or cut off"),
    bad("xls", COMPOUND + "Workbook".encode("utf-16-le"), "Excel workbook of the old form", "CSV"),
    bad(
        "locked xlsx, large",
        (COMPOUND[:8] + bytes(22) + b"\x09\x00" + bytes(16) + (300).to_bytes(4, "little")).ljust(
            301 << 9, b"x"
        )
        + "EncryptedPackage".encode("utf-16-le"),
        "with a password",
        "remove the password",
    ),
    bad("locked xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "with a password"),
    bad("HTML named xls", "\r\n<html><body><table><tr><td>phone", "an HTML page", "CSV"),
    bad("HTML with a declaration", '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html>', "an HTML page"),
    bad("a table of HTML in UTF-16", "<table border=1>".encode("utf-16"), "an HTML page"),
    bad(
        "XML workbook",
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "workbook in XML",
    ),
    good("gzip", gzip.compress(TABLE.encode()), A, B),
    good("gzip of gzip", gzip.compress(gzip.compress(TABLE.encode())), A, B),
    good("gzip of two parts", gzip.compress(TABLE.encode()) + gzip.compress(f"{C},Cid\n".encode()), A, B, C),
    good("gzip of UTF-16", gzip.compress(TABLE.encode("utf-16")), A, B),
    good("bzip2", bz2.compress(TABLE.encode()), A, B),
    good("xz", lzma.compress(TABLE.encode()), A, B),
    good("zstd", bytes(pa.compress(TABLE.encode(), "zstd", asbytes=True)), A, B),
    bad("gzip that is cut", gzip.compress(MANY)[:-9], "damaged or cut off"),
    bad("gzip that is cut early", gzip.compress(MANY)[:30], "damaged or cut off"),
    bad("gzip that is damaged", gzip.compress(MANY)[:-8] + bytes(8), "damaged or cut off"),
    good("bzip2 of two streams", bz2.compress(TABLE.encode()) + bz2.compress(f"{C},Cid\n".encode()), A, B, C),
    good("xz of two streams", lzma.compress(TABLE.encode()) + lzma.compress(f"{C},Cid\n".encode()), A, B, C),
    good(
        "xz of two streams with padding",
        lzma.compress(TABLE.encode()) + bytes(4) + lzma.compress(f"{C},Cid\n".encode()) + bytes(8),
        *(A, B, C),
    ),
    bad("bzip2 and a damaged stream", bz2.compress(TABLE.encode()) + b"x" + bz2.compress(MANY), "damaged"),
    bad("xz and a damaged stream", lzma.compress(TABLE.encode()) + b"x" + lzma.compress(MANY), "damaged"),
    bad("xz and a stream that is cut", lzma.compress(TABLE.encode()) + lzma.compress(MANY)[:-9], "cut off"),
    bad("bzip2 that is cut", bz2.compress(MANY)[:-9], "damaged or cut off"),
    bad("xz that is cut", lzma.compress(MANY)[:-9], "damaged or cut off"),
    bad("zstd that is cut", bytes(pa.compress(MANY, "zstd", asbytes=True))[:-9], "damaged or cut off"),
    bad("gzip of nothing", gzip.compress(b""), "is empty"),
    bad("gzip of tar", gzip.compress(b"a" + bytes(256) + b"ustar" + bytes(400)), "a tar archive", "unpack"),
    bad("gzip four times", _four_times(TABLE.encode()), "an archive in an archive", "unpack"),
    bad("zstd that is no more than a head", b"\x28\xb5\x2f\xfd\x04\x00", "damaged or cut off"),
    bad("7z", b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip archive", "unpack"),
    bad("a Parquet file that is cut", b"PAR1\x15\x04\x15\x10", "damaged or cut off"),
    bad("an Arrow file that is cut", b"ARROW1\x00\x00\xff\xff", "damaged or cut off"),
    good("JSON", f'[{{"phone": "{A}"}},\n {{"phone": {B}, "x": null}}]', A, B, fields={"phone": A}),
    good("JSON with a mark", f'\ufeff[{{"phone": "{A}"}}]', A),
    good("JSON in UTF-16", f'[{{"phone": "{A}"}}]'.encode("utf-16"), A),
    good("JSON of numbers", f"[\n  {A},\n  {B}\n]", A, B),
    good("JSON of a float", '[{"phone": 9.19901258431E+11}, {"phone": 1e400}]', A, "!infinite"),
    good(
        "JSON of floats without their last digits",
        '[{"phone": 9.19901E+11}, 9.19901e11, {"phone": 9.19901000000E+11}, {"phone": 919901000000.0},'
        ' {"n": 9.19901E+11, "phone": 919901258431.0}, {"phone": 123.45678901}]',
        *("!without its last digits", "!without its last digits", "919901000000", "919901000000", A),
        "123.45678901!with decimals",
    ),
    good("JSON of nothing", "[]"),
    good(
        "JSON with a name twice", f'[{{"phone": {B}, "phone": {A}}}, {{"phone": "{A}"}}]', "!'phone' twice", A
    ),
    bad("JSON of one object", f'{{"rows": [{{"phone": "{A}"}}]}}', "its columns are 'rows'"),
    bad("JSON of one object on several lines", f'{{\n "rows": [{{"phone": "{A}"}}]}}', "array of records"),
    bad("JSON of arrays", f'[["phone"], ["{A}"]]', "no records with the names"),
    bad("JSON that is cut", f'[{{"phone": "{A}"}},\n {{"phone', "not a whole JSON array: line 2"),
    bad("JSON that is cut between records", f'[{{"phone": "{A}"}},\n', "not a whole JSON array: line 2"),
    bad("JSON with more behind", f'[{{"phone": "{A}"}}] x', "after the end"),
    bad("JSON of two phone columns", f'[{{"phone": "{A}", "mobile": 1}}]', "(column 2)", "--column"),
    bad("JSON nested deeply", "[" * 100_000, "line 1", "nested too deeply"),
    bad("JSON in Latin-1", '[{"phone": "1", "name": "Jos\xe9"}]'.encode("cp1252"), "utf-8", "--encoding"),
    bad("JSON with a header row", f'[{{"phone": "{A}"}}]', "--header-row", header_row=2),
    good("JSON Lines", f'{{"phone": "{A}"}}\n\n{{"phone": {B}}}\r\n{{"phone": null}}\n', A, B, ""),
    good(
        "JSON Lines of floats without their last digits",
        '{"phone": 9.19901E+11, "n": 1}\n{"phone": 9.19901258431E+11}\n{"phone": 9.2e11}\n',
        *("!without its last digits", A, "!without its last digits"),
    ),
    good("JSON Lines with broken ones", f'{{"phone": "{A}"}}\n{{"phone": 1\n[1]\n', A, "!line 2", "!line 3"),
    good("JSON Lines, the column later", f'{{"id": 1}}\n{{"phone": "{A}"}}\n', "", A),
    bad("JSON Lines without a phone column", '{"id": 1}\n{"id": 2}\n', "its columns are 'id'", "--column"),
    bad("JSON Lines whose first is broken", f'{{"phone": {A}}} x\n', "not a table"),
    bad("PDF", b"%PDF-1.7\n%\xe2\xe3", "a PDF document", "export"),
    bad("PNG", b"\x89PNG\r\n\x1a\n\x00\x00", "an image (PNG)", "export"),
    bad("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF", "an image (JPEG)", "export"),
    bad("HEIC", b"\x00\x00\x00\x18ftypheic", "an image", "export"),
    bad("SQLite", b"SQLite format 3\x00\x10\x00", "a SQLite database"),
    bad("address book", "BEGIN:VCARD\r\nVERSION:3.0\r\n", "an address book"),
    good("a header that begins with less-than", f"<id>,phone\n1,{A}\n", A),
    good("a header that begins with a bracket", f"[id],phone\n1,{A}\n", A),
    good("a header that looks like a signature", f"abc,ftype,phone\n1,2,{A}\nPK,x,{B}\n", A, B),
]
