"""`chakra sandbox --webhook`: what happens reaches a receiver that runs on its own."""

from __future__ import annotations

import queue
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.webhooks import CallEvent, ImageReceived, TextReceived, parse, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "sandbox-webhook-secret"  # noqa: S105 - the sandbox's own


@pytest.fixture
def receiver() -> Iterator[tuple[str, queue.Queue[tuple[bytes, Any]]]]:
    got: queue.Queue[tuple[bytes, Any]] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.put((body, dict(self.headers.items())))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hooks", got
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_samples_reach_a_receiver(
    receiver: tuple[str, queue.Queue[tuple[bytes, Any]]], serve: Callable[..., dict[str, str]]
) -> None:
    url, got = receiver
    serve("--webhook", url, "--seed", "7")
    kinds: set[type] = set()
    while not kinds >= {TextReceived, ImageReceived, CallEvent}:
        body, headers = got.get(timeout=60)
        assert verify(body, headers, SECRET)
        kinds |= {type(event) for event in parse(body)}


def test_what_is_no_address_is_refused(chakra: Callable[..., Any]) -> None:
    done = chakra("sandbox", "--port", "0", "--webhook", "hooks")
    assert done.code == 2
    assert "must be an http address" in done.err
