"""Small pieces that all parts of the page are made of: addresses, times, hidden fields, buttons, and safe text.

Every string becomes text by htpy's escaping; what would reorder or hide text is shown as an escape.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import htpy as h

from chakra_async._core.styled_text import Styled, styled
from chakra_async._core.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chakra_async.sandbox.stores.accounts import Account

__all__ = [
    "Place",
    "action",
    "address",
    "clock_of",
    "duration",
    "live",
    "name_of",
    "plain",
    "rich",
    "time_of",
    "who",
]

_LINES: Final = re.compile(r"[^\n]+")
_ELEMENTS: Final = {"b": h.b, "i": h.i, "s": h.s, "code": h.code}
_MINUTE: Final = 60
_HOUR: Final = 3600

Place = dict[str, str]
"""Where on the page somebody is: the members of its query, such as `customer` and `view`."""


def plain(text: object) -> str:
    """Return a value as a string that shows every character that would reorder or hide text."""
    return _LINES.sub(lambda line: printable(line[0]), str(text))


def rich(text: str) -> h.Node:
    """Return the text of a message with WhatsApp's marks for bold, italic, struck out and fixed width."""
    return _rich(styled(text))


def _rich(parts: Iterable[str | Styled]) -> list[h.Node]:
    return [
        _ELEMENTS[part.element][_rich(part.parts)] if isinstance(part, Styled) else plain(part)
        for part in parts
    ]


def name_of(account: Account) -> str:
    """Return what names a number of the team on the page; two numbers may read the same, so the id is part of it."""
    return f"{account.display_phone_number} ({account.phone_number_id})"


def who(place: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says about who acts: the customer, and the team's number that was chosen."""
    return {"customer": place["customer"], "to": place.get("to", "")}


def address(place: Mapping[str, str], path: str = "/", **changed: str) -> str:
    """Return the address of a place on the page, with some members changed; an empty one is left out."""
    members = {name: value for name, value in {**place, **changed}.items() if value}
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in members.items())
    return f"{path}?{query}" if query else path


def clock_of(at: float) -> str:
    """Return a time of the day, from epoch milliseconds."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%H:%M}"


def time_of(at: float, form: str = "%H:%M:%S") -> h.Element:
    """Return a time as an element that has the whole of it as its title, from epoch milliseconds."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return h.time(
        datetime=moment.isoformat(timespec="milliseconds"), title=f"{moment:%Y-%m-%d %H:%M:%S} UTC"
    )[f"{moment:{form}}"]


def duration(seconds: float) -> str:
    """Return a time in words.

    Example:
        >>> duration(59), duration(3661), duration(90_000)
        ('59 s', '1 h 1 min', '25 h')

    """
    if seconds < _MINUTE:
        return f"{int(seconds)} s"
    minutes = int(seconds) // _MINUTE
    hours, minutes = divmod(minutes, _MINUTE)
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{minutes} min" * bool(minutes)) if part)


def live(
    topic: str, place: Mapping[str, str], *children: h.Node, name: str = "section", **attributes: str
) -> h.Element:
    """Return a part of the page that is fetched again whenever its topic changes."""
    element: h.Element = getattr(h, name)
    return element(
        {
            "id": topic,
            "hx-get": address(place, f"/_page/{topic}"),
            "hx-trigger": f"{topic} from:body",
            "hx-swap": "outerMorph",
            "hx-sync": "this:queue last",
            **{key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()},
        }
    )[children]


def action(
    path: str,
    hidden: Mapping[str, str],
    *children: h.Node,
    class_: str = "",
    files: bool = False,
    **attributes: str,
) -> h.Element:
    """Return a form that does something, by htmx where scripts run and by the browser itself where not."""
    target = f"/_page/do/{path}"
    more = {"enctype": "multipart/form-data", "hx-encoding": "multipart/form-data"} if files else {}
    return h.form(
        {
            "method": "post",
            "action": target,
            "hx-post": target,
            "hx-swap": "none",
            **({"class": class_} if class_ else {}),
            **more,
            **{key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()},
        }
    )[
        [h.input(type="hidden", name=name, value=value) for name, value in hidden.items() if value],
        children,
    ]
