"""Records of any size are what the csv module makes of them, and a quote that is not closed is found soon."""

from __future__ import annotations

import csv
import io
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.bulk.sources.records import UnclosedQuoteError, read_records

TEXTS = st.text(alphabet=st.sampled_from('a,;"\n\r \t\u00e9'), max_size=60)


def lines_of(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def by_module(text: str, delimiter: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(lines_of(text), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


@given(text=TEXTS, delimiter=st.sampled_from(",;\t"))
def test_records_are_those_of_the_csv_module(text: str, delimiter: str) -> None:
    expected = by_module(text, delimiter)
    try:
        found = list(read_records(lines_of(text), delimiter))
    except UnclosedQuoteError:
        assert expected is None
        return
    if expected is not None:
        assert [cells for _, cells, _, _ in found] == expected
    else:
        assert any(broken for _, _, broken, _ in found)
    line = 1
    for begins, _, _, inner in found:
        assert begins == line
        line += 1 + len(inner or ())
    assert line == len(lines_of(text)) + 1


@given(text=TEXTS, delimiter=st.sampled_from(",;\t"))
def test_a_small_limit_of_the_process_changes_nothing(text: str, delimiter: str) -> None:
    def read() -> list[object] | None:
        try:
            return list(read_records(lines_of(text), delimiter))
        except UnclosedQuoteError as error:
            return [error.line]

    usual = read()
    before = csv.field_size_limit(3)
    try:
        limited = read()
    finally:
        csv.field_size_limit(before)
    assert limited == usual


@pytest.mark.parametrize("line", ["x\n", "y" * 5000 + "\n", "\n"])
@pytest.mark.parametrize("limit", [1000, 131_072, 2**31 - 1])
def test_a_quote_that_is_not_closed_does_not_read_to_the_end(line: str, limit: int) -> None:
    read = 0

    def count() -> str:
        nonlocal read
        read += 1
        return line

    endless = chain(["a,b\n", '1,"2\n'], (count() for _ in repeat(None)))
    before = csv.field_size_limit(limit)
    try:
        with pytest.raises(UnclosedQuoteError) as caught:
            list(read_records(endless, ","))
    finally:
        csv.field_size_limit(before)
    assert caught.value.line == 2
    assert read <= 20_100
