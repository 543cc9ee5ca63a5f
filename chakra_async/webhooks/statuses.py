"""What became of messages that went out, whatever the order in which the reports arrive.

A status never goes backwards: each has a rank. A failure is kept beside it, because a report of a failure can come before, after and
instead of a delivery; a message that was delivered is not a failed one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

from chakra_async._core.masking import mask_id
from chakra_async.webhooks.inbox.records import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chakra_async.webhooks.events import StatusChanged
    from chakra_async.webhooks.inbox.base import Inbox

__all__ = ["RANKS", "MessageStatus", "StatusTracker", "advance"]

RANKS: Final[Mapping[str, int]] = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "played": 4}
"""How far a message has come. A status that is not listed changes nothing but its own time."""

_DELIVERED: Final = RANKS["delivered"]
_FAILED: Final = "failed"
_UNCLAIMED: Final = "unclaimed"
_MOST_UNCLAIMED: Final = 20


@attrs.frozen(kw_only=True, repr=False)
class MessageStatus:
    """What is known of a message.

    Attributes:
        message_id: The message's id (wamid).
        times: When each status was reached, in epoch milliseconds, as far as it was reported.
        reason: Why it failed, or None.
        code: Meta's code of the failure, or None.

    """

    message_id: str
    times: Mapping[str, int] = attrs.field(factory=dict[str, int])
    reason: str | None = None
    code: int | None = None

    @property
    def furthest(self) -> str | None:
        """The furthest status that was reported, failures left out; None if there is none."""
        known = [each for each in self.times if each in RANKS]
        return max(known, key=RANKS.__getitem__, default=None)

    @property
    def failed(self) -> bool:
        """Whether it failed and was not delivered all the same."""
        furthest = self.furthest
        return _FAILED in self.times and (furthest is None or RANKS[furthest] < _DELIVERED)

    @property
    def status(self) -> str | None:
        """`failed`, or the furthest status."""
        return _FAILED if self.failed else self.furthest

    def __repr__(self) -> str:
        """Return id and status."""
        return f"MessageStatus(message_id={mask_id(self.message_id)!r}, status={self.status!r})"


def advance(
    known: MessageStatus, status: str, at: int, *, reason: str | None = None, code: int | None = None
) -> MessageStatus:
    """Return what is known of a message after a report. The order of reports does not matter.

    Example:
        >>> read = advance(MessageStatus(message_id="wamid.A"), "read", 2000)
        >>> advance(read, "delivered", 1000).status
        'read'

    """
    first = min(at, known.times.get(status, at))
    known = attrs.evolve(known, times={**known.times, status: first})
    if status == _FAILED and (reason is not None or code is not None) and known.reason is None:
        known = attrs.evolve(known, reason=reason, code=code)
    return known


class StatusTracker:
    """The statuses of messages, kept in an inbox.

    A status that arrives before the answer to its message's call is kept as well: it is found by the message's id.

    Args:
        inbox: The inbox, open.
        now: Returns the time in epoch milliseconds.

    Example:
        ```python
        sent = await chakra.messages.send_text("919901258433", "Hello!")
        status = await receiver.statuses.get(sent.message_id)
        print(status.status)
        ```

    """

    def __init__(self, inbox: Inbox, now: Callable[[], int]) -> None:
        self._inbox = inbox
        self._now = now

    async def apply(self, event: StatusChanged) -> MessageStatus:
        """Take a report in; return what is known then."""
        first = event.errors[0] if event.errors else None
        reason = None if first is None else (first.message or first.title)
        code = None if first is None else first.code

        def change(data: bytes | None) -> bytes:
            known = _read(event.message_id, data)
            known = advance(
                known,
                event.status,
                event.at_ms,
                reason=reason if isinstance(reason, str) else None,
                code=code if isinstance(code, int) else None,
            )
            return orjson.dumps({"times": dict(known.times), "reason": known.reason, "code": known.code})

        data = await self._inbox.update(
            _scope(event.message_id), "status", change, now=self._now(), person=event.sender.key
        )
        return _read(event.message_id, data)

    async def get(self, message_id: str) -> MessageStatus:
        """Return what is known of a message; nothing yet is a status of None."""
        values = await self._inbox.values(_scope(message_id))
        return _read(message_id, values.get("status"))

    async def keep_unclaimed(self, event: StatusChanged) -> None:
        """Remember a message of a person that no effect claims, so that one of unknown outcome can be recognized.

        A failure is not remembered: it does not prove that a message was sent.
        """
        if not event.sender.key or event.status == _FAILED:
            return

        def change(data: bytes | None) -> bytes:
            known = _read_unclaimed(data)
            known.setdefault(event.message_id, (event.at_ms, event.number.phone_number_id or ""))
            latest = sorted(known.items(), key=lambda each: each[1][0])[-_MOST_UNCLAIMED:]
            return orjson.dumps(dict(latest))

        await self._inbox.update(
            f"{_UNCLAIMED}:{event.sender.key}", _UNCLAIMED, change, now=self._now(), person=event.sender.key
        )

    async def unclaimed(self, person: str, *, of: str = "") -> Mapping[str, int]:
        """Return messages of a person that no effect claimed when their status came, with its time in epoch milliseconds.

        Args:
            person: The person's key.
            of: The id of one of our numbers, to leave out messages that are known to be of another one.

        """
        values = await self._inbox.values(f"{_UNCLAIMED}:{person}")
        known = _read_unclaimed(values.get(_UNCLAIMED))
        return {each: at for each, (at, number) in known.items() if not (of and number) or number == of}

    async def forget_unclaimed(self, person: str) -> None:
        """Forget the messages of a person that no effect claims."""
        await self._inbox.put(
            [Value(scope=f"{_UNCLAIMED}:{person}", name=_UNCLAIMED, data=None)], now=self._now()
        )


def _read_unclaimed(data: bytes | None) -> dict[str, tuple[int, str]]:
    """Return the time of each message and our number; an older version of this library did not keep the number."""
    kept: dict[str, Any] = orjson.loads(data or b"{}")
    return {
        each: (found, "") if isinstance(found, int) else (found[0], found[1]) for each, found in kept.items()
    }


def _scope(message_id: str) -> str:
    return f"status:{message_id}"


def _read(message_id: str, data: bytes | None) -> MessageStatus:
    if data is None:
        return MessageStatus(message_id=message_id)
    kept: Any = orjson.loads(data)
    return MessageStatus(message_id=message_id, times=kept["times"], reason=kept["reason"], code=kept["code"])
