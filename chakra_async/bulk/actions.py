"""What is done with a row: `Enrol`, and `action` for anything else that a coroutine function can do.

An action has an identity (so that a journal of another one is noticed), makes a row's key (rows with an equal key are
done once), and makes the one call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chakra_async import phone
from chakra_async._core import arguments
from chakra_async.bulk.sources.columns import no_value
from chakra_async.bulk.sources.values import as_string
from chakra_async.errors import InvalidRequestError, NotFoundError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra
    from chakra_async.errors import ChakraError
    from chakra_async.phone import PhoneNumber

__all__ = ["Action", "Enrol", "action"]


class Action(Protocol):
    """What a run does with each row."""

    @property
    def name(self) -> str:
        """Its name in the journal."""
        ...

    @property
    def identity(self) -> Mapping[str, str]:
        """The parameters that make it another action when they change, such as the campaign."""
        ...

    @property
    def validation(self) -> Mapping[str, str]:
        """The parameters that only decide which rows are valid; when they change, invalid rows are judged again."""
        ...

    def key(self, row: Row) -> str:
        """Return what identifies a row.

        Raises:
            InvalidRequestError: The row cannot be sent.

        """
        ...

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        """Make the call. An attribute `was_created` of what it returns is counted.

        An action may have more members: `outside_effects`, true if `send` does anything that is not a call of the
        client; `concerns_every_row(error)`, true if an error would meet every row, such as a missing campaign; and
        `result_id(value)`, the id of what it made, which the journal keeps: by default a `message_id` or `id`.
        """
        ...


class Enrol:
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
    outside_effects = False
    """Nothing is done for a row but calls of the client."""

    def __init__(self, campaign_id: str, *, country: str | None = None) -> None:
        """Check the campaign's id and the country."""
        self.campaign_id = arguments.uuid(campaign_id, "campaign_id")
        self.country = phone.check_country(country)

    def with_country(self, country: str | None) -> Enrol:
        """Return the same action with a client's country, unless it has one of its own."""
        if self.country is not None or country is None:
            return self
        return Enrol(self.campaign_id, country=country)

    @property
    def identity(self) -> Mapping[str, str]:
        """The campaign."""
        return {"campaign_id": self.campaign_id}

    @property
    def validation(self) -> Mapping[str, str]:
        """The country."""
        return {"country": self.country or ""}

    def phone_number(self, row: Row) -> PhoneNumber:
        """Return the row's phone number.

        Raises:
            PhoneNumberError: It is not a phone number, or may be somebody else's.

        """
        if not row.value and row.fields and row.line is None:
            raise InvalidRequestError(no_value(row.fields))
        return phone.parse(row.value, self.country)

    def key(self, row: Row) -> str:
        """Return what identifies the person: the phone number in digits, in one form where there are several."""
        return self.phone_number(row).key

    async def send(self, client: Chakra, row: Row, key: str) -> object:
        """Enrol the number, in the form that the row has."""
        # Only numbers of Mexico, Argentina and Brazil, whose codes begin with 5, have several forms.
        number = self.phone_number(row).digits if key[0] == "5" else key
        return await client.campaigns.add_phone_number(
            campaign_id=self.campaign_id, phone_number=f"+{number}"
        )

    def concerns_every_row(self, error: ChakraError) -> bool:
        """Whether every row would meet an error: the campaign does not exist."""
        return isinstance(error, NotFoundError)

    def __repr__(self) -> str:
        return f"Enrol(campaign_id={self.campaign_id!r}, country={self.country!r})"


def action(
    function: Callable[[Chakra, Row], Awaitable[object]],
    *,
    key: str | Callable[[Row], str] | None = None,
    name: str | None = None,
    parameters: Mapping[str, str] | None = None,
    outside_effects: bool | None = None,
    result_id: Callable[[object], str | None] | None = None,
) -> Action:
    """Return an action that awaits a function of your own for each row.

    What the function raises decides what becomes of the row: a `ChakraError` by its outcome, unless an earlier call of the
    same row had left. Anything else leaves it unknown if a request had left, because the work may have been done before
    the error, and pending if none had. Raised before any row was done, it ends the run and is raised by `finish`. So
    catch what you can judge yourself, and raise `InvalidRequestError`, before the call, for a row that cannot be used.

    Args:
        function: Called with the client and the row.
        key: What identifies a row, so that it is done once: a column's name or a function of the row. By default the
            row's value, stripped.
        name: Its name in the journal; by default the function's name.
        parameters: What makes it another action when it changes, such as a template's name.
        outside_effects: Whether the function does anything for a row that is not a call of the client, such as a
            request of another library. If true, an error that is not a `ChakraError` always leaves the row unknown. If
            false, a row that is cancelled before a request has left is pending as well.
        result_id: Returns the id of what the function returned, which the journal keeps: by default its `message_id`, the
            `id` of its `process`, or its `id`.

    Example:
        >>> async def greet(chakra, row): ...
        >>> action(greet, key="phone").name
        'greet'

    """
    return _Function(function, key, name, parameters, outside_effects=outside_effects, result_id=result_id)


class _Function:
    def __init__(
        self,
        function: Callable[[Chakra, Row], Awaitable[object]],
        key: str | Callable[[Row], str] | None,
        name: str | None,
        parameters: Mapping[str, str] | None,
        *,
        outside_effects: bool | None,
        result_id: Callable[[object], str | None] | None,
    ) -> None:
        if not callable(function):
            raise SettingsError("action() takes a coroutine function of the client and the row.")
        self._function = function
        self._key = key
        self.name: str = name or str(getattr(function, "__name__", type(function).__name__))
        self.identity: Mapping[str, str] = dict(parameters or {})
        self.validation: Mapping[str, str] = {}
        self.outside_effects = outside_effects
        self.result_id = result_id

    def key(self, row: Row) -> str:
        if self._key is None:
            return row.value.strip()
        if isinstance(self._key, str):
            if self._key not in row.fields:
                raise InvalidRequestError(f"it has no member {self._key!r}.")
            return as_string(row.fields[self._key]).strip()
        return self._key(row)

    async def send(self, client: Chakra, row: Row, key: str) -> object:  # noqa: ARG002 - the row holds what it is made of
        return await self._function(client, row)

    def __repr__(self) -> str:
        return f"action({self.name})"
