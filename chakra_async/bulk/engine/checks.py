"""What is checked of a list before the first call: its numbers, its values, and that its country is the journal's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.bulk.actions.persons import reaches_person
from chakra_async.bulk.engine.first_pass import first_pass
from chakra_async.bulk.engine.survey import NationalCheck, check_country_change
from chakra_async.bulk.journal.base import is_same_list

if TYPE_CHECKING:
    from chakra_async.bulk.actions import Action
    from chakra_async.bulk.journal.base import Identity, Journal
    from chakra_async.bulk.sources.base import Source

__all__ = ["check_rows"]


async def check_rows(
    journal: Journal, identity: Identity, source: Source, action: Action, *, accepts: bool, first: bool
) -> NationalCheck | None:
    """Check before the first call that the list's numbers and values are those that are meant.

    Args:
        journal: The journal, before `begin`.
        identity: The run.
        source: The rows.
        action: What is done with them.
        accepts: Whether another country than the journal's is accepted.
        first: Whether the values of all rows are checked.

    Returns:
        What checks the numbers as rows are read, where the list cannot be read twice.

    Raises:
        InputError: The list looks national and a country is not named, or it looks rounded, or most rows cannot be sent.
        JournalError: Rows were done under other numbers, with another country.

    """
    numbers = reaches_person(action)
    can_reread = source.stable or source.expected is not None
    if numbers and journal.known and not accepts:
        await check_country_change(journal, identity, source, action.key, can_reread=can_reread)
    check = NationalCheck(national=not action.validation.get("country")) if numbers else None
    values = getattr(action, "check_values", None) if first else None
    if not can_reread:
        return check
    if (check is not None or values is not None) and not is_same_list(journal.known, identity):
        await first_pass(source, numbers=check, values=values)
    return None
