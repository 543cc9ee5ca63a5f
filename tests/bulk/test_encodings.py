# ruff: noqa: RUF001 - names as people write them
"""Text is not read in an encoding that was named where its bytes are surely UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chakra_async.bulk import InputError, read

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "cp1252": ["José", "Müller", "CAFÉ®", "NESTLÉ® ÉCLAIR", "Škoda", "“Ann”", "Ann’s", "€ 5", "ÑANDÚ", "Â Ã"],
    "latin-1": ["José", "Ærø", "«É»", "Â Ã"],
    "iso8859-15": ["José", "Œuvre"],
    "cp1250": ["Łódź", "Žižka", "Őr", "RŮŽENA", "TĂŞNAD", "PÓŁ"],
    "cp1251": ["Иван", "Лёша", "ЁЛКА", "Ёж"],
    "koi8-r": ["Иван", "ЁЛКА"],
    "cp1253": ["Γιώργος", "ΆΝΝΑ"],
    "cp1254": ["Işık", "İĞÜ"],
    "cp1255": ["שלום"],
    "cp1256": ["محمد", "گل", "چاپ"],
    "cp874": ["เขต", "สมชาย", "กา"],
    "cp850": ["José", "Müller", "ÀÉ"],
    "mac-roman": ["José", "Müller"],
    "shift_jis": ["田中", "カナ"],
    "gb18030": ["李", "王伟"],
    "big5": ["李"],
    "euc-kr": ["김"],
    "utf-16-le": ["José"],
    "ascii": ["Jose"],
}
CASES = [(encoding, name) for encoding, names in NAMES.items() for name in names]


async def name_of(path: Path, encoding: str) -> object:
    source = read(path, encoding=encoding)
    await source.check(None)
    rows = [row async for batch in source.batches(0) for row in batch]
    return rows[0].fields["Name"]


@pytest.mark.parametrize(("encoding", "name"), CASES)
async def test_text_of_an_encoding_that_was_named_is_read(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(f"Phone,Name\n919901258431,{name}\n".encode(encoding))
    assert await name_of(path, encoding) == name


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850", "mac-roman"])
@pytest.mark.parametrize("name", ["José", "Müller", "Zoë", "Łódź", "अनु", "李", "Иван", "Ann’s", "👍"])
async def test_text_that_is_utf_8_is_not_read_in_another_encoding(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Phone,Name\n919901258431,{name}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not text in "):
        await name_of(path, encoding)
    assert await name_of(path, "utf-8") == name


async def test_utf_8_is_known_where_the_encoding_that_was_named_has_letters_for_its_bytes(
    tmp_path: Path,
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(
        "Phone,Name\n919901258431,Zoë\n919901258432,José\n919901258433,Müller\n", encoding="utf-8"
    )
    for encoding in ("cp1251", "koi8-r", "cp1256"):
        with pytest.raises(InputError, match=r"are UTF-8. Leave out encoding= \(--encoding\)"):
            await name_of(path, encoding)


async def test_a_letter_between_two_readings_is_one_letter(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    head = "Phone,Name\n919901258431,"
    path.write_text(f"{head}{'x' * ((1 << 20) - len(head) - 1)}é\n", encoding="utf-8")
    with pytest.raises(InputError, match="are UTF-8"):
        await name_of(path, "cp1252")


async def test_bytes_of_another_encoding_anywhere_are_taken_as_named(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes("Phone,Name\n919901258431,José\n".encode() + "919901258432,José\n".encode("cp1252"))
    assert await name_of(path, "cp1252") == "JosÃ©"
