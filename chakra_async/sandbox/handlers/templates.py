"""Message templates: created, listed, changed and deleted. Answers and refusals are Meta's, without an envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.replies import MetaRefusal
from chakra_async.sandbox.stores.templates import placeholders
from chakra_async.sandbox.webhooks import notices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.sandbox.stores.templates import StoredTemplate

__all__ = ["create", "delete", "list_page", "update"]

_DEFAULT_LIMIT: Final = 25
_INVALID: Final = 100


def create(call: Call) -> Answer:
    """Create a template, which waits for its review."""
    waba_id = _account(call)
    body: dict[str, Any] = call.body
    templates = call.state.whatsapp.templates
    if any(one.language == body["language"] for one in templates.named(waba_id, body["name"])):
        raise _invalid(
            f"there is already content for {body['language']} of the template {body['name']}", 2388024
        )
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
    template.approved_at = call.now + call.state.whatsapp.review
    _report_review(call, template)
    return Answer({"success": True})


def delete(call: Call) -> Answer:
    """Delete all languages of a template, or the one with an id."""
    waba_id = _account(call)
    name, identifier = call.query["name"], call.query.get("hsm_id")
    gone: Sequence[StoredTemplate] = [
        template
        for template in call.state.whatsapp.templates.named(waba_id, name)
        if identifier in {None, template.id}
    ]
    if not gone:
        raise _missing(identifier or name)
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


def _invalid(message: str, subcode: int | None = None) -> MetaRefusal:
    details = {} if subcode is None else {"error_subcode": subcode}
    return MetaRefusal(400, message, _INVALID, **details)


def _missing(name: str) -> MetaRefusal:
    text = f"Unsupported request. Object with ID '{name}' does not exist or cannot be loaded"
    return MetaRefusal(400, text, _INVALID, error_subcode=33)
