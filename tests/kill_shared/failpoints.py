"""Failpoints in worker processes of a trial: what the environment asks for is wrapped around the journal, in these processes alone.

`sitecustomize.py` of the folder `failpoint` installs them; a trial that needs them puts this folder on the path of its workers.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FOLDER", "SEND_WITHIN", "SITE", "ask", "granted", "install", "take_back"]

FOLDER: Final = "KILL_FAILPOINTS"
"""Names the folder in which a trial asks a process to end itself, and in which it says what it was granted."""
SEND_WITHIN: Final = "KILL_SEND_WITHIN"
"""Seconds from a COMMIT within which a request must begin, where a trial cannot wait for the library's own."""
_ASK: Final = "ask"
SITE: Final = Path(__file__).parent / "failpoint"


def install() -> None:
    """Wrap the journal."""
    from chakra_async.bulk.journal.postgres import journal  # noqa: PLC0415 - the process may not need it

    if SEND_WITHIN in os.environ:
        vars(journal)["SEND_WITHIN"] = float(os.environ[SEND_WITHIN])
    folder = Path(os.environ[FOLDER])
    apply: Any = journal.PostgresJournal.apply

    def killed_between(self: Any, group: Any) -> Any:
        applied = apply(self, group)
        sending = [number for number in group.sending if number not in applied.refused]
        if sending and take_back(folder):
            with (folder / f"{os.getpid()}.granted").open("w", encoding="utf-8") as file:
                file.write(" ".join(map(str, sending)))
            os.kill(os.getpid(), signal.SIGKILL)
        return applied

    journal.PostgresJournal.apply = killed_between  # type: ignore[method-assign]


def ask(folder: Path) -> None:
    """Ask for one process to end itself between the COMMIT of its next intents and their requests."""
    (folder / _ASK).touch()


def take_back(folder: Path) -> bool:
    """Withdraw what was asked for; False if a process has taken it up. Of several that call it, one has True."""
    try:
        (folder / _ASK).unlink()
    except FileNotFoundError:
        return False
    return True


def granted(folder: Path) -> Iterable[int]:
    """Return the numbers of the rows that were granted to processes which then ended themselves."""
    for path in folder.glob("*.granted"):
        yield from map(int, path.read_text(encoding="utf-8").split())
