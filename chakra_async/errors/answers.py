"""Errors that the server answers with: one class for each status, and for the refusals of Meta that programs handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from chakra_async.errors.base import ChakraError
from chakra_async.outcomes import Attempt, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "MarketingLimitError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PaymentError",
    "PermissionDeniedError",
    "PlanError",
    "RateLimitedError",
    "ServerError",
    "SpamLimitError",
    "TemplateError",
    "ThrottledError",
    "UndeliverableError",
    "UnprocessableError",
    "UserIdNotAllowedError",
    "WhatsAppError",
    "WindowClosedError",
]


class APIError(ChakraError):
    """The server answered with an error.

    `outcome` is `unknown` where the answer also holds an id, a lead or other data, whatever its status and code.

    Attributes:
        status: The HTTP status; below 300 where an error came inside a successful answer.
        code: The API's own code, such as `UNAUTHORIZED`, or None.
        messages: The answer's error messages, at most 100 of at most 1,000 characters each. In these, in `body` and in
            `headers` the token is removed, phone numbers are masked and control characters escaped.
        meta_code: Meta's error code, such as 131047, or None.
        meta_subcode: Meta's error subcode, or None.
        headers: The answer's headers, names in lower case.
        body: The first 2,000 characters of the answer's body.
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
        """Make an error of what the answer holds."""
        super().__init__(message, outcome=outcome, operation=operation, attempts=attempts)
        self.status = status
        self.code = code
        self.messages = list(messages)
        self.meta_code = meta_code
        self.meta_subcode = meta_subcode
        self.headers = dict(headers or {})
        self.body = body
        self.retry_after = retry_after
        """Seconds that the server asks to wait, or None."""

    @property
    def request_id(self) -> str | None:
        """The answer's `x-request-id`, where there is one."""
        return self.headers.get("x-request-id")


class BadRequestError(APIError):
    """400: the request is invalid."""


class AuthenticationError(APIError):
    """401: the token is invalid, or its role may not do this."""


class PlanError(APIError):
    """402: the account's plan does not allow it."""


class PermissionDeniedError(APIError):
    """403: the token's role lacks the privilege."""


class NotFoundError(APIError):
    """404: a wrong id, plugin, phone number id, version or path."""


class ConflictError(APIError):
    """409: the request contradicts the present state."""


class PayloadTooLargeError(APIError):
    """413: the request is too large."""


class UnprocessableError(APIError):
    """422: the content of the request is invalid."""


class RateLimitedError(APIError):
    """429: too many requests; nothing was done. `retry_after` holds the seconds to wait, or None."""


class ServerError(APIError):
    """5xx: the server failed; what it did is not known."""


class WhatsAppError(APIError):
    """Meta refused the call; `meta_code` and `meta_subcode` say why."""


class WindowClosedError(WhatsAppError):
    """131047: more than 24 hours since the contact's last message; only a template may be sent."""


class UndeliverableError(WhatsAppError):
    """131026: the message cannot reach this number."""


class TemplateError(WhatsAppError):
    """132xxx: the template, its language or its parameters do not match."""


class PaymentError(WhatsAppError):
    """131042: the WhatsApp account has a payment problem."""


class ThrottledError(WhatsAppError, RateLimitedError):
    """4, 80007, 130429, 131056: Meta is throttling; see `outcome` and `retry_after`."""


class SpamLimitError(WhatsAppError):
    """131048: Meta limits this number because of its messages' quality."""


class MarketingLimitError(WhatsAppError):
    """131049: Meta's limit of marketing messages to this person."""


class UserIdNotAllowedError(WhatsAppError):
    """131062: this message cannot go to a user id (BSUID), only to a phone number."""
