"""`python -m tests.kill_shared --engine dask --harm kill --kills 100`: do harm to runs on several processes, and print what came of each."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.kill_shared.engines import ENGINES, Place
from tests.kill_shared.harms import HARMS
from tests.kill_shared.trial import SharedTrial

if TYPE_CHECKING:
    from tests.kill_shared.outcome import Outcome

_NOTED = ("restarts", "taken_over", "came_back", "given_up", "never_sent", "swallowed")


def main() -> int:
    """Run the trials, and return 1 if a row was done twice or lost, or if the naive task was not caught doing so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--harm", choices=HARMS, action="append")
    parser.add_argument("--rows", type=int, help="rows of the list; by default as many as outlast the harm")
    parser.add_argument("--kills", type=int, default=100, help="how often harm is done")
    parser.add_argument("--naive-kills", type=int, default=10)
    parser.add_argument("--frozen", type=float, default=12.0, help="seconds for which a worker is frozen")
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, help="seconds after which a trial counts as one that hangs")
    parser.add_argument("--logs", type=Path, help="keep what the processes write in this folder")
    given = parser.parse_args()
    failed = False
    for harm in given.harm or HARMS:
        for engine in [each for each in given.engine or ENGINES if each in HARMS[harm].engines]:
            beside = HARMS[harm].naive and ENGINES[engine].naive is not Place.naive
            kinds = [False] * (given.kills > 0) + [True] * (given.naive_kills > 0 and beside)
            for naive in kinds:
                out = _run(given, engine, harm, naive=naive)
                failed = failed or bool(out.problems) or (naive and not out.twice)
    return int(failed)


def _run(given: argparse.Namespace, engine: str, harm: str, *, naive: bool) -> Outcome:
    kills = given.naive_kills if naive else given.kills
    rows = given.rows or max(1000, HARMS[harm].rows * kills)
    if naive:
        rows = min(rows, 10_000) // (2 if engine == "work" else 4)
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        trial = SharedTrial(
            engine,
            harm,
            rows=rows,
            kills=kills,
            seed=given.seed,
            folder=Path(folder),
            naive=naive,
            pause=given.pause,
            # Nothing tells when a task without a journal has been given to another worker: it is frozen for long enough.
            frozen=given.frozen + (20.0 if naive and given.frozen > 10 else 0.0),
            longest=given.longest
            or 300.0 + kills * 60.0,  # only ends a trial that hangs: a busy machine needs many minutes
        )
        out = asyncio.run(trial.run())
        if given.logs is not None:
            given.logs.mkdir(parents=True, exist_ok=True)
            kept = given.logs / f"{harm}-{engine}{'-naive' if naive else ''}.log"
            logs = Path(folder) / "logs.txt"
            kept.write_bytes(logs.read_bytes() if logs.exists() else b"")
    noted = [f"{getattr(out, name)} {name.replace('_', ' ')}" for name in _NOTED if getattr(out, name)]
    if out.calls > 1:
        noted.append(f"{out.calls} calls")
    print(  # noqa: T201 - the program's output
        f"{harm:10} {engine:13} {'naive' if naive else 'journal':7} {out.rows} rows, {out.kills} of {kills} harms: twice {out.twice}, "
        f"missing {out.missing}, {out.done} done, {out.unknown} unknown ({out.held_by_kills} by kills), "
        f"{out.seconds:.0f} s{''.join(f', {each}' for each in noted)}{': ' + '; '.join(out.problems) if out.problems else ''}",
        flush=True,
    )
    return out


sys.exit(main())
