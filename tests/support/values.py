"""Values that many tests use: ids that exist nowhere, and a phone number reserved for fiction."""

from __future__ import annotations

from typing import Final

__all__ = ["CAMPAIGN_ID", "PROCESS_ID"]

CAMPAIGN_ID: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
PROCESS_ID: Final = "23a743bb-4671-440d-b491-3cac40eab852"
