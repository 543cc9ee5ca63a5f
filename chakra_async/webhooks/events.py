"""What a webhook reports, as frozen values: the base of all events, and every event but a received message.

The classes of received messages are in `messages`. An event is read from a delivery by `webhooks.parse`; its `raw` is a
delivery of its own that contains this event only, so `event_from_raw(event.raw)` gives the event again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from chakra_async._core.masking import mask_id
from chakra_async.webhooks.people import BusinessNumber, Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from chakra_async.model import Model
    from chakra_async.models.webhooks import WebhookError
from chakra_async.webhooks.json_values import as_mapping, digest, json_of, limited, string

__all__ = [
    "AccountEvent",
    "CallEvent",
    "Event",
    "GroupEvent",
    "HistoryReceived",
    "MessageEcho",
    "MessageEdited",
    "MessageRevoked",
    "PaymentStatusChanged",
    "PreferenceChanged",
    "RecordChanged",
    "StatusChanged",
    "TemplateStatusChanged",
    "UnknownEvent",
    "UserIdChanged",
]


@attrs.frozen(kw_only=True, repr=False)
class Event:
    """What all events have in common.

    Attributes:
        id: The id of what the event is about: a message's id (wamid), a call's, a record's. Where there is none, a hash
            of the content.
        at: When it happened, in UTC; where the delivery does not say, when it was received.
        number: Which of our numbers it is about.
        sender: The user that it is from, or, for a status or an echo, the user that the message went to.
        raw: A delivery that contains this event only, as JSON values.

    """

    kind: ClassVar[str] = "event"
    """The event's kind in lower case, such as `text` or `status`."""
    family: ClassVar[str] = "event"
    """What `dedup_key` begins with: two events of one family with one id are the same event."""
    stream: ClassVar[str] = "person"
    """What `lane` begins with: a person has one lane for what is part of a conversation, and one for statuses."""

    id: str
    at: datetime
    number: BusinessNumber = attrs.field(factory=BusinessNumber)
    sender: Person = attrs.field(factory=Person)
    raw: Mapping[str, Any] = attrs.field(eq=False)

    @property
    def dedup_key(self) -> str:
        """What identifies the event: the same in both formats, and in a delivery that was batched differently."""
        return limited("/".join((self.family, self.id, *self._variant)))

    @property
    def lane(self) -> str:
        """Events of one lane are handled one at a time, in the order of arrival: a lane for each person.

        It does not contain our number, which one of the two formats does not know: the same event must be in the same
        lane in both. Where the person is not known, the event is in a lane of its own.
        """
        return limited(f"{self.stream}/{self.sender.key or self.id}")

    @property
    def in_lane_of_person(self) -> bool:
        """Whether its lane is that of its person; a store then knows the person by any identity."""
        return bool(self.sender.identities) and self.lane == limited(f"{self.stream}/{self.sender.key}")

    @property
    def at_ms(self) -> int:
        """When it happened, in epoch milliseconds."""
        return round(self.at.timestamp() * 1000)

    def to_bytes(self) -> bytes:
        """Return `raw` as JSON, to be stored; `event_from_raw` reads it."""
        return json_of(self.raw)

    @property
    def _variant(self) -> tuple[str, ...]:
        return ()

    def __repr__(self) -> str:
        """Return class, id, time and person, phone numbers masked."""
        return f"{type(self).__name__}(id={mask_id(self.id)!r}, at={self.at.isoformat()}, sender={self.sender!r})"


@attrs.frozen(kw_only=True, repr=False)
class StatusChanged(Event):
    """What became of a message that went out. Statuses arrive in any order, and more than once.

    `sender` is the person that the message went to. Statuses have lanes beside those of conversations, so that they never
    wait for one.

    Attributes:
        status: `sent`, `delivered`, `read`, `played`, `failed` or another, in lower case.
        errors: Why it failed; empty otherwise.
        chakra_id: ChakraHQ's own id of the message, or None. Only ChakraHQ's own format contains it.
        callback_data: The string that was sent with the message as `biz_opaque_callback_data`, or None.
        participant: Of a message to a group, the member that it is about, as in `Person.key`; else None. Each member has statuses
            of their own.

    """

    kind: ClassVar[str] = "status"
    family: ClassVar[str] = "status"
    stream: ClassVar[str] = "status"

    status: str
    errors: tuple[WebhookError, ...] = ()
    chakra_id: str | None = None
    callback_data: str | None = None
    participant: str | None = None

    @property
    def message_id(self) -> str:
        """The message's id (wamid); ChakraHQ's own id where the delivery contains no other."""
        return self.id

    @property
    def failed(self) -> bool:
        """Whether the message was not delivered."""
        return self.status == "failed"

    @property
    def _variant(self) -> tuple[str, ...]:
        return (self.status,) if self.participant is None else (self.status, self.participant)


@attrs.frozen(kw_only=True, repr=False)
class PaymentStatusChanged(Event):
    """What became of a payment for an order that was sent; its failure is not the failure of a message.

    It is part of the person's conversation, as a message is: it is handled in the order of arrival with what the person writes.

    Attributes:
        status: `pending`, `captured`, `failed` or another, in lower case.
        reference_id: The order's reference, or None.
        payment: The payment as it came.
        errors: Why it failed; empty otherwise.

    """

    kind: ClassVar[str] = "payment_status"
    family: ClassVar[str] = "payment"

    status: str
    reference_id: str | None = None
    payment: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    errors: tuple[WebhookError, ...] = ()

    @property
    def _variant(self) -> tuple[str, ...]:
        transaction = as_mapping(self.payment.get("transaction"))
        return (self.reference_id or "", string(transaction.get("id")) or "", self.status)


@attrs.frozen(kw_only=True, repr=False)
class MessageEcho(Event):
    """A message that the business itself sent: with the phone app, or, in ChakraHQ's format, in any way.

    `sender` is the person that it went to, as far as that is known.

    Attributes:
        message: The message, as one that came in.
        from_app: Whether it was typed in the phone app; ChakraHQ's `message_echo` leaves it open, so it is False there.

    """

    kind: ClassVar[str] = "echo"
    family: ClassVar[str] = "echo"

    message: Model | Mapping[str, Any]
    from_app: bool = False

    @property
    def is_template(self) -> bool:
        """Whether it is a template."""
        kind: object = getattr(self.message, "type", None) or as_mapping(self.message).get("type")
        return kind == "template"


@attrs.frozen(kw_only=True, repr=False)
class MessageEdited(Event):
    """A person edited a message; `id` is the id of the edit.

    Attributes:
        original_id: The id (wamid) of the message that was edited.
        message: The new content, as it came.
        echo: Whether the business's own message was edited, in the phone app.

    """

    kind: ClassVar[str] = "edited"
    family: ClassVar[str] = "edit"

    original_id: str
    message: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    echo: bool = False

    @property
    def text(self) -> str | None:
        """The new text or caption, or None where there is none."""
        body = as_mapping(self.message.get("text")).get("body")
        content = as_mapping(self.message.get(string(self.message.get("type")) or ""))
        found = body if isinstance(body, str) else content.get("caption")
        return found if isinstance(found, str) else None

    @property
    def _variant(self) -> tuple[str, ...]:
        return (self.original_id, digest(self.message))


@attrs.frozen(kw_only=True, repr=False)
class MessageRevoked(Event):
    """A person deleted a message for everyone; `id` is the id of the notice.

    Attributes:
        original_id: The id (wamid) of the message that was deleted.
        echo: Whether the business's own message was deleted, in the phone app.

    """

    kind: ClassVar[str] = "revoked"
    family: ClassVar[str] = "revoke"

    original_id: str
    echo: bool = False

    @property
    def _variant(self) -> tuple[str, ...]:
        return (self.original_id,)


@attrs.frozen(kw_only=True, repr=False)
class TemplateStatusChanged(Event):
    """A template was approved, rejected, paused or changed in quality, category or content; `id` is the template's.

    Attributes:
        field_name: Meta's field, such as `message_template_status_update`.
        status: The new status, such as `APPROVED`; None where the event is about something else.
        name: The template's name, or None.
        language: The code of its language, or None.
        reason: Why it was rejected, or None.
        value: The event as it came.

    """

    kind: ClassVar[str] = "template"
    family: ClassVar[str] = "template"
    stream: ClassVar[str] = "template"

    field_name: str
    status: str | None = None
    name: str | None = None
    language: str | None = None
    reason: str | None = None
    value: Mapping[str, Any] = attrs.field(factory=dict[str, Any])

    @property
    def _variant(self) -> tuple[str, ...]:
        return (self.field_name, digest(self.raw))


@attrs.frozen(kw_only=True, repr=False)
class PreferenceChanged(Event):
    """A person stopped or resumed marketing messages. No marketing message may go to a person that stopped them.

    Attributes:
        category: What it is about: `marketing_messages`, or another.
        value: `stop`, `resume`, `signup` or another, in lower case. Only `stop` and `resume` say what the person wants.
        detail: It in words, or None.

    """

    kind: ClassVar[str] = "preference"
    family: ClassVar[str] = "preference"

    category: str
    value: str
    detail: str | None = None

    @property
    def stopped(self) -> bool:
        """Whether the person does not want these messages any more."""
        return self.value == "stop"

    @property
    def resumed(self) -> bool:
        """Whether the person wants these messages again."""
        return self.value == "resume"

    @property
    def _variant(self) -> tuple[str, ...]:
        return (self.category, self.value)


@attrs.frozen(kw_only=True, repr=False)
class UserIdChanged(Event):
    """A person has another user id or phone number; the conversation goes on under it.

    `sender` is the person under the previous identity.

    Attributes:
        previous: The person as known before.
        current: The person as known from now on.

    """

    kind: ClassVar[str] = "user_id"
    family: ClassVar[str] = "user_id"

    previous: Person
    current: Person


@attrs.frozen(kw_only=True, repr=False)
class CallEvent(Event):
    """A voice call was offered, answered, ended or recorded; `id` is the call's.

    Attributes:
        event: `connect`, `terminate`, `ringing`, `accepted`, `rejected` or another, in lower case.
        call: The call, or the status of one, as it came; `extra` has the members that are not described.

    """

    kind: ClassVar[str] = "call"
    family: ClassVar[str] = "call"

    event: str
    call: Model | Mapping[str, Any]

    @property
    def _variant(self) -> tuple[str, ...]:
        return (self.event,)


@attrs.frozen(kw_only=True, repr=False)
class GroupEvent(Event):
    """A group was created or deleted, its members or settings changed; `id` is the hash of the event.

    Attributes:
        field_name: Meta's field, such as `group_participants_update`.
        event: What happened, such as `group_create`.
        group_id: The group's id, or None.
        group: The event as it came.

    """

    kind: ClassVar[str] = "group"
    family: ClassVar[str] = "group"

    field_name: str
    event: str
    group_id: str | None = None
    group: Model | Mapping[str, Any] = attrs.field(factory=dict[str, Any])

    @property
    def lane(self) -> str:
        """A lane for each group."""
        return limited(f"group/{self.group_id or self.id}")


@attrs.frozen(kw_only=True, repr=False)
class AccountEvent(Event):
    """Something about the account, a number, a flow or a setting changed; `id` is the hash of the event.

    Attributes:
        field_name: Meta's field, such as `account_update` or `phone_number_quality_update`.
        value: The event, by its field; a mapping where its field is not described.

    """

    kind: ClassVar[str] = "account"
    family: ClassVar[str] = "account"

    field_name: str
    value: Model | Mapping[str, Any]

    @property
    def lane(self) -> str:
        """A lane for each account."""
        return limited(f"account/{self.number.waba_id or ''}")


@attrs.frozen(kw_only=True, repr=False)
class HistoryReceived(Event):
    """Old messages of the phone app, sent when the number was connected. They are not new messages.

    Attributes:
        value: A part of the history, as it came.

    """

    kind: ClassVar[str] = "history"
    family: ClassVar[str] = "history"

    value: Model | Mapping[str, Any]

    @property
    def lane(self) -> str:
        """A lane for each number's history."""
        return limited(f"history/{self.number.phone_number_id or self.number.waba_id or ''}")


@attrs.frozen(kw_only=True, repr=False)
class RecordChanged(Event):
    """A lead, another process or a task of the CRM changed; sent by an outbound integration of the platform.

    The content of these deliveries is not documented: only `record` is certain.

    Attributes:
        event: The name of what happened, as far as the delivery contains one; else empty.
        record: The record, or the whole payload, as it came.

    """

    kind: ClassVar[str] = "record"
    family: ClassVar[str] = "record"

    event: str = ""
    record: Mapping[str, Any]

    @property
    def lane(self) -> str:
        """A lane for each record, or for the event where no record's id is known."""
        return limited(f"record/{string(self.record.get('id')) or self.id}")

    @property
    def _variant(self) -> tuple[str, ...]:
        return (digest(self.raw),)


@attrs.frozen(kw_only=True, repr=False)
class UnknownEvent(Event):
    """An item of a delivery that is of no kind that is known here, or that could not be read; `id` is its hash.

    Attributes:
        reason: Why it could not be read; empty where its kind is not known.
        name: Meta's field or ChakraHQ's event, as far as there is one; else empty.

    """

    kind: ClassVar[str] = "unknown"
    family: ClassVar[str] = "unknown"
    stream: ClassVar[str] = "unknown"

    reason: str = ""
    name: str = ""
