# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `leads`. Leads, which are the processes of the procedure `lead`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts

from ..models.leads import LeadData
from ..models.processes import Process

__all__ = ["Leads", "RawLeads"]

_CREATE: Final = Operation[Process](
    name="leads.create",
    method="POST",
    path="/v1/ext/procedure/lead/process",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-21235605",
    returns=Process,
)


class Leads(Resource):
    """Leads, which are the processes of the procedure `lead`. Reached as `chakra.leads`."""

    __slots__ = ()

    async def create(
        self,
        *,
        data: LeadData | Mapping[str, Any],
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Process:
        """Create a lead.

        The team must have a procedure whose shortId is `lead`. The product merges a new lead into an existing
        one that has its phone number; whether this call does so is not documented.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            data: The lead's attributes, by their shortIds. Inferred, not documented: the wrapper is that of
                Create Process, which has the same path.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The created lead.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.leads.create(
            ...     data={
            ...         "name": "Ted Mosby",
            ...         "phone_number": "919901258433",
            ...         "email": "ted.mosby@example.com",
            ...     }
            ... )

        Evidence:
            Documented. The answer is inferred, not documented: the answer was not read; a lead is a process.
            Source: https://apidocs.chakrahq.com/api-21235605

        """
        call = send(
            self._caller,
            _CREATE,
            body={"data": data},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del data  # no traceback shows them then
        response = await call
        return response.data


class RawLeads(Resource):
    """The methods of `Leads`, each with its whole `Response`: `chakra.with_raw_response.leads`."""

    __slots__ = ()

    async def create(
        self,
        *,
        data: LeadData | Mapping[str, Any],
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Process]:
        """Call `Leads.create`, and return its whole `Response`."""
        call = send(
            self._caller,
            _CREATE,
            body={"data": data},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del data  # no traceback shows them then
        return await call
