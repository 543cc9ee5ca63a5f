"""What is settled before the first row is sent: the action with what all rows share, its columns, and the identity of a run."""

from __future__ import annotations

import math
import os
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import attrs

from chakra_async._core.text import encodable
from chakra_async._transport.sent_requests import GOES_ON
from chakra_async.bulk.errors import InputError
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.postgres.journal import SEND_WITHIN
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.sources.base import Source
    from chakra_async.client import Chakra
    from chakra_async.settings import Limits

__all__ = [
    "check_columns",
    "country_of",
    "identity_of",
    "is_same_file",
    "prepared",
    "settled_after",
    "with_adaptive_rate",
    "with_country",
    "worker_count",
]

_ANSWER_SECONDS: Final = 30
"""Longer than an answer takes: with a given rate, at most so many seconds' worth of calls are under way."""
_LONGEST_CALL: Final = 300.0
_MARGIN: Final = 10.0


def with_country(action: Action, country: str | None) -> Action:
    """Return an action with the client's country, where it reads phone numbers and has no country of its own."""
    method = getattr(action, "with_country", None)
    return action if method is None else cast("Action", method(country))


def country_of(action: Action) -> str | None:
    """Return the country whose national numbers an action understands."""
    return action.validation.get("country") or None


def identity_of(action: Action, server: str, source: dict[str, str], *, stable: bool) -> Identity:
    """Return what makes a run the same run: the action, its parameters, the server, and the rows."""
    entries = {"action": action.name, **action.identity, "server": server}
    return Identity(
        entries=_encodable(entries), validation=action.validation, source=_encodable(source), stable=stable
    )


def _encodable(entries: Mapping[str, str]) -> dict[str, str]:
    return {name: encodable(str(value)) for name, value in entries.items()}


async def prepared(action: Action, client: Chakra) -> Action:
    """Return an action that knows what all rows share, such as the template; it may ask the server for it, once.

    Raises:
        ChakraError: It cannot be done with any row.

    """
    method = getattr(action, "prepare", None)
    return action if method is None else cast("Action", await method(client))


async def check_columns(action: Action, source: Source) -> None:
    """Refuse a table that lacks a column which an action reads. Rows of a program are judged one by one instead.

    Raises:
        InputError: It does.

    """
    method = getattr(action, "check_columns", None)
    if method is None or not source.stable:
        return
    async with aclosing(source.batches(0)) as batches:
        async for batch in batches:
            row = next((row for row in batch if row.fields), None)
            if row is None:
                continue
            try:
                method(list(row.fields))
            except InvalidRequestError as error:
                raise InputError(f"{source.name}: {error.message}") from None
            return


def with_adaptive_rate(client: Chakra) -> Chakra:
    """Return a client whose rate is adaptive, unless it has one."""
    limits = client.settings.limits
    if limits.rate is not None:
        return client
    return client.with_options(limits=attrs.evolve(limits, rate="adaptive"))


def worker_count(limits: Limits) -> int:
    """Return how many rows are sent at once with the limits of a client."""
    # With a slow rate more workers would only wait for their turn, with their time limit running.
    rates = (limits.rate, getattr(limits, "rate_per_number", None))
    slow = [max(1, math.ceil(rate * _ANSWER_SECONDS)) for rate in rates if isinstance(rate, int | float)]
    return min([limits.concurrency, *slow])


def settled_after(client: Chakra) -> float:
    """Return the seconds after which a row of unknown outcome cannot be sent any more by a worker that was frozen."""
    timeouts = getattr(client.settings, "timeouts", None)
    return SEND_WITHIN + max((timeouts and timeouts.total) or _LONGEST_CALL, GOES_ON) + _MARGIN


def is_same_file(one: object, other: object) -> bool:
    """Return whether two paths lead to one file; what is not a path is not the same as anything."""
    if not isinstance(one, Path) or not isinstance(other, Path):
        return False
    return os.path.realpath(one) == os.path.realpath(other)
