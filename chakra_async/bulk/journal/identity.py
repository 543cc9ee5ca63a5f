"""Whether a journal is of the run that is to begin on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chakra_async.bulk.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_identity"]

_LIST: Final = frozenset(
    {"source", "file", "sha256", "format", "member", "delimiter", "encoding", "header_line", "rows", "sheet"}
)
"""What a list is known by. A list that has changed is compared with the journal by key."""


def check_identity(
    journal: object, known: Mapping[str, str], identity: Mapping[str, str], *, otherwise: str
) -> None:
    """Refuse a journal of another run.

    Args:
        journal: What the journal is called.
        known: The identity that it has.
        identity: That of the run.
        otherwise: What to do for another run.

    Raises:
        JournalError: The two differ in more than the list of rows.

    """
    for name, value in identity.items():
        old = known.get(name, "")
        if old == value or name in _LIST or (name == "column" and not old):
            continue
        what = name.replace("_", " ")
        raise JournalError(
            f"The journal {journal} belongs to another run: its {what} is {old or 'missing'}, not {value}. "
            f"For another run {otherwise}."
        )
