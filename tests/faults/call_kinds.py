"""The columns of the matrix: each kind of call, how it is made, and the server's successful answer to it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs

from chakra_async import downloads
from chakra_async._core.forms import multipart
from chakra_async._core.operation import Operation
from chakra_async.models.processes import Process
from chakra_async.resource import send
from chakra_async.unset import UNSET
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from chakra_async import Chakra, Response

__all__ = ["KINDS", "Kind", "Made"]

PROCESS_ID: Final = "23a743bb-4671-440d-b491-3cac40eab852"
PROCESS: Final = {
    "id": "p-1",
    "createdAt": 1,
    "updatedAt": 2,
    "status": "OPEN",
    "data": {"city": "Goa"},
    "isDeleted": False,
    "team": "x",
    "procedure": "x",
    "state": "x",
}


@attrs.frozen
class Made:
    """A call that succeeded: its value, and the statuses of its attempts."""

    value: Any
    statuses: tuple[int | None, ...]


def made(value: Any, response: Response[Any]) -> Made:
    return Made(value, tuple(attempt.status for attempt in response.attempts))


class Kind(Protocol):
    """A kind of call; `arm` is awaited once, right before the exchange that the fault is meant for."""

    name: str
    meaning: str
    first: dict[str, Any] | None
    """What the server answers before `arm` is awaited."""

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        """Make the call."""
        ...

    def content(self, process: Any) -> bytes:
        """Return a whole good answer that holds this process."""
        ...

    def process(self, made: Made) -> Any:
        """Return the process out of what the call gave."""
        ...


class Read:
    name = "read"
    meaning = "`processes.get`: it changes nothing"
    first: dict[str, Any] | None = None

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        await arm()
        response = await chakra.with_raw_response.processes.get("lead", PROCESS_ID)
        return made(response.data, response)

    def content(self, process: Any) -> bytes:
        return json.dumps({"_data": process}).encode()

    def process(self, made: Made) -> Any:
        return made.value


class Write(Read):
    name = "write"
    meaning = "`processes.update`: doing it twice equals doing it once"

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        await arm()
        response = await chakra.with_raw_response.processes.update("lead", PROCESS_ID, data={"city": "Goa"})
        return made(response.data, response)


class Send:
    name = "send"
    meaning = "`campaigns.add_phone_number`: doing it twice may reach a person twice"
    first: dict[str, Any] | None = None

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        await arm()
        response = await chakra.with_raw_response.campaigns.add_phone_number(
            campaign_id=CAMPAIGN_ID, phone_number="919901258433"
        )
        return made(response.data, response)

    def content(self, process: Any) -> bytes:
        return json.dumps({"_data": {"process": process, "wasCreated": True}}).encode()

    def process(self, made: Made) -> Any:
        return getattr(made.value, "process", made.value)


class Page:
    name = "page"
    meaning = "`processes.list`: the fault meets its second page"
    first: dict[str, Any] | None = {"_data": [{**PROCESS, "id": "p-0"}], "_meta": {"hasMore": True}}  # noqa: RUF012 - it is never changed

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        found: list[Any] = []
        statuses: tuple[int | None, ...] = ()
        pages = chakra.processes.list("lead", limit=1).pages()
        try:
            async for page in pages:
                statuses = tuple(attempt.status for attempt in page.response.attempts)
                found += page.items
                if page.has_more:
                    await arm()
        finally:
            await pages.aclose()
            assert found  # the page before the fault was given
            assert found[0].id == "p-0"
        return Made(found, statuses)

    def content(self, process: Any) -> bytes:
        return json.dumps({"_data": [process], "_meta": {"hasMore": False}}).encode()

    def process(self, made: Made) -> Any:
        assert len(made.value) <= 2
        return made.value[1] if len(made.value) == 2 else None  # the second page was empty


class Upload(Read):
    name = "upload"
    meaning = "a form with a file of a megabyte, which is sent once only"

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        await arm()
        form = multipart({"filename": UNSET}, file_field="file", file=FILE)
        response = await send(chakra._caller, UPLOAD, body=form)
        return made(response.data, response)


class Download(Read):
    name = "download"
    meaning = "content that is streamed: from the second piece on the request is not repeated"

    async def call(self, chakra: Chakra, arm: Callable[[], Awaitable[None]]) -> Made:
        await arm()
        wanted = downloads.Download(chakra._caller, DOWNLOAD)
        async with wanted as answer:
            whole = b"".join([piece async for piece in answer])
        assert whole == self.content(PROCESS)
        return Made(SimpleNamespace(**PROCESS), tuple(attempt.status for attempt in answer.attempts))

    def content(self, process: Any) -> bytes:
        return b"\xff\xd8\xff\xe0 p-1 " + bytes(range(256)) * 8


FILE: Final = bytes(range(256)) * 4096
UPLOAD: Final = Operation[Process](
    name="media.upload", method="POST", path="/upload", repeatable=False, returns=Process
)
DOWNLOAD: Final = Operation[bytes](
    name="media.download", method="GET", path="/media", repeatable=True, reads=True, returns=bytes
)
KINDS: Final[Sequence[Kind]] = (Read(), Write(), Send(), Page(), Upload(), Download())
