"""The example of a bot with its tests: copied out of this project, and run as its owner runs it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "tested_bot"


def test_the_tests_of_the_example_pass_in_a_folder_of_their_own(tmp_path: Path) -> None:
    project = shutil.copytree(EXAMPLE, tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CHAKRA_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=project,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert "5 passed" in done.stdout, done.stdout + done.stderr
    assert sorted(path.name for path in project.iterdir() if path.name != "__pycache__") == [
        "README.md",
        "booking_bot.py",
        "pyproject.toml",
        "tests",
    ]


def test_a_bot_is_tested_in_under_twenty_lines_crash_and_restart_included() -> None:
    tree = ast.parse((EXAMPLE / "tests" / "test_booking_bot.py").read_text(encoding="utf-8"))
    tests = {node.name: node for node in tree.body if isinstance(node, ast.AsyncFunctionDef)}
    lines = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in tests.items()}
    assert max(lines.values()) < 20
    crash = ast.unparse(tests["test_a_booking_survives_a_crash"])
    assert "bot.crash()" in crash
    assert "bot.restart()" in crash
