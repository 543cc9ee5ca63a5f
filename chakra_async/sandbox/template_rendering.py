"""Templates rendered from Meta's components or from ChakraHQ's mappings, and the refusals of wrong parameters.

That a mapping which leaves a placeholder empty gets Meta's refusal is inferred: ChakraHQ converts it to Meta's
components. How `buttonMapping` names the buttons' placeholders is not documented; the sandbox requires one entry
for each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox.meta_errors import refusal
from chakra_async.sandbox.stores.templates import placeholders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["rendered_from_components", "rendered_from_mapping"]

_MEDIA: Final = {"IMAGE": "imageUrl", "VIDEO": "videoUrl", "DOCUMENT": "documentUrl"}
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
    parts = {str(part["type"]).lower(): part.get("parameters", []) for part in components}
    _header(template, parts.get("header", []))
    names = placeholders(template.component("BODY").get("text", ""))
    values = _values("body", names, parts.get("body", []), template.parameter_format)
    _buttons(template, [part for part in components if str(part["type"]).lower() == "button"])
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
    return _text(template, values)


def _mapped(where: str, names: list[str], given: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    values = {entry["schemaPropertyName"]: entry["schemaPropertyValue"] for entry in given or ()}
    missing = [name for name in names if not values.get(name)]
    if missing:
        raise refusal(_COUNT, f"{where} leaves {', '.join(missing)} empty")
    return values


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
    if kind != "NAMED":
        return dict(zip(names, map(_shown, parameters), strict=True))
    values = {str(parameter.get("parameter_name")): _shown(parameter) for parameter in parameters}
    if missing := [name for name in names if name not in values]:
        raise refusal(_COUNT, f"{where}: no parameter has the parameter_name {', '.join(missing)}")
    return values


def _shown(parameter: Mapping[str, Any]) -> str:
    kind = parameter.get("type")
    content = parameter.get(str(kind), "")
    return content if isinstance(content, str) else str(content.get("fallback_value", ""))


def _buttons(template: StoredTemplate, parts: Sequence[Mapping[str, Any]]) -> None:
    given = {str(part.get("index", "0")): part for part in parts}
    for index in given:
        if not index.isdecimal() or int(index) >= len(template.buttons):
            raise refusal(_INVALID, f"button: the template has none at index {index}")
    for number, button in enumerate(template.buttons):
        needs = button["type"] in {"OTP", "COPY_CODE"} or placeholders(button.get("url", ""))
        if needs and len(given.get(str(number), {}).get("parameters", [])) != 1:
            raise refusal(_MISSING, f"button: the one at index {number} needs one parameter")


def _text(template: StoredTemplate, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        return values.get(match[1].strip(), match[0])

    return re.sub(r"\{\{([^{}]+)\}\}", value, template.component("BODY").get("text", ""))
