"""Parts of messages, built from the plain arguments of the methods of `chakra.messages`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model
from chakra_async.models.messages import (
    ButtonsAction,
    CardBody,
    CardReply,
    CardReplyButton,
    CarouselAction,
    ImageHeader,
    InteractiveBody,
    InteractiveFooter,
    InteractiveListBody,
    ListAction,
    ListRow,
    ListSection,
    MediaCard,
    MediaCardAction,
    MediaReference,
    ProductAction,
    ProductCard,
    ReplyButton,
    ReplyButtonContent,
    ReplyContext,
    TextHeader,
    UrlParameters,
    VideoHeader,
)
from chakra_async.unset import UNSET, UnsetType

if TYPE_CHECKING:
    from chakra_async.models.messages import CarouselCard, InteractiveHeader

__all__ = [
    "Buttons",
    "CardButtons",
    "Header",
    "Sections",
    "addressed",
    "body",
    "buttons",
    "card",
    "carousel",
    "footer",
    "header",
    "list_action",
    "list_body",
    "product_card",
]

Buttons: TypeAlias = "Mapping[str, str] | Sequence[str | ReplyButton | Mapping[str, Any]]"
"""Reply buttons: titles by their ids, titles that are their own ids, or buttons."""

CardButtons: TypeAlias = "Mapping[str, str] | Sequence[str]"
"""Reply buttons of a card: titles by their ids, or titles that are their own ids."""

Sections: TypeAlias = "Mapping[str, Mapping[str, str]] | Sequence[ListSection | Mapping[str, Any]]"
"""A list's sections: rows (titles by their ids) by the section's title, or sections."""

Header: TypeAlias = "str | InteractiveHeader | None"
"""The header of an interactive message: a string, or a header of another kind."""


def addressed(to: str | None, recipient: str | None, reply_to: str | None, tag: str | None) -> dict[str, Any]:
    """Return the members that each message can have: its recipient, the message it answers, and your own tag."""
    arguments: dict[str, Any] = {}
    if to is not None:
        arguments["to"] = to
    if recipient is not None:
        arguments["recipient"] = recipient
    if reply_to is not None:
        if not reply_to:
            raise InvalidRequestError("reply_to is empty; it must be the id (wamid) of a message.")
        arguments["context"] = ReplyContext(message_id=reply_to)
    if tag is not None:
        arguments["biz_opaque_callback_data"] = tag
    return arguments


def body(text: str) -> InteractiveBody:
    """Return the text of an interactive message."""
    return InteractiveBody(text=text)


def list_body(text: str) -> InteractiveListBody:
    """Return the text of a list."""
    return InteractiveListBody(text=text)


def header(given: Header) -> InteractiveHeader | UnsetType:
    """Return the header of an interactive message, or `UNSET` for none."""
    if given is None:
        return UNSET
    return TextHeader(text=given) if isinstance(given, str) else given


def footer(text: str | None) -> InteractiveFooter | UnsetType:
    """Return the small text below an interactive message, or `UNSET` for none."""
    return UNSET if text is None else InteractiveFooter(text=text)


def buttons(given: Buttons) -> ButtonsAction:
    """Return reply buttons.

    Raises:
        InvalidRequestError: If they are not given in one of these forms.

    """
    if isinstance(given, Mapping):
        titles = cast("Mapping[str, str]", given)  # type: ignore[redundant-cast] # pyright needs it
        return ButtonsAction(buttons=[_button(key, title) for key, title in titles.items()])
    if not _is_list(given):
        raise InvalidRequestError(
            "buttons must be a mapping of ids to titles, or a list of titles or buttons."
        )
    return ButtonsAction(buttons=[_button(one, one) if isinstance(one, str) else one for one in given])


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _button(key: str, title: str) -> ReplyButton:
    return ReplyButton(reply=ReplyButtonContent(id=key, title=title))


def list_action(button: str, sections: Sections) -> ListAction:
    """Return the button that opens a list, and the list.

    Raises:
        InvalidRequestError: If the sections are not given in one of these forms.

    """
    if not isinstance(sections, Mapping):
        if not _is_list(sections):
            raise InvalidRequestError("sections must be a mapping of titles to rows, or a list of sections.")
        return ListAction(button=button, sections=sections)
    named = cast("Mapping[str, object]", sections)
    return ListAction(
        button=button, sections=[_section(index, *one) for index, one in enumerate(named.items())]
    )


def _section(index: int, title: str, rows: object) -> ListSection:
    if not isinstance(rows, Mapping) or isinstance(rows, Model):
        raise InvalidRequestError(f"the rows of sections[{index}] must be a mapping of row ids to titles.")
    titles = cast("Mapping[str, str]", rows)
    return ListSection(
        title=title or UNSET, rows=[ListRow(id=key, title=row_title) for key, row_title in titles.items()]
    )


def card(
    *,
    image: str | None = None,
    video: str | None = None,
    text: str | None = None,
    button: str | None = None,
    url: str | None = None,
    buttons: CardButtons | None = None,
) -> MediaCard:
    """Return a card of a carousel, whose place `messages.send_carousel` sets.

    Args:
        image: The public address of an image; this or `video` is needed.
        video: The public address of a video.
        text: The text of the card, of at most 160 characters and two line breaks.
        button: The text on the button that opens an address, of at most 20 characters.
        url: The address.
        buttons: Reply buttons instead: titles of at most 20 characters by their ids, or titles alone.

    Raises:
        InvalidRequestError: There is not exactly one file, or not exactly one kind of button.

    Example:
        >>> card(image="https://example.com/tea.png", button="Look", url="https://example.com/tea").type
        'cta_url'

    """
    if (image is None) is (video is None):
        raise InvalidRequestError("a card needs either image or video, the public address of its file.")
    header: ImageHeader | VideoHeader
    if image is not None:
        header = ImageHeader(image=MediaReference(link=image))
    else:
        header = VideoHeader(video=MediaReference(link=cast("str", video)))
    if (button is None) is not (url is None) or (url is None) is (buttons is None):
        raise InvalidRequestError("a card needs either button and url, or buttons.")
    return MediaCard(
        card_index=0,
        header=header,
        body=UNSET if text is None else CardBody(text=text),
        action=MediaCardAction(buttons=_card_buttons(buttons))
        if buttons is not None
        else MediaCardAction(
            name="cta_url",
            parameters=UrlParameters(display_text=cast("str", button), url=cast("str", url)),
        ),
    )


def product_card(catalog_id: str, product_retailer_id: str) -> ProductCard:
    """Return a card with a product; its place is set by `messages.send_carousel`.

    Args:
        catalog_id: The catalogue's id, the same for all cards.
        product_retailer_id: The product's id in the catalogue.

    Example:
        >>> product_card("88", "tea-1").action.product_retailer_id
        'tea-1'

    """
    action = ProductAction(catalog_id=catalog_id, product_retailer_id=product_retailer_id)
    return ProductCard(card_index=0, action=action)


def _card_buttons(given: CardButtons) -> list[CardReplyButton]:
    titles: list[tuple[object, object]]
    if isinstance(given, Mapping):
        titles = list(given.items())
    elif _is_list(given):
        titles = [(one, one) for one in given]
    else:
        titles = []
    if not titles or not all(isinstance(title, str) for _, title in titles):
        raise InvalidRequestError(
            "the buttons of a card must be a mapping of ids to titles, or a list of titles."
        )
    return [
        CardReplyButton(quick_reply=CardReply(id=cast("str", key), title=cast("str", title)))
        for key, title in titles
    ]


def carousel(cards: Sequence[CarouselCard]) -> CarouselAction:
    """Return the cards of a carousel in their order, numbered from 0.

    Raises:
        InvalidRequestError: They are not a list of cards.

    """
    if not _is_list(cards):
        raise InvalidRequestError("cards must be a list of cards, such as chakra_async.types.card() makes.")
    placed: list[Any] = []
    for index, one in enumerate(cast("Sequence[object]", cards)):
        if not isinstance(one, Model | Mapping):
            raise InvalidRequestError(f"cards[{index}] must be a card, not {type(one).__name__}.")
        plain = one.to_dict() if isinstance(one, Model) else dict(cast("Mapping[str, Any]", one))
        placed.append({**plain, "card_index": index})
    return CarouselAction(cards=placed)
