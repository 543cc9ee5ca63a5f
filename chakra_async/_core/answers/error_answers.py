"""From an error answer to its exception: every error shape that the API and Meta have been seen to use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async import errors
from chakra_async._core.decoding.json_shape import array, mapping
from chakra_async._core.masking import mask_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async._core.operation import Operation
    from chakra_async.outcomes import Outcome

__all__ = ["PAIR_CODE", "THROTTLING_CODES", "WIDE_CODES", "api_error", "complains", "complaints", "texts_of"]

THROTTLING_CODES: Final = frozenset({4, 80007, 130429, 131056})
"""Meta's codes for "too much": the app, the WhatsApp account, the number, the pair of numbers."""
WIDE_CODES: Final = frozenset({4, 80007})
"""Those that concern every call of a client: the app's (documented), and the account's, since all of its numbers share
it (inferred)."""
PAIR_CODE: Final = 131056
"""Too much from one number to one person: nobody else is concerned (inferred from its public meaning)."""

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
_ABOUT_THE_TOKEN: Final = frozenset({401, 402, 403})
_SERVER_FAILED: Final = 500
_BODY_SHOWN: Final = 2000
_TEXT_SHOWN: Final = 300


def complains(document: Any) -> bool:
    """Return whether an answer's JSON holds errors, whatever its status: the quick form of `complaints`."""
    if document.__class__ is not dict:
        return False
    if document.get("_errors") or document.get("error"):
        return True
    data = document.get("_data")
    return data.__class__ is dict and bool(data.get("error"))


def complaints(document: object) -> list[Any]:
    """Return the errors that an answer's JSON holds, whatever its status; empty where it holds none.

    Read are a non-empty `_errors`, `error` and `_data.error`.
    """
    whole = mapping(document)
    if not whole:
        return []
    listed = whole.get("_errors")
    found: list[Any] = list(array(listed)) or ([listed] if listed else [])
    found.extend(
        single for single in (whole.get("error"), mapping(whole.get("_data")).get("error")) if single
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
    """Return the exception for an answer that says no.

    Args:
        operation: The operation asked for.
        status: The HTTP status.
        headers: The answer's headers.
        document: The answer's JSON, or None where it is no JSON.
        body: The answer's body as it came.
        outcome: What is known of the call.
        retry_after: Seconds the server asked to wait, or None.

    """
    items = [*complaints(document), *_further(document)]
    texts = [mask_numbers(text) for text in texts_of(document)]
    meta_code, meta_subcode = meta_codes(items)
    kind = _kind(status, meta_code)
    shown = "; ".join(dict.fromkeys(texts)) or _plain_text(headers, body)
    message = f"{status} {shown[:_TEXT_SHOWN]}".strip().rstrip(".")
    advice = _ADVICE.get(status)
    if status == 404 and operation.evidence == "inferred":  # noqa: PLR2004 - an HTTP status
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


def texts_of(document: object) -> list[str]:
    """Return every message of an error answer, as it came: phone numbers stand in it in full."""
    return [text for text in map(_text_of, [*complaints(document), *_further(document)]) if text]


def meta_codes(items: list[Any]) -> tuple[int | None, int | None]:
    """Return Meta's code and subcode out of error objects or of `(#131047) ...` in texts."""
    for item in items:
        code, subcode = mapping(item).get("code"), mapping(item).get("error_subcode")
        if isinstance(code, int) and not isinstance(code, bool):
            return code, subcode if isinstance(subcode, int) else None
        match = re.search(_CODE_IN_TEXT, _text_of(item))
        if match:
            return int(match[1]), None
    return None, None


def _kind(status: int, meta_code: int | None) -> type[errors.APIError]:
    by_status = _BY_STATUS.get(status, errors.ServerError if status >= _SERVER_FAILED else errors.APIError)
    if meta_code in THROTTLING_CODES:  # a 5xx does not tell what was done before it, whatever stands in it
        return errors.ThrottledError if status < _SERVER_FAILED else by_status
    if meta_code is None or status in _ABOUT_THE_TOKEN:
        return by_status
    if meta_code in _TEMPLATE_CODES:
        return errors.TemplateError
    general = errors.WhatsAppError if by_status in (errors.BadRequestError, errors.APIError) else by_status
    return _BY_META_CODE.get(meta_code, general)


def _further(document: object) -> list[Any]:
    """Return what else may explain an error: a top-level `message`, `errors`, or a bare text."""
    if isinstance(document, str):
        return [document]
    whole = mapping(document)
    return [*array(whole.get("errors")), whole.get("message")]


def _text_of(item: object) -> str:
    if isinstance(item, str):
        return item
    member = mapping(item)
    if not member:
        return "" if item is None else _written(item)
    details = mapping(member.get("error_data")).get("details")
    parts = (member.get("message"), details, member.get("error_user_msg"))
    return ": ".join(dict.fromkeys(part for part in parts if isinstance(part, str) and part))


def _written(item: object) -> str:
    try:
        return str(item)
    except RecursionError:
        return "something nested too deeply to be shown"


def _api_code(document: object) -> str | None:
    code = mapping(document).get("code")
    return code if isinstance(code, str) else None


def _plain_text(headers: Mapping[str, str], body: bytes) -> str:
    if "html" in headers.get("content-type", "").lower():
        return "an HTML page instead of an API answer"
    return mask_numbers(body[:_TEXT_SHOWN].decode("utf-8", "replace").strip())
