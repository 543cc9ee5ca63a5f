"""What the errors of PostgreSQL and of its connections mean, in words, for all that is kept there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SENTENCES", "connection_texts", "first_line", "sentence_of"]

SENTENCES: Final[Mapping[str, str]] = {
    "28P01": "the database does not accept the role's password: check the address, PGPASSWORD or .pgpass",
    "28000": "the database does not accept the role: check the address and pg_hba.conf",
    "3D000": "the database does not exist: create it, or correct the address",
    "25006": "the database is read-only, such as a standby: give the address of the primary",
}
"""By SQLSTATE; each user adds its own."""


def connection_texts(sentences: Mapping[str, str]) -> dict[str, str]:
    """Return what the words of a failed connection mean, which has no SQLSTATE.

    Args:
        sentences: What SQLSTATEs mean; `28P01`, `28000` and `53300` are among them.

    """
    return {
        "password authentication failed": sentences["28P01"],
        "no password supplied": sentences["28P01"],
        "no pg_hba.conf entry": sentences["28000"],
        "too many clients": sentences["53300"],
        "remaining connection slots": sentences["53300"],
        "certificate verify failed": "the server's certificate is not signed by an authority of sslrootcert",
        "does not support SSL": "the server does not speak TLS, and the address asks for it (sslmode)",
        "invalid connection option": "the address has a parameter that libpq does not know",
        "invalid URI query parameter": "the address has a parameter that libpq does not know",
    }


def sentence_of(
    code: str | None, text: str, sentences: Mapping[str, str], texts: Mapping[str, str]
) -> str | None:
    """Return what an error means, or None where only its own words say it.

    Args:
        code: Its SQLSTATE; None for a failed connection.
        text: Its words. Those of a failed connection name host, port, role and database, never a password.
        sentences: What SQLSTATEs mean.
        texts: What the words of failed connections mean.

    """
    if code is not None:
        return sentences.get(code)
    line = first_line(text).rstrip(".")
    return texts.get(next((each for each in texts if each in line), ""), line)


def first_line(text: str) -> str:
    """Return the first line of an error's words: the others can quote values of rows."""
    return text.strip().partition("\n")[0]
