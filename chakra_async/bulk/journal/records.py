"""A row of a journal as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.bulk.rows import Result, RowState
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["result_of"]


def result_of(record: Sequence[Any]) -> Result:
    """Return a record of the query `schema.select` as a result."""
    (number, line, key, state, outcome, code, reason, created, attempts, at, first, *more) = record
    error_class, result_id, delivery, delivery_at, failed_at, failed_reason = more
    return Result(
        number=number,
        line=line,
        key=key,
        state=RowState(state),
        outcome=Outcome(outcome) if outcome else None,
        code=code,
        reason=f"the same as row {first}" if first else reason,
        was_created=None if created is None else bool(created),
        attempts=attempts,
        result_id=result_id,
        error_class=error_class,
        at=at,
        delivery=delivery,
        delivery_at=delivery_at,
        failed_at=failed_at,
        failed_reason=failed_reason,
    )
