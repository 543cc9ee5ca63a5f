"""The statements that make ends and intents durable together, in the order of their locks, and what they answer. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import attrs
import orjson

from chakra_async.bulk.journal.postgres import statements
from chakra_async.bulk.journal.postgres.ends import End
from chakra_async.bulk.journal.runs import values_of
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chakra_async.bulk.journal.base import Ended
    from chakra_async.bulk.journal.postgres.session import Seen, Step
    from chakra_async.bulk.measures import RunRecord

__all__ = ["Answer", "Steps", "slices_of"]


@attrs.frozen
class Answer:
    """What the statements of a group answered.

    Attributes:
        granted: The rows that may be sent.
        late: Ends of rows that had gone on without them.
        server: System identifier, timeline and position of the database that granted; None where no intent was asked for.

    """

    granted: frozenset[int] = frozenset()
    late: Sequence[Ended] = ()
    server: tuple[str, int, int] | None = None


@attrs.define
class Steps:
    """Statements of one transaction, each with its parameters, and which of them answer what.

    Attributes:
        all: The statements.
        locks: How many of them, at their beginning, only take locks.

    """

    all: list[Step] = attrs.field(factory=list["Step"])
    locks: int = 0
    _ends: Sequence[End] = attrs.field(default=(), alias="ends")
    _late: int | None = None
    _intents: int | None = None

    @classmethod
    def of(
        cls,
        *,
        run: int,
        size: int,
        fence: int,
        ends: Sequence[End],
        sending: Sequence[int],
        record: RunRecord | None,
        seen: Seen,
    ) -> Self:
        """Return the statements for a group.

        Args:
            run: The run.
            size: The rows of a slice.
            fence: The fence of the claim.
            ends: Rows that ended.
            sending: Rows that are about to be sent.
            record: The measures of the run.
            seen: The database of before.

        """
        steps = cls(ends=ends)
        of_run: dict[str, Any] = {"run": run, "size": size, "fence": fence}
        asked = {**of_run, "slices": slices_of(sending, size), "numbers": list(sending)}
        if ends:
            steps._end({"run": run, "size": size}, asked if sending else None)
        if sending:
            steps._intents = len(steps.all)
            steps.all.append((statements.INTENTS, {**asked, **seen.parameters}))
        if record is not None:
            text = orjson.dumps(values_of(record)).decode().replace("\\u0000", "\\ufffd")
            steps.all.append((statements.MEASURES, (run, record.run, text)))
        return steps

    def _end(self, of_run: dict[str, Any], asked: dict[str, Any] | None) -> None:
        columns = {**of_run, **End.columns(self._ends)}
        back = [end.result.number for end in self._ends if end.result.state is RowState.PENDING]
        if back:
            self.all.append((statements.LOCK_SHARED, of_run))
            self.all.append((statements.HOLD_BACK, {**of_run, "slices": slices_of(back, of_run["size"])}))
        if asked is not None:
            self.all.append((statements.HOLD, asked))
        self.locks = len(self.all)
        self.all.append((statements.ENDS_BACK if back else statements.ENDS, columns))
        self._late = len(self.all)
        self.all.append((statements.LATE, columns))

    def answer(self, rows: Sequence[Sequence[tuple[Any, ...]]]) -> Answer:
        """Return what the rows that each statement returned mean."""
        late = set[int]() if self._late is None else {number for (number,) in rows[self._late]}
        ends = [end.result for end in self._ends if end.result.number in late]
        if self._intents is None or not rows[self._intents]:
            return Answer(late=ends)
        numbers, system_id, timeline, position = rows[self._intents][0]
        return Answer(granted=frozenset(numbers), late=ends, server=(system_id, timeline, int(position)))


def slices_of(numbers: Iterable[int], size: int) -> list[int]:
    """Return the slices of rows, in their order."""
    return sorted({(number - 1) // size + 1 for number in numbers})
