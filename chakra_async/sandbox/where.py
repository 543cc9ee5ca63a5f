"""The filter of List Processes, as a pure function: a query in, a predicate out.

A query is a map of keys to conditions, all of which must hold; `or` and `and` hold lists of further queries.
A condition is a map of the operators = != > >= < <= to values, or a bare value, which means equality; a list
means any of its items (and, after !=, none of them). A missing key counts as null: it equals
only null, and is neither above nor below anything. `createdAt` is compared with an ISO-8601 time that has an
offset. That a list means "any of", and the rule for a missing key, are inferred; the rest is documented
(https://docs.chakrahq.com/docs/platform/api/process/list).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeAlias

from chakra_async.sandbox.values import is_array, is_object, kind_of

__all__ = ["Lookup", "Predicate", "QueryError", "compile_where"]

Lookup: TypeAlias = Callable[[str], Any]
"""Returns the value of a process under a key, None if it is missing."""
Predicate: TypeAlias = Callable[[Lookup], bool]
"""Returns whether a process, given as its lookup, matches."""

_Compare: TypeAlias = Callable[[Any, Any], bool]

_DEEPEST: Final = 50
_TIMES: Final = frozenset({"createdAt"})
_ORDER: Final[dict[str, _Compare]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


class QueryError(ValueError):
    """The query cannot be understood; the message names the part."""


def compile_where(query: object, depth: int = 0) -> Predicate:
    """Return the predicate of a query at this depth of nesting.

    Raises:
        QueryError: An unknown operator, a value other than a list of queries under `or` or `and`, a time without
            an offset, or too deep a nesting.

    Example:
        >>> wanted = compile_where({"status": "OPEN", "or": [{"score": {">=": 5}}, {"city": ["Goa", "Pune"]}]})
        >>> wanted({"status": "OPEN", "city": "Goa"}.get)
        True

    """
    if not is_object(query):
        raise QueryError(f"a query must be an object, not {kind_of(query)}")
    if depth > _DEEPEST:
        raise QueryError(f"queries are nested more than {_DEEPEST} deep")
    parts: list[Predicate] = []
    for key, condition in query.items():
        if key in {"or", "and"}:
            parts.append(_combined(key, condition, depth))
        elif is_object(condition):
            parts.extend(_condition(key, sign, value) for sign, value in condition.items())
        else:
            parts.append(_condition(key, "=", condition))
    return _all(parts)


def _all(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    return lambda lookup: all(part(lookup) for part in parts)


def _combined(key: str, queries: object, depth: int) -> Predicate:
    if not is_array(queries):
        raise QueryError(f"`{key}` takes a list of queries, not {kind_of(queries)}")
    parts = [compile_where(query, depth + 1) for query in queries]
    if key == "and":
        return _all(parts)
    return lambda lookup: any(part(lookup) for part in parts)


def _condition(key: str, sign: str, value: object) -> Predicate:
    if sign in {"=", "!="}:
        listed = value if is_array(value) else [value]
        wanted = [_value(key, item) for item in listed]
        negated = sign == "!="
        return lambda lookup: _is_any(lookup(key), wanted) is not negated
    compare = _ORDER.get(sign)
    if compare is None:
        raise QueryError(f"`{key}`: unknown operator {sign!r}; there are = != > >= < <=")
    bound = _value(key, value)
    return lambda lookup: _ordered(compare, lookup(key), bound)


def _value(key: str, value: object) -> object:
    if key not in _TIMES or value is None:
        return value
    if not isinstance(value, str):
        raise QueryError(
            f"`{key}` takes an ISO-8601 time such as 2023-09-01T06:27:30+05:30, not {kind_of(value)}"
        )
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise QueryError(f"`{key}`: {value!r} is not an ISO-8601 time") from error
    if moment.tzinfo is None:
        raise QueryError(f"`{key}`: {value!r} has no offset")
    return int(moment.timestamp() * 1000)


def _is_any(value: object, wanted: list[object]) -> bool:
    return any(_equal(value, item) for item in wanted)


def _equal(left: object, right: object) -> bool:
    # True equals 1 in Python, and does not in JSON.
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _ordered(compare: _Compare, left: object, right: object) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    strings = isinstance(left, str) and isinstance(right, str)
    return (numbers or strings) and compare(left, right)
