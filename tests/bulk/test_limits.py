# ruff: noqa: ASYNC240 - small files of the test's own, and nobody waits meanwhile
"""What bounds a run: how many rows, which hours, who is left out, one test send, and how the rate begins."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import Chakra, ConnectError, Limits, SettingsError
from chakra_async.bulk import Enrol, Exclusions, InputError, Row, RowState, Run, SendTemplate, action, dry_run
from chakra_async.bulk.engine.hours import Hours
from chakra_async.bulk.engine.limits import RunLimits
from chakra_async.bulk.engine.policy import Health
from chakra_async.bulk.engine.ramp import Ramp
from chakra_async.bulk.engine.runner import Runner
from chakra_async.bulk.engine.workers import Workers
from chakra_async.bulk.journal.base import Identity
from chakra_async.bulk.journal.group_commit import GroupCommit
from chakra_async.bulk.journal.reader import describe, read_rows
from chakra_async.bulk.sources.base import source_of
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from pathlib import Path

    from chakra_async.sandbox import Sandbox

ZONES = ["Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Pacific/Apia"]
NUMBERS = [f"91990125{n:04}" for n in range(60)]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


async def quick(_: Chakra, __: Row) -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("concurrency", [1, 8])
async def test_no_more_rows_end_than_the_limit_and_the_next_run_goes_on(
    nobody: Any, journal: Path, concurrency: int
) -> None:
    for done in (25, 50, 60):
        run = Run(nobody, action(quick), rows=NUMBERS, journal=journal, limit=25, concurrency=concurrency)
        report = await run.finish()
        assert report.done == done
        assert report.exit_code == (3 if done < 60 else 0)
    assert report.stopped_because is None


async def test_a_limit_that_is_the_number_of_rows_is_not_a_stop(nobody: Any, journal: Path) -> None:
    report = await Run(nobody, action(quick), rows=NUMBERS, journal=journal, limit=60).finish()
    assert (report.done, report.stopped_because, report.exit_code) == (60, None, 0)


async def test_rows_that_are_tried_again_count_once_for_the_limit(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    sandbox.fault("campaigns.add_phone_number", status=429, retry_after=0.0, times=5)
    run = Run(chakra, Enrol(sandbox.campaign_id), rows=NUMBERS, journal=journal, limit=10)
    report = await run.finish()
    assert (report.done, report.stopped_because) == (10, "the limit of 10 rows is reached")


@pytest.mark.parametrize("spelling", ["+91 99012-50003", "00919901250003", "919901250003", "99012 50003"])
async def test_a_person_is_left_out_whatever_the_spelling(
    chakra: Chakra, sandbox: Sandbox, journal: Path, tmp_path: Path, spelling: str
) -> None:
    stop = tmp_path / "stop.csv"
    stop.write_text(f"Mobile,Why\n{spelling},asked\n")
    enrol = Enrol(sandbox.campaign_id, country="IN")
    report = await Run(chakra, enrol, rows=NUMBERS[:5], journal=journal, exclude=stop).finish()
    assert (report.done, report.excluded, report.exit_code) == (4, 1, 0)
    assert report.total == report.rows == 5
    assert [each.phone_number for each in sandbox.arrivals].count("919901250003") == 0
    (row,) = read_rows(journal, [RowState.EXCLUDED])
    assert row.key == "919901250003"
    again = await Run(chakra, enrol, rows=NUMBERS[:5], journal=journal).finish()
    assert (again.sent, again.excluded) == (0, 1)
    asked = await Run(chakra, enrol, rows=NUMBERS[:5], journal=journal, retry={"excluded"}).finish()
    assert (asked.sent, asked.excluded, asked.done) == (1, 0, 5)


async def test_a_person_who_opts_out_later_is_left_out_where_not_sent_yet(
    chakra: Chakra, sandbox: Sandbox, journal: Path
) -> None:
    enrol = Enrol(sandbox.campaign_id)
    await Run(chakra, enrol, rows=NUMBERS[:5], journal=journal, limit=2, concurrency=1).finish()
    report = await Run(chakra, enrol, rows=NUMBERS[:5], journal=journal, exclude=NUMBERS[:4]).finish()
    assert (report.done, report.excluded) == (3, 2)


async def test_a_function_decides_who_is_left_out_at_the_moment_of_the_call(
    nobody: Any, journal: Path
) -> None:
    stopped: set[str] = set()

    async def send(_: Chakra, row: Row) -> None:
        stopped.update(NUMBERS[1:])

    class Sends(Enrol):
        async def send(self, client: Chakra, row: Row, key: str) -> object:
            await send(client, row)
            return None

    run = Run(
        nobody,
        Sends(CAMPAIGN_ID),
        rows=NUMBERS[:5],
        journal=journal,
        exclude=stopped.__contains__,
        concurrency=1,
    )
    report = await run.finish()
    assert (report.done, report.excluded) == (1, 4)


@pytest.mark.parametrize("answer", [1, "yes", [None]])
async def test_a_function_may_answer_with_any_true_value(nobody: Any, journal: Path, answer: Any) -> None:
    class Sends(Enrol):
        async def send(self, client: Chakra, row: Row, key: str) -> object: ...

    def stopped(number: str) -> Any:
        return answer if number == NUMBERS[1].lstrip("+") else None

    report = await Run(
        nobody, Sends(CAMPAIGN_ID), rows=NUMBERS[:3], journal=journal, exclude=stopped
    ).finish()
    assert (report.done, report.excluded) == (2, 1)


async def test_a_row_about_which_the_function_fails_was_not_sent(nobody: Any, journal: Path) -> None:
    def stopped(_: str) -> bool:
        raise LookupError("the list is away")

    with pytest.raises(LookupError, match="away"):
        await Run(nobody, Enrol(CAMPAIGN_ID), rows=NUMBERS[:3], journal=journal, exclude=stopped).finish()
    assert describe(journal)[1] == {RowState.PENDING: 3}


async def test_a_list_of_persons_to_leave_out_that_cannot_be_read_whole_is_refused(
    chakra: Chakra, sandbox: Sandbox, journal: Path, tmp_path: Path
) -> None:
    stop = tmp_path / "stop.csv"
    stop.write_text("phone\n919901250003\nask Ann\n")
    with pytest.raises(InputError, match=r"stop\.csv, row 2 \(line 3\).*would be sent to"):
        await Run(chakra, Enrol(sandbox.campaign_id), rows=NUMBERS, journal=journal, exclude=stop).finish()
    with pytest.raises(InputError, match="does not exist"):
        await Run(
            chakra, Enrol(sandbox.campaign_id), rows=NUMBERS, journal=journal, exclude=tmp_path / "none.csv"
        ).finish()
    assert sandbox.arrived == 0
    assert not journal.exists()


@pytest.mark.parametrize("cell", ["+49 30 1234567\u00b9", "+4915112345678\u00b9", "+91 99012 5843\u2460"])
async def test_a_footnotes_mark_behind_a_number_is_named_with_its_row_and_never_taken_for_a_digit(
    chakra: Chakra, sandbox: Sandbox, journal: Path, cell: str
) -> None:
    with pytest.raises(InputError, match=r"row 2: .*no phone number has.*would be sent to"):
        await Run(
            chakra, Enrol(sandbox.campaign_id), rows=NUMBERS, journal=journal, exclude=[NUMBERS[0], cell]
        ).finish()
    assert sandbox.arrived == 0
    report = await Run(
        chakra, Enrol(sandbox.campaign_id), rows=[*NUMBERS[:2], cell], journal=journal
    ).finish()
    assert (report.done, report.invalid) == (2, 1)


async def test_ids_of_a_store_of_opt_outs_are_read_as_they_came() -> None:
    class Store:
        async def contains(self, person: str, /) -> bool:
            return person == NUMBERS[1]

        async def phone_numbers(self) -> list[str]:
            return [NUMBERS[1], "91919901258433"]  # not in use, and with its country code twice

    report = await dry_run(Enrol(CAMPAIGN_ID), NUMBERS[:5], exclude=Store())
    assert (report.pending, report.excluded) == (4, 1)


async def test_a_dry_run_awaits_a_function_of_persons_as_a_run_does() -> None:
    async def stopped(person: str) -> bool:
        await asyncio.sleep(0)
        return person in NUMBERS[2:4]

    shown: list[str] = []
    for exclude in (stopped, Exclusions(stopped, NUMBERS[:1])):
        report = await dry_run(Enrol(CAMPAIGN_ID), NUMBERS[:5], exclude=exclude, preview=shown.append)
        assert (report.pending, report.excluded) == (
            5 - 2 - (exclude is not stopped),
            2 + (exclude is not stopped),
        )


async def test_a_dry_run_counts_who_would_be_left_out() -> None:
    report = await dry_run(Enrol(CAMPAIGN_ID), NUMBERS[:5], exclude=NUMBERS[2:4])
    assert (report.pending, report.excluded, report.total) == (3, 2, 5)


async def test_a_test_send_goes_to_the_given_number_only_and_leaves_the_journal_alone(
    sandbox: Sandbox, journal: Path
) -> None:
    rows: list[Any] = [
        {"phone": "abc", "Name": "x"},
        {"phone": NUMBERS[0]},
        {"phone": NUMBERS[1], "Name": "Ben"},
    ]
    rows += [{"phone": NUMBERS[2], "Name": "Cam"}]
    send = SendTemplate("order_update", language="pt_BR", mapping={"1": "{Name}", "2": "now"})
    async with sandbox.client() as chakra:
        for _ in range(2):
            run = Run(chakra, send, rows=rows, journal=journal, only_to="+91 99012 58433")
            report = await run.finish()
            assert (report.rows, report.done) == (1, 1)
            assert describe(report.journal)[1] == {RowState.DONE: 1}
        messages = [one async for one in chakra.chats.messages_for_phone_number(phone_number="919901258433")]
    assert len(messages) == 2
    assert "Ola x," in str(messages[0].text)
    assert {each.phone_number for each in sandbox.arrivals if each.method == "POST"} == {"919901258433"}
    assert not journal.exists()


@pytest.mark.parametrize("option", [{"only_to": "919901258433"}, {"exclude": ["919901258433"]}])
def test_what_concerns_persons_needs_an_action_that_reaches_them(
    nobody: Any, journal: Path, option: dict[str, Any]
) -> None:
    with pytest.raises(SettingsError, match="is for actions that reach a person"):
        Run(nobody, action(quick), rows=NUMBERS, journal=journal, **option)


@pytest.mark.parametrize(
    "bad",
    [
        {"limit": 0},
        {"between": "09:00-20:00"},
        {"time_zone": "UTC"},
        {"between": "9-20", "time_zone": "UTC"},
        {"between": "09:00-09:00", "time_zone": "UTC"},
        {"between": "24:00-09:00", "time_zone": "UTC"},
        {"between": "09:60-10:00", "time_zone": "UTC"},
        {"between": "09:00-25:00", "time_zone": "UTC"},
        {"between": "09:00-20:00", "time_zone": "Asia/Kolkatta"},
        {"between": "09:00-20:00", "time_zone": "../../etc/passwd"},
        {"ramp": 60.0},
        {"retry": {"done"}},
        {"retry": "refused"},
        {"retry_codes": {"PaymentErrr"}},
        {"only_to": "919901258433", "exclude": ["919901258433"], "limit": -1},
    ],
)
def test_limits_that_cannot_be_used_are_refused(nobody: Any, journal: Path, bad: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        Run(nobody, action(quick), rows=NUMBERS, journal=journal, **bad)


async def test_outside_of_its_hours_a_run_waits_and_goes_on_when_they_begin(journal: Path) -> None:
    times: list[datetime] = []
    moment = datetime(2026, 1, 5, 8, 59, 59, tzinfo=UTC)
    loop = asyncio.get_running_loop()
    began = loop.time()

    def clock() -> datetime:  # an hour of the day for each second
        return moment + timedelta(seconds=(loop.time() - began) * 10)

    async def send(_: Row, __: str) -> None:
        times.append(clock())
        await asyncio.sleep(0)

    runner = Runner(workers=4, health=Health(workers=4, stop_error_rate=None, window=10))
    await run_of(runner, journal, NUMBERS, send, hours=Hours.parse("09:00-20:00", "UTC"), clock=clock)
    assert len(times) == len(NUMBERS)
    assert min(times) >= datetime(2026, 1, 5, 9, tzinfo=UTC)


async def test_rows_that_are_ready_when_the_hours_end_are_not_sent(journal: Path) -> None:
    sent: Counter[str] = Counter()
    hours = Hours.parse("09:00-20:00", "UTC")
    opened, closed = datetime(2026, 1, 5, 19, tzinfo=UTC), datetime(2026, 1, 5, 20, tzinfo=UTC)
    runner = Runner(workers=4, health=Health(workers=4, stop_error_rate=None, window=10))

    def clock() -> datetime:
        return opened if len(sent) < 20 else closed

    async def send(row: Row, _: str) -> None:
        assert hours.is_open(clock())
        sent[row.value] += 1
        if len(sent) == 20:
            asyncio.get_running_loop().call_later(0.2, runner.state.interrupt)

    journal_ = await GroupCommit.open(journal, workers=4)
    counts = await journal_.begin(Identity(entries={"action": "x"}, validation={}))
    await runner.run(
        journal_,
        counts,
        source_of(NUMBERS),
        key=lambda row: row.value,
        send=send,
        limits=RunLimits(hours=hours, clock=clock),
    )
    assert runner.sampler.pace.why == "outside of 09:00-20:00 UTC"
    await journal_.close()
    assert describe(journal)[1] == {RowState.DONE: 20, RowState.PENDING: 40}


async def run_of(runner: Runner, journal: Path, rows: list[str], send: Any, **limits: Any) -> None:
    journal_ = await GroupCommit.open(journal, workers=4)
    counts = await journal_.begin(Identity(entries={"action": "x"}, validation={}))
    try:
        await runner.run(
            journal_,
            counts,
            source_of(rows),
            key=lambda row: row.value,
            send=send,
            limits=RunLimits(**limits),
        )
    finally:
        await journal_.close()


@pytest.mark.parametrize("rows", [[], [""], NUMBERS[:1], NUMBERS], ids=["none", "invalid", "one", "many"])
async def test_a_run_that_has_nothing_left_to_send_ends_outside_of_its_hours(
    journal: Path, rows: list[str]
) -> None:
    asked = 0
    sent: list[str] = []

    def clock() -> datetime:  # the hours end with the last row
        nonlocal asked
        asked += 1
        if asked > 10_000:
            pytest.exit("the run turns round without letting anything else run")
        left = len(sent) < len([row for row in rows if row])
        return datetime(2026, 1, 5, 19 if left else 20, tzinfo=UTC)

    async def send(row: Row, _: str) -> None:
        sent.append(row.value)
        await asyncio.sleep(0)

    runner = Runner(workers=4, health=Health(workers=4, stop_error_rate=None, window=10))
    async with asyncio.timeout(30):
        await run_of(runner, journal, rows, send, hours=Hours.parse("09:00-20:00", "UTC"), clock=clock)
    assert len(sent) == len([row for row in rows if row])
    assert runner.state.stopped_because is None


async def test_a_pause_ends_with_the_last_row(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept = 0
    sleep = Workers._sleep

    async def counted(self: Workers, seconds: float) -> None:
        nonlocal slept
        slept += 1
        if slept > 1000:
            pytest.exit("a worker turns round without letting anything else run")
        await sleep(self, seconds)

    async def send(_: Row, __: str) -> None:
        raise ConnectError("no connection was made")

    monkeypatch.setattr(Workers, "_sleep", counted)
    runner = Runner(workers=4, health=Health(workers=4, stop_error_rate=None, window=10))
    await run_of(runner, journal, NUMBERS[:1], send)
    assert describe(journal)[1] == {RowState.PENDING: 1}


@pytest.mark.parametrize(
    ("zone", "between", "now", "seconds"),
    [
        ("Asia/Kolkata", "09:00-20:00", "2026-01-05T03:00:00+00:00", 1800),
        ("Asia/Kolkata", "09:00-20:00", "2026-01-05T03:30:00+00:00", 0),
        ("Asia/Kolkata", "09:00-20:00", "2026-01-05T14:30:00+00:00", 13 * 3600),
        ("UTC", "22:00-06:00", "2026-01-05T23:00:00+00:00", 0),
        ("UTC", "22:00-06:00", "2026-01-05T12:00:30+00:00", 10 * 3600 - 30),
        ("UTC", "00:00-24:00", "2026-01-05T12:00:00+00:00", 0),
        # Summer time begins: 02:00 becomes 03:00, so that 02:30 is not on the clock.
        ("Europe/Berlin", "02:30-05:00", "2026-03-29T00:30:00+00:00", 1800),
        # Summer time ends: 02:30 comes twice.
        ("Europe/Berlin", "02:30-05:00", "2026-10-25T00:00:00+00:00", 1800),
        ("Europe/Berlin", "02:30-05:00", "2026-10-25T01:10:00+00:00", 1200),
        ("Europe/Berlin", "09:00-20:00", "2026-03-28T21:00:00+00:00", 10 * 3600),
        ("Europe/Berlin", "09:00-20:00", "2026-10-24T21:00:00+00:00", 11 * 3600),
    ],
)
def test_hours_open_by_the_clock_of_their_zone(zone: str, between: str, now: str, seconds: float) -> None:
    assert Hours.parse(between, zone).opens_in(datetime.fromisoformat(now)) == seconds


@given(
    st.sampled_from(ZONES),
    st.integers(0, 1439),
    st.integers(0, 1440),
    st.datetimes(datetime(2010, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001 - made aware below
)
def test_after_waiting_the_hours_are_open_and_not_before(
    zone: str, opens: int, closes: int, moment: datetime
) -> None:
    if opens == closes:
        return
    hours = Hours(opens, closes, ZoneInfo(zone))
    now = moment.replace(tzinfo=UTC)
    left = hours.opens_in(now)
    assert 0 <= left <= 3 * 86400
    assert hours.is_open(now + timedelta(seconds=left))
    steps = int(left // 600)
    assert not any(hours.is_open(now + timedelta(seconds=600 * step)) for step in range(steps) if left)


@given(st.floats(0.1, 1000), st.floats(0.1, 10_000), st.lists(st.floats(0, 100), max_size=60))
def test_a_ramp_never_goes_faster_than_its_present_rate(
    rate: float, seconds: float, gaps: list[float]
) -> None:
    ramp = Ramp(rate, seconds)
    now, last = 0.0, -1.0
    for gap in gaps:
        now += gap
        before, over = ramp.rate, ramp.is_over
        start = now + ramp.reserve(now)
        assert start >= now
        if not over:
            assert last < 0 or start - last >= 1 / before - 1e-6 or start == now
            last = start
        assert before <= ramp.rate <= rate + 1e-9


def test_a_ramp_takes_its_time_and_a_pause_does_not_bring_it_forward() -> None:
    ramp = Ramp(rate=20.0, seconds=10.0)
    now = 0.0
    calls = 0
    while not ramp.is_over:
        now += ramp.reserve(now)
        calls += 1
    assert 9.0 < now <= 11.0
    assert 40 < calls < 120
    ramp = Ramp(rate=20.0, seconds=10.0)
    ramp.reserve(0.0)
    rate = ramp.rate
    ramp.reserve(3600.0)
    assert ramp.rate - rate < 2


async def test_a_run_begins_slowly_with_a_ramp(sandbox: Sandbox, journal: Path) -> None:
    loop = asyncio.get_running_loop()
    async with sandbox.client(limits=Limits(rate=1000.0)) as chakra:
        run = Run(chakra, Enrol(sandbox.campaign_id), rows=NUMBERS[:3], journal=journal, ramp=3600.0)
        began = loop.time()
        report = await run.finish()
    assert report.done == 3
    assert loop.time() - began >= 1.5


@pytest.mark.parametrize(("rows", "rate"), [(60, "adaptive"), (40, None)])
async def test_a_run_of_many_rows_finds_its_rate(
    sandbox: Sandbox, journal: Path, rows: int, rate: Any
) -> None:
    seen: list[Any] = []

    async def look(chakra: Chakra, _: Row) -> None:
        seen.append(chakra.settings.limits.rate)

    async with sandbox.client() as chakra:
        await Run(chakra, action(look), rows=NUMBERS[:rows], journal=journal, adaptive_from=50).finish()
    assert set(seen) == {rate}


async def test_a_rate_that_was_chosen_is_kept(sandbox: Sandbox, journal: Path) -> None:
    seen: list[Any] = []

    async def look(chakra: Chakra, _: Row) -> None:
        seen.append(chakra.settings.limits.rate)

    async with sandbox.client(limits=Limits(rate=1000.0)) as chakra:
        await Run(chakra, action(look), rows=NUMBERS, journal=journal, adaptive_from=50).finish()
    assert set(seen) == {1000.0}


@pytest.mark.parametrize(
    ("retry", "codes", "tried"),
    [
        ((), (), ""),
        ({"refused"}, (), "ru"),
        ({"refused"}, ("131026",), "r"),
        ((), ("UndeliverableError",), "r"),
        ((), ("WhatsAppError",), "r"),
        ((), ("NotFoundError",), "u"),
        ({"unknown"}, (), "?"),
        ({"invalid"}, (), ""),
        ({"all"}, (), "ru?"),
        ({"all"}, ("NotFoundError", "131026"), "ru"),
    ],
)
async def test_what_is_tried_again_is_chosen_by_state_and_code(
    chakra: Chakra, sandbox: Sandbox, journal: Path, retry: Any, codes: Any, tried: str
) -> None:
    names = {NUMBERS[1]: "r", NUMBERS[2]: "u", NUMBERS[3]: "?"}
    bodies: dict[str, dict[str, Any]] = {
        "r": {"status": 400, "errors": ["(#131026) Message undeliverable"]},
        "u": {"status": 404, "errors": ["number not found"]},
        "?": {"status": 500},
    }

    async def enrol(chakra: Chakra, row: Row) -> object:
        return await chakra.campaigns.add_phone_number(
            campaign_id=sandbox.campaign_id, phone_number=row.value
        )

    run = action(enrol)
    rows = ["", *NUMBERS[:4]]
    for number, name in names.items():
        sandbox.fault("campaigns.add_phone_number", match=number, times=1, **bodies[name])
    report = await Run(chakra, run, rows=rows, journal=journal, stop_error_rate=None).finish()
    assert (report.done, report.refused, report.unknown, report.invalid) == (1, 2, 1, 1)
    sandbox.clear_arrivals()
    report = await Run(
        chakra, run, rows=rows, journal=journal, retry=retry, retry_codes=codes, stop_error_rate=None
    ).finish()
    assert "".join(sorted(names[each.phone_number] for each in sandbox.arrivals)) == "".join(sorted(tried))
    assert report.total == report.rows == 5


async def test_invalid_rows_are_judged_again_only_when_asked_for(nobody: Any, journal: Path) -> None:
    valid = {"a"}

    def key(row: Row) -> str:
        if row.value not in valid:
            from chakra_async import InvalidRequestError  # noqa: PLC0415 - used here alone

            raise InvalidRequestError("not yet")
        return row.value

    rows = ["a", "b", "c"]
    assert (await Run(nobody, action(quick, key=key), rows=rows, journal=journal).finish()).invalid == 2
    valid.add("b")
    report = await Run(nobody, action(quick, key=key), rows=rows, journal=journal, retry={"invalid"}).finish()
    assert (report.done, report.invalid, report.sent, report.total) == (2, 1, 1, 3)
