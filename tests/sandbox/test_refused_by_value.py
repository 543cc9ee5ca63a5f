"""What Meta refuses by its value is refused by the sandbox, also when the client's own checks are bypassed.

The requests are raw ones, from the list that the client's checks are tested with.
"""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from chakra_async.description.routes import Routes, load

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from tests.sandbox.conftest import Call, Got

NUMBER: Final = "919901258433"
LISTED: Final[dict[str, list[dict[str, Any]]]] = json.loads(
    (Path(__file__).parent.parent / "data" / "refused_by_value.json").read_text(encoding="utf-8")
)
ROUTES: Final = {route.operation: route for route in Routes(load()).all}
ADDRESSED: Final = {"messaging_product": "whatsapp", "to": NUMBER}


async def send(call: Call, sandbox: Sandbox, operation: str, body: Any) -> Got:
    """Send a body as it is to an operation, with the ids of the sandbox in the path."""
    values = {
        "pluginId": sandbox.plugin_id,
        "whatsappApiVersion": "v22.0",
        "whatsappPhoneNumberId": sandbox.phone_number_id,
        "wabaId": sandbox.waba_id,
        "phoneNumber": NUMBER,
        "procedureShortId": "ticket",
        "processId": "00000000-0000-4000-8000-000000000000",
    }
    route = ROUTES[operation]
    if operation == "messages.send_template":
        body = {"whatsappPhoneNumberId": sandbox.phone_number_id, **body}
    return await call(route.method, route.path.format(**values), body)


def reasons(got: Got) -> str:
    """Return the messages of a refusal."""
    answer = got.json
    return " ".join(answer["_errors"]) if "_errors" in answer else str(answer.get("error"))


def grouped(entries: list[dict[str, Any]]) -> Any:
    def kind(entry: dict[str, Any]) -> str:
        return f"{entry['kind']}-{entry['call']}"

    return [
        pytest.param(list(group), id=name)
        for name, group in itertools.groupby(sorted(entries, key=kind), kind)
    ]


@pytest.mark.parametrize("entries", grouped(LISTED["refused"]))
async def test_what_is_refused_by_its_value_is_refused_with_its_place(
    call: Call, sandbox: Sandbox, entries: list[dict[str, Any]]
) -> None:
    passed: list[str] = []
    for entry in entries:
        got = await send(call, sandbox, entry["call"], entry["body"])
        member = re.findall(r"[A-Za-z_]+", entry["place"])[-1]
        if got.status != 400 or member not in reasons(got) or "(#132001)" in reasons(got):
            passed.append(
                f"{got.status} {entry['place']} {json.dumps(entry['body'])[-120:]} {got.raw[:200]!r}"
            )
    assert passed == []
    assert sandbox.customer(NUMBER).messages == []


@pytest.mark.parametrize("entries", grouped(LISTED["accepted"]))
async def test_what_is_accepted_by_its_value_is_not_refused_by_the_description(
    call: Call, sandbox: Sandbox, entries: list[dict[str, Any]]
) -> None:
    refused: list[str] = []
    for entry in entries:
        got = await send(call, sandbox, entry["call"], entry["body"])
        # The template is not known here, and the process neither: that is said after the values were judged.
        if got.status not in {200, 404} and "(#132001)" not in reasons(got):
            refused.append(f"{json.dumps(entry['body'])[-120:]} {reasons(got)}")
    assert refused == []


@pytest.mark.parametrize("expected", ["refused", "accepted"])
async def test_components_are_judged_by_the_template(
    call: Call, sandbox: Sandbox, clock: Any, expected: str
) -> None:
    wrong: list[str] = []
    for number, entry in enumerate(LISTED[f"{expected}_by_template"]):
        template = {"name": f"t{number}", "language": "en_US", **entry["template"]}
        assert (await send(call, sandbox, "templates.create", template)).status == 200
        clock.now += 60
        message = {
            **ADDRESSED,
            "type": "template",
            "template": {
                "name": template["name"],
                "language": {"code": "en_US"},
                "components": entry["components"],
            },
        }
        got = await send(call, sandbox, "messages.send", message)
        if (got.status == 400) is not (expected == "refused") or got.status not in {200, 400}:
            wrong.append(f"{got.status} {entry['kind']} {json.dumps(entry['components'])} {got.raw[:200]!r}")
    assert wrong == []


@pytest.mark.parametrize(
    ("mapping", "header", "buttons"),
    [
        ({"1": "Ted", "2": "Monday", "3": "more"}, {"1": "4711"}, {"1": "4711"}),
        ({"1": "Ted"}, {"1": "4711"}, {"1": "4711"}),
        ({"1": "Ted", "2": "Monday", "name": "Ted"}, {"1": "4711"}, {"1": "4711"}),
        ({"1": "Ted", "2": "Monday"}, {"1": "4711", "2": "x"}, {"1": "4711"}),
        ({"1": "Ted", "2": "Monday"}, {}, {"1": "4711"}),
        ({"1": "Ted", "2": "Monday"}, {"1": "4711"}, {"1": "4711", "2": "x"}),
        ({"1": "Ted", "2": "Monday"}, {"1": "4711"}, {}),
    ],
)
async def test_another_number_of_placeholders_is_refused(
    call: Call, sandbox: Sandbox, mapping: dict[str, str], header: dict[str, str], buttons: dict[str, str]
) -> None:
    def entries(values: dict[str, str]) -> list[dict[str, str]]:
        return [{"schemaPropertyName": name, "schemaPropertyValue": value} for name, value in values.items()]

    body = {
        "templateName": "order_update",
        "language": "en_US",
        "mapping": entries(mapping),
        "headerMapping": entries(header),
        "buttonMapping": entries(buttons),
    }
    got = await send(call, sandbox, "messages.send_template", body)
    assert (got.status, got.errors[0][:8]) in {(400, "(#132000"), (400, "(#131008")}
