"""The parameters of a template message compared with the template as it is listed: missing, superfluous, of another kind.

A template's placeholders are numbered (`{{1}}`) or named (`{{first_name}}`). How ChakraHQ's `buttonMapping` names the
buttons' placeholders is not documented, so only their number is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict, cast

import attrs

from chakra_async._core import arguments, values
from chakra_async._core.messages import validation
from chakra_async._core.messages.button_check import button_problems
from chakra_async._core.messages.placeholders import placeholders
from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model
from chakra_async.settings.secret import shown
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.models.messages import TemplateComponent, TemplateMapping
    from chakra_async.models.templates import Template
    from chakra_async.unset import UnsetType

__all__ = ["TemplateFilling", "component_problems", "refuse_problems", "template_problems"]

_APPROVED: Final = "APPROVED"
_AUTHENTICATION: Final = "AUTHENTICATION"
_NAMED: Final = "NAMED"
_HEADERS: Final = {"IMAGE": "image_url", "VIDEO": "video_url", "DOCUMENT": "document_url"}
_COORDINATES: Final = ("location_latitude", "location_longitude")
_HEADER_DETAILS: Final = {"filename": "DOCUMENT", "location_name": "LOCATION", "location_address": "LOCATION"}
_KINDS: Final = frozenset({"", "TEXT", "LOCATION", *_HEADERS})
_PARAMETER_KINDS: Final = _KINDS | {"GIF", "PRODUCT"}
_VALUES: Final[dict[str, Callable[[Any, str], object]]] = {
    **dict.fromkeys(_HEADERS.values(), arguments.header_address),
    "location_latitude": lambda value, name: arguments.number(value, name, -90, 90),
    "location_longitude": lambda value, name: arguments.number(value, name, -180, 180),
    "otp_code": arguments.template_text,
}
"""The arguments that the stubs check as well, with the same checks."""
_MAX_SHOWN: Final = 40
_ONCE: Final = frozenset({"header", "body", "carousel", "limited_time_offer"})
_NOT_TEXTS: Final = frozenset(
    {"action", "coupon_code", "document", "gif", "image", "location", "payload", "product", "video"}
)
_FILLED_BY_URL_OR_CODE: Final = frozenset({"COPY_CODE", "PHONE_NUMBER", "QUICK_REPLY", "URL"})
"""Types of buttons of which `buttonMapping` is known to fill URLs and codes only."""


class TemplateFilling(TypedDict, total=False):
    """The parameters of a template, under their names in `messages.send_template`."""

    mapping: Sequence[TemplateMapping | Mapping[str, Any]] | Mapping[str, str | float] | UnsetType
    header_mapping: Sequence[TemplateMapping | Mapping[str, Any]] | Mapping[str, str | float] | UnsetType
    button_mapping: Sequence[TemplateMapping | Mapping[str, Any]] | Mapping[str, str | float] | UnsetType
    image_url: str | UnsetType
    video_url: str | UnsetType
    document_url: str | UnsetType
    filename: str | UnsetType
    location_latitude: float | UnsetType
    location_longitude: float | UnsetType
    location_name: str | UnsetType
    location_address: str | UnsetType
    otp_code: str | UnsetType


def template_problems(template: Template, filling: TemplateFilling) -> list[str]:
    """Return a sentence for each way in which parameters do not fit a template; none where it can be sent.

    Raises:
        InvalidRequestError: A mapping is neither a mapping nor a list of items, or the template is not one.

    """
    _refuse_other(template)
    return [
        *_state(template),
        *_values(filling),
        *_header(template, filling),
        *_body(template, filling),
        *_buttons(template, filling),
    ]


def refuse_problems(template: Template, problems: list[str]) -> None:
    """Refuse to send a template where there is a problem.

    Raises:
        InvalidRequestError: There is one.

    """
    if problems:
        raise InvalidRequestError(
            f"the template {template.name} ({template.language}) cannot be sent like this: {'; '.join(problems)}."
        )


def component_problems(
    template: Template,
    components: Sequence[TemplateComponent | Mapping[str, Any]],
    *,
    to_user_id: bool = False,
) -> list[str]:
    """Return a sentence for each way in which Meta's components do not fit a template.

    Args:
        template: The template as it is listed.
        components: The components.
        to_user_id: Whether it goes to a user id (BSUID) instead of a phone number.

    Raises:
        InvalidRequestError: They are not a list of components, or the template is not one.

    """
    # Imported late: a program that sends nothing does not need the models of messages.
    from chakra_async.models.messages import TemplateComponent  # noqa: PLC0415

    _refuse_other(template)
    bodies, problems = validation.checked_objects(_components(components), TemplateComponent, "components")
    kinds = [str(one.get("type", "")).lower() for one in bodies]
    parts = {kind: _parameters(one) for kind, one in zip(kinds, bodies, strict=True)}
    buttons = [one for kind, one in zip(kinds, bodies, strict=True) if kind == "button"]
    repeated = [kind for kind in dict.fromkeys(kinds) if kind in _ONCE and kinds.count(kind) > 1]
    return [
        *_state(template),
        *_number(template, to_user_id=to_user_id),
        *problems,
        *(f"{kind} occurs twice" for kind in repeated),
        *_header_parameters(template, parts.get("header", [])),
        *_compared("body", placeholders(_of(template, "BODY").get("text")), parts.get("body", []), template),
        *button_problems(_buttons_of(template), buttons),
        *_carousel(template, [one for kind, one in zip(kinds, bodies, strict=True) if kind == "carousel"]),
        *_offer(template, parts.get("limited_time_offer")),
    ]


def _refuse_other(template: object) -> None:
    """Refuse what is not a template as it is listed, such as its name.

    Raises:
        InvalidRequestError: It is something else.

    """
    from chakra_async.models.templates import Template  # noqa: PLC0415 - few programs need it

    if not isinstance(template, Template):
        raise InvalidRequestError(
            f"template must be a Template, as templates.find returns it, not {values.type_name(template)}."
        )


def _state(template: Template) -> Iterator[str]:
    if not template.name:
        yield "the template was listed without a name"
    if template.status is not None and template.status != _APPROVED:
        yield f"the template is {template.status}, and can be sent only once it is {_APPROVED}"


def _number(template: Template, *, to_user_id: bool) -> Iterator[str]:
    """Yield that a template with a code (one-tap, zero-tap, copy-code) cannot go to a user id; Meta's error is 131062."""
    if to_user_id and template.category == _AUTHENTICATION:
        yield "a template with a code needs a phone number as `to`, not a user id"


def _values(filling: TemplateFilling) -> Iterator[str]:
    """Yield a sentence for each argument that cannot be sent, whatever the template; mappings are refused as such."""
    for name, check in _VALUES.items():
        value = filling.get(name, UNSET)
        if value is not UNSET:
            try:
                check(value, name)
            except InvalidRequestError as error:
                yield str(error).removesuffix(".")


def _header(template: Template, filling: TemplateFilling) -> Iterator[str]:
    header = _of(template, "HEADER")
    kind = str(header.get("format", "TEXT" if header else "")).upper()
    if kind not in _KINDS:
        return  # a kind that is not described here: the server judges it
    for wanted, name in _HEADERS.items():
        given = _given(filling, name)
        if kind == wanted and not given:
            yield f"{name} is missing: the template's header needs one"
        elif given and kind != wanted:
            yield f"{name} is superfluous: the template's header {_what(kind)}"
    for name in _COORDINATES:
        given = _given(filling, name)
        if kind == "LOCATION" and not given:
            yield f"{name} is missing: the template's header shows a location"
        elif given and kind != "LOCATION":
            yield f"{name} is superfluous: the template's header {_what(kind)}"
    for name, wanted in _HEADER_DETAILS.items():
        if kind != wanted and _given(filling, name):
            yield f"{name} is superfluous: the template's header {_what(kind)}"
    inside = placeholders(header.get("text")) if kind == "TEXT" else []
    yield from _mapped("header_mapping", inside, _names(filling, "header_mapping"))


def _what(kind: str) -> str:
    return f"is of type {kind}" if kind else "does not exist"


def _body(template: Template, filling: TemplateFilling) -> Iterator[str]:
    wanted = placeholders(_of(template, "BODY").get("text"))
    names = _names(filling, "mapping")
    code = _given(filling, "otp_code")
    if template.category == _AUTHENTICATION:
        if not code and not names:
            yield "otp_code is missing: the template contains a code"
        elif names and wanted:
            yield from _mapped("mapping", [] if code else wanted, names, wanted)
        return
    if code:
        yield "otp_code is superfluous: only authentication templates contain a code"
    yield from _mapped("mapping", wanted, names)


def _buttons(template: Template, filling: TemplateFilling) -> Iterator[str]:
    given = len(_names(filling, "button_mapping"))
    buttons = _buttons_of(template)
    urls = sum(bool(placeholders(button.get("url"))) for button in buttons)
    codes = sum(button.get("type") == "COPY_CODE" for button in buttons)
    if template.category == _AUTHENTICATION:
        # Meta lists them with a URL, and the code fills it.
        if given > len(buttons):
            yield _superfluous_buttons(given, len(buttons))
        return
    others = sum(button.get("type") not in _FILLED_BY_URL_OR_CODE for button in buttons)
    if given < urls + codes:
        wanted = [*([f"{urls} URLs"] if urls else []), *([f"{codes} codes"] if codes else [])]
        yield f"button_mapping fills {given} of the {' and '.join(wanted)} of the template's buttons"
    elif given > urls + codes + others:
        yield _superfluous_buttons(given, urls + codes + others)


def _superfluous_buttons(given: int, fillable: int) -> str:
    return f"button_mapping has {given} entries, and the template's buttons have {fillable} to fill"


def _mapped(name: str, needed: list[str], given: list[str], known: list[str] | None = None) -> Iterator[str]:
    """Compare names of placeholders; names in `known` may be given without being needed."""
    known = needed if known is None else known
    for one in needed:
        if one not in given:
            yield f"{name}[{one!r}] is missing"
    for one in dict.fromkeys(given):
        if one not in known:
            has = f"has {', '.join(map(repr, known))}" if known else "has none here"
            yield f"{name}[{shown(one)}] is superfluous: the template {has}"
        elif given.count(one) > 1:
            yield f"{name}[{shown(one)}] occurs twice"


def _carousel(template: Template, given: list[dict[str, Any]]) -> Iterator[str]:
    """Compare the cards that fill a carousel with those of the template."""
    listed: list[object] = _listed(_of(template, "CAROUSEL").get("cards"))
    filled: list[object] = _listed(given[0].get("cards")) if given else []
    if given and not listed:
        yield "carousel is superfluous: the template has none"
    elif len(filled) != len(listed):
        yield f"carousel fills {len(filled)} of the {len(listed)} cards of the template"
    for index, (card, filling) in enumerate(zip(listed, filled, strict=False)):
        parts = _listed(_plain(filling).get("components"))
        one = attrs.evolve(template, components=cast("list[Any]", _listed(_plain(card).get("components"))))
        bodies = [_plain(part) for part in parts]
        kinds = [str(part.get("type", "")).lower() for part in bodies]
        by_kind = {kind: _parameters(part) for kind, part in zip(kinds, bodies, strict=True)}
        buttons = [part for kind, part in zip(kinds, bodies, strict=True) if kind == "button"]
        place = f"card {index}"
        body = placeholders(_of(one, "BODY").get("text"))
        for problem in (
            *_header_parameters(one, by_kind.get("header", [])),
            *_compared("body", body, by_kind.get("body", []), one),
            *button_problems(_buttons_of(one), buttons),
        ):
            yield f"{place}: {problem}"


def _offer(template: Template, given: list[dict[str, Any]] | None) -> Iterator[str]:
    """Compare the end of a limited time offer with whether the template shows one."""
    offer = _plain(_of(template, "LIMITED_TIME_OFFER").get("limited_time_offer"))
    shows = offer.get("has_expiration") is True
    if given is None:
        if shows:
            yield "limited_time_offer is missing: the template shows when the offer ends"
    elif not shows:
        yield "limited_time_offer is superfluous: the template does not show when an offer ends"
    elif [one.get("type") for one in given] != ["limited_time_offer"]:
        yield "limited_time_offer needs one parameter of type limited_time_offer"


def _listed(value: object) -> list[object]:
    return list(cast("Sequence[object]", value)) if isinstance(value, list | tuple) else []


def _header_parameters(template: Template, parameters: list[dict[str, Any]]) -> Iterator[str]:
    header = _of(template, "HEADER")
    kind = str(header.get("format", "TEXT")).upper()
    if kind == "TEXT":
        yield from _compared("header", placeholders(header.get("text")), parameters, template)
        return
    if kind not in _PARAMETER_KINDS:
        return
    if len(parameters) != 1:
        yield f"the header needs one parameter of type {kind.lower()}, and has {len(parameters)}"
    elif parameters[0].get("type") != kind.lower():
        yield f"the header needs a parameter of type {kind.lower()}, not {shown(parameters[0].get('type'))}"


def _compared(
    place: str, wanted: list[str], parameters: list[dict[str, Any]], template: Template
) -> Iterator[str]:
    if template.parameter_format == _NAMED:
        names = [str(one.get("parameter_name", "")) for one in parameters]
        yield from _mapped(place, wanted, names)
    elif len(parameters) != len(wanted):
        yield f"{place} has {len(parameters)} parameters, and the template {len(wanted)} placeholders"
    for index, one in enumerate(parameters):
        if one.get("type") in _NOT_TEXTS:
            yield f"{place} needs texts, and parameter {index} is of type {one['type']}"


def _of(template: Template, kind: str) -> dict[str, Any]:
    listed: object = template.components
    for component in cast("list[object]", listed) if isinstance(listed, list) else ():
        plain = _plain(component)
        if str(plain.get("type", "")).upper() == kind:
            return plain
    return {}


def _buttons_of(template: Template) -> list[dict[str, Any]]:
    buttons = _of(template, "BUTTONS").get("buttons")
    return [_plain(one) for one in cast("list[object]", buttons)] if isinstance(buttons, list) else []


def _components(value: object) -> Sequence[object]:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return cast("Sequence[object]", value)
    raise InvalidRequestError(f"components must be a list, not {type(value).__name__}.")


def _parameters(component: Mapping[str, Any]) -> list[dict[str, Any]]:
    parameters = component.get("parameters")
    if not isinstance(parameters, list | tuple):
        return []
    return [_plain(one) for one in cast("Sequence[object]", parameters)]


def _plain(value: object) -> dict[str, Any]:
    if isinstance(value, Model):
        return value.to_dict()
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else {}


def _given(filling: TemplateFilling, name: str) -> bool:
    return filling.get(name, UNSET) not in (UNSET, None, "")


def _names(filling: TemplateFilling, name: str) -> list[str]:
    given = filling.get(name, UNSET)
    if given is UNSET or given is None:
        return []
    return [item["schemaPropertyName"] for item in validation.template_mapping(given, name)]
