"""Runs know countries: a national list is refused before the first call, and a changed country does not hide anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chakra_async.bulk import Enrol, Exclusions, InputError, JournalError, Row, Run, dry_run, read
from chakra_async.bulk.engine.survey import NationalCheck, is_rounded
from chakra_async.sandbox.record import phone_number_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from chakra_async import Chakra
    from chakra_async.bulk import Report
    from chakra_async.sandbox import Sandbox

INDIAN = [f"98765 4{n:04}" for n in range(200)]
MARKED = [f"+91 98765 5{n:04}" for n in range(100)]
LEADING_ZERO = [f"07700 900{n:03}" for n in range(100, 200)]
SPANISH = [f"6123{n:05}" for n in range(20)]


def numbers(sandbox: Sandbox) -> list[str]:
    return [phone_number_in(each.body) for each in sandbox.arrivals]


def as_given(rows: list[str], folder: Path, how: str) -> Any:
    if how == "file":
        table = folder / "a.csv"
        table.write_text("phone\n" + "\n".join(rows) + "\n")
        return read(table)
    if how == "list":
        return rows

    def iterator() -> Iterator[str]:
        yield from rows

    async def asynchronous() -> AsyncIterator[str]:
        for row in rows:
            yield row

    return iterator() if how == "generator" else asynchronous()


@pytest.mark.parametrize("how", ["file", "list", "generator", "async"])
@pytest.mark.parametrize(
    ("rows", "advice"),
    [
        ([*INDIAN, *MARKED], "200 of 300 rows look national: add --country IN"),
        ([*LEADING_ZERO, "+447700900001"], "--country GB"),
        (INDIAN, "rows look national: add --country"),
        (SPANISH, "rows look national: add --country"),
    ],
    ids=["indian", "british", "national alone", "nine digits"],
)
async def test_a_list_that_looks_national_is_refused_before_the_first_call(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, how: str, rows: list[str], advice: str
) -> None:
    run = Run(chakra, Enrol(sandbox.campaign_id), rows=as_given(rows, tmp_path, how), journal=tmp_path / "j")
    if how in ("file", "list"):
        with pytest.raises(InputError) as caught:
            await run.finish()
        assert advice in str(caught.value)
        assert not (tmp_path / "j").exists()
    else:
        report = await run.finish()
        assert "look national: add --country" in str(report.stopped_because)
        assert report.exit_code == 3
    assert sandbox.arrived == 0
    dry = await dry_run(Enrol(sandbox.campaign_id), as_given(rows, tmp_path, how))
    assert advice in str(dry)


async def test_with_its_country_the_list_is_sent_and_counted_by_country(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    rows = [*INDIAN[:50], "+44 7700 900001", "+44 7700 900002", "+6591234567"]
    enrol = Enrol(sandbox.campaign_id, country="IN")
    dry = await dry_run(enrol, rows)
    assert dry.countries == {"IN": 50, "GB": 2, "SG": 1}
    report = await Run(chakra, enrol, rows=rows, journal=tmp_path / "j").finish()
    assert (report.done, report.countries) == (53, dry.countries)
    assert "Countries: IN 50, GB 2, SG 1." in str(report)
    assert "6591234567" in numbers(sandbox)


async def test_a_few_national_rows_among_many_are_invalid_rows(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    report = await Run(
        chakra, Enrol(sandbox.campaign_id), rows=[*MARKED, *INDIAN[:5]], journal=tmp_path / "j"
    ).finish()
    assert (report.done, report.invalid) == (100, 5)


async def enrolled(chakra: Chakra, enrol: Enrol, rows: Any, journal: Path, **more: Any) -> Report:
    return await Run(chakra, enrol, rows=rows, journal=journal, **more).finish()


# Each is a number of one country as it is written, and of another when a country is named.
@pytest.mark.parametrize(
    ("rows", "old", "new"),
    [
        (["6591234567", "+919876543210"], "SG", "US"),
        (["07700 900123"], "GB", "DE"),
        (["030 123456"], "DE", "AT"),
    ],
)
@pytest.mark.parametrize("how", ["file", "list"])
async def test_another_country_is_refused_if_rows_were_done_under_other_numbers(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, rows: list[str], old: str, new: str, how: str
) -> None:
    journal = tmp_path / "j"
    first = await enrolled(
        chakra, Enrol(sandbox.campaign_id, country=old), as_given(rows, tmp_path, how), journal
    )
    assert first.done == len(rows)
    sent = sandbox.arrived
    other = Enrol(sandbox.campaign_id, country=new)
    with pytest.raises(JournalError) as caught:
        await enrolled(chakra, other, as_given(rows, tmp_path, how), journal)
    text = str(caught.value)
    assert f"the journal's country is {old}, and now it is {new}" in text
    assert "1 rows were done" in text
    assert "accept-country-change" in text
    assert numbers(sandbox)[0] not in text
    assert sandbox.arrived == sent
    same = await enrolled(
        chakra, Enrol(sandbox.campaign_id, country=old), as_given(rows, tmp_path, how), journal
    )
    assert (same.done, same.sent) == (len(rows), 0)
    accepted = await enrolled(
        chakra, other, as_given(rows, tmp_path, how), journal, accept_country_change=True
    )
    assert accepted.absent == 1
    assert len(set(numbers(sandbox))) == sandbox.arrived


@pytest.mark.parametrize("how", ["file", "list", "iterator"])
async def test_a_dry_run_foresees_that_another_country_is_refused(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, how: str
) -> None:
    rows, journal = ["6591234567", "+919876543210"], tmp_path / "j"
    await enrolled(chakra, Enrol(sandbox.campaign_id, country="SG"), as_given(rows, tmp_path, how), journal)
    sent, other = sandbox.arrived, Enrol(sandbox.campaign_id, country="US")
    with pytest.raises(JournalError) as caught:
        await enrolled(chakra, other, as_given(rows, tmp_path, how), journal)
    report = await dry_run(other, as_given(rows, tmp_path, how), journal=journal, client=chakra)
    assert report.stopped_because == str(caught.value).rstrip(".")
    same = Enrol(sandbox.campaign_id, country="SG")
    report = await dry_run(same, as_given(rows, tmp_path, how), journal=journal, client=chakra)
    assert (report.stopped_because, report.pending) == (None, 0)
    accepted = await dry_run(
        other, as_given(rows, tmp_path, how), journal=journal, client=chakra, accept_country_change=True
    )
    assert accepted.stopped_because is None
    assert sandbox.arrived == sent


async def test_another_country_that_changes_no_number_is_taken(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    await enrolled(chakra, Enrol(sandbox.campaign_id), MARKED, tmp_path / "j")
    again = await enrolled(chakra, Enrol(sandbox.campaign_id, country="IN"), MARKED, tmp_path / "j")
    assert (again.done, again.sent) == (100, 0)


async def test_rows_that_can_be_read_once_only_are_refused_with_another_country(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    await enrolled(chakra, Enrol(sandbox.campaign_id), iter(MARKED), tmp_path / "j")
    with pytest.raises(JournalError, match="read once only"):
        await enrolled(chakra, Enrol(sandbox.campaign_id, country="IN"), iter(MARKED), tmp_path / "j")
    assert sandbox.arrived == 100


@pytest.mark.parametrize(
    "pair",
    [
        ("+52 1 55 5555 0123", "+52 55 5555 0123"),
        ("+54 9 11 2345 6789", "+54 11 2345 6789"),
        ("+55 11 96123 4567", "+55 11 6123 4567"),
        ("5215555550123", "525555550123"),
    ],
)
async def test_two_forms_of_one_number_are_one_row_and_the_first_form_is_sent(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, pair: tuple[str, str]
) -> None:
    for place, rows in enumerate((pair, pair[::-1])):
        report = await enrolled(chakra, Enrol(sandbox.campaign_id), list(rows), tmp_path / str(place))
        assert (report.done, report.duplicate) == (1, 1)
        digits = "".join(character for character in rows[0] if character.isdigit())
        assert numbers(sandbox)[-1] == digits


@pytest.mark.parametrize(
    ("numbers", "refused"),
    [
        ([f"138023456{number:02d}" for number in range(20)], True),  # Chinese mobiles, in use in Ohio as well
        ([f"151234567{number:02d}" for number in range(10)], True),
        ([f"138023456{number:02d}" for number in range(9)], False),  # too few to say
        ([f"+138023456{number:02d}" for number in range(20)], False),
        ([f"9199012584{number:02d}" for number in range(20)], False),
        ([f"447700900{number:03d}" for number in range(20)], False),
    ],
)
def test_a_list_of_bare_numbers_that_are_all_mobiles_elsewhere_looks_national(
    numbers: list[str],
    refused: bool,  # noqa: FBT001 - a table's column
) -> None:
    check = NationalCheck()
    check.note([Row(number=index, value=value) for index, value in enumerate(numbers, 1)])
    assert (check.problem is not None) is refused
    if refused:
        assert f"{len(numbers)} of {len(numbers)} rows look national: add --country" in str(check.problem)


ROUNDED = ["919901000000", "919902000000", "919,876,000,000", "447911000000.0"]


@pytest.mark.parametrize("how", ["file", "list", "generator", "async"])
@pytest.mark.parametrize("country", [None, "IN"])
async def test_a_list_that_a_spreadsheet_has_rounded_is_refused_before_the_first_call(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, how: str, country: str | None
) -> None:
    enrol = Enrol(sandbox.campaign_id, country=country)
    rows = [f'"{each}"' if how == "file" else each for each in [*ROUNDED, *MARKED[:16]]]
    run = Run(chakra, enrol, rows=as_given(rows, tmp_path, how), journal=tmp_path / "j")
    if how in ("file", "list"):
        with pytest.raises(InputError, match=r"4 of 20 rows end in 00000, .*write them with \+"):
            await run.finish()
        assert not (tmp_path / "j").exists()
    else:
        report = await run.finish()
        assert "4 of 20 rows end in 00000" in str(report.stopped_because)
    assert sandbox.arrived == 0
    dry = await dry_run(enrol, as_given(rows, tmp_path, how))
    assert "4 of 20 rows end in 00000" in str(dry)


async def test_a_few_numbers_that_end_in_zeros_are_sent(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    numbers = ["919901000000", *MARKED[:5], *(f"+{digits}" for digits in ("919902000000", "919903000000"))]
    report = await Run(
        chakra, Enrol(sandbox.campaign_id, country="IN"), rows=numbers, journal=tmp_path / "j"
    ).finish()
    assert (report.rows, report.done) == (8, 8)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("919901000000", True),
        (" 16500000000 ", True),
        ("9900000000", True),
        ("919 901 000 000", True),
        ("919901200000.00", True),
        ("919901010000", False),
        ("+919901000000", False),
        ("00000", False),
        ("", False),
        ("919901000000x", False),
    ],
)
def test_digits_look_rounded_only_without_a_plus_and_with_five_zeros(
    value: str,
    rounded: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert is_rounded(value) is rounded


def test_one_in_fifty_rounded_numbers_is_too_many() -> None:
    for rows, refused in ((100, True), (101, False)):
        check = NationalCheck(national=False)
        check.note([Row(number, ROUNDED[number % 2]) for number in range(2)])
        check.note([Row(number, f"9199012{number:05}") for number in range(2, rows)])
        assert (check.rounded, check.rows) == (2, rows)
        assert (check.problem is not None) is refused


async def test_a_list_of_persons_to_leave_out_that_is_rounded_is_refused(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    run = Run(
        chakra, Enrol(sandbox.campaign_id), rows=MARKED[:5], journal=tmp_path / "j", exclude=ROUNDED[:2]
    )
    with pytest.raises(InputError, match="2 of 2 rows end in 00000"):
        await run.finish()
    assert sandbox.arrived == 0


@pytest.mark.parametrize("how", ["file", "list", "several"])
async def test_a_list_of_persons_to_leave_out_that_looks_national_is_refused_as_rows_are(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path, how: str
) -> None:
    chinese = [f"138023456{n:02}" for n in range(12)]
    rows = [f"+86{number}" for number in chinese]
    stop = Exclusions(chinese) if how == "several" else as_given(chinese, tmp_path, how)
    with pytest.raises(InputError, match="12 of 12 rows look national: add --country") as caught:
        await Run(
            chakra, Enrol(sandbox.campaign_id), rows=rows, journal=tmp_path / "j", exclude=stop
        ).finish()
    assert "the persons to leave out" in str(caught.value)
    with pytest.raises(InputError, match="12 of 12 rows look national"):
        await dry_run(Enrol(sandbox.campaign_id), rows, exclude=stop)
    assert sandbox.arrived == 0
    home = Enrol(sandbox.campaign_id, country="CN")
    report = await Run(chakra, home, rows=rows, journal=tmp_path / "k", exclude=stop).finish()
    assert (report.excluded, sandbox.arrived) == (12, 0)


async def test_persons_to_leave_out_with_their_country_codes_are_left_out(
    chakra: Chakra, sandbox: Sandbox, tmp_path: Path
) -> None:
    rows = [f"+86138023456{n:02}" for n in range(12)]
    run = Run(
        chakra,
        Enrol(sandbox.campaign_id),
        rows=rows,
        journal=tmp_path / "j",
        exclude=[number.removeprefix("+") for number in rows[1:]],
    )
    report = await run.finish()
    assert (report.done, report.excluded) == (1, 11)
