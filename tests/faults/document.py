"""The matrix as a page of the documentation: what each fault comes to, and how to read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from .call_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .harness import Seen

__all__ = ["FILE", "cell", "render"]

FILE: Final = Path(__file__).parents[2] / "docs" / "faults.md"
TITLES: Final = {
    "connect": "Connecting",
    "send": "Sending",
    "wait": "Waiting for the answer",
    "status": "The status of the answer",
    "hints": "How long a 429 asks to wait",
    "body": "The body of the answer",
    "pace": "How fast the answer comes",
    "caller": "What the caller does meanwhile",
}
INTRODUCTION: Final = """\
# What becomes of a call when something goes wrong

<!-- Written by `python -m tests.faults`, or `nox -s faults`, which tries all of it. Not to be edited by hand. -->

Each row is a fault that a server on real sockets commits, each time it is asked unless the row says otherwise; each
column is a kind of call. A cell says with what the call ends, how many requests reached the server, and the outcome
that the error states:

| outcome | meaning | call again? |
|---|---|---|
| `not_sent` | no request left | yes |
| `refused` | the server said no and did nothing | yes, once the cause is gone |
| `unknown` | it may have been done | look first |
| `done` | it was done, only the answer cannot be used | no |

`answer` means that the call returned as if nothing had been wrong. `cancelled` means that the caller's own
cancellation went through. A cell with a dash cannot be. Where a call is made of several attempts and one of them may
have done something, the whole call is one that may have. The client makes three attempts at the most here (the
default is four), and waits hardly at all between them.

The column to read first is **send**. What is neither a read nor repeatable reaches the server a second time only after
an answer which says that nothing was done, or when no connection was made at all.

After every cell it is checked that the slot at the gate, the connections, the tasks and the files are back, and that
the next call on the same client works.
"""


def cell(seen: Seen | None) -> str:
    """Return a cell as it is shown: `answer 1`, `ServerError 3 unknown`, or a dash."""
    if seen is None:
        return "-"
    if seen.error is None:
        return f"answer {seen.arrivals}"
    return f"{seen.error} {seen.arrivals} {seen.outcome}"


def _written(seen: Seen | None) -> str:
    if seen is None or seen.error is None:
        return "-" if seen is None else f"answer, {seen.arrivals}"
    if seen.outcome == "cancelled":
        return f"cancelled, {seen.arrivals}"
    return f"`{seen.error}`, {seen.arrivals}, {seen.outcome}"


def render(found: Mapping[str, Mapping[str, Mapping[str, Seen]]]) -> str:
    """Return the page: by class, fault and kind."""
    parts = [INTRODUCTION, "The kinds of call:\n"]
    parts += [f"- **{kind.name}**: {kind.meaning}." for kind in KINDS]
    for group, rows in found.items():
        parts += ["", f"## {TITLES[group]}", ""]
        parts.append(f"| fault | {' | '.join(kind.name for kind in KINDS)} |")
        parts.append("|---" * (len(KINDS) + 1) + "|")
        for fault, cells in rows.items():
            shown = " | ".join(_written(cells.get(kind.name)) for kind in KINDS)
            parts.append(f"| {fault} | {shown} |")
    return "\n".join(parts) + "\n"
