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
# What happens to a call when something goes wrong

<!-- Written by `python -m tests.faults`, or `nox -s faults`, which runs all of it. Do not edit by hand. -->

Each row is a fault of a server on real sockets, repeated for every request unless the row says otherwise; each column
is a kind of call. A cell shows how the call ends, how many requests reached the server, and the error's outcome:

| outcome | meaning | call again? |
|---|---|---|
| `not_sent` | nothing was sent | yes |
| `refused` | the server refused it and did nothing | yes, once the cause is fixed |
| `unknown` | it may have been done | check first |
| `done` | it was done, but the answer cannot be used | no |

`answer` means that the call succeeded. `cancelled` means that the caller's own cancellation was raised. A dash marks an
impossible combination. If one of several attempts may have done something, so may the whole call. The client makes at
most three attempts here (the default is four), with very short waits between them.

The most important column is **send**. A call that is neither a read nor repeatable reaches the server a second time only
after an answer that says that nothing was done, or if no connection was made.

After every cell it is checked that the gate's slot, the connections, the tasks and the files are released, and that the
next call on the same client works.
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
