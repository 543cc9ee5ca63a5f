"""Who is left out of a run: opt-outs, read from a table or rows, or asked of a function."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable
from contextlib import aclosing
from typing import TypeAlias

from chakra_async import phone
from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import place
from chakra_async.bulk.sources.base import AnyRow, Source, source_of
from chakra_async.bulk.sources.reading import read

__all__ = ["Exclude", "excluded_persons"]

Exclude: TypeAlias = (
    str | os.PathLike[str] | Source | Iterable[AnyRow] | AsyncIterable[AnyRow] | Callable[[str], bool]
)
"""Persons to leave out: the path of a table, rows, or a function of a number in digits."""


async def excluded_persons(exclude: Exclude, country: str | None) -> Callable[[str], bool]:
    """Read the persons to leave out; numbers are one person whatever their spelling.

    Args:
        exclude: The path of a table, rows, or a function of a number in digits.
        country: Two-letter code of the country whose national numbers are understood.

    Raises:
        InputError: They cannot be read, or a row is not a phone number, so that its person would be sent to.

    """
    if callable(exclude):
        return exclude
    source = read(exclude) if isinstance(exclude, str | os.PathLike) else source_of(exclude)
    await source.check(None)
    found: set[str] = set()
    async with aclosing(source.batches(0)) as batches:
        async for batch in batches:
            for row in batch:
                problem = row.problem
                if problem is None:
                    try:
                        found.add(phone.parse(row.value, country).key)
                    except phone.PhoneNumberError as error:
                        problem = reason_of(error)
                if problem is not None:
                    raise InputError(
                        f"{source.name}, {place(row.number, row.line)}: {problem.rstrip('.')}. Correct or remove it: "
                        "the person would be sent to. Nothing was sent."
                    )
    return found.__contains__
