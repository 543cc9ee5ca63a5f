# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `phone_numbers`."""

from __future__ import annotations

from typing import Any

import attrs

from chakra_async.model import Model

__all__ = ["HealthEntity", "HealthStatus", "PhoneNumber", "QualityScore", "Throughput"]


@attrs.define(kw_only=True, eq=False, repr=False)
class PhoneNumber(Model):
    """A WhatsApp phone number of the team: what ChakraHQ and Meta say of it. The members are those that public
    client code reads.

    Evidence: Seen in public code, not documented: seen in client code; no page was found. Source:
    https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

    """

    id: str | None = attrs.field(default=None, metadata={"wire": "id"})
    """Meta's id of the number, which the calls take as `phone_number_id`."""

    waba: str | None = attrs.field(default=None, metadata={"wire": "waba"})
    """The id of the WhatsApp Business Account it belongs to."""

    display_phone_number: str | None = attrs.field(default=None, metadata={"wire": "displayPhoneNumber"})
    """The number as people read it."""

    verified_name: str | None = attrs.field(default=None, metadata={"wire": "verifiedName"})
    """The name that customers see."""

    status: str | None = attrs.field(default=None, metadata={"wire": "status"})
    """Meta's status of the number; which values there are is not known."""

    chakra_status: str | None = attrs.field(default=None, metadata={"wire": "chakraStatus"})
    """ChakraHQ's status of the number; which values there are is not known."""

    account_mode: str | None = attrs.field(default=None, metadata={"wire": "accountMode"})
    """`LIVE` or `SANDBOX`."""

    quality_score: QualityScore | None = attrs.field(default=None, metadata={"wire": "qualityScore"})
    """How Meta rates its quality."""

    messaging_limit_tier: str | None = attrs.field(default=None, metadata={"wire": "messagingLimitTier"})
    """How many customers Meta lets it write to first; which values there are is not known."""

    code_verification_status: str | None = attrs.field(
        default=None, metadata={"wire": "codeVerificationStatus"}
    )
    """Whether the number was verified by a code; which values there are is not known."""

    name_status: str | None = attrs.field(default=None, metadata={"wire": "nameStatus"})
    """Whether Meta accepted the name; which values there are is not known."""

    platform_type: str | None = attrs.field(default=None, metadata={"wire": "platformType"})
    """The platform the number is hosted on; which values there are is not known."""

    throughput: Throughput | None = attrs.field(default=None, metadata={"wire": "throughput"})
    """How much Meta lets it send."""

    health_status: HealthStatus | None = attrs.field(default=None, metadata={"wire": "healthStatus"})
    """Whether it can send. Only advice, since a number said to be blocked was seen to send."""


@attrs.define(kw_only=True, eq=False, repr=False)
class QualityScore(Model):
    """How Meta rates the quality of a number.

    Evidence: Seen in public code, not documented. Source:
    https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

    """

    score: str | None = attrs.field(default=None, metadata={"wire": "score"})
    """The rating; which values there are is not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class Throughput(Model):
    """How much Meta lets a number send.

    Evidence: Seen in public code, not documented. Source:
    https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

    """

    level: str | None = attrs.field(default=None, metadata={"wire": "level"})
    """The level; which values there are is not known."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HealthStatus(Model):
    """Whether a number and what it depends on can send.

    Evidence: Seen in public code, not documented. Source:
    https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

    """

    entities: list[HealthEntity] | None = attrs.field(default=None, metadata={"wire": "entities"})
    """The number, its account and the like, one by one."""


@attrs.define(kw_only=True, eq=False, repr=False)
class HealthEntity(Model):
    """Whether one thing that sending depends on lets it happen.

    Evidence: Seen in public code, not documented. Source:
    https://github.com/search?type=code&q=%22v1%2Fext%2Fwhatsapp-phone-number%22

    """

    can_send_message: str | None = attrs.field(default=None, metadata={"wire": "can_send_message"})
    """Whether it can; `BLOCKED` was seen."""

    errors: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "errors"})
    """Why it cannot; client code reads `error_code` of each."""
