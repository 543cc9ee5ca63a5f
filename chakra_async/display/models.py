"""What a notebook shows of models and listings: templates and chats as a phone does, anything else as a short table.

Phone numbers are masked, and every text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._core.masking import mask_id, mask_numbers
from chakra_async.display.bubbles import conversation, message_bubble, template_bubble
from chakra_async.display.fragment import fragment
from chakra_async.display.markup import Markup, joined, tag
from chakra_async.display.records import records_of
from chakra_async.model import Model
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.chats import Chat, ChatMessage
from chakra_async.models.templates import Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.pagination import Page, Pages

__all__ = ["html_of", "page_html", "pages_html"]

_LONGEST: Final = 200
_MOST_MEMBERS: Final = 60
_SHOWN_VALUES: Final = 5
_SHOWN_ITEMS: Final = 20
_SHOWN_COLUMNS: Final = 10
_NAMES: Final = (
    "name",
    "display_name",
    "full_name",
    "profile_name",
    "phone_number",
    "handle",
    "identifier",
)


def html_of(model: Model) -> str:
    """Return what a notebook shows of a model."""
    if isinstance(model, Template):
        return fragment(_title(_template_title(model)), template_bubble(model))
    if isinstance(model, ChatMessage):
        return fragment(tag("div", message_bubble(model), class_="phone"))
    if isinstance(model, Chat):
        return fragment(*_chat(model))
    if isinstance(model, Enrolment):
        return fragment(*_enrolment(model))
    return fragment(_title(type(model).__name__), _members(model))


def page_html(page: Page[Any]) -> str:
    """Return the items of a page as a table."""
    more = ", and more pages follow" if page.has_more else ""
    return fragment(_title(f"{len(page.items)} items from {page.position}{more}"), _items(page.items))


def pages_html(pages: Pages[Any]) -> str:
    """Return that nothing was requested yet, and how to get what is there."""
    return fragment(
        _title(repr(pages)),
        tag(
            "p",
            "Nothing was requested yet: await it for the first page, its to_list(), to_dicts() or to_frame() for all.",
        ),
    )


def _chat(chat: Chat) -> list[Markup]:
    person = (
        _person(chat.primary_contact) or _person(chat.primary_contact_handle) or "a person without a name"
    )
    facts = [chat.provider, chat.status, _time(chat.latest_message_ts_datetime)]
    latest = chat.latest_message
    return [
        _title(f"Chat with {person}"),
        tag("p", " \u00b7 ".join(str(_plain_enum(fact)) for fact in facts if fact), class_="meta"),
        conversation([latest])
        if isinstance(latest, ChatMessage)
        else tag("p", "No message is known.", class_="note"),
    ]


def _enrolment(enrolment: Enrolment) -> list[Markup]:
    happened = "A new lead was made" if enrolment.was_created else "A lead with this number was there already"
    return [_title(f"Enrolment: {happened.lower()}"), _members(enrolment.process)]


def _template_title(template: Template) -> str:
    facts = [template.name, template.language, template.status, template.category]
    return " \u00b7 ".join(str(_plain_enum(fact)) for fact in facts if fact)


def _title(text: str) -> Markup:
    return tag("p", mask_numbers(text), class_="title")


def _person(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return None
    members = cast("Mapping[str, object]", value)
    for name in _NAMES:
        for key in (name, "".join(part.title() if n else part for n, part in enumerate(name.split("_")))):
            if isinstance(found := members.get(key), str) and found:
                return mask_numbers(found)
    return None


def _members(model: Model) -> Markup:
    found = list(records_of([model])[0].items())
    rows = [tag("tr", tag("th", name, scope="row"), tag("td", _cell(name, value))) for name, value in found]
    left = len(rows) - _MOST_MEMBERS
    return joined(
        [
            tag("table", tag("tbody", *rows[:_MOST_MEMBERS])),
            tag("p", f"and {left} more members: to_dict() has them all.", class_="note")
            if left > 0
            else None,
        ]
    )


def _cell(name: str, value: object) -> Markup:
    value = _plain_enum(value)
    if isinstance(value, datetime):
        return joined([_time(value)])
    if isinstance(value, list):
        many = cast("list[object]", value)
        more = " \u2026" if len(many) > _SHOWN_VALUES else ""
        return joined([_cut(", ".join(_word(name, each) for each in many[:_SHOWN_VALUES])), more])
    return joined([_word(name, value)])


def _word(name: str, value: object) -> str:
    text = str(_plain_enum(value)) if not isinstance(value, Model) else repr(value)
    return _cut(mask_id(text) if name == "id" or name.endswith(("_id", "Id", ".id")) else mask_numbers(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"


def _time(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M:%S %z}"


def _plain_enum(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _items(items: Sequence[object]) -> Markup:
    records = records_of(items[:_SHOWN_ITEMS])
    names = [
        name
        for name in (records[0] if records else ())
        if not any(isinstance(record[name], list) for record in records)
    ][:_SHOWN_COLUMNS]
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    rows = [
        tag("tr", *(tag("td", "" if record[name] is None else _cell(name, record[name])) for name in names))
        for record in records
    ]
    left = len(items) - len(records)
    return joined(
        [
            tag(
                "div",
                tag("table", tag("thead", head), tag("tbody", *rows), class_="items"),
                class_="scroll",
                tabindex=0,
            ),
            tag("p", f"and {left} more items; to_frame() has all items and members.", class_="note")
            if left
            else None,
        ]
    )
