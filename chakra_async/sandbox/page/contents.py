"""What is in a bubble: text, files, locations, address cards, interactive messages and templates, as a phone shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import htpy as h

from chakra_async.sandbox.page.elements import plain, rich
from chakra_async.sandbox.stores.media import PUBLIC_PATH
from chakra_async.sandbox.values import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from chakra_async.sandbox.heard import Choice
    from chakra_async.sandbox.stores.conversations import Message
    from chakra_async.sandbox.stores.media import Media
    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["MEDIA_PATH", "Contents"]

MEDIA_PATH: Final = "/_page/media/"
"""Path prefix of the files that customers sent, as the page shows them."""
_PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MEDIA: Final = frozenset({"image", "video", "audio", "document", "sticker"})
_ICONS: Final = {
    "image": "\U0001f5bc",
    "video": "\U0001f3ac",
    "audio": "\U0001f3b5",
    "voice": "\U0001f3a4",
    "document": "\U0001f4c4",
    "sticker": "\U0001f5bc",
    "location": "\U0001f4cd",
    "contact": "\U0001f464",
}
_SIGNS: Final = {
    "URL": "\u2197",
    "PHONE_NUMBER": "\u260e",
    "QUICK_REPLY": "\u21a9",
    "COPY_CODE": "\u29c9",
    "OTP": "\u29c9",
    "FLOW": "\u2630",
    "CATALOG": "\u2630",
    "VOICE_CALL": "\u260e",
}
_LABELS: Final = {"flow": "Open the form", "cta_url": "Open", "product": "View product"}
_SHOWN_INLINE: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Contents:
    """Renders what is in a message.

    Args:
        media: The files of the sandbox.
        tap: Returns the button for a choice of the message that is rendered.

    """

    def __init__(self, media: Media, tap: Callable[[Choice], h.Node]) -> None:
        self._media = media
        self._tap = tap

    def of(self, message: Message, template: StoredTemplate | None, choices: Iterable[Choice]) -> h.Node:
        """Return the content of a message.

        Args:
            message: The message.
            template: The template it was made from.
            choices: What can be tapped or picked in it, in order.

        """
        left = list(choices)
        content: Mapping[str, Any] = message.content or _inner(message)
        kind = message.data_type
        if template is not None:
            return self._template(template, content, message.text, left)
        if kind in _MEDIA:
            return [self._file(kind, content), _text(content.get("caption"))]
        if kind == "location":
            return _location(content)
        if kind == "contacts":
            cards: Any = message.content or content
            listed = cards if isinstance(cards, list) else cards.get("contacts", [])
            return [_card(card) for card in listed if is_object(card)]
        if kind == "interactive" and ("action" in content or "body" in content):
            return self._interactive(content, left)
        return _text(message.text) or h.p(".note")[kind]

    def _interactive(self, content: Mapping[str, Any], left: list[Choice]) -> h.Node:
        action: Mapping[str, Any] = content.get("action") or {}
        kind = str(content.get("type", ""))
        rows = [choice for choice in left if choice.kind == "row"]
        parts: list[h.Node] = [
            self._header(content.get("header")),
            _text((content.get("body") or {}).get("text")),
            _foot((content.get("footer") or {}).get("text")),
        ]
        if rows:
            parts.append(self._list(action, rows))
        elif cards := action.get("cards"):
            parts.append(
                h.div(".cards", role="group", aria_label="Cards", tabindex="0")[self._cards(cards, left)]
            )
        else:
            parts.append(self._buttons(choice for choice in left if choice.kind == "reply"))
        if kind in {"cta_url", "flow", "product", "product_list", "location_request_message"}:
            parameters: Mapping[str, Any] = action.get("parameters") or {}
            label = parameters.get("display_text") or parameters.get("flow_cta") or _LABELS.get(kind, "Open")
            parts.append(_dead(label, str(parameters.get("url", "")), "\u2197"))
        return parts

    def _list(self, action: Mapping[str, Any], rows: list[Choice]) -> h.Element:
        groups: list[h.Node] = []
        left = iter(rows)
        for section in action.get("sections") or ():
            mine = [next(left, None) for _ in section.get("rows") or ()]
            groups += [
                h.p(".group")[plain(section["title"])] if section.get("title") else None,
                [self._tap(choice) for choice in mine if choice is not None],
            ]
        return h.details(".list")[
            h.summary["\u2630 ", plain(action.get("button") or "Choose")], h.div(".rows")[groups]
        ]

    def _cards(self, cards: Iterable[Mapping[str, Any]], left: list[Choice]) -> Iterator[h.Node]:
        for card in cards:
            action: Mapping[str, Any] = card.get("action") or {}
            count = len(action.get("buttons") or ())
            mine, left = left[:count], left[count:]
            parameters: Mapping[str, Any] = action.get("parameters") or {}
            yield h.div(".card")[
                self._header(card.get("header")),
                _text((card.get("body") or {}).get("text")),
                self._buttons(mine),
                _dead(parameters.get("display_text", "Open"), str(parameters.get("url", "")), "\u2197")
                if parameters
                else None,
                h.p(".note")[f"product {plain(action['product_retailer_id'])}"]
                if action.get("product_retailer_id")
                else None,
            ]

    def _template(
        self, template: StoredTemplate, content: Mapping[str, Any], text: str, left: list[Choice]
    ) -> h.Node:
        given = [part for part in content.get("components") or () if is_object(part)]
        return [
            self._template_header(template.component("HEADER"), given, content),
            _text(text),
            _foot(template.component("FOOTER").get("text")),
            self._template_buttons(template.buttons, left),
            self._template_cards(template, given),
        ]

    def _template_header(
        self, header: Mapping[str, Any], given: list[dict[str, Any]], content: Mapping[str, Any]
    ) -> h.Node:
        if not header:
            return None
        parameters: list[dict[str, Any]] = next(
            (part.get("parameters") or [] for part in given if str(part.get("type")).lower() == "header"), []
        )
        kind = str(header.get("format", "TEXT")).lower()
        if kind == "text":
            mapped = {
                str(entry.get("schemaPropertyName")): str(entry.get("schemaPropertyValue"))
                for entry in content.get("headerMapping") or ()
            }
            values = mapped or _values(parameters)
            return h.p(".head")[plain(_filled(str(header.get("text", "")), values))]
        if kind == "location":
            place = (parameters[0].get("location") if parameters else None) or {
                "latitude": content.get("locationLatitude", ""),
                "longitude": content.get("locationLongitude", ""),
                "name": content.get("locationName", ""),
                "address": content.get("locationAddress", ""),
            }
            return _location(place)
        link = content.get(f"{kind}Url")
        return self._file(kind, (parameters[0].get(kind) if parameters else None) or {"link": link or ""})

    def _template_buttons(self, buttons: Iterable[Mapping[str, Any]], left: list[Choice]) -> h.Node:
        taps = iter([choice for choice in left if choice.kind == "button"])
        shown: list[h.Node] = []
        for button in buttons:
            kind = str(button.get("type", ""))
            choice = next(taps, None) if kind == "QUICK_REPLY" else None
            if choice is not None:
                shown.append(self._tap(choice))
            else:
                label = str(button.get("text") or kind.replace("_", " ").capitalize())
                shown.append(_dead(label, str(button.get("url", "")), _SIGNS.get(kind, "")))
        return h.div(".buttons")[shown] if shown else None

    def _template_cards(self, template: StoredTemplate, given: list[dict[str, Any]]) -> h.Node:
        cards: list[dict[str, Any]] = template.component("CAROUSEL").get("cards") or []
        if not cards:
            return None
        filled = next(
            (part.get("cards") or [] for part in given if str(part.get("type")).lower() == "carousel"), []
        )
        shown: list[h.Node] = []
        for index, card in enumerate(cards):
            mine: dict[str, Any] = next((one for one in filled if one.get("card_index") == index), {})
            parts = mine.get("components") or []
            components = {str(part.get("type")): part for part in card.get("components") or ()}
            values = _values(
                next(
                    (
                        part.get("parameters") or []
                        for part in parts
                        if str(part.get("type")).lower() == "body"
                    ),
                    [],
                )
            )
            body = str(components.get("BODY", {}).get("text", ""))
            shown.append(
                h.div(".card")[
                    self._template_header(components.get("HEADER", {}), parts, {}),
                    _text(_filled(body, values)),
                    self._template_buttons(components.get("BUTTONS", {}).get("buttons") or (), []),
                ]
            )
        return h.div(".cards", role="group", aria_label="Cards", tabindex="0")[shown]

    def _buttons(self, choices: Iterable[Choice]) -> h.Node:
        shown = [self._tap(choice) for choice in choices]
        return h.div(".buttons")[shown] if shown else None

    def _header(self, header: Mapping[str, Any] | None) -> h.Node:
        if not header:
            return None
        kind = str(header.get("type", "text"))
        if kind in _MEDIA:
            return self._file(kind, header.get(kind) or {})
        return h.p(".head")[plain(header.get("text", ""))]

    def _file(self, kind: str, content: Mapping[str, Any]) -> h.Element:
        """Return a file: an image as itself where the sandbox has it, any other by its name. Nothing is loaded from outside."""
        link, identifier = str(content.get("link") or ""), str(content.get("id") or "")
        path = urlsplit(link).path if link else ""
        file = self._media.received(identifier) if identifier else None
        if file is not None:
            path = f"{MEDIA_PATH}{identifier}"
        elif path.startswith(PUBLIC_PATH):
            file = self._media.public(path)
        name = str(content.get("filename") or (file.filename if file else "") or "")
        voice = kind == "audio" and bool(content.get("voice"))
        label = name or ("voice message" if voice else kind)
        if file is not None and kind in {"image", "sticker"} and file.content_type in _SHOWN_INLINE:
            return h.a(".media", href=path, target="_blank", rel="noopener")[
                h.img(src=path, alt=plain(content.get("caption") or label), loading="lazy")
            ]
        detail = _size(len(file.data)) if file is not None else plain(link or identifier)
        inner = [
            h.span(".icon", aria_hidden="true")[_ICONS["voice" if voice else kind]],
            h.span(".wave", aria_hidden="true") if voice else None,
            h.span(".label")[plain(label), h.small[detail] if detail else None],
        ]
        if file is not None:
            return h.a(f".file.{kind}", href=path, target="_blank", rel="noopener")[inner]
        return h.div(f".file.{kind}")[inner]


def _inner(message: Message) -> Mapping[str, Any]:
    """Return the content of a customer's message."""
    inner = message.body.get(message.data_type)
    return inner if is_object(inner) else message.body


def _text(text: object) -> h.Node:
    return h.p(".body")[rich(str(text))] if text else None


def _foot(text: object) -> h.Node:
    return h.p(".foot")[plain(text)] if text else None


def _dead(label: object, url: str, sign: str) -> h.Element:
    """Return a button that leads out of WhatsApp, and so does nothing here."""
    return h.span(".button", title=plain(url) or None)[
        h.span(aria_hidden="true")[f"{sign} "] if sign else None, plain(label)
    ]


def _location(content: Mapping[str, Any]) -> h.Element:
    where = f"{content.get('latitude', '')}, {content.get('longitude', '')}"
    return h.div(".file.location")[
        h.span(".icon", aria_hidden="true")[_ICONS["location"]],
        h.span(".label")[
            plain(content.get("name") or "Location"),
            h.small[plain(content["address"])] if content.get("address") else None,
            h.small[plain(where)],
        ],
    ]


def _card(card: Mapping[str, Any]) -> h.Element:
    name: Mapping[str, Any] = card.get("name") or {}
    phones = [str(one.get("phone", "")) for one in card.get("phones") or ()]
    return h.div(".file.contact")[
        h.span(".icon", aria_hidden="true")[_ICONS["contact"]],
        h.span(".label")[
            plain(name.get("formatted_name") or "Contact"), [h.small[plain(phone)] for phone in phones]
        ],
    ]


def _values(parameters: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, parameter in enumerate(parameters, 1):
        value = parameter.get(str(parameter.get("type")), "")
        shown = str(value.get("fallback_value", "")) if is_object(value) else str(value)
        found[str(parameter.get("parameter_name") or number)] = shown
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def _size(count: int) -> str:
    return f"{count} B" if count < 1024 else f"{count / 1024:.0f} KiB"  # noqa: PLR2004 - a kibibyte
