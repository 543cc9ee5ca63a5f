"""The client of a handler: a normal client whose calls pass a ledger.

The ledger is at the one place that every call passes, above the attempts: retries within a call are one effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from chakra_async._transport.caller import Caller
from chakra_async.webhooks.json_values import as_mapping
from chakra_async.webhooks.ledger.stored import message_id_in, response_json, stored_response
from chakra_async.webhooks.ledger.work import Work, fingerprint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async._core.operation import Operation
    from chakra_async._core.request import Request
    from chakra_async._core.response import Response
    from chakra_async._transport.caller import CallFactory
    from chakra_async.client import Chakra
    from chakra_async.settings import Timeouts
    from chakra_async.webhooks.inbox.records import Effect
    from chakra_async.webhooks.ledger.ledger import Ledger

__all__ = ["JournaledCaller", "journaled"]

T = TypeVar("T")


def journaled(
    chakra: Chakra, ledger: Ledger, *, check: Callable[[], Awaitable[None]] | None = None
) -> Chakra:
    """Return a copy of a client whose calls pass a ledger; also those of copies made of it by `with_options`.

    Args:
        chakra: The client.
        ledger: The ledger.
        check: Is called before a message is sent, and raises where it must not be: that is recorded as what became of the call.

    """
    caller: Caller = chakra._caller  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # one way through for every call
    over = chakra._over  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # the same
    return over(JournaledCaller(caller, ledger, check))


class JournaledCaller(Caller):
    """Makes calls through another caller, each once over all runs of an event.

    Args:
        inner: What makes the calls.
        ledger: What records them.
        check: Is called before a message is sent.

    """

    def __init__(  # pylint: disable=super-init-not-called
        self, inner: Caller, ledger: Ledger, check: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self.settings = inner.settings
        self.pool = inner.pool
        self.gate = inner.gate
        self.http = inner.http
        self.context = inner.context
        self._inner = inner
        self._ledger = ledger
        self._check = check

    def copied(self, copy: Caller) -> Caller:
        """Journal the calls of a copy of the client as well."""
        return JournaledCaller(copy, self._ledger, self._check)

    async def close(self) -> None:
        """Do nothing: the client belongs to the receiver."""

    def reopen(self) -> None:
        """Do nothing: the client belongs to the receiver."""

    async def call(
        self,
        operation: Operation[T],
        request: Request,
        *,
        timeouts: Timeouts | None = None,
        key: str = "",
        factory: CallFactory | None = None,
    ) -> Response[T]:
        """Return the answer to a request, from the ledger if it has one."""
        ledger = self._ledger.current()

        async def make(_effect: Effect | None) -> Response[T]:
            if self._check is not None and operation.sends:
                await self._check()
            return await self._inner.call(operation, request, timeouts=timeouts, key=key, factory=factory)

        if request.streams or (operation.reads and not ledger.ordered):
            ledger.check()
            return await make(None)
        return await ledger.once(
            _work(operation, request, key),
            make,
            lambda response: (response_json(response), message_id_in(response.data)),
            lambda result: stored_response(operation, result),
        )


def _work(operation: Operation[Any], request: Request, key: str) -> Work:
    body = request.body if isinstance(request.body, bytes) else b""
    target, content = _message(operation, request.target, body)
    return Work(
        kind="call",
        name=operation.name,
        fingerprint=fingerprint("call", operation.method, request.target, body),
        target=target,
        number=key,
        content=content,
        # A read receipt can be sent twice.
        repeatable=operation.repeatable or operation.reads or not (operation.sends or operation.proves),
    )


def _message(operation: Operation[Any], target: str, body: bytes) -> tuple[str, str]:
    """Return the recipient of a message, and its text if it has one."""
    if not operation.sends:
        return "", ""
    names, values = operation.path.split("/"), target.partition("?")[0].split("/")
    found = dict(zip(names, values, strict=False)).get("{phoneNumber}", "")
    message = as_mapping(orjson.loads(body) if body else None)
    to = message.get("to")
    texts = (
        as_mapping(message.get("text")).get("body"),
        as_mapping(as_mapping(message.get("interactive")).get("body")).get("text"),
    )
    content = next((each for each in texts if isinstance(each, str)), "")
    return (to if isinstance(to, str) else found), content
