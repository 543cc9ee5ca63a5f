"""Fresh Python processes: how they are started so that they import this very checkout and nothing from the cwd."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

__all__ = ["command", "environment", "start"]

_ROOT: Final = Path(__file__).resolve().parent.parent


def command(*arguments: str) -> list[str]:
    """Return the command line of a Python of the same kind as this one; `-P` keeps the current directory out."""
    return [sys.executable, "-P", *arguments]


def environment() -> dict[str, str]:
    """Return the environment of a fresh process: this one's without Python's own settings, and with this checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CHAKRA_"))}
    return {**kept, "PYTHONPATH": str(_ROOT)}


def start(module: str, *arguments: str, stdin: int | IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a module of ours as a process whose standard output is read here."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        command("-m", module, *arguments), stdin=stdin, stdout=subprocess.PIPE, env=environment()
    )
