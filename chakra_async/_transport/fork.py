"""What happens to pools and gates in a forked child: they start afresh, and what they inherited is left untouched.

A child has copies of its parent's sockets and of its loop's epoll, shared underneath: the parent notices one byte
written, or one socket closed through the loop. The parent's slots are held by calls that do not run in the child, and a
lock may be held by a thread that does not exist there. So pools and gates are notified right after a fork, which costs a
call nothing, and the parent's objects are kept until the process ends, so that no finaliser touches them.
"""

from __future__ import annotations

import os
import weakref
from typing import Final, Protocol

__all__ = ["abandon", "notify_after_fork"]


class ForkListener(Protocol):
    """What is notified in a forked child."""

    def after_fork(self) -> None:
        """Start afresh, in the child."""
        ...


_LISTENERS: Final[weakref.WeakSet[ForkListener]] = weakref.WeakSet()
_ABANDONED: Final[list[object]] = []


def notify_after_fork(listener: ForkListener) -> None:
    """Call `after_fork` in every child that this process forks from now on, for as long as the object lives."""
    _LISTENERS.add(listener)


def abandon(*things: object) -> None:
    """Keep objects of the parent until this process ends."""
    _ABANDONED.extend(things)


def _in_the_child() -> None:
    for listener in list(_LISTENERS):
        listener.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_in_the_child)
