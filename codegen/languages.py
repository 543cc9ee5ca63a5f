r"""Finite sets of digit strings as hash-consed automata: what the regular expressions of numbering plans match.

A set is a node: whether the empty string is in it, and the set of what may follow each digit. Equal sets are the same
object, so comparing is `is` and everything that is computed of a set is computed once. Only what the metadata use is
understood: digits, `\d`, classes, groups, `|`, `?`, `{n}` and `{n,m}`; nothing repeats without end.
"""

from __future__ import annotations

from functools import cache, reduce
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DIGITS",
    "EMPTY",
    "EPSILON",
    "Node",
    "any_of_lengths",
    "concatenated",
    "count",
    "difference",
    "intersection",
    "labelled",
    "matching",
    "strings",
    "union",
    "without_prefix",
]

DIGITS: Final = "0123456789"


class Node(NamedTuple):
    """A set of digit strings.

    Attributes:
        accepts: Whether the empty string is in it: 0, or the label of the string that ends here.
        next: What may follow each of the ten digits; None for nothing, and None for all ten where it ends here.
        key: The identity of the set.

    """

    accepts: int
    next: tuple[Node | None, ...]
    key: int

    def __hash__(self) -> int:
        return self.key

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


_NODES: Final[dict[tuple[int, tuple[int, ...]], Node]] = {}
_NOTHING: Final[tuple[Node | None, ...]] = (None,) * 10


def _node(following: tuple[Node | None, ...], accepts: int) -> Node | None:
    """Return the one node of a set, or None for the empty set."""
    if not accepts and following == _NOTHING:
        return None
    key = (accepts, tuple(-1 if node is None else node.key for node in following))
    found = _NODES.get(key)
    if found is None:
        found = _NODES[key] = Node(accepts, following, len(_NODES))
    return found


EMPTY: Final = None
EPSILON: Final = _node(_NOTHING, 1)


@cache
def union(one: Node | None, other: Node | None) -> Node | None:
    """Return what is in either set."""
    if one is None or one is other:
        return other
    if other is None:
        return one
    return _node(
        tuple(union(a, b) for a, b in zip(one.next, other.next, strict=True)),
        one.accepts or other.accepts,
    )


@cache
def intersection(one: Node | None, other: Node | None) -> Node | None:
    """Return what is in both sets."""
    if one is None or other is None or one is other:
        return one if one is other else None
    return _node(
        tuple(intersection(a, b) for a, b in zip(one.next, other.next, strict=True)),
        one.accepts if other.accepts else 0,
    )


@cache
def difference(one: Node | None, other: Node | None) -> Node | None:
    """Return what is in the first set and not in the second."""
    if one is None or other is None or one is other:
        return None if one is other else one
    return _node(
        tuple(difference(a, b) for a, b in zip(one.next, other.next, strict=True)),
        0 if other.accepts else one.accepts,
    )


@cache
def concatenated(one: Node | None, other: Node | None) -> Node | None:
    """Return every string of the first set with every string of the second behind it."""
    if one is None or other is None:
        return None
    followed = _node(tuple(concatenated(node, other) for node in one.next), 0)
    return union(followed, other) if one.accepts else followed


@cache
def count(node: Node | None) -> int:
    """Return how many strings a set has."""
    return 0 if node is None else bool(node.accepts) + sum(map(count, node.next))


@cache
def labelled(node: Node | None, label: int) -> Node | None:
    """Return the same set with one label at all of its strings."""
    if node is None:
        return None
    return _node(tuple(labelled(after, label) for after in node.next), label if node.accepts else 0)


def without_prefix(node: Node | None, prefix: str) -> Node | None:
    """Return what follows a prefix in a set."""
    for digit in prefix:
        if node is None:
            return None
        node = node.next[int(digit)]
    return node


def strings(node: Node | None) -> Iterator[str]:
    """Give every string of a small set."""
    if node is None:
        return
    if node.accepts:
        yield ""
    for digit, after in zip(DIGITS, node.next, strict=True):
        yield from (digit + rest for rest in strings(after))


def any_of_lengths(lengths: tuple[int, ...]) -> Node | None:
    """Return all strings of some lengths."""
    return reduce(union, (_repeated(_one_of(DIGITS), length) for length in lengths), EMPTY)


def _one_of(digits: str) -> Node | None:
    return _node(tuple(EPSILON if digit in digits else None for digit in DIGITS), 0)


def _repeated(node: Node | None, times: int) -> Node | None:
    return reduce(concatenated, [node] * times, EPSILON)


@cache
def matching(pattern: str) -> Node | None:
    """Return what a regular expression matches as a whole.

    Raises:
        ValueError: It holds something that no numbering plan has held so far.

    """
    parser = _Parser(pattern)
    found = parser.alternatives()
    if parser.rest():
        raise ValueError(f"not understood: {parser.rest()!r} in {pattern!r}")
    return found


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def rest(self) -> str:
        return self._pattern[self._at :]

    def _take(self, text: str) -> bool:
        if not self._pattern.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def _until(self, end: str) -> str:
        stop = self._pattern.index(end, self._at)
        found = self._pattern[self._at : stop]
        self._at = stop + len(end)
        return found

    def alternatives(self) -> Node | None:
        found = self._sequence()
        while self._take("|"):
            found = union(found, self._sequence())
        return found

    def _sequence(self) -> Node | None:
        parts: list[Node | None] = []
        while self.rest() and self.rest()[0] not in "|)":
            parts.append(self._quantified(self._atom()))
        return reduce(lambda after, before: concatenated(before, after), reversed(parts), EPSILON)

    def _atom(self) -> Node | None:
        if self._take("(?:") or self._take("("):
            found = self.alternatives()
            if not self._take(")"):
                raise ValueError(f"a group is not closed in {self._pattern!r}")
            return found
        if self._take("["):
            return _one_of(_class(self._until("]")))
        if self._take(r"\d"):
            return _one_of(DIGITS)
        character = self.rest()[0]
        if character not in DIGITS:
            raise ValueError(f"not understood: {self.rest()!r} in {self._pattern!r}")
        self._at += 1
        return _one_of(character)

    def _quantified(self, node: Node | None) -> Node | None:
        if self._take("?"):
            return union(node, EPSILON)
        if not self._take("{"):
            return node
        least, _, most = self._until("}").partition(",")
        found = [_repeated(node, times) for times in range(int(least), int(most or least) + 1)]
        return reduce(union, found, EMPTY)


def _class(inside: str) -> str:
    found = ""
    at = 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-":
            first, last = int(inside[at]), int(inside[at + 2])
            found += DIGITS[first : last + 1]
            at += 3
        else:
            found += inside[at]
            at += 1
    return found
