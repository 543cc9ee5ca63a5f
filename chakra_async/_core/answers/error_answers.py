"""Error answers to exceptions: every error shape that the API and Meta were seen to use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async import errors
from chakra_async._core.decoding.json_shape import as_array, as_object
from chakra_async._core.http_status import NOT_FOUND, SERVER_ERRORS, TOKEN_STATUSES
from chakra_async._core.masking import mask_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async._core.operation import Operation
    from chakra_async.outcomes import Outcome

__all__ = [
    "PAIR_CODE",
    "THROTTLING_CODES",
    "WIDE_CODES",
    "api_error",
    "error_items",
    "error_messages",
    "has_errors",
]

THROTTLING_CODES: Final = frozenset({4, 80007, 130429, 131056})
"""Meta's throttling codes: of the app, the WhatsApp account, the number, the pair of numbers."""
WIDE_CODES: Final = frozenset({4, 80007})
"""Those that apply to every call of a client: the app's (documented), and the account's, which all of its numbers share
(inferred)."""
PAIR_CODE: Final = 131056
"""Throttling of one number to one person; other calls are not affected (inferred from its public meaning)."""

_BY_STATUS: Final[dict[int, type[errors.APIError]]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    402: errors.PlanError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    413: errors.PayloadTooLargeError,
    422: errors.UnprocessableError,
    429: errors.RateLimitedError,
}
_BY_META_CODE: Final[dict[int, type[errors.WhatsAppError]]] = {
    131026: errors.UndeliverableError,
    131042: errors.PaymentError,
    131047: errors.WindowClosedError,
    131048: errors.SpamLimitError,
    131049: errors.MarketingLimitError,
}
_TEMPLATE_CODES: Final = range(132000, 133000)
_CODE_IN_TEXT: Final = r"\(#(\d{1,7})\)"  # compiled on first use
_ADVICE: Final[dict[int, str]] = {
    401: "check the access token and its role",
    402: "the account's plan does not allow this",
    403: "the token's role lacks the privilege",
    404: "check the ids and the API version",
}
_BODY_SHOWN: Final = 2000
_TEXT_SHOWN: Final = 300


def has_errors(document: Any) -> bool:
    """Return whether an answer's JSON holds errors, whatever its status: a quick form of `error_items`."""
    if document.__class__ is not dict:
        return False
    if document.get("_errors") or document.get("error"):
        return True
    data = document.get("_data")
    return data.__class__ is dict and bool(data.get("error"))


def error_items(document: object) -> list[Any]:
    """Return the errors that an answer's JSON holds, whatever its status; empty without any.

    Read are a non-empty `_errors`, `error` and `_data.error`.
    """
    whole = as_object(document)
    if not whole:
        return []
    listed = whole.get("_errors")
    found: list[Any] = list(as_array(listed)) or ([listed] if listed else [])
    found.extend(
        single for single in (whole.get("error"), as_object(whole.get("_data")).get("error")) if single
    )
    return found


def api_error(
    operation: Operation[Any],
    *,
    status: int,
    headers: Mapping[str, str],
    document: object,
    body: bytes,
    outcome: Outcome,
    retry_after: float | None,
) -> errors.APIError:
    """Return the exception of an error answer.

    Args:
        operation: The operation of the call.
        status: The HTTP status.
        headers: The answer's headers.
        document: The answer's JSON, or None where the body is not JSON.
        body: The answer's body as it came.
        outcome: What is known of the call.
        retry_after: Seconds that the server asks to wait, or None.

    """
    items = [*error_items(document), *_other_explanations(document)]
    texts = [mask_numbers(text) for text in error_messages(document)]
    meta_code, meta_subcode = meta_codes(items)
    kind = _kind(status, meta_code)
    shown = "; ".join(dict.fromkeys(texts)) or _plain_text(headers, body)
    message = f"{status} {shown[:_TEXT_SHOWN]}".strip().rstrip(".")
    advice = _ADVICE.get(status)
    if status == NOT_FOUND and operation.evidence == "inferred":
        advice = (
            "this operation's path is inferred and may not exist as such; report it if your ids are right"
        )
    return kind(
        f"{message}: {advice}" if advice else message,
        outcome=outcome,
        operation=operation.name,
        status=status,
        code=_api_code(document),
        messages=texts,
        meta_code=meta_code,
        meta_subcode=meta_subcode,
        headers={name.lower(): value for name, value in headers.items()},
        body=mask_numbers(body[:_BODY_SHOWN].decode("utf-8", "replace")),
        retry_after=retry_after,
    )


def error_messages(document: object) -> list[str]:
    """Return every message of an error answer, as it came, phone numbers included."""
    return [
        text for text in map(_message_of, [*error_items(document), *_other_explanations(document)]) if text
    ]


def meta_codes(items: list[Any]) -> tuple[int | None, int | None]:
    """Return Meta's code and subcode of error objects, or of `(#131047) ...` in a message."""
    for item in items:
        code, subcode = as_object(item).get("code"), as_object(item).get("error_subcode")
        if isinstance(code, int) and not isinstance(code, bool):
            return code, subcode if isinstance(subcode, int) else None
        match = re.search(_CODE_IN_TEXT, _message_of(item))
        if match:
            return int(match[1]), None
    return None, None


def _kind(status: int, meta_code: int | None) -> type[errors.APIError]:
    by_status = _BY_STATUS.get(status, errors.ServerError if status >= SERVER_ERRORS else errors.APIError)
    if meta_code in THROTTLING_CODES:  # after a 5xx it is not known what was done, whatever its body says
        return errors.ThrottledError if status < SERVER_ERRORS else by_status
    if meta_code is None or status in TOKEN_STATUSES:
        return by_status
    if meta_code in _TEMPLATE_CODES:
        return errors.TemplateError
    general = errors.WhatsAppError if by_status in (errors.BadRequestError, errors.APIError) else by_status
    return _BY_META_CODE.get(meta_code, general)


def _other_explanations(document: object) -> list[Any]:
    """Return what else may explain an error: a top-level `message`, `errors`, or a bare string."""
    if isinstance(document, str):
        return [document]
    whole = as_object(document)
    return [*as_array(whole.get("errors")), whole.get("message")]


def _message_of(item: object) -> str:
    if isinstance(item, str):
        return item
    member = as_object(item)
    if not member:
        return "" if item is None else _as_string(item)
    details = as_object(member.get("error_data")).get("details")
    parts = (member.get("message"), details, member.get("error_user_msg"))
    return ": ".join(dict.fromkeys(part for part in parts if isinstance(part, str) and part))


def _as_string(item: object) -> str:
    try:
        return str(item)
    except RecursionError:
        return "an error nested too deeply to be shown"


def _api_code(document: object) -> str | None:
    code = as_object(document).get("code")
    return code if isinstance(code, str) else None


def _plain_text(headers: Mapping[str, str], body: bytes) -> str:
    if "html" in headers.get("content-type", "").lower():
        return "an HTML page instead of an API answer"
    return mask_numbers(body[:_TEXT_SHOWN].decode("utf-8", "replace").strip())
