"""Filters of events, for `receiver.on`: `match.text("hi") & ~match.number("917259775805")`.

A filter that is about one kind of event narrows the type of the handler's argument to that kind; any function of an event
is a filter as well.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar, overload

import attrs

from chakra_async.errors import SettingsError
from chakra_async.model import Model
from chakra_async.webhooks.events import Event
from chakra_async.webhooks.items import number_in_digits, person
from chakra_async.webhooks.json_values import as_mapping
from chakra_async.webhooks.messages import ButtonTapped, MediaReceived, MessageReceived, TextReceived

__all__ = [
    "Captures",
    "Facts",
    "Filter",
    "Match",
    "Predicate",
    "as_match",
    "button",
    "command",
    "first_contact",
    "media",
    "number",
    "regex",
    "reply_to_ours",
    "text",
]

E = TypeVar("E", bound=Event)
K_co = TypeVar("K_co", bound=Event, covariant=True)

Predicate: TypeAlias = Callable[[Any], bool]
"""Any function of an event that returns whether it matches."""
Captures: TypeAlias = Mapping[str, str]
"""What a filter found, by the name of the handler's argument."""


@attrs.frozen(kw_only=True)
class Facts:
    """What is known of an event beside itself.

    Attributes:
        first_contact: Whether no message came from the person before.

    """

    first_contact: bool = False


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Match(Generic[K_co]):
    """A filter for events of one kind; the handler's argument has that kind.

    Combine filters with `&`, `|` and `~`, also with plain functions of an event.

    Attributes:
        shown: The filter as it is written.
        kinds: Events of other classes do not match.
        find: Returns what was found in an event of one of the kinds, or None where it does not match.
        names: The names of what it always finds; the handler gets them as arguments.
        needs_facts: Whether it looks at `Facts`, which cost a read of the inbox.
        values: What is compared, where the filter matches any of several values.
        operator: How `parts` are combined: `and`, `or`; empty for a filter without parts.
        parts: The filters that it consists of.

    """

    shown: str
    kinds: tuple[type[Event], ...] = (Event,)
    find: Callable[[Any, Facts], Captures | None]
    names: frozenset[str] = frozenset()
    needs_facts: bool = False
    values: frozenset[str] | None = None
    operator: str = ""
    parts: tuple[Match[Any], ...] = ()

    def __call__(self, event: Event, facts: Facts | None = None) -> Captures | None:
        """Return what was found in an event, which may be nothing, or None where the event does not match."""
        return self.find(event, facts or Facts()) if isinstance(event, self.kinds) else None

    def covers(self, other: Match[Any]) -> bool:
        """Return whether it surely matches everything that another filter matches."""
        if self is other or (self.shown == other.shown and not self.shown.startswith("<")):
            return True
        if self.operator == "and":
            return all(part.covers(other) for part in self.parts)
        if self.operator == "or" and any(part.covers(other) for part in self.parts):
            return True
        if other.operator == "and":
            return any(self.covers(part) for part in other.parts)
        if other.operator == "or":
            return all(self.covers(part) for part in other.parts)
        return self.values is not None and other.values is not None and self._is_wider(other.values, other)

    def _is_wider(self, values: frozenset[str], other: Match[Any]) -> bool:
        same = self.shown.partition("(")[0] == other.shown.partition("(")[0]
        return same and self.values is not None and values <= self.values

    @overload
    def __and__(self, other: Filter) -> Match[K_co]: ...
    @overload
    def __and__(self, other: Match[E]) -> Match[E]: ...
    @overload
    def __and__(self, other: Predicate) -> Match[K_co]: ...
    def __and__(self, other: Any) -> Any:
        """Return the filter for what matches both."""
        return _both(self, as_match(other))

    def __rand__(self, other: Predicate) -> Match[K_co]:
        """Return the filter for what matches both."""
        return _both(as_match(other), self)

    @overload
    def __or__(self, other: Filter) -> Filter: ...
    @overload
    def __or__(self, other: Match[E]) -> Match[K_co | E]: ...
    @overload
    def __or__(self, other: Predicate) -> Filter: ...
    def __or__(self, other: Any) -> Any:
        """Return the filter for what matches one of them."""
        return _either(self, as_match(other))

    def __ror__(self, other: Predicate) -> Filter:
        """Return the filter for what matches one of them."""
        found: Filter = _either(as_match(other), self)
        return found

    def __invert__(self) -> Filter:
        """Return the filter for what does not match this one."""

        def find(event: Event, facts: Facts) -> Captures | None:
            return {} if self(event, facts) is None else None

        return Filter(shown=f"~{self.shown}", find=find, needs_facts=self.needs_facts)

    def __repr__(self) -> str:
        return f"match.{self.shown}" if not self.operator and self.shown[0] not in "~<" else self.shown


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Filter(Match[Event]):
    """A filter for events of any kind; it leaves the type of the handler's argument as it is."""


def as_match(given: Match[Any] | Predicate) -> Match[Any]:
    """Return a filter as it is, and a function of an event as a filter.

    Raises:
        SettingsError: If it is neither.

    """
    if isinstance(given, Match):
        return given  # pyright: ignore[reportUnknownVariableType] - of any kind
    if not callable(given):
        raise SettingsError(
            f"A filter must be made with `match`, or be a function of an event, not {type(given).__name__}."
        )

    def find(event: Event, _facts: Facts) -> Captures | None:
        return {} if given(event) else None

    name = getattr(given, "__qualname__", type(given).__qualname__)
    return Filter(shown=f"<{name}>", find=find)


def _both(one: Match[Any], other: Match[Any]) -> Match[Any]:
    kinds = tuple(
        second if issubclass(second, first) else first
        for first in one.kinds
        for second in other.kinds
        if issubclass(second, first) or issubclass(first, second)
    )
    if not kinds:
        raise SettingsError(f"{one!r} & {other!r} never matches: no event is of both kinds. Use `|`.")

    def find(event: Event, facts: Facts) -> Captures | None:
        first = one(event, facts)
        second = other(event, facts) if first is not None else None
        return None if first is None or second is None else {**first, **second}

    kind: type[Match[Any]] = Filter if isinstance(one, Filter) and isinstance(other, Filter) else Match
    return kind(
        shown=f"({one!r} & {other!r})",
        kinds=kinds,
        find=find,
        names=one.names | other.names,
        needs_facts=one.needs_facts or other.needs_facts,
        operator="and",
        parts=(one, other),
    )


def _either(one: Match[Any], other: Match[Any]) -> Any:
    def find(event: Event, facts: Facts) -> Captures | None:
        first = one(event, facts)
        return other(event, facts) if first is None else first

    kind: type[Match[Any]] = (
        Match if not isinstance(one, Filter) and not isinstance(other, Filter) else Filter
    )
    return kind(
        shown=f"({one!r} | {other!r})",
        kinds=one.kinds + other.kinds,
        find=find,
        names=one.names & other.names,
        needs_facts=one.needs_facts or other.needs_facts,
        operator="or",
        parts=(one, other),
    )


def _shown(name: str, values: tuple[object, ...]) -> str:
    return f"{name}({', '.join(map(repr, values))})"


def _strings(name: str, values: tuple[str, ...]) -> frozenset[str]:
    given: tuple[Any, ...] = values
    if not given or not all(isinstance(value, str) and value.strip() for value in given):
        raise SettingsError(f"match.{name} needs one string or more, none of them blank.")
    return frozenset(_plain(value) for value in values)


def _plain(value: str) -> str:
    """Return a string as it is compared: without case, surrounding blanks and differences of Unicode forms."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def text(*texts: str) -> Match[TextReceived]:
    """Match text that equals one of several, whatever its case and blanks.

    Example:
        >>> from chakra_async.webhooks import parse
        >>> [event] = parse(b'{"event": "message", "payload": {"message": {"id": "wamid.A", "type": "text", "text": {"body": " Hi"}}}}')
        >>> match = text("hi", "hello")
        >>> match(event) is not None
        True

    """
    wanted = _strings("text", texts)

    def find(event: TextReceived, _facts: Facts) -> Captures | None:
        return {} if _plain(event.text) in wanted else None

    return Match(shown=_shown("text", texts), kinds=(TextReceived,), find=find, values=wanted)


def regex(pattern: str | re.Pattern[str], flags: int = re.IGNORECASE) -> Match[TextReceived]:
    """Match text in which a pattern is found; the handler gets its named groups as arguments.

    A group that took no part in the match gives an empty string.

    Example:
        >>> regex(r"order (?P<order>[0-9]+)").names
        frozenset({'order'})

    """
    try:
        compiled = re.compile(pattern, flags) if isinstance(pattern, str) else pattern
    except re.error as error:
        raise SettingsError(f"match.regex cannot read {pattern!r}: {error}.") from None

    def find(event: TextReceived, _facts: Facts) -> Captures | None:
        found = compiled.search(event.text)
        return None if found is None else {name: value or "" for name, value in found.groupdict().items()}

    shown = _shown("regex", (compiled.pattern, compiled.flags))
    return Match(shown=shown, kinds=(TextReceived,), find=find, names=frozenset(compiled.groupindex))


def command(*names: str, prefix: str = "/") -> Match[TextReceived]:
    """Match text that begins with a command, such as `/start`; the handler gets what is behind it as `rest`."""
    wanted = _strings("command", names)

    def find(event: TextReceived, _facts: Facts) -> Captures | None:
        first, _, rest = event.text.strip().partition(" ")
        named = first.startswith(prefix) and _plain(first.removeprefix(prefix)) in wanted
        return {"rest": rest.strip()} if named else None

    shown = f"command[{prefix}]({', '.join(map(repr, names))})"
    return Match(shown=shown, kinds=(TextReceived,), find=find, names=frozenset({"rest"}), values=wanted)


def button(*ids: str) -> Match[ButtonTapped]:
    """Match a tap on a button, by what was sent with it or by its text; without arguments, on any button."""
    wanted = _strings("button", ids) if ids else None

    def find(event: ButtonTapped, _facts: Facts) -> Captures | None:
        if wanted is None:
            return {}
        return {} if _plain(event.button_id) in wanted or _plain(event.title) in wanted else None

    return Match(shown=_shown("button", ids), kinds=(ButtonTapped,), find=find, values=wanted)


def media(*types: str) -> Match[MediaReceived]:
    """Match a file by its content type, such as `image/*`; without arguments, any file."""
    wanted = _strings("media", types) if types else None

    def find(event: MediaReceived, _facts: Facts) -> Captures | None:
        if wanted is None:
            return {}
        kind = event.media.mime_type
        named = kind.partition(";")[0].strip().lower() if isinstance(kind, str) else ""
        return {} if any(fnmatch.fnmatchcase(named, one) for one in wanted) else None

    return Match(shown=_shown("media", types), kinds=(MediaReceived,), find=find, values=wanted)


def number(*numbers: str) -> Filter:
    """Match events of one of our numbers, by Meta's id of it or by the number itself."""
    given = _strings("number", numbers)
    wanted = frozenset(number_in_digits(one) or one for one in given)

    def find(event: Event, _facts: Facts) -> Captures | None:
        ours = event.number
        return {} if ours.phone_number_id in wanted or ours.phone_number in wanted else None

    return Filter(shown=_shown("number", numbers), find=find, values=wanted)


def reply_to_ours() -> Filter:
    """Match a message that answers one of ours, as far as the delivery says whose message it answers."""

    def find(event: Event, _facts: Facts) -> Captures | None:
        if not isinstance(event, MessageReceived) or event.reply_to is None:
            return None
        given = event.message.to_dict() if isinstance(event.message, Model) else event.message
        about = as_mapping(given.get("context"))
        author = person(about.get("from"), about.get("from_user_id"))
        own = set(author.identities) & set(event.sender.identities)
        return {} if author.identities and not own else None

    return Filter(shown="reply_to_ours()", find=find)


def first_contact() -> Filter:
    """Match the first message that ever came from a person, as far as the inbox reaches back."""

    def find(event: Event, facts: Facts) -> Captures | None:
        return {} if isinstance(event, MessageReceived) and facts.first_contact else None

    return Filter(shown="first_contact()", find=find, needs_facts=True)
