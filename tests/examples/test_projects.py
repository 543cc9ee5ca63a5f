"""The projects in `examples/`: each is copied out of this one, and its tests run as its owner runs them."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PROJECTS = sorted(path.parent for path in EXAMPLES.glob("*/pyproject.toml"))
SETTINGS = ("CHAKRA_", "PYTEST_")


def ours() -> list[Path]:
    """Return the projects that have no test module of their own here, as `tested_bot` has."""
    return [path for path in PROJECTS if path.name != "tested_bot"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("project", ours(), ids=lambda path: path.name)
async def test_the_tests_of_a_project_pass_in_a_folder_of_their_own(project: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(
        project, tmp_path / project.name, ignore=shutil.ignore_patterns("__pycache__", ".*")
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
        cwd=copied,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    assert " passed" in printed.decode()


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_a_project_names_what_it_needs_and_how_it_is_started(project: Path) -> None:
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(each.startswith("chakra-async") for each in described["dependencies"])
    assert any(each.startswith("pytest>=") for each in described["optional-dependencies"]["test"])
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert "pip install -e '.[test]'" in readme
    assert "\npytest\n" in readme
    assert list((project / "tests").glob("test_*.py"))


def test_there_is_a_project_of_each_kind() -> None:
    assert {"bot", "nightly_job", "notebooks", "service"} <= {path.name for path in PROJECTS}
