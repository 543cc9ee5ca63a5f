"""Numbers of workbooks as the text that people see, and dates as ISO 8601."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.sources.date_formats import iso_text
from chakra_async.bulk.sources.number_formats import (
    BUILT_IN,
    exact,
    general,
    may_show_nothing,
    renderer,
    text_renderer,
)

PHONE_FORMAT = "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####"
ACCOUNTING = '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("919901258431", "919901258431"),
        ("9.19901258431E+11", "919901258431"),
        ("919901258431.0", "919901258431"),
        ("0.30000000000000004", "0.3"),
        ("0.1", "0.1"),
        ("-5.250", "-5.25"),
        ("1E-7", "0.0000001"),
        ("12345678901234567", "12345678901234567"),
        ("0", "0"),
        ("abc", "abc"),
        ("NaN", "NaN"),
        ("1E400", "1E+400"),
    ],
)
def test_numbers_without_a_format(raw: str, shown: str) -> None:
    assert general(raw) == shown
    assert renderer("General")(raw) == shown
    assert renderer("@")(raw) == shown


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("0000000000", "98765", "0000098765"),
        ("00000", "1234567", "1234567"),
        ("0", "2.5", "3"),
        ("0", "-0.4", "0"),
        ("0.00", "2.675", "2.68"),
        ("0.00", "-1.005", "-1.01"),
        ("#,##0", "919901258431", "919,901,258,431"),
        ("#,##0.00", "-1234.5", "-1,234.50"),
        ("#,##0_);(#,##0)", "-1234", "(1,234)"),
        ("0%", "0.15", "15%"),
        ("0.0%", "0.1256", "12.6%"),
        ("$#,##0.00", "1234.5", "$1,234.50"),
        ("[$\u20b9-4009]\\ #,##0.00", "1234.5", "\u20b9 1,234.50"),
        ("#,##0.00\\ [$\u20ac-407]", "1234.5", "1,234.50 \u20ac"),
        ('"+91 "0', "9876543210", "+91 9876543210"),
        (PHONE_FORMAT, "2125551234", "(212) 555-1234"),
        (PHONE_FORMAT, "5551234", "555-1234"),
        ("00000\\-0000", "123456789", "12345-6789"),
        ("0 000 000 000", "919901258431", "919 901 258 431"),
        (ACCOUNTING, "0", "-"),
        (ACCOUNTING, "12.3", "12.30"),
        (ACCOUNTING, "-12.3", "-12.30"),
        ("0,", "919901258431", "919901258"),
        ('0.0,,"M"', "12345678", "12.3M"),
        ("#.##", "0.5", ".5"),
        ("0.##", "5", "5"),
        ("0.0?", "1.25", "1.25"),
        (";;;", "5", ""),
        ("0;-0;;@", "0", ""),
        ("[Red]0;[Blue]-0", "-3", "-3"),
        ("General;-General", "-5.25", "-5.25"),
        ('General" kg"', "5", "5 kg"),
        ("# ?/?", "0.5", "0.5"),
        ("0.00E+00", "919901258431", "919901258431"),
        ("##0.0E+0", "1234.5", "1234.5"),
        ("[>100]0.0;0.00", "150", "150.0"),
        ("[>100]0.0;0.00", "50", "50.00"),
        ("0", "1E400", "1E+400"),
        ("0", "abc", "abc"),
    ],
)
def test_numbers_are_shown_by_their_format(code: str, raw: str, shown: str) -> None:
    assert renderer(code)(raw) == shown


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("yyyy-mm-dd", "46000", "2025-12-09"),
        ("m/d/yyyy", "46000.75", "2025-12-09"),
        ("[$-409]d\\-mmm\\-yy;@", "46000", "2025-12-09"),
        ('yyyy"\u5e74"m"\u6708"d"\u65e5"', "46000", "2025-12-09"),
        ("dd/mm/yyyy hh:mm", "46000.604166666664", "2025-12-09 14:30"),
        ("m/d/yy h:mm:ss AM/PM", "46000.604166666664", "2025-12-09 14:30:00"),
        ("mm/dd/yy\\ h:mm:ss.000", "46000.5123456", "2025-12-09 12:17:46.660"),
        ("h:mm", "0.604166666666667", "14:30"),
        ("h:mm AM/PM", "0.604166666666667", "14:30"),
        ("h:mm:ss", "0.99999", "23:59:59"),
        ("mm:ss", "0.0007", "00:01:00"),
        ("mmm yyyy", "46000", "2025-12"),
        ("mmmm", "46000", "2025-12"),
        ("yyyy", "46000", "2025"),
        ("dddd", "46000", "2025-12-09"),
        ("[h]:mm", "1.5", "36:00"),
        ("[h]:mm:ss", "1.5", "36:00:00"),
        ("[mm]:ss", "0.5", "720:00"),
        ("[s]", "0.5", "43200"),
        ("m/d/yy", "1", "1900-01-01"),
        ("m/d/yy", "59", "1900-02-28"),
        ("m/d/yy", "60", "1900-02-29"),
        ("m/d/yy", "61", "1900-03-01"),
        ("m/d/yy", "2958465", "9999-12-31"),
        ("m/d/yy", "2958466", "2958466"),
        ("m/d/yy", "919901258431", "919901258431"),
        ("m/d/yy", "0", "0"),
        ("m/d/yy", "-5", "-5"),
    ],
)
def test_dates_and_times_are_iso_8601(code: str, raw: str, shown: str) -> None:
    assert renderer(code)(raw) == shown


def test_days_may_be_counted_from_1904_on() -> None:
    assert renderer("yyyy-mm-dd", since_1904=True)("0") == "1904-01-01"
    assert renderer("yyyy-mm-dd hh:mm", since_1904=True)("44538.5") == "2025-12-09 12:00"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("2026-12-03", "2026-12-03"),
        ("2026-12-03T00:00:00", "2026-12-03"),
        ("2026-12-03T14:30:00.000Z", "2026-12-03 14:30:00"),
    ],
)
def test_dates_that_are_text_lose_a_midnight(raw: str, shown: str) -> None:
    assert iso_text(raw) == shown


@pytest.mark.parametrize(
    ("code", "raw", "identifies"),
    [
        ("General", "919901258431", "919901258431"),
        ("0000000000", "98765", "0000098765"),
        ('"+91 "0', "9876543210", "+91 9876543210"),
        (PHONE_FORMAT, "2125551234", "(212) 555-1234"),
        ("0", "919901258431.4", "919901258431.4"),
        ("0,", "919901258431", "919901258431"),
        ("0.00", "919901258431", "919901258431"),
        ("0%", "919901258431", "919901258431"),
        ("m/d/yy", "46000", "46000"),
        (";;;", "919901258431", "919901258431"),
        ("0;0", "-919901258431", "-919901258431"),
        ("0.00E+00", "919901258431", "919901258431"),
    ],
)
def test_a_number_that_identifies_a_row_keeps_all_its_digits(code: str, raw: str, identifies: str) -> None:
    assert exact(raw, renderer(code)(raw)) == identifies


@given(st.integers(0, 10**15), st.sampled_from([*BUILT_IN.values(), "0000000000", "#,##0,", PHONE_FORMAT]))
def test_a_number_that_identifies_a_row_is_never_another_one(number: int, code: str) -> None:
    shown = exact(str(number), renderer(code)(str(number)))
    assert "".join(filter(str.isdigit, shown)).lstrip("0") == str(number).lstrip("0")


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)))  # noqa: DTZ001 - workbooks have no time zones
def test_a_date_of_a_workbook_comes_back(when: datetime) -> None:
    when = when.replace(microsecond=0)
    serial = (when - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - as above
    assert renderer("yyyy-mm-dd hh:mm:ss")(repr(serial)) == when.isoformat(sep=" ")


@pytest.mark.parametrize(
    "raw", ["nan", "NaN", "-nan", "inf", "-Infinity", "1e999999", "-1e-999999", "sNaN", "1_0"]
)
@pytest.mark.parametrize("code", [*BUILT_IN.values(), "0", "000", "#,##0.000", "0;-0", '"x"0', "[<1]0;0.0"])
def test_no_format_fails_for_what_is_not_a_number_that_a_cell_can_have(code: str, raw: str) -> None:
    assert isinstance(renderer(code)(raw), str)


@given(st.text(st.sampled_from('0#?.,%/@;[]"\\_*yYmdhseEgb+-AMPGeneral$<>=19 '), max_size=20), st.floats())
def test_no_format_makes_a_number_fail(code: str, number: float) -> None:
    assert isinstance(renderer(code)(repr(number)), str)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('"+91 "@', "+91 Asha"),
        ('"Dr. "@', "Dr. Asha"),
        ("\\D\\r\\.\\ @", "Dr. Asha"),
        ('@" (x)"', "Asha (x)"),
        ('"a "@" b "@" c "', "a Asha b Asha c"),
        ('0.00;-0.00;0;"Dr. "@', "Dr. Asha"),
        ('0.00;"Dr. "@', "Dr. Asha"),
        ('0;-0;0;"n/a"', "n/a"),
        ('0;-0;0;"Dr. "General', "Dr. Asha"),
        (";;;", ""),
        ("0;-0;0;", ""),
        (";;;[Red]", ""),
        ('[Red]"Dr. "@', "Dr. Asha"),
    ],
)
def test_text_is_shown_by_the_section_of_text(code: str, shown: str) -> None:
    render = text_renderer(code)
    assert render is not None
    assert render("Asha") == shown


@pytest.mark.parametrize(
    "code",
    [
        *BUILT_IN.values(),
        *(
            "",
            "[Red]@",
            "[$-409]d-mmm-yy;@",
            ";;;@",
            "0;-0;0;General",
            '"+91 "0',
            '"a@b"0',
            "\\@0",
            '"a;b;c;d"0',
        ),
        *(ACCOUNTING, PHONE_FORMAT, "_(@_)", "@*-", ";;"),
    ],
)
def test_text_is_left_as_it_is_by_every_other_format(code: str) -> None:
    assert text_renderer(code) is None


@pytest.mark.parametrize(
    ("code", "may"),
    [
        *((";;;", True), ("0;;", True), ("0;-0;;@", True), ('0;" ";0', True), ("0;[Red];0", True)),
        *(("General", False), ("0", False), ("0;@", False), ("0;-0;0;", False), ('"x";"y"', False)),
    ],
)
def test_a_format_that_shows_nothing_of_some_numbers_is_known(
    code: str,
    may: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert may_show_nothing(code) is may
