"""What a journal is: the protocol between the engine of a run and whatever keeps its record. Pure.

The protocol does not assume that one process has the whole journal. A run works on a *claim*: a range of rows, granted to an
owner under a fence. A newer claim on the same rows raises the fence, and from then on:

- an intent (`mark_sending`) is granted only under the present fence and only for rows that are pending, so a row is never
  sent on the strength of an older claim. Only what is granted, and durable, may be sent;
- an end (`record_end`) is accepted from rows that are sending or unknown under the fence of their intent, so an owner
  that lost its claim can still say what became of its own calls. Ends that fit no such row are *late* and are named when
  the journal is closed, never dropped.

A journal that locks its file for one process grants everything at once and for as long as the process lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

import attrs

from chakra_async.bulk.rows import Result, RowState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chakra_async.bulk.errors import JournalError

__all__ = [
    "Claim",
    "Closing",
    "Granted",
    "Identity",
    "Journal",
    "JournalCounts",
    "NewRow",
]

NewRow: TypeAlias = tuple[int, int | None, str | None, str, str | None, str | None]
"""Number, line, key, state, code and reason of a row that was read."""


@attrs.frozen(kw_only=True)
class Claim:
    """The right to send a range of rows.

    Attributes:
        owner: Who has it, for messages.
        fence: Grows with every claim on these rows; an intent of a lower fence is not granted.
        first: The first row's number.
        last: The last row's number; None for all that follow.
        seconds: How long the claim lasts without being renewed; None for as long as its owner lives.

    """

    owner: str
    fence: int
    first: int = 1
    last: int | None = None
    seconds: float | None = None


@attrs.frozen(kw_only=True)
class Identity:
    """What makes a run the same run.

    Attributes:
        entries: The action, its parameters, the server, and what the rows are known by.
        validation: The parameters that only decide which rows are valid.

    """

    entries: Mapping[str, str]
    validation: Mapping[str, str]


@attrs.define(kw_only=True)
class JournalCounts:
    """What a journal held when its run began.

    Attributes:
        states: Rows by state.
        created: Rows done that made something new.
        existing: Rows done that met something there before.
        last: The highest number of a row.
        first_pending: The lowest number of a pending row, or None.

    """

    states: dict[RowState, int]
    created: int = 0
    existing: int = 0
    last: int = 0
    first_pending: int | None = None


@attrs.frozen(kw_only=True)
class Granted:
    """The answer to intents.

    Attributes:
        numbers: The rows that may be sent now: their intent is durable.
        refused: Rows that may not be sent under this claim; they stay what they are.
        seconds: How long it took.
        error: Why no intent can be recorded any more, or None.

    """

    numbers: Sequence[int]
    refused: Sequence[int] = ()
    seconds: float = 0.0
    error: JournalError | None = None


@attrs.frozen(kw_only=True)
class Closing:
    """What a journal could not take.

    Attributes:
        unrecorded: Ends of rows that could not be written; the journal has these rows as perhaps done.
        late: Ends of rows that had gone on without them under a newer fence.

    """

    unrecorded: list[Result] = attrs.field(factory=list[Result])
    late: list[Result] = attrs.field(factory=list[Result])


class Journal(Protocol):
    """A record of a run that survives its process."""

    @property
    def known(self) -> Mapping[str, str]:
        """The identity of the run that the journal belongs to; empty for a new one."""
        ...

    async def begin(self, identity: Identity, *, retry_unknown: bool) -> JournalCounts:
        """Check that the journal is of this run, take a claim, and find out where the rows are.

        Rows of the claim found `sending` become `unknown`.

        Args:
            identity: The run.
            retry_unknown: Make rows of unknown outcome pending again.

        Raises:
            JournalError: If the journal is of something else, or cannot be written.

        """
        ...

    @property
    def claim(self) -> Claim:
        """The rows that this owner may send."""
        ...

    async def add(self, rows: Sequence[NewRow]) -> list[tuple[int, int]]:
        """Record rows that were read; return the duplicates among them, each with the first row of its key."""
        ...

    async def states(self, first: int, last: int) -> dict[int, tuple[str, str | None]]:
        """Return state and key of the rows between two numbers, both included."""
        ...

    def mark_sending(self, numbers: Sequence[int], answer: Callable[[Granted], None]) -> None:
        """Record that rows are about to be sent; `answer` is called once that is durable, or has failed."""
        ...

    def record_end(self, result: Result) -> None:
        """Record how a row ended, soon; `pending` withdraws its intent."""
        ...

    async def close(self) -> Closing:
        """Record what is left, give the claim back and close."""
        ...

    async def discard(self) -> None:
        """Close without having begun, and remove what was made just now."""
        ...
