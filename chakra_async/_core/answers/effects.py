"""Signs in an error answer that the call was done all the same: an id, a lead or other data beside the error.

Such an answer contradicts itself. It is known neither that nothing was done nor that it was, so the call's outcome is
unknown and it is never repeated, whatever the error's code says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.decoding.json_shape import as_array, as_object
from chakra_async._core.http_status import REDIRECTS, SUCCESSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async._core.operation import Operation

__all__ = ["effect_of"]

_ERRORS: Final = frozenset({"_errors", "error", "errors"})
_MESSAGE_IDS: Final = frozenset(
    {"whatsappMessageId", "externalId", "messageId", "message_id", "wamid", "wamId", "whatsapp_message_id"}
)
_RECORDS: Final = frozenset(
    {"process", "lead", "record", "task", "job", "backgroundJob", "template", "photo", "media"}
)
_RECORD_IDS: Final = frozenset(
    {"processId", "leadId", "taskId", "backgroundJobId", "jobId", "templateId", "photoId"}
)
_DATA: Final = frozenset({"_data", "data", "result"})
_EXPLANATIONS: Final = frozenset(
    [
        "_errors",
        "error",
        "errors",
        "_meta",
        "message",
        "detail",
        "details",
        "description",
        "reason",
        "title",
        "type",
        "code",
        "status",
        "statusCode",
        "status_code",
        "success",
        "ok",
        "retry_after",
        "retryAfter",
        "retry_after_ms",
        "retryAfterMs",
        "error_data",
        "error_subcode",
        "error_user_msg",
        "error_user_title",
        "fbtrace_id",
        "requestId",
        "request_id",
        "traceId",
        "trace_id",
        "timestamp",
        "path",
        "method",
        "messaging_product",
    ]
)
"""Members that explain an error or describe the request, so that they do not show an effect."""
_OWN: Final = frozenset({"id", "_id", "uuid", "wasCreated", "was_created"})
"""Members of objects without an envelope that are data, whatever their type."""
_MAX_SEARCHED: Final = 2000
_WAMID: Final = "wamid."
_PLURALS: Final = {"processes": "process", **{f"{name}s": name for name in _RECORDS - {"process", "media"}}}
_ID_NAMES: Final = ("id", "_id", "uuid")
_UUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def effect_of(operation: Operation[Any], status: int, document: object) -> str | None:
    """Return what an error answer holds beside its error that shows an effect of the call, or None.

    Args:
        operation: The operation of the call; one that only reads has no effect.
        status: The HTTP status. Under a success any data counts, under another status an id of what a call makes.
        document: The answer's JSON.

    Example:
        >>> from chakra_async._core.operation import Operation
        >>> send = Operation(name="x", method="POST", path="/", repeatable=False)
        >>> effect_of(send, 429, {"messages": [{"id": "wamid.HB"}], "error": {"code": 130429}})
        'a message id'

    """
    if operation.reads:
        return None
    found = next(_signs(document), None)
    if found is None and SUCCESSES <= status < REDIRECTS and _has_data(document):
        return "data"
    return found


def _signs(document: object) -> Iterator[str]:
    """Give each id in a document that a call may have made; nothing inside of an error counts."""
    waiting: list[tuple[object, bool]] = [(document, False)]
    searched = 0
    while waiting:
        value, inside_data = waiting.pop()
        searched += 1
        if searched > _MAX_SEARCHED:
            yield "more than is searched"
            return
        if isinstance(value, str):
            if value.startswith(_WAMID):
                yield "a message id"
            continue
        waiting += [(item, inside_data) for item in as_array(value)[:_MAX_SEARCHED]]
        for name, member in as_object(value).items():
            if name in _ERRORS or not member:
                continue
            sign = _sign(name, member, inside_data=inside_data)
            if sign is not None:
                yield sign
            waiting.append((member, inside_data or name in _DATA))


def _sign(name: str, member: Any, *, inside_data: bool) -> str | None:
    if name in _MESSAGE_IDS and isinstance(member, str | int):
        return "a message id"
    if name in ("messages", "message") and any(map(_has_id, [member, *as_array(member)[:_MAX_SEARCHED]])):
        return "a message id"
    record = name if name in _RECORDS else _PLURALS.get(name)
    if record and (_is_id(member) or any(map(_has_id, [member, *as_array(member)[:_MAX_SEARCHED]]))):
        return f"the id of a {'background job' if record in ('job', 'backgroundJob') else record}"
    if name in _RECORD_IDS or (inside_data and name in _ID_NAMES):
        return "an id"
    if name in ("wasCreated", "was_created") and member is True:
        return "that a record was created"
    return None


def _has_id(value: object) -> bool:
    return any(as_object(value).get(name) for name in _ID_NAMES)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(_UUID, value) is not None


def _has_data(document: object) -> bool:
    """Return whether a document holds anything beside its errors and what explains them."""
    whole = as_object(document)
    for name in _DATA & whole.keys():
        inner = as_object(whole[name])
        if any(map(_is_data, inner.items())) if inner else whole[name]:
            return True
    # Without an envelope the document itself is the data, of which only what no error has by itself counts.
    return any(
        _is_data((name, member)) and (isinstance(member, dict | list) or name in _OWN)
        for name, member in whole.items()
        if name not in _DATA
    )


def _is_data(item: tuple[str, Any]) -> bool:
    name, member = item
    explains = name in _EXPLANATIONS or (
        name == "messages" and all(isinstance(text, str) for text in as_array(member)[:_MAX_SEARCHED])
    )
    return bool(member) and not explains
