"""The root of all errors, and the errors that the library itself finds: in settings, requests, connections and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chakra_async.outcomes import Attempt, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BulkJobsError",
    "ChakraError",
    "ClientClosedError",
    "ConnectError",
    "ConnectionLostError",
    "InvalidRequestError",
    "RequestTimeoutError",
    "ResponseError",
    "SettingsError",
    "TransportError",
    "UploadError",
]

_MEANING = {
    Outcome.NOT_SENT: "not sent, so calling again is safe",
    Outcome.REFUSED: "refused, nothing was done",
    Outcome.UNKNOWN: "outcome unknown, it may have been done: look before calling again",
    Outcome.DONE: "done, only the answer could not be used: do not call again",
}


class ChakraError(Exception):
    """The base of every error of this library.

    Attributes:
        message: What went wrong and what to do about it, without operation and outcome.
        outcome: What is known of the call's effect at the server.
        operation: The call's name, such as `campaigns.add_phone_number`, or None outside a call.
        attempts: Every attempt made, first to last; empty where none was made.

    """

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome = Outcome.NOT_SENT,
        operation: str | None = None,
        attempts: Sequence[Attempt] = (),
    ) -> None:
        """Make an error of its message."""
        super().__init__(message)
        self.message = message
        self.outcome = outcome
        self.operation = operation
        self.attempts = list(attempts)

    @property
    def help_page(self) -> str:
        """The page of the documentation about this kind of error, such as `errors.html#connecterror`, below the site's address."""
        own = next(kind for kind in type(self).__mro__ if kind.__module__.partition(".")[0] == "chakra_async")
        return f"errors.html#{own.__name__.lower()}"

    def __str__(self) -> str:
        if self.operation is None:
            return self.message
        tries = f" after {len(self.attempts)} attempts" if len(self.attempts) > 1 else ""
        return f"{self.operation}: {self.message} ({_MEANING[self.outcome]}{tries})"


class SettingsError(ChakraError):
    """A setting is missing or cannot be used. Nothing was sent."""


class InvalidRequestError(ChakraError):
    """The arguments cannot make a request; the message names the argument. Nothing was sent."""


class ClientClosedError(ChakraError):
    """The client was closed before this call began, or while it ran."""


class TransportError(ChakraError):
    """No answer arrived."""


class ConnectError(TransportError):
    """No connection was made: name not found, refused, TLS failed, or no free slot in time."""


class RequestTimeoutError(TransportError):
    """A time limit passed.

    Attributes:
        phase: Where the call was: `queue`, `connect`, `answer` or `pause`.

    """

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome = Outcome.NOT_SENT,
        operation: str | None = None,
        attempts: Sequence[Attempt] = (),
        phase: str = "answer",
    ) -> None:
        """Make an error that names the phase."""
        super().__init__(message, outcome=outcome, operation=operation, attempts=attempts)
        self.phase = phase


class ConnectionLostError(TransportError):
    """The connection broke after bytes may have left."""


class UploadError(TransportError):
    """The content to upload could not be read to its end; `__cause__` is the reason.

    If its beginning could not be read nothing was sent; otherwise a part of the request had left.
    """


class ResponseError(ChakraError):
    """An answer came but cannot be used: cut, empty, too large, not JSON, of a wrong type, or a redirect.

    Attributes:
        status: The HTTP status of the answer.

    """

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome = Outcome.UNKNOWN,
        operation: str | None = None,
        attempts: Sequence[Attempt] = (),
        status: int = 0,
    ) -> None:
        """Make an error that carries the status."""
        super().__init__(message, outcome=outcome, operation=operation, attempts=attempts)
        self.status = status


class BulkJobsError(ChakraError):
    """One chunk of many items failed; its reason is `__cause__`, and `outcome` is that of its items alone.

    Attributes:
        jobs: The `BulkJobs` over what was accepted before; it can be waited for.
        items: Which items failed, counted from 0; empty where reading the items failed. No later one was sent.

    """

    jobs: Any = None
    items: range = range(0)
