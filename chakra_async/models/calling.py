# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `calling`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import attrs

from chakra_async.model import Model
from chakra_async.unset import UNSET, UnsetType

__all__ = [
    "Call",
    "CallAction",
    "CallHours",
    "CallPermission",
    "CallPermissionAction",
    "CallPermissionLimit",
    "CallPermissions",
    "CallResult",
    "CallSession",
    "Calling",
    "CallingSettings",
    "SdpType",
]


class CallAction(StrEnum):
    """What is done with a call. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    CONNECT = "connect"
    PRE_ACCEPT = "pre_accept"
    ACCEPT = "accept"
    REJECT = "reject"
    TERMINATE = "terminate"


@attrs.define(kw_only=True, eq=False, repr=False)
class CallSession(Model):
    """One side's description of a call's media.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    sdp_type: SdpType | str = attrs.field(metadata={"wire": "sdp_type", "bounds": {"kind": "string"}})
    """Whether it offers or answers."""

    sdp: str = attrs.field(metadata={"wire": "sdp"})
    """The description in SDP."""


class SdpType(StrEnum):
    """Which part of an exchange a session description is. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    OFFER = "offer"
    ANSWER = "answer"


@attrs.define(kw_only=True, eq=False, repr=False)
class Call(Model):
    """A call.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """The call's id, which the other actions take as `call_id`."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallResult(Model):
    """What Meta says to an action on a call.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    success: bool | None = attrs.field(default=None, metadata={"wire": "success"})
    """Whether it was done."""

    calls: list[Call] | None = attrs.field(default=None, metadata={"wire": "calls"})
    """The call that was begun."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallingSettings(Model):
    """The settings of a phone number, as far as calling goes.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    calling: Calling | None = attrs.field(default=None, metadata={"wire": "calling"})
    """The calling settings."""

    storage_configuration: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "storage_configuration"}
    )
    """Where Meta keeps data. The members are not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Calling(Model):
    """The calling settings of a phone number.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "status"})
    """Whether calls are possible; which values there are is not known."""

    call_icon_visibility: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "call_icon_visibility"}
    )
    """Where customers see the call button; which values there are is not known."""

    callback_permission_status: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "callback_permission_status"}
    )
    """Whether a customer's call permits calling back; which values there are is not known."""

    call_hours: CallHours | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "call_hours", "bounds": {"kind": "object"}}
    )
    """When calls are taken."""

    sip: dict[str, Any] | UnsetType = attrs.field(default=UNSET, metadata={"wire": "sip"})
    """How calls are passed on by SIP. The members are not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallHours(Model):
    """When calls are taken.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "status"})
    """Whether the hours count; which values there are is not known."""

    timezone_id: str | UnsetType = attrs.field(default=UNSET, metadata={"wire": "timezone_id"})
    """The time zone of the hours."""

    weekly_operating_hours: list[dict[str, Any]] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "weekly_operating_hours"}
    )
    """The hours of each weekday. The members are not known."""

    holiday_schedule: list[dict[str, Any]] | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "holiday_schedule"}
    )
    """The days that differ. The members are not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissions(Model):
    """Whether a customer may be called.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    messaging_product: str | None = attrs.field(default=None, metadata={"wire": "messaging_product"})
    """Always `whatsapp`."""

    permission: CallPermission | None = attrs.field(default=None, metadata={"wire": "permission"})
    """The customer's permission."""

    actions: list[CallPermissionAction] | None = attrs.field(default=None, metadata={"wire": "actions"})
    """What can be done, and how often."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermission(Model):
    """A customer's permission to be called.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """What the customer said; which values there are is not known."""

    expiration_time: int | None = attrs.field(default=None, metadata={"wire": "expiration_time"})
    """When the permission ends; the unit is not known."""

    can_call: bool | None = attrs.field(default=None, metadata={"wire": "can_call"})
    """Whether the customer may be called now."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissionAction(Model):
    """One thing that can be done towards calling a customer.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    action_name: str | None = attrs.field(default=None, metadata={"wire": "action_name"})
    """What; which values there are is not known."""

    can_perform_action: bool | None = attrs.field(default=None, metadata={"wire": "can_perform_action"})
    """Whether it can be done now."""

    limits: list[CallPermissionLimit] | None = attrs.field(default=None, metadata={"wire": "limits"})
    """How often it can be done."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissionLimit(Model):
    """How often something can be done in a time.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    time_period: str | None = attrs.field(default=None, metadata={"wire": "time_period"})
    """The time it counts for."""

    max_allowed: int | None = attrs.field(default=None, metadata={"wire": "max_allowed"})
    """How often it can be done in that time."""

    current_usage: int | None = attrs.field(default=None, metadata={"wire": "current_usage"})
    """How often it was done."""

    limit_expiration_time: int | None = attrs.field(default=None, metadata={"wire": "limit_expiration_time"})
    """When the count begins anew; the unit is not known."""
