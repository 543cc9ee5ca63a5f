from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from codegen import toolchain
from codegen.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path, golden: Path) -> Path:
    folder = tmp_path / "package"
    shutil.copytree(golden, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(zoo: Any, package: Path, *arguments: str) -> int:
    places = ("--description", str(zoo.root), "--package", str(package), "--docs", str(package / "docs"))
    return main([*arguments, *places])


def test_check_is_content_with_what_was_generated(
    zoo: Any, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(zoo, package, "--check") == 0
    assert capsys.readouterr() == ("", "")


def test_check_shows_a_changed_a_missing_and_a_stale_file_and_writes_nothing(
    zoo: Any, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, missing, stale = (
        package / "models" / name for name in ("animals.py", "keepers.py", "ghosts.py")
    )
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("seen_by: int", "seen_by: str"), encoding="utf-8"
    )
    missing.unlink()
    stale.write_text("boo = 1\n", encoding="utf-8")
    before = changed.read_bytes()
    assert run(zoo, package, "--check") == 1
    shown = capsys.readouterr()
    assert "--- committed/models/animals.py\n+++ generated/models/animals.py\n" in shown.out
    assert "\n-    seen_by: str | None" in shown.out
    assert "\n+    seen_by: int | None" in shown.out
    assert "--- /dev/null\n+++ generated/models/keepers.py\n" in shown.out
    assert "--- committed/models/ghosts.py\n+++ /dev/null\n" in shown.out
    assert "\n-boo = 1\n" in shown.out
    assert "run `python -m codegen`" in shown.err
    assert (changed.read_bytes(), missing.exists(), stale.exists()) == (before, False, True)


def test_check_shows_a_change_of_the_bundled_description_by_lines(
    zoo: Any, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zoo.edit("zoo.yaml", "title: Zoo", "title: Park")
    assert run(zoo, package, "--check") == 1
    shown = capsys.readouterr().out
    assert '-  "title": "Zoo",' in shown
    assert '+  "title": "Park",' in shown
    assert len(shown) < 1000


def test_generating_mends_what_check_complains_of(zoo: Any, package: Path) -> None:
    (package / "models" / "animals.py").write_text("", encoding="utf-8")
    (package / "resources" / "keepers.py").unlink()
    (package / "resources" / "ghosts.py").write_text("", encoding="utf-8")
    assert run(zoo, package) == 0
    assert run(zoo, package, "--check") == 0
    assert not (package / "resources" / "ghosts.py").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        ("models/keepers.py", b"\n", b"\r\n", "\\r\n"),
        ("description/openapi.json", b":{", b": {", "-{"),
    ],
)
def test_every_byte_is_checked(
    zoo: Any, package: Path, capsys: pytest.CaptureFixture[str], name: str, old: bytes, new: bytes, shown: str
) -> None:
    file = package / name
    file.write_bytes(file.read_bytes().replace(old, new))
    assert run(zoo, package, "--check") == 1
    assert shown in capsys.readouterr().out


def test_a_broken_description_is_told_and_nothing_written(
    zoo: Any, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zoo.edit("paths/keepers.yaml", "x-check: uuid", "x-check: guid")
    (package / "models" / "animals.py").unlink()
    assert run(zoo, package) == 2
    assert "'guid' is none of" in capsys.readouterr().err
    assert not (package / "models" / "animals.py").exists()


def test_another_version_of_a_tool_is_refused(
    zoo: Any, package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def another(_: str) -> str:
        return "0.1"

    monkeypatch.setattr(toolchain, "version", another)
    assert run(zoo, package, "--check") == 2
    assert "datamodel-code-generator 0.89.0 is needed, 0.1 is installed" in capsys.readouterr().err


def test_a_tool_that_is_missing_or_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.py").write_text("def", encoding="utf-8")
    with pytest.raises(toolchain.ToolError, match=r"ruff failed:\n(.|\n)*broken.py"):
        toolchain.format_tree(tmp_path)
    monkeypatch.setattr(toolchain, "_VERSIONS", {"no-such-tool": "1.0"})
    with pytest.raises(toolchain.ToolError, match=r"no-such-tool 1.0 is needed, none is installed"):
        toolchain.run("no-such-tool", cwd=tmp_path)


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_bytes_depend_neither_on_the_hash_seed_nor_on_the_folder(
    seed: str, zoo: Any, golden: Path, tmp_path: Path
) -> None:
    root = golden.parent.parent.parent
    target = tmp_path / "fresh"
    places = ("--description", zoo.root, "--package", target, "--docs", target / "docs")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-m", "codegen", *places],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".py", ".json", ".md")
        }

    assert files(target) == files(golden)
