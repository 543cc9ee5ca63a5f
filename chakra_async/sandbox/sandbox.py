"""The public side of the sandbox: start and stop, faults, customers, record. The server is loaded when started."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, Unpack

from chakra_async._core.masking import masked
from chakra_async.errors import SettingsError
from chakra_async.sandbox import representations
from chakra_async.sandbox.clock import SandboxClock
from chakra_async.sandbox.customers import Customer, Samples, add_samples
from chakra_async.sandbox.fault_controls import FaultControls
from chakra_async.sandbox.heard import transcript
from chakra_async.sandbox.hosts import AllowedHosts, ExposedSandboxWarning, is_loopback, reachable
from chakra_async.sandbox.operation_names import OperationNames
from chakra_async.sandbox.people import USER_ID, digits_of
from chakra_async.sandbox.record import KEEP_BYTES, Arrival, Record
from chakra_async.sandbox.state import State
from chakra_async.sandbox.stores.accounts import PHONE_NUMBER_ID, PLUGIN_ID, WABA_ID, Account
from chakra_async.sandbox.webhooks.controls import Webhooks

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from chakra_async.client import Chakra
    from chakra_async.sandbox.faults import Fault, FaultOptions
    from chakra_async.sandbox.page.app import Page
    from chakra_async.sandbox.server import Server
    from chakra_async.sandbox.service import Service
    from chakra_async.sandbox.webhooks.notices import Notice
    from chakra_async.settings.options import ClientOptions
    from chakra_async.webhooks.recordings import RecordedDelivery

__all__ = ["Sandbox"]

_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"
_MAX_BODY: Final = 128 * 2**20
_PROCEDURES: Final = ("ticket", "fieldvisit")


class Sandbox:
    """A local ChakraHQ with state and faults on demand.

    It holds leads, processes, tasks, campaigns, jobs, users, photos and chats, and a WhatsApp plugin with a business
    account and a number, whose ids are `plugin_id`, `waba_id` and `phone_number_id`. It validates every request against
    the description (an invalid one gets 400 with the reasons in `_errors`), and answers in the form of the API. What is
    not documented is chosen, and marked so in the source. Its state, faults and record live as long as the object: it
    can be stopped and started again, on the same port.

    Args:
        host: The address to listen on.
        port: The port; 0 lets the system choose a free one.
        allowed_hosts: Further names of this server that the header `Host` may have, such as that of a container. A
            request with another `Host` or `Origin` gets 403, so that no web page can use the sandbox.
        token: The valid access token; any other gets 401.
        campaign_id: The id of the campaign that exists from the start.
        plugin_id: The id of the WhatsApp plugin.
        phone_number_id: Meta's id of the team's number, digits.
        waba_id: The id of the WhatsApp Business Account, digits.
        procedures: Short ids of the procedures besides `lead`; any other gets 404.
        record_path: A file that every arrival is appended to as a line of JSON before it is answered, so the
            record survives a crash of the tested program. Nothing in it is masked.
        rate_ceiling: How many requests may arrive in one second; more get 429. None for no ceiling. See
            `FaultControls.add_ceiling`.
        keep_arrivals: How many of the newest arrivals to keep in memory (about 300 bytes each, and the body); None for
            all.
        keep_bytes: How many bytes of the bodies of arrivals to keep in memory; the oldest bodies are dropped first.
        max_body: How many bytes the body of a request may have; a larger one gets 413.
        entries_per_second: How many entries of a bulk job are done per second.
        review_seconds: How long Meta takes to approve a template; 0 approves it at once.
        session_windows: Whether a message that is not a template is refused unless its recipient wrote in the last
            24 hours; see `Customer.says`.
        next_page_name: The member of `_meta` that holds the path of the next page in `jobs.entries`; its name is not
            documented.
        clock: Gives the time in epoch seconds, for tests that control the time.
        description: A JSON file with another description than the one of the package.
        webhook_hosts: Hosts besides this machine that webhooks may go to when their address is set by
            `plugins.update_config`.
        webhook_secret: The secret that webhooks are signed with.
        seed: The seed of chance for the faults of webhooks: the same seed gives the same faults.
        page: Whether there is a page at `/` on which one can be a customer and see what the server did. It needs no
            token, so anyone who can reach the sandbox can use it.

    Attributes:
        faults: The faults and rate ceilings.
        clock: The time in the sandbox, which `clock.advance(hours=25)` moves.
        webhooks: Where what happens is delivered to, and what goes wrong with it.

    Example:
        ```python
        from chakra_async.sandbox import Sandbox

        async with Sandbox() as sandbox, sandbox.client() as chakra:
            sandbox.fault("leads.create", status=429, retry_after=1, times=1)
            await chakra.leads.create(data={"phone_number": "919901258433"})
            print([arrival.status for arrival in sandbox.arrivals])  # [429, 200]
        ```

    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_hosts: Iterable[str] = (),
        token: str = "sandbox-token",  # noqa: S107 - it opens nothing but this sandbox
        campaign_id: str = _CAMPAIGN,
        plugin_id: str = PLUGIN_ID,
        phone_number_id: str = PHONE_NUMBER_ID,
        waba_id: str = WABA_ID,
        procedures: Iterable[str] = _PROCEDURES,
        record_path: str | os.PathLike[str] | None = None,
        rate_ceiling: int | None = None,
        keep_arrivals: int | None = 100_000,
        keep_bytes: int = KEEP_BYTES,
        max_body: int = _MAX_BODY,
        entries_per_second: float = 1000.0,
        review_seconds: float = 5.0,
        session_windows: bool = False,
        next_page_name: str = "nextPath",
        clock: Callable[[], float] | None = None,
        description: str | os.PathLike[str] | None = None,
        webhook_hosts: Iterable[str] = (),
        webhook_secret: str = "sandbox-webhook-secret",  # noqa: S107 - as the token
        seed: int | None = None,
        page: bool = False,
    ) -> None:
        self._description = None if description is None else Path(description)
        self.faults: Final = FaultControls(OperationNames(self._description))
        self._host = host
        self._port = port
        self._hosts = AllowedHosts((host, *allowed_hosts))
        self._max_body = max_body
        self._with_page = page
        self._token = token
        self._campaign_id = campaign_id
        account = Account(plugin_id=plugin_id, phone_number_id=phone_number_id, waba_id=waba_id)
        self.clock: Final = SandboxClock(clock)
        self.webhooks: Final = Webhooks(self.clock, webhook_secret, seed, self._take_in, webhook_hosts)
        self._state = State(procedures, [campaign_id], entries_per_second, account, self.webhooks)
        self._state.whatsapp.review = int(review_seconds * 1000)
        self._state.whatsapp.windows = session_windows
        self._state.next_page_name = next_page_name
        self._record = Record(keep_arrivals, record_path, keep_bytes)
        if rate_ceiling is not None:
            self.faults.add_ceiling(rate_ceiling)
        self._server: Server | None = None
        self._stopped: asyncio.Event | None = None

    @property
    def url(self) -> str:
        """Its address, as a client's `base_url`.

        Raises:
            SettingsError: It has not been started yet, and has no fixed port.

        """
        if not self._port:
            raise SettingsError(
                "the sandbox has no address yet: start it first, with `async with Sandbox() as sandbox`"
            )
        address = reachable(self._host)
        host = f"[{address}]" if ":" in address else address
        return f"http://{host}:{self._port}"

    @property
    def token(self) -> str:
        """The valid access token."""
        return self._token

    @property
    def campaign_id(self) -> str:
        """The id of the campaign that exists from the start."""
        return self._campaign_id

    @property
    def plugin_id(self) -> str:
        """The id of the WhatsApp plugin that belongs to the sandbox's token."""
        return self._state.account.plugin_id

    @property
    def phone_number_id(self) -> str:
        """Meta's id of the team's number."""
        return self._state.account.phone_number_id

    @property
    def waba_id(self) -> str:
        """The id of the WhatsApp Business Account connected to the plugin."""
        return self._state.account.waba_id

    @property
    def arrivals(self) -> list[Arrival]:
        """The arrivals in memory, oldest first: a new list each time."""
        return self._record.arrivals()

    @property
    def arrived(self) -> int:
        """How many requests arrived since it was created, including those no longer in memory."""
        return self._record.total

    @property
    def leads(self) -> int:
        """How many leads there are."""
        return len(self._state.leads)

    def add_campaign(self, campaign_id: str) -> None:
        """Add another campaign."""
        self._state.add_campaign(campaign_id)

    @property
    def tasks(self) -> list[dict[str, Any]]:
        """The tasks of all processes in the form of the API, oldest first."""
        return [representations.task(task) for task in self._state.tasks.all]

    def fault(self, operation: str = "*", **options: Unpack[FaultOptions]) -> Fault:
        """Add a fault; short for `faults.add`.

        Args:
            operation: The operation it is for, such as `campaigns.add_phone_number`, or the client's method that calls
                it, such as `messages.send_text`; `*` for every one.
            **options: What goes wrong and when; see `Fault`.

        Returns:
            The fault, which counts the requests it met, and can be given to `faults.clear`.

        Raises:
            SettingsError: The operation is unknown, or the fault would do nothing or answer in two ways at once.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> sandbox = Sandbox()
            >>> sandbox.fault("leads.create", reset="after", times=1).kind
            'reset after'

        """
        return self.faults.add(operation, **options)

    def customer(
        self, phone_number: str = "", *, user_id: str = "", name: str = "", username: str = "", to: str = ""
    ) -> Customer:
        """Return a customer of the team, who can send messages and files, read messages and call.

        A customer may have a user id and no phone number, as users have who go by a username: messages reach such a one
        by `recipient`.

        Args:
            phone_number: The customer's phone number with the country code.
            user_id: The business-scoped user id (BSUID), such as `IN.13491208655302741918`.
            name: The name in the customer's WhatsApp profile.
            username: The name that the customer chose on WhatsApp.
            to: The `phone_number_id` of the team's number that the customer writes to, and alone hears; by default it writes to
                the first account's number and hears all of them. An answer to a message goes to the number that sent it.

        Raises:
            SettingsError: There is neither a number nor a user id, or one of them does not have the form of one; or the team
                does not have the number `to`.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> Sandbox().customer(user_id="IN.13491208655302741918", name="Asha").says("Hello?").text
            'Hello?'

        """
        digits = digits_of(phone_number)
        if (phone_number and not digits) or not (digits or user_id):
            raise SettingsError(
                "a customer needs a phone number with digits, such as 919901258433, or a user_id"
            )
        if user_id and USER_ID.fullmatch(user_id) is None:
            raise SettingsError(
                "the user_id of a customer must be a country code, a dot, and letters or digits, such as IN.13491208655302741918"
            )
        account = self._state.account_named(to) if to else None
        contact = self._state.conversations.contacts.add(digits, user_id, name=name, username=username)
        return Customer(self._state, self.clock, contact, self.webhooks.settled, account)

    @property
    def transcript(self) -> str:
        """Every conversation as text, with the customers' numbers masked; empty where no one has written."""
        templates = self._state.whatsapp.templates
        self._state.advance(self.clock.milliseconds())
        return "\n\n".join(
            f"{masked(chat.handle)} {chat.contact.name}".strip()
            + f":\n{transcript(templates, chat.messages)}"
            for chat in self._state.conversations.chats
        )

    def add_samples(self) -> Samples:
        """Let a customer write, send an image and call; return the ids, for trying receipts, media and call actions.

        Example:
            >>> from chakra_async.sandbox import Sandbox
            >>> sandbox = Sandbox()
            >>> samples = sandbox.add_samples()
            >>> [message.data_type for message in sandbox.customer(samples.phone_number).messages]
            ['image', 'text']

        """
        return add_samples(self._state, self.clock)

    def client(self, **options: Unpack[ClientOptions]) -> Chakra:
        """Return a client of this sandbox, with its address, token and ids.

        Args:
            **options: The options of `Chakra`; they replace the sandbox's.

        Raises:
            SettingsError: The sandbox has not been started yet, or an option cannot be used.

        Example:
            ```python
            async with Sandbox() as sandbox, sandbox.client() as chakra:
                await chakra.messages.send_text("919901258433", "Hello")
            ```

        """
        from chakra_async.client import Chakra  # noqa: PLC0415 - a sandbox alone needs no client

        given: ClientOptions = {
            "base_url": self.url,
            "token": self._token,
            "plugin_id": self.plugin_id,
            "phone_number_id": self.phone_number_id,
            "waba_id": self.waba_id,
            "allow_http": True,
        }
        given.update(options)
        return Chakra(**given)

    def add_tenant(
        self,
        token: str,
        *,
        plugin_id: str,
        phone_number_id: str,
        waba_id: str,
        display_phone_number: str = "+91 98450 00001",
    ) -> None:
        """Add another valid token, with a plugin, a number and a business account of its own.

        Leads, chats and jobs are those of the one team, for every token. `Arrival.tenant` is the plugin id of the
        request's token. `customer(..., to=phone_number_id)` is a customer who writes to the tenant's number.

        Args:
            token: The token.
            plugin_id: The id of the tenant's plugin.
            phone_number_id: Meta's id of the tenant's number.
            waba_id: The id of the tenant's WhatsApp Business Account.
            display_phone_number: The number as people read it.

        Raises:
            SettingsError: The token is taken.

        """
        if token == self._token or token in self._state.tenants:
            raise SettingsError("the token of a tenant is taken: give another one")
        self._state.tenants[token] = Account(
            plugin_id=plugin_id,
            phone_number_id=phone_number_id,
            waba_id=waba_id,
            display_phone_number=display_phone_number,
        )

    def _take_in(self, recorded: RecordedDelivery, now: int) -> Notice:
        from chakra_async.sandbox.replays import take_in  # noqa: PLC0415 - only where a recording is played

        return take_in(self._state, recorded, now)

    async def wait_for_arrivals(self, total: int) -> None:
        """Wait until this many requests have arrived since it was created, answered or not."""
        await self._record.wait_for(total)

    def clear_arrivals(self) -> None:
        """Forget the arrivals in memory; the record file is unchanged."""
        self._record.clear()

    async def start(self) -> Self:
        """Listen.

        Raises:
            SettingsError: It is running already, an extra is not installed, or the description has an operation
                that the sandbox does not serve.
            OSError: The port is taken.

        """
        if self._server is not None:
            raise SettingsError("the sandbox is running already")
        from chakra_async.sandbox.compiled import compiled  # noqa: PLC0415 - only where a sandbox runs
        from chakra_async.sandbox.server import Server  # noqa: PLC0415 - aiohttp, as above
        from chakra_async.sandbox.service import Service  # noqa: PLC0415 - as above

        service = Service(compiled(self._description), self._state, self._token)
        server = Server(
            service=service,
            record=self._record,
            faults=self.faults,
            clock=self.clock,
            hosts=self._hosts,
            max_body=self._max_body,
            page=self._page(service) if self._with_page else None,
        )
        self._record.open()
        try:
            self._port = await server.start(self._host, self._port)
            self._warn_of_exposure()
        except BaseException:
            await server.stop()
            self._record.close()
            raise
        self._state.whatsapp.media.base_url = self.url
        self.webhooks.start()
        self._server = server
        self._stopped = asyncio.Event()
        return self

    def _page(self, service: Service) -> Page:
        try:
            from chakra_async.sandbox.page.app import Page  # noqa: PLC0415 - an extra
            from chakra_async.sandbox.page.sources import Sources  # noqa: PLC0415 - as above
        except ModuleNotFoundError as error:
            raise SettingsError(
                f"the page of the sandbox needs {error.name}: pip install 'chakra-async[sandbox]', or start it with page=False"
            ) from None
        sources = Sources(
            state=self._state,
            record=self._record,
            faults=self.faults,
            webhooks=self.webhooks,
            clock=self.clock,
            operations=tuple(sorted({route.operation for route in service.routes.all})),
        )
        return Page(sources, self._max_body)

    def _warn_of_exposure(self) -> None:
        if not is_loopback(self._host):
            warnings.warn(
                f"the sandbox listens on {self._host or 'every address'}: anyone on the network can use it with its "
                f"token{', and its page without one' if self._with_page else ''}; clients on other machines need allow_http=True. Use host='127.0.0.1' for this machine alone",
                ExposedSandboxWarning,
                stacklevel=3,
            )

    async def stop(self) -> None:
        """Close every connection and stop listening; does nothing when it is not running."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            await self.webhooks.stop()
            await server.stop()
        finally:
            self._record.close()
            if self._stopped is not None:
                self._stopped.set()

    async def serve_forever(self) -> None:
        """Run until stopped or cancelled; started first if it is not running, and stopped at the end in any case."""
        if self._server is None:
            await self.start()
        try:
            if self._stopped is not None:
                await self._stopped.wait()
        finally:
            await self.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if error is None:
            self.faults.warn_unfired()
