"""The rounds of a run on an engine: unfinished slices are submitted until there are none, or the journal does not advance."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._core.masking import mask_numbers
from chakra_async.bulk.distributed.supervision import Supervision
from chakra_async.bulk.journal.base import JournalCounts
from chakra_async.bulk.journal.postgres.driver import connect, once_back, postgres_errors
from chakra_async.bulk.journal.postgres.finishing import GOING
from chakra_async.bulk.rows import RowState

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from chakra_async.bulk.distributed.engine import Ended, Engine
    from chakra_async.bulk.distributed.slices import Share
    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["Overview", "in_words", "supervise"]

_LONGEST: Final = 200
_UNFINISHED: Final = """
SELECT slice, hi - lo + 1 FROM chakra.slices JOIN chakra.runs USING (run) WHERE name = %s AND NOT finished
"""
_LEFT: Final = """
SELECT slice, (SELECT count(*) FROM chakra.rows WHERE rows.run = slices.run AND number BETWEEN lo AND hi
    AND rows.state IN ('pending', 'sending'))
FROM chakra.slices JOIN chakra.runs USING (run) WHERE name = %s AND NOT finished
"""
_COUNTS: Final = """
SELECT rows.state, count(*), count(*) FILTER (WHERE was_created), count(*) FILTER (WHERE NOT was_created)
FROM chakra.rows WHERE run = (SELECT run FROM chakra.runs WHERE name = %s) AND number > 0 GROUP BY 1
"""
_STOP: Final = """
UPDATE chakra.runs SET state = 'stopping', why = %s WHERE name = %s AND state = 'running'
RETURNING pg_notify('chakra_run', run::text)
"""
_STATE: Final = "SELECT state, why FROM chakra.runs WHERE name = %s"


class Overview:
    """Reads how far a run is; it blocks, and connects anew each time, which is seldom. A database that is away is waited for.

    Args:
        address: The journal.
        given_up: Whether the database is not to be waited for; called in other threads.

    """

    def __init__(self, address: JournalAddress, given_up: Callable[[], bool] = lambda: False) -> None:
        """Keep the address."""
        self._address = address
        self._given_up = given_up

    def left(self, *, count: bool) -> dict[int, int]:
        """Return the rows that are to be sent, by unfinished slice; not counted, a slice's size is taken."""
        return dict(self._all(_LEFT if count else _UNFINISHED))

    def state(self) -> tuple[str, str | None]:
        """Return the state of the run, and why it is stopping."""
        found = self._all(_STATE)
        return (found[0][0], found[0][1]) if found else ("purged", None)

    def counts(self) -> JournalCounts:
        """Return how many rows are in which state; those that are under way count as pending."""
        found = self._all(_COUNTS)
        states = {RowState(state): rows for state, rows, _, _ in found}
        states[RowState.PENDING] = states.get(RowState.PENDING, 0) + states.pop(RowState.SENDING, 0)
        created, existing = sum(each[2] for each in found), sum(each[3] for each in found)
        return JournalCounts(states=states, created=created, existing=existing)

    def stop(self, why: str) -> None:
        """Let no worker begin a call any more."""
        self._all(_STOP, why)

    def _all(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        return once_back(lambda: self._once(statement, *parameters), self._given_up)

    def _once(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        connection: Any = connect(self._address, writes=False)
        try:
            with postgres_errors(self._address):
                return cast(
                    "list[tuple[Any, ...]]",
                    connection.execute(statement, (*parameters, self._address.name)).fetchall(),
                )
        finally:
            connection.close()


async def supervise(
    engine: Engine,
    address: JournalAddress,
    *,
    share: Share | None = None,
    stopping: Callable[[], bool] = lambda: False,
    given_up: Callable[[], bool] = lambda: False,
) -> str | None:
    """Submit slices until all are finished.

    Args:
        engine: Runs them.
        address: The journal.
        share: Only these slices; None for all.
        stopping: Whether no further round is to begin.
        given_up: Whether a database that is away is not to be waited for; called in other threads.

    Returns:
        Why the run stopped before all slices were finished, or None.

    Raises:
        JournalError: The journal cannot be read.

    """
    overview, work = Overview(address, given_up), Supervision()
    while not stopping():
        left = await asyncio.to_thread(overview.left, count=work.rounds > 0)
        if share is not None:
            left = {number: left[number] for number in share.of(sorted(left))}
        state, why = await asyncio.to_thread(overview.state)
        if state not in GOING:
            work.stop(why or f"the run is {state}")
        slices = work.begin(left)
        if not slices:
            break
        if work.rounds > 1:
            await asyncio.sleep(work.pause)
        try:
            async with aclosing(cast("AsyncGenerator[Ended]", engine.submit(address.name, slices))) as ends:
                async for end in ends:
                    work.ended(end.slice, end.problem)
        except (asyncio.CancelledError, KeyboardInterrupt):
            await engine.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - whatever an engine raises, the journal says what is left
            for number in slices:
                work.ended(number, in_words(error))
    return work.stopped_because


def in_words(error: BaseException) -> str:
    """Return what an engine raised, in few words, phone numbers masked."""
    text = " ".join(mask_numbers(f"{type(error).__name__}: {error}".removesuffix(": ")).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
