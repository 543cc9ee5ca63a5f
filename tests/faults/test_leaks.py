"""Thousands of calls among faults and cancellations leave nothing behind."""

from __future__ import annotations

import gc
from collections import Counter

from benchmarks import leaks


def kinds() -> Counter[str]:
    """Return how many objects of each kind there are."""
    gc.collect()
    return Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())


async def test_calls_among_faults_and_cancellations_leave_nothing_behind() -> None:
    with leaks.misbehaving(1) as url:
        await leaks.run(url, calls=500, seed=1)  # caches are filled
        before = kinds()
        left = await leaks.run(url, calls=2500, seed=2)
        after = kinds()
    assert left.ends.total() == 2500
    assert {"answer", "cancelled", "ServerError", "ResponseError", "ConnectionLostError"} <= set(left.ends)
    assert (left.files, left.tasks, left.slots) == (0, 0, 0)
    more = {kind: count for kind, count in (after - before).items() if count > 20}
    assert not more  # the server commits each of its four faults some thirty times
