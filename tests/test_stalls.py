# ruff: noqa: S603 - this Python
"""What stops the processes of the suite finds all of them, and lets each go on."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.stalls.__main__ import descendants, main, stop_for

if TYPE_CHECKING:
    from pathlib import Path

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "print('begun', flush=True); input(); print('ended')"])
child.wait()
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found in /proc")


def test_every_descendant_is_found_and_goes_on_after_its_stop() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        assert parent.stdout.readline() == "begun\n"
        (child,) = descendants(parent.pid)
        assert {parent.pid, child} <= set(descendants(os.getpid()))
        for each in (parent.pid, child):
            while not stop_for(each, 0.05):
                pass  # this runs beside such stops as well
        out, _ = parent.communicate("\n")
    assert (parent.returncode, out) == (0, "ended\n")
    assert descendants(parent.pid) == []
    assert not stop_for(child, 0.05)


@pytest.mark.parametrize(("test", "code"), [("assert True", 0), ("assert False", 1)])
def test_the_exit_code_is_that_of_the_tests(
    test: str, code: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_one.py").write_text(f"def test_one():\n    {test}\n")
    assert main(["-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]) == code
    assert " stops of processes\n" in capfd.readouterr().out
