"""An extension of griffe: a docstring's `Example:` is shown as code, like the `Examples:` that griffe knows."""

from __future__ import annotations

import re
from typing import Any, Final

import griffe

__all__ = ["ExampleSections"]

_EXAMPLE: Final = re.compile(r"^([ \t]*)Example:[ \t]*$", re.MULTILINE)


class ExampleSections(griffe.Extension):
    """Renames the section before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **_others: Any) -> None:
        """Rename the section in the docstring of an object."""
        if obj.docstring is not None:
            obj.docstring.value = _EXAMPLE.sub(r"\1Examples:", obj.docstring.value)
