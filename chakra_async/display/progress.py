"""The progress of a run while it goes on: a bar on a terminal, lines of a log, JSON events, or one live line in a notebook.

What is shown is taken from the counts of the run a few times a second, by a task of its own; the run does not know of it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Protocol

from chakra_async._core.json_text import json_text
from chakra_async._core.text import printable
from chakra_async.display.bar import Counts, Speed, line_of, render

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from chakra_async.bulk.run import Run

__all__ = ["Bar", "Events", "Lines", "Screen", "counts_of", "is_terminal", "shown"]

_BAR_SECONDS: Final = 0.2
_LINE_SECONDS: Final = 5.0
_COLUMNS: Final = 80
_CLEAR: Final = "\r\x1b[J"
"""To the first column, and clear all below. The cursor rests there, so a narrower window leaves no wrapped copy."""


class Screen(Protocol):
    """Where progress is shown."""

    @property
    def seconds(self) -> float:
        """The time between two views."""
        ...

    def show(self, counts: Counts, speed: float | None) -> None:
        """Show the present state."""
        ...

    def end(self, counts: Counts, speed: float | None) -> None:
        """Show the last state, or nothing any more."""
        ...


class Bar:
    """One line of a terminal that is drawn again and again.

    Args:
        draw: Writes to the terminal as it is, at once.

    """

    seconds = _BAR_SECONDS

    def __init__(self, draw: Callable[[str], object]) -> None:
        """Begin with nothing shown."""
        self._draw = draw
        self._marks = _marks()

    def show(self, counts: Counts, speed: float | None) -> None:
        """Draw the line."""
        self._draw(f"{_CLEAR}{printable(render(counts, speed, _columns(), self._marks))}\r")

    def end(self, counts: Counts, speed: float | None) -> None:  # noqa: ARG002 - the report follows
        """Clear the line."""
        self._draw(_CLEAR)


class Lines:
    """A line of a log every few seconds, if anything has changed.

    Args:
        write: Writes a line.

    """

    seconds = _LINE_SECONDS

    def __init__(self, write: Callable[[str], object]) -> None:
        """Begin with nothing written."""
        self._write = write
        self._last: str | None = None

    def show(self, counts: Counts, speed: float | None) -> None:
        """Write a line; the first state is not worth one."""
        text = line_of(counts, speed)
        if self._last is not None and text != self._last:
            self._write(text)
        self._last = text

    def end(self, counts: Counts, speed: float | None) -> None:
        """Write nothing: the report follows."""


class Events:
    """A JSON object on a line of its own every few seconds, for a program that watches.

    Args:
        write: Writes a line.

    """

    seconds = _LINE_SECONDS

    def __init__(self, write: Callable[[str], object]) -> None:
        """Begin with nothing written."""
        self._write = write

    def show(self, counts: Counts, speed: float | None) -> None:
        """Write an event."""
        event = {
            "event": "progress",
            "ended": counts.ended,
            "expected": counts.expected,
            **{name: getattr(counts, name) for name in ("done", "refused", "unknown", "invalid")},
            "rows_per_second": None if speed is None else round(speed, 2),
            "limit_per_second": counts.ceiling,
            "pause_seconds": round(counts.pause, 2),
            "pause_reason": counts.why if counts.pause > 0 else None,
        }
        self._write(json_text(event))

    def end(self, counts: Counts, speed: float | None) -> None:
        """Write the last event."""
        self.show(counts, speed)


def counts_of(run: Run) -> Counts:
    """Return what is shown of a run now."""
    progress, pace = run.progress, run.pace
    return Counts(
        ended=progress.rows - progress.pending,
        expected=run.expected,
        done=progress.done,
        refused=progress.refused,
        unknown=progress.unknown,
        invalid=progress.invalid,
        ceiling=pace.ceiling,
        pause=pace.pause,
        why=pace.why,
    )


@asynccontextmanager
async def shown(run: Run, screen: Screen) -> AsyncGenerator[None]:
    """Show the progress of a run during the block."""
    task = asyncio.create_task(watch(run, screen))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def watch(run: Run, screen: Screen) -> None:
    """Show the progress of a run until cancelled."""
    loop = asyncio.get_running_loop()
    speed = Speed()
    try:
        while True:
            counts = counts_of(run)
            screen.show(counts, speed.note(loop.time(), counts.ended))
            await asyncio.sleep(screen.seconds)
    finally:
        counts = counts_of(run)
        screen.end(counts, speed.note(loop.time(), counts.ended))


def is_terminal() -> bool:
    """Return whether standard error is a terminal that obeys escape sequences."""
    stream = sys.stderr
    return stream is not None and stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")  # pyright: ignore[reportUnnecessaryComparison] - None where it is closed


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
