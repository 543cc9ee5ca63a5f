"""Ends of rows as the columns of a statement, each with the fence of its own intent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chakra_async.bulk.journal.base import Ended

__all__ = ["End", "ends_of"]


@attrs.frozen
class End:
    """How a row ended.

    Attributes:
        result: The result.
        fence: The fence of its intent; None for a row that had none.

    """

    result: Ended
    fence: int | None

    @classmethod
    def columns(cls, ends: Sequence[Self]) -> dict[str, list[Any]]:
        """Return the columns of ends, a value for each."""
        results = [end.result for end in ends]
        return {
            "numbers": [each.number for each in results],
            "fences": [end.fence for end in ends],
            "states": [str(each.state) for each in results],
            "outcomes": [None if each.outcome is None else str(each.outcome) for each in results],
            "codes": [_storable(each.code) for each in results],
            "reasons": [_storable(each.reason) for each in results],
            "created": [each.was_created for each in results],
            "errors": [_storable(each.error_class) for each in results],
            "results": [_storable(each.result_id) for each in results],
        }


def ends_of(results: Iterable[Ended], under_way: Mapping[int, int]) -> list[End]:
    """Return ends with the fences of the intents under way; of two for one row the last counts."""
    return [
        End(each, under_way.get(each.number))
        for each in {result.number: result for result in results}.values()
    ]


def _storable(text: str | None) -> str | None:
    """Return a string without what PostgreSQL cannot hold."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
