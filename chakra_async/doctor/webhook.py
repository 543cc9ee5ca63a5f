"""Whether a receiver accepts what is signed with our secret, and nothing else; nothing reaches its handlers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from chakra_async.doctor.diagnosis import Finding, State
from chakra_async.errors import ConnectError
from chakra_async.webhooks.posting import post

if TYPE_CHECKING:
    from chakra_async.settings import Secret

__all__ = ["check_webhook"]

_EMPTY: Final = b'{"object": "whatsapp_business_account", "entry": []}'
_CHECK: Final = "webhook"


async def check_webhook(url: str, secret: str | Secret) -> Finding:
    """Send a receiver an empty delivery, signed and not signed, and return what its answers mean.

    Args:
        url: The receiver's address.
        secret: The team's HMAC secret.

    Raises:
        SettingsError: If the address cannot be used.

    """
    try:
        signed = await asyncio.to_thread(post, url, _EMPTY, secret)
        unsigned = await asyncio.to_thread(post, url, _EMPTY, None)
    except ConnectError as error:
        return _problem(error.message, "Start the receiver, and check the address.")
    if 200 <= unsigned < 300:  # noqa: PLR2004 - HTTP
        return _problem(
            f"A delivery without a signature was answered with {unsigned}.",
            "Verify the signature of every delivery: anyone can send one.",
        )
    if signed in (401, 403):
        return _problem(
            f"A signed delivery was answered with {signed}: the receiver has another secret.",
            "Set the same CHAKRA_WEBHOOK_SECRET here and there: the team's HMAC secret.",
        )
    if signed != 200:  # noqa: PLR2004 - HTTP
        return _problem(
            f"A signed delivery was answered with {signed}.",
            "Look into the receiver's log.",
        )
    return Finding(
        check=_CHECK,
        state=State.OK,
        detail="A signed delivery is accepted, one without a signature is refused.",
    )


def _problem(detail: str, fix: str) -> Finding:
    return Finding(check=_CHECK, state=State.PROBLEM, detail=detail, fix=fix)
