"""The thread behind an inbox on disk: what is asked for at once is done at once, and told at once."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from chakra_async.webhooks.inbox.errors import InboxError
from chakra_async.webhooks.inbox.group import GroupThread

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from chakra_async.webhooks.inbox.errors import LeaseLostError
    from chakra_async.webhooks.inbox.records import NewRecord
    from chakra_async.webhooks.inbox.settling import Settling


class _Numbers:
    """A book that counts; the jobs of these tests append numbers to it."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    def note(self, number: int) -> int:
        self.groups[-1].append(number)
        return number

    def append(self, records: Sequence[NewRecord], *, now: int) -> list[bool]:
        raise AssertionError("nothing is appended or settled here")

    def settle_all(self, settlings: Sequence[Settling]) -> list[LeaseLostError | None]:
        raise AssertionError("nothing is appended or settled here")


def _noting(number: int) -> Callable[[_Numbers], int]:
    return lambda book: book.note(number)


class _Store:
    """A store whose transactions are lists of the numbers noted in them."""

    errors = OSError

    def __init__(self) -> None:
        self.book = _Numbers()
        self.failing = False

    def check(self) -> None:
        """Everything may be stored."""

    @contextlib.contextmanager
    def transaction(self, *, reads: bool) -> Generator[None]:
        del reads
        self.book.groups.append([])
        yield
        if self.failing:
            raise InboxError("The disk is full.")

    def close(self) -> None:
        """Nothing is open."""


async def test_jobs_asked_for_in_one_turn_of_the_event_loop_share_a_transaction() -> None:
    """An idle thread does not begin with the first of them alone, which would cost a flush more."""
    store = _Store()
    thread = GroupThread(lambda: store)
    await thread.start()
    for round_ in range(20):
        wanted = list(range(10 * round_, 10 * round_ + 10))
        found = await asyncio.gather(*(thread.do(_noting(n)) for n in wanted))
        assert found == wanted
    await thread.stop()
    assert store.book.groups == [list(range(10 * n, 10 * n + 10)) for n in range(20)]


async def test_a_group_wakes_the_event_loop_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waking takes the interpreter lock away from whatever runs."""
    thread = GroupThread(_Store)
    await thread.start()
    loop = asyncio.get_running_loop()
    wakings = 0
    original = loop.call_soon_threadsafe

    def counted(*args: object, **kwargs: object) -> object:
        nonlocal wakings
        wakings += 1
        return original(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
    await asyncio.gather(*(thread.do(_noting(n)) for n in range(50)))
    assert wakings == 1
    await thread.stop()


async def test_jobs_of_two_event_loops_get_their_results_there() -> None:
    """An inbox may be asked by a loop that another thread runs."""
    store = _Store()
    thread = GroupThread(lambda: store)
    await thread.start()

    def elsewhere() -> list[int]:
        async def ask() -> list[int]:
            return list(await asyncio.gather(*(thread.do(_noting(n)) for n in range(100, 150))))

        return asyncio.run(ask())

    there, *here = await asyncio.gather(
        asyncio.to_thread(elsewhere), *(thread.do(_noting(n)) for n in range(50))
    )
    assert there == list(range(100, 150))
    assert here == list(range(50))
    await thread.stop()


async def test_a_transaction_that_fails_is_the_failure_of_each_of_its_jobs() -> None:
    store = _Store()
    thread = GroupThread(lambda: store)
    await thread.start()
    store.failing = True
    failed = await asyncio.gather(*(thread.do(_noting(n)) for n in range(5)), return_exceptions=True)
    assert [str(each) for each in failed] == ["The disk is full."] * 5
    store.failing = False
    assert await thread.do(_noting(7)) == 7
    await thread.stop()
    with pytest.raises(InboxError, match="closed"):
        await thread.do(_noting(8))


async def test_what_was_asked_for_just_before_the_end_is_done() -> None:
    store = _Store()
    thread = GroupThread(lambda: store)
    await thread.start()
    asked = [asyncio.ensure_future(thread.do(_noting(n))) for n in range(5)]
    await asyncio.sleep(0)
    await thread.stop()
    assert await asyncio.gather(*asked) == list(range(5))
