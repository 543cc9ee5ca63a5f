"""The words of the project: plain technical English, in code, docs and descriptions alike.

Each phrase stood for a term that the field has; the right column says which. The list is short on purpose: it holds what
came up often, not all that could be said better.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parent.parent
BANNED: Final = {
    r"\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|such\b|later\b|earlier\b)": "is not a",
    r"\btold\b(?! apart)|\btells?\b(?! (?:\w+ )?apart|\()": "report, notify, emit, say",
    r"\bstands? (?:in|on|for|at|under|beside|behind|alone)\b": "is in, means",
    r"\ba text\b(?! (?:message|header|parameter|file|body|template|placeholder))": "a string",
    r"\bwhoever\b|\bnobody\b|\bwhom\b": "callers, no one",
    r"\bat the (?:most|least)\b": "at most, at least",
    r"\bwhole numbers?\b": "integer",
    r"\bpictures?\b": "image",
    r"\bmends?\b|\bmended\b": "fix",
    r"\bdoors?\b": "validation",
    r"\bmisbehav\w*": "fail, fault",
    r"\bthe course of\b": "while",
}
"""Each phrase as a pattern, with what the field says instead."""
_PATTERNS: Final = {re.compile(pattern, re.IGNORECASE): better for pattern, better in BANNED.items()}
_ALLOWED: Final = re.compile(r"`[^`\n]*`|https?://\S+|data:image\S*")
"""Names of the code and addresses are no prose."""


def prose() -> Iterator[Path]:
    for folder, ending in (
        ("chakra_async", "*.py"),
        ("codegen", "*.py"),
        ("sitegen", "*.py"),
        ("benchmarks", "*.py"),
        ("examples", "*.py"),
        ("docs", "*.md"),
        ("openapi", "*.yaml"),
    ):
        yield from sorted((ROOT / folder).rglob(ending))
    yield from sorted(ROOT.glob("*.md"))
    yield ROOT / "noxfile.py"


def findings(text: str) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = _ALLOWED.sub("``", line)
        for pattern, better in _PATTERNS.items():
            found += [f"{number}: {match.group()!r} (say: {better})" for match in pattern.finditer(plain)]
    return found


@pytest.mark.parametrize("path", list(prose()), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_words_are_plain(path: Path) -> None:
    assert findings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("it is no number", 1),
        ("it is no longer than that", 0),
        ("observers are told of it", 1),
        ("tell apart by `told`", 0),
        ("a text of at the most 5 characters", 2),
        ("A picture stands in the header", 2),
        ("whoever waits is one nobody asks for", 2),
        ("a whole number", 1),
        ("fix it here; see https://example.com/pictures", 0),
    ],
)
def test_a_banned_phrase_is_seen(text: str, count: int) -> None:
    assert len(findings(text)) == count
