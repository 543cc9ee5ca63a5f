"""README: short, with two marked commands, and code that runs as it stands (which `test_pages.py` sees to)."""

from __future__ import annotations

import re

import pytest

from tests.faults.matrix import FAULTS
from tests.support.pages import ROOT, blocks
from tests.test_pages import PAGES

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 120


@pytest.mark.parametrize("mark", ["run-command", "test-command"])
def test_the_two_commands_are_marked_and_single(mark: str) -> None:
    (block,) = (block for block in blocks("README.md") if block.note == mark)
    assert block.language == "sh"
    assert len(block.code.strip().splitlines()) == 1


def test_each_block_is_run_by_the_test_of_pages() -> None:
    assert "../README.md" in PAGES
    assert {block.language for block in blocks("README.md")} == {"python", "sh"}


def test_the_quickstart_needs_no_token_and_has_ten_lines() -> None:
    first = next(block for block in blocks("README.md") if block.language == "python")
    assert len([line for line in first.code.splitlines() if line]) <= 10
    assert "Chakra()" not in first.code
    assert "Sandbox()" in first.code


def test_the_figures_are_those_of_the_pages_they_come_from() -> None:
    performance = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    (peak,) = re.findall(r"1,000,000 rows: peak \| ([\d.]+) MB", performance)
    (growth,) = re.findall(r"at the end less at 10 % \| ([\d.]+) MB", performance)
    (processor,) = re.findall(r"CPU of a call / raw aiohttp, 50 workers \| ([\d.]+)", performance)
    assert f"{float(peak):.0f} MB of memory at most" in README
    assert f"{growth} MB more at the end" in README
    assert ("three quarters of the CPU" in README) == (0.7 < float(processor) < 0.8)
    (operations,) = re.findall(
        r"^(\d+) operations", (ROOT / "docs/reference.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert f"All {operations} described operations" in README
    assert f"**Known outcome.** {sum(map(len, FAULTS.values()))} faults" in README


def test_its_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README):
        assert (ROOT / target).is_file(), target
