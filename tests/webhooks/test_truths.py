"""What is known of messages, and of a second run, whatever the order in which it came: pure."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import ChakraError, RequestTimeoutError, ServerError, WindowClosedError
from chakra_async.models.messages import SentMessage
from chakra_async.outcomes import Outcome
from chakra_async.webhooks import (
    BusinessNumber,
    EffectUnknownError,
    MemoryInbox,
    MessageStatus,
    OptedOutError,
    OptOuts,
    Person,
    PreferenceChanged,
    StatusChanged,
    StatusTracker,
)
from chakra_async.webhooks.inbox import Effect, EffectState
from chakra_async.webhooks.ledger.errors import ConversationChangedError, HandlerChangedError
from chakra_async.webhooks.ledger.replay import Replay, Verdict
from chakra_async.webhooks.ledger.stored import error_json, stored_error, stored_value, value_json
from chakra_async.webhooks.ledger.work import fingerprint
from chakra_async.webhooks.statuses import RANKS, advance
from tests.support.deliveries import pass_through

if TYPE_CHECKING:
    from collections.abc import Sequence

REPORTS = st.lists(
    st.tuples(st.sampled_from([*RANKS, "failed", "deleted"]), st.integers(0, 10)), min_size=1, max_size=8
)


def after(reports: Sequence[tuple[str, int]]) -> MessageStatus:
    known = MessageStatus(message_id="wamid.A")
    for status, at in reports:
        known = advance(known, status, at)
    return known


@given(REPORTS, st.randoms())
def test_the_order_of_reports_does_not_matter(reports: list[tuple[str, int]], random: Any) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert after(reports) == after(shuffled)
    assert after(reports).status == after([*reports, *shuffled]).status


@given(REPORTS, REPORTS)
def test_a_status_never_goes_back(first: list[tuple[str, int]], second: list[tuple[str, int]]) -> None:
    before, then = after(first).furthest, after([*first, *second]).furthest
    assert before is None or (then is not None and RANKS[then] >= RANKS[before])


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        (["delivered", "sent"], "delivered"),
        (["failed", "sent"], "failed"),
        (["sent", "failed"], "failed"),
        (["failed", "delivered"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["read", "failed", "sent"], "read"),
        (["deleted"], None),
    ],
)
def test_a_failure_is_beside_how_far_a_message_came(reports: list[str], status: str | None) -> None:
    assert after([(each, 1) for each in reports]).status == status


def report(status: str, at: str, **more: Any) -> StatusChanged:
    from chakra_async.webhooks import parse  # noqa: PLC0415

    made = {"id": "wamid.A", "status": status, "timestamp": at, "recipient_id": "919911223344", **more}
    (event,) = parse(pass_through(statuses=[made]))
    assert isinstance(event, StatusChanged)
    return event


async def test_the_reason_of_a_failure_is_kept() -> None:
    inbox = MemoryInbox()
    tracker = StatusTracker(inbox, lambda: 1)
    errors = [{"code": 131047, "title": "Re-engagement message", "message": "More than 24 hours"}]
    known = await tracker.apply(report("failed", "1756322278", errors=errors))
    assert (known.status, known.code, known.reason) == ("failed", 131047, "More than 24 hours")
    assert (await tracker.apply(report("sent", "1756322270"))).code == 131047
    assert "911" not in repr(known)


def preference(value: str, category: str = "marketing_messages", *, at: float = 0.0) -> PreferenceChanged:
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    return PreferenceChanged(
        id="1",
        at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=at),
        number=BusinessNumber(),
        sender=Person(phone_number="919911223344", user_id="U1"),
        raw={},
        category=category,
        value=value,
    )


async def test_a_preference_opts_out_under_every_identity_and_in_again() -> None:
    opt_outs = OptOuts(MemoryInbox(), lambda: 1)
    assert await opt_outs.apply(preference("stop", "other")) is None
    assert await opt_outs.apply(preference("stop")) is True
    assert await opt_outs.contains("+91 99112-23344")
    assert await opt_outs.contains(Person(user_id="U1"))
    assert not await opt_outs.contains("919911223345")
    assert await opt_outs.apply(preference("resume")) is False
    assert not await opt_outs.contains("919911223344")
    assert await opt_outs.phone_numbers() == []


@pytest.mark.parametrize("value", ["stopped", "stop_all", "block", "snooze", "signup", "unknown", ""])
async def test_a_preference_of_an_unknown_value_changes_nothing(value: str) -> None:
    opt_outs = OptOuts(MemoryInbox(), lambda: 1)
    assert await opt_outs.apply(preference(value)) is None
    assert not await opt_outs.contains("919911223344")
    await opt_outs.add("919911223344")
    assert await opt_outs.apply(preference(value)) is None
    assert await opt_outs.contains("919911223344")


async def test_a_wish_to_be_written_to_that_is_older_than_the_opt_out_does_not_count() -> None:
    opt_outs = OptOuts(MemoryInbox())
    await opt_outs.apply(preference("stop", at=10))
    assert await opt_outs.apply(preference("resume", at=9)) is None
    assert await opt_outs.contains("919911223344")
    assert (
        await opt_outs.apply(preference("stop", at=4)) is True
    )  # that which was on its way is not the last one
    assert await opt_outs.apply(preference("resume", at=5)) is None
    assert (
        await opt_outs.apply(preference("resume", at=10)) is False
    )  # one of the two formats has whole seconds
    assert not await opt_outs.contains("919911223344")


async def test_an_opt_out_of_a_time_to_come_can_be_taken_back() -> None:
    opt_outs = OptOuts(MemoryInbox())
    await opt_outs.apply(preference("stop", at=10**9))
    await opt_outs.apply(preference("resume", at=2 * 10**9))
    assert not await opt_outs.contains("919911223344")


# A second run.


def effect(ordinal: int, mark: str, state: EffectState, *, began: int = 0, ended: int | None = 1) -> Effect:
    return Effect(
        scope="s",
        ordinal=ordinal,
        kind="call",
        name="messages.send",
        fingerprint=mark,
        event=1,
        state=state,
        began=began,
        ended=ended,
        result=b"{}",
    )


@given(st.lists(st.sampled_from("abc"), max_size=6), st.randoms())
def test_a_handler_that_does_the_same_in_any_order_finds_all_of_it(marks: list[str], random: Any) -> None:
    replay = Replay([effect(n, each, EffectState.DONE) for n, each in enumerate(marks)])
    again = list(marks)
    random.shuffle(again)
    places = [replay.place("call", "messages.send", each) for each in again]
    assert all(
        known is not None and known.fingerprint == each
        for (_, known), each in zip(places, again, strict=True)
    )
    assert len({ordinal for ordinal, _ in places}) == len(marks)
    assert replay.place("call", "messages.send", "new") == (len(marks), None)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.integers(0, 3))
def test_a_handler_that_does_something_else_first_is_noticed(marks: list[str], done: int) -> None:
    replay = Replay([effect(n, each, EffectState.DONE) for n, each in enumerate(marks)])
    for each in marks[: min(done, len(marks) - 1)]:
        replay.place("call", "messages.send", each)
    with pytest.raises(HandlerChangedError):
        replay.place("call", "messages.send", "new")


def test_a_conversation_must_do_the_same_at_each_place() -> None:
    known = [effect(0, "a", EffectState.DONE), effect(1, "b", EffectState.DONE)]
    replay = Replay(known, ordered=True)
    assert replay.place("call", "messages.send", "a")[1] == known[0]
    with pytest.raises(ConversationChangedError):
        replay.place("call", "messages.send", "a")


@pytest.mark.parametrize(
    ("state", "later", "verdict"),
    [
        (EffectState.DONE, None, Verdict.STORED),
        (EffectState.REFUSED, None, Verdict.AGAIN),
        (EffectState.NOT_SENT, None, Verdict.AGAIN),
        (EffectState.UNKNOWN, None, Verdict.UNSURE),
        (EffectState.INTENT, None, Verdict.UNSURE),
        (EffectState.REFUSED, 0, Verdict.AGAIN),  # begun at once with it
        (EffectState.REFUSED, 7, Verdict.STORED),  # begun after its error was known
        (EffectState.UNKNOWN, 7, Verdict.STORED),
    ],
)
def test_what_becomes_of_a_recorded_effect(state: EffectState, later: int | None, verdict: Verdict) -> None:
    first = effect(0, "a", state, ended=None if state is EffectState.INTENT else 5)
    others = [] if later is None else [effect(1, "b", EffectState.DONE, began=later)]
    assert Replay([first, *others]).verdict(first) is verdict


@pytest.mark.parametrize(
    "error",
    [
        WindowClosedError("closed", status=400, meta_code=131047, messages=["(#131047)"]),
        ServerError("failed", outcome=Outcome.UNKNOWN, status=502),
        RequestTimeoutError("late", phase="connect"),
        ChakraError("x", outcome=Outcome.DONE),
        EffectUnknownError("not known"),
        OptedOutError("opted out"),
        ValueError("of the application"),
    ],
)
def test_an_error_is_the_same_when_it_is_given_again(error: Exception) -> None:
    again = stored_error(error_json(error))
    assert again is not None
    if not isinstance(error, ChakraError):
        assert (type(again), again.outcome) == (ChakraError, Outcome.UNKNOWN)
        return
    assert (again.message, again.outcome) == (error.message, error.outcome)
    if type(error) is not EffectUnknownError:
        assert type(again) is type(error)
        for name in ("status", "meta_code", "messages", "phase"):
            assert getattr(again, name, None) == getattr(error, name, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_what_a_step_gives_is_the_same_when_it_is_given_again(value: Any) -> None:
    assert stored_value(value_json(value)) == value


def test_a_model_is_a_model_when_it_is_given_again() -> None:
    sent = SentMessage(whatsapp_message_id="wamid.A", extra={"more": 1})
    assert stored_value(value_json(sent)) == sent
    assert stored_error(value_json({"error": "a value of the application"})) is None


def test_fingerprints_differ_by_part() -> None:
    marks = [fingerprint(*each) for each in itertools.product(["a", "ab", ""], ["b", "", "\ud800"])]
    assert len(set(marks)) == 9
