"""Events as records of the inbox, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chakra_async.webhooks.events import UserIdChanged
from chakra_async.webhooks.inbox.records import NewRecord
from chakra_async.webhooks.parsing import event_from_raw

if TYPE_CHECKING:
    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox.records import Record

__all__ = ["event_of", "record_of"]


def record_of(event: Event) -> NewRecord:
    """Return an event as a record; the store makes the lane of its person, whichever identity came first."""
    identities = event.sender.identities
    if isinstance(event, UserIdChanged) and event.current.user_id is not None:
        # A user id is never another person's, so both are joined. A number may be given to somebody else later.
        identities = tuple(dict.fromkeys((*identities, f"user:{event.current.user_id}")))
    return NewRecord(
        key=event.dedup_key,
        lane=event.stream if event.in_lane_of_person else event.lane,
        kind=event.kind,
        number=event.number.phone_number_id or event.number.waba_id or "",
        identities=identities if event.in_lane_of_person else (),
        at=event.at_ms,
        payload=event.to_bytes(),
    )


def event_of(record: Record) -> Event:
    """Return the event of a record.

    Raises:
        BodyError: If it is not of a delivery, such as a timer, or was erased.

    """
    return event_from_raw(record.payload, received_at=datetime.fromtimestamp(record.at / 1000, UTC))
