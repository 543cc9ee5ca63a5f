"""A switch that makes waits pass at once: those between attempts, pauses that a server asks for, and rates.

What a client decides stays as it is: which attempts are made, in which order, and with which outcome. Only the time
between them is left out and noted down instead.
"""

from __future__ import annotations

import functools
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from chakra_async._transport.clock import listen, unlisten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chakra_async._transport.clock import Why

__all__ = ["Wait", "Waits", "instant_waits"]

F = TypeVar("F", bound="Callable[..., Any]")


@attrs.frozen
class Wait:
    """A wait that passed at once.

    Attributes:
        why: `backoff`: between two attempts of one call. `pause`: a pause that the server asked for; calls that wait
            in it together share one. `rate`: until the rate let the next call begin.
        seconds: How long it would have been.

    """

    why: Why
    seconds: float


class Waits:
    """The waits that passed at once, in order.

    Example:
        >>> waits = Waits()
        >>> waits.passed("pause", 30.0)
        >>> waits.total, list(waits)
        (30.0, [Wait(why='pause', seconds=30.0)])

    """

    def __init__(self) -> None:
        self._waits: list[Wait] = []

    def passed(self, why: Why, seconds: float) -> None:
        """Add a wait."""
        self._waits.append(Wait(why, seconds))

    @property
    def total(self) -> float:
        """Seconds that would have been waited, all in all."""
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
    """Let waits pass at once inside a `with` block, or in a decorated test.

    It holds for every client of the process, in all of its threads and event loops, however the client was made; when
    the block ends, waits that begin are real again. Blocks may lie in each other, and each notes down all waits.

    - A backoff between attempts passes at once.
    - A pause or a rate passes as soon as none of the gate's calls is under way, as if the clock jumped then; while one
      is under way time runs as it does, so that its answer comes before the pause is over, as it would. With a rate,
      calls therefore go one after another.
    - A rate keeps its order and its spacing on the jumping clock; the server sees the calls closer together. A server
      that counts real seconds, such as a sandbox with a rate ceiling, refuses more of them than it would; an adaptive
      rate finds no ceiling that means anything.
    - Time limits run on real time: `Timeouts.total` does not count what passed at once. A single wait that is longer
      than what is left of it ends the call at once, as ever. `jobs.wait` polls in real time.

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
        listen(waits)
        self._entered.append(waits)
        return waits

    def __exit__(self, *_: object) -> None:
        unlisten(self._entered.pop())

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
