"""What the page reads and acts on, and what in it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.sandbox.customers import Customer
from chakra_async.sandbox.stores.conversations import INBOUND
from chakra_async.sandbox.stores.whatsapp import WINDOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.clock import SandboxClock
    from chakra_async.sandbox.fault_controls import FaultControls
    from chakra_async.sandbox.record import Record
    from chakra_async.sandbox.state import State
    from chakra_async.sandbox.stores.accounts import Account
    from chakra_async.sandbox.webhooks.controls import Webhooks

__all__ = ["TOPICS", "Sources"]

TOPICS: Final = ("chats", "talk", "requests", "webhooks", "data", "faults", "clock")
"""The parts of the page that change."""
_MINUTE: Final = 60_000


@attrs.frozen(kw_only=True)
class Sources:
    """The parts of a sandbox that the page shows.

    Attributes:
        state: The data.
        record: The arrivals.
        faults: The faults of calls.
        webhooks: The deliveries and their faults.
        clock: The time.
        operations: The names of the operations, for faults.

    """

    state: State
    record: Record
    faults: FaultControls
    webhooks: Webhooks
    clock: SandboxClock
    operations: tuple[str, ...] = ()

    def customer(self, handle: str, to: str = "") -> Customer:
        """Return the customer with a phone number or a user id.

        Args:
            handle: The phone number or the user id.
            to: The id of the team's number that the customer writes to; empty for the first one.

        Raises:
            SettingsError: The team does not have the number.

        """
        contact = self.state.conversations.contacts.find(handle)
        account = self.state.account_named(to) if to else None
        return Customer(self.state, self.clock, contact, self.webhooks.settled, account)

    def number(self, place: Mapping[str, str]) -> Account:
        """Return the account with the number that the customer of a place writes to."""
        return self.state.account_of(place.get("to", ""))

    def window_left(self, handle: str, to: str = "") -> int:
        """Return for how many milliseconds the 24-hour window of a customer is open; 0 for a closed one.

        Args:
            handle: The phone number or the user id.
            to: The id of the team's number; empty for the first one.

        """
        contact = self.state.conversations.contacts.find(handle)
        plugin_id = self.state.account_of(to).plugin_id
        newest = max(
            (
                next((one.created for one in reversed(chat.messages) if one.direction == INBOUND), 0)
                for chat in self.state.conversations.chats_of(contact)
                if chat.plugin_id == plugin_id
            ),
            default=0,
        )
        return max(0, newest + WINDOW - self.clock.milliseconds())

    def changes(self, handle: str) -> dict[str, object]:
        """Return a value for each topic, which differs when something in it has changed.

        Args:
            handle: The customer whose conversation is shown; empty for none.

        """
        now = self.clock.milliseconds()
        state = self.state
        state.advance(now)
        conversations = state.conversations
        talk: object = None
        if handle:
            contact = conversations.contacts.find(handle)
            chats = tuple(chat.changes for chat in conversations.chats_of(contact))
            left = [self.window_left(handle, one.phone_number_id) for one in state.accounts]
            talk = (chats, contact.blocked, [-(-each // _MINUTE) for each in left])
        templates = state.whatsapp.templates.of(state.account.waba_id)
        return {
            "chats": conversations.changes,
            "talk": talk,
            "requests": self.record.changes,
            "webhooks": (self.webhooks.changes, len(self.webhooks.targets)),
            "data": (
                state.changes,
                len(state.campaigns),
                tuple((name, len(procedure)) for name, procedure in state.procedures.items()),
                tuple((job.id, job.waiting) for job in state.jobs.newest(20)),
                tuple(template.status_at(now) for template in templates),
            ),
            "faults": (
                tuple((id(fault), fault.met) for fault in self.faults),
                tuple((id(fault), fault.met) for fault in self.webhooks.faults),
                len(self.faults.ceilings),
            ),
            "clock": self.clock.moved,
        }
