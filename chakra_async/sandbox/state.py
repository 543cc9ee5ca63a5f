"""The data of a sandbox: procedures, campaigns and jobs, and the changes made to processes.

The changes are here rather than in a handler because a single call and an entry of a bulk job make the same
ones.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from chakra_async.errors import SettingsError
from chakra_async.sandbox import representations
from chakra_async.sandbox.ids import named
from chakra_async.sandbox.reporting import Unheard
from chakra_async.sandbox.stores.accounts import Account
from chakra_async.sandbox.stores.conversations import INBOUND, Conversations
from chakra_async.sandbox.stores.jobs import Jobs
from chakra_async.sandbox.stores.rows import Procedure, Row, phone_number_of
from chakra_async.sandbox.stores.tasks_and_photos import Photos, Tasks
from chakra_async.sandbox.stores.users import Users
from chakra_async.sandbox.stores.whatsapp import WhatsApp
from chakra_async.sandbox.values import is_object
from chakra_async.sandbox.webhooks import notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chakra_async.sandbox.reporting import Reporter
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["LEAD", "State"]

LEAD: Final = "lead"
"""The procedure whose processes are leads."""

_SENT_AFTER: Final = 100
_DELIVERED_AFTER: Final = 1000
_UNDELIVERABLE: Final = {"code": 131026, "title": "Message undeliverable"}
_ENDED_AT: Final = {"COMPLETED": "completed_at", "CANCELLED": "cancelled_at"}


class State:
    """All data of a sandbox.

    Attributes:
        procedures: The procedures by their short ids; `lead` is always among them.
        campaigns: The ids of the lead campaigns.
        jobs: The background jobs.
        conversations: The chats and their messages.
        whatsapp: The templates, the files, and the keys of flows.
        users: The team's users.
        photos: The uploaded photos.
        tasks: The tasks of processes.
        next_page_name: The member of `_meta` that holds the path of the next page.
        account: The account of the sandbox's own token.
        reporter: Takes what happens.
        tenants: The accounts of further tokens, by token.
        changes: How often a process was created or changed.
        delivers: Whether messages reach phones also where nothing is reported to webhooks.

    """

    def __init__(
        self,
        procedures: Iterable[str],
        campaigns: Iterable[str],
        entries_per_second: float,
        account: Account | None = None,
        reporter: Reporter | None = None,
    ) -> None:
        self.changes = 0
        self.delivers = False
        self.reporter: Reporter = reporter or Unheard()
        self.procedures = {short_id: Procedure(short_id) for short_id in (LEAD, *procedures)}
        self.campaigns: list[str] = []
        self.jobs = Jobs(entries_per_second)
        self.conversations = Conversations(self._added)
        self._underway: deque[tuple[int, Message]] = deque()
        self.whatsapp = WhatsApp()
        self.users = Users()
        self.photos = Photos()
        self.tasks = Tasks()
        self.next_page_name = "nextPath"
        self.account = account or Account()
        self.tenants: dict[str, Account] = {}
        self._campaign_indexes: dict[str, int] = {}
        for campaign in campaigns:
            self.add_campaign(campaign)

    def advance(self, now: int) -> None:
        """Let happen what is due by a time, epoch milliseconds: entries of jobs, and messages that reach a phone."""
        self.jobs.advance(now)
        while self._underway and self._underway[0][0] <= now:
            at, message = self._underway.popleft()
            if message.status == "SENT":
                self.conversations.set_status(message, "DELIVERED", at)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The first account, and those of the tenants."""
        return (self.account, *self.tenants.values())

    def account_of(self, phone_number_id: str) -> Account:
        """Return the account of a number."""
        return next((one for one in self.accounts if one.phone_number_id == phone_number_id), self.account)

    def account_named(self, phone_number_id: str) -> Account:
        """Return the account of a number that a user of the sandbox gave.

        Raises:
            SettingsError: It is not a number of the sandbox.

        """
        found = next((one for one in self.accounts if one.phone_number_id == phone_number_id), None)
        if found is None:
            known = ", ".join(one.phone_number_id for one in self.accounts)
            raise SettingsError(
                f"the team has no number with the id {phone_number_id!r}: give one of {known}, or add_tenant first"
            )
        return found

    def _added(self, message: Message) -> None:
        """Report a new message: a customer's, or what becomes of the team's."""
        contact = message.chat.contact
        if message.recorded:
            return
        if message.direction == INBOUND:
            if self.reporter.active:
                account = self.account_of(message.phone_number_id)
                self.reporter.note(notices.message(account, message))
        elif contact.blocked or contact.failure is not None:
            error = _UNDELIVERABLE if contact.blocked else contact.failure
            self.conversations.set_status(message, "FAILED", message.created)
            self.report_status(message, "FAILED", message.created, error)
        elif self.reporter.active or self.delivers:
            delivered = message.created + _DELIVERED_AFTER
            self.report_status(message, "SENT", message.created + _SENT_AFTER)
            self.report_status(message, "DELIVERED", delivered)
            self._underway.append((delivered, message))

    def report_status(
        self, message: Message, status: str, at: int, error: Mapping[str, Any] | None = None
    ) -> None:
        """Report what became of a message of the team, at a time (epoch milliseconds)."""
        if self.reporter.active:
            account = self.account_of(message.phone_number_id)
            self.reporter.note(notices.status(account, message, status, at, error))

    def report_record(self, name: str, procedure: Procedure, row: Row, now: int) -> None:
        """Report that a process was created or changed."""
        self.changes += 1
        if self.reporter.active:
            shown = representations.process(procedure, row, self.campaigns)
            self.reporter.note(notices.record(f"process.{name}", shown, now))

    @property
    def leads(self) -> Procedure:
        """The leads."""
        return self.procedures[LEAD]

    def add_campaign(self, campaign_id: str) -> None:
        """Add a campaign."""
        campaign_id = campaign_id.lower()
        if campaign_id not in self._campaign_indexes:
            self._campaign_indexes[campaign_id] = len(self.campaigns)
            self.campaigns.append(campaign_id)

    def campaign(self, campaign_id: str) -> int | None:
        """Return the index of a campaign in the list, None if it is unknown."""
        return self._campaign_indexes.get(campaign_id.lower())

    def enrol(self, campaign: int, digits: str, now: int) -> tuple[Row, bool]:
        """Put the lead with this number into a campaign, created if missing; return whether it was created.

        A lead belongs to one campaign, as the answer suggests: the newest replaces it (inferred).
        """
        leads = self.leads
        row = leads.by_phone(digits)
        created = row is None
        if row is None:
            row = leads.add(digits, now)
        row.campaign = campaign
        row.enrolled = now
        row.updated = now
        self.report_record("created" if created else "updated", leads, row, now)
        return row, created

    def create(self, procedure: Procedure, body: dict[str, Any], now: int) -> Row:
        """Create a process; a lead with the phone number of another one is merged into that one.

        That a lead created through the API is merged, and not doubled, is inferred from the help pages on
        leads in general (https://help.chakrahq.com, lead management basics).
        """
        digits = phone_number_of(body.get("data")) if procedure.short_id == LEAD else ""
        row = procedure.by_phone(digits) if digits else None
        created = row is None
        if row is None:
            row = procedure.add(digits, now)
        self._change(procedure, row, body, now)
        record = body.get("record")
        if record is not None:
            procedure.details_of(row).record = named(f"record of {procedure.id_of(row)}")
        self.report_record("created" if created else "updated", procedure, row, now)
        return row

    def change(self, procedure: Procedure, row: Row, body: dict[str, Any], now: int) -> None:
        """Change the members of a process that the body names; the rest stays."""
        self._change(procedure, row, body, now)
        self.report_record("updated", procedure, row, now)

    def _change(self, procedure: Procedure, row: Row, body: dict[str, Any], now: int) -> None:
        row.updated = now
        details = procedure.details_of(row)
        data = body.get("data")
        if is_object(data) and data:
            procedure.write(row, data)
            digits = phone_number_of(data) if procedure.short_id == LEAD else ""
            if digits and digits != row.digits:
                procedure.renumber(row, digits)
        status = body.get("status", details.status)
        if status != details.status:
            details.status = status
            for name, attribute in _ENDED_AT.items():
                setattr(details, attribute, now if name == status else None)
        state = body.get("state", details.state)
        if state != details.state:
            details.state = state
            details.state_changed_at = now
        if "nextActionAt" in body:
            details.next_action_at = body["nextActionAt"]
        if "assignedTo" in body and body["assignedTo"] != details.assigned_to:
            _assign(procedure, row, body["assignedTo"], now)


def _assign(procedure: Procedure, row: Row, username: str | None, now: int) -> None:
    details = procedure.details_of(row)
    if details.assigned_to is not None:
        details.previous_assigned_to, details.previous_assigned_at = details.assigned_to, details.assigned_at
    details.assigned_to = username
    if username is None:
        return
    details.assigned_at = now
    if details.first_assigned_to is None:
        details.first_assigned_to, details.first_assigned_at = username, now
