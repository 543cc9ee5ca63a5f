"""What is refused by its value, at each way of giving it; what Meta takes arrives as it was given."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, ChakraError, InvalidRequestError, Outcome, Retry
from chakra_async._core.decoding.decoder import decode
from chakra_async._core.messages.validation import message
from chakra_async.models.templates import Template

if TYPE_CHECKING:
    from collections.abc import Coroutine

TABLE = json.loads((Path(__file__).parents[1] / "data" / "refused_by_value.json").read_text(encoding="utf-8"))
ID = "5ba0e13a-ac26-4656-afdd-643ea0813137"
TO = "919901258433"
NAMES = {
    "buttonMapping": "button_mapping",
    "documentUrl": "document_url",
    "headerMapping": "header_mapping",
    "imageUrl": "image_url",
    "locationLatitude": "location_latitude",
    "locationLongitude": "location_longitude",
    "mapping": "mapping",
    "nextActionAt": "next_action_at",
    "templateName": "template_name",
    "videoUrl": "video_url",
}


def call_of(chakra: Chakra, call: str, body: dict[str, Any]) -> Coroutine[Any, Any, Any]:
    """Return the call that has a body on the wire."""
    arguments = {NAMES.get(name, name): value for name, value in body.items()}
    match call:
        case "messages.send":
            return chakra.messages.send(body, plugin_id=ID, phone_number_id="1", whatsapp_api_version="v22.0")
        case "messages.send_template":
            return chakra.messages.send_template(TO, plugin_id=ID, phone_number_id="1", **arguments)
        case "templates.create":
            return chakra.templates.create(waba_id="1", whatsapp_api_version="v22.0", **arguments)
        case "processes.update":
            return chakra.processes.update("lead", ID, **arguments)
        case _:
            return chakra.processes.create("lead", **arguments)


def named_by(error: ChakraError, place: str) -> bool:
    """Return whether an error names a place of the wire, under the name that an argument has for it."""
    first, _, rest = place.partition("[")
    argument = NAMES.get(first, first)
    rest = (
        re.sub(r"^\d+\]\.schemaPropertyValue", r"'1'] ", f"{rest}").strip()
        if "Mapping" in first or first == "mapping"
        else rest
    )
    wanted = f"{argument}[{rest}" if rest else argument
    return wanted in str(error)


@pytest.mark.parametrize(
    "entry", [pytest.param(one, id=f"{number}-{one['kind']}") for number, one in enumerate(TABLE["refused"])]
)
async def test_a_value_that_meta_refuses_is_not_sent_and_its_place_is_named(entry: dict[str, Any]) -> None:
    async with Chakra(token="t", base_url="https://127.0.0.1:9") as chakra:  # noqa: S106 - nothing listens there
        with pytest.raises(InvalidRequestError) as caught:
            await call_of(chakra, entry["call"], entry["body"])
    assert caught.value.outcome is Outcome.NOT_SENT
    assert named_by(caught.value, entry["place"]), caught.value


@pytest.mark.parametrize(
    "entry", [pytest.param(one, id=f"{number}-{one['kind']}") for number, one in enumerate(TABLE["accepted"])]
)
async def test_a_value_that_meta_takes_is_sent(entry: dict[str, Any]) -> None:
    once = Retry(attempts=1)
    async with Chakra(token="t", base_url="https://127.0.0.1:9", retry=once) as chakra:  # noqa: S106 - as above
        with pytest.raises(ChakraError) as caught:
            await call_of(chakra, entry["call"], entry["body"])
    assert not isinstance(caught.value, InvalidRequestError), caught.value
    if entry["call"] == "messages.send":
        assert message(entry["body"], "message") == entry["body"]


def listed(entry: dict[str, Any]) -> Template:
    made: Template = decode(
        Template, {"id": "1", "name": "t", "language": "en_US", "status": "APPROVED", **entry["template"]}
    )
    return made


@pytest.mark.parametrize("entry", TABLE["refused_by_template"], ids=lambda one: one["kind"])
def test_components_that_do_not_fit_a_template_are_refused(entry: dict[str, Any]) -> None:
    chakra = Chakra(token="t")  # noqa: S106 - sends nothing
    with pytest.raises(InvalidRequestError) as caught:
        chakra.templates.check_components(listed(entry), entry["components"])
    assert entry["place"] in str(caught.value), caught.value


@pytest.mark.parametrize("entry", TABLE["accepted_by_template"], ids=lambda one: one["kind"])
def test_components_that_fit_a_template_pass(entry: dict[str, Any]) -> None:
    Chakra(token="t").templates.check_components(listed(entry), entry["components"])  # noqa: S106 - as above


@pytest.mark.parametrize(
    "entry",
    [
        one
        for one in TABLE["refused"]
        if one["body"].get("type") == "template"
        and one["kind"] not in ("deciding type", "text that is not a string")
    ],
    ids=lambda one: one["kind"],
)
def test_the_check_against_a_template_refuses_the_same_values(entry: dict[str, Any]) -> None:
    body = {"type": "BODY", "text": "Hi."}
    place = entry["place"].removeprefix("template.")
    with pytest.raises(InvalidRequestError) as caught:
        Chakra(token="t").templates.check_components(  # noqa: S106 - as above
            listed({"template": {"components": [body]}}), entry["body"]["template"]["components"]
        )
    assert place in str(caught.value), caught.value
