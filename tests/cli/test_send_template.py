"""`chakra send-template`, `send`, `templates` and what `chakra journal` says of a run's rows, as a user would type them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import Deliveries, RowState
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.cli.template_values import filling_of
from chakra_async.errors import SettingsError
from chakra_async.sandbox import Sandbox
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SET = ("--set", "1={Customer}", "--set", "2={Day}")
TEMPLATE = ("--template", "order_update", "--language", "pt_BR")
SEND = (*TEMPLATE, *SET)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Customer,Mobile,Day\nAnn,+91 99012 58433,Monday\nBen,919901258434,\n=cmd,919901258435,Friday\n"
    )
    return path


@pytest.fixture
def served(serve: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Start a sandbox of its own, and point the command to it."""

    def start(*options: str) -> None:
        for name, value in serve(*options).items():
            monkeypatch.setenv(name, value)
        for name in ("plugin_id", "phone_number_id", "waba_id"):
            monkeypatch.setenv(f"CHAKRA_{name.upper()}", getattr(Sandbox(), name))

    return start


def journal_of(table: Path) -> Path:
    return table.with_name("orders.order_update-pt_BR.sandbox.journal")


def test_each_row_gets_its_template_once(chakra: Callable[..., Any], table: Path) -> None:
    first = chakra("send-template", table, *SEND, "--sandbox")
    assert first.code == 1
    assert "1 row: mapping['2']: the column 'Day' is empty.\n    row 2 (line 3)\n" in first.out
    assert "3 rows: 2 done, 0 refused, 0 unknown, 1 invalid, 0 duplicate." in first.out
    second = chakra("send-template", table, *SEND, "--sandbox")
    assert (second.code, "Nothing was sent." in second.out) == (1, True)
    assert all(
        str(row.result_id).startswith("wamid.") for row in read_rows(journal_of(table), [RowState.DONE])
    )


def test_a_dry_run_shows_what_would_be_sent(chakra: Callable[..., Any], table: Path) -> None:
    done = chakra("send-template", table, *SEND, "--sandbox", "--dry-run")
    assert done.code == 1
    assert "row 1 (line 2) to 91********33:\nOla Ann, o seu pedido chega Monday.\n" in done.out
    assert not journal_of(table).exists()


def test_a_test_send_goes_to_one_number(chakra: Callable[..., Any], table: Path) -> None:
    done = chakra("send-template", table, *SEND, "--sandbox", "--only-to", "+919900000000")
    assert (done.code, "Sent to 91********00: wamid." in done.out) == (0, True)
    assert not journal_of(table).exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--template", "order_updat", *SET), "did you mean 'order_update'"),
        (("--template", "order_update", *SET), "exists in en_US, pt_BR: pass language= (--language)"),
        ((*TEMPLATE, "--set", "1={Customer}"), "mapping['2'] is missing"),
        ((*TEMPLATE, "--set", "1={Custmer}", "--set", "2=x"), "did you mean 'Customer'?"),
        ((*TEMPLATE, "--set", "1"), "--set must be NAME=VALUE"),
        ((*TEMPLATE, "--set", "1=a", "--set", "1=b"), "--set names '1' twice"),
        ((*TEMPLATE, "--set", "footer.1=a"), "the parts of a template are body, header and button"),
        ((*TEMPLATE, "--set", "1={"), "has a brace that does not name a column"),
        (SET, "Missing option '--template'"),
        ((*SEND, "--between", "9-20", "--tz", "UTC"), "between must be two times such as 09:00-20:00"),
        ((*SEND, "--between", "09:00-20:00"), "between needs the time zone"),
        ((*SEND, "--limit", "0"), "limit must be at least 1"),
        ((*SEND, "--ramp", "60"), "ramp needs a rate"),
        ((*SEND, "--retry", "done"), "retry must be refused, unknown, invalid, excluded or all"),
        ((*SEND, "--retry-code", "PaymentErrr"), "did you mean 'PaymentError'"),
        ((*SEND, "--exclude", "none.csv"), "none.csv does not exist"),
        ((*SEND, "--only-to", "abc"), "letters"),
        ((*SEND, "--only-to", "+919900000000", "--dry-run"), "give one of the two"),
        (
            (*SEND, "--rate", "fast"),
            "--rate must be a number of calls per second, adaptive or unlimited, not 'fast'",
        ),
        ((*SEND, "--column", "Nam"), "'Nam'"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_sent(
    chakra: Callable[..., Any], table: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = chakra("send-template", table, "--sandbox", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert not journal_of(table).exists()


def test_two_columns_of_phone_numbers_need_a_name(chakra: Callable[..., Any], table: Path) -> None:
    table.write_text("Phone,Mobile,Customer,Day\n,919901258433,Ann,Monday\n")
    done = chakra("send-template", table, *SEND, "--sandbox")
    assert (done.code, "several columns that may hold the phone number" in done.err) == (2, True)
    assert chakra("send-template", table, *SEND, "--sandbox", "--column", "Mobile").code == 0


def test_both_commands_take_the_limits_of_a_run(
    chakra: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    stop = tmp_path / "stop.csv"
    stop.write_text("phone\n0091 99012-58435\n")
    for command, *more in (
        ("enrol", "--campaign", CAMPAIGN_ID),
        ("send-template", *TEMPLATE, "--set", "1={Customer}", "--set", "2=now"),
    ):
        hours = ("--between", "00:00-24:00", "--tz", "Asia/Kolkata")
        options = (*more, "--sandbox", "--exclude", stop, *hours, "--rate", "100", "--ramp", "1", "--json")
        options = (*options, "--journal", tmp_path / f"{command}.journal")
        first = chakra(command, table, *options, "--limit", "1")
        figures = json.loads(first.out)
        assert (first.code, figures["done"]) == (3, 1)
        assert figures["stopped_because"] == "the limit of 1 rows is reached"
        second = chakra(command, table, *options)
        figures = json.loads(second.out)
        assert (second.code, figures["done"], figures["excluded"], figures["pending"]) == (0, 2, 1, 0)


def test_refused_rows_are_tried_again_by_state_and_code(
    chakra: Callable[..., Any], table: Path, served: Callable[..., None]
) -> None:
    fault = "campaigns.add_phone_number:status=400,errors=(#131026) Message undeliverable,times=1"
    served("--fault", fault)
    command = ("enrol", table, "--campaign", CAMPAIGN_ID, "--concurrency", "1", "--json")
    assert json.loads(chakra(*command).out)["refused"] == 1
    assert json.loads(chakra(*command).out)["sent"] == 0
    assert json.loads(chakra(*command, "--retry-code", "PaymentError").out)["sent"] == 0
    again = chakra(*command, "--retry", "refused", "--retry-code", "UndeliverableError")
    assert (again.code, json.loads(again.out)["sent"], json.loads(again.out)["done"]) == (0, 1, 3)


def test_rows_to_fix_have_their_columns_and_the_reason(
    chakra: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    chakra("send-template", table, *SEND, "--sandbox")
    journal, target = journal_of(table), tmp_path / "fix.csv"
    done = chakra("journal", "fix", journal, "--source", table, "-o", target)
    assert (done.code, done.out) == (0, f"1 rows are in {target}.\n")
    assert list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig")))) == [
        ["Customer", "Mobile", "Day", "reason"],
        ["Ben", "919901258434", "", "mapping['2']: the column 'Day' is empty."],
    ]
    assert target.stat().st_mode & 0o077 == 0
    every = chakra("journal", "fix", journal, "--source", table, "--state", "done, invalid")
    rows = list(csv.reader(io.StringIO(every.out)))
    assert [row[0] for row in rows] == ["Customer", "Ann", "Ben", "=cmd"]
    assert rows[1][1] == "+91 99012 58433"
    target.write_text(
        target.read_text(encoding="utf-8-sig").replace("919901258434,,", "919901258434,Tuesday,")
    )
    fixed = chakra("send-template", target, *SEND, "--sandbox", "--journal", journal)
    assert fixed.code == 0
    assert describe(journal)[1] == {RowState.DONE: 3}


def test_a_corrected_file_is_sent_as_the_table_says(chakra: Callable[..., Any], tmp_path: Path) -> None:
    table, target, again = tmp_path / "orders.csv", tmp_path / "fix.csv", tmp_path / "again.csv"
    cells = [
        *("-20%", "@ann's shop", "'s Gravenhage", "+1 for Ann", "=^.^=", " - Ann", "\uff1dAnn", "\u200fAnn"),
        *('a "b", c', "first\nsecond"),
    ]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["-Mobile", "@Customer", "Day", "reason"])
        writer.writerows([f"+91990125{index:04}", cell, "", "late"] for index, cell in enumerate(cells))
    journal = tmp_path / "orders.journal"
    setting = ("--set", "1={@Customer}: {reason}", "--set", "2={Day}", "--column", "-Mobile")
    options = (*TEMPLATE, *setting, "--sandbox", "--journal", journal, "--no-check-first")
    assert chakra("send-template", table, *options).code == 1
    fix = ("journal", "fix", journal, "--column", "-Mobile", "--source")
    assert chakra(*fix, table, "-o", target).code == 0
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0] == ["-Mobile", "@Customer", "Day", "reason", "reason (2)"]
    assert [row[1] for row in rows[1:]] == cells
    assert list(csv.reader(io.StringIO(chakra(*fix, table).out, newline=""))) == rows
    target.write_text(target.read_text(encoding="utf-8-sig").replace(",,late", ",Monday,late"), "utf-8")
    assert chakra("send-template", target, *options, "--retry", "invalid").code == 1
    assert chakra(*fix, target, "--state", "done,invalid", "-o", again).code == 0
    with again.open(encoding="utf-8-sig", newline="") as file:
        assert [row[1] for row in csv.reader(file)][1:] == cells
    shown = chakra("send-template", target, *options[:-3], "--dry-run", "--journal", tmp_path / "new.journal")
    assert "Ola -20%: late, o seu pedido chega Monday." in shown.out


def test_the_reason_is_not_a_formula(chakra: Callable[..., Any], tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("Mobile,Customer\n919901258433,Ann\n")
    journal = tmp_path / "orders.journal"
    chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--sandbox", "--journal", journal)
    with sqlite3.connect(journal) as opened:
        opened.execute("UPDATE rows SET state = 'refused', reason = '=HYPERLINK(1)'")
    opened.close()
    done = chakra("journal", "fix", journal, "--source", table)
    assert done.out.splitlines()[1] == "919901258433,Ann,'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("change", "arguments", "sentence"),
    [
        ("Eve,919901258499,Sunday\n", (), "was changed since"),
        ("", ("--column", "Customer"), "is read with another column"),
        ("", ("--state", "broken"), "--state must be one of"),
        ("", ("-o", "orders.csv"), "--output must be another file"),
        ("", ("-o", "none/fix.csv"), "cannot be written"),
    ],
)
def test_a_table_that_is_not_the_journals_is_refused(
    chakra: Callable[..., Any],
    table: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(table.parent)
    chakra("send-template", table, *SEND, "--sandbox")
    table.write_text(table.read_text() + change)
    done = chakra("journal", "fix", journal_of(table), "--source", table, *arguments)
    assert (done.code, sentence in done.err) == (2, True)


def test_rows_to_fix_replace_a_file_only_once_they_are_whole_and_for_the_owner_alone(
    chakra: Callable[..., Any], table: Path, tmp_path: Path
) -> None:
    chakra("send-template", table, *SEND, "--sandbox")
    target, link, folder = tmp_path / "fix.csv", tmp_path / "link.csv", sorted(tmp_path.iterdir())
    target.write_text("corrected by hand")
    target.chmod(0o644)
    for arguments in ((tmp_path / "no.journal", "--source", table), (journal_of(table), "--source", target)):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        done = chakra("journal", "fix", *arguments, "-o", link)
        assert done.code == 2
        assert target.read_text() == "corrected by hand"
    assert chakra("journal", "fix", journal_of(table), "--source", table, "-o", link).code == 0
    assert (link.is_symlink(), "Ben" in target.read_text()) == (True, True)
    assert target.stat().st_mode & 0o077 == 0
    assert sorted(tmp_path.iterdir()) == sorted([*folder, target, link])


def test_rows_of_unknown_outcome_are_looked_up_and_settled_where_proven(
    chakra: Callable[..., Any], table: Path, served: Callable[..., None]
) -> None:
    served("--fault", "messages.send_template:reset=after,skip=1,times=1")
    table.write_text("Customer,Mobile,Day\n" + "".join(f"C{n},91990125843{n},Monday\n" for n in range(4)))
    journal = table.with_suffix(".order_update-pt_BR.journal")
    command = ("send-template", table, *SEND, "--concurrency", "1")
    assert chakra(*command).code == 1
    assert describe(journal)[1] == {RowState.DONE: 3, RowState.UNKNOWN: 1}
    assert "row 2 (line 3)" in chakra("journal", "unknown", journal).out
    done = chakra("journal", "unknown", journal, "--check")
    assert (done.code, "row 2 (line 3)  91********31  done: the message is in the chat" in done.out) == (
        0,
        True,
    )
    assert "1 rows are proven" in done.out
    rows = list(read_rows(journal, [RowState.DONE]))
    assert len({row.result_id for row in rows}) == 4
    assert chakra("journal", "unknown", journal, "--check").out == "No row's outcome is unknown.\n"


def test_what_is_not_proven_stays_unknown(
    chakra: Callable[..., Any], table: Path, served: Callable[..., None]
) -> None:
    served("--fault", "messages.send_template:reset=before,skip=1,times=1")
    table.write_text("Customer,Mobile,Day\n" + "".join(f"C{n},91990125843{n},Monday\n" for n in range(4)))
    journal = table.with_suffix(".order_update-pt_BR.journal")
    chakra("send-template", table, *SEND, "--concurrency", "1")
    done = chakra("journal", "unknown", journal, "--check", "--json")
    (row,) = json.loads(done.out)
    assert (done.code, row["row"], row["proven"]) == (1, 2, False)
    assert "which proves nothing" in row["reason"]
    assert describe(journal)[1][RowState.UNKNOWN] == 1


def test_leads_of_unknown_outcome_are_looked_up_in_the_campaign(
    chakra: Callable[..., Any], table: Path, served: Callable[..., None]
) -> None:
    served("--fault", "campaigns.add_phone_number:reset=after,skip=1,times=1")
    journal = table.with_suffix(".journal")
    chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--concurrency", "1")
    done = chakra("journal", "unknown", journal, "--check")
    assert (done.code, "done: the lead is in the campaign" in done.out) == (0, True)
    assert describe(journal)[1] == {RowState.DONE: 3}


def test_a_journal_of_another_server_is_not_looked_up(
    chakra: Callable[..., Any], table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chakra("send-template", table, *SEND, "--sandbox")
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "a")
    done = chakra("journal", "unknown", journal_of(table), "--check")
    assert (done.code, "is of local, and the client is of https://api.chakrahq.com" in done.err) == (2, True)


def test_the_export_has_ids_and_deliveries(chakra: Callable[..., Any], table: Path) -> None:
    chakra("send-template", table, *SEND, "--sandbox")
    journal = journal_of(table)
    first = next(iter(read_rows(journal, [RowState.DONE])))
    with Deliveries(journal) as deliveries:
        deliveries.record(str(first.result_id), "READ", 1_767_225_600_000)
    rows = list(csv.DictReader(io.StringIO(chakra("journal", "export", journal).out)))
    assert (rows[0]["result_id"], rows[0]["delivery"], rows[0]["delivery_at"]) == (
        first.result_id,
        "read",
        "2026-01-01T00:00:00+00:00",
    )
    assert "messages by how far they came:\n  read: 1\n" in chakra("journal", "show", journal).out
    assert json.loads(chakra("journal", "show", journal, "--json").out)["deliveries"] == {"read": 1}
    with Deliveries(journal) as deliveries:
        deliveries.record(str(first.result_id), "failed", 1_767_225_600_000_000_000)  # not a date
    rows = list(csv.DictReader(io.StringIO(chakra("journal", "export", journal).out)))
    assert rows[0]["failed_at"] == "1767225600000000000"


def test_one_message_is_sent_from_the_command_line(chakra: Callable[..., Any]) -> None:
    text = chakra("send", "919901258433", "Hello", "--sandbox")
    assert (text.code, text.out.startswith("wamid.")) == (0, True)
    template = chakra(
        "send",
        "99012 58433",
        "--country",
        "IN",
        *TEMPLATE,
        "--set",
        "1=a",
        "--set",
        "2=b",
        "--sandbox",
        "--json",
    )
    assert (template.code, json.loads(template.out)["message_id"].startswith("wamid.")) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("919901258433",), "either the text or --template"),
        (("919901258433", "hi", *TEMPLATE), "either the text or --template"),
        (("919901258433", "hi", "--set", "1=a"), "are for --template"),
        (("9901258433", "hi"), "country code"),
        (("919901258433", *TEMPLATE, "--set", "1=a"), "mapping['2'] is missing"),
        (
            ("919901258433", *TEMPLATE, "--set", "1={Customer}", "--set", "2=b"),
            "the rows are values without columns",
        ),
    ],
)
def test_one_message_that_is_wrong_is_not_sent(
    chakra: Callable[..., Any], arguments: tuple[str, ...], sentence: str
) -> None:
    done = chakra("send", *arguments, "--sandbox")
    assert (done.code, done.out, sentence in done.err) == (2, "", True)


def test_templates_are_listed_and_shown_as_a_message(chakra: Callable[..., Any]) -> None:
    listed = chakra("templates", "list", "--name", "order", "--sandbox")
    assert listed.out.splitlines() == [
        "order_update  en_US  UTILITY  APPROVED",
        "order_update  pt_BR  UTILITY  APPROVED",
    ]
    assert chakra("templates", "list", "--name", "none", "--sandbox").out == "There are none.\n"
    shown = chakra("templates", "show", "order_update", "--language", "en_US", "--sandbox")
    assert "│ Hello {{1}}, your order comes on {{2}}." in shown.out
    assert (
        json.loads(chakra("templates", "show", "hello_world", "--sandbox", "--json").out)["name"]
        == "hello_world"
    )
    unknown = chakra("templates", "show", "hello_worl", "--sandbox")
    assert (unknown.code, "did you mean 'hello_world'" in unknown.err) == (2, True)


def test_names_of_values_say_which_part_they_fill() -> None:
    assert filling_of(["1=a=b", "body.name=x", "header.1=h", "button.0=", "image_url=https://x"]) == {
        "mapping": {"1": "a=b", "name": "x"},
        "header_mapping": {"1": "h"},
        "button_mapping": {"0": ""},
        "image_url": "https://x",
    }
    with pytest.raises(SettingsError, match="does not name a placeholder"):
        filling_of(["header.=x"])
