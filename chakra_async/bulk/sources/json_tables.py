"""Rows of JSON Lines (NDJSON), and of a JSON array: a record each, read one by one.

Values are as JSON has them. A record that cannot be read, or that has a name twice, is an invalid row; an array that is
not closed ends the reading, since what follows its fault cannot be known.
"""

from __future__ import annotations

import io
import json
import math
import re
from abc import ABC, abstractmethod
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from chakra_async._phone.spelling import ROUNDED_DIGITS
from chakra_async.bulk.errors import InputError
from chakra_async.bulk.rows import Row
from chakra_async.bulk.sources.archives import reading
from chakra_async.bulk.sources.columns import choose_column
from chakra_async.bulk.sources.encodings import encoding_of
from chakra_async.bulk.sources.items import ItemReader

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from chakra_async.bulk.sources.contained import Content
    from chakra_async.bulk.sources.tables import Options

__all__ = ["JsonArrayTable", "JsonLinesTable"]

_CHUNK: Final = 1 << 18
_LARGEST: Final = 16 << 20
_FIRST_RECORDS: Final = 250
_BLANK: Final = " \t\r\n\ufeff"


class _BadRecordError(Exception):
    """A record that cannot be used; the argument says why."""


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _BadRecordError(f"it has the name {twice!r} twice")
    return record


_LENIENT: Final = json.JSONDecoder()
_WRITTEN: Final = re.compile(r"-?(\d+)(?:\.(\d+))?[eE]")


class _Numbers:
    """Decodes JSON, and knows which numbers of the last record were written without their last digits."""

    def __init__(self) -> None:
        self.rounded: set[float] = set()
        self.decoder = json.JSONDecoder(object_pairs_hook=_members, parse_float=self._number)

    def _number(self, text: str) -> float:
        value = float(text)
        written = _WRITTEN.match(text)
        if written is not None and abs(value) < math.inf:
            digits = len(written[1].lstrip("0")) + len(written[2] or "")
            if len(str(int(abs(value)))) - digits >= ROUNDED_DIGITS:
                self.rounded.add(value)
        return value


_NOT_WHOLE: Final = (
    "its value is in the form 9.19E+11, without its last digits: write it as a string with all its digits."
)


class _JsonTable(ABC):
    """What both kinds share.

    Args:
        content: The content of the file.
        options: What the caller says about it.

    """

    def __init__(self, content: Content, options: Options) -> None:
        self.counted = 0
        self._content = content
        self._where = content.where
        self._options = options
        self._encoding = encoding_of(content.head, options.encoding)
        self._column = ""
        self._items = ItemReader(options.column)
        options.refuse(f"{content.where} is JSON, whose records name their columns", "header_row", "sheet")
        options.refuse(f"{content.where} is JSON", "delimiter")

    def open(self, *, checked: bool) -> dict[str, str]:  # noqa: ARG002 - reading the rows is the check
        """Find the column of the first records. See `Table`."""
        names: dict[str, None] = {}
        values, problem, column = 0, None, ""
        with self._open() as file:
            for _, item, why in islice(self._values(file, _Numbers().decoder), _FIRST_RECORDS):
                problem = problem or why
                if isinstance(item, dict):
                    names |= dict.fromkeys(cast("dict[str, object]", item))
                elif item is not None:
                    values += 1
        if names:
            columns = list(names)
            column = columns[choose_column(columns, self._options.column, self._where)]
        elif problem is not None and not values:
            raise InputError(f"{self._where} has no records with the names of columns: {problem}")
        self._column = column
        self._items = ItemReader(column or None)
        return {"column": column, "encoding": self._encoding}

    def rows(self, after: int, line: int | None = None) -> Generator[Row]:  # noqa: ARG002 - counted again
        """Give the rows that follow row number `after`. See `Table`."""
        number = 0
        numbers = _Numbers()
        with self._open() as file:
            for begins, item, problem in self._values(file, numbers.decoder):
                number += 1
                if number > after and problem is not None:
                    yield Row(number, "", line=begins, problem=problem)
                elif number > after:
                    row = self._items.row(number, item, begins)
                    if numbers.rounded and self._identity(item) in numbers.rounded:
                        row.value, row.problem = "", _NOT_WHOLE
                    yield row
                numbers.rounded.clear()
        self.counted = number

    def _identity(self, item: Any) -> object:
        """Return the value of a record that identifies it, if that is a number."""
        value = cast("dict[str, object]", item).get(self._column) if isinstance(item, dict) else item
        return value if isinstance(value, float) else None

    @abstractmethod
    def _values(
        self, file: io.TextIOWrapper, decoder: json.JSONDecoder
    ) -> Iterator[tuple[int, Any, str | None]]:
        """Give each record's line, the record, and why it cannot be read."""

    @contextmanager
    def _open(self) -> Generator[io.TextIOWrapper]:
        with self._content.open() as stream, reading(self._where):
            text = io.TextIOWrapper(stream, encoding=self._encoding)
            try:
                yield text
            except UnicodeDecodeError:
                raise InputError(
                    f"{self._where} is not text in {self._encoding}, as JSON is: name its encoding with encoding= (--encoding)."
                ) from None
            finally:
                text.detach()


class JsonLinesTable(_JsonTable):
    """JSON Lines: one record on each line."""

    def _values(
        self, file: io.TextIOWrapper, decoder: json.JSONDecoder
    ) -> Iterator[tuple[int, Any, str | None]]:
        line = 0
        first = True
        while text := file.readline(_LARGEST):
            line += 1
            if len(text) == _LARGEST and not text.endswith("\n"):
                raise InputError(f"{self._where} is not JSON Lines: line {line} is longer than 16 MiB.")
            text = text.strip(_BLANK)
            if not text:
                continue
            try:
                item = _whole(text, decoder)
            except _BadRecordError as error:
                if first:
                    raise self._not_lines(text, line, error) from None
                yield line, None, f"line {line} is not a JSON record: {error}."
            else:
                if isinstance(item, list):
                    yield line, None, f"line {line} is an array, not an object with the names of the columns."
                else:
                    yield line, item, None
            first = False

    def _not_lines(self, text: str, line: int, error: _BadRecordError) -> InputError:
        if len(text) > 1 and text.endswith("}"):
            return InputError(f"{self._where}: line {line} is not a JSON record: {error}.")
        return InputError(
            f"{self._where} is a JSON object over several lines, not a table: give an array of records, or one record "
            "on each line."
        )


def _whole(text: str, decoder: json.JSONDecoder) -> object:
    """Return the value of a string that is one JSON value.

    Raises:
        _BadRecordError: It is not.

    """
    try:
        return decoder.decode(text)
    except (ValueError, RecursionError) as error:
        raise _BadRecordError(_why(error)) from None


def _why(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]}, at character {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number in it is too long"


class JsonArrayTable(_JsonTable):
    """A JSON array of records."""

    def _values(
        self, file: io.TextIOWrapper, decoder: json.JSONDecoder
    ) -> Iterator[tuple[int, Any, str | None]]:
        buffer = _Buffer(file, self._where, decoder)
        buffer.expect("[")
        if buffer.peek() == "]":
            buffer.expect("]")
        else:
            while True:
                buffer.peek()
                line = buffer.line
                try:
                    item, problem = buffer.value(), None
                except _BadRecordError as error:
                    item, problem = None, f"its record is not usable: {error}."
                if isinstance(item, list):
                    item, problem = None, "it is an array, not an object with the names of the columns."
                yield line, item, problem
                if buffer.peek() == "]":
                    buffer.expect("]")
                    break
                buffer.expect(",")
        if buffer.peek():
            raise InputError(
                f"{self._where}: line {buffer.line} has something after the end of the JSON array."
            )


class _Buffer:
    """The characters of JSON that are not read yet, and the line they are on."""

    def __init__(self, file: io.TextIOWrapper, where: str, decoder: json.JSONDecoder) -> None:
        self._decoder = decoder
        self._file = file
        self._where = where
        self._text = ""
        self._place = 0
        self.line = 1

    def peek(self) -> str:
        """Return the next character that is not blank; empty at the end."""
        while True:
            text, place = self._text, self._place
            while place < len(text) and text[place] in _BLANK:
                self.line += text[place] == "\n"
                place += 1
            self._place = place
            if place < len(text):
                return text[place]
            if not self._more():
                return ""

    def expect(self, mark: str) -> None:
        """Read a character.

        Raises:
            InputError: It is another one.

        """
        found = self.peek()
        if found != mark:
            what = f"{found!r} where {mark!r} must be" if found else "the end of the file before the array's"
            raise InputError(f"{self._where} is not a whole JSON array: line {self.line} has {what}.")
        self._place += 1

    def value(self) -> object:
        """Read a value.

        Raises:
            InputError: It is not JSON, or larger than 16 MiB.
            _BadRecordError: It is JSON, and not usable.

        """
        while True:
            try:
                item, end = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                if len(self._text) - self._place > _LARGEST:
                    raise InputError(
                        f"{self._where}: the record on line {self.line} is larger than 16 MiB."
                    ) from None
                if self._more(len(self._text) - self._place):
                    continue
                line = self.line + self._text.count("\n", self._place, error.pos)
                raise InputError(
                    f"{self._where} is not a whole JSON array: line {line}: {error.msg[:1].lower()}{error.msg[1:]}."
                ) from None
            except (ValueError, RecursionError) as error:
                raise InputError(
                    f"{self._where}: the record on line {self.line} cannot be read: {_why(error)}."
                ) from None
            except _BadRecordError:
                self._pass(_LENIENT.raw_decode(self._text, self._place)[1])
                raise
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._pass(end)
            return item

    def _pass(self, end: int) -> None:
        self.line += self._text.count("\n", self._place, end)
        self._place = end

    def _more(self, least: int = 0) -> bool:
        """Read on; at least as much again as a record has already, so that a large one is not read many times."""
        more = self._file.read(max(_CHUNK, least))
        self._text = self._text[self._place :] + more
        self._place = 0
        return bool(more)
