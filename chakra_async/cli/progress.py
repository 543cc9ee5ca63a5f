"""Progress of a run on standard error: a bar on a terminal, else a line every few seconds."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from chakra_async.cli import output
from chakra_async.cli.bar import Counts, Speed, line_of, render

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chakra_async.bulk import Run

__all__ = ["shown"]

_BAR_SECONDS: Final = 0.2
_LINE_SECONDS: Final = 5.0
_COLUMNS: Final = 80
_CLEAR: Final = "\r\x1b[J"
"""To the first column, and clear all below. The cursor rests there, so a narrower window leaves no wrapped copy."""


@asynccontextmanager
async def shown(run: Run) -> AsyncGenerator[None]:
    """Show the progress of a run during the block."""
    task = asyncio.create_task(_bar(run) if _is_terminal() else _lines(run))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _is_terminal() -> bool:
    """Return whether standard error is a terminal that obeys escape sequences."""
    stream = sys.stderr
    return stream is not None and stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")  # pyright: ignore[reportUnnecessaryComparison] - None where it is closed


def _counts(run: Run) -> Counts:
    progress = run.progress
    return Counts(
        ended=progress.rows - progress.pending,
        expected=run.expected,
        done=progress.done,
        refused=progress.refused,
        unknown=progress.unknown,
        invalid=progress.invalid,
    )


async def _lines(run: Run) -> None:
    speed = Speed()
    loop = asyncio.get_running_loop()
    speed.note(loop.time(), _counts(run).ended)
    last = ""
    while True:
        await asyncio.sleep(_LINE_SECONDS)
        counts = _counts(run)
        text = line_of(counts, speed.note(loop.time(), counts.ended))
        if text != last:
            output.note(text)
            output.flush()
            last = text


async def _bar(run: Run) -> None:
    speed = Speed()
    loop = asyncio.get_running_loop()
    marks = _marks()
    try:
        while True:
            counts = _counts(run)
            text = render(counts, speed.note(loop.time(), counts.ended), _columns(), marks)
            output.draw(f"{_CLEAR}{text}\r")
            await asyncio.sleep(_BAR_SECONDS)
    finally:
        output.draw(_CLEAR)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS


def _marks() -> str:
    try:
        "█░".encode(sys.stderr.encoding)
    except (UnicodeEncodeError, LookupError, TypeError):
        return "#-"
    return "█░"
