"""Several tenants on one client's connections: each call carries its own tenant's token and ids."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from chakra_async import Chakra, NotFoundError, SettingsError
from chakra_async.sandbox import NotHeardError, Sandbox
from chakra_async.webhooks import MemoryInbox, MessageReceived, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# ruff: noqa: S106 - tokens of a sandbox

NUMBER = "919901258433"
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


async def test_a_customer_writes_to_each_number_in_both_formats() -> None:
    async with Sandbox() as sandbox, sandbox.client() as chakra:
        sandbox.add_tenant("first", **FIRST, display_phone_number="+91 98450 10001")
        sandbox.add_tenant("second", **SECOND)
        first = chakra.with_options(token="first", **FIRST)
        arrived: list[MessageReceived] = []
        async with AsyncExitStack() as stack:
            for form in ("pass_through", "chakra"):
                receiver = WebhookReceiver(
                    chakra,
                    secrets=sandbox.webhooks.secret,
                    inbox=MemoryInbox(),
                    clock=sandbox.clock.milliseconds,
                )
                receiver.on(MessageReceived)(noting(arrived))
                sandbox.webhooks.to(await stack.enter_async_context(receiver), formats=form)
            for to in ("", FIRST["phone_number_id"], SECOND["phone_number_id"]):
                await sandbox.customer(NUMBER, to=to).says(f"to {to}")
            sent = await first.messages.send_text(NUMBER, "From the first")
            await sandbox.customer(NUMBER).replies("Thanks")
            await sandbox.customer(NUMBER).reacts("\U0001f44d", sandbox.customer(NUMBER).heard[0])
        accounts = [event.number.waba_id for event in arrived]
        assert sorted(map(str, accounts)) == sorted([sandbox.waba_id, "2001", "2002", "2001", "2001"] * 2)
        numbers = {event.number.phone_number_id: event.number for event in arrived}
        assert {sandbox.phone_number_id, "1001", "1002"} <= set(numbers)
        assert [
            one.wamid for one in sandbox.customer(NUMBER, to="1001").messages if one.direction == "OUTBOUND"
        ] == [sent.message_id]


async def test_a_customer_of_one_number_hears_that_number_alone() -> None:
    async with Sandbox() as sandbox, sandbox.client() as chakra:
        sandbox.add_tenant("first", **FIRST)
        sandbox.add_tenant("second", **SECOND)
        for token, ids in (("first", FIRST), ("second", SECOND)):
            await chakra.with_options(token=token, **ids).messages.send_text(NUMBER, token)
        await chakra.messages.send_text(NUMBER, "own")
        for to, texts in (("1001", ["first"]), ("1002", ["second"]), ("", ["first", "second", "own"])):
            customer = sandbox.customer(NUMBER, to=to)
            assert [one.text for one in customer.heard] == texts
            assert [(await customer.hears()).text for _ in texts] == texts
            with pytest.raises(NotHeardError):
                await sandbox.customer(NUMBER, to=to).hears()


async def test_two_numbers_of_one_plugin_are_distinguished() -> None:
    async with Sandbox() as sandbox, sandbox.client() as chakra:
        ids = {**FIRST, "plugin_id": sandbox.plugin_id}
        sandbox.add_tenant("first", **ids)
        other = sandbox.customer(NUMBER, to="1001")
        other.says("to the second number")
        await chakra.messages.send_text(NUMBER, "from the first number")
        assert [one.text for one in other.messages] == ["to the second number"]
        assert other.heard == []


def test_what_happens_in_one_millisecond_on_several_numbers_keeps_its_order() -> None:
    sandbox = Sandbox(clock=lambda: 1_700_000_000.0)
    sandbox.add_tenant("first", **FIRST)
    for number, to in enumerate(("", "1001", "1001", "", "1001", "")):
        sandbox.customer(NUMBER, to=to).says(str(number))
    assert [one.text for one in reversed(sandbox.customer(NUMBER).messages)] == list("012345")


def test_a_customer_cannot_write_to_a_number_that_the_team_does_not_have() -> None:
    sandbox = Sandbox()
    sandbox.add_tenant("first", **FIRST)
    for to in ("1002", "+91 98450 00001", " ", FIRST["plugin_id"]):
        with pytest.raises(SettingsError, match=f"no number with the id .*{sandbox.phone_number_id}, 1001"):
            sandbox.customer(NUMBER, to=to)


async def test_a_call_goes_to_the_number_of_the_customer() -> None:
    async with Sandbox() as sandbox, sandbox.client() as chakra:
        sandbox.add_tenant("first", **FIRST)
        customer = sandbox.customer(NUMBER, to="1001")
        call = customer.calls()
        with pytest.raises(SettingsError, match="no call"):
            sandbox.customer(NUMBER).hangs_up(call)
        assert (await chakra.with_options(token="first", **FIRST).calling.reject(call)).success


async def test_the_page_shows_the_number_and_writes_to_the_chosen_one() -> None:
    async with Sandbox(page=True) as sandbox, aiohttp.ClientSession(sandbox.url) as session:
        customer = sandbox.customer(NUMBER)
        customer.says("hi")

        async def shown(to: str = "") -> str:
            async with session.get("/", params={"customer": NUMBER, "to": to}) as answer:
                return await answer.text()

        async def do(action: str, **fields: str) -> tuple[int, str]:
            async with session.post(
                f"/_page/do/{action}", data={"customer": NUMBER, **fields}, allow_redirects=False
            ) as answer:
                return answer.status, answer.headers.get("Location", "") or await answer.text()

        assert "number of the team" not in await shown()
        sandbox.add_tenant("first", **FIRST, display_phone_number="+91 98450 10001")
        assert 'aria-current="true">+91 98450 00001' in await shown()
        assert 'aria-current="true">+91 98450 10001' in await shown("1001")
        assert await do("say", text="to the first", to="1001") == (303, f"/?customer={NUMBER}&to=1001")
        assert (await do("location", latitude="1", longitude="2", to="1001"))[0] == 303
        assert (await do("say", text="to nobody", to="1009"))[0] == 422
        text = await shown("1001")
        assert "to +91 98450 10001 (1001)" in text
        assert f"to +91 98450 00001 ({sandbox.phone_number_id})" in text
        assert "to nobody" not in text
        assert [one.phone_number_id for one in customer.messages] == ["1001", "1001", sandbox.phone_number_id]
        assert f'href="/?customer={NUMBER}&amp;to=1001"' in await shown()


def noting(arrived: list[MessageReceived]) -> Callable[[MessageReceived], Awaitable[None]]:
    async def note(event: MessageReceived) -> None:
        arrived.append(event)

    return note
