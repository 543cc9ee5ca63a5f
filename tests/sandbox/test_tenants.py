"""Several tenants on one client's connections: each call carries its own tenant's token and ids."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chakra_async import Chakra, NotFoundError, SettingsError
from chakra_async.sandbox import Sandbox

# ruff: noqa: S106 - tokens of a sandbox

FIRST = {
    "plugin_id": "11111111-1111-4111-8111-111111111111",
    "phone_number_id": "1001",
    "waba_id": "2001",
}
SECOND = {
    "plugin_id": "22222222-2222-4222-8222-222222222222",
    "phone_number_id": "1002",
    "waba_id": "2002",
}


async def use(tenant: Chakra, ids: dict[str, str], times: int) -> list[Any]:
    wrong: list[Any] = []
    for turn in range(times):
        url = f"https://example.com/{ids['plugin_id']}/{turn}"
        await tenant.plugins.update_config(chakra_webhook_url=url)
        config, number, settings = await asyncio.gather(
            tenant.plugins.get_config(), tenant.phone_numbers.get(), tenant.calling.get_settings()
        )
        if (config.chakra_webhook_url, number.id, number.waba) != (
            url,
            ids["phone_number_id"],
            ids["waba_id"],
        ):
            wrong.append((config, number, settings))
    return wrong


async def test_tenants_in_parallel_on_one_pool_never_mix_tokens_and_ids() -> None:
    async with Sandbox() as sandbox, Chakra(token=sandbox.token, base_url=sandbox.url) as chakra:
        sandbox.add_tenant("first", **FIRST)
        sandbox.add_tenant("second", **SECOND)
        first = chakra.with_options(token="first", **FIRST)
        second = chakra.with_options(token="second", **SECOND)
        assert first._caller.pool is second._caller.pool is chakra._caller.pool
        assert (
            await asyncio.gather(use(first, FIRST, 20), use(second, SECOND, 20), use(first, FIRST, 20))
            == [[]] * 3
        )
        ids_by_plugin = {
            ids["plugin_id"]: (ids["plugin_id"], ids["phone_number_id"]) for ids in (FIRST, SECOND)
        }
        assert {arrival.tenant for arrival in sandbox.arrivals} == set(ids_by_plugin)
        for arrival in sandbox.arrivals:
            assert any(part in ids_by_plugin[arrival.tenant] for part in arrival.path.split("/")), (
                arrival.path
            )
            assert arrival.status == 200


async def test_a_tenant_does_not_find_the_objects_of_another() -> None:
    async with Sandbox() as sandbox, Chakra(token="first", base_url=sandbox.url) as first:
        sandbox.add_tenant("first", **FIRST)
        with pytest.raises(NotFoundError):
            await first.plugins.get_config(plugin_id=sandbox.plugin_id)
        with pytest.raises(NotFoundError):
            await first.phone_numbers.get(phone_number_id=sandbox.phone_number_id)
        sandbox._state.conversations.add_outbound(
            "919901258433", 1, plugin_id=sandbox.plugin_id, phone_number_id=sandbox.phone_number_id
        )
        assert await first.chats.list().to_list() == []


def test_a_tenant_needs_a_token_of_its_own() -> None:
    sandbox = Sandbox()
    sandbox.add_tenant("first", **FIRST)
    for taken in ("first", sandbox.token):
        with pytest.raises(SettingsError, match="taken"):
            sandbox.add_tenant(taken, **SECOND)
