"""Records of a query without the columns of which one value was lost, since a mapping keeps one for each name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from chakra_async.bulk.sources.columns import matching_columns
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["LackingRecord"]


class LackingRecord(dict[str, object]):
    """A record without the columns of its query that share a name: whose value a mapping kept is not known.

    Args:
        doubled: The names that several columns have.
        items: The other columns with their values.

    """

    __slots__ = ("doubled",)

    def __init__(self, doubled: Sequence[str], items: Iterable[tuple[str, object]]) -> None:
        """Keep the names."""
        super().__init__(items)
        self.doubled = doubled

    def check(self, name: str) -> None:
        """Refuse a name that several columns have.

        Raises:
            InvalidRequestError: They do.

        """
        if matching_columns(self.doubled, name):
            raise InvalidRequestError(
                f"several columns of the query are named {name!r}, and its rows are mappings, which keep one of them: give each a "
                "name of its own with AS."
            )

    def __missing__(self, name: str) -> NoReturn:
        """Say why a name is not there."""
        self.check(name)
        raise KeyError(name)
