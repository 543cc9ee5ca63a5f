"""What a journal is: the protocol between the engine of a run and whatever keeps its record. Pure.

The protocol does not assume that one process has the whole journal. A run works on a *claim*: a range of rows, granted to an
owner under a fence. A newer claim on the same rows raises the fence, and from then on:

- an intent (`mark_sending`) is granted only under the present fence and only for rows that are pending, so a row is never
  sent on the strength of an older claim. Only what is granted, and durable, may be sent;
- an end (`record_end`) is accepted from rows that are sending or unknown under the fence of their intent, so an owner
  that lost its claim can still say what became of its own calls; and from pending rows of its claim that are excluded. Ends that fit no such row are *late* and are named when
  the journal is closed, never dropped.

A journal that locks its file for one process grants everything at once and for as long as the process lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, overload

import attrs
import orjson

from chakra_async.bulk.rows import Done, Result, RowState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chakra_async.bulk.errors import JournalError
    from chakra_async.bulk.measures import RunRecord

__all__ = [
    "Added",
    "Applied",
    "Claim",
    "Closing",
    "Ended",
    "Granted",
    "Group",
    "Identity",
    "Journal",
    "JournalCounts",
    "KnownRow",
    "NewInOrder",
    "NewRow",
    "ReasonCount",
    "Retried",
    "Store",
    "Summary",
    "is_same_list",
    "text_of",
]

NewRow: TypeAlias = tuple[int, int | None, str | None, str, str | None, str | None]
"""Number, line, key, state, code and reason of a row that was read."""


class NewInOrder(Sequence[NewRow]):
    """Pending rows whose numbers follow each other, and whose lines do so too or are not known: as good as a list of tuples.

    It is what nearly every batch is. It holds the keys and nothing else for each row, so that Python's garbage collector has
    less to look through: objects that are made by the hundred make it run.

    Args:
        number: The first row's number.
        line: The first row's line, or None.
        keys: The keys.

    """

    __slots__ = ("keys", "line", "number")

    def __init__(self, number: int, line: int | None, keys: list[str]) -> None:
        """Keep them."""
        self.number = number
        self.line = line
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> NewRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[NewRow]: ...

    def __getitem__(self, index: int | slice) -> NewRow | list[NewRow]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self.keys)))]
        place = range(len(self.keys))[index]
        line = None if self.line is None else self.line + place
        return self.number + place, line, self.keys[place], RowState.PENDING, None, None


Ended: TypeAlias = Result | Done
"""How a row ended."""


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
        entries: The action, its parameters and the server.
        validation: The parameters that only decide which rows are valid, such as the country.
        source: What the list of rows is known by, such as its digest.
        stable: Whether equal values of `source` prove that the rows are the same.

    """

    entries: Mapping[str, str]
    validation: Mapping[str, str]
    source: Mapping[str, str] = attrs.field(factory=dict[str, str])
    stable: bool = False


def is_same_list(known: Mapping[str, str], identity: Identity) -> bool:
    """Whether a journal's rows are proven to be those of a list, judged by the same rules."""
    return (
        bool(known)
        and identity.stable
        and known.get("validation") == text_of(identity.validation)
        and all(known.get(name) == value for name, value in identity.source.items() if name != "file")
    )


def text_of(validation: Mapping[str, str]) -> str:
    """Return parameters as a journal keeps them."""
    return orjson.dumps(dict(validation), option=orjson.OPT_SORT_KEYS).decode()


@attrs.frozen(kw_only=True)
class Retried:
    """Which rows that have ended are sent again.

    Attributes:
        states: Their states: `refused`, `unknown` or `invalid`.
        codes: The codes or classes of their errors; empty for any.

    """

    states: frozenset[RowState] = frozenset()
    codes: frozenset[str] = frozenset()


@attrs.define(kw_only=True)
class JournalCounts:
    """What a journal held when its run began.

    Attributes:
        states: Rows by state.
        created: Rows done that made something new.
        existing: Rows done that met something there before.
        last: The highest number of a row.
        first_pending: The lowest number of a pending row, or None.
        line: The line of the last row that need not be read again, where the journal has it; None else.
        compare: Whether the rows of the list must be compared with the journal's, because the list, or what decides about
            its keys, may have changed.

    """

    states: dict[RowState, int]
    created: int = 0
    existing: int = 0
    last: int = 0
    first_pending: int | None = None
    line: int | None = None
    compare: bool = False

    @property
    def over(self) -> int:
        """The last row that need not be read again, if the list is the same."""
        return self.last if self.first_pending is None else self.first_pending - 1


@attrs.frozen
class KnownRow:
    """What a journal knows of a row.

    Attributes:
        state: Its state.
        key: Its key; for a duplicate the key of the row that it repeats, None for an invalid row.
        was_created: Whether it made something new; None where that is not known.

    """

    state: RowState
    key: str | None = None
    was_created: bool | None = None


@attrs.frozen(kw_only=True)
class Added:
    """How rows that were added are found in the journal.

    Attributes:
        duplicates: Rows with the key of another row, by number, each with the number of that row.
        known: Rows whose key the journal knew under another number, by number, if they have ended.

    """

    duplicates: Mapping[int, int] = attrs.field(factory=dict[int, int])
    known: Mapping[int, KnownRow] = attrs.field(factory=dict[int, KnownRow])


@attrs.define
class Group:
    """Changes that are made durable together: rows that were read, that ended, that are about to be sent; and their run."""

    added: Sequence[NewRow] = ()
    displaced: list[int] = attrs.field(factory=list[int])
    through: int | None = None
    ended: list[Ended] = attrs.field(factory=list["Ended"])
    sending: list[int] = attrs.field(factory=list[int])
    run: RunRecord | None = None

    def __bool__(self) -> bool:
        return bool(self.added or self.ended or self.sending)


@attrs.frozen(kw_only=True)
class Applied:
    """What became of a group.

    Attributes:
        added: What the journal knew of the rows that were added.
        refused: Rows whose intent was not granted.
        late: Ends of rows that had gone on without them.
        send_before: When the intents are too old to be sent, on the clock of `boot_seconds`; None for never.
        stop: Why no intent is granted any more, or None.

    """

    added: Added = attrs.field(factory=Added)
    refused: frozenset[int] = frozenset()
    late: Sequence[Ended] = ()
    send_before: float | None = None
    stop: JournalError | None = None


@attrs.frozen(kw_only=True)
class Granted:
    """The answer to intents.

    Attributes:
        numbers: The rows that may be sent now: their intent is durable.
        refused: Rows that may not be sent under this claim; they stay what they are.
        seconds: How long it took.
        error: Why no intent can be recorded any more, or None.
        send_before: When the intents are too old to be sent, on the clock of `boot_seconds`; None for never.

    """

    numbers: Sequence[int]
    refused: Sequence[int] = ()
    seconds: float = 0.0
    error: JournalError | None = None
    send_before: float | None = None


@attrs.frozen(kw_only=True)
class ReasonCount:
    """A reason for which rows did not end as done.

    Attributes:
        state: Their state.
        code: The code of the error.
        reason: The reason in words, what differs from row to row left out.
        count: How many rows have it.
        rows: The numbers of the first of them.

    """

    state: RowState
    code: str | None
    reason: str
    count: int
    rows: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Summary:
    """What a journal holds, in few words.

    Attributes:
        reasons: Reasons by how often they occur.
        prefixes: Rows by the first digits of their key, each with one such key.

    """

    reasons: Sequence[ReasonCount] = ()
    prefixes: Mapping[str, int] = attrs.field(factory=dict[str, int])


@attrs.frozen(kw_only=True)
class Closing:
    """What a journal could not take.

    Attributes:
        failure: Why the journal could not be written or closed, or None.
        unrecorded: Ends of rows that could not be written; the journal has these rows as perhaps done.
        late: Ends of rows that had gone on without them under a newer fence.
        counts: What the journal holds of the list now; None where it cannot be read.
        absent: Rows of the journal that are not in the list any more.
        summary: The commonest reasons and the keys by their first digits.

    """

    failure: JournalError | None = None
    unrecorded: list[Result] = attrs.field(factory=list[Result])
    late: list[Result] = attrs.field(factory=list[Result])
    counts: JournalCounts | None = None
    absent: int = 0
    summary: Summary = attrs.field(factory=Summary)


_NONE: Final = Retried()


class Journal(Protocol):
    """A record of a run that survives its process."""

    @property
    def known(self) -> Mapping[str, str]:
        """The identity of the run that the journal belongs to; empty for a new one."""
        ...

    async def begin(self, identity: Identity, *, retry: Retried = _NONE) -> JournalCounts:
        """Check that the journal is of this run, take a claim, and find out where the rows are.

        Rows of the claim found `sending` become `unknown`.

        Args:
            identity: The run.
            retry: Make these rows pending again, or have them judged again where they were invalid.

        Raises:
            JournalError: If the journal is of something else, or cannot be written.

        """
        ...

    @property
    def claim(self) -> Claim:
        """The rows that this owner may send."""
        ...

    async def add(
        self, rows: Sequence[NewRow], displaced: Sequence[int] = (), *, through: int | None = None
    ) -> Added:
        """Record rows that were read, in their order.

        A key that the journal knows from a row that is not in the list any more, or has not been read yet, keeps its
        state and gets the new number.

        Args:
            rows: The rows.
            displaced: Numbers at which the list has other rows than the journal: those rows leave the list first. Their
                states are kept, should their keys come again.
            through: The row up to which the list has been compared with the journal; by default the last of `rows`.

        """
        ...

    async def known_rows(self, first: int, last: int) -> dict[int, KnownRow]:
        """Return the rows between two numbers, both included."""
        ...

    async def list_ended(self, last: int) -> None:
        """Record that the list has been read to its end, which is row `last`: rows behind it leave the list."""
        ...

    def mark_sending(self, numbers: Sequence[int], answer: Callable[[Granted], None]) -> None:
        """Record that rows are about to be sent; `answer` is called once that is durable, or has failed."""
        ...

    def record_end(self, result: Ended) -> None:
        """Record how a row ended, soon; `pending` withdraws its intent, and `excluded` ends a row that was pending."""
        ...

    def note_run(self, record: RunRecord) -> None:
        """Record what is known of this run, with what is written next; it replaces what was recorded before."""
        ...

    def hurry(self) -> None:
        """From now on do not wait for a store that is away, such as a database that restarts."""
        ...

    async def close(self) -> Closing:
        """Record what is left, give the claim back and close."""
        ...

    async def discard(self) -> None:
        """Close without having begun, and remove what was made just now."""
        ...


class Store(Protocol):
    """A journal that blocks, used from one thread; `GroupCommit` makes a `Journal` of it."""

    known: dict[str, str]
    counts: JournalCounts
    claim: Claim

    def begin(self, identity: Identity, *, retry: Retried = _NONE) -> None:
        """See `Journal`; what it held is in `counts`."""
        ...

    def apply(self, group: Group) -> Applied:
        """Make a group of changes durable, or raise `JournalError` and leave nothing of it."""
        ...

    def known_rows(self, first: int, last: int) -> dict[int, KnownRow]:
        """See `Journal`."""
        ...

    def list_ended(self, last: int) -> None:
        """See `Journal`."""
        ...

    def summary(self) -> tuple[JournalCounts, int, Summary]:
        """Return what the journal holds, how many of its rows are not in the list any more, and its summary."""
        ...

    def hurry(self) -> None:
        """See `Journal`; called from another thread."""
        ...

    def close(self) -> None:
        """Give the claim back and close."""
        ...

    def discard(self) -> None:
        """Close without having begun, and remove what was made just now."""
        ...
