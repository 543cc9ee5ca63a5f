"""What a wheel and an sdist must hold, compared with the files under version control."""

from __future__ import annotations

import subprocess
import tarfile
import zipfile
from email import message_from_string
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["LICENCES", "PACKAGE", "members_of", "sdist_problems", "tracked", "wheel_problems"]

PACKAGE: Final = "chakra_async"
LICENCES: Final = ("LICENSE", f"{PACKAGE}/sandbox/page/static/LICENSE-htmx.txt")
"""Our own licence, and those of the files in the package that others wrote."""
_METADATA: Final = (
    "METADATA",
    "WHEEL",
    "RECORD",
    "entry_points.txt",
    *(f"licenses/{name}" for name in LICENCES),
)
_LEFT_OUT: Final = (".ci/", ".github/", ".gitattributes")
"""Tracked files that serve the repository only. `.gitignore` is in an sdist because hatchling reads it at build time."""
_ADDED: Final = ("PKG-INFO",)


def tracked(root: Path) -> set[str]:
    """Return the paths under version control, relative to the root."""
    command = ("git", "ls-files", "-z")
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)  # noqa: S603 - git, from the path
    return {path for path in done.stdout.split("\0") if path and (root / path).is_file()}


def members_of(archive: Path) -> dict[str, bytes]:
    """Return the files of a wheel or an sdist; the sdist's top folder is cut off."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
    found: dict[str, bytes] = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.isfile() else None
            if content is not None:
                found[str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))] = content.read()
    return found


def wheel_problems(members: Mapping[str, bytes], files: Iterable[str], version: str) -> list[str]:
    """Return what is wrong with a wheel.

    It holds the package's files under version control, its metadata, and nothing else.

    Args:
        members: The wheel's files.
        files: The paths under version control.
        version: The version that the wheel must have.
    """
    info = f"{PACKAGE}-{version}.dist-info"
    must = {path for path in files if path.startswith(f"{PACKAGE}/")} | {
        f"{info}/{name}" for name in _METADATA
    }
    problems = _difference(set(members), must, "wheel")
    problems += [f"wheel: {name} is missing" for name in (f"{PACKAGE}/py.typed",) if name not in members]
    metadata = message_from_string(members.get(f"{info}/METADATA", b"").decode())
    for name, value in (
        ("Version", version),
        ("License-Expression", "MIT AND 0BSD"),
        ("Requires-Python", ">=3.11"),
        ("Description-Content-Type", "text/markdown"),
    ):
        if metadata[name] != value:
            problems.append(f"wheel: {name} is {metadata[name]!r}, must be {value!r}")
    if metadata.get_all("License-File", []) != list(LICENCES):
        problems.append(
            f"wheel: License-File is {metadata.get_all('License-File')}, must be {list(LICENCES)}"
        )
    if "Root-Is-Purelib: true" not in members.get(f"{info}/WHEEL", b"").decode():
        problems.append("wheel: it is not pure Python")
    if b"chakra = chakra_async.cli:main" not in members.get(f"{info}/entry_points.txt", b""):
        problems.append("wheel: the command `chakra` is missing")
    return problems


def sdist_problems(members: Mapping[str, bytes], files: Iterable[str]) -> list[str]:
    """Return what is wrong with an sdist: it holds all files under version control that a build or a test needs."""
    must = {path for path in files if not path.startswith(_LEFT_OUT)} | set(_ADDED)
    return _difference(set(members), must, "sdist")


def _difference(found: set[str], must: set[str], what: str) -> list[str]:
    missing = [f"{what}: {name} is missing" for name in sorted(must - found)]
    return missing + [f"{what}: {name} must not be in it" for name in sorted(found - must)]
