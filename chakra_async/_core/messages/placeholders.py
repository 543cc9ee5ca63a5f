"""The placeholders of a template's text: numbered (`{{1}}`) or named (`{{first_name}}`)."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["placeholders"]

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


def placeholders(text: object) -> list[str]:
    """Return the names of the placeholders in a string, each once, in their order.

    Example:
        >>> placeholders("Hello {{1}}, order {{2}} is for {{1}}.")
        ['1', '2']

    """
    return list(dict.fromkeys(_PLACEHOLDER.findall(text))) if isinstance(text, str) else []
