"""`chakra openapi` as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import yaml

from chakra_async.cli.app import run
from chakra_async.description.openapi import document

if TYPE_CHECKING:
    import pytest


def printed(*options: str) -> str:
    command = [sys.executable, "-m", "chakra_async", "openapi", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S603 - our own
    assert done.stderr == ""
    return done.stdout


def test_json_and_yaml_are_the_same_description() -> None:
    as_json = json.loads(printed())
    assert as_json == document()
    assert yaml.safe_load(printed("--yaml")) == as_json


def test_webhooks_can_be_left_out() -> None:
    assert json.loads(printed("--without-webhooks")) == document(webhooks=False)


def test_a_missing_library_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert run(["openapi", "--yaml"]) == 2
    assert "pip install 'chakra-async[cli]'" in capsys.readouterr().err
