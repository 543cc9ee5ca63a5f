"""Message templates: created, listed, changed and deleted. Answers and refusals are Meta's, without an envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import MetaRefusal
from chakra_async.sandbox.stores.templates import placeholders
from chakra_async.sandbox.webhooks import notices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["create", "delete", "list_page", "update"]

_DEFAULT_LIMIT: Final = 25
_INVALID: Final = 100
_LIBRARY_TEXT: Final = "Taken from the template library."
"""What every template says that is made from Meta's library, which the sandbox does not have."""
_BODY_OF_OFFER: Final = 600
_BODY_OF_CARD: Final = 160
_MOST: Final = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1}


def create(call: Call) -> Answer:
    """Create a template, which waits for its review."""
    waba_id = _account(call)
    body: dict[str, Any] = call.body
    templates = call.state.whatsapp.templates
    if any(one.language == body["language"] for one in templates.named(waba_id, body["name"])):
        raise _invalid(
            f"there is already content for {body['language']} of the template {body['name']}", 2388024
        )
    if "library_template_name" in body:
        body = {**body, "components": [{"type": "BODY", "text": _LIBRARY_TEXT}]}
    _check_components(body["components"], body["category"])
    template = templates.add(waba_id, body, call.now + call.state.whatsapp.review)
    _report_review(call, template)
    return Answer({"id": template.id, "status": template.status_at(call.now), "category": template.category})


def _report_review(call: Call, template: StoredTemplate) -> None:
    if call.state.reporter.active:
        notice = notices.template(call.account, template, "APPROVED", template.approved_at)
        call.state.reporter.note(notice)


def list_page(call: Call) -> Answer:
    """Return a page of the templates that match, by a cursor; the cursors' form is the sandbox's own."""
    waba_id = _account(call)
    query = call.query
    shown = [template.shown(call.now) for template in call.state.whatsapp.templates.of(waba_id)]
    wanted = {name: query[name] for name in ("name", "status", "category", "language") if name in query}
    shown = [one for one in shown if all(one[name] == value for name, value in wanted.items())]
    shown = [one for one in shown if _contains(one, query)]
    ids = [one["id"] for one in shown]
    after = query.get("after")
    if after is not None and after not in ids:
        raise _invalid("Invalid parameter: the cursor after is not one of this list")
    first = 0 if after is None else ids.index(after) + 1
    page = shown[first : first + int(query.get("limit", _DEFAULT_LIMIT))]
    if "fields" in query:
        fields = {"id", *query["fields"].split(",")}
        page = [{name: value for name, value in one.items() if name in fields} for one in page]
    if not page:
        return Answer({"data": []})
    paging: dict[str, Any] = {"cursors": {"before": page[0]["id"], "after": page[-1]["id"]}}
    if first + len(page) < len(shown):
        # Meta's own address: a token of ChakraHQ must never be sent there.
        paging["next"] = f"https://graph.facebook.com/{waba_id}/message_templates?after={page[-1]['id']}"
    return Answer({"data": page, "paging": paging})


def update(call: Call) -> Answer:
    """Change a template, which waits for its review again."""
    identifier = call.path["whatsappMessageTemplateId"]
    template = call.state.whatsapp.templates.by_id(call.account.waba_id, identifier)
    if template is None:
        raise _missing(identifier)
    body: dict[str, Any] = call.body or {}
    if "components" in body:
        _check_components(body["components"], template.category)
        template.components = body["components"]
    template.category = body.get("category", template.category)
    template.parameter_format = body.get("parameter_format", template.parameter_format)
    template.approved_at = call.now + call.state.whatsapp.review
    _report_review(call, template)
    return Answer({"success": True})


def delete(call: Call) -> Answer:
    """Delete all languages of a template, or the one with an id."""
    waba_id = _account(call)
    name, query = call.query["name"], call.query
    chosen = (
        query["hsm_ids"].split(",")
        if "hsm_ids" in query
        else [query["hsm_id"]]
        if "hsm_id" in query
        else None
    )
    gone: Sequence[StoredTemplate] = [
        template
        for template in call.state.whatsapp.templates.named(waba_id, name)
        if chosen is None or template.id in chosen
    ]
    if not gone or (chosen is not None and len(gone) < len(set(chosen))):
        raise _missing(name if chosen is None else ",".join(chosen))
    call.state.whatsapp.templates.remove(waba_id, gone)
    return Answer({"success": True})


def _account(call: Call) -> str:
    waba_id = call.path["wabaId"]
    if waba_id != call.account.waba_id:
        raise _missing(waba_id)
    return waba_id


def _check_components(components: list[dict[str, Any]], category: str) -> None:
    bodies = [part for part in components if part.get("type") == "BODY"]
    if len(bodies) != 1:
        raise _invalid("Invalid parameter: components needs exactly one component of the type BODY", 2388043)
    kinds = [part.get("type") for part in components]
    if any(kinds.count(kind) > 1 for kind in kinds):
        raise _invalid("Invalid parameter: components has two of a type", 2388043)
    if "LIMITED_TIME_OFFER" in kinds and (
        "FOOTER" in kinds or len(bodies[0].get("text", "")) > _BODY_OF_OFFER
    ):
        raise _invalid(
            "Invalid parameter: a limited time offer has no footer and at most 600 characters", 2388043
        )
    for part in components:
        _check_buttons(part)
        _check_cards(part)
    names = placeholders(bodies[0].get("text", ""))
    example: dict[str, Any] = bodies[0].get("example", {})
    if (
        names
        and category != "AUTHENTICATION"
        and not ({"body_text", "body_text_named_params"} & example.keys())
    ):
        raise _invalid(
            "Invalid parameter: the text has placeholders, and example has no values for them", 2388043
        )


def _check_buttons(part: dict[str, Any]) -> None:
    buttons: list[dict[str, Any]] = part.get("buttons", []) if part.get("type") == "BUTTONS" else []
    kinds = [button.get("type") for button in buttons]
    if any(kinds.count(kind) > most for kind, most in _MOST.items()):
        raise _invalid("Invalid parameter: buttons has too many of a type", 2388043)
    for button in buttons:
        if button.get("otp_type") in {"ONE_TAP", "ZERO_TAP"} and not button.get("supported_apps"):
            raise _invalid("Invalid parameter: supported_apps is required", 2388043)


def _check_cards(part: dict[str, Any]) -> None:
    cards: list[dict[str, Any]] = part.get("cards", []) if part.get("type") == "CAROUSEL" else []
    shapes = [sorted(str(one.get("type")) for one in card["components"]) for card in cards]
    if any(shape != shapes[0] for shape in shapes):
        raise _invalid("Invalid parameter: all cards must have the same components", 2388043)
    for one in (one for card in cards for one in card["components"]):
        _check_buttons(one)
        if one.get("type") == "BODY" and len(one.get("text", "")) > _BODY_OF_CARD:
            raise _invalid("Invalid parameter: the text of a card has more than 160 characters", 2388043)


def _contains(template: dict[str, Any], query: Mapping[str, str]) -> bool:
    """Whether the filters by name and text, and by quality, which is UNKNOWN here, let a template through."""
    text = " ".join(str(part.get("text", "")) for part in template["components"]).lower()
    return (
        query.get("content", "").lower() in text
        and query.get("name_or_content", "").lower() in f"{template['name']} {text}"
        and ("quality_score" not in query or "UNKNOWN" in query["quality_score"].split(","))
    )


def _invalid(message: str, subcode: int | None = None) -> MetaRefusal:
    details = {} if subcode is None else {"error_subcode": subcode}
    return MetaRefusal(400, message, _INVALID, **details)


def _missing(name: str) -> MetaRefusal:
    text = f"Unsupported request. Object with ID '{name}' does not exist or cannot be loaded"
    return MetaRefusal(400, text, _INVALID, error_subcode=33)
