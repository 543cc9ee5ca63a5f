"""Templates found by name and language over several pages, and checked before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import Chakra, InvalidRequestError, NotFoundError, Outcome
from chakra_async.sandbox import Sandbox
from tests.support import faultserver

PATH = "/v1/ext/plugin/whatsapp/api/v22.0/1/message_templates"
BODY = {"type": "BODY", "text": "Hello {{1}}."}


def listed(number: Any, name: Any = "moved", language: Any = "en", **more: Any) -> dict[str, Any]:
    return {"id": str(number), "name": name, "language": language, "status": "APPROVED", **more}


def page(*templates: Any, after: str | None = None, following: str | None = None) -> faultserver.Step:
    paging: dict[str, Any] = {} if after is None else {"cursors": {"after": after}, "next": following}
    return faultserver.json({"data": templates, "paging": paging})


async def find(chakra: Any, name: Any, **more: Any) -> Any:
    return await chakra.templates.find(name, waba_id="1", whatsapp_api_version="v22.0", **more)


async def test_a_template_is_found_by_its_exact_name_and_language_on_any_page(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    def script() -> list[Any]:
        return [
            page(
                listed(1, "moved_2"),
                listed(2, "Moved"),
                after="A",
                following="https://graph.example/?after=A",
            ),
            page(listed(3, language="en_US"), after="B", following="https://graph.example/?after=B"),
            page(listed(4, language="en"), listed(5, "moved_house")),
        ]

    server.script = script()
    assert (await find(chakra, "moved", language="en")).id == "4"
    server.script = script()
    with pytest.raises(InvalidRequestError, match="'moved' exists in en, en_US: pass language="):
        await find(chakra, "moved")
    server.script = script()
    with pytest.raises(
        InvalidRequestError, match="does not exist in the language 'EN'; it exists in en, en_US"
    ):
        await find(chakra, "moved", language="EN")
    server.script = script()
    with pytest.raises(InvalidRequestError, match="'move' is not the name of a template in this WhatsApp"):
        await find(chakra, "move")


@pytest.mark.parametrize("name", [None, 5, ["moved"], ""], ids=repr)
async def test_a_name_that_is_none_is_refused_before_anything_is_listed(
    name: Any, server: faultserver.FaultServer, chakra: Chakra
) -> None:
    with pytest.raises(InvalidRequestError, match="name must be the name of a template, not "):
        await find(chakra, name)
    assert server.arrivals == []


async def test_a_name_in_one_language_needs_none(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.script = [page(listed(1))]
    assert (await find(chakra, "moved")).language == "en"


async def test_pages_are_asked_of_the_same_host_by_their_cursor_wherever_next_points(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    async with faultserver.FaultServer() as elsewhere:
        following = f"{elsewhere.url}{PATH}?after=A&access_token=x"
        server.script = [page(listed(1), after="A", following=following), page(listed(2, language="de"))]
        templates = chakra.templates.list(waba_id="1", whatsapp_api_version="v22.0", limit=1)
        assert [template.id async for template in templates] == ["1", "2"]
        assert elsewhere.connections == 0
    assert [arrival.target for arrival in server.arrivals] == [f"{PATH}?limit=1", f"{PATH}?limit=1&after=A"]


async def test_a_listing_that_fails_says_so_and_finds_nothing(
    server: faultserver.FaultServer, chakra: Chakra
) -> None:
    server.script = [
        page(listed(1), after="A", following="https://graph.example/"),
        faultserver.json({"error": {"message": "gone", "type": "OAuthException", "code": 100}}, 404),
    ]
    with pytest.raises(NotFoundError):
        await find(chakra, "moved", language="en")


async def test_a_template_is_checked_without_a_call(server: faultserver.FaultServer, chakra: Chakra) -> None:
    server.script = [page(listed(1, components=[BODY]))]
    template = await find(chakra, "moved")
    chakra.templates.check(template, mapping={"1": "Ted"})
    parameters = [{"type": "text", "text": "Ted"}]
    chakra.templates.check_components(template, [{"type": "body", "parameters": parameters}])
    with pytest.raises(InvalidRequestError) as caught:
        chakra.templates.check(template, mapping={"2": "Ted"}, image_url="https://example.com/a.png")
    assert str(caught.value) == (
        "the template moved (en) cannot be sent like this: image_url is superfluous: the template's header does not "
        "exist; mapping['1'] is missing; mapping['2'] is superfluous: the template has '1'."
    )
    assert caught.value.outcome is Outcome.NOT_SENT
    with pytest.raises(InvalidRequestError, match="body has 0 parameters"):
        chakra.templates.check_components(template, [])
    with pytest.raises(TypeError, match="image_ur"):
        chakra.templates.check(template, image_ur="x")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # the mistake that is meant
    assert len(server.arrivals) == 1


@pytest.mark.parametrize(
    ("name", "language", "filling"),
    [
        ("hello_world", None, {}),
        ("christmas_promo_23", None, {"mapping": {"1": "John"}, "image_url": "https://example.com/a.png"}),
        (
            "order_update",
            "en_US",
            {
                "mapping": {"1": "Ted", "2": "Monday"},
                "header_mapping": {"1": "4711"},
                "button_mapping": {"1": "4711"},
            },
        ),
        ("order_update", "pt_BR", {"mapping": {"1": "Ted", "2": "segunda"}}),
        (
            "appointment_moved",
            None,
            {"mapping": {"first_name": "Ted", "new_date": "Friday", "old_date": "Monday"}},
        ),
        ("login_otp", None, {"otp_code": "496093"}),
    ],
)
async def test_what_the_check_lets_pass_the_server_takes(name: str, language: Any, filling: Any) -> None:
    async with Sandbox() as sandbox:
        async with Chakra(
            base_url=sandbox.url,
            token=sandbox.token,
            plugin_id=sandbox.plugin_id,
            phone_number_id=sandbox.phone_number_id,
            waba_id=sandbox.waba_id,
            whatsapp_api_version="v22.0",
        ) as chakra:
            template = await chakra.templates.find(name, language=language)
            sent = await chakra.messages.send_checked_template("919901258433", template, **filling)
        assert sent.message_id
