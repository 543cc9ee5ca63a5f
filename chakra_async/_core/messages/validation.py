"""Messages and template values, validated and converted to their JSON form before they are sent.

Meta refuses a whole message for one string that is too long, and ChakraHQ passes the refusal on; here it is refused
before anything is sent, with the place named. What is not described passes: a message of an unknown type, a member
that a model does not have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._core import arguments
from chakra_async._core.decoding.decoder import decode_argument
from chakra_async._core.decoding.json_shape import INTEGER_LIMIT, is_receipt
from chakra_async._core.masking import mask_numbers
from chakra_async._core.messages.bounds import bound_problems
from chakra_async._core.messages.rules import rule_problems
from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["message", "template_mapping"]

_MAX_PROBLEMS: Final = 5
_MAX_SHOWN: Final = 40


def message(value: Any, name: str, country: str | None = None) -> dict[str, Any]:
    """Return a message as the body of a request.

    Args:
        value: A model of a message or of a read receipt, or a mapping of wire names.
        name: The argument's name, for the error.
        country: Two-letter code of the country whose national numbers are understood; None for none.

    Raises:
        InvalidRequestError: If it is neither, or Meta would refuse it; up to five places are named.

    Example:
        >>> message({"to": "+91 99012-58433", "type": "text", "text": {"body": "Hi"}}, "message")["to"]
        '919901258433'

    """
    # Imported late: a program that sends nothing does not need the models of messages.
    from chakra_async.models.messages import OutgoingMessage, ReadReceipt  # noqa: PLC0415

    if not isinstance(value, Model | Mapping):
        raise InvalidRequestError(f"{name} must be a message or a mapping, not {type(value).__name__}.")
    body = _plain(cast("Model | Mapping[Any, Any]", value), name)  # type: ignore[redundant-cast] # pyright needs it
    body.setdefault("messaging_product", "whatsapp")
    receipt = is_receipt(body)
    if not receipt:
        kind = body.get("type")
        if kind is None or kind == "":
            raise InvalidRequestError(f"{name}.type is missing: it names the kind of the message.")
        if not isinstance(kind, str):
            raise InvalidRequestError(f"{name}.type must be a string, not {type(kind).__name__}.")
        if body.get("recipient_type", "individual") == "individual" and "to" in body:
            body["to"] = arguments.phone_number(body["to"], f"{name}.to", country)
    # Meta also takes a user without a number, as `recipient` in place of `to`; that is not described any further.
    complete = body if "to" in body or not body.get("recipient") else {**body, "to": "recipient"}
    model = decode_argument(ReadReceipt if receipt else OutgoingMessage, complete)
    if isinstance(model, Model):
        _refuse([*bound_problems(model, name), *rule_problems(model, name)])
    return body


def template_mapping(value: Any, name: str) -> list[Any]:
    """Return the values of a template's placeholders as the API takes them: one item for each placeholder.

    Args:
        value: The placeholder's value by its name or number; or the items, `{"schemaPropertyName": ...,
            "schemaPropertyValue": ...}` or `TemplateMapping`.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: If it is neither, a value is not a string or a number, or a placeholder is filled twice.

    Example:
        >>> template_mapping({"1": "John"}, "mapping")
        [{'schemaPropertyName': '1', 'schemaPropertyValue': 'John'}]

    """
    if isinstance(value, Mapping):
        values = cast("Mapping[Any, Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        items = [{"schemaPropertyName": key, "schemaPropertyValue": one} for key, one in values.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        given = cast("Sequence[Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        items = [_item(item, f"{name}[{index}]") for index, item in enumerate(given)]
    else:
        raise InvalidRequestError(f"{name} must be a mapping or a list of items, not {type(value).__name__}.")
    for item in items:
        item["schemaPropertyName"] = _text(item["schemaPropertyName"], f"a placeholder's name in {name}")
        place = mask_numbers(f"{name}[{item['schemaPropertyName'][:_MAX_SHOWN]!r}]")
        item["schemaPropertyValue"] = _text(item["schemaPropertyValue"], place)
    names = [item["schemaPropertyName"] for item in items]
    repeated = [one for one in dict.fromkeys(names) if names.count(one) > 1]
    _refuse([mask_numbers(f"{name} fills {one[:_MAX_SHOWN]!r} twice") for one in repeated])
    return items


def _item(value: Any, place: str) -> dict[str, Any]:
    if isinstance(value, Model | Mapping):
        item = _plain(cast("Model | Mapping[Any, Any]", value), place)  # type: ignore[redundant-cast] # pyright needs it
        if "schemaPropertyName" in item and "schemaPropertyValue" in item:
            return item
    raise InvalidRequestError(f"{place} must have schemaPropertyName and schemaPropertyValue.")


def _text(value: Any, place: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InvalidRequestError(f"{place} must be a string or a number, not {type(value).__name__}.")
    if not isinstance(value, str) and not abs(value) < INTEGER_LIMIT:
        raise InvalidRequestError(f"{place} must be a finite number of at most 64 bits.")
    text = str.__str__(value) if isinstance(value, str) else str(value)
    if not text.strip():
        raise InvalidRequestError(f"{place} is empty; Meta refuses an empty placeholder.")
    return text


def _plain(value: Model | Mapping[Any, Any], name: str) -> dict[str, Any]:
    """Return a model, or a mapping with models in it, as a new dictionary of plain JSON values."""
    try:
        found: dict[str, Any] = plain(value)
    except RecursionError:
        raise InvalidRequestError(f"{name} is nested too deeply, or contains itself.") from None
    return found


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise InvalidRequestError(f"{'; '.join(_first(problems))}.")


def _first(problems: Sequence[str]) -> Iterator[str]:
    yield from problems[:_MAX_PROBLEMS]
    if len(problems) > _MAX_PROBLEMS:
        yield f"and {len(problems) - _MAX_PROBLEMS} more"
