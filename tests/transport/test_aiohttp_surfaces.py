"""What of aiohttp's own the shorter way of a request uses, and that a call works without each part of it."""

from __future__ import annotations

import asyncio
import inspect
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import http_writer
from aiohttp.client_proto import ResponseHandler

from chakra_async import Chakra
from chakra_async._transport import request_class, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.faultserver import FaultServer

KNOWN = aiohttp.__version__.startswith("3.14.")


@pytest.fixture
def anew() -> Iterator[Any]:
    """Decide again which way a request takes, as at import; in the end as it was."""
    before = {name: getattr(request_class, name) for name in ("_KNOWN", "_head_of", "REQUEST_CLASS")}

    def decide() -> None:
        request_class._head_of = getattr(request_class.http_writer, "_serialize_headers", None)  # type: ignore[misc]
        request_class._KNOWN = request_class._is_known()  # type: ignore[misc]
        request_class.REQUEST_CLASS = (  # type: ignore[misc]
            request_class.DirectRequest if request_class._KNOWN else aiohttp.ClientRequest
        )
        session.REQUEST_CLASS = request_class.REQUEST_CLASS  # type: ignore[misc,attr-defined]

    yield decide
    for name, value in before.items():
        setattr(request_class, name, value)
    session.REQUEST_CLASS = request_class.REQUEST_CLASS  # type: ignore[misc,attr-defined]


async def calls(server: FaultServer) -> list[bool]:
    """Make calls with small bodies, and return for each session whether its requests were written by this library."""
    ways: list[bool] = []
    made = session.Session.__init__

    def noting(self: session.Session, *arguments: Any) -> None:
        made(self, *arguments)
        ways.append(self._direct)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session.Session, "__init__", noting)
        async with Chakra(token="t", base_url=server.url) as chakra:  # noqa: S106 - sends nothing real
            await chakra.request("POST", "/v1/ext/a", json={"a": 1})
            await chakra.request("POST", "/v1/ext/b", json={"a": 2}, extra_headers={"X-More": "1"})
            await chakra.request("GET", "/v1/ext/c")
    assert [(one.method, one.target) for one in server.arrivals] == [
        ("POST", "/v1/ext/a"),
        ("POST", "/v1/ext/b"),
        ("GET", "/v1/ext/c"),
    ]
    assert [one.json for one in server.arrivals[:2]] == [{"a": 1}, {"a": 2}]
    assert server.arrivals[0].headers["content-type"] == "application/json"
    return ways


@pytest.mark.skipif(not KNOWN, reason="another version of aiohttp takes aiohttp's own way")
def test_this_aiohttp_has_all_that_a_request_written_here_uses() -> None:
    missing = [
        f"{owner.__name__}.{name}"
        for owner, names in request_class.METHODS
        for name in names
        if not hasattr(owner, name)
    ]
    for owner, method, names in request_class.ARGUMENTS:
        parameters = inspect.signature(getattr(owner, method)).parameters
        missing += [f"{owner.__name__}.{method}({name})" for name in names if name not in parameters]
    assert not missing
    assert callable(http_writer._serialize_headers)


async def test_this_aiohttp_is_used_the_shorter_way_if_its_version_is_known(server: FaultServer) -> None:
    assert request_class.DirectRequest.works(asyncio.get_running_loop()) is KNOWN
    assert await calls(server) == [KNOWN]


@pytest.mark.parametrize("version", ["3.15.0", "3.13.2", "4.0.0a1", "3.140.0", ""])
async def test_a_call_works_with_a_version_that_is_not_known(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, anew: Any, version: str
) -> None:
    monkeypatch.setattr(aiohttp, "__version__", version)
    anew()
    assert await calls(server) == [False]


async def test_a_call_works_without_the_function_that_writes_a_head(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, anew: Any
) -> None:
    monkeypatch.setattr(request_class, "http_writer", SimpleNamespace())
    anew()
    assert await calls(server) == [False]


async def test_a_call_works_without_a_method_or_an_argument(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, anew: Any
) -> None:
    for number, (owner, names) in enumerate(request_class.METHODS):
        changed = [*request_class.METHODS]
        changed[number] = (owner, (*names, "of_another_version"))
        with monkeypatch.context() as patch:
            patch.setattr(request_class, "METHODS", tuple(changed))
            anew()
            assert await calls(server) == [False]
            server.arrivals.clear()
    whole = aiohttp.ClientResponse.__init__

    def another(self: Any, *arguments: Any, more: Any = None, **named: Any) -> None:
        whole(self, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(aiohttp.ClientResponse, "__init__", another)
        anew()
        assert await calls(server) == [False]


async def test_a_call_works_where_aiohttp_requires_another_argument(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, anew: Any
) -> None:
    whole = ResponseHandler.set_response_params

    def another(
        self: Any, more: Any = 0, *, timer: Any, skip_payload: bool, read_until_eof: bool, **named: Any
    ) -> None:
        del more
        whole(self, timer=timer, skip_payload=skip_payload, read_until_eof=read_until_eof, **named)

    monkeypatch.setattr(ResponseHandler, "set_response_params", another)
    anew()
    assert await calls(server) == [False]


@pytest.mark.parametrize("member", request_class.MEMBERS)
async def test_a_call_works_without_a_member_of_a_request(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    whole = request_class.DirectRequest.__init__

    def without(self: Any, *arguments: Any, **named: Any) -> None:
        whole(self, *arguments, **named)
        del self.__dict__[member]

    monkeypatch.setattr(request_class.DirectRequest, "__init__", without)
    assert await calls(server) == [False]


@pytest.mark.parametrize("error", [TypeError, AttributeError])
async def test_a_call_works_where_such_a_request_cannot_be_made(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuses(*_: Any, **__: Any) -> None:
        raise error("of another version")

    monkeypatch.setattr(request_class.DirectRequest, "__init__", refuses)
    assert await calls(server) == [False]
