"""Who is left out of a run: opt-outs, read from a table or rows, or asked of a function or of a store such as a receiver's inbox."""

from __future__ import annotations

import inspect
import os
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import Protocol, TypeAlias, runtime_checkable

import attrs

from chakra_async import phone
from chakra_async.bulk.engine.policy import reason_of
from chakra_async.bulk.engine.survey import NationalCheck
from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import place
from chakra_async.bulk.sources.base import AnyRow, Source, source_of
from chakra_async.bulk.sources.calling_codes import check_calling_code
from chakra_async.bulk.sources.reading import read
from chakra_async.errors import InvalidRequestError

__all__ = ["Exclude", "Exclusions", "OptOutStore", "excluded_persons"]


@runtime_checkable
class OptOutStore(Protocol):
    """Who opted out, kept elsewhere and changing meanwhile, such as `WebhookReceiver.opt_outs`."""

    async def contains(self, person: str, /) -> bool:
        """Return whether a person, by a number in digits, opted out."""
        ...

    async def phone_numbers(self) -> Sequence[str]:
        """Return the numbers of all who opted out, in digits."""
        ...


_Table: TypeAlias = str | os.PathLike[str] | Source | Iterable[AnyRow] | AsyncIterable[AnyRow]
_One: TypeAlias = _Table | Callable[[str], bool] | OptOutStore


@attrs.frozen(init=False)
class Exclusions:
    """Several lists of persons to leave out of a run: who is on any of them is left out.

    Example:
        ```python
        run = bulk.Run(..., exclude=bulk.Exclusions("stop.csv", receiver.opt_outs))
        ```

    """

    parts: Sequence[Exclude]

    def __init__(self, *parts: Exclude) -> None:
        self.__attrs_init__(parts)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


Exclude: TypeAlias = _One | Exclusions
"""Persons to leave out: the path of a table, rows, a function of a number in digits, a store of opt-outs, or several of these."""


async def excluded_persons(
    exclude: Exclude, country: str | None, *, live: bool = True
) -> Callable[[str], bool | Awaitable[bool]]:
    """Read the persons to leave out; numbers are one person whatever their spelling.

    Args:
        exclude: The path of a table, rows, a function of a number in digits, a store of opt-outs, or several of these.
        country: Two-letter code of the country whose national numbers are understood.
        live: Ask a store for each person, so that one who opts out meanwhile is left out; otherwise it is read once.

    Raises:
        InputError: They cannot be read, a row is not a phone number, or the list looks national or rounded, so that its
            persons would be sent to.

    """
    if isinstance(exclude, Exclusions):
        return _any_of([await excluded_persons(each, country, live=live) for each in exclude.parts])
    if isinstance(exclude, OptOutStore):
        if live:
            return exclude.contains
        return _keys(await exclude.phone_numbers()).__contains__
    if callable(exclude):
        return exclude
    return (await _read(exclude, country)).__contains__


def _any_of(
    parts: Sequence[Callable[[str], bool | Awaitable[bool]]],
) -> Callable[[str], bool | Awaitable[bool]]:
    def check(person: str) -> bool | Awaitable[bool]:
        asked: list[Awaitable[bool]] = []
        for part in parts:
            found = part(person)
            if isinstance(found, Awaitable):
                asked.append(found)
            elif found:
                for each in asked:
                    if inspect.iscoroutine(each):
                        each.close()
                return True
        return _any_awaited(asked) if asked else False

    return check


async def _any_awaited(asked: Iterable[Awaitable[bool]]) -> bool:
    found = [await each for each in asked]
    return any(found)


def _keys(numbers: Iterable[str]) -> frozenset[str]:
    return frozenset(phone.parse(each, international=True).key for each in numbers)


async def _read(exclude: _Table, country: str | None) -> set[str]:
    source = read(exclude) if isinstance(exclude, str | os.PathLike) else source_of(exclude)
    await source.check(None)
    found: set[str] = set()
    check = NationalCheck(national=country is None)
    async with aclosing(source.batches(0)) as batches:
        async for batch in batches:
            check.note(batch)
            for row in batch:
                problem = row.problem
                if problem is None:
                    try:
                        number = phone.parse(row.value, country)
                        if row.fields:
                            check_calling_code(number, row.value, row.fields)
                        found.add(number.key)
                    except InvalidRequestError as error:
                        problem = reason_of(error)
                if problem is not None:
                    raise InputError(
                        f"{source.name}, {place(row.number, row.line)}: {problem.rstrip('.')}. Correct or remove it: "
                        "the person would be sent to. Nothing was sent."
                    )
    if check.problem is not None:
        raise InputError(f"{source.name}, the persons to leave out: {check.problem}")
    return found
