"""The inbox: what came in, kept until it is handled, and what was done because of it."""

from __future__ import annotations

from chakra_async.webhooks.inbox.base import Inbox
from chakra_async.webhooks.inbox.errors import InboxError, InboxFullError, LeaseLostError
from chakra_async.webhooks.inbox.memory import MemoryInbox
from chakra_async.webhooks.inbox.postgres.inbox import PostgresInbox
from chakra_async.webhooks.inbox.records import (
    NEVER,
    Claim,
    Effect,
    EffectState,
    EventState,
    InboxStats,
    NewEffect,
    NewRecord,
    Problem,
    Purged,
    Record,
    Taken,
    Timer,
    Value,
)
from chakra_async.webhooks.inbox.sqlite.file import Synchronous
from chakra_async.webhooks.inbox.sqlite.inbox import SQLiteInbox

__all__ = [
    "NEVER",
    "Claim",
    "Effect",
    "EffectState",
    "EventState",
    "Inbox",
    "InboxError",
    "InboxFullError",
    "InboxStats",
    "LeaseLostError",
    "MemoryInbox",
    "NewEffect",
    "NewRecord",
    "PostgresInbox",
    "Problem",
    "Purged",
    "Record",
    "SQLiteInbox",
    "Synchronous",
    "Taken",
    "Timer",
    "Value",
]
