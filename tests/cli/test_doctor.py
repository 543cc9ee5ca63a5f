"""`chakra doctor`: what it prints, what it writes and how it exits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IDS = {
    "CHAKRA_PLUGIN_ID": "d83e1d23-50b8-4d87-8f92-842a0ac516f6",
    "CHAKRA_PHONE_NUMBER_ID": "775966265503012",
    "CHAKRA_WABA_ID": "83784929738012",
}


@pytest.fixture
def setup(
    chakra: Callable[..., Any], serve: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**serve(), **IDS}.items():
        monkeypatch.setenv(name, value)


def test_a_setup_without_a_problem_exits_with_0(chakra: Callable[..., Any]) -> None:
    done = chakra("doctor", "--sandbox")
    assert (done.code, done.err) == (0, "")
    assert "ok       token: the access token is accepted" in done.out
    assert "fix: web app, WhatsApp Setup page: webhooks" in done.out


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("CHAKRA_ACCESS_TOKEN", "wrong", "PROBLEM  token: the access token is refused"),
        ("CHAKRA_PLUGIN_ID", "00000000-0000-4000-8000-000000000000", "PROBLEM  plugin: the plugin_id is not"),
        ("CHAKRA_PHONE_NUMBER_ID", "1", "PROBLEM  phone numbers: phone_number_id 1 is not among"),
    ],
)
@pytest.mark.usefixtures("setup")
def test_a_problem_exits_with_1_and_names_the_fix(
    chakra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str, value: str, detail: str
) -> None:
    monkeypatch.setenv(name, value)
    done = chakra("doctor")
    assert done.code == 1
    lines = done.out.splitlines()
    place = next(index for index, line in enumerate(lines) if line.startswith(detail))
    assert "fix: " in lines[place + 1]


@pytest.mark.usefixtures("setup")
@pytest.mark.parametrize("mark", ['"', "'", "\u201c", "`"])
def test_a_token_in_quotation_marks_is_named(
    chakra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", f"{mark}sandbox-token{mark}")
    done = chakra("doctor")
    assert done.code in (1, 2)
    assert "sandbox-token" not in done.out + done.err
    assert "quotation mark" in done.out + done.err or "ASCII" in done.out + done.err


def test_the_server_is_named(chakra: Callable[..., Any]) -> None:
    done = chakra("doctor", "--sandbox")
    assert done.out.startswith("server: http://127.0.0.1:")
    assert "(a local sandbox)" in done.out.splitlines()[0]
    assert json.loads(chakra("doctor", "--sandbox", "--json").out)["server"].startswith("http://127.0.0.1:")


def test_without_a_token_there_is_one_sentence(chakra: Callable[..., Any]) -> None:
    done = chakra("doctor")
    assert done.code == 2
    assert "CHAKRA_ACCESS_TOKEN" in done.err


def test_verify_writes_a_report_and_prints_it(chakra: Callable[..., Any], tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    number = "447700900123"
    done = chakra(
        "doctor", "--sandbox", "--verify", "--report", report, "--id", f"customerPhoneNumber={number}"
    )
    assert done.code == 0
    written = json.loads(report.read_text(encoding="utf-8"))
    results = {one["operation"]: one["result"] for one in written["checked"]}
    assert results["chats.messages_for_phone_number"] == "as described"
    assert written["counts"]["as described"] > 10
    assert "as described     config.get" in done.out
    assert number not in done.out + report.read_text(encoding="utf-8")


def test_json_holds_findings_and_verification(chakra: Callable[..., Any], tmp_path: Path) -> None:
    done = chakra("doctor", "--sandbox", "--json", "--verify", "--report", tmp_path / "r.json")
    said = json.loads(done.out)
    assert said["findings"][0]["check"] == "token"
    assert said["verification"] == json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert json.loads(chakra("doctor", "--sandbox", "--json").out)["verification"] is None


@pytest.mark.parametrize("text", ["backgroundJobId", "=x", "backgroundJobId=", "jobId=1"])
def test_an_id_that_cannot_be_used_is_refused(chakra: Callable[..., Any], text: str) -> None:
    done = chakra("doctor", "--sandbox", "--verify", "--id", text)
    assert done.code == 2
    assert "--id" in done.err or "not a known id" in done.err


def test_a_report_that_cannot_be_written_is_one_sentence(chakra: Callable[..., Any], tmp_path: Path) -> None:
    done = chakra("doctor", "--sandbox", "--verify", "--report", tmp_path / "none" / "r.json")
    assert done.code == 2
    assert "cannot be written" in done.err


@pytest.mark.usefixtures("setup")
def test_a_refused_token_verifies_nothing(
    chakra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "wrong")
    done = chakra("doctor", "--verify", "--report", tmp_path / "r.json")
    assert done.code == 1
    assert "Nothing was verified" in done.out
    assert not (tmp_path / "r.json").exists()
