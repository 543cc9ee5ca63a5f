"""Message templates of the WhatsApp Business Accounts: names, components and approval.

A created template waits for its review, whose duration is an option of the sandbox. A review always ends in
approval, unless a test sets another `status`. A few templates exist from the start.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from chakra_async.sandbox.stores.template_seeds import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["StoredTemplate", "Templates", "placeholders"]

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_FIRST_ID: Final = 1473688840035973


def placeholders(text: str) -> list[str]:
    """Return the names of the placeholders of a string, each once, in order.

    Example:
        >>> placeholders("Hello {{1}}, order {{2}} is for {{1}}.")
        ['1', '2']

    """
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


@attrs.define(kw_only=True, eq=False)
class StoredTemplate:
    """A template in one language.

    Attributes:
        id: Its id.
        name: Its name.
        language: The code of its language.
        category: What it is for.
        components: Its parts, as created.
        parameter_format: POSITIONAL or NAMED.
        approved_at: When its review ends, epoch milliseconds.
        status: A status that overrides the one by time; None for the one by time.

    """

    id: str
    name: str
    language: str
    category: str
    components: list[dict[str, Any]]
    parameter_format: str
    approved_at: int = 0
    status: str | None = None

    def status_at(self, now: int) -> str:
        """Return its status at a time, epoch milliseconds."""
        return self.status or ("APPROVED" if now >= self.approved_at else "PENDING")

    def component(self, kind: str) -> Mapping[str, Any]:
        """Return its component of a kind, such as BODY; an empty one where it is missing."""
        nothing: dict[str, Any] = {}
        return next((part for part in self.components if part.get("type") == kind), nothing)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Its buttons, in their order."""
        buttons: list[dict[str, Any]] = self.component("BUTTONS").get("buttons", [])
        return buttons

    def shown(self, now: int) -> dict[str, Any]:
        """Return it as a listing shows it."""
        return {
            "name": self.name,
            "parameter_format": self.parameter_format,
            "components": self.components,
            "language": self.language,
            "status": self.status_at(now),
            "category": self.category,
            "id": self.id,
        }


class Templates:
    """The templates of all accounts, oldest first."""

    def __init__(self) -> None:
        self._by_account: dict[str, list[StoredTemplate]] = {}
        self._last_id = _FIRST_ID

    def of(self, waba_id: str) -> list[StoredTemplate]:
        """Return the templates of an account; a new account has the seeded ones."""
        if waba_id not in self._by_account:
            self._by_account[waba_id] = []
            for seed in SEEDS:
                self.add(waba_id, seed)
        return self._by_account[waba_id]

    def add(self, waba_id: str, body: Mapping[str, Any], approved_at: int = 0) -> StoredTemplate:
        """Store a template that is approved at a time (epoch milliseconds)."""
        self._last_id += 1
        template = StoredTemplate(
            id=str(self._last_id),
            name=body["name"],
            language=body["language"],
            category=body["category"],
            components=list(body["components"]),
            parameter_format=body.get("parameter_format", "POSITIONAL"),
            approved_at=approved_at,
        )
        self.of(waba_id).append(template)
        return template

    def named(self, waba_id: str, name: str) -> list[StoredTemplate]:
        """Return the languages of a template."""
        return [template for template in self.of(waba_id) if template.name == name]

    def by_id(self, waba_id: str, identifier: str) -> StoredTemplate | None:
        """Find a template of an account by its id."""
        return next((template for template in self.of(waba_id) if template.id == identifier), None)

    def known(self, identifier: str) -> StoredTemplate | None:
        """Find a template of any account by its id."""
        return next((one for held in self._by_account.values() for one in held if one.id == identifier), None)

    def remove(self, waba_id: str, gone: Iterable[StoredTemplate]) -> None:
        """Remove templates."""
        ids = {template.id for template in gone}
        self._by_account[waba_id] = [one for one in self.of(waba_id) if one.id not in ids]
