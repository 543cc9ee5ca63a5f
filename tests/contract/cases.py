"""The calls of every operation: with as little as it needs, and with everything it takes.

Arguments are made from the description. Only what it cannot express is added here: the ids that exist in the sandbox,
and which arguments go together.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async import Timeouts
from codegen.description import load
from tests.contract.sampling import Sampler

if TYPE_CHECKING:
    from chakra_async import Chakra
    from chakra_async.sandbox import Sandbox
    from codegen.records import Operation, Parameter

__all__ = ["BODY", "CASES", "DESCRIPTION", "Arguments", "Case", "arguments", "known_ids"]

DESCRIPTION: Final = load(Path(__file__).parents[2] / "openapi" / "chakra.yaml")
_FILES: Final = ("image", "video", "audio", "document", "sticker")
NUMBER: Final = "447700900123"
BODY: Final = {"type": "BODY", "text": "Hello {{1}}", "example": {"body_text": [["Ada"]]}}
_PARTS: Final = [
    {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}", "example": {"header_text": ["4711"]}},
    BODY,
    {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Stop"}]},
    {
        "type": "CAROUSEL",
        "cards": [
            {"components": [{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Tea"}]}
            for _ in range(2)
        ],
    },
]
_FILLED: Final = {
    "name": "order_update",
    "language": {"code": "en_US"},
    "components": [
        {"type": "header", "parameters": [{"type": "text", "text": "4711"}]},
        {"type": "body", "parameters": [{"type": "text", "text": "Ada"}, {"type": "text", "text": "today"}]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "1"}]},
    ],
}
_CARD: Final = {
    "type": "cta_url",
    "header": {"type": "image", "image": {"link": "https://example.com/file"}},
    "body": {"text": "Assam"},
    "action": {"buttons": [{"type": "quick_reply", "quick_reply": {"id": "1", "title": "Take it"}}]},
}
_TOGETHER: Final[dict[str, dict[str, Any]]] = {
    "carousel": {"cards": [{**_CARD, "card_index": 0}, {**_CARD, "card_index": 1}]},
    "pin": {
        "pin": {"type": "pin", "message_id": "wamid.x", "expiration_days": 7},
        "recipient_type": "group",
    },
}
"""Members that go together, which no schema expresses."""
_PAIRS: Final = [
    {"schemaPropertyName": "1", "schemaPropertyValue": "Ada"},
    {"schemaPropertyName": "2", "schemaPropertyValue": "today"},
]
_KEY: Final = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"


@attrs.frozen(kw_only=True)
class Case:
    """One call.

    Attributes:
        operation: What is called.
        title: What is special about its arguments.
        full: Whether everything is given, but for what is left out.
        picked: The kinds to take where there are several; see `Sampler`.
        known: Values by name, beside the ids of the sandbox.
        given: Arguments that are given though they need not be.
        without: Arguments that do not go together with others.

    """

    operation: Operation
    title: str
    full: bool
    picked: frozenset[str] = frozenset()
    known: dict[str, Any] = attrs.field(factory=dict[str, Any])
    given: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return f"{self.operation.name}-{self.title}"

    def gives(self, one: Parameter) -> bool:
        """Whether an argument is given."""
        return (one.required or self.full or one.name in self.given) and one.name not in self.without


@attrs.frozen(kw_only=True)
class Arguments:
    """The arguments of a call, and what they must become on the wire.

    Attributes:
        python: By their Python names.
        path: The path parameters by their wire names.
        query: The query.
        body: The body: a JSON value, the fields of a form, or None.

    """

    python: dict[str, Any]
    path: dict[str, str]
    query: dict[str, str]
    body: Any


_CONNECT: Final = {
    "action": "connect",
    "session": {"sdp_type": "offer", "sdp": "v=0"},
    "recording": {"status": "ENABLED"},
    "transcription": {"status": "DISABLED"},
}
_SPECIAL: Final[dict[str, list[dict[str, Any]]]] = {
    "calling.get_permissions": [
        {"title": "minimal", "full": False, "given": frozenset({"user_wa_id"})},
        {"title": "full, by number", "full": True, "without": frozenset({"recipient"})},
        {"title": "full, by user id", "full": True, "without": frozenset({"user_wa_id"})},
    ],
    "calling.call": [
        {"title": "minimal", "full": False, "known": {"action": "accept"}, "given": frozenset({"call_id"})},
        {
            "title": "full, by number",
            "full": True,
            "known": _CONNECT,
            "without": frozenset({"call_id", "recipient"}),
        },
        {
            "title": "full, by user id",
            "full": True,
            "known": _CONNECT,
            "without": frozenset({"call_id", "to"}),
        },
    ],
    "partner.create_connect_token": [
        {"title": "minimal", "full": False, "given": frozenset({"new_plugin_name"})},
        {"title": "full, a new plugin", "full": True, "without": frozenset({"plugin_id"})},
        {"title": "full, a known plugin", "full": True, "without": frozenset({"new_plugin_name"})},
    ],
    "templates.create": [
        {"title": "minimal", "full": False, "given": frozenset({"components"})},
        {
            "title": "full, by its parts",
            "full": True,
            "without": frozenset(
                {"library_template_name", "library_template_body_inputs", "library_template_button_inputs"}
            ),
        },
        {"title": "full, of the library", "full": True, "without": frozenset({"components"})},
    ],
    "templates.delete": [
        {"title": "minimal", "full": False},
        {"title": "full, one language", "full": True, "without": frozenset({"template_ids"})},
        {"title": "full, several", "full": True, "without": frozenset({"template_id"})},
    ],
    "messages.send_template": [
        {"title": "minimal", "full": False, "known": {"templateName": "hello_world"}},
        {"title": "full", "full": True},
    ],
    "messages.send_template_for_process": [
        {"title": "minimal", "full": False, "known": {"templateName": "hello_world"}},
        {"title": "full", "full": True},
    ],
}


def _kinds(name: str) -> list[str]:
    return sorted(DESCRIPTION.schemas[name]["discriminator"]["mapping"])


def _messages() -> list[dict[str, Any]]:
    """Every kind of message, every kind of interactive one, and the receipt; a file by its address and by its id."""
    picks: list[tuple[str, ...]] = [
        (kind,) for kind in _kinds("messages.OutgoingMessage") if kind not in {"interactive", *_FILES}
    ]
    picks += [("interactive", kind) for kind in _kinds("messages.Interactive")]
    picks.append(("ReadReceipt",))
    cases: list[dict[str, Any]] = [
        {
            "title": f"{size}, {' '.join(kinds)}",
            "full": size == "full",
            "picked": frozenset(kinds),
            "known": _TOGETHER.get(kinds[-1], {}),
            "given": frozenset({"parameters.flow_id", *([".recipient_type"] if kinds == ("pin",) else [])}),
            "without": frozenset({".recipient", *(f"{kind}.id" for kind in _FILES)}),
        }
        for kinds in picks
        for size in ("minimal", "full")
    ]
    cases += [
        {
            "title": f"{size}, {kind} by its {name}",
            "full": size == "full",
            "picked": frozenset({kind}),
            "given": frozenset({f"{kind}.{name}"}),
            "without": frozenset({".recipient", f"{kind}.{other}"}),
        }
        for kind in _FILES
        for name, other in (("link", "id"), ("id", "link"))
        for size in ("minimal", "full")
    ]
    cases += [
        {
            "title": f"{size}, {kind} to a user id",
            "full": size == "full",
            "picked": frozenset({kind}),
            "given": frozenset({".recipient"}),
            "without": frozenset({".to"}),
        }
        for kind in ("text", "template")
        for size in ("minimal", "full")
    ]
    return cases


def _cases() -> list[Case]:
    cases: list[Case] = []
    for operation in DESCRIPTION.operations:
        usual = [{"title": "minimal", "full": False}, {"title": "full", "full": True}]
        special = _messages() if operation.name == "messages.send" else _SPECIAL.get(operation.name, usual)
        cases += [Case(operation=operation, **each) for each in special]
    return cases


CASES: Final = _cases()


async def known_ids(sandbox: Sandbox, chakra: Chakra) -> dict[str, Any]:
    """Fill the sandbox; return what is in it by the names of the wire."""
    message = sandbox.customer(NUMBER).says("hello").wamid
    process = await chakra.processes.create("ticket", data={"name": "Ada", "phone_number": NUMBER})
    job = await chakra.processes.bulk_create("ticket", items=[{"data": {}}, {"data": {}}])
    photo = await chakra.photos.upload(b"image", filename="one.png")
    chat = await chakra.chats.list().first()
    user = (await chakra.users.list())[0]
    template = await chakra.templates.list(name="order_update").first()
    assert chat is not None
    assert template is not None
    media = sandbox.customer("919901258433").sends(b"%PDF-1.7", "application/pdf", "one.pdf").media_id
    return {
        "pluginId": sandbox.plugin_id,
        "whatsappPhoneNumberId": sandbox.phone_number_id,
        "wabaId": sandbox.waba_id,
        "whatsappApiVersion": "v22.0",
        "campaignId": sandbox.campaign_id,
        "phoneNumber": NUMBER,
        "customerPhoneNumber": NUMBER,
        "to": NUMBER,
        "user_wa_id": NUMBER,
        "procedureShortId": "ticket",
        "processId": process.id,
        "processIdOrPrimaryKey": process.id,
        "primaryKeyOrId": process.id,
        "primaryKeyShortId": "ticket_id",
        "primaryKeyValue": (process.data or {})["ticket_id"],
        "processes.id": process.id,
        "backgroundJobId": job.id,
        "photoId": photo.id,
        "chatId": chat.id,
        "userId": user.id,
        "assignedTo": "johndoe",
        "where": {"status": "OPEN"},
        "orderField": "createdAt",
        "orderDirection": "desc",
        "search": NUMBER,
        "whatsappMediaId": media,
        "mid": media,
        **{f"{kind}.id": media for kind in _FILES},
        **{f"{kind}.link": "https://example.com/file" for kind in _FILES},
        "parameters.url": "https://example.com/order",
        "contacts.name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"},
        "message_id": message,
        "call_id": sandbox.customer("919901258433").calls(),
        "template": _FILLED,
        "whatsappMessageTemplateId": template.id,
        "hsm_id": template.id,
        "hsm_ids": [template.id],
        "content": "your order",
        "name_or_content": "order_update",
        "quality_score": ["UNKNOWN"],
        "after": template.id,
        "templateName": "order_update",
        "mapping": _PAIRS,
        "headerMapping": _PAIRS[:1],
        "buttonMapping": _PAIRS[:1],
        "language": "en_US",
        "business_public_key": _KEY,
    }


def arguments(case: Case, known: dict[str, Any]) -> Arguments:
    """Return the arguments of a call."""
    operation = case.operation
    if operation.name in ("templates.list", "templates.delete"):
        known = {
            **known,
            "name": "order_update",
            "status": "APPROVED",
            "category": "UTILITY",
            "fields": ["name", "id"],
        }
    if operation.name in ("templates.create", "templates.update"):
        known = {**known, "components": _PARTS if case.full else [BODY]}
    if (
        operation.name == "messages.send" and not case.full
    ):  # a file needs a link or an id, which no schema expresses
        known = {**known, **{kind: {"link": "https://example.com/file"} for kind in _FILES}}
    sampler = Sampler(
        document=DESCRIPTION.document,
        known={**known, **case.known},
        full=case.full,
        picked=case.picked,
        given=case.given,
        without=case.without,
    )
    values = [
        (one, sampler.value(one.schema, one.wire, operation.name))
        for one in operation.parameters
        if case.gives(one)
    ]
    made = Arguments(
        python={one.name: value for one, value in values},
        path={one.wire: value for one, value in values if one.place == "path"},
        query={one.wire: _as_text(value) for one, value in values if one.place == "query"},
        body=_body(operation, {one.wire: value for one, value in values if one.place == "body"}),
    )
    if case.full:
        made.python["extra_headers"] = {"X-Contract": "full"}
        made.python["extra_params"] = {"contract": "full"}
        made.python["timeouts"] = Timeouts(total=60)
        made.query["contract"] = "full"
    return made


def _body(operation: Operation, members: dict[str, Any]) -> Any:
    if operation.body == "none":
        return None
    return members[""] if operation.body == "whole" else members


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_as_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def takes(method: Any) -> set[str]:
    """Return the names of the arguments that a stub takes for the operation itself."""
    return set(inspect.signature(method).parameters) - {
        *("self", "extra_headers", "extra_params", "extra_body", "timeouts", "content_type")
    }
