"""Messages and template values, validated and converted to their JSON form before they are sent.

Meta refuses a whole message for one string that is too long, and ChakraHQ passes the refusal on; here it is refused
before anything is sent, with the place named. What is not described passes: a message of an unknown type, a member
that a model does not have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import index
from typing import TYPE_CHECKING, Any, Final, SupportsIndex, cast

from chakra_async._core import arguments, values
from chakra_async._core.decoding.decoder import decode_argument
from chakra_async._core.decoding.json_shape import is_receipt
from chakra_async._core.messages import recipients
from chakra_async._core.messages.bounds import bound_problems, converted, tag_problem
from chakra_async._core.messages.rules import rule_problems
from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model, Tagged, plain
from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["checked_objects", "message", "object_problems", "objects", "refuse", "template_mapping"]

_MAX_PROBLEMS: Final = 5
_MAX_SHOWN: Final = 40


def message(value: Any, name: str, country: str | None = None) -> dict[str, Any]:
    """Return a message as the body of a request.

    Args:
        value: A model of a message or of a read receipt, or a mapping of wire names.
        name: The argument's name, for the error.
        country: Two-letter code of the country whose national numbers are understood as recipients.

    Raises:
        InvalidRequestError: If it is neither, or Meta would refuse it; up to five places are named.

    Example:
        >>> message({"to": "+91 99012-58433", "type": "text", "text": {"body": "Hi"}}, "message")["to"]
        '919901258433'

    """
    # Imported late: a program that sends nothing does not need the models of messages.
    from chakra_async.models.messages import OutgoingMessage, ReadReceipt  # noqa: PLC0415

    if not isinstance(value, Model | Mapping):
        raise InvalidRequestError(f"{name} must be a message or a mapping, not {values.type_name(value)}.")
    body = _plain(cast("Model | Mapping[Any, Any]", value), name)  # type: ignore[redundant-cast] # pyright needs it
    body.setdefault("messaging_product", "whatsapp")
    receipt = is_receipt(body)
    if not receipt:
        refuse([problem for problem in (tag_problem(body, "type", name),) if problem])
        recipients.settle(body, name, country)
    model = decode_argument(ReadReceipt if receipt else OutgoingMessage, body)
    refuse(object_problems(model, body, name))
    if isinstance(model, Model):
        converted(model, body)
    return body


def objects(value: Any, kind: Any, name: str) -> list[dict[str, Any]]:
    """Return a list of objects as a body, or part of one.

    Args:
        value: A list of models or mappings of wire names.
        kind: The type of the objects.
        name: The argument's name, for the error.

    Raises:
        InvalidRequestError: It is not a list of objects, or one has a value that cannot be sent; up to five places
            are named.

    """
    bodies, problems = checked_objects(arguments.listed(value, name), kind, name)
    refuse(problems)
    return bodies


def checked_objects(items: Sequence[object], kind: Any, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return objects as a body, and a sentence for each value in them that cannot be sent, with its place."""
    problems: list[str] = []
    bodies: list[dict[str, Any]] = []
    for position, item in enumerate(items):
        place = f"{name}[{position}]"
        if not isinstance(item, Model | Mapping):
            problems.append(f"{place} must be an object, not {values.type_name(item)}")
            continue
        body = _plain(cast("Model | Mapping[Any, Any]", item), place)  # type: ignore[redundant-cast] # pyright needs it
        model = decode_argument(kind, body)
        found = object_problems(model, body, place, kind)
        problems += found
        if isinstance(model, Model) and not found:
            converted(model, body)
        bodies.append(body)
    return bodies, problems


def object_problems(model: object, body: Mapping[str, Any], place: str, kind: Any = None) -> list[str]:
    """Return a sentence for each value of an object that cannot be sent, with its place.

    Args:
        model: The object as decoded; it is a mapping where its kind is not described.
        body: The same as plain JSON values.
        place: The object's place.
        kind: The type it was decoded to.

    """
    found = list(_surrogates(body, place))
    if isinstance(model, Model):
        return [*bound_problems(model, place), *rule_problems(model, place), *found]
    tag = next((one.member for one in getattr(kind, "__metadata__", ()) if isinstance(one, Tagged)), None)
    problem = tag and tag_problem(model, tag, place)
    return [problem, *found] if problem else found


def _surrogates(value: object, place: str) -> Iterator[str]:
    """Yield a sentence for each string that contains a lone surrogate."""
    if isinstance(value, str):
        problem = values.surrogate_problem(value)
        if problem is not None:
            yield f"{place} {problem}"
    elif isinstance(value, dict):
        for name, member in cast("dict[object, object]", value).items():
            yield from _surrogates(member, f"{place}.{name}")
    elif isinstance(value, list):
        for position, item in enumerate(cast("list[object]", value)):
            yield from _surrogates(item, f"{place}[{position}]")


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
        given_values = cast("Mapping[Any, Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        items = [{"schemaPropertyName": key, "schemaPropertyValue": one} for key, one in given_values.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        given = cast("Sequence[Any]", value)  # type: ignore[redundant-cast] # pyright needs it
        items = [_item(item, f"{name}[{position}]") for position, item in enumerate(given)]
    else:
        raise InvalidRequestError(
            f"{name} must be a mapping or a list of items, not {values.type_name(value)}."
        )
    for item in items:
        item["schemaPropertyName"] = _text(item["schemaPropertyName"], f"a placeholder's name in {name}")
        place = f"{name}[{shown(item['schemaPropertyName'])}]"
        item["schemaPropertyValue"] = _text(item["schemaPropertyValue"], place)
    names = [item["schemaPropertyName"] for item in items]
    repeated = [one for one in dict.fromkeys(names) if names.count(one) > 1]
    refuse([f"{name} fills {shown(one)} twice" for one in repeated])
    return items


def _item(value: Any, place: str) -> dict[str, Any]:
    if isinstance(value, Model | Mapping):
        item = _plain(cast("Model | Mapping[Any, Any]", value), place)  # type: ignore[redundant-cast] # pyright needs it
        if "schemaPropertyName" in item and "schemaPropertyValue" in item:
            return item
    raise InvalidRequestError(f"{place} must have schemaPropertyName and schemaPropertyValue.")


def _text(value: Any, place: str) -> str:
    """Return what fills a placeholder as a string; a number is written as people write it."""
    if isinstance(value, str):
        text = str.__str__(value)
    elif isinstance(value, bool) or not isinstance(value, int | float | Decimal | SupportsIndex):
        raise InvalidRequestError(f"{place} must be a string or a number, not {values.type_name(value)}.")
    else:
        number = value if isinstance(value, int | float | Decimal) else index(value)
        text = values.number_text(number) or ""
        if not text:
            raise InvalidRequestError(f"{place} must be a finite number of at most 64 bits.")
    problem = values.template_text_problem(text)
    if problem is not None:
        raise InvalidRequestError(f"{place} {problem}.")
    return text


def _plain(value: Model | Mapping[Any, Any], name: str) -> dict[str, Any]:
    """Return a model, or a mapping with models in it, as a new dictionary of plain JSON values."""
    try:
        found: dict[str, Any] = plain(value)
    except RecursionError:
        raise InvalidRequestError(f"{name} is nested too deeply, or contains itself.") from None
    return found


def refuse(problems: Sequence[str]) -> None:
    """Refuse to send where there are problems; the first five are named.

    Raises:
        InvalidRequestError: There are some.

    """
    if problems:
        raise InvalidRequestError(f"{'; '.join(_first(problems))}.")


def _first(problems: Sequence[str]) -> Iterator[str]:
    yield from problems[:_MAX_PROBLEMS]
    if len(problems) > _MAX_PROBLEMS:
        yield f"and {len(problems) - _MAX_PROBLEMS} more"
