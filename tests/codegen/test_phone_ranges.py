"""The table of phone numbers is written by the command, of one version of the library only."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from codegen import phone_ranges
from codegen.__main__ import main
from codegen.toolchain import ToolError

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "chakra_async" / phone_ranges.PATH


def test_the_source_is_the_same_each_time_and_says_its_version() -> None:
    source = phone_ranges.source()
    assert source == phone_ranges.source()
    assert f"phonenumberslite {phone_ranges.VERSION};" in source
    made = {
        ast.unparse(node.target): ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    }
    assert made["VERSION"] == phone_ranges.VERSION
    assert len(made["TABLE"]) < 80_000
    assert f'"phonenumberslite=={phone_ranges.VERSION}"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


@pytest.mark.timeout(600)  # it generates everything, three times
def test_check_sees_a_changed_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "chakra_async"
    shutil.copytree(ROOT / "chakra_async", package, ignore=shutil.ignore_patterns("__pycache__"))
    table = package / phone_ranges.PATH
    assert main(["--check", "--package", str(package)]) == 0
    table.write_text(table.read_text(encoding="utf-8").replace("44 GB GG", "44 GG GB"), encoding="utf-8")
    assert main(["--check", "--package", str(package)]) == 1
    assert "generated/_phone/ranges.py" in capsys.readouterr().out
    assert main(["--package", str(package)]) == 0
    assert table.read_bytes() == COMMITTED.read_bytes()


def test_another_version_of_the_library_is_refused_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_ranges, "version", lambda _: "8.0.0")
    with pytest.raises(ToolError, match=r"phonenumberslite 9\.\d+\.\d+ is needed, 8\.0\.0 is installed"):
        phone_ranges.source()
