"""Every operation that changes nothing, called for real, and its answer compared with the description.

What comes out names operations, places and types, never a value of an answer, an id or the text of an error, so that
it can be given to somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import attrs

from chakra_async._version import __version__
from chakra_async.doctor.differences import Difference, differences
from chakra_async.errors import APIError, ChakraError, NotFoundError
from chakra_async.sandbox.description import load, resolved
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from chakra_async.client import Chakra

__all__ = ["Checked", "Verification", "verify"]

_OF_SETTINGS: Final = {
    "pluginId": "plugin_id",
    "whatsappPhoneNumberId": "phone_number_id",
    "wabaId": "waba_id",
    "whatsappApiVersion": "whatsapp_api_version",
}
_LEARNED: Final = {
    "processes.list": ("processId", "id"),
    "users.list": ("userId", "id"),
    "chats.list": ("chatId", "id"),
    "phone_numbers.list": ("id", "id"),
}
"""Operations whose answer holds an id that another operation takes: the parameter, and the member it stands in."""
_HEAD: Final = 512


@attrs.frozen(kw_only=True)
class Checked:
    """What became of one operation.

    Attributes:
        operation: Its name.
        method: The HTTP method.
        path: The path's template, without ids.
        evidence: How far method and path are known.
        result: `as described`, `differs`, `failed`, `path not found` or `not called`.
        status: The HTTP status; None where no answer came.
        reason: The error's class and Meta's code, or why it was not called.
        differences: How the answer differs from the description.

    """

    operation: str
    method: str
    path: str
    evidence: str
    result: str
    status: int | None = None
    reason: str = ""
    differences: tuple[Difference, ...] = ()


@attrs.frozen(kw_only=True)
class Verification:
    """The report of a verification.

    Attributes:
        checked: One entry for each operation that changes nothing, by name.
        version: The version of this package.

    """

    checked: tuple[Checked, ...]
    version: str = __version__

    @property
    def counts(self) -> dict[str, int]:
        """How many operations ended in which result."""
        results = [one.result for one in self.checked]
        return {result: results.count(result) for result in sorted(set(results))}

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return attrs.asdict(self) | {"counts": self.counts}


@attrs.frozen(kw_only=True)
class _Read:
    """An operation that changes nothing, as the description has it."""

    name: str
    method: str
    path: str
    parameters: tuple[dict[str, Any], ...]
    spec: Mapping[str, Any]


async def verify(chakra: Chakra, ids: Mapping[str, str] | None = None) -> Verification:
    """Call every operation that changes nothing and compare its answer with the description.

    Ids come from the client's settings, from the answers of lists, and from `ids`; an operation that needs an id
    which is not known is not called.

    Args:
        chakra: The client to call with.
        ids: Ids by the description's name of their parameter, such as `{"backgroundJobId": "..."}`.

    Returns:
        The report, which holds no personal data.

    Example:
        ```python
        report = await verify(chakra)
        print(report.counts)
        ```

    """
    document = load()
    known = {"procedureShortId": "lead", **_from_settings(chakra), **(ids or {})}
    reads = list(_reads(document))
    reads.sort(key=lambda read: (read.name not in _LEARNED, read.name))
    checked = [await _checked(chakra, document, read, known) for read in reads]
    return Verification(checked=tuple(sorted(checked, key=lambda one: one.operation)))


def _from_settings(chakra: Chakra) -> dict[str, str]:
    settings = ((wire, getattr(chakra.settings, name)) for wire, name in _OF_SETTINGS.items())
    return {wire: value for wire, value in settings if value is not None}


def _reads(document: Mapping[str, Any]) -> Iterator[_Read]:
    for path, reference in document["paths"].items():
        item = resolved(document, reference)
        for method in ("get", "post"):
            spec = item.get(method)
            if spec is None or not spec.get("x-reads", method == "get"):
                continue
            given = (*item.get("parameters", ()), *spec.get("parameters", ()))
            yield _Read(
                name=spec["operationId"],
                method=method.upper(),
                path=path,
                parameters=tuple(resolved(document, one) for one in given),
                spec=spec,
            )


async def _checked(
    chakra: Chakra, document: Mapping[str, Any], read: _Read, known: dict[str, str]
) -> Checked:
    blank = Checked(
        operation=read.name,
        method=read.method,
        path=read.path,
        evidence=read.spec["x-evidence"],
        result="not called",
    )
    body = _body(document, read, known)
    missing = [name for name in _needed(read) if name not in known]
    missing += [name for name, value in body.items() if value is None]
    if missing:
        return attrs.evolve(blank, reason=f"needs {', '.join(missing)}")
    content = read.spec["responses"]["200"]["content"]
    if "application/json" not in content:
        return attrs.evolve(blank, reason="gives a file, which is not looked into")
    path = read.path
    for one in read.parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(known[one["name"]], safe=""))
    query = {one["name"]: known[one["name"]] for one in read.parameters if _asked(one, known)}
    try:
        answer = await chakra.request(
            read.method,
            path,
            params=query or None,
            repeatable=True,
            envelope=read.spec["x-envelope"],
json=body if read.method == "POST" else UNSET,
        )
    except ChakraError as error:
        return _failed(blank, error)
    _learn(read, answer.data, known)
    found = differences(document, content["application/json"]["schema"], answer.data)
    return attrs.evolve(
        blank,
        result="differs" if found else "as described",
        status=answer.status,
        differences=tuple(found),
    )


def _failed(blank: Checked, error: ChakraError) -> Checked:
    code = getattr(error, "meta_code", None)
    return attrs.evolve(
        blank,
        result="path not found" if isinstance(error, NotFoundError) else "failed",
        status=error.status if isinstance(error, APIError) else None,
        reason=f"{type(error).__name__}{'' if code is None else f' {code}'}",
    )


def _needed(read: _Read) -> list[str]:
    return [one["name"] for one in read.parameters if one.get("required")]


def _asked(parameter: Mapping[str, Any], known: Mapping[str, str]) -> bool:
    return parameter["in"] == "query" and parameter["name"] in known


def _body(document: Mapping[str, Any], read: _Read, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of a listing: its first page, and what it must be given; None for what is not known."""
    body = read.spec.get("requestBody")
    if body is None:
        return {}
    schema = resolved(document, body["content"]["application/json"]["schema"])
    return {name: known.get(name) for name in schema.get("required", ())}


def _learn(read: _Read, data: object, known: dict[str, str]) -> None:
    if read.name not in _LEARNED or not isinstance(data, list) or not data:
        return
    parameter, member = _LEARNED[read.name]
    first = cast("list[object]", data)[0]
    value = cast("dict[str, object]", first).get(member) if isinstance(first, dict) else None
    if isinstance(value, str) and 0 < len(value) < _HEAD:
        known.setdefault(parameter, value)
