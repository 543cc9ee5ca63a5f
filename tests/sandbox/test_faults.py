from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.errors import SettingsError
from chakra_async.sandbox import Fault
from chakra_async.sandbox.faults import Ceiling, decide

ENROL = frozenset({"campaigns.add_phone_number"})
CREATE = frozenset({"leads.create", "processes.create"})


def met(fault: Fault, arrivals: int) -> list[bool]:
    return [fault.meets(ENROL, "", None) for _ in range(arrivals)]


def test_a_fault_without_end_meets_every_arrival() -> None:
    assert met(Fault(status=500), 3) == [True, True, True]


def test_a_fault_is_used_up_after_its_times() -> None:
    fault = Fault(status=500, times=2)
    assert met(fault, 4) == [True, True, False, False]
    assert fault.met == 2


def test_skip_and_every_count_the_arrivals_that_fit() -> None:
    assert met(Fault(status=500, skip=1, every=2, times=2), 7) == [
        False,
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_chance_comes_from_the_seed() -> None:
    runs = [met(Fault(status=500, probability=0.5, seed=seed), 64) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    assert 0 < sum(runs[0]) < 64
    assert not any(met(Fault(status=500, probability=0.0), 20))
    assert all(met(Fault(status=500, probability=1.0), 20))


def test_a_fault_meets_its_operation_under_any_of_its_names() -> None:
    fault = Fault(operation="processes.create", status=500)
    assert not fault.meets(ENROL, "", None)
    assert fault.meets(CREATE, "", None)
    assert fault.seen == 1


@pytest.mark.parametrize(
    ("match", "phone_number", "body", "expected"),
    [
        ("+91 990", "91990", None, True),
        ("91990", "91991", None, False),
        (["1", "91990"], "91990", None, True),
        (frozenset({"1"}), "", None, False),
        (lambda body: body["limit"] > 5, "", {"limit": 6}, True),
        (lambda body: body["limit"] > 5, "", {"limit": 5}, False),
    ],
)
def test_a_fault_is_for_the_number_or_the_body_it_names(
    match: Any, phone_number: str, body: Any, *, expected: bool
) -> None:
    assert Fault(status=500, match=match).meets(ENROL, phone_number, body) is expected


@pytest.mark.parametrize(
    ("options", "works"),
    [
        ({"status": 429}, False),
        ({"status": 307}, False),
        ({"status": 201}, True),
        ({"status": 500, "work": True}, True),
        ({"status": 200, "errors": ["no"]}, False),
        ({"errors": ["no"]}, False),
        ({"html": True}, False),
        ({"reset": "before"}, False),
        ({"reset": "after"}, True),
        ({"cut_body": True}, True),
        ({"cut_body": True, "status": 502}, False),
        ({"empty_body": True}, True),
        ({"body": b"{"}, True),
        ({"body": {"message": "no"}, "status": 403}, False),
    ],
)
def test_the_work_is_done_unless_the_answer_is_a_refusal(options: Any, *, works: bool) -> None:
    assert Fault(**options).works is works


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"reset": "after", "cut_body": True},
        {"html": True, "body": b""},
        {"errors": ["no"], "body": {}},
        {"retry_after": 5},
    ],
)
def test_a_fault_that_does_nothing_or_two_things_is_refused(options: Any) -> None:
    with pytest.raises(SettingsError):
        Fault(**options)


@pytest.mark.parametrize(
    "options", [{"times": 0}, {"every": 0}, {"skip": -1}, {"probability": 1.5}, {"latency": -1.0}]
)
def test_a_fault_out_of_range_is_refused(options: Any) -> None:
    with pytest.raises(SettingsError):
        Fault(status=500, **options)


@pytest.mark.parametrize(
    "options",
    [
        {"status": "429"},
        {"status": 42},
        {"status": 600},
        {"reset": "during"},
        {"latency": "1"},
        {"latency": 1, "latency_at": "later"},
        {"status": 500, "times": "1"},
        {"status": 500, "probability": "half"},
    ],
)
def test_an_option_that_is_not_what_it_must_be_is_refused_with_its_name(options: Any) -> None:
    with pytest.raises(SettingsError, match=f"`{list(options)[-1]}` of a fault must be"):
        Fault(**options)


def test_faults_are_used_one_after_the_other() -> None:
    faults = [Fault(status=429, times=2), Fault(status=503, times=1)]
    plans = [decide(faults, ENROL, "", None) for _ in range(4)]
    assert [plan.fault.status if plan.fault else None for plan in plans] == [429, 429, 503, None]


def test_delays_add_up_beside_the_answer() -> None:
    faults = [
        Fault(latency=1.0),
        Fault(status=500, latency=0.5),
        Fault(status=429),
        Fault(latency=2.0, latency_at="after"),
    ]
    plan = decide(faults, ENROL, "", None)
    assert (plan.before, plan.after, plan.fault) == (1.5, 2.0, faults[1])
    assert plan.names == "latency before, status 500, latency after"
    assert faults[2].seen == 0


def test_without_a_fault_nothing_is_planned() -> None:
    plan = decide([Fault(operation="config.get", status=500)], ENROL, "", None)
    assert (plan.before, plan.after, plan.fault, plan.names) == (0.0, 0.0, None, None)


@given(st.lists(st.floats(0, 5), max_size=60).map(sorted), st.integers(1, 5))
def test_a_ceiling_lets_its_number_of_arrivals_through_each_second(
    times: list[float], per_second: int
) -> None:
    ceiling = Ceiling(per_second)
    passed = [int(time) for time in times if ceiling.admits(ENROL, time)]
    for second in range(6):
        arrived = sum(int(time) == second for time in times)
        assert passed.count(second) == min(arrived, per_second)


def test_a_ceiling_counts_only_its_operation() -> None:
    ceiling = Ceiling(1, "leads.create")
    assert [ceiling.admits(names, 1.0) for names in (CREATE, ENROL, ENROL, CREATE)] == [
        True,
        True,
        True,
        False,
    ]


def test_a_ceiling_of_nothing_is_refused() -> None:
    with pytest.raises(SettingsError):
        Ceiling(0)
