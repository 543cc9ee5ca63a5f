"""Checks of a setup: `diagnose` finds problems and where to fix them, `verify` compares answers with the description."""

from __future__ import annotations

from chakra_async.doctor.diagnosis import Finding, State, diagnose
from chakra_async.doctor.differences import Difference, differences
from chakra_async.doctor.verification import Checked, Verification, verify
from chakra_async.doctor.webhook import check_webhook

__all__ = [
    "Checked",
    "Difference",
    "Finding",
    "State",
    "Verification",
    "check_webhook",
    "diagnose",
    "differences",
    "verify",
]

for _name in __all__:
    if isinstance(globals()[_name], type):
        globals()[_name].__module__ = __name__
