"""What is to be done once, and what was found out about it. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import TypeAlias

import attrs

from chakra_async.webhooks.inbox.records import Effect

__all__ = ["Found", "Reconciler", "Work", "fingerprint"]


def fingerprint(*parts: str | bytes) -> str:
    """Return what an effect is recognized by: a digest, so that no content is in it."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@attrs.frozen(kw_only=True)
class Work:
    """Something to be done once.

    Attributes:
        kind: `call`, `step`, or another.
        name: The operation or the step.
        fingerprint: What it is recognized by.
        target: The phone number that a message goes to, or an empty string.
        number: The id of our number, or an empty string.
        content: The text of a message, or an empty string.
        repeatable: Whether doing it twice equals doing it once.

    """

    kind: str
    name: str
    fingerprint: str
    target: str = ""
    number: str = ""
    content: str = ""
    repeatable: bool = False


@attrs.frozen(kw_only=True)
class Found:
    """What was found out about an effect of unknown outcome.

    Attributes:
        result: Its result as it is kept.
        message_id: The message's id.

    """

    result: bytes
    message_id: str = ""


Reconciler: TypeAlias = Callable[[Effect], Awaitable[Found | None]]
"""Looks for proof of what became of an effect of unknown outcome."""
