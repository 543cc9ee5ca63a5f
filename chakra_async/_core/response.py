"""A successful answer with status, headers and attempts; what it holds is decoded when it is first read.

A plain class: it is part of each call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from chakra_async._core.decoding.decoder import DECODED, decode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chakra_async.outcomes import Attempt

__all__ = ["Response"]

T = TypeVar("T")


class Response(Generic[T]):
    """A call's answer, as `with_raw_response` returns it.

    Attributes:
        meta: The `_meta` of the answer's envelope; empty without one.
        status: The HTTP status.
        headers: The answer's headers; names compare without case.
        attempts: Every attempt, first to last; the last one succeeded.
        elapsed: Seconds from the start of the call to its end, waits included.

    """

    __module__ = "chakra_async"
    __slots__ = ("_data", "_returns", "attempts", "elapsed", "headers", "meta", "status")

    def __init__(
        self,
        *,
        data: Any,
        meta: dict[str, Any],
        status: int,
        headers: Mapping[str, str],
        attempts: Sequence[Attempt],
        elapsed: float,
        returns: Any = DECODED,
    ) -> None:
        self._data = data
        self._returns = returns  # what `data` is still to be decoded to, leniently
        self.meta = meta
        self.status = status
        self.headers = headers
        self.attempts = attempts
        self.elapsed = elapsed

    @property
    def data(self) -> T:
        """What the call itself returns."""
        if self._returns is not DECODED:
            self._data = decode(self._returns, self._data)
            self._returns = DECODED
        return cast("T", self._data)

    @property
    def undecoded(self) -> Any:
        """What came, if it has not been decoded yet, else None; it must not be changed."""
        return None if self._returns is DECODED else self._data

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        """Pickle and copy what is decoded: what came is not to be changed.

        The headers are copied, since the transport's are a view, which is not pickled.
        """
        state = {"_data": self.data, "_returns": DECODED, "headers": cast("Any", self.headers).copy()}
        return None, state | {name: getattr(self, name) for name in ("attempts", "elapsed", "meta", "status")}

    def __repr__(self) -> str:
        shown = ("data", "meta", "status", "headers", "attempts", "elapsed")
        return f"Response({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"
