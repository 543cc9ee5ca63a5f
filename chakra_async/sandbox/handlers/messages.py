"""Messages sent: in Meta's form, or made from a template by ChakraHQ for a number or a process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.meta_errors import refusal
from chakra_async.sandbox.replies import Refusal
from chakra_async.sandbox.stores.conversations import INBOUND
from chakra_async.sandbox.stores.rows import phone_number_of
from chakra_async.sandbox.stores.whatsapp import WINDOW
from chakra_async.sandbox.template_rendering import rendered_from_components, rendered_from_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.stores.rows import Procedure, Row
    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["send", "send_template", "send_template_for_process"]

_TEXT_OF: Final = {
    "text": "body",
    "image": "caption",
    "video": "caption",
    "document": "caption",
    "reaction": "emoji",
}
_MEDIA: Final = frozenset({"image", "video", "audio", "document", "sticker"})
_TYPES: Final = _MEDIA | {"text", "location", "contacts", "reaction", "interactive", "template", "pin"}
_OF_HEADER: Final = (
    "headerMapping",
    "imageUrl",
    "videoUrl",
    "documentUrl",
    "locationLatitude",
    "locationLongitude",
    "locationName",
    "locationAddress",
)
_AUTHENTICATION: Final = "AUTHENTICATION"
_MOST_ROWS: Final = 10
_MOST_PRODUCTS: Final = 30
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15

_INVALID: Final = 131009
_CLOSED: Final = 131047
_NO_USER_ID: Final = 131062
_NO_TEMPLATE: Final = 132001
_PAUSED: Final = 132015


def send(call: Call) -> Answer:
    """Send a message in Meta's form, or mark one as read.

    The answer to a read receipt is not known; this is Meta's own.
    """
    call.account.need_plugin(call.path["pluginId"])
    call.account.need_phone_number(call.path["whatsappPhoneNumberId"])
    body: dict[str, Any] = call.body
    if body.get("status") == "read":
        message = call.state.conversations.message(body["message_id"])
        if message is None or message.direction != INBOUND:
            raise refusal(_INVALID, "message_id: it is not the id of an inbound message")
        return Answer({"success": True})
    kind = body["type"]
    if kind not in _TYPES:
        raise refusal(_INVALID, f"type: must be one of {', '.join(sorted(_TYPES))}")
    group = body.get("recipient_type") == "group"
    if kind == "pin" and not group:
        raise refusal(_INVALID, "recipient_type: messages are pinned in a group only")
    handle = body["recipient"] if "to" not in body else body["to"] if group else _recipient(body["to"])
    context: Mapping[str, Any] = body.get("context", {})
    content = body[kind]
    template: StoredTemplate | None = None
    if kind == "template":
        template = _template(call, content["name"], content["language"]["code"])
        if "to" not in body and template.category == _AUTHENTICATION:
            raise refusal(_NO_USER_ID, "a template with a code needs the phone number, as `to`")
        text = rendered_from_components(template, content.get("components", []))
    else:
        _check(call, kind, content)
        if call.state.whatsapp.windows and not group:
            _need_window(call, handle)
        text = str(content.get(_TEXT_OF[kind], "")) if kind in _TEXT_OF else _shown(kind, content)
    message = call.state.conversations.add_outbound(
        handle,
        call.now,
        plugin_id=call.account.plugin_id,
        phone_number_id=call.account.phone_number_id,
        data_type=kind,
        body={"body": text} if kind == "text" else {kind: content},
        text=text,
        template_id=None if template is None else template.id,
        in_reply_to=context.get("message_id"),
        content=content,
    )
    return Answer({"whatsappMessageId": message.wamid})


def send_template(call: Call) -> Answer:
    """Send a template to a phone number."""
    return _send_template(call, _recipient(call.path["phoneNumber"]))


def send_template_for_process(call: Call) -> Answer:
    """Send a template to the phone number of a process, named by its id or by its primary key."""
    procedure = call.procedure()
    name = call.path["primaryKeyOrId"]
    row = procedure.by_id(name) or procedure.by_key(procedure.key, name)
    if row is None:
        raise Refusal(404, f"process {name} not found in procedure {procedure.short_id}")
    digits = _number_of(procedure, row)
    if not digits:
        raise Refusal(400, f"process {name} has no phone number")
    return _send_template(call, digits, process=procedure.id_of(row), procedure=procedure.id)


def _send_template(call: Call, digits: str, **more: str) -> Answer:
    body: dict[str, Any] = call.body
    call.account.need_plugin(call.path["pluginId"])
    call.account.need_phone_number(body["whatsappPhoneNumberId"])
    template = _template(call, body["templateName"], body.get("language"))
    text = rendered_from_mapping(template, body)
    message = call.state.conversations.add_outbound(
        digits,
        call.now,
        plugin_id=call.account.plugin_id,
        phone_number_id=call.account.phone_number_id,
        data_type="template",
        body={"body": text},
        text=text,
        template_id=template.id,
        content={
            "name": template.name,
            "language": {"code": template.language},
            **{name: body[name] for name in _OF_HEADER if body.get(name)},
        },
        **more,
    )
    return Answer(representations.message(message))


def _number_of(procedure: Procedure, row: Row) -> str:
    return row.digits or phone_number_of(procedure.data(row))


def _recipient(number: str) -> str:
    if not (number.isdecimal() and number.isascii() and _FEWEST_DIGITS <= len(number) <= _MOST_DIGITS):
        raise refusal(_INVALID, "the recipient must be digits with the country code, without a plus sign")
    return number


def _template(call: Call, name: str, language: str | None) -> StoredTemplate:
    known = call.state.whatsapp.templates.named(call.account.waba_id, name)
    found = [template for template in known if language in {None, template.language}]
    if not found:
        raise refusal(
            _NO_TEMPLATE, f"the template {name}{f' in {language}' if language else ''} does not exist"
        )
    if len(found) > 1:
        languages = ", ".join(template.language for template in found)
        raise Refusal(400, f"the template {name} exists in {languages}: give its language")
    status = found[0].status_at(call.now)
    if status == "PAUSED":
        raise refusal(_PAUSED, f"the template {name} is paused")
    if status != "APPROVED":
        raise refusal(_NO_TEMPLATE, f"the template {name} is {status}, and only an approved one can be sent")
    return found[0]


def _need_window(call: Call, handle: str) -> None:
    for message in call.state.conversations.messages_for(handle):
        if (
            message.direction == INBOUND
            and message.chat.plugin_id == call.account.plugin_id
            and call.now - message.created < WINDOW
        ):
            return
    raise refusal(_CLOSED, "the customer sent no message in the last 24 hours: only a template can be sent")


def _check(call: Call, kind: str, content: Any) -> None:
    """Refuse what Meta refuses and a schema cannot express."""
    if kind in _MEDIA and not (
        content.get("link") or call.state.whatsapp.media.received(content.get("id", ""))
    ):
        raise refusal(_INVALID, f"{kind}: needs a link, or the id of a known file")
    if kind == "pin":
        _check_pin(content)
    if kind != "interactive":
        return
    if content.get("type") == "carousel":
        _check_cards(content["action"]["cards"])
    sections: list[dict[str, Any]] = content.get("action", {}).get("sections", [])
    for member, most in (("rows", _MOST_ROWS), ("product_items", _MOST_PRODUCTS)):
        total = sum(len(section.get(member, [])) for section in sections)
        if total > most:
            raise refusal(_INVALID, f"interactive.action.sections: {total} {member} in total, at most {most}")
    if len(sections) > 1 and not all(section.get("title") for section in sections):
        raise refusal(_INVALID, "interactive.action.sections: with several sections, each needs a title")
    replies = [button["reply"]["id"] for button in content.get("action", {}).get("buttons", [])]
    replies += [row["id"] for section in sections for row in section.get("rows", [])]
    if len(set(replies)) < len(replies):
        raise refusal(_INVALID, "interactive.action: two buttons or rows have the same id")


def _check_pin(content: Mapping[str, Any]) -> None:
    if content["type"] not in {"pin", "unpin"} or (
        content["type"] == "pin" and "expiration_days" not in content
    ):
        raise refusal(_INVALID, "pin: needs the type pin with expiration_days, or the type unpin")


def _check_cards(cards: list[dict[str, Any]]) -> None:
    """Refuse cards of a carousel that do not go together."""
    if len({card.get("card_index", place) for place, card in enumerate(cards)}) < len(cards):
        raise refusal(_INVALID, "interactive.action.cards: two cards have the same card_index")
    if len({_shape(card) for card in cards}) > 1:
        raise refusal(
            _INVALID,
            "interactive.action.cards: all need the same type, the same kind and number of buttons, and one catalogue",
        )


def _shape(card: Mapping[str, Any]) -> tuple[str, str]:
    """Return what all cards of a carousel have in common."""
    if card["type"] not in {"cta_url", "product"}:
        return card["type"], ""
    action: Mapping[str, Any] = card["action"]
    if card["type"] == "product":
        return "product", action["catalog_id"]
    if card["header"]["type"] not in {"image", "video"}:
        raise refusal(_INVALID, "interactive.action.cards: the header of a card is an image or a video")
    if ("parameters" in action) is ("buttons" in action) or (
        "parameters" in action and action.get("name") != "cta_url"
    ):
        raise refusal(
            _INVALID, "interactive.action.cards: a card needs parameters with the name cta_url, or buttons"
        )
    return "cta_url", f"{len(action['buttons'])} replies" if "buttons" in action else "address"


def _shown(kind: str, content: Any) -> str:
    if kind == "interactive":
        body: Mapping[str, Any] = content.get("body") or {}
        return str(body.get("text", ""))
    return str(content.get("name", "")) if kind == "location" else ""
