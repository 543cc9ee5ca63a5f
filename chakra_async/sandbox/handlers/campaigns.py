"""Lead campaigns: adding a phone number."""

from __future__ import annotations

from chakra_async.sandbox import representations
from chakra_async.sandbox.calls import Answer, Call
from chakra_async.sandbox.people import digits_of
from chakra_async.sandbox.replies import Refusal

__all__ = ["add_phone_number"]


def add_phone_number(call: Call) -> Answer:
    """Enrol the lead with this number, compared by digits; the lead is created if missing.

    A second enrolment succeeds and sends nothing again here; what the API does then is not documented.
    """
    state = call.state
    campaign = state.campaign(call.body["campaignId"])
    if campaign is None:
        raise Refusal(404, f"campaign {call.body['campaignId']} not found")
    digits = digits_of(call.body["phoneNumber"])
    row, created = state.enrol(campaign, digits, call.now)
    return Answer(
        {"process": representations.process(state.leads, row, state.campaigns), "wasCreated": created}
    )
