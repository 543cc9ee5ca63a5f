"""What later messages did to earlier ones: reactions, edits and deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.sandbox.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["MARKING", "Marks"]

MARKING: Final = frozenset({"reaction", "edit", "revoke"})
"""The kinds of messages that change earlier ones, and are not shown themselves."""


class Marks:
    """What later messages did to earlier ones: reactions, edits and deletions, by wamid."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.reactions: dict[str, dict[str, str]] = {}
        self.edits: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.texts: dict[str, str] = {}
        for message in messages:
            self.texts[message.wamid] = message.text or f"({message.data_type})"
            inner = message.content or message.body.get(message.data_type)
            if message.data_type not in MARKING or not is_object(inner):
                continue
            if message.data_type == "reaction":
                target = self.reactions.setdefault(str(inner.get("message_id")), {})
                target[message.direction] = str(inner.get("emoji", ""))
            elif message.data_type == "edit":
                self.edits[str(inner.get("original_message_id"))] = message.text
            else:
                self.revoked.add(str(inner.get("original_message_id")))
