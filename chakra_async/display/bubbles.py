"""Messages and templates as a phone shows them: bubbles with header, text, footer and buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._core.masking import mask_numbers
from chakra_async._core.styled_text import Styled, styled
from chakra_async.display.markup import Markup, escaped, joined, tag
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from chakra_async.models.chats import ChatMessage
    from chakra_async.models.templates import Template

__all__ = ["conversation", "message_bubble", "template_bubble"]

_SLOT: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MEDIA: Final = {
    "IMAGE": "image",
    "VIDEO": "video",
    "GIF": "GIF",
    "DOCUMENT": "document",
    "LOCATION": "location",
}
_SIGNS: Final = {
    "URL": "\u2197",
    "PHONE_NUMBER": "\u260e",
    "QUICK_REPLY": "\u21a9",
    "COPY_CODE": "\u29c9",
    "FLOW": "\u2630",
}
_MOST_CARDS: Final = 10


def template_bubble(template: Template | Mapping[str, Any]) -> Markup:
    """Return a template as the phone shows it, its placeholders filled with the samples that came with it."""
    return tag("div", *_parts_of(_get(template, "components")), class_="phone")


def message_bubble(message: ChatMessage) -> Markup:
    """Return a message of a chat, ours on the right."""
    body = message.body if isinstance(message.body, dict) else {}
    text = message.text or body.get("body") or body.get("caption")
    files = message.attachments if isinstance(message.attachments, list) else []
    kind = str(message.data_type or "message").lower()
    at = message.timestamp_datetime or message.created_at_datetime
    clock = f"{at.astimezone():%d %b, %H:%M}" if at is not None else ""
    ours = str(message.direction or "").upper().startswith("OUT")
    status = str(message.delivery_status or "").lower() if ours else ""
    return tag(
        "div",
        *(tag("p", "attachment", class_="media") for _ in files),
        tag("p", _text(str(text)), class_="body")
        if text
        else (None if files else tag("p", kind, class_="media")),
        tag("p", " \u00b7 ".join(part for part in (clock, status) if part), class_="clock"),
        class_="bubble ours" if ours else "bubble",
    )


def conversation(messages: list[ChatMessage]) -> Markup:
    """Return messages in the order in which they are given."""
    return tag("div", *(message_bubble(message) for message in messages), class_="phone")


def _parts_of(components: object) -> list[Markup]:
    parts: list[Markup] = []
    buttons: list[Markup] = []
    cards: list[Markup] = []
    for component in _list(components):
        kind = str(_get(component, "type") or "").upper()
        if kind == "HEADER":
            parts.append(_header(component))
        elif kind == "BODY":
            parts.append(
                tag(
                    "p",
                    _filled(str(_get(component, "text") or ""), _samples(component, "body_text")),
                    class_="body",
                )
            )
        elif kind == "FOOTER":
            parts.append(tag("p", _text(str(_get(component, "text") or "")), class_="foot"))
        elif kind == "BUTTONS":
            buttons += [_button(button) for button in _list(_get(component, "buttons"))]
        elif kind == "CAROUSEL":
            for card in _list(_get(component, "cards"))[:_MOST_CARDS]:
                cards += _parts_of(_get(card, "components"))
        else:
            parts.append(tag("p", kind.lower().replace("_", " ") or "part", class_="foot"))
    return [tag("div", *parts, *buttons, class_="bubble"), *cards]


def _header(component: object) -> Markup:
    form = str(_get(component, "format") or "TEXT").upper()
    if form == "TEXT":
        text = _filled(str(_get(component, "text") or ""), _samples(component, "header_text"))
        return tag("p", text, class_="head")
    return tag("p", _MEDIA.get(form, form.lower()), class_="media")


def _button(button: object) -> Markup:
    kind = str(_get(button, "type") or "").upper()
    label = str(_get(button, "text") or kind.replace("_", " ").capitalize())
    return tag("p", f"{_SIGNS.get(kind, '')} {label}".strip(), class_="button")


def _samples(component: object, name: str) -> dict[str, str]:
    """Return the sample of each placeholder, by its number or name."""
    example = _get(component, "example")
    found = {
        str(_get(each, "param_name")): str(_get(each, "example") or "")
        for each in _list(_get(example, f"{name}_named_params"))
    }
    texts = _list(_get(example, name))
    if texts and isinstance(texts[0], list):
        texts = cast("list[object]", texts[0])
    found.update({str(number): str(text) for number, text in enumerate(texts, 1)})
    return found


def _filled(text: str, samples: Mapping[str, str]) -> Markup:
    """Return a string with each placeholder marked, as its sample where there is one."""
    pieces: list[Markup] = []
    last = 0
    for match in _SLOT.finditer(text):
        shown = samples.get(match[1]) or match[0]
        pieces += [
            _text(text[last : match.start()]),
            tag("span", mask_numbers(shown), class_="slot", title=match[0]),
        ]
        last = match.end()
    return joined([*pieces, _text(text[last:])])


def _text(text: str) -> Markup:
    """Return a string with WhatsApp's marks for bold, italic, struck out and fixed width."""
    return _styled(styled(mask_numbers(text)))


def _styled(parts: tuple[str | Styled, ...]) -> Markup:
    return joined(
        tag(part.element, _styled(part.parts)) if isinstance(part, Styled) else escaped(part)
        for part in parts
    )


def _get(value: object, name: str) -> Any:
    found = (
        cast("Mapping[str, Any]", value).get(name)
        if isinstance(value, Mapping)
        else getattr(value, name, None)
    )
    return None if found is UNSET else found


def _list(value: object) -> list[Any]:
    return list(cast("list[Any]", value)) if isinstance(value, list | tuple) else []
