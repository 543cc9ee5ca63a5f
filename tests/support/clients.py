"""Clients as the tests use them: of a fault server, with waits of milliseconds, and of a sandbox, with all its ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chakra_async import Chakra, Retry, Timeouts

if TYPE_CHECKING:
    from chakra_async.sandbox import Sandbox
    from tests.support.faultserver import FaultServer

__all__ = ["PATIENT", "PLANTED_TOKEN", "QUICK", "client_of", "sandbox_client"]

PLANTED_TOKEN: Final = "planted-secret"  # noqa: S105 - planted, so that tests can look for it
QUICK: Final = Retry(attempts=3, initial_wait=0.001, max_wait=0.002)
PATIENT: Final = Timeouts(connect=5, read=10, total=20)


def client_of(server: FaultServer, **options: Any) -> Chakra:
    """Return a client of a fault server that retries at once and carries the planted token."""
    given: dict[str, Any] = {
        "token": PLANTED_TOKEN,
        "base_url": server.url,
        "retry": QUICK,
        "timeouts": PATIENT,
    }
    return Chakra(**{**given, **options})


def sandbox_client(sandbox: Sandbox, **options: Any) -> Chakra:
    """Return a client with the ids of a sandbox, which tries each call once."""
    given: dict[str, Any] = {
        "base_url": sandbox.url,
        "token": sandbox.token,
        "plugin_id": sandbox.plugin_id,
        "phone_number_id": sandbox.phone_number_id,
        "waba_id": sandbox.waba_id,
        "retry": Retry(attempts=1),
    }
    return Chakra(**{**given, **options})
