"""What several commands share: limits from options, a client or a sandbox's client, and plain output."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal

import orjson
import typer

from chakra_async.client import Chakra
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

__all__ = ["as_json", "client", "limits_of", "rate_of"]


def rate_of(text: str | None) -> float | Literal["adaptive"] | None:
    """Return the rate that an option says.

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
        raise SettingsError(
            f"--rate must be a number of calls per second or adaptive, not {text!r}."
        ) from None


def limits_of(concurrency: int | None, rate: str | None) -> Limits:
    """Return limits made of options.

    Raises:
        SettingsError: If one cannot be used.

    """
    if concurrency is None:
        return Limits(rate=rate_of(rate))
    return Limits(concurrency=concurrency, rate=rate_of(rate))


@asynccontextmanager
async def client(limits: Limits, *, sandbox: bool) -> AsyncGenerator[Chakra]:
    """Give a client: of the API, or of a sandbox that lives as long as the client."""
    if not sandbox:
        async with Chakra(limits=limits) as chakra:
            yield chakra
        return
    from chakra_async.sandbox import Sandbox  # noqa: PLC0415 - a server, loaded where it is asked for

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


def as_json(value: object) -> None:
    """Write one JSON value to standard output."""
    typer.echo(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2).decode())
