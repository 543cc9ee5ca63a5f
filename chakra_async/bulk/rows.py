"""Plain data of bulk work: a row as it was read, the states it goes through, and the result it ends with."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async._core.masking import masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.outcomes import Outcome

__all__ = ["EMPTY", "Done", "RedirectedRow", "Result", "Row", "RowState"]

EMPTY: Final[Mapping[str, str]] = {}
"""The fields of a row that is only a value."""


class RowState(enum.StrEnum):
    """The state of a row: `pending -> sending -> done | refused | unknown`; `invalid`, `duplicate`, `excluded` if never sent."""

    PENDING = "pending"
    """Read, and not sent: the next run on the same journal sends it."""
    SENDING = "sending"
    """Its call is under way. Found in a journal after a crash it means: perhaps done."""
    DONE = "done"
    """Done."""
    REFUSED = "refused"
    """The server refused it: nothing was done."""
    UNKNOWN = "unknown"
    """Perhaps done: check before it is sent again."""
    INVALID = "invalid"
    """It cannot be sent as it is, such as a phone number with too few digits."""
    DUPLICATE = "duplicate"
    """An earlier row has the same key; this one is never sent."""
    EXCLUDED = "excluded"
    """Its person is on the list of those to leave out, such as opt-outs; it is not sent."""


def _masked(value: object) -> str:
    return repr(masked(value)) if isinstance(value, str) else repr(value)


@attrs.define
class Row:
    """One record of the input.

    Attributes:
        number: Its place among the data records, from 1 on.
        value: The cell that identifies it, as it was read: the phone number's, unless another column was named.
        fields: All its cells by column name; values as they came.
        line: The line of the file it begins on, from 1 on; None without a file.
        problem: Why it cannot be used, found while reading; None for a sound row.

    """

    number: int
    value: str = attrs.field(repr=_masked)
    fields: Mapping[str, object] = attrs.field(default=EMPTY, repr=False)
    line: int | None = None
    problem: str | None = None


@attrs.define
class RedirectedRow(Row):
    """A row with another number than its own, so that its other cells say nothing about the number."""


@attrs.define(kw_only=True)
class Result:
    """How a row ended.

    Attributes:
        number: The row's place among the data records, from 1 on.
        line: The line of the file it begins on, or None.
        key: What identifies it, such as the phone number in digits; None where the row is invalid.
        state: `done`, `refused`, `unknown`, `invalid`, `duplicate` or `excluded`; `pending` where it was given up for this
            run.
        outcome: The outcome its error stated; None without an error.
        code: The kind of error: the API's or Meta's code, else the error's class.
        reason: What went wrong in words, phone numbers masked; None where all went well.
        was_created: Whether the call made something new, where the answer says so.
        attempts: How often this run sent it.
        result_id: The id of what it made: the wamid of a message, the id of a process; None where there is none.
        error_class: The class of its error, such as `PaymentError`.
        at: When it ended or was sent, epoch milliseconds; only where it was read from a journal.
        delivery: How far its message has come by the webhooks that the journal was given: `sent`, `delivered`, `read` or
            `played`; None where that is not known.
        delivery_at: When it came that far, epoch milliseconds.
        failed_at: When WhatsApp reported that it failed after it had been accepted, epoch milliseconds.
        failed_reason: Why it failed.
        error: The exception itself, where there was one.
        value: What the action returned.

    """

    number: int
    line: int | None = None
    key: str | None = attrs.field(default=None, repr=_masked)
    state: RowState
    outcome: Outcome | None = None
    code: str | None = None
    reason: str | None = None
    was_created: bool | None = None
    attempts: int = 0
    result_id: str | None = None
    error_class: str | None = None
    at: int | None = None
    delivery: str | None = None
    delivery_at: int | None = None
    failed_at: int | None = None
    failed_reason: str | None = None
    error: BaseException | None = attrs.field(default=None, repr=False)
    value: object = attrs.field(default=None, repr=False)

    @property
    def masked(self) -> str:
        """The key with all but its first two and last two characters hidden; empty without a key."""
        return "" if self.key is None else masked(self.key)

    @property
    def place(self) -> str:
        """The row's number, and the line of the file where there is one, for messages."""
        return place(self.number, self.line)


class Done:
    """How a row that is plainly done ended, with as much of a `Result` as a journal needs: most rows of a run are just that.

    Args:
        row: The row.
        key: What identifies it.
        was_created: Whether the call made something new, where the answer says so.
        attempts: How often this run sent it.
        result_id: The id of what it made, or None.

    """

    __slots__ = ("attempts", "key", "number", "result_id", "row", "was_created")

    state: Final = RowState.DONE
    outcome: Final = None
    code: Final = None
    reason: Final = None
    error_class: Final = None

    def __init__(
        self, row: Row, key: str, *, was_created: bool | None, attempts: int, result_id: str | None
    ) -> None:
        self.row = row
        self.number = row.number
        self.key = key
        self.was_created = was_created
        self.attempts = attempts
        self.result_id = result_id

    def result(self, value: object = None) -> Result:
        """Return it as a result.

        Args:
            value: What the action returned.

        """
        return Result(
            number=self.number,
            line=self.row.line,
            key=self.key,
            state=RowState.DONE,
            was_created=self.was_created,
            attempts=self.attempts,
            result_id=self.result_id,
            value=value,
        )


def place(number: int, line: int | None) -> str:
    """Return a row's place in words, such as `row 17 (line 20)`."""
    return f"row {number}" if line is None else f"row {number} (line {line})"
