"""A slice's part of the limit that all workers of a run share: a row of the database, changed when a slice is taken and left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import orjson

from chakra_async.bulk.distributed.limit_state import SharedLimit
from chakra_async.bulk.distributed.run_options import RunOptions
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.postgres.driver import connect, postgres_errors
from chakra_async.bulk.journal.postgres.schema import limit_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.bulk.distributed.slice_store import SliceStore
    from chakra_async.bulk.journal.base import Claim
    from chakra_async.bulk.journal.postgres.address import JournalAddress

__all__ = ["SliceLimit"]

_MAKE: Final = "INSERT INTO chakra.gates (key) VALUES (%s) ON CONFLICT DO NOTHING"
_LOCK: Final = "SELECT state FROM chakra.gates WHERE key = %s FOR UPDATE"
_WRITE: Final = "UPDATE chakra.gates SET state = %s WHERE key = %s"
_COUNT: Final = """
SELECT count(*) FILTER (WHERE fence > %(since)s AND state IN ('sending', 'unknown', 'done', 'refused')),
    count(*) FILTER (WHERE state = 'pending')
FROM chakra.rows WHERE run = %(run)s AND number BETWEEN %(lo)s AND %(hi)s
"""
_STOP: Final = """
UPDATE chakra.runs SET state = 'stopping', why = %s WHERE run = %s AND state = 'running'
    AND EXISTS (SELECT 1 FROM chakra.slices WHERE slices.run = runs.run AND NOT finished)
RETURNING pg_notify('chakra_run', run::text)
"""
_RUNNING: Final = "SELECT 1 FROM chakra.runs WHERE run = %s AND state = 'running'"
_LOOK_AGAIN: Final = 1.0
_LONGEST: Final = 30.0


class SliceLimit:
    """What one slice may use of the limit of its run. The slice has been taken before, so that no one else's intents count in it.

    Args:
        address: The journal.
        run: The number of the run.
        slice_: The slice.
        claim: The claim on it.
        options: The run's options, with a limit.

    """

    def __init__(
        self, address: JournalAddress, run: int, slice_: int, claim: Claim, options: RunOptions
    ) -> None:
        """Ask nothing yet."""
        self._address = address
        self._run = run
        self._slice = slice_
        self._claim = claim
        self._limit = options.limit or 0
        self._since = options.since
        self.reason = f"the limit of {self._limit} rows is reached"

    @classmethod
    def of(cls, address: JournalAddress, store: SliceStore) -> SliceLimit | None:
        """Return the limit of the run of a slice that was taken, None where it does not have one.

        Raises:
            JournalError: The options of the run cannot be read.

        """
        options = RunOptions.read(store.known)
        if options.limit is None:
            return None
        return cls(address, store.run, store.slice, store.claim, options)

    async def take(self, over: Callable[[], bool]) -> int:
        """Return how many rows of the slice may end. While others hold the last rows of the limit, it is waited for what they leave.

        Args:
            over: Whether to wait no longer.

        Raises:
            JournalError: The database cannot be used.

        """
        loop = asyncio.get_running_loop()
        before: dict[int, int] | None = None
        until = 0.0
        while True:
            granted, state, running = await asyncio.to_thread(self._grant)
            if granted or state.reached or not state.held or not running or over():
                return granted
            now = loop.time()
            if state.charged != before:
                before, until = state.charged, now + _LONGEST
            if now >= until:  # the worker that holds them may be gone; the next round takes its slice
                return 0
            await asyncio.sleep(_LOOK_AGAIN)

    async def give_back(self) -> None:
        """Say what was used, and stop the run if that was the last of the limit.

        Raises:
            JournalError: The database cannot be used; then what was granted is found again when the slice is taken again.

        """
        await asyncio.to_thread(self._settle)

    def _grant(self) -> tuple[int, SharedLimit, bool]:
        def change(connection: Any, state: SharedLimit) -> tuple[SharedLimit, tuple[int, SharedLimit, bool]]:
            used, pending = self._count(connection)
            changed, granted = state.grant(self._slice, self._claim.fence, used=used, pending=pending)
            if changed.reached:
                connection.execute(_STOP, (self.reason, self._run))
            running = connection.execute(_RUNNING, (self._run,)).fetchone()
            return changed, (granted, changed, running is not None)

        found: tuple[int, SharedLimit, bool] = self._change(change)
        return found

    def _settle(self) -> None:
        def change(connection: Any, state: SharedLimit) -> tuple[SharedLimit, None]:
            changed = state.give_back(self._slice, self._claim.fence, used=self._count(connection)[0])
            if changed.reached:
                connection.execute(_STOP, (self.reason, self._run))
            return changed, None

        self._change(change)

    def _count(self, connection: Any) -> tuple[int, int]:
        rows = {"lo": self._claim.first, "hi": self._claim.last}
        given = {"run": self._run, "since": self._since, **rows}
        used, pending = connection.execute(_COUNT, given).fetchone()
        return used, pending

    def _change(self, change: Callable[[Any, SharedLimit], tuple[SharedLimit, Any]]) -> Any:
        key = limit_key(self._run)
        connection: Any = connect(self._address)
        try:
            with postgres_errors(self._address), connection.transaction():
                connection.execute(_MAKE, (key,))
                data = connection.execute(_LOCK, (key,)).fetchone()[0]
                try:
                    state = SharedLimit.read(data, limit=self._limit, since=self._since)
                except ValueError:
                    raise JournalError(
                        f"The limit of the journal {self._address} cannot be read: run the command that loaded it once more."
                    ) from None
                changed, answer = change(connection, state)
                connection.execute(_WRITE, (orjson.dumps(changed.to_data()).decode(), key))
        finally:
            connection.close()
        return answer
