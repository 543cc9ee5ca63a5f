"""The webhooks of a sandbox as its user has them: targets, faults, the deliveries so far, and waiting for all of them."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypedDict
from urllib.parse import urlsplit

import orjson

from chakra_async.errors import SettingsError
from chakra_async.sandbox.hosts import is_loopback
from chakra_async.sandbox.webhooks.notices import CHAKRA, FORMATS, PASS_THROUGH, body
from chakra_async.sandbox.webhooks.outbox import Attempt, Delivery, Outbox, WebhookFault
from chakra_async.sandbox.webhooks.senders import Sender, UndeliveredError, sender_for

if TYPE_CHECKING:
    import os
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from typing import Unpack

    from chakra_async.sandbox.clock import SandboxClock
    from chakra_async.sandbox.webhooks.notices import Notice
    from chakra_async.webhooks.recordings import RecordedDelivery

__all__ = ["WebhookFaultOptions", "Webhooks"]

_WRONG: Final = "not-the-secret-of-this-sandbox"
_SETTLE_TIMEOUT: Final = 30.0


class WebhookFaultOptions(TypedDict, total=False):
    """What can go wrong with deliveries; see `Webhooks.fault`."""

    duplicate: int
    reorder: bool
    batch: int
    split: bool
    delay: float
    drop: bool
    cut: bool
    wrong_secret: bool
    rate: float
    times: int | None


class Webhooks:
    """Sends what happens in a sandbox to a receiver: an address, or an ASGI application in this process.

    Args:
        clock: The sandbox's clock.
        secret: The secret that deliveries are signed with.
        seed: The seed of chance for faults: the same seed gives the same faults.
        take_in: Adds what a recorded delivery reports to the sandbox, and returns what receivers are sent.
        hosts: Hosts besides this machine that addresses in the configuration of a plugin may have.

    Attributes:
        secret: The secret that deliveries are signed with, for the receiver.

    Example:
        ```python
        async with Sandbox() as sandbox, sandbox.client() as chakra:
            receiver = WebhookReceiver(chakra, secrets=sandbox.webhooks.secret, clock=sandbox.clock.milliseconds)
            sandbox.webhooks.to(receiver)
            async with receiver:
                await sandbox.customer("919901258433").says("hi")
        ```

    """

    def __init__(
        self,
        clock: SandboxClock,
        secret: str,
        seed: int | None,
        take_in: Callable[[RecordedDelivery, int], Notice],
        hosts: Iterable[str] = (),
    ) -> None:
        self.secret: Final = secret
        self._take_in = take_in
        self._hosts = frozenset(host.lower() for host in hosts)
        self._configured: dict[tuple[str, str], tuple[str, frozenset[str] | None, int]] = {}
        self._clock = clock
        self._outbox = Outbox(Random(seed))  # noqa: S311 - the chance of faults
        self._senders: list[Sender] = []
        self._targets: list[str] = []
        self._apps: list[Any] = []
        self._task: asyncio.Task[None] | None = None
        self._wake: asyncio.Event | None = None
        self._busy = 0
        clock.watch(self.wake)
        clock.settle_by(self.settled)

    @property
    def active(self) -> bool:
        """Whether there is a target."""
        return bool(self._senders)

    @property
    def outbox(self) -> Outbox:
        """The deliveries and what becomes of them."""
        return self._outbox

    @property
    def targets(self) -> list[str]:
        """The targets in words, in the order they were added."""
        return list(self._targets)

    @property
    def deliveries(self) -> list[Delivery]:
        """The deliveries so far, oldest first, with their attempts."""
        return list(self._outbox.deliveries)

    def to(
        self,
        target: str | Callable[[Any, Any, Any], Awaitable[None]],
        *,
        formats: Iterable[str] = FORMATS[:2],
    ) -> None:
        """Send what happens from now on to a receiver.

        Args:
            target: An http address, or an ASGI application such as a `WebhookReceiver`.
            formats: `pass_through` (Meta's), `chakra`, or both, as a team can have both switched on; `records` reports
                the changes of leads and other processes, in a form that is not documented.

        Raises:
            SettingsError: The target is neither, or a format is unknown.

        """
        wanted = [formats] if isinstance(formats, str) else list(formats)
        if unknown := [name for name in wanted if name not in FORMATS] or ([] if wanted else ["none"]):
            raise SettingsError(f"formats: {unknown[0]!r} is not one of {', '.join(FORMATS)}")
        self._senders.append(sender_for(target))
        self._targets.append(target if isinstance(target, str) else "an application in this process")
        self._outbox.add_target(wanted)
        if not isinstance(target, str):
            self._apps.append(target)
            wake = getattr(target, "wake", None)
            if callable(wake):
                self._clock.watch(wake)

    def configure(self, waba_id: str, config: Mapping[str, Any]) -> None:
        """Deliver to the addresses in the configuration of a plugin, and not to those that were there before.

        Only addresses of this machine, and of the hosts that the sandbox was given, are delivered to: a test with the
        address of a real receiver must not reach it. That ChakraHQ's format is sent for the listed events alone is inferred
        from the name of the list. What the switches for echoes and templates add is not known, and not simulated.

        Args:
            waba_id: The account whose events they get.
            config: The configuration, see `plugins.update_config`.

        """
        chosen = frozenset(str(one) for one in config.get("whichChakraWebhookEventsToSend") or ())
        chakra = config.get("chakraWebhookUrl") if config.get("enableChakraWebhook") else None
        wanted: tuple[tuple[str, Any, frozenset[str] | None], ...] = (
            (PASS_THROUGH, config.get("passThroughWebhookUrl"), None),
            (CHAKRA, chakra, chosen),
        )
        for form, url, events in wanted:
            known = self._configured.get((waba_id, form))
            if known is not None and known[:2] == (url, events):
                continue
            if known is not None:
                self._outbox.end_target(known[2])
                del self._configured[waba_id, form]
            if isinstance(url, str) and self._may_deliver_to(url):
                self._senders.append(sender_for(url))
                self._targets.append(url)
                number = self._outbox.add_target([form], waba_id=waba_id, events=events)
                self._configured[waba_id, form] = (url, events, number)

    def _may_deliver_to(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        return parts.scheme in {"http", "https"} and (is_loopback(host) or host in self._hosts)

    def fault(self, **options: Unpack[WebhookFaultOptions]) -> WebhookFault:
        """Let something go wrong with deliveries; an attempt that fails is made again, as without faults.

        Args:
            **options: `duplicate=2` makes each delivery twice; `reorder=True` lets later ones come first; `batch=5` puts
                five notices into one delivery of the pass-through format, and `split=True` delivers each batch again, one
                by one; `delay=` seconds; `drop=True` loses the first attempt, `cut=True` breaks it off, `wrong_secret=True`
                signs it with another secret; `rate=` is the share of deliveries that it meets, `times=` how many at most.

        Returns:
            The fault; `met` counts the deliveries.

        Raises:
            SettingsError: It does nothing, or an option cannot be used.

        """
        found = WebhookFault(**options)
        nothing = WebhookFault()
        if all(getattr(found, name) == getattr(nothing, name) for name in _KINDS):
            raise SettingsError("the fault of webhooks does nothing: give one of " + ", ".join(_KINDS))
        if found.duplicate < 1 or found.batch < 1 or found.delay < 0 or not 0 < found.rate <= 1:
            raise SettingsError(
                "duplicate and batch must be 1 or more, delay 0 or more, rate above 0 and at most 1"
            )
        if found.split and not any(one.batch > 1 for one in (found, *self._outbox.faults)):
            raise SettingsError("split needs batches: give batch= as well")
        self._outbox.faults.append(found)
        return found

    @property
    def unfired(self) -> tuple[WebhookFault, ...]:
        """The faults that never met a delivery; a fault with a `rate` below 1 is never one of them."""
        return tuple(fault for fault in self._outbox.faults if not fault.met and fault.rate == 1)

    def clear_faults(self) -> None:
        """Take all faults away."""
        self._outbox.faults.clear()

    async def replay(self, path: str | os.PathLike[str], *, move_clock: bool = True) -> int:
        """Play recorded deliveries as if they came now: `chakra inbox export --masked` writes such a file.

        Every target gets them in their order, signed with the sandbox's secret, with the sandbox's account and number in
        place of the recorded ones. What customers wrote is in their conversations as well, so that it can be answered. Each
        one is handled before the next is sent.

        Args:
            path: The file.
            move_clock: Whether the sandbox's clock moves by the time between the recorded deliveries; otherwise all of them
                come at once.

        Returns:
            How many there were.

        Raises:
            SettingsError: The file cannot be read, or is not what `chakra inbox export` writes.

        Example:
            ```python
            sandbox.webhooks.to(receiver)
            await sandbox.webhooks.replay("tests/data/booking.jsonl")
            print(sandbox.transcript)
            ```

        """
        from chakra_async.webhooks.recordings import read_recording  # noqa: PLC0415 - only where one is played

        played = read_recording(path)
        before: int | None = None
        for recorded in played:
            at = recorded.received
            if move_clock and at is not None and before is not None and at > before:
                await self._clock.advance(seconds=(at - before) / 1000)
            before = at if at is not None else before
            self.note(self._take_in(recorded, self._clock.milliseconds()))
            await self.settled()
        return len(played)

    def note(self, notice: Notice) -> None:
        """Report something that happened in the sandbox."""
        if self._senders:
            self._outbox.note(notice, self._clock.milliseconds())
            self.wake()

    def wake(self) -> None:
        """Look for due deliveries now."""
        if self._wake is not None:
            self._wake.set()

    async def settled(self) -> None:
        """Wait until every due delivery was made, and every receiver in this process has handled its events.

        What is due later by the sandbox's clock is not waited for: advance the clock. For a receiver with this clock
        (`clock=sandbox.clock.milliseconds`) that holds for handlers that are to be tried again, too; another receiver is
        waited for until it has handled or parked everything.

        Raises:
            TimeoutError: That took more than 30 seconds.

        """
        if not self._senders:
            return
        if self._task is None:
            raise SettingsError("the sandbox is not running, so nothing delivers its webhooks")
        async with asyncio.timeout(_SETTLE_TIMEOUT):
            while True:
                while not self._quiet():
                    await asyncio.sleep(0)
                    if not self._quiet():
                        await asyncio.sleep(0.001)
                before = self._outbox.total
                for app in self._apps:
                    by_clock = getattr(app, "clock", None) == self._clock.milliseconds
                    settled = getattr(app, "quiet" if by_clock else "settled", None)
                    if callable(settled):
                        await settled()  # pyright: ignore[reportGeneralTypeIssues] - a receiver's is a coroutine function
                if self._quiet() and before == self._outbox.total:
                    return

    def _quiet(self) -> bool:
        due = self._outbox.next_due()
        return not self._busy and (due is None or due > self._clock.milliseconds())

    def start(self) -> None:
        """Begin to deliver; the sandbox does so when it starts."""
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._run(self._wake), name="chakra-sandbox-webhooks")

    async def stop(self) -> None:
        """End delivering, and close the connections."""
        task, self._task, self._wake = self._task, None, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        for sender in self._senders:
            await sender.close()

    async def _run(self, wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            while (found := self._outbox.take(self._clock.milliseconds())) is not None:
                self._busy += 1
                try:
                    await self._attempt(*found)
                finally:
                    self._busy -= 1
            due = self._outbox.next_due()
            left = None if due is None else max(0.0, due / 1000 - self._clock())
            try:
                async with asyncio.timeout(left):
                    await wake.wait()
            except TimeoutError:
                continue

    async def _attempt(self, delivery: Delivery, at: int, fault: str) -> None:
        """Make an attempt at its time: where the clock was moved, all attempts of the time in between are made."""
        from chakra_async.webhooks.signature import SIGNATURE_HEADER, sign  # noqa: PLC0415 - only where webhooks are sent

        data = orjson.dumps(body(delivery.format, delivery.notices))
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(data, _WRONG if fault == "wrong_secret" else self.secret),
        }
        status: int | None = None
        error = "lost on its way" if fault == "drop" else ""
        if fault != "drop":
            try:
                status = await self._senders[delivery.target].send(data, headers, cut=fault == "cut")
            except UndeliveredError as reason:
                error = str(reason)
        self._outbox.attempted(delivery, Attempt(at=at, status=status, fault=fault, error=error))


_KINDS: Final = ("duplicate", "reorder", "batch", "split", "delay", "drop", "cut", "wrong_secret")
