"""`python -m tests.kill --runs 200 --rows 5000`: kill runs of both commands, and print what came of each."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from tests.kill.trial import ACTIONS, Trial

if TYPE_CHECKING:
    from tests.kill.trial import Outcome


def main() -> int:
    """Run the trials, and return 1 if anything was done twice, lost, or held without reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="begin no run after so many seconds"
    )
    parser.add_argument(
        "--jobs", type=int, default=1, help="runs side by side; they wait more than they work"
    )
    given = parser.parse_args()
    began = time.monotonic()
    runs = kills = refused = unknown = held = failed = 0

    def run(place: int) -> tuple[int, str, Outcome] | None:
        if time.monotonic() - began > given.seconds:
            return None
        action = list(ACTIONS)[place % len(ACTIONS)]
        with tempfile.TemporaryDirectory(prefix="kill-") as folder:
            trial = Trial(action, rows=given.rows, seed=given.seed + place, folder=Path(folder))
            return place, action, trial.run()

    with ThreadPoolExecutor(given.jobs) as side_by_side:
        for done in as_completed([side_by_side.submit(run, place) for place in range(given.runs)]):
            ended = done.result()
            if ended is None:
                continue
            place, action, outcome = ended
            runs += 1
            kills += outcome.kills
            refused += outcome.refused_without_wal
            unknown += outcome.unknown
            held += outcome.held_by_kills
            failed += bool(outcome.problems)
            print(  # noqa: T201 - the program's output
                f"{place + 1:3} {action:13} {outcome.kills} kills, {outcome.done} done, {outcome.unknown} unknown "
                f"({outcome.held_by_kills} by kills), {outcome.refused_without_wal} refused without -wal"
                f"{': ' + '; '.join(outcome.problems) if outcome.problems else ''}",
                flush=True,
            )
    print(  # noqa: T201 - the program's output
        f"{runs} runs of {given.rows} rows, {kills} kills, {refused} starts refused without -wal, {unknown} rows unknown, "
        f"{held} of them under way at a kill; {failed} runs with a problem. {time.monotonic() - began:.0f} s."
    )
    return int(failed > 0)


sys.exit(main())
