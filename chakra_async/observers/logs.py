"""An observer that writes one log line for each call, and a warning where the server asks everyone to wait.

The lines contain no bodies, ids or tokens. The same facts are fields of the record (all begin with `chakra_`), for
formatters that write JSON.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Final

from chakra_async.errors import SettingsError
from chakra_async.events import CANCELLED, RequestFinished, Waiting
from chakra_async.outcomes import Outcome
from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from chakra_async.events import Event

__all__ = ["LoggingObserver"]

_HARMLESS: Final = (Outcome.NOT_SENT, Outcome.DONE)
_SAME_PAUSE: Final = 0.5  # seconds by which a pause must have grown to be logged again


class LoggingObserver:
    """Writes a line when a call ends.

    A call that succeeded is logged at `level`, and so is a call that was cancelled before anything was sent, or a
    download that was left before its end. Every other end is a warning, and so is a pause that the server asks for:
    once, not for each call that waits.

    Args:
        logger: The logger or its name.
        level: The level of the line of a call that succeeded, such as `logging.DEBUG`.

    Raises:
        SettingsError: If one of them is something else, such as a level's name: it would be found out call by call.

    Example:
        ```python
        import logging

        from chakra_async.observers import LoggingObserver

        logging.basicConfig(level=logging.INFO)
        chakra = Chakra(observers=[LoggingObserver()])
        ```

    """

    def __init__(
        self, logger: str | logging.Logger = "chakra_async.calls", level: int = logging.INFO
    ) -> None:
        given: tuple[Any, Any] = (logger, level)
        if not isinstance(given[0], str | logging.Logger):
            raise SettingsError(
                f"logger must be a logging.Logger or the name of one, not {type(logger).__name__}."
            )
        if isinstance(given[1], bool) or not isinstance(given[1], int):
            raise SettingsError(f"level must be an integer such as logging.INFO, not {shown(level)}.")
        self._logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self._level = level
        self._paused_until: dict[tuple[str, int, str], float] = {}

    def __call__(self, event: Event) -> None:
        """Log one event."""
        if isinstance(event, RequestFinished):
            self._finished(event)
        elif isinstance(event, Waiting) and event.why == "pause":
            self._paused(event)

    def _finished(self, event: RequestFinished) -> None:
        harmless = event.error is None or (event.error == CANCELLED and event.outcome in _HARMLESS)
        level = self._level if harmless else logging.WARNING
        if not self._logger.isEnabledFor(level):
            return
        words = [event.error or "answered"]
        if event.status is not None:
            words.append(f"with status {event.status}")
        words.append(f"in {event.duration:.3f} s")
        if event.attempts != 1:
            words.append(f"after {event.attempts} attempts")
        if event.error is not None:
            words.append(f"(outcome {event.outcome}{f': {_printable(event.cause)}' if event.cause else ''})")
        self._logger.log(
            level,
            "%s #%d %s",
            _printable(event.operation),
            event.call_id,
            " ".join(words),
            extra={
                **_about(event),
                "chakra_outcome": str(event.outcome),
                "chakra_status": event.status,
                "chakra_duration": event.duration,
                "chakra_attempts": event.attempts,
                "chakra_error": event.error,
                "chakra_cause": event.cause,
                "chakra_meta_code": event.meta_code,
            },
        )

    def _paused(self, event: Waiting) -> None:
        seconds = event.seconds or 0.0
        now = time.monotonic()
        paused = (event.server, event.port, event.key)
        known = self._paused_until.get(paused, 0.0)
        if known > now and now + seconds <= known + _SAME_PAUSE:
            return
        self._paused_until = {key: until for key, until in self._paused_until.items() if until > now}
        self._paused_until[paused] = now + seconds
        self._logger.warning(
            "%s asked for a pause: calls%s wait %.1f s",
            event.server,
            f" for {_printable(event.key)}" if event.key else "",
            seconds,
            extra={**_about(event), "chakra_wait": seconds, "chakra_key": event.key},
        )


def _printable(string: str) -> str:
    """Return a string with everything escaped that could begin another line or control a terminal."""
    if string.isprintable():
        return string
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in string
    )


def _about(event: Event) -> dict[str, Any]:
    return {
        "chakra_call_id": event.call_id,
        "chakra_operation": event.operation,
        "chakra_method": event.method,
        "chakra_path": event.path,
        "chakra_server": event.server,
    }
