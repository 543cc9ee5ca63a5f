"""The faults and rate ceilings of a sandbox: added, listed and removed by its user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from chakra_async.sandbox.faults import Ceiling, Fault, FaultOptions, decide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from chakra_async.sandbox.faults import Plan

__all__ = ["FaultControls"]


class FaultControls:
    """The faults of a sandbox, in the order they were added: `sandbox.faults`.

    Faults are tried in this order. Delays add up; the first fault that answers decides, and the later ones are not
    used up by that request: 429 twice and then 503 once is two faults with `times=2` and `times=1`.

    Example:
        >>> from chakra_async.sandbox import Sandbox
        >>> sandbox = Sandbox()
        >>> fault = sandbox.faults.add("leads.create", reset="after", times=1)
        >>> [each.kind for each in sandbox.faults]
        ['reset after']
        >>> sandbox.faults.clear()

    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._ceilings: list[Ceiling] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._faults))

    def __len__(self) -> int:
        return len(self._faults)

    def __repr__(self) -> str:
        return f"FaultControls({self._faults!r})"

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """The rate ceilings, in the order they were added."""
        return tuple(self._ceilings)

    def add(self, operation: str = "*", **options: Unpack[FaultOptions]) -> Fault:
        """Add a fault, in force from now on.

        Args:
            operation: The operation it is for, such as `campaigns.add_phone_number`; `*` for every one.
            **options: What goes wrong and when; see `Fault`.

        Returns:
            The fault, which counts the requests it met, and can be given to `clear`.

        Raises:
            SettingsError: It would do nothing, or answer in two ways at once.

        """
        fault = Fault(operation=operation, **options)
        self._faults.append(fault)
        return fault

    def add_ceiling(self, per_second: int, operation: str = "*", *, retry_after: bool = True) -> Ceiling:
        """Limit the requests of each second of the clock; the others get 429.

        Args:
            per_second: How many are let through.
            operation: The operation it counts; `*` counts all of them together.
            retry_after: Whether the 429 has the header `Retry-After`.

        Raises:
            SettingsError: `per_second` is below 1.

        """
        ceiling = Ceiling(per_second, operation, retry_after=retry_after)
        self._ceilings.append(ceiling)
        return ceiling

    def clear(self, *faults: Fault) -> None:
        """Remove these faults; without arguments, all of them and the rate ceilings."""
        if not faults:
            self._faults.clear()
            self._ceilings.clear()
        for fault in faults:
            self._faults.remove(fault)

    def exceeded_ceiling(self, names: Collection[str], now: float) -> Ceiling | None:
        """Count an arrival; return the first ceiling that refuses it at this time (seconds), None if none does."""
        return next((ceiling for ceiling in self._ceilings if not ceiling.admits(names, now)), None)

    def plan(self, names: Collection[str], phone_number: str, body: object) -> Plan:
        """Return what the faults do to an arrival; the arguments are those of `Fault.meets`."""
        return decide(self._faults, names, phone_number, body)
