"""A claim that is to be settled, and what is recorded with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chakra_async.webhooks.inbox.records import Claim, Timer, Value

__all__ = ["Settling"]


@attrs.frozen(kw_only=True)
class Settling:
    """A claim that is to be settled, and what is recorded with it."""

    claim: Claim
    now: int
    values: Sequence[Value] = ()
    timers: Sequence[Timer] = ()
    cancel: Sequence[str] = ()
