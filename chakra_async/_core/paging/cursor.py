"""One walk through a listing: pure state that keeps count, and notices a server that leads it in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.paging.styles import PageFacts
from chakra_async.errors import ResponseError
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async._core.paging.styles import Style
    from chakra_async.outcomes import Attempt

__all__ = ["PageCursor", "placed"]

_MOST_EMPTY: Final = 100


class PageCursor:
    """One walk through a listing: which page is asked for next, and how far it came.

    Args:
        style: The way of paging.
        asked: The first page's parameters, as `style.first` gave them.
        path: The operation's path as it is asked for.
        address: The API's address.

    """

    def __init__(self, style: Style, asked: dict[str, Any], *, path: str = "", address: str = "") -> None:
        self.asked: dict[str, Any] | None = asked
        self.position = 0
        self.pages = 0
        self.trouble: ResponseError | None = None
        self._style = style
        self._path = path
        self._address = address
        self._before: list[Any] = []
        self._cursors = {repr(sorted(asked.items()))} if style.cursor else set[str]()
        self._empty = 0

    def took(self, items: list[Any], meta: dict[str, Any]) -> None:
        """Take note of the page that was asked for.

        What stands in the way of the next page is kept in `trouble`: this page's items are good all the same.

        Raises:
            ResponseError: If this page is the last one over again; its items were given already.

        """
        asked = self.asked
        if asked is None:
            return
        marks = [_mark(item) for item in items]
        if items and marks == self._before:
            raise ResponseError("the server gives the same page again and again")
        self._before = marks
        self.pages += 1
        self.position += len(items)
        self._empty = 0 if items else self._empty + 1
        page = PageFacts(
            received=len(items), position=self.position, meta=meta, path=self._path, address=self._address
        )
        try:
            self.asked = self._style.following(asked, page)
            self._check()
        except ResponseError as error:
            self.trouble = error

    @property
    def goes_on(self) -> bool:
        """Whether another page follows."""
        return self.asked is not None

    def where(self) -> str:
        """Return where the walk stands, in words, without what was searched for."""
        asked = self.asked or {}
        shown = ", ".join(f"{name}={asked[name]!r}" for name in self._style.names if asked.get(name))
        return f"{self.position} items of {self.pages} pages were given before{f'; next: {shown}' if shown else ''}"

    def _check(self) -> None:
        if self.asked is None:
            return
        if self._empty >= _MOST_EMPTY:
            raise ResponseError(f"{self._empty} pages in a row were empty, and the server says there is more")
        if self._style.cursor:
            cursor = repr(sorted(self.asked.items()))
            if cursor in self._cursors:
                raise ResponseError("the server leads back to a page that was given already, again and again")
            self._cursors.add(cursor)


def placed(error: ResponseError, operation: str, status: int, attempts: Sequence[Attempt]) -> ResponseError:
    """Return an error of a walk with the call it belongs to; the pages were read, so it is done."""
    error.operation = operation
    error.status = status
    error.attempts = list(attempts)
    error.outcome = Outcome.DONE
    return error


def _mark(item: Any) -> Any:
    """Return what an item is known by: its id where it has one, since the rest may change between two looks."""
    members = as_object(item)
    known: Any = members.get("id") if members else getattr(item, "id", None)
    return item if known is None else known
