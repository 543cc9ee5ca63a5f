"""Who is reached by an action of one's own: the person of the row, whatever identifies the row, and no one else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import InvalidRequestError, SettingsError, phone
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
    check_unknown,
    dry_run,
)
from chakra_async.bulk.distributed.actions import action_of
from chakra_async.bulk.journal.base import text_of
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.models.messages import Text, TextMessage
from chakra_async.sandbox import Sandbox
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from chakra_async import Chakra

ANN, BEN, MINE = "919901258433", "919901258434", "919900000000"
STRANGER = "447400123456"
ORDERS: list[Any] = [
    {"phone": f"+{ANN}", "order": STRANGER},
    {"phone": "+91 99012 58434", "order": "447400123457"},
    {"phone": ANN, "order": "447400123458"},
]


class PerOrder(SendTemplate):
    def key(self, row: Row) -> str:
        self.check_values(row)
        return str(row.fields["order"])


class EnrolPerOrder(Enrol):
    def key(self, row: Row) -> str:
        return str(row.fields["order"])


class LeadPerOrder(CreateLead):
    def key(self, row: Row) -> str:
        return str(row.fields["order"])


class TextPerOrder(SendMessage):
    def key(self, row: Row) -> str:
        return str(row.fields["order"])


class Wrapped:
    """An action that hands its rows, with keys of its own, to another one."""

    name = "wrapped"
    identity: dict[str, str] = {}  # noqa: RUF012 - as the protocol has it
    validation: dict[str, str] = {}  # noqa: RUF012 - as above

    def __init__(self) -> None:
        self._send = SendTemplate("hello_world", language="en_US")

    def key(self, row: Row) -> str:
        return str(row.fields["order"])

    def phone_number(self, row: Row) -> phone.PhoneNumber:
        return self._send.phone_number(row)

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        return await self._send.send(client, row, key)


class Reads(Wrapped):
    """One that gives the number as a string, or as anything else."""

    def __init__(self, number: Any) -> None:
        super().__init__()
        self._number = number

    def phone_number(self, row: Row) -> Any:
        return self._number(row)


class FromMyNumber(Wrapped):
    """One with the number that it sends from."""

    phone_number: Any = "+14155550100"


class Elsewhere(SendTemplate):
    """One that reads the number from a column of its own choice."""

    def phone_number(self, row: Row) -> phone.PhoneNumber:
        return phone.parse(row.fields["phone"])


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def chakra(sandbox: Sandbox) -> AsyncIterator[Chakra]:
    async with sandbox.client() as chakra:
        yield chakra


def actions() -> list[Any]:
    return [
        PerOrder("hello_world", language="en_US"),
        EnrolPerOrder(CAMPAIGN_ID),
        LeadPerOrder({"order": "{order}"}),
        Wrapped(),
        Reads(lambda row: row.value),
    ]


def reached(sandbox: Sandbox) -> list[str | None]:
    return [each.phone_number for each in sandbox.arrivals if each.method in ("POST", "PUT")]


@pytest.mark.parametrize("number", range(5))
async def test_a_key_is_never_dialled(chakra: Chakra, sandbox: Sandbox, journal: Path, number: int) -> None:
    action = actions()[number]
    if isinstance(action, Enrol):
        action = EnrolPerOrder(sandbox.campaign_id)
    report = await Run(chakra, action, rows=ORDERS, journal=journal, concurrency=1).finish()
    assert (report.done, report.total) == (3, 3)
    assert reached(sandbox) == [ANN, BEN, ANN]
    assert [row.key for row in read_rows(journal, [RowState.DONE])] == [row["order"] for row in ORDERS]


async def test_text_and_messages_of_a_function_go_to_the_person_of_the_row(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    for number in (ANN, BEN, STRANGER):
        sandbox.customer(number).says("hi")
    before = len(reached(sandbox))
    texts = TextPerOrder("Order {order}")
    built = TextPerOrder(lambda row: TextMessage(to=row.value, text=Text(body="hi")), name="built")
    to_key = TextPerOrder(
        lambda row: TextMessage(to=str(row.fields["order"]), text=Text(body="hi")), name="to key"
    )
    for index, (action, done) in enumerate([(texts, 3), (built, 3), (to_key, 0)]):
        path = journal.with_name(f"{index}.journal")
        report = await Run(chakra, action, rows=ORDERS, journal=path, concurrency=1).finish()
        assert report.done == done
    assert reached(sandbox)[before:] == [ANN, BEN, ANN] * 2


@pytest.mark.parametrize("number", range(5))
async def test_a_person_is_left_out_whatever_identifies_the_row(
    chakra: Chakra, sandbox: Sandbox, journal: Path, number: int
) -> None:
    asked: list[str] = []

    def stopped(person: str) -> bool:
        asked.append(person)
        return person == ANN

    action = actions()[number]
    if isinstance(action, Enrol):
        action = EnrolPerOrder(sandbox.campaign_id)
    plan = await dry_run(action, ORDERS, exclude=[f"+{ANN}"])
    assert (plan.pending, plan.excluded) == (1, 2)
    report = await Run(chakra, action, rows=ORDERS, journal=journal, exclude=stopped).finish()
    assert (report.done, report.excluded) == (1, 2)
    assert reached(sandbox) == [BEN]
    assert sorted(asked) == [ANN, ANN, BEN]


@pytest.mark.parametrize("number", range(5))
async def test_a_test_send_goes_to_its_number_whatever_identifies_the_row(
    chakra: Chakra, sandbox: Sandbox, journal: Path, number: int
) -> None:
    action = actions()[number]
    if isinstance(action, Enrol):
        action = EnrolPerOrder(sandbox.campaign_id)
    report = await Run(chakra, action, rows=ORDERS, journal=journal, only_to=MINE).finish()
    assert (report.done, reached(sandbox)) == (1, [MINE])


@pytest.mark.parametrize("option", [{"only_to": MINE}, {"exclude": [f"+{ANN}"]}])
async def test_a_value_of_the_name_is_not_the_method_that_says_whom_an_action_reaches(
    chakra: Chakra, sandbox: Sandbox, journal: Path, option: dict[str, Any]
) -> None:
    with pytest.raises(SettingsError, match="is for actions that reach a person, and 'wrapped' does not"):
        Run(chakra, FromMyNumber(), rows=ORDERS, journal=journal, **option)
    if "exclude" in option:
        with pytest.raises(SettingsError, match="exclude is for actions that reach a person"):
            await dry_run(FromMyNumber(), ORDERS, **option)
    assert reached(sandbox) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Elsewhere("hello_world", language="en_US"),
        lambda: Reads(lambda row: phone.parse(row.fields["phone"])),
        lambda: Reads(lambda row: str(row.fields["phone"])),
    ],
)
async def test_a_test_send_with_a_number_from_elsewhere_reaches_nobody(
    chakra: Chakra, sandbox: Sandbox, journal: Path, make: Any
) -> None:
    rows = [{**row, "phone": f"+{ANN}"} for row in ORDERS]
    with pytest.raises(
        InputError, match=r"row 1: the action takes the phone number from elsewhere than row\.value"
    ):
        await Run(chakra, make(), rows=rows, journal=journal, only_to=MINE).finish()
    assert reached(sandbox) == []


async def test_a_phone_number_of_another_type_ends_the_run_before_a_call(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    action = Reads(lambda row: 919901258433)
    for option in ({"only_to": MINE}, {"exclude": [f"+{ANN}"]}):
        given: dict[str, Any] = option
        with pytest.raises(SettingsError, match=r"phone_number\(row\) of 'wrapped' must return"):
            await Run(chakra, action, rows=ORDERS, journal=journal, **given).finish()
    assert reached(sandbox) == []


async def test_a_test_send_without_a_row_says_why_the_first_one_cannot_be_sent(
    chakra: Chakra, journal: Path
) -> None:
    send = SendTemplate("order_update", language="pt_BR", mapping={"1": "{Name}", "2": "now"})
    rows = [{"phone": ANN, "Name": ""}, {"phone": BEN}]
    with pytest.raises(InputError, match=r"can be sent: row 1: .*'Name' is empty\. Nothing was sent"):
        await Run(chakra, send, rows=rows, journal=journal, only_to=MINE).finish()


@pytest.mark.parametrize("name", ["phone_number", "phone_number_int"])
async def test_a_lead_of_somebody_else_is_not_made(
    chakra: Chakra, sandbox: Sandbox, journal: Path, name: str
) -> None:
    rows: list[Any] = [
        {"phone": f"+{ANN}", "Other": "+91 99012-58433"},
        {"phone": f"+{BEN}", "Other": f" {BEN} "},
        {"phone": "+919901258435", "Other": f"+{ANN}"},
        {"phone": "+919901258436", "Other": "12"},
    ]
    create = CreateLead({name: "{Other}"})
    report = await Run(chakra, create, rows=rows, journal=journal).finish()
    assert (report.done, report.invalid) == (2, 2)
    first, second = report.problems(RowState.INVALID)
    assert str(first.reason).startswith(f"data['{name}'] is another person's number than the row's")
    assert str(second.reason).startswith(f"data['{name}']: ")
    with pytest.raises(InvalidRequestError, match="another person's number"):
        create.check_values(Row(1, f"+{MINE}", rows[0]))
    with pytest.raises(InputError, match=r"row 1: .*another person's number"):
        await Run(chakra, create, rows=rows, journal=journal, only_to=MINE).finish()
    assert reached(sandbox) == [ANN, BEN]


@pytest.mark.parametrize("extra", [{"to": STRANGER}, {"recipient": "IN.1"}, {"text": {"body": "other"}}])
async def test_a_message_that_names_another_person_in_extra_is_never_sent(
    chakra: Chakra, sandbox: Sandbox, journal: Path, extra: dict[str, Any]
) -> None:
    def make(row: Row) -> TextMessage:
        return TextMessage(to=row.value, text=Text(body="x"), extra=extra if row.number == 1 else {"new": 1})

    for number in (ANN, BEN, STRANGER):
        sandbox.customer(number).says("hi")
    before = len(reached(sandbox))
    report = await Run(
        chakra, SendMessage(make), rows=[ANN, BEN], journal=journal, exclude=[f"+{STRANGER}"]
    ).finish()
    assert (report.done, report.invalid) == (1, 1)
    (problem,) = report.problems()
    assert str(problem.reason).startswith(
        f"extra of TextMessage has '{next(iter(extra))}', which is a member"
    )
    assert reached(sandbox)[before:] == [BEN]
    with pytest.raises(InvalidRequestError, match="extra of TextMessage has"):
        await chakra.messages.send(make(Row(1, ANN)))
    assert reached(sandbox)[before:] == [BEN]


@pytest.mark.parametrize("number", range(2))
async def test_a_row_with_a_key_of_its_own_is_not_looked_up_as_a_phone_number(
    sandbox: Sandbox, journal: Path, number: int
) -> None:
    action: Any = [PerOrder("hello_world", language="en_US"), EnrolPerOrder(sandbox.campaign_id)][number]
    operation = ("messages.send_template", "campaigns.add_phone_number")[number]
    sandbox.faults.add(operation, reset="after", times=1)
    async with sandbox.client() as chakra:
        report = await Run(chakra, action, rows=ORDERS[:1], journal=journal).finish()
        assert report.unknown == 1
        before = len(sandbox.arrivals)
        (finding,) = [one async for one in check_unknown(chakra, journal)]
    assert (finding.proven, len(sandbox.arrivals)) == (False, before)
    assert "of your own class' cannot be looked up: check it yourself" in finding.reason


def test_a_class_of_ones_own_is_not_made_again_as_the_one_that_it_derives_from() -> None:
    def known(action: Any) -> dict[str, str]:
        return {"action": action.name, **action.identity, "validation": text_of(action.validation)}

    assert isinstance(action_of(known(Enrol(CAMPAIGN_ID, country="IN"))), Enrol)
    for action in (PerOrder("hello_world"), Elsewhere("hello_world"), EnrolPerOrder(CAMPAIGN_ID)):
        with pytest.raises(JournalError, match="cannot be made again from its journal: name a function"):
            action_of(known(action))
    assert Elsewhere("a").validation["own"] == "phone_number"

    class Plain(Enrol):
        """Nothing of its own."""

        more = 1

    assert Plain(CAMPAIGN_ID).validation == {"country": ""}
