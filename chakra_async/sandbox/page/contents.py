"""What is in a bubble: text, files, locations, address cards, interactive messages and templates, as a phone shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import htpy as h

from chakra_async.sandbox.page.elements import plain, rich
from chakra_async.sandbox.stores.media import PUBLIC_PATH
from chakra_async.sandbox.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from chakra_async.sandbox.heard import Choice
    from chakra_async.sandbox.stores.conversations import Message
    from chakra_async.sandbox.stores.media import Media
    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["MEDIA_PATH", "Contents"]

MEDIA_PATH: Final = "/_page/media/"
"""Path prefix of the files that customers sent, as the page shows them."""
_NONE: Final[list[dict[str, Any]]] = []
_PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MEDIA: Final = frozenset({"image", "video", "audio", "document", "sticker"})
_ICONS: Final = {
    "image": "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9.5v.01",
    "video": "M4 6h11v12H4zM15 10l5-3v10l-5-3",
    "audio": "M9 18V5l10-2v13M9 18a3 3 0 1 1-3-3 3 3 0 0 1 3 3zM19 16a3 3 0 1 1-3-3 3 3 0 0 1 3 3z",
    "voice": "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
    "document": "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6M9 17h6",
    "sticker": "M4 4h16v9l-7 7H4zM20 13h-7v7",
    "location": "M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.8-7 11-7 11zM12 10v.01",
    "contact": "M12 12a4 4 0 1 0-4-4 4 4 0 0 0 4 4zM4 21a8 8 0 0 1 16 0",
}
"""The lines of the icons, on a field of 24 by 24."""
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
            return [_card(card) for card in _objects(cards if is_array(cards) else cards.get("contacts"))]
        if kind == "interactive" and ("action" in content or "body" in content):
            return self._interactive(content, left)
        return _text(message.text) or h.p(".note")[kind]

    def _interactive(self, content: Mapping[str, Any], left: list[Choice]) -> h.Node:
        action: Mapping[str, Any] = content.get("action") or {}
        kind = str(content.get("type", ""))
        rows = [choice for choice in left if choice.kind == "row"]
        parts: list[h.Node] = [
            self._header(content.get("header")),
            _text(_text_in(content.get("body"))),
            _foot(_text_in(content.get("footer"))),
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
                _text(_text_in(card.get("body"))),
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
        given = _objects(content.get("components"))
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
        parameters = _parameters(given, "header")
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
        cards = _objects(template.component("CAROUSEL").get("cards"))
        if not cards:
            return None
        filled = next((_objects(part.get("cards")) for part in given if _kind(part) == "carousel"), _NONE)
        shown: list[h.Node] = []
        for index, card in enumerate(cards):
            parts = next(
                (_objects(one.get("components")) for one in filled if one.get("card_index") == index), _NONE
            )
            components = {_kind(part): part for part in _objects(card.get("components"))}
            values = _values(_parameters(parts, "body"))
            body = str(components.get("body", {}).get("text", ""))
            shown.append(
                h.div(".card")[
                    self._template_header(components.get("header", {}), parts, {}),
                    _text(_filled(body, values)),
                    self._template_buttons(components.get("buttons", {}).get("buttons") or (), []),
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
            path = f"{MEDIA_PATH}public{path}"
        name = str(content.get("filename") or (file.filename if file else "") or "")
        voice = kind == "audio" and bool(content.get("voice"))
        label = name or ("voice message" if voice else kind)
        if file is not None and kind in {"image", "sticker"} and file.content_type in _SHOWN_INLINE:
            return h.a(".media", href=path, target="_blank", rel="noopener")[
                h.img(src=path, alt=plain(content.get("caption") or label), loading="lazy")
            ]
        detail = _size(len(file.data)) if file is not None else plain(link or identifier)
        inner = [
            _icon("voice" if voice else kind),
            h.span(".wave", aria_hidden="true") if voice else None,
            h.span(".label")[plain(label), h.small[detail] if detail else None],
        ]
        if file is not None:
            return h.a(f".file.{kind}", href=path, target="_blank", rel="noopener")[inner]
        return h.div(f".file.{kind}")[inner]


def _objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list; an empty list for anything else."""
    return [one for one in value if is_object(one)] if is_array(value) else []


def _text_in(value: object) -> object:
    return value.get("text") if is_object(value) else None


def _kind(part: Mapping[str, Any]) -> str:
    """Return the kind of a component, in lower case."""
    return str(part.get("type", "")).lower()


def _parameters(parts: Iterable[Mapping[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return the parameters of the first component of a kind."""
    return next((_objects(part.get("parameters")) for part in parts if _kind(part) == kind), _NONE)


def _inner(message: Message) -> Mapping[str, Any]:
    """Return the content of a customer's message."""
    inner = message.body.get(message.data_type)
    return inner if is_object(inner) else message.body


def _icon(name: str) -> h.Element:
    return h.svg(".icon", viewBox="0 0 24 24", aria_hidden="true")[h.path(d=_ICONS[name])]


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
        _icon("location"),
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
        _icon("contact"),
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
