"""Downloads: what is content and what is not, what is left behind, and what is held while one is open."""

from __future__ import annotations

# ruff: noqa: ASYNC110 - the server sets no event
import asyncio
import errno
import gc
import gzip
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import InvalidRequestError, Limits, Outcome, ResponseError, SettingsError, Timeouts, errors
from chakra_async._core.operation import Operation
from chakra_async.downloads import AtomicFile, Download
from tests.support import faultserver

if TYPE_CHECKING:
    from pathlib import Path

DOWNLOAD = Operation[bytes](
    name="media.download",
    method="GET",
    path="/v2/whatsapp/{version}/media/{mediaId}/show",
    repeatable=True,
    reads=True,
    envelope=False,
    returns=bytes,
)
CONTENT = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 2000
JPEG = {"Content-Type": "image/jpeg"}
BOMB = gzip.compress(b"x" * (64 * 1024 * 1024))


def download(chakra: Any, media: Any = "123", *, timeouts: Any = None) -> Download:
    return Download(chakra._caller, DOWNLOAD, path={"version": "v22.0", "mediaId": media}, timeouts=timeouts)


def content(body: bytes = CONTENT, headers: Any = JPEG, **more: Any) -> Any:
    return faultserver.answer(200, body, headers, **more)


def chunked(*pieces: bytes, end: bool = True, then: str = "keep") -> Any:
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return faultserver.raw(
        faultserver.head(200, {"Transfer-Encoding": "chunked", **JPEG})
        + body
        + (b"0\r\n\r\n" if end else b""),
        then=then,
    )


@pytest.fixture
def target(tmp_path: Path) -> Any:
    """A file that is there already; nothing but it may be left."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"before")
    yield path
    assert [entry.name for entry in tmp_path.iterdir()] == ["photo.jpg"]


async def test_a_download_can_be_saved_read_and_iterated(
    server: Any, chakra: Any, target: Any, at_rest: Any
) -> None:
    server.usual = content(headers={**JPEG, "Content-Disposition": 'attachment; filename="../a.jpg"'})
    wanted = download(chakra)
    assert await wanted.save(target) == target
    assert target.read_bytes() == CONTENT
    assert await wanted.read() == CONTENT
    async with wanted as answer:
        assert (answer.status, answer.content_type, answer.size) == (200, "image/jpeg", len(CONTENT))
        assert answer.filename == "a.jpg"
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert len(answer.attempts) == 1
        assert b"".join([piece async for piece in answer]) == CONTENT
    assert {arrival.headers["accept"] for arrival in server.arrivals} == {"*/*"}
    assert server.arrivals[0].target == "/v2/whatsapp/v22.0/media/123/show"
    assert server.connections == 1
    await at_rest()


async def test_nothing_is_asked_for_before_it_is_needed_and_bad_arguments_are_refused_at_once(
    server: Any, chakra: Any
) -> None:
    download(chakra)
    with pytest.raises(InvalidRequestError, match="mediaId"):
        download(chakra, "../1")
    assert server.connections == 0


REFUSED_CONTENT = {
    "HTML": (content(b"<html>Sign in", {"Content-Type": "text/html; charset=utf-8"}), "HTML page"),
    "HTML under another name": (content(b"\n <!DOCTYPE HTML><p>"), "HTML page"),
    "empty": (content(b""), "empty"),
    "204": (faultserver.raw(faultserver.head(204)), "empty"),
    "cut at once": (
        faultserver.raw(faultserver.head(200, {"Content-Length": "9"}), then="close"),
        "cut short",
    ),
}


@pytest.mark.parametrize("case", REFUSED_CONTENT)
async def test_an_answer_that_is_not_a_content_is_repeated_and_then_an_error(
    case: Any, server: Any, chakra: Any, target: Any, failed: Any, at_rest: Any
) -> None:
    step, words = REFUSED_CONTENT[case]
    server.usual = step
    error = await failed(download(chakra).save(target))
    assert isinstance(error, ResponseError)
    assert words in str(error)
    assert len(server.arrivals) == 3
    assert target.read_bytes() == b"before"
    server.usual = None
    server.script = [step, content()]
    assert await download(chakra).read() == CONTENT
    await at_rest()


ERRORS = {
    "_errors in a 200": (faultserver.json({"_data": [], "_errors": ["no"]}), errors.APIError, 1),
    "error in a 200": (
        faultserver.json({"error": {"message": "no", "code": 131042}}),
        errors.PaymentError,
        1,
    ),
    "an error in a 200 without a type": (
        faultserver.answer(200, b' {"error": {"message": "no", "code": 100}}'),
        errors.WhatsAppError,
        1,
    ),
    "throttling in a 200": (
        faultserver.json({"error": {"message": "no", "code": 4}}),
        errors.ThrottledError,
        3,
    ),
    "401": (faultserver.json({"message": "no"}, 401), errors.AuthenticationError, 1),
    "404": (faultserver.answer(404, b"Not Found"), errors.NotFoundError, 1),
    "429": (faultserver.json({}, 429), errors.RateLimitedError, 3),
    "500": (faultserver.json({}, 500), errors.ServerError, 3),
    "502 in HTML": (faultserver.answer(502, b"<html>", {"Content-Type": "text/html"}), errors.ServerError, 3),
    "redirect": (faultserver.answer(302, b"", {"Location": "https://cdn.example/1"}), ResponseError, 1),
    "closed": (faultserver.closed, errors.ConnectionLostError, 3),
    "reset": (faultserver.reset, errors.ConnectionLostError, 3),
}


@pytest.mark.parametrize("case", ERRORS)
async def test_an_error_of_a_download_is_that_of_any_call(
    case: Any, server: Any, chakra: Any, target: Any, failed: Any, at_rest: Any
) -> None:
    step, kind, arrivals = ERRORS[case]
    server.usual = step
    error = await failed(download(chakra).save(target))
    assert type(error) is kind
    assert error.operation == "media.download"
    assert len(error.attempts) == len(server.arrivals) == arrivals
    assert target.read_bytes() == b"before"
    await at_rest()


@pytest.mark.parametrize(
    "body",
    [b'{"name": "a document"}', b"[1, 2]", b"{broken", b'{"error": null}', b'"' + b"x" * 70_000 + b'"'],
)
async def test_json_without_an_error_is_a_content(body: Any, server: Any, chakra: Any, at_rest: Any) -> None:
    server.usual = content(body, {"Content-Type": "application/json"})
    assert await download(chakra).read() == body
    await at_rest()


BROKEN = {
    "cut": faultserver.raw(
        faultserver.head(200, {"Content-Length": str(2 * len(CONTENT)), **JPEG}) + CONTENT, then="close"
    ),
    "reset": faultserver.raw(
        faultserver.head(200, {"Content-Length": str(2 * len(CONTENT)), **JPEG}) + CONTENT, then="reset"
    ),
    "cut between chunks": chunked(CONTENT, end=False, then="close"),
    "a bad chunk later": faultserver.raw(
        faultserver.head(200, {"Transfer-Encoding": "chunked", **JPEG})
        + b"%x\r\n%b\r\n" % (len(CONTENT), CONTENT)
        + b"zz\r\n",
        then="close",
    ),
    "an unfinished gzip": content(
        gzip.compress(os.urandom(500_000))[:-1000], {"Content-Encoding": "gzip", **JPEG}
    ),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_a_content_that_breaks_off_leaves_nothing(
    case: Any, server: Any, chakra: Any, target: Any, failed: Any, at_rest: Any
) -> None:
    server.usual = BROKEN[case]
    error = await failed(download(chakra).save(target))
    assert isinstance(error, ResponseError)
    assert error.outcome is Outcome.DONE
    assert error.operation == "media.download"
    assert target.read_bytes() == b"before"
    await failed(download(chakra).read())
    await at_rest()


async def test_a_content_that_broke_off_is_never_reported_as_complete(server: Any, chakra: Any) -> None:
    server.usual = BROKEN["cut between chunks"]
    async with download(chakra) as answer:
        for _ in range(2):
            with pytest.raises(ResponseError, match="cut short"):
                async for _piece in answer:
                    pass
    with pytest.raises(ResponseError, match="cut short"):
        _ = [piece async for piece in answer]
    server.usual = content()
    async with download(chakra) as left:
        pass
    with pytest.raises(ResponseError, match="left before its end"):
        _ = [piece async for piece in left]


@pytest.mark.parametrize("size", [1, 262_144, 262_145, 3_000_000])
async def test_a_compressed_content_is_decompressed_also_in_members(
    size: Any, server: Any, chakra: Any
) -> None:
    body = os.urandom(1000) + b"x" * size
    headers = {"Content-Encoding": "gzip", **JPEG}
    server.script = [
        content(gzip.compress(body), headers),
        content(gzip.compress(body) + gzip.compress(b"more"), headers),
        faultserver.answer(404, gzip.compress(b'{"message": "gone"}'), {"Content-Encoding": "gzip"}),
    ]
    assert await download(chakra).read() == body
    async with download(chakra) as answer:
        assert answer.size is None
        assert b"".join([piece async for piece in answer]) == body + b"more"
    with pytest.raises(errors.NotFoundError, match="gone"):
        await download(chakra).read()


async def test_a_content_encoding_that_was_not_requested_is_an_error(
    server: Any, chakra: Any, failed: Any
) -> None:
    server.usual = content(headers={"Content-Encoding": "br"})
    assert isinstance(await failed(download(chakra).read()), ResponseError)


@pytest.mark.parametrize(
    "step",
    [
        content(b"x" * 1001),
        chunked(b"x" * 600, b"x" * 401),
        content(gzip.compress(b"x" * 1001), {"Content-Encoding": "gzip", **JPEG}),
        content(BOMB, {"Content-Encoding": "gzip", **JPEG}),
    ],
    ids=["announced", "chunked", "packed", "a bomb"],
)
async def test_a_content_above_the_cap_is_refused(
    step: Any, server: Any, chakra: Any, target: Any, failed: Any, at_rest: Any
) -> None:
    server.usual = step
    small = chakra.with_options(download_cap=1000)
    for call in (
        download(small).read(),
        download(chakra).read(cap=1000),
        download(chakra).save(target, cap=1000),
    ):
        error = await failed(call)
        assert "larger than 1000 bytes" in str(error)
        assert error.outcome is Outcome.DONE
    assert len(server.arrivals) == 3
    assert target.read_bytes() == b"before"
    await at_rest()


async def test_a_content_as_large_as_the_cap_is_accepted(server: Any, chakra: Any) -> None:
    server.usual = chunked(b"x" * 600, b"x" * 400)
    assert await download(chakra).read(cap=1000) == b"x" * 1000


@pytest.mark.parametrize("cap", [0, -1, 1.5, True, "1"])
async def test_an_invalid_cap_is_refused(cap: Any, server: Any, chakra: Any, tmp_path: Any) -> None:
    with pytest.raises(InvalidRequestError, match="cap"):
        await download(chakra).read(cap=cap)
    with pytest.raises(InvalidRequestError, match="cap"):
        await download(chakra).save(tmp_path / "a", cap=cap)
    with pytest.raises(SettingsError, match="download_cap"):
        chakra.with_options(download_cap=cap)
    assert server.connections == 0
    assert list(tmp_path.iterdir()) == []


async def test_a_path_that_cannot_be_written_is_refused_before_a_request(
    server: Any, chakra: Any, tmp_path: Any
) -> None:
    for path in (tmp_path, tmp_path / "missing" / "a.jpg", "no\0path", 7):
        with pytest.raises(InvalidRequestError, match="path"):
            await download(chakra).save(path)
    assert server.connections == 0


@pytest.mark.parametrize("method", ["write", "sync"])
async def test_a_full_disk_is_an_error_and_leaves_nothing(
    method: Any, server: Any, chakra: Any, target: Any, monkeypatch: Any, at_rest: Any
) -> None:
    server.usual = content()
    full = OSError(errno.ENOSPC, "No space left on device")

    def fails(*_: object) -> None:
        raise full

    monkeypatch.setattr(AtomicFile, method, fails)
    with pytest.raises(ResponseError, match="No space left") as caught:
        await download(chakra).save(target)
    assert caught.value.__cause__ is full
    assert target.read_bytes() == b"before"
    await at_rest()


async def test_a_file_name_that_cannot_be_used_leaves_nothing(
    server: Any, chakra: Any, tmp_path: Any
) -> None:
    async def step(connection: Any) -> None:
        (tmp_path / "a.jpg").mkdir()  # only after the place was looked at
        await content()(connection)

    server.usual = step
    with pytest.raises(ResponseError, match="cannot be written"):
        await download(chakra).save(tmp_path / "a.jpg")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.jpg"]


async def test_an_open_download_holds_its_slot_until_it_is_closed(server: Any, chakra: Any) -> None:
    gate = chakra._caller.gate
    server.usual = content()
    wanted = download(chakra)
    async with wanted as answer:
        assert gate.in_flight == 1
        with pytest.raises(InvalidRequestError, match="open already"):
            await wanted.__aenter__()
        async for _piece in answer:
            assert gate.in_flight == 1
        assert gate.in_flight == 0  # whole
    assert gate.in_flight == 0
    async with wanted:
        assert gate.in_flight == 1
    assert gate.in_flight == 0


async def test_leaving_early_closes_the_connection(server: Any, chakra: Any, at_rest: Any) -> None:
    server.usual = faultserver.trickle(b"x" * 100, 0.001)

    async def leaves() -> None:
        async with download(chakra) as answer:
            async for _piece in answer:
                _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        await leaves()
    async with asyncio.timeout(20):
        while server.open:
            await asyncio.sleep(0.002)
    await at_rest()


@pytest.mark.parametrize(
    ("timeouts", "words"),
    [(Timeouts(read=0.1), r"Timeouts\.read"), (Timeouts(total=0.3), r"0\.3 s \(Timeouts\.total\)")],
)
async def test_time_limits_hold_while_the_content_is_received(
    timeouts: Any, words: Any, server: Any, chakra: Any, target: Any, at_rest: Any
) -> None:
    async def stalls(connection: Any) -> None:
        await connection.send(faultserver.head(200, {"Content-Length": "1000", **JPEG}) + b"x" * 10)
        if timeouts.read == 0.1:
            await asyncio.sleep(3600)
        while True:
            await connection.send(b"x")
            await asyncio.sleep(0.01)

    server.usual = stalls
    with pytest.raises(errors.RequestTimeoutError, match=words):
        await download(chakra, timeouts=timeouts).save(target)
    assert len(server.arrivals) == 1
    assert target.read_bytes() == b"before"
    await at_rest()


async def test_a_slow_reader_does_not_time_out(server: Any, chakra: Any) -> None:
    server.usual = content()
    got = 0
    async with download(chakra, timeouts=Timeouts(read=0.5)) as answer:
        async for piece in answer:
            got += len(piece)
            if got < 100_000:
                await asyncio.sleep(0.8)
    assert got == len(CONTENT)


async def test_a_loop_that_stood_still_does_not_make_content_too_late_that_had_come(
    server: Any, chakra: Any
) -> None:
    async def step(connection: faultserver.Connection) -> None:
        await connection.send(faultserver.head(200, {"Content-Length": "8", **JPEG}) + b"some")
        await asyncio.sleep(0.1)
        connection.writer.write(b"more")
        time.sleep(0.5)  # noqa: ASYNC251 - it is the fault under test

    server.usual = step
    async with download(chakra, timeouts=Timeouts(read=0.3)) as answer:
        assert b"".join([piece async for piece in answer]) == b"somemore"


@pytest.mark.parametrize("after", [0, 0.005, 0.02, 0.05, 0.1])
async def test_a_cancelled_download_leaves_nothing(
    after: Any, server: Any, chakra: Any, target: Any, at_rest: Any
) -> None:
    server.usual = faultserver.trickle(b"x" * 40_000, 0.002)
    task = asyncio.create_task(download(chakra).save(target))
    await asyncio.sleep(after)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert target.read_bytes() == b"before"
    await at_rest()


async def test_a_client_that_is_closed_ends_its_downloads(server: Any, chakra: Any, target: Any) -> None:
    server.usual = faultserver.trickle(b"x", 0.01)
    task = asyncio.create_task(download(chakra).save(target))
    await server.arrived(1)
    await asyncio.sleep(0.05)
    await chakra.close()
    with pytest.raises(errors.ClientClosedError):
        await task
    assert chakra._caller.gate.in_flight == 0
    assert target.read_bytes() == b"before"


async def test_a_download_that_is_dropped_gives_its_slot_back(
    server: faultserver.FaultServer, chakra: Any
) -> None:
    client = chakra.with_options(limits=Limits(concurrency=1))
    server.script = [faultserver.answer(200, CONTENT, JPEG)]
    answer = await download(client).__aenter__()
    assert client._caller.gate.in_flight == 1
    waiting = asyncio.create_task(client.config.get())
    await asyncio.sleep(0)
    answer._stream._response.close()  # aiohttp complains of one that is left open
    del answer
    gc.collect()
    async with asyncio.timeout(10):
        await waiting
    assert client._caller.gate.in_flight == 0


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660])
async def test_a_file_that_is_replaced_keeps_its_mode(
    chakra: Any, server: faultserver.FaultServer, tmp_path: Path, mode: int
) -> None:
    server.script = [faultserver.answer(200, b"content", {"content-type": "image/png"})]
    path = tmp_path / "card.png"
    path.write_bytes(b"old")
    path.chmod(mode)
    await chakra.media.download("1").save(path)
    assert path.read_bytes() == b"content"
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, errors.NotFoundError), (402, errors.PlanError), (403, errors.PermissionDeniedError)],
)
async def test_of_a_large_error_the_beginning_is_read_and_its_kind_kept(
    server: Any, chakra: Any, status: int, kind: type[errors.APIError]
) -> None:
    large = b'{"_errors": ["no such file"], "padding": "' + b"x" * (8 * 1024 * 1024) + b'"}'
    server.usual = faultserver.answer(status, large, {"Content-Type": "application/json"})
    with pytest.raises(kind) as caught:
        await chakra.media.download("1").read()
    assert "no such file" in str(caught.value)
    assert len(caught.value.body) <= 2000
