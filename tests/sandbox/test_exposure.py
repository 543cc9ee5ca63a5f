"""What others can do to a sandbox: foreign pages are refused, bodies are bounded, and exposing it is a warning."""

from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.sandbox import Arrival, ExposedSandboxWarning, Sandbox
from chakra_async.sandbox.hosts import AllowedHosts, is_loopback, reachable
from chakra_async.sandbox.record import Record
from tests.sandbox.conftest import ENROL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONFIG = "/v1/ext/config"
MIB = 2**20


async def status_of(sandbox: Sandbox, *headers: str, path: str = CONFIG, method: str = "GET") -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    lines = (
        f"{method} {path} HTTP/1.1",
        f"Authorization: Bearer {sandbox.token}",
        *headers,
        "Connection: close",
        "",
        "",
    )
    writer.write("\r\n".join(lines).encode())
    status = int((await reader.readline()).split()[1])
    writer.close()
    await writer.wait_closed()
    return status


@pytest.mark.parametrize(
    "headers",
    [
        ("Host: evil.example",),
        ("Host: evil.example:8787", "Origin: http://evil.example:8787"),
        ("Host: localhost.evil.example",),
        ("Host: localhost", "Origin: http://evil.example"),
        ("Host: localhost", "Origin: null"),
        ("Host: localhost", "Origin: file://"),
        ("Host: localhost", "Origin: https://127.0.0.1.evil.example"),
        ("Host: localhost", "Origin: http://localhost@evil.example"),
        ("Host: localhost@evil.example",),
        ("Host: 127.0.0.1.nip.io",),
        ("Host: 169.254.169.254",),
        ("Host: [::2]",),
        ("Host: ",),
        ("Host: localhost:x",),
    ],
)
async def test_a_foreign_host_or_origin_is_refused(sandbox: Sandbox, headers: tuple[str, ...]) -> None:
    assert await status_of(sandbox, *headers) in {400, 403}
    assert all((arrival.status, arrival.worked) == (403, False) for arrival in sandbox.arrivals)
    assert sandbox.leads == 0


@pytest.mark.parametrize("path", ["/nowhere", "/chakra-public-media/x.png", ENROL])
async def test_a_foreign_host_is_refused_on_every_path(sandbox: Sandbox, path: str) -> None:
    assert await status_of(sandbox, "Host: evil.example", path=path, method="POST") == 403


@pytest.mark.parametrize(
    "headers",
    [
        ("Host: localhost",),
        ("Host: LOCALHOST:1",),
        ("Host: 127.0.0.1:8787",),
        ("Host: [::1]:8787",),
        ("Host: localhost.",),
        ("Host: localhost", "Origin: http://localhost:3000"),
        ("Host: localhost", "Origin: https://127.0.0.1"),
    ],
)
async def test_this_machine_is_allowed_under_its_names_and_any_port(
    sandbox: Sandbox, headers: tuple[str, ...]
) -> None:
    assert await status_of(sandbox, *headers) == 200


async def test_further_names_can_be_allowed(clock: Any) -> None:
    async with Sandbox(clock=clock, allowed_hosts=["chakra-sandbox"]) as sandbox:
        assert await status_of(sandbox, "Host: Chakra-Sandbox:8787") == 200
        assert await status_of(sandbox, "Host: chakra-sandbox.example") == 403


@given(st.text(st.characters(codec="ascii"), max_size=30))
def test_any_host_is_one_of_the_allowed_or_foreign(host: str) -> None:
    foreign = AllowedHosts(["127.0.0.1"]).foreign([host], [], "127.0.0.1")
    name = host.partition(":")[0].rstrip("./").lower()
    assert foreign or name in {"localhost", "127.0.0.1", ""} or "[::1]" in host


async def test_listening_beyond_this_machine_is_a_warning_and_the_address_is_usable() -> None:
    sandbox = Sandbox(host="0.0.0.0")  # noqa: S104 - what is tested
    with pytest.raises(ExposedSandboxWarning):  # as an error, it leaves nothing that listens
        await sandbox.start()
    with pytest.warns(ExposedSandboxWarning, match="anyone on the network"):
        await sandbox.start()
    try:
        assert sandbox.url.startswith("http://127.0.0.1:")
        async with sandbox.client() as chakra:
            await chakra.config.get()
    finally:
        await sandbox.stop()


@pytest.mark.parametrize(
    ("host", "loopback", "address"),
    [
        ("127.0.0.1", True, "127.0.0.1"),
        ("127.0.0.9", True, "127.0.0.9"),
        ("::1", True, "::1"),
        ("localhost", True, "localhost"),
        ("0.0.0.0", False, "127.0.0.1"),  # noqa: S104 - what is tested
        ("::", False, "::1"),
        ("", False, "127.0.0.1"),
        ("192.168.1.5", False, "192.168.1.5"),
        ("example.com", False, "example.com"),
    ],
)
def test_an_address_is_this_machines_or_not(host: str, *, loopback: bool, address: str) -> None:
    assert (is_loopback(host), reachable(host)) == (loopback, address)


async def pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // MIB):
        yield b"z" * MIB


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [("/nowhere", "", 404), (ENROL, "wrong", 401), ("/nowhere", "sandbox-token", 404)],
)
@pytest.mark.parametrize("chunked", [True, False])
async def test_the_body_of_a_request_without_a_token_or_an_operation_is_not_kept(
    sandbox: Sandbox, path: str, token: str, status: int, *, chunked: bool
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession(sandbox.url, headers=headers) as session:
        data = pieces(8 * MIB) if chunked else io.BytesIO(b"z" * 8 * MIB)
        async with session.post(path, data=data) as answer:
            assert answer.status == status
    assert [(arrival.content, arrival.size, arrival.status) for arrival in sandbox.arrivals] == [
        (b"", 0, status)
    ]


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_body_beyond_the_maximum_gets_413(clock: Any, *, chunked: bool) -> None:
    async with Sandbox(clock=clock, max_body=2 * MIB) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token}", "Content-Type": "application/json"}
        async with aiohttp.ClientSession(sandbox.url, headers=headers) as session:
            data = pieces(4 * MIB) if chunked else io.BytesIO(b"z" * 4 * MIB)
            async with session.post(ENROL, data=data) as answer:
                assert answer.status == 413
                assert (await answer.json())["_errors"] == [f"the body is larger than {2 * MIB} bytes"]
        assert [(arrival.content, arrival.status) for arrival in sandbox.arrivals] == [(b"", 413)]


async def test_the_oldest_bodies_are_dropped_beyond_the_bytes_to_keep(clock: Any) -> None:
    async with Sandbox(clock=clock, keep_bytes=1000) as sandbox, sandbox.client() as chakra:
        for number in range(20):
            await chakra.messages.send_text("919901258433", f"{number} {'x' * 200}")
        arrivals = sandbox.arrivals
        assert len(arrivals) == 20
        assert sum(len(arrival.content) for arrival in arrivals) <= 1000
        assert arrivals[-1].body["text"]["body"].startswith("19 ")
        assert (arrivals[0].body, arrivals[0].json, arrivals[0].size > 200) == (b"", None, True)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=40),
    st.integers(0, 100),
    st.integers(0, 5) | st.none(),
)
def test_the_record_is_bounded_in_arrivals_and_bytes(
    sizes: list[tuple[int, bool]], keep_bytes: int, keep: int | None
) -> None:
    record = Record(keep, None, keep_bytes)
    unsettled = 0
    for size, settles in sizes:
        arrival = Arrival(at=0.0, operation=None, method="POST", path="/", content=b"x" * size)
        record.add(arrival)
        if settles:
            record.settle(arrival)
        else:
            unsettled += size
        kept = record.arrivals()
        assert keep is None or len(kept) <= keep
        assert sum(len(each.content) for each in kept) <= keep_bytes + unsettled
        assert arrival.size == size


async def test_an_arrival_has_its_body_as_json(sandbox: Sandbox) -> None:
    async with sandbox.client() as chakra:
        await chakra.messages.send_text("919901258433", "Hello")
    arrival = sandbox.arrivals[0]
    assert arrival.body["text"] == {"body": "Hello"}
    assert json.loads(arrival.content) == arrival.body == arrival.json


async def test_a_client_has_the_ids_of_its_sandbox_and_takes_options(sandbox: Sandbox) -> None:
    async with sandbox.client(waba_id="123", strict=True) as chakra:
        settings = chakra.settings
        assert (settings.base_url, settings.plugin_id, settings.phone_number_id) == (
            sandbox.url,
            sandbox.plugin_id,
            sandbox.phone_number_id,
        )
        assert (settings.waba_id, settings.strict) == ("123", True)
