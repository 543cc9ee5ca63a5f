"""Values that must not be shown: the access token, a proxy's credentials, phone numbers given as a setting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MaskedStr", "Secret", "as_secret", "shown", "shown_path", "without_secrets"]

_MAX_SHOWN: Final = 40
_LEAST_DIGITS: Final = 7
_LEAST_OPAQUE: Final = 12
_FEW: Final = 2
_LONGEST_KIND: Final = 4
_UUID_OR_TIME: Final = (
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T_].*"
)
_IN_USE: Final[WeakSet[Secret]] = WeakSet()
"""The secrets that exist, so that one that is passed as another argument is not shown."""
_LEAST_SECRET: Final = 8
_BETWEEN_WORDS: Final = r"[-_.:@]+"


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

    __slots__ = ("__weakref__", "_reveal")

    def __init__(self, value: str) -> None:
        """Hide a string."""

        # A closure, so that tools that read __slots__ or vars() find a function and not the string.
        def reveal() -> str:
            return value

        self._reveal = reveal
        _IN_USE.add(self)

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
    """Return a value that was given for an error: without a phone number or a token that was given by mistake.

    A string is shown by its beginning; where it has the digits of a phone number, by the first two and the last two of
    them, and where it may be a key or a token, by its first two characters. Of other values than strings and numbers the
    type is shown.

    Example:
        >>> shown("22"), shown("+919901258433"), shown("eyJhbGciOiJIUzI1"), shown([1])
        ("'22'", "'+91********33'", "'ey******'", 'a value of type list')

    """
    if isinstance(value, str):
        if _is_opaque(value.strip()):
            return repr(f"{value.strip()[:_FEW]}******")
        text = repr(value[:_MAX_SHOWN])
    elif value is None or isinstance(value, bool | int | float):
        try:
            text = repr(value)[: 2 * _MAX_SHOWN]
        except ValueError:  # an integer with more digits than Python converts
            return "an integer of thousands of digits"
    else:
        return f"a value of type {type(value).__name__}"
    digits = [place for place, character in enumerate(text) if character.isnumeric()]
    if len(digits) < _LEAST_DIGITS:
        return text
    hidden = set(digits[_FEW:-_FEW])
    return "".join("*" if place in hidden else character for place, character in enumerate(text))


def without_secrets(text: str) -> str:
    """Return a string in which no secret of this process is left."""
    for beginning in _beginnings():
        if beginning in text:
            return "******"
    return text


def shown_path(path: object) -> str:
    """Return the last part of a path for an error, as `shown` does; a usual file name is shown.

    Example:
        >>> shown_path("/home/ada/2026/invoice-4711.pdf"), shown_path("IMG20260927.jpg")
        ("'invoice-4711.pdf'", "'IMG20****27.jpg'")

    """
    name = str(path).replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, dot, kind = name.rpartition(".")
    if not (dot and stem and kind.isalnum() and len(kind) <= _LONGEST_KIND):
        return shown(name)
    text = shown(stem)
    return f"{text[:-1]}.{kind}{text[-1]}"


def _is_opaque(text: str) -> bool:
    """Return whether a string may be a key or a token: long, without blanks, and not of words, numbers or a UUID."""
    if any(map(text.__contains__, _beginnings())):
        return True
    if len(text) < _LEAST_OPAQUE or len(text.split()) != 1 or re.fullmatch(_UUID_OR_TIME, text):
        return False
    return len(text) > _MAX_SHOWN or any(
        (any(map(str.isdigit, part)) and any(map(str.isalpha, part)))
        or (len(part) >= _LEAST_OPAQUE and part.lower() != part != part.upper())
        for part in re.split(_BETWEEN_WORDS, text)
    )


def _beginnings() -> Iterator[str]:
    """Yield the first characters of the secrets that exist; a cut one is a secret as well."""
    for secret in tuple(_IN_USE):
        text = secret.reveal()
        if len(text) >= _LEAST_SECRET:
            yield text[: max(_LEAST_SECRET, len(text) // 2)]
