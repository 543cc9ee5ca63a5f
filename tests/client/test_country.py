"""The client's country decides how national numbers are read, in every call that takes a phone number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, InvalidRequestError, Settings, SettingsError
from chakra_async.models.messages import Text, TextMessage
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from chakra_async.sandbox import Sandbox

NATIONAL = "099012 58433"
DIGITS = "919901258433"
OFFER = {"sdp_type": "offer", "sdp": "v=0"}

CALLS: dict[str, Callable[[Any, str], Any]] = {
    "campaigns.add_phone_number": lambda c, to: c.campaigns.add_phone_number(
        campaign_id=CAMPAIGN_ID, phone_number=to
    ),
    "send_text": lambda c, to: c.messages.send_text(to, "hello"),
    "send, a model": lambda c, to: c.messages.send(TextMessage(to=to, text=Text(body="hello"))),
    "send, Meta's own body": lambda c, to: c.messages.send(
        {"to": to, "type": "text", "text": {"body": "hi"}}
    ),
    "send_buttons": lambda c, to: c.messages.send_buttons(to, "?", ["Yes"]),
    "send_template": lambda c, to: c.messages.send_template(to, template_name="order_update"),
    "raw send_text": lambda c, to: c.with_raw_response.messages.send_text(to, "hello"),
    "raw send_template": lambda c, to: c.with_raw_response.messages.send_template(
        to, template_name="order_update"
    ),
    "chats.messages_for_phone_number": lambda c, to: c.chats.messages_for_phone_number(
        phone_number=to
    ).first(),
    "calling.connect": lambda c, to: c.calling.connect(OFFER, to=to),
    "calling.call": lambda c, to: c.calling.call(action="connect", to=to, session=OFFER),
    "calling.get_permissions": lambda c, to: c.calling.get_permissions(user_wa_id=to),
}


@pytest.fixture
def chakra(chakra_client: Chakra) -> Chakra:
    return chakra_client


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_a_national_number_goes_out_with_its_country_code(
    call: Any, sandbox: Sandbox, chakra: Chakra
) -> None:
    for spelled in (NATIONAL, "9901258433", "+91 99012 58433", DIGITS):
        sandbox.clear_arrivals()
        try:
            await call(chakra.with_options(country="in"), spelled)
        except Exception:  # noqa: BLE001 - what the sandbox answers does not matter here
            assert sandbox.arrived
        arrival = sandbox.arrivals[0]
        assert DIGITS in f"{arrival.path}?{arrival.query} {arrival.body}"


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_without_a_country_it_is_refused_before_anything_is_sent(
    call: Any, sandbox: Sandbox, chakra: Chakra
) -> None:
    for spelled in (NATIONAL, "9901258433"):
        with pytest.raises(InvalidRequestError) as caught:
            await call(chakra, spelled)
        assert "58433" not in str(caught.value)
        assert "country" in str(caught.value)
    assert sandbox.arrived == 0


async def test_a_number_of_another_country_is_not_taken_for_a_national_one(
    sandbox: Sandbox, chakra: Chakra
) -> None:
    american = chakra.with_options(country="US")
    for refused in (NATIONAL, "1234567", "99012 58433 0"):
        with pytest.raises(InvalidRequestError):
            await american.messages.send_text(refused, "hello")
    assert sandbox.arrived == 0


def test_the_country_comes_from_the_environment_and_is_written_in_capitals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings(token="t").country is None  # type: ignore[arg-type] # noqa: S106
    monkeypatch.setenv("CHAKRA_COUNTRY", " gb ")
    assert Chakra(token="t").settings.country == "GB"  # noqa: S106
    assert Chakra(token="t", country="in").settings.country == "IN"  # noqa: S106
    assert Chakra(token="t").with_options(country=None).settings.country is None  # noqa: S106


@pytest.mark.parametrize("country", ["UK", "IND", "91", "", "XX", 91])
def test_a_country_that_is_not_a_two_letter_code_is_refused(country: Any) -> None:
    with pytest.raises(SettingsError, match="two-letter code such as IN or GB"):
        Chakra(token="t", country=country)  # noqa: S106
    with pytest.raises(SettingsError, match="country"):
        Chakra(token="t").with_options(country=country)  # noqa: S106
