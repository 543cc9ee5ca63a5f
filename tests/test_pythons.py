"""What a newer Python refuses, looked for in the sources, since the tests may run on an older one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).parents[1] / "chakra_async").rglob("*.py"))
NUMBERED = re.compile(r"\?\d")


def numbered(source: str) -> list[str]:
    """Return the strings with numbered placeholders."""
    tree = ast.parse(source)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and NUMBERED.search(text)]


def test_statements_have_no_numbered_placeholders() -> None:
    # Python 3.12 warns where `?1` is filled from a sequence, and 3.14 raises sqlite3.ProgrammingError.
    assert {
        path.name: found for path in SOURCES if (found := numbered(path.read_text(encoding="utf-8")))
    } == {}


@pytest.mark.parametrize(
    "source", ["x = 'a = ?1'", "x = f'{y} WHERE a = ?2 AND {z}'", 'x = """\nVALUES (?, ?3)"""']
)
def test_a_numbered_placeholder_is_found(source: str) -> None:
    assert len(numbered(source)) == 1
