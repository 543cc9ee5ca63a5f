"""The client's face: copies, raw responses, requests to any path."""

from __future__ import annotations

# ruff: noqa: S106 - planted tokens
import asyncio
from typing import Any, cast

import pytest

from chakra_async import (
    UNSET,
    AuthenticationError,
    Chakra,
    InvalidRequestError,
    Limits,
    NotFoundError,
    Outcome,
    Response,
    ResponseError,
    Retry,
    ServerError,
    SettingsError,
    Timeouts,
)
from chakra_async.models.campaigns import Enrolment
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

PLUGIN = "23a743bb-4671-440d-b491-3cac40eab852"


async def test_two_lines_to_the_first_call(
    server: faultserver.FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "planted-secret")
    monkeypatch.setenv("CHAKRA_BASE_URL", server.url)
    async with Chakra() as chakra:
        enrolment = await chakra.campaigns.add_phone_number(
            campaign_id=CAMPAIGN_ID.upper(), phone_number="+91 99012-58433"
        )
    assert isinstance(enrolment, Enrolment)
    assert enrolment.process.id == "p-1"
    assert enrolment.was_created is True
    assert server.arrivals[0].json == {"campaignId": CAMPAIGN_ID, "phoneNumber": "919901258433"}


async def test_a_raw_response_has_everything_around_the_answer(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.script = [faultserver.json({"_data": {"id": "p-1"}, "_meta": {"total": 3}}, 201, {"X-Thing": "1"})]
    response = await chakra.with_raw_response.processes.get("lead", PLUGIN)
    assert isinstance(response, Response)
    assert response.data.id == "p-1"
    assert response.meta == {"total": 3}
    assert response.status == 201
    assert response.headers["x-thing"] == "1"
    assert len(response.attempts) == 1
    assert response.elapsed > 0
    assert chakra.with_raw_response is chakra.with_raw_response
    raw = chakra.with_raw_response
    assert all(
        getattr(raw, name) is not None for name in ("campaigns", "config", "jobs", "leads", "processes")
    )


# Copies


async def test_a_copy_shares_connections_and_gate(server: faultserver.FaultServer, chakra: Chakra) -> None:
    copy = chakra.with_options(timeouts=Timeouts(total=5))
    assert copy is not chakra
    assert type(copy) is Chakra
    assert copy.settings.timeouts.total == 5
    assert chakra.settings.timeouts.total == 20
    assert copy._caller.gate is chakra._caller.gate
    await chakra.config.get()
    await copy.config.get()
    assert server.connections == 1


async def test_a_copy_with_limits_has_a_gate_of_its_own(chakra: Chakra) -> None:
    copy = chakra.with_options(limits=Limits(concurrency=1))
    assert copy._caller.gate is not chakra._caller.gate
    assert copy.with_options(retry=Retry(attempts=1))._caller.gate is copy._caller.gate
    copy._caller.gate.pause("", 3600)
    await chakra.config.get()


async def test_a_pause_holds_up_the_copies_on_the_same_gate(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.script = [faultserver.json({}, 429, {"Retry-After": "0.3"})]
    copy = chakra.with_options(retry=Retry(attempts=2))
    first = asyncio.create_task(chakra.config.get())
    while not chakra._caller.gate.waiting:  # noqa: ASYNC110 - the gate has no event for it
        await asyncio.sleep(0.001)
    await copy.config.get()
    await first
    assert server.arrivals[1].at - server.arrivals[0].at >= 0.3


async def test_tokens_of_two_tenants_do_not_mix(server: faultserver.FaultServer, chakra: Chakra) -> None:
    other = chakra.with_options(token="other-secret")

    async def calls(client: Any, count: Any) -> None:
        await asyncio.gather(*(client.config.get(extra_headers={"X-Who": count}) for _ in range(20)))

    await asyncio.gather(calls(chakra, "one"), calls(other, "two"))
    for arrival in server.arrivals:
        expected = {"one": "Bearer planted-secret", "two": "Bearer other-secret"}[arrival.headers["x-who"]]
        assert arrival.headers["authorization"] == expected
    assert len(server.arrivals) == 40
    assert chakra.settings.token != other.settings.token


async def test_a_copy_may_go_elsewhere(chakra: Chakra) -> None:
    async with faultserver.FaultServer() as elsewhere:
        await chakra.with_options(base_url=elsewhere.url + "/proxy/").config.get()
        assert elsewhere.arrivals[0].target == "/proxy/v1/ext/config"


@pytest.mark.parametrize("name", ["trust_env", "tokens", "timeout"])
def test_an_unknown_option_is_refused_by_name(name: Any) -> None:
    with pytest.raises(SettingsError, match=name):
        Chakra(token="t").with_options(**{name: 1})


@pytest.mark.parametrize(
    "change",
    [{"token": ""}, {"token": None}, {"base_url": "x"}, {"retry": 5}, {"plugin_id": "x"}, {"limits": None}],
)
def test_a_bad_option_is_refused(change: Any) -> None:
    with pytest.raises(SettingsError):
        Chakra(token="t").with_options(**change)


def test_a_setting_may_stand_in_for_an_argument() -> None:
    chakra = Chakra(token="t", plugin_id=PLUGIN)
    assert chakra.config._default("plugin_id", None) == PLUGIN
    assert chakra.config._default("plugin_id", PLUGIN.upper()) == PLUGIN.upper()
    with pytest.raises(SettingsError, match="CHAKRA_WABA_ID"):
        chakra.config._default("waba_id", None)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("plugin_id", "given"),
        ("phone_number_id", "+91 99012 58433"),
        ("waba_id", ""),
        ("whatsapp_api_version", "24"),
        ("waba_id", 83784929738012),
    ],
)
def test_an_argument_that_cannot_be_what_a_setting_would_be_is_refused_by_name(name: str, given: Any) -> None:
    with pytest.raises(InvalidRequestError, match=name) as caught:
        Chakra(token="t").config._default(name, given)
    assert "99012 58433" not in str(caught.value)


def test_a_version_comes_from_the_call_the_client_the_environment_or_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def taken(chakra: Chakra, given: str | None = None) -> str:
        return chakra.config._default("whatsapp_api_version", given)

    assert taken(Chakra(token="t")) == "v24.0"
    monkeypatch.setenv("CHAKRA_WHATSAPP_API_VERSION", "v23.0")
    assert taken(Chakra(token="t")) == "v23.0"
    assert taken(Chakra(token="t", whatsapp_api_version="v22.0")) == "v22.0"
    assert taken(Chakra(token="t").with_options(whatsapp_api_version="v21.0")) == "v21.0"
    assert taken(Chakra(token="t", whatsapp_api_version="v22.0"), "v20.0") == "v20.0"


# Any path


async def test_any_path_goes_the_same_way(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.script = [faultserver.json({"_data": {"a": 1}, "_meta": {"b": 2}})]
    response = await chakra.request(
        "post",
        "/v1/ext/thing/a%2Fb?x=1",
        json={"n": None, "u": UNSET},
        params={"y": "ä"},
        extra_headers={"X-A": "1"},
    )
    assert (response.data, response.meta) == ({"a": 1}, {"b": 2})
    (arrival,) = server.arrivals
    assert arrival.method == "POST"
    assert arrival.target == "/v1/ext/thing/a%2Fb?x=1&y=%C3%A4"
    assert arrival.json == {"n": None}
    assert arrival.headers["x-a"] == "1"
    assert arrival.headers["authorization"] == "Bearer planted-secret"


async def test_an_envelope_can_be_left_on(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.script = [faultserver.json({"_data": 1}), faultserver.json({"data": [], "paging": {}})]
    assert (await chakra.request("GET", "/x", envelope=False)).data == {"_data": 1}
    assert (await chakra.request("GET", "/x")).data == {"data": [], "paging": {}}


async def test_head_gives_its_headers(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.script = [faultserver.raw(faultserver.head(200, {"Content-Length": "50", "X-Thing": "1"}))]
    response = await chakra.request("HEAD", "/v1/health")
    assert response.data is None
    assert response.headers["x-thing"] == "1"
    await chakra.config.get()


@pytest.mark.parametrize(
    ("method", "given", "arrivals"),
    [
        ("GET", None, 3),
        ("GET", False, 1),
        ("POST", None, 1),
        ("POST", True, 3),
        ("PUT", None, 1),
        ("PUT", True, 3),
        ("DELETE", None, 1),
        ("PATCH", True, 3),
    ],
)
async def test_only_what_is_said_to_be_repeatable_is_repeated(
    method: Any, given: Any, arrivals: Any, server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.json({}, 500)
    with pytest.raises(ServerError) as caught:
        await chakra.request(method, "/x", repeatable=given)
    assert len(server.arrivals) == arrivals
    assert caught.value.outcome is Outcome.UNKNOWN
    assert caught.value.operation == f"{method} /x"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "//evil.example/x",
        "https://evil.example/x",
        "/a/../b",
        "/a/./b",
        "/..",
        "/%2e%2e/x",
        "/.%2E/x",
        "/a b",
        "/a#b",
        "/a\\b",
        "/ä",
        "/a\r\nX: 1",
        "/a?b=\r\nX: 1",
        "/a?b=ä",
        "\\\\evil",
        "/a\x00",
        None,
        5,
        b"/x",
    ],
)
async def test_a_hostile_path_is_refused(path: Any, server: faultserver.FaultServer, chakra: Chakra) -> None:
    with pytest.raises(InvalidRequestError, match="path") as caught:
        await chakra.request("GET", path)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert server.arrivals == []


@pytest.mark.parametrize("method", ["", "CONNECT", "TRACE", "GET /", "GET\r\nX:", None, 5, "OPTIONS"])
async def test_a_strange_method_is_refused(
    method: Any, server: faultserver.FaultServer, chakra: Chakra
) -> None:
    with pytest.raises(InvalidRequestError, match="method"):
        await chakra.request(method, "/x")
    assert server.arrivals == []


async def test_a_large_body_goes_without_a_warning(server: faultserver.FaultServer, chakra: Chakra) -> None:
    await chakra.request("POST", "/x", json={"data": "x" * 3_000_000})
    assert len(server.arrivals[0].body) > 3_000_000


async def test_strict_shows_what_the_description_does_not_know(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.usual = faultserver.json({"_data": {"process": {"id": 5}, "wasCreated": "yes"}})
    call = {"campaign_id": CAMPAIGN_ID, "phone_number": "919901258433"}
    assert (await chakra.campaigns.add_phone_number(**call)).was_created == "yes"
    with pytest.raises(ResponseError, match="contradicts the description") as caught:
        await chakra.with_options(strict=True).campaigns.add_phone_number(**call)
    assert caught.value.outcome is Outcome.DONE
    assert len(server.arrivals) == 2


async def test_what_cannot_be_sent_is_refused_before_anything_is(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    for call in (
        chakra.campaigns.add_phone_number(campaign_id="x", phone_number="919901258433"),
        chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number="call me"),
        chakra.processes.get("", PLUGIN),
        chakra.processes.get("a/b", PLUGIN),
        chakra.processes.create("lead", data={"a": {1, 2}}),
        chakra.config.get(extra_headers={"Authorization": "Bearer mine"}),
        chakra.config.get(extra_headers=cast("Any", [("X-Mine", "1")])),
        chakra.request("GET", "/x", params=cast("Any", "a=b")),
        chakra.request("GET", "/x", limit_key=cast("Any", [])),
    ):
        with pytest.raises(InvalidRequestError) as caught:
            await call
        assert caught.value.outcome is Outcome.NOT_SENT
    assert server.arrivals == []
    assert chakra._caller.gate.in_flight == 0


async def test_an_error_names_the_operation(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.script = [
        faultserver.answer(404, b"Not Found"),
        faultserver.json({"code": "UNAUTHORIZED", "message": "no"}, 401),
    ]
    with pytest.raises(NotFoundError, match=r"^processes\.get: 404 Not Found"):
        await chakra.processes.get("lead", PLUGIN)
    with pytest.raises(AuthenticationError, match=r"^config\.get: 401 no"):
        await chakra.config.get()


async def test_a_free_request_that_is_answered_without_content_went_well(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    server.script = [faultserver.raw(faultserver.head(204))]
    response = await chakra.request("DELETE", "/v1/ext/things/1")
    assert (response.status, response.data) == (204, None)
