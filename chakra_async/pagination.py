"""Listings that request their pages as they are iterated over."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import attrs

from chakra_async._core.paging.cursor import PageCursor, with_call
from chakra_async._views import view
from chakra_async.errors import ChakraError, ResponseError
from chakra_async.resource import send
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping
    from typing import Unpack

    from chakra_async._core.operation import Operation
    from chakra_async._core.paging.styles import Style
    from chakra_async._core.response import Response
    from chakra_async._transport.caller import Caller
    from chakra_async.resource import CallOptions

__all__ = ["Page", "Pages"]

T = TypeVar("T")


@attrs.define(kw_only=True, eq=False, repr=False)
class Page(Generic[T]):
    """One page of a listing.

    Attributes:
        items: What is on it.
        has_more: Whether another page follows.
        response: The answer it came in.
        asked: The query or body that it was requested with.
        position: How many items the pages before it held.

    """

    __module__ = "chakra_async"

    items: list[T]
    has_more: bool
    response: Response[list[T]]
    asked: dict[str, Any]
    position: int

    if not TYPE_CHECKING:  # type checkers know that it is not iterable without this

        def __iter__(self) -> Any:
            raise TypeError(
                "a page is not a list: iterate over its .items, or over the listing itself with `async for`, which "
                "gives the items of all pages."
            )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the items of this page as records; see `Pages.to_dicts`."""
        records: list[dict[str, Any]] = view("items.records")(self.items)
        return records

    def to_frame(self, library: Literal["polars", "pandas"] | None = None) -> Any:
        """Return the items of this page as a data frame; see `Pages.to_frame`."""
        return view("items.frame")(self.items, library)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a table of the first items."""
        shown: str = view("page.html")(self)
        return shown

    def __repr__(self) -> str:
        more = ", has_more=True" if self.has_more else ""
        return f"Page({len(self.items)} items from {self.position}{more})"


class Pages(Generic[T]):
    """A listing, fetched page by page while it is iterated over; nothing is requested before that.

    Each iteration starts again at the first page. Where the API pages by position, items that are added or removed in
    the meantime shift what follows: an item may then come twice or be skipped. An error in the middle is raised after
    all items before it were returned, and carries a note of how far the listing came.

    `await` gives the first page alone, a `Page`: its `has_more` says whether that is all.

    Example:
        ```python
        async for lead in chakra.processes.list("lead", where={"status": "OPEN"}):
            print(lead.id)

        everything = await chakra.chats.list().to_list()
        page = await chakra.chats.list()
        print(len(page.items), page.has_more)
        ```

    """

    __module__ = "chakra_async"

    def __init__(
        self,
        caller: Caller,
        operation: Operation[list[T]],
        *,
        style: Style,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        self._caller = caller
        self._operation = operation
        self._style = style
        self._path = path
        self._query = query
        self._body = body
        given = body if style.place == "body" else query
        self._first = style.first({} if given is None else dict(given))
        self._options = options

    async def pages(self) -> AsyncGenerator[Page[T], None]:
        """Iterate over the pages.

        Raises:
            ChakraError: As any call does; the pages returned before stay good.
            ResponseError: If the server returns the same page again, or does not say where the next one is.

        """
        settings = self._caller.settings
        path = self._operation.path
        for name, value in (self._path or {}).items():
            path = path.replace(f"{{{name}}}", str(value))
        cursor = PageCursor(self._style, self._first, path=path, address=settings.base_url)
        while (asked := cursor.asked) is not None:
            position = cursor.position
            try:
                response = await self._page(asked)
                items = self._items(response)
                try:
                    cursor.advance(items, response.meta)
                except ResponseError as error:
                    raise with_call(error, self._operation.name, response.status, response.attempts) from None
            except ChakraError as error:
                error.add_note(f"{self._operation.name}: {cursor.where()}")
                raise
            yield Page(
                items=items,
                has_more=cursor.goes_on,
                response=response,
                asked=asked,
                position=position,
            )
            if cursor.pending_error is not None:
                cursor.pending_error.add_note(f"{self._operation.name}: {cursor.where()}")
                raise with_call(
                    cursor.pending_error, self._operation.name, response.status, response.attempts
                )

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    yield item

    def __await__(self) -> Generator[Any, None, Page[T]]:
        return self._first_page().__await__()

    if not TYPE_CHECKING:  # type checkers know that it is not iterable without this

        def __iter__(self) -> Any:
            raise TypeError(f"{self!r} is not a list: use `async for`, or `await` its .to_list().")

    def __repr__(self) -> str:
        return f"Pages({self._operation.name})"

    async def first(self) -> T | None:
        """Return the first item, or None where there is none."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                if page.items:
                    return page.items[0]
        return None

    async def to_list(self, limit: int | None = None) -> list[T]:
        """Return the items as a list.

        Args:
            limit: Items at most; None for all of them.

        """
        found: list[T] = []
        if limit is not None and limit <= 0:
            return found
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                found.extend(page.items)
                if limit is not None and len(found) >= limit:
                    return found[:limit]
        return found

    async def to_dicts(self, limit: int | None = None) -> list[dict[str, Any]]:
        """Return the items as records that all have the same members, for tables.

        Names are in snake_case. Epoch milliseconds become aware datetimes in UTC. A member that is an object becomes one for
        each of its own: `data` of a process with `Name` in it becomes `data.Name`. Members that are empty in all items
        are left out.

        Args:
            limit: Items at most; None for all of them.

        Example:
            ```python
            leads = await chakra.processes.list("lead").to_dicts(limit=100)
            print(leads[0]["id"], leads[0]["created_at"])
            ```

        """
        records: list[dict[str, Any]] = view("items.records")(await self.to_list(limit))
        return records

    async def to_frame(
        self, limit: int | None = None, *, library: Literal["polars", "pandas"] | None = None
    ) -> Any:
        """Return the items as a data frame with the columns of `to_dicts`.

        Args:
            limit: Items at most; None for all of them.
            library: By default the library that the program has imported; if that is both or neither, polars where it is
                installed, else pandas.

        Raises:
            SettingsError: Neither library is installed.

        """
        return view("items.frame")(await self.to_list(limit), library)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        shown: str = view("pages.html")(self)
        return shown

    async def _first_page(self) -> Page[T]:
        async with aclosing(self.pages()) as pages:
            return await anext(pages)

    async def _page(self, asked: dict[str, Any]) -> Response[list[T]]:
        in_body = self._style.place == "body"
        body = asked if in_body else self._body
        return await send(
            self._caller,
            self._operation,
            path=self._path,
            query=self._query if in_body else asked,
            body=UNSET if body is None else body,
            **self._options,
        )

    def _items(self, response: Response[list[T]]) -> list[T]:
        """Return the items of a page; anything but an array cannot be iterated over."""
        if response.data.__class__ is list:
            return response.data
        error = ResponseError("the listing is not an array; with_raw_response shows what came")
        raise with_call(error, self._operation.name, response.status, response.attempts)
