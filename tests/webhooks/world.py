"""A receiver on a sandbox, a person who writes to it, and a clock that can be moved."""

from __future__ import annotations

import contextlib
import itertools
import time
from typing import TYPE_CHECKING, Any

from chakra_async import Retry
from chakra_async.sandbox import Sandbox
from chakra_async.webhooks import Request, WebhookReceiver
from chakra_async.webhooks.inbox import EventState, MemoryInbox
from tests.support.deliveries import PERSON, SECRET, of_field, pass_through, signed, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from chakra_async.webhooks.inbox import Inbox
    from chakra_async.webhooks.inbox.records import Record

SOON = Retry(attempts=3, initial_wait=0.001, max_wait=0.001)
_numbers = itertools.count(1)


class World:
    """A sandbox, an inbox that outlives its receivers, and one person."""

    def __init__(self, sandbox: Sandbox, inbox: Inbox, person: str = PERSON) -> None:
        self.sandbox = sandbox
        self.inbox = inbox
        self.person = person
        self.customer = sandbox.customer(person)
        self.offset = 0
        self.receiver: WebhookReceiver
        self.options: dict[str, Any] = {}

    def now(self) -> int:
        return round(time.time() * 1000) + self.offset  # noqa: TID251 - the receiver's clock is a wall clock

    @contextlib.asynccontextmanager
    async def running(
        self, register: Callable[[WebhookReceiver], None], **options: Any
    ) -> AsyncIterator[WebhookReceiver]:
        async with self.sandbox.client() as chakra:
            self.receiver = WebhookReceiver(
                chakra,
                **{"secrets": SECRET, "inbox": self.inbox, "retry": SOON, "clock": self.now, **options},
            )
            register(self.receiver)
            async with self.receiver:
                yield self.receiver

    async def deliver(self, body: bytes) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield body

        headers = [(name.lower().encode(), value.encode()) for name, value in signed(body).items()]
        answer = await self.receiver.respond(
            Request(method="POST", query={}, headers=headers, chunks=chunks())
        )
        assert answer.status == 200, answer
        await self.receiver.settled()

    async def says(self, words: str, *, wamid: str | None = None) -> None:
        self.customer.says(words)  # which opens the window at the sandbox
        made = wamid or f"wamid.in{next(_numbers)}"
        await self.message(text(words, wamid=made, sender=self.person, at=str(self.now() // 1000)))

    async def taps(self, button: str, title: str = "", *, of: str | None = None) -> None:
        """Tap a reply button; `of` is the id of the message that it is in."""
        reply = {"type": "button_reply", "button_reply": {"id": button, "title": title or button}}
        await self._chooses(reply, of)

    async def picks(self, row: str, *, of: str | None = None) -> None:
        """Pick a row of a list; `of` is the id of the message that it is in."""
        await self._chooses({"type": "list_reply", "list_reply": {"id": row, "title": row}}, of)

    async def _chooses(self, reply: dict[str, Any], of: str | None) -> None:
        message = {
            "from": self.person,
            "id": f"wamid.in{next(_numbers)}",
            "timestamp": str(self.now() // 1000),
            "type": "interactive",
            "interactive": reply,
        }
        if of is not None:
            message["context"] = {"from": "917259775805", "id": of}
        await self.message(message)

    async def message(self, message: dict[str, Any]) -> None:
        contacts = [{"profile": {"name": "Asha"}, "wa_id": self.person}]
        value = pass_through(contacts=contacts, messages=[message])
        await self.deliver(value.replace(b"694794789348887", self.sandbox.phone_number_id.encode()))

    async def status(self, message_id: str, status: str, *, of: str | None = None, **more: Any) -> None:
        """Report the status of a message; `of` is the id of our number, by default that of the sandbox."""
        at = str(self.now() // 1000)
        report = {"id": message_id, "status": status, "timestamp": at, "recipient_id": self.person, **more}
        number = (of or self.sandbox.phone_number_id).encode()
        await self.deliver(pass_through(statuses=[report]).replace(b"694794789348887", number))

    async def echo(self, message_id: str, words: str = "A human here") -> None:
        echo = {
            "from": "917259775805",
            "to": self.person,
            "id": message_id,
            "timestamp": str(self.now() // 1000),
            "type": "text",
            "text": {"body": words},
        }
        metadata = {"display_phone_number": "917259775805", "phone_number_id": self.sandbox.phone_number_id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, "message_echoes": [echo]}
        await self.deliver(of_field("smb_message_echoes", value))

    async def passes(self, hours: float) -> None:
        self.offset += round(hours * 3_600_000)
        for _ in range(2):  # what is due in a pause is due again after it
            await self.inbox.take("the clock", now=self.now(), lease=1, limit=0)
            self.receiver.wake()
            await self.receiver.settled()

    @property
    def heard(self) -> list[str]:
        """What the person got, oldest first."""
        return [each.text for each in reversed(self.customer.messages) if each.direction == "OUTBOUND"]

    @property
    def message_ids(self) -> list[str]:
        return [each.wamid for each in reversed(self.customer.messages) if each.direction == "OUTBOUND"]

    async def parked(self) -> list[Record]:
        return list(await self.inbox.events(states=[EventState.PARKED]))


@contextlib.asynccontextmanager
async def world(inbox: Inbox | None = None) -> AsyncIterator[World]:
    async with Sandbox() as sandbox:
        yield World(sandbox, inbox or MemoryInbox())
