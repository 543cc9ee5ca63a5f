"""Only what surely does nothing twice is repeated, never sooner than demanded, never past the deadline."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chakra_async import Retry
from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.operation import Operation
from chakra_async._core.pacing.retry import backoff_waits, next_wait, repeats
from chakra_async.errors import ChakraError
from chakra_async.outcomes import Outcome, worst

SECONDS = st.floats(0, 1e6)
OPERATIONS = st.builds(
    Operation,
    name=st.just("x"),
    method=st.just("POST"),
    path=st.just("/"),
    repeatable=st.booleans(),
    reads=st.booleans(),
)
FAILURES = st.builds(
    Failure,
    error=st.just(ChakraError("x")),
    retry_safety=st.sampled_from(RetrySafety),
    throttled=st.booleans(),
    retry_after=st.none() | st.floats(0, 1e13),
)
RETRIES = st.builds(
    Retry, attempts=st.integers(1, 10), initial_wait=SECONDS, max_wait=SECONDS, max_retry_after=SECONDS
)


@given(
    OPERATIONS,
    FAILURES,
    st.integers(1, 12),
    RETRIES,
    SECONDS,
    st.none() | st.floats(-10, 1e6),
    st.floats(0, 1),
)
def test_the_decision_to_repeat_keeps_its_rules(
    operation: Any, failure: Any, attempts: Any, retry: Any, proposed: Any, remaining: Any, share: Any
) -> None:
    wait = next_wait(
        operation,
        failure,
        attempts=attempts,
        retry=retry,
        proposed=proposed,
        remaining=remaining,
        fraction=share,
    )
    if wait is None:
        return
    assert failure.retry_safety is not RetrySafety.NEVER
    assert attempts < retry.attempts
    assert wait >= 0
    if failure.retry_after:
        assert failure.retry_after <= wait <= retry.max_retry_after + 1
    else:  # a demand of 0 s is none: a call repeated at once is refused again
        assert wait == proposed
    assert remaining is None or wait < remaining
    if not operation.repeatable and not operation.reads:
        assert failure.retry_safety is RetrySafety.ALWAYS
    if failure.retry_safety is RetrySafety.READS:
        assert operation.reads


@given(OPERATIONS, st.integers(1, 5))
def test_a_repeatable_failure_is_repeated(operation: Any, attempts: Any) -> None:
    retry = Retry(attempts=6)
    for again, may in (
        (RetrySafety.NEVER, False),
        (RetrySafety.READS, operation.reads),
        (RetrySafety.REPEATABLE, operation.repeatable),
        (RetrySafety.ALWAYS, True),
    ):
        failure = Failure(error=ChakraError("x"), retry_safety=again)
        assert repeats(operation, failure) is may
        wait = next_wait(operation, failure, attempts=attempts, retry=retry, proposed=1.0, remaining=None)
        assert wait == (1.0 if may else None)


@given(RETRIES)
def test_waits_stay_below_a_doubling_bound(retry: Any) -> None:
    bound = retry.initial_wait
    for wait in itertools.islice(backoff_waits(retry), 40):
        assert 0 <= wait <= min(bound, max(retry.max_wait, 0)) + 1e-9
        bound *= 2


def test_waits_differ_so_that_callers_spread() -> None:
    assert len(set(itertools.islice(backoff_waits(Retry(initial_wait=1, max_wait=1)), 20))) > 10


@given(st.lists(st.sampled_from(Outcome)))
def test_the_worst_outcome_is_the_one_that_forbids_most(outcomes: Any) -> None:
    expected = next(
        (one for one in (Outcome.DONE, Outcome.UNKNOWN, Outcome.REFUSED) if one in outcomes), Outcome.NOT_SENT
    )
    assert worst(*outcomes) is expected
