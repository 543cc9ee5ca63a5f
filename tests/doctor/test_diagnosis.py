"""Each fault of a setup gives its finding, with the place to fix it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, Retry
from chakra_async.doctor import Finding, State, diagnose
from tests.support.ports import reserved_port

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox

CHECKS = ["token", "role", "plugin", "phone numbers", "templates"]
OTHER = "00000000-0000-4000-8000-000000000000"


async def found(chakra: Chakra, check: str) -> Finding:
    findings = await diagnose(chakra)
    assert [one.check for one in findings] == CHECKS
    return next(one for one in findings if one.check == check)


def number(sandbox: Sandbox, **members: Any) -> dict[str, Any]:
    return {"_data": [{"id": sandbox.phone_number_id, "waba": sandbox.waba_id, **members}]}


async def test_a_correct_setup_has_no_problem_and_nothing_is_changed(
    sandbox: Sandbox, chakra: Chakra
) -> None:
    await chakra.plugins.update_config(chakra_webhook_url="https://example.com/hook")
    sandbox.clear_arrivals()
    findings = await diagnose(chakra)
    assert [(one.check, one.state, one.fix) for one in findings] == [(name, State.OK, "") for name in CHECKS]
    assert all(
        arrival.method == "GET" or (arrival.operation or "").endswith(".list") for arrival in sandbox.arrivals
    )


async def test_a_wrong_token_is_one_problem_and_the_rest_is_skipped(chakra: Chakra) -> None:
    findings = await diagnose(chakra.with_options(token="another"))  # noqa: S106 - a wrong one
    assert [one.state for one in findings] == [State.PROBLEM, *[State.SKIPPED] * 4]
    assert "refused" in findings[0].detail
    assert "API Keys" in findings[0].fix


async def test_the_finding_about_the_token_names_the_server(sandbox: Sandbox, chakra: Chakra) -> None:
    assert (await diagnose(chakra))[0].detail == f"the access token is accepted by {sandbox.url}"
    wrong = chakra.with_options(token="another")  # noqa: S106 - a wrong one
    assert (await diagnose(wrong))[0].detail == f"the access token is refused by {sandbox.url}"
    sandbox.fault("config.get", status=500)
    assert f"(asked {sandbox.url})" in (await diagnose(chakra))[0].detail


@pytest.mark.parametrize("token", ['"sandbox-token"', "'sandbox-token'", '"sandbox-token', "`sandbox-token`"])
async def test_quotation_marks_around_the_token_are_named(chakra: Chakra, token: str) -> None:
    finding = (await diagnose(chakra.with_options(token=token)))[0]
    assert finding.state is State.PROBLEM
    assert "quotation mark" in finding.detail
    assert "without quotation marks" in finding.fix


async def test_no_network_is_named_as_such() -> None:
    with reserved_port() as port:
        client = Chakra(token="t", base_url=f"http://127.0.0.1:{port}", retry=Retry(attempts=1))  # noqa: S106
        async with client as chakra:
            findings = await diagnose(chakra)
    assert [one.state for one in findings] == [State.PROBLEM, *[State.SKIPPED] * 4]
    assert findings[0].detail.startswith("ConnectError")
    assert "CHAKRA_BASE_URL" in findings[0].fix


async def test_a_role_without_permissions_is_reported_with_the_missing_ones(
    sandbox: Sandbox, chakra: Chakra
) -> None:
    for operation in ("config.get", "users.list"):
        sandbox.fault(operation, status=403, errors=["no access"])
    finding = await found(chakra, "role")
    assert finding.state is State.PROBLEM
    assert finding.detail == "the key's role may not read the configuration, users"
    assert "access role" in finding.fix
    assert (await found(chakra, "token")).state is State.OK


async def test_a_missing_module_of_the_team_is_a_warning(sandbox: Sandbox, chakra: Chakra) -> None:
    sandbox.fault("chats.list", status=404)
    finding = await found(chakra, "role")
    assert (finding.state, finding.detail) == (State.WARNING, "the team does not have: chats")


@pytest.mark.parametrize(
    ("changes", "check", "state", "detail", "fix"),
    [
        ({"plugin_id": OTHER}, "plugin", State.PROBLEM, "not found", "WhatsApp Setup"),
        ({"plugin_id": None}, "plugin", State.WARNING, "not set", "CHAKRA_PLUGIN_ID"),
        ({"phone_number_id": "1"}, "phone numbers", State.PROBLEM, "not among", "WhatsApp Setup"),
        ({"phone_number_id": None}, "phone numbers", State.WARNING, "not set", "CHAKRA_PHONE_NUMBER_ID"),
        ({"waba_id": "1"}, "templates", State.PROBLEM, "does not exist", "CHAKRA_WABA_ID"),
        ({"waba_id": None}, "templates", State.WARNING, "not set", "CHAKRA_WABA_ID"),
    ],
)
async def test_a_wrong_or_missing_id_is_reported(
    chakra: Chakra, changes: dict[str, str | None], check: str, state: State, detail: str, fix: str
) -> None:
    finding = await found(chakra.with_options(**changes), check)
    assert finding.state is state
    assert detail in finding.detail
    assert fix in finding.fix


async def test_missing_ids_are_reported_with_those_of_the_team(sandbox: Sandbox, chakra: Chakra) -> None:
    bare = chakra.with_options(phone_number_id=None, waba_id=None)
    assert sandbox.phone_number_id in (await found(bare, "phone numbers")).detail
    assert sandbox.waba_id in (await found(bare, "templates")).detail


@pytest.mark.parametrize(
    ("members", "state", "detail"),
    [
        ({"chakraStatus": "DISCONNECTED"}, State.PROBLEM, "ChakraHQ reports its state as DISCONNECTED"),
        ({"status": "FLAGGED"}, State.PROBLEM, "Meta reports its state as FLAGGED"),
        ({"status": "CONNECTED", "qualityScore": {"score": "RED"}}, State.WARNING, "its quality is RED"),
        ({"status": "CONNECTED", "qualityScore": "RED"}, State.OK, "the number is connected"),
    ],
)
async def test_the_state_of_the_number_is_reported(
    sandbox: Sandbox, chakra: Chakra, members: dict[str, Any], state: State, detail: str
) -> None:
    sandbox.fault("phone_numbers.list", status=200, body=number(sandbox, **members))
    finding = await found(chakra, "phone numbers")
    assert finding.state is state
    assert finding.detail.startswith(detail)
    assert bool(finding.fix) == (state is not State.OK)


async def test_no_number_at_all_is_a_problem(sandbox: Sandbox, chakra: Chakra) -> None:
    sandbox.fault("phone_numbers.list", status=200, body={"_data": []})
    finding = await found(chakra, "phone numbers")
    assert (finding.state, finding.detail) == (State.PROBLEM, "no WhatsApp number is connected")


async def test_no_approved_template_is_a_warning(sandbox: Sandbox, chakra: Chakra) -> None:
    sandbox.fault("templates.list", status=200, body={"data": [{"id": "1", "status": "REJECTED"}]})
    finding = await found(chakra, "templates")
    assert finding.state is State.WARNING
    assert "1 templates, none of them approved" in finding.detail


@pytest.mark.parametrize(
    ("status", "fix"),
    [(402, "billing"), (403, "access role"), (404, "path itself"), (429, "later"), (500, "later")],
)
async def test_a_failing_check_does_not_stop_the_others(
    sandbox: Sandbox, chakra: Chakra, status: int, fix: str
) -> None:
    shown = f"number {chakra.settings.phone_number_id} of account {chakra.settings.waba_id}"
    sandbox.fault("phone_numbers.list", status=status, errors=[f"{shown}: call 447700900123"])
    findings = await diagnose(chakra)
    finding = findings[3]
    assert finding.state is State.PROBLEM
    assert fix in finding.fix
    assert "447700900123" not in finding.detail
    assert shown in finding.detail
    assert findings[4].state is State.OK
