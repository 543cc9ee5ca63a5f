"""Every error of the library, each with the outcome of the call it ended.

```
ChakraError                      .outcome .operation .attempts
├── SettingsError                bad or missing settings; raised before anything is sent
├── InvalidRequestError          the arguments cannot make a request
├── ClientClosedError            the client was closed before or while the call ran
├── TransportError               no answer that could be read
│   ├── ConnectError             no connection was made
│   ├── RequestTimeoutError      a time limit passed (.phase tells where)
│   ├── ConnectionLostError      the connection broke after bytes may have left
│   └── UploadError              the content to upload could not be read to its end (.__cause__ says why)
├── BulkJobsError                a chunk of many items failed (.items); .jobs has what was accepted before
├── ResponseError                the answer was cut, too large, unreadable or a redirect (.status)
└── APIError                     the server answered with an error
    ├── BadRequestError 400      AuthenticationError 401     PlanError 402
    ├── PermissionDeniedError 403    NotFoundError 404       ConflictError 409
    ├── PayloadTooLargeError 413 UnprocessableError 422      RateLimitedError 429 (.retry_after)
    ├── ServerError 5xx
    └── WhatsAppError            Meta said no (.meta_code .meta_subcode)
        ├── WindowClosedError 131047     UndeliverableError 131026   TemplateError 132xxx
        ├── PaymentError 131042          SpamLimitError 131048       MarketingLimitError 131049
        └── ThrottledError 4, 80007, 130429, 131056 (a RateLimitedError as well)
```

All of them pickle. Their texts never hold the token or a whole phone number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from chakra_async.outcomes import Attempt, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "BulkJobsError",
    "ChakraError",
    "ClientClosedError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "InvalidRequestError",
    "MarketingLimitError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PaymentError",
    "PermissionDeniedError",
    "PlanError",
    "RateLimitedError",
    "RequestTimeoutError",
    "ResponseError",
    "ServerError",
    "SettingsError",
    "SpamLimitError",
    "TemplateError",
    "ThrottledError",
    "TransportError",
    "UndeliverableError",
    "UnprocessableError",
    "UploadError",
    "WhatsAppError",
    "WindowClosedError",
]

_SAID = {
    Outcome.NOT_SENT: "not sent, so calling again is safe",
    Outcome.REFUSED: "refused, nothing was done",
    Outcome.UNKNOWN: "outcome unknown, it may have been done: look before calling again",
    Outcome.DONE: "done, only the answer could not be used: do not call again",
}


class ChakraError(Exception):
    """The base of every error of this library.

    Attributes:
        message: What went wrong and what to do about it, without operation and outcome.
        outcome: Whether the call did anything at the server.
        operation: The call's name, such as `campaigns.add_phone_number`, or None outside a call.
        attempts: Every attempt made, first to last; empty where nothing was tried.

    """

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome = Outcome.NOT_SENT,
        operation: str | None = None,
        attempts: Sequence[Attempt] = (),
    ) -> None:
        """Make an error out of one sentence."""
        super().__init__(message)
        self.message = message
        self.outcome = outcome
        self.operation = operation
        self.attempts = list(attempts)

    def __str__(self) -> str:
        if self.operation is None:
            return self.message
        tries = f" after {len(self.attempts)} attempts" if len(self.attempts) > 1 else ""
        return f"{self.operation}: {self.message} ({_SAID[self.outcome]}{tries})"


class SettingsError(ChakraError):
    """A setting is missing or cannot be used. Nothing was sent."""


class InvalidRequestError(ChakraError):
    """The arguments cannot make a request; the text names the argument. Nothing was sent."""


class ClientClosedError(ChakraError):
    """The client was closed before this call began, or while it ran."""


class TransportError(ChakraError):
    """No answer that could be read."""


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

    Nothing was sent where that showed at its beginning; else a part of the request had left.
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


class APIError(ChakraError):
    """The server answered with an error.

    Attributes:
        status: The HTTP status; below 300 where an error came inside a successful answer.
        code: The API's own code, such as `UNAUTHORIZED`, or None.
        messages: Every message of the answer, phone numbers masked.
        meta_code: Meta's error code, such as 131047, or None.
        meta_subcode: Meta's error subcode, or None.
        headers: The answer's headers, names in lower case.
        body: The beginning of the answer's body as text, phone numbers masked.
        request_id: The answer's `x-request-id`, where there is one (not a documented header).

    """

    expected_status: ClassVar[int | None] = None

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome = Outcome.REFUSED,
        operation: str | None = None,
        attempts: Sequence[Attempt] = (),
        status: int = 0,
        code: str | None = None,
        messages: Sequence[str] = (),
        meta_code: int | None = None,
        meta_subcode: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str = "",
        retry_after: float | None = None,
    ) -> None:
        """Make an error out of what the answer said."""
        super().__init__(message, outcome=outcome, operation=operation, attempts=attempts)
        self.status = status
        self.code = code
        self.messages = list(messages)
        self.meta_code = meta_code
        self.meta_subcode = meta_subcode
        self.headers = dict(headers or {})
        self.body = body
        self.retry_after = retry_after
        """Seconds the server asked to wait, or None where it named no time."""

    @property
    def request_id(self) -> str | None:
        """The answer's `x-request-id`, where there is one."""
        return self.headers.get("x-request-id")


class BadRequestError(APIError):
    """400: the request was refused as it stands."""


class AuthenticationError(APIError):
    """401: the token is wrong, or its role may not do this at all."""


class PlanError(APIError):
    """402: the account's plan does not allow it."""


class PermissionDeniedError(APIError):
    """403: the token's role lacks the privilege."""


class NotFoundError(APIError):
    """404: a wrong id, plugin, phone number id, version or path."""


class ConflictError(APIError):
    """409: it contradicts the present state."""


class PayloadTooLargeError(APIError):
    """413: the request is too large."""


class UnprocessableError(APIError):
    """422: understood, but refused for its content."""


class RateLimitedError(APIError):
    """429: too many requests; nothing was done. `retry_after` holds the seconds asked for, or None."""


class ServerError(APIError):
    """5xx: the server failed; what it did before is not known."""


class WhatsAppError(APIError):
    """Meta said no; `meta_code` and `meta_subcode` say why."""


class WindowClosedError(WhatsAppError):
    """131047: more than 24 hours since the contact's last message; only a template may be sent."""


class UndeliverableError(WhatsAppError):
    """131026: the message cannot reach this number."""


class TemplateError(WhatsAppError):
    """132xxx: the template, its language or its parameters do not fit."""


class PaymentError(WhatsAppError):
    """131042: the WhatsApp account has a payment problem."""


class ThrottledError(WhatsAppError, RateLimitedError):
    """4, 80007, 130429, 131056: Meta is throttling; nothing was done."""


class SpamLimitError(WhatsAppError):
    """131048: Meta limits this number because of its messages' quality."""


class MarketingLimitError(WhatsAppError):
    """131049: Meta's limit of marketing messages to this person."""
