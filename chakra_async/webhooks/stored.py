"""Events as records of the inbox, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chakra_async.webhooks.events import UserIdChanged
from chakra_async.webhooks.inbox.records import NewRecord
from chakra_async.webhooks.parsing import event_from_raw
from chakra_async.webhooks.people import Person

if TYPE_CHECKING:
    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox.records import Record

__all__ = ["event_of", "record_of"]


def record_of(event: Event) -> NewRecord:
    """Return an event as a record; the store makes the lane of its person, whichever identity came first."""
    identities = event.sender.identities
    gains: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    if isinstance(event, UserIdChanged) and event.current.user_id is not None:
        # A user id is never another person's, so both are joined.
        identities = tuple(dict.fromkeys((*identities, f"user:{event.current.user_id}")))
    if isinstance(event, UserIdChanged):
        old, new = (
            Person(phone_number=each.phone_number).identities for each in (event.previous, event.current)
        )
        if old and new and old != new:  # the old number may be given to somebody else
            gains, leaves = new, old
    in_lane = event.in_lane_of_person
    return NewRecord(
        key=event.dedup_key,
        lane=event.stream if in_lane else event.lane,
        kind=event.kind,
        number=event.number.phone_number_id or event.number.waba_id or "",
        identities=identities if in_lane else (),
        gains=gains if in_lane else (),
        leaves=leaves if in_lane else (),
        at=event.at_ms,
        payload=event.to_bytes(),
    )


def event_of(record: Record) -> Event:
    """Return the event of a record.

    Raises:
        BodyError: If it is not of a delivery, such as a timer, or was erased.

    """
    return event_from_raw(record.payload, received_at=datetime.fromtimestamp(record.at / 1000, UTC))
