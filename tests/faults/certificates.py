"""Certificates for the TLS faults, made once: a good one, and one for each thing that can be wrong with it."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache

import trustme

__all__ = ["expired", "good", "stranger", "trusting", "wrong_host"]


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


@cache
def trusting() -> ssl.SSLContext:
    """Return a client's context that trusts the authority."""
    context = ssl.create_default_context()
    _authority().configure_trust(context)
    return context


def _serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@cache
def good() -> ssl.SSLContext:
    return _serving(_authority().issue_cert("127.0.0.1"))


@cache
def wrong_host() -> ssl.SSLContext:
    return _serving(_authority().issue_cert("elsewhere.example"))


@cache
def expired() -> ssl.SSLContext:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return _serving(
        _authority().issue_cert("127.0.0.1", not_before=yesterday - timedelta(days=9), not_after=yesterday)
    )


@cache
def stranger() -> ssl.SSLContext:
    """Return a context with a certificate of an authority that is not trusted."""
    return _serving(trustme.CA().issue_cert("127.0.0.1"))
