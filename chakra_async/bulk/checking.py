"""What became of rows of unknown outcome, found out by calls that only read: is the lead in the campaign, is the message in the chat?

Only what is proven is settled, as done. That something is not there proves nothing: a listing may be late, and its order
and extent are not documented.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import orjson

from chakra_async import phone
from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.deliveries import Checked, Deliveries
from chakra_async.bulk.journal.location import location_of
from chakra_async.bulk.journal.reader import describe, read_rows, row_by_result_id
from chakra_async.bulk.journal.sqlite import server_of
from chakra_async.bulk.rows import Result, RowState
from chakra_async.errors import ChakraError

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    from chakra_async.bulk.journal.location import Location
    from chakra_async.bulk.journal.postgres.address import JournalAddress
    from chakra_async.client import Chakra
    from chakra_async.models.processes import Process

__all__ = ["Finding", "check_unknown"]

_WINDOW: Final = 5 * 60 * 1000
"""A message counts as that of a row if it was sent so many milliseconds around the time that the journal has."""
_MOST_MESSAGES: Final = 200
_MOST_LEADS: Final = 20
_MOST_DONE: Final = 5
_TOGETHER: Final = 100
_NUMBERS: Final = ("phone_number_int", "phone_number")
"""The attributes of a lead that hold its number: the first in the documented answer to an enrolment, the other where one is made."""
_OF_A_PERSON: Final = frozenset({"key", "phone_number", "person", "address"})
_COLUMN: Final = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")

_LATE: Final = "which proves nothing: the listing may be late or may not have it"


@attrs.frozen(kw_only=True)
class Finding:
    """What was found out about a row of unknown outcome.

    Attributes:
        row: The row, as the journal had it.
        proven: Whether it is proven to have been done; the journal then has it as done.
        reason: What was found.
        result_id: The id of what was made, where that is known.

    """

    row: Result
    proven: bool
    reason: str
    result_id: str | None = None


async def check_unknown(
    client: Chakra, journal: str | os.PathLike[str] | JournalAddress
) -> AsyncGenerator[Finding]:
    """Look for what became of each row of unknown outcome, and settle in the journal what is proven to have been done.

    Nothing is sent. Rows that are not proven stay unknown: look at them before they are tried again.

    Args:
        client: A client of the server that the run was on.
        journal: The journal; no run may have it open.

    Raises:
        JournalError: It does not exist, is of another server, or a run has it open.

    Example:
        ```python
        async for finding in bulk.check_unknown(chakra, "leads.journal"):
            print(finding.row.place, finding.proven, finding.reason)
        ```

    """
    path = location_of(journal)
    entries, _ = await asyncio.to_thread(describe, path)
    server = server_of(client.settings.base_url)
    if entries.get("server") != server:
        raise JournalError(
            f"The journal {path} is of {entries.get('server')}, and the client is of {server}."
        )
    look = await _look_of(client, path, entries)
    deliveries = await asyncio.to_thread(
        Deliveries, path
    )  # the rows under way when the run was killed are unknown now
    proven: list[Checked] = []
    with closing(deliveries):
        for row in list(read_rows(path, (RowState.UNKNOWN,))):
            finding = await _find(look, row)
            if finding.proven:
                proven.append(Checked(number=row.number, reason=finding.reason, result_id=finding.result_id))
            if len(proven) >= _TOGETHER:
                deliveries.settle(proven)
                proven.clear()
            yield finding
        if proven:
            deliveries.settle(proven)


async def _find(look: Callable[[Result], Awaitable[Finding]], row: Result) -> Finding:
    try:
        return await look(row)
    except ChakraError as error:
        return Finding(row=row, proven=False, reason=f"it could not be looked up: {reason_of(error)}")


async def _look_of(
    client: Chakra, path: Location, entries: Mapping[str, str]
) -> Callable[[Result], Awaitable[Finding]]:
    """Return how rows of a journal's action are looked up."""
    action = entries.get("action", "")
    own = orjson.loads(entries.get("validation") or "{}").get("own", "").split(",")
    if _OF_A_PERSON.intersection(own):
        # A key of such a class may look like the number of somebody else.
        action = f"{action} of your own class"
    if action == "enrol":
        return _InCampaign(client, await _campaign_of(client, path)).look
    if action == "send-template":
        language = entries.get("language") or None
        template = await client.templates.find(entries.get("template", ""), language=language)
        return _InChat(client, path, template_id=template.id).look
    if action == "send-message":
        return _InChat(client, path, text=entries.get("message", "")).look

    async def nothing(row: Result) -> Finding:
        return Finding(
            row=row, proven=False, reason=f"the action {action!r} cannot be looked up: check it yourself"
        )

    return nothing


async def _campaign_of(client: Chakra, path: Location) -> str | None:
    """Return the campaign's id as leads have it, which differs from that of the request: from leads of rows that are done."""
    tried = 0
    for row in read_rows(path, (RowState.DONE,)):
        if row.result_id is None:
            continue
        tried += 1
        if tried > _MOST_DONE:
            return None
        try:
            lead = await client.processes.get("lead", row.result_id)
        except ChakraError:
            continue
        found = getattr(lead.auto_dial, "auto_dial_campaign_id", None)
        if isinstance(found, str) and found:
            return found
    return None


class _InCampaign:
    """Looks whether the lead with a row's number is in the campaign."""

    def __init__(self, client: Chakra, campaign: str | None) -> None:
        self._client = client
        self._campaign = campaign

    async def look(self, row: Result) -> Finding:
        if self._campaign is None:
            reason = "the campaign's id in leads is not known: no row of the journal that is done names it"
            return Finding(row=row, proven=False, reason=reason)
        key = row.key or ""
        found: list[Process] = []
        for attribute in _NUMBERS:
            where = {"or": [{attribute: f"+{key}"}, {attribute: key}]}
            leads = await self._client.processes.list("lead", where=where).to_list(limit=_MOST_LEADS)
            found = [lead for lead in leads if _number_of(lead, attribute) == key]
            if found:
                break
        for lead in found:
            if getattr(lead.auto_dial, "auto_dial_campaign_id", None) == self._campaign:
                return Finding(row=row, proven=True, reason="the lead is in the campaign", result_id=lead.id)
        what = "the lead is not in the campaign" if found else "no lead with the number was found"
        return Finding(row=row, proven=False, reason=f"{what}, {_LATE}")


def _number_of(lead: Process, attribute: str) -> str | None:
    """Return the person of a lead, so that a listing that was not filtered proves nothing about another one."""
    data: object = lead.data
    number = cast("dict[str, object]", data).get(attribute) if isinstance(data, dict) else None
    try:
        return phone.parse(number, international=True).key
    except phone.PhoneNumberError:
        return None


class _InChat:
    """Looks whether the message of a row is in the chat with the person."""

    def __init__(
        self, client: Chakra, path: Location, *, template_id: str | None = None, text: str | None = None
    ) -> None:
        self._client = client
        self._path = path
        self._template_id = template_id
        self._text = None if text is None else _like(text)

    async def look(self, row: Result) -> Finding:
        at = row.at
        if at is None:
            return Finding(row=row, proven=False, reason="the journal does not have the time of its call")
        messages = self._client.chats.messages_for_phone_number(phone_number=f"+{row.key}")
        found = [
            message
            for message in await messages.to_list(limit=_MOST_MESSAGES)
            if self._is_like(message)
            and abs((message.timestamp or message.created_at or 0) - at) <= _WINDOW
            and message.external_id
        ]
        new = [one for one in found if await self._is_new(str(one.external_id))]
        if len(new) == 1:
            return Finding(
                row=row, proven=True, reason="the message is in the chat", result_id=new[0].external_id
            )
        if new:
            reason = f"{len(new)} such messages of that time are in the chat: look which of them is this one"
            return Finding(row=row, proven=False, reason=reason)
        return Finding(row=row, proven=False, reason=f"the message is not in the chat, {_LATE}")

    def _is_like(self, message: Any) -> bool:
        if not str(message.direction or "").upper().startswith("OUT"):
            return False
        if self._template_id is not None:
            return getattr(message.context, "message_template_id", None) == self._template_id
        body: object = message.body
        inside = cast("dict[str, object]", body).get("body") if isinstance(body, dict) else None
        text: object = message.text or inside
        return self._text is not None and isinstance(text, str) and self._text.fullmatch(text) is not None

    async def _is_new(self, result_id: str) -> bool:
        return await asyncio.to_thread(row_by_result_id, self._path, result_id) is None


def _like(pattern: str) -> re.Pattern[str]:
    """Return what a string with columns in braces may have become."""
    parts = _COLUMN.split(pattern)
    text = [
        re.escape(part[0]) if part in ("{{", "}}") else "(?s:.+)" if index % 2 else re.escape(part)
        for index, part in enumerate(parts)
    ]
    return re.compile("".join(text))
