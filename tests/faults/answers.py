"""Faults that come as an answer: statuses, hints of how long to wait, and bodies."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from chakra_async import Retry, Timeouts
from tests.support import faultserver

from .call_kinds import PROCESS
from .harness import Fault, clear_pauses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .call_kinds import Kind

__all__ = ["BODY", "HINTS", "STATUS"]

LARGE: Final = 16 * 1024 * 1024 + 1
HTML: Final = {"Content-Type": "text/html"}
MUCH: Final = b" " * 500_000
GZIP: Final = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
CHUNKED: Final = {"Transfer-Encoding": "chunked"}


def step(name: str, *steps: faultserver.Step | faultserver.Early, **more: Any) -> Fault:
    """Return the fault of a server that does these steps for every request."""
    return Fault(name=name, steps=lambda _: steps, **more)


def of_good(
    name: str, make: Callable[[bytes], faultserver.Step], *, process: Any = PROCESS, **more: Any
) -> Fault:
    """Return the fault of a server that makes something odd out of the bytes of a good answer."""

    def steps(kind: Kind) -> Sequence[faultserver.Step]:
        return [make(kind.content(process))]

    return Fault(name=name, steps=steps, **more)


def odd(name: str, process: Any, good: Callable[[Any], bool], **more: Any) -> Fault:
    """Return the fault of a good answer with a process that is not as described."""
    return of_good(name, lambda body: faultserver.answer(200, body), process=process, good=good, **more)


def data(name: str, value: Any, **more: Any) -> Fault:
    """Return the fault of a good answer whose `_data` is something else."""
    return step(name, faultserver.json({"_data": value}), **more)


def words(text: str) -> dict[str, Any]:
    return {"_data": [], "_errors": [text]}


def well(kind: Kind) -> faultserver.Step:
    return faultserver.answer(200, kind.content(PROCESS))


def after(name: str, first: bytes) -> Fault:
    """Return the fault of an informational answer before the real one."""

    def make(body: bytes) -> faultserver.Step:
        return faultserver.raw(first + faultserver.head(200, {"Content-Length": str(len(body))}) + body)

    return of_good(name, make)


def redirect(name: str, status: int, location: str) -> Fault:
    return step(name, faultserver.answer(status, headers={"Location": location}))


@cache
def bomb() -> bytes:
    return gzip.compress(b" " * (64 * 1024 * 1024))


def explode(connection: faultserver.Connection) -> Any:
    return faultserver.answer(200, bomb(), GZIP)(connection)


def too_large(status: int) -> faultserver.Step:
    return faultserver.raw(
        faultserver.head(status, {"Content-Length": str(LARGE)}) + b" " * LARGE, then="close"
    )


STATUS: Final = (
    of_good("200", lambda body: faultserver.answer(200, body)),
    of_good("201", lambda body: faultserver.answer(201, body)),
    of_good("203 through a proxy", lambda body: faultserver.answer(203, body)),
    step("204", faultserver.raw(faultserver.head(204))),
    after("100, then 200", b"HTTP/1.1 100 Continue\r\n\r\n"),
    after("103, then 200", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    step(
        "101",
        faultserver.raw(b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", then="close"),
    ),
    redirect("301 to the same origin", 301, "/elsewhere"),
    redirect("301 to another origin", 301, "https://evil.example/steal"),
    redirect("302 to another origin", 302, "https://evil.example/steal"),
    redirect("303", 303, "/done"),
    step("304", faultserver.raw(faultserver.head(304))),
    redirect("307 to the same origin", 307, "/elsewhere"),
    redirect("307 to another origin", 307, "//evil.example/steal"),
    redirect("308 to an invalid address", 308, "https://[bad"),
    step("400", faultserver.json(words("name is missing"), 400)),
    step("400 in plain text", faultserver.answer(400, b"no")),
    step("400 with Meta's 131009", faultserver.json(words("(#131009) Parameter value is not valid"), 400)),
    step("400 with Meta's 131047", faultserver.json(words("(#131047) Re-engagement message"), 400)),
    step("400 with Meta's 132001", faultserver.json(words("(#132001) Template does not exist"), 400)),
    step("400 with Meta's 4", faultserver.json({"error": {"message": "Too many calls", "code": 4}}, 400)),
    step("400 with Meta's 80007", faultserver.json(words("(#80007) Rate limit"), 400)),
    step("400 with Meta's 130429", faultserver.json(words("(#130429) Rate limit hit"), 400)),
    step("400 with Meta's 131056", faultserver.json(words("(#131056) Pair rate limit"), 400)),
    step("401", faultserver.json({"code": "UNAUTHORIZED", "message": "no"}, 401)),
    step("402", faultserver.json({}, 402)),
    step("403", faultserver.json({}, 403)),
    step("403 with Meta's 4", faultserver.json({"error": {"code": 4}}, 403)),
    step("404", faultserver.answer(404, b"Not Found")),
    step("405", faultserver.answer(405)),
    step("408", faultserver.answer(408)),
    step("409", faultserver.json({}, 409)),
    step("413", faultserver.json({}, 413)),
    step("422", faultserver.json({}, 422)),
    step("425", faultserver.answer(425)),
    step("429", faultserver.json({}, 429)),
    Fault(name="429, then 200", steps=lambda kind: [faultserver.json({}, 429), well(kind)]),
    Fault(
        name="429, then 400",
        steps=lambda _: [faultserver.json({}, 429), faultserver.json({}, 400)],
        recovers=True,
    ),
    step("500", faultserver.json({}, 500)),
    step("500 with a message", faultserver.json(words("boom"), 500)),
    step("500 with Meta's 4", faultserver.json({"error": {"code": 4}}, 500)),
    Fault(name="500, then 200", steps=lambda kind: [faultserver.json({}, 500), well(kind)]),
    Fault(
        name="500, then 404",
        steps=lambda _: [faultserver.json({}, 500), faultserver.json({}, 404)],
        recovers=True,
    ),
    step("501", faultserver.answer(501)),
    step("502 in HTML", faultserver.answer(502, b"<html><h1>Bad Gateway</h1>", HTML)),
    step("503", faultserver.json({}, 503)),
    step("503 with Meta's 130429", faultserver.json(words("(#130429) Rate limit hit"), 503)),
    step("503 with a hint", faultserver.json({}, 503, {"Retry-After": "0.02"}), least_wait=0.02),
    step("504", faultserver.answer(504)),
    step("520", faultserver.answer(520)),
    step("999", faultserver.answer(999)),
)


def hint(name: str, value: str, least: float = 0.0, **more: Any) -> Fault:
    return step(name, faultserver.json({}, 429, {"Retry-After": value}), least_wait=least, **more)


def two_headers(connection: faultserver.Connection) -> Any:
    pairs = [("Retry-After", "0.03"), ("Retry-After", "0.02"), ("Content-Length", "2")]
    return faultserver.raw(faultserver.head(429, pairs) + b"{}")(connection)


def far(error: Any) -> bool:
    return bool(error.retry_after > 120)


HINTS: Final = (
    hint("0 seconds", "0", -1),
    hint("0.03 seconds", "0.03", 0.03),
    Fault(
        name="1 second, then 200",
        steps=lambda kind: [faultserver.json({}, 429, {"Retry-After": "1"}), well(kind)],
        least_wait=1.0,
    ),
    hint("an hour", "3600", check=far),
    hint("10^12 seconds", "1000000000000", check=far),
    hint("negative seconds", "-1"),
    hint("nan", "nan"),
    hint("inf", "inf"),
    hint("a date that is past", "Wed, 21 Oct 2015 07:28:00 GMT", -1),
    hint("a date far ahead", "Fri, 31 Dec 2999 23:59:59 GMT", check=far),
    hint("an impossible date", "Fri, 31 Feb 2999 23:59:59 GMT"),
    hint("garbage", "soon"),
    step("two headers", two_headers, least_wait=0.03),
    step("milliseconds in the body", faultserver.json({"retry_after_ms": 20}, 429), least_wait=0.02),
    step(
        "seconds in the body's data", faultserver.json({"_data": {"retryAfter": 0.02}}, 429), least_wait=0.02
    ),
    step(
        "in an error message", faultserver.json(words("slow down, retry after 20 ms"), 429), least_wait=0.02
    ),
    hint("longer than the time left", "30", arm=clear_pauses, settings={"timeouts": Timeouts(total=20)}),
    hint("longer than max_retry_after", "0.03", settings={"retry": Retry(max_retry_after=0.02)}),
)


def chunks(body: bytes) -> bytes:
    return b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"


def twice(body: bytes) -> faultserver.Step:
    """Send a second answer, which was not asked for, right behind the first."""
    evil = body.replace(b"p-1", b"p-6")
    length = {"Content-Length": str(len(body))}
    return faultserver.raw(faultserver.head(200, length) + body + faultserver.head(200, length) + evil)


BODY: Final = (
    step("cut", faultserver.cut()),
    step("cut by a reset", faultserver.cut(then="reset")),
    step("cut in a chunk", faultserver.raw(faultserver.head(200, CHUNKED) + b"20\r\n{", then="close")),
    step(
        "a chunk of no size",
        faultserver.raw(faultserver.head(200, CHUNKED) + b"zz\r\n{}\r\n0\r\n\r\n", then="close"),
    ),
    step(
        "cut after many pieces",
        faultserver.raw(faultserver.head(200, {"Content-Length": "999999"}) + MUCH, then="close"),
    ),
    step(
        "a chunk of no size after many",
        faultserver.raw(faultserver.head(200, CHUNKED) + b"7a120\r\n" + MUCH + b"\r\nzz\r\n", then="close"),
    ),
    step("a 400 that is cut", faultserver.cut(400)),
    step("a 429 that is cut", faultserver.cut(429)),
    step("a 500 that is cut", faultserver.cut(500)),
    step("empty", faultserver.answer(200)),
    step("HTML", faultserver.answer(200, b"<html>Welcome</html>", HTML)),
    of_good("a wrong content type", lambda body: faultserver.answer(200, body, HTML)),
    step("not JSON", faultserver.answer(200, b"{'_data': 1}")),
    step("two documents", faultserver.answer(200, b"{}{}")),
    step("NaN", faultserver.answer(200, b'{"_data": NaN}'), good=lambda one: one != one),  # noqa: PLR0124 - NaN alone differs from itself
    step(
        "invalid UTF-8",
        faultserver.answer(200, b'{"_data": "\xff\xfe"}'),
        good=lambda one: one == "\ufffd\ufffd",
    ),
    of_good("a byte order mark", lambda body: faultserver.answer(200, b"\xef\xbb\xbf" + body)),
    step("depth 10,000", faultserver.answer(200, b"[" * 10_000 + b"]" * 10_000)),
    of_good("gzip that was not asked for", lambda body: faultserver.answer(200, gzip.compress(body), GZIP)),
    of_good(
        "deflate that was not asked for",
        lambda body: faultserver.answer(200, zlib.compress(body), {"Content-Encoding": "deflate"}),
    ),
    step("wrong gzip", faultserver.answer(200, b"this is not gzip", GZIP)),
    step("unfinished gzip", faultserver.answer(200, gzip.compress(b'{"_data": 1}')[:-14], GZIP)),
    step("a gzip bomb of 64 MB", explode),
    step("17 MB", too_large(200)),
    step("a 404 of 17 MB", too_large(404)),
    step("a 500 of 17 MB", too_large(500)),
    of_good("a chunk per byte", lambda body: faultserver.raw(faultserver.head(200, CHUNKED) + chunks(body))),
    of_good(
        "as long as the connection lives",
        lambda body: faultserver.raw(faultserver.head(200, {"Connection": "close"}) + body, then="close"),
    ),
    of_good("the connection closes after it", lambda body: faultserver.answer(200, body, then="close")),
    of_good("a second answer behind the first", twice),
    of_good("a key twice", lambda body: faultserver.answer(200, b'{"_data":{"id":"p-0"},' + body[1:])),
    of_good("empty _errors", lambda body: faultserver.answer(200, b'{"_errors":[],"error":null,' + body[1:])),
    step("_errors in a 200", faultserver.json(words("(#131026) Message undeliverable"))),
    step("error in a 200", faultserver.json({"error": {"message": "no", "code": 131042}})),
    step("_data.error in a 200", faultserver.json({"_data": {"error": {"message": "no", "code": 131049}}})),
    step("throttling in a 200", faultserver.json(words("(#130429) Rate limit hit"))),
    of_good(
        "data and _errors in a 200",
        lambda body: faultserver.answer(200, b'{"_errors":["(#130429) half of it"],' + body[1:]),
    ),
    odd("an unknown enum value", {**PROCESS, "status": "ASLEEP"}, lambda one: one.status == "ASLEEP"),
    odd("a new member", {**PROCESS, "mood": "good"}, lambda one: one.extra["mood"] == "good"),
    odd("a missing member", {"id": "p-1", "status": "OPEN"}, lambda one: one.created_at is None),
    odd("a member of a wrong type", {**PROCESS, "createdAt": "now"}, lambda one: one.created_at == "now"),
    odd("an integer over 64 bits", {**PROCESS, "createdAt": 2**70}, lambda one: one.id == "p-1"),
    odd("null for the object", None, lambda one: one is None),
    odd("a list for the object", [1, 2], lambda one: one == [1, 2]),
    odd("a string for the object", "yes", lambda one: one == "yes"),
    odd(
        "a member of a wrong type, strictly",
        {**PROCESS, "createdAt": "now"},
        lambda one: False,
        settings={"strict": True},
    ),
    data("_data is null", None, good=lambda one: one is None),
    data("_data is a number", 7, good=lambda one: one == 7),
    step("no _data", faultserver.json({"hello": "there"}), good=lambda one: True),
)
