# ruff: noqa: S603 - the commands are the test's own
"""`chakra journal load`, which sends nothing, and `chakra work`, which then sends what was loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.postgres import PASSWORD
from tests.support.values import CAMPAIGN_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.postgres import Database

COMMAND = [sys.executable, "-m", "chakra_async.cli"]
TABLE = "phone,Name\n+919900000001,A\n+919900000002,B\nnothing,C\n+919900000001,D\n+919900000003,E\n"


@pytest.fixture
def environment(postgres: Database, serve: Callable[..., dict[str, str]], tmp_path: Path) -> dict[str, str]:
    there = {**os.environ, **serve("--record", str(tmp_path / "record.jsonl"))}
    there["CHAKRA_JOURNAL"] = postgres.address
    there.pop("CHAKRA_INBOX", None)
    return there


@pytest.fixture
def chakra(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [*COMMAND, *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert PASSWORD not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def table(folder: Path, text: str = TABLE, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def arrivals(folder: Path) -> list[dict[str, Any]]:
    record = folder / "record.jsonl"
    return [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []


def states(database: Database) -> dict[str, int]:
    return dict(database.execute("SELECT state, count(*) FROM chakra.rows GROUP BY 1"))


@pytest.mark.timeout(120)
def test_a_table_is_loaded_and_nothing_is_sent_until_chakra_work_sends_each_row_once(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path
) -> None:
    out = table(tmp_path, "phone\n+91 99000 00003\n", "out.csv")
    load = ("journal", "load", f"{postgres.address}#july", table(tmp_path), "--campaign", CAMPAIGN_ID)
    done = chakra(*load, "--exclude", out)
    assert done.returncode == 1, done.stderr
    assert (
        "5 rows: 2 to send, 1 invalid, 1 duplicates, 1 left out, 0 sent before. Nothing was sent."
        in done.stdout
    )
    assert "nothing" not in done.stderr
    assert "row 3 (line 4)" in done.stdout
    assert arrivals(tmp_path) == []
    worked = chakra("work", "july", "--all", "--json")
    assert (worked.returncode, json.loads(worked.stdout)["done"]) == (0, 2), worked.stderr
    sent = sorted(each["body"]["phoneNumber"] for each in arrivals(tmp_path))
    assert sent == ["919900000001", "919900000002"]
    assert states(postgres) == {"done": 2, "invalid": 1, "duplicate": 1, "excluded": 1}
    again = json.loads(chakra(*load, "--json").stdout)
    assert (again["rows"], again["pending"], again["done"], again["exit_code"]) == (5, 0, 2, 1)


@pytest.mark.timeout(120)
def test_a_template_is_loaded_with_the_cells_that_fill_it_and_no_others(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path
) -> None:
    text = "phone,Name,Day,Secret\n+919900000001,Ann,Monday,x\n+919900000002,Bo,Friday,y\n"
    fill = ("--template", "order_update", "--language", "pt_BR", "--set", "1={Name}", "--set", "2={Day}")
    done = chakra("journal", "load", f"{postgres.address}#july", table(tmp_path, text), *fill)
    assert done.returncode == 0, done.stderr
    fields = postgres.execute("SELECT fields FROM chakra.rows ORDER BY number")
    assert fields[0][0] == {"": "+919900000001", "Name": "Ann", "Day": "Monday"}
    assert chakra("work", "july", "--all").returncode == 0
    sent = [each for each in arrivals(tmp_path) if each["operation"] == "messages.send_template"]
    assert sorted(name for each in sent for name in ("Ann", "Bo") if name in str(each["body"])) == [
        "Ann",
        "Bo",
    ]


@pytest.mark.timeout(200)
def test_killed_in_mid_load_and_started_again_it_goes_on_and_has_no_row_twice(
    chakra: Callable[..., Any], environment: dict[str, str], postgres: Database, tmp_path: Path
) -> None:
    rows = 120_000
    text = "phone\n" + "".join(f"+91990{n:07}\n" for n in range(rows))
    load = (
        "journal",
        "load",
        f"{postgres.address}#july",
        str(table(tmp_path, text)),
        "--campaign",
        CAMPAIGN_ID,
    )
    with subprocess.Popen([*COMMAND, *load], env=environment, stdout=subprocess.DEVNULL) as process:
        while not loaded(postgres):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    ((upto, complete),) = loaded(postgres)
    assert 0 < upto < rows
    assert not complete
    assert states(postgres) == {"pending": upto}
    done = chakra(*load, "--json")
    assert (done.returncode, json.loads(done.stdout)["pending"]) == (0, rows), done.stderr
    numbers = "SELECT count(*), count(DISTINCT key), count(DISTINCT number), max(number) FROM chakra.rows"
    assert postgres.execute(numbers) == [(rows, rows, rows, rows)]
    assert postgres.execute("SELECT count(*), sum(hi - lo + 1) FROM chakra.slices") == [(120, rows)]
    assert arrivals(tmp_path) == []


def test_a_load_that_was_cut_off_and_ended_by_one_process_is_done(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path
) -> None:
    text = "phone\n" + "".join(f"+91990{n:07}\n" for n in range(30))
    path, address = table(tmp_path, text), f"{postgres.address}#july"
    assert chakra("journal", "load", address, path, "--campaign", CAMPAIGN_ID).returncode == 0
    postgres.execute("DELETE FROM chakra.rows WHERE number > 20")  # what a loader leaves that ends here
    postgres.execute("UPDATE chakra.loads SET upto = 20, complete = false")
    assert chakra("work", "july", "--all").returncode == 0
    assert (states(postgres), run_states(postgres)) == ({"done": 20}, ["running"])
    assert chakra("enrol", path, "--campaign", CAMPAIGN_ID, "--journal", address).returncode == 0
    assert (states(postgres), run_states(postgres)) == ({"done": 30}, ["done"])
    assert postgres.execute("SELECT upto, complete FROM chakra.loads") == [(30, True)]
    assert "30" in chakra("journal", "load", address, path, "--campaign", CAMPAIGN_ID).stdout
    assert len(arrivals(tmp_path)) == 30


def run_states(database: Database) -> list[str]:
    return [state for (state,) in database.execute("SELECT state FROM chakra.runs")]


def loaded(database: Database) -> list[tuple[int, bool]]:
    if not database.execute("SELECT to_regclass('chakra.measures') IS NOT NULL")[0][0]:
        return []
    return database.execute("SELECT upto, complete FROM chakra.loads WHERE upto > 0")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "Give --campaign to enrol in, or --template"),
        (("--campaign", CAMPAIGN_ID, "--template", "order_update"), "not both"),
        (("--campaign", CAMPAIGN_ID, "--set", "1=x"), "are for --template"),
        (("--template", "not_there"), "not_there"),
        (
            ("--template", "order_update", "--language", "pt_BR", "--set", "1={Nome}", "--set", "2=x"),
            "'Nome'",
        ),
        (("--campaign", CAMPAIGN_ID, "--ramp", "60"), "ramp needs a rate"),
        (("--campaign", CAMPAIGN_ID, "--between", "09:00-20:00"), "time zone"),
        (("--campaign", CAMPAIGN_ID, "--limit", "0"), "limit must be at least 1"),
        (("--campaign", CAMPAIGN_ID, "--exclude", "gone.csv"), "gone.csv"),
    ],
)
def test_what_cannot_be_used_is_refused_before_a_row_is_loaded(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    done = chakra("journal", "load", f"{postgres.address}#july", table(tmp_path), *options)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    there = postgres.execute("SELECT to_regclass('chakra.rows') IS NOT NULL")[0][0]
    assert not there or postgres.execute("SELECT count(*) FROM chakra.runs") == [(0,)]


def test_a_list_of_national_numbers_is_refused(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path
) -> None:
    text = "phone\n" + "".join(f"0990{n:07}\n" for n in range(20))
    load = ("journal", "load", f"{postgres.address}#july", table(tmp_path, text), "--campaign", CAMPAIGN_ID)
    done = chakra(*load)
    assert (done.returncode, "look national" in done.stderr) == (2, True), done.stderr
    assert postgres.execute("SELECT count(*) FROM chakra.runs") == [(0,)]
    assert chakra(*load, "--country", "IN").returncode == 0
    assert states(postgres) == {"pending": 20}


def test_another_list_campaign_or_country_is_refused_and_what_was_loaded_stays(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path
) -> None:
    address, first = f"{postgres.address}#july", table(tmp_path)
    assert chakra("journal", "load", address, first, "--campaign", CAMPAIGN_ID).returncode == 1
    before = postgres.execute("SELECT number, key, state FROM chakra.rows ORDER BY 1")
    other = table(tmp_path, TABLE.replace("03", "04"), "other.csv")
    campaign = "00000000-0000-4000-8000-000000000000"
    for given, says in (
        ((other, "--campaign", CAMPAIGN_ID), "another list"),
        ((first, "--campaign", campaign), "belongs to another run|another list"),
        ((first, "--campaign", CAMPAIGN_ID, "--country", "IN"), "another country"),
        (
            (first, "--template", "order_update", "--language", "pt_BR", "--set", "1=a", "--set", "2=b"),
            "another",
        ),
    ):
        done = chakra("journal", "load", address, *given)
        assert done.returncode in (1, 2)
        assert any(each in done.stderr for each in says.split("|")), done.stderr
    assert postgres.execute("SELECT number, key, state FROM chakra.rows ORDER BY 1") == before


def test_a_run_that_one_process_began_is_loaded_for_workers(
    chakra: Callable[..., Any], postgres: Database, tmp_path: Path
) -> None:
    text = "phone,Name\n" + "".join(f"+91990{n:07},Name {n}\n" for n in range(30))
    path, address = table(tmp_path, text), f"{postgres.address}#july"
    fill = ("--template", "order_update", "--language", "pt_BR", "--set", "1={Name}", "--set", "2=x")
    chakra("send-template", path, *fill, "--journal", address, "--limit", "3")
    assert states(postgres)["done"] == 3
    assert chakra("journal", "load", address, path, *fill).returncode == 0
    assert chakra("work", "july", "--all").returncode == 0
    assert states(postgres) == {"done": 30}
    sent = [each for each in arrivals(tmp_path) if each["operation"] == "messages.send_template"]
    assert len(sent) == 30


def test_a_file_is_not_loaded(chakra: Callable[..., Any], tmp_path: Path) -> None:
    done = chakra("journal", "load", tmp_path / "a.journal", table(tmp_path), "--campaign", CAMPAIGN_ID)
    assert (done.returncode, "is for a journal in PostgreSQL" in done.stderr) == (2, True)
