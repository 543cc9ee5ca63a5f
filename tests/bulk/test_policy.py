"""What becomes of a row after an error, and when a run gives up: every kind of error, without a clock or a loop."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import errors
from chakra_async.bulk.engine.policy import (
    LONGEST_PAUSE,
    THROTTLED_TRIES,
    UNSENT_TRIES,
    Health,
    code_of,
    reason_of,
    verdict,
)
from chakra_async.bulk.rows import RowState
from chakra_async.outcomes import Outcome

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type)
    and issubclass(kind, errors.ChakraError)
    and kind is not errors.InvalidRequestError
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.DONE])
def test_what_was_or_may_have_been_done_is_never_sent_again(
    kind: type[errors.ChakraError], outcome: Outcome
) -> None:
    decision = verdict(kind("no", outcome=outcome), 1)
    assert decision.state == (RowState.UNKNOWN if outcome is Outcome.UNKNOWN else RowState.DONE)
    assert not decision.again


@pytest.mark.parametrize(
    "kind",
    [
        errors.AuthenticationError,
        errors.PlanError,
        errors.PermissionDeniedError,
        errors.PaymentError,
        errors.ClientClosedError,
        errors.SettingsError,
    ],
)
def test_an_error_that_every_row_would_meet_ends_the_run_and_leaves_the_row_for_the_next(
    kind: type[errors.ChakraError],
) -> None:
    for outcome in (Outcome.REFUSED, Outcome.NOT_SENT):
        decision = verdict(kind("the token is wrong.", outcome=outcome), 1)
        assert (decision.state, decision.again, decision.stop) == (
            RowState.PENDING,
            False,
            "the token is wrong.",
        )


@pytest.mark.parametrize(
    "kind",
    [
        errors.BadRequestError,
        errors.NotFoundError,
        errors.ConflictError,
        errors.UnprocessableError,
        errors.WhatsAppError,
        errors.MarketingLimitError,
        errors.SpamLimitError,
        errors.ResponseError,
    ],
)
def test_a_refusal_of_the_row_is_its_end(kind: type[errors.ChakraError]) -> None:
    decision = verdict(kind("no", outcome=Outcome.REFUSED), 1)
    assert (decision.state, decision.again, decision.stop) == (RowState.REFUSED, False, None)


@pytest.mark.parametrize("kind", [errors.RateLimitedError, errors.ThrottledError, errors.ServerError])
def test_a_refusal_for_the_pace_is_tried_again_a_bounded_number_of_times(kind: type[errors.APIError]) -> None:
    error = kind("slow down", outcome=Outcome.REFUSED, retry_after=3.0)
    first, last = verdict(error, 1), verdict(error, THROTTLED_TRIES)
    assert (first.state, first.again, first.pause) == (RowState.PENDING, True, 3.0)
    assert (last.state, last.again) == (RowState.REFUSED, False)


def test_a_pause_that_is_too_long_ends_the_run_with_the_row_unsent() -> None:
    decision = verdict(
        errors.RateLimitedError("no", outcome=Outcome.REFUSED, retry_after=LONGEST_PAUSE + 1), 1
    )
    assert (decision.state, decision.again) == (RowState.PENDING, False)
    assert "121 seconds" in str(decision.stop)


def test_what_did_not_leave_is_tried_again_and_then_left_for_the_next_run() -> None:
    error = errors.ConnectError("refused")
    first, last = verdict(error, 1), verdict(error, UNSENT_TRIES)
    assert (first.state, first.again, first.reached) == (RowState.PENDING, True, False)
    assert first.pause > 0
    assert (last.state, last.again) == (RowState.PENDING, False)


def test_an_invalid_request_is_an_invalid_row() -> None:
    assert verdict(errors.InvalidRequestError("no"), 1).state is RowState.INVALID


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), asyncio.CancelledError(), TimeoutError()])
def test_any_other_error_leaves_the_row_unknown(error: BaseException) -> None:
    decision = verdict(error, 1)
    assert (decision.state, decision.again, decision.stop) == (RowState.UNKNOWN, False, None)


def test_the_error_rate_is_taken_of_the_last_rows_only() -> None:
    health = Health(workers=1, stop_error_rate=0.5, window=10)
    states = [RowState.REFUSED] * 4 + [RowState.DONE] * 20 + [RowState.UNKNOWN] * 4
    assert [health.note(state, reached=True) for state in states] == [None] * len(states)
    assert health.note(RowState.REFUSED, reached=True) is not None


def test_no_error_rate_never_ends_a_run() -> None:
    health = Health(workers=1, stop_error_rate=None, window=2)
    assert all(health.note(RowState.REFUSED, reached=True) is None for _ in range(100))


@given(st.lists(st.sampled_from([RowState.DONE, RowState.REFUSED, RowState.UNKNOWN, RowState.PENDING])))
def test_the_error_rate_is_what_counting_by_hand_gives(states: list[RowState]) -> None:
    health = Health(workers=1, stop_error_rate=0.4, window=5)
    seen: list[RowState] = []
    for state in states:
        why = health.note_end(bad=False) if state is RowState.DONE else health.note(state, reached=True)
        if state is not RowState.PENDING:
            seen.append(state)
            bad = sum(each is not RowState.DONE for each in seen[-5:])
            assert (why is not None) == (len(seen) >= 5 and bad >= 2)


def test_nothing_reached_for_long_ends_the_run_and_one_answer_begins_anew() -> None:
    health = Health(workers=2, stop_error_rate=0.5, window=10)
    assert [health.note(RowState.PENDING, reached=False) for _ in range(7)] == [None] * 7
    assert health.note_end(bad=False) is None
    notes = [health.note(RowState.PENDING, reached=False) for _ in range(8)]
    assert notes[:7] == [None] * 7
    assert "cannot be reached" in str(notes[7])


def test_reasons_are_short_single_lines_without_phone_numbers() -> None:
    text = reason_of(ValueError("no lead\nwith +919901258433 " + "x" * 1000))
    assert "919901258433" not in text
    assert "\n" not in text
    assert len(text) <= 300


def test_the_id_that_an_error_of_the_client_shows_is_in_the_reason() -> None:
    text = "phone number 775966265503012 not found for 91********33"
    assert reason_of(errors.NotFoundError(text)) == text
    assert code_of(errors.NotFoundError(text, code="E775966265503012")) == "E775966265503012"


def test_the_code_is_the_servers_own_where_there_is_one() -> None:
    assert code_of(errors.BadRequestError("no", code="BAD")) == "BAD"
    assert code_of(errors.WhatsAppError("no", meta_code=131026)) == "131026"
    assert code_of(errors.ConnectError("no")) == "ConnectError"
