"""Every operation that changes nothing, called for real, and its answer compared with the description.

The report names operations, places and types, never a value of an answer, an id or the message of an error, so that
it can be shared. Of a file only the media type is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import attrs

from chakra_async._core.operation import Operation
from chakra_async._version import __version__
from chakra_async.description.routes import load, resolved
from chakra_async.doctor.differences import Difference, differences
from chakra_async.downloads import Download
from chakra_async.errors import APIError, ChakraError, NotFoundError, SettingsError
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
    "chats.list": {"chatId": "id"},
    "phone_numbers.list": {"whatsappPhoneNumberId": "id", "wabaId": "waba"},
    "processes.list": {"processId": "id"},
    "users.list": {"userId": "id"},
}
"""Operations whose answer holds ids that others take: the parameter, and the member of an item that holds it."""
_EITHER: Final = {"calling.get_permissions": ("user_wa_id", "recipient")}
"""Parameters of which one is required, which OpenAPI cannot express."""
_LONGEST_ID: Final = 512
_JSON: Final = "application/json"
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_NAME: Final = re.compile(r"[A-Za-z_]{1,40}")


@attrs.frozen(kw_only=True)
class Checked:
    """The result of one operation.

    Attributes:
        operation: Its name.
        method: The HTTP method.
        path: The path's template, without ids.
        evidence: How far method and path are known.
        result: `as described`, `differs`, `failed`, `path not found` or `not called`.
        status: The HTTP status; None without an answer.
        reason: The error's class and Meta's code, why it was not called, or a remark on the answer.
        differences: The differences of the answer from the description.

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
        server: The address of the server that was called.
        version: The version of this package.

    """

    checked: tuple[Checked, ...]
    server: str = ""
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
    """An operation of the description that changes nothing."""

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

    Raises:
        SettingsError: One of `ids` is not a parameter of an operation that changes nothing.

    Example:
        ```python
        report = await verify(chakra)
        print(report.counts)
        ```

    """
    document = load()
    known = {"procedureShortId": "lead", **_from_settings(chakra), **(ids or {})}
    reads = list(_reads(document))
    _check_names(document, reads, ids or {})
    reads.sort(key=lambda read: (read.name not in _LEARNED, read.name))
    checked = [await _checked(chakra, document, read, known) for read in reads]
    return Verification(
        checked=tuple(sorted(checked, key=lambda one: one.operation)), server=chakra.settings.base_url
    )


def _from_settings(chakra: Chakra) -> dict[str, str]:
    settings = ((wire, getattr(chakra.settings, name)) for wire, name in _OF_SETTINGS.items())
    return {wire: value for wire, value in settings if value is not None}


def _check_names(document: Mapping[str, Any], reads: list[_Read], ids: Mapping[str, str]) -> None:
    names = {one["name"] for read in reads for one in read.parameters}
    names |= {name for read in reads for name in _body(document, read, {})}
    if unknown := sorted(ids.keys() - names):
        raise SettingsError(
            f"{', '.join(unknown)}: not a known id; the known ones are {', '.join(sorted(names))}."
        )


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
    either = _EITHER.get(read.name, ())
    if either and not set(either) & known.keys():
        missing.append(" or ".join(either))
    if missing:
        return attrs.evolve(blank, reason=f"needs {', '.join(missing)}")
    query = {one["name"]: known[one["name"]] for one in read.parameters if _asked(one, known)}
    content = read.spec["responses"]["200"]["content"]
    try:
        if _JSON not in content:
            return await _downloaded(chakra, blank, read, known, query)
        answer = await chakra.request(
            read.method,
            _path(read, known),
            params=query or None,
            json=body if read.method == "POST" else UNSET,
            repeatable=True,
            envelope=read.spec["x-envelope"],
        )
    except ChakraError as error:
        return _failed(blank, error)
    _learn(read, answer.data, known)
    found = differences(document, content[_JSON]["schema"], answer.data)
    if "x-meta" in content[_JSON]:
        meta = differences(document, content[_JSON]["x-meta"], answer.meta)
        found += [attrs.evolve(one, place=f"_meta.{one.place}") for one in meta]
    seen = ""
    if "x-page" in read.spec and answer.meta:
        seen = f"_meta holds {', '.join(sorted(name for name in answer.meta if _NAME.fullmatch(name)))}"
    return attrs.evolve(
        blank,
        result="differs" if found else "as described",
        status=answer.status,
        reason=seen,
        differences=tuple(found),
    )


async def _downloaded(
    chakra: Chakra, blank: Checked, read: _Read, known: Mapping[str, str], query: Mapping[str, str]
) -> Checked:
    """Download a file and read only its media type."""
    operation = Operation[bytes](
        name=read.name, method=read.method, path=read.path, repeatable=True, reads=True, returns=bytes
    )
    names = [one["name"] for one in read.parameters if one["in"] == "path"]
    path = {name: known[name] for name in names}
    caller = chakra._caller  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # a path that no stub has
    download = Download(caller, operation, path=path, query=query)
    async with download as answer:
        kind = answer.content_type if _MEDIA_TYPE.fullmatch(answer.content_type) else "another media type"
    return attrs.evolve(blank, result="as described", status=answer.status, reason=f"gives {kind}")


def _failed(blank: Checked, error: ChakraError) -> Checked:
    code = getattr(error, "meta_code", None)
    return attrs.evolve(
        blank,
        result="path not found" if isinstance(error, NotFoundError) else "failed",
        status=error.status if isinstance(error, APIError) else None,
        reason=f"{type(error).__name__}{'' if code is None else f' {code}'}",
    )


def _path(read: _Read, known: Mapping[str, str]) -> str:
    path = read.path
    for one in read.parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(known[one["name"]], safe=""))
    return path


def _needed(read: _Read) -> list[str]:
    return [one["name"] for one in read.parameters if one.get("required")]


def _asked(parameter: Mapping[str, Any], known: Mapping[str, str]) -> bool:
    return parameter["in"] == "query" and parameter["name"] in known


def _body(document: Mapping[str, Any], read: _Read, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of a listing's first page with its required members; None for unknown ones."""
    body = read.spec.get("requestBody")
    if body is None:
        return {}
    schema = resolved(document, body["content"]["application/json"]["schema"])
    return {name: known.get(name) for name in schema.get("required", ())}


def _learn(read: _Read, data: object, known: dict[str, str]) -> None:
    if read.name not in _LEARNED or not isinstance(data, list) or not data:
        return
    first = cast("list[object]", data)[0]
    if not isinstance(first, dict):
        return
    for parameter, member in _LEARNED[read.name].items():
        value = cast("dict[str, object]", first).get(member)
        if isinstance(value, str) and 0 < len(value) < _LONGEST_ID:
            known.setdefault(parameter, value)
