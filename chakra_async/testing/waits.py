"""A switch that skips waits: those between attempts, pauses that a server asks for, and rates.

What a client decides stays as it is: which attempts are made, in which order, and with which outcome. Only the time
between them is skipped, and recorded.
"""

from __future__ import annotations

import functools
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from chakra_async._transport.clock import restore_waits, skip_waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chakra_async._transport.clock import WaitReason

__all__ = ["Wait", "Waits", "instant_waits"]

F = TypeVar("F", bound="Callable[..., Any]")


@attrs.frozen
class Wait:
    """A wait that was skipped.

    Attributes:
        why: `backoff`: between two attempts of one call. `pause`: a pause that the server asked for; calls that wait
            in it together share one record. `rate`: until the rate let the next call begin.
        seconds: How long the wait would have been.

    """

    why: WaitReason
    seconds: float


class Waits:
    """The waits that were skipped, in order.

    Example:
        >>> waits = Waits()
        >>> waits.record("pause", 30.0)
        >>> waits.total, list(waits)
        (30.0, [Wait(why='pause', seconds=30.0)])

    """

    def __init__(self) -> None:
        self._waits: list[Wait] = []

    def record(self, why: WaitReason, seconds: float) -> None:
        """Add a wait."""
        self._waits.append(Wait(why, seconds))

    @property
    def total(self) -> float:
        """The total seconds that were skipped."""
        return sum(wait.seconds for wait in self._waits)

    def __iter__(self) -> Iterator[Wait]:
        return iter(list(self._waits))

    def __len__(self) -> int:
        return len(self._waits)

    def __getitem__(self, index: int) -> Wait:
        return self._waits[index]

    def __repr__(self) -> str:
        return f"Waits({self._waits!r})"


class instant_waits:  # noqa: N801 - it is used like a function
    """Skip waits inside a `with` block, or in a decorated test.

    It holds for every client of the process, in all of its threads and event loops, however the client was made; when
    the block ends, waits that begin are real again. Blocks may be nested, and each records all waits.

    - A backoff between attempts is skipped.
    - A pause or a rate ends as soon as none of the gate's calls is under way, as if the clock jumped then; while a call
      is under way time runs normally, so that its answer comes before the pause is over. With a rate, calls therefore
      go one after another.
    - A rate keeps its order and its spacing on the jumping clock; the server sees the calls closer together. A server
      that counts real seconds, such as a sandbox with a rate ceiling, therefore refuses more of them; an adaptive rate
      does not find a meaningful ceiling.
    - Time limits run on real time: `Timeouts.total` does not count what was skipped. A single wait that is longer than
      the time left ends the call at once, as without this switch. `jobs.wait` polls in real time.

    Example:
        ```python
        with instant_waits() as waits:
            await chakra.config.get()  # the server says: 429, Retry-After: 30
        assert waits.total >= 30
        ```

    """

    def __init__(self) -> None:
        self._entered: list[Waits] = []

    def __enter__(self) -> Waits:
        waits = Waits()
        skip_waits(waits)
        self._entered.append(waits)
        return waits

    def __exit__(self, *_: object) -> None:
        restore_waits(self._entered.pop())

    def __call__(self, test: F) -> F:
        """Decorate a function or a coroutine function."""
        if iscoroutinefunction(test):

            @functools.wraps(test)
            async def waiting(*args: Any, **kwargs: Any) -> Any:
                with instant_waits():
                    return await test(*args, **kwargs)

            return cast("F", waiting)

        @functools.wraps(test)
        def plain(*args: Any, **kwargs: Any) -> Any:
            with instant_waits():
                return test(*args, **kwargs)

        return cast("F", plain)
