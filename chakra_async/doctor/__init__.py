"""What is wrong with a setup, and where to mend it: `diagnose` looks, `verify` compares answers with the description."""

from __future__ import annotations

from chakra_async.doctor.diagnosis import Finding, State, diagnose
from chakra_async.doctor.differences import Difference, differences
from chakra_async.doctor.verification import Checked, Verification, verify

__all__ = [
    "Checked",
    "Difference",
    "Finding",
    "State",
    "Verification",
    "diagnose",
    "differences",
    "verify",
]
