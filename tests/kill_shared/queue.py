"""The app of the procrastinate workers of a trial, and its worker as a program."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import procrastinate

from chakra_async import bulk
from tests.kill_shared.naive import send_all

app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=os.environ["KILL_QUEUE"]))
engine = bulk.Procrastinate(app, stalled_after=2.0, concurrency=int(os.environ["KILL_CONCURRENCY"]))


@app.task(name="naive", queue="chakra")
async def naive(numbers: list[str]) -> None:
    """Send rows as one would without a journal."""
    await send_all(numbers)


async def _work() -> None:
    options: dict[str, Any] = {"update_heartbeat_interval": 0.5, "stalled_worker_timeout": 2.0}
    if "KILL_GRACE" in os.environ:  # how long a worker that is asked to end lets its jobs go on
        options["shutdown_graceful_timeout"] = float(os.environ["KILL_GRACE"])
    async with app.open_async():
        await app.run_worker_async(
            queues=["chakra"], concurrency=1, fetch_job_polling_interval=0.5, **options
        )


if __name__ == "__main__":
    asyncio.run(_work())
