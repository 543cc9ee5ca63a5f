# ruff: noqa: S603 - the commands are the trial's own
"""The worker processes of a trial: started, replaced, and ended."""

from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Command", "Fleet", "end"]

Process = subprocess.Popen[bytes]


@attrs.frozen
class Command:
    """How a process is started.

    Attributes:
        arguments: The program and its arguments.
        environment: Variables of its own.

    """

    arguments: tuple[str, ...]
    environment: dict[str, str] = attrs.field(factory=dict[str, str])


class Fleet:
    """The workers of a trial; a worker keeps its place when it is started again.

    Args:
        environment: The environment of every process.
        logs: The file that all write to.

    Attributes:
        processes: The process of each place.
        retired: Processes that have no place any more, and may still run.

    """

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self._environment = environment
        self._logs = logs
        self._commands: list[Command] = []
        self.processes: list[Process] = []
        self.retired: list[Process] = []

    def start(self, commands: Iterable[Command]) -> None:
        """Start a worker for each command."""
        for command in commands:
            self._commands.append(command)
            self.processes.append(self.popen(command))

    def popen(self, command: Command) -> Process:
        """Start a process that has no place."""
        with self._logs.open("ab") as log:
            return subprocess.Popen(
                command.arguments,
                env={**self._environment, **command.environment},
                stdout=log,
                stderr=log,
            )

    def alive(self) -> list[Process]:
        """Return the workers that run."""
        return [process for process in self.processes if process.poll() is None]

    def kill(self, process: Process) -> None:
        """Kill a worker, and start another in its place."""
        process.kill()
        process.wait()
        self.replace(process)

    def replace(self, process: Process) -> None:
        """Start a worker in the place of one that has ended or is retired."""
        place = self.processes.index(process)
        if process.poll() is None:
            self.retired.append(process)
        self.processes[place] = self.popen(self._commands[place])

    def replace_ended(self) -> int:
        """Start workers again that ended by themselves, and return how many."""
        ended = [process for process in self.processes if process.poll() is not None]
        for process in ended:
            self.replace(process)
        return len(ended)

    def stop(self) -> None:
        """End all."""
        for process in (*self.processes, *self.retired):
            end(process)


def end(process: Process) -> None:
    """End a process, also a frozen one."""
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.kill()
    process.wait()
