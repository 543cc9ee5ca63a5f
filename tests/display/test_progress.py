"""Progress as a bar, as lines of a log and as events, from a real run and from the command."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from chakra_async import Chakra, Limits, bulk
from chakra_async.display.bar import Counts
from chakra_async.display.progress import Bar, Events, Lines, counts_of, shown

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

COUNTS = Counts(ended=3, expected=10, done=2, refused=1, unknown=0, invalid=0, ceiling=80.0)
PAUSED = Counts(
    ended=3, expected=10, done=2, refused=1, unknown=0, invalid=0, pause=2.0, why="429 \x1b[2J slow"
)
CAMPAIGN = "5ba0e13a-ac26-4656-afdd-643ea0813137"


def test_lines_are_written_when_something_has_changed() -> None:
    written: list[str] = []
    lines = Lines(written.append)
    for counts in (COUNTS, COUNTS, PAUSED):
        lines.show(counts, 2.0)
    lines.end(PAUSED, 2.0)
    assert written == ["30 % 3 of 10 rows, 2 done, 1 refused, paused 2 s: 429 \x1b[2J slow"]


def test_events_are_json_on_a_line_each() -> None:
    written: list[str] = []
    events = Events(written.append)
    events.show(COUNTS, 2.0)
    events.end(PAUSED, None)
    first, last = (json.loads(line) for line in written)
    assert first == {
        "event": "progress",
        "ended": 3,
        "expected": 10,
        "done": 2,
        "refused": 1,
        "unknown": 0,
        "invalid": 0,
        "rows_per_second": 2.0,
        "limit_per_second": 80.0,
        "pause_seconds": 0.0,
        "pause_reason": None,
    }
    assert (last["pause_seconds"], last["rows_per_second"]) == (2.0, None)
    assert not any("\x1b" in line or "\n" in line for line in written)


def test_a_bar_cannot_be_made_to_write_to_the_terminal_by_a_reason() -> None:
    drawn: list[str] = []
    bar = Bar(drawn.append)
    bar.show(PAUSED, 2.0)
    bar.end(PAUSED, 2.0)
    assert "\x1b[2J" not in "".join(drawn)
    assert drawn[-1] == "\r\x1b[J"


async def test_a_screen_sees_a_run_to_its_end(sandbox: Sandbox, tmp_path: Path) -> None:
    written: list[str] = []
    async with Chakra(base_url=sandbox.url, token=sandbox.token, limits=Limits(rate=200)) as chakra:
        rows = [f"+4477009{n:05}" for n in range(30)]
        run = bulk.Run(chakra, bulk.Enrol(sandbox.campaign_id), rows=rows, journal=tmp_path / "a.journal")
        async with shown(run, Events(written.append)):
            await run.finish()
    first, last = json.loads(written[0]), json.loads(written[-1])
    assert first["ended"] == 0
    assert (last["ended"], last["done"], last["limit_per_second"]) == (30, 30, 200)
    assert counts_of(run).ended == 30
    assert "30 rows" in run._repr_html_()


async def test_a_display_that_fails_does_not_touch_the_run(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no screen")

    monkeypatch.setattr(Lines, "show", fail)
    monkeypatch.setattr(Bar, "show", fail)
    async with Chakra(base_url=sandbox.url, token=sandbox.token) as chakra:
        enrol = bulk.Enrol(sandbox.campaign_id)
        run = bulk.Run(chakra, enrol, rows=["+447700900123"], journal=tmp_path / "a", show_progress=True)
        assert (await run.finish()).done == 1
    assert "The progress could not be shown" in caplog.text


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text("phone\n" + "".join(f"+4477009{n:05}\n" for n in range(60)), encoding="utf-8")
    return path


def command(table: Path, *more: str) -> list[str]:
    base = [
        sys.executable,
        "-m",
        "chakra_async.cli",
        "enrol",
        str(table),
        "--campaign",
        CAMPAIGN,
        "--sandbox",
    ]
    return [*base, "--rate", "30", *more]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own is needed")
def test_the_bar_on_a_terminal_of_40_columns_stays_on_one_line(table: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 40)) if hasattr(termios, "tcsetwinsize") else pytest.skip(
        "no tcsetwinsize"
    )
    with subprocess.Popen(  # noqa: S603 - our own command
        command(table), stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # the other side is closed
            pass
        process.wait(timeout=30)
    os.close(ours)
    drawn = [line.strip("\r\n") for line in seen.decode().split("\x1b[J")]
    bars = [line for line in drawn if "%" in line]
    assert len(bars) >= 4
    assert all(len(line) <= 39 for line in bars)
    assert any("\u2588" in line or "#" in line for line in bars)
    assert any("left" in line or "/s" in line for line in bars)


def test_json_has_events_on_standard_error_and_one_object_on_standard_output(
    table: Path, tmp_path: Path
) -> None:
    page = tmp_path / "run.html"
    done = subprocess.run(  # noqa: S603 - our own command
        command(table, "--json", "--report", str(page)), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["done"] == 60
    lines = done.stderr.splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert events[-1]["done"] == 60
    assert lines[-1] == f"Report: {page}"
    assert "All 60 rows are done" in page.read_text(encoding="utf-8")


def test_the_report_is_named_last_and_a_bad_path_is_refused_before_anything_is_sent(
    table: Path, tmp_path: Path
) -> None:
    bad = subprocess.run(  # noqa: S603 - our own command
        command(table, "--report", str(tmp_path / "no" / "run.html")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert bad.returncode == 2
    assert "does not exist" in bad.stderr
    assert not table.with_suffix(".sandbox.journal").exists()
    good = subprocess.run(  # noqa: S603 - our own command
        command(table, "--report", str(tmp_path / "run.csv")), capture_output=True, text=True, check=False
    )
    assert good.returncode == 0
    assert good.stdout.splitlines()[-1] == f"Report: {tmp_path / 'run.csv'}"
    dry = subprocess.run(  # noqa: S603 - our own command
        command(table, "--dry-run", "--report", str(tmp_path / "dry.csv")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert dry.returncode == 2
    assert "must end in .html" in dry.stderr
