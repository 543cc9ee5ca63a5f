"""Signs in an error answer that the call was done all the same: an id, a record or other data beside the error.

Such an answer contradicts itself. It is known neither that nothing was done nor that it was, so the call's outcome is
unknown and it is never repeated, whatever the error's code says.

An answer is a bare error only if everything in it is known to belong to an error: words, codes, waits, ids of the request,
and members that are empty or false. Anything else is a sign, also where its name was never seen before.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.decoding.json_shape import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async._core.operation import Operation

__all__ = ["effect_of"]

_MAX_SEARCHED: Final = 10_000
_MAX_NAME: Final = 60
_UUID: Final = r"\s*[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\s*"
_WAMID: Final = "wamid."
_MESSAGE_ID: Final = "a message id"


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Names are compared in lower case and without `_` and other marks.
_ERRORS: Final = frozenset({"error", "errors", "exception"})
_PARTS: Final = _names(
    "cause constraint constraints context debug detail details errordata errordetails extensions fault info innererror "
    "innererrors issues location meta metadata params problem problems validation validationerrors violation violations "
    "warning warnings"
)
"""Objects and lists that explain an error: inside one, and some of them beside it."""
_PARTS_BESIDE: Final = frozenset({"meta", "metadata", "detail", "details", "errordata", "errordetails"})
_DATA: Final = "data"
"""Where an envelope has its data, which may be the error as well."""
_REQUEST_IDS: Final = _names(
    "awsrequestid cfray correlationid errorid errorreference fbtraceid instance rayid requestid spanid traceid traceparent "
    "xrequestid"
)
_WORDS: Final = _names(
    "apiversion category cloudflareerror code description detail details documentation documentationurl domain error "
    "errorcategory errorcode errordescription errordetail errorkey errormessage errorname errors errorsubcode errortype "
    "errorusermsg errorusertitle explanation footer help helpurl hint href httpcode httpstatus "
    "localizedmessage message messages messagingproduct method moreinfo msg path reason reasonphrase recommendation "
    "statuscode statusmessage statustext subcode suggestion time timestamp title type url whatyoushoulddo zone"
)
_WORDS_INSIDE: Final = _names(
    "additionalproperty allowed allowedvalue allowedvalues argument comparison datapath expected field fields file format "
    "info instancepath keyword line location max maximum min minimum missingproperty name object param parameter pattern "
    "pointer property provider received schemapath severity source stack target validation violation warning"
)
"""What explains an error only inside one: beside an error, a `name` is a record's."""
_WORDS_IN_DATA: Final = _names(
    "code detail details error errorcode errormessage errors message messages messagingproduct reason statuscode"
)
_NUMBERS: Final = _names(
    "backoff code errorcode errorsubcode httpcode httpstatus limit line maximum minimum max min ratelimit remaining reset "
    "resetat resetin retryafter retryafterms retryafterseconds retryin seconds status statuscode subcode time timestamp "
    "wait window"
)
_NUMBERS_IN_DATA: Final = _names(
    "code errorcode errorsubcode retryafter retryafterms retryafterseconds retryin statuscode subcode"
)
_FLAGS: Final = _names(
    "cloudflareerror error errors exact expose failed failure fatal inclusive iserror isoperational istransient "
    "owneractionrequired ratelimited retryable throttled transient"
)
_LISTS: Final = frozenset({"message", "messages"})
_STATES: Final = frozenset({"name", "state", "status"})
_FAILED: Final = (
    r"(?i).*(?:abort|bad|block|cancel|conflict|deni|error|exce|fail|forbid|invalid|limit|not.?found|refus|reject|throttl|"
    r"time.?out|too.?many|unauthori|unavailable|unprocess|violat)"
)
"""States and names that are those of a failure. Compiled on first use, as the other patterns here."""


class _Place(enum.Enum):
    """Where in an answer a value is, which decides by which names it may belong to an error."""

    BESIDE = enum.auto()
    INSIDE = enum.auto()
    DATA = enum.auto()
    ELSEWHERE = enum.auto()
    """In a record, or whatever else is not known: nothing in it belongs to an error."""


def effect_of(operation: Operation[Any], document: object) -> str | None:
    """Return what an error answer holds beside its error that may show an effect of the call, or None.

    Args:
        operation: The operation of the call; one that only reads has no effect.
        document: The answer's JSON, or None where it is not JSON.

    Example:
        >>> from chakra_async._core.operation import Operation
        >>> send = Operation(name="x", method="POST", path="/", repeatable=False)
        >>> effect_of(send, {"messages": [{"id": "wamid.HB"}], "error": {"code": 130429}})
        'a message id'

    """
    return None if operation.reads else next(_signs(document), None)


def _signs(document: object) -> Iterator[str]:
    """Yield what in a document is not known to belong to an error; items of a list have the list's name."""
    waiting: list[tuple[object, str, _Place]] = [(document, "message", _Place.BESIDE)]
    searched = 0
    while waiting:
        value, name, place = waiting.pop()
        searched += 1
        if not value:  # null, false, 0 and what is empty
            continue
        items, members = as_array(value), as_object(value)
        if searched + len(items) + len(members) > _MAX_SEARCHED:
            yield "more than is searched"
            return
        if items:
            waiting += [(item, name, place) for item in items]
        elif members:
            for written, member in members.items():
                plain = _plain(written)
                waiting.append((member, plain, _place_in(place, plain, member)))
        else:
            sign = _sign(value, name, place)
            if sign is not None:
                yield sign


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name[:_MAX_NAME])).lower()


def _place_in(place: _Place, name: str, member: object) -> _Place:
    """Return the place of a member of an object, by its name."""
    if place is _Place.ELSEWHERE or not isinstance(member, dict | list):
        return place
    if name in _ERRORS:
        return _Place.INSIDE
    if name == _DATA and place is not _Place.INSIDE:
        return _Place.DATA
    if place is _Place.INSIDE:
        # By the name of what they are about there are lists of strings, as in {"errors": {"name": ["is required"]}}.
        known = name in _PARTS | _WORDS | _WORDS_INSIDE or isinstance(member, list)
    else:
        known = name in _PARTS_BESIDE or (name in _LISTS and isinstance(member, list))
    return place if known else _Place.ELSEWHERE


def _sign(value: object, name: str, place: _Place) -> str | None:
    """Return what a single value shows, or None where it belongs to an error."""
    if isinstance(value, str):
        return _sign_of_string(value, name, place)
    if value is True:
        return None if name in _FLAGS and place is not _Place.ELSEWHERE else "that something was done"
    if place is _Place.ELSEWHERE:
        return "data"
    known = name in _numbers(place) or name in _ERRORS or (place is _Place.INSIDE and name in _WORDS_INSIDE)
    return None if known else "data"


def _numbers(place: _Place) -> frozenset[str]:
    return _NUMBERS_IN_DATA if place is _Place.DATA else _NUMBERS


def _sign_of_string(text: str, name: str, place: _Place) -> str | None:
    if _WAMID in text.lower():
        return _MESSAGE_ID
    if name in _REQUEST_IDS and place is not _Place.ELSEWHERE:
        return None
    if name.endswith("id") or re.fullmatch(_UUID, text):
        return "an id"
    if place is not _Place.ELSEWHERE and _explains(text, name, place):
        return None
    return "data"


def _explains(text: str, name: str, place: _Place) -> bool:
    if name in _STATES and (re.match(_FAILED, text) or text.strip().isdecimal()):
        return True
    if name in _numbers(place) and name not in _STATES:
        return True
    words = len(text.split()) > 1  # which an id is not
    if name == "messages" and not words:
        return False
    if place is _Place.DATA:
        return name in _WORDS_IN_DATA
    return name in _WORDS or (place is _Place.INSIDE and (words or name in _WORDS_INSIDE))
