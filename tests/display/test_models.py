"""What a notebook shows of models: short, masked, escaped, and templates as the phone shows them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._views import VIEWS, view
from chakra_async.display.records import frame_of_items, records_of
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.chats import Chat, ChatMessage
from chakra_async.models.processes import Process
from chakra_async.models.templates import Template
from tests.display.test_page import HOSTILE, Parsed

if TYPE_CHECKING:
    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox

SHOWN = {"div", "style", "p", "span", "b", "i", "s", "code", "table", "thead", "tbody", "tr", "th", "td"}


def template(**parts: object) -> Template:
    """Return a template whose parts are as the API wrote them, which is how lenient reading leaves odd ones."""
    components: Any = [
        {"type": kind.upper(), **value} for kind, value in parts.items() if isinstance(value, dict)
    ]
    return Template(id="1", name="order", language="en", components=components)


def process_of(**members: Any) -> Process:
    needed = dict.fromkeys(("team", "procedure", "state"), "x")
    return Process(
        **{"created_at": 0, "updated_at": 0, "status": "OPEN", "is_deleted": False, **needed, **members}
    )


def test_each_view_is_there() -> None:
    for name, place in VIEWS.items():
        module, _, function = place.partition(":")
        assert view(name) is getattr(import_module(f"chakra_async.display.{module}"), function)


def test_nothing_of_it_is_loaded_before_it_is_used() -> None:
    code = "import sys, chakra_async.bulk, chakra_async.models; print([m for m in sys.modules if 'display' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout.strip() == "[]"


async def test_models_and_listings_of_the_api(chakra: Chakra, sandbox: Sandbox) -> None:
    enrolment = await chakra.campaigns.add_phone_number(
        campaign_id=sandbox.campaign_id, phone_number="+919901258433"
    )
    await chakra.messages.send_text("+919901258433", "Hello *Ann*: 919901258433")
    chats = await chakra.chats.list()
    templates = await chakra.templates.list()
    listing = chakra.processes.list("lead")
    shown = [enrolment, enrolment.process, listing, chats, templates, *templates.items, *chats.items]
    for each in shown:
        html = each._repr_html_()
        assert Parsed(html).is_whole
        assert "9901258433" not in html
        assert sandbox.token not in html
        assert "None" not in html
    assert "a new lead was made" in enrolment._repr_html_()
    assert "<b>Ann</b>" in chats.items[0]._repr_html_()
    assert "Chat with 91********33" in chats.items[0]._repr_html_()
    assert "Nothing was requested yet" in listing._repr_html_()
    assert "None" not in repr(enrolment)
    assert "status=ProcessStatus.OPEN" in repr(enrolment)


async def test_records_and_frames_of_a_listing(chakra: Chakra, sandbox: Sandbox) -> None:
    for number in ("+919901258433", "+447700900123"):
        await chakra.campaigns.add_phone_number(campaign_id=sandbox.campaign_id, phone_number=number)
    records = await chakra.processes.list("lead").to_dicts()
    assert len(records) == 2
    assert all(record.keys() == records[0].keys() for record in records)
    assert all(name.split(".")[0].islower() for name in records[0])
    assert records[0]["created_at"].utcoffset() is not None
    assert records[0]["data.lead_id"].startswith("LEAD-")
    assert any(value is not None for value in records[0].values())
    polars = await chakra.processes.list("lead").to_frame(limit=1, library="polars")
    assert polars.shape[0] == 1
    assert polars.schema["created_at"] == pl.Datetime("us", "UTC")
    page = await chakra.processes.list("lead")
    pandas = page.to_frame("pandas")
    assert str(pandas["created_at"].dtype) == "datetime64[us, UTC]"
    assert page.to_dicts() == records
    assert await chakra.processes.list("lead", where={"status": "CLOSED"}).to_dicts() == []
    assert (await chakra.processes.list("lead", where={"status": "CLOSED"}).to_frame()).shape[0] == 0


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_text_in_a_model_is_never_markup(hostile: str) -> None:
    message = ChatMessage(text=hostile, direction=hostile, delivery_status=hostile, data_type=hostile)
    process = process_of(
        id=hostile, data={hostile: hostile, "x": [hostile, {hostile: hostile}]}, extra={hostile: hostile}
    )
    made = [
        template(
            header={"format": "TEXT", "text": hostile, "example": {"header_text": [hostile]}},
            body={"text": f"{{{{1}}}} {hostile}", "example": {"body_text": [[hostile]]}},
            footer={"text": hostile},
            buttons={"buttons": [{"type": hostile, "text": hostile}, {"type": "URL", "text": hostile}]},
            other={},
        ),
        Template(id="1", name=hostile, language=hostile, status=hostile),
        message,
        Chat(primary_contact={"name": hostile}, latest_message=message, provider=hostile),
        process,
        Enrolment(process=process, was_created=True),
    ]
    for each in made:
        parsed = Parsed(each._repr_html_())
        assert parsed.is_whole
        assert parsed.tags <= SHOWN
        assert parsed.attributes <= {"class", "title", "scope"}


def test_a_template_is_shown_with_its_samples_and_buttons() -> None:
    html = template(
        header={"format": "IMAGE"},
        body={
            "text": "*Hi* {{name}}, _see_ ~old~ ```code``` 2*3*4 {{2}}",
            "example": {"body_text_named_params": [{"param_name": "name", "example": "Ann"}]},
        },
        footer={"text": "Bye"},
        buttons={"buttons": [{"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+919901258433"}]},
        carousel={"cards": [{"components": [{"type": "BODY", "text": "card one"}]}]},
    )._repr_html_()
    assert 'class="slot" title="{{name}}">Ann</span>' in html
    assert "<b>Hi</b>" in html
    assert "<i>see</i>" in html
    assert "<s>old</s>" in html
    assert "<code>code</code>" in html
    assert "2*3*4" in html
    assert "{{2}}</span>" in html
    assert "card one" in html
    assert "9901258433" not in html


@given(st.text(alphabet="*_~`ab <&\n", max_size=60))
def test_marks_of_a_message_never_lose_or_make_text(text: str) -> None:
    parsed = Parsed(ChatMessage(text=text)._repr_html_())
    assert parsed.is_whole
    if text:
        assert re.sub("[^ab&<]", "", "".join(parsed.texts)) == re.sub("[^ab&<]", "", text)


def test_records_have_one_set_of_members_and_lose_none() -> None:
    items = [
        {"a": {"b": 1}, "a.b": 2, "empty": None, "list": [1, {"x": None}]},
        {"a": {"b": None, "c": {"d": {"e": "deep"}}}, "empty": ""},
        process_of(
            id="p", created_at=1_765_790_485_977, data={"Full Name": "Ann"}, extra={"new": {"member": 1}}
        ),
        "text",
    ]
    records = records_of(items)
    assert all(record.keys() == records[0].keys() for record in records)
    assert (records[0]["a.b"], records[0]["a.b_"]) == (1, 2)
    assert records[1]["a.c.d.e"] == "deep"
    assert "empty" not in records[0]
    assert records[2]["data.Full Name"] == "Ann"
    assert records[2]["extra.new.member"] == 1
    assert records[2]["created_at"] == datetime(2025, 12, 15, 9, 21, 25, 977000, UTC)
    assert records[3]["value"] == "text"


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_a_column_of_several_kinds_becomes_a_frame(library: str) -> None:
    items = [{"v": 1, "big": 2**70, "l": [1]}, {"v": "x", "big": 1, "l": [{"a": 1}]}, {"v": [1], "l": None}]
    found = frame_of_items(items, library)
    assert isinstance(found, pl.DataFrame if library == "polars" else pd.DataFrame)
    assert found.shape == (3, 3)
    assert frame_of_items([], library).shape[0] == 0


def test_a_deeply_nested_member_stays_an_object() -> None:
    deep: dict[str, Any] = {"end": 1}
    for _ in range(50):
        deep = {"in": deep}
    (record,) = records_of([deep])
    (name,) = record
    assert name.count(".") == 8
