"""Random deliveries for `verify` and `parse`: only our error may escape, and no flipped bit may be accepted.

`python -m tests.webhooks.fuzz 1000000` runs a million of them and prints what came of them; `--seconds` ends it earlier.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from chakra_async.webhooks import (
    SIGNATURE_HEADER,
    BodyError,
    SignatureError,
    UnknownEvent,
    WebhookSecrets,
    event_from_raw,
    parse,
    sign,
)

DATA: Final = Path(__file__).parents[1] / "data"
SECRET: Final = "s3cret"  # noqa: S105 - of tests
ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    7.5,
    1e300,
    2**70,
    "",
    "text",
    "\x00",
    "\u202e",
    "👍",
    "x" * 5000,
    [],
    {},
    [[]],
    [None],
    [{}],
    {"": None},
    {"id": {}},
    {"type": "text"},
)
RAW_HEADERS: Final[tuple[Any, ...]] = (
    "",
    "sha256=",
    "é",
    "\ud800",
    b"\xff",
    7,
    None,
    "0" * 64,
    "0" * 65,
    ",",
    "\n",
    ("a", "b"),
)


def seeds() -> list[Any]:
    """Return whole deliveries, and each item of them alone."""
    whole = json.loads((DATA / "webhook_pass_through.json").read_text(encoding="utf-8"))
    events = json.loads((DATA / "webhook_chakra.json").read_text(encoding="utf-8"))
    alone = [dict(event.raw) for event in parse(json.dumps(whole))]
    return [
        *alone,
        *events,
        events,
        {"data": events[0]},
        {"body": json.dumps(alone[0])},
        events[0]["payload"],
    ]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container and key in a JSON value."""
    found: list[tuple[Any, Any]] = []
    containers = [value]
    while containers:
        one = containers.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], dict | list):
                containers.append(one[key])
    return found


def spoilt(chance: random.Random, value: Any) -> Any:
    """Return a copy of a JSON value with a few members replaced, removed, renamed or repeated."""
    changed = json.loads(json.dumps(value))
    for _ in range(chance.randrange(1, 4)):
        all_places = places(changed)
        if not all_places:
            return changed
        container, key = chance.choice(all_places)
        match chance.randrange(5):
            case 0:
                container[key] = deepcopy(chance.choice(ODD))
            case 1:
                del container[key]
            case 2:
                other, name = chance.choice(all_places)
                try:
                    container[key] = json.loads(json.dumps(other[name]))
                except (KeyError, IndexError):
                    container[key] = None
            case 3 if isinstance(container, dict):
                container[chance.choice(("id", "type", "event", "payload", "entry", "", "text"))] = container[
                    key
                ]
            case _ if isinstance(container[key], list):
                container[key] = container[key] * 2
            case _:
                container[key] = [container[key]]
    return changed


def body_of(chance: random.Random, given: list[Any]) -> bytes:
    """Return a body: random bytes, a sample with some bytes changed, or one with members changed."""
    kind = chance.randrange(10)
    if kind == 0:
        return chance.randbytes(chance.randrange(200))
    if kind == 1:
        depth = chance.randrange(1, 12_000)
        return chance.choice((b"[", b'{"a":', b'[{"entry":')) * depth
    body = json.dumps(spoilt(chance, chance.choice(given)) if kind < 8 else chance.choice(given)).encode()
    if kind in (6, 7, 8) and body:
        changed = bytearray(body)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        body = bytes(changed)
    return b"\xef\xbb\xbf" + body if kind == 9 and chance.random() < 0.1 else body


def one(chance: random.Random, given: list[Any], secrets: WebhookSecrets) -> str:
    """Try one delivery; return what came of it."""
    body = body_of(chance, given)
    signature = sign(body, SECRET)
    assert secrets.verify(body, {SIGNATURE_HEADER: signature}) == "1"
    _refused(chance, body, signature, secrets)
    try:
        events = parse(body)
    except BodyError:
        return "refused"
    for event in events[:3]:
        again = event_from_raw(event.to_bytes(), received_at=event.at)
        assert (again.dedup_key, again.lane, again.kind) == (event.dedup_key, event.lane, event.kind), body
        assert not (isinstance(event, UnknownEvent) and event.reason.startswith("reading it failed")), (
            event.reason,
            body,
        )
        repr(event)
        assert event.at.utcoffset() is not None
    return "read" if events else "empty"


def _refused(chance: random.Random, body: bytes, signature: str, secrets: WebhookSecrets) -> None:
    flipped, header = bytearray(body), signature.encode()
    if chance.random() < 0.5 and flipped:
        bit = chance.randrange(len(flipped) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
    else:
        spoilt_header = bytearray(header)
        bit = chance.randrange(len(spoilt_header) * 8)
        spoilt_header[bit // 8] ^= 1 << bit % 8
        header = bytes(spoilt_header)
    headers: Any = [(SIGNATURE_HEADER, header)]
    if chance.random() < 0.1:
        headers = [(SIGNATURE_HEADER, chance.choice(RAW_HEADERS)) for _ in range(chance.randrange(3))]
    try:
        secrets.verify(bytes(flipped), headers)
    except SignatureError:
        return
    assert bytes(flipped) == body, "a changed body was accepted"
    assert headers[0][1].lower() == signature.encode(), "a changed signature was accepted"


def run(count: int, *, seed: int = 0, seconds: float | None = None) -> Counter[str]:
    """Try a number of deliveries, or as many as the time allows; return what came of them."""
    chance = random.Random(seed)
    given, secrets = seeds(), WebhookSecrets(SECRET)
    found: Counter[str] = Counter()
    end = None if seconds is None else time.monotonic() + seconds
    for number in range(count):
        if end is not None and number % 1000 == 0 and time.monotonic() > end:
            break
        found[one(chance, given, secrets)] += 1
    return found


def main() -> None:
    """Run from the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--seconds", type=float)
    given = options.parse_args()
    found = run(given.count, seed=given.seed, seconds=given.seconds)
    print(f"{sum(found.values()):,} deliveries with seed {given.seed}:", dict(found))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
