"""The cursor of a listing: pure state that counts, and detects a server that pages in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.masking import mask_numbers
from chakra_async._core.paging.styles import PageFacts
from chakra_async.errors import ResponseError
from chakra_async.outcomes import Outcome
from chakra_async.settings.secret import without_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async._core.paging.styles import Style
    from chakra_async.outcomes import Attempt

__all__ = ["PageCursor", "with_call"]

_MOST_EMPTY: Final = 100


class PageCursor:
    """One iteration over a listing: which page comes next, and how many items came.

    Args:
        style: The way of paging.
        asked: The first page's parameters, as `style.first` gave them.
        path: The operation's path as it is requested.
        address: The API's address.

    """

    def __init__(self, style: Style, asked: dict[str, Any], *, path: str = "", address: str = "") -> None:
        self.asked: dict[str, Any] | None = asked
        self.position = 0
        self.pages = 0
        self.pending_error: ResponseError | None = None
        self._style = style
        self._path = path
        self._address = address
        self._before: list[Any] = []
        self._cursors = {repr(sorted(asked.items()))} if style.cursor else set[str]()
        self._empty = 0

    def advance(self, items: list[Any], meta: dict[str, Any]) -> None:
        """Record the page that was requested.

        An error about the next page is kept in `pending_error`: this page's items are good.

        Raises:
            ResponseError: If this page is the same as the last one; its items were returned already.

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
            self.pending_error = error

    @property
    def goes_on(self) -> bool:
        """Whether another page follows."""
        return self.asked is not None

    def where(self) -> str:
        """Return how far the listing came, in words, without what was searched for."""
        asked = self.asked or {}
        marks = ", ".join(
            f"{name}={asked[name]!r}"
            for name in self._style.names
            if asked.get(name) and isinstance(asked[name], str | int)
        )
        shown = mask_numbers(without_secrets(marks))
        return f"{self.position} items of {self.pages} pages were returned before{f'; next: {shown}' if shown else ''}"

    def _check(self) -> None:
        if self.asked is None:
            return
        if self._empty >= _MOST_EMPTY:
            raise ResponseError(f"{self._empty} pages in a row were empty, and the server says there is more")
        if self._style.cursor:
            cursor = repr(sorted(self.asked.items()))
            if cursor in self._cursors:
                raise ResponseError("the server returns to a page that it gave already")
            self._cursors.add(cursor)


def with_call(
    error: ResponseError, operation: str, status: int, attempts: Sequence[Attempt]
) -> ResponseError:
    """Return an error of a listing with the call it belongs to; the pages were read, so it is done."""
    error.operation = operation
    error.status = status
    error.attempts = list(attempts)
    error.outcome = Outcome.DONE
    return error


def _mark(item: Any) -> Any:
    """Return what an item is known by: its id where it has one, since the rest may change between two requests."""
    members = as_object(item)
    known: Any = members.get("id") if members else getattr(item, "id", None)
    return item if known is None else known
