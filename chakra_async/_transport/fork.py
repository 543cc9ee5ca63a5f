"""What happens to pools and gates in a forked child: they start afresh, and what they inherited is left untouched.

A child has copies of its parent's sockets and of its loop's epoll, shared underneath: one byte written, or one socket
closed through the loop, is felt by the parent. Its slots are held by calls that no longer run there, and a
lock may be held by a thread that does not exist there. So pools and gates are told right after a fork, which costs a call
nothing, and what belonged to the parent is kept aside until the process ends, so that no finaliser touches it.
"""

from __future__ import annotations

import os
import weakref
from typing import Final, Protocol

__all__ = ["abandon", "tell_after_fork"]


class Forked(Protocol):
    """What wants to know of a fork."""

    def after_fork(self) -> None:
        """Start afresh, in the child."""
        ...


_TOLD: Final[weakref.WeakSet[Forked]] = weakref.WeakSet()
_ABANDONED: Final[list[object]] = []


def tell_after_fork(one: Forked) -> None:
    """Have `after_fork` called in every child that this process forks from now on, for as long as the object lives."""
    _TOLD.add(one)


def abandon(*things: object) -> None:
    """Keep things of the parent's until this process ends."""
    _ABANDONED.extend(things)


def _in_the_child() -> None:
    for one in list(_TOLD):
        one.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_in_the_child)
