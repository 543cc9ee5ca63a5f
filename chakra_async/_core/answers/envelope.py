"""From an answer as it came to what the call returns, or to the failure that it means.

Most answers are enveloped as `{"_data": ..., "_meta": ..., "_errors": [...]}` (documented); a body with a non-empty
`_errors`, `error` or `_data.error` is an error whatever its status (seen in code).

Whom a refusal for being too much concerns: with a 503 that names a time and Meta's codes 4 and 80007 every call; with a
bare 429 and 130429 the calls of the same sending number (inferred: public clients space their sends by number, and
130429 is documented as the number's throughput), or every call where it was none of a number's; with 131056, one
recipient's, nobody but the call itself.
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
    complains,
    texts_of,
)
from chakra_async._core.answers.failure import Failure, RetrySafety
from chakra_async._core.answers.retry_after import wait_demanded
from chakra_async._core.decoding.decoder import Mismatch, decode
from chakra_async._core.decoding.json_shape import mapping
from chakra_async._core.masking import mask_numbers
from chakra_async.errors import ResponseError
from chakra_async.model import Model, message_id_of
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from chakra_async._core.operation import Operation

__all__ = ["Answer", "cut_short", "read_answer", "too_large", "unusable"]

_OK: Final = 200
_REDIRECTS: Final = 300
_ERRORS: Final = 400
_TOO_MANY: Final = 429
_SERVER_FAILED: Final = 500
_UNAVAILABLE: Final = 503
_TEXT_READ: Final = 1000
_BOM: Final = b"\xef\xbb\xbf"
_NO_CONTENT: Final = frozenset({204, 205})  # a good end, where no content was described
_NOT_PROCESSED: Final = frozenset({307, 308})


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
        operation: The operation asked for.
        status: The HTTP status.
        headers: The answer's headers; names compare without case, or are in lower case.
        body: The whole body.
        clock: Gives the present time, aware; asked only if a server names a date to wait for.
        strict: Whether an answer that contradicts the description is a failure.

    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        try:
            document = orjson.loads(body.removeprefix(_BOM)) if body.startswith(_BOM) else None
        except orjson.JSONDecodeError:
            document = None
        if document is None and _OK <= status < _REDIRECTS:
            if operation.method == "HEAD" or (status in _NO_CONTENT and operation.returns is Any):
                return Answer(data=None, meta={})
            reason = "is empty" if not body.strip() else f"is no JSON ({error.msg})"
            return unusable(operation, status, f"the answer {reason}")
    if _OK <= status < _REDIRECTS:
        if not complains(document):
            return _success(operation, status, document, strict=strict)
        return _complained(operation, status, headers, document, body, clock)
    if _REDIRECTS <= status < _ERRORS:
        return _redirected(operation, status, headers)
    return _refused(operation, status, headers, document, body, clock)


def cut_short(operation: Operation[Any], status: int, demanded: float | None = None) -> Failure:
    """Return the failure of an answer that ended before it was whole.

    Args:
        operation: The operation asked for.
        status: The HTTP status.
        demanded: Seconds that the answer's headers ask to wait, or None.

    """
    if _OK <= status < _REDIRECTS:
        return unusable(operation, status, "the answer was cut short")
    return _after_sending(operation, status, f"a {status} answer was cut short", demanded)


def too_large(operation: Operation[Any], status: int, limit: int) -> Failure:
    """Return the failure of an answer larger than is read."""
    reason = f"the answer is larger than {limit} bytes"
    fails = unusable if _OK <= status < _REDIRECTS else _after_sending
    return attrs.evolve(fails(operation, status, reason), again=RetrySafety.NEVER)


def _success(operation: Operation[Any], status: int, document: Any, *, strict: bool) -> Answer | Failure:
    data, meta = document, {}
    if operation.envelope and document.__class__ is dict:
        data = document.get("_data", document)
        meta = mapping(document.get("_meta"))
    elif document.__class__ is dict and get_origin(operation.returns) is list and "data" in document:
        # A listing in Meta's own shape: `{data: [...], paging: {...}}`.
        data = document["data"]
        meta = {name: value for name, value in document.items() if name != "data"}
    if operation.sends and message_id_of(Model(extra=mapping(data))) is None:
        return unusable(operation, status, "the answer holds no message id")
    try:
        return Answer(data=decode(operation.returns, data, strict=strict), meta=meta)
    except Mismatch as surprise:
        error = ResponseError(
            f"the answer contradicts the description: {surprise}. Report it, or leave strict off.",
            outcome=Outcome.DONE,
            operation=operation.name,
            status=status,
        )
        return Failure(error=error, again=RetrySafety.NEVER, status=status)


def _complained(
    operation: Operation[Any],
    status: int,
    headers: Mapping[str, str],
    document: Any,
    body: bytes,
    clock: Callable[[], datetime],
) -> Failure:
    """Return the failure of errors inside a successful status.

    Where data came beside them it cannot be told whether all of it, a part or nothing was done.
    """
    failure = _refused(operation, status, headers, document, body, clock)
    data = document.get("_data")
    if not data or mapping(data).get("error") or operation.reads:
        return failure
    failure.error.outcome = Outcome.UNKNOWN
    return Failure(error=failure.error, again=RetrySafety.NEVER, status=status)


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
    said = texts_of(document) or [body[:_TEXT_READ].decode("utf-8", "replace")]
    demanded = wait_demanded(headers, document, said, clock)
    error.retry_after = demanded
    too_much = (
        status == _TOO_MANY
        or (status < _SERVER_FAILED and error.meta_code in THROTTLING_CODES)
        or (status == _UNAVAILABLE and demanded is not None)
    )
    if too_much:
        return Failure(
            error=error,
            again=RetrySafety.ALWAYS,
            throttled=status == _UNAVAILABLE or error.meta_code != PAIR_CODE,
            everyone=status == _UNAVAILABLE or error.meta_code in WIDE_CODES,
            demanded=demanded,
            status=status,
        )
    if status >= _SERVER_FAILED or status < _OK:  # 101 is an answer to a question that was not asked
        error.outcome = Outcome.UNKNOWN
        return Failure(error=error, again=RetrySafety.REPEATABLE, demanded=demanded, status=status)
    return Failure(error=error, again=RetrySafety.NEVER, status=status)


def _redirected(operation: Operation[Any], status: int, headers: Mapping[str, str]) -> Failure:
    error = ResponseError(
        f"{status} redirects to {_origin(headers.get('location', ''))}, which is not followed: check base_url",
        outcome=Outcome.REFUSED if operation.reads or status in _NOT_PROCESSED else Outcome.UNKNOWN,
        operation=operation.name,
        status=status,
    )
    return Failure(error=error, again=RetrySafety.NEVER, status=status)


def _origin(location: str) -> str:
    try:
        target = urlsplit(location)
        host = target.hostname
    except ValueError:
        return "an unreadable address"
    return mask_numbers(f"{target.scheme}://{host}".lstrip(":")) if host else "another path of the same host"


def unusable(operation: Operation[Any], status: int, reason: str) -> Failure:
    """Return the failure of a successful status whose answer is lost."""
    error = ResponseError(
        reason,
        outcome=Outcome.DONE if operation.repeatable else Outcome.UNKNOWN,
        operation=operation.name,
        status=status,
    )
    return Failure(error=error, again=RetrySafety.READS, status=status)


def _after_sending(
    operation: Operation[Any], status: int, reason: str, demanded: float | None = None
) -> Failure:
    """Return the failure of an unsuccessful status of which no more than the head is known."""
    put_off = status == _UNAVAILABLE and demanded is not None
    refused = put_off or _ERRORS <= status < _SERVER_FAILED
    outcome = Outcome.REFUSED if refused else Outcome.UNKNOWN
    error = ResponseError(reason, outcome=outcome, operation=operation.name, status=status)
    if put_off or status == _TOO_MANY:
        return Failure(
            error=error,
            again=RetrySafety.ALWAYS,
            throttled=True,
            everyone=put_off,
            demanded=demanded,
            status=status,
        )
    again = RetrySafety.NEVER if refused else RetrySafety.REPEATABLE
    return Failure(error=error, again=again, demanded=demanded, status=status)
