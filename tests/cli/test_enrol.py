"""`chakra enrol`: what it prints, what it exits with, and one clear sentence for everything that is wrong."""

from __future__ import annotations

import json
import runpy
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import RowState
from chakra_async.bulk.journal.reader import describe
from chakra_async.bulk.journal.sqlite import SQLiteJournal
from chakra_async.cli import main
from tests.support.values import CAMPAIGN_ID
from tests.support.workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text("name,phone\nAsha,+44 7700 900001\nRavi,0044 7700-900001\nMeera,447700900002\n")
    return path


def test_every_row_done_is_exit_code_0_and_the_second_run_sends_nothing(
    chakra: Callable[..., Any], table: Path
) -> None:
    first = chakra("enrol", table, "--sandbox", "--json")
    figures = json.loads(first.out)
    assert first.code == 0
    assert {json.loads(line)["event"] for line in first.err.splitlines()} == {"progress"}
    assert {name: figures[name] for name in ("rows", "done", "created", "duplicate", "sent")} == {
        "rows": 3,
        "done": 2,
        "created": 2,
        "duplicate": 1,
        "sent": 2,
    }
    second = chakra("enrol", table, "--sandbox", "--json")
    assert (second.code, json.loads(second.out)["sent"], json.loads(second.out)["done"]) == (0, 0, 2)
    assert describe(table.with_suffix(".sandbox.journal"))[1] == {RowState.DONE: 2, RowState.DUPLICATE: 1}


def test_an_invalid_row_is_named_and_is_exit_code_1(chakra: Callable[..., Any], table: Path) -> None:
    table.write_text('name,phone\n"Asha\nRao",07700 900001\nRavi,+44 7700 900002\n')
    done = chakra("enrol", table, "--sandbox")
    assert done.code == 1
    assert "begins with 0, so its country code may be missing" in done.out
    assert (
        "2 rows: 1 done (1 new, 0 already there), 0 refused, 0 unknown, 1 invalid, 0 duplicate." in done.out
    )
    assert chakra("enrol", table, "--sandbox", "--country", "GB").code == 0


def test_a_dry_run_sends_and_keeps_nothing(chakra: Callable[..., Any], table: Path) -> None:
    done = chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--dry-run")
    assert (done.code, done.out.splitlines()[-1]) == (
        0,
        "2 of 3 rows would be sent, 0 cannot be, 1 are duplicates, 0 are done already. Nothing was sent.",
    )
    assert list(table.parent.iterdir()) == [table]
    done = chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--dry-run", "--limit", 1)
    assert done.out.endswith(
        "0 are done already; one run with --limit 1 sends 1 of them. Nothing was sent.\n"
    )
    assert chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--dry-run", "--retry", "refusals").code == 2
    table.write_text("phone\nx\n")
    done = chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--dry-run", "--json")
    assert (done.code, json.loads(done.out)["invalid_rows"][0]["row"]) == (1, 1)


def test_a_rehearsal_in_the_sandbox_is_not_taken_for_the_real_thing(
    chakra: Callable[..., Any], table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    journal = tmp_path / "one.journal"
    assert chakra("enrol", table, "--sandbox", "--journal", journal).code == 0
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "a")
    done = chakra("enrol", table, "--campaign", CAMPAIGN_ID, "--journal", journal)
    assert (done.code, "its server is local, not https://api.chakrahq.com" in done.err) == (2, True)


def test_a_campaign_that_is_not_there_ends_the_run_after_one_call(
    chakra: Callable[..., Any], table: Path
) -> None:
    done = chakra("enrol", table, "--sandbox", "--campaign", OTHER)
    assert done.code == 3
    assert "2 pending" in done.out
    assert "1 calls" in done.out
    assert f"Stopped: 404 campaign {OTHER} not found" in done.out


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (None, [], "does not exist"),
        ("", [], "is empty"),
        ("id,name\n1,a\n", [], "--column"),
        ("phone,mobile\n1,2\n", [], "--column"),
        ("phone\n1\n", ["--column", "x"], "has no column 'x'"),
        ("phone\n1\n", ["--column", "+919901258433"], "has no column '+91********33'"),
        ("phone\n1\n", ["--country", "XX"], "two-letter code"),
        ("phone\n1\n", ["--rate", "fast"], "--rate must be"),
        ("phone\n1\n", ["--rate", "-1"], "rate must be above 0"),
        ("phone\n1\n", ["--concurrency", "0"], "concurrency must be at least 1"),
        ("phone\n1\n", ["--on-unknown", "maybe"], "--on-unknown must be hold or retry"),
        ("phone\n1\n", ["--campaign", "x"], "campaign_id must be a UUID"),
        (
            "phone\n1\n",
            ["--journal", "/nowhere/a.journal"],
            "The directory /nowhere of the journal does not exist",
        ),
        ("phone\n1\n", ["--encoding", "klingon"], "is not an encoding of text"),
        ("phone\n1\n", ["--nonsense"], "--nonsense"),
        ("phone\n1\n", ["--sheet", "Leads"], "leave out sheet= (--sheet)"),
        ("phone\n1\n", ["--member", "a.csv"], "is not a zip archive"),
        ('phone\n"1\n2\n', [], "line 2 (row 1) and not closed"),
    ],
)
def test_each_mistake_is_one_sentence_and_exit_code_2(
    chakra: Callable[..., Any], tmp_path: Path, content: str | None, options: list[str], sentence: str
) -> None:
    table = tmp_path / "t.csv"
    if content is not None:
        table.write_text(content)
    done = chakra("enrol", table, "--sandbox", *options)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.startswith("chakra: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("report", "named"), [("leads.csv", "FILE"), ("a.csv", "--journal"), ("./stop.csv", "--exclude")]
)
def test_a_report_does_not_replace_what_the_run_reads_or_writes(
    chakra: Callable[..., Any], tmp_path: Path, report: str, named: str
) -> None:
    table, stop, journal = tmp_path / "leads.csv", tmp_path / "stop.csv", tmp_path / "a.csv"
    table.write_text("phone\n919901258431\n")
    stop.write_text("phone\n919901258433\n")
    given = ("--sandbox", "--exclude", stop, "--journal", journal, "--report", tmp_path / report)
    for more in ([], ["--json"]):
        done = chakra("enrol", table, *given, *more)
        assert (done.code, done.out) == (2, "")
        assert f"--report must be another file than that of {named}" in done.err
    assert (table.read_text(), stop.read_text()) == ("phone\n919901258431\n", "phone\n919901258433\n")
    assert not journal.exists()


def test_a_sheet_of_a_workbook_and_a_file_of_an_archive_are_named(
    chakra: Callable[..., Any], tmp_path: Path
) -> None:
    row = '<row><c t="str"><v>phone</v></c></row><row><c><v>919901258431</v></c></row>'
    book, archive = tmp_path / "leads.xlsx", tmp_path / "leads.zip"
    book.write_bytes(workbook(row))
    done = chakra("enrol", book, "--sandbox", "--sheet", "leads")
    assert (done.code, "1 done" in done.out) == (0, True)
    done = chakra("enrol", book, "--sandbox", "--sheet", "Other", "--journal", tmp_path / "other.journal")
    assert (done.code, "no sheet 'Other'; its sheets are 'Leads'" in done.err) == (2, True)
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(book, "leads.xlsx")
        opened.writestr("stop.csv", "phone\n919901258432\n919901258433\n")
    done = chakra("enrol", archive, "--sandbox")
    assert (done.code, "2 files, 'leads.xlsx', 'stop.csv'" in done.err) == (2, True)
    done = chakra("enrol", archive, "--sandbox", "--member", "stop.csv")
    assert (done.code, "2 done" in done.out) == (0, True)


def test_a_binary_file_a_directory_and_a_foreign_journal_are_sentences(
    chakra: Callable[..., Any], table: Path
) -> None:
    binary = table.with_name("b.csv")
    binary.write_bytes(b"phone\n\xff\n")
    for arguments, sentence in (
        ((binary,), "line 2 has bytes that do not fit"),
        ((table.parent,), "is a directory"),
        ((".",), "is a directory"),
        (("/",), "is a directory"),
        ((table, "--journal", binary), "not a journal but another kind of file"),
        ((table, "--journal", table), "another file than the rows'"),
    ):
        done = chakra("enrol", *arguments, "--sandbox")
        assert (done.code, sentence in done.err, done.err.count("\n")) == (2, True, 1)


def test_a_report_of_a_journal_does_not_replace_its_table_or_itself(
    chakra: Callable[..., Any], table: Path
) -> None:
    before = table.read_bytes()
    other, journal = table.with_name("other.csv"), table.with_name("journal.csv")
    other.write_text("phone\n919901258499\n")
    assert chakra("enrol", table, "--sandbox", "--journal", journal).code < 2
    for target in (table, journal):
        done = chakra("journal", "report", journal, target)
        assert (done.code, "would replace" in done.err, done.err.count("\n")) == (2, True, 1)
    assert table.read_bytes() == before
    assert chakra("journal", "show", journal).code == 0
    assert chakra("journal", "report", journal, other).code == 0  # any other file may be replaced


def test_a_journal_in_use_is_a_sentence(chakra: Callable[..., Any], table: Path) -> None:
    journal = SQLiteJournal.open(table.with_suffix(".journal"))
    done = chakra("enrol", table, "--sandbox", "--journal", journal.path)
    journal.discard()
    assert (done.code, "is in use by another run" in done.err) == (2, True)


def test_without_token_or_campaign_it_says_where_they_come_from(
    chakra: Callable[..., Any], table: Path
) -> None:
    assert "CHAKRA_ACCESS_TOKEN" in chakra("enrol", table, "--campaign", CAMPAIGN_ID).err
    assert "--campaign is missing" in chakra("enrol", table).err


def test_a_wrong_token_stops_the_run_with_exit_code_3(
    chakra: Callable[..., Any],
    table: Path,
    serve: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHAKRA_BASE_URL", serve()["CHAKRA_BASE_URL"])
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "wrong-secret")
    done = chakra("enrol", table, "--campaign", CAMPAIGN_ID)
    assert done.code == 3
    assert "Stopped: 401" in done.out
    assert "2 pending" in done.out
    assert "wrong-secret" not in done.out + done.err


def test_the_examples_are_what_their_script_makes_and_do_what_they_say(
    chakra: Callable[..., Any], tmp_path: Path
) -> None:
    examples = Path(__file__).parents[2] / "examples"
    runpy.run_path(str(examples / "make_leads.py"))["main"](tmp_path)
    for name in ("leads.csv", "notebooks/leads-comma.csv"):
        assert (tmp_path / name).read_bytes() == (examples / name).read_bytes()
    figures = json.loads(chakra("enrol", tmp_path / "leads.csv", "--sandbox", "--json").out)
    assert figures["rows"] == 2400
    assert min(figures["done"], figures["invalid"], figures["duplicate"]) > 50
    assert (figures["refused"], figures["unknown"], figures["pending"]) == (0, 0, 0)
    figures = json.loads(
        chakra("enrol", tmp_path / "notebooks" / "leads-comma.csv", "--sandbox", "--json", "--dry-run").out
    )
    assert figures["rows"] == 60


def test_the_example_workbook_is_what_its_script_makes_and_does_what_it_says(
    chakra: Callable[..., Any], tmp_path: Path
) -> None:
    examples = Path(__file__).parents[2] / "examples"
    runpy.run_path(str(examples / "make_workbook.py"))["main"](tmp_path)
    assert (tmp_path / "leads.xlsx").read_bytes() == (examples / "leads.xlsx").read_bytes()
    done = chakra("enrol", tmp_path / "leads.xlsx", "--sandbox")
    assert done.code == 1
    assert "39 done" in done.out
    assert "row 9 of sheet 'Leads' is hidden" in done.out


def test_without_the_extra_it_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [
        name for name in sys.modules if name.partition(".")[0] == "typer" or "chakra_async.cli." in name
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 2
    assert (
        capsys.readouterr().err
        == "chakra: the command line needs an extra: pip install 'chakra-async[cli]'\n"
    )
