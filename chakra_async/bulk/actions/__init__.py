"""What is done with each row: `Enrol`, `SendTemplate`, `SendMessage`, `CreateLead`, `UpdateByKey`, and `action` for the rest."""

from __future__ import annotations

from chakra_async.bulk.actions.base import Action, ToPerson
from chakra_async.bulk.actions.enrol import Enrol
from chakra_async.bulk.actions.function import action
from chakra_async.bulk.actions.messages import SendMessage
from chakra_async.bulk.actions.records import CreateLead, UpdateByKey
from chakra_async.bulk.actions.templates import SendTemplate

__all__ = [
    "Action",
    "CreateLead",
    "Enrol",
    "SendMessage",
    "SendTemplate",
    "ToPerson",
    "UpdateByKey",
    "action",
]
