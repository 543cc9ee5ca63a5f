"""Random histories: whatever calls do and whenever a run is stopped, aborted or restarted, no key is sent twice untold."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chakra_async import (
    AuthenticationError,
    BadRequestError,
    Chakra,
    ConnectError,
    ConnectionLostError,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
)
from chakra_async.bulk import Report, Row, RowState, Run, action
from chakra_async.bulk.engine import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

FATES: Final[dict[str, Any]] = {
    "done": None,
    "done, unreadable": ConnectionLostError("no", outcome=Outcome.DONE),
    "refused": BadRequestError("no"),
    "unknown": ConnectionLostError("no", outcome=Outcome.UNKNOWN),
    "bug": ZeroDivisionError("no"),
    "invalid": InvalidRequestError("no"),
    "throttled": RateLimitedError("no", retry_after=0.0),
    "not sent": ConnectError("no"),
    "token": AuthenticationError("no"),
}
MAY_HAVE_WORKED: Final = frozenset({"done", "done, unreadable", "unknown", "bug", "aborted"})


@attrs.define
class World:
    """A server that does to each call what was drawn for it, and remembers what may have been done."""

    fates: list[str]
    worked: Counter[str] = attrs.field(factory=Counter[str])
    calls: int = 0

    async def call(self, _: Chakra, row: Row) -> None:
        fate = self.fates[self.calls % len(self.fates)]
        self.calls += 1
        self.worked[row.value] += 1
        await asyncio.sleep(0)
        if fate not in MAY_HAVE_WORKED:
            self.worked[row.value] -= 1
        if FATES[fate] is not None:
            raise FATES[fate]


@attrs.define
class Ending:
    how: str
    after: int


endings = st.builds(Ending, st.sampled_from(["finish", "stop", "abort", "cancel"]), st.integers(1, 30))


async def one_run(world: World, ending: Ending, keys: list[str], path: Path, *, retry: bool) -> Report | None:
    limits = SimpleNamespace(concurrency=4, rate=None)
    client: Any = SimpleNamespace(settings=SimpleNamespace(limits=limits, base_url="http://localhost"))
    run = Run(
        client,
        action(world.call, outside_effects=True),
        rows=keys,
        journal=path,
        on_unknown="retry" if retry else "hold",
        stop_error_rate=None,
    )
    start = world.calls

    async def end() -> None:
        while world.calls - start < ending.after:  # noqa: ASYNC110 - any turn of the loop is meant
            await asyncio.sleep(0)
        if ending.how == "stop":
            run.stop()
        elif ending.how == "abort":
            run.abort()
        else:
            finishing.cancel()

    finishing = asyncio.create_task(run.finish())
    ender = None if ending.how == "finish" else asyncio.create_task(end())
    try:
        return await finishing
    except (asyncio.CancelledError, ZeroDivisionError):  # a bug before any row was done is raised
        return None
    finally:
        if ender is not None:
            ender.cancel()
            await asyncio.wait([ender])


@pytest.fixture(autouse=True, scope="module")
def _short_pauses() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(policy, "_FIRST_PAUSE", 0.0001)
        yield


@given(
    keys=st.lists(st.integers(0, 30).map(str), min_size=1, max_size=40),
    fates=st.lists(st.sampled_from([*FATES, *["done"] * 8]), min_size=1, max_size=20),
    plan=st.lists(endings, max_size=4),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_key_is_sent_twice_and_the_counts_add_up(
    keys: list[str], fates: list[str], plan: list[Ending]
) -> None:
    world = World(fates)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.journal"
        for ending in plan:
            report = asyncio.run(one_run(world, ending, keys, path, retry=False))
            if report is not None:
                assert report.total == report.rows <= len(keys)
        world.fates = ["done"]
        report = asyncio.run(one_run(world, Ending("finish", 0), keys, path, retry=False))
        assert report is not None
        assert (report.total, report.rows, report.pending) == (len(keys), len(keys), 0)
        assert report.duplicate == len(keys) - len(set(keys))
        assert max(world.worked.values()) <= 1
        perhaps = {row.key for row in report.problems(RowState.UNKNOWN)}
        settled = {row.key for row in report.problems(RowState.DONE)}
        assert {key for key, times in world.worked.items() if times} <= perhaps | settled
        assert settled <= {key for key, times in world.worked.items() if times}
        report = asyncio.run(one_run(world, Ending("finish", 0), keys, path, retry=True))
        assert report is not None
        assert (report.unknown, report.sent) == (0, len(perhaps))
