"""`chakra inbox`: what a receiver stored, what failed, and what to do about it."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import orjson
import typer

from chakra_async._core.masking import mask_numbers
from chakra_async.bulk import Deliveries, Delivery
from chakra_async.cli import output
from chakra_async.errors import SettingsError
from chakra_async.phone import PhoneNumberError
from chakra_async.webhooks import StatusChanged, WebhookSecrets, parse
from chakra_async.webhooks.anonymous import Anonymous
from chakra_async.webhooks.errors import BodyError
from chakra_async.webhooks.inbox import EventState
from chakra_async.webhooks.inbox.opening import existing_inbox
from chakra_async.webhooks.people import Person, digits_of
from chakra_async.webhooks.posting import post
from chakra_async.webhooks.recordings import read_recording
from chakra_async.webhooks.stored import event_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from chakra_async.webhooks.events import Event
    from chakra_async.webhooks.inbox import Inbox, Record

__all__ = ["app"]

T = TypeVar("T")

_ALL: Final = tuple(EventState)
_PAGE: Final = 500
_LONGEST_DAYS: Final = 36_500
_LARGEST_ID: Final = 2**53
_SHORTEST, _NATIONAL = 5, 10
"""Digits that a number without its country code may have."""

_Inbox = Annotated[
    str | None,
    typer.Option(
        "--inbox",
        help="The inbox's file, or its postgresql:// address; else CHAKRA_INBOX, else inbox.db.",
        show_default=False,
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
_Person = Annotated[
    str | None,
    typer.Option("--person", help="Only this person: a phone number with its country code, or a user id."),
]

app = typer.Typer(
    help="Read and repair the inbox of a receiver.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("show")
def show(*, inbox: _Inbox = None, as_json: _Json = False) -> int:
    """Show how many events and effects are in which state."""
    stats = _with(inbox, lambda store: store.stats())
    states = {state.value: stats.states.get(state, 0) for state in EventState}
    effects = {state.value: count for state, count in stats.effects.items()}
    oldest = None if stats.oldest is None else _time(stats.oldest)
    if as_json:
        output.as_json(
            {
                "events": states,
                "effects": effects,
                "lanes": stats.lanes,
                "timers": stats.timers,
                "oldest": oldest,
            }
        )
        return 0
    output.line(f"events: {sum(states.values())}")
    for state, count in states.items():
        if count:
            output.line(f"  {state}: {count}")
    output.line(f"effects: {sum(effects.values())}")
    for name, count in effects.items():
        output.line(f"  {name}: {count}")
    output.line(f"lanes with open events: {stats.lanes}")
    output.line(f"timers: {stats.timers}")
    if oldest is not None:
        output.line(f"oldest event that waits: {oldest}")
    return 0


@app.command("parked")
def parked(
    *,
    inbox: _Inbox = None,
    code: Annotated[str | None, typer.Option(help="Only events parked with this code.")] = None,
    as_json: _Json = False,
) -> int:
    """List the events that failed for good; exit with 1 if there are any."""

    async def read(store: Inbox) -> list[Record]:
        return [
            record
            async for record in _records(store, [EventState.PARKED], None)
            if code is None or (record.problem is not None and record.problem.code == code)
        ]

    found = _with(inbox, read)
    if as_json:
        output.as_json([_as_dict(record) for record in found])
    else:
        for record in found:
            shown = _as_dict(record)
            output.line(
                output.printable(
                    f"{record.id}  {shown['kind']}  {shown['person']}  {shown['received']}  "
                    f"{record.attempts} attempts  {shown['code']}: {shown['reason']}"
                )
            )
        if not found:
            output.line("No event is parked.")
    return int(bool(found))


@app.command("redrive")
def redrive(
    ids: Annotated[
        list[int] | None,
        typer.Argument(help="Ids of parked events.", show_default=False, min=1, max=_LARGEST_ID),
    ] = None,
    code: Annotated[str | None, typer.Option(help="All events parked with this code.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All parked events.")] = False,  # noqa: FBT002 - an option
    resend_unknown: Annotated[  # noqa: FBT002 - an option
        bool,
        typer.Option(
            "--resend-unknown", help="Do again what may have been done: a person may get a message twice."
        ),
    ] = False,
    payload: Annotated[
        Path | None, typer.Option(help="A file with another delivery in place of that of the one event.")
    ] = None,
    discard: Annotated[bool, typer.Option("--discard", help="Settle them without handling them.")] = False,  # noqa: FBT002 - an option
    inbox: _Inbox = None,
) -> int:
    """Let parked events be handled again, by a receiver that runs or starts later."""
    if sum((bool(ids), code is not None, everything)) != 1:
        raise SettingsError("Name what is to be handled again: ids, --code CODE, or --all.")
    if payload is not None and (ids is None or len(ids) != 1):
        raise SettingsError("--payload is for one event: name its id.")
    if discard and (code is not None or payload is not None or resend_unknown):
        raise SettingsError("--discard takes ids or --all, and nothing else.")
    given = None if payload is None else _payload(payload)

    async def work(store: Inbox) -> int:
        if not discard:
            if given is not None and ids:
                await _check_person(store, ids[0], given)
            content = None if given is None else given.to_bytes()
            return await store.redrive(
                ids or None, now=_now(), code=code, resend_unknown=resend_unknown, payload=content
            )
        wanted = ids or [record.id async for record in _records(store, [EventState.PARKED], None)]
        return await store.discard(wanted, now=_now())

    count = _with(inbox, work)
    output.line(f"{'discarded' if discard else 'to be handled again'}: {count}")
    return 0 if count else 1


@app.command("export")
def export(
    *,
    inbox: _Inbox = None,
    state: Annotated[
        list[str] | None, typer.Option(help="Only events in this state; may be repeated.")
    ] = None,
    person: _Person = None,
    masked: Annotated[
        bool,
        typer.Option("--masked", help="Replace numbers, names, texts and ids; the rest can be replayed."),
    ] = False,
) -> int:
    """Write the events as JSON lines to standard output, each with its delivery, phone numbers in full."""
    states = _states(state)
    anonymous = Anonymous()

    async def write(store: Inbox) -> None:
        async for record in _records(store, states, person):
            delivery: Any = orjson.loads(record.payload)
            shown = {
                "id": record.id,
                "kind": record.kind,
                "state": record.state.value,
                "received": _time(record.received),
            }
            delivery = anonymous.delivery(delivery) if masked else delivery
            output.write(orjson.dumps({**shown, "delivery": delivery}).decode() + "\n")

    _with(inbox, write)
    return 0


@app.command("replay")
def replay(
    file: Annotated[Path, typer.Argument(help="What `export` wrote.", show_default=False)],
    url: Annotated[str, typer.Argument(help="The receiver's address.", show_default=False)],
) -> int:
    """Send exported deliveries to a receiver, signed with the first secret of CHAKRA_WEBHOOK_SECRET."""
    secret = os.environ.get("CHAKRA_WEBHOOK_SECRET", "").split(",")[0].strip()
    if not WebhookSecrets(secret):
        raise SettingsError("No secret to sign with: set CHAKRA_WEBHOOK_SECRET.")
    refused = sent = 0
    for recorded in read_recording(file):
        status = post(url, orjson.dumps(recorded.delivery), secret)
        sent += 1
        if status != 200:  # noqa: PLR2004 - the one that means stored
            refused += 1
            output.note(f"line {recorded.line}: answered with {status}")
    output.line(f"sent: {sent}, of which refused: {refused}")
    return int(bool(refused))


@app.command("purge")
def purge(
    *,
    inbox: _Inbox = None,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than",
            help="Remove what was settled more than this many days ago.",
            min=0,
            max=_LONGEST_DAYS,
        ),
    ] = None,
    keys: Annotated[
        bool,
        typer.Option(
            "--keys", help="Forget the keys as well: a duplicate that comes later is handled again."
        ),
    ] = False,
    person: _Person = None,
) -> int:
    """Remove settled events, or everything personal about one person."""
    if (older_than is None) == (person is None):
        raise SettingsError("Name what is to be removed: --older-than DAYS, or --person NUMBER.")

    async def work(store: Inbox) -> str:
        if person is not None:
            return f"changed: {await store.erase(_identity(person))} rows"
        before = round((datetime.now(UTC) - timedelta(days=older_than or 0)).timestamp() * 1000)
        removed = await store.purge(settled_before=before, keys_before=before if keys else None)
        return f"removed: {removed.events} events, {removed.effects} effects, {removed.keys} keys"

    output.line(_with(inbox, work))
    return 0


@app.command("deliveries")
def deliveries(
    journal: Annotated[Path, typer.Argument(help="The journal of a run that has ended.", show_default=False)],
    *,
    inbox: _Inbox = None,
) -> int:
    """Write into a run's journal what became of its messages: sent, delivered, read, or failed and why."""

    async def work(store: Inbox) -> tuple[int, int]:
        count = changed = 0
        with Deliveries(journal) as known:
            batch: list[Delivery] = []
            async for record in _records(store, list(_ALL), None):
                event = event_of(record) if record.kind == StatusChanged.kind else None
                if isinstance(event, StatusChanged):
                    batch.append(_delivery(event))
                if len(batch) >= _PAGE:
                    count, changed, batch = count + len(batch), changed + known.record_all(batch), []
            return count + len(batch), changed + known.record_all(batch)

    count, changed = _with(inbox, work)
    output.line(f"statuses: {count}, of which new to the journal: {changed}")
    return 0


def _delivery(event: StatusChanged) -> Delivery:
    first = event.errors[0] if event.errors else None
    reason = None if first is None else (first.message or first.title or str(first.code or "") or None)
    return Delivery(result_id=event.message_id, status=event.status, at=event.at_ms, reason=reason)


def _with(given: str | None, work: Callable[[Inbox], Awaitable[T]]) -> T:
    """Do something with an inbox that exists."""

    async def run() -> T:
        store = existing_inbox(given)
        await store.open()
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())


async def _records(store: Inbox, states: list[EventState], person: str | None) -> AsyncIterator[Record]:
    after = 0
    identity = None if person is None else _identity(person)
    while page := await store.events(states=states, after=after, limit=_PAGE, person=identity):
        for record in page:
            yield record
        after = page[-1].id


def _identity(given: str) -> str:
    """Return what a person is known by: a phone number, however it is written, or a user id, which has letters."""
    text = given.strip()
    if any(each.isalpha() for each in text) and not any(sign in text for sign in "+@"):
        return Person(user_id=text).key
    try:
        return Person(phone_number=digits_of(text)).key
    except PhoneNumberError as error:
        digits = text.removeprefix("+") if len(text) > _NATIONAL else text
        may_lack_code = _SHORTEST <= len(digits) <= _NATIONAL or digits.startswith("0")
        if digits.isascii() and digits.isdecimal() and not may_lack_code:
            # A receiver stores each number as it came, also one of a range that is not in use.
            return Person(phone_number=digits).key
        raise SettingsError(f"--person: {error}") from None


def _states(given: list[str] | None) -> list[EventState]:
    if not given:
        return list(_ALL)
    unknown = sorted(set(given) - set(_ALL))
    if unknown:
        raise SettingsError(f"--state must be one of {', '.join(_ALL)}, not {unknown[0]!r}.")
    return [EventState(one) for one in given]


async def _check_person(store: Inbox, id_: int, given: Event) -> None:
    """Refuse the delivery of somebody else for an event: they would get the answers, with what is remembered of the event's person."""
    found = await store.events(states=[EventState.PARKED], after=id_ - 1, limit=1)
    person = found[0].person if found and found[0].id == id_ else ""
    if not person or not given.sender.key or person in given.sender.identities:
        return
    theirs = await store.events(states=list(EventState), person=given.sender.key, limit=1)
    if not theirs or theirs[0].person != person:
        raise SettingsError(
            f"--payload is a delivery of {mask_numbers(given.sender.key)}, and event {id_} is of {mask_numbers(person)}: give one of the "
            "same person, or let the sender deliver it again."
        )


def _payload(path: Path) -> Event:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"--payload {path} cannot be read: {error.strerror}.") from None
    try:
        events = parse(body)
    except BodyError as error:
        raise SettingsError(f"--payload {path}: {error}") from None
    if len(events) != 1:
        raise SettingsError(f"--payload {path} contains {len(events)} events, not one.")
    return events[0]


def _as_dict(record: Record) -> dict[str, Any]:
    problem = record.problem
    return {
        "id": record.id,
        "kind": record.kind,
        "person": mask_numbers(record.person),
        "received": _time(record.received),
        "attempts": record.attempts,
        "code": "" if problem is None else problem.code,
        "reason": "" if problem is None else problem.reason,
    }


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")


def _now() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)
