"""`Enrol`: each row's phone number into a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async._core import arguments
from chakra_async.bulk.actions.base import ToPerson
from chakra_async.bulk.result_ids import result_id_of
from chakra_async.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra
    from chakra_async.errors import ChakraError

__all__ = ["Enrol"]


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

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        """Enrol the number, in the form that the row has."""
        return await client.campaigns.add_phone_number(
            campaign_id=self.campaign_id, phone_number=self.address(row, key)
        )

    def result_id(self, value: object) -> str | None:
        """Return the id of the process that was made or found."""
        found = getattr(getattr(value, "process", None), "id", None)
        return found if isinstance(found, str) and found else result_id_of(value)

    def concerns_every_row(self, error: ChakraError) -> bool:
        """Whether every row would meet an error: the campaign does not exist."""
        return isinstance(error, NotFoundError)

    def __repr__(self) -> str:
        return f"Enrol(campaign_id={self.campaign_id!r}, country={self.country!r})"
