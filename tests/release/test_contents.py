"""What must and must not be in a wheel and an sdist, tried on bad ones."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.release.contents import LICENCES, members_of, sdist_problems, wheel_problems

if TYPE_CHECKING:
    from pathlib import Path

INFO = "chakra_async-1.2.3.dist-info"
FILES = ["chakra_async/__init__.py", "chakra_async/py.typed", "tests/test_it.py", "README.md", ".ci/run"]
METADATA = (
    "Metadata-Version: 2.4\nName: chakra-async\nVersion: 1.2.3\nLicense-Expression: MIT AND 0BSD\n"
    f"License-File: {LICENCES[0]}\nLicense-File: {LICENCES[1]}\n"
    "Requires-Python: >=3.11\nDescription-Content-Type: text/markdown\n\n# The description\n"
)


def wheel() -> dict[str, bytes]:
    return {
        "chakra_async/__init__.py": b"",
        "chakra_async/py.typed": b"",
        f"{INFO}/METADATA": METADATA.encode(),
        f"{INFO}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\n",
        f"{INFO}/RECORD": b"",
        f"{INFO}/entry_points.txt": b"[console_scripts]\nchakra = chakra_async.cli:main\n",
        **{f"{INFO}/licenses/{name}": b"" for name in LICENCES},
    }


def test_a_good_wheel_has_no_problems() -> None:
    assert wheel_problems(wheel(), FILES, "1.2.3") == []


@pytest.mark.parametrize("name", list(wheel()))
def test_a_missing_file_is_found(name: str) -> None:
    members = wheel()
    del members[name]
    assert f"wheel: {name} is missing" in wheel_problems(members, FILES, "1.2.3")


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_it.py",
        "README.md",
        "chakra_async/__pycache__/x.pyc",
        "chakra_async/new.py",
        "leads.journal",
        f"{INFO}/x",
    ],
)
def test_a_file_too_many_is_found(name: str) -> None:
    members = {**wheel(), name: b""}
    assert wheel_problems(members, FILES, "1.2.3") == [f"wheel: {name} must not be in it"]


@pytest.mark.parametrize(
    ("line", "other", "expected"),
    [
        ("Version: 1.2.3", "Version: 1.2.4", "Version is '1.2.4', must be '1.2.3'"),
        (f"License-File: {LICENCES[0]}\n", "", f"License-File is {[LICENCES[1]]}, must be {list(LICENCES)}"),
        ("Requires-Python: >=3.11", "Requires-Python: >=3.9", "Requires-Python is '>=3.9', must be '>=3.11'"),
    ],
)
def test_wrong_metadata_is_found(line: str, other: str, expected: str) -> None:
    members = {**wheel(), f"{INFO}/METADATA": METADATA.replace(line, other).encode()}
    assert wheel_problems(members, FILES, "1.2.3") == [f"wheel: {expected}"]


def test_a_wheel_for_one_platform_or_without_its_command_is_found() -> None:
    members = {
        **wheel(),
        f"{INFO}/WHEEL": b"Root-Is-Purelib: false\n",
        f"{INFO}/entry_points.txt": b"[console_scripts]\n",
    }
    assert wheel_problems(members, FILES, "1.2.3") == [
        "wheel: it is not pure Python",
        "wheel: the command `chakra` is missing",
    ]


def test_an_sdist_holds_what_a_build_and_the_tests_need() -> None:
    members = dict.fromkeys([*FILES[:4], "PKG-INFO"], b"")
    assert sdist_problems(members, FILES) == []
    assert sdist_problems({**members, ".ci/run": b"", "notes.txt": b""}, FILES) == [
        "sdist: .ci/run must not be in it",
        "sdist: notes.txt must not be in it",
    ]
    del members["tests/test_it.py"]
    assert sdist_problems(members, FILES) == ["sdist: tests/test_it.py is missing"]


def test_both_kinds_of_archive_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as opened:
        opened.writestr("chakra_async/a.py", b"1")
        opened.mkdir("chakra_async/b")
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("chakra_async-1.2.3/chakra_async/a.py")
        member.size = 1
        archive.addfile(member, io.BytesIO(b"1"))
    expected = {"chakra_async/a.py": b"1"}
    assert members_of(tmp_path / "x.whl") == members_of(tmp_path / "x.tar.gz") == expected
