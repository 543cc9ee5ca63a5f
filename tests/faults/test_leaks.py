"""Thousands of calls with faults and cancellations leave nothing behind."""

from __future__ import annotations

import gc
from collections import Counter

import pytest

from benchmarks import leaks

ENDS = {"answer", "cancelled", "ServerError", "ResponseError", "ConnectionLostError"}


def kinds() -> Counter[str]:
    """Return how many objects of each kind there are."""
    gc.collect()
    return Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())


@pytest.mark.timeout(900)  # up to 8,000 calls among faults, on a machine that may be busy
async def test_calls_among_faults_and_cancellations_leave_nothing_behind() -> None:
    with leaks.faulty_server(1) as url:
        await leaks.run(url, calls=500, seed=1)  # caches are filled
        for seed in (2, 3, 4):
            before = kinds()
            left = await leaks.run(url, calls=2500, seed=seed)
            more = {kind: count for kind, count in (kinds() - before).items() if count > 20}
            assert left.ends.total() == 2500
            assert set(left.ends) >= ENDS
            assert (left.files, left.tasks, left.slots) == (0, 0, 0)
            if not more:
                break
    assert not more  # the server commits each of its four faults some thirty times: a leak grows in every run
