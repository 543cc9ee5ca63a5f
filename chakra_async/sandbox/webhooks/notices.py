"""What a webhook reports, in both formats.

The pass-through format is Meta's own; ChakraHQ's format knows messages and statuses only (shared facts of
https://apidocs.chakrahq.com/doc-919167 and of public receivers). Times are epoch milliseconds here, and as each format
has them in the bodies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.sandbox.people import Contact
    from chakra_async.sandbox.stores.accounts import Account, VoiceCall
    from chakra_async.sandbox.stores.conversations import Message
    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = [
    "CHAKRA",
    "FORMATS",
    "PASS_THROUGH",
    "RECORDED",
    "RECORDS",
    "Notice",
    "call",
    "message",
    "preference",
    "record",
    "status",
    "template",
]

PASS_THROUGH: Final = "pass_through"  # noqa: S105 - a format's name
CHAKRA: Final = "chakra"
RECORDS: Final = "records"
RECORDED: Final = "recorded"
FORMATS: Final = (PASS_THROUGH, CHAKRA, RECORDS)


@attrs.frozen(kw_only=True)
class Notice:
    """One thing that happened.

    Attributes:
        at: When, epoch milliseconds.
        kind: What it is: message, status, template, preference, call, record or recorded.
        waba_id: The account that it happened in.
        change: Its change in the pass-through format; None where that format does not report it.
        event: It in ChakraHQ's format; None where that format does not report it.
        record: It as the platform's outbound integration reports it; None for anything but a record.
        recorded: The body of a recorded delivery, which every target gets; None for anything else.

    """

    at: int
    kind: str
    waba_id: str = ""
    change: Mapping[str, Any] | None = None
    event: Mapping[str, Any] | None = None
    record: Mapping[str, Any] | None = None
    recorded: Mapping[str, Any] | None = None

    def formats(self) -> tuple[str, ...]:
        """Return the formats that report it."""
        bodies = (
            (PASS_THROUGH, self.change),
            (CHAKRA, self.event),
            (RECORDS, self.record),
            (RECORDED, self.recorded),
        )
        return tuple(name for name, body in bodies if body is not None)


def body(form: str, notices: Sequence[Notice]) -> Any:
    """Return the body of a delivery; only the pass-through format can report several at once."""
    if form == CHAKRA:
        return notices[0].event
    if form == RECORDS:
        return notices[0].record
    if form == RECORDED:
        return notices[0].recorded
    entries: dict[str, list[Any]] = {}
    for notice in notices:
        entries.setdefault(notice.waba_id, []).append(notice.change)
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": waba_id, "changes": changes} for waba_id, changes in entries.items()],
    }


def message(account: Account, one: Message) -> Notice:
    """Report a message of a customer."""
    contact = one.chat.contact
    content = {"text": {"body": one.text}} if one.data_type == "text" else dict(one.body)
    own: dict[str, Any] = {
        **_sender(contact),
        "id": one.wamid,
        "timestamp": _seconds(one.created),
        "type": one.data_type,
        **content,
    }
    if one.in_reply_to is not None:
        own["context"] = {"from": _digits(account), "id": one.in_reply_to}
    payload = {
        "wabaId": account.waba_id,
        "externalId": one.wamid,
        "messageId": one.wamid,
        "timestamp": one.created,
        "message": own,
        "contacts": [_contact(contact)],
    }
    return Notice(
        at=one.created,
        kind="message",
        waba_id=account.waba_id,
        change=_messages(account, {"contacts": [_contact(contact)], "messages": [own]}),
        event={"event": "message", "payload": payload},
    )


def status(account: Account, one: Message, state: str, at: int, error: Mapping[str, Any] | None) -> Notice:
    """Report what became of a message of the team."""
    contact = one.chat.contact
    about: dict[str, Any] = {"recipient_id": contact.digits} if contact.digits else {}
    if contact.user_id:
        about["recipient_user_id"] = contact.user_id
    own = {"id": one.wamid, "status": state.lower(), "timestamp": _seconds(at), **about}
    payload: dict[str, Any] = {
        "id": one.id,
        "externalId": one.wamid,
        "wabaId": account.waba_id,
        "deliveryStatus": state,
        "timestamp": at,
        "recipientId": contact.handle,
    }
    if error is not None:
        own["errors"] = [error]
        payload["errorContext"] = {"message": error["title"], "providerPayload": error}
    return Notice(
        at=at,
        kind="status",
        waba_id=account.waba_id,
        change=_messages(account, {"contacts": [_contact(contact)], "statuses": [own]}),
        event={"event": "status", "payload": payload},
    )


def template(account: Account, one: StoredTemplate, state: str, at: int) -> Notice:
    """Report a template's new status."""
    value = {
        "event": state,
        "message_template_id": int(one.id),
        "message_template_name": one.name,
        "message_template_language": one.language,
        "reason": "NONE",
    }
    change = {"field": "message_template_status_update", "value": value}
    return Notice(at=at, kind="template", waba_id=account.waba_id, change=change)


def preference(account: Account, contact: Contact, value: str, at: int) -> Notice:
    """Report that a customer stopped or resumed marketing messages."""
    own: dict[str, Any] = {"wa_id": contact.digits} if contact.digits else {}
    if contact.user_id:
        own["user_id"] = contact.user_id
    own |= {
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": _seconds(at),
    }
    held = {
        "messaging_product": "whatsapp",
        "metadata": _metadata(account),
        "contacts": [_contact(contact)],
        "user_preferences": [own],
    }
    change = {"field": "user_preferences", "value": held}
    return Notice(at=at, kind="preference", waba_id=account.waba_id, change=change)


def call(account: Account, contact: Contact, one: VoiceCall, event: str, at: int) -> Notice:
    """Report that a customer calls (`connect`), or hangs up (`terminate`).

    The description has the members, but does not say which ones a call has that was not accepted: it has none about its
    end here.
    """
    own: dict[str, Any] = {
        "id": one.id,
        "event": event,
        "direction": "USER_INITIATED",
        "to": _digits(account),
        "timestamp": _seconds(at),
        **_sender(contact),
    }
    if event == "terminate" and one.accepted is not None:
        start, end = one.accepted // 1000, at // 1000
        own |= {
            "status": "COMPLETED",
            "start_time": str(start),
            "end_time": str(end),
            "duration": end - start,
        }
    held = {
        "messaging_product": "whatsapp",
        "metadata": _metadata(account),
        "contacts": [_contact(contact)],
        "calls": [own],
    }
    return Notice(at=at, kind="call", waba_id=account.waba_id, change={"field": "calls", "value": held})


def record(name: str, shown: Mapping[str, Any], at: int) -> Notice:
    """Report that a process changed, in a form that is chosen: only that there are such webhooks is documented."""
    return Notice(at=at, kind="record", record={"event": name, "payload": {"process": dict(shown)}})


def _messages(account: Account, lists: Mapping[str, Any]) -> dict[str, Any]:
    value = {"messaging_product": "whatsapp", "metadata": _metadata(account), **lists}
    return {"field": "messages", "value": value}


def _metadata(account: Account) -> dict[str, str]:
    return {"display_phone_number": _digits(account), "phone_number_id": account.phone_number_id}


def _digits(account: Account) -> str:
    return "".join(filter(str.isdigit, account.display_phone_number))


def _sender(contact: Contact) -> dict[str, str]:
    number = {"from": contact.digits} if contact.digits else {}
    return {**number, "from_user_id": contact.user_id} if contact.user_id else number


def _contact(contact: Contact) -> dict[str, Any]:
    profile = {"name": contact.name or "Customer"}
    if contact.username:
        profile["username"] = contact.username
    found: dict[str, Any] = {"profile": profile}
    if contact.digits:
        found["wa_id"] = contact.digits
    if contact.user_id:
        found["user_id"] = contact.user_id
    return found


def _seconds(at: int) -> str:
    return str(at // 1000)
