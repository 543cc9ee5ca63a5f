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
    "CallPermissionActionName",
    "CallPermissionLimit",
    "CallPermissionStatus",
    "CallPermissions",
    "CallRecording",
    "CallResult",
    "CallSession",
    "Calling",
    "CallingSettings",
    "CallingSwitch",
    "DayOfWeek",
    "Holiday",
    "OperatingHours",
    "SdpType",
    "Sip",
    "SipServer",
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

    sdp: str = attrs.field(metadata={"wire": "sdp", "bounds": {"kind": "string"}})
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
class CallRecording(Model):
    """Whether and how a call is recorded, or transcribed.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: CallingSwitch | str = attrs.field(metadata={"wire": "status", "bounds": {"kind": "string"}})
    """Whether it is done."""

    purpose: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "purpose", "bounds": {"kind": "string"}}
    )
    """What it is for."""

    announcement_language: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "announcement_language", "bounds": {"kind": "string"}},
    )
    """The language in which the other side is informed of it."""


class CallingSwitch(StrEnum):
    """Whether a calling feature is on. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"


@attrs.define(kw_only=True, eq=False, repr=False)
class CallingSettings(Model):
    """The settings of a phone number, as far as calling goes.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    calling: Calling | None = attrs.field(default=None, metadata={"wire": "calling"})
    """The calling settings."""

    sip: Sip | None = attrs.field(default=None, metadata={"wire": "sip"})
    """How calls are passed on by SIP. The SDK has it here as well as in `calling`."""

    storage_configuration: dict[str, Any] | None = attrs.field(
        default=None, metadata={"wire": "storage_configuration"}
    )
    """Where Meta keeps data. The members are not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Calling(Model):
    """The calling settings of a phone number.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: CallingSwitch | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "status", "bounds": {"kind": "string"}}
    )
    """Whether calls are possible."""

    call_icon_visibility: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "call_icon_visibility", "bounds": {"kind": "string"}},
    )
    """Whether customers see the call button: `DEFAULT`, or hidden, which Meta writes `DISABLE_ALL` and
    ChakraHQ's SDK `DISABLE ALL`."""

    callback_permission_status: CallingSwitch | str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "callback_permission_status", "bounds": {"kind": "string"}},
    )
    """Whether a customer who calls is asked for permission to be called back."""

    call_hours: CallHours | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "call_hours", "bounds": {"kind": "object"}}
    )
    """When calls are taken. Hours that are given replace all that there were. That they replace the former ones
    is said by Meta's reference of calling."""

    sip: Sip | UnsetType = attrs.field(default=UNSET, metadata={"wire": "sip", "bounds": {"kind": "object"}})
    """How calls are passed on by SIP."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Sip(Model):
    """How calls are passed on by SIP.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: CallingSwitch | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "status", "bounds": {"kind": "string"}}
    )
    """Whether calls are passed on."""

    servers: list[SipServer] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "servers", "bounds": {"kind": "array", "items": "object"}},
    )
    """Where to."""


@attrs.define(kw_only=True, eq=False, repr=False)
class SipServer(Model):
    """A server that calls are passed on to by SIP.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    hostname: str = attrs.field(metadata={"wire": "hostname", "bounds": {"kind": "string"}})
    """The server's name."""

    port: int | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "port", "bounds": {"kind": "integer"}}
    )
    """The server's port."""

    request_uri_user_params: dict[str, str] | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "request_uri_user_params", "bounds": {"kind": "object"}},
    )
    """Parameters of the user part of the request's address."""

    sip_user_password: str | UnsetType = attrs.field(
        default=UNSET,
        metadata={"wire": "sip_user_password", "bounds": {"kind": "string"}},
    )
    """The password, in answers only where it was asked for."""


@attrs.define(kw_only=True, eq=False, repr=False)
class CallHours(Model):
    """When calls are taken.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: CallingSwitch | str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "status", "bounds": {"kind": "string"}}
    )
    """Whether the hours count."""

    timezone_id: str | UnsetType = attrs.field(
        default=UNSET, metadata={"wire": "timezone_id", "bounds": {"kind": "string"}}
    )
    """The time zone of the hours."""

    weekly_operating_hours: list[OperatingHours] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "weekly_operating_hours",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """The hours of each weekday."""

    holiday_schedule: list[Holiday] | UnsetType = attrs.field(
        default=UNSET,
        metadata={
            "wire": "holiday_schedule",
            "bounds": {"kind": "array", "items": "object"},
        },
    )
    """The days that differ."""


class DayOfWeek(StrEnum):
    """A day of the week. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


@attrs.define(kw_only=True, eq=False, repr=False)
class OperatingHours(Model):
    """When calls are taken on one day of each week.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    day_of_week: DayOfWeek | str = attrs.field(metadata={"wire": "day_of_week", "bounds": {"kind": "string"}})
    """The day."""

    open_time: str = attrs.field(metadata={"wire": "open_time", "bounds": {"kind": "string"}})
    """From when, in the time zone of the hours."""

    close_time: str = attrs.field(metadata={"wire": "close_time", "bounds": {"kind": "string"}})
    """Until when, in the time zone of the hours."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Holiday(Model):
    """A date on which calls are taken at other hours.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    date: str = attrs.field(metadata={"wire": "date", "bounds": {"kind": "string"}})
    """The date."""

    start_time: str = attrs.field(metadata={"wire": "start_time", "bounds": {"kind": "string"}})
    """From when, in the time zone of the hours."""

    end_time: str = attrs.field(metadata={"wire": "end_time", "bounds": {"kind": "string"}})
    """Until when, in the time zone of the hours."""


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


class CallPermissionStatus(StrEnum):
    """Whether a customer permits calls; `permanent` is Meta's, since 2025-11-03. A value that is not listed
    stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    NO_PERMISSION = "no_permission"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermission(Model):
    """A customer's permission to be called.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    status: CallPermissionStatus | str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Whether the customer permits calls."""

    expiration_time: int | None = attrs.field(default=None, metadata={"wire": "expiration_time"})
    """When a temporary permission ends, in epoch seconds. Inferred, not documented: the unit is that of Meta's
    samples."""

    can_call: bool | None = attrs.field(default=None, metadata={"wire": "can_call"})
    """Whether the customer may be called now."""


class CallPermissionActionName(StrEnum):
    """Something that can be done towards calling a customer. A value that is not listed stays a plain string.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    SEND_CALL_PERMISSION_REQUEST = "send_call_permission_request"
    START_CALL = "start_call"


@attrs.define(kw_only=True, eq=False, repr=False)
class CallPermissionAction(Model):
    """One thing that can be done towards calling a customer.

    Evidence: Seen in public code, not documented. Source: https://github.com/chakrahq/chakra-chat-sdk

    """

    action_name: CallPermissionActionName | str | None = attrs.field(
        default=None, metadata={"wire": "action_name"}
    )
    """What can be done."""

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
    """The time it counts for, as an ISO 8601 duration such as `PT24H` or `P7D`. Inferred, not documented: the
    form is that of Meta's samples."""

    max_allowed: int | None = attrs.field(default=None, metadata={"wire": "max_allowed"})
    """How often it can be done in that time."""

    current_usage: int | None = attrs.field(default=None, metadata={"wire": "current_usage"})
    """How often it was done."""

    limit_expiration_time: int | None = attrs.field(default=None, metadata={"wire": "limit_expiration_time"})
    """When the count begins anew, in epoch seconds. Inferred, not documented: the unit is that of Meta's
    samples."""
