# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `jobs`. Background jobs, which carry out bulk work after the call has returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import NextPath
from chakra_async._core.response import Response
from chakra_async.pagination import Pages
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts

from ..models.jobs import BackgroundJob, BackgroundJobEntry

__all__ = ["JobsBase", "RawJobsBase"]

_GET: Final = Operation[BackgroundJob](
    name="jobs.get",
    method="GET",
    path="/v1/ext/background-job/{backgroundJobId}",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531337",
    returns=BackgroundJob,
)
_ENTRIES: Final = Operation[list[BackgroundJobEntry]](
    name="jobs.entries",
    method="GET",
    path="/v1/ext/background-job/{backgroundJobId}/entries",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531427",
    returns=list[BackgroundJobEntry],
)
_ENTRIES_STYLE: Final = NextPath()


class JobsBase(Resource):
    """Background jobs, which carry out bulk work after the call has returned. Reached as `chakra.jobs`."""

    __slots__ = ()

    async def get(
        self,
        background_job_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> BackgroundJob:
        """Fetch one background job.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            background_job_id: The job's id, from the answer of a bulk call. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The job. Of the raw call, `Response.meta` holds what `models.BackgroundJobMeta` describes.

        Raises:
            InvalidRequestError: `background_job_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.jobs.get("006af7f9-d5fb-4d1a-8b31-ac6f3a3a1dfc")

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11531337

        """
        call = send(
            self._caller,
            _GET,
            path={"backgroundJobId": arguments.uuid(background_job_id, "background_job_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del background_job_id  # no traceback shows them then
        response = await call
        return response.data

    def entries(
        self,
        background_job_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[BackgroundJobEntry]:
        """List the entries of a background job, one for each item of the bulk call.

        The page says that `_meta` carries how many entries there are and the path of the next page, but not
        under which names; that path is looked for and followed.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            background_job_id: The job's id, from the answer of a bulk call. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[BackgroundJobEntry]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `background_job_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.jobs.entries("006af7f9-d5fb-4d1a-8b31-ac6f3a3a1dfc"):
            ...     print(item)

        Evidence:
            Documented: the page's text was read in part; how an entry looks is not known. The answer is
            inferred, not documented: that the entries are in `_data` follows from the other operations.
            Source: https://apidocs.chakrahq.com/api-11531427

        """
        return Pages(
            self._caller,
            _ENTRIES,
            style=_ENTRIES_STYLE,
            path={"backgroundJobId": arguments.uuid(background_job_id, "background_job_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )


class RawJobsBase(Resource):
    """The methods of `Jobs`, each with its whole `Response`: `chakra.with_raw_response.jobs`."""

    __slots__ = ()

    async def get(
        self,
        background_job_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[BackgroundJob]:
        """Call `Jobs.get`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET,
            path={"backgroundJobId": arguments.uuid(background_job_id, "background_job_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del background_job_id  # no traceback shows them then
        return await call

    async def entries(
        self,
        background_job_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[list[BackgroundJobEntry]]:
        """Request one page of `Jobs.entries` and return its whole `Response`."""
        call = send(
            self._caller,
            _ENTRIES,
            path={"backgroundJobId": arguments.uuid(background_job_id, "background_job_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del background_job_id  # no traceback shows them then
        return await call
