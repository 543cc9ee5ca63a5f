"""What passes between the server and the handlers: a call in, an answer or a refusal out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs
import orjson

if TYPE_CHECKING:
    from chakra_async.sandbox.forms import Part
    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.accounts import Account
    from chakra_async.sandbox.stores.rows import Procedure, Row

__all__ = [
    "JSON",
    "Answer",
    "Binary",
    "Call",
    "Handler",
    "MetaRefusal",
    "Refusal",
    "Reply",
    "refused",
    "whole_in",
]

JSON: Final = "application/json; charset=utf-8"

_BAD: Final = 400
_NOT_FOUND: Final = 404


@attrs.frozen(kw_only=True)
class Call:
    """One call of an operation, found to be right by the description.

    Attributes:
        state: What the sandbox holds.
        account: What the request's token opens.
        now: The time, epoch milliseconds.
        path: The path parameters, decoded.
        query: The query parameters, of a repeated one the last.
        body: The JSON body.
        form: The fields of a multipart body.
        invalid: The places of the items that are wrong, for an operation that takes a list of them.

    """

    state: State
    account: Account
    now: int
    path: Mapping[str, str]
    query: Mapping[str, str] = attrs.field(factory=dict[str, str])
    body: Any = None
    form: Mapping[str, Part] = attrs.field(factory=dict[str, "Part"])
    invalid: frozenset[int] = frozenset()

    def procedure(self, *, or_uuid: bool = False) -> Procedure:
        """Return the procedure the path names, where the bulk operations take its uuid as well.

        Raises:
            Refusal: There is none.

        """
        name = self.path["procedureShortId"]
        procedure = self.state.procedures.get(name)
        if procedure is None and or_uuid:
            procedure = next(
                (each for each in self.state.procedures.values() if each.id == name.lower()), None
            )
        if procedure is None:
            raise Refusal(_NOT_FOUND, f"procedure {name} not found")
        return procedure

    def process(self, procedure: Procedure) -> Row:
        """Return the process the path names, by its id or by a key.

        Raises:
            Refusal: There is none, or it was deleted.

        """
        if "processId" in self.path:
            name = f"process {self.path['processId']}"
            row = procedure.by_id(self.path["processId"])
        else:
            key, value = self.path["primaryKeyShortId"], self.path["primaryKeyValue"]
            name = f"process with {key} {value}"
            row = procedure.by_key(key, value)
        if row is None:
            raise Refusal(_NOT_FOUND, f"{name} not found in procedure {procedure.short_id}")
        return row


@attrs.frozen
class Answer:
    """What a handler gives: the data of the envelope, and its meta data where there is any.

    Where the description says that an operation has no envelope, the data is the whole body.
    """

    data: Any
    meta: dict[str, Any] | None = None


@attrs.frozen
class Binary:
    """What a handler gives instead of JSON: bytes, their media type and further headers."""

    data: bytes
    content_type: str
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


class Refusal(Exception):  # noqa: N818 - it is an answer of the server, not an error of the library
    """A handler's no: nothing was done."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages

    @property
    def reply(self) -> Reply:
        """The answer it makes."""
        return refused(self.status, *self.messages)


class MetaRefusal(Refusal):
    """A no that Meta says on an operation passed through to it: its error object, and no envelope."""

    def __init__(self, status: int, message: str, code: int, **more: Any) -> None:
        super().__init__(status, message)
        self.error = {"message": message, "type": "OAuthException", "code": code, **more}

    @property
    def reply(self) -> Reply:
        """The answer it makes."""
        return Reply(self.status, orjson.dumps({"error": self.error}))


Handler: TypeAlias = Callable[[Call], Answer | Binary]


@attrs.frozen
class Reply:
    """What goes back over the wire."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @property
    def succeeded(self) -> bool:
        """Whether it says that the work was done."""
        return self.status < 300  # noqa: PLR2004 - the end of the 2xx


def refused(status: int, *messages: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a refusal in the shape seen in the wild: an empty list as data, and texts in `_errors`."""
    return Reply(status, orjson.dumps({"_data": [], "_errors": messages}), JSON, headers or {})


def whole_in(values: Mapping[str, Any], name: str, default: int) -> int:
    """Return a whole number from 1 out of a query or a body, or the default where it is not there.

    Raises:
        Refusal: It is something else.

    """
    value = values.get(name, default)
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()) or not int(text):
        raise Refusal(_BAD, f"{name}: {value!r} is no whole number from 1")
    return int(text)
