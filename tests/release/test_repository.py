"""What several files say about the same: versions of Python, and who may do what when a release is made."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="an sdist has no workflows")


def workflow(name: str) -> Any:
    return yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))


def test_every_place_names_the_same_versions_of_python() -> None:
    pytest.importorskip("nox")
    versions = list(runpy.run_path(str(ROOT / "noxfile.py"), run_name="noxfile")["VERSIONS"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert workflow("ci")["jobs"]["tests"]["strategy"]["matrix"]["python"] == versions == classified
    assert project["requires-python"] == f">={versions[0]}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_reads_only_what_is_not_granted_to_one_job(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert "secrets." not in text


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_pinned_to_a_commit_and_names_its_version(path: Path) -> None:
    used = re.findall(r"\buses: *(.+)", path.read_text(encoding="utf-8"))
    assert used
    assert [each for each in used if not PINNED.fullmatch(each)] == []


def test_an_action_has_the_same_pin_everywhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pins = {tuple(each.split("@")) for each in re.findall(r"\buses: *(.+)", text)}
    assert len({name for name, _ in pins}) == len(pins)


@pytest.mark.parametrize(
    "used",
    [
        "actions/checkout@v5",
        "actions/checkout@main",
        "actions/checkout@08c6903",
        "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
        "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # latest",
    ],
)
def test_what_is_not_pinned_is_found(used: str) -> None:
    assert not PINNED.fullmatch(used)


def test_a_release_is_published_without_a_token_and_with_attestations() -> None:
    jobs = workflow("release")["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items() if "permissions" in job} == {
        "attest": {"attestations": "write", "id-token": "write"},
        "publish": {"id-token": "write"},
        "notes": {"contents": "write"},
    }
    assert jobs["publish"]["environment"]["name"] == "pypi"
    (step,) = [each for each in jobs["publish"]["steps"] if "pypi-publish" in each.get("uses", "")]
    assert step["with"] == {"packages-dir": "packages/", "attestations": True}
    assert all(job["needs"] == before for before, job in zip(jobs, list(jobs.values())[1:], strict=False))
