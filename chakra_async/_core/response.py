"""A successful answer with status, headers and attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.outcomes import Attempt

__all__ = ["Response"]

T = TypeVar("T")


@attrs.define(kw_only=True, eq=False)
class Response(Generic[T]):
    """A call's answer, as `with_raw_response` returns it.

    Attributes:
        data: What the call itself returns.
        meta: The `_meta` of the answer's envelope; empty without one.
        status: The HTTP status.
        headers: The answer's headers; names compare without case.
        attempts: Every attempt, first to last; the last one succeeded.
        elapsed: Seconds from the start of the call to its end, waits included.

    """

    __module__ = "chakra_async"

    data: T
    meta: dict[str, Any]
    status: int
    headers: Mapping[str, str]
    attempts: Sequence[Attempt]
    elapsed: float
