"""Meta's rules over the cards of a carousel, and over orders; each one that is broken gives a sentence with its place.

The facts are those of Meta's pages on interactive media carousels, product carousels, and payments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async.model import Model
from chakra_async.models.messages import ImageHeader, MediaCard, ProductCard, VideoHeader
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["card_body", "carousel", "media_card", "order_reference", "pin", "template_carousel"]

_MAX_LINE_BREAKS: Final = 2
_REFERENCE: Final = re.compile(r"[A-Za-z0-9_.-]+")
_NOTHING: Final = (UNSET, None, "")


def carousel(model: Any, place: str) -> Iterator[str]:
    """Yield what is wrong with the cards of a carousel together: their kinds, buttons, catalogues and indexes."""
    cards = _models(model.cards)
    yield from _indexes(cards, f"{place}.cards")
    for index, card in cards[1:]:
        first = cards[0][1]
        here = f"{place}.cards[{index}]"
        if type(card) is not type(first):
            yield f"{here}.type must be that of the first card: all cards show files, or all show products"
        elif isinstance(card, MediaCard) and _buttons(card) != _buttons(first):
            yield f"{here}.action must have the same kind and number of buttons as that of the first card"
        elif isinstance(card, ProductCard) and _catalogue(card) != _catalogue(first):
            yield f"{here}.action.catalog_id must be that of the first card"


def template_carousel(model: Any, place: str) -> Iterator[str]:
    """Yield what is wrong with the cards that fill a carousel template."""
    yield from _indexes(_models(model.cards), f"{place}.cards")


def media_card(model: Any, place: str) -> Iterator[str]:
    """Yield what is wrong with the header and the buttons of a card."""
    if isinstance(model.header, Model) and not isinstance(model.header, ImageHeader | VideoHeader):
        yield f"{place}.header of a card must be of type image or video"
    action = model.action
    if not isinstance(action, Model):
        return
    given = [name for name in ("parameters", "buttons") if getattr(action, name, UNSET) not in _NOTHING]
    if len(given) != 1:
        has = "both" if given else "neither"
        yield f"{place}.action needs either parameters, of a button that opens an address, or buttons, and has {has}"
    elif given == ["parameters"] and getattr(action, "name", UNSET) != "cta_url":
        yield f"{place}.action.name must be 'cta_url' where there are parameters"


def card_body(model: Any, place: str) -> Iterator[str]:
    """Yield that the text of a card has too many line breaks."""
    if isinstance(model.text, str) and model.text.count("\n") > _MAX_LINE_BREAKS:
        yield f"{place}.text has {model.text.count(chr(10))} line breaks; at most {_MAX_LINE_BREAKS} are allowed"


def order_reference(model: Any, place: str) -> Iterator[str]:
    """Yield that the id of an order contains other characters than Meta takes."""
    if (
        isinstance(model.reference_id, str)
        and model.reference_id
        and not _REFERENCE.fullmatch(model.reference_id)
    ):
        yield f"{place}.reference_id must contain letters, digits, underscores, dashes and dots only"


def pin(model: Any, place: str) -> Iterator[str]:
    """Yield that a message is to be pinned without saying for how long, or is neither pinned nor unpinned."""
    if model.type not in ("pin", "unpin"):
        yield f"{place}.type must be 'pin' or 'unpin'"
    elif model.type == "pin" and model.expiration_days in _NOTHING:
        yield f"{place}.expiration_days is missing: say for how many days the message is pinned, 1 to 30"


def _indexes(cards: Sequence[tuple[int, Model]], place: str) -> Iterator[str]:
    first: dict[object, int] = {}
    for index, card in cards:
        value = getattr(card, "card_index", None)
        if isinstance(value, int) and first.setdefault(value, index) != index:
            yield f"{place}[{index}].card_index is the same as {place}[{first[value]}].card_index"


def _buttons(card: Model) -> tuple[bool, int]:
    """Return whether a card has reply buttons, and how many buttons."""
    buttons = getattr(getattr(card, "action", None), "buttons", UNSET)
    return (True, len(cast("list[object]", buttons))) if isinstance(buttons, list) else (False, 1)


def _catalogue(card: Model) -> str:
    return str(getattr(getattr(card, "action", None), "catalog_id", ""))


def _models(value: Any) -> list[tuple[int, Model]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, Model)]
