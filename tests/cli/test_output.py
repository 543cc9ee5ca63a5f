# ruff: noqa: S603 - the commands are the test's own
"""Outputs that cannot print a character, are closed, or whose reader has ended; and values that would forge output."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from chakra_async._core import text
from chakra_async.bulk import RowState
from chakra_async.cli import output
from chakra_async.cli.fault_options import parse_fault
from chakra_async.errors import SettingsError
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = [sys.executable, "-m", "chakra_async"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(
        "phone,name\r\n919901258431,Ann\r\n\u260e 9199x1258432,Bob\r\nJos\u00e9,Cid\r\n", encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437", "utf-8"])
def test_an_output_that_lacks_a_character_escapes_it_and_keeps_the_exit_code(
    table: Path, encoding: str
) -> None:
    done = subprocess.run(
        [*COMMAND, "enrol", str(table), "--sandbox"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    text = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "row 2" in text
    assert "row 3" in text


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_an_error_with_such_a_character_keeps_the_exit_code(tmp_path: Path, encoding: str) -> None:
    done = subprocess.run(
        [*COMMAND, "enrol", str(tmp_path / "\u260e.csv"), "--sandbox"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 2
    assert b"does not exist" in done.stderr
    assert done.stderr.count(b"\n") == 1


def named_in_latin_1(folder: Path) -> Path:
    path = folder / os.fsdecode(b"caf\xe9.csv")
    try:
        path.write_text("phone\n919901258433\n12\n")
    except OSError:
        pytest.skip("the file system takes names in UTF-8 only")
    return path


def test_a_report_as_json_is_not_lost_for_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    table = named_in_latin_1(tmp_path)
    run = [*COMMAND, "enrol", str(table), "--campaign", CAMPAIGN_ID, "--sandbox", "--json"]
    for more in ([], ["--dry-run"], ["--only-to", "+919900000000"]):
        done = subprocess.run([*run, *more], capture_output=True, check=False)
        figures = orjson.loads(done.stdout)
        assert (done.returncode, figures["rows"]) == (
            0 if "--only-to" in more else 1,
            1 if "--only-to" in more else 2,
        )
        assert "Traceback" not in done.stderr.decode()
        if not more:
            assert figures["journal"].endswith(r"caf\udce9.sandbox.journal")
    journal = table.with_suffix(".sandbox.journal")
    shown = subprocess.run(
        [*COMMAND, "journal", "show", str(journal), "--json"], capture_output=True, check=True
    )
    assert orjson.loads(shown.stdout)["file"].endswith(r"caf\udce9.csv")


@pytest.mark.parametrize("kind", ["html", "csv", "xlsx"])
def test_a_report_of_a_name_that_is_not_utf_8_is_saved(tmp_path: Path, kind: str) -> None:
    table = named_in_latin_1(tmp_path)
    target = table.with_suffix(f".report.{kind}")
    run = [*COMMAND, "enrol", str(table), "--campaign", CAMPAIGN_ID, "--sandbox", "--report", str(target)]
    done = subprocess.run(run, capture_output=True, check=False)
    assert (done.returncode, target.stat().st_size > 0) == (1, True)
    assert rf"Report: {tmp_path}/caf\udce9.report.{kind}" in done.stdout.decode()


def test_json_is_what_any_reader_takes(capsys: pytest.CaptureFixture[str]) -> None:
    half = "\ud83d"
    value = {
        "a": [half, ("x", Path(os.fsdecode(b"\xe9")))],
        half: {"deep": half},
        "kind": RowState.DONE,
        "e\u0301": 1,
    }
    output.as_json(value)
    assert orjson.loads(capsys.readouterr().out) == {
        "a": [r"\ud83d", ["x", r"\udce9"]],
        r"\ud83d": {"deep": r"\ud83d"},
        "kind": "done",
        "e\u0301": 1,
    }


def test_an_integer_of_more_than_64_bits_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    output.as_json({"big": 2**70, "at": at, "none": math.nan, "text": "\u00e9\x1b"})
    written = capsys.readouterr().out
    assert json.loads(written) == {"big": 2**70, "at": at.isoformat(), "none": None, "text": "\u00e9\x1b"}
    assert "\x1b" not in written


def test_a_reader_that_ends_early_does_not_change_the_exit_code(tmp_path: Path) -> None:
    table = tmp_path / "leads.csv"
    table.write_text("phone\n" + "x\n" * 3000)
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [*COMMAND, "request", "GET", "/v1/ext/config", "--sandbox"],
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no device that is full")


@needs_full
@pytest.mark.parametrize("arguments", [("openapi",), ("--version",)])  # more and less than a buffer
def test_a_full_disk_is_one_sentence_and_never_a_success(table: Path, arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=table.parent,
            check=False,
            text=True,
        )
    assert done.returncode == 1
    lacks = "standard output could not be written, and lacks what was written last"
    assert done.stderr == f"chakra: {lacks}: No space left on device.\n"


@needs_full
def test_a_log_on_a_full_disk_does_not_change_the_exit_code(table: Path) -> None:
    for arguments, code in ((("templates", "list", "--sandbox"), 0), (("enrol", "none.csv", "--sandbox"), 2)):
        with FULL.open("w") as full:
            done = subprocess.run(
                [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=full, cwd=table.parent, check=False
            )
        assert done.returncode == code


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_outputs_do_not_change_the_exit_code(redirection: str) -> None:
    line = f"{sys.executable} -m chakra_async nonsense {redirection}"
    assert subprocess.run(["/bin/sh", "-c", line], check=False, capture_output=True).returncode == 2


@needs_full
def test_a_report_is_saved_where_standard_output_is_on_a_full_disk(table: Path, tmp_path: Path) -> None:
    table.write_text("phone\n919901258431\n")
    with FULL.open("w") as full:
        command = [*COMMAND, "enrol", str(table), "--report", str(tmp_path / "leads.html"), "--sandbox"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert (tmp_path / "leads.html").exists()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b]0;title\x07\x1b[2J", "\\x1b]0;title\\x07\\x1b[2J"),
        ("\u009b31m", "\\x9b31m"),
        ("a\rb\x08", "a\\rb\\x08"),
        ("one\nchakra: two", "one\\nchakra: two"),
        ("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"),
        ("\ud83d", "\\ud83d"),
        ("[red]not markup[/red] \U0001f600 \u0939", "[red]not markup[/red] \U0001f600 \u0939"),
    ],
)
def test_control_characters_of_a_value_are_escaped(value: str, shown: str) -> None:
    assert output.printable(value) == shown


def test_json_stays_json_with_the_value_it_had(capfd: pytest.CaptureFixture[str]) -> None:
    value = {"text": "\x1b\x7f\u009b\u202e\u2028x"}
    output.as_json(value)
    text = capfd.readouterr().out
    assert json.loads(text) == value
    assert text.replace("\n", "").isprintable()


def test_an_answer_with_escape_sequences_reaches_no_terminal(
    chakra: Callable[..., Any], tmp_path: Path
) -> None:
    name = tmp_path / "a\x1b[2J\u009b.csv"
    done = chakra("enrol", name, "--sandbox")
    assert done.code == 2
    assert done.err.rstrip("\n").isprintable()


@pytest.mark.parametrize(
    ("text", "operation", "options"),
    [
        (
            "messages.send:status=429,retry_after=1,times=2",
            "messages.send",
            {"status": 429, "retry_after": 1.0, "times": 2},
        ),
        ("status=500", "*", {"status": 500}),
        ("*:latency=0.5, skip=3", "*", {"latency": 0.5, "skip": 3}),
        ("leads.create:html", "leads.create", {"html": True}),
        ("leads.create:reset=after,work=false", "leads.create", {"reset": "after", "work": False}),
        ('x.y:error="(#4) a, b: c",errors=d', "x.y", {"errors": ["(#4) a, b: c", "d"]}),
        ("x.y:status=503,retry-after=Wed", "x.y", {"status": 503, "retry_after": "Wed"}),
    ],
)
def test_a_fault_of_the_command_line(text: str, operation: str, options: dict[str, Any]) -> None:
    assert parse_fault(text) == (operation, options)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must be OPERATION"),
        ("messages.send", "must be OPERATION"),
        ("messages.send:", "must be OPERATION"),
        ("messages.send:stauts=429", "did you mean status?"),
        ("messages.send:banana=429", "the options are status,"),
        ("messages.send:status=99999", "an HTTP status"),
        ("messages.send:status=x", "an HTTP status"),
        ("messages.send:times=", "times needs a value"),
        ("messages.send:times", "times needs a value"),
        ("messages.send:reset=maybe", "before or after"),
        ("messages.send:latency=nan", "seconds"),
        ("messages.send:html=maybe", "true or false"),
        ("messages.send:times=1,times=2", "times twice"),
    ],
)
def test_a_fault_that_cannot_be_used_is_refused(text: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_fault(text)
    assert words in str(caught.value)


@pytest.mark.parametrize("mark", ["\x1b", "\x9b", "\u202e", "\u200b", "\u061c", "\ufeff", "\U000e0041"])
def test_marks_that_hide_or_reorder_are_escaped_and_the_layout_is_kept(
    mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output.line(f"a{mark}b\tc\nd")
    assert capsys.readouterr().out == f"a{text.printable(mark)}b\tc\nd\n"
    output.as_json({"name": f"a{mark}b"})
    shown = capsys.readouterr().out
    assert mark not in shown
    assert json.loads(shown) == {"name": f"a{mark}b"}
