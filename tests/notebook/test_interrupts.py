"""A cell that is stopped in any way stops the run in it: no request arrives later, nothing is unknown, the lock is free."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

try:
    import ipykernel  # noqa: F401 - the kernel is another process
    from jupyter_client.manager import AsyncKernelManager
except ImportError:
    if os.environ.get("CI"):
        raise
    pytest.skip("needs ipykernel: pip install -e '.[test]'", allow_module_level=True)

pytestmark = pytest.mark.timeout(180)
ROWS = 20_000
SETUP = """
import asyncio, json
from chakra_async import Chakra, Limits, bulk
chakra = Chakra(token={token!r}, base_url={url!r}, limits=Limits(concurrency=5))
rows = [f"+9199012{{n:05d}}" for n in range({rows})]
def begin():
    return bulk.Run(chakra, bulk.Enrol(campaign_id={campaign!r}), rows=rows, journal={journal!r})
run = begin()
"""
LOOP = "async for result in run: pass"
BREAK = "async for result in run:\n    if result.number >= 30: break"
ERROR = "async for result in run:\n    if result.number >= 30: raise RuntimeError('in the body')"
FINISH = "report = await run.finish()"
END = """
report = await run.finish()
print(json.dumps({"done": report.done, "unknown": report.unknown, "code": report.exit_code, "runs": len(bulk.running())}))
"""
AGAIN = """
second = begin()
task = asyncio.ensure_future(second.finish())
while second.progress.sent < 20: await asyncio.sleep(0.01)
second.stop()
report = await task
print(json.dumps({"done": report.done, "unknown": report.unknown, "code": report.exit_code, "runs": len(bulk.running())}))
"""


class Kernel:
    """A real kernel, whose cells are executed one by one."""

    def __init__(self, manager: AsyncKernelManager) -> None:
        self._manager = manager
        self._client = manager.client()

    async def start(self) -> None:
        self._client.start_channels()
        await self._client.wait_for_ready(timeout=90)

    async def interrupt(self) -> None:
        await self._manager.interrupt_kernel()

    async def run(self, code: str) -> tuple[str, str]:
        """Execute a cell; return what it printed, and the name of its error or an empty string."""
        printed: list[str] = []

        def hook(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        reply = await self._client.execute_interactive(code, output_hook=hook, timeout=120, allow_stdin=False)
        return "".join(printed), reply["content"].get("ename", "")

    async def stop(self) -> None:
        self._client.stop_channels()
        await self._manager.shutdown_kernel(now=True)


@pytest.fixture
async def kernel(tmp_path: Path) -> AsyncIterator[Kernel]:
    manager = AsyncKernelManager(kernel_name="python3")
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONWARNINGS": "default"}
    await manager.start_kernel(env=environment, cwd=str(tmp_path))
    running = Kernel(manager)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


@pytest.mark.parametrize(
    ("cell", "interrupts", "error"),
    [
        (LOOP, True, "CancelledError"),
        (BREAK, False, ""),
        (ERROR, False, "RuntimeError"),
        (FINISH, True, "CancelledError"),
    ],
    ids=["interrupt in async for", "break", "an error in the body", "interrupt in finish"],
)
async def test_a_stopped_cell_stops_its_run(
    kernel: Kernel, sandbox: Sandbox, tmp_path: Path, cell: str, *, interrupts: bool, error: str
) -> None:
    journal = tmp_path / "a.journal"
    setup = SETUP.format(
        token=sandbox.token, url=sandbox.url, rows=ROWS, campaign=sandbox.campaign_id, journal=str(journal)
    )
    assert await kernel.run(setup) == ("", "")
    cell_task = asyncio.create_task(kernel.run(cell))
    if interrupts:
        while len(sandbox.arrivals) < 30:  # noqa: ASYNC110 - the sandbox has no event for it
            await asyncio.sleep(0.01)
        await kernel.interrupt()
    _, name = await cell_task
    assert name in (error, "KeyboardInterrupt") if interrupts else name == error

    await asyncio.sleep(1)  # the calls that were under way end
    arrived = len(sandbox.arrivals)
    await asyncio.sleep(2)  # in which a run that goes on would send thousands of rows
    printed, name = await kernel.run(END)
    assert name == ""
    ended = json.loads(printed)
    assert len(sandbox.arrivals) == arrived
    assert 0 < arrived < ROWS
    assert (ended["done"], ended["unknown"], ended["runs"]) == (arrived, 0, 0)
    assert not (tmp_path / "a.journal-lock").exists()

    printed, name = await kernel.run(AGAIN)
    assert name == ""
    ended = json.loads(printed)
    bodies = [arrival.body["phoneNumber"] for arrival in sandbox.arrivals]
    assert (ended["done"], ended["unknown"]) == (len(bodies), 0)
    assert len(set(bodies)) == len(bodies)
