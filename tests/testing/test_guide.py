"""The guide to testing: each of its blocks is a file of tests that passes as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
SETTINGS = (
    "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\n"
)


def test_each_block_is_a_file_of_tests_that_passes(tmp_path: Path) -> None:
    assert len(BLOCKS) == 4
    tests = 0
    for number, block in enumerate(BLOCKS):
        tests += block.count("async def test_")
        (tmp_path / f"test_block_{number}.py").write_text(block, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert f"{tests} passed" in done.stdout, done.stdout + done.stderr
    assert tests == 6


def test_the_container_file_names_options_that_exist() -> None:
    text = (Path(__file__).parents[2] / "containers" / "sandbox.Dockerfile").read_text(encoding="utf-8")
    options = set(re.findall(r"(?<=\W)--(?:host|port|allow-host|webhook|webhook-host)(?=\W)", text))
    shown = subprocess.run(
        [sys.executable, "-m", "chakra_async.cli", "sandbox", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {"--host", "--port", "--allow-host", "--webhook"} <= options
    assert all(option in shown for option in options)
    assert "USER 10001" in text
    assert "HEALTHCHECK" in text
