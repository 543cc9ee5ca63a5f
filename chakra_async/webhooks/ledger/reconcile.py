"""Proof of what became of a message of unknown outcome: in its chat, or by a report of its delivery."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from chakra_async._core.decoding.decoder import encode
from chakra_async.errors import ChakraError
from chakra_async.models.enums import ChatMessageDirection
from chakra_async.webhooks.inbox.records import EVERY, EffectState
from chakra_async.webhooks.ledger.work import Found
from chakra_async.webhooks.people import Person

if TYPE_CHECKING:
    from collections.abc import Container

    from chakra_async.client import Chakra
    from chakra_async.models.chats import ChatMessage
    from chakra_async.webhooks.inbox.base import Inbox
    from chakra_async.webhooks.inbox.records import Effect
    from chakra_async.webhooks.statuses import StatusTracker

__all__ = ["Reconciliation"]

_log: Final = logging.getLogger("chakra_async.webhooks")
_CLOCKS_DIFFER: Final = 60_000
"""Milliseconds by which the clock of the chat may be behind ours."""
_STATUS_BEFORE: Final = 2_000
"""Milliseconds by which a status may seem to be older than the intent of its message: it has whole seconds. A message whose status is
older is another one, such as that of a campaign which the person answers."""
_CALL_LASTS: Final = 300_000
"""Milliseconds after its intent in which a message's first status is taken for it."""
_LOOKED_AT: Final = 100
"""Messages of a chat that are looked at."""


class Reconciliation:
    """Looks for messages of unknown outcome. What it cannot find stays unknown: an absent message proves nothing.

    Args:
        chakra: The client.
        inbox: The inbox.
        statuses: The statuses of messages.

    """

    def __init__(self, chakra: Chakra, inbox: Inbox, statuses: StatusTracker) -> None:
        self._chakra = chakra
        self._inbox = inbox
        self._statuses = statuses

    async def __call__(self, effect: Effect) -> Found | None:
        """Return proof that a message was sent, or None."""
        if effect.kind != "call" or not effect.target:
            return None
        chat = await self._chat(effect)
        same = [each.message_id for each in chat if _is_it(each, effect) and each.message_id]
        message_id = next(iter(await self._free(same)), None)
        if message_id is None:
            others = {each.message_id for each in chat if not _is_it(each, effect)}
            message_id = await self._by_status(effect, others)
        if message_id is None:
            return None
        _log.info("%s was done after all: the message is known.", effect.name)
        return Found(result=_result(effect, message_id), message_id=message_id)

    async def _by_status(self, effect: Effect, others: Container[str | None]) -> str | None:
        """Return the one message of the person that no call claims, if no other unknown one could be meant.

        Not one of the other messages that the chat shows: where the text of this one is not known, that is each of them.
        """
        person = Person(phone_number=effect.target).key
        known = await self._statuses.unclaimed(person, of=effect.number)
        free = await self._free(
            [
                message_id
                for message_id, at in known.items()
                if effect.began - _STATUS_BEFORE <= at <= effect.began + _CALL_LASTS
                and message_id not in others
            ]
        )
        unsure = [
            each
            for each in await self._inbox.effects(
                states=[EffectState.UNKNOWN, EffectState.INTENT], limit=EVERY
            )
            if each.target and Person(phone_number=each.target).key == person
        ]
        return free[0] if len(free) == 1 and len(unsure) == 1 else None

    async def _chat(self, effect: Effect) -> list[ChatMessage]:
        """Return the latest messages of the person's chat, as far as it can be read."""
        found: list[ChatMessage] = []
        try:
            async for message in self._chakra.chats.messages_for_phone_number(
                phone_number=f"+{effect.target.removeprefix('+')}"
            ):
                found.append(message)
                if len(found) >= _LOOKED_AT:
                    break
        except ChakraError as error:
            _log.warning("The chat could not be read to look for a message of unknown outcome: %s", error)
        return found

    async def _free(self, message_ids: list[str]) -> list[str]:
        """Return those of some messages that no call claims."""
        if not message_ids:
            return []
        claimed = {each.message_id for each in await self._inbox.effects(message_ids=message_ids)}
        return [each for each in message_ids if each not in claimed]


def _is_it(message: ChatMessage, effect: Effect) -> bool:
    body = (message.body or {}).get("body")
    return (
        bool(effect.content)
        and message.direction == ChatMessageDirection.OUTBOUND
        and effect.content in (message.text, body)
        and (message.timestamp or message.created_at or 0) >= effect.began - _CLOCKS_DIFFER
    )


def _result(effect: Effect, message_id: str) -> bytes:
    name = "whatsappMessageId" if effect.name == "messages.send" else "externalId"
    return encode({"data": {name: message_id}, "meta": {}, "status": 200})
