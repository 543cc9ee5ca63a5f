"""What is reported to webhooks: the interface between the data of a sandbox and those that deliver what happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chakra_async.sandbox.webhooks.notices import Notice

__all__ = ["Reporter", "Unheard"]


class Reporter(Protocol):
    """Takes what happens in a sandbox."""

    @property
    def active(self) -> bool:
        """Whether anything is delivered; else nothing needs to be reported."""
        ...

    def note(self, notice: Notice) -> None:
        """Take something that happened, or will happen at its time."""
        ...

    def configure(self, waba_id: str, config: Mapping[str, Any]) -> None:
        """Take the configuration of an account's plugin, which says where to deliver to."""
        ...


class Unheard:
    """Takes reports that go to no one."""

    active = False

    def note(self, notice: Notice) -> None:
        """Take something, and do nothing."""

    def configure(self, waba_id: str, config: Mapping[str, Any]) -> None:
        """Take a configuration, and do nothing."""
