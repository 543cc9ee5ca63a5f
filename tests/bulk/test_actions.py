# ruff: noqa: ASYNC240 - small files of the test's own, and nobody waits meanwhile
"""Actions against the sandbox: what reaches whom, with which values, and what is refused before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import InvalidRequestError, SettingsError
from chakra_async.bulk import (
    CreateLead,
    Enrol,
    InputError,
    JournalError,
    Row,
    RowState,
    Run,
    SendMessage,
    SendTemplate,
    UpdateByKey,
    dry_run,
    read,
    row_by_result_id,
)
from chakra_async.bulk.actions.fields import Pattern
from chakra_async.bulk.actions.words import is_visible, missing_word
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.models.messages import Text, TextMessage
from chakra_async.sandbox import Sandbox
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async import Chakra

ANN, BEN, CAM = "919901258433", "919901258434", "919901258435"
TABLE = f"""phone,Customer,Day,Order ID
{ANN},Ann,Monday,17
{BEN},Ben,,18
{CAM},,Friday,19
{ANN},Ann again,Sunday,20
"""
_SENDING = {"messages.send", "messages.send_template", "processes.create", "leads.create"}
FILLING: dict[str, Any] = {"mapping": {"1": "{Customer}", "2": "{Day}"}}


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(TABLE)
    return path


def sent(sandbox: Sandbox) -> list[Any]:
    return [each for each in sandbox.arrivals if str(each.operation) in _SENDING]


async def test_each_row_gets_the_template_with_its_own_values(
    chakra: Chakra, sandbox: Sandbox, table: Path, journal: Path
) -> None:
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    report = await Run(chakra, send, rows=read(table), journal=journal).finish()
    assert (report.done, report.invalid, report.duplicate) == (1, 2, 1)
    (message,) = [one async for one in chakra.chats.messages_for_phone_number(phone_number=ANN)]
    assert message.text is not None
    assert "Ola Ann, o seu pedido chega Monday." in str(message.text)
    problems = {row.number: row.reason for row in report.problems()}
    assert problems == {
        2: "mapping['2']: the column 'Day' is empty.",
        3: "mapping['1']: the column 'Customer' is empty.",
    }
    (row,) = read_rows(journal, [RowState.DONE])
    assert row.result_id == message.external_id
    assert row_by_result_id(journal, str(row.result_id)) == row
    assert len(sent(sandbox)) == 1


async def test_a_listed_template_is_its_name_and_language(chakra: Chakra, table: Path, journal: Path) -> None:
    listed = await chakra.templates.find("order_update", language="pt_BR")
    report = await Run(chakra, SendTemplate(listed, **FILLING), rows=read(table), journal=journal).finish()
    assert report.done == 1
    again = SendTemplate("order_update", language="pt_BR", **FILLING)
    assert (await Run(chakra, again, rows=read(table), journal=journal).finish()).sent == 0


async def test_a_second_run_sends_nothing_and_a_corrected_table_only_what_was_invalid(
    chakra: Chakra, sandbox: Sandbox, table: Path, journal: Path
) -> None:
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    await Run(chakra, send, rows=read(table), journal=journal).finish()
    report = await Run(chakra, send, rows=read(table), journal=journal).finish()
    assert (report.sent, len(sent(sandbox))) == (0, 1)
    table.write_text(TABLE.replace("Ben,,18", "Ben,Tuesday,18"))
    report = await Run(chakra, send, rows=read(table), journal=journal).finish()
    assert (report.sent, report.done, report.invalid) == (1, 2, 1)


async def test_another_filling_judges_invalid_rows_again_and_sends_nobody_a_second_message(
    chakra: Chakra, table: Path, journal: Path
) -> None:
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    await Run(chakra, send, rows=read(table), journal=journal).finish()
    other = SendTemplate("order_update", language="pt_BR", mapping={"1": "{Order ID}", "2": "soon"})
    report = await Run(chakra, other, rows=read(table), journal=journal).finish()
    assert (report.sent, report.done, report.invalid) == (2, 3, 0)


async def test_another_template_or_language_is_another_run(
    chakra: Chakra, sandbox: Sandbox, table: Path, journal: Path
) -> None:
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    await Run(chakra, send, rows=read(table), journal=journal).finish()
    other = SendTemplate(
        "christmas_promo_23", mapping={"1": "{Customer}"}, image_url="https://example.com/a.png"
    )
    with pytest.raises(JournalError, match="its template is order_update, not christmas_promo_23"):
        await Run(chakra, other, rows=read(table), journal=journal).finish()
    with pytest.raises(JournalError, match="its action is send-template, not enrol"):
        await Run(chakra, Enrol(CAMPAIGN_ID), rows=read(table), journal=journal).finish()
    assert len(sent(sandbox)) == 1


@pytest.mark.parametrize(
    ("template", "filling", "sentence"),
    [
        ("order_updat", FILLING, "did you mean 'order_update'"),
        ("order_update", FILLING, "exists in en_US, pt_BR: pass language="),
        ("order_update", {"language": "de", **FILLING}, "does not exist in the language 'de'"),
        (
            "order_update",
            {"language": "en_US", **FILLING},
            "header_mapping\\['1'\\] is missing; button_mapping",
        ),
        (
            "order_update",
            {"language": "pt_BR", "mapping": {"1": "{Customer}"}},
            "mapping\\['2'\\] is missing",
        ),
        (
            "order_update",
            {"language": "pt_BR", "mapping": {"1": "a", "2": "b", "3": "{Day}"}},
            "mapping\\['3'\\] is superfluous",
        ),
        ("order_update", {"language": "pt_BR", "mapping": {"1": "a\nb", "2": "{Day}"}}, "line break"),
        ("christmas_promo_23", {"mapping": {"1": "{Customer}"}}, "image_url is missing"),
        (
            "christmas_promo_23",
            {"mapping": {"1": "{Customer}"}, "image_url": "http://localhost/a.png"},
            "image_url",
        ),
    ],
)
async def test_what_does_not_fill_the_template_is_refused_before_the_first_call(
    chakra: Chakra,
    sandbox: Sandbox,
    table: Path,
    journal: Path,
    template: str,
    filling: dict[str, Any],
    sentence: str,
) -> None:
    with pytest.raises(InvalidRequestError, match=sentence):
        await Run(chakra, SendTemplate(template, **filling), rows=read(table), journal=journal).finish()
    assert sent(sandbox) == []
    assert not journal.exists()


@pytest.mark.parametrize("status", ["PAUSED", "REJECTED", "PENDING", "DISABLED"])
async def test_a_template_that_cannot_be_sent_now_is_refused_before_the_first_call(
    chakra: Chakra, sandbox: Sandbox, table: Path, journal: Path, status: str
) -> None:
    paused = {
        "id": "1",
        "name": "order_update",
        "language": "pt_BR",
        "status": status,
        "components": [{"type": "BODY", "text": "Ola {{1}}, {{2}}."}],
    }
    sandbox.fault("templates.list", status=200, body={"data": [paused]})
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    with pytest.raises(InvalidRequestError, match=f"the template is {status}"):
        await Run(chakra, send, rows=read(table), journal=journal).finish()
    assert sent(sandbox) == []


@pytest.mark.parametrize("code", [132001, 132015, 132016])
async def test_a_template_that_is_paused_during_a_run_costs_one_call(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, journal: Path, code: int
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("phone,Customer,Day\n" + "".join(f"91990125{n:04},A,B\n" for n in range(50)))
    sandbox.fault(
        "messages.send_template",
        status=400,
        errors=[f"(#{code}) Template is paused"],
        skip=10,
    )
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    report = await Run(chakra, send, rows=read(path), journal=journal, concurrency=1).finish()
    assert report.done == 10
    assert report.pending == 40
    assert report.stopped_because is not None
    assert len(sent(sandbox)) == 11


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{Custmer}", "the column 'Custmer' is missing: did you mean 'Customer'"),
        ("{order}", "the column 'order' is missing"),
        ("{Zip}", "the column 'Zip' is missing; the columns are 'phone', 'Customer', 'Day', 'Order ID'"),
    ],
)
async def test_a_column_that_is_not_there_is_refused_before_the_first_call(
    chakra: Chakra, sandbox: Sandbox, table: Path, journal: Path, pattern: str, sentence: str
) -> None:
    send = SendTemplate("order_update", language="pt_BR", mapping={"1": pattern, "2": "{Day}"})
    with pytest.raises(InputError, match=sentence) as found:
        await Run(chakra, send, rows=read(table), journal=journal).finish()
    assert "orders.csv: mapping['1']" in str(found.value)
    assert sent(sandbox) == []
    with pytest.raises(InputError, match=sentence):
        await dry_run(send, read(table), client=chakra)


async def test_rows_of_a_program_that_lack_a_column_are_invalid(chakra: Chakra, journal: Path) -> None:
    rows: list[Any] = [
        {"phone": ANN, "Customer": "Ann", "Day": 5},
        {"phone": BEN, "customer ": "Ben", "Day": 1.5},
        CAM,
    ]
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    report = await Run(chakra, send, rows=rows, journal=journal).finish()
    assert report.done == 2
    (problem,) = report.problems()
    assert (
        problem.reason
        == "mapping['1']: the column 'Customer' is missing: the rows are values without columns."
    )


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "a     b"])
async def test_a_value_is_judged_by_the_rule_of_the_single_call(
    chakra: Chakra, sandbox: Sandbox, journal: Path, value: str
) -> None:
    with pytest.raises(InvalidRequestError) as single:
        await chakra.messages.send_template(ANN, template_name="order_update", mapping={"1": value})
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    rows = [{"phone": ANN, "Customer": value, "Day": "Monday"}]
    report = await Run(chakra, send, rows=rows, journal=journal).finish()
    (problem,) = report.problems()
    assert (problem.state, problem.reason) == (RowState.INVALID, str(single.value))
    assert sent(sandbox) == []


async def test_every_part_of_a_template_is_filled_from_columns(
    chakra: Chakra, table: Path, journal: Path
) -> None:
    send = SendTemplate(
        "order_update",
        language="en_US",
        mapping={"1": "{Customer} ", "2": "{Day}"},
        header_mapping={"1": "{Order ID}"},
        button_mapping={"1": "{Order ID}"},
    )
    report = await Run(chakra, send, rows=read(table), journal=journal).finish()
    assert report.done == 1


async def test_a_dry_run_shows_three_filled_messages_and_sends_nothing(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("phone,Customer,Day\n" + "".join(f"91990125{n:04},A{n},B{n}\n" for n in range(9)))
    shown: list[str] = []
    send = SendTemplate(
        "order_update",
        language="en_US",
        header_mapping={"1": "{Day}"},
        button_mapping={"1": "{Day}"},
        **FILLING,
    )
    report = await dry_run(send, read(path), client=chakra, preview=shown.append)
    assert report.pending == 9
    assert len(shown) == 3
    assert shown[1] == (
        "row 2 (line 3) to 91********01:\nOrder B1\nHello A1, your order comes on B1.\n[Follow it]\n[Cancel it]"
    )
    assert sent(sandbox) == []


async def test_a_preview_does_not_read_a_cell_as_a_placeholder(chakra: Chakra) -> None:
    shown: list[str] = []
    send = SendTemplate("order_update", language="pt_BR", **FILLING)
    rows = [{"phone": ANN, "Customer": "{{2}}", "Day": "{{1}}"}]
    await dry_run(send, rows, client=chakra, preview=shown.append)
    assert shown == ["row 1 to 91********33:\nOla {{2}}, o seu pedido chega {{1}}."]


async def test_a_preview_that_cannot_be_made_is_said_and_the_other_rows_are_shown() -> None:
    def make(row: Row) -> TextMessage:
        return TextMessage(to=ANN, text=Text(body="hi"))

    shown: list[str] = []
    report = await dry_run(SendMessage(make), [BEN, ANN], preview=shown.append)
    assert report.pending == 2
    assert shown[0] == (
        "row 1 to 91********34:\n"
        "It cannot be sent: the message that was made for it goes to another number than the row's."
    )
    assert "hi" in shown[1]


async def test_text_reaches_those_who_wrote_and_is_refused_for_others(journal: Path) -> None:
    rows = [{"phone": ANN, "Customer": "Ann"}, {"phone": BEN, "Customer": "Ben"}]
    send = SendMessage("Hello {Customer}, we open at nine.")
    async with Sandbox(session_windows=True) as sandbox, sandbox.client() as chakra:
        sandbox.customer(ANN).says("hi")
        report = await Run(chakra, send, rows=rows, journal=journal, concurrency=1).finish()
    assert (report.done, report.refused) == (1, 1)
    (refused,) = report.problems()
    assert (refused.key, refused.error_class) == (BEN, "WindowClosedError")
    (done,) = read_rows(journal, [RowState.DONE])
    assert str(done.result_id).startswith("wamid.")


async def test_a_window_that_is_known_to_be_closed_costs_no_call(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    sandbox.customer(ANN).says("hi")
    known = {ANN: True, BEN: False}
    send = SendMessage("Hello!", in_window=known.get)
    report = await Run(chakra, send, rows=[BEN, ANN], journal=journal).finish()
    assert (report.done, report.invalid, report.requests) == (1, 1, 1)


async def test_a_message_that_was_made_for_somebody_else_is_never_sent(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    for number in (ANN, BEN):
        sandbox.customer(number).says("hi")

    def make(row: Row) -> TextMessage:
        return TextMessage(to=ANN if row.number == 1 else CAM, text=Text(body="hi"))

    report = await Run(chakra, SendMessage(make), rows=[ANN, BEN], journal=journal).finish()
    assert (report.done, report.invalid) == (1, 1)
    (problem,) = report.problems()
    assert problem.reason == "the message that was made for it goes to another number than the row's."


async def test_leads_are_made_once_for_each_person(
    chakra: Chakra, sandbox: Sandbox, table: Path, journal: Path
) -> None:
    create = CreateLead({"name": "{Customer}", "order": "{Order ID}", "tags": ["{Day}", "x"], "score": 5})
    report = await Run(chakra, create, rows=read(table), journal=journal).finish()
    assert (report.done, report.invalid, report.duplicate) == (1, 2, 1)
    (row,) = read_rows(journal, [RowState.DONE])
    lead = await chakra.processes.get("lead", str(row.result_id))
    assert lead.data is not None
    assert {name: lead.data[name] for name in ("name", "order", "tags", "score", "phone_number")} == {
        "name": "Ann",
        "order": "17",
        "tags": ["Monday", "x"],
        "score": 5,
        "phone_number": ANN,
    }
    assert len(sent(sandbox)) == 1


async def test_numbers_of_a_program_stay_numbers_in_records(chakra: Chakra, journal: Path) -> None:
    rows = [{"phone": ANN, "Score": 5, "Vip": True}]
    await Run(chakra, CreateLead({"score": "{Score}", "vip": "{Vip}"}), rows=rows, journal=journal).finish()
    (row,) = read_rows(journal, [RowState.DONE])
    lead = await chakra.processes.get("lead", str(row.result_id))
    assert lead.data is not None
    assert (lead.data["score"], lead.data["vip"]) == (5, True)


async def test_processes_are_changed_by_their_key(chakra: Chakra, journal: Path) -> None:
    for place in (1, 2):
        await chakra.processes.create("lead", data={"lead_id": f"L-{place}", "city": "Pune"})
    rows = [{"id": f"L-{place}", "city": "Goa"} for place in (1, 2, 3, 1)]
    update = UpdateByKey("lead", "lead_id", key="{id}", data={"city": "{city}"})
    report = await Run(chakra, update, rows=rows, journal=journal, concurrency=1).finish()
    assert (report.done, report.refused, report.duplicate) == (2, 1, 1)
    assert [row.key for row in report.problems()] == ["L-3"]
    assert len([row.result_id for row in read_rows(journal, [RowState.DONE]) if row.result_id]) == 2


@pytest.mark.parametrize("bad", ["{", "}", "{}", "{ }", "a {b", "a }b", "{{{}"])
def test_braces_that_do_not_name_a_column_are_refused(bad: str) -> None:
    with pytest.raises(SettingsError, match=r"mapping\['1'\] has a brace"):
        SendTemplate("t", mapping={"1": bad})


@pytest.mark.parametrize(
    "make",
    [
        lambda: SendTemplate(""),
        lambda: SendTemplate("t", mapping=["{a}"]),  # type: ignore[arg-type]
        lambda: SendTemplate("t", mapping={"1": None}),  # type: ignore[dict-item]
        lambda: SendTemplate("t", country="XX"),
        lambda: SendMessage(" "),
        lambda: SendMessage(5),  # type: ignore[arg-type]
        lambda: CreateLead("x"),  # type: ignore[arg-type]
        lambda: CreateLead({"x": object()}),
        lambda: UpdateByKey("lead", "lead_id", key="{id}"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(make: Any) -> None:
    with pytest.raises(SettingsError):
        make()


def _is_text(text: str) -> bool:
    return is_visible(text) and missing_word(text) is None


@given(st.text(max_size=30), st.text(min_size=1, max_size=30).map(str.strip).filter(_is_text))
def test_a_cell_is_never_read_as_a_pattern(literal: str, cell: str) -> None:
    escaped = literal.replace("{", "{{").replace("}", "}}")
    pattern = Pattern(f"{escaped}{{a}}{escaped}", "p")
    row = Row(1, "x", {"a": cell, "b": "secret"})
    assert pattern.fill(row) == f"{literal}{cell}{literal}"


@given(
    st.dictionaries(st.sampled_from("abcd"), st.text(max_size=5)),
    st.lists(st.sampled_from("abcde"), max_size=4),
)
def test_a_pattern_is_filled_whole_or_not_at_all(fields: dict[str, str], names: list[str]) -> None:
    pattern = Pattern("".join(f"<{{{name}}}>" for name in names), "p")
    row = Row(1, "x", fields)
    if all(_is_text(fields.get(name, "").strip()) for name in names):
        assert pattern.fill(row) == "".join(f"<{fields[name].strip()}>" for name in names)
    else:
        with pytest.raises(InvalidRequestError, match="p: "):
            pattern.fill(row)
