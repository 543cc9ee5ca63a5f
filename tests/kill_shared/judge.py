"""What must hold after a trial: by what the server recorded, and by what the journal says."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk import RowState
from chakra_async.sandbox.record import phone_number_in
from tests.kill_shared.outcome import MOST_HELD, OPERATION
from tests.support.postgres import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.kill_shared.outcome import Outcome
    from tests.support.postgres import Database

__all__ = ["judge", "judge_naive", "search", "worked"]

_INTERRUPTED: Final = "Interrupted"


def worked(record: Path) -> list[str]:
    """Return the numbers of the calls that did something, in order; a line that is being written is left out."""
    found: list[str] = []
    if not record.exists():
        return found
    for line in record.read_text(encoding="utf-8").split("\n")[:-1]:
        arrival = json.loads(line)
        if arrival["operation"] == OPERATION and arrival["worked"]:
            found.append(phone_number_in(arrival["body"], arrival["path"]))
    return found


def search(out: Outcome, places: Mapping[str, bytes], *, token: str, numbers: str) -> None:
    """Look for the token, the database's password and phone numbers where engines and logs keep things."""
    secrets = {"the token": token, "the password": PASSWORD, "a phone number": numbers}
    for place, text in places.items():
        out.problems += [
            f"{name} is in {place}" for name, secret in secrets.items() if secret.encode() in text
        ]


def judge_naive(out: Outcome, record: Path, numbers: Iterable[str]) -> None:
    """Count what a task without a journal did."""
    counts = _count(out, record)
    out.missing = len(set(numbers) - set(counts))


def judge(
    out: Outcome,
    record: Path,
    numbers: list[str],
    database: Database,
    *,
    workers_harmed: int,
    never_sent: list[int],
) -> None:
    """Compare what the server recorded with what the journal says.

    Args:
        out: Takes the counts and the problems.
        record: The server's record.
        numbers: The list.
        database: The journal's.
        workers_harmed: How many workers one harm can make lose what they have under way.
        never_sent: Rows whose intent was committed and whose request never left.

    """
    counts = _count(out, record)
    twice = [key for key, count in counts.items() if count > 1]
    found = database.execute(
        "SELECT number, key, state, code, result FROM chakra.rows WHERE number > 0 AND state <> 'duplicate'"
    )
    keys = {number: key for number, key, _, _, _ in found}
    rows = {key: (RowState(state), code, result) for _, key, state, code, result in found}
    by_state = {state: {key for key, row in rows.items() if row[0] is state} for state in RowState}
    done, unknown, refused = (by_state[s] for s in (RowState.DONE, RowState.UNKNOWN, RowState.REFUSED))
    by_kills = {key for key in unknown if rows[key][1] == _INTERRUPTED}
    out.done, out.unknown, out.held_by_kills = len(done), len(unknown), len(by_kills)
    lost = set(numbers) - done - unknown - refused
    out.missing = len(lost)
    unsent = {keys[number] for number in never_sent}
    out.never_sent = len(unsent)
    late = database.execute("SELECT count(*) FROM chakra.late")[0][0]
    unfinished = database.execute("SELECT count(*) FROM chakra.slices WHERE NOT finished")[0][0]
    bound = MOST_HELD * (out.kills * workers_harmed + out.restarts)
    checks: dict[str, Any] = {
        "sent twice": twice,
        "lost": lost,
        "sent to nobody of the list": set(counts) - set(numbers),
        "done without having been sent": done - set(counts),
        "refused although it was done": refused & set(counts),
        "done without an id": [key for key in done if not rows[key][2]],
        "late ends of rows that had gone on": range(late),
        "slices that are not finished": range(unfinished),
        "held beyond what can be under way": range(len(by_kills))[bound:],
        "granted, not sent, and not named as unknown": unsent - by_kills,
        "sent by a worker that was killed before it sent": unsent & set(counts),
    }
    out.problems += [f"{name}: {len(each)}" for name, each in checks.items() if each]
    if sum(len(each) for each in by_state.values()) != len(numbers):
        out.problems.append(f"the sums: { ({state.value: len(each) for state, each in by_state.items()}) }")


def _count(out: Outcome, record: Path) -> Counter[str]:
    counts = Counter(worked(record))
    out.arrivals = counts.total()
    out.twice = sum(count > 1 for count in counts.values())
    return counts
