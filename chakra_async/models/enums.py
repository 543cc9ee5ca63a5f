# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `enums`."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ChatMessageDirection"]


class ChatMessageDirection(StrEnum):
    """Which way a message went. A value that is not listed stays a plain string.

    Evidence: OUTBOUND is in that page's example of a process; INBOUND follows from it. Source:
    https://apidocs.chakrahq.com/api-27595176

    """

    OUTBOUND = "OUTBOUND"
    INBOUND = "INBOUND"
