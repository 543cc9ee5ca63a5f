"""`python -m tests.kill_shared --engine dask --kills 100`: kill workers of runs on several processes, and print what came of each."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.kill_shared.trial import ENGINES, SharedTrial
from tests.support.postgres import fresh_database, shared_address


def main() -> int:
    """Run the trials, and return 1 if a row was done twice or lost, or if the naive task was not caught doing so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--naive-kills", type=int, default=10)
    parser.add_argument(
        "--frozen", type=float, default=0.0, help="stop workers for so many seconds and wake them"
    )
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failed = False
    for engine in given.engine or ENGINES:
        for naive in (False, True) if given.naive_kills else (False,):
            began = time.monotonic()
            with (
                tempfile.TemporaryDirectory(prefix="kill-") as folder,
                shared_address() as base,
                fresh_database(base) as database,
            ):
                trial = SharedTrial(
                    engine,
                    rows=given.rows // (2 if engine == "work" else 4) if naive else given.rows,
                    kills=given.naive_kills if naive else given.kills,
                    seed=given.seed,
                    folder=Path(folder),
                    database=database,
                    naive=naive,
                    pause=given.pause,
                    frozen=0.0 if naive else given.frozen,
                )
                out = asyncio.run(trial.run())
            kind = "naive" if naive else "journal"
            print(  # noqa: T201 - the program's output
                f"{engine:13} {kind:7} {out.rows} rows, {out.kills} {'freezes' if given.frozen and not naive else 'kills'}: twice {out.twice}, "
                f"missing {out.missing}, {out.done} done, {out.unknown} unknown ({out.held_by_kills} by kills), "
                f"{time.monotonic() - began:.0f} s{': ' + '; '.join(out.problems) if out.problems else ''}",
                flush=True,
            )
            failed = failed or bool(out.problems) or (naive and not out.twice)
    return int(failed)


sys.exit(main())
