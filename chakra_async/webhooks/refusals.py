"""Which refusals, by ChakraHQ or by this library, are definite: the same call would be refused again, however long it is waited for. Pure."""

from __future__ import annotations

from typing import Final

from chakra_async import errors
from chakra_async.outcomes import Outcome
from chakra_async.webhooks.opt_outs import OptedOutError

__all__ = ["is_definite"]

_DEFINITE: Final = (
    errors.BadRequestError,
    errors.MarketingLimitError,
    errors.NotFoundError,
    errors.PayloadTooLargeError,
    errors.TemplateError,
    errors.UndeliverableError,
    errors.UnprocessableError,
    errors.UserIdNotAllowedError,
    errors.WindowClosedError,
)
"""Refusals because of the content or the person. Those of the account (token, plan, payment) may be lifted meanwhile, and a pause
or a limit ends by itself."""


def is_definite(error: BaseException) -> bool:
    """Return whether an error, or every one of a group, is a refusal that another attempt cannot change.

    Example:
        >>> from chakra_async.errors import RateLimitedError, WindowClosedError
        >>> is_definite(WindowClosedError("closed", outcome=Outcome.REFUSED))
        True
        >>> is_definite(RateLimitedError("later", outcome=Outcome.REFUSED))
        False

    """
    if isinstance(error, BaseExceptionGroup):
        return all(is_definite(each) for each in error.exceptions)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType, reportUnknownMemberType]
    if isinstance(error, OptedOutError | errors.InvalidRequestError):
        return True
    return (
        isinstance(error, _DEFINITE)
        and error.outcome is Outcome.REFUSED
        and not isinstance(error, errors.RateLimitedError)
    )
