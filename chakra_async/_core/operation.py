"""An operation of the API as the generated stubs declare it, and the options a single call may carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_OPTIONS", "Operation", "Options"]

T = TypeVar("T")


@attrs.frozen(kw_only=True, eq=False)
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

    name: str
    method: str
    path: str
    repeatable: bool
    reads: bool = False
    key: str = ""
    sends: bool = False
    proves: bool = True
    envelope: bool = True
    evidence: str = "documented"
    source: str = ""
    returns: Any = Any


@attrs.frozen(kw_only=True)
class Options:
    """What a caller adds to one call.

    Attributes:
        extra_headers: Headers to send besides the client's own.
        extra_params: Query parameters to send besides the operation's own.
        extra_body: Members to add to a JSON object body; they win over the operation's own.

    """

    extra_headers: Mapping[str, str] | None = None
    extra_params: Mapping[str, Any] | None = None
    extra_body: Mapping[str, Any] | None = None


NO_OPTIONS: Final = Options()
"""The options of a call without any."""
