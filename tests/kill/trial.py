# ruff: noqa: S603 - the commands are the trial's own
"""One run that is killed again and again, and what must hold of it afterwards."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.bulk import JournalError, RowState
from chakra_async.bulk.journal.reader import read_rows
from chakra_async.sandbox.record import phone_number_in
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

__all__ = ["ACTIONS", "Outcome", "Trial"]

COMMAND: Final = (sys.executable, "-m", "chakra_async.cli")
ACTIONS: Final = {
    "enrol": ("campaigns.add_phone_number", ("--campaign", CAMPAIGN_ID)),
    "send-template": (
        "messages.send_template",
        ("--template", "order_update", "--language", "pt_BR", "--set", "1={Name}", "--set", "2={Day}"),
    ),
}
"""The commands, each with its operation and its own options."""

_LONGEST_WAIT: Final = 2.5
_SHORTEST_RUN: Final = 0.7
_LONGEST: Final = 1800.0  # only ends a trial that hangs: a busy machine may need many minutes
_INTERRUPTED: Final = "Interrupted"
_ANNOUNCED: Final = tuple(state for state in RowState if state is not RowState.PENDING)


@attrs.define
class Outcome:
    """What came of a trial.

    Attributes:
        rows: Rows of the table.
        kills: Processes that were killed.
        refused_without_wal: Starts that were refused because the journal's `-wal` was missing.
        done: Rows that are done.
        unknown: Rows of unknown outcome; by a kill, or by a fault.
        held_by_kills: Those of them that were under way at a kill.
        problems: What must not be; empty where all is well.

    """

    rows: int
    kills: int = 0
    refused_without_wal: int = 0
    done: int = 0
    unknown: int = 0
    held_by_kills: int = 0
    problems: list[str] = attrs.field(factory=list[str])


class Trial:
    """A table of people, a sandbox with faults in a process of its own, and the command in another one.

    Args:
        action: The command.
        rows: Rows of the table.
        seed: Where chance comes from.
        folder: An empty folder.
        while_sending: The share of kills that come while it sends; the others come at any moment.
        without_wal: The share of kills after which it is started without the `-wal` first.
        kills: The most kills.

    """

    def __init__(
        self,
        action: str,
        *,
        rows: int,
        seed: int,
        folder: Path,
        while_sending: float = 0.5,
        without_wal: float = 0.4,
        kills: int = 8,
    ) -> None:
        self.operation, options = ACTIONS[action]
        self._chance = random.Random(f"{action} {seed}")
        self._seed = seed
        self._while_sending, self._without_wal, self._kills = while_sending, without_wal, kills
        self._table = folder / "people.csv"
        self._journal = folder / "people.journal"
        self._record = folder / "record.jsonl"
        self._numbers = [f"91990{n:07}" for n in range(rows)]
        lines = [f"+{number},Name {n},Monday\n" for n, number in enumerate(self._numbers)]
        self._table.write_text("".join(["phone,Name,Day\n", *lines]), encoding="utf-8")
        self._command = [*COMMAND, action, str(self._table), *options, "--journal", str(self._journal)]
        self._command += ["--rate", "unlimited", "--json"]
        self._held: set[str] = set()
        self.outcome = Outcome(rows)

    def run(self) -> Outcome:
        """Run the trial."""
        with self._server() as environment:
            until = time.monotonic() + _LONGEST
            while time.monotonic() < until:
                report = self._start(environment)
                if report is not None:
                    self._judge(report)
                    return self.outcome
        self.outcome.problems.append("it did not end in time")
        return self.outcome

    def _faults(self) -> Iterator[str]:
        name = self.operation
        yield f"{name}:status=429,retry_after=0.05,probability=0.004,seed={self._seed}"
        yield f"{name}:reset=after,probability=0.002,seed={self._seed + 1}"
        yield f"{name}:reset=before,probability=0.002,seed={self._seed + 2}"
        yield f"{name}:status=500,work=true,probability=0.001,seed={self._seed + 3}"
        yield f"{name}:latency=0.3,probability=0.01,seed={self._seed + 4}"

    @contextmanager
    def _server(self) -> Generator[dict[str, str]]:
        faults = [part for fault in self._faults() for part in ("--fault", fault)]
        command = [*COMMAND, "sandbox", "--port", "0", "--record", str(self._record), *faults]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(5)]
            exported = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
            try:
                yield {**os.environ, **exported}
            finally:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=_LONGEST)

    def _start(self, environment: dict[str, str]) -> dict[str, object] | None:
        """Start the command and kill it at a random moment; return its report if it ended before."""
        before = self._arrived()
        process = subprocess.Popen(
            self._command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        if self.outcome.kills < self._kills:
            longest = _LONGEST_WAIT
            if self._chance.random() < self._while_sending:
                longest = _SHORTEST_RUN
                while process.poll() is None and not self._has_sent(before):
                    time.sleep(0.005)
            try:
                process.wait(self._chance.uniform(0.0, longest))
            except subprocess.TimeoutExpired:
                process.kill()
        out, err = process.communicate(timeout=_LONGEST)
        if process.returncode == -signal.SIGKILL:
            self.outcome.kills += 1
            self._note_held()
            if self._chance.random() < self._without_wal:
                self._start_without_wal(environment)
            return None
        if process.returncode not in (0, 1):
            self.outcome.problems.append(f"exit code {process.returncode}: {err.strip()[-300:]}")
            return {}
        found: dict[str, object] = json.loads(out)
        return found

    def _arrived(self) -> int:
        return self._record.stat().st_size if self._record.exists() else 0

    def _has_sent(self, start: int) -> bool:
        """Whether a row arrived behind a position of the record, beyond what is looked up before the first row."""
        if self._arrived() == start:
            return False
        with self._record.open("rb") as file:
            file.seek(start)
            return f'"{self.operation}"'.encode() in file.read()

    def _arrivals(self, start: int = 0) -> Iterator[tuple[str, bool]]:
        """Yield the number of each arrival that was recorded from a position on, and whether it was worked."""
        with self._record.open("rb") as file:
            file.seek(start)
            for line in file:
                arrival = json.loads(line)
                if arrival["operation"] == self.operation:
                    yield phone_number_in(arrival["body"], arrival["path"]), arrival["worked"]

    def _note_held(self) -> None:
        """Remember which rows the killed process had announced and not ended."""
        try:
            self._held.update(str(row.key) for row in read_rows(self._journal, [RowState.SENDING]))
        except JournalError as error:
            if "does not exist" not in str(error) and "not a journal" not in str(error):
                self.outcome.problems.append(f"the journal of a killed run: {error}")

    def _start_without_wal(self, environment: dict[str, str]) -> None:
        """Start once with the `-wal` taken away: if the journal needs it, it must be refused, and nothing be sent."""
        wal = self._journal.with_name(self._journal.name + "-wal")
        if not wal.exists() or not wal.stat().st_size:
            return
        aside = wal.with_name("aside")
        # The server may still record what the killed process had sent: these rows are no longer pending.
        try:
            announced = {str(row.key) for row in read_rows(self._journal, _ANNOUNCED)}
        except JournalError as error:
            if "not a journal" not in str(error):
                raise
            return  # it was killed while it made the journal: nothing is in it
        before = self._arrived()
        wal.rename(aside)
        done = subprocess.run(self._command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 2 or "-wal is missing" not in done.stderr:
            self.outcome.problems.append(
                f"without its -wal: exit code {done.returncode}: {done.stderr.strip()[-300:]}"
            )
        if {number for number, _ in self._arrivals(before)} - announced:
            self.outcome.problems.append("something was sent without the -wal")
        self.outcome.refused_without_wal += 1
        self._journal.with_name(self._journal.name + "-shm").unlink(missing_ok=True)
        aside.rename(wal)

    def _judge(self, report: dict[str, object]) -> None:
        worked = Counter(number for number, was_worked in self._arrivals() if was_worked)
        rows = {str(row.key): row for row in read_rows(self._journal, tuple(RowState))}
        done = {key for key, row in rows.items() if row.state is RowState.DONE}
        unknown = {key for key, row in rows.items() if row.state is RowState.UNKNOWN}
        refused = {key for key, row in rows.items() if row.state is RowState.REFUSED}
        by_kills = {key for key in unknown if rows[key].code == _INTERRUPTED}
        self.outcome.done, self.outcome.unknown = len(done), len(unknown)
        self.outcome.held_by_kills = len(by_kills)
        checks = {
            "sent twice": [key for key, count in worked.items() if count > 1],
            "lost": set(self._numbers) - done - unknown - refused,
            "sent to nobody of the table": set(worked) - set(self._numbers),
            "done without having been sent": done - set(worked),
            "refused although it was done": refused & set(worked),
            "held although it was not under way at a kill": by_kills - self._held,
            "done without an id": [key for key in done if not rows[key].result_id],
        }
        self.outcome.problems += [f"{name}: {len(found)}" for name, found in checks.items() if found]
        names = ("done", "refused", "unknown", "invalid", "duplicate", "excluded", "pending")
        total = sum(int(str(report.get(name, 0))) for name in names)
        if total != len(self._numbers) or report.get("rows") != total:
            self.outcome.problems.append(f"the sums: {report}")
