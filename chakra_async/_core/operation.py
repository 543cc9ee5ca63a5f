"""An operation of the API as the generated stubs declare it, and the options a single call may carry.

Both are plain classes: they are part of each program's first call, and attrs would compile their methods in each process.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_OPTIONS", "Operation", "Options"]

T = TypeVar("T")


class Operation(Generic[T]):
    """What the description says about one operation; it compares by identity.

    Attributes:
        name: Resource and method, such as `campaigns.add_phone_number`.
        method: The HTTP method.
        path: The path's template, with parameters in braces under their wire names.
        repeatable: Whether it is idempotent.
        reads: Whether it changes nothing, so that a lost answer can be asked for again.
        key: The path parameter or body member, under its wire name, whose value names the calls that share pauses and a rate, such as `whatsappPhoneNumberId`; empty for none.
        sends: Whether it sends a message, so that the outcome of a 2xx without a message id is unknown.
        proves: Whether the outcome of a call that cannot be repeated is known only by the described object in its
            answer; that of a read receipt says nothing.
        envelope: Whether `_data` holds the answer.
        evidence: `documented`, `seen-in-code` or `inferred`.
        source: The source of these facts.
        returns: The type that the answer is decoded to.

    """

    __slots__ = (
        *("envelope", "evidence", "key", "method", "name", "path", "proves", "reads", "repeatable"),
        *("returns", "sends", "source"),
    )

    def __init__(
        self,
        *,
        name: str,
        method: str,
        path: str,
        repeatable: bool,
        reads: bool = False,
        key: str = "",
        sends: bool = False,
        proves: bool = True,
        envelope: bool = True,
        evidence: str = "documented",
        source: str = "",
        returns: Any = Any,
    ) -> None:
        self.name = name
        self.method = method
        self.path = path
        self.repeatable = repeatable
        self.reads = reads
        self.key = key
        self.sends = sends
        self.proves = proves
        self.envelope = envelope
        self.evidence = evidence
        self.source = source
        self.returns = returns

    def __repr__(self) -> str:
        return f"Operation({self.name!r}, {self.method} {self.path})"

    def changed(self, **members: object) -> Operation[T]:
        """Return the operation with other members."""
        other = copy(self)
        for name, value in members.items():
            setattr(other, name, value)
        return other


class Options:
    """What a caller adds to one call.

    Attributes:
        extra_headers: Headers to send besides the client's own.
        extra_params: Query parameters to send besides the operation's own.
        extra_body: Members to add to a JSON object body; they win over the operation's own.

    """

    __slots__ = ("extra_body", "extra_headers", "extra_params")

    def __init__(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        self.extra_headers = extra_headers
        self.extra_params = extra_params
        self.extra_body = extra_body


NO_OPTIONS: Final = Options()
"""The options of a call without any."""
