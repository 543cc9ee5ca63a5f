"""What a sandbox holds, procedures, campaigns and jobs, and the changes made to processes.

The changes stand here rather than in a handler because a single call and an entry of a bulk job make the same
ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async.sandbox.ids import named
from chakra_async.sandbox.stores.accounts import Account
from chakra_async.sandbox.stores.conversations import Conversations
from chakra_async.sandbox.stores.jobs import Jobs
from chakra_async.sandbox.stores.rows import Procedure, Row, phone_number_of
from chakra_async.sandbox.stores.tasks_and_photos import Photos, Tasks
from chakra_async.sandbox.stores.users import People
from chakra_async.sandbox.values import is_object
from chakra_async.sandbox.whatsapp import WhatsApp

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LEAD", "State"]

LEAD: Final = "lead"
"""The procedure whose processes are leads."""

_ENDED_AT: Final = {"COMPLETED": "completed_at", "CANCELLED": "cancelled_at"}


class State:
    """Everything the sandbox knows.

    Attributes:
        procedures: The procedures by their short ids; `lead` is always among them.
        campaigns: The ids of the lead campaigns.
        jobs: The background jobs.
        conversations: The chats and their messages.
        whatsapp: The templates, the files, and the keys of flows.
        people: The team's users.
        photos: The uploaded photos.
        tasks: The tasks of processes.
        next_page_name: The name that `_meta` has the path of the next page under, where a list goes on so.
        account: What the sandbox's own token opens.
        tenants: What further tokens open, by the token.

    """

    def __init__(
        self,
        procedures: Iterable[str],
        campaigns: Iterable[str],
        entries_per_second: float,
        account: Account | None = None,
    ) -> None:
        self.procedures = {short_id: Procedure(short_id) for short_id in (LEAD, *procedures)}
        self.campaigns: list[str] = []
        self.jobs = Jobs(entries_per_second)
        self.conversations = Conversations()
        self.whatsapp = WhatsApp()
        self.people = People()
        self.photos = Photos()
        self.tasks = Tasks()
        self.next_page_name = "nextPath"
        self.account = account or Account()
        self.tenants: dict[str, Account] = {}
        self._campaign_places: dict[str, int] = {}
        for campaign in campaigns:
            self.add_campaign(campaign)

    @property
    def leads(self) -> Procedure:
        """The leads."""
        return self.procedures[LEAD]

    def add_campaign(self, campaign_id: str) -> None:
        """Make a campaign known."""
        campaign_id = campaign_id.lower()
        if campaign_id not in self._campaign_places:
            self._campaign_places[campaign_id] = len(self.campaigns)
            self.campaigns.append(campaign_id)

    def campaign(self, campaign_id: str) -> int | None:
        """Return the place of a campaign in the list, None if it is not known."""
        return self._campaign_places.get(campaign_id.lower())

    def enrol(self, campaign: int, digits: str, now: int) -> tuple[Row, bool]:
        """Put the lead with this number into a campaign, made if there is none yet; say whether it was made.

        A lead has room for one campaign, as the shape of the answer suggests: the newest takes it (inferred).
        """
        leads = self.leads
        row = leads.by_phone(digits)
        created = row is None
        if row is None:
            row = leads.add(digits, now)
        row.campaign = campaign
        row.enrolled = now
        row.updated = now
        return row, created

    def create(self, procedure: Procedure, body: dict[str, Any], now: int) -> Row:
        """Make a process, or for a lead whose phone number another one has: merge into that one.

        That a lead made through the API is merged, and not doubled, is inferred from what the help pages say
        of leads in general (https://help.chakrahq.com, lead management basics).
        """
        digits = phone_number_of(body.get("data")) if procedure.short_id == LEAD else ""
        row = procedure.by_phone(digits) if digits else None
        if row is None:
            row = procedure.add(digits, now)
        self.change(procedure, row, body, now)
        record = body.get("record")
        if record is not None:
            procedure.more(row).record = named(f"record of {procedure.id_of(row)}")
        return row

    def change(self, procedure: Procedure, row: Row, body: dict[str, Any], now: int) -> None:
        """Change what the body names of a process; the rest stays."""
        row.updated = now
        more = procedure.more(row)
        data = body.get("data")
        if is_object(data) and data:
            procedure.write(row, data)
            digits = phone_number_of(data) if procedure.short_id == LEAD else ""
            if digits and digits != row.digits:
                procedure.renumber(row, digits)
        status = body.get("status", more.status)
        if status != more.status:
            more.status = status
            for name, attribute in _ENDED_AT.items():
                setattr(more, attribute, now if name == status else None)
        state = body.get("state", more.state)
        if state != more.state:
            more.state = state
            more.state_changed_at = now
        if "nextActionAt" in body:
            more.next_action_at = body["nextActionAt"]
        if "assignedTo" in body and body["assignedTo"] != more.assigned_to:
            _assign(procedure, row, body["assignedTo"], now)


def _assign(procedure: Procedure, row: Row, username: str | None, now: int) -> None:
    more = procedure.more(row)
    if more.assigned_to is not None:
        more.previous_assigned_to, more.previous_assigned_at = more.assigned_to, more.assigned_at
    more.assigned_to = username
    if username is None:
        return
    more.assigned_at = now
    if more.first_assigned_to is None:
        more.first_assigned_to, more.first_assigned_at = username, now
