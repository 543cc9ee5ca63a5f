"""Tasks, users, photos, entries of jobs, numbers, plugins and health, through the client."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import (
    APIError,
    AuthenticationError,
    BadRequestError,
    Chakra,
    InvalidRequestError,
    NotFoundError,
    Outcome,
    ServerError,
)
from chakra_async.models import (
    BackgroundJobEntry,
    BusinessAccount,
    PhoneNumber,
    PluginConfig,
    Task,
    User,
)
from chakra_async.sandbox import Sandbox

NOWHERE = "00000000-0000-4000-8000-000000000000"
JOHN = "9763caa1-cef3-497f-b3b2-f551456b2831"


# Tasks


async def test_a_task_belongs_to_its_process_named_by_id_or_by_key(chakra: Chakra, sandbox: Sandbox) -> None:
    lead = await chakra.leads.create(data={"name": "Ted"})
    first = await chakra.tasks.create("lead", lead.id, "call")
    second = await chakra.tasks.create(
        "lead",
        "LEAD-00001",
        "meeting",
        data={"remarks": "busy"},
        status="COMPLETED",
        assigned_to="johndoe",
    )
    assert isinstance(first, Task)
    assert (first.status, first.order, first.assigned_to, first.completed_at) == ("OPEN", 1, None, None)
    assert (second.status, second.order, second.assigned_to) == ("COMPLETED", 2, JOHN)
    assert second.data == {"remarks": "busy"}
    assert second.completed_at == int(1_700_000_000.0 * 1000)
    assert [task["id"] for task in sandbox.tasks] == [first.id, second.id]


@pytest.mark.parametrize(
    ("procedure", "process"), [("lead", NOWHERE), ("lead", "LEAD-00002"), ("nothing", "LEAD-00001")]
)
async def test_a_task_needs_an_existing_process(
    chakra: Chakra, sandbox: Sandbox, procedure: str, process: str
) -> None:
    await chakra.leads.create(data={"name": "Ted"})
    with pytest.raises(NotFoundError) as caught:
        await chakra.tasks.create(procedure, process, "call")
    assert caught.value.outcome is Outcome.REFUSED
    assert sandbox.tasks == []


async def test_a_task_of_a_deleted_process_is_not_created(chakra: Chakra) -> None:
    lead = await chakra.leads.create(data={"name": "Ted"})
    await chakra.processes.delete("lead", lead.id)
    with pytest.raises(NotFoundError):
        await chakra.tasks.create("lead", lead.id, "call")


# Users


async def test_users_are_listed_and_fetched_with_details(chakra: Chakra) -> None:
    users = await chakra.users.list()
    assert [user.username for user in users] == ["api", "johndoe"]
    assert users[1].id == JOHN
    assert users[1].emails is None
    john = await chakra.users.get(JOHN)
    assert isinstance(john, User)
    assert john.emails is not None
    assert john.emails == [john.primary_email]
    assert john.created_at_datetime is not None
    assert john.created_at_datetime.year == 2021


async def test_a_changed_user_stays_changed_in_both_versions(chakra: Chakra) -> None:
    assert (await chakra.users.update(JOHN, first_name="Jane")).first_name == "Jane"
    changed = await chakra.users.update(JOHN, last_name="Roe", extra_body={"bio": "busy", "id": NOWHERE})
    assert (changed.id, changed.first_name, changed.last_name, changed.bio) == (JOHN, "Jane", "Roe", "busy")
    assert (await chakra.users.get_v2(JOHN))["firstName"] == "Jane"
    assert [user["role"] for user in await chakra.users.list_v2()] == ["Admin", "Admin"]


async def test_a_missing_user_is_not_found(chakra: Chakra) -> None:
    for asked in (chakra.users.get(NOWHERE), chakra.users.get_v2(NOWHERE), chakra.users.update(NOWHERE)):
        with pytest.raises(NotFoundError, match="user"):
            await asked
    with pytest.raises(InvalidRequestError, match="user_id"):
        await chakra.users.get("johndoe")


async def test_a_lead_is_assigned_to_the_user_that_the_users_list_has(chakra: Chakra) -> None:
    assert (await chakra.processes.create("ticket", assigned_to="johndoe")).assigned_to == JOHN


# Entries of jobs


async def bulk(chakra: Chakra, items: int) -> str:
    made: list[Any] = [{"ticket_id": f"T{number}"} for number in range(items)]
    job = await chakra.processes.bulk_create("ticket", items=[*made, {"ticket_id": "T0"}, {"state": 5}])
    return job.id


async def test_the_entries_follow_the_progress_of_their_job(
    chakra: Chakra, sandbox: Sandbox, clock: Any
) -> None:
    job = await bulk(chakra, 3)
    assert [entry.completion_status async for entry in chakra.jobs.entries(job)] == [
        "INVALID",
        *["NOT_STARTED"] * 4,
    ]
    clock.now += 0.002
    assert [entry.completion_status async for entry in chakra.jobs.entries(job)] == [
        "INVALID",
        "SUCCESS",
        "SUCCESS",
        "NOT_STARTED",
        "NOT_STARTED",
    ]
    clock.now += 10
    entries = await chakra.jobs.entries(job).to_list()
    assert [entry.completion_status for entry in entries][1:] == ["SUCCESS", "SUCCESS", "SUCCESS", "ERROR"]
    assert isinstance(entries[0], BackgroundJobEntry)
    assert len({entry.extra["id"] for entry in entries}) == 5


@pytest.mark.parametrize("name", ["nextPath", "nextPage", "next", "somewhere"])
async def test_every_entry_comes_once_for_any_name_of_the_next_page(clock: Any, name: str) -> None:
    async with (
        Sandbox(clock=clock, next_page_name=name) as sandbox,
        Chakra(token=sandbox.token, base_url=sandbox.url) as chakra,
    ):
        job = await bulk(chakra, 250)
        entries = await chakra.jobs.entries(job).to_list()
        assert len({entry.extra["id"] for entry in entries}) == len(entries) == 252
        assert sandbox.arrived == 1 + 3
        sandbox.clear_arrivals()
        assert len(await chakra.jobs.entries(job, extra_params={"limit": 84}).to_list()) == 252
        assert [sorted(arrival.query.split("&")) for arrival in sandbox.arrivals] == [
            ["limit=84"],
            ["limit=84", "page=2"],
            ["limit=84", "page=3"],
        ]


async def test_a_missing_job_has_no_entries(chakra: Chakra) -> None:
    with pytest.raises(NotFoundError, match="background job"):
        await chakra.jobs.entries(NOWHERE).to_list()
    job = await bulk(chakra, 1)
    with pytest.raises(BadRequestError, match="limit"):
        await chakra.jobs.entries(job, extra_params={"limit": "0"}).to_list()


# Numbers, accounts, plugins


async def test_the_number_its_account_and_its_plugin_name_each_other(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    (number,) = await chakra.phone_numbers.list()
    (account,) = await chakra.business_accounts.list()
    assert isinstance(number, PhoneNumber)
    assert isinstance(account, BusinessAccount)
    assert (number.id, number.waba, account.id) == (sandbox.phone_number_id, sandbox.waba_id, sandbox.waba_id)
    assert (account.chakra_status, number.quality_score) != (None, None)
    assert await chakra.phone_numbers.list(plugin_id=sandbox.plugin_id) == [number]
    assert await chakra.business_accounts.list(plugin_id=sandbox.plugin_id) == [account]
    assert await chakra.phone_numbers.get(phone_number_id=number.id) == number
    assert await chakra.with_options(phone_number_id=number.id).phone_numbers.get() == number


async def test_the_objects_of_another_plugin_are_not_shown(chakra: Chakra) -> None:
    for asked in (
        chakra.phone_numbers.list(plugin_id=NOWHERE),
        chakra.business_accounts.list(plugin_id=NOWHERE),
        chakra.plugins.get_config(plugin_id=NOWHERE),
        chakra.plugins.update_config(plugin_id=NOWHERE),
    ):
        with pytest.raises(NotFoundError, match="Plugin not found") as caught:
            await asked
        assert caught.value.messages == ["Plugin not found"]
    with pytest.raises(NotFoundError, match="phone number"):
        await chakra.phone_numbers.get(phone_number_id="1")
    with pytest.raises(InvalidRequestError, match="plugin_id must be a UUID"):
        await chakra.phone_numbers.list(plugin_id="x")
    with pytest.raises(BadRequestError, match="pluginId"):
        await chakra.phone_numbers.list(extra_params={"pluginId": "x"})


async def test_the_configuration_of_a_plugin_is_what_it_was_last_set_to(chakra: Chakra) -> None:
    before = await chakra.plugins.get_config()
    assert isinstance(before, PluginConfig)
    assert before.chakra_webhook_url is None
    assert (await chakra.plugins.update_config()).success is True
    assert await chakra.plugins.get_config() == before
    done = await chakra.plugins.update_config(
        pass_through_webhook_url="https://example.com/meta",  # noqa: S106 - an address, no password
        enable_message_echoes_for_pass_through_webhook=True,
        enable_send_message_template_event_for_pass_through_webhook=True,
        enable_chakra_webhook=True,
        chakra_webhook_url="https://example.com/chakra",
        which_chakra_webhook_events_to_send=["message", "status"],
    )
    assert done.success is True
    after = await chakra.plugins.get_config()
    assert (after.chakra_webhook_url, after.pass_through_webhook_url) == (
        "https://example.com/chakra",
        "https://example.com/meta",
    )
    assert after.which_chakra_webhook_events_to_send == ["message", "status"]
    await chakra.plugins.update_config(enable_chakra_webhook=False)
    assert (await chakra.plugins.get_config()).chakra_webhook_url == "https://example.com/chakra"


# Partner


async def test_a_connect_token_is_for_the_plugin_or_for_a_new_one(chakra: Chakra, sandbox: Sandbox) -> None:
    new = await chakra.partner.create_connect_token(
        new_plugin_name="Acme",
        client_reference_id="42",
        client_name="Acme Ltd",
        client_email="owner@example.com",
    )
    again = await chakra.partner.create_connect_token(plugin_id=sandbox.plugin_id)
    assert new.connect_token != again.connect_token
    with pytest.raises(NotFoundError):
        await chakra.partner.create_connect_token(plugin_id=NOWHERE)


async def test_a_connect_token_for_both_or_neither_is_refused_before_anything_is_sent(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    with pytest.raises(InvalidRequestError, match="new_plugin_name"):
        await chakra.partner.create_connect_token()
    with pytest.raises(InvalidRequestError, match="plugin_id"):
        await chakra.partner.create_connect_token(plugin_id=NOWHERE, new_plugin_name="Acme")
    with pytest.raises(InvalidRequestError, match="exactly one"):
        await chakra.with_raw_response.partner.create_connect_token()
    assert sandbox.arrived == 0
    with pytest.raises(BadRequestError, match="exactly one"):
        await chakra.partner.create_connect_token(
            plugin_id=sandbox.plugin_id, extra_body={"newPluginName": "Acme"}
        )


# Health, and the errors that any call may meet


async def test_the_health_check_answers_ok(chakra: Chakra) -> None:
    assert await chakra.health.check() == {"status": "ok"}


async def test_a_wrong_token_is_refused_in_the_one_form_without_a_list(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    with pytest.raises(AuthenticationError) as caught:
        await chakra.with_options(token="wrong").users.list()  # noqa: S106 - it opens nothing
    assert caught.value.status == 401
    assert caught.value.code == "UNAUTHORIZED"
    assert sandbox.arrivals[-1].tenant == ""


async def test_an_unknown_path_is_a_plain_text_404(chakra: Chakra) -> None:
    with pytest.raises(NotFoundError) as caught:
        await chakra.request("GET", "/v1/ext/nothing")
    assert caught.value.body == "Not Found"


async def test_a_gateway_answers_in_html(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("tasks.create", html=True)
    with pytest.raises(ServerError) as caught:
        await chakra.tasks.create("lead", "LEAD-00001", "call")
    assert (caught.value.status, caught.value.outcome) == (502, Outcome.UNKNOWN)
    assert isinstance(caught.value, APIError)
    assert sandbox.arrived == 1
