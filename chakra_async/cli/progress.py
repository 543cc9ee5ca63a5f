"""Progress of a run on standard error: a bar on a terminal, else a line every few seconds."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chakra_async.bulk import Run

__all__ = ["shown"]

_BAR_SECONDS: Final = 0.2
_LINE_SECONDS: Final = 5.0


@asynccontextmanager
async def shown(run: Run) -> AsyncGenerator[None]:
    """Show the progress of a run during the block."""
    task = asyncio.create_task(_bar(run) if sys.stderr.isatty() else _lines(run))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _lines(run: Run) -> None:
    last = ""
    while True:
        await asyncio.sleep(_LINE_SECONDS)
        text = _text(run)
        if text != last:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
            last = text


async def _bar(run: Run) -> None:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - as above

    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.description}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        while True:
            tally = run.tally
            bar.update(task, total=run.expected, completed=tally.rows - tally.pending, description=_text(run))
            await asyncio.sleep(_BAR_SECONDS)


def _text(run: Run) -> str:
    tally = run.tally
    of = f" of {run.expected}" if run.expected is not None else ""
    counts = [f"{tally.rows - tally.pending}{of} rows", f"{tally.done} done"]
    counts += [
        f"{count} {name}" for name in ("refused", "unknown", "invalid") if (count := getattr(tally, name))
    ]
    return ", ".join(counts)
