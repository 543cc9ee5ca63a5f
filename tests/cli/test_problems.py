# ruff: noqa: S603 - the command is the test's own
"""Rows with problems are grouped by reason, every group is counted, and a bounded number of rows is printed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from chakra_async.bulk import Result, RowState
from chakra_async.cli import problems

JOURNAL = Path("leads.journal")


def rows(*reasons: str) -> list[Result]:
    return [
        Result(number=number, line=number + 1, state=RowState.REFUSED, key="919901258431", reason=reason)
        for number, reason in enumerate(reasons, 1)
    ]


def test_rows_of_one_reason_are_counted(capfd: pytest.CaptureFixture[str]) -> None:
    problems.show_grouped("Refused", rows("a", *["400 not there"] * 20), "refused", JOURNAL)
    assert capfd.readouterr().out.splitlines() == [
        "Refused:",
        "  20 rows: 400 not there",
        "    row 2 (line 3) 91********31, row 3 (line 4) 91********31, row 4 (line 5) 91********31 and 17 more",
        "  1 row: a",
        "    row 1 (line 2) 91********31",
        "  All of them: chakra journal export leads.journal --state refused",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "my leads.journal",
        "it's $new (1).journal",
        "-x.journal",
        "März.journal",
        "a;b&c#d.journal",
        "~.journal",
    ],
)
def test_the_command_that_shows_all_rows_can_be_copied_into_a_shell(
    capfd: pytest.CaptureFixture[str], name: str
) -> None:
    problems.show_grouped("Refused", rows(*["400 not there"] * 20), "refused", Path(name))
    command = capfd.readouterr().out.splitlines()[-1].removeprefix("  All of them: ")
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("chakra", 'printf "%s\\n"', 1)], capture_output=True, check=True
    )
    shown = done.stdout.decode().splitlines()
    assert [*shown[:2], Path(shown[2]), *shown[3:]] == ["journal", "export", Path(name), "--state", "refused"]


def test_reasons_that_differ_in_the_value_alone_are_one_group(capfd: pytest.CaptureFixture[str]) -> None:
    reasons = [f"'{n}***' holds letters." for n in range(9)]
    problems.show_grouped("Invalid", rows(*reasons), "invalid", JOURNAL)
    assert "  9 rows: holds letters." in capfd.readouterr().out.splitlines()
    reasons = [f"phone number '{'*' * n}' has letters." for n in range(9)]
    problems.show_grouped("Invalid", rows(*reasons), "invalid", JOURNAL)
    assert "  9 rows: phone number has letters." in capfd.readouterr().out.splitlines()


def test_many_reasons_are_bounded_and_add_up(capfd: pytest.CaptureFixture[str]) -> None:
    problems.show_grouped("Refused", rows(*map(str, range(5000))), "refused", JOURNAL)
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) < 30
    counts = [int(line.split()[0]) for line in lines if line.startswith("  ") and line.split()[0].isdecimal()]
    assert sum(counts) == 5000


def test_a_few_rows_are_printed_whole(capfd: pytest.CaptureFixture[str]) -> None:
    problems.show_grouped("Refused", rows("a", "b", "b"), "refused", JOURNAL)
    assert len(capfd.readouterr().out.splitlines()) == 5
    problems.show_grouped("Refused", [], "refused", JOURNAL)
    problems.show_all("Invalid", [])
    assert capfd.readouterr().out == ""


def test_a_reason_cannot_forge_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    problems.show_all("Refused", rows("no\nrow 2 (line 3)  \x1b[2Jdone"))
    assert capfd.readouterr().out.splitlines() == [
        "Refused:",
        "  row 1 (line 2)  91********31  no\\nrow 2 (line 3)  \\x1b[2Jdone",
    ]
