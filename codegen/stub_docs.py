"""The docstrings of stubs: what a call does, its arguments, its answer, its errors, and an example of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from codegen import docstrings
from codegen.naming import class_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from codegen.records import Operation, Parameter

__all__ = ["by_position", "method", "raw_method", "sends_file"]

_INDENT: Final = 8
_MARGIN: Final = " " * _INDENT
_CONTENT_TYPE: Final = "The media type of the file; without it, the file's name decides."
_EXTRAS: Final = (
    ("extra_headers", "Headers to send besides the client's own."),
    ("extra_params", "Query parameters to send besides the call's own."),
    ("extra_body", "Members to add to the body; they win over the call's own."),
    ("timeouts", "Time limits of this call, or the seconds of the whole call, instead of the client's."),
)


def by_position(operation: Operation) -> list[Parameter]:
    """Return the arguments that may be given by position: a file or a message, and ids.

    No path parameter that a setting supplies can be one: those after it could not be given either.
    """
    return [
        one
        for one in operation.parameters
        if not one.default and (one.place == "path" or one.is_file or one.is_message)
    ]


def sends_file(operation: Operation) -> bool:
    """Return whether a file is among the arguments."""
    return any(one.is_file for one in operation.parameters)


def method(operation: Operation, kind: str) -> str:
    """Return the docstring of a stub that gives `kind`."""
    arguments = [(one.name, _argument(operation, one)) for one in operation.parameters]
    if sends_file(operation):
        arguments.append(("content_type", _CONTENT_TYPE))
    sections = [
        docstrings.wrapped(operation.summary, _INDENT),
        *([docstrings.wrapped(operation.description, _INDENT)] if operation.description else []),
        docstrings.wrapped(_repeating(operation), _INDENT),
        _section("Args", _entries([*arguments, *_EXTRAS])),
        _section("Returns", [_entry(_returned(operation, kind))]),
        _section("Raises", _entries(_errors(operation))),
        _section("Example", _example(operation)),
        _section("Evidence", [_entry(docstrings.known(operation)), f"Source: {operation.source}"]),
    ]
    return _quoted(sections)


def raw_method(operation: Operation) -> str:
    """Return the docstring of a raw stub."""
    twin = f"`{class_name(operation.resource)}.{operation.method_name}`"
    text = f"Call {twin}, and return its whole `Response`."
    if operation.binary:
        text = f"Return the same `Download` as {twin}, which has status and headers itself."
    if operation.page:
        size = f", of {operation.page.default} unless `limit` is given," if operation.page.default else ""
        text = f"Request one page of {twin}{size} and return its whole `Response`."
    return _quoted([docstrings.wrapped(text, _INDENT)])


def _quoted(sections: list[str]) -> str:
    text = f"\n\n{_MARGIN}".join(sections).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{text}\n\n{_MARGIN}"""' if len(sections) > 1 else f'"""{text}"""'


def _section(title: str, lines: Sequence[str]) -> str:
    inner = f"\n{_MARGIN}    "
    return f"{title}:{inner}{inner.join(lines)}"


def _entry(text: str, *, hanging: int = 0) -> str:
    return docstrings.wrapped(text, _INDENT + 4, hanging=hanging)


def _entries(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [_entry(f"{name}: {text}", hanging=4) for name, text in pairs]


def _argument(operation: Operation, parameter: Parameter) -> str:
    if operation.page is None or operation.page.maximum is None or parameter.wire != "limit":
        return docstrings.argument(parameter)
    own = {key: value for key, value in parameter.schema.items() if key != "default"}
    text = docstrings.argument(attrs.evolve(parameter, schema=own))
    return f"{text} Without it, pages of {operation.page.maximum} are requested."


def _repeating(operation: Operation) -> str:
    if operation.reads:
        return "It changes nothing, so it is retried when an answer is lost."
    if operation.repeatable:
        return "Idempotent: retried when its outcome is unknown."
    return "Not idempotent: not retried when its outcome is unknown."


def _returned(operation: Operation, kind: str) -> str:
    text = operation.answer
    if operation.page:
        text = f"`{kind}`, to be iterated with `async for`: all that match, page after page."
    if operation.binary:
        text += (
            " A `Download`: nothing is requested before it is read. `await` its `read()` for the bytes or its"
            " `save(path)` for a file, or iterate over its chunks with `async with` and `async for`."
        )
    if operation.meta is not None:
        name = operation.meta["$ref"].rpartition("/")[2].rpartition(".")[2]
        text += f" Of the raw call, `Response.meta` holds what `models.{name}` describes."
    return text


def _errors(operation: Operation) -> Iterator[tuple[str, str]]:
    paging = ("skip", "page", "limit") if operation.page else ()
    checked = [
        f"`{one.name}`"
        for one in operation.parameters
        if one.check or one.place == "path" or one.wire in paging or one.is_file
    ]
    if checked:
        yield "InvalidRequestError", f"{' or '.join(checked)} cannot be used; nothing was sent."
    if operation.exactly_one:
        names = [f"`{one.name}`" for one in operation.parameters if one.wire in operation.exactly_one]
        yield "InvalidRequestError", f"Not exactly one of {' and '.join(names)} was given; nothing was sent."
    settings = [f"`{one.default}`" for one in operation.parameters if one.default]
    if settings:
        yield (
            "SettingsError",
            f"{' or '.join(settings)} is neither given nor set on the client; nothing was sent.",
        )
    yield "ChakraError", "The call failed; `outcome` says whether it may have been done."


def _example(operation: Operation) -> list[str]:
    positions = by_position(operation)
    arguments = [
        _shown(operation, one) if one in positions else f"{one.name}={_shown(operation, one)}"
        for one in sorted(operation.parameters, key=lambda one: one not in positions)
        if one.name in operation.example
    ]
    client = "chakra.with_raw_response" if operation.raw_only else "chakra"
    call = f"{client}.{operation.name}({', '.join(arguments)})"
    if operation.page:
        return [f">>> async for item in {call}:", "...     print(item)"]
    if operation.binary:
        return [f">>> content = await {call}.read()"]
    return [f">>> await {call}"]


def _shown(operation: Operation, parameter: Parameter) -> str:
    value = operation.example[parameter.name]
    return repr(str(value).encode() if parameter.is_file else value)
