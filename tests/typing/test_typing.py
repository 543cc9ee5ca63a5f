"""Two type checkers, both strict, agree with a user's right code and see every mistake of a wrong one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MARK = re.compile(r"# error: \S")


def run(*command: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def mypy(name: str, folder: Path) -> dict[int, str]:
    """Return what mypy says of a file, by line."""
    pytest.importorskip("mypy")
    said = run(
        *("mypy", "--strict", "--python-version", "3.11", "--cache-dir", str(folder), "--config-file", ""),
        *("--follow-imports=silent", "--no-error-summary", f"tests/typing/{name}"),
    )
    found = re.findall(rf"^tests/typing/{name}:(\d+): error: (.*)$", said, re.MULTILINE)
    return {int(line): text for line, text in found}


def pyright(name: str, _folder: Path) -> dict[int, str]:
    """Return what pyright says of a file, which asks for strictness itself, by line."""
    pytest.importorskip("pyright")
    said = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable, str(HERE / name)))
    assert said["summary"]["filesAnalyzed"] == 1
    errors = [one for one in said["generalDiagnostics"] if one["severity"] == "error"]
    return {one["range"]["start"]["line"] + 1: one["message"] for one in errors}


@pytest.mark.parametrize("name", ["usage.py", "webhook_usage.py"])
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_right_code_types(checker: Callable[[str, Path], dict[int, str]], name: str, tmp_path: Path) -> None:
    assert checker(name, tmp_path) == {}


@pytest.mark.parametrize(("name", "least"), [("mistakes.py", 25), ("webhook_mistakes.py", 13)])
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_each_mistake_is_seen_and_nothing_else(
    checker: Callable[[str, Path], dict[int, str]], name: str, least: int, tmp_path: Path
) -> None:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if MARK.search(line)}
    found = checker(name, tmp_path)
    assert len(marked) > least
    assert {line: text for line, text in found.items() if line not in marked} == {}
    assert [lines[line - 1] for line in sorted(marked - found.keys())] == []
