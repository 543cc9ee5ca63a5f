"""Shared by several commands: limits from options, and the client of the API or of a sandbox."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from chakra_async._transport.sent_requests import SENT_REQUESTS, SentRequests
from chakra_async.cli import output
from chakra_async.client import Chakra
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

__all__ = ["client", "limits_of", "one_call", "rate_of"]

T = TypeVar("T")

_RATES: Final = "adaptive or unlimited"


def rate_of(text: str | None, others: str = "or adaptive") -> float | Literal["adaptive"] | None:
    """Return the rate of an option.

    Args:
        text: What is given.
        others: What the option takes besides numbers, for the error.

    Raises:
        SettingsError: If it is neither a number nor `adaptive`.

    """
    if text is None:
        return None
    if text == "adaptive":
        return "adaptive"
    try:
        return float(text)
    except ValueError:
        raise SettingsError(f"--rate must be a number of calls per second, {others}, not {text!r}.") from None


def limits_of(concurrency: int | None, rate: str | None) -> Limits:
    """Return the limits of options.

    Raises:
        SettingsError: If a value cannot be used.

    """
    if concurrency is None:
        return Limits(rate=rate_of(rate, _RATES))
    return Limits(concurrency=concurrency, rate=rate_of(rate, _RATES))


@asynccontextmanager
async def client(limits: Limits, *, sandbox: bool) -> AsyncGenerator[Chakra]:
    """Open a client of the API, or of a sandbox that runs as long as the client."""
    if not sandbox:
        async with _client(limits) as chakra:
            yield chakra
        return
    from chakra_async.sandbox import Sandbox  # noqa: PLC0415 - a server, loaded only on request

    async with (
        Sandbox() as server,
        Chakra(
            base_url=server.url,
            token=server.token,
            plugin_id=server.plugin_id,
            phone_number_id=server.phone_number_id,
            waba_id=server.waba_id,
            limits=limits,
        ) as chakra,
    ):
        yield chakra


async def one_call(call: Callable[[Chakra], Awaitable[T]], *, sandbox: bool) -> T:
    """Make one call by a client of its own, and say what became of it if the command is interrupted.

    An interruption that comes when the call has ended changes nothing: its result or its error is what counts.

    Args:
        call: Makes the call.
        sandbox: Whether it goes to a sandbox.

    """
    SENT_REQUESTS.set(sent := SentRequests())
    ended: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    try:
        async with client(Limits(), sandbox=sandbox) as chakra:
            try:
                ended.set_result(await call(chakra))
            except Exception as error:  # noqa: BLE001 - raised again when the client is closed
                ended.set_exception(error)
    except asyncio.CancelledError:
        if not ended.done():
            output.note(
                "chakra: the request had left, and its outcome is unknown: look whether it was done before you repeat it."
                if sent.writes
                else "chakra: nothing was sent."
            )
            raise
    return ended.result()


def _client(limits: Limits) -> Chakra:
    try:
        return Chakra(limits=limits)
    except SettingsError as error:
        if "allow_http" not in str(error):
            raise
        raise SettingsError(
            "CHAKRA_BASE_URL is plain http, which shows the token to the network: use https. "
            "Plain http is accepted for this machine only, such as http://localhost:8787."
        ) from None
