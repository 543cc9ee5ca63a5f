"""What goes back over the wire: replies, and the exceptions by which a handler refuses a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["JSON", "MetaRefusal", "Refusal", "Reply", "refused"]

JSON: Final = "application/json; charset=utf-8"


@attrs.frozen
class Reply:
    """An answer: its status, body and headers."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @property
    def succeeded(self) -> bool:
        """Whether its status is a 2xx."""
        return self.status < 300  # noqa: PLR2004 - the end of the 2xx


def refused(status: int, *messages: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a refusal in the form seen in real answers: an empty list as data, and strings in `_errors`."""
    return Reply(status, orjson.dumps({"_data": [], "_errors": messages}), JSON, headers or {})


class Refusal(Exception):  # noqa: N818 - it is an answer of the server, not an error of the library
    """A handler refuses a request; nothing was done."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages

    @property
    def reply(self) -> Reply:
        """The answer it becomes."""
        return refused(self.status, *self.messages)


class MetaRefusal(Refusal):
    """A refusal by Meta of a pass-through operation: Meta's error object, without an envelope."""

    def __init__(self, status: int, message: str, code: int, **details: Any) -> None:
        super().__init__(status, message)
        self.error = {"message": message, "type": "OAuthException", "code": code, **details}

    @property
    def reply(self) -> Reply:
        """The answer it becomes."""
        return Reply(self.status, orjson.dumps({"error": self.error}))
