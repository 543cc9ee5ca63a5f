"""Calls over WhatsApp: settings, permissions and actions, answered as Meta does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import (
    APIError,
    Chakra,
    ConnectionLostError,
    InvalidRequestError,
    Outcome,
    SettingsError,
    WhatsAppError,
)
from chakra_async.models import CallingSettings, CallNotice, CallPermissions, CallSession
from chakra_async.webhooks import CallEvent, MemoryInbox, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.sandbox import Sandbox

OFFER = {"sdp_type": "offer", "sdp": "v=0"}
ANSWER = CallSession(sdp_type="answer", sdp="v=0")


async def test_settings_are_what_they_were_last_set_to(chakra: Chakra, sandbox: Sandbox) -> None:
    before = await chakra.calling.get_settings()
    assert isinstance(before, CallingSettings)
    assert before.calling is not None
    assert before.calling.status == "DISABLED"
    changed = await chakra.calling.update_settings(
        calling={"status": "ENABLED", "call_hours": {"timezone_id": "Asia/Kolkata"}}
    )
    assert changed.success
    after = (await chakra.calling.get_settings(include_sip_credentials=True)).calling
    assert after is not None
    assert after.sip is not None
    assert (after.status, after.sip.to_dict()) == ("ENABLED", {"status": "DISABLED", "servers": []})
    assert sandbox.arrivals[-1].path == f"/v1/whatsapp/v22.0/{sandbox.phone_number_id}/settings"
    assert sandbox.arrivals[-1].query == "include_sip_credentials=true"


async def test_permissions_are_read_for_one_customer(chakra: Chakra, clock: Any) -> None:
    by_number = await chakra.calling.get_permissions(user_wa_id="919901258433")
    assert isinstance(by_number, CallPermissions)
    assert by_number.permission is not None
    assert by_number.permission.can_call is True
    assert by_number.permission.expiration_time == int(clock.now) + 7 * 24 * 3600
    assert await chakra.calling.get_permissions(recipient="IN.123") == by_number
    with pytest.raises(WhatsAppError, match="user_wa_id") as caught:
        await chakra.calling.get_permissions()
    assert (caught.value.status, caught.value.meta_code, caught.value.outcome) == (400, 100, Outcome.REFUSED)


async def test_a_call_is_begun_and_ended(chakra: Chakra, sandbox: Sandbox) -> None:
    begun = await chakra.calling.connect(OFFER, to="+91 99012 58433")
    assert begun.calls is not None
    assert sandbox.arrivals[-1].json == {
        "messaging_product": "whatsapp",
        "action": "connect",
        "to": "919901258433",
        "session": OFFER,
    }
    call = begun.calls[0].id
    assert call
    assert (await chakra.calling.terminate(call)).success is True
    with pytest.raises(WhatsAppError, match="has ended"):
        await chakra.calling.terminate(call)


async def test_an_inbound_call_is_answered_or_rejected(chakra: Chakra, sandbox: Sandbox) -> None:
    first, second = sandbox.customer("919901258433").calls(), sandbox.customer("919901258433").calls()
    assert (await chakra.calling.pre_accept(first, ANSWER)).success is True
    assert (await chakra.calling.accept(first, ANSWER, biz_opaque_callback_data="x")).success is True
    assert sandbox.arrivals[-1].json["session"] == {"sdp_type": "answer", "sdp": "v=0"}
    assert (await chakra.calling.reject(second)).success is True
    assert (await chakra.calling.terminate(first)).success is True


async def test_a_customer_hangs_up_before_and_after_the_team_accepted(
    chakra: Chakra, sandbox: Sandbox, clock: Any
) -> None:
    received: list[CallEvent] = []
    receiver = WebhookReceiver(
        chakra, secrets=sandbox.webhooks.secret, inbox=MemoryInbox(), clock=sandbox.clock.milliseconds
    )

    @receiver.on(CallEvent)
    async def note(event: CallEvent) -> None:
        received.append(event)

    sandbox.webhooks.to(receiver)
    asha = sandbox.customer("919901258433")
    ravi = sandbox.customer(user_id="IN.13491208655302741918")
    async with receiver:
        missed, taken, other = asha.calls(), asha.calls(), ravi.calls()
        await chakra.calling.accept(taken, ANSWER)
        clock.now += 65
        asha.hangs_up()
        asha.hangs_up(missed)
        ravi.hangs_up(other)
        await sandbox.webhooks.settled()
    ended = {event.call.id: event.call for event in received if event.event == "terminate"}
    assert set(ended) == {taken, missed, other}
    call = ended[taken]
    assert isinstance(call, CallNotice)
    assert (call.status, call.duration, call.direction) == ("COMPLETED", 65, "USER_INITIATED")
    assert int(call.end_time or 0) - int(call.start_time or 0) == 65
    for unanswered in (ended[missed], ended[other]):
        assert isinstance(unanswered, CallNotice)
        assert (unanswered.status, unanswered.duration, unanswered.start_time) == (None, None, None)
    with pytest.raises(WhatsAppError, match="has ended"):
        await chakra.calling.terminate(taken)


async def test_only_an_own_call_that_goes_on_can_be_hung_up(chakra: Chakra, sandbox: Sandbox) -> None:
    asha, ravi = sandbox.customer("919901258433"), sandbox.customer("919845000002")
    with pytest.raises(SettingsError, match=r"use calls\(\) first"):
        asha.hangs_up()
    rejected = asha.calls()
    await chakra.calling.reject(rejected)
    begun = (await chakra.calling.connect(OFFER, to="919901258433")).calls
    assert begun is not None
    for call in (rejected, ravi.calls(), str(begun[0].id), "wacid.nothing"):
        with pytest.raises(SettingsError, match="that has not ended"):
            asha.hangs_up(call)


async def test_what_cannot_be_done_with_a_call_is_refused_by_meta(chakra: Chakra) -> None:
    for asked in (
        chakra.calling.reject("wacid.nothing"),
        chakra.calling.call(action="connect", to="919901258433"),
        chakra.calling.connect(OFFER, recipient="IN.1", phone_number_id="1"),
    ):
        with pytest.raises(APIError) as caught:
            await asked
        assert caught.value.meta_code == 100


async def test_what_cannot_be_a_call_is_refused_before_anything_is_sent(
    chakra: Chakra, sandbox: Sandbox
) -> None:
    calls: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: chakra.calling.connect(OFFER),
        lambda: chakra.calling.connect(OFFER, to="919901258433", recipient="IN.1"),
        lambda: chakra.calling.connect(OFFER, to="ann"),
        lambda: chakra.calling.terminate(""),
        lambda: chakra.calling.terminate("x", whatsapp_api_version="22"),
        lambda: chakra.calling.get_settings(phone_number_id="+919901258433"),
    )
    for call in calls:
        with pytest.raises(InvalidRequestError):
            await call()
    with pytest.raises(SettingsError, match="CHAKRA_PHONE_NUMBER_ID"):
        await Chakra(token="t", base_url=sandbox.url).calling.get_settings()  # noqa: S106 - it opens nothing
    assert sandbox.arrived == 0


async def test_a_call_whose_outcome_is_unknown_is_not_begun_again(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("calling.call", reset="after", times=1)
    with pytest.raises(ConnectionLostError) as caught:
        await chakra.calling.connect(OFFER, to="919901258433")
    assert caught.value.outcome is Outcome.UNKNOWN
    assert sandbox.arrived == 1
