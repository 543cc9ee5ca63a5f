"""Templates rendered from Meta's components or from ChakraHQ's mappings, and the refusals of wrong parameters.

That a mapping which leaves a placeholder empty gets Meta's refusal is inferred: ChakraHQ converts it to Meta's
components. How `buttonMapping` names the buttons' placeholders is not documented; the sandbox requires one entry
for each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from chakra_async.sandbox.meta_errors import refusal
from chakra_async.sandbox.stores.templates import placeholders
from chakra_async.sandbox.values import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["rendered_from_components", "rendered_from_mapping"]

_MEDIA: Final = {"IMAGE": "imageUrl", "VIDEO": "videoUrl", "DOCUMENT": "documentUrl"}
_LONGEST_KIND: Final = 64
_FOR_TEXT: Final = frozenset({"text", "currency", "date_time"})
"""The kinds of parameters that fill a text placeholder."""
_SUB_TYPES: Final = {"OTP": frozenset({"url", "copy_code", "otp"})}
"""The `sub_type` of a button's component where it is not the name of the button's own type."""
_PARAMETERS_OF: Final = {
    "URL": "text",
    "OTP": "text",
    "QUICK_REPLY": "payload",
    "COPY_CODE": "coupon_code",
    "FLOW": "action",
    "ORDER_DETAILS": "action",
}
_NEEDED: Final = frozenset({"URL", "OTP", "COPY_CODE", "FLOW", "ORDER_DETAILS"})
_FIXED: Final = frozenset({"PHONE_NUMBER", "REQUEST_CONTACT_INFO"})
_OPTIONAL: Final = frozenset({"FLOW"})
_AUTHENTICATION: Final = "AUTHENTICATION"
_COUNT: Final = 132000
_FORMAT: Final = 132012
_MISSING: Final = 131008
_INVALID: Final = 131009


def rendered_from_components(template: StoredTemplate, components: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a template rendered from Meta's components.

    Raises:
        Refusal: They do not match the template.

    """
    for part in components:
        if not 0 < len(str(part["type"])) <= _LONGEST_KIND:
            raise refusal(_INVALID, "components: the type of each must be a kind of component, such as body")
    parts = {str(part["type"]).lower(): part.get("parameters", []) for part in components}
    _header(template, parts.get("header", []))
    names = placeholders(template.component("BODY").get("text", ""))
    values = _values("body", names, parts.get("body", []), template.parameter_format)
    _buttons(template, [part for part in components if str(part["type"]).lower() == "button"])
    _cards(template, components)
    _offer(template, parts.get("limited_time_offer"))
    return _text(template, values)


def rendered_from_mapping(template: StoredTemplate, body: Mapping[str, Any]) -> str:
    """Return the text of a template rendered from the mappings of a request.

    Raises:
        Refusal: A placeholder is left empty, or the content of the header is missing.

    """
    header = template.component("HEADER")
    kind = header.get("format", "TEXT")
    if kind in _MEDIA and not body.get(_MEDIA[kind]):
        raise refusal(_FORMAT, f"the header of {template.name} shows a file: give {_MEDIA[kind]}")
    if kind == "LOCATION" and not {"locationLatitude", "locationLongitude"} <= body.keys():
        raise refusal(
            _FORMAT, f"the header of {template.name} shows a location: give its latitude and longitude"
        )
    _mapped("headerMapping", placeholders(header.get("text", "")), body.get("headerMapping"))
    given = body.get("mapping")
    if template.category == _AUTHENTICATION and body.get("otpCode"):
        given = [{"schemaPropertyName": "1", "schemaPropertyValue": body["otpCode"]}]
    values = _mapped("mapping", placeholders(template.component("BODY").get("text", "")), given)
    wanted = sum(1 for button in template.buttons if placeholders(button.get("url", "")))
    entries = len(body.get("buttonMapping") or ())
    if entries < wanted:
        raise refusal(
            _MISSING,
            f"buttonMapping fills {entries} of the {wanted} addresses of the buttons of {template.name}",
        )
    if entries > wanted:
        raise refusal(
            _COUNT,
            f"buttonMapping has {entries} entries, where the buttons of {template.name} have {wanted} addresses to fill",
        )
    return _text(template, values)


def _mapped(where: str, names: list[str], given: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    values = {entry["schemaPropertyName"]: entry["schemaPropertyValue"] for entry in given or ()}
    missing = [name for name in names if not values.get(name)]
    if missing:
        raise refusal(_COUNT, f"{where} leaves {', '.join(missing)} empty")
    if superfluous := [name for name in values if name not in names]:
        raise refusal(_COUNT, f"{where} names {', '.join(superfluous)}, which the template does not have")
    return values


def _cards(template: StoredTemplate, components: Sequence[Mapping[str, Any]]) -> None:
    listed: Sequence[Mapping[str, Any]] = template.component("CAROUSEL").get("cards", [])
    given = [
        card
        for part in components
        if str(part["type"]).lower() == "carousel"
        for card in part.get("cards", [])
    ]
    if len(given) != len(listed):
        raise refusal(_COUNT, f"carousel: {len(given)} cards, where the template has {len(listed)}")
    for card, filling in zip(listed, sorted(given, key=lambda one: one["card_index"]), strict=True):
        rendered_from_components(evolve(template, components=list(card["components"])), filling["components"])


def _offer(template: StoredTemplate, parameters: Sequence[Mapping[str, Any]] | None) -> None:
    offer: Mapping[str, Any] = template.component("LIMITED_TIME_OFFER").get("limited_time_offer", {})
    needed = bool(offer.get("has_expiration"))
    if needed is not bool(parameters):
        raise refusal(
            _COUNT, f"limited_time_offer: {'missing' if needed else 'the template does not take it'}"
        )


def _header(template: StoredTemplate, parameters: Sequence[Mapping[str, Any]]) -> None:
    header = template.component("HEADER")
    kind = header.get("format", "TEXT")
    if kind == "TEXT":
        _values("header", placeholders(header.get("text", "")), parameters, template.parameter_format)
        return
    if len(parameters) != 1:
        raise refusal(_COUNT, f"header: {len(parameters)} parameters, where the template has 1")
    if parameters[0].get("type") != str(kind).lower():
        raise refusal(_FORMAT, f"header: the template shows {kind}, not {parameters[0].get('type')}")


def _values(
    where: str, names: list[str], parameters: Sequence[Mapping[str, Any]], kind: str
) -> dict[str, str]:
    if len(parameters) != len(names):
        raise refusal(_COUNT, f"{where}: {len(parameters)} parameters, where the template has {len(names)}")
    if other := [str(each.get("type")) for each in parameters if each.get("type") not in _FOR_TEXT]:
        raise refusal(_FORMAT, f"{where}: a text placeholder cannot be filled with {', '.join(other)}")
    if kind != "NAMED":
        return dict(zip(names, map(_shown, parameters), strict=True))
    values = {str(parameter.get("parameter_name")): _shown(parameter) for parameter in parameters}
    if missing := [name for name in names if name not in values]:
        raise refusal(_COUNT, f"{where}: no parameter has the parameter_name {', '.join(missing)}")
    return values


def _shown(parameter: Mapping[str, Any]) -> str:
    kind = parameter.get("type")
    content = parameter.get(str(kind), "")
    return str(content.get("fallback_value", "")) if is_object(content) else str(content)


def _buttons(template: StoredTemplate, parts: Sequence[Mapping[str, Any]]) -> None:
    given: dict[int, Mapping[str, Any]] = {}
    for part in parts:
        place = str(part.get("index", ""))
        if not place and str(part.get("sub_type", "")).lower() == "voice_call":
            place = next(
                (str(at) for at, one in enumerate(template.buttons) if one["type"] == "VOICE_CALL"), ""
            )
        if not place.isdecimal() or int(place) >= len(template.buttons):
            raise refusal(_INVALID, f"button: the template does not have one at index {place or '(missing)'}")
        if int(place) in given:
            raise refusal(_INVALID, f"button: the one at index {place} is given twice")
        given[int(place)] = part
    for index, button in enumerate(template.buttons):
        _button(index, button, given.get(index))


def _button(index: int, button: Mapping[str, Any], part: Mapping[str, Any] | None) -> None:
    kind = str(button["type"])
    takes = _PARAMETERS_OF.get(kind)
    dynamic = kind != "URL" or bool(placeholders(button.get("url", "")))
    if part is None:
        if kind in _NEEDED and dynamic:
            raise refusal(_MISSING, f"button: the one at index {index} needs a component")
        return
    sub_type = str(part.get("sub_type", "")).lower()
    if sub_type not in _SUB_TYPES.get(kind, {kind.lower()}):
        raise refusal(_FORMAT, f"button: the one at index {index} is {kind}, not {sub_type or '(missing)'}")
    parameters: Sequence[Mapping[str, Any]] = part.get("parameters", [])
    if kind in _FIXED or not dynamic:
        if parameters:
            raise refusal(_COUNT, f"button: the one at index {index} takes no parameters")
        return
    if kind in _OPTIONAL and not parameters:
        return
    if takes is None:
        return
    if len(parameters) != 1:
        raise refusal(
            _MISSING, f"button: the one at index {index} needs one parameter, not {len(parameters)}"
        )
    if parameters[0].get("type") != takes:
        raise refusal(
            _FORMAT, f"button: the one at index {index} takes {takes}, not {parameters[0].get('type')}"
        )


def _text(template: StoredTemplate, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        return values.get(match[1].strip(), match[0])

    return re.sub(r"\{\{([^{}]+)\}\}", value, template.component("BODY").get("text", ""))
