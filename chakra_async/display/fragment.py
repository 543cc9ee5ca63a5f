"""HTML for the output of a notebook's cell: a piece of a page with a style sheet that touches nothing else on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chakra_async.display.markup import Markup, tag

if TYPE_CHECKING:
    from chakra_async.display.markup import Child

__all__ = ["fragment"]


def fragment(*children: Child) -> str:
    """Return the HTML of one output; every rule of its style sheet is for the class `chakra`."""
    return str(tag("div", tag("style", _style()), *children, class_="chakra"))


@cache
def _style() -> Markup:
    return Markup(Path(__file__).with_name("fragment.css").read_text(encoding="utf-8"))
