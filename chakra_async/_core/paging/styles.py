"""How a listing is requested page by page: pure steps from one page to the next request's parameters.

A style knows where the parameters are (body or query) and what a page's answer says about the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import attrs

from chakra_async._core.decoding.json_shape import as_object
from chakra_async._core.masking import mask_numbers
from chakra_async.errors import InvalidRequestError, ResponseError
from chakra_async.settings.secret import shown
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["After", "NextPath", "PageFacts", "PageNumber", "SkipLimit", "Style"]

_DEEPEST: Final = 3
_NOT_NEXT: Final = ("prev", "first", "last", "self", "current")


@attrs.frozen(kw_only=True)
class PageFacts:
    """What is known when a page has arrived.

    Attributes:
        received: Items on the page.
        position: Items received in this iteration, this page included.
        meta: What the answer says beside its items.
        path: The operation's path as it was requested.
        address: The API's address, with which a path may begin.

    """

    received: int
    position: int
    meta: dict[str, Any]
    path: str = ""
    address: str = ""


class Style(Protocol):
    """A way of paging."""

    place: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    cursor: ClassVar[bool]

    def first(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters of the first page."""
        ...

    def following(self, asked: dict[str, Any], page: PageFacts) -> dict[str, Any] | None:
        """Return the parameters of the page after `page`, or None where that was the last."""
        ...


@attrs.frozen(kw_only=True)
class SkipLimit:
    """Paging by `skip` and `limit` in the body, with `_meta.hasMore` in the answer (documented for List Processes).

    Attributes:
        limit_default: Page size that the server takes where none is given.
        limit_maximum: Largest page size that the server takes.

    """

    place: ClassVar[str] = "body"
    names: ClassVar[tuple[str, ...]] = ("skip", "limit")
    cursor: ClassVar[bool] = False

    limit_default: int
    limit_maximum: int

    def first(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the body of the first page, asking for whole pages where the caller named no size.

        Raises:
            InvalidRequestError: If `skip` or `limit` cannot be used.

        """
        skip = _whole("skip", given.get("skip", UNSET), 0, None, 0)
        limit = _whole("limit", given.get("limit", UNSET), 1, self.limit_maximum, self.limit_maximum)
        return {**given, "skip": skip, "limit": limit}

    def following(self, asked: dict[str, Any], page: PageFacts) -> dict[str, Any] | None:
        """Return the body of the next page, which begins after what was received, not after what was requested.

        So a server that gives smaller pages than requested loses nothing. An empty page ends the iteration, since the next
        request would be the same.
        """
        reached: int = asked["skip"] + page.received
        if page.received == 0 or not _goes_on(page, "hasMore", reached, asked["limit"]):
            return None
        return {**asked, "skip": reached}


@attrs.frozen(kw_only=True)
class PageNumber:
    """Paging by `page`, counted from 1, and `limit` in the body (seen in code for chats).

    Attributes:
        limit_default: Page size that the server takes where none is given, if known.
        limit_maximum: Largest page size that the server takes, if known; it is requested where none is given.
        more: The member of `_meta` that says whether another page follows.

    """

    place: ClassVar[str] = "body"
    names: ClassVar[tuple[str, ...]] = ("page", "limit")
    cursor: ClassVar[bool] = False

    limit_default: int | None = None
    limit_maximum: int | None = None
    more: str = "hasMore"

    def first(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the body of the first page.

        Raises:
            InvalidRequestError: If `page` or `limit` cannot be used.

        """
        asked = {**given, "page": _whole("page", given.get("page", UNSET), 1, None, 1)}
        limit = _whole("limit", given.get("limit", UNSET), 1, self.limit_maximum, self.limit_maximum or 0)
        asked["limit"] = limit or UNSET
        return asked

    def following(self, asked: dict[str, Any], page: PageFacts) -> dict[str, Any] | None:
        """Return the body of the next page, always with the same limit, since the server counts in it."""
        limit = self.limit_default if asked["limit"] is UNSET else asked["limit"]
        if page.received == 0 and _more_flag(page.meta.get(self.more)) is not True:
            return None
        if not _goes_on(page, self.more, page.position, limit):
            return None
        return {**asked, "page": asked["page"] + 1}


@attrs.frozen(kw_only=True)
class After:
    """Paging by the cursor `after` in the query, in Meta's own shape: `{data: [...], paging: {cursors, next}}`.

    The end is where `paging.next` or the cursor is missing (seen in code). The address in `paging.next` is Meta's and
    is never followed, since the access token would go with it.

    Attributes:
        limit_maximum: Largest page size that the server takes, if known; it is requested where none is given.

    """

    place: ClassVar[str] = "query"
    names: ClassVar[tuple[str, ...]] = ("after", "limit")
    cursor: ClassVar[bool] = True

    limit_maximum: int | None = None

    def first(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the query of the first page.

        Raises:
            InvalidRequestError: If `limit` cannot be used.

        """
        limit = _whole("limit", given.get("limit", UNSET), 1, self.limit_maximum, self.limit_maximum or 0)
        return {**given, "limit": limit or UNSET}

    def following(self, asked: dict[str, Any], page: PageFacts) -> dict[str, Any] | None:
        """Return the query of the next page, with the cursor that came, or None without one."""
        paging = as_object(page.meta.get("paging"))
        after = as_object(paging.get("cursors")).get("after")
        if not paging.get("next") or not isinstance(after, str) or not after:
            return None
        return {**asked, "after": after}


@attrs.frozen(kw_only=True)
class NextPath:
    """Paging by a path in `_meta`, under a name that is not documented, of which only the query is used."""

    place: ClassVar[str] = "query"
    names: ClassVar[tuple[str, ...]] = ()
    cursor: ClassVar[bool] = True

    def first(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the query of the first page."""
        return dict(given)

    def following(self, asked: dict[str, Any], page: PageFacts) -> dict[str, Any] | None:
        """Return the query of the next page: the one that came, over what was asked with before.

        Raises:
            ResponseError: If the path is that of something else, or the answer says that there is more but not where.

        """
        own = f"{page.address}{page.path}"
        named = [value for name, value in _strings(page.meta) if "next" in name]
        found = named or [value for _, value in _strings(page.meta) if _same_path(value, own, page)]
        if not found:
            total = _count(page.meta)
            unnamed = total is not None and page.position < total and page.received > 0 and not asked
            if unnamed or any(_more_flag(page.meta.get(name)) for name in ("hasMore", "hasNext")):
                raise ResponseError("the answer says that there is more, but not under which path")
            return None
        if not _same_path(found[0], own, page):
            raise ResponseError(
                f"the path of the next page, {mask_numbers(found[0][:200])!r}, is not this listing's, "
                "so it is not followed"
            )
        following = dict(asked)
        pairs = parse_qsl(urlsplit(found[0]).query, keep_blank_values=True)
        for name in {name for name, _ in pairs}:
            values = [value for other, value in pairs if other == name]
            following[name] = values[0] if len(values) == 1 else values
        return following


def _goes_on(page: PageFacts, more: str, reached: int, limit: int | None) -> bool:
    """Return whether another page follows: as the answer says, else by the total, else where the page is full.

    A full page is asked past even where the total seems reached, since it is not documented what a total counts.
    """
    more_flag = _more_flag(page.meta.get(more))
    if more_flag is not None:
        return more_flag
    total = _count(page.meta)
    if total is not None and reached < total:
        return True
    return limit is None or page.received >= limit


def _more_flag(value: object) -> bool | None:
    """Return a yes or no in whatever form it came, or None where it is neither."""
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, int) and value in (0, 1) else None


def _count(meta: dict[str, Any]) -> int | None:
    for name in ("total", "totalCount"):
        value = meta.get(name)
        if isinstance(value, str) and value.isascii() and value.isdecimal():
            value = int(value[:18])
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _strings(meta: dict[str, Any], above: str = "", depth: int = _DEEPEST) -> Iterator[tuple[str, str]]:
    """Give every text in `_meta` that may name the next page, with its name in lower case."""
    for name, value in meta.items():
        whole = f"{above}{name.lower()}"
        if any(word in whole for word in _NOT_NEXT):
            continue
        if isinstance(value, str):
            if value and ("/" in value or value.startswith("?")):
                yield whole, value
        elif depth:
            yield from _strings(as_object(value), f"{whole}.", depth - 1)


def _same_path(value: str, own: str, page: PageFacts) -> bool:
    try:
        target = urlsplit(urljoin(own, value))
        mine = urlsplit(own)
    except ValueError:
        return False
    if (target.scheme, target.netloc) != (mine.scheme, mine.netloc):
        return False
    base = urlsplit(page.address).path.rstrip("/")
    return unquote(target.path) in (unquote(page.path), unquote(f"{base}{page.path}"))


def _whole(name: str, value: object, least: int, most: int | None, default: int) -> int:
    if value is UNSET:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most and value > most):
        bounds = f"at least {least}" if most is None else f"{least} to {most}"
        raise InvalidRequestError(f"{name} must be an integer, {bounds}, not {shown(value)}.")
    return value
