"""Who a message goes to: a phone number (`to`), or a user whose number is not known (`recipient`).

Meta needs one of both, and takes `to` where both are given; so `recipient` is then left out of what is sent. Neither is
ever derived from the other. The facts are those of Meta's page on business-scoped user ids (BSUIDs); whether ChakraHQ
passes `recipient` on for messages was not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async._core import arguments, values
from chakra_async.errors import InvalidRequestError
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import MutableMapping

__all__ = ["settle"]

_INDIVIDUAL: Final = "individual"


def settle(body: MutableMapping[str, Any], name: str, country: str | None) -> None:
    """Leave one recipient in a message, as the API takes it.

    Args:
        body: The message as plain JSON values; it is changed in place.
        name: The argument's name, for the error.
        country: Two-letter code of the country whose national numbers are understood.

    Raises:
        InvalidRequestError: The recipient is missing, or not a phone number or a user id.

    Example:
        >>> message = {"to": None, "recipient": "IN.13491208655302741918"}
        >>> settle(message, "message", None)
        >>> message
        {'recipient': 'IN.13491208655302741918'}

    """
    if body.get("recipient", UNSET) in (None, UNSET):
        body.pop("recipient", None)
    elif body.get("to", UNSET) in (None, UNSET):
        body.pop("to", None)
    if "to" in body:
        body.pop("recipient", None)
        if body.get("recipient_type", _INDIVIDUAL) == _INDIVIDUAL:
            body["to"] = arguments.phone_number(body["to"], f"{name}.to", country)
    elif "recipient" not in body:
        raise InvalidRequestError(
            f"{name}.to is missing: give `to`, a phone number, or `recipient`, a business-scoped user id (BSUID)."
        )
    else:
        problem = values.user_id_problem(body["recipient"])
        if problem is not None:
            raise InvalidRequestError(f"{name}.recipient {problem}.")
