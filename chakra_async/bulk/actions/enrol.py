"""`Enrol`: each row's phone number into a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async._core import arguments
from chakra_async.bulk.actions.base import ToPerson
from chakra_async.bulk.actions.receipts import Receipt, wire_name
from chakra_async.errors import NotFoundError
from chakra_async.models.campaigns import Enrolment
from chakra_async.models.processes import Process

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra
    from chakra_async.errors import ChakraError

__all__ = ["Enrol"]

_PROCESS: Final = wire_name(Enrolment, "process")
_WAS_CREATED: Final = wire_name(Enrolment, "was_created")
_ID: Final = wire_name(Process, "id")


class Enrol(ToPerson):
    """Adds each row's phone number to a campaign: `campaigns.add_phone_number`.

    Args:
        campaign_id: UUID of the campaign, from the app's campaign details page.
        country: Two-letter code of the country whose national numbers are understood as well, such as `IN`; by default
            the client's. Without one a number must have its country code.

    Raises:
        InvalidRequestError: The campaign's id is not a UUID.
        SettingsError: The country does not exist.

    Example:
        >>> Enrol(campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137").name
        'enrol'

    """

    name = "enrol"

    def __init__(self, campaign_id: str, *, country: str | None = None) -> None:
        """Check the campaign's id and the country."""
        super().__init__(country)
        self.campaign_id = arguments.uuid(campaign_id, "campaign_id")

    @property
    def identity(self) -> Mapping[str, str]:
        """The campaign."""
        return {"campaign_id": self.campaign_id}

    async def send(self, client: Chakra, row: Row, key: str) -> object:  # noqa: ARG002 - the number is never taken from the key
        """Enrol the number, in the form that the row has.

        Returns:
            What a run counts of the answer; who reads the run's results gets the `Enrolment`.

        """
        response = await client.with_raw_response.campaigns.add_phone_number(
            campaign_id=self.campaign_id, phone_number=self.address(row)
        )
        came = response.undecoded
        if came.__class__ is not dict:
            return response.data
        process = came.get(_PROCESS)
        found = process.get(_ID) if process.__class__ is dict else None
        return Receipt(response, id=found, was_created=came.get(_WAS_CREATED))

    def concerns_every_row(self, error: ChakraError) -> bool:
        """Whether every row would meet an error: the campaign does not exist."""
        return isinstance(error, NotFoundError)

    def __repr__(self) -> str:
        return f"Enrol(campaign_id={self.campaign_id!r}, country={self.country!r})"
