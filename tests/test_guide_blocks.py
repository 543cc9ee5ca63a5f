"""Guides whose blocks of code are programs by themselves: each runs, without a warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
BLOCKS = [
    (page, index, block)
    for page in (
        "bulk.md",
        "conversations.md",
        "phone-numbers.md",
        "reports.md",
        "sandbox.md",
        "tables.md",
        "webhooks.md",
    )
    for index, block in enumerate(
        re.findall(
            r"^```python\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
    )
]


@pytest.mark.parametrize(
    "block", [block for _, _, block in BLOCKS], ids=[f"{page}-{index}" for page, index, _ in BLOCKS]
)
def test_a_block_runs_by_itself(block: str, tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - the project's own code
        [sys.executable, "-W", "error", "-c", block],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
