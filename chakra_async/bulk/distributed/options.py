"""What a worker can be asked for, besides the run and the slice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from chakra_async.bulk.actions import Action
    from chakra_async.client import Chakra

__all__ = ["WorkerOptions"]


class WorkerOptions(TypedDict, total=False):
    """Options of `work_slice` and of the engines. An engine takes client and action as import paths only."""

    client: Chakra | str | None
    """The client, or the import path of a function that returns it, such as `shop.chakra:client`; by default one by the environment."""
    action: Action | str | None
    """The action, or the import path of a function that returns it; by default it is made again from the journal."""
    concurrency: int | None
    """Calls under way at once in each process; by default the client's."""
    rate: float | Literal["adaptive"] | None
    """Calls begun per second by all workers together, or `"adaptive"`; by default the client's."""
    between: str | None
    """The hours in which calls begin, such as `09:00-20:00`; outside of them workers wait."""
    time_zone: str | None
    """The time zone of these hours, such as `Asia/Kolkata`."""
    stop_error_rate: float | None
    """Share of failed rows among the last `stop_window` of all workers that stops the run; by default 0.5; None never."""
    stop_window: int
    """Of how many of the last rows that share is taken; by default 200."""
