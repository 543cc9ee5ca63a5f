"""What a customer of a sandbox sees: the team's messages with their buttons and rows, and the conversation as text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.errors import ChakraError
from chakra_async.sandbox.stores.conversations import INBOUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chakra_async.sandbox.stores.conversations import Message
    from chakra_async.sandbox.stores.templates import StoredTemplate, Templates

__all__ = ["Choice", "Heard", "NotHeardError", "heard_of", "transcript"]

_QUICK_REPLY: Final = "QUICK_REPLY"


class NotHeardError(ChakraError, AssertionError):
    """A customer of a sandbox did not get what a test expects."""


@attrs.frozen(kw_only=True)
class Choice:
    """Something that a customer can tap or pick.

    Attributes:
        kind: `button` of a template, `reply` button of a message, or `row` of a list.
        id: Its id, or what a template's button was sent with.
        title: The text on it.
        description: The smaller text of a row.

    """

    kind: str
    id: str
    title: str
    description: str = ""

    def answer(self) -> dict[str, Any]:
        """Return the content of the message that choosing it sends."""
        if self.kind == "button":
            return {"button": {"payload": self.id, "text": self.title}}
        reply = {"id": self.id, "title": self.title}
        if self.description:
            reply["description"] = self.description
        kind = "list_reply" if self.kind == "row" else "button_reply"
        return {"interactive": {"type": kind, kind: reply}}


@attrs.frozen(kw_only=True)
class Heard:
    """A message of the team as the customer sees it.

    Attributes:
        text: The text, of a template with its values.
        template: The name of the template, or None.
        choices: What can be tapped or picked.
        message: The message.

    """

    text: str
    template: str | None
    choices: tuple[Choice, ...]
    message: Message = attrs.field(repr=False)

    @property
    def buttons(self) -> list[str]:
        """The texts on the buttons."""
        return [choice.title for choice in self.choices if choice.kind != "row"]

    @property
    def rows(self) -> list[str]:
        """The titles of the rows."""
        return [choice.title for choice in self.choices if choice.kind == "row"]

    def same_as(self, other: Heard) -> bool:
        """Return whether another message has the same content."""
        mine, others = self.message, other.message
        return (mine.data_type, mine.text, mine.content) == (others.data_type, others.text, others.content)


def heard_of(templates: Templates, message: Message) -> Heard:
    """Return a message of the team as the customer sees it."""
    template = _template(templates, message)
    choices = _of_message(message.content) if template is None else _of_template(template, message.content)
    return Heard(
        text=message.text,
        template=None if template is None else template.name,
        choices=tuple(choices),
        message=message,
    )


def transcript(templates: Templates, messages: Sequence[Message]) -> str:
    """Return a conversation as text, a line for each message."""
    lines: list[str] = []
    for message in messages:
        at = datetime.fromtimestamp(message.created / 1000, UTC)
        who = "customer" if message.direction == INBOUND else "team"
        text = message.text or f"({message.data_type})"
        if who == "team":
            one = heard_of(templates, message)
            named = f" template {one.template}:" if one.template else ""
            choices = "".join(f" [{choice.title}]" for choice in one.choices)
            text = f"{named} {text}{choices} ({message.status.lower()})".strip()
        lines.append(f"{at:%Y-%m-%d %H:%M:%S} {who}: {text}")
    return "\n".join(lines) or "(nothing)"


def _template(templates: Templates, message: Message) -> StoredTemplate | None:
    return None if message.template_id is None else templates.known(message.template_id)


def _of_template(template: StoredTemplate, content: Mapping[str, Any]) -> Iterator[Choice]:
    """Yield a template's buttons that answer, those of its cards included, each with the payload that it was sent with."""
    sent: list[Any] = content.get("components") or []
    yield from _of_buttons(template.buttons, sent)
    cards: list[Any] = []
    for part in sent:
        if str(part.get("type")).lower() == "carousel":
            cards = part.get("cards") or []
    filled: dict[int, list[Any]] = {
        int(card.get("card_index", place)): card.get("components") or [] for place, card in enumerate(cards)
    }
    listed: list[Any] = template.component("CAROUSEL").get("cards") or []
    for index, card in enumerate(listed):
        for part in card.get("components") or ():
            if part.get("type") == "BUTTONS":
                yield from _of_buttons(part.get("buttons") or [], filled.get(index, []))


def _of_buttons(buttons: Sequence[Mapping[str, Any]], sent: Sequence[Any]) -> Iterator[Choice]:
    payloads: dict[int, str] = {}
    for component in sent:
        if component.get("type") == "button" and component.get("sub_type") == "quick_reply":
            for parameter in component.get("parameters") or ():
                payloads[int(component.get("index", 0))] = str(parameter.get("payload", ""))
    for index, button in enumerate(buttons):
        if button.get("type") == _QUICK_REPLY:
            title = str(button.get("text", ""))
            yield Choice(kind="button", id=payloads.get(index) or title, title=title)


def _of_message(content: Mapping[str, Any]) -> Iterator[Choice]:
    """Yield the reply buttons and rows of an interactive message, those of its cards included."""
    action: Mapping[str, Any] = content.get("action") or {}
    for button in action.get("buttons") or ():
        reply: Mapping[str, Any] = button.get("reply") or button.get("quick_reply") or {}
        if reply:
            yield Choice(kind="reply", id=str(reply.get("id", "")), title=str(reply.get("title", "")))
    for section in action.get("sections") or ():
        for row in section.get("rows") or ():
            yield Choice(
                kind="row",
                id=str(row.get("id", "")),
                title=str(row.get("title", "")),
                description=str(row.get("description", "")),
            )
    for card in action.get("cards") or ():
        yield from _of_message(card)
