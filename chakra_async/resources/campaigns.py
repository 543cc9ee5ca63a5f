# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `campaigns`. WhatsApp campaigns that leads are enrolled into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts

from ..models.campaigns import Enrolment

__all__ = ["Campaigns", "RawCampaigns"]

_ADD_PHONE_NUMBER: Final = Operation[Enrolment](
    name="campaigns.add_phone_number",
    method="POST",
    path="/v1/ext/procedure/lead/add-phone-number-to-campaign",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-27595176",
    returns=Enrolment,
)


class Campaigns(Resource):
    """WhatsApp campaigns that leads are enrolled into. Reached as `chakra.campaigns`."""

    __slots__ = ()

    async def add_phone_number(
        self,
        *,
        campaign_id: str,
        phone_number: str,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Enrolment:
        """Enrol a phone number into a campaign of leads.

        A lead that has the number is taken; where there is none, one is created. What enrolling the same
        number again does is not documented.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            campaign_id: The campaign's id, as the web app copies it on the page of the campaign's details. A
                UUID.
            phone_number: Country code and number, digits only. Spaces, punctuation and a leading `+` or `00`
                are taken off before it is sent. A national number is read with the client's `country`;
                without one it is refused. Inferred, not documented: the page does not mark it as required,
                and shows the form only by an example.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The lead, and whether it is new.

        Raises:
            InvalidRequestError: `campaign_id` or `phone_number` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.campaigns.add_phone_number(
            ...     campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137", phone_number="919901258433"
            ... )

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-27595176

        """
        call = send(
            self._caller,
            _ADD_PHONE_NUMBER,
            body={
                "campaignId": arguments.uuid(campaign_id, "campaign_id"),
                "phoneNumber": arguments.phone_number(
                    phone_number, "phone_number", self._caller.settings.country
                ),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del campaign_id, phone_number  # no traceback shows them then
        response = await call
        return response.data


class RawCampaigns(Resource):
    """The methods of `Campaigns`, each with its whole `Response`: `chakra.with_raw_response.campaigns`."""

    __slots__ = ()

    async def add_phone_number(
        self,
        *,
        campaign_id: str,
        phone_number: str,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Enrolment]:
        """Call `Campaigns.add_phone_number`, and return its whole `Response`."""
        call = send(
            self._caller,
            _ADD_PHONE_NUMBER,
            body={
                "campaignId": arguments.uuid(campaign_id, "campaign_id"),
                "phoneNumber": arguments.phone_number(
                    phone_number, "phone_number", self._caller.settings.country
                ),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del campaign_id, phone_number  # no traceback shows them then
        return await call
