"""The request of an operation and its arguments: path, query, body and headers, all checked."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote, urlencode

from chakra_async._core.decoding.decoder import encode
from chakra_async._core.decoding.json_reader import without_surrogates
from chakra_async._core.decoding.json_shape import INTEGER_LIMIT, as_array
from chakra_async._core.masking import mask_numbers
from chakra_async.errors import InvalidRequestError
from chakra_async.model import Model
from chakra_async.settings.secret import shown
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from chakra_async._core.operation import Operation, Options

__all__ = ["Request", "build", "check_mapping", "check_path", "checked_method", "path_segment"]

_HEADER_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # compiled on first use
_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"})

_OWN_HEADERS: Final = frozenset(
    {
        "authorization",
        "connection",
        "content-length",
        "cookie",
        "host",
        "transfer-encoding",
        "upgrade",
    }
)


class FormBody(ABC):
    """A body that is a form and not JSON; it is defined here so that a client without uploads does not load them."""

    __slots__ = ()

    @abstractmethod
    def with_fields(self, extra: Mapping[str, Any]) -> FormBody:
        """Return the form with further members, which win over its own."""


class Request:
    """The request of one call, the same for each of its attempts.

    Attributes:
        operation: The operation.
        target: Path and query, percent-encoded, beginning with a slash.
        body: The JSON body, an opened upload, or None.
        headers: Headers besides the client's own, or None.
        upload: A form that is opened before sending and then replaces the body, or None.
        streams: Whether the answer is streamed instead of being read as JSON.

    """

    __slots__ = ("body", "headers", "operation", "streams", "target", "upload")

    def __init__(
        self,
        *,
        operation: Operation[Any],
        target: str,
        body: Any,
        headers: Mapping[str, str] | None,
        upload: FormBody | None = None,
        streams: bool = False,
    ) -> None:
        self.operation = operation
        self.target = target
        self.body = body
        self.headers = headers
        self.upload = upload
        self.streams = streams

    def __repr__(self) -> str:
        return f"Request(operation={self.operation!r}, target={mask_numbers(self.target)}, streams={self.streams!r})"

    def opened(self, body: object) -> Request:
        """Return the request with an opened upload as its body, in place of the form."""
        other = copy(self)
        other.upload = None
        other.body = body
        return other


def build(
    operation: Operation[Any],
    *,
    path: Mapping[str, object] | None,
    query: Mapping[str, Any] | None,
    body: Any,
    options: Options,
) -> Request:
    """Return the request of a call.

    Args:
        operation: The operation.
        path: Path parameters by their wire names.
        query: Query parameters by their wire names; `UNSET` ones are left out.
        body: The JSON body, or a `Multipart`; `UNSET` for none; `UNSET` members of an object are left out.
        options: What the caller adds.

    Raises:
        InvalidRequestError: If an id cannot be part of a path, a header could be misread, or the body cannot be written as JSON.

    """
    target = operation.path if path is None else _filled(operation.path, path)
    headers = None
    if options.extra_params is not None:
        check_mapping(options.extra_params, "extra_params")
        query = {**(query or {}), **options.extra_params}
    if query:
        target = _with_query(target, query)
    if options.extra_body is not None:
        check_mapping(options.extra_body, "extra_body")
        body = _merged(body, options.extra_body)
    if options.extra_headers is not None:
        check_mapping(options.extra_headers, "extra_headers")
        headers = _checked_headers(options.extra_headers)
    streams = operation.returns is bytes
    upload = None
    if body.__class__ is not dict and isinstance(body, FormBody):
        upload, body = body, UNSET
    return Request(
        operation=operation,
        target=target,
        body=None if body is UNSET else _encoded(body),
        headers=_accepting(headers) if streams else headers,
        upload=upload,
        streams=streams,
    )


def path_segment(value: object, name: str) -> str:
    """Return an id percent-encoded so that it stays one segment of a path.

    Raises:
        InvalidRequestError: If it is empty, `.` or `..`, contains a slash, or is neither a string nor an integer.

    Example:
        >>> path_segment("LEAD 1", "process_id")
        'LEAD%201'

    """
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < INTEGER_LIMIT:
        value = str(value)
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} must be a string, not {type(value).__name__}.")
    if not value or value in (".", "..") or "/" in value or "\\" in value:
        raise InvalidRequestError(
            f"{name} must not be empty, '.' or '..', nor contain a slash; it was {shown(value)}."
        )
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise InvalidRequestError(
            f"{name} contains half of a surrogate pair, such as an emoji cut in two: remove it."
        ) from None


def check_mapping(value: object, name: str) -> None:
    """Refuse what is not a mapping, such as the list of pairs that other libraries take.

    Raises:
        InvalidRequestError: If it is something else.

    """
    if not isinstance(value, Mapping):
        raise InvalidRequestError(f"{name} must be a mapping of names to values, not {type(value).__name__}.")


def checked_method(method: object) -> str:
    """Return an HTTP method in capitals.

    Raises:
        InvalidRequestError: If it is not a method that the API may know.

    """
    name = str(method).upper()
    if name not in _METHODS:
        raise InvalidRequestError(
            f"method must be one of {', '.join(sorted(_METHODS))}, not {shown(method)}."
        )
    return name


def check_path(path: object) -> None:
    """Refuse a path that a server could resolve to another one.

    Raises:
        InvalidRequestError: If it does not begin with one slash, is not percent-encoded, or contains `.` or `..`.

    """
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise InvalidRequestError("path must begin with one slash, such as /v1/ext/config.")
    plain = path.partition("?")[0]
    if not (path.isascii() and path.isprintable()) or any(mark in path for mark in (" ", "#", "\\")):
        raise InvalidRequestError("path must be percent-encoded ASCII without spaces, '#' and backslashes.")
    if any(part.lower().replace("%2e", ".") in (".", "..") for part in plain.split("/")):
        raise InvalidRequestError("path must not contain '.' or '..' as a segment.")


def _filled(template: str, path: Mapping[str, object]) -> str:
    """Return a path with a value in place of each `{name}`."""
    begin, *placeholders = template.split("{")
    filled = [begin]
    for placeholder in placeholders:
        name, _, rest = placeholder.partition("}")
        filled += (path_segment(path.get(name), name), rest)
    return "".join(filled)


def _with_query(target: str, query: Mapping[str, Any]) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is UNSET or value is None:
            continue
        values = as_array(value) if value.__class__ is list else [value]
        pairs.extend((name, _query_text(item, name)) for item in values)
    if not pairs:
        return target
    try:
        return f"{target}{'&' if '?' in target else '?'}{urlencode(pairs, quote_via=quote)}"
    except UnicodeEncodeError:
        name = next(name for name, text in pairs if without_surrogates(name + text) != name + text)
        raise InvalidRequestError(
            f"{mask_numbers(without_surrogates(name))} contains half of a surrogate pair, such as an emoji cut in two: "
            "remove it."
        ) from None


def _query_text(value: object, name: str) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidRequestError(f"{name} must be a finite number, not {value}.")
    if isinstance(value, str | float) or (isinstance(value, int) and abs(value) < INTEGER_LIMIT):
        return str(value)
    raise InvalidRequestError(f"{name} must be a string, a number or a boolean, not {type(value).__name__}.")


def _merged(body: Any, extra: Mapping[str, Any]) -> dict[str, Any] | FormBody:
    if body is UNSET:
        return dict(extra)
    if isinstance(body, FormBody):
        return body.with_fields(extra)
    if isinstance(body, Model):
        body = body.to_dict()
    if not isinstance(body, Mapping):
        raise InvalidRequestError(
            "extra_body can only be added to a JSON object, and this call sends another type."
        )
    return {**cast("Mapping[str, Any]", body), **extra}


def _encoded(body: Any) -> bytes:
    try:
        if body.__class__ is dict and UNSET in body.values():
            body = {name: value for name, value in body.items() if value is not UNSET}
        return encode(body)
    except (TypeError, ValueError, RecursionError) as error:  # such as an array whose == gives no boolean
        reason = mask_numbers(str(error.__cause__ or error))
        raise InvalidRequestError(f"The body cannot be written as JSON: {reason}.") from None


def _accepting(headers: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return the headers with `Accept: */*`, unless the caller named another."""
    if headers is None:
        return {"Accept": "*/*"}
    return headers if "accept" in map(str.lower, headers) else {"Accept": "*/*", **headers}


def _checked_headers(extra: Mapping[Any, object]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in extra.items():
        if not isinstance(name, str) or not re.fullmatch(_HEADER_NAME, name):
            raise InvalidRequestError(f"extra_headers: {shown(name)} is not a header name.")
        if name.lower() in _OWN_HEADERS:
            raise InvalidRequestError(f"extra_headers: {name} is set by the client itself.")
        if not isinstance(value, str) or not value.isprintable() or not value.isascii():
            raise InvalidRequestError(f"extra_headers: the value of {shown(name)} must be printable ASCII.")
        headers[name] = value
    return headers
