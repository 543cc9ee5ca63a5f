"""Values that must not be shown: the access token, a proxy's credentials, phone numbers given as a setting."""

from __future__ import annotations

from typing import Any, Final

from chakra_async.errors import SettingsError

__all__ = ["MaskedStr", "Secret", "as_secret", "shown"]

_MAX_SHOWN: Final = 40
_LEAST_DIGITS: Final = 7


class MaskedStr(str):
    """A string, for libraries that need one, whose repr is masked, so that tools that show variables do not show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'******'"


class Secret:
    """A string that is never shown: not in repr, str, logs, f-strings, pickles or the locals of tracebacks.

    Example:
        >>> print(Secret("abc"), [Secret("abc")])
        ****** [Secret(******)]

    """

    __slots__ = ("_reveal",)

    def __init__(self, value: str) -> None:
        """Hide a string."""

        # A closure, so that tools that read __slots__ or vars() find a function and not the string.
        def reveal() -> str:
            return value

        self._reveal = reveal

    def reveal(self) -> str:
        """Return the string itself."""
        return self._reveal()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash((Secret, self.reveal()))

    def __repr__(self) -> str:
        return "Secret(******)"

    def __str__(self) -> str:
        return "******"

    def __copy__(self) -> Secret:
        return self  # it is immutable, and the default copy would pickle it

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> Any:
        raise TypeError("A secret is not pickled; give the token to the new process through its environment.")


def as_secret(value: object, name: str = "The access token") -> Secret | None:
    """Return a string as a `Secret`, so that no variable of a caller keeps it in the clear.

    Args:
        value: The string, a `Secret` already, or None.
        name: What it is, for the error.

    Raises:
        SettingsError: If it is not a string.

    """
    if value is None or isinstance(value, Secret):
        return value
    if isinstance(value, str):
        return Secret(value)
    del value  # it may be the token as bytes
    raise SettingsError(f"{name} must be a string.")


def shown(value: object) -> str:
    """Return a setting's value for an error: its beginning, and with its digits masked if they may be a phone number.

    Example:
        >>> shown("22"), shown("+919901258433")
        ("'22'", "'+91********33'")

    """
    try:
        text = repr(value[:_MAX_SHOWN] if isinstance(value, str) else value)[: 2 * _MAX_SHOWN]
    except ValueError:  # an integer with more digits than Python converts
        return "an integer of thousands of digits"
    digits = [place for place, character in enumerate(text) if character.isdecimal()]
    if len(digits) < _LEAST_DIGITS:
        return text
    hidden = set(digits[2:-2])
    return "".join("*" if place in hidden else character for place, character in enumerate(text))
