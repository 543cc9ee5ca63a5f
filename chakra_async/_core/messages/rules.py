"""Meta's rules over more than one member of a message; each one that is broken gives a sentence with its place.

Rules over one member, such as the length of a string, are in the description and are checked in `bounds`. The facts are
Meta's (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages); through ChakraHQ they are
inferred, since it passes messages on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._core.messages import card_rules
from chakra_async.model import Model, wire_names
from chakra_async.models.messages import (
    ActionValue,
    AudioContent,
    ButtonsAction,
    CardBody,
    CarouselAction,
    ContactName,
    DocumentContent,
    FlowParameters,
    ImageContent,
    InteractiveList,
    ListAction,
    MediaCard,
    MediaReference,
    OrderDetails,
    OrderStatusParameters,
    PinContent,
    ProductListAction,
    StickerContent,
    TemplateComponent,
    TextHeader,
    TextMessage,
    VideoContent,
)
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["rule_problems"]

_MAX_ROWS: Final = 10
_MAX_PRODUCTS: Final = 30
_MAX_DIRECT_SEND: Final = 1024
_DIRECT_SEND: Final = ("utility", "authentication")
_NAME_PARTS: Final = ("first_name", "last_name", "middle_name", "prefix", "suffix")


def rule_problems(model: Model, place: str) -> Iterator[str]:
    """Yield a sentence for every rule that a model, or one inside it, breaks."""
    rule = _RULES.get(type(model))
    if rule is not None:
        yield from rule(model, place)
    for name, wire in wire_names(type(model)):
        value: Any = getattr(model, name)
        if isinstance(value, Model):
            yield from rule_problems(value, f"{place}.{wire}")
        elif isinstance(value, list):
            for index, item in enumerate(cast("list[object]", value)):
                if isinstance(item, Model):
                    yield from rule_problems(item, f"{place}.{wire}[{index}]")


def _file(model: Any, place: str) -> Iterator[str]:
    given = [name for name in ("id", "link") if getattr(model, name) not in (UNSET, None, "")]
    if len(given) != 1:
        yield f"{place} needs either link or id, and has {'both' if given else 'neither'}"


def _contact_name(model: Any, place: str) -> Iterator[str]:
    if all(getattr(model, part) in (UNSET, None, "") for part in _NAME_PARTS):
        yield f"{place} needs one of {', '.join(_NAME_PARTS)} beside formatted_name"


def _buttons(model: Any, place: str) -> Iterator[str]:
    replies = [
        (f"{place}.buttons[{index}].reply", getattr(button, "reply", None))
        for index, button in _numbered(model.buttons)
    ]
    for name in ("id", "title"):
        yield from _repeated([(f"{where}.{name}", getattr(reply, name, None)) for where, reply in replies])


def _list(model: Any, place: str) -> Iterator[str]:
    rows = [
        (f"{place}.sections[{index}].rows[{number}].id", getattr(row, "id", None))
        for index, section in _numbered(model.sections)
        for number, row in _numbered(getattr(section, "rows", ()))
    ]
    if len(rows) > _MAX_ROWS:
        yield f"{place}.sections have {len(rows)} rows in total; at most {_MAX_ROWS} are allowed"
    yield from _repeated(rows)
    yield from _titles(model.sections, f"{place}.sections")


def _list_header(model: Any, place: str) -> Iterator[str]:
    if isinstance(model.header, Model) and not isinstance(model.header, TextHeader):
        yield f"{place}.header of a list must be of type text"


def _products(model: Any, place: str) -> Iterator[str]:
    sections = _numbered(model.sections)
    count = sum(len(_numbered(getattr(section, "product_items", ()))) for _, section in sections)
    if count > _MAX_PRODUCTS:
        yield f"{place}.sections have {count} products in total; at most {_MAX_PRODUCTS} are allowed"
    yield from _titles(model.sections, f"{place}.sections")


def _direct_send(model: Any, place: str) -> Iterator[str]:
    """Yield that the text is too long for Direct Send, in which Meta makes a template of it."""
    text = getattr(model.text, "body", None)
    if model.category in _DIRECT_SEND and isinstance(text, str) and len(text) > _MAX_DIRECT_SEND:
        yield f"{place}.text.body has {len(text)} characters; in Direct Send, at most {_MAX_DIRECT_SEND} are allowed"


def _flow(model: Any, place: str) -> Iterator[str]:
    if all(getattr(model, name) in (UNSET, None, "") for name in ("flow_id", "flow_name")):
        yield f"{place} needs flow_id or flow_name"


def _titles(sections: Any, place: str) -> Iterator[str]:
    found = _numbered(sections)
    if len(found) > 1:
        for index, section in found:
            if getattr(section, "title", None) in (UNSET, None, ""):
                yield f"{place}[{index}].title is missing: with several sections each needs one"


def _repeated(placed: Sequence[tuple[str, object]]) -> Iterator[str]:
    """Yield a sentence for each string that occurred before; it names the places, since the string may be private."""
    first: dict[str, str] = {}
    for place, value in placed:
        if isinstance(value, str) and first.setdefault(value, place) != place:
            yield f"{place} is the same as {first[value]}"


def _numbered(value: Any) -> list[tuple[int, Model]]:
    """Return the models of a list with their indexes."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, Model)]


_RULES: Final[dict[type[Model], Callable[[Any, str], Iterator[str]]]] = {
    ActionValue: _products,
    AudioContent: _file,
    ButtonsAction: _buttons,
    CardBody: card_rules.card_body,
    CarouselAction: card_rules.carousel,
    ContactName: _contact_name,
    DocumentContent: _file,
    FlowParameters: _flow,
    ImageContent: _file,
    InteractiveList: _list_header,
    ListAction: _list,
    MediaCard: card_rules.media_card,
    MediaReference: _file,
    OrderDetails: card_rules.order_reference,
    OrderStatusParameters: card_rules.order_reference,
    PinContent: card_rules.pin,
    ProductListAction: _products,
    StickerContent: _file,
    TemplateComponent: card_rules.template_carousel,
    TextMessage: _direct_send,
    VideoContent: _file,
}
