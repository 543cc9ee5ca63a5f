"""The templates every account of the sandbox has from the start: one for each kind of parameters."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["SEEDS"]

SEEDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "hello_world",
        "language": "en_US",
        "category": "UTILITY",
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Hello World"},
            {"type": "BODY", "text": "This message shows that sending templates works."},
            {"type": "FOOTER", "text": "Sent by the sandbox"},
        ],
    },
    {
        "name": "christmas_promo_23",
        "language": "en",
        "category": "MARKETING",
        "components": [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW1hZ2UvcG5n"]}},
            {
                "type": "BODY",
                "text": "Hello {{1}}, our presents are ready.",
                "example": {"body_text": [["John"]]},
            },
        ],
    },
    {
        "name": "order_update",
        "language": "en_US",
        "category": "UTILITY",
        "components": [
            {
                "type": "HEADER",
                "format": "TEXT",
                "text": "Order {{1}}",
                "example": {"header_text": ["4711"]},
            },
            {
                "type": "BODY",
                "text": "Hello {{1}}, your order comes on {{2}}.",
                "example": {"body_text": [["Ted", "Monday"]]},
            },
            {
                "type": "BUTTONS",
                "buttons": [
                    {
                        "type": "URL",
                        "text": "Follow it",
                        "url": "https://example.com/orders/{{1}}",
                        "example": ["https://example.com/orders/4711"],
                    },
                    {"type": "QUICK_REPLY", "text": "Cancel it"},
                ],
            },
        ],
    },
    {
        "name": "order_update",
        "language": "pt_BR",
        "category": "UTILITY",
        "components": [
            {
                "type": "BODY",
                "text": "Ola {{1}}, o seu pedido chega {{2}}.",
                "example": {"body_text": [["Ted", "segunda"]]},
            }
        ],
    },
    {
        "name": "appointment_moved",
        "language": "en",
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": [
            {
                "type": "BODY",
                "text": "Hello {{first_name}}, we meet on {{new_date}} instead of {{old_date}}.",
                "example": {
                    "body_text_named_params": [
                        {"param_name": "first_name", "example": "Ted"},
                        {"param_name": "new_date", "example": "Friday"},
                        {"param_name": "old_date", "example": "Monday"},
                    ]
                },
            }
        ],
    },
    {
        "name": "login_otp",
        "language": "en",
        "category": "AUTHENTICATION",
        "components": [
            {
                "type": "BODY",
                "text": "*{{1}}* is your verification code.",
                "add_security_recommendation": True,
            },
            {"type": "FOOTER", "code_expiration_minutes": 10},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy code"}]},
        ],
    },
)
