"""Cells of an exported table that a spreadsheet program does not take for a formula. Pure."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["safe_cell"]

_FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def safe_cell(text: str) -> str:
    """Return a string as a cell: one that a spreadsheet program may take for a formula gets an apostrophe in front.

    Example:
        >>> safe_cell("=1+1"), safe_cell("919901258433"), safe_cell("Ann")
        ("'=1+1", '919901258433', 'Ann')

    """
    return f"'{text}" if _FORMULA.match(text) else text
