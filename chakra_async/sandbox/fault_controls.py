"""The faults and rate ceilings of a sandbox: added, listed and removed by its user."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Unpack

from chakra_async.sandbox.faults import ANY, Ceiling, Fault, FaultOptions, UnfiredFaultWarning, decide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from chakra_async.sandbox.faults import Plan
    from chakra_async.sandbox.operation_names import OperationNames

__all__ = ["FaultControls"]


class FaultControls:
    """The faults of a sandbox, in the order they were added: `sandbox.faults`.

    Faults are tried in this order. Delays add up; the first fault that answers decides, and the later ones are not
    used up by that request: 429 twice and then 503 once is two faults with `times=2` and `times=1`.

    Args:
        names: The names that a fault can have.

    Example:
        >>> from chakra_async.sandbox import Sandbox
        >>> sandbox = Sandbox()
        >>> fault = sandbox.faults.add("leads.create", reset="after", times=1)
        >>> [each.kind for each in sandbox.faults]
        ['reset after']
        >>> sandbox.faults.clear()

    """

    def __init__(self, names: OperationNames) -> None:
        self._names = names
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

    @property
    def unfired(self) -> tuple[Fault, ...]:
        """The faults that never met a request; a fault with a `probability` is never one of them."""
        return tuple(fault for fault in self._faults if not fault.met and fault.probability is None)

    def add(self, operation: str = ANY, **options: Unpack[FaultOptions]) -> Fault:
        """Add a fault, in force from now on.

        Args:
            operation: The operation it is for, such as `campaigns.add_phone_number`, or the client's method that calls
                it, such as `messages.send_text`; `*` for every one.
            **options: What goes wrong and when; see `Fault`.

        Returns:
            The fault, which counts the requests it met, and can be given to `clear`.

        Raises:
            SettingsError: The operation is unknown, or the fault would do nothing or answer in two ways at once.

        """
        operations = self._names.operations(operation)
        fault = Fault(operation=operation, operations=operations or frozenset(), **options)
        self._faults.append(fault)
        return fault

    def add_ceiling(self, per_second: int, operation: str = ANY, *, retry_after: bool = True) -> Ceiling:
        """Limit the requests of each second of the clock; the others get 429.

        Args:
            per_second: How many are let through.
            operation: The operation, or the client's method, that it counts; `*` counts all of them together.
            retry_after: Whether the 429 has the header `Retry-After`.

        Raises:
            SettingsError: `per_second` is below 1, or the operation is unknown.

        """
        operations = self._names.operations(operation) or frozenset()
        ceiling = Ceiling(per_second, operation, retry_after=retry_after, operations=operations)
        self._ceilings.append(ceiling)
        return ceiling

    def clear(self, *faults: Fault) -> None:
        """Remove these faults; without arguments, all of them and the rate ceilings."""
        if not faults:
            self._faults.clear()
            self._ceilings.clear()
        for fault in faults:
            self._faults.remove(fault)

    def warn_unfired(self) -> None:
        """Warn of every fault that never met a request.

        Warns:
            UnfiredFaultWarning: For each of them.

        """
        for fault in self.unfired:
            warnings.warn(
                f"the fault {fault.kind!r} for {fault.operation} never met a request "
                f"({fault.seen} matched it): check its operation, match and skip, or remove it with faults.clear",
                UnfiredFaultWarning,
                stacklevel=3,
            )

    def exceeded_ceiling(self, names: Collection[str], now: float) -> Ceiling | None:
        """Count an arrival; return the first ceiling that refuses it at this time (seconds), None if none does."""
        return next((ceiling for ceiling in self._ceilings if not ceiling.admits(names, now)), None)

    def plan(self, names: Collection[str], phone_number: str, body: object) -> Plan:
        """Return what the faults do to an arrival; the arguments are those of `Fault.meets`."""
        return decide(self._faults, names, phone_number, body)
