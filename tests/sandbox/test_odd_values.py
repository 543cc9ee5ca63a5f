"""Odd values anywhere in a request get a refusal, never a server error, and an odd kind never a message id."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.description.routes import Route, Routes, load, resolved
from chakra_async.sandbox.compiled import CompiledDescription
from chakra_async.sandbox.service import Request, Service
from chakra_async.sandbox.state import State
from chakra_async.sandbox.stores.accounts import PHONE_NUMBER_ID, PLUGIN_ID, WABA_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.sandbox.replies import Reply

DATA: Final = Path(__file__).parent.parent / "data"
DOCUMENT: Final = load()
DESCRIPTION = CompiledDescription(DOCUMENT)
ROUTES: Final = {route.operation: route for route in Routes(DOCUMENT).all}
CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
NOW: Final = 1_700_000_000.0
ODD: Final[list[Any]] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**63,
    "",
    "x",
    "x" * 5000,
    "\x00",
    "\u0661",
    [],
    ["text"],
    [None],
    [[]],
    {},
    {"a": 1},
    {"type": []},
]
NOT_STRINGS: Final = [value for value in ODD if not isinstance(value, str)]
DECIDING: Final = ("messages.send", "templates.create")
"""The operations whose bodies have members that decide about the rest."""
PATH: Final = {
    "pluginId": PLUGIN_ID,
    "whatsappApiVersion": "v22.0",
    "whatsappPhoneNumberId": PHONE_NUMBER_ID,
    "wabaId": WABA_ID,
    "phoneNumber": "919901258433",
    "procedureShortId": "lead",
    "primaryKeyOrId": "LEAD-00001",
    "primaryKeyShortId": "lead_id",
    "primaryKeyValue": "LEAD-00001",
    "processIdOrPrimaryKey": "LEAD-00001",
    "stateTaskShortId": "call",
}


def bodies() -> Iterator[tuple[str, Any]]:
    for name, route in ROUTES.items():
        content = (route.body or {}).get("content", {}).get("application/json", {})
        if "example" in content:
            yield name, content["example"]
    for message in json.loads((DATA / "outgoing_messages.json").read_text(encoding="utf-8")):
        yield "messages.send", {"messaging_product": "whatsapp", "to": "919901258433", **message}
    yield "messages.send", {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.x"}
    for template in json.loads((DATA / "templates.json").read_text(encoding="utf-8"))["data"]:
        members = ("name", "language", "category", "components", "parameter_format")
        yield "templates.create", {name: template[name] for name in members if name in template}
    yield (
        "processes.list",
        {"where": {"status": "OPEN", "or": [{"a": {">=": 1}}], "createdAt": {">": "2023"}}, "limit": 3},
    )
    yield (
        "processes.bulk_update",
        {"processes": [{"lead_id": "L-1", "update": {"data": {"phone_number": "9"}}}]},
    )


def places(node: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield way
    items: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from places(value, (*way, key))


def changed(body: Any, way: tuple[str | int, ...], value: Any) -> Any:
    if not way:
        return value
    out = copy.deepcopy(body)
    node = out
    for key in way[:-1]:
        node = node[key]
    node[way[-1]] = value
    return out


def without(body: Any, way: tuple[str | int, ...]) -> Any:
    out = copy.deepcopy(body)
    node = out
    for key in way[:-1]:
        node = node[key]
    del node[way[-1]]
    return out


class Server:
    """A service on a state with one of everything, without a network."""

    def __init__(self) -> None:
        self.state = State(["ticket"], [CAMPAIGN], 1000.0)
        self.service = Service(DESCRIPTION, self.state, "token")
        self.state.enrol(0, "919901258433", int(NOW * 1000))

    def reply(self, route: Route, body: Any, query: dict[str, str] | None = None) -> Reply:
        data = json.dumps(body).encode()
        names = [one["name"] for one in route.parameters if one["in"] == "path"]
        request = Request(
            route=route,
            account=self.state.account,
            path={name: PATH.get(name, CAMPAIGN) for name in names},
            query=query or {},
            body=data,
            json=body,
            content_type="application/json",
        )
        return self.service.reply(request, NOW)


BODIES: Final = list(bodies())
SHARED: Final = Server()
"""One server for all, since compiling the description takes longer than many requests."""


def test_every_operation_with_a_json_body_is_tried() -> None:
    with_body = {
        name for name, route in ROUTES.items() if "application/json" in (route.body or {}).get("content", {})
    }
    assert with_body == {name for name, _ in BODIES}


@pytest.mark.parametrize("operation", sorted({name for name, _ in BODIES}))
def test_an_odd_value_anywhere_in_a_body_is_never_a_server_error(operation: str) -> None:
    server = SHARED
    route = ROUTES[operation]
    for name, body in BODIES:
        if name != operation:
            continue
        for way in places(body):
            tried = [changed(body, way, value) for value in ODD]
            if way:
                tried.append(without(body, way))
            for each in tried:
                assert server.reply(route, each).status < 500, (way, each)


@pytest.mark.parametrize("operation", DECIDING)
def test_a_kind_that_is_not_a_string_of_its_length_is_refused(operation: str) -> None:
    server = SHARED
    route = ROUTES[operation]
    count = 0
    before = len(server.state.conversations.messages)
    for name, body in BODIES:
        if name != operation:
            continue
        for way in places(body):
            # The member `type` of an address card is free, and so is what a flow is given.
            if (
                not way
                or way[-1] != "type"
                or {"contacts", "flow_action_payload", "flow_action_data"} & set(way)
            ):
                continue
            for value in (*NOT_STRINGS, "", "x" * 5000):
                assert server.reply(route, changed(body, way, value)).status == 400, (way, value)
                count += 1
            assert server.reply(route, without(body, way)).status == 400, way
    assert count > 100
    assert len(server.state.conversations.messages) == before


@pytest.mark.parametrize("operation", sorted(ROUTES))
def test_an_odd_value_in_a_query_is_never_a_server_error(operation: str) -> None:
    server = SHARED
    route = ROUTES[operation]
    body = next((body for name, body in BODIES if name == operation), None)
    names = [resolved(DOCUMENT, one)["name"] for one in route.parameters if one["in"] == "query"]
    for name in names:
        for value in ("", "x", "-1", "0", "1.5", "\u0661", "9" * 30, "true", "\x00", ",", "null", "x" * 5000):
            assert server.reply(route, body, {name: value}).status < 500, (name, value)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "body", "action", "id", "link"]) | st.text(max_size=4), inner
        )
    ),
    max_leaves=10,
)


@given(data=st.data())
def test_any_json_in_place_of_a_part_is_never_a_server_error(data: st.DataObject) -> None:
    operation, body = data.draw(st.sampled_from(BODIES))
    way = data.draw(st.sampled_from(list(places(body))))
    assert SHARED.reply(ROUTES[operation], changed(body, way, data.draw(_JSON))).status < 500
