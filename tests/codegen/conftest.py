from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


class Zoo:
    """A copy of the small description, to be spoilt in one place and loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "zoo.yaml"

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def golden() -> Path:
    return HERE / "golden"


@pytest.fixture
def zoo(tmp_path: Path) -> Zoo:
    folder = tmp_path / "zoo"
    shutil.copytree(HERE / "data" / "zoo", folder)
    return Zoo(folder)


@pytest.fixture
def importable_golden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(HERE), *sys.path])
