"""`chakra inbox` and `chakra doctor --webhook`, as a user runs them on what a receiver left behind."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Chakra, Retry
from chakra_async.webhooks import Request, TextReceived, WebhookReceiver, event_from_raw, parse
from chakra_async.webhooks.anonymous import Anonymous
from chakra_async.webhooks.inbox import EventState
from tests.support.deliveries import PERSON, SECRET, pass_through, signed, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "inbox.db"
    monkeypatch.setenv("CHAKRA_INBOX", str(path))
    return path


def receive(path: Path, *bodies: bytes, fail: bool = True) -> WebhookReceiver:
    receiver = WebhookReceiver(Chakra(token="t"), secrets=SECRET, inbox=path, retry=Retry(attempts=1))  # noqa: S106

    @receiver.on(TextReceived)
    async def handle(event: TextReceived) -> None:
        if fail and event.text == "bad":
            raise ValueError(f"no lead with {PERSON}")

    async def run() -> None:
        async with receiver:
            for body in bodies:
                await receiver.respond(request_of(body))
            receiver.wake()
            await receiver.settled()

    asyncio.run(run())
    return receiver


def request_of(body: bytes) -> Request:
    async def chunks() -> AsyncIterator[bytes]:
        yield body

    headers = [(name.lower().encode(), value.encode()) for name, value in signed(body).items()]
    return Request(method="POST", query={}, headers=headers, chunks=chunks())


SOME = pass_through(
    contacts=[{"profile": {"name": "Asha Rao"}, "wa_id": PERSON}],
    messages=[
        text("good", wamid="wamid.1"),
        text("bad", wamid="wamid.2"),
        text("other", wamid="wamid.3", sender="919900000001"),
    ],
)


def test_show_counts_what_is_there(chakra: Callable[..., Any], inbox: Path) -> None:
    receive(inbox, SOME)
    done = chakra("inbox", "show")
    assert (done.code, "  settled: 2" in done.out, "  parked: 1" in done.out) == (0, True, True)
    found = json.loads(chakra("inbox", "show", "--json", "--inbox", inbox).out)
    assert found["events"] == {"new": 0, "running": 0, "settled": 2, "parked": 1}


def test_parked_events_are_listed_redriven_and_handled(chakra: Callable[..., Any], inbox: Path) -> None:
    receive(inbox, SOME)
    done = chakra("inbox", "parked")
    assert done.code == 1
    assert "ValueError: no lead with 91********44" in done.out
    assert PERSON not in done.out
    [one] = json.loads(chakra("inbox", "parked", "--json").out)
    assert (one["kind"], one["attempts"], one["code"]) == ("text", 1, "ValueError")
    assert chakra("inbox", "parked", "--code", "KeyError").code == 0
    assert chakra("inbox", "redrive", "--code", "KeyError").code == 1
    assert chakra("inbox", "redrive", one["id"]).out == "to be handled again: 1\n"
    receive(inbox, fail=False)
    assert json.loads(chakra("inbox", "show", "--json").out)["events"]["settled"] == 3
    assert chakra("inbox", "parked").out == "No event is parked.\n"


def test_a_parked_event_is_not_handled_with_the_delivery_of_another_person(
    chakra: Callable[..., Any], inbox: Path, tmp_path: Path
) -> None:
    receive(inbox, SOME)
    [one] = json.loads(chakra("inbox", "parked", "--json").out)
    other = tmp_path / "other.json"
    other.write_bytes(pass_through(messages=[text("better", wamid="wamid.2", sender="919900000077")]))
    done = chakra("inbox", "redrive", one["id"], "--payload", other)
    assert done.code == 2
    assert "give one of the same person" in done.err
    assert "919900000077" not in done.err
    assert len(json.loads(chakra("inbox", "parked", "--json").out)) == 1


def test_a_parked_event_is_discarded_or_handled_with_another_content(
    chakra: Callable[..., Any], inbox: Path, tmp_path: Path
) -> None:
    receive(inbox, SOME)
    [one] = json.loads(chakra("inbox", "parked", "--json").out)
    better = tmp_path / "better.json"
    better.write_bytes(pass_through(messages=[text("better", wamid="wamid.2")]))
    assert chakra("inbox", "redrive", one["id"], "--payload", better).code == 0
    receive(inbox)
    assert json.loads(chakra("inbox", "show", "--json").out)["events"]["parked"] == 0
    receive(inbox, pass_through(messages=[text("bad", wamid="wamid.9")]))
    assert chakra("inbox", "redrive", "--all", "--discard").out == "discarded: 1\n"
    assert json.loads(chakra("inbox", "show", "--json").out)["events"] == {
        "new": 0,
        "running": 0,
        "settled": 4,
        "parked": 0,
    }


def test_exported_deliveries_are_events_again_and_masked_ones_too(
    chakra: Callable[..., Any], inbox: Path
) -> None:
    receive(inbox, SOME)
    lines = [json.loads(line) for line in chakra("inbox", "export").out.splitlines()]
    assert [event_from_raw(line["delivery"]).dedup_key for line in lines] == [
        f"message/wamid.{one}" for one in (1, 2, 3)
    ]
    [bad] = chakra("inbox", "export", "--state", "parked").out.splitlines()
    assert json.loads(bad)["delivery"] == lines[1]["delivery"]
    assert len(chakra("inbox", "export", "--person", "+919900000001").out.splitlines()) == 1
    masked = chakra("inbox", "export", "--masked").out
    for secret in (PERSON, "919900000001", "917259775805", "Asha", "good", "wamid.1"):
        assert secret not in masked
    events = [event_from_raw(json.loads(line)["delivery"]) for line in masked.splitlines()]
    assert [event.kind for event in events] == ["text"] * 3
    assert events[0].lane == events[1].lane != events[2].lane
    assert str(events[0].sender.name).startswith("Person ")


class Recorder(BaseHTTPRequestHandler):
    got: list[tuple[bytes, str | None]] = []  # noqa: RUF012 - cleared by each test
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signature = self.headers.get("X-Chakra-Signature-256")
        self.got.append((body, signature))
        right = signature == signed(body)["X-Chakra-Signature-256"]
        self.send_response(self.status if right or self.status != 200 else 401)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None: ...  # noqa: A002 - as in the base


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("CHAKRA_WEBHOOK_SECRET", f"{SECRET},other")
    Recorder.got, Recorder.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hooks?a=1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_exported_deliveries_are_played_again_signed(
    chakra: Callable[..., Any], inbox: Path, tmp_path: Path, address: str
) -> None:
    receive(inbox, SOME)
    file = tmp_path / "deliveries.jsonl"
    file.write_text(chakra("inbox", "export").out + "\n", encoding="utf-8")
    done = chakra("inbox", "replay", file, address)
    assert (done.code, done.out) == (0, "sent: 3, of which refused: 0\n")
    assert [parse(body)[0].id for body, _ in Recorder.got] == ["wamid.1", "wamid.2", "wamid.3"]
    Recorder.status = 503
    done = chakra("inbox", "replay", file, address)
    assert (done.code, "line 1: answered with 503" in done.err) == (1, True)


def test_settled_events_and_a_persons_data_are_removed(chakra: Callable[..., Any], inbox: Path) -> None:
    receive(inbox, SOME)
    assert chakra("inbox", "purge", "--person", f"+{PERSON}").code == 0
    assert PERSON not in chakra("inbox", "export").out.replace("{}", "")
    assert chakra("inbox", "purge", "--older-than", "0").out.startswith("removed: ")
    assert chakra("inbox", "purge", "--older-than", "1", "--keys").code == 0
    assert json.loads(chakra("inbox", "show", "--json").out)["events"]["settled"] == 0


SPELLED = f"+{PERSON[:2]} {PERSON[2:7]}-{PERSON[7:]}"


@pytest.mark.parametrize(
    "given", [PERSON, f"00{PERSON}", SPELLED, SPELLED.replace("-", ") ").replace(" ", " (", 1)]
)
def test_a_person_is_found_by_every_spelling_of_the_number(
    chakra: Callable[..., Any], inbox: Path, given: str
) -> None:
    receive(inbox, SOME)
    assert len(chakra("inbox", "export", "--person", given).out.splitlines()) == 2
    assert chakra("inbox", "purge", "--person", given).code == 0
    assert PERSON not in chakra("inbox", "export").out.replace("{}", "")


def test_a_number_of_a_range_that_is_not_in_use_is_found_as_it_came(
    chakra: Callable[..., Any], inbox: Path
) -> None:
    receive(inbox, pass_through(messages=[text("good", sender="15550001111")]))
    assert len(chakra("inbox", "export", "--person", "15550001111").out.splitlines()) == 1


@pytest.mark.parametrize("given", [PERSON[2:], "", "+", "12345"])
def test_what_may_be_another_persons_number_removes_nothing(
    chakra: Callable[..., Any], inbox: Path, given: str
) -> None:
    receive(inbox, SOME)
    done = chakra("inbox", "purge", "--person", given)
    assert (done.code, done.out) == (2, "")
    assert "phone number" in done.err
    assert len(chakra("inbox", "export").out.splitlines()) == 3


@pytest.mark.parametrize(
    "written", ["+91 98765-43210", "(91) 9876543210", "0091 98765 43210", "919876543210", " +919876543210 "]
)
def test_a_person_is_found_however_the_number_is_written(
    chakra: Callable[..., Any], inbox: Path, written: str
) -> None:
    receive(inbox, pass_through(messages=[text("hi", wamid="wamid.9", sender="919876543210")]))
    assert len(chakra("inbox", "export", "--person", written).out.splitlines()) == 1
    assert chakra("inbox", "purge", "--person", written).code == 0
    assert chakra("inbox", "export").out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "--inbox", "nothing.db"),
        ("redrive",),
        ("redrive", "1", "--all"),
        ("redrive", "--all", "--payload", "x.json"),
        ("redrive", "1", "--payload", "nothing.json"),
        ("redrive", "--code", "X", "--discard"),
        ("export", "--state", "lost"),
        ("replay", "nothing.jsonl", "http://127.0.0.1:1"),
        ("purge",),
        ("purge", "--older-than", "1", "--person", "1"),
        ("purge", "--older-than", "10000000"),
        ("purge", "--older-than", "9" * 30),
        ("purge", "--person", "9876543210"),
        ("purge", "--person", "09876543210"),
        ("purge", "--person", ""),
        ("export", "--person", "+12"),
        ("redrive", "9" * 30),
        ("redrive", "0"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    chakra: Callable[..., Any], inbox: Path, arguments: tuple[str, ...], address: str
) -> None:
    assert address
    receive(inbox, SOME)
    done = chakra("inbox", *arguments)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("status", "secret", "code", "said"),
    [
        (200, SECRET, 0, "ok       webhook: A signed delivery is accepted"),
        (200, "wrong", 1, "has another secret"),
        (500, SECRET, 1, "answered with 500"),
        (204, SECRET, 1, "without a signature was answered with 204"),
    ],
)
def test_the_doctor_pings_a_receiver(
    chakra: Callable[..., Any],
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    secret: str,
    code: int,
    said: str,
) -> None:
    Recorder.status = status
    monkeypatch.setenv("CHAKRA_WEBHOOK_SECRET", secret)
    done = chakra("doctor", "--sandbox", "--webhook", address)
    assert (done.code, said in done.out) == (code, True), done.out
    assert all(parse(body) == [] for body, _ in Recorder.got)


def test_the_doctor_says_where_nothing_answers(
    chakra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAKRA_WEBHOOK_SECRET", SECRET)
    assert "cannot be reached" in chakra("doctor", "--sandbox", "--webhook", "http://127.0.0.1:1/").out
    for address in ("ftp://x", "http://[::1/"):
        assert chakra("doctor", "--sandbox", "--webhook", address).code == 2
    monkeypatch.delenv("CHAKRA_WEBHOOK_SECRET")
    assert chakra("doctor", "--sandbox", "--webhook", "http://127.0.0.1:1/").code == 2


@pytest.mark.parametrize("name", ["timestamp", "expiration_timestamp", "time"])
@pytest.mark.parametrize("at", ["1785574800", 1785574800, 1785574800123, "1785574800123"])
def test_a_masked_delivery_keeps_its_times(name: str, at: object) -> None:
    assert Anonymous().delivery({name: at}) == {name: at}


@pytest.mark.parametrize("at", ["919901258433", "+919901258433", 919901258433, "9199012584"])
def test_a_number_in_place_of_a_time_is_masked(at: object) -> None:
    assert str(at) not in json.dumps(Anonymous().delivery({"expiration_timestamp": at, "time": str(at)}))


def test_a_masked_delivery_keeps_nothing_personal() -> None:
    given = {
        "from": PERSON,
        "user_id": {"previous": "IN.1", "current": "IN.2"},
        "profile": {"name": "Asha", "username": "asha"},
        "vcard": "BEGIN:VCARD\nTEL:919911223344",
        "url": "https://example.com/asha/919911223344",
        "email": "asha@example.com",
        "threads": [{"id": PERSON}],
        "number": 919911223344,
        "image": {"id": "123456789012345678", "mime_type": "image/png", "caption": "Asha 7"},
    }
    shown = json.dumps(Anonymous().delivery(given))
    for secret in ("9911223344", "sha", "IN.1", "IN.2"):
        assert secret not in shown
    assert "123456789012345678" in shown
    assert EventState("parked") in EventState
