"""`chakra sandbox --webhook`: what happens reaches a receiver that runs on its own."""

from __future__ import annotations

import json
import queue
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.webhooks import CallEvent, ImageReceived, SignatureError, TextReceived, parse, verify
from chakra_async.webhooks.anonymous import Anonymous
from tests.support.deliveries import pass_through, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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


def test_faults_of_deliveries_are_options_too(
    receiver: tuple[str, queue.Queue[tuple[bytes, Any]]], serve: Callable[..., dict[str, str]]
) -> None:
    url, got = receiver
    serve("--webhook", url, "--seed", "7", "--fault", "webhooks:duplicate=2,wrong-secret,times=8")
    bodies: Counter[bytes] = Counter()
    verified = 0
    while verified < 2 or max(bodies.values()) < 2:
        body, headers = got.get(timeout=60)
        bodies[body] += 1
        try:
            verify(body, headers, SECRET)
        except SignatureError:
            continue
        verified += 1
    assert len(bodies) > 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("webhooks:status=429", "unknown option 'status'"),
        ("webhooks:duplicates=2", "did you mean duplicate"),
        ("webhooks:duplicate=two", "duplicate must be an integer"),
        ("webhooks:rate=0.5", "does nothing"),
        ("webhooks:drop,rate=2", "rate above 0"),
        ("webhooks", "must be OPERATION:NAME=VALUE"),
        ("messages.send:duplicate=2", "unknown option 'duplicate'"),
    ],
)
def test_a_fault_of_deliveries_that_cannot_be_is_refused(
    chakra: Callable[..., Any], fault: str, said: str
) -> None:
    done = chakra("sandbox", "--port", "0", "--fault", fault)
    assert done.code == 2
    assert said in done.err


def test_a_recording_is_played_at_the_start(
    receiver: tuple[str, queue.Queue[tuple[bytes, Any]]], serve: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    url, got = receiver
    delivery = json.loads(pass_through(messages=[text("Recorded", wamid="wamid.recorded")]))
    recording = tmp_path / "talks.jsonl"
    line = {"received": "2026-08-01T09:00:00+00:00", "delivery": Anonymous().delivery(delivery)}
    recording.write_text(json.dumps(line), encoding="utf-8")
    environment = serve("--webhook", url, "--replay", str(recording))
    while True:
        body, headers = got.get(timeout=60)
        assert verify(body, headers, SECRET)
        texts = [event for event in parse(body) if isinstance(event, TextReceived)]
        if texts and texts[0].text == "xxxxxxxx":
            break
    assert str(texts[0].sender.phone_number).startswith("9111000000")
    assert environment["CHAKRA_BASE_URL"]


def test_a_recording_that_cannot_be_played_is_refused(chakra: Callable[..., Any], tmp_path: Path) -> None:
    done = chakra("sandbox", "--port", "0", "--replay", tmp_path / "none.jsonl")
    assert done.code == 2
    assert "cannot be read" in done.err
