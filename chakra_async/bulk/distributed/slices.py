"""Which slices a worker takes when nothing hands them out: all of them, or a share such as 3 of 40. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

import attrs

from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ALL", "Share"]

_SHARE: Final = re.compile(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*")


@attrs.frozen
class Share:
    """A share of the slices of a run; the shares of one total have no slice in common and leave none out.

    Attributes:
        place: Which share, from 1 on.
        total: How many shares there are.

    """

    place: int = 1
    total: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a share such as `3/40`, the third of forty.

        Raises:
            SettingsError: It is not a share. Job systems that count from 0 need one added to their index.

        Example:
            >>> Share.parse("3/40")
            Share(place=3, total=40)

        """
        found = _SHARE.fullmatch(text)
        if found is None:
            raise SettingsError(f"A share is written like 3/40, the third of forty, not {text[:40]!r}.")
        place, total = int(found[1]), int(found[2])
        if not 1 <= place <= total:
            raise SettingsError(
                f"The share {place}/{total} does not exist: shares count from 1 to the total. Add 1 to an index that counts from 0."
            )
        return cls(place, total)

    def of(self, slices: Iterable[int]) -> list[int]:
        """Return the slices of this share, in their order; by their number, so that it does not depend on what is finished."""
        return [number for number in slices if number % self.total == self.place % self.total]

    def __str__(self) -> str:
        return f"{self.place}/{self.total}"


ALL: Final = Share()
"""The one share that has every slice."""
