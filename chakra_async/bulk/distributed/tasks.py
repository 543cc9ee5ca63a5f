"""What an engine's task is: a slice of a run by name, and import paths. Nothing of it is a secret or a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async.bulk.distributed.work import work_slice
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from chakra_async.bulk.distributed.options import WorkerOptions

__all__ = ["REASONLESS", "checked", "slice_task"]

REASONLESS: Final = "the worker left it"
_BY_NAME: Final = ("client", "action")


def checked(options: WorkerOptions) -> dict[str, Any]:
    """Return options that may be arguments of a task.

    Raises:
        SettingsError: A client or an action is given itself, which would put a token or code into the engine's queue.

    """
    given = {name: value for name, value in options.items() if value is not None or name == "stop_error_rate"}
    for name in _BY_NAME:
        if name in given and not isinstance(given[name], str):
            raise SettingsError(
                f"{name} of an engine must be an import path such as shop.chakra:{name}: queues and dashboards show the "
                "arguments of tasks, and a token must not be among them."
            )
    return given


async def slice_task(run: str, number: int, options: dict[str, Any]) -> str | None:
    """Do a slice, and return why it is not finished, or None."""
    end = await work_slice(run, number, **cast("WorkerOptions", options))
    return None if end.finished else (end.stopped_because or REASONLESS)
