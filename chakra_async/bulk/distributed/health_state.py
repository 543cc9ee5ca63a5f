"""The error rate of a run, over the rows that all its workers ended last. Pure."""

from __future__ import annotations

from typing import Any, Final, cast

import attrs

__all__ = ["SharedHealth"]

_GOOD: Final = "."
_BAD: Final = "x"


@attrs.frozen
class SharedHealth:
    """The circuit breaker of all workers.

    Attributes:
        stop_error_rate: Share of rows that were refused, failed or have an unknown outcome that stops the run.
        window: Of how many of the last rows it is taken.

    """

    stop_error_rate: float = 0.5
    window: int = 200

    def note(self, data: object, ends: list[bool]) -> tuple[dict[str, Any], str | None]:
        """Take in how rows of one worker ended.

        Args:
            data: What the database holds; anything that is not a state counts as nothing.
            ends: Whether each row failed, in order.

        Returns:
            What the database holds from now on, and why the run stops, or None. A run that stops begins anew afterwards.

        """
        known = cast("dict[str, object]", data).get("last") if isinstance(data, dict) else ""
        last = known if isinstance(known, str) and not known.strip(_GOOD + _BAD) else ""
        for failed in ends:
            last = (last + (_BAD if failed else _GOOD))[-self.window :]
            bad = last.count(_BAD)
            if len(last) == self.window and bad >= self.stop_error_rate * self.window:
                reason = f"{bad} of the last {self.window} rows of all workers were refused, failed or have an unknown outcome"
                return {"last": ""}, reason
        return {"last": last}, None
