"""Three workers under one ceiling that they do not know, one of which leaves, and under pauses that one of them is asked for.

All is measured at the server, by when calls arrive there.
"""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from typing import TYPE_CHECKING, Any, Final

import attrs

from benchmarks.database import running
from benchmarks.fleet import Fleet
from benchmarks.limiting import Arrival, limiting
from benchmarks.load import CAMPAIGN, TOKEN, numbers
from benchmarks.rounds import Spread
from chakra_async import Chakra, bulk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.database import Machine

__all__ = ["CEILING", "SEEN", "Ceiling", "Pauses", "SharedGate", "measure", "of_ceiling", "of_pauses"]

CEILING: Final = 240
SEEN: Final = 0.2
"""Seconds after which a pause must be known to all workers."""
_WORKERS: Final = 3
_LATENCY: Final = 0.02
_FAR: Final = 0.1
"""Seconds before the answers of the server that asks for pauses: many calls are under way when it does."""
_CONCURRENCY: Final = 20
_FOUND: Final = 20
"""Seconds after which the ceiling has been found."""
_PAUSE: Final = 2
_EVERY: Final = 1.5
_COUNT: Final = itertools.count(1)


@attrs.frozen
class Ceiling:
    """Workers under a ceiling.

    Attributes:
        kind: How the server counts.
        before: Calls that passed once the ceiling was found, until a worker left, as a share of the ceiling.
        after: The same from the moment that it left.
        goodput: The same of both together.
        refused: Share of the calls that arrived then and were refused.
        refused_in_all: The same from the start, so that it includes the search.

    """

    kind: str
    before: float
    after: float
    goodput: float
    refused: float
    refused_in_all: float


@attrs.frozen
class Pauses:
    """Pauses that one worker was asked for.

    Attributes:
        count: How many.
        rate: Calls per second between them.
        seen: Seconds from a refusal being sent until the last call of any worker arrived, of the pauses.
        within: Calls that arrived in a pause, but later than it must be known to all.
        on_their_way: Calls that arrived in a pause before that.
        resumed: Seconds from the end of a pause until the next call.

    """

    count: int
    rate: float
    seen: Spread
    within: int
    on_their_way: int
    resumed: Spread


@attrs.frozen
class SharedGate:
    """What was measured.

    Attributes:
        ceilings: By how the server counts.
        pauses: Pauses.

    """

    ceilings: list[Ceiling]
    pauses: Pauses


def measure(*, quick: bool) -> SharedGate:
    """Return the figures of this machine."""
    kinds, half, pauses = (("sliding",), 20, 3) if quick else (("sliding", "fixed", "bucket"), 40, 15)
    with running() as machine:
        ceilings = [_under_ceiling(machine, kind, half) for kind in kinds]
        return SharedGate(ceilings, _with_pauses(machine, pauses))


def _under_ceiling(machine: Machine, kind: str, half: int) -> Ceiling:
    """Let workers search for the ceiling, kill one of them, and let the others go on."""
    times: list[float] = []

    def during(kills: Sequence[Callable[[], None]]) -> None:
        times.append(time.monotonic())
        time.sleep(_FOUND + half)
        times.append(time.monotonic())
        kills[0]()
        time.sleep(half)
        times.append(time.monotonic())

    with limiting("ceiling", kind, CEILING, latency=_LATENCY) as server:
        rows = CEILING * (_FOUND + 2 * half) * _WORKERS // 2
        asyncio.run(_let_work(machine, server.url, rows, during, {"rate": "adaptive"}))
    began, left, ended = times
    return of_ceiling(kind, server.arrivals, began + _FOUND, left, ended)


def of_ceiling(kind: str, arrivals: Sequence[Arrival], found: float, left: float, ended: float) -> Ceiling:
    """Return what arrivals say of a ceiling that had been found by one time, until a worker left, and until the end."""

    def goodput(begin: float, end: float) -> float:
        passed = sum(each.refused is None for each in arrivals if begin <= each.at < end)
        return passed / (end - begin) / CEILING

    steady = [each for each in arrivals if found <= each.at < ended]
    return Ceiling(
        kind=kind,
        before=goodput(found, left),
        after=goodput(left, ended),
        goodput=goodput(found, ended),
        refused=_refused(steady),
        refused_in_all=_refused([each for each in arrivals if each.at < ended]),
    )


def _refused(arrivals: Sequence[Arrival]) -> float:
    return sum(each.refused is not None for each in arrivals) / max(1, len(arrivals))


def _with_pauses(machine: Machine, count: int) -> Pauses:
    seconds = count * (_EVERY + _PAUSE) + _EVERY / 2
    with limiting("pauses", _EVERY, _PAUSE, latency=_FAR) as server:
        rows = int(_WORKERS * _CONCURRENCY / _FAR * (count + 1) * _EVERY)
        options = {"concurrency": _CONCURRENCY}
        asyncio.run(_let_work(machine, server.url, rows, lambda _: time.sleep(seconds), options))
    return of_pauses(server.arrivals, _PAUSE)


def of_pauses(arrivals: Sequence[Arrival], pause: float) -> Pauses:
    """Return what arrivals say of the pauses that their refusals asked for; one without a call behind it is left out."""
    seen: list[float] = []
    resumed: list[float] = []
    within = on_their_way = 0
    times = [each.at for each in arrivals]
    for sent in [each.refused for each in arrivals if each.refused is not None and each.refused < math.inf]:
        behind = [at for at in times if at >= sent + pause]
        if not behind:
            continue
        during = [at - sent for at in times if sent < at < sent + pause]
        seen.append(max(during, default=0.0))
        within += sum(at > SEEN for at in during)
        on_their_way += sum(at <= SEEN for at in during)
        resumed.append(min(behind) - sent - pause)
    working = times[-1] - times[0] - len(seen) * pause
    return Pauses(
        count=len(seen),
        rate=len(arrivals) / working,
        seen=Spread.of(seen),
        within=within,
        on_their_way=on_their_way,
        resumed=Spread.of(resumed),
    )


async def _let_work(
    machine: Machine, url: str, rows: int, during: Callable[[Any], None], options: dict[str, Any]
) -> None:
    """Load a list, let workers do it for a while, and end them and the run."""
    machine.settle()
    fleet = Fleet(_WORKERS, url, machine.database.address, options=options, during=during)
    async with Chakra(token=TOKEN, base_url=url) as client:
        journal = f"{machine.database.address}#gate{next(_COUNT)}"
        enrol = bulk.Enrol(campaign_id=CAMPAIGN)
        run = bulk.Run(client, enrol, rows=numbers(rows), journal=journal, show_progress=False)
        fleet.ended = run.stop
        await run.finish(engine=fleet)
