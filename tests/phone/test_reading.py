"""What is read from one value, and what is refused and why."""

from __future__ import annotations

import math
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest

from chakra_async import ChakraError, InvalidRequestError, SettingsError, phone
from chakra_async.phone import PhoneNumber, PhoneNumberError

NUMBER = "919901258433"


def refused(value: object, country: str | None = None) -> str:
    with pytest.raises(PhoneNumberError) as caught:
        phone.parse(value, country)
    return caught.value.problem


@pytest.mark.parametrize(
    "value",
    [
        "919901258433",
        "+919901258433",
        "+91 99012 58433",
        "0091 99012-58433",
        "+91 9901/258433",
        "(91) 99012-58433",
        "(+91) 99012.58433",
        "+(91) 99012 58433",
        "  +91-99012-58433\t",
        "\ufeff919901258433\r\n",
        "'919901258433",
        "\u2019919901258433",
        '="919901258433"',
        "919901258433.0",
        "919901258433,00",
        "919,901,258,433",
        "%2B919901258433",
        "٩١٩٩٠١٢٥٨٤٣٣",
        "९१ ९९०१२ ५८४३३",
        "۹۱۹۹۰۱۲۵۸۴۳۳",
        "+\uff19\uff11 \uff19\uff19\uff10\uff11\uff12 \uff15\uff18\uff14\uff13\uff13",
        "\uff0b91\uff0899012\uff0958433",
        "\u202a+91\u00a099012\u201158433\u202c",
        "\u2068+91 99012 58433\u2069",
        "\u2066919901258433\u2069",
        "\u200e+91\u200b99012\u206058433\u200f",
        "+91\u202f99012\u200758433",
        "+91\u201399012\u2014584\u221233",
        "+91\u00b799012\u202258433",
        "+91 99012\u00ad58433",
        "9\ufe0f\u20e319901258433",
        919901258433,
        919901258433.0,
        Decimal(919901258433),
        "tel:+91-99012-58433",
        "TEL:+919901258433",
        "tel:99012-58433;phone-context=+91",
        "tel:+919901258433;foo=bar",
        "callto:+919901258433",
        "sms:+919901258433?body=hi",
        "whatsapp:+919901258433",
        "+91 99012 58433,",
        "919901258433;",
        "(+91)(0)9901258433",
        "https://wa.me/919901258433",
        "http://wa.me/+919901258433/",
        "wa.me/919901258433?text=Hi%20there",
        "https://api.whatsapp.com/send?phone=919901258433&text=1234567",
        "https://web.whatsapp.com/send/?text=1&phone=%2B919901258433",
        "whatsapp://send?phone=+91%2099012%2058433",
        "919901258433@s.whatsapp.net",
        "919901258433@c.us",
        "919901258433:12@s.whatsapp.net",
        "919901258433.0:3@s.whatsapp.net",
    ],
)
def test_a_number_is_read_however_it_is_written(value: object) -> None:
    number = phone.parse(value)
    assert (number.digits, number.country) == (NUMBER, "IN")
    assert phone.parse(value, "GB") == number


class Index:
    def __index__(self) -> int:
        return 919901258433


def test_any_integer_type_is_read() -> None:
    assert phone.parse(Index()).digits == NUMBER


@pytest.mark.parametrize(
    ("value", "country", "digits", "understood"),
    [
        ("9901258433", "IN", NUMBER, "national"),
        ("099012 58433", "in", NUMBER, "national"),
        (9901258433, "IN", NUMBER, "national"),
        (NUMBER, "IN", NUMBER, "unmistakable"),
        (NUMBER, "GB", NUMBER, "unmistakable"),
        ("+91 99012 58433", "GB", NUMBER, "international"),
        ("(604) 555-0123", "CA", "16045550123", "national"),
        ("1 (604) 555-0123", "US", "16045550123", "unmistakable"),
        ("07700 900123", "GB", "447700900123", "national"),
        ("(0)20 7946 0000", "GB", "442079460000", "national"),
        ("8 916 123 45 67", "RU", "79161234567", "national"),
        ("06 20 123 4567", "HU", "36201234567", "national"),
        ("06 1234 5678", "IT", "390612345678", "national"),
        ("090-1234-5678", "JP", "819012345678", "national"),
        ("011 15 2345 6789", "AR", "5491123456789", "national"),
        ("044 55 5555 0123", "MX", "525555550123", "national"),
        ("045 55 5555 0123", "MX", "525555550123", "national"),
        ("01 55 5555 0123", "MX", "525555550123", "national"),
        ("13802345678", "CN", "8613802345678", "national"),
        ("11 98765-4321", "BR", "5511987654321", "national"),
        ("325-1234", "BS", "12423251234", "national"),
        ("6591234567", "SG", "6591234567", "unmistakable"),
        ("85291234567", "HK", "85291234567", "unmistakable"),
        ("13802345678", "US", "13802345678", "unmistakable"),
        ("51987654321", "PE", "51987654321", "unmistakable"),
        ("(7) 901 258-43-32", "RU", "79012584332", "unmistakable"),
        ("(7) 901 258-43-32", "SG", "79012584332", "unmistakable"),  # no number of the rest alone
        ("7 901 258-43-32", "IN", "79012584332", "unmistakable"),
        ("(91) 98765 43210", "IN", "919876543210", "unmistakable"),
        ("(1) 212 555 0123", "US", "12125550123", "unmistakable"),
        ("(44) 20 7946 0958", "SG", "442079460958", "unmistakable"),
        ("44 20 7946 0958", "US", "442079460958", "unmistakable"),
        ("(91) 99012 58433", "US", NUMBER, "unmistakable"),
        ("91 99012 58433", "US", NUMBER, "unmistakable"),
        ("91-99012-58433", "US", NUMBER, "unmistakable"),
        ("91 990 125 84 33", "US", NUMBER, "unmistakable"),
        ("(91 990) 125 8433", "US", NUMBER, "unmistakable"),
        ("9199012 58433", "US", NUMBER, "unmistakable"),
        ("919555012345", "US", "919555012345", "unmistakable"),  # as one, as programs write it
        ("(91)(0)99012 58433", "US", NUMBER, "unmistakable"),
        ("(1868) 201-2345", "TT", "18682012345", "unmistakable"),  # 1 is the trunk prefix as well
        ("(1212) 555-0123", "US", "12125550123", "unmistakable"),
        ("(919) 555-0123", "US", "19195550123", "national"),
        ("(20) 7946 0000", "GB", "442079460000", "national"),
        ("(89) 3012345", "DE", "49893012345", "national"),
    ],
)
def test_a_named_country_understands_its_own_numbers(
    value: object, country: str, digits: str, understood: str
) -> None:
    number = phone.parse(value, country)
    assert (number.digits, number.understood) == (digits, understood)


@pytest.mark.parametrize(
    ("value", "country", "digits"),
    [
        ("0011 65 6555 0123", "AU", "6565550123"),
        ("0011 44 7700 900123", "AU", "447700900123"),
        ("011 44 7700 900123", "US", "447700900123"),
        ("011 65 6555 0123", "JM", "6565550123"),
        ("8 10 44 7700 900123", "RU", "447700900123"),
        ("010 44 7700 900123", "JP", "447700900123"),
        ("001 44 7700 900123", "SG", "447700900123"),
        ("000 44 7700 900123", "KE", "447700900123"),
        ("009 44 7700 900123", "NG", "447700900123"),
        ("0015 44 7700 900123", "BR", "447700900123"),
        ("00 44 7700 900123", "IN", "447700900123"),
        ("00 44 (0)7700 900123", "IN", "447700900123"),
        ("0044 20 7946 0000", "US", "442079460000"),
        ("0044 7700 900123", None, "447700900123"),
        ("00 44 (0) 7700 900123", None, "447700900123"),
        ("001 202 555 0123", None, "12025550123"),
    ],
)
def test_an_exit_code_makes_a_number_international(value: str, country: str | None, digits: str) -> None:
    number = phone.parse(value, country)
    assert (number.digits, number.understood) == (digits, "exit_code")


@pytest.mark.parametrize(
    ("value", "country"),
    [
        (
            "0011 65 6555 0123",
            None,
        ),  # Australia's 0011 and Singapore, or 00 and a number that begins with 1 1
        ("001 32 12 34 03 18", None),  # 001 and Belgium, or 00 and Florida
        ("001 32 12 34 03 18", "ID"),
        ("001 32 12 34 03 18", "IN"),
        ("011 44 7700 900123", None),
        ("011 44 7700 900123", "GB"),
    ],
)
def test_an_exit_code_that_may_be_another_ones_is_refused_or_is_the_named_countrys(
    value: str, country: str | None
) -> None:
    if country == "IN":  # where 00 is the exit code
        assert phone.parse(value, country).digits == "13212340318"
    else:
        assert refused(value, country) in ("country_missing", "ambiguous", "not_in_use")


@pytest.mark.parametrize("country", ["IN", "GB", "DE", "MX", "ZA"])  # where 00 is the exit code
@pytest.mark.parametrize("value", ["0011 65 6555 0123", "0011 44 7700 900123", "00700 1 650 253 0000"])
def test_a_number_behind_another_countrys_exit_code_is_not_read_behind_00(value: str, country: str) -> None:
    assert refused(value, country) == "ambiguous"


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("+44 (0)20 7946 0000", "442079460000"),
        ("+44(0)20 7946 0000", "442079460000"),
        ("+44 ( 0 ) 20 7946 0000", "442079460000"),
        ("+44 020 7946 0000", "442079460000"),
        ("+44 (020) 7946 0000", "442079460000"),
        ("+4402079460000", "442079460000"),
        ("4402079460000", "442079460000"),
        ("44 (0)20 7946 0000", "442079460000"),
        ("0044 (0)20 7946 0000", "442079460000"),
        ("+49 (0) 171/1234567", "491711234567"),
        ("+7 8 916 123 45 67", "79161234567"),
        ("+36 06 20 123 4567", "36201234567"),
        ("+39 (0)6 12345678", "390612345678"),
        ("+39 06 12345678", "390612345678"),
        ("+39 (0)333 1234567", "393331234567"),
    ],
)
def test_a_trunk_prefix_goes_except_where_it_belongs_to_the_number(value: str, digits: str) -> None:
    assert phone.parse(value).digits == digits


@pytest.mark.parametrize(
    ("value", "digits", "country"),
    [
        ("447700900123", "447700900123", "GB"),
        ("+1 202-555-0123", "12025550123", "US"),
        ("12505550123", "12505550123", "CA"),
        ("+61 491 570 006", "61491570006", "AU"),
        ("61491570006", "61491570006", "AU"),
        ("353209111234", "353209111234", "IE"),
        ("+91 11 0000 1234", "911100001234", "IN"),
        ("911100001234", "911100001234", "IN"),
        ("+33 6 39 98 12 34", "33639981234", "FR"),
        ("+1 780 000 1234", "17800001234", None),  # of a possible length, in no range: the API will say
        ("+44 7701 999999", "447701999999", "GB"),
        ("+91 91990 12584", "919199012584", "IN"),
        ("+49 4915112345678", "494915112345678", "DE"),  # in use as it is, as far as is known
        ("+7 727 250 0000", "77272500000", "KZ"),
    ],
)
def test_numbers_kept_for_fiction_and_odd_ones_pass(value: str, digits: str, country: str | None) -> None:
    number = phone.parse(value)
    assert (number.digits, number.country) == (digits, country)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "empty"),
        (" \t ", "empty"),
        ("''", "signs"),
        ("-", "empty"),
        ("()", "empty"),
        (None, "empty"),
        (math.nan, "empty"),
        (True, "type"),
        (b"919901258433", "type"),
        (["919901258433"], "type"),
        ({"919901258433"}, "type"),
        (Fraction(1, 3), "type"),
        (object(), "type"),
        (math.inf, "type"),
        (919901258433.5, "decimals"),
        (1e15, "decimals"),
        (Decimal("919901258433.0000000001"), "decimals"),
        (Decimal("9.19901E+11"), "scientific"),
        ("919901258433.5", "decimals"),
        ("919901258433.25", "decimals"),
        ("9901258433.123456", "decimals"),
        ("+91 99012 58433.0", "decimals"),
        ("91 99012 58433.5", "decimals"),
        ("0.919901258433", "decimals"),
        ("7. 9012584332", "signs"),  # a row of a list, and a number in use in Russia
        ("1 . 90125 84332", "signs"),
        ("44.  7911 123456", "signs"),
        ("123.45678901", "decimals"),  # without the point a number in use in North America
        ("46354.5416666667", "decimals"),  # a day and a time of a spreadsheet
        ("9.19901258433", "decimals"),
        ("9.19901E+11", "scientific"),
        ("9,19901E+11", "scientific"),
        ("9.19E11", "scientific"),
        ("9.19901258433e+11", "scientific"),
        ("-9901258342", "minus"),
        ("\u22129901258342", "minus"),
        ("\u20139901258342", "minus"),
        ("- 99012 58342", "minus"),
        ("(-9901258342)", "minus"),
        ("(9901258342)", "minus"),
        ("(9,901,258,342)", "minus"),
        ("9901258342-", "minus"),
        (-9901258342, "minus"),
        (-9901258342.0, "minus"),
        ("=91-9901258433", "formula"),
        ("#REF!", "formula"),
        ("2023-09-01", "date"),
        ("01.09.2023", "date"),
        ("2023-09-01 10:00", "date"),
        ("call Asha", "letters"),
        ("N/A", "letters"),
        ("1-800-FLOWERS", "letters"),
        ("asha@example.com", "letters"),
        ("99012²58433", "signs"),
        ("+91 99012 58433¹", "signs"),  # a mark of a footnote, which str.isdigit() takes for a digit
        ("+49 30 1234567¹", "signs"),
        ("+4915112345678\u00b9", "signs"),
        ("+9199012584\u2083", "signs"),
        ("+91 99012 5843\u2460", "signs"),
        ("+\u2460919901258433", "signs"),
        ("+919901258433\u1369", "signs"),  # an Ethiopic one, which has no decimal value
        ("\uff0b91-99012-58433\u2776", "signs"),
        ("tel:+919901258433²", "signs"),
        ("https://api.whatsapp.com/send?phone=91990125843³", "not_a_person"),
        ("whatsapp://send?phone=+919901258433\u2460", "not_a_person"),
        ("wa.me/919901258433¹", "not_a_person"),
        ("919901258433¹@c.us", "letters"),
        ("99012_58433", "signs"),
        ("91+9901258433", "signs"),
        ("1) 9901258433", "signs"),
        ("+91 99012 58433 ext 5", "extension"),
        ("+91 99012 58433 x5", "extension"),
        ("+91 99012 58433#5", "extension"),
        ("tel:+91-99012-58433;ext=5", "extension"),
        ("+91 99012 58433, +91 99012 58434", "several"),
        ("919901258433;919901258434", "several"),
        ("+919901258433 / +919901258434", "several"),
        ("+91 99012 58433 or 99012 58434", "several"),
        ("99012 58433\n99012 58434", "several"),
        ("+49 30 12345/12346", "several"),
        ("120363043968066561@g.us", "not_a_person"),
        ("919901258433-1423323@g.us", "not_a_person"),
        ("104251512345678@lid", "not_a_person"),
        ("status@broadcast", "not_a_person"),
        ("12036@newsletter", "not_a_person"),
        ("https://wa.me/message/ABCDEF123", "not_a_person"),
        ("+0 99012 58433", "country_code"),
        ("+0091 99012 58433", "country_code"),
        ("+999 1234567", "country_code"),
        ("+91 91 99012 58433", "country_code"),  # twice
        ("+9191 99012 58433", "country_code"),
        ("+65 65 9123 4567", "country_code"),
        ("+(44) 44 7911 123456", "country_code"),
        ("tel:+91-91-99012-58433", "country_code"),
        ("tel:91-99012-58433;phone-context=+91", "country_code"),
        ("https://wa.me/91919901258433", "country_code"),
        ("+91 123", "too_short"),
        ("+91 99012 58433 99012", "too_long"),
        ("00", "too_short"),
        ("112", "too_short"),
        ("1" * 65, "too_long"),
        ("1" * 5000, "too_long"),
        ("9" * 40, "too_long"),
    ],
)
def test_what_is_not_one_number_is_refused_with_the_reason(value: object, problem: str) -> None:
    assert refused(value) == problem
    assert refused(value, "IN") in (problem, "not_in_use")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("9901258433", "country_missing"),
        ("09901258433", "country_missing"),
        ("(604) 555-0123", "country_missing"),
        ("6045550123", "country_missing"),
        ("6446869806", "country_missing"),
        ("7611178002", "country_missing"),
        ("6591234567", "country_missing"),
        ("17800001234", "country_missing"),
        ("090-1234-5678", "country_missing"),
        ("0912 345 6789", "country_missing"),
        ("8 916 123 45 67", "country_missing"),
        ("11987654321", "country_missing"),
    ],
)
def test_without_a_country_only_what_cannot_be_another_number_is_read(value: str, problem: str) -> None:
    assert refused(value) == problem
    assert phone.looks_national(value)


@pytest.mark.parametrize(
    ("value", "country", "problem"),
    [
        ("447700900123", "DE", "ambiguous"),
        ("18185550123", "MX", "ambiguous"),
        ("2345678901234", "IN", "not_in_use"),
        ("12345", "IN", "too_short"),
        ("55555 55555", "IN", "not_in_use"),
        ("12295550123", "MX", "ambiguous"),
        ("112", "IN", "too_short"),
        ("911", "US", "too_short"),
        ("2023-09-01", "DK", "date"),
        ("21.09.2023", "DK", "date"),
        ("9901258433, 9901258434", "IN", "several"),
        ("(7) 90125 84332", "IN", "ambiguous"),  # a row of a list, or Russia
        ("( 7 )9012584332", "IN", "ambiguous"),
        ("7 - 90125 84332", "IN", "ambiguous"),
        ("7- 90125 84332", "IN", "ambiguous"),
        ("7 \u2013 90125 84332", "US", "ambiguous"),
        ("7\t90125 84332", "IN", "ambiguous"),
        ("7 / 90125 84332", "IN", "ambiguous"),
        ("(44) 7911 123456", "IN", "ambiguous"),
        ("(1) 212 555 0123", "IN", "ambiguous"),
        ("(919) 555-0123 (45)", "US", "ambiguous"),  # an extension, or India
        ("(919) 555-0123 45", "US", "ambiguous"),
        ("919-555-0123-45", "US", "ambiguous"),
        ("919 555 0123 / 45", "US", "several"),
        ("770-555-0123-4", "US", "ambiguous"),
        ("770.555.0123.4", "US", "ambiguous"),
        ("(212) 612-3456-78", "US", "ambiguous"),  # the area code is Morocco's calling code
        ("212 612 3456 78", "US", "ambiguous"),
        ("98912 34567-10", "IN", "ambiguous"),
        ("9891234567-10", "IN", "ambiguous"),
        ("989 123 4567 (10)", "IN", "ambiguous"),
        ("30 2234567-890", "DE", "ambiguous"),
        ("(919) 555-0123 45", "GB", "ambiguous"),  # an area code in brackets
        ("(7495) 123-45-67", "RU", "ambiguous"),
    ],
)
def test_with_a_country_doubt_is_refused_too(value: str, country: str, problem: str) -> None:
    assert refused(value, country) == problem


@pytest.mark.parametrize("value", ["(919) 555-0123 45", "(919) 555-0123 (45)", "(7495) 123-45-67"])
def test_an_area_code_in_brackets_is_not_read_as_a_country_code(value: str) -> None:
    assert refused(value) == "ambiguous"
    assert phone.looks_national(value)


@pytest.mark.parametrize(
    "value", ["(91) 95550 12345", "((91) 95550) 12345", "(91-955) 501-2345", "91 95550 12345"]
)
def test_a_country_code_in_brackets_is_read_without_a_country(value: str) -> None:
    assert phone.parse(value).digits == "919555012345"


@pytest.mark.parametrize(
    "value",
    [
        "13802345678",  # a number in Ohio, a mobile number in China
        "51987654321",  # Peru, Porto Alegre
        "84998765432",  # Vietnam, Natal
        "85291234567",  # Hong Kong, an Indonesian number without its zero
        "15123456789",  # Texas, a German or Chinese mobile number
        "16505551234",
    ],
)
def test_more_than_ten_digits_in_use_are_read_and_known_to_be_doubtful_in_a_list(value: str) -> None:
    number = phone.parse(value)
    assert (number.digits, number.understood) == (value, "unmistakable")
    assert not phone.looks_national(value)
    assert phone.may_be_national(value)


@pytest.mark.parametrize("value", ["13802345678", "6591234567", "51987654321", "85291234567", 6591234567])
def test_what_begins_with_its_country_code_for_certain_needs_no_plus(value: object) -> None:
    assert phone.parse(value, international=True).digits == str(value)
    assert phone.parse(value, "IN", international=True).understood == "international"


def test_an_id_of_whatsapps_is_read_even_with_its_country_code_twice() -> None:
    assert phone.parse("91919901258433", international=True).digits == "91919901258433"


@pytest.mark.parametrize(
    ("value", "country"), [("00 91 91 99012 58433", "IN"), ("011 65 65 9123 4567", "US")]
)
def test_behind_an_exit_code_a_country_code_counts_once_too(value: str, country: str) -> None:
    with pytest.raises(PhoneNumberError, match="twice: give it once"):
        phone.parse(value, country)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5215555550123", "525555550123"),
        ("+52 1 55 5555 0123", "+52 55 5555 0123"),
        ("5491123456789", "+54 11 2345 6789"),
        ("+55 11 8765-4321", "+55 11 98765-4321"),
        ("551187654321", "5511987654321"),
        ("553188887777", "5531988887777"),
    ],
)
def test_forms_that_whatsapp_writes_are_one_person(one: str, other: str) -> None:
    first, second = phone.parse(one), phone.parse(other)
    assert first == second
    assert hash(first) == hash(second)
    assert first.key == second.key
    assert first.digits != second.digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+55 11 2345-6789", "+55 11 92345-6789"),
        ("+52 55 5555 0123", "+52 55 5555 0124"),
        ("+44 7700 900123", "+44 7700 900124"),
    ],
)
def test_other_numbers_are_other_persons(one: str, other: str) -> None:
    assert phone.parse(one) != phone.parse(other)


def test_a_number_shows_itself_masked_and_pickles() -> None:
    number = phone.parse("+91 99012 58433")
    assert repr(number) == "PhoneNumber('91********33', country='IN', understood='international')"
    assert (str(number), number.e164, number.masked) == (NUMBER, "+" + NUMBER, "91********33")
    assert f"{number}" == NUMBER
    again = pickle.loads(pickle.dumps(number))  # noqa: S301 - our own
    assert isinstance(again, PhoneNumber)
    assert (again, again.digits, again.country) == (number, number.digits, number.country)
    assert phone.parse(number, "GB") is number
    with pytest.raises(AttributeError):
        number.digits = "1"  # type: ignore[misc]


def test_a_number_of_no_country_has_none() -> None:
    assert phone.parse("+800 1234 5678").country is None


def test_an_error_is_the_librarys_pickles_and_hides_the_number() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        phone.parse("+91 99012 58433 ext 5")
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert isinstance(error, PhoneNumberError)
    assert isinstance(error, ChakraError)
    assert (error.problem, error.number) == ("extension", "+9***************** 5")
    assert str(error) == str(caught.value)
    assert error.reason in str(error)
    assert "99012" not in str(error)
    assert PhoneNumberError.__module__ == "chakra_async.phone"


@pytest.mark.parametrize("country", ["XX", "India", "", "1", "001", "UK", 91])
def test_a_country_there_is_not_is_refused(country: str) -> None:
    with pytest.raises(SettingsError, match="two-letter"):
        phone.parse("+919901258433", country)
    with pytest.raises(SettingsError, match="two-letter"):
        phone.check_country(country)


def test_a_country_may_be_written_small() -> None:
    assert phone.check_country(" in ") == "IN"
    assert phone.check_country(None) is None


@pytest.mark.parametrize("sign", ["*", "\0", "~"])
def test_the_sign_that_is_named_is_not_the_plus_in_front(sign: str) -> None:
    assert f"has {sign!r}, which no phone number has" in str(phone.problem(f"+91 99012 58433{sign}"))


def test_problem_gives_the_reason_or_nothing() -> None:
    assert phone.problem("+91 99012 58433") is None
    assert phone.problem("98765 43210", "IN") is None
    assert "country code may be missing" in (phone.problem("98765 43210") or "")


@pytest.mark.parametrize("value", ["+91 98765 43210", NUMBER, "call Asha", "", None, "+91 123", 5.5])
def test_what_has_its_country_code_or_is_not_a_number_does_not_look_national(value: object) -> None:
    assert not phone.looks_national(value)


INDIAN = [
    f"{start}{n:05}"
    for start in ("98765", "099012", "70123", "80123", "63001")
    for n in range(0, 99999, 9091)
]


def test_the_country_of_a_list_is_guessed_from_its_international_numbers() -> None:
    assert (
        phone.guess_country([*INDIAN, "+91 99012 58433", "+44 7700 900123", "+91 99012 58434", "?"]) == "IN"
    )
    assert phone.guess_country([*INDIAN, "+44 7700 900123"]) is None
    assert phone.guess_country(["+91 99012 58433"]) is None
    assert phone.guess_country([]) is None


def test_the_country_of_a_list_without_international_numbers_is_guessed_only_if_it_is_the_only_one() -> None:
    assert phone.guess_country(["(604) 555-0123", "604 555 0124"]) is None
    assert phone.guess_country([f"0{n}" for n in ("7700900123", "2079460000", "1614960000")]) in (None, "GB")
