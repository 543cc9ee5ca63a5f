"""Parts of messages, built from the plain arguments of the methods of `chakra.messages`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model
from chakra_async.models.messages import (
    ButtonsAction,
    InteractiveBody,
    InteractiveFooter,
    InteractiveListBody,
    ListAction,
    ListRow,
    ListSection,
    ReplyButton,
    ReplyButtonContent,
    ReplyContext,
    TextHeader,
)
from chakra_async.unset import UNSET, UnsetType

if TYPE_CHECKING:
    from chakra_async.models.messages import InteractiveHeader

__all__ = [
    "Buttons",
    "Header",
    "Sections",
    "addressed",
    "body",
    "buttons",
    "footer",
    "header",
    "list_action",
    "list_body",
]

Buttons: TypeAlias = "Mapping[str, str] | Sequence[str | ReplyButton | Mapping[str, Any]]"
"""Reply buttons: titles by their ids, titles that are their own ids, or buttons."""

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
