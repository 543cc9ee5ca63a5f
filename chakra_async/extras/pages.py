"""Listings that ask for their pages as they are walked through."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from chakra_async.errors import ResponseError
from chakra_async.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from chakra_async.core.operation import Operation, Options
    from chakra_async.core.paging import SkipLimit
    from chakra_async.core.response import Response
    from chakra_async.extras.base import Resource

__all__ = ["Page", "Pages"]

T = TypeVar("T")


@attrs.define(kw_only=True, eq=False)
class Page(Generic[T]):
    """One page of a listing.

    Attributes:
        items: What is on it.
        has_more: Whether another page follows.
        response: The answer it came in.

    """

    items: list[T]
    has_more: bool
    response: Response[list[T]]


class Pages(Generic[T]):
    """A listing, fetched page by page while it is walked through; nothing is asked for before that.

    Each walk starts again at the first page. Items that the server adds or removes in the meantime shift what follows,
    since the API pages by position: an item may then come twice or be passed over.

    Example:
        ```python
        async for lead in chakra.processes.list("lead", where={"status": "OPEN"}):
            print(lead.id)
        ```

    """

    def __init__(
        self,
        resource: Resource,
        operation: Operation[list[T]],
        *,
        style: SkipLimit,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        options: Options,
    ) -> None:
        self._resource = resource
        self._operation = operation
        self._style = style
        self._path = path
        self._query = query
        self._body = style.first(body or {})
        self._options = options

    async def pages(self) -> AsyncGenerator[Page[T], None]:
        """Walk through the pages.

        Raises:
            ChakraError: As any call does; the pages given before stay good.
            ResponseError: If the server gives the same page again and again.

        """
        body: dict[str, Any] | None = self._body
        before: list[Any] | None = None
        while body is not None:
            response = await self._resource._call(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
                self._operation, path=self._path, query=self._query, body=body, options=self._options
            )
            items = _items(response, self._operation)
            if items and items == before:
                raise ResponseError(
                    "the server gives the same page again and again",
                    outcome=Outcome.DONE,
                    operation=self._operation.name,
                    attempts=response.attempts,
                    status=response.status,
                )
            body = self._style.following(body, len(items), response.meta)
            before = items
            yield Page(items=items, has_more=body is not None, response=response)

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    yield item

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
            limit: Items at the most; None for all of them.

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


def _items(response: Response[list[T]], operation: Operation[list[T]]) -> list[T]:
    """Return the items of a page; anything but an array cannot be walked through."""
    if response.data.__class__ is list:
        return response.data
    raise ResponseError(
        "the listing is no array; with_raw_response shows what came",
        outcome=Outcome.DONE,
        operation=operation.name,
        attempts=response.attempts,
        status=response.status,
    )
