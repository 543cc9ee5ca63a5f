"""Certificates are verified, the caller's own included; only the proxy gets the proxy's credentials."""

from __future__ import annotations

# ruff: noqa: S105, S106 - planted tokens
import asyncio
import base64
import contextlib
import datetime as dt
import logging
import ssl
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
import trustme

from chakra_async import Chakra, ConnectError, Limits, Outcome, RequestTimeoutError, Retry, Settings, Timeouts
from chakra_async.errors import SettingsError
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ONCE = Retry(attempts=1)
CA = trustme.CA()
PASSWORD = "p@ss/w:rd"
LOGIN = "Basic " + base64.b64encode(f"us er:{PASSWORD}".encode()).decode()


def serving(certificate: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(authority: Any) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
    assert context.verify_mode is ssl.CERT_REQUIRED
    return context


class TlsServer(faultserver.FaultServer):
    """The fault server behind TLS."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self._context = context

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    async def __aenter__(self) -> Self:
        await self.listen(tls=self._context)
        return self


class Proxy:
    """A forwarding proxy: CONNECT opens a tunnel; it keeps the heads that it was sent."""

    def __init__(
        self, answer: bytes = b"HTTP/1.1 200 Connected\r\n\r\n", *, login: str | None = None
    ) -> None:
        self._answer, self._login = answer, login
        self.heads: list[str] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._serve(reader, writer)
        self._tasks.discard(task)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        if self._login is not None and f"Proxy-Authorization: {self._login}\r\n" not in head:
            writer.write(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
            return
        writer.write(self._answer)
        if b" 200 " not in self._answer:
            return
        host, _, port = head.split(" ")[1].rpartition(":")
        there, back = await asyncio.open_connection(host, int(port))
        try:
            await asyncio.gather(pump(reader, back), pump(there, writer))
        finally:
            back.close()


async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.close()


@pytest.fixture
async def secured() -> AsyncIterator[TlsServer]:
    async with TlsServer(serving(CA.issue_cert("localhost"))) as server:
        yield server


def client(server: Any, **settings: Any) -> Chakra:
    limits = Timeouts(connect=5, read=5, total=10)
    return Chakra(
        **{"token": "planted-secret", "base_url": server.url, "retry": ONCE, "timeouts": limits, **settings}
    )


# Certificates


@pytest.mark.parametrize("as_file", [str, Path, None])
async def test_the_right_authority_is_accepted(as_file: Any, secured: TlsServer, tmp_path: Path) -> None:
    CA.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = trusting(CA) if as_file is None else as_file(tmp_path / "ca.pem")
    async with client(secured, tls=tls) as chakra:
        await chakra.config.get()
        await chakra.with_options(retry=Retry()).config.get()
    assert len(secured.arrivals) == 2
    assert secured.connections == 1


def expired() -> Any:
    now = dt.datetime.now(dt.UTC)
    return CA.issue_cert("localhost", not_before=now - dt.timedelta(9), not_after=now - dt.timedelta(1))


BAD = {
    "another authority": (lambda: CA.issue_cert("localhost"), trustme.CA(), "tls"),
    "the system's authorities": (lambda: CA.issue_cert("localhost"), None, "tls"),
    "another host": (lambda: CA.issue_cert("elsewhere.example"), CA, "base_url"),
    "expired": (expired, CA, "clock"),
}


@pytest.mark.parametrize(("certificate", "authority", "advice"), BAD.values(), ids=BAD)
async def test_a_wrong_certificate_is_refused_before_anything_is_sent(
    certificate: Any, authority: Any, advice: str
) -> None:
    async with TlsServer(serving(certificate())) as server:
        tls = None if authority is None else trusting(authority)
        async with client(server, tls=tls) as chakra:
            with pytest.raises(ConnectError, match="certificate is not trusted") as caught:
                await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number="919901258433")
        assert caught.value.outcome is Outcome.NOT_SENT
        assert advice in str(caught.value)
        assert server.arrivals == []


async def test_a_server_without_tls_is_named_as_such(server: faultserver.FaultServer) -> None:
    server.usual = faultserver.silent
    base_url = server.url.replace("http:", "https:")
    server.script = []
    async with client(server, base_url=base_url, timeouts=Timeouts(connect=0.3)) as chakra:
        with pytest.raises((ConnectError, RequestTimeoutError)) as caught:
            await chakra.config.get()
    assert caught.value.outcome is Outcome.NOT_SENT


async def test_a_context_that_does_not_verify_is_taken_only_as_given(secured: TlsServer) -> None:
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    async with client(secured, tls=blind) as chakra:
        await chakra.config.get()
    for switch in (False, True, 0, b"", [], ""):
        with pytest.raises(SettingsError, match=r"tls must be .* context of your own"):
            client(secured, tls=switch)


def test_a_file_without_a_certificate_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_bytes(b"")
    (tmp_path / "junk.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\njunk\n-----END CERTIFICATE-----\n")
    for name in ("missing.pem", "empty.pem", "junk.pem"):
        with pytest.raises(SettingsError, match="tls: no CA certificates can be read") as caught:
            Chakra(token="t", tls=tmp_path / name)
        assert name in str(caught.value)
    with pytest.raises(SettingsError, match="tls: no CA"):
        Chakra(token="t", tls="a\0b")
    with pytest.raises(SettingsError, match="for servers"):
        Chakra(token="t", tls=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))


def test_neither_tls_nor_proxy_can_differ_between_copies() -> None:
    for name in ("tls", "proxy"):
        with pytest.raises(SettingsError, match=f"does not take {name}="):
            Chakra(token="t").with_options(**{name: None})


# Proxies


async def test_https_goes_through_the_proxy_which_alone_gets_its_credentials(secured: TlsServer) -> None:
    async with Proxy(login=LOGIN) as proxy:
        address = f"http://us%20er:p%40ss%2Fw%3Ard@{proxy.address}"
        async with client(secured, tls=trusting(CA), proxy=address) as chakra:
            await asyncio.gather(*(chakra.config.get() for _ in range(5)))
            await chakra.config.get()
    assert proxy.heads
    for head in proxy.heads:
        assert head.startswith(f"CONNECT localhost:{secured.port} HTTP/1.1\r\n")
        assert "planted-secret" not in head
        assert LOGIN in head
    assert len(secured.arrivals) == 6
    for arrival in secured.arrivals:
        assert "proxy-authorization" not in arrival.headers
        assert arrival.headers["authorization"] == "Bearer planted-secret"


async def test_a_tunnel_is_kept_for_the_next_call(secured: TlsServer) -> None:
    async with Proxy() as proxy, client(secured, tls=trusting(CA), proxy=f"http://{proxy.address}") as chakra:
        for _ in range(5):
            await chakra.config.get()
        assert len(proxy.heads) == 1
        assert "proxy-authorization" not in proxy.heads[0].lower()


async def test_the_certificate_behind_a_proxy_is_verified(secured: TlsServer) -> None:
    async with Proxy() as proxy, client(secured, proxy=f"http://{proxy.address}") as chakra:
        with pytest.raises(ConnectError, match="certificate is not trusted") as caught:
            await chakra.config.get()
    assert caught.value.outcome is Outcome.NOT_SENT
    assert secured.arrivals == []


@pytest.fixture(params=["given", "of the environment"])
def plain_proxy(
    request: pytest.FixtureRequest, server: faultserver.FaultServer, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """The settings of a proxy that would see requests without TLS."""
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    address = f"http://127.0.0.1:{server.port}"
    if request.param == "given":
        return {"proxy": address}
    monkeypatch.setenv("http_proxy", address)
    return {"trust_env": True}


@pytest.mark.parametrize(
    "base_url", ["http://nowhere.invalid", "http://192.0.2.1:8080", "http://127.0.0.1.nowhere.invalid"]
)
async def test_the_token_is_not_sent_to_a_proxy_without_tls(
    base_url: Any, plain_proxy: Any, server: faultserver.FaultServer
) -> None:
    async with Chakra(token="planted-secret", base_url=base_url, allow_http=True, **plain_proxy) as chakra:
        with pytest.raises(ConnectError, match="use https") as caught:
            await chakra.config.get()
    assert caught.value.outcome is Outcome.NOT_SENT
    assert len(caught.value.attempts) == 1
    assert server.arrivals == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_an_address_of_this_machine_is_called_without_the_proxy(host: Any, plain_proxy: Any) -> None:
    async with (
        faultserver.FaultServer() as target,
        Chakra(
            token="planted-secret", base_url=f"http://{host}:{target.port}", retry=ONCE, **plain_proxy
        ) as chakra,
    ):
        await chakra.config.get()
        assert [arrival.target for arrival in target.arrivals] == ["/v1/ext/config"]


async def test_a_given_proxy_takes_precedence_over_the_environment(
    secured: TlsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    async with Proxy() as proxy:
        address = f"http://{proxy.address}"
        async with client(secured, tls=trusting(CA), proxy=address, trust_env=True) as chakra:
            await chakra.config.get()
    assert len(proxy.heads) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://us:p@ss/w:rd@proxy.example",  # what is special in the password is not encoded
        "http://us:pass@proxy.example:99999",
        "http://us:pass@[::1",
        "socks5://us:pass@127.0.0.1:9",
        "proxy.example:3128",
        "http://:3128",
    ],
)
async def test_a_proxy_of_the_environment_that_cannot_be_used_is_named_without_its_password(
    address: str, secured: TlsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", address)
    async with client(secured, tls=trusting(CA), trust_env=True, retry=Retry(attempts=3)) as chakra:
        with pytest.raises(ConnectError, match="the proxy in the environment") as caught:
            await chakra.config.get()
    assert caught.value.outcome is Outcome.NOT_SENT
    assert len(caught.value.attempts) == 1
    assert secured.arrivals == []
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert (
        "us:p"
        not in f"{caught.value}{[frame.locals for frame in shown.stack if '/tests/' not in frame.filename]}"
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "refused the credentials"),
        (b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "made no connection"),
        (b"junk\r\n\r\n", "no connection was made"),
    ],
)
async def test_a_proxy_that_refuses_is_an_error_without_credentials(
    answer: bytes, words: str, secured: TlsServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with Proxy(answer) as proxy:
        address = f"http://us%20er:p%40ss%2Fw%3Ard@{proxy.address}"
        async with client(secured, proxy=address) as chakra:
            with pytest.raises(ConnectError, match=words) as caught:
                await chakra.config.get()
            shown = [repr(chakra), repr(chakra.settings), str(caught.value), caplog.text]
            raised = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
            shown += [repr(frame.locals) for frame in raised.stack if "/tests/" not in frame.filename]
    assert caught.value.outcome is Outcome.NOT_SENT
    assert secured.arrivals == []
    for text in shown:
        assert PASSWORD not in text
        assert "p%40ss" not in text
        assert LOGIN.partition(" ")[2] not in text


async def test_an_unreachable_proxy_is_named_as_such(secured: TlsServer) -> None:
    async with Proxy() as proxy:
        address = proxy.address
    async with client(secured, proxy=f"http://{address}") as chakra:
        with pytest.raises(ConnectError, match="the proxy cannot be reached") as caught:
            await chakra.config.get()
    assert caught.value.outcome is Outcome.NOT_SENT


async def test_a_silent_proxy_is_a_timeout_while_connecting(
    server: faultserver.FaultServer, secured: TlsServer
) -> None:
    server.usual = faultserver.silent
    proxy = f"http://127.0.0.1:{server.port}"
    async with client(secured, proxy=proxy, timeouts=Timeouts(connect=0.2)) as chakra:
        with pytest.raises(RequestTimeoutError) as caught:
            await chakra.config.get()
    assert (caught.value.outcome, caught.value.phase) == (Outcome.NOT_SENT, "connect")


@pytest.mark.parametrize(
    "proxy",
    [
        "",
        "proxy.example:3128",
        "socks5://proxy.example",
        "http://",
        f"http://user:{PASSWORD}@proxy.example:3128",
        "http://user:pa#ss@proxy.example",
        "http://us%3Aer:pw@proxy.example",
        "http://proxy.example/path",
        "http://proxy.example:99999",
        "http://pröxy.example",
        b"http://proxy.example",
        5,
    ],
)
def test_an_invalid_proxy_is_refused_without_showing_it(proxy: Any) -> None:
    with pytest.raises(SettingsError, match="proxy") as caught:
        Chakra(token="t", proxy=proxy)
    raised = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown = [
        str(caught.value),
        *(repr(frame.locals) for frame in raised.stack if "/tests/" not in frame.filename),
    ]
    for text in shown:
        for part in ("p@ss", "pa#ss", "w:rd"):
            assert part not in text


def test_settings_show_a_proxy_without_its_credentials() -> None:
    settings = Settings(token="t", proxy="https://user:pass-word@[::1]:3128/")
    assert settings.proxy is not None
    assert settings.proxy.address == "https://[::1]:3128"
    assert "pass-word" not in repr(settings)
    assert "user" not in repr(settings.proxy)
    assert Settings(token="t", proxy=settings.proxy).proxy is settings.proxy


def test_uvloop_uses_tls_and_a_proxy_as_well() -> None:
    uvloop = pytest.importorskip("uvloop")

    async def use() -> None:
        async with TlsServer(serving(CA.issue_cert("localhost"))) as secured, Proxy(login=LOGIN) as proxy:
            address = f"http://us%20er:p%40ss%2Fw%3Ard@{proxy.address}"
            for settings in ({}, {"proxy": address}):
                chakra = client(secured, tls=trusting(CA), limits=Limits(concurrency=3), **settings)
                async with chakra:
                    await asyncio.gather(*(chakra.config.get() for _ in range(20)))
            assert len(secured.arrivals) == 40
            assert 1 <= len(proxy.heads) <= 3
            async with client(secured) as chakra:
                with pytest.raises(ConnectError, match="certificate is not trusted"):
                    await chakra.config.get()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(use())


def test_importing_the_client_does_not_build_a_context() -> None:
    script = "import chakra_async, sys; chakra_async.Limits; assert 'ssl' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 - our own
