"""A call of ours against the raw aiohttp call that a user would write: CPU and latency, with many workers and one."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import ssl
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import attrs

from benchmarks.load import TOKEN, Turn, our_way, raw_way, turn
from benchmarks.rounds import Spread, alternate
from benchmarks.server import serving
from chakra_async import Chakra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Comparison", "measure"]

_MANY: Final = 50


@attrs.frozen
class Comparison:
    """Our calls against raw ones: ratios of paired turns, below 1 where ours take less.

    Attributes:
        loop: The event loop's kind.
        workers: How many calls were under way at once.
        tls: Whether the server was reached over TLS.
        cpu: CPU per call.
        p50: Median latency.
        p99: 99th percentile of latency.
        ours: Medians of our turns, for orientation.
        raw: Medians of the raw turns, for orientation.

    """

    loop: str
    workers: int
    tls: bool
    cpu: Spread
    p50: Spread
    p99: Spread
    ours: Turn
    raw: Turn


def measure(*, quick: bool) -> list[Comparison]:
    """Compare under asyncio's own event loop, with 50 workers and with one, and under uvloop where it is installed."""
    # Many short turns: the two of a pair then meet the same mood of a shared machine.
    rounds = 9 if quick else 61
    sizes = {_MANY: 400, 1: 150}
    with serving() as url:
        found = asyncio.run(_compare("asyncio", url, rounds, sizes))
        if importlib.util.find_spec("uvloop") is not None:
            uvloop: Any = importlib.import_module("uvloop")
            factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
            with asyncio.Runner(loop_factory=factory) as runner:
                found += runner.run(_compare("uvloop", url, rounds, sizes))
    if importlib.util.find_spec("trustme") is not None:
        found += _over_tls(rounds, {_MANY: sizes[_MANY]})
    return found


def _over_tls(rounds: int, sizes: dict[int, int]) -> list[Comparison]:
    import trustme  # noqa: PLC0415 - not everywhere

    authority = trustme.CA()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)  # pyright: ignore[reportUnknownMemberType] - of an optional package
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "server.pem"
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
        with serving(certificate=certificate) as url:
            return asyncio.run(_compare("asyncio", url, rounds, sizes, trusting))


async def _compare(
    loop: str, url: str, rounds: int, sizes: dict[int, int], tls: ssl.SSLContext | None = None
) -> list[Comparison]:
    found: list[Comparison] = []
    headers = {"Authorization": f"Bearer {TOKEN}"}
    connector = aiohttp.TCPConnector(ssl=True if tls is None else tls)
    async with (
        aiohttp.ClientSession(headers=headers, connector=connector) as session,
        Chakra(token=TOKEN, base_url=url, tls=tls) as client,
    ):
        ours = our_way(client)
        raw = raw_way(session, url)
        for workers, calls in sizes.items():
            await turn(ours, calls=calls, workers=workers)  # connections, imports, compiled hooks
            await turn(raw, calls=calls, workers=workers)
            our_turns, raw_turns = await alternate(
                rounds,
                partial(turn, ours, calls=calls, workers=workers),
                partial(turn, raw, calls=calls, workers=workers),
            )
            found.append(_comparison(loop, workers, our_turns, raw_turns, tls=tls is not None))
    return found


def _comparison(
    loop: str, workers: int, ours: Sequence[Turn], raw: Sequence[Turn], *, tls: bool
) -> Comparison:
    def ratio(name: str) -> Spread:
        return Spread.of_ratios([getattr(one, name) for one in ours], [getattr(one, name) for one in raw])

    def middle(turns: Sequence[Turn]) -> Turn:
        names = [attribute.name for attribute in attrs.fields(Turn)]
        return Turn(**{name: Spread.of([getattr(one, name) for one in turns]).median for name in names})

    return Comparison(
        loop,
        workers,
        tls,
        cpu=ratio("cpu"),
        p50=ratio("p50"),
        p99=ratio("p99"),
        ours=middle(ours),
        raw=middle(raw),
    )
