"""The button components of a template message compared with the buttons of the template as it is listed.

What Meta asks for depends on the button: a URL with a placeholder needs its end, a copy button its code, a flow button
a component with or without parameters; a quick reply can have a payload; a call and a URL without a placeholder take
nothing. Buttons of a type that is not described take anything. The facts are Meta's
(https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates), and its errors as others quote
them ("Button at index 0 of type Url requires a parameter", "is of type Call and does not support parameters").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async._core.decoding.json_shape import as_array, as_object
from chakra_async._core.messages.placeholders import placeholders
from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["button_problems"]

_MAX_SHOWN: Final = 40


@attrs.frozen(kw_only=True)
class _Demand:
    """What a button of the template takes.

    Attributes:
        sub_types: The `sub_type` of its component, one of these; none where it takes no component.
        parameters: The types its one parameter may have; none where any parameters will do.
        required: Whether there must be a component.
        fillable: Whether a component, where there is one, must have a parameter.
        what: What the parameter is, for the error.

    """

    sub_types: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    required: bool = False
    fillable: bool = True
    what: str = ""


_NOTHING: Final = _Demand()
_END_OF_URL: Final = _Demand(
    sub_types=("url",), parameters=("text",), required=True, what="the end of its URL, of type text"
)
_DEMANDS: Final[dict[str, _Demand]] = {
    "CATALOG": _Demand(sub_types=("catalog",), parameters=("action",), fillable=False, what="an action"),
    "COPY_CODE": _Demand(
        sub_types=("copy_code",),
        parameters=("coupon_code",),
        required=True,
        what="its code, of type coupon_code",
    ),
    "FLOW": _Demand(
        sub_types=("flow",), parameters=("action",), required=True, fillable=False, what="an action"
    ),
    "MPM": _Demand(sub_types=("mpm",), fillable=False),
    "OTP": _Demand(
        sub_types=("url", "copy_code", "otp"),
        parameters=("text", "coupon_code"),
        required=True,
        what="the code",
    ),
    "ORDER_DETAILS": _Demand(
        sub_types=("order_details",), parameters=("action",), required=True, what="the order, of type action"
    ),
    "PHONE_NUMBER": _NOTHING,
    "QUICK_REPLY": _Demand(
        sub_types=("quick_reply",), parameters=("payload", "text"), what="its payload, of type payload"
    ),
    "REQUEST_CONTACT_INFO": _NOTHING,
    "SPM": _Demand(sub_types=("spm", "product"), fillable=False),
    "VOICE_CALL": _Demand(sub_types=("voice_call",), fillable=False),
}


def button_problems(
    buttons: Sequence[Mapping[str, Any]], components: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield a sentence for each way in which button components do not fit a template's buttons.

    Args:
        buttons: The buttons as they are listed.
        components: The components of type `button`, as plain JSON values.

    """
    filled: dict[int, Mapping[str, Any]] = {}
    for component in components:
        index = _index(component.get("index"))
        if component.get("index") is None and str(component.get("sub_type", "")).lower() == "voice_call":
            # Meta's page on call buttons leaves the index out.
            index = next((at for at, one in enumerate(buttons) if one.get("type") == "VOICE_CALL"), None)
        if index is None and component.get("index") is None:
            yield "a button component needs its index: the position of the button in the template, from 0"
        elif index is None or index >= len(buttons):
            shown = str(component["index"])[:_MAX_SHOWN]
            yield f"button {shown} does not exist: the template has {len(buttons)}, counted from 0"
        elif index in filled:
            yield f"button {index} has two components"
        else:
            filled[index] = component
    for index, button in enumerate(buttons):
        demand = _demand(button)
        if demand is not None:
            yield from _button_problems(index, str(button.get("type")), demand, filled.get(index))


def _index(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value) if len(value) < _MAX_SHOWN else None
    return None


def _demand(button: Mapping[str, Any]) -> _Demand | None:
    """Return what a button takes, or None where its type is not described."""
    kind = button.get("type")
    if kind == "URL":
        return _END_OF_URL if placeholders(button.get("url")) else _NOTHING
    return _DEMANDS.get(kind) if isinstance(kind, str) else None


def _button_problems(
    index: int, kind: str, demand: _Demand, component: Mapping[str, Any] | None
) -> Iterator[str]:
    named = f"button {index} of type {kind}"
    if component is None:
        if demand.required:
            yield f"{named} needs a component with sub_type {demand.sub_types[0]}" + (
                f" and {demand.what}" if demand.fillable else ""
            )
        return
    if not demand.sub_types:
        yield f"{named} takes no component: leave it out"
        return
    sub_type = component.get("sub_type")
    if not isinstance(sub_type, str) or sub_type.lower() not in demand.sub_types:
        shown = "missing" if sub_type is None else repr(sub_type)[:_MAX_SHOWN]
        yield f"{named} needs sub_type {demand.sub_types[0]}; it is {shown}"
        return
    given = component.get("parameters")
    parameters = as_array(given)
    if demand.parameters:
        yield from _parameter_problems(named, demand, parameters)


def _parameter_problems(named: str, demand: _Demand, parameters: list[Any]) -> Iterator[str]:
    if len(parameters) > 1 or (not parameters and demand.fillable):
        yield f"{named} needs one parameter, {demand.what}, and has {len(parameters)}"
    for parameter in parameters[:1]:
        kind = as_object(parameter).get("type")
        if kind not in demand.parameters:
            yield f"{named} needs {demand.what}, and has a parameter of type {shown(kind)}"
