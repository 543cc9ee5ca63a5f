# ruff: noqa: S603 - the commands are the test's own
"""What is loaded when, and what happens without the library."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = (
    "print(*sorted(name for name in sys.modules if name.startswith(('phonenumbers', 'chakra_async._phone'))))"
)


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_the_package_does_not_load_the_table() -> None:
    assert "ranges" not in run(f"import chakra_async\n{LOADED}")
    assert "ranges" not in run(f"from chakra_async import phone\n{LOADED}")


@pytest.mark.parametrize("value", ["919901258433", "+91 99012-58433"])
def test_reading_a_number_loads_the_table_and_not_the_library(value: str) -> None:
    loaded = run(f"from chakra_async import phone\nphone.parse({value!r})\n{LOADED}").split()
    assert "chakra_async._phone.ranges" in loaded
    assert "phonenumbers" not in loaded


@pytest.mark.parametrize(
    "value",
    ["919901258433", "+919901258433", "0091 99012 58433 ", "91 (0) 99012 58433", "wa.me/919901258433"],
)
def test_a_number_with_its_country_code_needs_no_library(value: str) -> None:
    code = (
        "sys.modules['phonenumbers'] = None\n"
        "from chakra_async import phone\n"
        f"print(phone.parse({value!r}).digits)\n"
        f"print(phone.parse({value.removeprefix('00')!r}, 'IN').digits)\n"
    )
    assert run(code).split() == ["919901258433"] * 2


def test_a_national_number_without_the_library_gives_an_error_that_names_the_extra() -> None:
    code = (
        "sys.modules['phonenumbers'] = None\n"
        "from chakra_async import SettingsError, phone\n"
        "try: phone.parse('98765 43210', 'IN')\n"
        "except SettingsError as error: print(error)\n"
    )
    assert "pip install 'chakra-async[bulk]'" in run(code)
