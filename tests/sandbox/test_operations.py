"""Every operation over the wire, spoken to by raw aiohttp."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chakra_async.description.routes import Routes, load
from chakra_async.sandbox.validation import compiler

ENROLMENT = json.loads(Path(__file__).with_name("data").joinpath("enrolment.json").read_text())
ENROL = "/v1/ext/procedure/lead/add-phone-number-to-campaign"
LEADS = "/v1/ext/procedure/lead/process"
TICKETS = "/v1/ext/procedure/ticket/process"
NOWHERE = "00000000-0000-4000-8000-000000000000"


async def test_enrolling_creates_a_lead_once_and_finds_it_again(enrol: Any) -> None:
    first = await enrol("919901258433")
    again = await enrol("919901258433")
    assert (first.status, first.data["wasCreated"], again.data["wasCreated"]) == (200, True, False)
    assert first.data["process"]["id"] == again.data["process"]["id"]
    assert first.data["process"]["data"] == {"phone_number_int": "+919901258433", "lead_id": "LEAD-00001"}


async def test_a_process_has_the_members_of_the_published_example_in_its_order(enrol: Any, call: Any) -> None:
    published = ENROLMENT["_data"]
    enrolled = (await enrol()).data
    created = (await call("POST", TICKETS, {})).data
    assert list(enrolled) == list(published)
    assert list(enrolled["process"]) == list(published["process"])
    assert list(enrolled["process"]["autoDial"]) == list(published["process"]["autoDial"])
    assert list(created) == list(published["process"])
    assert created["autoDial"] is None
    assert len(created) == 58


async def test_members_that_are_null_in_the_published_example_are_null_here(enrol: Any) -> None:
    process = (await enrol()).data["process"]
    assert {name for name, value in ENROLMENT["_data"]["process"].items() if value is None} <= {
        name for name, value in process.items() if value is None
    }


async def test_an_unknown_campaign_is_not_found(call: Any, sandbox: Any) -> None:
    body = {"campaignId": NOWHERE, "phoneNumber": "919901258433"}
    got = await call("POST", ENROL, body)
    assert (got.status, got.data, got.errors) == (404, [], [f"campaign {NOWHERE} not found"])
    assert sandbox.leads == 0
    sandbox.add_campaign(NOWHERE)
    assert (await call("POST", ENROL, body)).status == 200


async def test_a_campaign_is_known_in_capitals_too(call: Any, sandbox: Any) -> None:
    body = {"campaignId": sandbox.campaign_id.upper(), "phoneNumber": "919901258433"}
    assert (await call("POST", ENROL, body)).status == 200


async def test_a_lead_that_exists_is_used_by_its_digits(enrol: Any, call: Any, sandbox: Any) -> None:
    created = await call("POST", LEADS, {"data": {"name": "Ted", "phone_number": "+91 99012-58433"}})
    enrolled = await enrol("919901258433")
    merged = await call("POST", LEADS, {"data": {"phone_number": "919901258433", "email": "ted@example.com"}})
    assert enrolled.data["wasCreated"] is False
    assert {created.data["id"], enrolled.data["process"]["id"]} == {merged.data["id"]}
    assert merged.data["data"] == {
        "name": "Ted",
        "phone_number": "919901258433",
        "email": "ted@example.com",
        "phone_number_int": "+919901258433",
        "lead_id": "LEAD-00001",
    }
    assert sandbox.leads == 1


async def test_a_process_is_created_and_fetched(call: Any, clock: Any) -> None:
    body = {
        "data": {"firstname": "Ted", "score": 5},
        "record": {"data": {"phone_number": "7701214822"}},
        "status": "COMPLETED",
        "state": "CONVERTED",
        "nextActionAt": 1618558867539,
        "assignedTo": "ann",
    }
    created = await call("POST", TICKETS, body)
    fetched = await call("GET", f"{TICKETS}/{created.data['id']}")
    assert created.status == fetched.status == 200
    assert created.data == fetched.data
    assert created.data["data"] == {"firstname": "Ted", "score": 5, "ticket_id": "TICKET-00001"}
    assert created.data["status"] == "COMPLETED"
    assert created.data["createdAt"] == created.data["completedAt"] == clock.milliseconds
    assert created.data["nextActionAt"] == 1618558867539
    assert created.data["assignedTo"] == created.data["firstAssignedTo"] is not None
    assert created.data["record"] is not None


@pytest.mark.parametrize("tail", [None, "ticket_id/TICKET-00001", "code/a%2Fb"])
async def test_an_update_changes_what_it_names_and_nothing_else(
    call: Any, clock: Any, tail: str | None
) -> None:
    before = (await call("POST", TICKETS, {"data": {"code": "a/b", "score": 5}})).data
    clock.now += 60
    path = f"{TICKETS}/{tail or before['id']}"
    after = (await call("PUT", path, {"data": {"score": 6, "city": "Goa"}, "state": "WON"})).data
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"updatedAt", "data", "state", "stateChangedAt", "searchVector"}
    assert after["data"] == {"code": "a/b", "score": 6, "city": "Goa", "ticket_id": "TICKET-00001"}
    assert after["updatedAt"] == after["stateChangedAt"] == before["createdAt"] + 60_000


@pytest.mark.parametrize("tail", [None, "ticket_id/TICKET-00001"])
async def test_a_deleted_process_is_shown_once_more_and_then_gone(call: Any, tail: str | None) -> None:
    gone = (await call("POST", TICKETS, {})).data
    kept = (await call("POST", TICKETS, {})).data
    path = f"{TICKETS}/{tail or gone['id']}"
    deleted = await call("DELETE", path)
    assert (deleted.status, deleted.data["id"], deleted.data["isDeleted"]) == (200, gone["id"], True)
    assert (await call("GET", f"{TICKETS}/{gone['id']}")).status == 404
    assert (await call("PUT", path, {"state": "WON"})).status == 404
    assert (await call("DELETE", path)).status == 404
    listed = await call("POST", f"{TICKETS}/list", {})
    assert [process["id"] for process in listed.data] == [kept["id"]]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{TICKETS}/{NOWHERE}"),
        ("PUT", f"{TICKETS}/{NOWHERE}"),
        ("DELETE", f"{TICKETS}/{NOWHERE}"),
        ("PUT", f"{TICKETS}/ticket_id/TICKET-00009"),
        ("DELETE", f"{TICKETS}/ticket_id/%C2%B2"),
        ("POST", "/v1/ext/procedure/journey/process"),
        ("GET", f"/v1/ext/background-job/{NOWHERE}"),
    ],
)
async def test_a_missing_object_is_not_found_and_the_answer_names_it(
    call: Any, method: str, path: str
) -> None:
    got = await call(method, path, {} if method in {"PUT", "POST"} else None)
    assert (got.status, got.data) == (404, [])
    assert len(got.errors) == 1
    assert "not found" in got.errors[0]


async def test_pages_follow_each_other_until_the_last_one(call: Any) -> None:
    for number in range(23):
        await call("POST", TICKETS, {"data": {"number": number}})
    seen: list[int] = []
    more = True
    while more:
        got = await call("POST", f"{TICKETS}/list", {"skip": len(seen)})
        assert len(got.data) <= 10
        seen += [process["data"]["number"] for process in got.data]
        more = got.json["_meta"]["hasMore"]
    assert seen == list(range(23))
    whole = await call("POST", f"{TICKETS}/list", {"limit": 23})
    assert (len(whole.data), whole.json["_meta"]) == (23, {"hasMore": False})
    assert (await call("POST", f"{TICKETS}/list", {"skip": 99})).json == {
        "_data": [],
        "_meta": {"hasMore": False},
    }


async def test_a_page_skips_what_was_deleted(call: Any) -> None:
    ids = [(await call("POST", TICKETS, {})).data["id"] for _ in range(5)]
    await call("DELETE", f"{TICKETS}/{ids[1]}")
    got = await call("POST", f"{TICKETS}/list", {"skip": 1, "limit": 2})
    assert [process["id"] for process in got.data] == ids[2:4]
    assert got.json["_meta"] == {"hasMore": True}


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ({}, [0, 1, 2, 3]),
        ({"state": "WON"}, [1, 3]),
        ({"status": ["CANCELLED", "OPEN"]}, [0, 1, 2]),
        ({"status": {"!=": "OPEN"}}, [3]),
        ({"assignedTo": "ann"}, [2]),
        ({"number": {">": 0, "<=": 2}}, [1, 2]),
        ({"or": [{"number": 0}, {"and": [{"state": "WON"}, {"number": {">=": 3}}]}]}, [0, 3]),
        ({"createdAt": {">=": "2023-11-14T22:14:20+00:00"}}, [1, 2, 3]),
        ({"createdAt": {"<": "2023-11-15T03:44:20+05:30"}}, [0]),
        ({"ticket_id": "TICKET-00002"}, [1]),
    ],
)
async def test_a_filter_chooses_by_root_fields_and_attributes(
    call: Any, clock: Any, where: dict[str, Any], numbers: list[int]
) -> None:
    bodies: list[dict[str, Any]] = [
        {},
        {"state": "WON"},
        {"assignedTo": "ann"},
        {"state": "WON", "status": "COMPLETED"},
    ]
    for number, body in enumerate(bodies):
        await call("POST", TICKETS, {**body, "data": {"number": number}})
        clock.now += 60
    got = await call("POST", f"{TICKETS}/list", {"where": where})
    assert [process["data"]["number"] for process in got.data] == numbers


async def test_a_filter_finds_enrolled_leads_by_the_attribute_they_show(call: Any, enrol: Any) -> None:
    await enrol("919901258433")
    await enrol("919901258434")
    got = await call("POST", f"{LEADS}/list", {"where": {"phone_number_int": "+919901258434"}})
    assert [process["data"]["lead_id"] for process in got.data] == ["LEAD-00002"]


async def test_an_invalid_filter_is_refused_with_the_reason(call: Any) -> None:
    got = await call("POST", f"{TICKETS}/list", {"where": {"createdAt": {">": "soon"}}})
    assert (got.status, got.errors) == (400, ["where: `createdAt`: 'soon' is not an ISO-8601 time"])


async def test_a_bulk_creation_progresses_with_time(call: Any, clock: Any, sandbox: Any) -> None:
    items = [{"lead_id": f"EXT-{number}", "data": {"score": "105"}, "state": "WON"} for number in range(2500)]
    items[7] = {"lead_id": "EXT-bad", "data": "not an object"}
    accepted = await call("POST", f"{LEADS}/bulk-create", items)
    assert accepted.status == 200
    assert accepted.data["completionStatus"] == "IN_PROGRESS"
    assert (accepted.data["completedAt"], accepted.data["statusMessage"]) == (0, None)
    path = f"/v1/ext/background-job/{accepted.data['id']}"
    seen: list[dict[str, int]] = []
    for _ in range(4):
        got = await call("GET", path)
        assert got.data["type"] == "bulk_api_job"
        seen.append(got.json["_meta"]["bjEntryCompletionStatusVsCount"])
        clock.now += 1
    assert [counts["SUCCESS"] for counts in seen] == [0, 1000, 2000, 2499]
    assert [counts["NOT_STARTED"] for counts in seen] == [2499, 1499, 499, 0]
    assert {counts["INVALID"] for counts in seen} == {1}
    assert sandbox.leads == 2499
    found = await call("POST", f"{LEADS}/list", {"where": {"lead_id": "EXT-2499"}})
    assert [process["data"] for process in found.data] == [{"lead_id": "EXT-2499", "score": "105"}]


async def test_a_bulk_creation_of_a_key_that_exists_is_an_error_of_the_entry(call: Any, clock: Any) -> None:
    items = [{"lead_id": "EXT-1"}, {"lead_id": "EXT-1"}, {"lead_id": "EXT-2"}]
    accepted = await call("POST", f"{LEADS}/bulk-create", items)
    clock.now += 1
    got = await call("GET", f"/v1/ext/background-job/{accepted.data['id']}")
    assert got.json["_meta"]["bjEntryCompletionStatusVsCount"] == {
        "INVALID": 0,
        "NOT_STARTED": 0,
        "SUCCESS": 2,
        "ERROR": 1,
    }


async def test_a_bulk_update_finds_by_id_and_by_any_key_and_counts_the_rest(
    call: Any, enrol: Any, clock: Any
) -> None:
    by_id, by_key, deleted = [(await enrol(number)).data["process"] for number in ("911", "912", "913")]
    items = [
        {"id": by_id["id"], "update": {"data": {"city": "Goa"}}},
        {"lead_id": "LEAD-00002", "update": {"state": "WON"}},
        {"phone_number_int": "+913", "update": {"isDeleted": True}},
        {"lead_id": "LEAD-00099", "update": {"state": "WON"}},
        {"update": {"state": "WON"}},
        {"id": "no uuid", "update": {}},
        {"lead_id": "LEAD-00001", "update": {"status": "SLEEPING"}},
        {"lead_id": "LEAD-00001", "state": "WON"},
    ]
    accepted = await call("PATCH", LEADS, {"processes": items})
    assert accepted.status == 200
    clock.now += 1
    got = await call("GET", f"/v1/ext/background-job/{accepted.data['id']}")
    assert got.json["_meta"]["bjEntryCompletionStatusVsCount"] == {
        "INVALID": 4,
        "NOT_STARTED": 0,
        "SUCCESS": 3,
        "ERROR": 1,
    }
    assert (await call("GET", f"{LEADS}/{by_id['id']}")).data["data"]["city"] == "Goa"
    assert (await call("GET", f"{LEADS}/{by_key['id']}")).data["state"] != by_key["state"]
    assert (await call("GET", f"{LEADS}/{deleted['id']}")).status == 404


async def test_a_bulk_request_that_is_not_a_list_is_refused_as_a_whole(call: Any) -> None:
    assert (await call("POST", f"{LEADS}/bulk-create", {})).errors == ["body: {} is not of type 'array'"]
    assert (await call("PATCH", LEADS, {})).errors == ["body: 'processes' is a required property"]


async def test_the_bulk_operations_take_the_uuid_of_a_procedure(
    call: Any, enrol: Any, clock: Any, sandbox: Any
) -> None:
    procedure = (await enrol()).data["process"]["procedure"]
    path = f"/v1/ext/procedure/{procedure}/process"
    assert (await call("POST", f"{path}/bulk-create", [{}])).status == 200
    assert (await call("PATCH", path, {"processes": []})).status == 200
    assert (await call("POST", f"{path}/list", {})).status == 404
    clock.now += 1
    await enrol()
    assert sandbox.leads == 2


async def test_the_configuration_has_its_documented_keys_and_resolves_ids(call: Any, enrol: Any) -> None:
    got = await call("GET", "/v1/ext/config")
    process = (await enrol()).data["process"]
    assert len(got.data) == 17
    assert {"id": process["procedure"], "shortId": "lead"} in got.data["procedures"]
    assert {"id": process["entity"], "shortId": "lead"} in got.data["entities"]
    assert got.data["team"] == {"id": process["team"]}


@pytest.mark.parametrize(
    ("method", "path", "body", "errors"),
    [
        ("POST", ENROL, {"phoneNumber": "91"}, ["body: 'campaignId' is a required property"]),
        ("POST", LEADS, {}, ["body: 'data' is a required property"]),
        ("POST", f"{TICKETS}/list", {"limit": 101}, ["body.limit: 101 is greater than the maximum of 100"]),
        ("POST", TICKETS, {"state": 5}, ["body.state: 5 is not of type 'string'"]),
        ("GET", f"{TICKETS}/list", None, ["processId: 'list' is not a 'uuid'"]),
    ],
)
async def test_an_invalid_request_is_refused_with_the_reasons(
    call: Any, sandbox: Any, method: str, path: str, body: Any, errors: list[str]
) -> None:
    got = await call(method, path, body)
    assert (got.status, got.json) == (400, {"_data": [], "_errors": errors})
    assert sandbox.arrivals[-1].worked is False


async def test_a_missing_body_or_one_that_is_not_json_is_refused(call: Any) -> None:
    as_json = {"Content-Type": "application/json"}
    assert (await call("POST", ENROL)).errors == ["body: is required"]
    assert (await call("POST", ENROL, data=b"{", headers=as_json)).errors == ["body: is not JSON, or null"]
    got = await call("POST", ENROL, data=b"{}", headers={"Content-Type": "text/plain"})
    assert got.errors == ["Content-Type: is text/plain, and must be application/json"]


def _photo() -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("photo", b"image", filename="photo.png", content_type="image/png")
    return form


def whatsapp_requests(sandbox: Any) -> list[tuple[str, str, Any]]:
    """Return one request for each operation of messages, templates, media and flows."""
    plugin = f"/v1/ext/plugin/whatsapp/{sandbox.plugin_id}"
    number = f"{plugin}/api/v24.0/{sandbox.phone_number_id}"
    templates = f"/v1/ext/plugin/whatsapp/api/v24.0/{sandbox.waba_id}/message_templates"
    text = {"messaging_product": "whatsapp", "to": "919901258433", "type": "text", "text": {"body": "x"}}
    order = {"whatsappPhoneNumberId": sandbox.phone_number_id, "templateName": "hello_world"}
    parts = [{"type": "BODY", "text": "x"}]
    new = {"name": "new", "language": "en", "category": "UTILITY", "components": parts}
    key = aiohttp.FormData(default_to_multipart=True)
    key.add_field("business_public_key", "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----")
    file_form = aiohttp.FormData()
    file_form.add_field("file", b"image", filename="photo.png", content_type="image/png")
    file = "1013859600285441"
    return [
        ("POST", LEADS, {"data": {"phone_number": "919901258433"}}),
        ("POST", f"{number}/messages", text),
        ("POST", f"{plugin}/phoneNumber/919901258433/send-template-message", order),
        ("POST", f"{plugin}/process/lead/LEAD-00003/send-template-message", order),
        ("POST", templates, new),
        ("GET", templates, None),
        ("POST", "/v1/ext/plugin/whatsapp/api/v24.0/1473688840035974", {"components": parts}),
        ("DELETE", f"{templates}?name=hello_world", None),
        ("POST", f"{plugin}/upload-public-media", file_form),
        ("GET", f"/v1/whatsapp/v24.0/media/{file}", None),
        ("GET", f"/v1/whatsapp/v24.0/media/{file}/show", None),
        ("GET", f"/v2/whatsapp/v24.0/media/{file}/show", None),
        ("GET", f"/v2/whatsapp/v24.0/media/whatsapp_business/attachments?mid={file}", None),
        ("POST", f"{number}/whatsapp_business_encryption", key),
        ("GET", f"{number}/whatsapp_business_encryption", None),
    ]


async def test_every_answer_is_as_described(call: Any, enrol: Any, sandbox: Any, clock: Any) -> None:
    lead = (await enrol()).data["process"]["id"]
    await call("PUT", f"{LEADS}/{lead}", {"assignedTo": "ann", "status": "COMPLETED", "data": {"a": [1]}})
    job = (await call("POST", f"{TICKETS}/bulk-create", [{"ticket_id": "X"}, {"ticket_id": "Y"}])).data["id"]
    clock.now += 10
    users = (await call("GET", "/v1/ext/users")).data
    user = users[0]["id"]
    sent = sandbox._state.conversations.add_outbound(
        "919901258433",
        clock.milliseconds,
        plugin_id=sandbox.plugin_id,
        phone_number_id=sandbox.phone_number_id,
        template_id=NOWHERE,
    )
    sandbox._state.conversations.add_inbound(
        "919901258433",
        clock.milliseconds,
        plugin_id=sandbox.plugin_id,
        phone_number_id=sandbox.phone_number_id,
    )
    chat = sent.chat.id
    number = f"/v1/whatsapp/v24.0/{sandbox.phone_number_id}"
    requests: list[tuple[str, str, Any]] = [
        ("POST", ENROL, {"campaignId": sandbox.campaign_id, "phoneNumber": "919901258433"}),
        ("POST", LEADS, {"data": {"name": "Ted"}}),
        ("POST", TICKETS, {"record": {"data": {}}}),
        ("PATCH", TICKETS, {"processes": [{"ticket_id": "X", "update": {}}]}),
        ("POST", f"{TICKETS}/bulk-create", []),
        ("POST", f"{LEADS}/list", {}),
        ("GET", f"{LEADS}/{lead}", None),
        ("PUT", f"{LEADS}/{lead}", {"status": "CANCELLED"}),
        ("PUT", f"{LEADS}/lead_id/LEAD-00001", {"status": "OPEN"}),
        ("DELETE", f"{LEADS}/lead_id/LEAD-00002", None),
        ("DELETE", f"{LEADS}/{lead}", None),
        ("GET", f"/v1/ext/background-job/{job}", None),
        ("GET", "/v1/ext/config", None),
        ("POST", "/v1/ext/chat", {}),
        ("POST", f"/v1/ext/chat/{chat}/message", {"limit": 9}),
        (
            "POST",
            "/v1/ext/plugin/whatsapp/list-chat-messages-for-phone-number",
            {"customerPhoneNumber": "919901258433"},
        ),
        ("POST", "/v1/ext/p/ticket/X/task/call", {"status": "OPEN"}),
        ("GET", "/v1/ext/users", None),
        ("GET", "/v2/ext/users", None),
        ("GET", f"/v1/ext/user/{user}", None),
        ("GET", f"/v2/ext/user/{user}", None),
        ("PUT", f"/v1/ext/user/{user}", {"firstName": "Jane"}),
        ("POST", "/v1/ext/photo", _photo()),
        ("POST", f"/v1/ext/photo/{NOWHERE}", _photo()),
        ("GET", f"/v1/ext/photo/{NOWHERE}", None),
        ("GET", f"/v1/ext/background-job/{job}/entries", None),
        ("GET", "/v1/ext/whatsapp-phone-number", None),
        ("GET", f"/v1/ext/whatsapp-phone-number/{sandbox.phone_number_id}", None),
        ("GET", "/v1/ext/whatsapp-business-account", None),
        ("GET", f"/v1/ext/plugin/whatsapp/{sandbox.plugin_id}/config", None),
        ("POST", f"/v1/ext/plugin/whatsapp/{sandbox.plugin_id}/update-config", {}),
        ("POST", "/v1/ext/whatsapp-partner/create-connect-token", {"newPluginName": "Acme"}),
        ("GET", f"{number}/settings", None),
        ("POST", f"{number}/settings", {"calling": {"status": "ENABLED"}}),
        ("GET", f"{number}/call_permissions?recipient=IN.1", None),
        (
            "POST",
            f"{number}/calls",
            {
                "messaging_product": "whatsapp",
                "action": "connect",
                "recipient": "IN.1",
                "session": {"sdp_type": "offer", "sdp": "v=0"},
            },
        ),
        ("GET", "/v1/health", None),
        *whatsapp_requests(sandbox),
    ]
    document = load()
    compile_check = compiler(document)
    routes = Routes(document)
    checked: set[str] = set()
    for method, path, body in requests:
        sends_form = isinstance(body, aiohttp.FormData)
        got = await (call(method, path, data=body) if sends_form else call(method, path, body))
        assert got.status == 200
        found = routes.find(method, path.partition("?")[0])
        assert found is not None
        checked.add(found[0].operation)
        operation = document["paths"][found[0].path][method.lower()]
        content = operation["responses"]["200"]["content"]
        if "application/octet-stream" in content:
            assert got.raw
            continue
        content = content["application/json"]
        answer = got.data if operation["x-envelope"] else got.json
        assert ("_data" in got.json) is operation["x-envelope"]
        assert compile_check(content["schema"], found[0].operation)(answer) == []
        if "x-meta" in content:
            assert compile_check(content["x-meta"], "_meta")(got.json["_meta"]) == []
    assert checked == {route.operation for route in routes.all}


async def test_a_lead_must_be_valid_as_a_process_too(call: Any) -> None:
    path = "/v1/ext/procedure/lead/process"
    answer = await call("POST", path, {"data": {}, "status": "DONE"})
    assert answer.status == 400
    assert answer.errors == ["body.status: 'DONE' is not one of ['OPEN', 'COMPLETED', 'CANCELLED']"]
    answer = await call("POST", path, {"data": 7})
    assert answer.errors == ["body.data: 7 is not of type 'object'"]
    answer = await call("POST", path, {"data": {}, "status": "COMPLETED"})
    assert answer.data["status"] == "COMPLETED"
