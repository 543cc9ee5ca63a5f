"""Addresses of databases: what libpq gets, and what messages show."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async._core.database_address import is_database_address, read_database_address

READ = {"of": "journal", "example": "postgresql://host/database"}


@pytest.mark.parametrize(
    ("text", "conninfo", "shown"),
    [
        ("postgres://u:x9@h:1/d#july", "postgresql://u:x9@h:1/d", "postgresql://u@h:1/d#july"),
        ("postgresql:///d?host=/run/pg#j", "postgresql:///d?host=/run/pg", "postgresql:///d?host=/run/pg#j"),
        (" POSTGRESQL://h/d?password=x9 ", "postgresql://h/d?password=x9", "postgresql://h/d"),
    ],
)
def test_libpq_gets_an_address_with_two_slashes_and_messages_none_of_the_password(
    text: str, conninfo: str, shown: str
) -> None:
    address = read_database_address(text, **READ)
    assert (address.conninfo, address.shown) == (conninfo, shown)
    assert "x9" not in repr(address)


@pytest.mark.parametrize("text", ["postgresql://h/d", " postgres://h/d", "POSTGRESQL:h", "postgresql:/d"])
def test_what_begins_like_an_address_is_never_taken_for_a_path(text: str) -> None:
    assert is_database_address(text)


@pytest.mark.parametrize("text", ["july.journal", "postgresql", "./postgresql", "C:\\postgresql", "", None])
def test_a_path_is_not_an_address(text: object) -> None:
    assert not is_database_address(text)


@given(
    st.text(min_size=1, max_size=12),
    st.sampled_from(["postgresql://u:{}@h/d#j", "postgresql://h/d?password={}"]),
)
def test_no_password_is_shown_however_it_is_made(secret: str, form: str) -> None:
    marked = f"s3cret{secret}"
    address = read_database_address(form.format(quote(marked, safe="")), **READ)
    assert "s3cret" not in address.shown + repr(address)
    assert quote(marked, safe="") in address.conninfo
