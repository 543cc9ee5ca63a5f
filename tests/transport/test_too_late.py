"""A request that must begin before some time is held back after it, also right before its bytes are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import ConnectError, Outcome
from chakra_async._transport import request_class
from chakra_async._transport.sent_requests import GOES_ON, SENT_REQUESTS, SentRequests
from tests.support import faultserver
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER = "919901258433"


@pytest.fixture(autouse=True)
def leads(server: faultserver.FaultServer) -> None:
    server.usual = faultserver.json({"_data": {"process": {"id": "1"}, "wasCreated": True}})


@pytest.fixture
def within() -> Iterator[Callable[..., SentRequests]]:
    """Let the calls that follow begin before 10, by a clock that shows these times in turn, the last one for ever."""
    token = SENT_REQUESTS.set(None)

    def begin(*times: float) -> SentRequests:
        left = list(times)
        sent = SentRequests(10.0, lambda: left.pop(0) if len(left) > 1 else left[0])
        SENT_REQUESTS.set(sent)
        return sent

    yield begin
    SENT_REQUESTS.reset(token)


async def enrol(chakra: Any) -> object:
    return await chakra.campaigns.add_phone_number(campaign_id=CAMPAIGN_ID, phone_number=NUMBER)


async def test_in_time_it_leaves(chakra: Any, server: faultserver.FaultServer, within: Any) -> None:
    sent = within(9.9)
    await enrol(chakra)
    assert (len(server.arrivals), sent.writes, sent.expired) == (1, 1, False)


@pytest.mark.parametrize("times", [(10.0,), (9.0, 10.0)], ids=["before a connection", "before the write"])
@pytest.mark.parametrize("small", [True, False], ids=["written here", "written by aiohttp"])
@pytest.mark.parametrize("reused", [True, False], ids=["a pooled connection", "a new connection"])
async def test_after_its_time_nothing_of_it_leaves(
    chakra: Any,
    server: faultserver.FaultServer,
    within: Any,
    times: tuple[float, ...],
    monkeypatch: pytest.MonkeyPatch,
    *,
    small: bool,
    reused: bool,
) -> None:
    if not small:
        monkeypatch.setattr(request_class, "_SMALL", 0)
    before = 0
    if reused:
        await enrol(chakra)
        before = 1
    sent = within(*times)
    with pytest.raises(ConnectError, match="was not sent") as caught:
        await enrol(chakra)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert len(caught.value.attempts) == 1
    assert (len(server.arrivals), sent.writes, sent.total, sent.expired) == (before, 0, 0, True)
    SENT_REQUESTS.set(None)
    await enrol(chakra)
    assert len(server.arrivals) == before + 1


async def test_a_repeat_after_its_time_does_not_leave(
    chakra: Any, server: faultserver.FaultServer, within: Any
) -> None:
    server.script.append(faultserver.json({"error": {"message": "slow down"}}, status=429))
    sent = within(9.0, 9.0, 11.0)
    with pytest.raises(ConnectError) as caught:
        await enrol(chakra)
    assert [each.outcome for each in caught.value.attempts] == [Outcome.REFUSED, Outcome.NOT_SENT]
    assert (len(server.arrivals), sent.writes) == (1, 1)


async def test_reads_are_not_held_back(chakra: Any, server: faultserver.FaultServer, within: Any) -> None:
    server.usual = faultserver.json({"_data": {}})
    within(11.0)
    await chakra.config.get()
    assert len(server.arrivals) == 1


async def test_what_has_begun_may_go_on_for_a_while(
    chakra: Any, server: faultserver.FaultServer, within: Any
) -> None:
    within(9.0, 9.0, 10.0 + GOES_ON - 0.1, 10.0 + GOES_ON - 0.1, 10.0 + GOES_ON)
    await enrol(chakra)
    await enrol(chakra)
    with pytest.raises(ConnectError):
        await enrol(chakra)
    assert len(server.arrivals) == 2
