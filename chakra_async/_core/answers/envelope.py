"""Reading an HTTP answer: the call's result, or the failure that it means.

Most answers are enveloped as `{"_data": ..., "_meta": ..., "_errors": [...]}` (documented); a body with a non-empty
`_errors`, `error` or `_data.error` is an error whatever its status (seen in code).

Scope of a throttling refusal: a 503 with Retry-After and Meta's codes 4 and 80007 pause every call of the client; a bare
429 and 130429 pause the calls of the same sending number (inferred: public clients space their sends by number, and
130429 is documented as the number's throughput), or every call where the operation has no number; 131056 is about one
recipient and pauses only the call itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_origin
from urllib.parse import urlsplit

import attrs
import orjson

from chakra_async._core.answers.error_answers import (
    PAIR_CODE,
    THROTTLING_CODES,
    WIDE_CODES,
    api_error,
    error_messages,
    has_errors,
)
from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.answers.retry_after import retry_after_of
from chakra_async._core.decoding.decoder import Mismatch, decode
from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.http_status import (
    CLIENT_ERRORS,
    NO_CONTENT,
    PRESERVING_REDIRECTS,
    REDIRECTS,
    SERVER_ERRORS,
    SUCCESSES,
    TOO_MANY_REQUESTS,
    UNAVAILABLE,
)
from chakra_async._core.masking import mask_numbers
from chakra_async.errors import ResponseError
from chakra_async.model import Model, message_id_of
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from chakra_async._core.operation import Operation

__all__ = ["Answer", "cut_short", "read_answer", "too_large", "unusable"]

_TEXT_READ: Final = 1000
_BOM: Final = b"\xef\xbb\xbf"


class Answer:
    """A successful answer: what the call returns, and the envelope's `_meta`."""

    __slots__ = ("data", "meta")

    def __init__(self, data: Any, meta: dict[str, Any]) -> None:
        self.data = data
        self.meta = meta


def read_answer(
    operation: Operation[Any],
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    clock: Callable[[], datetime],
    strict: bool,
) -> Answer | Failure:
    """Return what an answer means.

    Args:
        operation: The operation of the call.
        status: The HTTP status.
        headers: The answer's headers; names compare without case, or are in lower case.
        body: The whole body.
        clock: Returns the present time, aware; used only where a server names a date to wait for.
        strict: Whether an answer that contradicts the description is a failure.

    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        try:
            document = orjson.loads(body.removeprefix(_BOM)) if body.startswith(_BOM) else None
        except orjson.JSONDecodeError:
            document = None
        if document is None and SUCCESSES <= status < REDIRECTS:
            if operation.method == "HEAD" or (status in NO_CONTENT and operation.returns is Any):
                return Answer(data=None, meta={})
            reason = "is empty" if not body.strip() else f"is not JSON ({error.msg})"
            return unusable(operation, status, f"the answer {reason}")
    if SUCCESSES <= status < REDIRECTS:
        if not has_errors(document):
            return _success(operation, status, document, strict=strict)
        return _errors_in_success(operation, status, headers, document, body, clock)
    if REDIRECTS <= status < CLIENT_ERRORS:
        return _redirected(operation, status, headers)
    return _refused(operation, status, headers, document, body, clock)


def cut_short(operation: Operation[Any], status: int, retry_after: float | None = None) -> Failure:
    """Return the failure of an answer that ended before it was complete.

    Args:
        operation: The operation of the call.
        status: The HTTP status.
        retry_after: Seconds that the answer's headers ask to wait, or None.

    """
    if SUCCESSES <= status < REDIRECTS:
        return unusable(operation, status, "the answer was cut short")
    return _after_sending(operation, status, f"a {status} answer was cut short", retry_after)


def too_large(operation: Operation[Any], status: int, limit: int) -> Failure:
    """Return the failure of an answer larger than the limit."""
    reason = f"the answer is larger than {limit} bytes"
    fails = unusable if SUCCESSES <= status < REDIRECTS else _after_sending
    return attrs.evolve(fails(operation, status, reason), retry_safety=RetrySafety.NEVER)


def _success(operation: Operation[Any], status: int, document: Any, *, strict: bool) -> Answer | Failure:
    data, meta = document, {}
    if operation.envelope and document.__class__ is dict:
        data = document.get("_data", document)
        meta = as_object(document.get("_meta"))
    elif document.__class__ is dict and get_origin(operation.returns) is list and "data" in document:
        # A listing in Meta's own shape: `{data: [...], paging: {...}}`.
        data = document["data"]
        meta = {name: value for name, value in document.items() if name != "data"}
    if operation.sends and message_id_of(Model(extra=as_object(data))) is None:
        return unusable(operation, status, "the answer holds no message id")
    try:
        return Answer(data=decode(operation.returns, data, strict=strict), meta=meta)
    except Mismatch as mismatch:
        error = ResponseError(
            f"the answer contradicts the description: {mismatch}. Report it, or leave strict off.",
            outcome=Outcome.DONE,
            operation=operation.name,
            status=status,
        )
        return Failure(error=error, retry_safety=RetrySafety.NEVER, status=status)


def _errors_in_success(
    operation: Operation[Any],
    status: int,
    headers: Mapping[str, str],
    document: Any,
    body: bytes,
    clock: Callable[[], datetime],
) -> Failure:
    """Return the failure of errors inside a successful status.

    With data beside them it is not known whether all, a part or none of it was done.
    """
    failure = _refused(operation, status, headers, document, body, clock)
    data = document.get("_data")
    if not data or as_object(data).get("error") or operation.reads:
        return failure
    failure.error.outcome = Outcome.UNKNOWN
    return Failure(error=failure.error, retry_safety=RetrySafety.NEVER, status=status)


def _refused(
    operation: Operation[Any],
    status: int,
    headers: Mapping[str, str],
    document: Any,
    body: bytes,
    clock: Callable[[], datetime],
) -> Failure:
    error = api_error(
        operation,
        status=status,
        headers=headers,
        document=document,
        body=body,
        outcome=Outcome.REFUSED,
        retry_after=None,
    )
    messages = error_messages(document) or [body[:_TEXT_READ].decode("utf-8", "replace")]
    retry_after = retry_after_of(headers, document, messages, clock)
    error.retry_after = retry_after
    throttled = (
        status == TOO_MANY_REQUESTS
        or (status < SERVER_ERRORS and error.meta_code in THROTTLING_CODES)
        or (status == UNAVAILABLE and retry_after is not None)
    )
    if throttled:
        return Failure(
            error=error,
            retry_safety=RetrySafety.ALWAYS,
            throttled=status == UNAVAILABLE or error.meta_code != PAIR_CODE,
            client_wide=status == UNAVAILABLE or error.meta_code in WIDE_CODES,
            retry_after=retry_after,
            status=status,
        )
    if status >= SERVER_ERRORS or status < SUCCESSES:  # such as an unexpected 101
        error.outcome = Outcome.UNKNOWN
        return Failure(
            error=error, retry_safety=RetrySafety.REPEATABLE, retry_after=retry_after, status=status
        )
    return Failure(error=error, retry_safety=RetrySafety.NEVER, status=status)


def _redirected(operation: Operation[Any], status: int, headers: Mapping[str, str]) -> Failure:
    error = ResponseError(
        f"{status} redirects to {_origin(headers.get('location', ''))}, which is not followed: check base_url",
        outcome=Outcome.REFUSED if operation.reads or status in PRESERVING_REDIRECTS else Outcome.UNKNOWN,
        operation=operation.name,
        status=status,
    )
    return Failure(error=error, retry_safety=RetrySafety.NEVER, status=status)


def _origin(location: str) -> str:
    try:
        target = urlsplit(location)
        host = target.hostname
    except ValueError:
        return "an unreadable address"
    return mask_numbers(f"{target.scheme}://{host}".lstrip(":")) if host else "another path of the same host"


def unusable(operation: Operation[Any], status: int, reason: str) -> Failure:
    """Return the failure of a successful status whose answer cannot be used."""
    error = ResponseError(
        reason,
        outcome=Outcome.DONE if operation.repeatable else Outcome.UNKNOWN,
        operation=operation.name,
        status=status,
    )
    return Failure(error=error, retry_safety=RetrySafety.READS, status=status)


def _after_sending(
    operation: Operation[Any], status: int, reason: str, retry_after: float | None = None
) -> Failure:
    """Return the failure of an unsuccessful status of which only the head is known."""
    postponed = status == UNAVAILABLE and retry_after is not None
    refused = postponed or CLIENT_ERRORS <= status < SERVER_ERRORS
    outcome = Outcome.REFUSED if refused else Outcome.UNKNOWN
    error = ResponseError(reason, outcome=outcome, operation=operation.name, status=status)
    if postponed or status == TOO_MANY_REQUESTS:
        return Failure(
            error=error,
            retry_safety=RetrySafety.ALWAYS,
            throttled=True,
            client_wide=postponed,
            retry_after=retry_after,
            status=status,
        )
    retry_safety = RetrySafety.NEVER if refused else RetrySafety.REPEATABLE
    return Failure(error=error, retry_safety=retry_safety, retry_after=retry_after, status=status)
