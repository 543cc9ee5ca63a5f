"""Meta's rules over the parts of a template that is created or changed, checked before anything is sent.

Rules over one member, such as the length of a string, are in the description. The facts are those of Meta's pages on
templates (https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components, and those of
carousels, limited time offers, and authentication templates). What is not described passes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._core import arguments
from chakra_async._core.messages import validation
from chakra_async._core.messages.placeholders import placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["template_components"]

_ONCE: Final = (
    "HEADER",
    "BODY",
    "FOOTER",
    "BUTTONS",
    "CAROUSEL",
    "LIMITED_TIME_OFFER",
    "CALL_PERMISSION_REQUEST",
)
_INTERACTIVE: Final = ("BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER")
_MOST_BUTTONS: Final = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1}
_BODY_OF_OFFER: Final = 600
_BODY_OF_PRODUCT: Final = 160
_BODY_OF_CARD: Final = 160
_CODE_OF_OFFER: Final = 15
_FILES_OF_OFFER: Final = ("IMAGE", "VIDEO")


def template_components(value: Any, name: str) -> list[dict[str, Any]]:
    """Return the parts of a template as a body.

    Args:
        value: A list of models or mappings of wire names.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: It is not a list of parts, or Meta would refuse it; up to five places are named.

    Example:
        >>> template_components([{"type": "BODY", "text": "Hello"}], "components")
        [{'type': 'BODY', 'text': 'Hello'}]

    """
    # Imported late: a program that creates no template does not need the models of templates.
    from chakra_async.models.templates import TemplateDefinitionComponent  # noqa: PLC0415

    bodies, problems = validation.checked_objects(
        arguments.listed(value, name), TemplateDefinitionComponent, name
    )
    validation.refuse(problems or list(_problems(bodies, name)))
    return bodies


def _problems(parts: list[dict[str, Any]], name: str) -> Iterator[str]:
    kinds = [_kind(part) for part in parts]
    for kind in _ONCE:
        if kinds.count(kind) > 1:
            yield f"{name} has {kinds.count(kind)} parts of type {kind}; at most 1 is allowed"
    if "BODY" not in kinds:
        yield f"{name} has no part of type BODY, which every template needs"
    if "CALL_PERMISSION_REQUEST" in kinds and (others := [one for one in _INTERACTIVE if one in kinds]):
        yield f"{name} has CALL_PERMISSION_REQUEST and {' and '.join(others)}; they cannot be combined"
    offer = "LIMITED_TIME_OFFER" in kinds
    if offer and "FOOTER" in kinds:
        yield f"{name} has LIMITED_TIME_OFFER and FOOTER; they cannot be combined"
    product = any(part.get("format") == "PRODUCT" for part in parts if _kind(part) == "HEADER")
    longest = _BODY_OF_OFFER if offer else _BODY_OF_PRODUCT if product else None
    for index, part in enumerate(parts):
        place = f"{name}[{index}]"
        yield from _part(part, place, longest)
        if offer:
            yield from _of_offer(part, place)


def _part(part: dict[str, Any], place: str, longest: int | None) -> Iterator[str]:
    """Yield what is wrong with a part by itself; `longest` is the length of a body where it is not the usual one."""
    kind = _kind(part)
    text = part.get("text")
    if kind == "HEADER":
        yield from _header(part, place)
    elif kind == "BODY" and longest is not None and isinstance(text, str) and len(text) > longest:
        yield f"{place}.text has {len(text)} characters; at most {longest} are allowed in this template"
    elif kind == "BUTTONS":
        yield from _buttons(_list(part.get("buttons")), f"{place}.buttons")
    elif kind == "CAROUSEL":
        yield from _cards(_list(part.get("cards")), f"{place}.cards")


def _header(part: dict[str, Any], place: str) -> Iterator[str]:
    if part.get("format") != "TEXT":
        return
    if not part.get("text"):
        yield f"{place}.text is missing: a header of format TEXT needs it"
    elif len(placeholders(part["text"])) > 1:
        yield f"{place}.text has more than one placeholder; a header can have one"


def _of_offer(part: dict[str, Any], place: str) -> Iterator[str]:
    if _kind(part) == "HEADER" and part.get("format") not in _FILES_OF_OFFER:
        yield f"{place}.format must be IMAGE or VIDEO with a limited time offer"
    for index, button in enumerate(_list(part.get("buttons"))):
        example = button.get("example")
        if button.get("type") == "COPY_CODE" and isinstance(example, str) and len(example) > _CODE_OF_OFFER:
            yield (
                f"{place}.buttons[{index}].example has {len(example)} characters; "
                f"at most {_CODE_OF_OFFER} are allowed with a limited time offer"
            )


def _buttons(buttons: list[dict[str, Any]], place: str) -> Iterator[str]:
    kinds = [str(button.get("type")) for button in buttons]
    for kind, most in _MOST_BUTTONS.items():
        if kinds.count(kind) > most:
            yield f"{place} has {kinds.count(kind)} buttons of type {kind}; at most {most} are allowed"
    replies = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(one is not other for one, other in pairwise(replies)) > 1:
        yield f"{place} has quick replies between other buttons: put them together, first or last"
    for index, button in enumerate(buttons):
        yield from _button(button, f"{place}[{index}]")


def _button(button: dict[str, Any], place: str) -> Iterator[str]:
    kind = button.get("type")
    if kind == "URL" and isinstance(button.get("url"), str):
        url: str = button["url"]
        names = placeholders(url)
        if len(names) > 1 or (names and not url.rstrip().endswith("}}")):
            yield f"{place}.url can have one placeholder, at its end"
        elif names and not button.get("example"):
            yield f"{place}.example is missing: an address with a placeholder needs one"
    elif kind == "OTP":
        autofilled = button.get("otp_type") in ("ONE_TAP", "ZERO_TAP")
        if autofilled and not button.get("supported_apps"):
            yield f"{place}.supported_apps is missing: {button['otp_type']} needs the apps that take the code"
        if button.get("otp_type") == "ZERO_TAP" and button.get("zero_tap_terms_accepted") is not True:
            yield f"{place}.zero_tap_terms_accepted must be true for ZERO_TAP"


def _cards(cards: list[dict[str, Any]], place: str) -> Iterator[str]:
    shapes = [_shape(_list(card.get("components"))) for card in cards]
    for index, card in enumerate(cards):
        here = f"{place}[{index}].components"
        if shapes[index] != shapes[0]:
            yield f"{here} must have the same parts and buttons as those of the first card"
        for number, part in enumerate(_list(card.get("components"))):
            yield from _part(part, f"{here}[{number}]", _BODY_OF_CARD)


def _shape(parts: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """Return what all cards of a carousel have in common: the kinds of their parts, and of their buttons."""
    return sorted(
        (
            _kind(part),
            str(part.get("format", "")),
            *(str(button.get("type")) for button in _list(part.get("buttons"))),
        )
        for part in parts
    )


def _kind(part: dict[str, Any]) -> str:
    return str(part.get("type", "")).upper()


def _list(value: object) -> list[dict[str, Any]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]
