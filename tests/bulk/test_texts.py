"""Values that are not text: what a person reads of them, and which of them make a row invalid."""

from __future__ import annotations

import array
import enum
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from chakra_async.bulk import CreateLead, Row, SendMessage, dry_run, read
from chakra_async.bulk.sources.base import source_of
from chakra_async.errors import InvalidRequestError

if TYPE_CHECKING:
    from pathlib import Path

ANN = "919901258431"


class Level(enum.IntEnum):
    HIGH = 3


class Colour(enum.StrEnum):
    RED = "red"


def text(value: object) -> str:
    return SendMessage("It is {Value}").preview(Row(1, ANN, {"Value": value})).removeprefix("It is ")


async def texts_of(rows: Any) -> list[str]:
    source = source_of(rows)
    found = [row async for batch in source.batches(0) for row in batch]
    return [SendMessage("{Value}").preview(row) for row in found]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, "0.3"),
        (1499.0000000000002, "1499"),
        (1e-7, "0.0000001"),
        (-2.5e-5, "-0.000025"),
        (1499.0, "1499"),
        (-0.0, "0"),
        (1499.5, "1499.5"),
        (19.99, "19.99"),
        (1234567.89, "1234567.89"),
        (1234567.25, "1234567.25"),
        (1 / 3, "0.333333333333333"),
        (28.6139391, "28.6139391"),
        (5, "5"),
        (12345678901234567890, "12345678901234567890"),
        (True, "True"),
        (Decimal("19.90"), "19.90"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 12, 3), "2026-12-03"),
        (datetime(2026, 12, 3, 14, 30), "2026-12-03 14:30:00"),  # noqa: DTZ001 - as tables have them
        (time(14, 30), "14:30:00"),
        (timedelta(hours=2), "2:00:00"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Level.HIGH, "3"),
        (Colour.RED, "red"),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(value: object, expected: str) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"first": "Asha"},
        ["Ravi"],
        ("Ravi",),
        {"Ravi"},
        b"Ravi",
        bytearray(b"Ravi"),
        memoryview(b"Ravi"),
        array.array("d", [1.0]),
        object(),
        Fraction(1, 3),
        1 + 2j,
        Row(1, "x"),
        str,
        len,
        Decimal("Infinity"),
        float("inf"),
        1e-300,
    ],
)
def test_a_value_that_is_not_a_text_or_a_number_makes_its_row_invalid(value: object) -> None:
    with pytest.raises(InvalidRequestError, match="message: the column 'Value' cannot be used: its value is"):
        text(value)
    with pytest.raises(InvalidRequestError, match=r"the column 'Value' cannot be used"):
        CreateLead({"name": "{Value}"}).check_values(Row(1, ANN, {"Value": value}))


@pytest.mark.parametrize("value", [None, float("nan"), Decimal("NaN"), ""])
def test_a_missing_value_is_an_empty_column(value: object) -> None:
    with pytest.raises(InvalidRequestError, match="the column 'Value' is empty"):
        text(value)


async def test_members_of_json_that_are_not_text_are_named_with_their_row(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    values = [{"first": "Asha"}, ["Ravi"], "Asha", 0.1 + 0.2]
    table.write_bytes(
        b"\n".join(
            orjson.dumps({"phone": f"91990125843{n}", "name": value}) for n, value in enumerate(values)
        )
    )
    shown: list[str] = []
    report = await dry_run(SendMessage("Dear {name}"), read(table), preview=shown.append)
    assert (report.pending, report.invalid) == (2, 2)
    assert "the column 'name' cannot be used: its value is of type dict" in str(report.reasons)
    assert [each.rpartition("\n")[2] for each in shown] == ["Dear Asha", "Dear 0.3"]


async def test_a_narrow_float_is_shown_with_the_digits_that_it_holds() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    arrow = pytest.importorskip("pyarrow")
    narrow = numpy.array([19.99, 0.1, 100000.1 // 1 + 0.5, 1499, 0.25, 1e-5], dtype="float32")
    phones = [ANN] * len(narrow)
    expected = ["19.99", "0.1", "100000.5", "1499", "0.25", "0.00001"]
    for rows in (
        pandas.DataFrame({"phone": phones, "Value": narrow}),
        polars.DataFrame({"phone": phones, "Value": narrow}),
        arrow.table({"phone": phones, "Value": arrow.array(narrow)}),
        [{"phone": ANN, "Value": value} for value in narrow],
        [{"phone": ANN, "Value": value} for value in arrow.array(narrow)],
    ):
        assert await texts_of(rows) == expected


def test_a_narrow_float_whose_digits_are_lost_makes_its_row_invalid() -> None:
    numpy = pytest.importorskip("numpy")
    for value in (numpy.float32(12345.67), numpy.float32(100000.1), numpy.float16(0.1)):
        for given in (value, value.item()):
            with pytest.raises(InvalidRequestError, match="a 32-bit float, whose last digits are lost"):
                text(given)


def test_scalars_of_numpy_and_pandas_are_shown_as_what_they_hold() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    assert text(numpy.int64(5)) == "5"
    assert text(numpy.float64(0.1) + numpy.float64(0.2)) == "0.3"
    assert text(numpy.str_("Asha")) == "Asha"
    assert text(numpy.datetime64("2026-12-03")) == "2026-12-03"
    assert text(pandas.Timestamp("2026-12-03 14:30")) == "2026-12-03 14:30:00"
    assert text(pandas.Period("2026-12")) == "2026-12"
    for value in (
        numpy.datetime64("2026-12-03T00:00:00", "ns"),
        pandas.Interval(0, 1),
        numpy.array([1, 2]),
        pandas.Series([1]),
    ):
        with pytest.raises(InvalidRequestError, match="make it a string"):
            text(value)
