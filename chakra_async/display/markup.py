"""HTML that is built of elements, so that no string can become markup.

`tag` is the only way to make an element. What is a plain string is escaped; only what `tag` made, or a constant of this
package, is taken as it is. Characters that reorder or hide text are shown as escapes.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from chakra_async._core.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Child", "Markup", "csp", "escaped", "joined", "tag", "thousands"]

_VOID: Final = frozenset({"meta", "rect", "line", "hr", "br"})
_LINES: Final = re.compile(r"[^\n]+")


class Markup(str):
    """A string that is HTML already."""

    __slots__ = ()


Child = Markup | str | int | float | None
"""What an element may contain; None is left out."""


def escaped(value: object) -> Markup:
    """Return a value as HTML: markup as it is, anything else escaped.

    Example:
        >>> escaped("<b>")
        '&lt;b&gt;'

    """
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(_LINES.sub(lambda line: printable(line[0]), str(value))))


def joined(children: Iterable[Child]) -> Markup:
    """Return children one after another, each escaped unless it is markup."""
    return Markup("".join(escaped(child) for child in children if child is not None))


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """Return an element.

    Args:
        name: Its name, a constant.
        *children: What is in it.
        **attributes: Its attributes by name, with `_` for `-` and one at the end where Python has the word itself. None
            and False are left out, True is an attribute without a value.

    Example:
        >>> tag("p", "a < b", class_="note")
        '<p class="note">a &lt; b</p>'

    """
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escaped(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inner = joined(children)
    return Markup(f"<{name}{shown}>" if name in _VOID and not inner else f"<{name}{shown}>{inner}</{name}>")


def thousands(value: float) -> str:
    """Return an integer with its digits in groups of three.

    Example:
        >>> thousands(1048576)
        '1,048,576'

    """
    return f"{value:,.0f}"


def csp(style: str) -> str:
    """Return the content security policy of a page that loads nothing and whose only active part is one style sheet."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
