"""The code in pages: each block with its language, and what a comment before it says of it."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Final

import attrs

__all__ = ["ROOT", "Block", "blocks", "commands"]

ROOT: Final = Path(__file__).parents[2]
_BLOCK: Final = re.compile(
    r"(?:^ *<!-- (?P<note>[^>]*) -->\n)?^(?P<indent> *)```(?P<language>\w*)\n(?P<code>.*?)^(?P=indent)```$",
    re.DOTALL | re.MULTILINE,
)


@attrs.frozen
class Block:
    """A block of code.

    Attributes:
        page: The page's path below the root.
        line: The line of its first fence.
        language: What its fence says, such as `python`.
        note: The comment before it: `cells`, `exit code 1`, `file: NAME`, `needs: NAME`, or another one.
        code: Its text.

    """

    page: str
    line: int
    language: str
    note: str
    code: str


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(
            page,
            text.count("\n", 0, match.start()) + 1,
            match["language"],
            match["note"] or "",
            textwrap.dedent(match["code"]),
        )
        for match in _BLOCK.finditer(text)
    ]


def commands(block: Block) -> list[str]:
    """Return the command lines of `chakra` in a block, whatever environment they are run from."""
    lines = block.code.replace("\\\n", " ").splitlines()
    found = (re.search(r"(?:^|[\s/&;])chakra (?P<rest>(?!=)\S.*)$", line) for line in lines)
    return [f"chakra {match['rest']}" for match in found if match is not None]
