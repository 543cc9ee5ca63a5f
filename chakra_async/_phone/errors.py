"""The error of a phone number that cannot be used, and how a number is shown in it."""

from __future__ import annotations

from typing import Final, Literal

from chakra_async.errors import InvalidRequestError

__all__ = ["PhoneNumberError", "Problem", "masked", "refusal"]

Problem = Literal[
    "ambiguous",
    "country_code",
    "country_missing",
    "date",
    "decimals",
    "empty",
    "extension",
    "formula",
    "letters",
    "minus",
    "not_a_person",
    "not_in_use",
    "scientific",
    "several",
    "signs",
    "too_long",
    "too_short",
    "type",
]
"""Why a phone number is refused; more reasons may be added."""

_SHOWN: Final = 2
_SHORTEST: Final = 7


class PhoneNumberError(InvalidRequestError):
    """A phone number cannot be used, or may be somebody else's. Nothing was sent.

    Attributes:
        problem: Why, as a word that a program can compare, such as `country_missing`.
        number: The number with all but its ends hidden; empty where the value is not shown.
        reason: What is wrong and what to do, without the number.

    """

    def __init__(
        self, message: str, *, problem: Problem = "signs", number: str = "", reason: str = ""
    ) -> None:
        """Make an error of one message."""
        super().__init__(message)
        self.problem = problem
        self.number = number
        self.reason = reason or message


PhoneNumberError.__module__ = "chakra_async.phone"


def masked(text: str) -> str:
    """Return a string with all but its first two and last two characters hidden.

    Example:
        >>> masked("919901258433")
        '91********33'

    """
    if len(text) < _SHORTEST:
        return "*" * len(text)
    return f"{text[:_SHOWN]}{'*' * (len(text) - 2 * _SHOWN)}{text[-_SHOWN:]}"


def refusal(text: str, problem: Problem, reason: str) -> PhoneNumberError:
    """Return the error for a number; without the number where there is none to show."""
    number = masked(text)
    subject = f"phone number {number!r}" if text else "phone number"
    return PhoneNumberError(f"{subject} {reason}.", problem=problem, number=number, reason=f"{reason}.")
