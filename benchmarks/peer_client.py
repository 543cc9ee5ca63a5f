"""One client of those that are compared by calls per second, in a process of its own: `peer_client.py WAY URL LOOP`.

A generated client lives in an environment of its own, where nothing of ours is installed: this file therefore needs
the standard library alone, is run by its path, and loads a client by name. For every line on standard input, which
says how many calls and how many workers, it makes those calls and prints a line of JSON. Each client is used as its
own documentation shows, made once and kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import json
import sys
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

__all__ = ["PACKAGE", "WAYS"]

PACKAGE: Final = "generated_client"
"""The name that every generated client's package is given."""

_TOKEN: Final = "benchmark-" + "0" * 30
_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
_PROCESS: Final = "23a743bb-4671-440d-b491-3cac40eab852"


@contextlib.asynccontextmanager
async def _ours(url: str) -> AsyncGenerator[Callable[[str], Awaitable[Any]]]:
    chakra_async: Any = importlib.import_module("chakra_async")

    async with chakra_async.Chakra(token=_TOKEN, base_url=url) as client:

        async def call(number: str) -> Any:
            enrolment = await client.campaigns.add_phone_number(campaign_id=_CAMPAIGN, phone_number=number)
            return enrolment.process.id

        yield call


@contextlib.asynccontextmanager
async def _openapi_generator(url: str) -> AsyncGenerator[Callable[[str], Awaitable[Any]]]:
    package: Any = importlib.import_module(PACKAGE)

    configuration = package.Configuration(host=url, access_token=_TOKEN)
    async with package.ApiClient(configuration) as client:
        campaigns = package.CampaignsApi(client)
        body = package.CampaignsAddPhoneNumberRequest

        async def call(number: str) -> Any:
            answer = await campaigns.campaigns_add_phone_number(
                body(campaignId=_CAMPAIGN, phoneNumber=number)
            )
            return answer.data.process.id

        yield call


@contextlib.asynccontextmanager
async def _openapi_python_client(url: str) -> AsyncGenerator[Callable[[str], Awaitable[Any]]]:
    package: Any = importlib.import_module(PACKAGE)
    module: Any = importlib.import_module(f"{PACKAGE}.api.campaigns.campaigns_add_phone_number")
    uuid: Any = importlib.import_module("uuid")
    models: Any = importlib.import_module(f"{PACKAGE}.models")

    campaign = uuid.UUID(_CAMPAIGN)
    body = models.CampaignsAddPhoneNumberBody
    async with package.AuthenticatedClient(base_url=url, token=_TOKEN) as client:

        async def call(number: str) -> Any:
            answer = await module.asyncio(client=client, body=body(campaign_id=campaign, phone_number=number))
            return answer.field_data.process.id

        yield call


WAYS: Final = {
    "ours": _ours,
    "openapi-generator": _openapi_generator,
    "openapi-python-client": _openapi_python_client,
}
"""The clients, by name."""


async def _turn(call: Callable[[str], Awaitable[Any]], calls: int, workers: int) -> dict[str, float]:
    waiting = (f"91{9_000_000_000 + number}" for number in range(calls))

    async def work() -> None:
        for number in waiting:
            if str(await call(number)) != _PROCESS:
                raise RuntimeError("The answer was not read.")

    cpu = time.process_time()
    wall = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
    wall = time.perf_counter() - wall
    return {"rate": calls / wall, "busy": (time.process_time() - cpu) / wall}


def _serve(way: str, url: str, loop: str) -> None:
    factory = None if loop == "asyncio" else importlib.import_module(loop).new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        opened = WAYS[way](url)
        call = runner.run(opened.__aenter__())
        for line in sys.stdin:
            calls, workers = map(int, line.split())
            gc.collect()
            print(json.dumps(runner.run(_turn(call, calls, workers))), flush=True)
        runner.run(opened.__aexit__(None, None, None))


if __name__ == "__main__":
    _serve(*sys.argv[1:])
