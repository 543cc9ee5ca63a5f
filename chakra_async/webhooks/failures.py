"""What the error of a handler says: whether the store failed instead, and what is recorded of it."""

from __future__ import annotations

import asyncio

from chakra_async._core.masking import mask_numbers
from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.records import Problem
from chakra_async.webhooks.turn import ParkError

__all__ = ["is_being_cancelled", "is_by_store", "problem_of"]


def is_by_store(error: BaseException) -> bool:
    """Return whether an error, or every one of a group, is of the inbox or was raised because of one that is."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, InboxError):
            return True
        if isinstance(cause, BaseExceptionGroup):
            return all(is_by_store(each) for each in cause.exceptions)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType, reportUnknownMemberType]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return False


def is_being_cancelled() -> bool:
    """Return whether somebody cancels this task, which is not the same as that it ends with a `CancelledError`."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def problem_of(error: BaseException) -> Problem:
    """Return what an event is parked, or tried again, with."""
    code = error.code if isinstance(error, ParkError) else type(error).__name__
    reason = str(error)
    if not reason and isinstance(error, asyncio.CancelledError):
        reason = "Something that the handler awaited was cancelled: let the handler catch it."
    return Problem(code=code, reason=mask_numbers(reason)[:1000])
