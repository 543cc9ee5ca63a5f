"""The action of a run, made again from what its journal says, so that a worker needs to be given no more than the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from chakra_async.bulk.actions import CreateLead, Enrol, SendMessage, SendTemplate
from chakra_async.bulk.errors import JournalError
from chakra_async.bulk.journal.base import text_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.bulk.actions import Action

__all__ = ["action_of", "check_action"]

_HELP: Final = 'name a function that returns it: action="shop.bulk:action" (--action, or CHAKRA_ACTION in the workers\' environment)'


def action_of(known: Mapping[str, str]) -> Action:
    """Return the action that a journal is of.

    Args:
        known: The journal's entries.

    Raises:
        JournalError: It cannot be made from them, such as one of a function.

    """
    try:
        action = _made(known)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        SettingsError,
    ):  # written by another version, which knew more
        action = None
    if action is None or text_of(action.validation) != known.get("validation"):
        raise JournalError(
            f"The action {known.get('action')!r} cannot be made again from its journal: {_HELP}."
        )
    return action


def _made(known: Mapping[str, str]) -> Action | None:
    validation: dict[str, Any] = orjson.loads(known.get("validation") or "{}")
    country = validation.get("country") or None
    match known.get("action"):
        case "enrol":
            return Enrol(known["campaign_id"], country=country)
        case "send-template":
            filling: dict[str, Any] = orjson.loads(validation.get("filling") or "{}")
            language = known.get("language") or None
            return SendTemplate(known["template"], language=language, country=country, **filling)
        case "create-lead":
            return CreateLead(orjson.loads(validation.get("data") or "{}"), country=country)
        case "send-message":
            return SendMessage(known["message"], country=country)
        case _:
            return None


def check_action(action: Action, known: Mapping[str, str], server: str) -> None:
    """Refuse an action or a server that is not the one of the journal.

    Raises:
        JournalError: It is another, or has other parameters.

    """
    if known.get("server") != server:
        raise JournalError(
            "The run is for another server than the worker's client: give the workers the CHAKRA_BASE_URL of the loader."
        )
    given = {"action": action.name, **action.identity, "validation": text_of(action.validation)}
    for name, value in given.items():
        if known.get(name) != value:
            raise JournalError(
                f"The worker's action is not the journal's: its {name} differs. Give the workers the code and settings that the "
                "run was loaded with, or leave the action out."
            )
