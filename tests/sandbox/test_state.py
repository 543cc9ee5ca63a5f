from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from chakra_async.sandbox.ids import Sequence, named
from chakra_async.sandbox.people import digits_of
from chakra_async.sandbox.state import State
from chakra_async.sandbox.stores.jobs import Jobs
from tests.support.values import CAMPAIGN_ID


def state() -> State:
    return State(["ticket"], [CAMPAIGN_ID], 10.0)


@given(st.integers(1, 2**47), st.sampled_from(["lead", "ticket"]))
def test_an_id_of_a_sequence_is_a_uuid_that_gives_back_its_number(number: int, kind: str) -> None:
    identifier = Sequence(kind).id(number)
    assert str(uuid.UUID(identifier)) == identifier
    assert Sequence(kind).number(identifier) == number
    assert Sequence("other").number(identifier) is None


def test_named_ids_are_the_same_in_every_run() -> None:
    assert named("team") == "80880bf7-d67d-5a49-9f93-175ae8a86c72"


@given(st.text())
def test_digits_are_what_is_left_of_a_phone_number(text: str) -> None:
    digits = digits_of(text)
    assert digits == digits_of(f"+({digits}) ")
    assert not digits or digits.isdigit()


def test_a_phone_number_is_one_lead_however_it_is_written() -> None:
    held = state()
    row, created = held.enrol(0, "919901258433", 1)
    merged = held.create(held.leads, {"data": {"phone_number": "+91 99012 58433", "name": "Ted"}}, 2)
    assert created
    assert merged is row
    assert held.leads.data(row) == {
        "phone_number": "+91 99012 58433",
        "name": "Ted",
        "phone_number_int": "+919901258433",
        "lead_id": "LEAD-00001",
    }


def test_leads_without_a_phone_number_are_never_merged() -> None:
    held = state()
    held.create(held.leads, {"data": {"name": "Ted"}}, 1)
    held.create(held.leads, {}, 1)
    assert len(held.leads) == 2


def test_a_deleted_lead_leaves_its_number_to_the_next_one() -> None:
    held = state()
    first, _ = held.enrol(0, "1", 1)
    held.leads.delete(first, 2)
    second, created = held.enrol(0, "1", 3)
    assert created
    assert second is not first
    assert len(held.leads) == 1


def test_a_lead_is_found_by_its_new_number_and_not_by_the_old_one() -> None:
    held = state()
    row, _ = held.enrol(0, "1", 1)
    held.change(held.leads, row, {"data": {"phone_number": "2"}}, 2)
    assert held.leads.by_phone("2") is row
    assert held.leads.by_phone("1") is None


def test_of_two_leads_that_came_to_share_a_number_the_other_is_found_when_one_goes() -> None:
    held = state()
    first, _ = held.enrol(0, "1", 1)
    second, _ = held.enrol(0, "2", 1)
    held.change(held.leads, second, {"data": {"phone_number": "1"}}, 2)
    assert held.leads.by_phone("1") is first
    held.leads.delete(first, 3)
    assert held.leads.by_phone("1") is second


def test_a_key_may_be_any_attribute_and_follows_its_changes() -> None:
    held = state()
    tickets = held.procedures["ticket"]
    first = held.create(tickets, {"data": {"code": "A"}}, 1)
    second = held.create(tickets, {"data": {"code": 7}}, 1)
    assert tickets.by_key("code", "A") is first
    assert tickets.by_key("code", "7") is second
    held.change(tickets, second, {"data": {"code": "A"}}, 2)
    assert tickets.by_key("code", "A") is first
    held.change(tickets, first, {"data": {"code": "B"}}, 3)
    assert tickets.by_key("code", "A") is second
    assert tickets.by_key("code", "B") is first
    tickets.delete(first, 4)
    assert tickets.by_key("code", "B") is None


def test_a_primary_key_is_the_counted_one_or_the_given_one() -> None:
    held = state()
    tickets = held.procedures["ticket"]
    counted = held.create(tickets, {}, 1)
    named_one = held.create(tickets, {"data": {"ticket_id": "X-1"}}, 1)
    assert tickets.by_key("ticket_id", "TICKET-00001") is counted
    assert tickets.by_key("ticket_id", "X-1") is named_one
    assert tickets.by_key("ticket_id", "TICKET-00002") is None
    assert tickets.by_key("ticket_id", "TICKET-1") is None


def test_an_enrolled_lead_is_found_by_the_attribute_its_answers_show() -> None:
    held = state()
    row, _ = held.enrol(0, "919901258433", 1)
    assert held.leads.by_key("phone_number_int", "+919901258433") is row
    assert held.leads.by_key("phone_number_int", "919901258433") is None


def test_an_end_time_is_set_and_reset_with_the_status() -> None:
    held = state()
    row, _ = held.enrol(0, "1", 1)
    held.change(held.leads, row, {"status": "COMPLETED"}, 5)
    more = held.leads.details_of(row)
    assert (more.completed_at, more.cancelled_at) == (5, None)
    held.change(held.leads, row, {"status": "CANCELLED"}, 6)
    assert (more.completed_at, more.cancelled_at) == (None, 6)
    held.change(held.leads, row, {"status": "OPEN"}, 7)
    assert (more.completed_at, more.cancelled_at) == (None, None)


def test_assignments_keep_the_first_and_the_previous_one() -> None:
    held = state()
    row, _ = held.enrol(0, "1", 1)
    held.change(held.leads, row, {"assignedTo": "ann"}, 2)
    held.change(held.leads, row, {"assignedTo": "bob"}, 3)
    held.change(held.leads, row, {"assignedTo": "bob"}, 4)
    more = held.leads.details_of(row)
    assert (more.first_assigned_to, more.first_assigned_at) == ("ann", 2)
    assert (more.previous_assigned_to, more.previous_assigned_at) == ("ann", 2)
    assert (more.assigned_to, more.assigned_at) == ("bob", 3)
    held.change(held.leads, row, {"assignedTo": None}, 5)
    assert (more.assigned_to, more.previous_assigned_to) == (None, "bob")


@given(st.lists(st.booleans(), max_size=30), st.lists(st.integers(0, 900), max_size=8))
def test_a_job_does_each_entry_once_in_order_and_at_its_rate(oks: list[bool], waits: list[int]) -> None:
    jobs = Jobs(10.0)
    done: list[int] = []

    def work(item: tuple[int, bool], now: int) -> bool:
        done.append(item[0])
        return item[1]

    job = jobs.add(list(enumerate(oks)), 2, work, 0)
    now = 0
    for wait in waits:
        now += wait
        jobs.advance(now)
        assert done == list(range(min(len(oks), now // 100)))
        assert job.counts["NOT_STARTED"] == len(oks) - len(done)
    jobs.advance(10_000)
    assert done == list(range(len(oks)))
    assert job.counts == {"INVALID": 2, "NOT_STARTED": 0, "SUCCESS": sum(oks), "ERROR": len(oks) - sum(oks)}
    assert jobs.get(job.id) is job
    assert jobs.get(named("team")) is None
