"""Who is who: which records are of one person, and which number is somebody else's now. Pure; a store reads and writes the names.

A store keeps the person of each alias. A number that its person has left stays their alias, because their events are found by it, and a row of
its own says by which name the number is known from then on: one that was never used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chakra_async.webhooks.inbox.records import NewRecord

__all__ = ["LEFT", "Joining", "is_own_name"]

LEFT: Final = "left:"
"""What the alias of a row begins with that says by which name a number is known, behind an equals sign."""


def is_own_name(person: str) -> bool:
    """Return whether the name of a person is an identity, and not that of a number that somebody else had before."""
    return not (_is_number(person) and "#" in person)


class Joining:
    """The persons of records that are appended together.

    Args:
        read: Returns the persons of aliases, as far as they are known.
        name: Returns what an identity is kept as.

    Attributes:
        added: The persons of aliases that are new.
        merged: Persons that turned out to be others.
        left: Rows that say by which names numbers are known from now on.

    """

    def __init__(
        self, read: Callable[[Sequence[str]], Mapping[str, str]], name: Callable[[str], str] = str
    ) -> None:
        self._read = read
        self._name = name
        self._found: dict[str, str] = {}
        self.added: dict[str, str] = {}
        self.merged: dict[str, str] = {}
        self.left: dict[str, str] = {}

    def persons(self, records: Sequence[NewRecord]) -> list[str]:
        """Return the person of each record; identities that come together are from now on of one person."""
        shown = {each for record in records for each in (*record.identities, *record.gains)}
        if not shown:
            return ["" for _ in records]
        names = {self._name(each) for each in shown}
        self._found = dict(self._read(sorted(names | {LEFT + each for each in shown if _is_number(each)})))
        other = {name[1:] for each, name in self._found.items() if each.startswith(LEFT)} - names
        if other:
            self._found |= self._read(sorted(other))
        found = [self._person(record) for record in records]
        return [self._now(each) for each in found]

    def _person(self, record: NewRecord) -> str:
        names = [self._known_by(each) for each in record.identities]
        known = [self._found[each] for each in names if each in self._found]
        person = known[0] if known else next(iter(names), "")
        for other in set(known) - {person}:  # two people turn out to be one
            self.merged[other] = person
            for people in (self._found, self.added, self.merged):
                people.update({alias: person for alias, of in people.items() if of == other})
        for each in (*names, *map(self._known_by, record.gains if person else ())):
            if each not in self._found:
                self._found[each] = self.added[each] = person
        for each in record.leaves:
            self.left[LEFT + each] = self._found[LEFT + each] = f"={_next(self._known_by(each))}"
        return person

    def _known_by(self, identity: str) -> str:
        left = self._found.get(LEFT + identity)
        return self._name(identity) if left is None else left[1:]

    def _now(self, person: str) -> str:
        return self.merged.get(person, person)


def _is_number(identity: str) -> bool:
    return identity.startswith("phone:")


def _next(name: str) -> str:
    base, _, count = name.partition("#")
    return f"{base}#{int(count or 1) + 1}"
