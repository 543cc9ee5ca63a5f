"""The HTTP statuses that decide what an answer means, and the classes of statuses by their first one."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CLIENT_ERRORS",
    "NOT_FOUND",
    "NO_CONTENT",
    "PRESERVING_REDIRECTS",
    "PROXY_LOGIN_REQUIRED",
    "REDIRECTS",
    "SERVER_ERRORS",
    "SUCCESSES",
    "TOKEN_STATUSES",
    "TOO_MANY_REQUESTS",
    "UNAVAILABLE",
]

SUCCESSES: Final = 200
"""The first of 2xx; `SUCCESSES <= status < REDIRECTS` is a success."""
REDIRECTS: Final = 300
"""The first of 3xx."""
CLIENT_ERRORS: Final = 400
"""The first of 4xx."""
SERVER_ERRORS: Final = 500
"""The first of 5xx."""

NO_CONTENT: Final = frozenset({204, 205})
"""Successes without a body."""
PRESERVING_REDIRECTS: Final = frozenset({307, 308})
"""Redirects that ask for the same request elsewhere, so that it was not processed here."""
TOKEN_STATUSES: Final = frozenset({401, 402, 403})
"""Refusals of the token, its plan or its role."""
NOT_FOUND: Final = 404
PROXY_LOGIN_REQUIRED: Final = 407
TOO_MANY_REQUESTS: Final = 429
UNAVAILABLE: Final = 503
