"""What the user of a sandbox orders to go wrong: faults and rate ceilings, made and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from chakra_async.sandbox.faults import Ceiling, Fault, Match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

__all__ = ["FaultControls"]


class FaultControls:
    """The part of a sandbox that takes orders for faults; `Sandbox` is the rest of it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._ceilings: list[Ceiling] = []

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults in force, in the order they are asked."""
        return tuple(self._faults)

    def fault(
        self,
        operation: str = "*",
        *,
        times: int | None = None,
        skip: int = 0,
        every: int | None = None,
        probability: float | None = None,
        seed: int = 0,
        match: Match | None = None,
        status: int | None = None,
        retry_after: float | datetime | str | None = None,
        errors: Sequence[str] = (),
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        latency: float = 0.0,
        latency_at: Literal["before", "after"] = "before",
        reset: Literal["before", "after"] | None = None,
        cut_body: bool = False,
        empty_body: bool = False,
        html: bool = False,
        work: bool | None = None,
    ) -> Fault:
        """Let something go wrong from now on; the arguments are described at `Fault`.

        Faults are asked in the order they were made. Delays add up; the first fault that answers decides, and
        the later ones keep their turns: 429 twice and then 503 once is two faults with `times=2` and
        `times=1`.

        Returns:
            The fault, which counts what it met, and can be given to `clear_faults`.

        Raises:
            SettingsError: It would do nothing, or answer in two ways at once.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> sandbox = Sandbox()
            >>> sandbox.fault("leads.create", reset="after", times=1).kind
            'reset after'

        """
        fault = Fault(
            operation=operation,
            times=times,
            skip=skip,
            every=every,
            probability=probability,
            seed=seed,
            match=match,
            status=status,
            retry_after=retry_after,
            errors=tuple(errors),
            body=body,
            headers=headers or {},
            latency=latency,
            latency_at=latency_at,
            reset=reset,
            cut_body=cut_body,
            empty_body=empty_body,
            html=html,
            work=work,
        )
        self._faults.append(fault)
        return fault

    def clear_faults(self, *faults: Fault) -> None:
        """Take these faults away; without arguments, all of them and the rate ceilings."""
        if not faults:
            self._faults.clear()
            self._ceilings.clear()
        for fault in faults:
            self._faults.remove(fault)

    def ceiling(self, per_second: int, operation: str = "*", *, retry_after: bool = True) -> Ceiling:
        """Let at most so many requests arrive in each second of the clock; the others get 429.

        Args:
            per_second: How many.
            operation: The operation it counts; `*` counts them all together.
            retry_after: Whether the 429 carries the header `Retry-After`.

        """
        ceiling = Ceiling(per_second, operation, retry_after=retry_after)
        self._ceilings.append(ceiling)
        return ceiling
