"""The placeholders of a template's text: numbered (`{{1}}`) or named (`{{first_name}}`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["filled", "placeholders"]

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


def placeholders(text: object) -> list[str]:
    """Return the names of the placeholders in a string, each once, in their order.

    Example:
        >>> placeholders("Hello {{1}}, order {{2}} is for {{1}}.")
        ['1', '2']

    """
    return list(dict.fromkeys(_PLACEHOLDER.findall(text))) if isinstance(text, str) else []


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return a string with its placeholders filled; one without a value stays, and what is in a value is not a placeholder.

    Example:
        >>> filled("Hello {{1}}, it comes on {{2}}.", {"1": "{{2}}", "2": "Monday"})
        'Hello {{2}}, it comes on Monday.'

    """
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)
