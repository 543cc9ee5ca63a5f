"""What one test has of the plugin: its sandbox, with the faults and recordings of its marks, and what it shows at the end."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

from chakra_async.errors import SettingsError
from chakra_async.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable
    from pathlib import Path

    import pytest

    from chakra_async.client import Chakra

__all__ = ["WEBHOOKS", "Stage", "open_stage"]

WEBHOOKS: Final = "webhooks"
"""What the mark `chakra_fault` names for a fault of deliveries."""


class Stage:
    """The sandbox of a test, and the clients that are closed with it.

    Args:
        sandbox: The sandbox, running.

    Attributes:
        sandbox: The sandbox.
        recordings: The files whose deliveries are still to be played.

    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox: Final = sandbox
        self.recordings: list[Path] = []
        self.clients: list[Chakra] = []

    def client(self, **options: Any) -> Chakra:
        """Return a client that is closed at the end of the test."""
        made = self.sandbox.client(**options)
        self.clients.append(made)
        return made

    def apply(self, marks: Iterable[pytest.Mark]) -> None:
        """Add the faults of the marks `chakra_fault`.

        Raises:
            SettingsError: A mark does not have the form of one, or its fault cannot be used.

        """
        for mark in marks:
            if len(mark.args) > 1 or not all(isinstance(one, str) for one in mark.args):
                raise SettingsError(
                    "the mark chakra_fault takes an operation and options, such as "
                    f"chakra_fault('messages.send', status=429, times=1), not {mark.args!r}"
                )
            operation = mark.args[0] if mark.args else "*"
            if operation == WEBHOOKS:
                self.sandbox.webhooks.fault(**mark.kwargs)
            else:
                self.sandbox.faults.add(operation, **mark.kwargs)

    def unfired(self) -> list[str]:
        """Return the faults that never met anything, in words."""
        faults = [
            f"{fault.kind!r} for {fault.operation} ({fault.seen} requests matched it)"
            for fault in self.sandbox.faults.unfired
        ]
        hooks = [
            f"{fault.kind!r} for webhooks (of {len(self.sandbox.webhooks.deliveries)} deliveries)"
            for fault in self.sandbox.webhooks.unfired
        ]
        return faults + hooks

    def transcript(self) -> str:
        """Return the conversations, and the deliveries that were not taken; empty where there are neither."""
        failed = [
            f"not taken: a delivery of {delivery.notices[0].kind} ({delivery.format}): {last.error or last.status}"
            for delivery in self.sandbox.webhooks.deliveries
            if delivery.attempts and not (last := delivery.attempts[-1]).succeeded
        ]
        return "\n\n".join(filter(None, [self.sandbox.transcript, "\n".join(failed)]))

    async def close(self) -> None:
        """Close the clients, and stop the sandbox."""
        for client in self.clients:
            await client.close()
        await self.sandbox.stop()


@contextlib.asynccontextmanager
async def open_stage(options: dict[str, Any]) -> AsyncGenerator[Stage]:
    """Run a sandbox for a test.

    Args:
        options: The options of `Sandbox`; without a seed, chance is the same in every run.

    """
    given: dict[str, Any] = {"seed": 0, **options}
    sandbox = Sandbox(**given)
    await sandbox.start()
    stage = Stage(sandbox)
    try:
        yield stage
    finally:
        await stage.close()
