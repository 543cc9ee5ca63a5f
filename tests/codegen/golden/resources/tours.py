# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `tours`. Tours through a zoo."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.forms import FileContent, multipart
from chakra_async._core.messages import validation
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import After, NextPath, PageNumber
from chakra_async._core.response import Response
from chakra_async.downloads import Download
from chakra_async.pagination import Pages
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.tours import Booking, Guest, Invitation, Tour, Word

__all__ = ["RawTours", "Tours"]

_LIST: Final = Operation[list[Tour]](
    name="tours.list",
    method="GET",
    path="/v1/tours",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="documented",
    source="https://zoo.example/tours",
    returns=list[Tour],
)
_LIST_STYLE: Final = After(limit_maximum=20)
_INVITE: Final = Operation[Invitation](
    name="tours.invite",
    method="POST",
    path="/v1/tours",
    repeatable=False,
    reads=False,
    key="guideId",
    sends=True,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/tours",
    returns=Invitation,
)
_SEARCH: Final = Operation[list[Tour]](
    name="tours.search",
    method="POST",
    path="/v1/tours/search",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/tours",
    returns=list[Tour],
)
_SEARCH_STYLE: Final = PageNumber(limit_maximum=50, more="isMore")
_STOPS: Final = Operation[list[str]](
    name="tours.stops",
    method="GET",
    path="/v1/{tourId}/stops",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/tours",
    returns=list[str],
)
_STOPS_STYLE: Final = NextPath()
_PHOTO: Final = Operation[bytes](
    name="tours.photo",
    method="GET",
    path="/v1/{tourId}/photos",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="inferred",
    source="https://zoo.example/tours",
    returns=bytes,
)
_UPLOAD: Final = Operation[Tour](
    name="tours.upload",
    method="POST",
    path="/v1/{tourId}/photos",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/tours",
    returns=Tour,
)
_SET_KEY: Final = Operation[Any](
    name="tours.set_key",
    method="POST",
    path="/v1/tours/key",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/tours",
    returns=Any,
)
_BOOK: Final = Operation[list[Guest]](
    name="tours.book",
    method="POST",
    path="/v1/bookings",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="inferred",
    source="https://zoo.example/tours",
    returns=list[Guest],
)


class Tours(Resource):
    """Tours through a zoo. Reached as `chakra.tours`."""

    __slots__ = ()

    def list(
        self,
        *,
        after: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[Tour]:
        """List tours by a cursor.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            after: Where to go on.
            limit: How many to a page. From 1 to 20. Without it, pages of 20 are requested.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[Tour]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.tours.list():
            ...     print(item)

        Evidence:
            Documented.
            Source: https://zoo.example/tours

        """
        return Pages(
            self._caller,
            _LIST,
            style=_LIST_STYLE,
            query={"after": after, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def invite(
        self,
        *,
        guide_id: str,
        words: Sequence[Word | Mapping[str, Any]] | Mapping[str, str | float],
        letter: Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Invitation:
        """Invite somebody to a tour.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            guide_id: Who invites.
            words: What to say.
            letter: The invitation.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The invitation.

        Raises:
            InvalidRequestError: `words` or `letter` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.tours.invite(guide_id="G-1", words={"1": "Nelly"})

        Evidence:
            Documented.
            Source: https://zoo.example/tours

        """
        call = send(
            self._caller,
            _INVITE,
            body={
                "guideId": guide_id,
                "words": validation.template_mapping(words, "words"),
                "letter": letter
                if letter is UNSET
                else validation.message(letter, "letter", self._caller.settings.country),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del guide_id, words, letter  # no traceback shows them then
        response = await call
        return response.data

    def search(
        self,
        *,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[Tour]:
        """Search for tours, page by page.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            page: Which page. At least 1.
            limit: How many to a page. From 1 to 50. Without it, pages of 50 are requested.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[Tour]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `page` or `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.tours.search():
            ...     print(item)

        Evidence:
            Documented.
            Source: https://zoo.example/tours

        """
        return Pages(
            self._caller,
            _SEARCH,
            style=_SEARCH_STYLE,
            body={"page": page, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def stops(
        self,
        tour_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[str]:
        """List the stops of a tour.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            tour_id: The tour.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[str]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `tour_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.tours.stops("T-1"):
            ...     print(item)

        Evidence:
            Documented.
            Source: https://zoo.example/tours

        """
        return Pages(
            self._caller,
            _STOPS,
            style=_STOPS_STYLE,
            path={"tourId": tour_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def photo(
        self,
        tour_id: str,
        *,
        sizes: Sequence[str] | UnsetType = UNSET,
        tag: Sequence[int] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Download the photo of a tour.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            tour_id: The tour.
            sizes: Which sizes will do.
            tag: Which tags it must have.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The photo. A `Download`: nothing is requested before it is read. `await` its `read()` for the
            bytes or its `save(path)` for a file, or iterate over its chunks with `async with` and `async
            for`.

        Raises:
            InvalidRequestError: `tour_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> content = await chakra.tours.photo("T-1").read()

        Evidence:
            Inferred: no page and no public code shows this path, so it may not exist.
            Source: https://zoo.example/tours

        """
        return Download(
            self._caller,
            _PHOTO,
            path={"tourId": tour_id},
            query={
                "sizes": sizes if sizes is UNSET else arguments.comma_list(sizes, "sizes"),
                "tag": tag if tag is UNSET else arguments.listed(tag, "tag"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def upload(
        self,
        photo: FileContent,
        tour_id: str,
        *,
        filename: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Tour:
        """Add a photo to a tour.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            photo: The photo.
            tour_id: The tour.
            filename: The name of the file.
            content_type: The media type of the file; without it, the file's name decides.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The tour.

        Raises:
            InvalidRequestError: `photo` or `tour_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.tours.upload(b"GIF89a", "T-1", filename="nelly.gif")

        Evidence:
            Documented.
            Source: https://zoo.example/tours

        """
        call = send(
            self._caller,
            _UPLOAD,
            path={"tourId": tour_id},
            body=multipart({"filename": filename}, file_field="photo", file=photo, content_type=content_type),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del photo, tour_id, filename  # no traceback shows them then
        response = await call
        return response.data

    async def set_key(
        self,
        *,
        key: str,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Any:
        """Set the key of all tours.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            key: The key.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Nothing.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.tours.set_key(key="123")

        Evidence:
            Documented.
            Source: https://zoo.example/tours

        """
        call = send(
            self._caller,
            _SET_KEY,
            body=multipart({"key": key}),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del key  # no traceback shows them then
        response = await call
        return response.data

    async def book(
        self,
        booking: Booking,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> builtins.list[Guest]:
        """Book something.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            booking: What to book.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Who comes.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.tours.book({"of": "meal"})

        Evidence:
            Inferred: no page and no public code shows this path, so it may not exist.
            Source: https://zoo.example/tours

        """
        call = send(
            self._caller,
            _BOOK,
            body=booking,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del booking  # no traceback shows them then
        response = await call
        return response.data


class RawTours(Resource):
    """The methods of `Tours`, each with its whole `Response`: `chakra.with_raw_response.tours`."""

    __slots__ = ()

    async def list(
        self,
        *,
        after: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Tour]]:
        """Request one page of `Tours.list` and return its whole `Response`."""
        call = send(
            self._caller,
            _LIST,
            query={"after": after, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del after, limit  # no traceback shows them then
        return await call

    async def invite(
        self,
        *,
        guide_id: str,
        words: Sequence[Word | Mapping[str, Any]] | Mapping[str, str | float],
        letter: Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Invitation]:
        """Call `Tours.invite`, and return its whole `Response`."""
        call = send(
            self._caller,
            _INVITE,
            body={
                "guideId": guide_id,
                "words": validation.template_mapping(words, "words"),
                "letter": letter
                if letter is UNSET
                else validation.message(letter, "letter", self._caller.settings.country),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del guide_id, words, letter  # no traceback shows them then
        return await call

    async def search(
        self,
        *,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Tour]]:
        """Request one page of `Tours.search` and return its whole `Response`."""
        call = send(
            self._caller,
            _SEARCH,
            body={"page": page, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del page, limit  # no traceback shows them then
        return await call

    async def stops(
        self,
        tour_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[str]]:
        """Request one page of `Tours.stops` and return its whole `Response`."""
        call = send(
            self._caller,
            _STOPS,
            path={"tourId": tour_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del tour_id  # no traceback shows them then
        return await call

    def photo(
        self,
        tour_id: str,
        *,
        sizes: Sequence[str] | UnsetType = UNSET,
        tag: Sequence[int] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Download:
        """Return the same `Download` as `Tours.photo`, which has status and headers itself."""
        return Download(
            self._caller,
            _PHOTO,
            path={"tourId": tour_id},
            query={
                "sizes": sizes if sizes is UNSET else arguments.comma_list(sizes, "sizes"),
                "tag": tag if tag is UNSET else arguments.listed(tag, "tag"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def upload(
        self,
        photo: FileContent,
        tour_id: str,
        *,
        filename: str | UnsetType = UNSET,
        content_type: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Tour]:
        """Call `Tours.upload`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPLOAD,
            path={"tourId": tour_id},
            body=multipart({"filename": filename}, file_field="photo", file=photo, content_type=content_type),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del photo, tour_id, filename  # no traceback shows them then
        return await call

    async def set_key(
        self,
        *,
        key: str,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Any]:
        """Call `Tours.set_key`, and return its whole `Response`."""
        call = send(
            self._caller,
            _SET_KEY,
            body=multipart({"key": key}),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del key  # no traceback shows them then
        return await call

    async def book(
        self,
        booking: Booking,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Guest]]:
        """Call `Tours.book`, and return its whole `Response`."""
        call = send(
            self._caller,
            _BOOK,
            body=booking,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del booking  # no traceback shows them then
        return await call
