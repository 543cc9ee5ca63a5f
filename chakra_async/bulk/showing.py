"""What a run shows of itself: whether a display is started, how fast its client may go now, and who runs it."""

from __future__ import annotations

import asyncio
import getpass
import logging
import socket
import sys
from typing import TYPE_CHECKING, Any, Final

from chakra_async._views import view
from chakra_async.bulk.engine.sampler import Pace
from chakra_async.model import Model

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from chakra_async.bulk.report import Report
    from chakra_async.client import Chakra

__all__ = ["begin_display", "end_display", "outcome_of", "pace_of", "template_of", "user_of_system"]

_LONGEST_USER: Final = 200
_LOGGER: Final = logging.getLogger("chakra_async.bulk")


def begin_display(run: object, *, asked: bool | None) -> asyncio.Task[None] | None:
    """Start to show the progress of a run, if that is asked for or the code runs in a notebook."""
    if asked is False or (asked is None and "IPython" not in sys.modules):
        return None
    watching: Coroutine[Any, Any, None] | None = view("run.progress")(run, asked=asked)
    return None if watching is None else asyncio.create_task(watching)


async def end_display(display: asyncio.Task[None] | None) -> None:
    """Let a display show the last state; whatever goes wrong in it, the run has ended as it did."""
    if display is None:
        return
    display.cancel()
    await asyncio.wait([display])
    if not display.cancelled() and (error := display.exception()) is not None:
        _LOGGER.warning("The progress could not be shown: %r", error)


def template_of(action: object) -> dict[str, Any] | None:
    """Return the template that an action sends as the API gave it, or None."""
    listed = getattr(action, "listed", None)
    return listed.to_dict() if isinstance(listed, Model) else None


def user_of_system() -> str | None:
    """Return the user of the operating system and the machine, such as `ann@laptop`; None where neither has a name."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name
        user = ""
    return "@".join(part for part in (user, socket.gethostname()) if part)[:_LONGEST_USER] or None


def pace_of(client: Chakra) -> Pace:
    """Return what a client's limits and pauses admit now."""
    caller = getattr(client, "_caller", None)  # a stand-in for a client may have none
    if caller is None:
        return Pace()
    return Pace(ceiling=caller.gate.rate, pause=caller.gate.longest_pause)


def outcome_of(task: asyncio.Task[Report]) -> str:
    """Return how a run ended, in words."""
    error = task.exception()
    return str(task.result()) if error is None else str(error)
