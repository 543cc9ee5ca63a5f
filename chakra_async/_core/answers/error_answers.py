"""Error answers to exceptions: every error shape that the API and Meta were seen to use.

What a server sends is bounded and cleaned here, where it comes in: at most `MAX_MESSAGES` messages of 1,000 characters
each and 2,000 characters of the body, without the token, with phone numbers masked and control characters escaped.
"""

from __future__ import annotations

import re
from reprlib import Repr
from typing import TYPE_CHECKING, Any, Final

from chakra_async import errors
from chakra_async._core.decoding.json_shape import as_array, as_object
from chakra_async._core.http_status import NOT_FOUND, SERVER_ERRORS, TOKEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async._core.operation import Operation
    from chakra_async._core.redaction import Cleaner
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
    131062: errors.UserIdNotAllowedError,
}
_TEMPLATE_CODES: Final = range(132000, 133000)
# At the beginning of a message and followed by words: elsewhere, or in a list, it is quoted. Compiled on first use.
_CODE_OF_MESSAGE: Final = r"\s*\(#(\d{1,7})\)(?=\s*$|\s+[\w(])(?!\s+(?:and|or|is|are|was|were|means|to)\b)"
_ANY_CODE: Final = r"\(#(\d{1,7})\)"
_CODE_AS_STRING: Final = r"\s*\(?#?(\d{1,9})(?:\.0*)?\)?\s*"
_MAX_CODE: Final = 10**9
_ADVICE: Final[dict[type[errors.APIError], str]] = {
    errors.AuthenticationError: "check the access token and its role",
    errors.PlanError: "the account's plan does not allow this",
    errors.PermissionDeniedError: "the token's role lacks the privilege",
    errors.NotFoundError: "check the ids and the API version",
    errors.BadRequestError: "correct the arguments",
    errors.UnprocessableError: "correct the arguments",
    errors.ConflictError: "read the present state before another call",
    errors.PayloadTooLargeError: "send less in one call",
    errors.RateLimitedError: "call again later, or lower Limits.rate",
    errors.ThrottledError: "call again later, or lower Limits.rate",
    errors.ServerError: "call again later; report it with the request id if it persists",
    errors.WindowClosedError: "send a template; other messages need one of the contact's in the last 24 hours",
    errors.UndeliverableError: "check that the number uses WhatsApp",
    errors.TemplateError: "compare template, language and parameters with templates.check",
    errors.PaymentError: "settle the WhatsApp account's payment with Meta",
    errors.SpamLimitError: "wait, and improve the quality rating of the number",
    errors.MarketingLimitError: "send this person no marketing message for a while",
    errors.UserIdNotAllowedError: "send it to the phone number, as `to`",
    errors.WhatsAppError: "look up the code in Meta's list of error codes",
    errors.APIError: "correct the call before another one",
}
_INFERRED_PATH: Final = (
    "this operation's path is inferred and may not exist as such; report it if your ids are right"
)
MAX_MESSAGES: Final = 100
"""Messages of an error answer that are kept."""
MAX_ERROR_BODY: Final = 1024 * 1024
"""Bytes of an error answer that are read as JSON; a larger one is shown by its beginning."""
_MESSAGE_KEPT: Final = 1000
_BODY_SHOWN: Final = 2000
_TEXT_SHOWN: Final = 300
_HEADERS_KEPT: Final = 100
_CODE_KEPT: Final = 100
_BYTES_PER_CHARACTER: Final = 4
_SEARCHED: Final = 16 * 1024
_PLAIN_HEADERS: Final = frozenset(
    [
        "age",
        "cf-ray",
        "content-length",
        "date",
        "etag",
        "expires",
        "last-modified",
        "retry-after",
        "traceparent",
        "x-amz-cf-id",
        "x-amzn-requestid",
        "x-amzn-trace-id",
        "x-correlation-id",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "x-request-id",
    ]
)
"""Headers whose digits are times, counts and ids."""


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
    found: list[Any] = as_array(listed)[:MAX_MESSAGES] or ([listed] if listed else [])
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
    cleaner: Cleaner,
) -> errors.APIError:
    """Return the exception of an error answer.

    Args:
        operation: The operation of the call.
        status: The HTTP status.
        headers: The answer's headers.
        document: The answer's JSON, or None where the body is not JSON.
        body: The answer's body as it came.
        outcome: What is known of the call.
        cleaner: Makes the server's strings fit to be kept.

    """
    items = [*error_items(document), *_other_explanations(document)][:MAX_MESSAGES]
    messages = [cleaner.clean(text, _MESSAGE_KEPT) for text in error_messages(document)]
    meta_code, meta_subcode = meta_codes(items)
    kind = _kind(status, meta_code)
    shown = "; ".join(dict.fromkeys(messages)) or _plain_text(headers, body, cleaner)
    message = f"{status} {' '.join(shown.split())[:_TEXT_SHOWN]}".strip().rstrip(".")
    inferred = status == NOT_FOUND and operation.evidence == "inferred"
    return kind(
        f"{message}: {_INFERRED_PATH if inferred else _ADVICE[kind]}",
        outcome=outcome,
        operation=operation.name,
        status=status,
        code=_api_code(document, cleaner),
        messages=messages,
        meta_code=meta_code,
        meta_subcode=meta_subcode,
        headers=_kept_headers(headers, cleaner),
        body=cleaner.clean(_beginning(body, _SEARCHED), _BODY_SHOWN),
        retry_after=None,
    )


def error_messages(document: object) -> list[str]:
    """Return the messages of an error answer, cut but otherwise as they came, phone numbers included."""
    items = [*error_items(document), *_other_explanations(document)][:MAX_MESSAGES]
    return [text for text in map(_message_of, items) if text]


def meta_codes(items: list[Any]) -> tuple[int | None, int | None]:
    """Return Meta's code and subcode of error objects, or of `(#131047) ...` at the beginning of a message.

    Example:
        >>> meta_codes([{"code": "130429"}]), meta_codes(["(#131047) Re-engagement message"])
        ((130429, None), (131047, None))

    """
    for item in items:
        member = as_object(item)
        code = _code(member.get("code"))
        if code is not None:
            return code, _code(member.get("error_subcode"))
        code = _code_in(_message_of(item))
        if code is not None:
            return code, None
    return None, None


def _code(value: object) -> int | None:
    """Return a code that is an integer, or a string or float of one."""
    if isinstance(value, str):
        match = re.fullmatch(_CODE_AS_STRING, value, re.ASCII)
        return int(match[1]) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _MAX_CODE:
        return None
    return int(value) if value == int(value) else None


def _code_in(message: str) -> int | None:
    """Return the code that a message begins with; not one for throttling where the message names others too."""
    match = re.match(_CODE_OF_MESSAGE, message)
    if match is None:
        return None
    code = int(match[1])
    ambiguous = code in THROTTLING_CODES and any(
        int(other) != code for other in re.findall(_ANY_CODE, message)
    )
    return None if ambiguous else code


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
    return [*as_array(whole.get("errors"))[:MAX_MESSAGES], whole.get("message")]


def _message_of(item: object) -> str:
    if isinstance(item, str):
        return item[:_SEARCHED]
    member = as_object(item)
    if not member:
        return "" if item is None else _as_string(item)
    details = as_object(member.get("error_data")).get("details")
    parts = (member.get("message"), details, member.get("error_user_msg"))
    return ": ".join(dict.fromkeys(part[:_SEARCHED] for part in parts if isinstance(part, str) and part))


def _as_string(item: object) -> str:
    shown = Repr()
    shown.maxlevel = shown.maxlist = shown.maxdict = 8
    shown.maxstring = shown.maxother = shown.maxlong = _TEXT_SHOWN
    return shown.repr(item)


def _api_code(document: object, cleaner: Cleaner) -> str | None:
    code = as_object(document).get("code")
    return cleaner.clean(code, _CODE_KEPT) if isinstance(code, str) else None


def _kept_headers(headers: Mapping[str, str], cleaner: Cleaner) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in list(headers.items())[:_HEADERS_KEPT]:
        plain = name.lower() in _PLAIN_HEADERS
        kept[name.lower()] = (cleaner.clean_id if plain else cleaner.clean)(value, _MESSAGE_KEPT)
    return kept


def _plain_text(headers: Mapping[str, str], body: bytes, cleaner: Cleaner) -> str:
    if "html" in headers.get("content-type", "").lower():
        return "an HTML page instead of an API answer"
    return cleaner.clean(_beginning(body, _SEARCHED).strip(), _TEXT_SHOWN)


def _beginning(body: bytes, characters: int) -> str:
    return body[: characters * _BYTES_PER_CHARACTER].decode("utf-8", "replace")[:characters]
