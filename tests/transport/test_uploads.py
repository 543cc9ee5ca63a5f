"""Uploads: what arrives, what is refused before anything is sent, and what is known when one breaks off."""

from __future__ import annotations

import asyncio
import email
import email.policy
import gc
import io
import os
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import pytest

from chakra_async import UNSET, Chakra, InvalidRequestError, Outcome, Retry, Timeouts, UploadError, errors
from chakra_async._core.forms import multipart
from chakra_async._core.operation import Operation
from chakra_async.events import AttemptFinished
from chakra_async.resource import send
from tests.support import faultserver
from tests.support.clients import PLANTED_TOKEN

UPLOAD = Operation[Any](name="media.upload_public", method="POST", path="/upload", repeatable=False)
AGAIN = Operation[Any](name="media.replace", method="PUT", path="/upload", repeatable=True)
CONTENT = bytes(range(256)) * 4096 + b"end"  # more than a piece and more than a socket's buffer takes
MADE = faultserver.json({"_data": {"publicMediaUrl": "https://media.example/1"}})


def upload(
    chakra: Any, file: Any, *, operation: Any = UPLOAD, timeouts: Any = None, content_type: Any = None
) -> Any:
    form = multipart({"filename": UNSET}, file_field="file", file=file, content_type=content_type)
    return send(chakra._caller, operation, body=form, timeouts=timeouts)


def received(arrival: faultserver.Arrival) -> Any:
    head = f"Content-Type: {arrival.headers['content-type']}\r\n\r\n".encode()
    whole = email.message_from_bytes(head + arrival.body, policy=email.policy.HTTP)
    name, file = whole.iter_parts()
    return name.get_payload(decode=True).decode(), file.get_content_type(), file.get_payload(decode=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture(autouse=True)
def no_handle_stays(tmp_path: Path) -> Any:
    yield
    until = time.monotonic() + 20  # a thread closes what it opens after its call was cancelled
    while (held := _held(tmp_path)) and time.monotonic() < until:
        time.sleep(0.001)
    assert held == []


def _held(folder: Path) -> list[str]:
    held = [str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    return [name for name in held if name.startswith(str(folder))]


async def pieces(*given: Any, then: Any = None) -> Any:
    for piece in given:
        await asyncio.sleep(0)
        yield piece
    if then is not None:
        raise then


async def test_a_path_arrives_whole_under_its_name(server: Any, chakra: Any, path: Any, at_rest: Any) -> None:
    server.usual = MADE
    for file in (path, str(path)):
        response = await upload(chakra, file)
        assert response.data["publicMediaUrl"]
    for arrival in server.arrivals:
        assert received(arrival) == ("photo.jpg", "image/jpeg", CONTENT)
        assert int(arrival.headers["content-length"]) == len(arrival.body)
        assert arrival.headers["authorization"] == "Bearer planted-secret"
    await at_rest()


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
async def test_bytes_arrive_whole(kind: Any, server: Any, chakra: Any) -> None:
    server.usual = MADE
    await upload(chakra, kind(b"\x89PNG\r\n\x1a\n" + CONTENT))
    assert received(server.arrivals[0]) == ("file.png", "image/png", b"\x89PNG\r\n\x1a\n" + CONTENT)


async def test_an_opened_file_is_read_from_its_position_and_left_open(
    server: Any, chakra: Any, path: Any
) -> None:
    server.usual = MADE
    with path.open("rb") as file:
        file.seek(1000)
        await upload(chakra, file)
        assert not file.closed
    assert received(server.arrivals[0]) == ("photo.jpg", "image/jpeg", CONTENT[1000:])


async def test_an_iterable_is_sent_in_chunks_as_it_comes(server: Any, chakra: Any) -> None:
    server.usual = MADE
    await upload(chakra, pieces(b"", b"%PDF-", b"", bytearray(b"1.7"), memoryview(b" rest")))
    assert server.arrivals[0].headers["transfer-encoding"] == "chunked"
    assert received(server.arrivals[0]) == ("file.pdf", "application/pdf", b"%PDF-1.7 rest")


async def test_a_pipe_is_read_once(server: Any, chakra: Any) -> None:
    server.usual = MADE
    reading, writing = os.pipe()
    os.write(writing, b"OggS and more")
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as file:
        await upload(chakra, file)
    assert received(server.arrivals[0]) == ("file.ogg", "audio/ogg", b"OggS and more")


async def test_what_cannot_be_read_is_refused_before_anything_is_sent(
    server: Any, chakra: Any, tmp_path: Any
) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with (tmp_path / "text").open("w+", encoding="utf-8") as text, (tmp_path / "shut").open("wb") as shut:
        shut.close()
        for file, words in [
            (tmp_path / "missing.png", "file: 'missing.png' cannot be read: No such file"),
            (tmp_path, "directory"),
            (empty, "file is empty"),
            (pipe, "not a regular file"),
            ("no\0path", "cannot be read"),
            (text, "binary mode"),
            (shut, "file"),
            (io.StringIO("text"), "binary mode"),
            (io.BytesIO(b""), "file is empty"),
            (pieces(), "file is empty"),
            (pieces(b"", b""), "file is empty"),
        ]:
            with pytest.raises(InvalidRequestError, match=words) as caught:
                await upload(chakra, file)
            assert caught.value.outcome is Outcome.NOT_SENT
    assert server.connections == 0


async def test_a_file_without_permission_is_refused(chakra: Any, path: Any) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(InvalidRequestError, match="Permission denied"):
        await upload(chakra, path)


@pytest.mark.parametrize("wrong", ["text", 7, None])
async def test_an_iterable_that_gives_no_bytes_or_raises_at_once_sends_nothing(
    wrong: Any, server: Any, chakra: Any
) -> None:
    with pytest.raises(UploadError) as caught:
        await upload(chakra, pieces(wrong))
    assert isinstance(caught.value.__cause__, TypeError)
    own = RuntimeError("mine")
    with pytest.raises(UploadError) as caught:
        await upload(chakra, pieces(then=own))
    assert caught.value.__cause__ is own
    assert caught.value.outcome is Outcome.NOT_SENT
    assert caught.value.operation == "media.upload_public"
    assert server.connections == 0


@pytest.mark.parametrize(
    "own", [RuntimeError("mine"), OSError(5, "mine"), ValueError("mine"), TimeoutError()]
)
@pytest.mark.parametrize("operation", [UPLOAD, AGAIN])
async def test_an_iterable_that_raises_later_leaves_the_outcome_unknown_and_shows_why(
    own: Any, operation: Any, server: Any, chakra: Any, at_rest: Any
) -> None:
    with pytest.raises(UploadError) as caught:
        await upload(chakra, pieces(CONTENT, then=own), operation=operation)
    assert caught.value.__cause__ is own
    assert caught.value.outcome is Outcome.UNKNOWN
    assert len(caught.value.attempts) == 1
    assert server.connections == 1
    await at_rest()


async def test_a_file_that_becomes_shorter_is_an_error(server: Any, chakra: Any, path: Any) -> None:
    path.write_bytes(CONTENT * 20)

    async def shortening(connection: Any) -> None:
        os.truncate(path, 1000)
        await connection.reader.read(2**26)

    server.script = [faultserver.after_reading(1000, shortening)]
    with pytest.raises(UploadError) as caught:
        await upload(chakra, path)
    assert isinstance(caught.value.__cause__, EOFError)


REPEATED = {
    "503": faultserver.json({}, 503, {"Retry-After": "0.01"}),
    "429": faultserver.json({}, 429),
    "closed": faultserver.closed,
    "reset in the body": faultserver.after_reading(70_000, faultserver.reset),
    "503 before the body was read": faultserver.after_reading(
        10, faultserver.json({}, 503, {"Retry-After": "0.01"})
    ),
}


@pytest.mark.parametrize("case", REPEATED)
async def test_a_rereadable_content_is_sent_again_in_full(
    case: Any, server: Any, chakra: Any, path: Any, at_rest: Any
) -> None:
    for file in (path, CONTENT, io.BytesIO(CONTENT)):
        server.arrivals.clear()
        server.script = [REPEATED[case], MADE]
        response = await upload(chakra, file, operation=AGAIN)
        assert len(response.attempts) == 2
        assert received(server.arrivals[-1])[2] == CONTENT
    await at_rest()


@pytest.mark.parametrize("case", REPEATED)
async def test_a_content_that_can_be_read_once_is_sent_once_and_the_error_says_so(
    case: Any, server: Any, chakra: Any, failed: Any, at_rest: Any
) -> None:
    server.script = [REPEATED[case], MADE]
    error = await failed(upload(chakra, pieces(CONTENT, CONTENT), operation=AGAIN))
    assert "can be read only once" in str(error)
    assert len(server.arrivals) == 1
    await at_rest()


async def test_an_iterable_not_yet_read_may_be_sent_after_a_failed_connection(
    chakra: Any, server: Any
) -> None:
    port = server.port
    server._server.close()
    await server._server.wait_closed()

    events: list[Any] = []

    async def back() -> None:
        while not any(isinstance(event, AttemptFinished) for event in events):  # noqa: ASYNC110 - an observer is called
            await asyncio.sleep(0.001)
        server._server = await asyncio.start_server(server._accept, "127.0.0.1", port, limit=2**20)

    server.usual = MADE
    patient = chakra.with_options(
        retry=Retry(attempts=50, initial_wait=0.02, max_wait=0.02), observers=[events.append]
    )
    _, response = await asyncio.gather(back(), upload(patient, pieces(b"one", b"two")))
    assert len(response.attempts) > 1
    assert received(server.arrivals[0])[2] == b"onetwo"


@pytest.mark.parametrize(
    ("step", "error", "outcome"),
    [
        (faultserver.after_reading(70_000, faultserver.reset), errors.ConnectionLostError, Outcome.UNKNOWN),
        (faultserver.after_reading(70_000, faultserver.closed), errors.ConnectionLostError, Outcome.UNKNOWN),
        (
            faultserver.after_reading(10, faultserver.json({}, 413)),
            errors.PayloadTooLargeError,
            Outcome.REFUSED,
        ),
        (faultserver.json({}, 413), errors.PayloadTooLargeError, Outcome.REFUSED),
        (faultserver.json({"_errors": ["no"]}), errors.APIError, Outcome.REFUSED),
        (faultserver.json({}, 500), errors.ServerError, Outcome.UNKNOWN),
        (faultserver.answer(200), errors.ResponseError, Outcome.UNKNOWN),
    ],
)
async def test_a_broken_upload_says_what_is_known(
    step: Any, error: Any, outcome: Any, server: Any, chakra: Any, path: Any, failed: Any, at_rest: Any
) -> None:
    path.write_bytes(CONTENT * 8)
    server.script = [step]
    raised = await failed(upload(chakra, path))
    assert type(raised) is error
    assert raised.outcome is outcome
    assert len(server.arrivals) == 1
    await at_rest()


async def test_a_server_that_stops_reading_ends_in_a_timeout(
    server: Any, chakra: Any, path: Any, failed: Any, at_rest: Any
) -> None:
    path.write_bytes(CONTENT * 30)
    server.script = [faultserver.after_reading(10, faultserver.deaf)]
    error = await failed(upload(chakra, path, timeouts=Timeouts(read=0.1)))
    assert isinstance(error, errors.RequestTimeoutError)
    assert error.outcome is Outcome.UNKNOWN
    await at_rest()


async def test_a_slow_upload_with_progress_does_not_time_out(server: Any, chakra: Any) -> None:
    async def slow() -> Any:
        for _ in range(8):
            await asyncio.sleep(0.3)
            yield b"piece"

    server.usual = MADE
    await upload(chakra, slow(), timeouts=Timeouts(read=1.5))
    assert received(server.arrivals[0])[2] == b"piece" * 8


@pytest.mark.parametrize("after", [0, 0.001, 0.01, 0.03])
async def test_a_cancelled_upload_releases_everything(
    after: Any, server: Any, chakra: Any, path: Any, at_rest: Any
) -> None:
    path.write_bytes(CONTENT * 30)
    ended = []

    async def own() -> Any:
        try:
            while True:
                yield CONTENT
        finally:
            ended.append(True)

    server.usual = faultserver.silent
    content = own()
    for file in (path, content):
        server.script = [faultserver.after_reading(10, faultserver.deaf)]
        task = asyncio.create_task(upload(chakra, file))
        await asyncio.sleep(after)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await content.aclose()
    assert len(ended) <= 1
    await at_rest()


class SlowPath:
    """A path on a slow disk: it is opened when `opens` is set."""

    def __init__(self, path: Any) -> None:
        self.path = str(path)
        self.asked = threading.Event()
        self.opens = threading.Event()

    def __fspath__(self) -> str:
        if threading.current_thread() is not threading.main_thread():
            self.asked.set()
            assert self.opens.wait(20)
        return self.path


@pytest.mark.parametrize("loop", ["goes on", "is closed"])
def test_a_file_that_is_opened_after_its_call_was_cancelled_is_closed(path: Any, loop: str) -> None:
    slow = SlowPath(path)

    async def cancelled() -> list[threading.Thread]:
        async with Chakra(token=PLANTED_TOKEN, base_url="http://127.0.0.1:9") as chakra:
            task = asyncio.create_task(upload(chakra, slow))
            await asyncio.to_thread(slow.asked.wait, 20)
            threads = [each for each in threading.enumerate() if each.name == "chakra_async-upload"]
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            if loop == "goes on":
                opened(threads)
                await asyncio.sleep(0)
            return threads

    def opened(threads: list[threading.Thread]) -> None:
        slow.opens.set()
        for each in threads:
            each.join(20)

    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        opened(asyncio.run(cancelled()))
        gc.collect()
    assert [each.message for each in found if each.category is ResourceWarning] == []


async def test_the_loop_goes_on_while_a_file_is_read(server: Any, chakra: Any) -> None:
    turns = 0

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            nonlocal turns
            before = turns
            for _ in range(2000):
                if turns > before:
                    break
                os.sched_yield()
                import time  # noqa: PLC0415 - this runs in a thread

                time.sleep(0.001)
            else:
                raise AssertionError("the loop stood still")
            return super().read(size)

    async def turning() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    server.usual = MADE
    ticking = asyncio.create_task(turning())
    await upload(chakra, Slow(CONTENT))
    ticking.cancel()
    assert received(server.arrivals[0])[2] == CONTENT
