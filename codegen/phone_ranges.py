"""Writes `chakra_async/_phone/ranges.py`: which phone numbers are in use, out of the metadata of `phonenumberslite`.

Four sets of digit strings go into one automaton, which the package walks digit by digit:

- **in use**: country code and number as the library calls it valid, with the country it is in;
- **extra**: what the library does not call valid and yet is written: numbers reserved for fiction, and the forms that
  WhatsApp itself writes;
- **mistakable**: numbers of either set with more than ten digits that are somebody else's number when they are read
  as people write numbers at home, without any country code.

Mistakable are, by country, the mobile numbers that have more than ten digits as an ordinary spelling of them: of China
and Brazil, which have eleven and are written without a trunk prefix; of Argentina with 15 behind the area code; of Germany,
and of Indonesia as far as they have eleven, which are left when a spreadsheet drops the trunk zero; and all numbers of Russia
and Kazakhstan behind their trunk prefix 8. Left out are fixed lines of Germany, Austria, Serbia, Luxembourg and China
(their patterns allow nearly every string of eleven to fifteen digits, and they are written with the zero), the twelve-digit
mobile numbers of Indonesia and the eleven-digit ones of Austria that begin with 66 (rare; they would refuse every
number of Japan, South Korea and Thailand), and toll-free numbers, which do not belong to a person.
"""

from __future__ import annotations

import base64
import re
import sys
from array import array
from functools import reduce
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from codegen.languages import (
    EMPTY,
    any_of_lengths,
    concatenated,
    difference,
    intersection,
    labelled,
    matching,
    strings,
    union,
    without_prefix,
)
from codegen.toolchain import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from phonenumbers import PhoneMetadata, PhoneNumberDesc

    from codegen.languages import Node

__all__ = ["PATH", "VERSION", "source"]

VERSION: Final = "9.0.42"
"""The one version of `phonenumberslite` that the committed table is made of; the `codegen` extra pins it."""

PATH: Final = "_phone/ranges.py"
"""Where the table is inside the package."""

_DISTRIBUTION: Final = "phonenumberslite"
_LONGEST: Final = 15
_ANY: Final = any_of_lengths(tuple(range(_LONGEST + 3)))
_LONG: Final = any_of_lengths(tuple(range(11, _LONGEST + 1)))
_MOBILE: Final = ("mobile",)
_KINDS: Final = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("voip", "personal_number", "uan", "pager", "voicemail"),
)
_WORLD: Final = "001"
_RESERVED: Final = (
    # Ofcom, "Telephone numbers for use in TV and radio drama programmes".
    ("GB", 44, r"7700900\d{3}|1632960\d{3}"),
    # ComReg, National Numbering Conventions: 020 91X XXXX for drama.
    ("IE", 353, r"2091\d{5}"),
    # ARCEP, numbering plan: numbers for audiovisual works.
    ("FR", 33, r"(?:19900|26191|35301|46571|53649|63998)\d{4}"),
    # India reserves none. No subscriber's number begins with 0, so these cannot be anybody's; the examples use them.
    ("IN", 91, r"110000\d{4}"),
)
_MARK: Final = 1 << 10
"""Set in a state's first word where a number may end there; the next word is its label."""
_WIDTH: Final = 100


def source() -> str:
    """Return the text of the table's module.

    Raises:
        ToolError: Another version of the library is installed than the one that the table is made of.

    """
    try:
        found = version(_DISTRIBUTION)
    except PackageNotFoundError:
        found = "none"
    if found != VERSION:
        raise ToolError(
            f"{_DISTRIBUTION} {VERSION} is needed, {found} is installed; install the `codegen` extra"
        )
    return _Plans().source()


class _Plans:
    """The numbering plans of the world."""

    def __init__(self) -> None:
        from phonenumbers import PhoneMetadata  # noqa: PLC0415 - only its version was checked so far
        from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 - as above

        self.codes: dict[int, tuple[str, ...]] = dict(sorted(COUNTRY_CODE_TO_REGION_CODE.items()))
        self.metadata: dict[tuple[int, str], PhoneMetadata] = {}
        for code, regions in self.codes.items():
            for region in regions:
                metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
                if metadata is None:
                    raise ToolError(f"phonenumberslite has no metadata of {region}")
                self.metadata[code, region] = metadata
        self.country = {region: code for code, region in self.metadata if region != _WORLD}

    def source(self) -> str:
        in_use = self._in_use()
        extra = difference(self._extra(), in_use)
        mistakable = intersection(self._mistakable(), _unlabelled(union(in_use, extra)))
        table = _Table()
        roots = [table.add(node) for node in (in_use, extra, mistakable)]
        lines = [
            f'"""Which phone numbers are in use, made of phonenumberslite {VERSION}; read by `chakra_async._phone.table`."""',
            "from __future__ import annotations",
            "from typing import Final",
            '__all__ = ["CODES", "EXITS", "EXTRA", "IN_USE", "LENGTHS", "MISTAKABLE", "TABLE", "TRUNKS", "VERSION"]',
            f"VERSION: Final = {VERSION!r}",
            f"CODES: Final = {self._grouped(self.codes)!r}",
            f"LENGTHS: Final = {self._lengths()!r}",
            f"TRUNKS: Final = {self._trunks()!r}",
            f"EXITS: Final = {self._exits()!r}",
            *(
                f"{name}: Final = {root}"
                for name, root in zip(("IN_USE", "EXTRA", "MISTAKABLE"), roots, strict=True)
            ),
            "TABLE: Final = (",
            *(f"    {line!r}" for line in table.lines()),
            ")",
        ]
        return "\n".join(lines) + "\n"

    def _in_use(self) -> Node | None:
        found: Node | None = EMPTY
        for code, regions in self.codes.items():
            left = _ANY
            for region in regions:
                metadata = self.metadata[code, region]
                valid = self._valid(metadata)
                if metadata.leading_digits and len(regions) > 1:
                    claimed = concatenated(matching(metadata.leading_digits), _ANY)
                else:
                    claimed = valid
                numbers = intersection(intersection(left, claimed), valid)
                left = difference(left, claimed)
                found = union(found, self._written(code, region, numbers))
        return intersection(found, _ANY_WRITTEN)

    def _extra(self) -> Node | None:
        found: Node | None = EMPTY
        for region, code, pattern in _RESERVED:
            found = union(found, self._written(code, region, matching(pattern)))
        mexico = self._valid_in("MX", 52)
        found = union(found, self._written(52, "MX", concatenated(matching("1"), mexico)))
        argentina = self._valid_in("AR", 54)
        nine = matching("9")
        ten = intersection(argentina, any_of_lengths((10,)))
        found = union(
            found, self._written(54, "AR", concatenated(nine, difference(ten, concatenated(nine, _ANY))))
        )
        found = union(found, self._written(54, "AR", without_prefix(argentina, "9")))
        mobile = self._valid_in("BR", 55, _MOBILE)
        for area in strings(matching("[1-9][1-9]")):
            eight = intersection(without_prefix(mobile, f"{area}9"), matching(r"[6-9]\d{7}"))
            found = union(found, self._written(55, "BR", concatenated(matching(area), eight)))
        return found

    def _mistakable(self) -> Node | None:
        eight = concatenated(matching("8"), union(self._valid_in("RU", 7), self._valid_in("KZ", 7)))
        home = [
            self._valid_in("CN", 86, _MOBILE),
            self._valid_in("BR", 55, _MOBILE),
            self._valid_in("DE", 49, _MOBILE),
            intersection(self._valid_in("ID", 62, _MOBILE), any_of_lengths((11,))),
            eight,
            self._argentina_with_15(),
        ]
        return intersection(reduce(union, home, EMPTY), _LONG)

    def _argentina_with_15(self) -> Node | None:
        """Return Argentina's mobile numbers as they are written at home: area code, 15, number."""
        mobile = self._valid_in("AR", 54, _MOBILE)
        rule = self.metadata[54, "AR"].national_prefix_for_parsing or ""
        areas = re.fullmatch(r"0\?\(\?:\((.*)\)15\)\?", rule)
        if areas is None:
            raise ToolError("the rule for Argentina's 15 has another form than it had; look at it")
        found: Node | None = EMPTY
        for area in strings(matching(areas[1])):
            numbers = without_prefix(mobile, f"9{area}")
            found = union(found, concatenated(matching(f"{area}15"), numbers))
        return found

    def _valid_in(self, region: str, code: int, kinds: Iterable[str] = _KINDS) -> Node | None:
        return self._valid(self.metadata[code, region], kinds)

    def _valid(self, metadata: PhoneMetadata, kinds: Iterable[str] = _KINDS) -> Node | None:
        """Return the national numbers that the library calls valid in one region."""
        general = metadata.general_desc
        each = (_described(getattr(metadata, kind), general) for kind in kinds)
        return intersection(reduce(union, each, EMPTY), _described(general, general))

    def _written(self, code: int, region: str, numbers: Node | None) -> Node | None:
        """Return numbers with their country code, labelled with the place of the region among those that share the code."""
        label = self.codes[code].index(region) + 1
        return labelled(concatenated(matching(str(code)), numbers), label)

    def _lengths(self) -> str:
        """Return the lengths of the numbers of each country code, without the code; codes of equal ones together."""
        lengths: dict[int, str] = {}
        for code, regions in self.codes.items():
            general = self.metadata[code, regions[0]].general_desc
            possible = general.possible_length if general is not None else ()
            longest = _LONGEST - len(str(code))
            lengths[code] = ",".join(str(length) for length in possible if 0 < length <= longest)
        return self._grouped(_by_value(lengths))

    def _trunks(self) -> str:
        trunks = {
            code: self.metadata[code, regions[0]].national_prefix or ""
            for code, regions in self.codes.items()
        }
        return self._grouped(_by_value({code: trunk for code, trunk in trunks.items() if trunk}))

    def _exits(self) -> str:
        exits = {
            region: metadata.international_prefix or ""
            for (_, region), metadata in self.metadata.items()
            if region != _WORLD
        }
        return self._grouped(_by_value(dict(sorted(exits.items()))), between="\n")

    def _grouped(
        self, groups: dict[object, tuple[object, ...]] | dict[int, tuple[str, ...]], between: str = ";"
    ) -> str:
        return between.join(f"{key} {' '.join(map(str, members))}" for key, members in groups.items())


_ANY_WRITTEN: Final = any_of_lengths(tuple(range(1, _LONGEST + 1)))


def _described(description: PhoneNumberDesc | None, general: PhoneNumberDesc | None) -> Node | None:
    if general is None or description is None or not description.national_number_pattern:
        return EMPTY
    lengths = tuple(length for length in description.possible_length if length > 0)
    return intersection(
        matching(description.national_number_pattern),
        any_of_lengths(lengths or tuple(general.possible_length)),
    )


def _by_value(values: dict[int, str] | dict[str, str]) -> dict[object, tuple[object, ...]]:
    groups: dict[object, list[object]] = {}
    for key, value in values.items():
        groups.setdefault(value, []).append(key)
    return {value: tuple(keys) for value, keys in sorted(groups.items(), key=lambda item: str(item[0]))}


def _unlabelled(node: Node | None) -> Node | None:
    return labelled(node, 1)


class _Table:
    """The automaton as 16-bit words.

    A state is a word whose lowest ten bits say at which digits another state than for the digit before follows (the
    lowest is always set), `_MARK` and a label where a number may end, and one word for each of those states. Word 0 is
    the state from which nothing follows.
    """

    def __init__(self) -> None:
        self._words: list[int] = [0]
        self._places: dict[int, int] = {}

    def add(self, node: Node | None) -> int:
        """Lay out a set and return where it begins."""
        if node is None:
            return 0
        if node.key in self._places:
            return self._places[node.key]
        following = [self.add(after) for after in node.next]
        starts = [0, *(digit for digit in range(1, 10) if following[digit] != following[digit - 1])]
        head = [sum(1 << digit for digit in starts)]
        targets = [following[digit] for digit in starts]
        if node.accepts:
            head = [head[0] | _MARK, int(node.accepts)]
        place = self._places[node.key] = len(self._words)
        self._words += [*head, *targets]
        return place

    def lines(self) -> list[str]:
        """Return the words in little-endian order in base 64."""
        words = array("H", self._words)
        if sys.byteorder == "big":
            words.byteswap()
        text = base64.b64encode(words.tobytes()).decode()
        return [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
