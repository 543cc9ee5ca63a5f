"""What becomes of a row after its call failed, and when a run must end early. Pure: no clock, no loop.

A row goes on only where nothing was done: after a refusal for the pace, or when the request did not leave. The
rest ends as what its error says.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async._core.masking import mask_numbers
from chakra_async.bulk.rows import RowState
from chakra_async.errors import (
    APIError,
    AuthenticationError,
    ChakraError,
    ClientClosedError,
    InvalidRequestError,
    PaymentError,
    PermissionDeniedError,
    PlanError,
    RateLimitedError,
    ServerError,
    SettingsError,
)
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LONGEST_PAUSE", "Health", "Sent", "Verdict", "code_of", "reason_of", "verdict"]

LONGEST_PAUSE: Final = 120.0
"""The longest pause, in seconds, that a run waits out; asked for more, it ends and leaves the rest for the next run."""

THROTTLED_TRIES: Final = 20
UNSENT_TRIES: Final = 5
UNREACHED_ROUNDS: Final = 4
_FIRST_PAUSE: Final = 0.25
_LONGEST_OWN_PAUSE: Final = 10.0
_LONGEST_REASON: Final = 300
_ENDS: Final = {Outcome.DONE: RowState.DONE, Outcome.UNKNOWN: RowState.UNKNOWN}
_FATAL: Final = (
    AuthenticationError,
    PlanError,
    PermissionDeniedError,
    PaymentError,
    SettingsError,
    ClientClosedError,
)


@attrs.frozen(kw_only=True)
class Verdict:
    """What becomes of a row.

    Attributes:
        state: Its state from now on; `pending` where nothing was done.
        again: Whether this run sends it once more.
        pause: Seconds in which no row is sent, because the server or the network asks for it.
        stop: Why the whole run must end, or None.
        reached: Whether the server was reached.
        failed: Whether it counts as a failure among the last rows.
        is_bug: Whether the action's own code failed.

    """

    state: RowState
    again: bool = False
    pause: float = 0.0
    stop: str | None = None
    reached: bool = True
    failed: bool = False
    is_bug: bool = False


@attrs.frozen(kw_only=True)
class Sent:
    """What may have left for a row before its action ended.

    Attributes:
        requests: Requests of the client, repeats included.
        writes: Those that are not reads.
        last_is_write: Whether the last one is not a read.
        outside: Whether the action does anything for a row that is not a call of the client; None where only its errors
            may be judged by the requests that left, and not its being cancelled.

    """

    requests: int = 1
    writes: int = 0
    last_is_write: bool = True
    outside: bool | None = None


_ONE: Final = Sent()


def verdict(
    error: BaseException,
    tries: int,
    sent: Sent = _ONE,
    *,
    concerns_every_row: Callable[[ChakraError], bool] | None = None,
) -> Verdict:
    """Decide what becomes of a row whose call raised an error.

    Args:
        error: What the call raised.
        tries: How often this run has sent the row, this time included.
        sent: What may have left for the row.
        concerns_every_row: Whether the action knows an error to be the same for every row, such as a missing campaign.

    """
    if not isinstance(error, ChakraError):
        # Cancelled, or the action's own code failed: before its first request nothing can have been done.
        is_bug = not isinstance(error, asyncio.CancelledError)
        if sent.requests or sent.outside or (sent.outside is None and not is_bug):
            return Verdict(state=RowState.UNKNOWN, failed=True, is_bug=is_bug)
        return Verdict(state=RowState.PENDING, failed=is_bug, is_bug=is_bug)
    every = isinstance(error, _FATAL) or (concerns_every_row is not None and concerns_every_row(error))
    stop = reason_of(error) if every else None
    if error.outcome in _ENDS:
        state = _ENDS[error.outcome]
        return Verdict(state=state, stop=stop, failed=state is not RowState.DONE)
    own = (
        sum(attempt.outcome is not Outcome.NOT_SENT for attempt in error.attempts)
        if sent.last_is_write
        else 0
    )
    if sent.writes > own:
        # This call did nothing, but one before it had left for the same row.
        return Verdict(state=RowState.UNKNOWN, stop=stop, failed=True)
    if stop is not None:
        # The row is not at fault, and nothing was done: the next run sends it.
        return Verdict(state=RowState.PENDING, stop=stop, reached=error.outcome is Outcome.REFUSED)
    return _undone(error, tries)


def _undone(error: ChakraError, tries: int) -> Verdict:
    if isinstance(error, InvalidRequestError):
        return Verdict(state=RowState.INVALID)
    if error.outcome is Outcome.NOT_SENT:
        again = tries < UNSENT_TRIES
        return Verdict(state=RowState.PENDING, again=again, pause=_own_pause(tries), reached=False)
    if isinstance(error, RateLimitedError | ServerError):
        return _throttled(error, tries)
    return Verdict(state=RowState.REFUSED, failed=True)


def _throttled(error: APIError, tries: int) -> Verdict:
    pause = error.retry_after
    if pause is not None and pause > LONGEST_PAUSE:
        stop = f"the server asks for a pause of {pause:.0f} seconds: start again after it"
        return Verdict(state=RowState.PENDING, stop=stop)
    if tries >= THROTTLED_TRIES:
        return Verdict(state=RowState.REFUSED, failed=True)
    return Verdict(state=RowState.PENDING, again=True, pause=_own_pause(tries) if pause is None else pause)


def _own_pause(tries: int) -> float:
    return min(_FIRST_PAUSE * 2.0 ** min(tries - 1, 16), _LONGEST_OWN_PAUSE)


class Health:
    """The circuit breaker of a run: too many of the last rows failed, or the server cannot be reached.

    Args:
        workers: How many calls are made at once.
        stop_error_rate: Share of refused and unknown rows that ends the run; None never ends it.
        window: How many of the last rows that share is taken of; it is not judged before there are as many.

    """

    def __init__(self, *, workers: int, stop_error_rate: float | None, window: int) -> None:
        """Begin with nothing known."""
        self._rate = stop_error_rate
        self._window = window
        self._last: deque[bool] = deque(maxlen=window)
        self._bad = 0
        self._unreached = 0
        self._most_unreached = max(workers * UNREACHED_ROUNDS, 8)

    def note(self, state: RowState, *, reached: bool, failed: bool = False) -> str | None:
        """Take in how a call ended, and return why the run must end, or None."""
        if not reached:
            self._unreached += 1
            if self._unreached >= self._most_unreached:
                return f"the server cannot be reached: {self._unreached} calls in a row did not get there"
            return None
        bad = failed or state in (RowState.REFUSED, RowState.UNKNOWN)
        if bad or state is RowState.DONE:
            return self.note_end(bad=bad)
        self._unreached = 0
        return None

    def note_end(self, *, bad: bool) -> str | None:
        """Take in that a call got there and ended well or badly, and return why the run must end, or None."""
        self._unreached = 0
        if self._rate is None:
            return None
        last = self._last
        if len(last) == self._window:
            self._bad -= last[0]
        last.append(bad)
        self._bad += bad
        if len(last) == self._window and self._bad >= self._rate * self._window:
            return (
                f"{self._bad} of the last {self._window} rows were refused, failed or have an unknown outcome"
            )
        return None


def code_of(error: BaseException) -> str:
    """Return a short name of an error's kind: the API's own code, Meta's, or the error's class."""
    if isinstance(error, APIError):
        if error.code:
            return error.code[:_LONGEST_REASON]
        if error.meta_code is not None:
            return str(error.meta_code)
    return type(error).__name__


def reason_of(error: BaseException) -> str:
    """Return an error in words, not too long; phone numbers in one that is not the client's are masked."""
    if isinstance(error, asyncio.CancelledError):
        return "the run was stopped during its call"
    if isinstance(error, ChakraError):
        text = error.message  # cleaned where it came in; Meta's ids are shown
    else:
        text = mask_numbers(f"{type(error).__name__}: {_words_of(error)}".removesuffix(": "))
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 1] + "…"


def _words_of(error: BaseException) -> str:
    """Return what an error says; one of the caller's own may be unable to say anything."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a method of the caller's
        return ""
