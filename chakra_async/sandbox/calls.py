"""What passes between the service and the handlers: a validated call in, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from chakra_async.sandbox.replies import Refusal

if TYPE_CHECKING:
    from chakra_async.sandbox.forms import Part
    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.accounts import Account
    from chakra_async.sandbox.stores.rows import Procedure, Row

__all__ = ["Answer", "Binary", "Call", "Handler", "integer_in"]

_BAD: Final = 400
_NOT_FOUND: Final = 404


@attrs.frozen(kw_only=True)
class Call:
    """One call of an operation, already validated against the description.

    Attributes:
        state: The data of the sandbox.
        account: The account of the request's token.
        now: The time, epoch milliseconds.
        path: The path parameters, decoded.
        query: The query parameters, of a repeated one the last.
        body: The JSON body.
        form: The fields of a multipart body.
        invalid: The indexes of the invalid items, for an operation that takes a list of them.

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
        """Return the procedure the path names, by its uuid as well where the bulk operations take it.

        Raises:
            Refusal: It does not exist.

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
            Refusal: It does not exist, or was deleted.

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
    """A handler's answer: the data of the envelope, and its meta data if any.

    For an operation without an envelope in the description, the data is the whole body.
    """

    data: Any
    meta: dict[str, Any] | None = None


@attrs.frozen
class Binary:
    """A handler's answer that is not JSON: bytes, their media type and further headers."""

    data: bytes
    content_type: str
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


Handler: TypeAlias = Callable[[Call], Answer | Binary]


def integer_in(values: Mapping[str, Any], name: str, default: int) -> int:
    """Return an integer of at least 1 from a query or a body, or the default where it is missing.

    Raises:
        Refusal: It is something else.

    """
    value = values.get(name, default)
    string = str(value)
    if isinstance(value, bool) or not (string.isascii() and string.isdecimal()) or not int(string):
        raise Refusal(_BAD, f"{name}: must be an integer of at least 1, not {value!r}")
    return int(string)
