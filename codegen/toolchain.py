"""The programs the generator drives, each of one exact version, so that everybody gets the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from codegen.docstrings import WIDTH

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ToolError", "format_tree", "run"]

_VERSIONS: Final = {"datamodel-code-generator": "0.89.0", "ruff": "0.17.6"}
_RUFF: Final = (
    "--isolated",
    "--quiet",
    "--no-cache",
    "--config",
    f"line-length={WIDTH}",
    "--target-version",
    "py311",
)


class ToolError(Exception):
    """A program the generator drives is missing, of another version, or failed."""


def run(distribution: str, *arguments: str, cwd: Path) -> None:
    """Run a program of this interpreter's environment on a folder.

    Raises:
        ToolError: It is not the version that the committed output was made with, or it failed, or it warned.

    """
    try:
        found = version(distribution)
    except PackageNotFoundError:
        found = "none"
    wanted = _VERSIONS[distribution]
    if found != wanted:
        raise ToolError(
            f"{distribution} {wanted} is needed, {found} is installed; install the `codegen` extra"
        )
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONWARNINGS": "", "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode or done.stderr.strip():
        raise ToolError(f"{distribution} failed:\n{done.stdout}{done.stderr}".rstrip())


def format_tree(folder: Path) -> None:
    """Drop unused imports, sort the rest, and lay out every Python file below a folder."""
    run(
        "ruff",
        *("-m", "ruff", "check", "--fix", "--select", "F401,I", *_RUFF),
        *("--config", "lint.isort.known-first-party=['chakra_async']", "."),
        cwd=folder,
    )
    run(
        "ruff",
        "-m",
        "ruff",
        "format",
        *_RUFF,
        "--config",
        "format.docstring-code-format=true",
        ".",
        cwd=folder,
    )
