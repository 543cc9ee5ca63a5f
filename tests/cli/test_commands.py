# ruff: noqa: S603 - the command is the test's own
"""The other commands: `journal`, `request`, `sandbox`, `--version`, and their error messages."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import __version__
from chakra_async.bulk import Result, RowState
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.sqlite import Group, SQLiteJournal
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    opened = SQLiteJournal.open(tmp_path / "a.journal")
    opened.begin(Identity(entries={"action": "enrol", "campaign_id": "c"}, validation={}))
    names = ["919901258431", "919901258432", "919901258433"]
    opened.apply(Group(added=[(n, n + 1, name, "pending", None, None) for n, name in enumerate(names, 1)]))
    opened.apply(Group(sending=[1, 2, 3]))
    ends = [
        Result(number=1, state=RowState.DONE, was_created=True),
        Result(number=2, state=RowState.UNKNOWN, outcome=Outcome.UNKNOWN, code="X", reason='lost, "perhaps"'),
    ]
    opened.apply(Group(ended=ends))
    opened.close()
    return opened.path


def test_the_version_is_printed(chakra: Callable[..., Any]) -> None:
    done = chakra("--version")
    assert (done.code, done.out) == (0, f"{__version__}\n")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["journal"], ["openapi", "--help"]])
def test_a_command_imports_its_own_modules_alone(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom chakra_async.cli.app import run\nrun(sys.argv[1:])\n"
        "print(*sorted(name.rpartition('.')[2] for name in sys.modules if name.startswith('chakra_async.cli.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    imported = set(done.stdout.splitlines()[-1].split())
    commands = {"doctor", "enrol", "inbox", "journal", "openapi", "request", "sandbox", "send", "work"}
    assert imported & commands == (commands if arguments[0].startswith("--") else {arguments[0]})


@pytest.mark.parametrize(
    "arguments", [(), ("journal",), ("nonsense",), ("request", "GET"), ("journal", "show")]
)
def test_an_incomplete_or_unknown_command_is_exit_code_2(
    chakra: Callable[..., Any], arguments: tuple[str, ...]
) -> None:
    done = chakra(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_show_counts_the_rows(chakra: Callable[..., Any], journal: Path) -> None:
    done = chakra("journal", "show", journal)
    assert done.code == 0
    assert "campaign id: c\n" in done.out
    assert "rows: 3\n  sending: 1\n  done: 1\n  unknown: 1\n" in done.out
    figures = json.loads(chakra("journal", "show", journal, "--json").out)
    assert (figures["rows"], figures["states"]["done"], figures["action"]) == (3, 1, "enrol")


def test_export_is_csv_with_unmasked_numbers(chakra: Callable[..., Any], journal: Path) -> None:
    rows = list(csv.DictReader(chakra("journal", "export", journal).out.splitlines()))
    assert [(row["row"], row["line"], row["key"], row["state"]) for row in rows] == [
        ("1", "2", "919901258431", "done"),
        ("2", "3", "919901258432", "unknown"),
        ("3", "4", "919901258433", "sending"),
    ]
    assert (rows[0]["was_created"], rows[1]["reason"], rows[1]["attempts"]) == (
        "true",
        'lost, "perhaps"',
        "1",
    )
    done = chakra("journal", "export", journal, "--state", "done", "--state", "unknown")
    assert len(done.out.splitlines()) == 3
    assert chakra("journal", "export", journal, "--state", "lost").code == 2


def test_unknown_names_each_row_that_was_perhaps_done(chakra: Callable[..., Any], journal: Path) -> None:
    done = chakra("journal", "unknown", journal)
    assert done.code == 1
    assert done.out.splitlines() == [
        'row 2 (line 3)  91********32  lost, "perhaps"',
        "row 3 (line 4)  91********33  under way, or the run was killed",
    ]
    assert [row["row"] for row in json.loads(chakra("journal", "unknown", journal, "--json").out)] == [2, 3]


def test_a_name_that_is_too_long_is_one_sentence(chakra: Callable[..., Any], tmp_path: Path) -> None:
    table, name = tmp_path / "leads.csv", "x" * 300
    table.write_text("phone\n919901258431\n")
    run = ("enrol", table, "--sandbox")
    for command in (
        (*run, "--journal", name),
        (*run, "--journal", name, "--dry-run"),
        (*run, "--report", f"{name}.html"),
        ("journal", "show", name),
        ("journal", "fix", name, "--source", table),
    ):
        done = chakra(*command)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert "File name too long" in done.err


def test_a_file_that_is_not_a_journal_is_one_sentence(chakra: Callable[..., Any], tmp_path: Path) -> None:
    other = tmp_path / "x"
    other.write_bytes(b"x" * 5000)
    for path, sentence in (
        (tmp_path / "none", "does not exist"),
        (other, "not a journal but another kind"),
    ):
        done = chakra("journal", "show", path)
        assert (done.code, sentence in done.err, done.err.count("\n")) == (2, True, 1)


def test_request_prints_the_answer(chakra: Callable[..., Any], tmp_path: Path) -> None:
    done = chakra("request", "get", "/v1/ext/config", "--sandbox")
    assert (done.code, "team" in json.loads(done.out)) == (0, True)
    body = tmp_path / "body.json"
    body.write_text('{"data": {"phone": "+447700900001"}, "procedureShortId": "lead"}')
    done = chakra("request", "GET", "/v1/ext/config", "--param", "a=b=c", "--sandbox")
    assert done.code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["GET", "/none"], 1, "404"),
        (["GET", "v1"], 2, "path must begin with"),
        (["FETCH", "/v1/ext/config"], 2, "method must be one of"),
        (["POST", "/x", "--json", "{"], 2, "--json is not valid JSON"),
        (["POST", "/x", "--json", "@/nowhere"], 2, "cannot be read"),
        (["GET", "/x", "--param", "a"], 2, "--param must be NAME=VALUE"),
    ],
)
def test_a_failed_request_is_one_sentence(
    chakra: Callable[..., Any], arguments: list[str], code: int, sentence: str
) -> None:
    done = chakra("request", *arguments, "--sandbox")
    assert (done.code, done.out, sentence in done.err, done.err.count("\n")) == (code, "", True, 1)


def test_the_sandbox_prints_the_settings_of_a_client(
    serve: Callable[..., dict[str, str]],
    chakra: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = tmp_path / "record"
    environment = serve("--record", str(record), "--ceiling", "1000")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert chakra("request", "GET", "/v1/ext/config").code == 0
    assert len(record.read_text().splitlines()) == 1


def test_a_port_in_use_is_one_sentence(
    chakra: Callable[..., Any], serve: Callable[..., dict[str, str]]
) -> None:
    port = serve()["CHAKRA_BASE_URL"].rpartition(":")[2]
    done = chakra("sandbox", "--port", port)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert f"cannot listen on 127.0.0.1 port {port}: address already in use." in done.err
    assert "--port 0" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "99999"], "'--port'"),
        (["--port", "-1"], "'--port'"),
        (["--port", "x"], "'--port'"),
        (["--port", "0", "--host", "203.0.113.9"], "cannot listen on 203.0.113.9"),
        (["--port", "0", "--host", "nowhere.invalid"], "cannot listen on nowhere.invalid"),
        (["--port", "0", "--record", "/nowhere/record"], "--record /nowhere/record cannot be written"),
        (["--port", "0", "--ceiling", "0"], "'--ceiling'"),
        (["--port", "0", "--latency", "-1"], "'--latency'"),
        (["--port", "0", "--fault", "messages.send:stauts=429"], "did you mean status?"),
        (["--port", "0", "--fault", "messages.send:times=0,status=500"], "times"),
    ],
)
def test_a_sandbox_that_cannot_start_is_one_sentence(
    chakra: Callable[..., Any], arguments: list[str], words: str
) -> None:
    done = chakra("sandbox", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert words in done.err


def test_a_fault_of_the_command_line_is_met(
    serve: Callable[..., dict[str, str]], chakra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = serve("--fault", "config.get:status=418,times=1,error=short and stout", "--latency", "0.01")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = chakra("request", "GET", "/v1/ext/config")
    assert (done.code, "short and stout" in done.err) == (1, True)
    assert chakra("request", "GET", "/v1/ext/config").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["enroll"], "Did you mean 'enrol'? See --help."),
        (["journal", "shw"], "Did you mean 'show'? See --help."),
        (["docter"], "Did you mean 'doctor'? See --help."),
    ],
)
def test_a_mistyped_command_gets_a_grammatical_suggestion(
    chakra: Callable[..., Any], arguments: list[str], words: str
) -> None:
    done = chakra(*arguments)
    assert (done.code, done.err.rstrip("\n").endswith(words)) == (2, True)


def test_plain_http_is_refused_in_words_of_the_command_line(
    chakra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "a")
    monkeypatch.setenv("CHAKRA_BASE_URL", "http://example.com")
    done = chakra("request", "GET", "/v1/ext/config")
    assert done.code == 2
    assert "use https" in done.err
    assert "allow_http" not in done.err
