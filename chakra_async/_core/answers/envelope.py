"""Reading an HTTP answer: the call's result, or the failure that it means.

Most answers are enveloped as `{"_data": ..., "_meta": ..., "_errors": [...]}` (documented); a body with a non-empty
`_errors`, `error` or `_data.error` is an error whatever its status (seen in code).

Scope of a throttling refusal: a 503 with Retry-After and Meta's codes 4 and 80007 pause every call of the client; a bare
429 and 130429 pause the calls of the same sending number (inferred: public clients space their sends by number, and
130429 is documented as the number's throughput), or every call where the operation has no number; 131056 is about one
recipient and pauses only the call itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_origin
from urllib.parse import urlsplit

from chakra_async._core.answers.effects import effect_of
from chakra_async._core.answers.error_answers import (
    MAX_ERROR_BODY,
    PAIR_CODE,
    THROTTLING_CODES,
    WIDE_CODES,
    api_error,
    error_messages,
    has_errors,
)
from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.answers.retry_after import retry_after_of
from chakra_async._core.decoding.decoder import DECODED, Mismatch, decode
from chakra_async._core.decoding.json_reader import read_json
from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.decoding.makers import json_type_of
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
from chakra_async._core.redaction import Cleaner
from chakra_async.errors import ResponseError
from chakra_async.model import Model, message_id_of
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from chakra_async._core.operation import Operation

__all__ = ["Answer", "cut_short", "read_answer", "too_large", "unusable"]

_TEXT_READ: Final = 1000
_ID_PARAMETER: Final = r"\{(?:whatsappPhoneNumberId|wabaId|whatsappMediaId|whatsappMessageTemplateId)\}"
_EFFECTS_IN_TEXT: Final = (b"wamid.", b'"process"', b"MessageId", b"externalId", b"wasCreated")
_MAX_ORIGIN: Final = 200
_PLAIN: Final = Cleaner()


class Answer:
    """A successful answer.

    Attributes:
        value: What came; it is checked, and decoded if `returns` is `DECODED`.
        returns: What it is still to be decoded to. Decoded leniently it cannot fail, and a caller may need none of it.
        meta: The envelope's `_meta`.

    """

    __slots__ = ("meta", "returns", "value")

    def __init__(self, value: Any, meta: dict[str, Any], returns: Any = DECODED) -> None:
        self.value = value
        self.returns = returns
        self.meta = meta


def read_answer(
    operation: Operation[Any],
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    clock: Callable[[], datetime],
    strict: bool,
    cleaner: Cleaner = _PLAIN,
    target: str = "",
) -> Answer | Failure:
    """Return what an answer means.

    Args:
        operation: The operation of the call.
        status: The HTTP status.
        headers: The answer's headers; names compare without case, or are in lower case.
        body: The whole body; of an error's, its beginning is enough.
        clock: Returns the present time, aware; used only where a server without a `Date` names a date to wait for.
        strict: Whether an answer that contradicts the description is a failure.
        cleaner: Makes what an error keeps of the server's strings fit to be shown.
        target: The path and query that were asked for: an error shows the ids in it that are Meta's.

    """
    document, deep, problem = None, False, ""
    successful = SUCCESSES <= status < REDIRECTS
    if successful or len(body) <= MAX_ERROR_BODY:
        try:
            document, deep = read_json(body)
        except ValueError as error:
            problem = str(error)
    if successful:
        if problem:
            if operation.method == "HEAD" or (status in NO_CONTENT and operation.returns is Any):
                return Answer(None, {})
            reason = "is empty" if not body.strip() else f"is not JSON ({problem})"
            return unusable(operation, status, f"the answer {reason}")
        if not has_errors(document):
            return _success(operation, status, document, deep=deep, strict=strict)
    elif REDIRECTS <= status < CLIENT_ERRORS:
        return _redirected(operation, status, headers, cleaner)
    cleaner = cleaner.showing(_ids_in(operation, target))
    return _refused(operation, status, headers, document, body, clock, cleaner)


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
    return fails(operation, status, reason).final()


def _success(
    operation: Operation[Any], status: int, document: Any, *, deep: bool, strict: bool
) -> Answer | Failure:
    data, meta = document, {}
    if operation.envelope and document.__class__ is dict:
        data = document.get("_data", document)
        meta = as_object(document.get("_meta"))
    elif document.__class__ is dict and get_origin(operation.returns) is list and "data" in document:
        # A listing in Meta's own shape: `{data: [...], paging: {...}}`.
        data = document["data"]
        meta = {name: value for name, value in document.items() if name != "data"}
    if operation.sends and message_id_of(Model(extra=as_object(data))) is None:
        return unusable(operation, status, "the answer has no message id")
    if data.__class__ is not dict or not data:
        if data is None and get_origin(operation.returns) is list:
            data = []
        elif _needs_object(operation):
            return unusable(
                operation,
                status,
                f"the answer is {'empty' if not data else json_type_of(data)}, not the described object",
            )
    if deep:
        failure = unusable(operation, status, "the answer is nested too deeply to be used")
        if operation.sends:  # its message id was found
            failure.error.outcome = Outcome.DONE
        return failure
    if strict:
        return _decoded(operation, status, data, meta)
    return Answer(data, meta, operation.returns)


def _decoded(operation: Operation[Any], status: int, data: Any, meta: dict[str, Any]) -> Answer | Failure:
    """Return an answer that was decoded strictly, or the failure of one that contradicts the description."""
    try:
        return Answer(decode(operation.returns, data, strict=True), meta)
    except Mismatch as mismatch:
        error = ResponseError(
            f"the answer contradicts the description: {mismatch}. Report it, or leave strict off.",
            outcome=Outcome.DONE,
            operation=operation.name,
            status=status,
        )
        return Failure(error=error, retry_safety=RetrySafety.NEVER, status=status)


def _needs_object(operation: Operation[Any]) -> bool:
    """Return whether the answer of an operation is proof of what it did: that of a call that cannot be repeated."""
    returns = operation.returns
    return (
        operation.proves
        and not (operation.repeatable or operation.reads)
        and isinstance(returns, type)
        and issubclass(returns, Model)
    )


def _ids_in(operation: Operation[Any], target: str) -> frozenset[str]:
    """Return the ids of Meta's in the path that was asked for."""
    names = operation.path.split("/")
    values = target.partition("?")[0].split("/")
    if len(names) != len(values):
        return frozenset()
    return frozenset(
        value for name, value in zip(names, values, strict=True) if re.fullmatch(_ID_PARAMETER, name)
    )


def _refused(
    operation: Operation[Any],
    status: int,
    headers: Mapping[str, str],
    document: Any,
    body: bytes,
    clock: Callable[[], datetime],
    cleaner: Cleaner,
) -> Failure:
    """Return the failure of an error answer; one that shows an effect beside its error is never repeated."""
    failure = _by_status(operation, status, headers, document, body, clock, cleaner)
    effect = effect_of(operation, document)
    if (
        effect is None
        and document is None
        and not operation.reads
        and any(map(body.__contains__, _EFFECTS_IN_TEXT))
    ):
        effect = "an id that cannot be read"
    if effect is None:
        return failure
    error = failure.error
    error.outcome = Outcome.UNKNOWN
    error.message = f"{error.message}; beside the error the answer holds {effect}"
    error.args = (error.message,)
    return failure.final()


def _by_status(
    operation: Operation[Any],
    status: int,
    headers: Mapping[str, str],
    document: Any,
    body: bytes,
    clock: Callable[[], datetime],
    cleaner: Cleaner,
) -> Failure:
    error = api_error(
        operation,
        status=status,
        headers=headers,
        document=document,
        body=body,
        outcome=Outcome.REFUSED,
        cleaner=cleaner,
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


def _redirected(
    operation: Operation[Any], status: int, headers: Mapping[str, str], cleaner: Cleaner
) -> Failure:
    error = ResponseError(
        f"{status} redirects to {_origin(headers.get('location', ''), cleaner)}, which is not followed: check base_url",
        outcome=Outcome.REFUSED if operation.reads or status in PRESERVING_REDIRECTS else Outcome.UNKNOWN,
        operation=operation.name,
        status=status,
    )
    return Failure(error=error, retry_safety=RetrySafety.NEVER, status=status)


def _origin(location: str, cleaner: Cleaner) -> str:
    try:
        target = urlsplit(location)
        host = target.hostname
    except ValueError:
        return "an unreadable address"
    if not host:
        return "another path of the same host"
    return cleaner.clean(f"{target.scheme}://{host}".lstrip(":"), _MAX_ORIGIN)


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
